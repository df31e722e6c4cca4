//! Look-alikes: every twin that a rule makes of a name is told, and nothing honest is.

use crate::support::services;
use std::collections::BTreeMap;

use crate::support::punycode::to_ascii;
use halfminute::sites::{Host, Place, Reason, Rule, imitates, look_alike};
use halfminute::vault::Site;

/// Bound domains: long and short names, several endings, a hyphen, digits, names that are in no directory.
const GENUINE: &[&str] = &[
    "github.com",
    "paypal.com",
    "google.com",
    "microsoft.com",
    "amazon.co.uk",
    "dropbox.com",
    "coinbase.com",
    "allegro.pl",
    "united-domains.de",
    "1password.com",
    "ebay.com",
    "bitwarden.com",
    "proton.me",
    "digitalocean.com",
    "m2mmanager.example",
    "talk2m.example",
    "kundenkonto.example",
    "stadtwerke-nord.example",
    "mobotix.cloud",
    "firma.com.au",
];

/// What of a twin is somebody else's registrable domain, and how it is to be told.
struct Twin {
    host: String,
    registrable: String,
    reasons: &'static [Reason],
}

fn twin(host: impl Into<String>, registrable: impl Into<String>, reasons: &'static [Reason]) -> Twin {
    Twin { host: to_ascii(&host.into()), registrable: to_ascii(&registrable.into()), reasons }
}

/// The twins of one domain.
fn twins(domain: &str) -> Vec<Twin> {
    use Reason::{DomainInside, Letters, NameAsSubdomain, NameInside, OneEdit, OtherEnding};
    let (name, ending) = domain.split_once('.').unwrap();
    let own = |label: String, reasons| {
        let host = format!("{label}.{ending}");
        twin(host.clone(), host, reasons)
    };
    let mut twins = Vec::new();
    for (latin, other) in
        [('a', 'а'), ('e', 'е'), ('o', 'о'), ('o', 'ο'), ('p', 'р'), ('i', 'і'), ('i', 'ι'), ('l', 'ӏ')]
    {
        if name.contains(latin) {
            twins.push(own(name.replace(latin, &other.to_string()), &[Letters]));
        }
    }
    // A mark below or above one letter.
    for (latin, other) in [('a', 'á'), ('o', 'ọ'), ('u', 'ü'), ('i', 'ı'), ('n', 'ṇ')] {
        if name.contains(latin) {
            twins.push(own(name.replacen(latin, &other.to_string(), 1), &[Letters]));
        }
    }
    for (latin, other) in [("o", "0"), ("l", "1"), ("i", "1"), ("m", "rn"), ("w", "vv"), ("e", "3"), ("d", "cl")] {
        if name.contains(latin) {
            twins.push(own(name.replacen(latin, other, 1), &[Letters]));
        }
    }
    if name.chars().count() >= 5 {
        let letters: Vec<char> = name.chars().collect();
        let text = |letters: &[char]| letters.iter().collect::<String>();
        for at in 0..letters.len() {
            let (before, after) = (&letters[..at], &letters[at + 1..]);
            twins.push(own(format!("{}{}", text(before), text(after)), &[OneEdit]));
            twins.push(own(format!("{}x{}", text(before), text(after)), &[OneEdit]));
            twins.push(own(format!("{}k{}", text(&letters[..=at]), text(after)), &[OneEdit]));
            if let Some(next) = letters.get(at + 1)
                && *next != letters[at]
            {
                twins.push(own(
                    format!("{}{next}{}{}", text(before), letters[at], text(&letters[at + 2..])),
                    &[OneEdit],
                ));
            }
        }
        // An edit that changes nothing is none, and one that leaves a hyphen at an end makes no name.
        twins.retain(|twin| twin.host != domain && !twin.host.starts_with('-') && !twin.host.contains("-."));
        for joined in [format!("{name}login"), format!("secure{name}"), format!("my{name}"), format!("{name}support")] {
            twins.push(own(joined, &[NameInside]));
        }
    }
    for other in ["evil.example", "evil.co.uk"] {
        twins.push(twin(format!("{domain}.{other}"), other, &[DomainInside]));
        twins.push(twin(format!("login.{domain}.{other}"), other, &[DomainInside]));
        twins.push(twin(format!("{}.{other}", domain.replace('.', "-")), other, &[DomainInside]));
        twins.push(twin(format!("{domain}-login.{other}"), other, &[DomainInside, NameInside]));
        twins.push(twin(format!("{name}.{other}"), other, &[NameAsSubdomain]));
        twins.push(twin(format!("{name}-login.{other}"), other, &[NameInside]));
    }
    let joined = format!("{domain}-login.example");
    let registrable = format!("{}-login.example", domain.rsplit_once('.').unwrap().1);
    twins.push(twin(joined, registrable, &[DomainInside]));
    for label in [
        format!("{name}-login"),
        format!("login-{name}"),
        format!("{name}-account-verification"),
        format!("my-{name}"),
        format!("the-{name}-shop"),
    ] {
        twins.push(twin(format!("{label}.example"), format!("{label}.example"), &[NameInside]));
        twins.push(twin(format!("www.{label}.net"), format!("{label}.net"), &[NameInside]));
    }
    for other in ["co", "net", "org", "dev", "co.nz"] {
        twins.push(twin(format!("{name}.{other}"), format!("{name}.{other}"), &[OtherEnding]));
        twins.push(twin(format!("www.{name}.{other}"), format!("{name}.{other}"), &[OtherEnding]));
    }
    twins
}

fn place(host: &str, registrable: Option<&str>) -> Place {
    Place::new(&Site::from_origin(&format!("https://{host}")).unwrap(), registrable, "/")
}

