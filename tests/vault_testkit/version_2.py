"""Version 2: its slots, own and inherited, and what is refused of them."""

from kit import (
    COSTLY,
    DATA_KEY,
    EMPTY,
    MAGIC,
    MAGIC_2,
    OTHER_KEY,
    OTHER_VAULT,
    PASSPHRASE,
    STRANGE,
    TICKET,
    VAULT,
    case,
    case_of_each,
    header,
    many,
    opens,
    sealed,
)
from open_vault import to_bytes
from sealing import public_of, seal_to
from ways import PARTICULARS, SECRETS, way
from writer import (
    aead_seal,
    line,
    made,
    passphrase_way,
    private_of,
    public_key,
    seal_data_key,
    secret_way,
    slot_1,
    slot_2,
    text,
)

OLD_KEY = made("kit data key of version 1", 32)
KINDS = ("passphrase", *SECRETS)
STATES = ("own", "inherited")
# The fields of version 1 and 2 that hold bytes, beside `credential`.
LENGTHS = {"id": 8, "nonce": 24, "wrapped": 48, "privateNonce": 24, "private": 48, "key": 1168}


def sealed_2(slots=None, contents=EMPTY.encode(), **changes):
    return sealed(header(slots, **changes), contents, MAGIC_2)


def known(*slots):
    """Contents with the public key of each of these."""
    return line({"accounts": [], "keys": [public_key(slot["id"]) for slot in slots], "written": 0}).encode()


def way_of(kind, number=1):
    if kind == "passphrase":
        return passphrase_way("kit", number, PASSPHRASE["passphrase"] if number == 1 else "a second passphrase")
    secret = SECRETS[kind] if number == 1 else made("kit second " + kind, len(SECRETS[kind]))
    return secret_way("kit " + kind, number, kind, secret, PARTICULARS[kind])


def slot_of(kind, state="own", number=1, key=DATA_KEY, **more):
    return slot_2(way_of(kind, number), text(VAULT), key, OLD_KEY if state == "inherited" else None, **more)


def opened_by(kind):
    return PASSPHRASE if kind == "passphrase" else way(kind)


def flipped(value, at, bit=1):
    data = bytearray(to_bytes(value))
    data[at] ^= bit
    return text(bytes(data))


def placed(fields, before, name, value):
    """The fields with another one before one of them."""
    names = list(fields)
    at = names.index(before)
    return {one: value if one == name else fields[one] for one in [*names[:at], name, *names[at:]]}


# What opens.

EVERY_WAY = [opened_by(kind) for kind in KINDS]
for state in STATES:
    each = [slot_of(kind, state) for kind in KINDS]
    opens(
        f"v2-{state}-slot-of-each-kind",
        "Each slot is a way by itself, whatever is done to the others.",
        sealed_2(each, known(*each)),
        [*EVERY_WAY, TICKET],
    )
    each = [slot_of(kind, state, key=OTHER_KEY) for kind in KINDS]
    case(
        f"v2-{state}-slots-of-another-data-key",
        "A secret that opens a slot must open the ciphertext too.",
        sealed_2(each, known(*each)),
        EVERY_WAY,
        "vault-tampered",
        phase="open",
    )
LATER = {"label": "x", "made": 7}
MIXED = [
    slot_of("passphrase", later=LATER),
    STRANGE,
    slot_of("recovery", "inherited", 2),
    slot_of("recovery", "inherited", later=LATER),
    slot_of("device"),
]
opens(
    "v2-own-and-inherited-slots",
    "Slots are tried in their order; their later fields are kept.",
    sealed_2(MIXED, known(*(slot for slot in MIXED if slot != STRANGE)), note="x"),
    [PASSPHRASE, way("recovery"), way("recovery", made("kit second recovery", 16)), way("device")],
)
SAME = slot_2(way_of("passkey"), text(VAULT), DATA_KEY, DATA_KEY)
opens(
    "v2-inherited-slot-of-the-same-data-key",
    "As it is before a new data key was made: then what was wrapped is the data key of now.",
    sealed_2([SAME], known(SAME)),
    way("passkey"),
)
LISTED = [
    slot_of("recovery"),
    {"id": "card-1", "key": text(made("kit card", 1168)), "kind": "smart-card", "reader": {"a": 1}},
    {"id": "card-2", "kind": "smart-card", "zz": 1},
    {"id": "card-3", "key": "AAAA", "kind": "smart-card"},
]
opens(
    "v2-slots-of-other-kinds",
    "Kept as they are until there is a new data key, which is sealed to those whose public key is known.",
    sealed_2(LISTED, known(*LISTED[:3])),
    way("recovery"),
    privates={slot["id"]: text(private_of(slot["id"])) for slot in LISTED[1:3]},
)

