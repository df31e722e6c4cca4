//! QR codes that are for no authenticator are named as what they are.

use halfminute::otpauth::Other;

fn named(text: impl AsRef<[u8]>) -> (&'static str, Option<String>) {
    let other = Other::of(text.as_ref());
    let name = other.as_ref().and_then(Other::name).map(ToOwned::to_owned);
    (other.map_or("ours", |other| other.code()), name)
}

fn code(text: impl AsRef<[u8]>) -> &'static str {
    named(text).0
}

#[test]
fn what_is_read_here_is_no_other_even_when_it_is_broken() {
    for text in [
        "otpauth://totp/a?secret=MFRGGZDF",
        "OTPAUTH://TOTP/a",
        " otpauth-migration://offline?data=x",
        "steam://MFRGGZDF",
        "otpauth://totp/a\notpauth://totp/b",
        "\u{feff}otpauth:oops",
    ] {
        assert_eq!(Other::of(text.as_bytes()), None, "{text}");
    }
    assert_eq!(Other::of(b"otpauth://totp/\xff"), None);
}

#[test]
fn each_kind_by_what_the_generators_write() {
    for (text, expected) in [
        ("https://example.com/a?b#c", "web-address"),
        ("HTTP://EXAMPLE.COM", "web-address"),
        ("www.example.com", "web-address"),
        ("URLTO:example.com", "web-address"),
        ("MEBKM:TITLE:Example;URL:http://example.com;;", "web-address"),
        ("WIFI:T:WPA;S:Guests;P:secret;;", "wifi"),
        ("DPP:C:81/1;M:00;K:abc;;", "wifi"),
        ("BEGIN:VCARD\r\nVERSION:3.0\r\nN:Lovelace;Ada\r\nEND:VCARD", "contact"),
        ("MECARD:N:Ada;TEL:123;;", "contact"),
        ("mailto:ada@example.com?subject=x y", "mail"),
        ("MATMSG:TO:ada@example.com;SUB:x;BODY:y;;", "mail"),
        ("tel:+4930123456", "phone"),
        ("SMSTO:+4930123456:hello there", "sms"),
        ("sms:+4930123456", "sms"),
        ("geo:52.52,13.40", "place"),
        ("BEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT", "event"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT", "event"),
        ("BCD\n002\n1\nSCT\n\nRed Cross\nBE72000000001616", "payment"),
        ("SPC\r\n0200\r\n1\r\nCH4431999123000889012", "payment"),
        ("00020101021229300012D156000000000510A93FO3230Q", "payment"),
        ("bitcoin:175tWpb8K1S7NmH4Zx6rewF9WQrcZv245W?amount=50", "payment"),
        ("upi://pay?pa=nobody@bank&pn=Nobody", "payment"),
        ("FIDO:/084096120417031231", "passkey"),
        ("fb-messenger://user/1", "app-link"),
        ("LPA:1$smdp.example.com$04386", "app-link"),
        ("tg:resolve?domain=x", "app-link"),
        ("Note: buy milk", "text"),
        ("C: is a drive", "text"),
        ("Warning:", "text"),
        ("Hello", "text"),
        ("", "text"),
        ("JBSWY3DPEHPK3PXP", "text"),
        ("12:30", "text"),
    ] {
        assert_eq!(code(text), expected, "{text}");
    }
}

#[test]
fn the_sign_in_of_another_app_names_the_app() {
    for (text, app) in [
        ("phonefactor://activate_account?code=1&url=https%3A%2F%2Fexample.com", "Microsoft Authenticator"),
        ("oktaverify://email?url=https://example.okta.com", "Okta Verify"),
        ("duo://abc-def", "Duo Mobile"),
        ("com.rsa.securid.iphone://ctf?ctfData=1", "RSA Authenticator"),
        ("http://127.0.0.1/securidmobile/ctf?ctfData=1", "RSA Authenticator"),
    ] {
        assert_eq!(named(text), ("other-app", Some(app.to_owned())), "{text}");
    }
}

#[test]
fn bytes_that_are_no_text_are_data_unless_they_begin_like_something() {
    assert_eq!(code(b"\xff\xfe\x00"), "data");
    assert_eq!(code(b"Caf\xe9"), "data");
    assert_eq!(code(b"BCD\n001\n2\nSCT\n\nCaf\xe9"), "payment");
    assert_eq!(code(b"https://example.com/\xe9"), "data");
}

#[test]
fn a_host_is_shown_only_when_it_is_plain_and_the_one_that_a_browser_would_open() {
    let host = |text: &str| named(text).1;
    assert_eq!(host("https://Login.Example.com:8443/x").as_deref(), Some("login.example.com"));
    assert_eq!(host("https://example.com@evil.test/").as_deref(), Some("evil.test"));
    assert_eq!(host("https://evil.test\\@example.com/").as_deref(), Some("evil.test"));
    assert_eq!(host("https://evil.test#example.com").as_deref(), Some("evil.test"));
    assert_eq!(host("https://xn--bcher-kva.example/").as_deref(), Some("xn--bcher-kva.example"));
    for hidden in [
        "https://bücher.example/",
        "https://example%2ecom/",
        "https://[::1]/",
        "https://localhost/",
        "https://exam ple.com/",
        "https://",
    ] {
        assert_eq!(host(hidden), None, "{hidden}");
    }
    let long = format!("https://{}.example", "a".repeat(60));
    assert_eq!(host(&long), None);
}