#[test]
fn every_twin_is_told_and_none_is_allowed() {
    let mut counts = BTreeMap::<&str, usize>::new();
    let mut pairs = 0;
    for domain in GENUINE {
        for twin in twins(domain) {
            for asks in [true, false] {
                let (bound_domain, here_domain) = (asks.then_some(*domain), asks.then_some(twin.registrable.as_str()));
                let bound = place(domain, bound_domain);
                let here = place(&twin.host, here_domain);
                for rule in [Rule::Host, Rule::Domain] {
                    assert!(rule.allows(&bound, &here).is_err(), "{} is not {domain}", twin.host);
                }
                let found = imitates(here.host(), bound.host());
                let found = found.unwrap_or_else(|| unreachable!("{} is a twin of {domain}", twin.host));
                // A slip may also give what looks the same.
                let as_expected =
                    twin.reasons.contains(&found) || twin.reasons == [Reason::OneEdit] && found == Reason::Letters;
                assert!(as_expected, "{} of {domain}: {found:?}", twin.host);
                let told = look_alike(here.host(), &[bound.host().clone()]);
                // Some slips are well-known names of their own, and so not told: they are still not allowed.
                match told {
                    Some(told) => assert_eq!((told.imitates.as_str(), told.bound), (*domain, true), "{}", twin.host),
                    None => *counts.entry("a well-known site itself").or_default() += 1,
                }
                if asks {
                    *counts.entry(found.code()).or_default() += 1;
                    pairs += 1;
                }
            }
        }
    }
    println!("{pairs} twins of {} domains, 0 allowed: {counts:#?}", GENUINE.len());
    assert!(pairs >= 200);
}

#[test]
fn real_subdomains_are_never_refused() {
    let above = [
        "www",
        "login",
        "auth",
        "accounts",
        "sso",
        "my",
        "id",
        "gist",
        "api",
        "a.b.c",
        "xn--bcher-kva",
        "github",
        "github-login",
        "github.com",
        "login.paypal.com",
        "paypa1",
        "gihtub",
        "1",
        "0-0",
        "m2mmanager",
    ];
    let mut checked = 0;
    for domain in GENUINE {
        let every: Vec<Host> = GENUINE.iter().map(|domain| Host::new(domain, Some(domain))).collect();
        for above in above {
            let name = format!("{above}.{domain}");
            for registrable in [Some(*domain), None] {
                assert_eq!(look_alike(&Host::new(&name, registrable), &every), None, "{name}");
                checked += 1;
            }
            assert!(Rule::Domain.allows(&place(domain, Some(domain)), &place(&name, Some(domain))).is_ok());
        }
    }
    println!("{checked} subdomains, 0 refused");
}

/// Sites of no directory here, which nobody would take for a bound one.
#[test]
fn unrelated_sites_are_not_refused() {
    let every: Vec<Host> = GENUINE.iter().map(|domain| Host::new(domain, Some(domain))).collect();
    for name in [
        "www.bbc.co.uk",
        "en.wikipedia.org",
        "news.ycombinator.com",
        "www.lemonde.fr",
        "www.spiegel.de",
        "www.nytimes.com",
        "stackoverflow.com",
        "docs.rs",
        "crates.io",
        "www.rust-lang.org",
        "kernel.org",
        "www.debian.org",
        "archlinux.org",
        "www.openstreetmap.org",
        "archive.org",
        "www.imdb.com",
        "www.ikea.com",
        "www.lidl.de",
        "www.bahn.de",
        "www.sncf-connect.com",
        "www.lufthansa.com",
        "www.who.int",
        "europa.eu",
        "www.bundestag.de",
        "www.admin.ch",
        "www.nhs.uk",
        "www.nasa.gov",
        "www.mit.edu",
        "www.ethz.ch",
        "intranet.werk.example",
        "gitlab.werk.example",
        "grafana.home.arpa",
        "nextcloud.meinedomain.example",
        "mail.werk.example",
        "login.werk.example",
        "id.werk.example",
        "192.0.2.1",
        "[2001:db8::1]",
        "localhost",
        "router.local",
        "fritz.box",
        "xn--bcher-kva.example",
        "xn--80aswg.xn--p1ai",
        "amazonia.example",
        "pineapple.example",
        "googol.example",
        "protonic.example",
        "allegretto.example",
    ] {
        assert_eq!(look_alike(&Host::new(name, None), &every), None, "{name}");
    }
}

/// Every service of the directory in front, every other one bound.
#[test]
fn services_are_not_each_others_look_alikes() {
    let Some(services) = services::services() else { return };
    let owners = services::by_owner(&services);
    let hosts: Vec<(usize, Host)> = services
        .iter()
        .zip(&owners)
        .flat_map(|(service, owner)| service.hosts.iter().map(move |host| (*owner, Host::new(host, None))))
        .collect();
    let (mut pairs, mut by_looks, mut refused) = (0_u32, Vec::new(), Vec::new());
    for (owner, here) in &hosts {
        let others: Vec<Host> =
            hosts.iter().filter(|(other, _)| other != owner).map(|(_, host)| host.clone()).collect();
        for bound in &others {
            pairs += 1;
            if let Some(reason) = imitates(here, bound) {
                by_looks.push(format!("{} like {}: {}", here.name(), bound.name(), reason.code()));
            }
        }
        if let Some(found) = look_alike(here, &others) {
            refused.push(format!("{} {found:?}", here.name()));
        }
    }
    println!("{} hosts of {} services, {pairs} pairs of two owners", hosts.len(), services.len());
    println!("{} look alike by the rules alone: {by_looks:#?}", by_looks.len());
    println!("{} are refused: {refused:#?}", refused.len());
    assert_eq!(refused, Vec::<String>::new());
    assert!(by_looks.len() <= 60, "one of 40,000 pairs");
}