# A line of up to 131,072 bytes.

ONE = slot_of("recovery")
for name, length in {"beyond-that-of-version-1": 65536, "as-long-as-can-be": 131071}.items():
    rest = length - len(line(header([ONE], note="")).encode())
    whole = sealed_2([ONE], known(ONE), note="x" * rest)
    at = whole.index(b"x" * rest)
    opens(
        f"v2-line-{name}",
        "The header's line feed is within 131,072 bytes in version 2.",
        whole[:at] + whole[at + rest :],
        [way("recovery"), TICKET],
        insert={"at": at, "byte": 120, "times": rest},
    )
whole = sealed_2([ONE], known(ONE), note="x")
case(
    "v2-line-too-long",
    "The header's line feed is within 131,072 bytes in version 2.",
    whole,
    [way("recovery"), TICKET],
    "vault-not-an-envelope",
    phase="before-work",
    insert={"at": whole.index(b'"x"') + 1, "byte": 120, "times": 131072 - len(line(header([ONE], note="x")).encode())},
)

# What is refused before any work.

COSTLY_2 = {name: value for name, value in COSTLY.items() if name != "wrapped"}
COSTLY_2 |= {"private": text(made("kit private", 48)), "key": text(made("kit key", 1168))}
COSTLY_INHERITED = COSTLY | {"privateNonce": text(made("kit private nonce", 24))}
COSTLY_INHERITED |= {name: COSTLY_2[name] for name in ("private", "key")}
TRAP = {name: COSTLY_2[name] for name in COSTLY_2} | {"id": text(made("kit trap", 8))}


def malformed(sound):
    """Everything that can be wrong with the fields of a slot, as slots or as they are spelt."""
    names = list(sound)
    for name in names[2:]:
        yield f"without-{name}", {one: sound[one] for one in names if one != name}
    for one, next_one in zip(names, names[1:]):
        swapped = [next_one if name == one else one if name == next_one else name for name in names]
        yield f"{next_one}-before-{one}", {name: sound[name] for name in swapped}
    for name, length in LENGTHS.items():
        if name in sound:
            data = to_bytes(sound[name])
            yield f"{name}-a-byte-short", sound | {name: text(data[:-1])}
            yield f"{name}-a-byte-long", sound | {name: text(data + b"\0")}
            yield f"{name}-padded", sound | {name: sound[name] + "="}
            yield f"{name}-empty", sound | {name: ""}
            yield f"{name}-null", sound | {name: None}
            if length % 3:
                # The last letter has bits that belong to no byte, which are zero.
                yield f"{name}-trailing-bits", sound | {name: sound[name][:-1] + chr(ord(sound[name][-1]) + 1)}
    if "wrapped" not in sound:
        others = {"wrapped": text(made("kit wrapped", 48)), "privateNonce": text(made("kit private nonce", 24))}
        for name, value in others.items():
            yield f"with-{name}-alone", placed(sound, "private", name, value)
        yield "with-both-behind", sound | others
        yield "with-both-before-nonce", placed(placed(sound, "nonce", *others.popitem()), "privateNonce", *others.popitem())
    yield "later-fields-unsorted", sound | {"z": 1, "y": 1}
    yield "later-field-among-ours", placed(sound, "key", "a", 1)
    yield "other-kdf", sound | {"kdf": "scrypt"}
    yield "key-twice", line(sound).replace('"key"', f'"key":"{sound["key"][:4]}","key"')
    yield "of-version-1", COSTLY | {"id": sound["id"]}


