//! Draws the sheet: the picture with everything on it, the symbol enlarged, its modules, and a line for each view.

use core::fmt::{Display, Write};

use crate::qr::{
    debug::seen::{Attempt, Options, Outcome, Seen, sampled},
    picture::Point,
    place::{
        finder,
        layout::{self, Module},
    },
    symbol::{Encoding, soft::Soft},
};

/// The greatest width and height of the picture, in pixels of the sheet.
const ROOM: (f32, f32) = (1080.0, 900.0);
/// The width of the column beside the picture.
const COLUMN: f32 = 420.0;
const GAP: f32 = 24.0;
/// The certainty below which a module is marked.
const CERTAIN: f32 = 0.4;

const STYLE: &str = "<style>\
text{font:13px system-ui,sans-serif;fill:#1f2328}.head{font-weight:600;font-size:15px}.small{font-size:11px;fill:#59636e}\
polygon,polyline,line,rect{vector-effect:non-scaling-stroke}.scene *{fill:none}\
.dark{stroke:#0969da;stroke-width:2}.light{stroke:#bf3989;stroke-width:2}.refused{stroke:#848d97;stroke-dasharray:3 3}\
.triple{stroke:#8250df;stroke-opacity:.35}.guess{stroke:#bc4c00;stroke-width:2;stroke-dasharray:7 4}\
.read{stroke:#1a7f37;stroke-width:3}.grid{stroke:#1a7f37;stroke-width:.6;stroke-opacity:.5}\
.frame{fill:none;stroke:#d0d7de}.unsure{fill:#fb8f44}.against{fill:#d1242f}</style>";

/// The whole sheet as an SVG.
pub(super) fn draw(seen: &[Seen], width: usize, height: usize, options: &Options<'_>) -> String {
    let (across, down) = (width as f32, height as f32);
    let scale = (ROOM.0 / across).min(ROOM.1 / down).min(8.0);
    let (shown_width, shown_height) = (across * scale, down * scale);
    // The first view that was read, or else the one that came nearest.
    let shown = seen
        .iter()
        .find(|one| one.reads() > 0)
        .or_else(|| seen.iter().max_by(|a, b| nearness(a).total_cmp(&nearness(b))));
    let table_top = GAP + shown_height + 84.0;
    let sheet_height = (table_top + 17.0 * seen.len() as f32 + GAP).max(2.0 * COLUMN + 110.0 + GAP);
    let sheet_width = shown_width.max(640.0) + COLUMN + 3.0 * GAP;
    let mut out = Sheet::default();
    out.add(format_args!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {sheet_width:.0} {sheet_height:.0}\" \
         width=\"{sheet_width:.0}\" height=\"{sheet_height:.0}\">{STYLE}<rect width=\"100%\" height=\"100%\" fill=\"#f6f8fa\"/>"
    ));
    out.add(format_args!("<defs><g id=\"scene\" class=\"scene\">"));
    let smooth = if scale > 1.0 { " style=\"image-rendering:pixelated\"" } else { "" };
    out.add(format_args!(
        "<image href=\"{}\" width=\"{width}\" height=\"{height}\"{smooth}/>",
        escaped(options.picture)
    ));
    if let Some(shown) = shown {
        overlay(&mut out, shown);
    }
    out.add(format_args!("</g></defs>"));

    let left = GAP;
    out.text(left, GAP + 8.0, "head", format_args!("{width} × {height} pixels"));
    out.window(left, GAP + 20.0, (shown_width, shown_height), (0.0, 0.0, across, down));
    legend(&mut out, left, GAP + shown_height + 42.0);

    let column = sheet_width - COLUMN - GAP;
    if let Some((shown, best)) = shown.and_then(|shown| Some((shown, shown.best()?))) {
        outcome(&mut out, column, GAP + 8.0, best, options);
        out.window(column, GAP + 48.0, (COLUMN, COLUMN), around(shown, best));
        modules(&mut out, column, GAP + COLUMN + 62.0, shown, best);
    } else {
        out.text(column, GAP + 8.0, "head", format_args!("nothing that looks like a code"));
    }
    table(&mut out, left, table_top, seen, shown);
    out.add(format_args!("</svg>\n"));
    out.0
}

