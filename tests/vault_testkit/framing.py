"""Section 2: two lines, a version, a length."""

from kit import HEADER_END, MAGIC, SOUND, TICKET, before_work, case, header, opens, sealed

opens("sound", "Every case that is refused before work is this one with one thing changed.", SOUND)
for name, length in {
    "nothing": 0,
    "one-byte": 1,
    "inside-the-magic": 10,
    "before-the-version": 17,
    "before-the-first-line-feed": 18,
    "after-the-first-line": 19,
    "inside-the-header": 100,
    "before-the-second-line-feed": HEADER_END - 1,
    "after-the-header": HEADER_END,
    "inside-the-tag": HEADER_END + 15,
}.items():
    before_work(
        f"truncated-{name}", "Two lines, and at least a tag behind them.", SOUND[:length], "vault-not-an-envelope"
    )
for name, length in {"to-a-tag": HEADER_END + 16, "one-byte-short": len(SOUND) - 1}.items():
    case(
        f"truncated-{name}",
        "The ciphertext is authenticated as a whole.",
        SOUND[:length],
        TICKET,
        "vault-tampered",
        phase="open",
    )
case("a-byte-more", "The ciphertext goes to the end.", SOUND + b"\0", TICKET, "vault-tampered", phase="open")
for name, magic, verdict in [
    ("3", b"halfminute-vault/3\n", "vault-unknown-version"),
    ("10", b"halfminute-vault/10\n", "vault-unknown-version"),
    ("01", b"halfminute-vault/01\n", "vault-unknown-version"),
    ("none", b"halfminute-vault/\n", "vault-unknown-version"),
    ("a-carriage-return", b"halfminute-vault/1\r\n", "vault-unknown-version"),
    ("a-space", b"halfminute-vault/1 \n", "vault-unknown-version"),
    ("upper-case", b"Halfminute-vault/1\n", "vault-not-an-envelope"),
    ("a-space-before", b" halfminute-vault/1\n", "vault-not-an-envelope"),
    ("a-byte-order-mark", b"\xef\xbb\xbfhalfminute-vault/1\n", "vault-not-an-envelope"),
    ("a-slash-missing", b"halfminute-vault1\n", "vault-not-an-envelope"),
]:
    before_work(f"version-{name}", "The first line names a version that there is, to the byte.", sealed(magic=magic), verdict)
NOTED = sealed(header(note="x"))
AT = NOTED.index(b'"x"') + 1
LINE = NOTED.index(b"\n", len(MAGIC)) - len(MAGIC)
before_work(
    "line-too-long",
    "The header's line feed is within 65,536 bytes.",
    NOTED,
    "vault-not-an-envelope",
    insert={"at": AT, "byte": 120, "times": 65536 - LINE},
)
case(
    "line-as-long-as-can-be",
    "One byte less is a header, though not the one that was sealed.",
    NOTED,
    TICKET,
    "vault-tampered",
    phase="open",
    insert={"at": AT, "byte": 120, "times": 65535 - LINE},
)
before_work(
    "version-line-too-long",
    "The version's line feed is within 65,536 bytes behind the magic.",
    SOUND,
    "vault-not-an-envelope",
    insert={"at": 18, "byte": 49, "times": 65536 - 1},
)
before_work(
    "version-line-as-long-as-can-be",
    "A version, though no known one.",
    SOUND,
    "vault-unknown-version",
    insert={"at": 18, "byte": 49, "times": 65535 - 1},
)
