"""Opens an envelope of Halfminute as docs/vault-format.md describes it, without a line of Halfminute.

    open_vault.py FILE [--base64] [--recovery-key] [--log] < SECRET

FILE is an envelope; with --base64 it is the text that stands in the extension's storage. The secret is the passphrase,
or with --recovery-key the recovery key. Prints each account as a line of JSON, or with --log the log as the extension
exports it. When the envelope or the secret is refused, nothing is printed, standard error has the name of the error,
and the exit code is 1. Where a log's chain of hashes does not hold, the log is printed all the same, standard error has
`log-broken`, the device and which of its entries it is, as numbered from 1 since the first that ever was, and the exit
code is 2.
"""

import argparse
import base64
import binascii
import hashlib
import ipaddress
import json
import re
import sys
import time
import unicodedata
from pathlib import Path
from typing import NamedTuple

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt
from nacl.exceptions import CryptoError

from spelling import Fields, NotJson, Number, in_order, read, spell
from xwing import CAPSULE, PUBLIC, open_with

MAGIC = b"halfminute-vault/"
MOST_VERSION = 65536
# By version: the bytes of the header's line.
MOST_HEADER = {b"1": 65536, b"2": 131072}
TAG = 16
HEADER = ("vault", "generation", "slots", "nonce", "crit")
SLOTS = {
    "passphrase": ("kind", "id", "kdf", "m", "t", "p", "salt", "nonce"),
    "passkey": ("kind", "id", "kdf", "credential", "salt", "nonce"),
    "recovery": ("kind", "id", "kdf", "salt", "nonce"),
    "device": ("kind", "id", "kdf", "expires", "salt", "nonce"),
}
# What stands behind these, and how many bytes it has.
WRAPPED = {"wrapped": 48}
OWN = {"private": 48, "key": CAPSULE + 48}
INHERITED = {"wrapped": 48, "privateNonce": 24} | OWN
SECRET_BYTES = {"passkey": 32, "recovery": 16, "device": 32}
COSTS = {"m": (65536, 1048576), "t": (3, 64), "p": (1, 16)}
MOST_WORK = 8388608


class Refusal(Exception):
    """By the name that the format gives it."""


class Envelope(NamedTuple):
    """One that follows sections 2 to 4. No key was needed to say so, and none was derived."""

    version: int
    header: dict
    aad: bytes
    ciphertext: bytes


class Contents(NamedTuple):
    accounts: list
    unreadable: int
    logs: list
    written: int


class Log(NamedTuple):
    """Of one device. The entries are pairs: an object as it is written, and its hash."""

    device: str
    cut: int
    start: str
    entries: list


# Sections 2 to 4: before any key.


def parse(data):
    if not data.startswith(MAGIC):
        raise Refusal("vault-not-an-envelope")
    version, header_at = line(data, len(MAGIC), MOST_VERSION)
    if version not in MOST_HEADER:
        raise Refusal("vault-unknown-version")
    header, ciphertext_at = line(data, header_at, MOST_HEADER[version])
    if len(data) - ciphertext_at < TAG:
        raise Refusal("vault-not-an-envelope")
    return Envelope(int(version), parse_header(header, int(version)), data[:ciphertext_at], data[ciphertext_at:])


def line(data, at, most):
    end = data.find(b"\n", at, at + most)
    if end < 0:
        raise Refusal("vault-not-an-envelope")
    return data[at:end], end + 1


def parse_header(text, version):
    try:
        fields = read(text.decode("utf-8"))
        sound = isinstance(fields, Fields) and spell(fields).encode("utf-8") == text and in_order(fields, HEADER)
    except (NotJson, UnicodeError):
        sound = False
    demand(sound)
    header = dict(fields)
    critical = header.get("crit")
    demand("crit" not in header or is_list(critical) and critical and all(is_text(name) for name in critical))
    demand(is_bytes(header.get("vault"), 16) and is_bytes(header.get("nonce"), 24))
    demand(is_integer(header.get("generation"), 1, 2**64 - 1))
    slots = header.get("slots")
    demand(is_list(slots) and 1 <= len(slots) <= 32)
    demand(all(sorted_inside(value) for name, value in fields if name not in HEADER))
    header["slots"] = [parse_slot(slot, version) for slot in slots]
    ids = [slot["id"] for slot in header["slots"]]
    demand(len(set(ids)) == len(ids))
    if "crit" in header:
        raise Refusal("vault-unknown-critical")
    check_costs(header["slots"])
    return header


