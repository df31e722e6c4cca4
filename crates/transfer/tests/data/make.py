"""Writes the files that tests/samples.rs reads: each format as its app writes it, with what it must give."""

import base64
import csv
import hashlib
import hmac
import io
import json
import random
import struct
import urllib.parse
from pathlib import Path
from xml.sax.saxutils import escape

import nacl.bindings
from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

HERE = Path(__file__).parent
SEED = random.Random("halfminute")
PASSWORD = "Bär & 12 Löwen"


def b64(data):
    return base64.b64encode(data).decode()


def secret(label, length=20):
    return hashlib.shake_128(label.encode()).digest(length)


def base32(data):
    return base64.b32encode(data).decode().rstrip("=")


def account(kind, issuer, name, length=20, **more):
    fields = {"type": kind, "issuer": issuer, "name": name, "secret": base32(secret(issuer + name, length)),
              "algorithm": "SHA1", "digits": 6}
    fields["counter" if kind == "hotp" else "period"] = 0 if kind == "hotp" else 30
    return {**fields, **more}


MAIL = account("totp", "Lindenpost", "mira@lindenpost.example")
BANK = account("totp", "Überbank", "k. größe", 32, algorithm="SHA256", digits=8, period=60)
CLOUD = account("totp", "Wolke: Nord", "ops+1", 64, algorithm="SHA512", digits=7, period=45)
METER = account("hotp", "Zählwerk", "Anlage 7", counter=4711)
GAMES = account("steam", "Steam", "mira", digits=5)
BARE = account("totp", "", "nur ein Name")
COMMON = [MAIL, BANK, CLOUD, METER, GAMES, BARE]
TOTP = [MAIL, BANK, CLOUD, BARE]
SIMPLE = [MAIL, account("totp", "Fährhaus", "gast")]


def gcm(key, nonce, plain, aad=None):
    return AESGCM(key).encrypt(nonce, plain, aad)


def cbc(key, iv, plain):
    padder = padding.PKCS7(128).padder()
    encryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    return encryptor.update(padder.update(plain) + padder.finalize()) + encryptor.finalize()


def argon2id(password, salt, passes, kib, lanes):
    return hash_secret_raw(password, salt, passes, kib, lanes, 32, Type.ID)


def cryptojs(passphrase, plain):
    salt, block, out = SEED.randbytes(8), b"", b""
    while len(out) < 48:
        block = hashlib.md5(block + passphrase.encode() + salt).digest()
        out += block
    return b64(b"Salted__" + salt + cbc(out[:32], out[32:], plain.encode()))


def uri(entry):
    query = {"secret": entry["secret"]}
    if entry["issuer"]:
        query["issuer"] = entry["issuer"]
    query |= {key: entry[key] for key in ("algorithm", "digits", "period", "counter") if key in entry}
    label = entry["name"] if not entry["issuer"] else f"{entry['issuer']}:{entry['name']}"
    return f"otpauth://{entry['type']}/{urllib.parse.quote(label, safe='')}?{urllib.parse.urlencode(query)}"


class Folder:
    def __init__(self, name):
        self.name, self.path, self.samples = name, HERE / name, []
        self.path.mkdir(exist_ok=True)

    def add(self, file, content, entries, **more):
        if not isinstance(content, (str, bytes)):
            content = json.dumps(content, ensure_ascii=False, indent=1)
        data = content.encode() if isinstance(content, str) else content
        (self.path / file).write_bytes(data)
        self.samples.append({"file": file, **more, **({"entries": entries} if entries else {})})

    def __enter__(self):
        return self

    def __exit__(self, *_):
        expected = {"format": self.name, "samples": self.samples}
        (self.path / "EXPECTED.json").write_text(json.dumps(expected, ensure_ascii=False, indent=1) + "\n")


def sealed(folder, file, content, entries, password=PASSWORD):
    folder.add(file, content, entries, password=password)


