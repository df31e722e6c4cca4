"""Sections 5.2 to 5.4, and what else stands beside the accounts."""

import hashlib

from contents import broken
from kit import COSTLY, DATA_KEY, PASSPHRASE, TICKET, VAULT, case, code, header, holds, opens, sealed, shown
from open_vault import to_bytes
from writer import TOTP, account, line, made, passphrase_slot, text

SITE = "https://a.example"
SLOT = COSTLY["id"]
LAST = 2**64 - 1
DEVICE, OTHER = text(made("kit device number", 8)), text(made("kit other device number", 8))
VERSION = f"1700000000000-3-{DEVICE}"
NO_VERSIONS = {
    "plus-before-the-time": f"+1-0-{DEVICE}",
    "minus-before-the-time": f"-1-0-{DEVICE}",
    "plus-before-the-count": f"1-+0-{DEVICE}",
    "minus-before-the-count": f"1--1-{DEVICE}",
    "zero-before-the-time": f"01-0-{DEVICE}",
    "zero-before-the-count": f"1-00-{DEVICE}",
    "time-of-65-bits": f"{2**64}-0-{DEVICE}",
    "count-of-33-bits": f"1-{2**32}-{DEVICE}",
    "no-time": f"-0-{DEVICE}",
    "no-count": f"1--{DEVICE}",
    "no-device": "1-0",
    "device-empty": "1-0-",
    "device-a-byte-short": f"1-0-{text(made('kit device number', 7))}",
    "device-a-byte-long": f"1-0-{text(made('kit device number', 9))}",
    "device-padded": f"1-0-{DEVICE}=",
    "device-with-trailing-bits": "1-0-AAAAAAAAAAB",
    "space-before": f" 1-0-{DEVICE}",
    "space-behind": f"1-0-{DEVICE} ",
    "fraction": f"1.0-0-{DEVICE}",
    "exponent": f"1e3-0-{DEVICE}",
    "digits-of-another-script": f"\u0661-0-{DEVICE}",
    "empty": "",
    "a-number": 1,
    "null": None,
    "an-array": [1, 0, DEVICE],
}


def inside(records=(), written=1, **parts):
    return line({"accounts": list(records)} | parts | {"written": written})


def malformed(name, why, contents):
    case(f"contents-{name}", why, sealed(contents=contents), TICKET, "vault-malformed-contents", phase="open")


def has(name, why, records=(), head=None, opened_by=TICKET, kept=(), chains=None, **parts):
    """Contents that stay what they are, but for when they were written."""
    events = [line(entry[0]) for log in parts.get("logs", ()) for entry in log["entries"]]
    lasting = {"accounts": list(records)} | parts
    lasting.pop("written", None)
    opens(
        name,
        why,
        sealed(head, contents=inside(records, **parts)),
        opened_by,
        accounts=[shown(record) for record in records],
        codes={record["name"]: code(record) for record in records if "deleted" not in record},
        kept=[*kept, *events],
        parts=lasting,
        **{} if chains is None else {"logs": chains},
    )


def without(fields, name):
    return {other: value for other, value in fields.items() if other != name}


# What is wrong with one of them is wrong with the whole.

LOOK = {"kind": "text", "name": "otp", "id": "otp", "caption": "Code", "boxes": 1, "position": 0}
TAUGHT = {"site": SITE, "field": LOOK}
for name, value in {
    "not-objects": [7],
    "without-site": [without(TAUGHT, "site")],
    "without-field": [without(TAUGHT, "field")],
    "site-that-is-none": [TAUGHT | {"site": "http://a.example"}],
    "field-a-text": [TAUGHT | {"field": "otp"}],
    "field-without-kind": [TAUGHT | {"field": without(LOOK, "kind")}],
    "field-name-null": [TAUGHT | {"field": LOOK | {"name": None}}],
    "boxes-negative": [TAUGHT | {"field": LOOK | {"boxes": -1}}],
    "boxes-of-33-bits": [TAUGHT | {"field": LOOK | {"boxes": 2**32}}],
    "position-a-text": [TAUGHT | {"field": LOOK | {"position": "0"}}],
}.items():
    malformed(f"taught-{name}", "What is known of a field that was pointed out has a form.", inside(taught=value))

