//! The directory of services that stands beside the repository, where it is present.

use std::{fs, path::Path};

use serde_json::Value;

/// A service, and the hosts that are its own.
#[allow(dead_code, reason = "not every test asks for the names")]
pub(crate) struct Service {
    pub(crate) name: String,
    pub(crate) hosts: Vec<String>,
}

/// The services, or `None`, said aloud, where they are not here.
pub(crate) fn services() -> Option<Vec<Service>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/autofill/totp-domains.json");
    let Ok(text) = fs::read_to_string(path) else {
        println!("skipped: the directory of services is not here");
        return None;
    };
    let directory: Value = serde_json::from_str(&text).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let service = |entry: &Value| {
        let more = entry["additional-domains"].as_array().into_iter().flatten();
        Service { name: text(&entry["name"]), hosts: [&entry["domain"]].into_iter().chain(more).map(text).collect() }
    };
    Some(directory["entries"].as_array().unwrap().iter().map(service).collect())
}

/// Which services belong together, since they share a domain: a number for each. Domains are read by their last labels.
pub(crate) fn by_owner(services: &[Service]) -> Vec<usize> {
    let domain = |host: &String| {
        let labels: Vec<&str> = host.split('.').collect();
        let below_country =
            labels.len() > 2 && labels[labels.len() - 1].len() == 2 && labels[labels.len() - 2].len() <= 4;
        labels[labels.len().saturating_sub(if below_country { 3 } else { 2 })..].join(".")
    };
    let domains: Vec<Vec<String>> = services.iter().map(|service| service.hosts.iter().map(domain).collect()).collect();
    let mut owners: Vec<usize> = (0..services.len()).collect();
    // Twice, for those who are joined by a third.
    for _ in 0..2 {
        for (number, own) in domains.iter().enumerate() {
            let first = domains.iter().position(|other| other.iter().any(|domain| own.contains(domain)));
            owners[number] = owners[first.unwrap_or(number)].min(owners[number]);
        }
    }
    owners
}
