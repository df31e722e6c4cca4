//! The sealed contents: what this build can't read is kept, and their length tells nothing.

use crate::support::envelopes::{NOW, contents_of, empty_vault, holding, ticket, without_keys};
use halfminute::vault::{Changes, Chosen, Error, Vault};
use serde_json::{Value, json};

const ID: &str = "AAAAAAAAAAAAAAAAAAAAAA";

fn account() -> Value {
    json!({
        "id": ID, "type": "totp", "issuer": "Example", "name": "alice", "secret": "GEZDGNBVGY3TQOJQ",
        "algorithm": "SHA1", "digits": 6, "period": 30, "created": 1, "modified": 2,
    })
}

fn contents(accounts: &[String]) -> String {
    format!(r#"{{"accounts":[{}],"written":1}}"#, accounts.join(","))
}

fn open(accounts: &[String]) -> Vault {
    Vault::open(&holding(&contents(accounts)), &ticket()).unwrap()
}

fn reseal(vault: &mut Vault) -> String {
    contents_of(&vault.seal(NOW).unwrap())
}

#[test]
fn an_account_is_written_as_it_was_read() {
    let full = json!({
        "id": ID, "type": "hotp", "issuer": "É", "name": "", "secret": "GEZDGNBVGY3TQOJQ", "algorithm": "SHA512", "digits": 8,
        "counter": u64::MAX, "sites": ["https://a.example"], "created": 1, "modified": 2, "deleted": 3, "labelIssuer": "e",
        "parameters": [["image", "x"], ["image", "y"]],
    });
    let steam = json!({
        "id": ID, "type": "steam", "issuer": "", "name": "", "secret": "GEZDGNBVGY3TQOJQ", "created": 1, "modified": 2,
    });
    // The characters "e3152afee62599c8".
    let motp = json!({
        "id": ID, "type": "motp", "issuer": "", "name": "", "secret": "MUZTCNJSMFTGKZJWGI2TSOLDHA", "pin": "1234", "created": 1,
        "modified": 2,
    });
    let yandex = json!({
        "id": ID, "type": "yandex", "issuer": "", "name": "", "secret": "GEZDGNBVGY3TQOJQ", "created": 1, "modified": 2,
    });
    let mut md5 = account();
    md5["algorithm"] = json!("MD5");
    for account in [account(), full, steam, motp, yandex, md5] {
        let written = without_keys(&reseal(&mut open(&[account.to_string()])));
        let written: Value = serde_json::from_str(&written).unwrap();
        assert_eq!(written, json!({ "accounts": [account], "written": NOW }));
    }
}

#[test]
fn unknown_fields_are_kept() {
    let mut later = account();
    later["icon"] = json!({ "kind": ["emoji", null, 1.5, -7, true] });
    let contents = format!(r#"{{"accounts":[{later}],"groups":[{{"name":"Work"}}],"written":1,"z":0}}"#);
    let mut vault = Vault::open(&holding(&contents), &ticket()).unwrap();
    let changes = Changes { issuer: "Edited".to_owned(), ..Changes::default() };
    vault.edit(ID, None, &changes, 9).unwrap();
    let written: Value = serde_json::from_str(&reseal(&mut vault)).unwrap();
    assert_eq!(written["groups"], json!([{ "name": "Work" }]));
    assert_eq!(written["z"], 0);
    assert_eq!(written["accounts"][0]["icon"], later["icon"]);
    assert_eq!(written["accounts"][0]["issuer"], "Edited");
}

#[test]
fn what_cannot_be_read_is_kept_to_the_letter() {
    let changed = |field: &str, value: Value| {
        let mut changed = account();
        changed[field] = value;
        changed.to_string()
    };
    let without = |field: &str| {
        let mut changed = account();
        changed.as_object_mut().unwrap().remove(field);
        changed.to_string()
    };
    let unreadable = [
        r#"{ "type":"ocra", "suite":"a\u0062c", "n":1.50e3, "n":18446744073709551616 }"#.to_owned(),
        changed("type", json!("ocra")),
        changed("secret", json!("0189")),
        changed("secret", json!("")),
        changed("algorithm", json!("MD4")),
        changed("digits", json!(11)),
        changed("digits", json!(300)),
        changed("period", json!(0)),
        changed("id", json!("AAAA")),
        changed("sites", json!(["http://a.example"])),
        changed("created", json!(-1)),
        // Characters that are no UTF-8, and a PIN that is too long.
        r#"{"id":"AAAAAAAAAAAAAAAAAAAAAA","type":"motp","issuer":"","name":"","secret":"77776","created":1,"modified":2}"#.to_owned(),
        changed("type", json!("yandex")).replacen('{', &format!(r#"{{"pin":"{}","#, "1".repeat(65)), 1),
        without("period"),
        without("secret"),
        account().to_string().replacen('{', r#"{"issuer":"twice","#, 1),
        format!("{}{}", "[".repeat(5_000), "]".repeat(5_000)),
        "null".to_owned(),
        "1e9999".to_owned(),
    ];
    let mut vault = open(&[unreadable.as_slice(), &[account().to_string()]].concat());
    let listing = vault.list(None, NOW);
    assert_eq!((listing.accounts.len(), listing.unreadable), (1, unreadable.len()));
    vault.remove(ID, NOW).unwrap();
    let written = reseal(&mut vault);
    for record in unreadable {
        assert!(written.contains(&record), "{record}");
    }
}

#[test]
fn contents_of_another_shape_are_refused() {
    let shapes = [
        "",
        "null",
        "[]",
        "{}",
        r#"{"accounts":[]}"#,
        r#"{"written":1}"#,
        r#"{"accounts":{},"written":1}"#,
        r#"{"accounts":[],"written":-1}"#,
        r#"{"accounts":[],"written":"1"}"#,
        r#"{"accounts":[],"written":1} x"#,
        r#"{"accounts":[],"accounts":[],"written":1}"#,
        r#"{"accounts":[],"written":1"#,
        "{\"accounts\":[],\"written\":1}\0",
    ];
    for shape in shapes {
        let opened = Vault::open(&holding(shape), &ticket());
        assert_eq!(opened.err(), Some(Error::MalformedContents), "{shape}");
    }
}

#[test]
fn the_length_does_not_tell_how_long_names_are() {
    let length_with = |name: usize| {
        let mut vault = empty_vault();
        let uri = format!("otpauth://totp/{}?secret=GEZDGNBVGY3TQOJQ", "n".repeat(name));
        let offer = vault.offer(uri.as_bytes(), None).unwrap();
        vault.accept(&Chosen::from(&offer.pending[0]), &|_| None, NOW).unwrap();
        reseal(&mut vault).len()
    };
    assert_eq!(reseal(&mut empty_vault()).len(), 2048, "with a public key of 1,622 letters");
    for name in [1, 50, 200] {
        assert_eq!(length_with(name), 3072, "{name} bytes");
    }
    assert_eq!(length_with(1000), 4096);
}

#[test]
fn padding_is_white_space_of_exactly_the_missing_length() {
    // The public key of the one slot.
    let key = r#","keys":[{"slot":"AAAAAAAAAAA","public":""}]"#.len() + 1622;
    for missing in [0, 1, 1023] {
        let name = "n".repeat(4096 - missing - key - contents(&[account().to_string()]).len() + "alice".len());
        let mut named = account();
        named["name"] = json!(name);
        let sealed = contents(&[named.to_string()]);
        assert_eq!(sealed.len() + key + missing, 4096);
        let mut vault = Vault::open(&holding(&sealed), &ticket()).unwrap();
        let written = contents_of(&vault.seal(1).unwrap());
        assert_eq!((written.len(), written.trim_end_matches(' ').len()), (4096, 4096 - missing));
    }
}
