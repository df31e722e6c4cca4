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
        if function.name.as_deref().is_some_and(panics) {
            let mut body = function.kind.unwrap_local_mut().builder_mut().func_body();
            body.instrs_mut().clear();
            body.unreachable();
            silenced += 1;
        }
    }
    if silenced == 0 {
        return Err("no function is known to panic: are they named otherwise?".into());
    }
    bound.emit(output)?;
    Ok(())
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