def otpauth():
    with Folder("otpauth") as folder:
        folder.add("lines.txt", "# saved by hand\r\n" + "\r\n".join(uri(entry) for entry in COMMON) + "\r\n", COMMON)
        yandex = account("yandex", "Yandex", "ya", 16, algorithm="SHA256", digits=8, pin="5239")
        pin = base32(b"5239")
        motp = {**account("motp", "VPN", "mo", algorithm="MD5", period=10, pin="1234"), "secret": "e3152afee62599c8"}
        md5 = account("totp", "Altbau", "md", algorithm="MD5")
        tagged = account("totp", "Garten", "beet", note="süß & sauer", tags=["Grün", "Haus"], pinned=True)
        display = json.dumps({"pinned": True, "trashed": False, "lastUsedAt": 1751000000000000, "tapCount": 3,
                              "tags": ["Grün", "Haus"], "note": "süß & sauer", "position": 2})
        steam = {**GAMES, "name": "otp_type"}
        steam["secret"] = base32(secret("Steamotp_type"))
        keepass = {**GAMES, "name": "encoder", "secret": base32(secret("encoder"))}
        bare = {**GAMES, "name": "", "secret": base32(secret("bare"))}
        odd = account("totp", "Kürzel", "17 letters")
        odd["secret"] = odd["secret"][:17]
        folder.add("dialects.txt", "\n".join([
            f"otpauth://yaotp/Yandex:ya?secret={yandex['secret']}&issuer=Yandex&pin={pin}",
            "motp://VPN:mo?secret=e3152afee62599c8&pin=1234",
            uri(md5),
            uri({key: value for key, value in tagged.items()}) + "&codeDisplay=" + urllib.parse.quote(display),
            f"otpauth://totp/Steam:otp_type?secret={steam['secret']}&issuer=Steam&digits=5&otp_type=steam",
            f"otpauth://totp/Steam:encoder?secret={keepass['secret']}&issuer=Steam&encoder=steam",
            f"steam://{bare['secret']}",
            "two in a line: " + uri(odd) + " " + uri(MAIL),
        ]), [yandex, motp, md5, tagged, steam, keepass, bare, odd, MAIL])


def google_migration():
    def varint(number):
        number &= 2**64 - 1
        out = b""
        while number > 127:
            out += bytes([number & 127 | 128])
            number >>= 7
        return out + bytes([number])

    def field(number, data):
        if isinstance(data, int):
            return varint(number << 3) + varint(data)
        return varint(number << 3 | 2) + varint(len(data)) + data

    def entry(row):
        key = base64.b32decode(row["secret"] + "=" * (-len(row["secret"]) % 8))
        algorithm = {"SHA1": 1, "SHA256": 2, "SHA512": 3}[row["algorithm"]]
        message = field(1, key) + field(2, row["name"].encode()) + field(3, row["issuer"].encode())
        message += field(4, algorithm) + field(5, 2 if row["digits"] == 8 else 1)
        message += field(6, 1 if row["type"] == "hotp" else 2) + field(7, row.get("counter", 0))
        return field(1, message)

    eight = account("totp", "Acht", "sha256", algorithm="SHA256", digits=8)
    parts = [[MAIL, METER], [eight, BARE]]
    lines = []
    for index, rows in enumerate(parts):
        payload = b"".join(map(entry, rows)) + field(2, 1) + field(3, 2) + field(4, index) + field(5, -77)
        lines.append("otpauth-migration://offline?data=" + urllib.parse.quote(b64(payload), safe=""))
    with Folder("google_migration") as folder:
        folder.add("two-parts.txt", "\n".join(lines), [MAIL, METER, eight, BARE])


def aegis():
    rows, groups = [], [{"uuid": "6d1dd6ad-0b27-4d3e-9e26-1a63d2dc1a20", "name": "Arbeit"}]
    motp = {**account("motp", "VPN", "mo", algorithm="MD5", period=10, pin="99"), "secret": "0a1b2c3d4e5f6071"}
    yandex = account("yandex", "Yandex", "ya", 16, algorithm="SHA256", digits=8, pin="7586")
    first = {**MAIL, "note": "zwei\nZeilen", "tags": ["Arbeit"], "pinned": True}
    entries = [first, *COMMON[1:], motp, yandex]
    for entry in entries:
        info = {"secret": entry["secret"], "algo": entry["algorithm"], "digits": entry["digits"]}
        info |= {key: entry[key] for key in ("period", "counter", "pin") if key in entry}
        tagged = "tags" in entry
        rows.append({"type": entry["type"], "uuid": "0", "name": entry["name"], "issuer": entry["issuer"],
                     "note": entry.get("note", ""), "favorite": tagged, "icon": None, "icon_mime": None, "info": info,
                     "groups": [groups[0]["uuid"]] if tagged else []})
    db = {"version": 3, "entries": rows, "groups": groups}
    master, params = SEED.randbytes(32), SEED.randbytes(12)
    body = gcm(master, params, json.dumps(db).encode())

    def slot(password, number):
        salt, nonce = SEED.randbytes(32), SEED.randbytes(12)
        key = hashlib.scrypt(password.encode(), salt=salt, n=16384, r=8, p=1, dklen=32)
        wrapped = gcm(key, nonce, master)
        return {"type": 1, "uuid": str(number), "key": wrapped[:-16].hex(), "n": 16384, "r": 8, "p": 1,
                "key_params": {"nonce": nonce.hex(), "tag": wrapped[-16:].hex()}, "salt": salt.hex(), "repaired": True}

    fingerprint = {"type": 2, "uuid": "0", "key": "00" * 32, "key_params": {"nonce": "00" * 12, "tag": "00" * 16}}
    header = {"slots": [fingerprint, slot("another password", 1), slot(PASSWORD, 2)],
              "params": {"nonce": params.hex(), "tag": body[-16:].hex()}}
    with Folder("aegis") as folder:
        folder.add("plain.json", {"version": 1, "header": {"slots": None, "params": None}, "db": db}, entries)
        sealed(folder, "three-slots.json", {"version": 1, "header": header, "db": b64(body[:-16])}, entries)


