//! An identity provider of an agency: it answers over HTTP on this machine, and a test decides whom it names and how it lies.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use kulla_gateways::entry::oidc::{self, read};
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::world::{Answer, World};

pub const SECRET: &str = "s3cret & more";

/// What was asked of it for one log-in.
type Asked = HashMap<String, String>;

#[derive(Default)]
struct Inside {
    codes: HashMap<String, (Asked, Value)>,
    keys: Vec<(String, Vec<u8>)>,
    /// How often its keys and its metadata were asked for.
    asked_for: (usize, usize),
    down: bool,
}

/// One provider.
#[derive(Clone)]
pub struct Provider {
    pub issuer: String,
    inside: Arc<Mutex<Inside>>,
}

fn text(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The fields of a query or form.
pub fn fields(text: &str) -> Asked {
    let parsed = kulla_open311::parse_form(text.as_bytes()).unwrap();
    parsed.into_iter().map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
}

impl Provider {
    pub async fn open() -> Provider {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let provider = Provider { issuer, inside: Arc::default() };
        provider.sign_by("first");
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(metadata))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        provider
    }

    /// As the operator lists it, with more lines.
    pub fn listed(&self, agency: &str, more: &str) -> oidc::Provider {
        let text = format!(
            "[[provider]]\ncode = \"{agency}\"\nagency = \"{agency}\"\nissuer = \"{}\"\nclient_id = \"kulla\"\n\
             secret_file = \"x\"\n{more}\n",
            self.issuer
        );
        let listed = read(&text, &|_| true).unwrap().remove(0);
        oidc::Provider::new(listed, &format!("{SECRET}\n")).unwrap()
    }

    /// From now on it signs by a new key.
    pub fn sign_by(&self, id: &str) {
        let key = Ed25519KeyPair::generate_pkcs8(&ring::rand::SystemRandom::new()).unwrap();
        self.inside.lock().unwrap().keys = vec![(id.to_owned(), key.as_ref().to_vec())];
    }

    pub fn down(&self, down: bool) {
        self.inside.lock().unwrap().down = down;
    }

    pub fn asked_for(&self) -> (usize, usize) {
        self.inside.lock().unwrap().asked_for
    }

    /// Somebody proves to it who they are: the code that it gives, for a question and with these claims.
    pub fn names(&self, asked: &Asked, claims: &Value) -> String {
        let mut inside = self.inside.lock().unwrap();
        let code = format!("code-{}", inside.codes.len());
        inside.codes.insert(code.clone(), (asked.clone(), claims.clone()));
        code
    }

    /// What it claims of somebody, as the world's clock has it.
    pub fn claims(&self, world: &World, asked: &Asked, who: &str) -> Value {
        let now_s = kulla_record::Clock::unix_ms(world.node.hands.as_ref()) / 1_000;
        json!({
            "iss": self.issuer, "aud": "kulla", "sub": "1", "nonce": asked["nonce"], "iat": now_s,
            "exp": now_s + 300, "preferred_username": who,
        })
    }
}

async fn metadata(State(provider): State<Provider>) -> Response {
    let mut inside = provider.inside.lock().unwrap();
    inside.asked_for.1 += 1;
    if inside.down {
        return StatusCode::BAD_GATEWAY.into_response();
    }
    let at = |path: &str| format!("{}/{path}", provider.issuer);
    Json(json!({
        "issuer": provider.issuer, "authorization_endpoint": at("auth"), "token_endpoint": at("token"), "jwks_uri": at("keys"),
        "response_types_supported": ["code"], "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": true,
    }))
    .into_response()
}

async fn keys(State(provider): State<Provider>) -> Response {
    let mut inside = provider.inside.lock().unwrap();
    inside.asked_for.0 += 1;
    let public = |pkcs8: &[u8]| text(Ed25519KeyPair::from_pkcs8(pkcs8).unwrap().public_key());
    let jwk = |(id, key): &(String, Vec<u8>)| json!({ "kty": "OKP", "crv": "Ed25519", "kid": id, "x": public(key) });
    let keys: Vec<Value> = inside.keys.iter().map(jwk).collect();
    Json(json!({ "keys": keys })).into_response()
}

/// A code is redeemed once, by whoever has the client's secret and that of PKCE.
async fn token(State(provider): State<Provider>, headers: HeaderMap, body: String) -> Response {
    let mut inside = provider.inside.lock().unwrap();
    let basic = STANDARD.encode(format!("kulla:{}", "s3cret%20%26%20more"));
    let known = headers.get(header::AUTHORIZATION).is_some_and(|value| *value == format!("Basic {basic}"));
    let told = fields(&body);
    let found = inside.codes.get(&told["code"]).cloned().filter(|(asked, _)| {
        text(Sha256::digest(&told["code_verifier"])) == asked["code_challenge"]
            && told["redirect_uri"] == asked["redirect_uri"]
    });
    let Some((_, claims)) = found.filter(|_| known) else {
        return (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" }))).into_response();
    };
    inside.codes.remove(&told["code"]);
    let (id, key) = inside.keys.last().unwrap();
    let key = Ed25519KeyPair::from_pkcs8(key).unwrap();
    let signed =
        format!("{}.{}", text(json!({ "alg": "EdDSA", "kid": id }).to_string()), text(claims.to_string()));
    let token = format!("{signed}.{}", text(key.sign(signed.as_bytes())));
    Json(json!({ "token_type": "Bearer", "access_token": "x", "id_token": token })).into_response()
}

/// A browser that was sent to a provider.
pub struct Sent {
    pub asked: Asked,
    pub cookie: String,
}

/// Presses the button of a provider.
pub async fn presses(world: &World, code: &str, form: &str) -> Answer {
    let request = axum::http::Request::post(format!("/login/oidc/{code}"))
        .header("origin", crate::world::ORIGIN)
        .header("content-type", "application/x-www-form-urlencoded");
    world.send(request, form.to_owned()).await
}

/// The same, and is sent.
pub async fn sent(world: &World, code: &str) -> Sent {
    let answer = presses(world, code, "purpose=&exercise=&lang=en").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let (_, query) = answer.header("refresh").strip_prefix("0;url=").unwrap().split_once("/auth?").unwrap();
    let cookie = answer.header("set-cookie");
    assert!(cookie.contains("HttpOnly; SameSite=Lax") && cookie.contains("Max-Age=600"), "{cookie}");
    Sent { asked: fields(query), cookie: cookie.split(';').next().unwrap().to_owned() }
}

/// Comes back to the address of a provider with a query and a cookie.
pub async fn returns(world: &World, code: &str, query: &str, cookie: &str) -> Answer {
    let request = axum::http::Request::get(format!("/login/oidc/{code}/back?{query}"));
    world.send(request.header("cookie", cookie).header("accept-language", "en"), "").await
}

impl Provider {
    /// The query with which a browser comes back that is named like this.
    pub fn query(&self, sent: &Sent, claims: &Value) -> String {
        let encode = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
        let code = self.names(&sent.asked, claims);
        format!("code={code}&state={}&iss={}", sent.asked["state"], encode(&self.issuer))
    }
}
