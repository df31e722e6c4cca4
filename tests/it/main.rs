//! The tests of the core, in one binary so that the crate is linked once. A module is named after the standard or the part
//! of the core that it holds to; `cargo test --test it rfc6238` runs one of them.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may panic, and clippy.toml allows it to test functions alone, not to their helpers"
)]

mod autofill_choice;
mod autofill_declines;
mod autofill_languages;
mod google_migration;
mod key_uri_dialects;
mod key_uri_format;
mod key_uri_round_trip;
mod look_alikes;
mod motp_yandex;
mod other_codes;
mod peers_faults;
mod qr_property;
mod qr_reading;
mod qr_stages;
mod qr_writing;
mod rfc4226;
mod rfc4648_base32;
mod rfc5869;
mod rfc6238;
mod rfc9106;
mod shared_vectors;
mod sites;
mod steam_guard;
mod support;
mod vault;
mod vault_accept;
mod vault_accounts;
mod vault_arrange;
mod vault_backup;
mod vault_contents;
mod vault_elsewhere;
mod vault_envelope;
mod vault_fill;
mod vault_format2;
mod vault_genuine;
mod vault_history;
mod vault_import;
mod vault_merge;
mod vault_of_b5c3656;
mod vault_offer;
mod vault_revoked;
mod vault_testkit;
mod vault_ways;
mod wycheproof;
mod xwing;
