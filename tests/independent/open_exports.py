"""Opens what Halfminute exports for other apps, as those apps would, without a line of Halfminute.

    open_exports.py FORMAT FILE < PASSWORD

FORMAT is `aegis`, `2fas`, `ente`, `bitwarden` or `otpauth`; for a file that is not sealed the password is empty. Prints each
account as a line of JSON: kind, issuer, name, secret in base32, algorithm, digits, and the period or the counter; also the
note, the tags and whether it is pinned, where the format has them, and the item's title and user of Bitwarden. Where the file
does not open, standard error says why, and the exit code is 1.
"""

import json
import sys
from pathlib import Path

from export_formats import FORMATS, Refused


def main():
    """Opens the file that is named."""
    form, file = sys.argv[1:]
    password = sys.stdin.read()
    try:
        accounts = FORMATS[form](Path(file).read_text(encoding="utf-8-sig"), password)
    except Refused as why:
        sys.exit(str(why))
    for account in accounts:
        print(json.dumps(account, ensure_ascii=False))


main()