fn nearness(seen: &Seen) -> f32 {
    seen.best().map_or(-2.0, |best| best.agreement)
}

/// Draws patterns, sets and guesses over the picture, in its pixels.
fn overlay(out: &mut Sheet, seen: &Seen) {
    let scale = seen.scale;
    for (found, accepted) in
        seen.refused.iter().map(|one| (one, false)).chain(seen.finders.iter().map(|one| (one, true)))
    {
        let points = found.reach.iter().enumerate().map(|(ray, reach)| {
            let (cos, sin) = finder::direction(ray);
            ((found.x + cos * reach) * scale, (found.y + sin * reach) * scale)
        });
        let class = match (accepted, found.inverted) {
            (false, _) => "refused",
            (true, true) => "light",
            (true, false) => "dark",
        };
        let oddity = found.oddity;
        out.polygon(points, class, format_args!("oddity {oddity:.2}, module {:.1}", found.module * scale));
    }
    for attempt in &seen.attempts {
        let places = [attempt.triple.right, attempt.triple.corner, attempt.triple.below].map(|at| seen.finders.get(at));
        if let [Some(right), Some(corner), Some(below)] = places {
            let [a, b, c] = [right, corner, below].map(|one| (one.x * scale, one.y * scale));
            out.add(format_args!(
                "<polyline class=\"triple\" points=\"{:.1},{:.1} {:.1},{:.1} {:.1},{:.1}\"/>",
                a.0, a.1, b.0, b.1, c.0, c.1
            ));
        }
    }
    let best = seen.best().map(core::ptr::from_ref);
    for attempt in seen.attempts.iter().filter(|one| one.is_read() || best == Some(core::ptr::from_ref(*one))) {
        let Some(guess) = &attempt.guess else { continue };
        let far = layout::side(guess.version);
        let at = |u: usize, v: usize| {
            let (x, y) = attempt.map.map((u as f32, v as f32));
            (x * scale, y * scale)
        };
        for line in 0..=far {
            for ((x1, y1), (x2, y2)) in [(at(line, 0), at(line, far)), (at(0, line), at(far, line))] {
                out.add(format_args!(
                    "<line class=\"grid\" x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\"/>"
                ));
            }
        }
        let class = if attempt.is_read() { "read" } else { "guess" };
        out.polygon([at(0, 0), at(far, 0), at(far, far), at(0, far)], class, format_args!("version {}", guess.version));
    }
}

/// The square of the picture around a guess: left, top, width and height.
fn around(seen: &Seen, best: &Attempt) -> (f32, f32, f32, f32) {
    let side = best.guess.as_ref().map_or(21.0, |guess| layout::side(guess.version) as f32);
    let (low, high) = (-2.0, side + 2.0);
    let corners = [(low, low), (high, low), (high, high), (low, high)].map(|point| best.map.map(point));
    let [xs, ys]: [[f32; 4]; 2] =
        [corners.map(|point| point.0 * seen.scale), corners.map(|point| point.1 * seen.scale)];
    let span = |values: [f32; 4]| {
        let (low, high) = values.into_iter().fold((f32::MAX, f32::MIN), |(a, b), value| (a.min(value), b.max(value)));
        (low, (high - low).max(1.0))
    };
    let ((left, width), (top, height)) = (span(xs), span(ys));
    let size = width.max(height);
    (left - (size - width) / 2.0, top - (size - height) / 2.0, size, size)
}

