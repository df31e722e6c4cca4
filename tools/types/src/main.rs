//! `types [--check]`: writes what the shell has to know of the core, the types of what crosses into
//! `extension/core/types.d.ts` and the limits that hold on both sides into `extension/core/limits.js`; and what crosses from the
//! modules that read other apps' files into `extension/transfer/types.d.ts`. With `--check` nothing is written, and the command fails when a file is not what it would write.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

use halfminute::{autofill, otp, otpauth, qr, sites, vault};
use halfminute_transfer::{Error, formats, view};
use ts_rs::{Config, TS, TypeVisitor};

const MADE: &str = "Made from src/ by `./build.sh types`: change it there, and run that again.";

fn main() -> ExitCode {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../extension");
    let checks = std::env::args().any(|argument| argument == "--check");
    let files = [("core/types.d.ts", types()), ("core/limits.js", limits()), ("transfer/types.d.ts", transfer_types())];
    for (name, wanted) in files {
        let path = folder.join(name);
        if std::fs::read_to_string(&path).is_ok_and(|text| text == wanted) {
            continue;
        }
        if checks {
            eprintln!("extension/{name} is out of date: run `./build.sh types`");
            return ExitCode::FAILURE;
        }
        let made = path.parent().map_or(Ok(()), std::fs::create_dir_all);
        if let Err(error) = made.and_then(|()| std::fs::write(&path, wanted)) {
            eprintln!("extension/{name}: {error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

/// The limits that the shell has to know as well.
fn limits() -> String {
    let limits: [(&str, &str, u64); 14] = [
        (
            "MIN_PASSPHRASE",
            "Shortest passphrase, in characters: none has fewer bytes.",
            vault::MIN_PASSPHRASE_BYTES as u64,
        ),
        ("MIN_MEMORY_KIB", "Least memory of a passphrase's derivation, in KiB.", vault::MIN_MEMORY_KIB.into()),
        ("MAX_MEMORY_KIB", "Most memory of a passphrase's derivation, in KiB.", vault::MAX_MEMORY_KIB.into()),
        ("MIN_PASSES", "Fewest passes of a passphrase's derivation.", vault::MIN_PASSES.into()),
        ("MAX_PASSES", "Most passes of a passphrase's derivation.", vault::MAX_PASSES.into()),
        ("MAX_WORK", "Most that a derivation may cost: passes times KiB.", vault::MAX_WORK),
        ("SALT_BYTES", "Length of the salt of a passkey or a device.", vault::SALT_BYTES as u64),
        ("RECOVERY_GROUPS", "Number of groups of a recovery key.", vault::GROUPS as u64),
        ("RECOVERY_GROUP_DIGITS", "Number of digits of such a group.", vault::GROUP_DIGITS as u64),
        ("MAX_PIXELS", "Most pixels of a picture that is read.", qr::MAX_PIXELS as u64),
        ("MAX_DIGITS", "Most digits of a code.", otp::Digits::MAX.into()),
        ("MAX_PERIOD", "Longest period, in seconds.", otp::Period::MAX.into()),
        ("MAX_FIELDS", "Most fields of a page in which one is looked for.", autofill::MAX_FIELDS as u64),
        ("MAX_SIDE", "Longest side of a picture that is read, in pixels.", qr::MAX_SIDE as u64),
    ];
    let mut file = format!("// {MADE}\n");
    for (name, about, limit) in limits {
        let _ = write!(file, "\n/** {about} */\nexport const {name} = {limit};\n");
    }
    file
}

/// What the core throws, with the words' arguments.
#[derive(TS)]
#[ts(untagged)]
#[expect(dead_code, reason = "only its type is written")]
enum Problem {
    Vault(vault::Error),
    Otpauth(otpauth::Error),
    Picture(qr::Error),
}

fn types() -> String {
    let mut found = Declarations { config: Config::new().with_large_int("number"), by_name: BTreeMap::new() };
    found.visit::<Problem>();
    found.visit::<autofill::Frame>();
    found.visit::<sites::Reason>();
    found.visit::<vault::AnswerView>();
    found.visit::<vault::Changes>();
    found.visit::<vault::Done>();
    found.visit::<vault::Comparison>();
    found.visit::<vault::Edit>();
    found.visit::<vault::Chosen>();
    found.visit::<vault::Details>();
    found.visit::<vault::Generation>();
    found.visit::<vault::Gesture>();
    found.visit::<vault::JudgedView>();
    found.visit::<vault::Listing>();
    found.visit::<vault::LogView>();
    found.visit::<qr::write::Drawing>();
    found.visit::<vault::Offer>();
    found.visit::<vault::RecoveryKeyView>();
    found.visit::<vault::Typed>();
    found.visit::<vault::WayView>();
    found.file()
}

fn transfer_types() -> String {
    let mut found = Declarations { config: Config::new().with_large_int("number"), by_name: BTreeMap::new() };
    found.visit::<Error>();
    found.visit::<view::ImportView>();
    found.visit::<view::LossView>();
    found.visit::<formats::csv::Columns>();
    found.visit::<formats::csv::Preview>();
    found.file()
}

/// The declarations of types and of all that they are made of.
struct Declarations {
    config: Config,
    by_name: BTreeMap<String, String>,
}

impl Declarations {
    fn file(&self) -> String {
        let mut file = format!("// {MADE}\n");
        for declaration in self.by_name.values() {
            let _ = write!(file, "\n{declaration}");
        }
        file
    }
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        let name = T::ident(&self.config);
        // What is not declared by itself, such as a string or a list, has no file that it would be written to.
        let is_declared = T::output_path().is_some();
        if is_declared && self.by_name.contains_key(&name) {
            return;
        }
        if is_declared {
            let declaration = format!("{}export {}", T::docs().unwrap_or_default(), T::decl(&self.config));
            self.by_name.insert(name, laid_out(&declaration));
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

/// A declaration with its fields indented, and a comment of one line on one line.
fn laid_out(declaration: &str) -> String {
    let mut laid_out = String::new();
    let mut depth: usize = 0;
    let declaration = declaration.replace("/**\n * ", "/** ").replace("\n */", " */").replace(", };", ",\n};");
    let is_long = declaration.lines().any(|line| line.len() > 120 && line.contains(" = "));
    let declaration =
        if is_long { declaration.replace(" | {", "\n  | {").replace(" | \"", "\n  | \"") } else { declaration };
    for line in declaration.lines() {
        let line = line.trim_end();
        depth = if line == "};" { 0 } else { depth };
        let _ = writeln!(laid_out, "{:depth$}{line}", "");
        depth = if line.ends_with('{') { 2 } else { depth };
    }
    laid_out
}
