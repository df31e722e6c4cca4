//! Where codes of a bound account may go, and which accounts are proposed elsewhere.

use crate::support::services;
use halfminute::sites::{Fit, Host, NotAPath, Outside, PathPrefix, Place, Rule, free_ending, proposed};
use halfminute::vault::Site;
use proptest::prelude::*;

fn place(origin: &str, registrable: Option<&str>) -> Place {
    at(origin, registrable, "/")
}

fn at(origin: &str, registrable: Option<&str>, path: &str) -> Place {
    Place::new(&Site::from_origin(origin).unwrap(), registrable, path)
}

fn path(text: &str) -> Rule {
    Rule::Path(PathPrefix::new(text).unwrap())
}

#[test]
fn this_host_is_this_origin() {
    let domain = Some("firm.example");
    let bound = place("https://login.firm.example", domain);
    for (origin, expected) in [
        ("https://login.firm.example", Ok(())),
        ("https://login.firm.example:8443", Err(Outside::OtherPort)),
        ("https://www.firm.example", Err(Outside::OtherHost)),
        ("https://firm.example", Err(Outside::OtherHost)),
        ("https://a.login.firm.example", Err(Outside::OtherHost)),
    ] {
        assert_eq!(Rule::Host.allows(&bound, &place(origin, domain)), expected, "{origin}");
    }
    let other = place("https://login.firm.example.evil.example", Some("evil.example"));
    assert_eq!(Rule::Host.allows(&bound, &other), Err(Outside::OtherDomain));
}

#[test]
fn this_domain_is_what_the_browser_calls_so() {
    let bound = place("https://login.firm.example", Some("firm.example"));
    for (origin, domain, expected) in [
        ("https://login.firm.example", None, Ok(())),
        ("https://www.firm.example", Some("firm.example"), Ok(())),
        ("https://firm.example", Some("firm.example"), Ok(())),
        ("https://a.b.firm.example", Some("firm.example"), Ok(())),
        ("https://www.firm.example:8443", Some("firm.example"), Err(Outside::OtherPort)),
        ("https://www.firm.example", None, Err(Outside::DomainUnknown)),
        ("https://firm.example.evil.example", Some("evil.example"), Err(Outside::OtherDomain)),
        ("https://notfirm.example", Some("notfirm.example"), Err(Outside::OtherDomain)),
        // What can't be its domain is none.
        ("https://notfirm.example", Some("firm.example"), Err(Outside::DomainUnknown)),
        ("https://evil.example", Some("firm.example"), Err(Outside::DomainUnknown)),
        ("https://192.0.2.1", None, Err(Outside::OtherDomain)),
    ] {
        assert_eq!(Rule::Domain.allows(&bound, &place(origin, domain)), expected, "{origin}");
    }
    // A bound host of which nothing is known reaches no further than itself.
    let alone = place("https://login.firm.example", None);
    assert_eq!(Rule::Domain.allows(&alone, &bound), Ok(()));
    let www = place("https://www.firm.example", Some("firm.example"));
    assert_eq!(Rule::Domain.allows(&alone, &www), Err(Outside::DomainUnknown));
}

#[test]
fn customers_of_one_platform_are_strangers() {
    let alice = place("https://alice.github.io", Some("alice.github.io"));
    for rule in [Rule::Host, Rule::Domain, path("/")] {
        for domain in [Some("bob.github.io"), None] {
            assert!(rule.allows(&alice, &place("https://bob.github.io", domain)).is_err());
        }
        assert!(rule.allows(&alice, &place("https://github.io", None)).is_err());
    }
}

#[test]
fn addresses_and_this_machine_are_exact() {
    let same = [
        "https://192.0.2.1",
        "https://[2001:db8::1]:8443",
        "http://localhost:8080",
        "http://portal.localhost",
        "http://127.0.0.1:3000",
    ];
    for origin in same {
        for other in same {
            // Even if a browser called them one domain.
            for domain in [None, Some("portal.localhost"), Some("2.1"), Some("0.1")] {
                let allowed = Rule::Domain.allows(&place(origin, domain), &place(other, domain));
                assert_eq!(allowed.is_ok(), origin == other, "{origin} {other}");
            }
        }
    }
    let (bound, local) = (place("http://portal.localhost", Some("portal.localhost")), Some("portal.localhost"));
    assert_eq!(Rule::Domain.allows(&bound, &place("http://a.portal.localhost", local)), Err(Outside::OtherHost));
    assert_eq!(Rule::Domain.allows(&bound, &place("https://portal.localhost", local)), Err(Outside::OtherScheme));
    let (a, b) = (place("http://localhost:8080", None), place("http://localhost:8081", None));
    assert_eq!(Rule::Domain.allows(&a, &b), Err(Outside::OtherPort));
}

