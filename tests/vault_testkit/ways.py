"""Section 4: ways that open, and ways that do not; tickets, section 8."""

from kit import (
    COSTLY,
    DATA_KEY,
    OTHER_KEY,
    OTHER_VAULT,
    PASSPHRASE,
    SOUND,
    STRANGE,
    TICKET,
    VAULT,
    before_work,
    case,
    header,
    opens,
    sealed,
    slot_cases,
)
from writer import made, passphrase_slot, recovery_text, secret_slot, text, ticket


ONE, TWO = (
    passphrase_slot("kit", number, passphrase, text(VAULT), DATA_KEY)
    for number, passphrase in ((1, PASSPHRASE["passphrase"]), (2, "Z\u00fcrich \u2014 a second passphrase"))
)
SECOND = {"passphrase": "Z\u00fcrich \u2014 a second passphrase"}
ELSEWHERE = passphrase_slot("kit elsewhere", 1, PASSPHRASE["passphrase"], text(OTHER_VAULT), DATA_KEY)
OTHER_COST = passphrase_slot(
    "kit cost", 1, PASSPHRASE["passphrase"], text(VAULT), DATA_KEY, memory=65544, passes=4, lanes=2, later={"hint": "h"}
)
opens(
    "passphrase-second-slot",
    "Slots are tried in their order; text counts in Normalization Form C.",
    sealed(header([ONE, STRANGE, TWO])),
    SECOND,
)
opens("passphrase-other-cost", "Every cost within the limits is honoured.", sealed(header([OTHER_COST])), PASSPHRASE)
case(
    "passphrase-wrong",
    "No slot opens.",
    sealed(header([ONE])),
    {"passphrase": "correct horse battery stapl"},
    "wrong-passphrase",
    phase="unwrap",
)
case(
    "passphrase-no-slot",
    "There is no slot to try.",
    sealed(header([STRANGE])),
    PASSPHRASE,
    "wrong-passphrase",
    phase="unwrap",
)
case(
    "swapped-wrapped-keys",
    "A wrapped key is bound to its slot.",
    sealed(header([ONE | {"nonce": TWO["nonce"], "wrapped": TWO["wrapped"]}])),
    SECOND,
    "wrong-passphrase",
    phase="unwrap",
)
case(
    "swapped-ids",
    "A wrapped key is bound to its slot's id.",
    sealed(header([ONE | {"id": TWO["id"]}])),
    PASSPHRASE,
    "wrong-passphrase",
    phase="unwrap",
)
case(
    "slot-of-another-vault",
    "A wrapped key is bound to its vault, even where the data key is the same.",
    sealed(header([ELSEWHERE])),
    PASSPHRASE,
    "wrong-passphrase",
    phase="unwrap",
)
case(
    "wrapped-key-of-another-vault",
    "A passphrase that opens a slot must open the ciphertext too.",
    sealed(header([passphrase_slot("kit", 1, PASSPHRASE["passphrase"], text(VAULT), OTHER_KEY)])),
    PASSPHRASE,
    "vault-tampered",
    phase="open",
)

SECRETS = {"passkey": made("kit prf", 32), "recovery": made("kit recovery key", 16), "device": made("kit device", 32)}
PARTICULARS = {
    "passkey": {"credential": text(made("kit credential", 20))},
    "recovery": {},
    "device": {"expires": 1700000000000},
}
NEW = {"since": "slots"}


def way(kind, secret=None, now=1699999999999):
    secret = SECRETS[kind] if secret is None else secret
    return {kind: recovery_text(secret) if kind == "recovery" else text(secret)} | (
        {"now": now} if kind == "device" else {}
    )


def of_kind(kind, number=1, vault=VAULT, key=DATA_KEY, secret=None, particulars=None, **more):
    return secret_slot(
        "kit " + kind,
        number,
        kind,
        SECRETS[kind] if secret is None else secret,
        text(vault),
        key,
        PARTICULARS[kind] if particulars is None else particulars,
        **more,
    )


for kind in SECRETS:
    sound, second = of_kind(kind), of_kind(kind, 2, secret=made("kit second " + kind, len(SECRETS[kind])))

    def refused(name, why, slots, verdict="wrong-secret", phase="unwrap", ways=None):
        case(f"{kind}-{name}", why, sealed(header(slots)), ways or way(kind), verdict, phase=phase, **NEW)

    opens(f"{kind}-alone", "One way is enough.", sealed(header([sound])), [way(kind), TICKET], **NEW)
    opens(
        f"{kind}-behind-others",
        "Each slot is a way by itself; later fields of a slot are kept.",
        sealed(header([COSTLY, second, STRANGE, of_kind(kind, later={"label": "x", "made": 7})])),
        way(kind),
        **NEW,
    )
    slot_cases(sound, kind, [name for name in PARTICULARS[kind] if name == "expires"], "slots")
    refused("wrong", "Another secret opens nothing.", [sound], ways=way(kind, made("kit wrong", len(SECRETS[kind]))))
    refused(
        "swapped-wrapped-keys",
        "A wrapped key is bound to its slot.",
        [sound | {"nonce": second["nonce"], "wrapped": second["wrapped"]}],
    )
    refused(
        "exchanged-wrapped-keys",
        "Two slots that are whole but for what they wrap.",
        [
            one | {"nonce": other["nonce"], "wrapped": other["wrapped"]}
            for one, other in ((sound, second), (second, sound))
        ],
    )
    refused("swapped-ids", "A wrapped key is bound to its slot's id.", [sound | {"id": second["id"]}])
    refused("other-salt", "The salt makes the key, and is bound.", [sound | {"salt": second["salt"]}])
    refused(
        "of-another-vault",
        "A wrapped key is bound to its vault, even where the data key is the same.",
        [of_kind(kind, vault=OTHER_VAULT)],
    )
    refused(
        "of-another-data-key",
        "A secret that opens a slot must open the ciphertext too.",
        [of_kind(kind, key=OTHER_KEY)],
        "vault-tampered",
        "open",
    )
    for other in SECRETS:
        if other != kind:
            moved = secret_slot("kit " + kind, 1, other, SECRETS[kind], text(VAULT), DATA_KEY, PARTICULARS[other])
            fields = {"kind": kind, "id": moved["id"], "kdf": moved["kdf"]} | PARTICULARS[kind]
            refused(
                f"that-was-a-{other}",
                "A wrapped key is bound to its kind.",
                [fields | {name: moved[name] for name in ("salt", "nonce", "wrapped")}],
            )