def parse_slot(fields, version):
    demand(isinstance(fields, Fields))
    slot = dict(fields)
    kind = slot.get("kind")
    demand(is_text(kind) and is_text(slot.get("id")))
    sealed = WRAPPED if version == 1 else INHERITED if is_inherited(slot) else OWN
    table = (*SLOTS[kind], *sealed) if kind in SLOTS else ()
    demand(in_order(fields, table) and all(sorted_inside(value) for name, value in fields if name not in table))
    if kind not in SLOTS:
        return slot
    demand(all(name in slot for name in table))
    demand(is_bytes(slot["id"], 8) and is_bytes(slot["nonce"], 24))
    demand(all(is_bytes(slot[name], length) for name, length in sealed.items()))
    if kind == "passphrase":
        demand(slot["kdf"] == "argon2id" and is_bytes(slot["salt"], 16))
        demand(all(is_integer(slot[name], 0, 2**32 - 1) for name in COSTS))
    else:
        demand(slot["kdf"] == "hkdf-sha256" and is_bytes(slot["salt"], 32))
        demand("credential" not in table or is_bytes(slot["credential"], 1, 1023))
        demand("expires" not in table or is_integer(slot["expires"], 1, 2**53))
    return slot


def is_inherited(slot):
    """Of version 2: made in version 1 and not used since. Both fields stand there, or none does."""
    return "wrapped" in slot or "privateNonce" in slot


def check_costs(slots):
    work = 0
    for slot in slots:
        if slot["kind"] == "passphrase":
            if not all(least <= int(slot[name]) <= most for name, (least, most) in COSTS.items()):
                raise Refusal("vault-kdf-cost")
            work += int(slot["m"]) * int(slot["t"])
    if work > MOST_WORK:
        raise Refusal("vault-kdf-cost")


def sorted_inside(value):
    if isinstance(value, Fields):
        return in_order(value) and all(sorted_inside(inner) for _, inner in value)
    return not isinstance(value, list) or all(sorted_inside(inner) for inner in value)


def demand(sound, name="vault-malformed-header"):
    if not sound:
        raise Refusal(name)


# The ways to the data key.


def unwrap_with_passphrase(envelope, passphrase):
    secret = passphrase_bytes(passphrase)
    for slot in envelope.header["slots"]:
        if slot["kind"] == "passphrase":
            data_key = open_slot(envelope, slot, stretched(slot, secret))
            if data_key is not None:
                return data_key
    raise Refusal("wrong-passphrase")


def passphrase_bytes(typed):
    secret = unicodedata.normalize("NFC", typed).encode()
    if len(secret) > 4096:
        raise Refusal("passphrase-length")
    return secret


def stretched(slot, secret):
    """The key-encryption key of a passphrase slot."""
    return hash_secret_raw(
        secret,
        to_bytes(slot["salt"]),
        time_cost=int(slot["t"]),
        memory_cost=int(slot["m"]),
        parallelism=int(slot["p"]),
        hash_len=32,
        type=Type.ID,
        version=0x13,
    )


def unwrap_with_secret(envelope, kind, secret, now=None):
    """For a passkey's PRF output, the bytes of a recovery key, and what a device made of its key."""
    now = time.time() * 1000 if now is None else now
    refusal = "wrong-secret"
    for slot in envelope.header["slots"] if len(secret) == SECRET_BYTES[kind] else ():
        if slot["kind"] == kind:
            if kind == "device" and int(slot["expires"]) <= now:
                refusal = "device-expired"
                continue
            data_key = open_slot(envelope, slot, derived_key(slot, secret))
            if data_key is not None:
                return data_key
    raise Refusal(refusal)


