//! What several modules of tests share.

pub(crate) mod all_ways;
pub(crate) mod enrolments;
pub(crate) mod envelopes;
pub(crate) mod intruder;
pub(crate) mod pages;
pub(crate) mod pictures;
pub(crate) mod punycode;
pub(crate) mod services;
pub(crate) mod sites;
