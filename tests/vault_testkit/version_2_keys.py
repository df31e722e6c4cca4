"""Version 2: the public keys in the contents, section 5."""

from kit import TICKET, many, opens
from version_2 import known, sealed_2, slot_of
from ways import way
from writer import line, made, public_key, text

SLOT = slot_of("recovery")
KEY = public_key(SLOT["id"])
PUBLIC = KEY["public"]
LATER = {"label": "x", "zz": [1.5, None]}


def with_keys(value):
    return sealed_2([SLOT], line({"accounts": [], "keys": value, "written": 0}).encode())


many(
    "v2-keys-malformed",
    "An array of objects, one for a slot; a public key has 1,216 bytes.",
    sealed_2([SLOT], known(SLOT)),
    {
        name: with_keys(value)
        for name, value in {
            "an-object": KEY,
            "null": None,
            "a-text": PUBLIC[:8],
            "not-objects": [7],
            "null-inside": [None],
            "an-array-inside": [[SLOT["id"], PUBLIC]],
            "nothing-inside": [{}],
            "without-slot": [{"public": PUBLIC}],
            "without-public": [{"slot": SLOT["id"]}],
            "slot-a-number": [KEY | {"slot": 7}],
            "slot-null": [KEY | {"slot": None}],
            "public-a-number": [KEY | {"public": 7}],
            "public-null": [KEY | {"public": None}],
            "public-empty": [KEY | {"public": ""}],
            "public-of-32-bytes": [KEY | {"public": text(made("kit", 32))}],
            "public-a-byte-short": [KEY | {"public": text(made("kit public", 1215))}],
            "public-a-byte-long": [KEY | {"public": text(made("kit public", 1217))}],
            "public-padded": [KEY | {"public": PUBLIC + "=="}],
            "public-with-trailing-bits": [KEY | {"public": PUBLIC[:-1] + chr(ord(PUBLIC[-1]) + 1)}],
            "twice": [KEY, KEY],
            "twice-with-another-public": [KEY, KEY | {"public": public_key("another")["public"]}],
            "behind-a-sound-one": [KEY, {"slot": "x"}],
        }.items()
    }
    | {
        "field-twice": sealed_2([SLOT], known(SLOT).replace(b'{"slot"', b'{"a":1,"a":1,"slot"')),
        "slot-twice": sealed_2([SLOT], known(SLOT).replace(b'{"slot"', b'{"slot":"x","slot"')),
        "keys-twice": sealed_2([SLOT], known(SLOT).replace(b'"keys"', b'"keys":[],"keys"')),
    },
    TICKET,
    "vault-malformed-contents",
    phase="open",
)
WAYS = [way("recovery"), TICKET]
for name, why, value, kept in [
    ("none", "There may be none yet.", [], ()),
    (
        "of-no-slot",
        "A key may be of a slot that is there no more, whatever its id is.",
        [public_key(""), KEY, public_key("gone")],
        (),
    ),
    (
        "with-later-fields",
        "Fields of a later version are kept.",
        [KEY | LATER],
        [f'"{name}":{line(value)}' for name, value in LATER.items()],
    ),
    (
        "of-another-key-pair",
        "Which public key stands there is no matter of opening.",
        [KEY | {"public": public_key("another")["public"]}],
        (),
    ),
    (
        "that-no-key-pair-has",
        "Nor whether it is one: its numbers are above the modulus of ML-KEM.",
        [KEY | {"public": text(b"\xff" * 1216)}],
        (),
    ),
]:
    opens(f"v2-keys-{name}", why, with_keys(value), WAYS, kept=list(kept))
opens("v2-keys-missing", "They are optional.", sealed_2([SLOT]), WAYS)
opens(
    "v2-keys-missing-for-one-slot",
    "A slot without a public key is a way as any other.",
    sealed_2([SLOT, slot_of("device")], known(SLOT)),
    [*WAYS, way("device")],
)