for state in STATES:
    for kind in KINDS:
        if kind == "passphrase":
            sound, others = (COSTLY_2 if state == "own" else COSTLY_INHERITED), []
        else:
            sound, others = slot_of(kind, state), [TRAP]
        spelt = line(header([*others, sound]))
        many(
            f"v2-{state}-{kind}-malformed",
            "The fields of the table, in its order, each of its length; `wrapped` and `privateNonce` both or neither.",
            sealed(spelt, magic=MAGIC_2),
            {
                name: sealed(
                    spelt.replace(line(sound), slot if isinstance(slot, str) else line(slot)),
                    magic=MAGIC_2,
                )
                for name, slot in malformed(sound)
            },
            [TICKET, PASSPHRASE],
            "vault-malformed-header",
            phase="before-work",
        )

SOUND_2 = sealed_2([COSTLY_2])


def refused(name, why, changed, verdict="vault-malformed-header"):
    many(f"v2-{name}", why, SOUND_2, changed, [TICKET, PASSPHRASE], verdict, phase="before-work")


SPELT = line(header([COSTLY_2]))
refused(
    "header-malformed",
    "The header has one spelling, as in version 1.",
    {
        "space-after-a-colon": sealed(SPELT.replace(":", ": ", 1), magic=MAGIC_2),
        "nonce-before-slots": sealed(line(header() | {"slots": 0}).replace('"slots":0,', ""), magic=MAGIC_2),
        "field-twice": sealed(SPELT.replace('"generation":7', '"generation":7,"generation":7'), magic=MAGIC_2),
        "later-fields-unsorted": sealed(SPELT[:-1] + ',"b":1,"a":1}', magic=MAGIC_2),
        "generation-nought": sealed_2([COSTLY_2], generation=0),
        "no-slots": sealed_2([]),
        "ids-twice": sealed_2([COSTLY_2, STRANGE | {"id": COSTLY_2["id"]}]),
        "33-slots": sealed_2([{"id": str(number), "kind": "x"} for number in range(33)]),
        "other-kind-unsorted": sealed_2([COSTLY_2, {"key": "", "id": "x", "kind": "x"}]),
        "crit-empty": sealed_2([COSTLY_2], crit=[]),
    },
)
refused(
    "critical-fields",
    "Version 2 has no critical fields either.",
    {
        "unknown": sealed_2([COSTLY_2], crit=["sealed"], sealed=1),
        "known": sealed_2([COSTLY_2], crit=["slots"]),
    },
    "vault-unknown-critical",
)
refused(
    "cost",
    "Costs have the limits of version 1, in inherited slots too.",
    {
        "memory-below": sealed_2([COSTLY_2 | {"m": 65535}]),
        "passes-above": sealed_2([COSTLY_2 | {"t": 65}]),
        "lanes-none": sealed_2([COSTLY_2 | {"p": 0}]),
        "inherited": sealed_2([COSTLY_INHERITED | {"t": 2}]),
        "of-all-together": sealed_2([COSTLY_2, COSTLY_INHERITED | {"id": TRAP["id"], "t": 1, "m": 65536 * 2, "t": 3}]),
    },
    "vault-kdf-cost",
)
VERSIONS = {"3": b"3", "20": b"20", "02": b"02", "12": b"12", "a-carriage-return": b"2\r", "a-space": b"2 "}
refused(
    "version-line",
    "The first line says a version that there is, to the byte.",
    {name: sealed(header([COSTLY_2]), magic=b"halfminute-vault/" + spelt + b"\n") for name, spelt in VERSIONS.items()},
    "vault-unknown-version",
)
refused(
    "version-of-the-other",
    "A header of one version below the first line of the other.",
    {
        "1-above-an-own-slot": sealed(header([COSTLY_2]), magic=MAGIC),
        "1-above-an-inherited-slot": sealed(header([COSTLY_INHERITED]), magic=MAGIC),
        "2-above-version-1": sealed_2([COSTLY]),
    },
)

# What the secret does not open.