#[test]
fn a_path_is_whole_segments_of_one_origin() {
    let bound = place("https://firm.example", Some("firm.example"));
    let here = |path| at("https://firm.example", Some("firm.example"), path);
    for within in ["/team", "/team/", "/team/login", "/team/%C3%BC"] {
        for rule in ["/team", "/team/"] {
            assert_eq!(path(rule).allows(&bound, &here(within)), Ok(()), "{within}");
        }
        assert_eq!(path("/").allows(&bound, &here(within)), Ok(()));
    }
    for outside in [
        "/",
        "",
        "/teams",
        "/Team",
        "/other/team",
        "/team/..%2fother",
        "/team/%2e%2e/other",
        "/team/%252e",
        "/team/../x",
    ] {
        assert_eq!(path("/team").allows(&bound, &here(outside)), Err(Outside::OtherPath), "{outside}");
    }
    let other_host = at("https://www.firm.example", Some("firm.example"), "/team");
    assert_eq!(path("/team").allows(&bound, &other_host), Err(Outside::OtherHost));
}

#[test]
fn what_is_no_path() {
    for text in [
        "",
        "team",
        "//\u{e4}",
        "/a b",
        "/a?b",
        "/a#b",
        "/a\\b",
        "/../a",
        "/a/./b",
        "/%2e%2e/a",
        "/a%2Fb",
        &"/a".repeat(300),
    ] {
        assert_eq!(PathPrefix::new(text), Err(NotAPath), "{text}");
    }
}

#[test]
fn proposals() {
    use Fit::{None, Proposes, Ranks};
    for (issuer, label, host, domain, expected) in [
        ("GitHub", "alice", "github.com", Some("github.com"), Proposes),
        ("GitHub", "alice", "gist.github.com", Option::None, Proposes),
        ("Mozilla", "", "accounts.firefox.com", Some("firefox.com"), Proposes),
        ("a\u{e9}za", "", "aeza.net", Some("aeza.net"), Proposes),
        // Of whom nothing is known, the name alone says nothing: anybody may have registered it.
        ("Stadtwerke Nord", "", "kunde.stadtwerke-nord.example", Some("stadtwerke-nord.example"), Ranks),
        ("login.firm.example", "", "firm.example", Some("firm.example"), Ranks),
        ("Firm", "", "login.firm.example", Option::None, Ranks),
        ("", "Firm:alice@mail.example", "firm.example", Some("firm.example"), Ranks),
        ("", "Firm", "firm.example", Some("firm.example"), Ranks),
        ("Firm", "", "alice.firm.example", Option::None, Ranks),
        // A known service is elsewhere.
        ("GitHub", "", "github.evil.example", Some("evil.example"), None),
        ("GitHub", "", "github.co", Some("github.co"), Ranks),
        ("GitHub", "", "github.com.evil.example", Some("evil.example"), None),
        ("Amazon Pay", "", "amazon.de", Some("amazon.de"), Ranks),
        ("Firm Support", "", "firm.example", Some("firm.example"), Ranks),
        // A part of a word is nothing, nor is a word of every login page.
        ("Coinbase", "", "www.bbc.co.uk", Some("bbc.co.uk"), None),
        ("AnyDesk", "", "any.run", Some("any.run"), None),
        ("Example Login", "", "login.example", Some("login.example"), None),
        ("", "alice@google.com", "google.com", Some("google.com"), None),
        ("", "", "firm.example", Some("firm.example"), None),
        ("example", "", "firm.example", Some("firm.example"), None),
        ("1", "", "192.0.2.1", Option::None, None),
    ] {
        assert_eq!(proposed(issuer, label, &Host::new(host, domain)), expected, "{issuer} {label} {host}");
    }
}

/// Names of firms that are in no table, as imported accounts have them, each on a host that anybody could have bought.
const BORROWED: &[(&str, &str)] = &[
    ("comdirect", "comdirect.xyz"),
    ("Raiffeisen", "raiffeisen.click"),
    ("ACME", "acme.tk"),
    ("Uni Rostock", "uni-rostock.xyz"),
    ("Nordwind VPN", "nordwind-vpn.top"),
    ("Bundesdruckerei", "bundesdruckerei.shop"),
    ("Sparkasse Musterstadt", "sparkasse-musterstadt.click"),
    ("Volksbank Nord eG", "volksbank.online"),
    ("Stadtwerke Nord", "login.stadtwerke-nord.site"),
    ("kunde.stadtwerke.icu", "stadtwerke.icu"),
    ("B\u{fc}cher Kiste", "xn--bcherkiste-9db.club"),
    ("Firm", "firm.com"),
    ("Firm", "firm.de"),
    ("Firm", "firm.co.uk"),
];

#[test]
fn a_name_alone_proposes_nothing() {
    for (issuer, host) in BORROWED {
        for registrable in [Option::None, Some(host.trim_start_matches("login."))] {
            let here = Host::new(host, registrable);
            assert_ne!(proposed(issuer, "ada", &here), Fit::Proposes, "{issuer} {host}");
            assert_ne!(proposed("", issuer, &here), Fit::Proposes, "{issuer} {host}");
        }
    }
}