WAY = {"slot": SLOT, "name": "Blue key", "created": 1700000000000}
for name, value in {
    "an-object": {},
    "null": None,
    "not-objects": [7],
    "without-slot": [without(WAY, "slot")],
    "without-name": [without(WAY, "name")],
    "without-created": [without(WAY, "created")],
    "slot-a-number": [WAY | {"slot": 7}],
    "name-null": [WAY | {"name": None}],
    "created-a-text": [WAY | {"created": "1"}],
    "created-negative": [WAY | {"created": -1}],
    "created-above-64-bits": [WAY | {"created": 2**64}],
}.items():
    malformed(f"ways-{name}", "What is known of a slot has a form.", inside(ways=value))

GONE = account(8, **TOTP, deleted=1700000000001) | {"secret": "AA"}
for name, value in {
    "an-object": {},
    "null": None,
    "not-objects": [7],
    "without-account": [{}],
    "account-null": [{"account": None}],
    "account-of-no-known-type": [{"account": GONE | {"type": "ocra"}}],
    "account-without-secret": [{"account": without(GONE, "secret")}],
    "account-with-versions-that-are-none": [{"account": GONE | {"versions": {"deleted": "1"}}}],
}.items():
    malformed(f"tombstones-{name}", "A tombstone has an account as section 5.1 has them.", inside(tombstones=value))

for name, value in {"an-array": [], "null": None, "a-text": VERSION}.items():
    malformed(f"versions-{name}", "Versions stand in an object, by their names.", inside(versions=value))
for name, value in NO_VERSIONS.items():
    malformed(f"version-{name}", "A version has one spelling.", inside(versions={f"used {SLOT}": value}))
TWICE = line({"name": VERSION})[:-1] + f',"\\u006eame":"{VERSION}"}}'
for name, spelt in {"names": TWICE.replace("\\u006e", "n"), "names-in-two-spellings": TWICE}.items():
    malformed(
        f"versions-two-{name}",
        "No name stands twice.",
        inside(versions={}).replace('"versions":{}', f'"versions":{spelt}'),
    )

EVENT = {"at": 1700000000000, "what": "unlock", "detail": "passphrase"}
NOTHING = text(bytes(32))


def chain(events, start=NOTHING, device=DEVICE, cut=0, **later):
    before, entries = start, []
    for event in events:
        before = text(hashlib.sha256(to_bytes(before) + line(event).encode()).digest())
        entries.append([event, before])
    return {"device": device, "cut": cut, "from": start, "entries": entries} | later


LOG = chain([EVENT])
ENTRY = LOG["entries"][0]
for name, value in {
    "an-object": LOG,
    "null": None,
    "not-objects": [7],
    "without-device": [without(LOG, "device")],
    "without-cut": [without(LOG, "cut")],
    "without-from": [without(LOG, "from")],
    "without-entries": [without(LOG, "entries")],
    "device-a-byte-short": [LOG | {"device": text(made("kit device number", 7))}],
    "cut-negative": [LOG | {"cut": -1}],
    "from-a-byte-short": [LOG | {"from": text(bytes(31))}],
    "from-null": [LOG | {"from": None}],
    "entries-an-object": [LOG | {"entries": {}}],
}.items():
    malformed(f"logs-{name}", "A log has a form.", inside(logs=value))
