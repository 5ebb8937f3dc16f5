//! Log-in by a passkey. The browser shows which ones it has for this site, so no name is typed and none is told.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use kulla_guard::Refusal;
use kulla_guard::sessions::{Seat, Token};
use kulla_record::session::Assurance;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::begun::Chosen;
use super::super::page::View;
use super::super::seated::cookies;
use super::super::site::{Signed, Site, refused, text, unbelieved};
use crate::house::{House, lock};
use crate::open311::pace::Caller;
use crate::problem::Problem;
use crate::told::Told;

/// What the challenge of a log-in is for.
const FOR: &[u8] = b"log-in";

/// What `navigator.credentials.get` needs to know.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Asked {
    /// To be signed, base64url.
    pub challenge: String,
    /// The site.
    pub rp_id: String,
}

/// What the browser gave. Bytes are base64url.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub(crate) struct Shown {
    /// Of the passkey.
    pub id: String,
    /// `clientDataJSON`.
    pub client_data: String,
    /// `authenticatorData`.
    pub authenticator_data: String,
    /// `signature`.
    pub signature: String,
    /// The declared purpose; empty: the first of the agency.
    #[serde(default)]
    pub purpose: String,
    /// The exercise; empty: real work.
    #[serde(default)]
    pub exercise: String,
    /// Language of the page, for what is said when it fails.
    #[serde(default)]
    pub lang: String,
}

/// Where the session is.
#[derive(Serialize)]
struct Begun {
    to: String,
}

pub(super) async fn ask(
    State(house): State<Arc<House>>,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Json<Asked>, Problem> {
    let now = house.now_ms();
    super::password::pace(&house, caller).map_err(refused)?;
    let challenge = lock(&house.keyring.challenges).ask(FOR, now, house.desk.entropy().as_ref());
    Ok(Json(Asked { challenge: text(&challenge), rp_id: Site::of(&house, &headers).id }))
}

pub(super) async fn log_in(
    State(house): State<Arc<House>>,
    caller: Caller,
    headers: HeaderMap,
    told: Told<Shown>,
) -> Response {
    let lang = Some(told.body.lang.clone());
    let paced = super::password::pace(&house, caller).map_err(refused);
    let site = Site::of(&house, &headers);
    let shown = told.body;
    let begun = match paced {
        Ok(()) => house.work(move |house| begin(house, &site, &shown)).await,
        Err(problem) => Err(problem),
    };
    match begun {
        Ok((session, _)) => {
            let (to, cookies) = cookies(&house, &headers, &session);
            let mut answer = Json(Begun { to }).into_response();
            answer.headers_mut().extend(cookies.into_iter().map(|cookie| (header::SET_COOKIE, cookie)));
            answer
        }
        Err(problem) => {
            let detail = View::new(&house, lang.as_deref(), &headers, "/login").problem(&problem);
            Problem { detail, ..problem }.into_response()
        }
    }
}

fn begin(house: &House, site: &Site, shown: &Shown) -> Result<(Token, Seat), Problem> {
    let now = house.now_ms();
    let signed =
        Signed::read((&shown.id, &shown.client_data), (&shown.authenticator_data, &shown.signature))?;
    let (id, challenge) = (&signed.id, &signed.challenge);
    lock(&house.keyring.challenges).holds(challenge, FOR, now).map_err(refused)?;
    let wrong = || refused(unknown());
    let (principal, credential) = house.keyring.look(|accounts| accounts.passkey(id)).ok_or_else(wrong)?;
    let site = site.relying_party();
    let counter = kulla_webauthn::authenticate(&site, challenge, &credential, &signed.assertion())
        .map_err(|fault| refused(unbelieved(fault)))?;
    lock(&house.keyring.challenges).take(challenge, FOR, now).map_err(refused)?;
    let used = house.keyring.change(|accounts| {
        // INVARIANT: a counter moves once; of two log-ins by copies of one key, one fails.
        match accounts.passkey(id) {
            Some((_, kept)) if kept.counter == credential.counter => {
                accounts.passkey_used(id, counter, now);
                Ok(())
            }
            _ => Err(unknown()),
        }
    });
    used.map_err(refused)?;
    let begun = house.grant(principal).and_then(|grant| {
        let chosen = Chosen { purpose: shown.purpose.clone(), exercise: shown.exercise.clone() };
        house.begin(&grant, &chosen, Assurance::PhishingResistant)
    });
    begun.map_err(refused)
}

fn unknown() -> Refusal {
    Refusal::new(
        "login.wrong",
        "nobody here logs in by this: choose another passkey, or ask your administrator for a link",
    )
}