def twofas():
    group = {"id": "1E2BCC25-93CB-41FD-8DB4-5A5C5A4A5A5A", "name": "Daheim", "isExpanded": True}
    services = []
    entries = [entry for entry in COMMON if entry["issuer"]]
    entries[0] = {**entries[0], "tags": ["Daheim"]}
    for place, entry in enumerate(entries):
        otp = {"label": entry["name"], "account": entry["name"], "issuer": entry["issuer"], "digits": entry["digits"],
               "algorithm": entry["algorithm"], "tokenType": entry["type"].upper(), "source": "Link"}
        otp |= {key: entry[key] for key in ("period", "counter") if key in entry}
        service = {"name": entry["issuer"], "secret": entry["secret"], "updatedAt": 1, "otp": otp,
                   "order": {"position": place}}
        services.append(service | ({"groupId": group["id"]} if "tags" in entry else {}))
    salt, nonce = SEED.randbytes(256), SEED.randbytes(12)
    key = hashlib.pbkdf2_hmac("sha256", PASSWORD.encode(), salt, 10_000, 32)
    text = ":".join(map(b64, (gcm(key, nonce, json.dumps(services).encode()), salt, nonce)))
    file = {"services": services, "groups": [group], "updatedAt": 1, "schemaVersion": 4, "appOrigin": "ios"}
    with Folder("2fas") as folder:
        folder.add("plain.2fas", file, entries)
        sealed(folder, "sealed.2fas", {**file, "services": [], "servicesEncrypted": text}, entries)


def andotp():
    rows = []
    for entry in COMMON:
        row = {"secret": entry["secret"], "issuer": entry["issuer"], "label": entry["name"], "digits": entry["digits"],
               "type": entry["type"].upper(), "algorithm": entry["algorithm"], "thumbnail": "Default", "last_used": 5,
               "used_frequency": 2, "tags": []}
        rows.append(row | {key: entry[key] for key in ("period", "counter") if key in entry})
    rows[0]["tags"] = ["Post"]
    entries = [{**MAIL, "tags": ["Post"]}, *COMMON[1:]]
    plain = json.dumps(rows).encode()
    salt, nonce = SEED.randbytes(12), SEED.randbytes(12)
    key = hashlib.pbkdf2_hmac("sha1", PASSWORD.encode(), salt, 140_001, 32)
    new = struct.pack(">I", 140_001) + salt + nonce + gcm(key, nonce, plain)
    old = b"\xf0" + SEED.randbytes(11)
    with Folder("andotp") as folder:
        folder.add("plain.json", rows, entries)
        sealed(folder, "sealed.bin", new, entries)
        sealed(folder, "sealed-old.bin", old + gcm(hashlib.sha256(PASSWORD.encode()).digest(), old, plain), entries)


