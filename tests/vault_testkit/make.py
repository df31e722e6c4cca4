"""Writes the test kit: one file a case, beside this file. See README.md.

    pip install -r ../independent/requirements.txt
    python make.py
"""

import base64
import collections
import hashlib
import hmac
import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "fixtures" / "vault"), str(HERE.parent / "independent")]

from writer import TOTP, account, line, made, padded, passphrase_slot, recovery_text, seal_below, secret_slot, text, ticket
import testkit

VAULT, DATA_KEY, NONCE = made("kit vault", 16), made("kit data key", 32), made("kit nonce", 24)
OTHER_VAULT, OTHER_KEY = made("kit other vault", 16), made("kit other data key", 32)
TICKET = {"ticket": text(ticket(VAULT, DATA_KEY))}
PASSPHRASE = {"passphrase": "correct horse battery staple"}
# Within the limits, and a matter of seconds and of a gibibyte: it shows who derives before checking.
COSTLY = {"kind": "passphrase", "id": text(made("kit slot", 8)), "kdf": "argon2id", "m": 1048576, "t": 8, "p": 1,
          "salt": text(made("kit salt", 16)), "nonce": text(made("kit wrap nonce", 24)),
          "wrapped": text(made("kit wrapped", 48))}
EMPTY = '{"accounts":[],"written":0}'
MAGIC = b"halfminute-vault/1\n"

cases = {}


def header(slots=None, **changes):
    """The fields of a header; those that are set to None are left out, others go where they stand or to the end."""
    fields = {"vault": text(VAULT), "generation": 7, "slots": [COSTLY] if slots is None else slots, "nonce": text(NONCE)}
    fields |= changes
    return {name: value for name, value in fields.items() if value is not None}


def sealed(head=None, contents=None, magic=MAGIC, nonce=NONCE, key=DATA_KEY):
    """An envelope: the header by its fields or as it is spelt, the contents by their fields or as bytes."""
    head = header() if head is None else head
    spelt = head if isinstance(head, bytes) else (head if isinstance(head, str) else line(head)).encode()
    # Without the padding, which would be most of every file.
    contents = EMPTY.encode() if contents is None else contents
    plain = contents if isinstance(contents, bytes) else padded(contents)
    return seal_below(magic + spelt + b"\n", plain, nonce, key)


def case(name, why, envelope, ways, verdict, **more):
    assert name not in cases, name
    ways = ways if isinstance(ways, list) else [ways]
    cases[name] = {"name": name, "why": why, "open": ways, "verdict": verdict} | more | {"envelope": text(envelope)}


def before_work(name, why, envelope, verdict="vault-malformed-header", ways=None, **more):
    case(name, why, envelope, ways or [TICKET, PASSPHRASE], verdict, phase="before-work", **more)


def respelt(name, why, change, **more):
    """A header that says the same, or nearly, in other bytes."""
    spelt = line(header(a=1, note="x"))
    assert change(spelt) != spelt, name
    before_work(f"spelling-{name}", why, sealed(change(spelt)), **more)


def later(name, why, field):
    """A spelling that is wrong in a field that nobody knows."""
    before_work(f"spelling-{name}", why, sealed(line(header())[:-1] + "," + field + "}"))


def opens(name, why, envelope, ways=TICKET, accounts=(), unreadable=0, **more):
    case(name, why, envelope, ways, "opens", accounts=list(accounts), unreadable=unreadable, **more)