def moved(kind, state, **changes):
    """A slot whose secret part was written for other circumstances, below the fields of the right ones."""
    right = slot_of(kind, state)
    names = ("wrapped",) if state == "inherited" else ("private",)
    own = way_of(kind)._replace(**changes)
    other = slot_2(own, text(VAULT), DATA_KEY, OLD_KEY if state == "inherited" else None)
    return right | {name: other[name] for name in names}


def wrong(kind, state):
    """Slots that another key-encryption key or another binding would open."""
    sound, second, used = slot_of(kind, state), slot_of(kind, state, 2), way_of(kind)
    part = "wrapped" if state == "inherited" else "private"
    elsewhere = slot_2(used, text(OTHER_VAULT), DATA_KEY, OLD_KEY if state == "inherited" else None)
    plain = OLD_KEY if state == "inherited" else private_of(sound["id"])
    other_version = used.aad(text(VAULT), 2 if state == "inherited" else 1)
    yield "exchanged", sound | {name: second[name] for name in ("nonce", part)}
    yield "id-of-another", sound | {"id": second["id"]}
    yield "salt-of-another", sound | {"salt": second["salt"]}
    yield "nonce-of-another", sound | {"nonce": second["nonce"]}
    yield "a-bit-flipped", sound | {part: flipped(sound[part], 0)}
    yield "of-another-vault", sound | {part: elsewhere[part]}
    yield "bound-as-in-the-other-version", sound | {part: text(aead_seal(plain, other_version, used.nonce, used.key))}
    yield "bound-to-nothing", sound | {part: text(aead_seal(plain, b"", used.nonce, used.key))}
    yield "under-another-key", sound | {part: text(aead_seal(plain, used.aad(text(VAULT), 2), used.nonce, OLD_KEY))}
    if state == "own":
        yield "wrapped-of-version-1", sound | {"private": slot_1(used, text(VAULT), DATA_KEY)["wrapped"]}
    other_kind = "recovery" if kind != "recovery" else "device"
    yield "bound-to-another-kind", moved(kind, state, binding=used.binding.replace(kind, other_kind))
    if kind == "passphrase":
        yield "other-cost", sound | {"m": 65544}
        yield "bound-to-another-cost", moved(kind, state, binding=used.binding.replace("t=3", "t=4"))
    if kind == "passkey":
        yield "other-credential", sound | {"credential": text(made("kit other credential", 20))}
    if kind == "device":
        yield "expiry-put-off", sound | {"expires": 1800000000000}


def tampered(kind, state):
    """Slots that the secret opens, and then something behind it does not open."""
    sound, second, used = slot_of(kind, state), slot_of(kind, state, 2), way_of(kind)
    vault, public = text(VAULT), public_of(private_of(sound["id"]))
    yield "capsule-first-bit", sound | {"key": flipped(sound["key"], 0)}
    yield "key-of-another-slot", sound | {"key": second["key"]}
    if state == "inherited":
        yield "private-bit", sound | {"private": flipped(sound["private"], 47)}
        yield "private-of-another", sound | {name: second[name] for name in ("privateNonce", "private")}
        yield "private-nonce-of-another", sound | {"privateNonce": second["privateNonce"]}
        nonce, private = to_bytes(sound["privateNonce"]), private_of(sound["id"])
        for name, key, aad in [
            ("under-the-key-encryption-key", used.key, used.aad(vault, 2)),
            ("under-the-data-key-of-now", DATA_KEY, used.aad(vault, 2)),
            ("bound-as-in-version-1", OLD_KEY, used.aad(vault, 1)),
            ("bound-to-another-vault", OLD_KEY, used.aad(text(OTHER_VAULT), 2)),
            ("bound-to-nothing", OLD_KEY, b""),
        ]:
            yield f"private-{name}", sound | {"private": text(aead_seal(private, aad, nonce, key))}
    # The kind of a slot is no part of the sealing.
    if kind != "recovery":
        return
    yield "capsule-last-bit", sound | {"key": flipped(sound["key"], 1119, 128)}
    yield "key-ciphertext-bit", sound | {"key": flipped(sound["key"], 1120)}
    yield "key-tag-bit", sound | {"key": flipped(sound["key"], 1167, 128)}
    for name, info in {
        "for-another-slot": f"halfminute-data-key/2\n{vault}\n{second['id']}",
        "for-another-vault": f"halfminute-data-key/2\n{text(OTHER_VAULT)}\n{sound['id']}",
        "for-another-version": f"halfminute-data-key/1\n{vault}\n{sound['id']}",
        "with-a-line-feed-behind": f"halfminute-data-key/2\n{vault}\n{sound['id']}\n",
        "with-no-information": "",
    }.items():
        yield f"key-{name}", sound | {"key": text(seal_data_key(public, vault, sound["id"], DATA_KEY, info))}
    strangers = public_of(private_of(second["id"]))
    yield "key-to-another-public-key", sound | {"key": text(seal_data_key(strangers, vault, sound["id"], DATA_KEY))}
    info = f"halfminute-data-key/2\n{vault}\n{sound['id']}".encode()
    key = seal_to(public, info, DATA_KEY, made("kit capsule", 64))
    yield "key-below-another-capsule", sound | {"key": text(key[:1120] + to_bytes(sound["key"])[1120:])}