def bitwarden():
    items = [{"type": 2, "name": "a note", "secureNote": {"type": 0}}]
    entries = []
    for entry in [MAIL, BANK, CLOUD]:
        entry = {**entry, "note": "aus dem Tresor", "tags": ["Ordner"], "pinned": entry is BANK}
        entries.append(entry)
        items.append({"type": 1, "name": "title", "notes": "aus dem Tresor", "favorite": entry["pinned"], "folderId": "f1",
                      "login": {"username": "someone", "totp": uri(entry), "uris": [{"uri": "https://a.example"}]}})
    bare = account("totp", "Nackt", "benutzer")
    items.append({"type": 1, "name": "Nackt", "login": {"username": "benutzer", "totp": bare["secret"].lower()}})
    entries.append(bare)
    file = {"encrypted": False, "folders": [{"id": "f1", "name": "Ordner"}], "items": items}
    plain = json.dumps(file).encode()

    def close(key, kdf):
        encryption, authentication = (HKDFExpand(SHA256(), 32, info).derive(key) for info in (b"enc", b"mac"))
        iv = SEED.randbytes(16)
        body = cbc(encryption, iv, plain)
        tag = hmac.digest(authentication, iv + body, "sha256")
        data = "2." + "|".join(map(b64, (iv, body, tag)))
        return {"encrypted": True, "passwordProtected": True, **kdf, "encKeyValidation_DO_NOT_EDIT": data, "data": data}

    salt = b64(SEED.randbytes(16))
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow("folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp".split(","))
    for entry in [MAIL, BANK]:
        writer.writerow(["Ordner", "1", "login", "title", "zwei\nZeilen", "", 0, "https://a.example", "x", "pw", uri(entry)])
    writer.writerow(["", "", "login", "no code", "", "", 0, "", "x", "pw", ""])
    rows = [{**entry, "note": "zwei\nZeilen", "tags": ["Ordner"], "pinned": True} for entry in (MAIL, BANK)]
    with Folder("bitwarden") as folder:
        folder.add("plain.json", file, entries)
        key = hashlib.pbkdf2_hmac("sha256", PASSWORD.encode(), salt.encode(), 5_000, 32)
        kdf = {"salt": salt, "kdfType": 0, "kdfIterations": 5_000}
        sealed(folder, "pbkdf2.json", close(key, kdf), entries)
        key = argon2id(PASSWORD.encode(), hashlib.sha256(salt.encode()).digest(), 3, 16 * 1024, 4)
        kdf = {"salt": salt, "kdfType": 1, "kdfIterations": 3, "kdfMemory": 16, "kdfParallelism": 4}
        sealed(folder, "argon2id.json", close(key, kdf), entries)
        folder.add("restricted.json", {"encrypted": True, "encKeyValidation_DO_NOT_EDIT": "2.a|b|c", "items": []}, [],
                   error="transfer-account-restricted")
        folder.add("table.csv", table.getvalue(), rows)


def ente():
    lines = "\n".join(map(uri, COMMON))
    folder_entries = COMMON
    with Folder("ente") as folder:
        for name, tag in (("sealed-app.txt", 0), ("sealed-cli.txt", 3)):
            salt = SEED.randbytes(16)
            key = argon2id(PASSWORD.encode(), salt, 2, 8 * 1024, 1)
            state = nacl.bindings.crypto_secretstream_xchacha20poly1305_state()
            header = nacl.bindings.crypto_secretstream_xchacha20poly1305_init_push(state, key)
            data = nacl.bindings.crypto_secretstream_xchacha20poly1305_push(state, lines.encode(), tag=tag)
            file = {"version": 1, "kdfParams": {"memLimit": 8 * 1024 * 1024, "opsLimit": 2, "salt": b64(salt)},
                    "encryptedData": b64(data), "encryptionNonce": b64(header)}
            sealed(folder, name, file, folder_entries)


def proton_authenticator():
    entries = [{**MAIL, "note": "merken"}, BANK, GAMES | {"name": "Spiele"}]
    rows = [{"id": "1", "content": {"uri": uri(MAIL), "entry_type": "Totp", "name": MAIL["name"]}, "note": "merken"},
            {"id": "2", "content": {"uri": uri(BANK), "entry_type": "Totp", "name": BANK["name"]}, "note": None},
            {"id": "3", "content": {"uri": f"steam://{GAMES['secret']}", "entry_type": "Steam", "name": "Spiele"}, "note": None}]
    file = {"version": 1, "entries": rows}
    salt, nonce = SEED.randbytes(16), SEED.randbytes(12)
    key = argon2id(PASSWORD.encode(), salt, 2, 19_456, 1)
    body = nonce + gcm(key, nonce, json.dumps(file).encode(), b"proton.authenticator.export.v1")
    with Folder("proton_authenticator") as folder:
        folder.add("plain.json", file, entries)
        sealed(folder, "sealed.json", {"version": 1, "salt": b64(salt), "content": b64(body)}, entries)


