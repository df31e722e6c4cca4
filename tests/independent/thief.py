"""What a thief makes of the bytes of a browser's profile, of secrets that were revoked, and of time: every envelope that
was ever written is tried with every key that can be got from any other. Made from docs/vault-format.md, without a line of
Halfminute.

    thief.py < WHAT

WHAT is JSON: `envelopes`, base64; `windows`, the name of a file with pieces of the profile, each behind its length in four
bytes (little-endian), in which each 64 bytes are tried as the key of a remembered device; `passphrases`, `recoveryKeys` in
writing, and `secrets` of passkeys, base64. Prints JSON: `opened`, for each envelope whether it was, and `devices`, the ids of the slots
whose key was among the pieces.
"""

import base64
import functools
import hmac
import json
import struct
import sys
from pathlib import Path

import open_vault as reader

KEY = 64


def pieces(file):
    data = Path(file).read_bytes() if file else b""
    at = 0
    while at < len(data):
        (length,) = struct.unpack_from("<I", data, at)
        yield data[at + 4 : at + 4 + length]
        at += 4 + length


def device_secrets(salt, found):
    """What each window answers to the salt, as the browser's HMAC would."""
    for piece in found:
        for at in range(len(piece) - KEY + 1):
            yield hmac.digest(piece[at : at + KEY], salt, "sha256")


def unlocked(envelope, slot, key):
    """Whether this is the key-encryption key."""
    is_own = envelope.version == 2 and not reader.is_inherited(slot)
    return (reader.own_private_key if is_own else reader.unwrap)(envelope, slot, key)


class Thief:
    def __init__(self, what):
        self.envelopes = [reader.parse(base64.b64decode(text)) for text in what["envelopes"]]
        self.pieces = list(pieces(what.get("windows")))
        self.passphrases = [reader.passphrase_bytes(text) for text in what.get("passphrases", ())]
        self.secrets = [base64.b64decode(text) for text in what.get("secrets", ())]
        self.secrets += [reader.recovery_key(text) for text in what.get("recoveryKeys", ())]
        self.data_keys, self.private_keys, self.devices = set(), set(), set()

    @functools.cache
    def stretched(self, salt, costs, secret):
        slot = dict(zip(("salt", "m", "t", "p"), (salt, *costs)))
        return reader.stretched(slot, secret)

    def keys_of(self, slot):
        if slot["kind"] == "passphrase":
            costs = tuple(int(slot[name]) for name in ("m", "t", "p"))
            return [self.stretched(slot["salt"], costs, secret) for secret in self.passphrases]
        return [reader.derived_key(slot, secret) for secret in self.secrets]

    def search(self):
        """The keys of devices, once for each slot that there ever was."""
        seen = set()
        for envelope in self.envelopes:
            for slot in envelope.header["slots"]:
                if slot["kind"] != "device" or slot["salt"] in seen:
                    continue
                seen.add(slot["salt"])
                for secret in device_secrets(reader.to_bytes(slot["salt"]), self.pieces):
                    if unlocked(envelope, slot, reader.derived_key(slot, secret)) is not None:
                        self.secrets.append(secret)
                        self.devices.add(slot["id"])

    def pry(self, envelope):
        for slot in envelope.header["slots"]:
            if slot["kind"] not in reader.SLOTS:
                continue
            for key in self.keys_of(slot):
                inside = unlocked(envelope, slot, key)
                if inside is not None:
                    is_own = envelope.version == 2 and not reader.is_inherited(slot)
                    (self.private_keys if is_own else self.data_keys).add(inside)
            if envelope.version == 1:
                continue
            if reader.is_inherited(slot):
                found = (reader.inherited_private_key(envelope, slot, key) for key in self.data_keys)
                self.private_keys.update(key for key in found if key is not None)
            found = (reader.unseal_data_key(envelope, slot, key) for key in self.private_keys)
            self.data_keys.update(key for key in found if key is not None)

    def opened(self):
        known = -1
        while known < len(self.data_keys) + len(self.private_keys):
            known = len(self.data_keys) + len(self.private_keys)
            for envelope in self.envelopes:
                self.pry(envelope)
        return [any(self.opens(envelope, key) for key in self.data_keys) for envelope in self.envelopes]

    @staticmethod
    def opens(envelope, key):
        nonce = reader.to_bytes(envelope.header["nonce"])
        return reader.aead_open(key, nonce, envelope.aad, envelope.ciphertext) is not None


def main():
    thief = Thief(json.load(sys.stdin))
    thief.search()
    print(json.dumps({"opened": thief.opened(), "devices": sorted(thief.devices)}))


main()
