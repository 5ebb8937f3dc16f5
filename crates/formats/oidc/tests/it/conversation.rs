//! What a provider says of itself, where browsers are sent, and what they bring back.

use kulla_oidc::{
    Address, Answer, Ask, Client, Fault, METADATA_BYTES_MAX, Metadata, STATE_CHARS_MAX, challenge,
    discovery_of, id_token,
};
use serde_json::{Value, json};

use crate::signer::{ISSUER, NONCE};

fn said() -> Value {
    json!({
        "issuer": ISSUER,
        "authorization_endpoint": format!("{ISSUER}/auth"),
        "token_endpoint": "https://tokens.ame.example/token",
        "jwks_uri": format!("{ISSUER}/keys"),
        "response_types_supported": ["code", "id_token"],
        "code_challenge_methods_supported": ["plain", "S256"],
        "id_token_signing_alg_values_supported": ["HS256", "RS256"],
    })
}

fn read(said: &Value, issuer: &str) -> Result<Metadata, Fault> {
    Metadata::read(said.to_string().as_bytes(), &Address::new(issuer).unwrap())
}

fn changed(name: &str, value: Value) -> Result<Metadata, Fault> {
    let mut said = said();
    said[name] = value;
    read(&said, ISSUER)
}

const ASK: Ask<'_> = Ask {
    state: "s&t",
    nonce: NONCE,
    verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
    claim: "preferred_username",
    acr: &[],
    max_age_s: None,
    lang: "sr-Latn",
};
const CLIENT: Client<'_> =
    Client { id: "kulla:1", secret: "s e=c", back: "https://kulla.test/login/oidc/ame/back" };

#[test]
fn where_a_provider_says_more_of_itself_follows_from_its_address() {
    let of = |text: &str| discovery_of(&Address::new(text).unwrap()).map(|found| found.to_string());
    let end = "/.well-known/openid-configuration";
    assert_eq!(of("https://a.example"), Some(format!("https://a.example{end}")));
    assert_eq!(of("https://a.example/"), Some(format!("https://a.example{end}")));
    assert_eq!(of("https://a.example/b"), Some(format!("https://a.example/b{end}")));
    assert_eq!(of("https://a.example/b?c"), None);
}

#[test]
fn a_provider_that_says_to_be_another_or_leads_into_the_clear_is_refused() {
    let metadata = read(&said(), ISSUER).unwrap();
    assert!(metadata.by_header && !metadata.names_itself && !metadata.takes_claims);
    assert_eq!(read(&said(), "https://login.ame.example/realms/other"), Err(Fault::Issuer));
    assert_eq!(read(&said(), &format!("{ISSUER}/")), Err(Fault::Issuer), "character by character");
    for name in ["authorization_endpoint", "token_endpoint", "jwks_uri"] {
        for bad in ["http://login.ame.example/x", "http://127.0.0.1/x", "javascript:alert(1)", "/x"] {
            assert_eq!(changed(name, json!(bad)), Err(Fault::Address(name)), "{bad}");
        }
        assert_eq!(changed(name, Value::Null), Err(Fault::Member(name)));
    }
    let mut here = said();
    here["issuer"] = json!("http://localhost:5556/dex");
    here["token_endpoint"] = json!("http://localhost:5556/dex/token");
    assert!(read(&here, "http://localhost:5556/dex").is_ok(), "on this machine");
}

#[test]
fn a_provider_that_can_not_do_what_is_asked_is_told_apart() {
    assert_eq!(changed("response_types_supported", json!(["id_token"])), Err(Fault::NoCode));
    assert_eq!(changed("code_challenge_methods_supported", json!(["plain"])), Err(Fault::Pkce));
    assert_eq!(
        changed("id_token_signing_alg_values_supported", json!(["HS256", "none"])),
        Err(Fault::Algorithm)
    );
    let proofs = "token_endpoint_auth_methods_supported";
    assert_eq!(changed(proofs, json!(["private_key_jwt"])), Err(Fault::ClientAuth));
    assert_eq!(changed(proofs, json!("client_secret_basic")), Err(Fault::Member(proofs)));
    assert!(!changed(proofs, json!(["client_secret_post"])).unwrap().by_header);
    let long = vec![b' '; METADATA_BYTES_MAX + 1];
    assert_eq!(Metadata::read(&long, &Address::new(ISSUER).unwrap()), Err(Fault::TooLarge));
}

#[test]
fn the_browser_carries_the_challenge_and_no_secret() {
    let address = ASK.address(&read(&said(), ISSUER).unwrap(), &CLIENT);
    assert_eq!(
        address,
        format!(
            "{ISSUER}/auth?response_type=code&client_id=kulla%3A1&redirect_uri=https%3A%2F%2Fkulla.test%2Flogin%2Foidc%2Fame%2Fback\
             &scope=openid%20profile&state=s%26t&nonce={NONCE}&code_challenge={}&code_challenge_method=S256&ui_locales=sr-Latn",
            challenge(ASK.verifier)
        )
    );
    assert!(!address.contains(ASK.verifier) && !address.contains("secret"));
    let metadata = changed("authorization_endpoint", json!(format!("{ISSUER}/auth?p=1"))).unwrap();
    assert!(ASK.address(&metadata, &CLIENT).contains("/auth?p=1&response_type=code"));
}