def stratum():
    types = {"hotp": 1, "totp": 2, "motp": 3, "steam": 4, "yandex": 5}
    motp = {**account("motp", "VPN", "mo", algorithm="MD5", period=10, pin="0000"), "secret": "abcdef0123456789"}
    entries = [{**MAIL, "tags": ["Post"]}, *COMMON[1:], motp]
    rows = [{"Type": types[entry["type"]], "Icon": "mail", "Issuer": entry["issuer"], "Username": entry["name"],
             "Secret": entry["secret"], "Pin": entry.get("pin"), "Digits": entry["digits"], "Period": entry.get("period", 30),
             "Algorithm": ["SHA1", "SHA256", "SHA512", "MD5"].index(entry["algorithm"]) % 3, "Counter": entry.get("counter", 0),
             "CopyCount": 1, "Ranking": 0} for entry in entries]
    file = {"Authenticators": rows, "Categories": [{"Id": "c1", "Name": "Post", "Ranking": 0}],
            "AuthenticatorCategories": [{"CategoryId": "c1", "AuthenticatorSecret": MAIL["secret"], "Ranking": 0}],
            "CustomIcons": []}
    plain = json.dumps(file).encode()
    salt, nonce = SEED.randbytes(16), SEED.randbytes(12)
    strong = b"AUTHENTICATORPRO" + salt + nonce + gcm(argon2id(PASSWORD.encode(), salt, 3, 64 * 1024, 4), nonce, plain)
    salt, iv = SEED.randbytes(20), SEED.randbytes(16)
    legacy_key = hashlib.pbkdf2_hmac("sha1", PASSWORD.encode(), salt, 64_000, 32)
    with Folder("stratum") as folder:
        folder.add("plain.authpro", file, entries)
        sealed(folder, "strong.authpro", strong, entries)
        sealed(folder, "legacy.authpro", b"AuthenticatorPro" + salt + iv + cbc(legacy_key, iv, plain), entries)


def html():
    cells = "\n".join(f"<tr><td><code>{uri(entry).replace('&', '&amp;')}</code></td></tr>" for entry in COMMON)
    with Folder("html") as folder:
        folder.add("page.html", f"<!DOCTYPE html>\n<html><body><table>{cells}</table></body></html>", COMMON)


def freeotp():
    entries = [entry for entry in COMMON if entry["type"] != "steam"]
    tokens = []
    for entry in entries:
        key = base64.b32decode(entry["secret"] + "=" * (-len(entry["secret"]) % 8))
        signed = list(struct.unpack(f"{len(key)}b", key))
        tokens.append({"algo": entry["algorithm"], "counter": entry.get("counter", 0), "digits": entry["digits"],
                       "issuerExt": entry["issuer"], "issuerInt": "", "label": entry["name"],
                       "period": entry.get("period", 30), "secret": signed, "type": entry["type"].upper()})
    names = [f"{token['issuerExt']}:{token['label']}" for token in tokens]
    strings = "".join(f'<string name="{escape(name, {chr(34): "&quot;"})}">{escape(json.dumps(token), {chr(34): "&quot;"})}</string>\n'
                      for name, token in zip([*names, "tokenOrder"], [*tokens, names]))
    with Folder("freeotp") as folder:
        folder.add("tokens.xml", f"<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n<map>\n{strings}</map>\n", entries)
    with Folder("freeotp_plus") as folder:
        folder.add("tokens.json", {"tokenOrder": names, "tokens": tokens}, entries)


def keepass():
    def entry(tags, **fields):
        strings = "".join(f"<String><Key>{escape(key.replace('_', '-') if 'Otp' in key else key.replace('_', ' '))}</Key>"
                          f"<Value>{escape(value)}</Value></String>" for key, value in fields.items())
        return f"<Entry><UUID>AA==</UUID><Tags>{tags}</Tags>{strings}<History><Entry>{strings}</Entry></History></Entry>"

    seed = account("totp", "Alt", "seed", digits=8, period=60)
    steam = {**GAMES, "issuer": "Dampf", "name": "s", "secret": base32(secret("Dampf"))}
    timed = account("totp", "Zeit", "t", algorithm="SHA256", digits=8, period=45)
    counted = account("hotp", "Zahl", "h", counter=12)
    key = account("totp", "Kee", "k", algorithm="SHA512", period=20)
    first = {**MAIL, "note": "A & B", "tags": ["x", "y", "Netz"]}
    body = entry("x;y", Title="title", UserName="u", otp=uri(MAIL), Notes="A & B", URL="https://a.example")
    body += entry("", Title="no code", UserName="u", Password="p")
    body += entry("", Title="Alt", UserName="seed", TOTP_Seed=seed["secret"], TOTP_Settings="60;8")
    body += entry("", Title="Dampf", UserName="s", TOTP_Seed=steam["secret"], TOTP_Settings="30;S")
    body += entry("", Title="Zeit", UserName="t", TimeOtp_Secret_Base32=timed["secret"], TimeOtp_Algorithm="HMAC-SHA-256",
                  TimeOtp_Length="8", TimeOtp_Period="45")
    body += entry("", Title="Zahl", UserName="h", HmacOtp_Secret_Base32=counted["secret"], HmacOtp_Counter="12")
    body += entry("", Title="Kee", UserName="k", otp=f"key={key['secret']}&size=6&step=20&otpHashMode=Sha512")
    xml = ("<?xml version='1.0' encoding='utf-8'?><KeePassFile><Meta><RecycleBinUUID>Qg==</RecycleBinUUID></Meta><Root><Group>"
           f"<UUID>AA==</UUID><Name>Root</Name><Group><UUID>AB==</UUID><Name>Netz</Name>{body}</Group></Group></Root></KeePassFile>")
    table = io.StringIO()
    writer = csv.writer(table, quoting=csv.QUOTE_ALL)
    writer.writerow(["Group", "Title", "Username", "Password", "URL", "Notes", "TOTP", "Icon", "Last Modified", "Created"])
    writer.writerow(["Root", "title", "u", "p", "https://a.example", "", uri(MAIL), "0", "", ""])
    writer.writerow(["Root", "title", "u", "p", "", "", uri(BANK), "0", "", ""])
    with Folder("keepass") as folder:
        folder.add("database.xml", xml, [first, seed, steam, timed, counted, key])
        folder.add("table.csv", table.getvalue(), [MAIL, BANK])


