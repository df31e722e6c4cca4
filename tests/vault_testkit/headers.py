"""Section 3: the header has one spelling."""

import json

from kit import VAULT, before_work, header, later, lengths, opens, respelt, sealed
from writer import line, text

respelt("space-after-a-colon", "No white space.", lambda head: head.replace(":", ": ", 1))
respelt("space-after-a-comma", "No white space.", lambda head: head.replace(",", ", ", 1))
respelt("space-before", "No white space.", lambda head: " " + head)
respelt("space-behind", "No white space.", lambda head: head + " ")
respelt("carriage-return", "No white space.", lambda head: head + "\r")
respelt("byte-order-mark", "The header is the object alone.", lambda head: "\ufeff" + head)
respelt(
    "order",
    "The fields stand in the order of the table.",
    lambda head: head.replace(f'"vault":"{text(VAULT)}","generation":7', f'"generation":7,"vault":"{text(VAULT)}"'),
)
respelt(
    "later-field-first",
    "Later fields stand behind those of the table.",
    lambda head: head.replace(',"a":1', "").replace("{", '{"a":1,', 1),
)
respelt(
    "order-of-later-fields",
    "Later fields are sorted.",
    lambda head: head.replace('"a":1,"note":"x"', '"note":"x","a":1'),
)
respelt("field-twice", "No field twice.", lambda head: head.replace('"generation":7', '"generation":7,"generation":7'))
respelt("later-field-twice", "No field twice.", lambda head: head.replace('"a":1', '"a":1,"a":1'))
respelt(
    "escaped-letter-in-a-name", "Only what must be escaped is.", lambda head: head.replace("vault", "v\\u0061ult", 1)
)
respelt(
    "escaped-letter-in-a-value",
    "Only what must be escaped is.",
    lambda head: head.replace('"argon2id"', '"argon2\\u0069d"'),
)
respelt("single-quotes", "The header is JSON.", lambda head: head.replace('"note"', "'note'"))
respelt("comma-at-the-end", "The header is JSON.", lambda head: head[:-1] + ",}")
respelt("two-objects", "The header is one object.", lambda head: head + "{}")
respelt("array", "The header is an object.", lambda head: "[" + head + "]")
respelt("null", "The header is an object.", lambda head: "null")
respelt("empty-line", "The header is an object.", lambda head: "")
for name, field in {
    "order-inside": '"a":{"c":1,"b":1}',
    "twice-inside": '"a":{"b":1,"b":1}',
    "order-deep-inside": '"a":[1,{"c":1,"b":1}]',
    "space-inside": '"a":[1 ,2]',
    "escaped-solidus": '"a":"b\\/c"',
    "upper-case-escape": '"a":"\\u001F"',
    "long-escape": '"a":"\\u0008"',
    "escaped-umlaut": '"a":"\\u00fc"',
    "escaped-pair": '"a":"\\ud83d\\ude00"',
    "half-a-pair": '"a":"\\ud83d"',
    "control-character": '"a":"\u0001"',
    "tab": '"a":"\t"',
    "order-by-code-unit": '"\U0001f600":1,"\uff01":1',
    "escape-of-nothing": '"a":"\\x41"',
    "minus-nought": '"a":-0',
    "leading-nought": '"a":01',
    "plus": '"a":+1',
    "above-64-bits": '"a":18446744073709551616',
    "below-64-bits": '"a":-9223372036854775809',
    "infinity": '"a":Infinity',
    "not-a-number": '"a":NaN',
    "hexadecimal": '"a":0x10',
    "upper-case-word": '"a":True',
    "number-cut-short": '"a":1.',
    "no-value": '"a":',
    "too-deep": '"a":' + "[" * 130 + "]" * 130,
}.items():
    later(name, "A later field has one spelling too.", field)
before_work(
    "spelling-not-utf-8", "The header is UTF-8.", sealed(line(header(note="x")).encode().replace(b'"x"', b'"\xff"'))
)
before_work(
    "spelling-half-a-pair-in-utf-8",
    "A half of a surrogate pair is no UTF-8.",
    sealed(line(header(note="x")).encode().replace(b'"x"', b'"\xed\xa0\xbd"')),
)
for name in ("vault", "generation", "slots", "nonce"):
    before_work(
        f"header-without-{name}",
        "The table's fields must be there.",
        sealed(header(**{name: None}) if name != "slots" else line(header()).replace('"slots"', '"sluts"')),
    )
for name, value in {
    "nought": "0",
    "negative": "-1",
    "text": '"7"',
    "a-fraction": "7.0",
    "an-exponent": "7e0",
    "leading-nought": "07",
    "above-64-bits": "18446744073709551616",
    "null": "null",
}.items():
    before_work(
        f"generation-{name}",
        "The generation is an integer from 1 to 2^64 - 1.",
        sealed(line(header()).replace(":7,", f":{value},", 1)),
    )
opens(
    "generation-last",
    "After 2^64 - 1 there is no next one.",
    sealed(header(generation=2**64 - 1)),
    rewrite="vault-malformed-header",
)


for field, length in {"vault": 16, "nonce": 24}.items():
    for name, value in lengths(field, length).items():
        before_work(
            f"header-{field}-{name}",
            "Bytes are base64url without padding, and exactly so many.",
            sealed(header(**{field: value})),
        )
    before_work(f"header-{field}-a-number", "Bytes are a string.", sealed(header(**{field: 1})))

for name, crit, verdict in [
    ("unknown", ["sealed"], "vault-unknown-critical"),
    ("known-name", ["vault"], "vault-unknown-critical"),
    ("missing-name", ["absent"], "vault-unknown-critical"),
    ("empty", [], "vault-malformed-header"),
    ("text", "sealed", "vault-malformed-header"),
    ("numbers", [1], "vault-malformed-header"),
    ("null", False, "vault-malformed-header"),
]:
    before_work(
        f"crit-{name}",
        "Version 1 has no critical fields, and must refuse what marks some.",
        sealed(header(crit=crit, sealed=1)),
        verdict,
    )
before_work(
    "crit-out-of-place",
    "crit stands behind nonce.",
    sealed(line(header(crit=["x"], a=1)).replace('"crit":["x"],"a":1', '"a":1,"crit":["x"]')),
)
opens(
    "later-fields",
    "Fields of a later version are kept, whatever they hold.",
    sealed(
        header(
            **{
                "": 0,
                "Z": -(2**63),
                "a": [1, None, True, {"b": {}, "c": [[]]}],
                "deep": json.loads("[" * 90 + "]" * 90),
                "max": 2**64 - 1,
                "note": '" \\ \b \t \n \f \r \u001f \u007f / \u00fc \U0001f600',
                "\uff01": 1,
                "\U0001f600": 2,
            }
        )
    ),
)
