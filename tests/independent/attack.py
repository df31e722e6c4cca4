"""What somebody still opens who has copies of a vault and one secret of it that was revoked.

    attack.py FILE... < SECRETS

Each FILE is an envelope, the base64 text of one as it stands in the extension's storage, or any other file, in which such
texts are looked for. Files that LevelDB wrote are unpacked before: `attack.mjs` does that with a whole profile folder.
SECRETS is one object of JSON, or an array of them:

    {"passphrase": "…"}     {"recovery": "123456-…"}     {"passkey": "…"}     {"device": "…"}
    {"deviceKey": "…"}      {"dataKey": "…"}             {"private": "…"}

The last five are base64url: what a passkey's PRF answered, what a device's HMAC answered, the key of that HMAC, a data
key, and the private key of a slot. Every secret is tried on every slot of its kind, expired or not. Every data key and
every private key that is found is then tried on every envelope, until nothing new comes of it. Prints JSON:

    {"opened": [{"vault", "generation", "version", "written", "by", "accounts", "file"}],
     "sealed": [{"vault", "generation", "version", "file"}], "unreadable": [{"file", "why"}]}

`by` says how the data key was come by, step by step. `unreadable` looks like an envelope and is none. The exit code is 0
whatever opens, and 1 where there is no envelope at all.
"""

import base64
import hmac
import json
import re
import sys
from pathlib import Path

import open_vault
from open_vault import MAGIC, Refusal, to_bytes

# The longest beginning of base64 that does not depend on what follows.
IN_BASE64 = base64.b64encode(MAGIC)[:22]
TEXT = re.compile(re.escape(IN_BASE64) + rb"[A-Za-z0-9+/]*={0,2}")


class Found:
    """An envelope of a file, and what opened it."""

    def __init__(self, file, envelope):
        self.file = file
        self.envelope = envelope
        self.slots = [slot for slot in envelope.header["slots"] if slot["kind"] in open_vault.SLOTS]
        # Once it is open: how, and what it holds, if that can be read.
        self.by = None
        self.contents = None

    def shown(self):
        header = self.envelope.header
        common = {"vault": header["vault"], "generation": int(header["generation"]), "version": self.envelope.version}
        if self.contents is not None:
            accounts = [found["name"] for found in self.contents.accounts]
            common |= {"written": self.contents.written, "accounts": accounts}
        return common | ({"by": self.by} if self.by else {}) | {"file": self.file}

    def __str__(self):
        return f"generation {self.envelope.header['generation']}"


class Attack:
    def __init__(self, found):
        self.found = found
        # Keys by their bytes, with how they were come by.
        self.data_keys = {}
        self.private_keys = {}
        self.grown = True

    def take(self, keys, key, by):
        if key is not None and key not in keys:
            keys[key] = by
            self.grown = True

    def try_secret(self, secret):
        (kind, value), *more = secret.items()
        if more:
            sys.exit("a secret has one field")
        if kind in ("dataKey", "private"):
            self.take(self.data_keys if kind == "dataKey" else self.private_keys, to_bytes(value), f"the {kind} given")
            return
        for one in self.found:
            for slot in one.slots:
                key = key_encryption_key(slot, kind, value)
                if key is not None:
                    self.try_key(one, slot, key, f"{kind} of slot {slot['id']} in {one}")

    def try_key(self, one, slot, key, by):
        """All that a key-encryption key may open in a slot."""
        if "wrapped" in slot:
            self.take(self.data_keys, open_vault.unwrap(one.envelope, slot, key), by)
        if "private" in slot:
            self.take(self.private_keys, open_vault.own_private_key(one.envelope, slot, key), by)

    def spread(self):
        """Every key on every envelope, until nothing new comes of it."""
        while self.grown:
            self.grown = False
            for one in self.found:
                for key, by in list(self.data_keys.items()):
                    self.try_data_key(one, key, by)
                for private, by in list(self.private_keys.items()):
                    for slot in (slot for slot in one.slots if "key" in slot):
                        data_key = open_vault.unseal_data_key(one.envelope, slot, private)
                        self.take(self.data_keys, data_key, f"{by}, then the data key sealed to {slot['id']} in {one}")

    def try_data_key(self, one, key, by):
        if one.by is None:
            try:
                one.contents = open_vault.open_contents(one.envelope, key)
                one.by = by
            except Refusal as refusal:
                # Contents that follow no rule were deciphered all the same.
                one.by = by if str(refusal) == "vault-malformed-contents" else None
        for slot in one.slots:
            if "privateNonce" in slot:
                private = open_vault.inherited_private_key(one.envelope, slot, key)
                self.take(self.private_keys, private, f"{by}, then the inherited slot {slot['id']} in {one}")


def key_encryption_key(slot, kind, value):
    """What this secret makes of a slot, or None where it is of another kind."""
    if slot["kind"] != ("device" if kind == "deviceKey" else kind):
        return None
    if kind == "passphrase":
        return open_vault.stretched(slot, open_vault.passphrase_bytes(value))
    if kind == "recovery":
        return open_vault.derived_key(slot, open_vault.recovery_key(value))
    secret = to_bytes(value)
    if kind == "deviceKey":
        secret = hmac.digest(secret, to_bytes(slot["salt"]), "sha256")
    return open_vault.derived_key(slot, secret)


def envelopes_in(data):
    """Whatever looks like one: the whole file, and texts of base64 anywhere in it."""
    if data.startswith(MAGIC):
        yield data
    for match in TEXT.finditer(data):
        spelt = match[0].rstrip(b"=")
        # A text that was cut off has any length.
        yield base64.b64decode(spelt[: len(spelt) - (len(spelt) % 4 == 1)] + b"==")


def collect(files):
    """The envelopes, each once, and what looks like one."""
    found, unreadable, seen = [], [], set()
    for file in files:
        for data in envelopes_in(Path(file).read_bytes()):
            if data not in seen:
                seen.add(data)
                try:
                    found.append(Found(file, open_vault.parse(data)))
                except Refusal as refusal:
                    unreadable.append({"file": file, "why": str(refusal)})
    return found, unreadable


def main():
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    found, unreadable = collect(sys.argv[1:])
    if not found:
        sys.exit("no envelope in any of these files")
    secrets = json.loads(sys.stdin.buffer.read())
    attack = Attack(found)
    for secret in secrets if isinstance(secrets, list) else [secrets]:
        attack.try_secret(secret)
    attack.spread()
    found.sort(key=lambda one: (one.envelope.header["vault"], int(one.envelope.header["generation"])))
    report = {
        "opened": [one.shown() for one in found if one.by],
        "sealed": [one.shown() for one in found if not one.by],
        "unreadable": unreadable,
    }
    print(json.dumps(report, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