#[test]
fn what_the_operator_wants_is_asked_for() {
    let acr = ["phr".to_owned(), "mfa".to_owned()];
    let ask = Ask { acr: &acr, max_age_s: Some(60), claim: "upn", ..ASK };
    let address = ask.address(&changed("claims_parameter_supported", json!(true)).unwrap(), &CLIENT);
    assert!(address.contains("&max_age=60&acr_values=phr%20mfa&claims=%7B%22id_token%22%3A%7B%22upn%22"));
    let by_subject = Ask { claim: "sub", ..ASK }.address(&read(&said(), ISSUER).unwrap(), &CLIENT);
    assert!(by_subject.contains("&scope=openid&"));
}

#[test]
fn the_secret_goes_into_a_header_or_into_the_body_as_the_provider_wants() {
    let told = CLIENT.redeem(&read(&said(), ISSUER).unwrap(), "c/1", "v");
    // `kulla%3A1:s%20e%3Dc`
    assert_eq!(told.authorization.as_deref(), Some("Basic a3VsbGElM0ExOnMlMjBlJTNEYw=="));
    let body = "grant_type=authorization_code&code=c%2F1&redirect_uri=https%3A%2F%2Fkulla.test%2Flogin%2Foidc%2Fame%2Fback&code_verifier=v";
    assert_eq!(told.body, body);
    let posts = changed("token_endpoint_auth_methods_supported", json!(["client_secret_post"])).unwrap();
    let told = CLIENT.redeem(&posts, "c/1", "v");
    assert_eq!(told.authorization, None);
    assert_eq!(told.body, format!("{body}&client_id=kulla%3A1&client_secret=s%20e%3Dc"));
}

#[test]
fn an_answer_says_each_thing_once() {
    let of = |fields: &[(&'static str, &'static str)]| Answer::of(fields.iter().copied());
    let code = |answer: Result<Answer, Fault>, metadata: &Metadata| {
        answer.and_then(|answer| answer.code(metadata).map(str::to_owned))
    };
    let metadata = read(&said(), ISSUER).unwrap();
    let names_itself = changed("authorization_response_iss_parameter_supported", json!(true)).unwrap();
    let good = [("code", "c"), ("state", "s"), ("session_state", "x"), ("session_state", "y")];
    assert_eq!(code(of(&good), &metadata).as_deref(), Ok("c"));
    assert_eq!(
        code(of(&good), &names_itself),
        Err(Fault::NoIssuer),
        "an answer from which it was taken away"
    );
    let named = [("code", "c"), ("state", "s"), ("iss", ISSUER)];
    assert_eq!(code(of(&named), &names_itself).as_deref(), Ok("c"));
    let other = [("code", "c"), ("state", "s"), ("iss", "https://evil.example")];
    assert_eq!(code(of(&other), &metadata), Err(Fault::Issuer), "the code of another provider");
    let refused = [("error", "access_denied\r\nWARN: x"), ("state", "s")];
    assert_eq!(code(of(&refused), &metadata), Err(Fault::Refused("access_deniedWARNx".into())));
    for bad in [
        &[("code", "c")][..],
        &[("state", "s")],
        &[("code", "c"), ("code", "d"), ("state", "s")],
        &[("code", "c"), ("state", "s"), ("state", "t")],
        &[("code", "c"), ("state", "s"), ("error", "x")],
        &[("code", ""), ("state", "s")],
    ] {
        assert_eq!(of(bad), Err(Fault::Answer), "{bad:?}");
    }
    let long = "s".repeat(STATE_CHARS_MAX + 1);
    assert_eq!(Answer::of([("code", "c"), ("state", long.as_str())]), Err(Fault::Answer));
}

#[test]
fn a_token_comes_with_a_good_answer_alone() {
    let good = json!({ "token_type": "bearer", "access_token": "a", "id_token": "a.b.c" });
    let said = |well, value: &Value| id_token(well, value.to_string().as_bytes());
    assert_eq!(said(true, &good).as_deref(), Ok("a.b.c"));
    assert_eq!(
        said(false, &json!({ "error": "invalid_grant" })),
        Err(Fault::Refused("invalid_grant".into()))
    );
    assert_eq!(said(false, &good), Err(Fault::Refused("it does not say why".into())));
    assert_eq!(said(true, &json!({ "token_type": "Bearer" })), Err(Fault::Member("id_token")));
    assert_eq!(said(true, &json!({ "id_token": "a.b.c" })), Err(Fault::Member("token_type")));
    assert_eq!(id_token(true, b"<html>"), Err(Fault::Json));
}
