"""What the cases are made of, and the cases that there are."""

import base64
import hashlib
import hmac
import os

import testkit
from writer import line, made, padded, seal_below, text, ticket

VAULT, DATA_KEY, NONCE = made("kit vault", 16), made("kit data key", 32), made("kit nonce", 24)
OTHER_VAULT, OTHER_KEY = made("kit other vault", 16), made("kit other data key", 32)
TICKET = {"ticket": text(ticket(VAULT, DATA_KEY))}
PASSPHRASE = {"passphrase": "correct horse battery staple"}
# Within the limits, and a matter of seconds and of a gibibyte: it shows who derives before checking.
COSTLY = {
    "kind": "passphrase",
    "id": text(made("kit slot", 8)),
    "kdf": "argon2id",
    "m": 1048576,
    "t": 8,
    "p": 1,
    "salt": text(made("kit salt", 16)),
    "nonce": text(made("kit wrap nonce", 24)),
    "wrapped": text(made("kit wrapped", 48)),
}
EMPTY = '{"accounts":[],"written":0}'
MAGIC = b"halfminute-vault/1\n"
MAGIC_2 = b"halfminute-vault/2\n"
STRANGE = {"id": "", "kind": "smart-card"}
CHEAP = COSTLY | {"id": text(made("kit second slot", 8)), "m": 65536, "t": 3}

cases = {}


def header(slots=None, **changes):
    """The fields of a header; those that are set to None are left out, others go where they stand or to the end."""
    fields = {
        "vault": text(VAULT),
        "generation": 7,
        "slots": [COSTLY] if slots is None else slots,
        "nonce": text(NONCE),
    }
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


def many(name, why, sound, changed, ways, verdict, **more):
    """A case of several envelopes, by their names, that share most of their bytes with a sound one."""
    changes = {}
    for one, envelope in changed.items():
        assert envelope != sound, (name, one)
        changes[one] = differences(sound, envelope)
    case(name, why, sound, ways, verdict, changes=changes, **more)


def differences(sound, envelope):
    """What makes the one of the other: offsets and lengths in the first, and bytes in their place."""
    found = []
    ends = [whole.index(b"\n", whole.index(b"\n") + 1) for whole in (sound, envelope)]
    for start, before, after in (
        (0, sound[: ends[0]], envelope[: ends[1]]),
        (ends[0], sound[ends[0] :], envelope[ends[1] :]),
    ):
        if before != after:
            same = len(os.path.commonprefix([before, after]))
            behind = len(os.path.commonprefix([before[same:][::-1], after[same:][::-1]]))
            put = after[same : len(after) - behind]
            found.append([start + same, len(before) - behind - same, text(put)])
    return found


def case_of_each(name, envelope, each, way):
    """Not this envelope is meant but what comes of it when any bit is flipped, or when it is cut short anywhere."""
    why = "Whatever is changed is refused, and named as another reader names it."
    case(name, why, envelope, way, testkit.counts_of(envelope, each, way), each=each)


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


