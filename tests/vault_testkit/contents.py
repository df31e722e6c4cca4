"""Section 5: what the data key opens."""

import base64

from kit import (
    COSTLY,
    DATA_KEY,
    EMPTY,
    HEADER_END,
    MAGIC,
    OTHER_KEY,
    OTHER_VAULT,
    SOUND,
    STRANGE,
    TICKET,
    case,
    header,
    holds,
    opens,
    sealed,
)
from writer import TOTP, account, line, made, text, ticket

NEXT_NONCE = made("kit next nonce", 24)
NEXT = header(generation=8, nonce=text(NEXT_NONCE))
NEXT_SEALED = sealed(NEXT, nonce=NEXT_NONCE)


def below(head, envelope=SOUND):
    """The ciphertext of an envelope below another header."""
    return MAGIC + line(head).encode() + b"\n" + envelope[envelope.index(b"\n", len(MAGIC)) + 1 :]


FLIPPED = bytearray(SOUND)
FLIPPED[HEADER_END] ^= 1
for name, why, envelope in [
    ("generation-raised", "The header is authenticated.", below(header(generation=8))),
    ("generations-swapped", "The header of the next generation, the ciphertext of this one.", below(NEXT)),
    (
        "generations-swapped-back",
        "The header of this generation, the ciphertext of the next one.",
        below(header(), NEXT_SEALED),
    ),
    ("nonce-of-the-next", "The ciphertext has its own nonce.", below(header(nonce=text(NEXT_NONCE)))),
    ("slot-added", "A slot can't be added by who has no data key.", below(header([COSTLY, STRANGE]))),
    ("slot-removed", "Nor removed.", below(header(), sealed(header([COSTLY, STRANGE])))),
    ("slots-in-another-order", "Nor moved.", below(header([STRANGE, COSTLY]), sealed(header([COSTLY, STRANGE])))),
    ("later-field-added", "Later fields are authenticated.", below(header(a=1))),
    ("later-field-removed", "Later fields are authenticated.", below(header(), sealed(header(a=1)))),
    (
        "wrapped-key-changed",
        "Wrapped keys are authenticated.",
        below(header([COSTLY | {"wrapped": text(made("x", 48))}])),
    ),
    ("cost-lowered", "Costs are authenticated.", below(header([COSTLY | {"t": 3}]))),
    ("ciphertext-bit", "The ciphertext is authenticated.", bytes(FLIPPED)),
    ("tag-bit", "The tag is whole.", SOUND[:-1] + bytes([SOUND[-1] ^ 128])),
    (
        "ciphertext-of-another-vault",
        "Two vaults, one header.",
        below(header(), sealed(header(vault=text(OTHER_VAULT)), key=OTHER_KEY)),
    ),
]:
    case(f"tampered-{name}", why, envelope, TICKET, "vault-tampered", phase="open")
case(
    "tampered-vault-changed",
    "The vault's id is authenticated.",
    below(header(vault=text(OTHER_VAULT))),
    {"ticket": text(ticket(OTHER_VAULT, DATA_KEY))},
    "vault-tampered",
    phase="open",
)

# What is inside.

for name, contents in {
    "nothing": b"",
    "spaces": b" " * 1024,
    "null": "null",
    "array": "[]",
    "no-fields": "{}",
    "no-written": '{"accounts":[]}',
    "no-accounts": '{"written":1}',
    "accounts-an-object": '{"accounts":{},"written":1}',
    "accounts-null": '{"accounts":null,"written":1}',
    "written-negative": '{"accounts":[],"written":-1}',
    "written-text": '{"accounts":[],"written":"1"}',
    "written-a-fraction": '{"accounts":[],"written":1.0}',
    "written-above-64-bits": '{"accounts":[],"written":18446744073709551616}',
    "accounts-twice": '{"accounts":[],"accounts":[],"written":1}',
    "written-twice": '{"accounts":[],"written":1,"written":1}',
    "more-behind": EMPTY + " x",
    "two-objects": EMPTY + EMPTY,
    "cut-short": EMPTY[:-1],
    "nought-behind": EMPTY.encode() + b"\0",
    "not-utf-8": b'{"accounts":["\xff"],"written":1}',
    "byte-order-mark": "\ufeff" + EMPTY,
    "known-numbers": '{"accounts":[],"known":[1],"written":1}',
    "known-an-object": '{"accounts":[],"known":{},"written":1}',
    "taught-an-object": '{"accounts":[],"taught":{},"written":1}',
    "comma-at-the-end": '{"accounts":[],"written":1,}',
    "not-a-number": '{"accounts":[NaN],"written":1}',
    "control-character": '{"accounts":[],"a":"\u0001","written":1}',
}.items():
    case(
        f"contents-{name}",
        "Authentic, but no contents.",
        sealed(contents=contents),
        TICKET,
        "vault-malformed-contents",
        phase="open",
    )
