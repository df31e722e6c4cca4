"""The files of Aegis, 2FAS, Ente Auth and Bitwarden, and otpauth lines, as their apps write them. No line of Halfminute."""

import base64
import hashlib
import hmac
import json
from urllib.parse import parse_qs, unquote, urlsplit

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_init_pull,
    crypto_secretstream_xchacha20poly1305_pull,
    crypto_secretstream_xchacha20poly1305_state,
)

STEAM = {"algorithm": "SHA1", "digits": 5, "period": 30}


class Refused(Exception):
    """The file is not what its format says, or the password is wrong."""


def account(kind, issuer, name, secret, algorithm="SHA1", digits=6, period=30, counter=0, **more):
    """An account as it is printed: with a period or with a counter."""
    codes = {"algorithm": algorithm.upper(), "digits": int(digits)}
    codes |= {"counter": int(counter)} if kind == "hotp" else {"period": int(period)}
    codes = STEAM if kind == "steam" else codes
    secret = secret.replace(" ", "").rstrip("=").upper()
    return {"kind": kind, "issuer": issuer, "name": name, "secret": secret} | codes | more


def from_uri(text):
    """What an otpauth URI says, with all its parameters."""
    uri = urlsplit(text)
    given = {key: values[0] for key, values in parse_qs(uri.query, keep_blank_values=True).items()}
    label, issuer = unquote(uri.path.removeprefix("/")), given.get("issuer", "")
    if issuer and label.startswith(issuer + ":"):
        name = label[len(issuer) + 1 :]
    elif ":" in label:
        before, name = label.split(":", 1)
        issuer = issuer or before
    else:
        name = label
    codes = {key: given[key] for key in ("algorithm", "digits", "period", "counter") if key in given}
    return account(uri.netloc.lower(), issuer, name.lstrip(" "), given["secret"], **codes), given


def otpauth(text, _password):
    """Lines of URIs, with what Ente adds to them."""
    return [ente_line(line) for line in text.split("\n") if line]


def aegis(text, password):
    """Aegis's vault, plain or sealed by a password."""
    file = json.loads(text)
    db, slots = file["db"], file["header"]["slots"]
    if slots is not None:
        db = json.loads(unseal(master_key(slots, password), file["header"]["params"], base64.b64decode(db)))
    names = {group["uuid"]: group["name"] for group in db.get("groups") or []}
    return [aegis_entry(entry, names) for entry in db["entries"]]


def aegis_entry(entry, names):
    """An entry, whose groups are named by themselves since version 3."""
    info = entry["info"]
    codes = {key: info[key] for key in ("digits", "period", "counter") if key in info}
    groups = [names[one] for one in entry["groups"]] if "groups" in entry else [entry.get("group")]
    more = {"note": entry.get("note") or "", "tags": [one for one in groups if one], "pinned": entry.get("favorite", False)}
    return account(entry["type"], entry["issuer"], entry["name"], info["secret"], info["algo"], **codes, **more)


def master_key(slots, password):
    """The key in whichever slot the password opens."""
    for slot in (slot for slot in slots if slot["type"] == 1):
        scrypt = Scrypt(bytes.fromhex(slot["salt"]), 32, slot["n"], slot["r"], slot["p"])
        try:
            return unseal(scrypt.derive(password.encode()), slot["key_params"], bytes.fromhex(slot["key"]))
        except Refused:
            continue
    raise Refused("no slot opens")


def unseal(key, params, sealed):
    """AES-256-GCM with the tag apart."""
    return gcm(key, bytes.fromhex(params["nonce"]), sealed + bytes.fromhex(params["tag"]))


def gcm(key, nonce, sealed):
    """AES-256-GCM, or a refusal."""
    try:
        return AESGCM(key).decrypt(nonce, sealed, None)
    except Exception as error:
        raise Refused("the tag does not fit") from error


def twofas(text, password):
    """2FAS's backup, plain or sealed by a password."""
    file = json.loads(text)
    services = file["services"]
    if sealed := file.get("servicesEncrypted"):
        body, salt, nonce = (base64.b64decode(part) for part in sealed.split(":"))
        services = json.loads(gcm(PBKDF2HMAC(SHA256(), 32, salt, 10_000).derive(password.encode()), nonce, body))
    groups = {group["id"]: group["name"] for group in file.get("groups") or []}
    return [twofas_service(service, groups) for service in services]


