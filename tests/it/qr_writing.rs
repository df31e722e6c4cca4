//! QR codes that are written: an independent reader reads them, and Google's own payload is what an export holds.

use halfminute::otpauth::{MIGRATION_ENTRIES, can_migrate, parse, to_migration_uris, to_uri};
use halfminute::qr::write::{Drawing, write};
use halfminute::vault::{Chosen, Cost, Created, Vault};

const MODULE: usize = 4;
const QUIET: usize = 4;

/// The pixels of a drawing, by way of its path.
fn paint(drawing: &Drawing) -> (usize, Vec<u8>) {
    let side = (drawing.size as usize + 2 * QUIET) * MODULE;
    let mut pixels = vec![255; side * side];
    for run in drawing.path.split('M').skip(1) {
        let (at, rest) = run.split_once('h').unwrap();
        let (x, y) = at.split_once(' ').unwrap();
        let (length, back) = rest.split_once("v1h-").unwrap();
        assert_eq!(back, format!("{length}z"));
        let (x, y, length): (usize, usize, usize) = (x.parse().unwrap(), y.parse().unwrap(), length.parse().unwrap());
        assert!(x + length <= drawing.size as usize && y < drawing.size as usize);
        for row in (y + QUIET) * MODULE..(y + QUIET + 1) * MODULE {
            pixels[row * side + (x + QUIET) * MODULE..][..length * MODULE].fill(0);
        }
    }
    (side, pixels)
}

/// What `rqrr` reads.
fn read(drawing: &Drawing) -> String {
    let (side, pixels) = paint(drawing);
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| pixels[y * side + x]);
    let grids = picture.detect_grids();
    assert_eq!(grids.len(), 1);
    grids[0].decode().unwrap().1
}

#[test]
fn an_independent_reader_reads_every_length() {
    for length in [1, 14, 60, 120, 300, 700, 1200, 2331, 2332, 2953] {
        let text: String = "otpauth://totp/Example:alice?secret=".chars().cycle().take(length).collect();
        assert_eq!(read(&write(text.as_bytes()).unwrap()), text);
    }
}

#[test]
fn what_is_not_ascii_comes_back() {
    let text = "otpauth://totp/Žluťoučký:кот?secret=JBSWY3DPEHPK3PXP";
    assert_eq!(read(&write(text.as_bytes()).unwrap()), text);
}

#[test]
fn an_export_is_byte_for_byte_what_googles_own_code_writes() {
    let fixtures = include_str!("../fixtures/google_migration.json");
    let fixtures: serde_json::Value = serde_json::from_str(fixtures).unwrap();
    let theirs = fixtures.as_array().unwrap().iter().find(|one| one["name"] == "entry without issuer").unwrap();
    let theirs = theirs["uri"].as_str().unwrap();
    let parsed = parse(theirs).unwrap();
    let ours = to_migration_uris(&parsed.enrolments, parsed.batch.unwrap().id, MIGRATION_ENTRIES);
    assert_eq!(ours.len(), 1);
    assert_eq!(ours[0].as_str(), theirs);
}

#[test]
fn parts_hold_what_a_camera_reads_and_bring_all_accounts_back() {
    let seed = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
    let uris = (0..25).map(|at| match at % 3 {
        0 => format!("otpauth://totp/A:a{at}?secret={seed}&issuer=A&algorithm=SHA256&digits=8&period=30"),
        1 => format!("otpauth://hotp/B:b{at}?secret={seed}&issuer=B&counter={at}"),
        _ => format!("otpauth://totp/c{at}?secret={seed}"),
    });
    let enrolments: Vec<_> = uris.map(|uri| parse(uri).unwrap().enrolments.remove(0)).collect();
    let parts = to_migration_uris(&enrolments, -77, MIGRATION_ENTRIES);
    let mut back = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let parsed = parse(part.as_str()).unwrap();
        let batch = parsed.batch.unwrap();
        assert_eq!(
            (batch.version, batch.size, batch.index),
            (1, i32::try_from(parts.len()).unwrap(), i32::try_from(at).unwrap())
        );
        assert_eq!(batch.id, -77);
        assert!(parsed.refused.is_empty() && parsed.enrolments.len() <= 10);
        assert!(write(part.as_bytes()).unwrap().size <= 17 + 4 * 16, "part {at} is too dense for a camera");
        back.extend(parsed.enrolments);
    }
    assert_eq!(back.len(), enrolments.len());
    for (back, sent) in back.iter().zip(&enrolments) {
        assert_eq!((&back.issuer, &back.account_name), (&sent.issuer, &sent.account_name));
        assert!(back.otp == sent.otp);
    }
}

#[test]
fn what_the_format_cannot_say_is_not_exported() {
    for (rest, can) in [("", true), ("&digits=7", false), ("&period=60", false), ("&digits=8", true)] {
        let parsed = parse(format!("otpauth://totp/a?secret=JBSWY3DPEHPK3PXP{rest}")).unwrap();
        assert_eq!(can_migrate(&parsed.enrolments[0]), can, "{rest}");
    }
    let steam = parse("steam://JBSWY3DPEHPK3PXP").unwrap();
    assert!(!can_migrate(&steam.enrolments[0]));
    assert!(to_migration_uris(&steam.enrolments, 1, MIGRATION_ENTRIES).is_empty());
}

#[test]
fn a_vault_shows_an_account() {
    let Created { envelope, ticket } = Vault::create(b"correct horse battery staple", Cost::default(), 0).unwrap();
    let mut vault = Vault::open(&envelope, &ticket).unwrap();
    let uri =
        "otpauth://totp/Example:alice?secret=JBSWY3DPEHPK3PXP&issuer=Example&image=https%3A%2F%2Fe.example%2Fi.png";
    let offer = vault.offer(uri.as_bytes(), None).unwrap();
    let kept = vault.accept(&Chosen::from(&offer.pending[0]), &|_| None, 0).unwrap();
    let shown = read(&vault.qr_code(&kept, 0).unwrap());
    assert_eq!(shown, to_uri(&parse(uri).unwrap().enrolments[0]).as_str());
    assert!(vault.qr_code("00000000000000000000000000000000", 0).is_err());
}