def code(found, at=59):
    """RFC 4226 and 6238, and Steam Guard."""
    secret = found["secret"]
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    moving = at // found.get("period", 30)
    mac = hmac.new(key, moving.to_bytes(8, "big"), found.get("algorithm", "SHA1")).digest()
    number = int.from_bytes(mac[mac[-1] & 15:][:4], "big") & 0x7FFFFFFF
    if found["type"] == "steam":
        letters = "23456789BCDFGHJKMNPQRTVWXY"
        return "".join(letters[number // 26**place % 26] for place in range(5))
    digits = found["digits"]
    return str(number % 10**digits).rjust(digits, "0")


def shown(record):
    """An account as open_vault.py prints it."""
    names = ("issuer", "name", "type", "secret", "algorithm", "digits", "period", "counter", "sites", "parameters", "deleted")
    return {name: record[name] for name in names if name in record}


def holds(name, why, records, unreadable=(), kept=(), **more):
    """Accounts between records that are none, spelt as they are given."""
    spelt = [line(record) for record in records] + list(unreadable)
    contents = '{"accounts":[' + ",".join(spelt) + '],"written":1700000000002}'
    live = [record for record in records if record["type"] != "hotp" and "deleted" not in record]
    opens(name, why, sealed(contents=contents), accounts=[shown(record) for record in records], unreadable=len(unreadable),
          codes={record["name"]: code(record) for record in live}, kept=[*unreadable, *kept], **more)


# Section 2: lines, version, length.

SOUND = sealed()
HEADER_END = SOUND.index(b"\n", len(MAGIC)) + 1
opens("sound", "Every case that is refused before work is this one with one thing changed.", SOUND)
for name, length in {"nothing": 0, "one-byte": 1, "inside-the-magic": 10, "before-the-version": 17, "before-the-first-line-feed": 18,
                     "after-the-first-line": 19, "inside-the-header": 100, "before-the-second-line-feed": HEADER_END - 1,
                     "after-the-header": HEADER_END, "inside-the-tag": HEADER_END + 15}.items():
    before_work(f"truncated-{name}", "Two lines, and at least a tag behind them.", SOUND[:length], "vault-not-an-envelope")
for name, length in {"to-a-tag": HEADER_END + 16, "one-byte-short": len(SOUND) - 1}.items():
    case(f"truncated-{name}", "The ciphertext is authenticated as a whole.", SOUND[:length], TICKET, "vault-tampered", phase="open")
case("a-byte-more", "The ciphertext goes to the end.", SOUND + b"\0", TICKET, "vault-tampered", phase="open")
for name, magic, verdict in [
    ("2", b"halfminute-vault/2\n", "vault-unknown-version"), ("10", b"halfminute-vault/10\n", "vault-unknown-version"),
    ("01", b"halfminute-vault/01\n", "vault-unknown-version"), ("none", b"halfminute-vault/\n", "vault-unknown-version"),
    ("a-carriage-return", b"halfminute-vault/1\r\n", "vault-unknown-version"), ("a-space", b"halfminute-vault/1 \n", "vault-unknown-version"),
    ("upper-case", b"Halfminute-vault/1\n", "vault-not-an-envelope"), ("a-space-before", b" halfminute-vault/1\n", "vault-not-an-envelope"),
    ("a-byte-order-mark", b"\xef\xbb\xbfhalfminute-vault/1\n", "vault-not-an-envelope"), ("a-slash-missing", b"halfminute-vault1\n", "vault-not-an-envelope"),
]:
    before_work(f"version-{name}", "The first line is halfminute-vault/1, to the byte.", sealed(magic=magic), verdict)
NOTED = sealed(header(note="x"))
AT = NOTED.index(b'"x"') + 1
LINE = NOTED.index(b"\n", len(MAGIC)) - len(MAGIC)
before_work("line-too-long", "The header's line feed is within 65,536 bytes.", NOTED, "vault-not-an-envelope",
            insert={"at": AT, "byte": 120, "times": 65536 - LINE})
case("line-as-long-as-can-be", "One byte less is a header, though not the one that was sealed.", NOTED, TICKET, "vault-tampered",
     phase="open", insert={"at": AT, "byte": 120, "times": 65535 - LINE})
before_work("version-line-too-long", "The version's line feed is within 65,536 bytes behind the magic.", SOUND, "vault-not-an-envelope",
            insert={"at": 18, "byte": 49, "times": 65536 - 1})
before_work("version-line-as-long-as-can-be", "A version, though no known one.", SOUND, "vault-unknown-version",
            insert={"at": 18, "byte": 49, "times": 65535 - 1})

# Section 3: one spelling.

respelt("space-after-a-colon", "No white space.", lambda head: head.replace(":", ": ", 1))
respelt("space-after-a-comma", "No white space.", lambda head: head.replace(",", ", ", 1))
respelt("space-before", "No white space.", lambda head: " " + head)
respelt("space-behind", "No white space.", lambda head: head + " ")
respelt("carriage-return", "No white space.", lambda head: head + "\r")
respelt("byte-order-mark", "The header is the object alone.", lambda head: "\ufeff" + head)
respelt("order", "The fields stand in the order of the table.",
        lambda head: head.replace(f'"vault":"{text(VAULT)}","generation":7', f'"generation":7,"vault":"{text(VAULT)}"'))
respelt("later-field-first", "Later fields stand behind those of the table.", lambda head: head.replace(',"a":1', "").replace("{", '{"a":1,', 1))
respelt("order-of-later-fields", "Later fields are sorted.", lambda head: head.replace('"a":1,"note":"x"', '"note":"x","a":1'))
respelt("field-twice", "No field twice.", lambda head: head.replace('"generation":7', '"generation":7,"generation":7'))
respelt("later-field-twice", "No field twice.", lambda head: head.replace('"a":1', '"a":1,"a":1'))
respelt("escaped-letter-in-a-name", "Only what must be escaped is.", lambda head: head.replace("vault", "v\\u0061ult", 1))
respelt("escaped-letter-in-a-value", "Only what must be escaped is.", lambda head: head.replace('"argon2id"', '"argon2\\u0069d"'))
respelt("single-quotes", "The header is JSON.", lambda head: head.replace('"note"', "'note'"))
respelt("comma-at-the-end", "The header is JSON.", lambda head: head[:-1] + ",}")
respelt("two-objects", "The header is one object.", lambda head: head + "{}")
respelt("array", "The header is an object.", lambda head: "[" + head + "]")
respelt("null", "The header is an object.", lambda head: "null")
respelt("empty-line", "The header is an object.", lambda head: "")
for name, field in {
    "order-inside": '"a":{"c":1,"b":1}', "twice-inside": '"a":{"b":1,"b":1}', "order-deep-inside": '"a":[1,{"c":1,"b":1}]',
    "space-inside": '"a":[1 ,2]', "escaped-solidus": '"a":"b\\/c"', "upper-case-escape": '"a":"\\u001F"',
    "long-escape": '"a":"\\u0008"', "escaped-umlaut": '"a":"\\u00fc"', "escaped-pair": '"a":"\\ud83d\\ude00"', "half-a-pair": '"a":"\\ud83d"',
    "control-character": '"a":"\u0001"', "tab": '"a":"\t"', "order-by-code-unit": '"\U0001f600":1,"\uff01":1',
    "escape-of-nothing": '"a":"\\x41"', "minus-nought": '"a":-0', "leading-nought": '"a":01', "plus": '"a":+1',
    "above-64-bits": '"a":18446744073709551616', "below-64-bits": '"a":-9223372036854775809', "infinity": '"a":Infinity', "not-a-number": '"a":NaN',
    "hexadecimal": '"a":0x10', "upper-case-word": '"a":True', "number-cut-short": '"a":1.', "no-value": '"a":',
    "too-deep": '"a":' + "[" * 130 + "]" * 130,
}.items():
    later(name, "A later field has one spelling too.", field)
before_work("spelling-not-utf-8", "The header is UTF-8.", sealed(line(header(note="x")).encode().replace(b'"x"', b'"\xff"')))
before_work("spelling-half-a-pair-in-utf-8", "A half of a surrogate pair is no UTF-8.", sealed(line(header(note="x")).encode().replace(b'"x"', b'"\xed\xa0\xbd"')))
for name in ("vault", "generation", "slots", "nonce"):
    before_work(f"header-without-{name}", "The table's fields must be there.", sealed(header(**{name: None}) if name != "slots" else line(header()).replace('"slots"', '"sluts"')))
for name, value in {"nought": "0", "negative": "-1", "text": '"7"', "a-fraction": "7.0", "an-exponent": "7e0", "leading-nought": "07",
                    "above-64-bits": "18446744073709551616", "null": "null"}.items():
    before_work(f"generation-{name}", "The generation is an integer from 1 to 2^64 - 1.", sealed(line(header()).replace(":7,", f":{value},", 1)))
opens("generation-last", "After 2^64 - 1 there is no next one.", sealed(header(generation=2**64 - 1)), rewrite="vault-malformed-header")


def lengths(field, length):
    """Spellings of bytes that are not the one of so many bytes."""
    data = made("kit " + field, length)
    found = {"empty": "", "a-byte-short": text(data[1:]), "a-byte-long": text(data + b"\0"), "padded": base64.urlsafe_b64encode(data + b"\xfb" * (length % 3 == 0)).decode().replace("-", "+"),
             "white-space": text(data)[:4] + " " + text(data)[4:], "other-letters": "++//" + text(data)[4:], "hexadecimal": data.hex()}
    spelt = text(data)
    if length % 3:
        found["trailing-bits"] = spelt[:-1] + "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"["ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".index(spelt[-1]) + 1]
        found["padded"] = base64.urlsafe_b64encode(data).decode()
    return found


for field, length in {"vault": 16, "nonce": 24}.items():
    for name, value in lengths(field, length).items():
        before_work(f"header-{field}-{name}", "Bytes are base64url without padding, and exactly so many.", sealed(header(**{field: value})))
    before_work(f"header-{field}-a-number", "Bytes are a string.", sealed(header(**{field: 1})))

for name, crit, verdict in [
    ("unknown", ["sealed"], "vault-unknown-critical"), ("known-name", ["vault"], "vault-unknown-critical"),
    ("missing-name", ["absent"], "vault-unknown-critical"), ("empty", [], "vault-malformed-header"),
    ("text", "sealed", "vault-malformed-header"), ("numbers", [1], "vault-malformed-header"), ("null", False, "vault-malformed-header"),
]:
    before_work(f"crit-{name}", "Version 1 has no critical fields, and must refuse what marks some.", sealed(header(crit=crit, sealed=1)), verdict)
before_work("crit-out-of-place", "crit stands behind nonce.", sealed(line(header(crit=["x"], a=1)).replace('"crit":["x"],"a":1', '"a":1,"crit":["x"]')))
opens("later-fields", "Fields of a later version are kept, whatever they hold.",
      sealed(header(**{"": 0, "Z": -2**63, "a": [1, None, True, {"b": {}, "c": [[]]}], "deep": json.loads("[" * 90 + "]" * 90), "max": 2**64 - 1,
                       "note": "\" \\ \b \t \n \f \r \u001f \u007f / \u00fc \U0001f600", "\uff01": 1, "\U0001f600": 2})))

# Section 4: slots.

STRANGE = {"id": "", "kind": "smart-card"}
for name, slots in {"empty": [], "33": [{"id": str(number), "kind": "x"} for number in range(33)], "not-an-array": COSTLY, "not-objects": [7],
                    "null": [None], "ids-twice": [COSTLY, COSTLY | {"salt": text(made("kit salt 2", 16))}],
                    "ids-twice-strange": [STRANGE, STRANGE], "ids-twice-mixed": [COSTLY, {"id": COSTLY["id"], "kind": "smart-card"}]}.items():
    before_work(f"slots-{name}", "1 to 32 slots, whose ids differ.", sealed(header(slots)))
opens("slots-32", "Up to 32 slots.", sealed(header([{"id": f"{number:02}", "kind": "x"} for number in range(31)] + [COSTLY])))
for name, slot in {"id-missing": {"kind": "smart-card"}, "id-a-number": {"id": 7, "kind": "smart-card"}, "unsorted": {"kind": "smart-card", "id": "x"},
                   "unsorted-inside": {"id": "x", "kind": "smart-card", "z": {"b": 1, "a": 1}}}.items():
    before_work(f"slot-strange-{name}", "A slot of another kind has an id and is sorted.", sealed(header([COSTLY, slot])))
opens("slot-strange", "Slots of other kinds are kept as they are, and in their place.",
      sealed(header([STRANGE, COSTLY | {"hint": "\"\n", "zz": [None]}, {"curve": {"a": -1, "b": []}, "id": "7", "kind": "Passphrase"}])))


def slot_cases(sound, prefix, numbers, since=None):
    """Everything that can be wrong with the fields of a slot."""
    more = {"since": since} if since else {}
    for field in sound:
        if field in ("kind", "id"):
            continue
        before_work(f"{prefix}-without-{field}", "The table's fields must be there.",
                    sealed(header([{name: value for name, value in sound.items() if name != field}])), **more)
    names = list(sound)
    for one, next_one in zip(names, names[1:]):
        swapped = {next_one if name == one else one if name == next_one else name: None for name in names}
        before_work(f"{prefix}-{next_one}-before-{one}", "The fields stand in the order of the table.",
                    sealed(header([{name: sound[name] for name in swapped}])), **more)
    for field, length in {"id": 8, "salt": 16 if prefix == "passphrase" else 32, "nonce": 24, "wrapped": 48}.items():
        found = lengths(field, length)
        # All spellings once: for the other kinds those that are most easily taken.
        for name in found if since is None else sorted({"a-byte-short", "a-byte-long", "trailing-bits"} & set(found)):
            value = found[name]
            before_work(f"{prefix}-{field}-{name}", "Bytes are base64url without padding, and exactly so many.",
                        sealed(header([sound | {field: value}])), **more)
    for field in numbers:
        for name, value in {"text": str(sound[field]), "a-fraction": float(sound[field]), "null": None, "an-array": [sound[field]]}.items():
            before_work(f"{prefix}-{field}-{name}", "Numbers are integers.", sealed(header([sound | {field: value}])), **more)
    before_work(f"{prefix}-later-fields-unsorted", "Later fields of a slot are sorted.", sealed(header([sound | {"z": 1, "y": 1}])), **more)
    before_work(f"{prefix}-later-field-among-ours", "Later fields stand behind those of the table.",
                sealed(header([{"kind": sound["kind"], "a": 1} | sound])), **more)
    before_work(f"{prefix}-other-kdf", "A slot that needs another derivation has another kind.", sealed(header([sound | {"kdf": "scrypt"}])), **more)
    twice = line(header([sound | {"zz": 1}])).replace('"zz":1', '"zz":1,"zz":1')
    before_work(f"{prefix}-field-twice", "No field twice.", sealed(twice), **more)


CHEAP = COSTLY | {"id": text(made("kit second slot", 8)), "m": 65536, "t": 3}
slot_cases(COSTLY, "passphrase", ("m", "t", "p"))
for name, costs in {
    "memory-below": {"m": 65535}, "memory-next-to-none": {"m": 8}, "memory-none": {"m": 0}, "memory-above": {"m": 1048577, "t": 3}, "memory-four-tebibytes": {"m": 2**32 - 1},
    "passes-below": {"t": 2}, "passes-one": {"t": 1}, "passes-none": {"t": 0}, "passes-above": {"m": 65536, "t": 65}, "passes-for-years": {"t": 2**32 - 1},
    "lanes-none": {"p": 0}, "lanes-above": {"p": 17}, "work-above": {"t": 9},
}.items():
    before_work(f"cost-{name}", "A cost below the floor is a trap, one above the ceiling a freeze: refused before any work.",
                sealed(header([COSTLY | costs])), "vault-kdf-cost")
before_work("cost-behind-a-sound-slot", "All slots are checked before any is tried.",
            sealed(header([CHEAP, COSTLY | {"m": 65535}])), "vault-kdf-cost")
before_work("cost-of-all-together", "Each is within the limits, the sum is not.", sealed(header([CHEAP, COSTLY])), "vault-kdf-cost")
before_work("passphrase-too-long", "A passphrase above 4,096 bytes is refused before it is stretched.", SOUND, "passphrase-length",
            ways=[{"passphrase": "\u00fc" * 2049}])

# Ways that open, and ways that don't.


def with_slots(name, make, vault=VAULT, key=DATA_KEY):
    return make(f"kit {name}", text(vault), key)


ONE, TWO = (passphrase_slot("kit", number, passphrase, text(VAULT), DATA_KEY) for number, passphrase in
            ((1, PASSPHRASE["passphrase"]), (2, "Z\u00fcrich \u2014 a second passphrase")))
SECOND = {"passphrase": "Z\u00fcrich \u2014 a second passphrase"}
ELSEWHERE = passphrase_slot("kit elsewhere", 1, PASSPHRASE["passphrase"], text(OTHER_VAULT), DATA_KEY)
OTHER_COST = passphrase_slot("kit cost", 1, PASSPHRASE["passphrase"], text(VAULT), DATA_KEY, memory=65544, passes=4, lanes=2, later={"hint": "h"})
opens("passphrase-second-slot", "Slots are tried in their order; text counts in Normalization Form C.", sealed(header([ONE, STRANGE, TWO])), SECOND)
opens("passphrase-other-cost", "Every cost within the limits is honoured.", sealed(header([OTHER_COST])), PASSPHRASE)
case("passphrase-wrong", "No slot opens.", sealed(header([ONE])), {"passphrase": "correct horse battery stapl"}, "wrong-passphrase", phase="unwrap")
case("passphrase-no-slot", "There is no slot to try.", sealed(header([STRANGE])), PASSPHRASE, "wrong-passphrase", phase="unwrap")
case("swapped-wrapped-keys", "A wrapped key is bound to its slot.",
     sealed(header([ONE | {"nonce": TWO["nonce"], "wrapped": TWO["wrapped"]}])), SECOND, "wrong-passphrase", phase="unwrap")
case("swapped-ids", "A wrapped key is bound to its slot's id.", sealed(header([ONE | {"id": TWO["id"]}])), PASSPHRASE, "wrong-passphrase", phase="unwrap")
case("slot-of-another-vault", "A wrapped key is bound to its vault, even where the data key is the same.",
     sealed(header([ELSEWHERE])), PASSPHRASE, "wrong-passphrase", phase="unwrap")
case("wrapped-key-of-another-vault", "A passphrase that opens a slot must open the ciphertext too.",
     sealed(header([passphrase_slot("kit", 1, PASSPHRASE["passphrase"], text(VAULT), OTHER_KEY)])), PASSPHRASE, "vault-tampered", phase="open")

SECRETS = {"passkey": made("kit prf", 32), "recovery": made("kit recovery key", 16), "device": made("kit device", 32)}
PARTICULARS = {"passkey": {"credential": text(made("kit credential", 20))}, "recovery": {}, "device": {"expires": 1700000000000}}
NEW = {"since": "slots"}


def way(kind, secret=None, now=1699999999999):
    secret = SECRETS[kind] if secret is None else secret
    return {kind: recovery_text(secret) if kind == "recovery" else text(secret)} | ({"now": now} if kind == "device" else {})


def of_kind(kind, number=1, vault=VAULT, key=DATA_KEY, secret=None, particulars=None, **more):
    return secret_slot("kit " + kind, number, kind, SECRETS[kind] if secret is None else secret, text(vault), key,
                       PARTICULARS[kind] if particulars is None else particulars, **more)


for kind in SECRETS:
    sound, second = of_kind(kind), of_kind(kind, 2, secret=made("kit second " + kind, len(SECRETS[kind])))

    def refused(name, why, slots, verdict="wrong-secret", phase="unwrap", ways=None):
        case(f"{kind}-{name}", why, sealed(header(slots)), ways or way(kind), verdict, phase=phase, **NEW)

    opens(f"{kind}-alone", "One way is enough.", sealed(header([sound])), [way(kind), TICKET], **NEW)
    opens(f"{kind}-behind-others", "Each slot is a way by itself; later fields of a slot are kept.",
          sealed(header([COSTLY, second, STRANGE, of_kind(kind, later={"label": "x", "made": 7})])), way(kind), **NEW)
    slot_cases(sound, kind, [name for name in PARTICULARS[kind] if name == "expires"], "slots")
    refused("wrong", "Another secret opens nothing.", [sound], ways=way(kind, made("kit wrong", len(SECRETS[kind]))))
    refused("swapped-wrapped-keys", "A wrapped key is bound to its slot.", [sound | {"nonce": second["nonce"], "wrapped": second["wrapped"]}])
    refused("swapped-ids", "A wrapped key is bound to its slot's id.", [sound | {"id": second["id"]}])
    refused("other-salt", "The salt makes the key, and is bound.", [sound | {"salt": second["salt"]}])
    refused("of-another-vault", "A wrapped key is bound to its vault, even where the data key is the same.", [of_kind(kind, vault=OTHER_VAULT)])
    refused("of-another-data-key", "A secret that opens a slot must open the ciphertext too.", [of_kind(kind, key=OTHER_KEY)], "vault-tampered", "open")
    for other in SECRETS:
        if other != kind:
            moved = secret_slot("kit " + kind, 1, other, SECRETS[kind], text(VAULT), DATA_KEY, PARTICULARS[other])
            fields = {"kind": kind, "id": moved["id"], "kdf": moved["kdf"]} | PARTICULARS[kind]
            refused(f"that-was-a-{other}", "A wrapped key is bound to its kind.", [fields | {name: moved[name] for name in ("salt", "nonce", "wrapped")}])
PASSKEY = of_kind("passkey")
for name, slot in {"other-credential": PASSKEY | {"credential": text(made("kit other credential", 20))}}.items():
    case(f"passkey-{name}", "The credential is bound.", sealed(header([slot])), way("passkey"), "wrong-secret", phase="unwrap", **NEW)
for length in (1, 1023):
    credential = {"credential": text(made("kit long credential", length))}
    opens(f"passkey-credential-of-{length}", "A credential id has 1 to 1,023 bytes.", sealed(header([of_kind("passkey", particulars=credential)])),
          way("passkey"), **NEW)
for name, value in {"empty": "", "of-1024": text(made("kit long credential", 1024)), "padded": text(made("kit", 1)) + "==", "a-number": 1}.items():
    before_work(f"passkey-credential-{name}", "A credential id has 1 to 1,023 bytes, as base64url.",
                sealed(header([COSTLY, PASSKEY | {"credential": value}])), **NEW)
DEVICE = of_kind("device")
case("device-expired", "What expired opens nothing, though the secret is right.", sealed(header([DEVICE])), way("device", now=1700000000001),
     "device-expired", phase="unwrap", **NEW)
case("device-expiry-put-off", "The expiry is bound.", sealed(header([DEVICE | {"expires": 1800000000000}])), way("device", now=1700000000001),
     "wrong-secret", phase="unwrap", **NEW)
for name, value in {"nought": 0, "negative": -1, "beyond-53-bits": 2**53 + 1}.items():
    before_work(f"device-expires-{name}", "An integer from 1 to 2^53.", sealed(header([COSTLY, DEVICE | {"expires": value}])), **NEW)
before_work("recovery-with-a-credential-first", "A field of another kind is a later field here, and sorted behind.",
            sealed(header([COSTLY, {"kind": "recovery", "id": of_kind("recovery")["id"], "kdf": "hkdf-sha256", "credential": "AA"} | of_kind("recovery")])), **NEW)
GROUPS = recovery_text(SECRETS["recovery"]).split("-")
for name, groups, verdict in [
    ("digit", [*GROUPS[:2], str((int(GROUPS[2]) + 1) % 10**6).rjust(6, "0"), *GROUPS[3:]], "recovery-group-3"),
    ("groups-exchanged", [GROUPS[1], GROUPS[0], *GROUPS[2:]], "recovery-group-1"),
    ("group-above-16-bits", [*GROUPS[:7], f"{65536 * 11 + 7:06}"], "recovery-group-8"),
]:
    before_work(f"recovery-typed-{name}", "A mistyped group is named.", sealed(header([of_kind("recovery")])), verdict,
                ways=[{"recovery": "-".join(groups)}], **NEW)
for name, typed in {"spaces": " ".join(GROUPS), "nothing-between": "".join(GROUPS), "odd-groups": " " + "-".join("".join(GROUPS)[at:at + 4] for at in range(0, 48, 4)) + " "}.items():
    opens(f"recovery-typed-with-{name}", "Spaces and dashes are for the eye.", sealed(header([of_kind("recovery")])), {"recovery": typed}, **NEW)

for name, given, verdict, phase in [
    ("empty", b"", "vault-wrong-session", "unwrap"), ("short", ticket(VAULT, DATA_KEY)[:-1], "vault-wrong-session", "unwrap"),
    ("long", ticket(VAULT, DATA_KEY) + b"\0", "vault-wrong-session", "unwrap"), ("version-2", b"\x02" + ticket(VAULT, DATA_KEY)[1:], "vault-wrong-session", "unwrap"),
    ("of-another-vault", ticket(OTHER_VAULT, DATA_KEY), "vault-wrong-session", "unwrap"), ("of-another-data-key", ticket(VAULT, OTHER_KEY), "vault-tampered", "open"),
]:
    case(f"ticket-{name}", "A ticket is of one vault and of one data key.", SOUND, {"ticket": text(given)}, verdict, phase=phase)

# What the data key opens.

NEXT_NONCE = made("kit next nonce", 24)
NEXT = header(generation=8, nonce=text(NEXT_NONCE))
NEXT_SEALED = sealed(NEXT, nonce=NEXT_NONCE)


def below(head, envelope=SOUND):
    """The ciphertext of an envelope below another header."""
    return MAGIC + line(head).encode() + b"\n" + envelope[envelope.index(b"\n", len(MAGIC)) + 1:]


FLIPPED = bytearray(SOUND)
FLIPPED[HEADER_END] ^= 1
for name, why, envelope in [
    ("generation-raised", "The header is authenticated.", below(header(generation=8))),
    ("generations-swapped", "The header of the next generation, the ciphertext of this one.", below(NEXT)),
    ("generations-swapped-back", "The header of this generation, the ciphertext of the next one.", below(header(), NEXT_SEALED)),
    ("nonce-of-the-next", "The ciphertext has its own nonce.", below(header(nonce=text(NEXT_NONCE)))),
    ("slot-added", "A slot can't be added by who has no data key.", below(header([COSTLY, STRANGE]))),
    ("slot-removed", "Nor removed.", below(header(), sealed(header([COSTLY, STRANGE])))),
    ("slots-in-another-order", "Nor moved.", below(header([STRANGE, COSTLY]), sealed(header([COSTLY, STRANGE])))),
    ("later-field-added", "Later fields are authenticated.", below(header(a=1))),
    ("later-field-removed", "Later fields are authenticated.", below(header(), sealed(header(a=1)))),
    ("wrapped-key-changed", "Wrapped keys are authenticated.", below(header([COSTLY | {"wrapped": text(made("x", 48))}]))),
    ("cost-lowered", "Costs are authenticated.", below(header([COSTLY | {"t": 3}]))),
    ("ciphertext-bit", "The ciphertext is authenticated.", bytes(FLIPPED)),
    ("tag-bit", "The tag is whole.", SOUND[:-1] + bytes([SOUND[-1] ^ 128])),
    ("ciphertext-of-another-vault", "Two vaults, one header.", below(header(), sealed(header(vault=text(OTHER_VAULT)), key=OTHER_KEY))),
]:
    case(f"tampered-{name}", why, envelope, TICKET, "vault-tampered", phase="open")
case("tampered-vault-changed", "The vault's id is authenticated.", below(header(vault=text(OTHER_VAULT))), {"ticket": text(ticket(OTHER_VAULT, DATA_KEY))},
     "vault-tampered", phase="open")

# Section 5: contents.

for name, contents in {
    "nothing": b"", "spaces": b" " * 1024, "null": "null", "array": "[]", "no-fields": "{}", "no-written": '{"accounts":[]}', "no-accounts": '{"written":1}',
    "accounts-an-object": '{"accounts":{},"written":1}', "accounts-null": '{"accounts":null,"written":1}', "written-negative": '{"accounts":[],"written":-1}',
    "written-text": '{"accounts":[],"written":"1"}', "written-a-fraction": '{"accounts":[],"written":1.0}', "written-above-64-bits": '{"accounts":[],"written":18446744073709551616}',
    "accounts-twice": '{"accounts":[],"accounts":[],"written":1}', "written-twice": '{"accounts":[],"written":1,"written":1}', "more-behind": EMPTY + " x",
    "two-objects": EMPTY + EMPTY, "cut-short": EMPTY[:-1], "nought-behind": EMPTY.encode() + b"\0", "not-utf-8": b'{"accounts":["\xff"],"written":1}',
    "byte-order-mark": "\ufeff" + EMPTY, "known-numbers": '{"accounts":[],"known":[1],"written":1}', "known-an-object": '{"accounts":[],"known":{},"written":1}',
    "taught-an-object": '{"accounts":[],"taught":{},"written":1}', "comma-at-the-end": '{"accounts":[],"written":1,}', "not-a-number": '{"accounts":[NaN],"written":1}',
    "control-character": '{"accounts":[],"a":"\u0001","written":1}',
}.items():
    case(f"contents-{name}", "Authentic, but no contents.", sealed(contents=contents), TICKET, "vault-malformed-contents", phase="open")
opens("contents-not-padded", "Padding is a writer's duty.", sealed(contents=EMPTY.encode()))
opens("contents-other-white-space", "Whatever white space follows is no part of it.", sealed(contents=EMPTY.encode() + b" \t\r\n"))
opens("contents-other-spelling", "The contents have no canonical spelling.", sealed(contents=b'{ "written" : 0 ,\n"\\u0061ccounts" : [ ] }'))
opens("contents-later-fields", "Fields of a later version are kept.",
      sealed(contents='{"accounts":[],"groups":[{"name":"Work","n":[1.5,-7]}],"written":1,"z":{"b":1,"a":1e3}}'),
      kept=['"groups":[{"name":"Work","n":[1.5,-7]}]', '"z":{"b":1,"a":1e3}'])
holds("accounts-of-each-type", "RFC 6238, RFC 4226, Steam Guard.", [
    account(1, **TOTP), account(2, type="totp", algorithm="SHA256", digits=8, period=60), account(3, type="totp", algorithm="SHA512", digits=10, period=86400),
    account(4, type="hotp", algorithm="SHA1", digits=6, counter=2**64 - 1), account(5, type="steam"), account(6, **TOTP | {"digits": 1, "period": 1}),
    account(7, **TOTP, deleted=1700000000001)])
holds("accounts-with-everything", "All that an account may have.", [
    account(1, **TOTP, sites=["https://a.example", "host https://a.example:8443", "/team https://b.example", "http://localhost:8080", "https://[2001:db8::1]"],
            submit=True, tries=[{"site": "https://a.example", "until": 1700000030, "at": 1700000000000, "rejected": 1, "calm": 1, "judged": True}],
            labelIssuer="Example", parameters=[["image", "https://example.com/a.png"], ["", ""]])],
    kept=['"labelIssuer":"Example"', '"submit":true', '"until":1700000030'])
holds("accounts-with-odd-names", "A name is any text.", [
    account(1, **TOTP) | {"name": ""}, account(2, **TOTP) | {"issuer": "", "name": "\u0000 \" \\ \u007f \u2028"},
    account(3, **TOTP) | {"issuer": "\U0001f511 Z\u00fcrich", "name": "n" * 1100}])
holds("accounts-with-short-and-long-seeds", "A seed has 1 to 1,024 bytes.", [
    account(1, **TOTP) | {"secret": "AE"}, account(2, **TOTP) | {"secret": base64.b32encode(made("seed", 1024)).decode().rstrip("=")}])
holds("accounts-with-fields-of-another-type", "They are no part of it.", [
    account(1, type="steam") | {"name": "steam"}])
holds("accounts-with-later-fields", "Fields of a later version are kept.", [
    account(1, **TOTP, icon={"kind": "emoji", "text": "\U0001f511"}, zz=[1.5, None])], kept=['"icon":{"kind":"emoji","text":"\U0001f511"}', '"zz":[1.5,null]'])


def broken(**changes):
    return line({name: value for name, value in (account(9, **TOTP) | {"issuer": "", "name": "", "secret": "AE", "created": 1, "modified": 1} | changes).items() if value is not ...})


holds("records-that-are-no-accounts", "They are counted and kept byte for byte, and hide no account.", [account(1, **TOTP)], [
    '{ "type":"ocra", "suite":"a\\u0062c", "n":1.50e3, "n":18446744073709551616 }', "null", "1e9999", "[]", '"x"', "{}", "-0",
    broken(type="ocra"), broken(type=None), broken(type=...), broken(secret=...), broken(secret=""), broken(secret="0189"), broken(secret="A"), broken(secret=7),
    broken(algorithm="MD5"), broken(algorithm="sha1x"), broken(algorithm=...), broken(digits=0), broken(digits=11), broken(digits=300), broken(digits="6"),
    broken(digits=6.5), broken(digits=...), broken(period=0), broken(period=86401), broken(period=...), broken(id="AAAA"), broken(id=...), broken(issuer=...),
    broken(issuer=None), broken(name=7), broken(created=-1), broken(created=...), broken(modified="1"), broken(deleted="x"), broken(submit="true"), broken(submit=1),
    broken(type="hotp"), broken(type="hotp", counter=-1), broken(type="hotp", counter=2**64),
    broken().replace('{"id"', '{"issuer":"twice","id"'), broken(issuer="x").replace('"x"', '"\\ud83d"')])
holds("records-with-sites-that-are-none", "An account is bound to origins alone.", [account(1, **TOTP)], [broken(sites=sites) for sites in (
    ["http://a.example"], ["a.example"], ["https://A.example"], ["https://a.example/"], ["https://a.example:443"], ["https://a.example:0443"], ["https://"],
    ["https://a..example"], ["https://u@a.example"], ["ftp://a.example"], ["https://[::1"], ["http://localhost:80"], ["http://localhost.evil.example"],
    ["near https://a.example"], [7], "https://a.example", {}, ["https://" + "a." * 150 + "example"])])
holds("records-with-tries-that-are-none", "What became of the codes has a form.", [account(1, **TOTP)], [broken(tries=tries) for tries in (
    {}, [7], [{}], [{"site": "https://a.example", "until": 1}], [{"site": "http://a.example", "until": 1, "at": 1}], [{"site": "https://a.example", "until": -1, "at": 1}],
    [{"site": "https://a.example", "until": 1, "at": 1, "judged": 1}])])
holds("records-with-parameters-that-are-none", "Pairs of texts.", [account(1, **TOTP)], [broken(parameters=parameters) for parameters in (
    {}, [["a"]], [["a", "b", "c"]], [["a", 1]], ["ab"], [7])])
holds("records-that-are-deep", "However deep a record is, those beside it are read.", [account(1, **TOTP)], ["[" * 400 + "]" * 400])

# Every bit of a small envelope, and every length.

SMALL = sealed(header([CHEAP]), contents=EMPTY.encode())
for each in ("flipped-bit", "truncation"):
    why = "Whatever is changed is refused, and named as another reader names it."
    one = {"envelope": text(SMALL), "open": [TICKET], "each": each}
    counts = collections.Counter(testkit.verdict_of(changed, TICKET)[0] for changed in testkit.each_changed(one))
    case("every-" + each, why, SMALL, TICKET, dict(sorted(counts.items())), each=each)

for old in HERE.glob("*.json"):
    old.unlink()
for name, one in cases.items():
    fields = ",\n".join(f" {json.dumps(field)}: {json.dumps(value, ensure_ascii=False)}" for field, value in one.items())
    (HERE / f"{name}.json").write_text(f"{{\n{fields}\n}}\n", encoding="utf-8")