for state in STATES:
    for kind in KINDS:
        sound = slot_of(kind, state)
        base = sealed_2([sound])
        # An expiry that was put off is bound: the old one has passed.
        opener = way(kind, now=1699999999999) if kind == "device" else opened_by(kind)
        many(
            f"v2-{state}-{kind}-wrong",
            "The secret's own part of a slot is bound to the vault, the slot and how the key is derived.",
            base,
            {name: sealed_2([slot]) for name, slot in wrong(kind, state)},
            opener,
            "wrong-passphrase" if kind == "passphrase" else "wrong-secret",
            phase="unwrap",
        )
        many(
            f"v2-{state}-{kind}-tampered",
            "Where the secret is the slot's and the rest does not follow, somebody changed it.",
            base,
            {name: sealed_2([slot]) for name, slot in tampered(kind, state)},
            opener,
            "vault-tampered",
            phase="unwrap",
        )
for kind in KINDS:
    wrong_way = {"passphrase": "correct horse battery stapl"}
    if kind != "passphrase":
        wrong_way = way(kind, made("kit wrong", len(SECRETS[kind])))
    case(
        f"v2-{kind}-wrong",
        "Another secret opens nothing.",
        sealed_2([slot_of(kind), slot_of(kind, "inherited", 2)]),
        wrong_way,
        "wrong-passphrase" if kind == "passphrase" else "wrong-secret",
        phase="unwrap",
    )
case(
    "v2-device-expired",
    "What expired opens nothing, though the secret is right.",
    sealed_2([slot_of("device"), slot_of("device", "inherited", 2)]),
    way("device", now=1700000000001),
    "device-expired",
    phase="unwrap",
)
RECOVERY = slot_of("recovery")
base = sealed_2([RECOVERY])
many(
    "v2-tampered",
    "The whole header is authenticated by the contents, the new fields too.",
    base,
    {
        name: MAGIC_2 + line(head).encode() + base[base.index(b"\n", len(MAGIC_2)) :]
        for name, head in {
            "generation": header([RECOVERY], generation=8),
            "private": header([RECOVERY | {"private": flipped(RECOVERY["private"], 5)}]),
            "key": header([RECOVERY | {"key": flipped(RECOVERY["key"], 5)}]),
            "inherited": header([slot_of("recovery", "inherited")]),
            "slot-added": header([RECOVERY, slot_of("device")]),
        }.items()
    },
    TICKET,
    "vault-tampered",
    phase="open",
)

# Every bit, and every length.

for state in STATES:
    small = sealed_2([slot_of("recovery", state)])
    case_of_each(f"v2-every-flipped-bit-{state}", small, "flipped-bit", way("recovery"))
small = sealed_2([slot_of("recovery")])
case_of_each("v2-every-flipped-bit-by-ticket", small, "flipped-bit", TICKET)
case_of_each("v2-every-truncation", small, "truncation", way("recovery"))