#[test]
fn a_name_under_an_ending_that_anybody_may_take_is_told() {
    for (issuer, host) in BORROWED {
        let here = Host::new(host, Option::None);
        let settled = ["com", "de", "co.uk"].iter().any(|ending| host.ends_with(&format!(".{ending}")));
        assert_eq!(free_ending(issuer, "ada", &here).is_none(), settled, "{issuer} {host}");
    }
    for (issuer, host) in
        [("Firm", "other.xyz"), ("GitHub", "github.com"), ("Firm", "192.0.2.1"), ("Firm", "localhost")]
    {
        assert_eq!(free_ending(issuer, "", &Host::new(host, Option::None)), Option::None, "{issuer} {host}");
    }
}

#[test]
fn every_service_is_proposed_at_home_and_seldom_elsewhere() {
    let Some(services) = services::services() else { return };
    let (mut at_home, mut hosts, mut missed) = (0, 0, Vec::new());
    for service in &services {
        for host in &service.hosts {
            hosts += 1;
            if proposed(&service.name, "", &Host::new(host, None)) == Fit::Proposes {
                at_home += 1;
            } else {
                missed.push(format!("{} at {host}", service.name));
            }
        }
    }
    let owners = services::by_owner(&services);
    let firsts: Vec<_> =
        services.iter().zip(&owners).map(|(service, owner)| (Host::new(&service.hosts[0], None), owner)).collect();
    let (mut pairs, mut wrong) = (0, Vec::new());
    // A sample of the names at every site: each look-up reads the table.
    for (service, owner) in services.iter().zip(&owners).step_by(40) {
        for (host, _) in firsts.iter().filter(|(_, other)| *other != owner) {
            pairs += 1;
            if proposed(&service.name, "", host) == Fit::Proposes {
                wrong.push(format!("{} at {}", service.name, host.name()));
            }
        }
    }
    println!("{at_home} of {hosts} hosts proposed to their own service; missed: {missed:?}");
    println!("{} of {pairs} pairs proposed to another one: {wrong:?}", wrong.len());
    assert!(missed.len() <= 5, "services at a public suffix");
    assert_eq!(wrong, Vec::<String>::new());
}

/// A list of public suffixes, as a browser would have one.
const SUFFIXES: &[&str] = &["example", "co.example", "github.io", "io", "uk", "co.uk", "com"];

fn registrable(host: &str) -> Option<String> {
    let labels: Vec<&str> = host.split('.').collect();
    let from = (0..labels.len()).find(|from| SUFFIXES.contains(&labels[*from..].join(".").as_str()))?;
    Some(labels[from.checked_sub(1)?..].join("."))
}

fn any_host() -> impl Strategy<Value = String> {
    let label = prop::sample::select(vec!["a", "b", "co", "github", "login"]);
    (prop::collection::vec(label, 0..4), prop::sample::select(SUFFIXES)).prop_map(|(mut labels, suffix)| {
        labels.push(suffix);
        labels.join(".")
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4000) })]

    /// Whatever the rule, and whether the browser tells domains or not: never across a public suffix.
    #[test]
    fn never_across_a_public_suffix(bound in any_host(), here in any_host(), asks: (bool, bool), rule in 0..3_usize) {
        let rule = [Rule::Host, Rule::Domain, path("/")][rule].clone();
        let known = |host: &str, asks: bool| registrable(host).filter(|_| asks);
        let places = [(&bound, asks.0), (&here, asks.1)]
            .map(|(host, asks)| place(&format!("https://{host}"), known(host, asks).as_deref()));
        let allowed = rule.allows(&places[0], &places[1]).is_ok();
        let one_domain = registrable(&bound).is_some() && registrable(&bound) == registrable(&here);
        let widened = rule == Rule::Domain && asks == (true, true) && one_domain;
        prop_assert_eq!(allowed, bound == here || widened);
    }

    /// Nor by what a broken browser might tell.
    #[test]
    fn a_wrong_domain_opens_nothing(bound in any_host(), here in any_host(), told in any_host()) {
        let allowed = Rule::Domain.allows(
            &place(&format!("https://{bound}"), Some(&told)),
            &place(&format!("https://{here}"), Some(&told)),
        );
        let within = |host: &str| host == told || host.ends_with(&format!(".{told}"));
        prop_assert!(allowed.is_err() || bound == here || within(&bound) && within(&here));
    }
}

proptest! {
    // Each case reads the whole table.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    /// Any text is only ever compared.
    #[test]
    fn any_text_is_answered(issuer in ".*", label in ".*", host in ".*", domain in ".*") {
        let here = Host::new(&host, Some(&domain));
        let _ = proposed(&issuer, &label, &here);
        let _ = halfminute::sites::look_alike(&here, &[Host::new(&domain, None), Host::new("github.com", None)]);
    }
}