def derived_key(slot, secret):
    """The key-encryption key of any other slot."""
    return HKDF(SHA256(), 32, to_bytes(slot["salt"]), b"halfminute-kek/1 " + slot["kind"].encode()).derive(secret)


def unwrap_with_ticket(envelope, ticket):
    if len(ticket) != 49 or ticket[0] != 1 or ticket[1:17] != to_bytes(envelope.header["vault"]):
        raise Refusal("vault-wrong-session")
    return ticket[17:]


def open_slot(envelope, slot, key):
    """The data key, by the key-encryption key; None where that is not the slot's."""
    if envelope.version == 1:
        return unwrap(envelope, slot, key)
    if is_inherited(slot):
        old_data_key = unwrap(envelope, slot, key)
        if old_data_key is None:
            return None
        private_key = inherited_private_key(envelope, slot, old_data_key)
        # The secret is the slot's, so somebody changed what stands behind.
        demand(private_key is not None, "vault-tampered")
    else:
        private_key = own_private_key(envelope, slot, key)
        if private_key is None:
            return None
    data_key = unseal_data_key(envelope, slot, private_key)
    demand(data_key is not None, "vault-tampered")
    return data_key


def unwrap(envelope, slot, key):
    """What version 1 wrapped: the data key of then."""
    return aead_open(key, to_bytes(slot["nonce"]), slot_aad(envelope, slot, 1), to_bytes(slot["wrapped"]))


def own_private_key(envelope, slot, key):
    return aead_open(key, to_bytes(slot["nonce"]), slot_aad(envelope, slot, 2), to_bytes(slot["private"]))


def inherited_private_key(envelope, slot, data_key):
    """By the data key of version 1, which others have as well."""
    return aead_open(data_key, to_bytes(slot["privateNonce"]), slot_aad(envelope, slot, 2), to_bytes(slot["private"]))


def unseal_data_key(envelope, slot, private_key):
    info = f"halfminute-data-key/2\n{envelope.header['vault']}\n{slot['id']}"
    return open_with(private_key, info.encode(), to_bytes(slot["key"]))


def slot_aad(envelope, slot, version):
    kind, salt = slot["kind"], slot["salt"]
    if kind == "passphrase":
        binding = f"passphrase argon2id m={slot['m']} t={slot['t']} p={slot['p']} salt={salt}"
    else:
        binding = f"{kind} hkdf-sha256 salt={salt}"
        binding += "".join(f" {name}={slot[name]}" for name in ("credential", "expires") if name in SLOTS[kind])
    return f"halfminute-slot/{version}\n{envelope.header['vault']}\n{slot['id']}\n{binding}".encode()


def recovery_key(text):
    """The 16 bytes of a recovery key in writing."""
    digits = re.sub("[ -]", "", text)
    if not re.fullmatch("[0-9]{48}", digits):
        raise Refusal("wrong-secret")
    key = b""
    for place in range(8):
        value, remainder = divmod(int(digits[6 * place : 6 * place + 6]), 11)
        if remainder != place or value > 0xFFFF:
            raise Refusal(f"recovery-group-{place + 1}")
        key += value.to_bytes(2, "big")
    return key


def aead_open(key, nonce, aad, sealed):
    try:
        return crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, aad, nonce, key)
    except CryptoError:
        return None


# Section 5: the contents.