/// What became of the best guess, in two lines.
fn outcome(out: &mut Sheet, left: f32, top: f32, best: &Attempt, options: &Options<'_>) {
    let agreement = best.agreement;
    let version = best.guess.as_ref().map_or(0, |guess| guess.version);
    match &best.outcome {
        Outcome::Read(decoded) => {
            let mirrored = if decoded.mirrored { ", mirrored" } else { "" };
            let (level, quality, length) = (decoded.level, decoded.quality, decoded.text.len());
            let encoding = match decoded.encoding {
                Encoding::Utf8 => "",
                Encoding::ShiftJis => " of Shift-JIS",
                Encoding::Gb18030 => " of GB 18030",
            };
            out.text(left, top, "head", format_args!("read: version {version}, level {level:?}{mirrored}"));
            if options.show_text && decoded.encoding == Encoding::Utf8 {
                let text = String::from_utf8_lossy(&decoded.text);
                out.text(left, top + 20.0, "", escaped(&text));
            } else {
                out.text(
                    left,
                    top + 20.0,
                    "",
                    format_args!(
                        "{length} bytes{encoding}, quality {quality:.2}, fixed modules agree by {agreement:.2}"
                    ),
                );
            }
        }
        Outcome::Unreadable => {
            out.text(left, top, "head", format_args!("not read: as version {version}"));
            out.text(
                left,
                top + 20.0,
                "",
                format_args!("fixed modules agree by {agreement:.2}, the codewords make no sense"),
            );
        }
        Outcome::Unlike => {
            out.text(left, top, "head", format_args!("not followed up: as version {version}"));
            out.text(
                left,
                top + 20.0,
                "",
                format_args!("the timing patterns do not agree; fixed modules by {agreement:.2}"),
            );
        }
    }
}

/// The symbol as it was sampled, a square for each module.
fn modules(out: &mut Sheet, left: f32, top: f32, seen: &Seen, best: &Attempt) {
    let Some(guess) = &best.guess else { return };
    let side = layout::side(guess.version);
    let soft = sampled(&seen.plane, guess, &best.map);
    let kinds = layout::modules(guess.version);
    let size = COLUMN / side as f32;
    let (mut unsure, mut against) = (0, 0);
    for (index, kind) in kinds.iter().enumerate() {
        let value = soft.index(index);
        let shade = shade_of(value);
        let (x, y) = (left + (index % side) as f32 * size, top + (index / side) as f32 * size);
        out.add(format_args!(
            "<rect x=\"{x:.2}\" y=\"{y:.2}\" width=\"{size:.2}\" height=\"{size:.2}\" fill=\"rgb({shade},{shade},{shade})\"/>"
        ));
        let class = mark(&soft, index, *kind);
        unsure += usize::from(class == Some("unsure"));
        against += usize::from(class == Some("against"));
        if let Some(class) = class {
            let (x, y) = (x + size / 2.0, y + size / 2.0);
            out.add(format_args!("<circle class=\"{class}\" cx=\"{x:.2}\" cy=\"{y:.2}\" r=\"{:.2}\"/>", size * 0.3));
        }
    }
    out.add(format_args!("<rect class=\"frame\" x=\"{left}\" y=\"{top}\" width=\"{COLUMN}\" height=\"{COLUMN}\"/>"));
    let all = side * side;
    let below = top + COLUMN + 18.0;
    out.text(
        left,
        below,
        "",
        format_args!("{unsure} of {all} modules are uncertain, {against} of the fixed ones are wrong"),
    );
}

fn shade_of(value: f32) -> u8 {
    (127.5 - 127.5 * value.clamp(-1.0, 1.0)) as u8
}

/// The mark of a module.
fn mark(soft: &Soft, index: usize, kind: Module) -> Option<&'static str> {
    let value = soft.index(index);
    match kind {
        Module::Fixed(dark) if dark != (value > 0.0) => Some("against"),
        _ if value.abs() < CERTAIN => Some("unsure"),
        _ => None,
    }
}