for name, entry in {
    "an-object": EVENT,
    "without-hash": [EVENT],
    "of-three": [*ENTRY, 1],
    "hash-first": ENTRY[::-1],
    "hash-a-byte-short": [EVENT, text(bytes(31))],
    "hash-null": [EVENT, None],
    "of-an-array": [[EVENT], ENTRY[1]],
    "of-a-text": ["unlock", ENTRY[1]],
    "of-null": [None, ENTRY[1]],
    "of-an-empty-object": [{}, ENTRY[1]],
    "without-at": [without(EVENT, "at"), ENTRY[1]],
    "without-what": [without(EVENT, "what"), ENTRY[1]],
    "at-a-text": [EVENT | {"at": "1"}, ENTRY[1]],
    "what-a-number": [EVENT | {"what": 1}, ENTRY[1]],
    "account-a-number": [EVENT | {"account": 1}, ENTRY[1]],
    "site-null": [EVENT | {"site": None}, ENTRY[1]],
    "detail-an-object": [EVENT | {"detail": {}}, ENTRY[1]],
    "with-a-device": [EVENT | {"device": OTHER}, ENTRY[1]],
    "with-a-hash": [EVENT | {"hash": ENTRY[1]}, ENTRY[1]],
}.items():
    entries = {"entries": [entry]}
    malformed(f"log-entry-{name}", "An entry is an array of an object and a hash.", inside(logs=[LOG | entries]))
for name, change in {
    "space-before-its-first-name": ('{"at"', '{ "at"'),
    "line-feed-inside": (',"what"', ',\n"what"'),
    "carriage-return-inside": (',"what"', ',\r"what"'),
    "tab-inside": (',"what"', ',\t"what"'),
    "field-twice": ('{"at"', '{"at":1,"at"'),
}.items():
    spelt = inside(logs=[LOG]).replace(*change)
    assert spelt != inside(logs=[LOG]), name
    malformed(f"log-entry-{name}", "An entry is exported as it is written, on a line, behind another field.", spelt)

for name, contents in {
    "later-field-twice": '{"accounts":[],"a":1,"a":1,"written":1}',
    "ways-field-twice": inside(ways=[WAY]).replace('{"slot"', '{"a":1,"a":1,"slot"'),
    "tombstones-field-twice": inside(tombstones=[{"account": GONE}]).replace('{"account"', '{"a":1,"a":1,"account"'),
    "logs-field-twice": inside(logs=[LOG]).replace('{"device"', '{"a":1,"a":1,"device"'),
    "taught-field-twice": inside(taught=[TAUGHT]).replace('{"site"', '{"a":1,"a":1,"site"'),
}.items():
    malformed(name, "No field stands twice.", contents)

# What they may say, and what is kept of it.

LATER = {"icon": {"kind": "emoji", "text": "\U0001f511"}, "zz": [1.5, None]}
# To the letter; of what a reader knows, only what it says.
KEPT = [f'"{name}":{line(value)}' for name, value in LATER.items()]
has(
    "taught-with-later-fields",
    "Fields of a later version are kept.",
    taught=[TAUGHT | LATER, {"site": "http://localhost:8080", "field": LOOK | {"boxes": 2**32 - 1, "name": ""}}],
    known=["a.example"],
    kept=KEPT,
)
has(
    "ways-with-later-fields",
    "Fields of a later version are kept; a way may be of a slot that is there no more.",
    ways=[WAY | {"used": 1700000000001} | LATER, {"slot": "", "name": "", "created": 0}],
    kept=['"used":1700000000001', *KEPT],
)
has(
    "versions-of-everything",
    "Names of a later version are kept.",
    versions={
        f"taught {SITE}": VERSION,
        f"used {SLOT}": f"0-0-{NOTHING[:11]}",
        f"way {SLOT}": f"{LAST}-{2**32 - 1}-{DEVICE}",
        "zz": VERSION,
    },
)


def everything(number, time=1700000000000, **changes):
    tried = {"site": SITE, "until": 1700000030, "at": 1700000000000, "rejected": 255, "calm": 255, "judged": True}
    fields = {
        "sites": [SITE, "host https://a.example:8443"],
        "submit": True,
        "tries": [tried | LATER],
        "created": time,
        "modified": time,
        "labelIssuer": "Example",
        "parameters": [["image", "https://example.com/a.png"]],
        "versions": dict.fromkeys(["issuer", "name", "submit", "deleted", f"site {SITE}", "zz"], VERSION),
    }
    return account(number, **TOTP, **fields | LATER | changes)


