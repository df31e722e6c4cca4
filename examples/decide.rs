//! Decides for `./build.sh bench autofill`: one page a line on standard input, as the collector describes it, and one
//! decision a line on standard output. With `--speed`, how long it takes instead: the median in microseconds.

use std::hint::black_box;
use std::io::{self, BufRead, Write};
use std::time::Instant;

use halfminute::autofill::{Frame, decide};
use serde_json::json;

/// What nearly every authenticator makes.
const CODE_LENGTH: usize = 6;
/// How often a page is decided for the median.
const TIMES: usize = 101;

fn main() -> io::Result<()> {
    let speed = std::env::args().nth(1).is_some_and(|argument| argument == "--speed");
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let frames: Vec<Frame> = serde_json::from_str(&line?)?;
        let answer = if speed { json!(median(&frames)) } else { answer(&frames) };
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}

fn answer(frames: &[Frame]) -> serde_json::Value {
    let decision = decide(frames, CODE_LENGTH, false);
    let (choice, declined) = match decision.outcome {
        Ok(choice) => (Some(choice), None),
        Err(decline) => (None, Some(decline.code())),
    };
    let fields = choice.as_ref().map_or(&[][..], |choice| &choice.fields);
    json!({
        "frame": choice.as_ref().map(|choice| choice.frame),
        "fields": fields,
        "page": decision.page,
        "confidence": decision.confidence,
        "declined": declined,
        "reasons": decision.reasons,
    })
}

fn median(frames: &[Frame]) -> u128 {
    let mut times: Vec<u128> = (0..TIMES)
        .map(|_| {
            let began = Instant::now();
            drop(black_box(decide(black_box(frames), CODE_LENGTH, false)));
            began.elapsed().as_micros()
        })
        .collect();
    times.sort_unstable();
    times.get(TIMES / 2).copied().unwrap_or_default()
}
