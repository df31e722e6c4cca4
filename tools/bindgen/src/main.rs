//! `bindgen INPUT.wasm OUTPUT_DIR`: writes the ES module, its type declarations and the bound wasm.

use std::ffi::OsString;
use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let [input, output] = arguments.as_slice() else {
        eprintln!("usage: bindgen INPUT.wasm OUTPUT_DIR");
        return ExitCode::from(2);
    };
    match bind(input, output) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bindgen: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn bind(input: &OsString, output: &OsString) -> Result<(), Box<dyn std::error::Error>> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(input).out_name("halfminute").web(true)?;
    // `__wbg_reset_state` instantiates the module anew, which is how the shell drops a core with its memory.
    bindgen.typescript(true).omit_default_module_path(true).reset_state_function(true);
    bindgen.generate(output)?;
    Ok(())
}