has("accounts-with-versions-and-later-fields", "All that an account may have is kept.", [everything(1)], kept=KEPT)
has(
    "tombstones-with-everything",
    "All that an account may have stays there, as do fields of a later version.",
    tombstones=[
        {"account": everything(1, deleted=1700000000001) | {"secret": "AA"}, "version": VERSION} | LATER,
        {"account": GONE},
    ],
    kept=[*KEPT, f'"version":"{VERSION}"'],
)
has(
    "times-as-late-as-can-be",
    "A time is below 2^64.",
    [
        everything(1, LAST, tries=[{"site": SITE, "until": LAST, "at": LAST}]),
        everything(2, LAST, deleted=LAST),
    ],
    ways=[WAY | {"created": LAST}],
    versions={f"used {SLOT}": f"{LAST}-{2**32 - 1}-{DEVICE}"},
    chains=[{"entries": 1, "broken": None}],
    logs=[chain([EVENT | {"at": LAST}], text(made("kit hash", 32)), cut=LAST)],
    written=LAST,
)

# The chain of a log: whether it holds is no matter of opening.

HEAD = header([passphrase_slot("kit", 1, PASSPHRASE["passphrase"], text(VAULT), DATA_KEY)])
WAYS = [TICKET, PASSPHRASE]
EVENTS = [
    {"at": 1700000000000, "what": "enrol", "account": 'Example "\u00fc" \U0001f511', "site": SITE},
    {"at": 1700000000001, "what": "a deed of a later version", "detail": "", "with": {"a": [1.50, None]}},
    EVENT | {"at": 0},
]
STARTS = text(made("kit hash", 32))
has(
    "logs-of-two-devices",
    "Their chains hold; fields of a later version are kept.",
    head=HEAD,
    opened_by=WAYS,
    chains=[{"entries": 3, "broken": None}, {"entries": 1, "broken": None}, {"entries": 0, "broken": None}],
    logs=[
        chain(EVENTS, **LATER),
        chain([EVENT], STARTS, OTHER, 7),
        chain([], STARTS, text(made("kit third device number", 8)), 1),
    ],
    kept=KEPT,
)
WHOLE = chain(EVENTS)
ONE, TWO, THREE = WHOLE["entries"]
for name, why, log, broken_at, more in [
    (
        "with-a-changed-entry",
        "The hash is over what is written.",
        WHOLE | {"entries": [ONE, [TWO[0] | {"at": 1}, TWO[1]], THREE]},
        1,
        {"head": HEAD, "opened_by": WAYS},
    ),
    (
        "with-a-changed-hash",
        "What comes behind has another hash before it.",
        WHOLE | {"entries": [[ONE[0], STARTS], TWO, THREE]},
        0,
        {},
    ),
    ("without-an-entry", "None can be taken out.", WHOLE | {"entries": [ONE, THREE]}, 1, {}),
    (
        "without-the-first-entry",
        "Nor the first: where nothing was cut off, nothing came before.",
        WHOLE | {"from": ONE[1], "entries": [TWO, THREE]},
        0,
        {},
    ),
    ("in-another-order", "Nor moved.", WHOLE | {"entries": [TWO, ONE, THREE]}, 0, {}),
]:
    has(f"log-{name}", why, chains=[{"entries": len(log["entries"]), "broken": broken_at}], logs=[log], **more)
SPELT = '{"at":1700000000000, "detail" :"\\u0070assphrase" ,"what":"unlock"}'
SPACED_HASH = text(hashlib.sha256(bytes(32) + SPELT.encode()).digest())
SPACED_LOG = line(LOG).replace(line(ENTRY), f'[{SPELT},"{SPACED_HASH}"]')
opens(
    "log-entry-in-another-spelling",
    "The hash is over the letters, whatever they are.",
    sealed(contents=inside(logs=[LOG]).replace(line(LOG), SPACED_LOG)),
    kept=[SPELT],
    logs=[{"entries": 1, "broken": None}],
)

