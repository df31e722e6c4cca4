//! What a page says around a field that all pages call the same, in each language of the table.

#[path = "support/pages.rs"]
mod pages;

use halfminute::autofill::{Decline, Frame, PageKind, decide};
use pages::{code_field, field, page};

fn beside(text: &str) -> Vec<Frame> {
    let field = field(|field| {
        (field.name, field.autocomplete) = ("code".to_owned(), "one-time-code".to_owned());
        field.before = text.into();
    });
    page(text, vec![field])
}

#[test]
fn a_code_that_was_sent() {
    for text in [
        "We have sent you a code.",
        "Wir haben Ihnen einen Code geschickt.",
        "Nous vous avons envoyé un code.",
        "Le hemos enviado un código.",
        "Ti abbiamo inviato un codice.",
        "We hebben een code naar je telefoon gestuurd.",
        "Enviamos um código para o seu celular.",
        "Wysłaliśmy kod na Twój telefon.",
        "Poslali jsme vám kód.",
        "Мы отправили код на ваш телефон.",
        "验证码已发送到您的手机",
        "コードを送信しました。",
        "코드를 보냈습니다.",
        "تم إرسال رمز إلى هاتفك",
    ] {
        assert!(decide(&beside(text), 6, false).outcome.is_err(), "{text}");
    }
}

#[test]
fn a_code_that_an_app_makes() {
    for text in [
        "Enter the code from your authenticator app.",
        "Geben Sie den Code aus Ihrer Authenticator-App ein.",
        "Saisissez le code généré par votre application.",
        "Introduzca el código de su aplicación de autenticación.",
        "Inserisci il codice della tua app di autenticazione.",
        "Voer de code uit je app in.",
        "Digite o código do seu aplicativo autenticador.",
        "Wpisz kod z aplikacji.",
        "Zadejte kód z aplikace.",
        "Введите код из приложения.",
        "输入身份验证器应用中的代码",
        "認証アプリのコードを入力してください。",
        "인증 앱의 코드를 입력하세요.",
        "أدخل الرمز من تطبيق المصادقة",
    ] {
        let decision = decide(&beside(text), 6, false);
        assert!(decision.outcome.is_ok(), "{text}: {decision:?}");
        assert_eq!(decision.page, PageKind::TotpLogin, "{text}");
    }
}

#[test]
fn another_way_is_no_obstacle_and_scanning_is_enrolment() {
    let mut frames = page("Scan the QR code. Alternatively get codes by SMS.", vec![code_field()]);
    frames[0].squares = 1;
    let decision = decide(&frames, 6, false);
    assert!(decision.outcome.is_ok());
    assert_eq!(decision.page, PageKind::TotpEnrolment);
    let hidden = decide(&beside("Your phone is +49******89"), 6, false);
    assert_eq!((hidden.outcome, hidden.page), (Err(Decline::SentBySms), PageKind::Sms));
}