def tables():
    bare = account("totp", "Nackt", "benutzer")
    with Folder("csv") as folder:
        table = io.StringIO()
        writer = csv.writer(table)
        writer.writerow(["Title", "Url", "Username", "Password", "OTPAuth", "Favorite", "Archived", "Tags", "Notes"])
        writer.writerow(["title", "https://a.example", "u", "p", uri(BANK), "true", "false", "a;b", "n"])
        folder.add("1password.csv", table.getvalue(), [{**BANK, "tags": ["a", "b"], "note": "n", "pinned": True}])
        rows = f"Issuer;Account;Secret;Digits;Period\nNackt;benutzer;{bare['secret']};8;60\n"
        folder.add("semicolons.csv", rows, [{**bare, "digits": 8, "period": 60}])
        folder.add("unnamed.csv", f"a,b\nNackt,{bare['secret']}\n", [], error="transfer-needs-columns")


def lastpass():
    entries = [{**MAIL, "tags": ["Lieblinge"], "pinned": True}, BANK, CLOUD]
    rows = [{"issuerName": entry["issuer"], "originalIssuerName": "old", "userName": entry["name"], "originalUserName": "old",
             "secret": entry["secret"], "timeStep": entry["period"], "digits": entry["digits"], "algorithm": entry["algorithm"],
             "isFavorite": entry.get("pinned", False), "folderData": {"folderId": 1 if "tags" in entry else 9, "position": 0}}
            for entry in entries]
    with Folder("lastpass") as folder:
        folder.add("export.json", {"version": 3, "accounts": rows, "folders": [{"id": 1, "name": "Lieblinge"}]}, entries)


def authenticator_extension():
    steam = {**GAMES, "name": "s"}
    battle = account("totp", "Battle.net", "b", digits=8)
    entries = [MAIL, METER, steam, battle]

    def row(index, entry, key):
        kind = {"b": "battle"}.get(entry["name"], entry["type"])
        return {"encrypted": False, "hash": key, "index": index, "type": kind, "secret": entry["secret"],
                "issuer": entry["issuer"], "account": entry["name"], "digits": entry["digits"], "algorithm": "SHA1",
                "period": 30, "counter": entry.get("counter", 0)}

    keys = [f"{index:08d}-0000-4000-8000-000000000000" for index in range(len(entries))]
    plain = {key: row(index, entry, key) for index, (key, entry) in enumerate(zip(keys, entries))}
    salt = "1f2e3d4c"
    salt_text = salt * 2
    hashed = argon2id(PASSWORD.encode(), salt_text.encode(), 2, 19_456, 1)
    passphrase = b64(hashed).rstrip("=")
    version_3 = {key: {"dataType": "EncOTPStorage", "data": cryptojs(passphrase, json.dumps(value)), "keyId": "k", "index": index}
                 for index, (key, value) in enumerate(plain.items())}
    version_3["k"] = {"dataType": "Key", "id": "k", "salt": salt_text, "hash": "$argon2id$", "version": 3}
    inner = "an inner key of random text"
    sealed_key = cryptojs(PASSWORD, inner)
    version_2 = {key: {**value, "encrypted": True, "secret": cryptojs(inner.encode().hex(), value["secret"])}
                 for key, value in plain.items()}
    version_1 = {key: {**value, "encrypted": True, "secret": cryptojs(PASSWORD, value["secret"])} for key, value in plain.items()}
    with Folder("authenticator_extension") as folder:
        folder.add("plain.json", plain, entries)
        sealed(folder, "version-3.json", version_3, entries)
        sealed(folder, "version-2.json", {**version_2, "key": {"enc": sealed_key, "hash": "h"}}, entries)
        sealed(folder, "version-2-flat.json", {**version_2, "enc": sealed_key}, entries)
        sealed(folder, "version-1.json", version_1, entries)


