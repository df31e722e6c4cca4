//! Importing: the accounts of another app's file come in all at once, as lines with a URI each.
//!
//! Lines are judged without being kept. The screen that shows the result holds them, since it may stay open longer than an
//! instance of the vault lives, and it passes those that the person has chosen.

use serde::Serialize;

use super::contents::MAX_ACCOUNTS;
use super::contents::account::{Account, Id, MAX_NAME_BYTES};
use super::contents::display::Display;
use super::contents::event::{Deed, Event};
use super::envelope::keys::{DataKey, make_bytes};
use super::error::Error;
use super::opened::Vault;
use super::pending::fingerprint;
use crate::codes::codes;
use crate::otp::{Algorithm, Digits, Otp, Period, Pin};
use crate::otpauth::{self, Enrolment, parse_any};

codes! {
    /// What importing a line would do.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Verdict as ("code", "args") {
        /// It adds an account.
        New = "import-new",
        /// It adds nothing: an account of the vault or of an earlier line makes the same codes.
        Duplicate = "import-duplicate",
        /// It takes an account out of the bin, which makes the same codes.
        Binned = "import-binned",
        /// It adds an account whose issuer and name another one has that makes other codes. Its name gets a number.
        Conflict = "import-conflict",
    }
    /// It adds nothing: the line is no account.
    or Refused(otpauth::Error)
}

/// One line of an import, as it is judged.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct JudgedView {
    /// What importing the line would do.
    pub verdict: Verdict,
    /// Name of the account after a conflict.
    pub name: Option<String>,
    /// What the person is warned of.
    pub warnings: Vec<otpauth::Warning>,
}

/// One line of an import.
struct Judged {
    enrolment: Option<Enrolment>,
    /// What stands beside it.
    display: Option<Display>,
    verdict: Verdict,
    /// Id of the account of the vault that makes the same codes.
    twin: Option<String>,
    /// The name after a conflict.
    name: Option<String>,
}

/// What stands behind the key of a line, and before its number: it sorts behind every id.
const LINE: char = '~';

impl Vault {
    /// Judges the lines of an import. Each line that is not empty is a URI for [`parse_any`].
    ///
    /// # Errors
    /// [`Error::TooLong`] for more lines than a vault has accounts.
    pub fn judge(&self, lines: &[u8]) -> Result<Vec<JudgedView>, Error> {
        let judged = self.judge_lines(lines)?.into_iter().map(|Judged { enrolment, verdict, name, .. }| JudgedView {
            verdict,
            name,
            warnings: enrolment.map(|enrolment| self.warnings(&enrolment)).unwrap_or_default(),
        });
        Ok(judged.collect())
    }

    /// Imports lines, as [`Self::judge`] judges them, and returns how many accounts it has added or taken out of the bin.
    ///
    /// # Errors
    /// [`Error::TooLong`]; [`Error::VaultFull`] when not all of them have room; [`Error::NoRandomness`]. Then nothing has
    /// changed.
    pub fn import(&mut self, lines: &[u8], now: u64) -> Result<usize, Error> {
        let mut added = Vec::new();
        let mut twins = Vec::new();
        for Judged { enrolment, display, verdict, twin, name } in self.judge_lines(lines)? {
            twins.extend(twin);
            if let (Verdict::New | Verdict::Conflict, Some(enrolment)) = (verdict, enrolment) {
                let mut account = Account::from_enrolment(Id::from(make_bytes()?), enrolment, None, now)?;
                account.name = name.unwrap_or(account.name);
                if let Some(display) = display {
                    display.put(&mut account);
                }
                added.push(account);
            }
        }
        let mut count = added.len();
        if self.contents.len() + count > MAX_ACCOUNTS {
            return Err(Error::VaultFull);
        }
        for account in added {
            self.contents.add(account);
        }
        let version = self.next_version(now);
        for id in twins {
            let account = self.contents.account_mut(&id)?;
            if account.deleted.is_some() {
                account.set_deleted(None, version);
                account.modified = now;
                count += 1;
            }
        }
        self.note(&Event::of(Deed::Import, now).detail(count.to_string()));
        Ok(count)
    }

