//! `KeePass`: the fields of an entry in which its apps and their plug-ins write one-time codes, and the XML export.

use serde_json::{Map, Value};
use zeroize::Zeroizing;

use crate::containers::kdbx::{self, Kdbx};
use crate::formats::bitwarden::item_draft;
use crate::formats::otpauth;
use crate::xml::{Node, walk};
use crate::{Content, Draft, Error, Extra, Reading, RowError, Secret, sealed};

/// The id in the table of formats.
pub(crate) const ID: &str = "keepass";

pub(crate) fn sniff(content: &Content) -> bool {
    content.text().contains("<KeePassFile")
}

pub(crate) fn read(content: &Content, _password: Option<&str>) -> Result<Reading, Error> {
    read_document(content.text())
}

pub(crate) fn sniff_kdbx(content: &Content) -> bool {
    kdbx::is_keepass(content.bytes)
}

pub(crate) fn read_kdbx(content: &Content, password: Option<&str>) -> Result<Reading, Error> {
    let database = Kdbx::open(content.bytes).map_err(|error| error.of(ID))?;
    let password = sealed::checked(ID, database.kdf(), password)?;
    read_document(&database.document(password).map_err(|error| error.of(ID))?)
}

fn read_document(xml: &str) -> Result<Reading, Error> {
    let mut file = File { reading: Reading::new(ID), ..File::default() };
    walk(xml, |node| file.visit(node)).ok_or(Error::Malformed { format: ID })?;
    Ok(file.reading)
}

/// An entry: its fields, its tags and the names of its groups.
#[derive(Default)]
pub(crate) struct Item {
    /// The texts by their keys.
    pub(crate) fields: Map<String, Value>,
    /// The tags, between `;` or `,`.
    pub(crate) tags: String,
    /// The group that it is in; empty for the topmost.
    pub(crate) group: String,
    /// Whether it lies in the recycle bin.
    pub(crate) trashed: bool,
}

impl Item {
    /// Takes the account of the entry, or counts an entry without one.
    pub(crate) fn take(&self, reading: &mut Reading) {
        match self.otp() {
            None => reading.count(Extra::OtherItem),
            Some(Err(error)) => reading.refuse(error, self.field("Title"), self.field("UserName")),
            Some(Ok(draft)) => {
                let draft = item_draft(draft, self.field("Title"), self.field("UserName"));
                let tags = self.tags.split([';', ',']).map(str::trim).chain([self.group.as_str()]);
                reading.take(Ok(Draft {
                    note: self.field("Notes").to_owned(),
                    tags: tags.filter(|tag| !tag.is_empty()).map(str::to_owned).collect(),
                    sites: vec![self.field("URL").to_owned()],
                    trashed: self.trashed,
                    ..draft
                }));
            }
        }
    }

    fn field(&self, name: &str) -> &str {
        self.fields.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// A field that is a number; -1, which no field allows, for any other text.
    fn number(&self, name: &str) -> Option<i64> {
        number(self.field(name))
    }

    /// The one-time code, by the first of the four ways of writing it.
    fn otp(&self) -> Option<Result<Draft, RowError>> {
        let otp = self.field("otp").trim();
        if otp.contains("://") {
            return Some(otpauth::value(otp));
        }
        if !otp.is_empty() {
            return Some(Ok(kee_otp(otp)));
        }
        if !self.field("TOTP Seed").trim().is_empty() {
            return Some(Ok(self.seed_and_settings()));
        }
        self.keepass2("TimeOtp", "totp").or_else(|| self.keepass2("HmacOtp", "hotp")).map(Ok)
    }

    /// `KeePassXC` before 2.5 and `KeeTrayTOTP`: `TOTP Seed`, and `TOTP Settings` as `30;6` or `30;S`.
    fn seed_and_settings(&self) -> Draft {
        let mut settings = self.field("TOTP Settings").split(';');
        let (period, digits) = (settings.next().unwrap_or_default(), settings.next().unwrap_or_default());
        let is_steam = digits == "S";
        Draft {
            kind: if is_steam { "steam" } else { "totp" }.to_owned(),
            secret: Secret::base32(self.field("TOTP Seed")),
            period: number(period),
            digits: if is_steam { None } else { number(digits) },
            ..Draft::default()
        }
    }

    /// `KeePass` 2: `TimeOtp-Secret-Base32` and others.
    fn keepass2(&self, prefix: &str, kind: &str) -> Option<Draft> {
        let field = |name: &str| self.field(&format!("{prefix}-{name}"));
        let present =
            |name: &str| Some(field(name)).filter(|text| !text.is_empty()).map(|t| Zeroizing::new(t.to_owned()));
        let secret = (present("Secret-Base32").map(Secret::Base32))
            .or_else(|| present("Secret-Hex").map(Secret::Hex))
            .or_else(|| present("Secret-Base64").map(Secret::Base64))
            .or_else(|| present("Secret").map(|text| Secret::Bytes(Zeroizing::new(text.as_bytes().to_vec()))))?;
        Some(Draft {
            kind: kind.to_owned(),
            secret,
            algorithm: field("Algorithm").to_owned(),
            digits: self.number(&format!("{prefix}-Length")),
            period: self.number(&format!("{prefix}-Period")),
            counter: self.number(&format!("{prefix}-Counter")),
            ..Draft::default()
        })
    }
}

/// `KeeOtp`: `key=…&size=6&step=30&type=Totp&otpHashMode=Sha256`. A text without `key` is a bare secret.
fn kee_otp(text: &str) -> Draft {
    let field = |name: &str| {
        let mut pairs = text.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(key, _)| key.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value)
    };
    if field("key").is_empty() {
        return Draft { secret: Secret::base32(text), ..Draft::default() };
    }
    let key = field("key").replace("%3d", "").replace("%3D", "");
    let steam = field("type").eq_ignore_ascii_case("steam") || field("encoder").eq_ignore_ascii_case("steam");
    let hotp = field("type").eq_ignore_ascii_case("hotp");
    Draft {
        kind: if steam {
            "steam"
        } else if hotp {
            "hotp"
        } else {
            "totp"
        }
        .to_owned(),
        secret: Secret::base32(&key),
        algorithm: field("otpHashMode").to_owned(),
        digits: number(field("size")),
        period: number(field("step")),
        counter: number(field("counter")),
        ..Draft::default()
    }
}