def vastblast():
    rows = [{"id": str(place), "issuer": entry["issuer"], "label": entry["name"], "secret": entry["secret"],
             "type": entry["type"], "algorithm": entry["algorithm"].replace("SHA", "SHA-"), "digits": entry["digits"],
             "period": entry.get("period", 30), "counter": entry.get("counter", 0), "sortOrder": place}
            for place, entry in enumerate(COMMON)]
    file = {"accounts": rows, "settings": {"theme": "dark"}}
    salt, nonce = SEED.randbytes(16), SEED.randbytes(12)
    key = hashlib.pbkdf2_hmac("sha256", PASSWORD.encode(), salt, 100_000, 32)
    vault = {"version": 1, "kdf": {"name": "PBKDF2", "hash": "SHA-256", "iterations": 100_000, "salt": b64(salt)},
             "cipher": {"name": "AES-GCM", "iv": b64(nonce), "data": b64(gcm(key, nonce, json.dumps(file).encode()))}}
    with Folder("vastblast") as folder:
        folder.add("plain.json", file, COMMON)
        sealed(folder, "sealed.json", {"app": "2fa-authenticator", "version": 1, "vault": vault}, COMMON)


def small_ones():
    md5 = account("totp", "Altbau", "md", algorithm="MD5")
    rows = [{"otp_type": "steamtotp" if entry["type"] == "steam" else entry["type"], "account": entry["name"],
             "service": entry["issuer"], "icon": None, "secret": entry["secret"], "digits": entry["digits"],
             "algorithm": entry["algorithm"].lower(), "period": entry.get("period"), "counter": entry.get("counter")}
            for entry in [*COMMON, md5]]
    with Folder("2fauth") as folder:
        folder.add("export.json", {"app": "2fauth_v5.4.0", "schema": 1, "datetime": "", "data": rows}, [*COMMON, md5])

    simple = [{**entry, "issuer": ""} for entry in (MAIL, METER)]
    rows = [{"accountType": "OtpAccount", "name": entry["name"], "otpGenerator":
             {"otpSecret": entry["secret"], **({"counter": entry["counter"]} if "counter" in entry else {})}} for entry in simple]
    rows.append({"accountType": "DuoAccount", "name": "pushed"})
    with Folder("duo") as folder:
        folder.add("accounts.json", rows, simple)

    shared = b64(base64.b32decode(GAMES["secret"]))
    with Folder("steam") as folder:
        folder.add("one.maFile", {"shared_secret": shared, "account_name": "mira", "uri": "otpauth://x"}, [GAMES])
        folder.add("several.json", {"accounts": {"1": {"shared_secret": shared, "account_name": "mira"}}}, [GAMES])

    rows = [{"secret": entry["secret"], "issuer": entry["issuer"], "label": entry["name"], "digits": entry["digits"],
             "type": entry["type"].upper(), "algorithm": entry["algorithm"], "period": entry.get("period", 30),
             "counter": entry.get("counter"), "pin": None} for entry in COMMON]
    with Folder("cotp") as folder:
        folder.add("database.json", {"version": 2, "elements": rows}, COMMON)

    entries = [{**MAIL, "pinned": True}, BANK, METER]
    rows = [{key: str(value) for key, value in {
        "issuer": entry["issuer"], "account": entry["name"], "secret": entry["secret"], "algorithm": entry["algorithm"],
        "digits": entry["digits"], "kind": entry["type"].upper(), "timer": entry.get("period", 0),
        "counter": entry.get("counter", 0), "pinned": str(entry.get("pinned", False)).lower(), "iconType": "", "iconValue": ""}.items()}
        for entry in entries]
    with Folder("raivo") as folder:
        folder.add("raivo-otp-export.json", rows, entries)

    rows = [{"base": base, "key": key(secret(entry["issuer"] + entry["name"])), "name": entry["name"], "issuer": entry["issuer"],
             "digits": "", "period": ""} for entry, base, key in zip(SIMPLE, (16, 64), (lambda data: data.hex().upper(), b64))]

    def close(password):
        plain = json.dumps({json.dumps(rows): str(len(rows))}).encode()
        return b64(cbc(hashlib.sha256(password.encode()).digest(), bytes(16), plain))

    with Folder("totp_authenticator") as folder:
        folder.add("default-password.bin", close("TotpAuthenticator"), SIMPLE)
        sealed(folder, "sealed.bin", close(PASSWORD), SIMPLE)

    def preferences(values):
        quote = {'"': "&quot;"}
        strings = "".join(f'<string name="{name}">{escape(value, quote)}</string>\n' for name, value in values.items())
        return f"<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n<map>\n<int name=\"v\" value=\"1\" />\n{strings}</map>"

    salt = "Salz"
    key = hashlib.pbkdf2_hmac("sha1", PASSWORD.encode(), salt.encode(), 1_000, 32)
    rows = [{"decryptedSecret": MAIL["secret"], "digits": 6, "originalIssuer": "Lindenpost", "originalName": "Lindenpost:" + MAIL["name"]},
            {"encryptedSecret": b64(cbc(key, bytes(16), SIMPLE[1]["secret"].encode())), "salt": salt, "digits": 6,
             "originalIssuer": "Fährhaus", "name": "Fährhaus: gast"}]
    own = {**account("totp", "Authy", "me", digits=7, period=10)}
    own_rows = [{"secretSeed": secret("Authyme").hex(), "digits": 7, "name": "Authy: me"}]
    with Folder("authy") as folder:
        sealed(folder, "tokens.xml", preferences({"com.authy.storage.tokens.authenticator.key": json.dumps(rows),
                                                  "com.authy.storage.tokens.authy.key": json.dumps(own_rows)}), [*SIMPLE, own])

    mask = bytes.fromhex("398e27fc50276a656065b0e525f4c06c04c61075286b8e7aeda59da9813b5dd6"
                         "c80d2fb38068773fa59ba47c17ca6c6479015c1d5b8b8f6b9a")
    blizzard = account("totp", "Battle.net", "EU-1234-5678-9012", digits=8)
    hidden = [bytes(a ^ b for a, b in zip(text.encode(), mask)).hex()
              for text in (secret("Battle.netEU-1234-5678-9012").hex(), "EU-1234-5678-9012")]
    with Folder("battle_net") as folder:
        folder.add("preferences.xml", preferences({"com.blizzard.messenger.AUTHENTICATOR_DEVICE_SECRET": hidden[0],
                                                   "com.blizzard.messenger.AUTHENTICATOR_SERIAL": hidden[1]}), [blizzard])


