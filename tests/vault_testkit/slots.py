"""Section 4: slots, and what they cost."""

from kit import CHEAP, COSTLY, SOUND, STRANGE, before_work, header, opens, sealed, slot_cases
from writer import made, text

for name, slots in {
    "empty": [],
    "33": [{"id": str(number), "kind": "x"} for number in range(33)],
    "not-an-array": COSTLY,
    "not-objects": [7],
    "null": [None],
    "ids-twice": [COSTLY, COSTLY | {"salt": text(made("kit salt 2", 16))}],
    "ids-twice-strange": [STRANGE, STRANGE],
    "ids-twice-mixed": [COSTLY, {"id": COSTLY["id"], "kind": "smart-card"}],
}.items():
    before_work(f"slots-{name}", "1 to 32 slots, whose ids differ.", sealed(header(slots)))
opens(
    "slots-32",
    "Up to 32 slots.",
    sealed(header([{"id": f"{number:02}", "kind": "x"} for number in range(31)] + [COSTLY])),
)
for name, slot in {
    "id-missing": {"kind": "smart-card"},
    "id-a-number": {"id": 7, "kind": "smart-card"},
    "unsorted": {"kind": "smart-card", "id": "x"},
    "unsorted-inside": {"id": "x", "kind": "smart-card", "z": {"b": 1, "a": 1}},
}.items():
    before_work(
        f"slot-strange-{name}", "A slot of another kind has an id and is sorted.", sealed(header([COSTLY, slot]))
    )
for name, kind in {"missing": {}, "a-number": {"kind": 7}, "null": {"kind": None}}.items():
    before_work(f"slot-kind-{name}", "Every slot says what it is.", sealed(header([COSTLY, {"id": "x"} | kind])))
opens(
    "slot-strange",
    "Slots of other kinds are kept as they are, and in their place.",
    sealed(
        header(
            [
                STRANGE,
                COSTLY | {"hint": '"\n', "zz": [None]},
                {"curve": {"a": -1, "b": []}, "id": "7", "kind": "Passphrase"},
            ]
        )
    ),
)


slot_cases(COSTLY, "passphrase", ("m", "t", "p"))
for name, costs in {
    "memory-below": {"m": 65535},
    "memory-next-to-none": {"m": 8},
    "memory-none": {"m": 0},
    "memory-above": {"m": 1048577, "t": 3},
    "memory-four-tebibytes": {"m": 2**32 - 1},
    "passes-below": {"t": 2},
    "passes-one": {"t": 1},
    "passes-none": {"t": 0},
    "passes-above": {"m": 65536, "t": 65},
    "passes-for-years": {"t": 2**32 - 1},
    "lanes-none": {"p": 0},
    "lanes-above": {"p": 17},
    "work-above": {"t": 9},
}.items():
    before_work(
        f"cost-{name}",
        "A cost below the floor is a trap, one above the ceiling a freeze: refused before any work.",
        sealed(header([COSTLY | costs])),
        "vault-kdf-cost",
    )
before_work(
    "cost-behind-a-sound-slot",
    "All slots are checked before any is tried.",
    sealed(header([CHEAP, COSTLY | {"m": 65535}])),
    "vault-kdf-cost",
)
before_work(
    "cost-of-all-together",
    "Each is within the limits, the sum is not.",
    sealed(header([CHEAP, COSTLY])),
    "vault-kdf-cost",
)
before_work(
    "passphrase-too-long",
    "A passphrase above 4,096 bytes is refused before it is stretched.",
    SOUND,
    "passphrase-length",
    ways=[{"passphrase": "\u00fc" * 2049}],
)
