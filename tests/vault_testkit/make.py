"""Writes the test kit: one file a case, beside this file. See README.md.

pip install -r ../independent/requirements.txt
python make.py
"""

import collections
import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "fixtures" / "vault"), str(HERE.parent / "independent")]

# Each adds its cases.
import contents
import framing
import headers
import parts
import slots
import ways
import testkit
from kit import CHEAP, EMPTY, TICKET, case, cases, header, sealed
from writer import text

# Every bit of a small envelope, and every length.

SMALL = sealed(header([CHEAP]), contents=EMPTY.encode())
for each in ("flipped-bit", "truncation"):
    why = "Whatever is changed is refused, and named as another reader names it."
    one = {"envelope": text(SMALL), "open": [TICKET], "each": each}
    counts = collections.Counter(testkit.verdict_of(changed, TICKET)[0] for changed in testkit.each_changed(one))
    case("every-" + each, why, SMALL, TICKET, dict(sorted(counts.items())), each=each)

for old in HERE.glob("*.json"):
    old.unlink()
for name, one in cases.items():
    fields = ",\n".join(
        f" {json.dumps(field)}: {json.dumps(value, ensure_ascii=False)}" for field, value in one.items()
    )
    (HERE / f"{name}.json").write_text(f"{{\n{fields}\n}}\n", encoding="utf-8")
