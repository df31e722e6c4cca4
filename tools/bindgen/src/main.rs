//! `bindgen INPUT.wasm OUTPUT_DIR NAME`: writes the ES module, its type declarations and the bound wasm.

use std::ffi::OsString;
use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let [input, output, name] = arguments.as_slice() else {
        eprintln!("usage: bindgen INPUT.wasm OUTPUT_DIR NAME");
        return ExitCode::from(2);
    };
    match bind(input, output, &name.to_string_lossy()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bindgen: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn bind(input: &OsString, output: &OsString, name: &str) -> Result<(), Box<dyn std::error::Error>> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(input).out_name(name).web(true)?;
    // `__wbg_reset_state` instantiates the module anew, which is how the shell drops a core with its memory.
    bindgen.typescript(true).omit_default_module_path(true).reset_state_function(true);
    let mut bound = bindgen.generate_output()?;
    // Nobody reads what a panic says: a browser has no standard error, and the shell only sees that the core trapped.
    // So what would put the words together traps instead, and wasm-opt drops it with all that only it needed.
    let mut silenced = 0;
    for function in bound.wasm_mut().funcs.iter_mut() {
        if function.name.as_deref().is_some_and(|name| panics(name) || bare(name).starts_with(UNREACHED)) {
            let mut body = function.kind.unwrap_local_mut().builder_mut().func_body();
            body.instrs_mut().clear();
            body.unreachable();
            silenced += 1;
        } else if function.name.as_deref().is_some_and(writes_unread_words) {
            let mut body = function.kind.unwrap_local_mut().builder_mut().func_body();
            body.instrs_mut().clear();
            body.i32_const(WRITTEN);
        }
    }
    #[expect(
        clippy::redundant_closure_for_method_calls,
        reason = "the crate that has the method is no dependency of this one"
    )]
    let segments: Vec<_> = bound.wasm_mut().data.iter().map(|segment| segment.id()).collect();
    for segment in segments {
        blank_paths(&mut bound.wasm_mut().data.get_mut(segment).value);
    }
    if silenced == 0 {
        return Err("no function is known to panic: are they named otherwise?".into());
    }
    bound.emit(output)?;
    Ok(())
}

/// Blanks the paths of source files, which only the words of a panic would have. Each stands between zeros.
fn blank_paths(data: &mut [u8]) {
    let of_path = |byte: u8| byte.is_ascii_alphanumeric() || b"._-/+".contains(&byte);
    for text in data.split_mut(|byte| *byte == 0) {
        let begins = ["/rust", ".cargo/", "cargo/", "crates/", "library/", "src/"]
            .iter()
            .any(|root| text.starts_with(root.as_bytes()));
        if begins && text.ends_with(b".rs") && text.iter().all(|byte| of_path(*byte)) {
            text.fill(0);
        }
    }
}

/// `Ok(())` as `fmt` returns it.
const WRITTEN: i32 = 0;

/// What writes floating-point numbers into texts. Only errors of serde would have them, the shell gets codes and never those
/// texts, and the code and the tables for it are 10 KiB gzipped.
const UNREAD: [&str; 2] =
    ["<f64 as core::fmt::Display>::fmt", "<serde_json::error::JsonUnexpected as core::fmt::Display>::fmt"];

/// What takes a floating-point number out of JSON. Numbers stay texts there (`arbitrary_precision`), so nothing comes to it.
const UNREACHED: &str = "serde_json::number::Number::from_f64";

fn writes_unread_words(name: &str) -> bool {
    let bare = bare(name);
    UNREAD.iter().any(|begin| bare.starts_with(begin))
}

/// A name without the numbers that the newer names of symbols have for each crate, as in `core[c5930c85a12de822]::`.
fn bare(name: &str) -> String {
    let mut bare = String::with_capacity(name.len());
    for part in name.split('[') {
        bare.push_str(if bare.is_empty() { part } else { part.split_once(']').map_or(part, |(_, rest)| rest) });
    }
    bare
}

/// Where `core` panics. None of these ever returns, nor does what else begins like them.
const PANICS: [&str; 9] = [
    "cell::panic_already_borrowed",
    "cell::panic_already_mutably_borrowed",
    "option::expect_failed",
    "option::unwrap_failed",
    "panicking::",
    "result::unwrap_failed",
    "slice::copy_from_slice_impl::len_mismatch_fail",
    "slice::index::slice_index_fail",
    "str::slice_error_fail",
];

fn panics(name: &str) -> bool {
    // `core::` or, by the newer names of symbols, `core[c5930c85a12de822]::`.
    name.split_once("::").is_some_and(|(root, path)| {
        root.split('[').next() == Some("core") && PANICS.iter().any(|begin| path.starts_with(begin))
    })
}
