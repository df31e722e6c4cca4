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
    bindgen.generate(output)?;
    Ok(())
}