# What is wrong with an account is wrong with it alone.

holds(
    "records-with-versions-that-are-none",
    "Each has one spelling, and no name stands twice.",
    [account(1, **TOTP)],
    [broken(versions=versions) for versions in ([], None, 7, *({"name": value} for value in NO_VERSIONS.values()))]
    + [broken(versions={}).replace('"versions":{}', f'"versions":{TWICE}')],
)
holds(
    "records-with-other-spellings-of-an-algorithm",
    "Capitals, as the table has them.",
    [account(1, **TOTP)],
    [broken(algorithm=algorithm) for algorithm in ("sha1", "SHa1", "SHA-1", "SHA1 ", "sha512")],
)
holds(
    "records-with-addresses-that-are-no-sites",
    "As browsers serialise them.",
    [account(1, **TOTP) | {"sites": ["https://[2001:db8::1]:8443", "http://[::1]"]}],
    [
        broken(sites=[f"https://[{address}]"])
        for address in ("2001:DB8::1", "::ffff:1.2.3.4", "1.2.3.4", "", "::1%25lo", "1::2::3", "1:2:3", "::12345")
    ],
)
TRY = {"site": SITE, "until": 1, "at": 1}
holds(
    "records-with-counts-that-are-none",
    "Of a code that a site did not take, and of fills without a complaint, up to 255 are counted.",
    [account(1, **TOTP)],
    [broken(tries=[TRY | {name: value}]) for name in ("rejected", "calm") for value in (256, -1, "1", None)]
    + [broken(tries=[TRY | {"judged": None}]), broken(tries=[TRY | {"at": 2**64}]), broken(tries=None)]
    + [broken(tries=[TRY]).replace('"until"', '"a":1,"a":1,"until"')],
)
holds(
    "records-with-nulls",
    "What is not there is left out.",
    [account(1, **TOTP)],
    [
        broken(**{name: None})
        for name in ("algorithm", "digits", "period", "sites", "submit", "deleted", "labelIssuer", "parameters")
    ],
)
holds(
    "records-with-other-spellings-of-a-seed",
    "Upper case, no padding, and no bits that belong to no byte.",
    [account(1, **TOTP)],
    [
        broken(secret=secret)
        for secret in ("ae", "AE======", " AE", "A E", "A-E", "AF", "AAAAAAAA=", "GEZDGNBVGY3TQOJq", "A" * 1640)
    ],
)
holds(
    "records-with-rules-that-are-none",
    "A rule is `host` or a path that any server reads alike.",
    [account(1, **TOTP) | {"sites": ["/a/b https://a.example", "/%C3%BC-_.~!$&'()*+,;=:@ https://b.example"]}],
    [
        broken(sites=[f"{rule} {SITE}"])
        for rule in (
            *("domain", "Host", "", "a", "host host", "/a b", "/\u00fc", "/\u007f", "/" + "a" * 500),
            *("/a?b", "/a#b", "/a\\b", '/"', "/<", "/>", "/`", "/{", "/}", "/^", "/|"),
            *("/..", "/a/../b", "/.", "/%2E%2e", "/a%2fb", "/a%5Cb", "/%00", "/%252f"),
        )
    ],
)
STEAM, TIMED = account(1, type="steam"), account(2, **TOTP)
COUNTED = account(3, type="hotp", algorithm="SHA1", digits=6, counter=0)
opens(
    "accounts-with-senseless-fields-of-another-type",
    "Whatever they say, they are no part of it.",
    sealed(
        contents=inside(
            [
                STEAM | {"algorithm": None, "digits": 300, "period": "x", "counter": -1},
                TIMED | {"counter": []},
                COUNTED | {"period": 0},
            ]
        )
    ),
    accounts=[shown(record) for record in (STEAM, TIMED, COUNTED)],
    codes={record["name"]: code(record) for record in (STEAM, TIMED)},
    parts={"accounts": [STEAM, TIMED, COUNTED]},
)
