//! Decides for `./build.sh bench autofill`: one page a line on standard input, as the collector describes it, and one
//! decision a line on standard output.

use std::io::{self, BufRead, Write};

use halfminute::autofill::{Frame, decide};
use serde_json::json;

/// What nearly every authenticator makes.
const CODE_LENGTH: usize = 6;

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let frames: Vec<Frame> = serde_json::from_str(&line?)?;
        let decision = decide(&frames, CODE_LENGTH, false);
        let (choice, declined) = match decision.outcome {
            Ok(choice) => (Some(choice), None),
            Err(decline) => (None, Some(decline.code())),
        };
        let fields = choice.as_ref().map_or(&[][..], |choice| &choice.fields);
        let answer = json!({
            "frame": choice.as_ref().map(|choice| choice.frame),
            "fields": fields,
            "page": decision.page,
            "confidence": decision.confidence,
            "declined": declined,
            "reasons": decision.reasons,
        });
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}