fn number(text: &str) -> Option<i64> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.parse().unwrap_or(-1))
}

/// The state while an XML export is read.
#[derive(Default)]
struct File {
    reading: Reading,
    /// The elements that are open.
    path: Vec<String>,
    /// The groups that are open: their names, and whether each is the recycle bin or within it.
    groups: Vec<(String, bool)>,
    /// The identifier of the recycle bin.
    bin: String,
    /// The entry that is open. Earlier states of an entry lie within it, under `History`.
    item: Option<Item>,
    key: String,
    value: String,
}

impl File {
    fn visit(&mut self, node: Node) {
        match node {
            Node::Open(name, _) => self.open(name),
            Node::Text(text) => self.text(&text),
            Node::Close(name) => self.close(&name),
        }
    }

    fn in_history(&self) -> bool {
        self.path.iter().any(|name| name == "History")
    }

    fn open(&mut self, name: String) {
        match name.as_str() {
            "Group" => {
                let trashed = self.groups.last().is_some_and(|(_, trashed)| *trashed);
                self.groups.push((String::new(), trashed));
            }
            "Entry" if !self.in_history() => {
                let depth = self.groups.len();
                let (group, trashed) = self.groups.last().cloned().unwrap_or_default();
                let group = if depth > 1 { group } else { String::new() };
                self.item = Some(Item { group, trashed, ..Item::default() });
            }
            "String" => (self.key, self.value) = (String::new(), String::new()),
            _ => {}
        }
        self.path.push(name);
    }

    fn text(&mut self, text: &str) {
        let mut path = self.path.iter().rev().map(String::as_str);
        let (last, parent) = (path.next().unwrap_or_default(), path.next().unwrap_or_default());
        match (parent, last) {
            ("Meta", "RecycleBinUUID") => self.bin.push_str(text),
            ("Group", "Name") => {
                if let Some((name, _)) = self.groups.last_mut() {
                    name.push_str(text);
                }
            }
            ("Group", "UUID") if !self.bin.is_empty() && self.bin == text => {
                if let Some((_, trashed)) = self.groups.last_mut() {
                    *trashed = true;
                }
            }
            ("String", "Key") => self.key.push_str(text),
            ("String", "Value") => self.value.push_str(text),
            ("Entry", "Tags") if !self.in_history() => {
                if let Some(item) = &mut self.item {
                    item.tags.push_str(text);
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        self.path.pop();
        match name {
            "Group" => {
                self.groups.pop();
            }
            "String" if !self.in_history() => {
                if let Some(item) = &mut self.item {
                    item.fields.insert(core::mem::take(&mut self.key), core::mem::take(&mut self.value).into());
                }
            }
            "Entry" if !self.in_history() => {
                if let Some(item) = self.item.take() {
                    item.take(&mut self.reading);
                }
            }
            _ => {}
        }
    }
}