def mobile_otp(seed, pin, at):
    return hashlib.md5(str(at // 10).encode() + seed + pin.encode()).hexdigest()[:6]


def yandex_key(seed, pin, at):
    key = hashlib.sha256(pin.encode() + seed[:16]).digest()
    mac = hmac.new(key[1:] if key[0] == 0 else key, (at // 30).to_bytes(8, "big"), "sha256").digest()
    number = int.from_bytes(mac[mac[-1] & 15 :][:8], "big") & (2**63 - 1)
    return "".join(chr(ord("a") + number // 26**place % 26) for place in reversed(range(8)))


def code(found, at=59):
    """RFC 4226 and 6238, Steam Guard, Mobile-OTP and Yandex Key; None where there is none."""
    secret = found["secret"]
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    if found["type"] in ("motp", "yandex"):
        pin = found.get("pin")
        return pin and {"motp": mobile_otp, "yandex": yandex_key}[found["type"]](key, pin, at)
    if found.get("algorithm", "SHA1") not in ("SHA1", "SHA256", "SHA512"):
        return None
    moving = at // found.get("period", 30)
    mac = hmac.new(key, moving.to_bytes(8, "big"), found.get("algorithm", "SHA1")).digest()
    number = int.from_bytes(mac[mac[-1] & 15 :][:4], "big") & 0x7FFFFFFF
    if found["type"] == "steam":
        letters = "23456789BCDFGHJKMNPQRTVWXY"
        return "".join(letters[number // 26**place % 26] for place in range(5))
    digits = found["digits"]
    return str(number % 10**digits).rjust(digits, "0")


def shown(record):
    """An account as open_vault.py prints it."""
    names = (
        "issuer",
        "name",
        "type",
        "secret",
        "algorithm",
        "digits",
        "period",
        "counter",
        "pin",
        "sites",
        "parameters",
        "deleted",
    )
    return {name: record[name] for name in names if name in record}


def holds(name, why, records, unreadable=(), kept=(), **more):
    """Accounts between records that are none, spelt as they are given."""
    spelt = [line(record) for record in records] + list(unreadable)
    contents = '{"accounts":[' + ",".join(spelt) + '],"written":1700000000002}'
    live = [record for record in records if record["type"] != "hotp" and "deleted" not in record]
    opens(
        name,
        why,
        sealed(contents=contents),
        accounts=[shown(record) for record in records],
        unreadable=len(unreadable),
        codes={record["name"]: code(record) for record in live},
        kept=[*unreadable, *kept],
        **more,
    )


def lengths(field, length):
    """Spellings of bytes that are not the one of so many bytes."""
    data = made("kit " + field, length)
    found = {
        "empty": "",
        "a-byte-short": text(data[1:]),
        "a-byte-long": text(data + b"\0"),
        "padded": base64.urlsafe_b64encode(data + b"\xfb" * (length % 3 == 0)).decode().replace("-", "+"),
        "white-space": text(data)[:4] + " " + text(data)[4:],
        "other-letters": "++//" + text(data)[4:],
        "hexadecimal": data.hex(),
    }
    spelt = text(data)
    if length % 3:
        found["trailing-bits"] = (
            spelt[:-1]
            + "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[
                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".index(spelt[-1]) + 1
            ]
        )
        found["padded"] = base64.urlsafe_b64encode(data).decode()
    return found


def slot_cases(sound, prefix, numbers, since=None):
    """Everything that can be wrong with the fields of a slot."""
    more = {"since": since} if since else {}
    for field in sound:
        if field in ("kind", "id"):
            continue
        before_work(
            f"{prefix}-without-{field}",
            "The table's fields must be there.",
            sealed(header([{name: value for name, value in sound.items() if name != field}])),
            **more,
        )
    names = list(sound)
    for one, next_one in zip(names, names[1:]):
        swapped = {next_one if name == one else one if name == next_one else name: None for name in names}
        before_work(
            f"{prefix}-{next_one}-before-{one}",
            "The fields stand in the order of the table.",
            sealed(header([{name: sound[name] for name in swapped}])),
            **more,
        )
    for field, length in {"id": 8, "salt": 16 if prefix == "passphrase" else 32, "nonce": 24, "wrapped": 48}.items():
        found = lengths(field, length)
        # All spellings once: for the other kinds those that are most easily taken.
        for name in found if since is None else sorted({"a-byte-short", "a-byte-long", "trailing-bits"} & set(found)):
            value = found[name]
            before_work(
                f"{prefix}-{field}-{name}",
                "Bytes are base64url without padding, and exactly so many.",
                sealed(header([sound | {field: value}])),
                **more,
            )
    for field in numbers:
        for name, value in {
            "text": str(sound[field]),
            "a-fraction": float(sound[field]),
            "null": None,
            "an-array": [sound[field]],
        }.items():
            before_work(
                f"{prefix}-{field}-{name}", "Numbers are integers.", sealed(header([sound | {field: value}])), **more
            )
    before_work(
        f"{prefix}-later-fields-unsorted",
        "Later fields of a slot are sorted.",
        sealed(header([sound | {"z": 1, "y": 1}])),
        **more,
    )
    before_work(
        f"{prefix}-later-field-among-ours",
        "Later fields stand behind those of the table.",
        sealed(header([{"kind": sound["kind"], "a": 1} | sound])),
        **more,
    )
    before_work(
        f"{prefix}-other-kdf",
        "A slot that needs another derivation has another kind.",
        sealed(header([sound | {"kdf": "scrypt"}])),
        **more,
    )
    twice = line(header([sound | {"zz": 1}])).replace('"zz":1', '"zz":1,"zz":1')
    before_work(f"{prefix}-field-twice", "No field twice.", sealed(twice), **more)


SOUND = sealed()
HEADER_END = SOUND.index(b"\n", len(MAGIC)) + 1