    /// Judges in a time that grows with the number of lines: both questions, who makes the same codes and who has the same
    /// names, are answered by a sorted list of accounts and lines together.
    fn judge_lines(&self, lines: &[u8]) -> Result<Vec<Judged>, Error> {
        let lines: Vec<&[u8]> =
            lines.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty()).collect();
        if lines.len() > MAX_ACCOUNTS {
            return Err(Error::TooLong);
        }
        let mut judged: Vec<Judged> = lines.into_iter().map(Judged::read).collect();
        let codes: Vec<Option<String>> =
            judged.iter().map(|line| Some(codes_key(&self.data_key, &line.enrolment.as_ref()?.otp))).collect();
        let mut known: Vec<String> = self.contents.accounts().map(|account| self.codes_key_of(account)).collect();
        known.extend(codes.iter().enumerate().filter_map(|(at, key)| Some(line_key(key.as_deref()?, at))));
        known.sort_unstable();
        let deleted = self.contents.accounts().filter(|account| account.deleted.is_some());
        let mut binned: Vec<String> = deleted.map(|account| account.id.to_string()).collect();
        binned.sort_unstable();
        for (at, (line, key)) in judged.iter_mut().zip(codes).enumerate() {
            let first = key.as_deref().and_then(|key| first_of(&known, key));
            if first.is_some_and(|first| first != line_key("", at)) {
                line.twin = first.filter(|first| !first.starts_with(LINE)).map(ToOwned::to_owned);
                let is_binned = line.twin.as_ref().is_some_and(|id| binned.binary_search(id).is_ok());
                line.verdict = if is_binned { Verdict::Binned } else { Verdict::Duplicate };
            }
        }
        number_names(self.contents.kept(), &mut judged);
        Ok(judged)
    }

    /// The key of what an account's codes are made of, with its id behind.
    pub(super) fn codes_key_of(&self, account: &Account) -> String {
        codes_key(&self.data_key, &account.otp) + &account.id.to_string()
    }
}

impl Judged {
    fn read(line: &[u8]) -> Self {
        let parsed = parse_any(line).and_then(|mut parsed| match parsed.enrolments.pop() {
            // The parts of a Google export are taken apart before.
            Some(enrolment) if parsed.batch.is_none() => Ok(enrolment),
            _ => Err(otpauth::Error::UnknownScheme),
        });
        let fits = |mut enrolment: Enrolment| {
            let display = Display::take(&mut enrolment.extra);
            if Account::is_too_long(&enrolment) { Err(otpauth::Error::TooLong) } else { Ok((enrolment, display)) }
        };
        match parsed.and_then(fits) {
            Ok((enrolment, display)) => {
                Self { enrolment: Some(enrolment), display, verdict: Verdict::New, twin: None, name: None }
            }
            Err(error) => {
                Self { enrolment: None, display: None, verdict: Verdict::Refused(error), twin: None, name: None }
            }
        }
    }
}

/// Finds the lines that share issuer and name with an account or with an earlier line, and gives each of them a number that no
/// other name has.
fn number_names<'a>(accounts: impl Iterator<Item = &'a Account>, judged: &mut [Judged]) {
    let names = |issuer: &str, name: &str| [issuer, "\n", name, "\n"].concat();
    let mut known: Vec<String> = accounts.map(|account| names(&account.issuer, &account.name)).collect();
    for (at, line) in judged.iter().enumerate().filter(|(_, line)| line.verdict == Verdict::New) {
        let key = line.enrolment.as_ref().map(|enrolment| names(&enrolment.issuer, &enrolment.account_name));
        known.extend(key.map(|key| line_key(&key, at)));
    }
    known.sort_unstable();
    let (mut before, mut number) = ("", 0);
    for key in &known {
        let Some((names, at)) = key.rsplit_once('\n') else { continue };
        number = if names == before { number + 1 } else { 1 };
        before = names;
        let line = at.strip_prefix(LINE).and_then(|at| judged.get_mut(at.parse::<usize>().ok()?));
        if let Some(line) = line.filter(|_| number > 1) {
            while first_of(&known, &format!("{names} ({number})\n")).is_some() {
                number += 1;
            }
            line.verdict = Verdict::Conflict;
            let name = line.enrolment.as_ref().map(|enrolment| format!("{} ({number})", enrolment.account_name));
            line.name = name.filter(|name| name.len() <= MAX_NAME_BYTES);
        }
    }
}

/// The key of a line, which sorts behind that of an account with the same beginning, and by the place of the line.
fn line_key(key: &str, at: usize) -> String {
    format!("{key}{LINE}{at:05}")
}

/// What stands behind `key` in the first of the sorted keys that begins with it.
pub(super) fn first_of<'a>(known: &'a [String], key: &str) -> Option<&'a str> {
    known.get(known.partition_point(|other| other.as_str() < key))?.strip_prefix(key)
}

/// A key for what codes are made of: seed, kind and parameters, but not the counter.
pub(super) fn codes_key(data_key: &DataKey, otp: &Otp) -> String {
    let Otp { seed, kind } = otp;
    let period = kind.period().map_or(0, Period::get).to_le_bytes();
    let parts = [
        seed.as_bytes(),
        kind.name().as_bytes(),
        kind.algorithm().map_or("", Algorithm::as_str).as_bytes(),
        &[kind.digits().map_or(0, Digits::get)],
        &period,
        kind.pin().map_or("", Pin::as_str).as_bytes(),
    ];
    fingerprint(data_key, &parts)
}