opens("contents-not-padded", "Padding is a writer's duty.", sealed(contents=EMPTY.encode()))
opens(
    "contents-other-white-space",
    "Whatever white space follows is no part of it.",
    sealed(contents=EMPTY.encode() + b" \t\r\n"),
)
opens(
    "contents-other-spelling",
    "The contents have no canonical spelling.",
    sealed(contents=b'{ "written" : 0 ,\n"\\u0061ccounts" : [ ] }'),
)
opens(
    "contents-later-fields",
    "Fields of a later version are kept.",
    sealed(contents='{"accounts":[],"groups":[{"name":"Work","n":[1.5,-7]}],"written":1,"z":{"b":1,"a":1e3}}'),
    kept=['"groups":[{"name":"Work","n":[1.5,-7]}]', '"z":{"b":1,"a":1e3}'],
)
holds(
    "accounts-of-each-type",
    "RFC 6238, RFC 4226, Steam Guard.",
    [
        account(1, **TOTP),
        account(2, type="totp", algorithm="SHA256", digits=8, period=60),
        account(3, type="totp", algorithm="SHA512", digits=10, period=86400),
        account(4, type="hotp", algorithm="SHA1", digits=6, counter=2**64 - 1),
        account(5, type="steam"),
        account(6, **TOTP | {"digits": 1, "period": 1}),
        account(7, **TOTP, deleted=1700000000001),
    ],
)
holds(
    "accounts-with-everything",
    "All that an account may have.",
    [
        account(
            1,
            **TOTP,
            sites=[
                "https://a.example",
                "host https://a.example:8443",
                "/team https://b.example",
                "http://localhost:8080",
                "https://[2001:db8::1]",
            ],
            submit=True,
            tries=[
                {
                    "site": "https://a.example",
                    "until": 1700000030,
                    "at": 1700000000000,
                    "rejected": 1,
                    "calm": 1,
                    "judged": True,
                }
            ],
            labelIssuer="Example",
            parameters=[["image", "https://example.com/a.png"], ["", ""]],
        )
    ],
    kept=['"labelIssuer":"Example"', '"submit":true', '"until":1700000030'],
)
holds(
    "accounts-with-odd-names",
    "A name is any text.",
    [
        account(1, **TOTP) | {"name": ""},
        account(2, **TOTP) | {"issuer": "", "name": '\u0000 " \\ \u007f \u2028'},
        account(3, **TOTP) | {"issuer": "\U0001f511 Z\u00fcrich", "name": "n" * 1100},
    ],
)
holds(
    "accounts-with-short-and-long-seeds",
    "A seed has 1 to 1,024 bytes.",
    [
        account(1, **TOTP) | {"secret": "AE"},
        account(2, **TOTP) | {"secret": base64.b32encode(made("seed", 1024)).decode().rstrip("=")},
    ],
)
MOTP = {"type": "motp", "secret": "MUZTCNJSMFTGKZJWGI2TSOLDHA"}
YANDEX = {"type": "yandex", "secret": "LA2V6KMCGYMWWVEW64RNP3JA3IAAAAAAHTSG4HRZPI"}
holds(
    "accounts-with-a-pin",
    "Mobile-OTP and Yandex Key. Without the PIN there is no code.",
    [
        account(1, type="motp") | MOTP | {"pin": "1234"},
        account(2, type="motp") | MOTP,
        account(3, type="yandex") | YANDEX | {"pin": "7586"},
        account(4, type="yandex") | YANDEX,
        account(5, type="yandex") | YANDEX | {"pin": "1" * 64, "secret": "AE"},
    ],
    [
        line(account(9, type="yandex") | YANDEX | {"pin": "1" * 65}),
        line(account(9, type="yandex") | YANDEX | {"pin": "é" * 33}),
        line(account(9, type="motp") | MOTP | {"pin": 1234}),
        line(account(9, type="motp") | MOTP | {"pin": None}),
        # No UTF-8.
        line(account(9, type="motp") | {"secret": "77776"}),
    ],
)
holds(
    "accounts-with-algorithms-that-are-only-kept",
    "Other apps have them. No codes are made with them.",
    [
        account(number, **TOTP | {"algorithm": algorithm})
        for number, algorithm in enumerate(("MD5", "SHA224", "SHA384", "GOST3411_2012_256", "GOST3411_2012_512"), 1)
    ]
    + [account(6, type="hotp", algorithm="MD5", digits=6, counter=7)],
)
holds("accounts-with-fields-of-another-type", "They are no part of it.", [account(1, type="steam") | {"name": "steam"}])
holds(
    "accounts-with-later-fields",
    "Fields of a later version are kept.",
    [account(1, **TOTP, icon={"kind": "emoji", "text": "\U0001f511"}, zz=[1.5, None])],
    kept=['"icon":{"kind":"emoji","text":"\U0001f511"}', '"zz":[1.5,null]'],
)


