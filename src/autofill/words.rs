//! The words by which pages name things, in one table: lower case, apart by single spaces, as `spread` gives them.
//!
//! A Latin phrase is whole words, or with `*` at its end the beginning of one; others are found anywhere. A `^` before it
//! says that the text begins with it. In the order of: English, German, French, Spanish, Italian, Dutch, Portuguese,
//! Polish, Czech; Russian, Chinese, Japanese, Korean, Arabic. What several languages share stands once.

/// What a phrase may mean: each is a bit, so that all that a text means is one number.
pub(super) type Meaning = u64;

/// A code of the kind that an authenticator makes, named in full.
pub(super) const CODE: Meaning = 1 << 0;
/// Names that a code field shares with other fields; alone they are not enough.
pub(super) const PERHAPS_CODE: Meaning = 1 << 1;
/// What makes the code: a page that speaks of it asks for the code of an authenticator.
pub(super) const AUTHENTICATOR: Meaning = 1 << 2;
/// An app; with a code in the same sentence it is as good as [`AUTHENTICATOR`].
pub(super) const APP: Meaning = 1 << 3;
/// Two steps to log in, however the second is made.
pub(super) const SECOND_FACTOR: Meaning = 1 << 4;
/// Said of a code that is on its way already.
pub(super) const SENT: Meaning = 1 << 5;
/// Said of a code that came, or will: with what it comes by in the same sentence it is as good as [`SENT`].
pub(super) const RECEIVED: Meaning = 1 << 6;
/// Names of what sends a code, or sends it again: buttons and links of a page whose code comes from elsewhere.
pub(super) const RESEND: Meaning = 1 << 7;
/// How a button begins that sends a code, where it names one.
pub(super) const SEND: Meaning = 1 << 8;
/// What a code comes by when it comes to a phone.
pub(super) const SMS: Meaning = 1 << 9;
/// Said of a code that was sent: to where it was.
pub(super) const PHONE: Meaning = 1 << 10;
/// Mail, wherever a sentence says that something was sent.
pub(super) const MAIL: Meaning = 1 << 11;
/// A code that comes by mail, without saying that it was sent.
pub(super) const BY_MAIL: Meaning = 1 << 12;
/// Where to look: with mail in the same sentence it is as good as [`SENT`].
pub(super) const CHECK: Meaning = 1 << 13;
/// A code that is read out on the telephone.
pub(super) const CALL: Meaning = 1 << 14;
/// Something to be confirmed on another device, with nothing to type.
pub(super) const PUSH: Meaning = 1 << 15;
/// Consent that is asked for on another device.
pub(super) const APPROVE: Meaning = 1 << 16;
/// A code from a sheet of paper.
pub(super) const RECOVERY: Meaning = 1 << 17;
/// A device that types or shows the code by itself.
pub(super) const HARDWARE: Meaning = 1 << 18;
/// Said of what could be done otherwise: what such a sentence names is not what this page asks for.
pub(super) const OTHERWISE: Meaning = 1 << 19;
/// A code to be scanned.
pub(super) const SCAN: Meaning = 1 << 20;
/// Names of fields that must never receive a code, wherever they are called so.
pub(super) const NEVER: Meaning = 1 << 21;
/// The same when an id or a name says so; a label may speak of them in passing.
pub(super) const NEVER_BY_NAME: Meaning = 1 << 22;
/// A picture whose characters are to be typed.
pub(super) const CAPTCHA: Meaning = 1 << 23;
/// A card that pays: beside it a security code is another thing.
pub(super) const CARD: Meaning = 1 << 24;
/// A telephone number that is asked for.
pub(super) const PHONE_NUMBER: Meaning = 1 << 25;
/// What one remembers and does not read anywhere, on a field of dots.
pub(super) const PASSWORD: Meaning = 1 << 26;
/// What to look for.
pub(super) const SEARCH: Meaning = 1 << 27;
/// The second of two codes that are asked for one after the other.
pub(super) const NEXT: Meaning = 1 << 28;
/// What is to be proven: beside a field, with mail in the same sentence, it is as good as [`BY_MAIL`].
pub(super) const VERIFY: Meaning = 1 << 29;