def open_contents(envelope, data_key):
    plain = aead_open(data_key, to_bytes(envelope.header["nonce"]), envelope.aad, envelope.ciphertext)
    if plain is None:
        raise Refusal("vault-tampered")
    try:
        text = plain.decode("utf-8")
        fields = read(text)
    except (NotJson, UnicodeError):
        raise Refusal("vault-malformed-contents") from None
    contents = once(fields) or {}
    sound = (
        is_list(contents.get("accounts"))
        and is_integer(contents.get("written"))
        and optional(contents, "taught", is_list_of(is_taught))
        and optional(contents, "known", is_list_of(is_text))
        and optional(contents, "ways", is_list_of(is_way))
        and optional(contents, "order", is_list_of(lambda value: is_bytes(value, 16)))
        and optional(contents, "tombstones", is_list_of(is_tombstone))
        and optional(contents, "versions", are_versions)
        and optional(contents, "logs", is_list)
        and optional(contents, "keys", are_keys)
    )
    demand(sound, "vault-malformed-contents")
    accounts = [account(record) for record in contents["accounts"]]
    logs = [log(value, text) for value in contents.get("logs", ())]
    demand(None not in logs, "vault-malformed-contents")
    return Contents([found for found in accounts if found is not None], accounts.count(None), logs, int(contents["written"]))


# Codes are made with the first three alone.
ALGORITHMS = ("SHA1", "SHA256", "SHA512", "MD5", "SHA224", "SHA384", "GOST3411_2012_256", "GOST3411_2012_512")


def account(record):
    """What a record says, or None when it is not an account as section 5.1 has them."""
    fields = once(record)
    if fields is None or not (
        is_bytes(fields.get("id"), 16)
        and is_text(fields.get("issuer"))
        and is_text(fields.get("name"))
        and is_secret(fields.get("secret"))
    ):
        return None
    kind = fields.get("type")
    found = {"issuer": fields["issuer"], "name": fields["name"], "type": kind, "secret": fields["secret"]}
    if kind in ("totp", "hotp"):
        if fields.get("algorithm") not in ALGORITHMS or not is_integer(fields.get("digits"), 1, 10):
            return None
        found |= {"algorithm": fields["algorithm"], "digits": int(fields["digits"])}
        name, least, most = ("period", 1, 86400) if kind == "totp" else ("counter", 0, 2**64 - 1)
        if not is_integer(fields.get(name), least, most):
            return None
        found[name] = int(fields[name])
    elif kind in ("motp", "yandex"):
        if not optional(fields, "pin", is_pin) or (kind == "motp" and not is_utf8(seed_of(fields["secret"]))):
            return None
        if fields.get("pin"):
            found["pin"] = fields["pin"]
    elif kind != "steam":
        return None
    sound = (
        is_integer(fields.get("created"))
        and is_integer(fields.get("modified"))
        and optional(fields, "deleted", is_integer)
        and optional(fields, "labelIssuer", is_text)
        and optional(fields, "submit", lambda value: isinstance(value, bool))
        and optional(fields, "note", is_text)
        and optional(fields, "tags", is_list_of(is_text))
        and optional(fields, "pinned", lambda value: isinstance(value, bool))
        and optional(fields, "picture", is_picture)
        and optional(fields, "uses", is_integer)
        and optional(fields, "used", is_integer)
        and optional(fields, "sites", is_list_of(is_bound_site))
        and optional(fields, "tries", is_list_of(is_try))
        and optional(fields, "parameters", is_list_of(is_parameter))
        and optional(fields, "versions", are_versions)
    )
    if not sound:
        return None
    for name in ("sites", "parameters"):
        if fields.get(name):
            found[name] = fields[name]
    if "deleted" in fields:
        found["deleted"] = int(fields["deleted"])
    return found


# Section 5.4: the logs.


def log(value, text):
    """One that stands in this text, or None when it is none."""
    fields = once(value)
    if fields is None or not (
        is_bytes(fields.get("device"), 8)
        and is_integer(fields.get("cut"))
        and is_bytes(fields.get("from"), 32)
        and is_list_of(lambda entry: is_entry(entry, text))(fields.get("entries"))
    ):
        return None
    entries = [(text[event.begin : event.end], spelt) for event, spelt in fields["entries"]]
    return Log(fields["device"], int(fields["cut"]), fields["from"], entries)


