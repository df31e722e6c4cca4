"""Writes the files of the formats that are archives, databases or Java objects, as make.py does for all others."""

import base64
import copy
import gzip
import hashlib
import io
import json
import sqlite3
import struct
import subprocess
import tempfile
import uuid
import zipfile
from pathlib import Path

import pyzipper
from Cryptodome.Cipher import AES, Salsa20
from lxml import etree
from pykeepass import create_database
from pykeepass.kdbx_parsing.kdbx4 import kdf_uuids

from make import BANK, CLOUD, COMMON, GAMES, HERE, MAIL, METER, PASSWORD, SEED, Folder, account, cbc, gcm, sealed, secret, uri

LONG = account("totp", "Lang" * 150, "x" * 900)


def packed(files, kind=None, **options):
    """A zip of several files, sealed by WinZip's AES where a strength is given."""
    out = io.BytesIO()
    writer = pyzipper.AESZipFile if kind else zipfile.ZipFile
    with writer(out, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        if kind:
            archive.setpassword(PASSWORD.encode())
            archive.setencryption(pyzipper.WZ_AES, nbits=kind)
        for name, content in files.items():
            info = zipfile.ZipInfo(name, (2026, 1, 2, 3, 4, 6)) if not kind else name
            archive.writestr(info, content if isinstance(content, bytes) else content.encode())
    return out.getvalue()


def zip_crypto(files):
    """A zip that Info-ZIP seals in the old way."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            (Path(folder) / name).write_text(content)
        subprocess.run(["zip", "-q", "-X", "-P", PASSWORD, "out.zip", *files], cwd=folder, check=True)
        return (Path(folder) / "out.zip").read_bytes()


def database(path, statements, page=512):
    file = HERE / path
    file.unlink(missing_ok=True)
    with sqlite3.connect(file) as connection:
        connection.execute(f"PRAGMA page_size = {page}")
        for statement, *rows in statements:
            connection.execute(statement) if not rows else connection.executemany(statement, rows)
    connection.close()
    return file.read_bytes()


def google_database():
    # Enough rows for two levels of pages of 512 bytes, and one that goes on over several pages.
    entries = [account("totp", f"Dienst {number}", "mira") for number in range(80)]
    entries += [LONG, account("hotp", "Zählwerk", "Anlage 8", counter=2 ** 40 + 7), account("totp", "", "ohne Aussteller")]
    rows = [(f"{e['issuer']}:{e['name']}" if e["issuer"] else e["name"], e["secret"], e.get("counter", 0),
             int(e["type"] == "hotp"), e["issuer"] or None) for e in entries]
    with Folder("google_database") as folder:
        data = database("google_database/accounts.sqlite", [
            ["CREATE TABLE android_metadata (locale TEXT)"],
            ["CREATE TABLE accounts (_id INTEGER PRIMARY KEY, email TEXT NOT NULL, secret TEXT NOT NULL, "
             "counter INTEGER DEFAULT 0, type INTEGER, provider INTEGER DEFAULT 0, issuer TEXT DEFAULT NULL)"],
            ["CREATE INDEX by_email ON accounts (email)"],
            ["INSERT INTO accounts (email, secret, counter, type, issuer) VALUES (?, ?, ?, ?, ?)", *rows],
        ])
        folder.add("accounts.sqlite", data, entries)


def microsoft():
    own = account("totp", "Microsoft", "mira@lindenpost.example", 16, digits=8)
    rows = [(e["issuer"], e["name"], key, kind, place) for place, (e, key, kind) in enumerate([
        (MAIL, MAIL["secret"], 0),
        (own, base64.b64encode(secret(own["issuer"] + own["name"], 16)).decode(), 1),
        ({"issuer": "Arbeit", "name": "push"}, "", 2),
    ])]
    with Folder("microsoft") as folder:
        data = database("microsoft/accounts.sqlite", [
            ["CREATE TABLE `accounts` (`_id` INTEGER PRIMARY KEY AUTOINCREMENT, `name` TEXT NOT NULL, `username` TEXT NOT NULL, "
             "`oath_secret_key` TEXT NOT NULL, `account_type` INTEGER NOT NULL, `ux_position` INTEGER NOT NULL, "
             "`encrypted_oath_secret_key` TEXT NOT NULL DEFAULT '')"],
            ["INSERT INTO accounts (name, username, oath_secret_key, account_type, ux_position) VALUES (?, ?, ?, ?, ?)", *rows],
        ], 4096)
        folder.add("accounts.sqlite", data, [MAIL, own])


def sql_cipher(rows):
    """A database of SQLCipher 3, by that program itself."""
    quoted = ["(" + ", ".join(str(v) if isinstance(v, int) else "'" + v + "'" for v in row) + ")" for row in rows]
    with tempfile.TemporaryDirectory() as temporary:
        subprocess.run(["sqlcipher", f"{temporary}/a.db"], check=True, stdout=subprocess.DEVNULL, text=True, input=(
            f"PRAGMA key = '{PASSWORD}';"
            "CREATE TABLE accounts (_id INTEGER PRIMARY KEY, email TEXT NOT NULL, secret TEXT NOT NULL, counter INTEGER DEFAULT 0, "
            "type INTEGER, issuer TEXT, original_name TEXT, category TEXT);"
            "CREATE TABLE category (_id INTEGER PRIMARY KEY, name TEXT);"
            f"INSERT INTO accounts (email, secret, counter, type, issuer, original_name, category) VALUES {', '.join(quoted)};"))
        return Path(f"{temporary}/a.db").read_bytes()


def archives():
    lines = "\n".join(map(uri, COMMON)) + "\n"
    with Folder("winauth") as folder:
        sealed(folder, "sealed.zip", zip_crypto({"winauth-2026-01-02.txt": lines}), COMMON)
    with Folder("authenticator_plus") as folder:
        sealed(folder, "sealed.zip", zip_crypto({"Accounts.txt": lines}), COMMON)
        battle_net = account("totp", "Battle.net", "EU-1", digits=8)
        entries = [{**MAIL, "tags": ["Netz"]}, METER, battle_net, account("totp", "Früher", "ada")]
        rows = [(e["name"], e["secret"], e.get("counter", 0), int(e["type"] == "hotp"), e["issuer"], f"{e['issuer']}:{e['name']}",
                 "Netz" if e.get("tags") else "All Accounts") for e in entries]
        rows[2] = ("EU-1", secret("Battle.netEU-1").hex(), 0, 2, "x", "EU-1", "All Accounts")
        rows[3] = (*rows[3][:4], "", *rows[3][5:])
        sealed(folder, "accounts.db", sql_cipher(rows), entries)
    with Folder("raivo_zip") as folder:
        export = (HERE / "raivo/raivo-otp-export.json").read_text()
        entries = json.loads((HERE / "raivo/EXPECTED.json").read_text())["samples"][0]["entries"]
        for bits in (128, 192, 256):
            data = packed({"raivo-otp-export.json": export, "raivo-otp-export.html": "<html></html>"}, bits)
            sealed(folder, f"aes-{bits}.zip", data, entries)
    with Folder("zip") as folder:
        folder.add("one-file.zip", packed({"__MACOSX/._a.txt": b"\0\5\x16\7", "a.txt": lines}), COMMON)


def onepassword():
    def item(entry, *codes):
        fields = [{"title": title, "id": f"TOTP_{n}", "value": {"totp": code}} for n, (title, code) in enumerate(codes)]
        return {"favIndex": 0, "state": "active", "overview": {"title": entry["issuer"], "url": "https://example.com", "tags": []},
                "details": {"loginFields": [{"value": entry["name"], "designation": "username"}], "notesPlain": "",
                            "sections": [{"title": "", "fields": [{"title": "phone", "value": {"phone": "1"}}, *fields]}]}}
    usual = "one-time password"
    second = {**account("totp", MAIL["issuer"], MAIL["name"] + " (zweiter)"), "secret": CLOUD["secret"]}
    export = {"accounts": [{"vaults": [{"attrs": {"name": "Eigene"}, "items": [
        item(MAIL, (usual, MAIL["secret"]), ("zweiter", second["secret"])), item(BANK, (usual, uri(BANK))), item(METER)]}]}]}
    with Folder("onepassword") as folder:
        files = {"export.attributes": json.dumps({"version": 3}), "export.data": json.dumps(export), "files/a.png": b"\x89PNG"}
        folder.add("export.1pux", packed(files), [MAIL, second, BANK])


def proton_pass():
    def item(entry, own, further=(), state=1):
        fields = [{"fieldName": name, "type": "totp", "data": {"totpUri": code}} for name, code in further]
        return {"state": state, "pinned": False, "data": {
            "metadata": {"name": entry["issuer"], "note": ""}, "type": "login", "extraFields": fields,
            "content": {"itemEmail": entry["name"], "itemUsername": "", "urls": ["https://example.com"], "totpUri": own}}}
    second = {**account("totp", CLOUD["issuer"], CLOUD["name"] + " (zweiter)"), "secret": MAIL["secret"]}
    export = {"vaults": {"a": {"name": "Eigene", "items": [
        item(BANK, uri(BANK)), item(CLOUD, uri(CLOUD), [("zweiter", MAIL["secret"])]), item(METER, "")]}}}
    with Folder("proton_pass") as folder:
        folder.add("export.zip", packed({"Proton Pass/data.json": json.dumps(export)}), [BANK, CLOUD, second])
        folder.add("pgp.zip", packed({"Proton Pass/data.pgp": "-----BEGIN PGP MESSAGE-----"}), [], refused="transfer-unsupported",
                   basis="NEGATIVE: only the account that made it opens it")


def freeotp_2():
    signed = lambda data: [byte - 256 if byte > 127 else byte for byte in data]

    def encrypted(key, plain, token, wrapped=True):
        nonce = SEED.randbytes(12)
        parameters = b"\4\x0c" + nonce
        if wrapped:
            parameters = b"\x30" + bytes([len(parameters) + 3]) + parameters + b"\2\1\x10"
        return {"mCipher": "AES/GCM/NoPadding", "mCipherText": signed(gcm(key, nonce, plain, token.encode())),
                "mParameters": signed(parameters), "mToken": token}

    with Folder("freeotp_2") as folder:
        for name, hash_name, wrapped in (("sha1", "SHA1", False), ("sha512", "SHA512", True)):
            master, salt = SEED.randbytes(32), SEED.randbytes(32)
            derived = hashlib.pbkdf2_hmac(hash_name, PASSWORD.encode(), salt, 100_000, 32)
            entries = [MAIL, BANK, CLOUD, METER]
            texts = {"masterKey": json.dumps({"mAlgorithm": f"PBKDF2withHmac{hash_name}", "mIterations": 100_000,
                                              "mSalt": signed(salt), "mEncryptedKey": encrypted(derived, master, "AES", wrapped)})}
            for number, entry in enumerate(entries):
                id = str(uuid.UUID(int=number + 1))
                key = encrypted(master, secret(entry["issuer"] + entry["name"], {"SHA1": 20, "SHA256": 32, "SHA512": 64}[entry["algorithm"]]),
                                f"Hmac{entry['algorithm']}", wrapped)
                texts[id] = json.dumps({"key": json.dumps(key)})
                token = {"digits": entry["digits"], "issuerExt": entry["issuer"], "issuerInt": entry["issuer"], "label": entry["name"],
                         "type": entry["type"].upper(), "period": entry.get("period", 30), "counter": entry.get("counter", 0)}
                if entry is not BANK:
                    token["algo"] = entry["algorithm"]
                texts[id + "-token"] = json.dumps(token, ensure_ascii=False)
            texts["tokenOrder"] = json.dumps([str(uuid.UUID(int=n + 1)) for n in range(4)])
            lines = "".join(f"{key}\n{value}\n" for key, value in texts.items())
            run = subprocess.run(["java", str(HERE / "WriteMap.java")], input=lines.encode(), capture_output=True, check=True)
            sealed(folder, f"{name}.xml", run.stdout, entries)


def keepass_kdbx():
    tagged = {**BANK, "tags": ["Geld", "Bank"]}
    steam = account("steam", "Spiele", "mira", digits=5)
    plugin = account("totp", "Erweiterung", "mira", algorithm="SHA256", digits=8, period=60)
    classic = account("totp", "Früher", "mira")

    def fill(keepass):
        keepass.add_entry(keepass.root_group, MAIL["issuer"], MAIL["name"], "x", otp=uri(MAIL), url="https://example.com")
        group = keepass.add_group(keepass.root_group, "Bank")
        keepass.add_entry(group, BANK["issuer"], BANK["name"], "<&>", tags=["Geld"], otp=uri(BANK))
        entry = keepass.add_entry(keepass.root_group, "Spiele", "mira", "x")
        entry.set_custom_property("TOTP Seed", steam["secret"], protect=True)
        entry.set_custom_property("TOTP Settings", "30;S")
        entry = keepass.add_entry(keepass.root_group, "Erweiterung", "mira", "x")
        for name, value in (("Secret-Base32", plugin["secret"]), ("Algorithm", "HMAC-SHA-256"), ("Length", "8"), ("Period", "60")):
            entry.set_custom_property(f"TimeOtp-{name}", value, protect=name.startswith("Secret"))
        entry = keepass.add_entry(keepass.root_group, "Früher", "mira", "x", otp=f"key={classic['secret']}&size=6&step=30")
        # An earlier state of the entry comes before what follows in the keystream.
        entry.save_history()
        keepass.add_entry(keepass.root_group, "Nur Passwort", "mira", "geheim")

    entries = [MAIL, tagged, steam, plugin, classic]
    with Folder("keepass_kdbx") as folder:
        for cipher, kdf in (("aes256", "argon2"), ("chacha20", "argon2id"), ("twofish", "aeskdf")):
            with tempfile.TemporaryDirectory() as temporary:
                path = f"{temporary}/a.kdbx"
                keepass = create_database(path, PASSWORD)
                fill(keepass)
                header = keepass.kdbx.header.value.dynamic_header
                header.cipher_id.data = cipher
                if cipher == "chacha20":
                    header.encryption_iv.data = SEED.randbytes(12)
                values = header.kdf_parameters.data.dict
                if kdf == "aeskdf":
                    values["$UUID"].value = kdf_uuids["aeskdf"]
                    for name in ("I", "M", "P", "V"):
                        del values[name]
                    values["R"] = type(values["S"])(type=5, key="R", value=20_000, next_byte=0)
                else:
                    values["$UUID"].value = kdf_uuids[kdf]
                    values["M"].value, values["I"].value, values["P"].value = 8 << 20, 2, 2
                keepass.save()
                sealed(folder, f"{cipher}-{kdf}.kdbx", Path(path).read_bytes(), entries)
                document = keepass.tree
        sealed(folder, "version-3.kdbx", version_3(document), entries)


def version_3(tree):
    """A database of version 3.1 with the same document: AES over blocks with SHA-256, texts under Salsa20."""
    tree = copy.deepcopy(tree)
    stream_key, seed, transform, start, iv = (SEED.randbytes(n) for n in (32, 32, 32, 32, 16))
    stream = Salsa20.new(hashlib.sha256(stream_key).digest(), bytes.fromhex("e830094b97205d2a"))
    for value in tree.iter("Value"):
        if value.get("Protected") == "True" and value.text:
            value.text = base64.b64encode(stream.encrypt(value.text.encode())).decode()
    block = gzip.compress(etree.tostring(tree, xml_declaration=True, encoding="utf-8"), mtime=0)
    blocks = struct.pack("<I", 0) + hashlib.sha256(block).digest() + struct.pack("<I", len(block)) + block
    blocks += struct.pack("<I", 1) + bytes(32) + struct.pack("<I", 0)
    key = hashlib.sha256(hashlib.sha256(PASSWORD.encode()).digest()).digest()
    cipher = AES.new(transform, AES.MODE_ECB)
    for _ in range(6000):
        key = cipher.encrypt(key)
    master = hashlib.sha256(seed + hashlib.sha256(key).digest()).digest()
    field = lambda kind, data: struct.pack("<BH", kind, len(data)) + data
    header = bytes.fromhex("03d9a29a67fb4bb501000300") + b"".join([
        field(2, bytes.fromhex("31c1f2e6bf714350be5805216afc5aff")), field(3, struct.pack("<I", 1)), field(4, seed),
        field(5, transform), field(6, struct.pack("<Q", 6000)), field(7, iv), field(8, stream_key), field(9, start),
        field(10, struct.pack("<I", 2)), field(0, b"\r\n\r\n")])
    return header + cbc(master, iv, start + blocks)


if __name__ == "__main__":
    for make in (google_database, microsoft, archives, onepassword, proton_pass, freeotp_2, keepass_kdbx):
        make()