def age():
    many = [account("totp", f"Dienst {number}", "x" * 900) for number in range(80)]
    with Folder("age") as folder:
        for name, entries in (("one-chunk.age", COMMON), ("two-chunks.age", many)):
            salt, file_key, nonce = SEED.randbytes(16), SEED.randbytes(16), SEED.randbytes(16)
            label = b"age-encryption.org/v1/scrypt"
            key = hashlib.scrypt(PASSWORD.encode(), salt=label + salt, n=1 << 14, r=8, p=1, dklen=32)
            wrapped = ChaCha20Poly1305(key).encrypt(bytes(12), file_key, None)
            bare = [b64(part).rstrip("=") for part in (salt, wrapped)]
            header = f"age-encryption.org/v1\n-> scrypt {bare[0]} 14\n{bare[1]}\n---"
            derive = lambda salt, info: HKDF(SHA256(), 32, salt, info).derive(file_key)
            tag = b64(hmac.digest(derive(None, b"header"), header.encode(), "sha256")).rstrip("=")
            plain = "\n".join(map(uri, entries)).encode()
            chunks = [plain[at:at + 65536] for at in range(0, len(plain), 65536)]
            cipher = ChaCha20Poly1305(derive(nonce, b"payload"))
            body = b"".join(cipher.encrypt(number.to_bytes(11, "big") + bytes([number == len(chunks) - 1]), chunk, None)
                            for number, chunk in enumerate(chunks))
            sealed(folder, name, f"{header} {tag}\n".encode() + nonce + body, entries)


if __name__ == "__main__":
    for make in (otpauth, google_migration, aegis, twofas, andotp, bitwarden, ente, proton_authenticator, stratum, html, freeotp,
                 keepass, tables, lastpass, authenticator_extension, vastblast, small_ones, age):
        make()