def broken(**changes):
    return line(
        {
            name: value
            for name, value in (
                account(9, **TOTP) | {"issuer": "", "name": "", "secret": "AE", "created": 1, "modified": 1} | changes
            ).items()
            if value is not ...
        }
    )


holds(
    "records-that-are-no-accounts",
    "They are counted and kept byte for byte, and hide no account.",
    [account(1, **TOTP)],
    [
        '{ "type":"ocra", "suite":"a\\u0062c", "n":1.50e3, "n":18446744073709551616 }',
        "null",
        "1e9999",
        "[]",
        '"x"',
        "{}",
        "-0",
        broken(type="ocra"),
        broken(type=None),
        broken(type=...),
        broken(secret=...),
        broken(secret=""),
        broken(secret="0189"),
        broken(secret="A"),
        broken(secret=7),
        broken(algorithm="MD4"),
        broken(algorithm="sha1x"),
        broken(algorithm=...),
        broken(digits=0),
        broken(digits=11),
        broken(digits=300),
        broken(digits="6"),
        broken(digits=6.5),
        broken(digits=...),
        broken(period=0),
        broken(period=86401),
        broken(period=...),
        broken(id="AAAA"),
        broken(id=...),
        broken(issuer=...),
        broken(issuer=None),
        broken(name=7),
        broken(created=-1),
        broken(created=...),
        broken(modified="1"),
        broken(deleted="x"),
        broken(submit="true"),
        broken(submit=1),
        broken(type="hotp"),
        broken(type="hotp", counter=-1),
        broken(type="hotp", counter=2**64),
        broken().replace('{"id"', '{"issuer":"twice","id"'),
        broken(issuer="x").replace('"x"', '"\\ud83d"'),
    ],
)
holds(
    "records-with-sites-that-are-none",
    "An account is bound to origins alone.",
    [account(1, **TOTP)],
    [
        broken(sites=sites)
        for sites in (
            ["http://a.example"],
            ["a.example"],
            ["https://A.example"],
            ["https://a.example/"],
            ["https://a.example:443"],
            ["https://a.example:0443"],
            ["https://"],
            ["https://a..example"],
            ["https://u@a.example"],
            ["ftp://a.example"],
            ["https://[::1"],
            ["http://localhost:80"],
            ["http://localhost.evil.example"],
            ["near https://a.example"],
            [7],
            "https://a.example",
            {},
            ["https://" + "a." * 150 + "example"],
        )
    ],
)
holds(
    "records-with-tries-that-are-none",
    "What became of the codes has a form.",
    [account(1, **TOTP)],
    [
        broken(tries=tries)
        for tries in (
            {},
            [7],
            [{}],
            [{"site": "https://a.example", "until": 1}],
            [{"site": "http://a.example", "until": 1, "at": 1}],
            [{"site": "https://a.example", "until": -1, "at": 1}],
            [{"site": "https://a.example", "until": 1, "at": 1, "judged": 1}],
        )
    ],
)
holds(
    "records-with-parameters-that-are-none",
    "Pairs of texts.",
    [account(1, **TOTP)],
    [broken(parameters=parameters) for parameters in ({}, [["a"]], [["a", "b", "c"]], [["a", 1]], ["ab"], [7])],
)
holds(
    "records-that-are-deep",
    "However deep a record is, those beside it are read.",
    [account(1, **TOTP)],
    ["[" * 400 + "]" * 400],
)