PASSKEY = of_kind("passkey")
for name, slot in {"other-credential": PASSKEY | {"credential": text(made("kit other credential", 20))}}.items():
    case(
        f"passkey-{name}",
        "The credential is bound.",
        sealed(header([slot])),
        way("passkey"),
        "wrong-secret",
        phase="unwrap",
        **NEW,
    )
for length in (1, 1023):
    credential = {"credential": text(made("kit long credential", length))}
    opens(
        f"passkey-credential-of-{length}",
        "A credential id has 1 to 1,023 bytes.",
        sealed(header([of_kind("passkey", particulars=credential)])),
        way("passkey"),
        **NEW,
    )
for name, value in {
    "empty": "",
    "of-1024": text(made("kit long credential", 1024)),
    "padded": text(made("kit", 1)) + "==",
    "a-number": 1,
}.items():
    before_work(
        f"passkey-credential-{name}",
        "A credential id has 1 to 1,023 bytes, as base64url.",
        sealed(header([COSTLY, PASSKEY | {"credential": value}])),
        **NEW,
    )
DEVICE = of_kind("device")
case(
    "device-expired",
    "What expired opens nothing, though the secret is right.",
    sealed(header([DEVICE])),
    way("device", now=1700000000001),
    "device-expired",
    phase="unwrap",
    **NEW,
)
case(
    "device-expiry-put-off",
    "The expiry is bound.",
    sealed(header([DEVICE | {"expires": 1800000000000}])),
    way("device", now=1700000000001),
    "wrong-secret",
    phase="unwrap",
    **NEW,
)
for name, value in {"nought": 0, "negative": -1, "beyond-53-bits": 2**53 + 1}.items():
    before_work(
        f"device-expires-{name}",
        "An integer from 1 to 2^53.",
        sealed(header([COSTLY, DEVICE | {"expires": value}])),
        **NEW,
    )
before_work(
    "recovery-with-a-credential-first",
    "A field of another kind is a later field here, and sorted behind.",
    sealed(
        header(
            [
                COSTLY,
                {"kind": "recovery", "id": of_kind("recovery")["id"], "kdf": "hkdf-sha256", "credential": "AA"}
                | of_kind("recovery"),
            ]
        )
    ),
    **NEW,
)
GROUPS = recovery_text(SECRETS["recovery"]).split("-")
for name, groups, verdict in [
    ("digit", [*GROUPS[:2], str((int(GROUPS[2]) + 1) % 10**6).rjust(6, "0"), *GROUPS[3:]], "recovery-group-3"),
    ("groups-exchanged", [GROUPS[1], GROUPS[0], *GROUPS[2:]], "recovery-group-1"),
    ("group-above-16-bits", [*GROUPS[:7], f"{65536 * 11 + 7:06}"], "recovery-group-8"),
]:
    before_work(
        f"recovery-typed-{name}",
        "A mistyped group is named.",
        sealed(header([of_kind("recovery")])),
        verdict,
        ways=[{"recovery": "-".join(groups)}],
        **NEW,
    )
for name, typed in {
    "spaces": " ".join(GROUPS),
    "nothing-between": "".join(GROUPS),
    "odd-groups": " " + "-".join("".join(GROUPS)[at : at + 4] for at in range(0, 48, 4)) + " ",
}.items():
    opens(
        f"recovery-typed-with-{name}",
        "Spaces and dashes are for the eye.",
        sealed(header([of_kind("recovery")])),
        {"recovery": typed},
        **NEW,
    )

for name, given, verdict, phase in [
    ("empty", b"", "vault-wrong-session", "unwrap"),
    ("short", ticket(VAULT, DATA_KEY)[:-1], "vault-wrong-session", "unwrap"),
    ("long", ticket(VAULT, DATA_KEY) + b"\0", "vault-wrong-session", "unwrap"),
    ("version-2", b"\x02" + ticket(VAULT, DATA_KEY)[1:], "vault-wrong-session", "unwrap"),
    ("of-another-vault", ticket(OTHER_VAULT, DATA_KEY), "vault-wrong-session", "unwrap"),
    ("of-another-data-key", ticket(VAULT, OTHER_KEY), "vault-tampered", "open"),
]:
    case(
        f"ticket-{name}",
        "A ticket is of one vault and of one data key.",
        SOUND,
        {"ticket": text(given)},
        verdict,
        phase=phase,
    )
