"""Writes the test kit: one file a case, beside this file. See README.md.

pip install -r ../independent/requirements.txt
python make.py
"""

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
import version_2
import version_2_keys
from kit import CHEAP, EMPTY, TICKET, case_of_each, cases, header, sealed

# Every bit of a small envelope, and every length.

for each in ("flipped-bit", "truncation"):
    small = sealed(header([CHEAP]), contents=EMPTY.encode())
    case_of_each("every-" + each, small, each, TICKET)

for old in HERE.glob("*.json"):
    old.unlink()
for name, one in cases.items():
    fields = ",\n".join(
        f" {json.dumps(field)}: {json.dumps(value, ensure_ascii=False)}" for field, value in one.items()
    )
    (HERE / f"{name}.json").write_text(f"{{\n{fields}\n}}\n", encoding="utf-8")
