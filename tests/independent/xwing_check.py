"""Holds both sides of X-Wing, the reader's and the writer's, to the draft's vectors (tests/fixtures/xwing.json)."""

import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "fixtures" / "vault"))

import sealing
import xwing

vectors = json.loads((HERE.parent / "fixtures" / "xwing.json").read_text(encoding="utf-8"))
for vector in vectors:
    private, randomness, shared, public, capsule = (
        bytes.fromhex(vector[name]) for name in ("sk", "eseed", "ss", "pk", "ct")
    )
    assert xwing.expand(private).public == public
    assert xwing.decapsulate(private, capsule) == shared
    assert sealing.public_of(private) == public
    assert sealing.encapsulate(public, randomness) == (shared, capsule)
sealed = sealing.seal_to(public, b"info", b"plain", randomness)
assert xwing.open_with(private, b"info", sealed) == b"plain"
assert xwing.open_with(private, b"other", sealed) is None
for at in (0, xwing.LATTICE_CAPSULE, xwing.CAPSULE, len(sealed) - 1):
    assert xwing.open_with(private, b"info", sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]) is None
print(f"{len(vectors)} vectors")