def is_entry(value, text):
    """Of the spelling that is asked what an export needs, which is a line that begins with other fields."""
    event = once(value[0]) if is_list(value) and len(value) == 2 else None
    if event is None:
        return False
    spelt = text[value[0].begin : value[0].end]
    return (
        is_bytes(value[1], 32)
        and is_integer(event.get("at"))
        and is_text(event.get("what"))
        and all(optional(event, name, is_text) for name in ("account", "site", "detail"))
        and not {"device", "hash"} & event.keys()
        and spelt.startswith('{"')
        and not set(spelt) & set("\t\n\r")
    )


def broken_at(found):
    """From 0, the first entry whose hash is not what it should be, or None."""
    before = bytes(32) if found.cut == 0 else to_bytes(found.start)
    for at, (event, spelt) in enumerate(found.entries):
        if hashlib.sha256(before + event.encode()).digest() != to_bytes(spelt):
            return at
        before = to_bytes(spelt)
    return None


def exported(found):
    """The lines of JSON, as the extension writes them."""
    yield f'{{"device":"{found.device}","cut":{found.cut},"from":"{found.start}"}}'
    for event, spelt in found.entries:
        yield f'{{"device":"{found.device}",{event[1:-1]},"hash":"{spelt}"}}'


# What values there are.


def once(value):
    """The fields of an object that has none twice."""
    if not isinstance(value, Fields):
        return None
    fields = dict(value)
    return fields if len(fields) == len(value) and all(is_text(name) for name in fields) else None


def optional(fields, name, sound):
    return name not in fields or sound(fields[name])


# Half of a character, which no text of UTF-8 has.
SURROGATE = re.compile("[\ud800-\udfff]")


def is_list(value):
    return isinstance(value, list) and not isinstance(value, Fields)


def is_list_of(sound):
    return lambda value: is_list(value) and all(sound(inner) for inner in value)


def is_text(value):
    if not isinstance(value, str) or isinstance(value, Number):
        return False
    return SURROGATE.search(value) is None


def is_integer(value, least=0, most=2**64 - 1):
    return isinstance(value, Number) and re.fullmatch("[0-9]{1,20}", value) is not None and least <= int(value) <= most


def is_bytes(value, least, most=None):
    """Bytes as base64url, so many of them."""
    if not is_text(value) or not re.fullmatch("[A-Za-z0-9_-]*", value) or len(value) % 4 == 1:
        return False
    data = to_bytes(value)
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode() == value and least <= len(data) <= (most or least)