/// Said of a code that was not taken.
pub(super) const WRONG: Meaning = 1 << 32;
/// What would be so if: instructions.
pub(super) const IF: Meaning = 1 << 33;

/// The table; phrases are apart by `|`.
#[rustfmt::skip]
pub(super) const TABLE: &[(Meaning, &str)] = &[
    (CODE, "one time code|one time password|one time passcode|one time pin|\
        authentication code|authentication app|\
        auth code|verification code|verify code|login code|sign in code|\
        einmalcode|einmalkennwort|einmalpasswort|einmal code|einmal passwort|bestätigungscode|verifizierungscode|authentifizierungscode|\
        code d authentification|code de vérification|code à usage unique|\
        código de verificación|código de autenticación|código de autentificación|código de un solo uso|\
        codice di verifica|codice di autenticazione|codice monouso|\
        verificatiecode|authenticatiecode|eenmalige code|\
        código de verificação|código de autenticação|código de uso único|\
        kod weryfikacyjny|kod uwierzytelniając*|kod jednorazowy|hasło jednorazowe|\
        ověřovací kód|jednorázový kód|\
        одноразов|код аутентификации|код подтверждения|код проверки|\
        一次性|动态码|動態碼|动态密码|動態密碼|\
        認証コード|検証コード|ワンタイム|\
        인증 코드|인증코드|인증번호|인증 번호|확인 코드|일회용|\
        رمز التحقق|رمز التحقّق|رمز المصادقة|لمرة واحدة|\
        authentication token|verifikationscode|einmal pin|code d identification|código temporal|codice temporaneo|tijdelijke code|autentizační kód|autentifikační kód|\
        код безопасности|动态口令|動態口令|安全码|安全碼|보안 코드|보안코드|رمز الأمان|رمز التأكيد|\
        otp*|authcode*|onetime*|verificationcode*|authenticationcode"),
    (CODE | AUTHENTICATOR, "totp*|authenticator*"),
    (PERHAPS_CODE, "code|codes|token|tokens|passcode|pin|challenge|otc|digits|6 digit|six digit|123456|123 456|000000|000 000|\
        kode|código|codigo|codice|kod|kodu|kód|kódu|\
        код|代码|代碼|驗證碼|验证|コード|코드|번호|رمز|الشفرة|\
        response|tan|zugangscode|prüfcode|toegangscode|口令|トークン|토큰|\
        sicherheitscode|beveiligingscode"),
    (AUTHENTICATOR, "authy|freeotp|1password|token generator|code generator|time based|mobile app|authentication app*|\
        generated by your|generated by the|authentifizierungs app|authentifikator|application d authentification|aplicación de autenticación|app di autenticazione|authenticatie app|\
        aplicativo autenticador|aplikacji uwierzytelniając*|ověřovací aplikac*|\
        аутентификатор|验证器|驗證器|認証アプリ|認証システム|인증 앱|인증앱|المصادق|تطبيق التحقق|\
        soft token|software token|virtual mfa|virtual app|auth app|2fa app*|otp app*|two factor app*|2fa anwendung|zwei faktor app*|zwei faktor authentifizierungs app*|authentifizierungsapp*|authentifizierungsanwendung|authentificateur|appli d authentification|application 2fa|\
        application de vérification|app de autenticación|app de verificación|aplicación autenticadora|app autenticadora|app di verifica|app autenticatore|authenticatieapp|verificatie app|aplicativo de autenticação|app de autenticação|app autenticador|aplikacji weryfikacyjn*|generator kodów|generatora kodów|autentizační aplikac*|autentifikační aplikac*|free otp|\
        генератор код|приложение аутентиф|验证应用|驗證應用|认证器|認證器|虚拟 mfa|otp アプリ|ワンタイムパスワードアプリ|otp 앱|인증기|인증 장치|\
        duo mobile|okta verify|2fas|яндекс ключ|mobile application|verification app*|security app*|mfa app*|otp generator|code generating"),
    (APP, "app|apps|application|applications|applikation|anwendung|aplicación|applicazione|applicatie|aplicativo|aplicação|aplikac*|\
        приложен|应用|應用|アプリ|앱|تطبيق|\
        appli|toepassing"),
    (CODE | SECOND_FACTOR, "2fa*|mfa*|tfa*|twofa*|\
        two factor|2 factor|multi factor|multifactor|second factor|two step|2 step|2sv|\
        zwei faktor*|2 faktor*|zweistufig*|zweiter faktor|deux facteurs|deux étapes|2 étapes|double authentification|multifacteur*|dos factores|dos pasos|\
        due fattori|due passaggi|twee factor*|tweefactor*|tweestaps*|dois fatores|duas etapas|dwuskładnikow*|dwuetapow*|dvoufaktor*|dvoufázov*|dvoustupňov*|\
        двухфактор|двухэтап|многофактор|双因素|雙因素|双重|雙重|两步|兩步|多因素|二段階|二要素|2 段階|2 要素|多要素|2 단계|이중|ثنائي|بخطوتين|\
        two steps|doble factor|segundo factor|doppio fattore|segundo fator|a2f|additional authentication|second authentication|step up|zwei schritt*|double facteur|dwustopniow*|verificação em duas|двухступенчат|二步|2 步|二次验证|二次驗證"),
    (SENT, "sent|emailed|e mailed|texted|delivered|send to you|\
        gesendet|geschickt|verschickt|versandt|versendet|zugesandt|zugeschickt|zugestellt|envoyé*|transmis|enviado|enviada|enviamos|enviámos|envió|inviato|inviata|spedito|\
        verzonden|gestuurd|verstuurd|toegestuurd|wysłan*|wysłaliśmy|wysłał*|przesłan*|przesłaliśmy|odeslán*|odeslali|zaslán*|zaslali|poslán*|poslali|\
        отправлен|отправили|выслан|выслали|прислали|已发送|已發送|已寄|已经发送|已傳送|发送到|發送到|发送至|發送至|发送给|送信しました|送信され|送りました|お送り|送られ|送信済|\
        보냈|전송되|전송했|전송된|발송|تم إرسال|المرسل|أرسل|\
        on its way|on the way|übermittelt|gesandt|envoyer à|направлен|пришл|傳送驗證碼|寄送|送信いたしました|送付|you received|you ve received|you have received|erhalten haben|erhalten hast|avez reçu|recibiste|has recibido|hai ricevuto|hebt ontvangen|você recebeu|obdrželi|получил|полученн|您收到|受け取った|届いた|받은"),
    (RECEIVED, "received|receive|erhalten|reçu|recevrez|recibido|recibirás|recibirá|ricevuto|riceverai|riceverà|ontvangt|ontvangen|recebido|recebeu|receberá|otrzyma*|obdrž*|получ|收到|届い|届き|受け取|받은|받으신|تلقيت|وصل"),
    (RESEND, "resend|re send|send again|send another code|new code|didn t receive|did not receive|didn t get|haven t received|not received|\
        erneut senden|erneut zusenden|erneut anfordern|nochmals senden|neuen code|code nicht erhalten|keinen code erhalten|renvoyer|pas reçu|nouveau code|reenviar|volver a enviar|no recib*|nuevo código|\
        invia di nuovo|reinvia|non hai ricevuto|nuovo codice|opnieuw verzenden|opnieuw versturen|nieuwe code|niet ontvangen|novo código|não recebeu|wyślij ponownie|nowy kod|odeslat znovu|znovu odeslat|nový kód|\
        отправить еще|отправить ещё|отправить снова|повторно|重新发送|重新發送|重发|再次发送|再送|재전송|다시 보내|إعادة إرسال|إعادة الإرسال|\
        send it again|noch einmal senden|neu senden|code nochmals|no has recibido|não recebi|stuur opnieuw|verstuur opnieuw|nie otrzyma*|wyślij nowy|wyślij kod ponownie|poslat znovu|zaslat znovu|nedorazil|nepřišel|\
        не приш|не получил|没有收到|沒有收到|未收到|收不到|重新傳送|再次傳送|重寄|再发|届かない|届きません|받지 못|오지 않|다시 받기|다시 전송|لم يصلك|لم أستلم|لم تستلم|مرة أخرى"),
    (SEND, "^send|^get|^request|senden|anfordern|zusenden|^envoyer|^recevoir|^enviar|^obtener|^recibir|^solicitar|^receber|^invia|^richiedi|versturen|verzenden|aanvragen|^wyślij|^odeslat|^poslat|^získat|\
        отправить|получить|发送|获取|發送|取得|送信|받기|전송|발송|요청|إرسال"),
    (SMS, "sms|text message|text messages|textnachricht*|kurznachricht*|message texte|mensaje de texto|messaggio di testo|mensagem de texto|wiadomość tekstow*|textov*|whatsapp|\
        смс|短信|簡訊|短訊|ショートメッセージ|문자|رسالة نصية|رسائل نصية|\
        whats app|telegram|viber|smscode|mobiletan|mobile tan|mtan|esemes*|微信|카카오|ショートメール|\
        verify your phone|verify phone|verify your mobile|verify your number|phone verification|mobile verification|confirm your phone|confirm your mobile|phone number verification"),
    (PHONE, "texted|a text|by text|via text|cell|number|to +*|handy*|mobiltelefon*|mobilnummer|portable|móvil|cellulare|nummer|numer*|\
        номер|手机|手機|电话|電話|携帯|휴대|전화|هاتف"),
    (MAIL, "mail|email*|e mail*|inbox|mailbox|posteingang*|postfach|courriel|correo|posta elettronica|poczt*|почт|письм|邮件|郵件|邮箱|信箱|メール|메일|بريد|\
        skrzynk*|schránk*|bandeja de entrada|caixa de entrada|收件箱|받은편지함|صندوق الوارد|boîte|casella|la tua posta"),
    (BY_MAIL, "by email|by e mail|by mail|via email|via e mail|via mail|from the email|from the e mail|in the email|in the e mail|from your email|to your email|to your e mail|to your mail|to the email|email code|e mail code|email otp|\
        with your email|your email is|email verification|verification email|in your email|in your e mail|in your mailbox|in your inbox|\
        per e mail|per email|per mail|in der e mail|aus der e mail|par e mail|par email|par mail|par courriel|por correo|por email|por e mail|al correo|a su correo|a tu correo|tramite email|tramite e mail|via posta|naar uw e mail|pocztą|na e mail|e mailem|\
        в письме|по почте|на почту|邮件|郵件|邮箱|信箱|メール|이메일|البريد|conferma il tuo indirizzo|potwierdź adres|подтвердите адрес|verify your email|confirm your email|verify email"),
    (CHECK, "check|prüf*|überprüf*|consultez|vérifiez|revis*|controll*|controleer*|verifique|sprawdź|zkontroluj*|провер|查看|查收|確認|확인|تحقق"),
    (VERIFY, "verify|verifi*|confirm*|bestätig*|vérifi*|conferm*|bevestig*|potwierdź|ověř*|подтверд|验证|驗證"),
    (CALL, "calling your|calling you|voice call|phone call|we called|we are calling|anruf|angerufen|appel vocal|appel téléphonique|llamada|chiamata|telefoontje|gebeld|chamada|ligação|połączenie głosowe|hovor|\
        звонок|звоним|позвонили|语音|語音|来电|通話|전화로|مكالمة|\
        digits you hear|code you hear|call me|rufen sie an|ti chiameremo|llamaremos|ligaremos|zavoláme|zadzwonimy|входящ|receive a call|a call with|un appel|拨打|撥打|お電話で|سنتصل|اتصال|called your"),
    (PUSH, "push|notification|prompt|benachrichtigung|mitteilung|notificación|notifica|notificação|powiadomieni*|уведомлен|推送|通知|알림|إشعار|\
        melding*|oznámen*|notify"),
    (APPROVE, "approve|tap yes|authorize|accept the|genehmig*|freigeben|freigabe|valider|validez|validation dans|approuve*|aprueb*|aprobar|autorizz*|approva|goedkeur*|keur|aprove|aprovar|zatwierdź|potwierdź w|schval*|potvrďte|подтвердите вход|одобр|批准|确认登录|承認|승인|وافق"),
    (RECOVERY, "recovery|recover|backup|backups|back up|scratch|emergency|remaining codes|wiederherstellung*|notfall*|backupcode*|ersatzcode*|sicherungscode*|secours|récupération|sauvegarde|recuperación|respaldo|copia de seguridad|\
        recupero|ripristino|emergenza|herstel*|noodcode*|reservecode*|recuperação|código reserva|odzyskiwani*|zapasow*|awaryjn*|záložní*|obnovovací*|nouzov*|\
        восстановл|резервн|аварийн|запасн|恢复|恢復|备用|備用|备份|備份|救援|復元|回復|リカバリ|バックアップ|予備|残りの|복구|백업|استرداد|استعادة|احتياط|الطوارئ|\
        single use key*|rescue code*|back upcode*"),
    (HARDWARE, "yubikey|yubi key|yubico|security key|hardware token|hardware key|securid|smart card|sicherheitsschlüssel|clé de sécurité|llave de seguridad|chiave di sicurezza|klucz bezpieczeństwa|ключ безопасности|安全密钥|セキュリティキー|\
        tan generator|chip tan|chiptan|digipass|security token|key fob|card reader|chipkarte|kartenleser|lecteur de carte"),
    (OTHERWISE, "instead|alternatively|if you|can t|cannot|lost|lose|don t have|do not have|no access|no longer|another way|other ways|another method|unable|trouble|having problems|or use|can be|will be|you can|\
        stattdessen|alternativ|falls|wenn sie|verloren|kein zugriff|oder|au lieu|si vous|perdu|sinon|en su lugar|si no|si ha|perdido|invece|se non|in plaats|als je|als u|em vez|se não|se você|zamiast|jeśli|místo|pokud|\
        вместо|если|如果|无法|無法|場合|代わり|경우|대신|إذا|بدلا|\
        we can|ne pouvez|no puedes|non riesci|nie masz|nemáte|geen toegang|não tem|нет доступа|потеряли"),
    (SCAN, "qr|qrcode|barcode|scan|scanning|scannen|scannez|scanner|scansiona*|escane*|zeskanuj*|skanuj*|naskenuj*|strichcode|setup key|secret key|скан|扫描|掃描|扫码|二维码|スキャン|読み取|스캔|مسح"),
    (NEVER, "promo*|invit*|gift*|einladung*|rabat*|pocztow*|postale|descuento|desconto|sconto|cadeau|fiscal*|coupon|voucher|discount|referral|referrer|zip|postal|postcode|post code|zipcode|area code|country code|dial code|\
        bic|tracking|license|licence|serial|activation code|device code|user code|device name|temporary access|pairing|nickname|tax|vat|\
        gutschein*|postleitzahl|plz|lizenz*|bon de réduction|cupón|cap|buono|kortingscode|cupom|cep|\
        psč|slevový|купон|промокод|индекс|邮编|優惠|优惠|邮政|郵便|クーポン|쿠폰|우편|قسيمة|\
        filter*|puk|product key|course|meeting|booking|reservation|reference|sort code|swift|routing|account number|access token|api token|personal access|affiliate|sponsor|currency|ticket|tv|television|\
        kundennummer|aktivierungscode|bankleitzahl|\
        activatiecode|cadeaukaart|filtr*|poukaz*|dárkov*|приглаш|активац|фильтр|подароч|скидк|邀请|邀請|激活码|兑换|兌換|推荐码|筛选|招待|プロモーション|ギフト|暗証番号|絞り込み|予約|초대|할인|상품권|추천|필터|دعوة|خصم|هدية"),
    (NEVER_BY_NAME, "username|user code|api|qr|barcode|order|country|name|label|userlabel|description|secret|issuer|query|expir*|unlock"),
    (CAPTCHA, "captcha|characters you see|characters shown|in the image|in the picture|security image|zeichen im bild|caractères de l image|图形验证码|圖形驗證碼|图片中|画像の|картинк|изображен|\
        characters seen|type the characters|letters you see|los caracteres|i caratteri|les caractères|de tekens|znaki z|opište znaky|图片验证码|看不清|圖片|자동입력|보안문자|이미지에|الصورة"),
    (CARD, "card|cards|cardnumber|creditcard|cvv|cvv2|cvc|ccv|csc|iban|kreditkarte*|kartennummer|ihrer karte|carte bancaire|numéro de carte|votre carte|tarjeta|carta di credito|numero carta|kaartnummer|cartão|karty|kreditní kart*|номер карты|банковск|银行卡|卡号|信用卡|カード|카드|بطاقة"),
    (PHONE | PHONE_NUMBER, "phone|telephone|mobile|telefon*|handynummer|téléphone|teléfono|telefoon*|celular|телефон|手机号|手機號|電話番号|휴대폰|الهاتف"),
    (PASSWORD, "password|passwort|kennwort|mot de passe|contraseña|wachtwoord|senha|hasło|heslo|passphrase|пароль|密码|密碼|パスワード|비밀번호|كلمة المرور|security question|answer"),
    (SEARCH, "search|suche*|recherche*|buscar|cerca|zoeken|pesquisar|szukaj|hledat|поиск|搜索|搜尋|検索|검색|بحث"),
    (NEXT, "second|next|confirm|again|repeat|zweit*|nächst*|wiederhol*|deuxième|suivant|segundo|siguiente|secondo|successivo|tweede|volgende|drugi|następn*|druhý|další|\
        второй|следующ|第二|下一|次の|두 번째|다음|الثاني|التالي"),
    (WRONG, "incorrect|invalid|wrong|not valid|expired|not correct|rejected|did not match|does not match|doesn t match|not accepted|failed|\
        already used|already been used|couldn t verify|could not verify|attempts left|attempts remaining|\
        falsch|ungültig*|fehlgeschlagen|abgelaufen|nicht korrekt|nicht akzeptiert|stimmt nicht|bereits verwendet|\
        incorrecte|invalide|erroné*|expiré*|échoué|non valide|incorrecto|no es válido|no válido|inválido|erróneo|caducado|falló|\
        non corretto|errato|non valido|scaduto|sbagliato|onjuist*|ongeldig*|verlopen|mislukt|verkeerd*|incorreto|expirou|expirado|errado|\
        nieprawidłow*|niepoprawn*|błędn*|wygasł*|nesprávn*|neplatn*|chybn*|vypršel*|\
        неверн|неправильн|недействительн|истек|错误|錯誤|不正确|不正確|无效|無效|已过期|已過期|無効|正しくありません|間違|期限切れ|\
        올바르지|잘못|유효하지|만료|غير صحيح|غير صالح|خاطئ|منتهي"),
    (IF, "if|when|wenn|falls|si|lorsque|cuando|se|quando|als|wanneer|jeśli|gdy|pokud|когда"),
];

/// How `autocomplete` begins where a field is for something else.
pub(super) const OTHER_PURPOSES: &[&str] = &[
    "cc-",
    "tel",
    "postal-",
    "address-",
    "street-",
    "bday",
    "email",
    "username",
    "current-password",
    "new-password",
    "name",
    "given-name",
    "family-name",
    "organization",
];