fn legend(out: &mut Sheet, left: f32, top: f32) {
    let entries = [
        ("dark", "finder pattern"),
        ("light", "light one"),
        ("refused", "too odd"),
        ("triple", "triple that was tried"),
        ("guess", "best guess"),
        ("read", "read"),
    ];
    let mut x = left;
    for (class, words) in entries {
        let end = x + 22.0;
        out.add(format_args!("<line class=\"{class}\" x1=\"{x}\" y1=\"{top}\" x2=\"{end}\" y2=\"{top}\"/>"));
        out.text(x + 28.0, top + 4.0, "small", words);
        x += 44.0 + 6.2 * words.len() as f32;
    }
    for (class, words) in [("unsure", "uncertain module"), ("against", "fixed module that is wrong")] {
        out.add(format_args!("<circle class=\"{class}\" cx=\"{:.0}\" cy=\"{top}\" r=\"5\"/>", x + 8.0));
        out.text(x + 18.0, top + 4.0, "small", words);
        x += 34.0 + 6.2 * words.len() as f32;
    }
}

/// A line for each view, in the order in which they are tried.
fn table(out: &mut Sheet, left: f32, top: f32, seen: &[Seen], shown: Option<&Seen>) {
    let columns = [0.0, 190.0, 290.0, 350.0, 430.0, 490.0, 600.0];
    let mut row = |y: f32, class: &str, cells: [String; 7]| {
        for (at, cell) in columns.iter().zip(cells) {
            out.text(left + at, y, class, escaped(&cell));
        }
    };
    let heads =
        ["view", "thresholds", "tier", "patterns", "odd", "triples (tried)", "fixed modules agree, from -1 to 1"];
    row(top, "small", heads.map(str::to_owned));
    for (at, one) in seen.iter().enumerate() {
        let is_shown = shown.is_some_and(|shown| core::ptr::eq(shown, one));
        let result = match one.reads() {
            0 => one.best().map_or("-".to_owned(), |best| format!("{:.2}", best.agreement)),
            reads => format!("read: {reads}"),
        };
        let drawn = if is_shown { "  ← drawn" } else { "" };
        row(
            top + 17.0 * (at + 1) as f32,
            "",
            [
                format!("{:?}", one.stage.view),
                format!("{:?}", one.stage.mode),
                if one.stage.deep { "deep" } else { "quick" }.to_owned(),
                one.finders.len().to_string(),
                one.refused.len().to_string(),
                format!("{} ({})", one.triples, one.attempts.len()),
                format!("{result}{drawn}"),
            ],
        );
    }
}

#[derive(Default)]
struct Sheet(String);

impl Sheet {
    fn add(&mut self, what: impl Display) {
        // Writing to a string does not fail.
        let _ = write!(self.0, "{what}");
    }

    fn text(&mut self, x: f32, y: f32, class: &str, words: impl Display) {
        self.add(format_args!("<text x=\"{x:.0}\" y=\"{y:.0}\" class=\"{class}\">{words}</text>"));
    }

    /// A part of the scene: left, top and sides of it, in a frame of the given size.
    fn window(&mut self, x: f32, y: f32, (width, height): (f32, f32), part: (f32, f32, f32, f32)) {
        self.add(format_args!(
            "<svg x=\"{x:.0}\" y=\"{y:.0}\" width=\"{width:.0}\" height=\"{height:.0}\" viewBox=\"{:.1} {:.1} {:.1} {:.1}\">\
             <use href=\"#scene\"/></svg><rect class=\"frame\" x=\"{x:.0}\" y=\"{y:.0}\" width=\"{width:.0}\" height=\"{height:.0}\"/>",
            part.0, part.1, part.2, part.3
        ));
    }

    fn polygon(&mut self, points: impl IntoIterator<Item = Point>, class: &str, title: impl Display) {
        self.add(format_args!("<polygon class=\"{class}\" points=\""));
        for (x, y) in points {
            self.add(format_args!("{x:.1},{y:.1} "));
        }
        self.add(format_args!("\"><title>{title}</title></polygon>"));
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