def twofas_service(service, groups):
    """A service, whose name stands for an issuer that is missing."""
    otp = service["otp"]
    codes = {key: otp[key] for key in ("algorithm", "digits", "period", "counter") if otp.get(key) is not None}
    tags = [groups[service["groupId"]]] if service.get("groupId") else []
    issuer, name = otp.get("issuer") or service["name"], otp.get("account") or ""
    return account(otp.get("tokenType", "TOTP").lower(), issuer, name, service["secret"], **codes, tags=tags)


def ente(text, password):
    """Ente's lines, plain or sealed by a password."""
    if text.lstrip().startswith("{"):
        file = json.loads(text)
        cost = file["kdfParams"]
        key = hash_secret_raw(
            password.encode(), base64.b64decode(cost["salt"]), cost["opsLimit"], cost["memLimit"] // 1024, 1, 32, Type.ID
        )
        text = open_stream(key, base64.b64decode(file["encryptionNonce"]), base64.b64decode(file["encryptedData"])).decode()
    return [ente_line(line) for line in text.split("\n") if line]


def ente_line(line):
    """A line with what Ente adds to it."""
    read, given = from_uri(line)
    display = json.loads(given.get("codeDisplay", "{}"))
    return read | {"note": display.get("note", ""), "tags": display.get("tags", []), "pinned": display.get("pinned", False)}


def open_stream(key, header, sealed):
    """The one message of a stream of libsodium."""
    state = crypto_secretstream_xchacha20poly1305_state()
    crypto_secretstream_xchacha20poly1305_init_pull(state, header, key)
    try:
        plain, tag = crypto_secretstream_xchacha20poly1305_pull(state, sealed, None)
    except Exception as error:
        raise Refused("the stream does not open") from error
    if tag not in (0, 3):
        raise Refused("the message has another tag")
    return plain


def bitwarden(text, password):
    """Bitwarden's export, plain or sealed by a password."""
    file = json.loads(text)
    if file.get("encrypted"):
        file = json.loads(bitwarden_unsealed(file, password))
    folders = {folder["id"]: folder["name"] for folder in file.get("folders") or []}
    items = [item for item in file["items"] if (item.get("login") or {}).get("totp")]
    return [bitwarden_item(item, folders) for item in items]


def bitwarden_item(item, folders):
    """An item: a URI has names of its own, the other spellings have those of the item."""
    title, user, totp = item["name"], item["login"].get("username") or "", item["login"]["totp"]
    if totp.startswith("otpauth://"):
        read = from_uri(totp)[0]
    elif totp.startswith("steam://"):
        read = account("steam", "Steam", user, totp.removeprefix("steam://"))
    else:
        read = account("totp", title, user, totp)
    folder = folders.get(item.get("folderId"))
    more = {"note": item.get("notes") or "", "tags": [folder] if folder else [], "pinned": item.get("favorite", False)}
    return read | more | {"title": title, "user": user}


def bitwarden_unsealed(file, password):
    """The plain export in one that a password seals."""
    if not file.get("passwordProtected"):
        raise Refused("only the account that it came from opens it")
    secret, salt = password.encode(), file["salt"].encode()
    if file["kdfType"] == 0:
        key = PBKDF2HMAC(SHA256(), 32, salt, file["kdfIterations"]).derive(secret)
    else:
        salt = hashlib.sha256(salt).digest()
        cost = (file["kdfIterations"], file["kdfMemory"] * 1024, file["kdfParallelism"])
        key = hash_secret_raw(secret, salt, *cost, 32, Type.ID)
    seal, authenticate = (HKDFExpand(SHA256(), 32, info).derive(key) for info in (b"enc", b"mac"))
    nonce, sealed, tag = (base64.b64decode(part) for part in file["data"].removeprefix("2.").split("|"))
    if not hmac.compare_digest(hmac.digest(authenticate, nonce + sealed, "sha256"), tag):
        raise Refused("the tag does not fit")
    opened = Cipher(algorithms.AES(seal), modes.CBC(nonce)).decryptor()
    unpadded = padding.PKCS7(128).unpadder()
    return unpadded.update(opened.update(sealed) + opened.finalize()) + unpadded.finalize()


FORMATS = {"otpauth": otpauth, "aegis": aegis, "2fas": twofas, "ente": ente, "bitwarden": bitwarden}
