//! What holds for every text that is read as an enrolment.

use halfminute::otpauth::{self, Enrolment};

/// Refusals are fine. What is read has codes or none, and is the same after it was written and read again.
pub(crate) fn check(text: &str) {
    let Ok(parsed) = otpauth::parse(text) else { return };
    for enrolment in &parsed.enrolments {
        let _ = enrolment.otp.code_at(0);
        let _ = enrolment.otp.code_at(u64::MAX);
        let written = otpauth::to_uri(enrolment);
        if written.len() > otpauth::MAX_BYTES {
            continue;
        }
        let again = otpauth::parse_any(&written).expect("what was written is read");
        let [again] = again.enrolments.as_slice() else { panic!("{} enrolments of one", again.enrolments.len()) };
        assert!(same(enrolment, again), "{text:?} was written as {:?}", *written);
    }
}

fn same(a: &Enrolment, b: &Enrolment) -> bool {
    (&a.issuer, &a.account_name, &a.otp, &a.extra) == (&b.issuer, &b.account_name, &b.otp, &b.extra)
}