def to_bytes(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def is_picture(value):
    """A PNG picture, by its size and its first bytes."""
    if not is_bytes(value, 24, 6144):
        return False
    data = to_bytes(value)
    width, height = int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    return data[:16] == b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" and 1 <= width <= 64 and 1 <= height <= 64


def is_pin(value):
    return is_text(value) and len(value.encode()) <= 64


def is_utf8(data):
    try:
        return data.decode() is not None
    except UnicodeDecodeError:
        return False


def seed_of(secret):
    return base64.b32decode(secret + "=" * (-len(secret) % 8))


def is_secret(value):
    if not is_text(value) or not re.fullmatch("[A-Z2-7]+", value):
        return False
    try:
        data = seed_of(value)
    except binascii.Error:
        return False
    return base64.b32encode(data).rstrip(b"=").decode() == value and 1 <= len(data) <= 1024


def is_site(value):
    match = re.fullmatch(r"(https?)://(\[[0-9a-f:]+\]|[a-z0-9_-]+(?:\.[a-z0-9_-]+)*)(?::(0|[1-9][0-9]{0,4}))?", value)
    if match is None or len(value) > 300:
        return False
    scheme, host, port = match.groups()
    if host.startswith("["):
        try:
            ipaddress.IPv6Address(host[1:-1])
        except ValueError:
            return False
    loopback = host in ("localhost", "127.0.0.1", "[::1]") or host.endswith(".localhost")
    default = 443 if scheme == "https" else 80
    return (scheme == "https" or loopback) and (port is None or int(port) < 65536 and int(port) != default)


def is_bound_site(value):
    if not is_text(value):
        return False
    rule, space, site = value.rpartition(" ")
    return is_site(site) and (not space or rule == "host" or is_path(rule))


def is_path(value):
    hidden = ("%00", "%25", "%2e", "%2f", "%5c")
    return (
        re.fullmatch(r"/[!-~]{0,499}", value) is not None
        and not set(value) & set("?#\\\"<>`{}^|")
        and not any(part in value.lower() for part in hidden)
        and not {".", ".."} & set(value.split("/"))
    )


def is_taught(value):
    fields = once(value)
    look = once(fields.get("field")) if fields is not None else None
    return (
        look is not None
        and is_text(fields.get("site"))
        and is_site(fields["site"])
        and all(is_text(look.get(name)) for name in ("kind", "name", "id", "caption"))
        and all(is_integer(look.get(name), 0, 2**32 - 1) for name in ("boxes", "position"))
    )


def is_way(value):
    fields = once(value)
    return (
        fields is not None
        and is_text(fields.get("slot"))
        and is_text(fields.get("name"))
        and is_integer(fields.get("created"))
    )


def are_keys(value):
    """Public keys, each of another slot. Whether the slot is there is no matter of opening."""
    keys = [once(key) for key in value] if is_list(value) else [None]
    sound = all(key is not None and is_text(key.get("slot")) and is_bytes(key.get("public"), PUBLIC) for key in keys)
    return sound and len({key["slot"] for key in keys}) == len(keys)


def is_tombstone(value):
    fields = once(value)
    return fields is not None and account(fields.get("account")) is not None


def are_versions(value):
    fields = once(value)
    return fields is not None and all(is_version(version) for version in fields.values())


def is_version(value):
    number = "(0|[1-9][0-9]*)"
    match = re.fullmatch(f"{number}-{number}-([A-Za-z0-9_-]*)", value) if is_text(value) else None
    if match is None:
        return False
    at, count, device = match.groups()
    return is_integer(Number(at)) and is_integer(Number(count), 0, 2**32 - 1) and is_bytes(device, 8)


def is_try(value):
    fields = once(value)
    return (
        fields is not None
        and is_text(fields.get("site"))
        and is_site(fields["site"])
        and is_integer(fields.get("until"))
        and is_integer(fields.get("at"))
        and optional(fields, "rejected", is_count)
        and optional(fields, "calm", is_count)
        and optional(fields, "judged", lambda judged: isinstance(judged, bool))
    )


def is_count(value):
    return is_integer(value, 0, 255)


def is_parameter(value):
    return is_list(value) and len(value) == 2 and all(is_text(inner) for inner in value)


def print_logs(logs):
    """The exit code."""
    code = 0
    for found in logs:
        print("\n".join(exported(found)))
        at = broken_at(found)
        if at is not None:
            print(f"log-broken {found.device} {found.cut + at + 1}", file=sys.stderr)
            code = 2
    return code


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("file", type=Path)
    arguments.add_argument("--base64", action="store_true", help="FILE is base64, as in the extension's storage")
    arguments.add_argument("--recovery-key", action="store_true", help="the secret is the recovery key")
    arguments.add_argument("--log", action="store_true", help="print the log, and verify it")
    chosen = arguments.parse_args()
    secret = sys.stdin.buffer.read().decode().rstrip("\r\n")
    data = chosen.file.read_bytes()
    try:
        envelope = parse(base64.b64decode(data.strip(), validate=True) if chosen.base64 else data)
        if chosen.recovery_key:
            data_key = unwrap_with_secret(envelope, "recovery", recovery_key(secret))
        else:
            data_key = unwrap_with_passphrase(envelope, secret)
        contents = open_contents(envelope, data_key)
    except Refusal as refusal:
        sys.exit(str(refusal))
    if chosen.log:
        sys.exit(print_logs(contents.logs))
    for found in contents.accounts:
        print(json.dumps(found, ensure_ascii=False))
    if contents.unreadable:
        print(f"{contents.unreadable} records could not be read", file=sys.stderr)


if __name__ == "__main__":
    main()
