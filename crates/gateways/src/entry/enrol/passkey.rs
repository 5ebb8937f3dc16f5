//! Making a passkey: by a link, or as one more of somebody who is in.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use kulla_guard::accounts::Passkey;
use kulla_record::PrincipalId;
use kulla_record::kind::governance::Grant;
use kulla_webauthn::Credential;
use serde::Deserialize;

use super::super::page::View;
use super::super::site::{
    Asked, Made, Site, SiteSeen, UserSeen, bytes, challenge_of, refused, text, unbelieved,
};
use super::{invited, key_noted, log_in_name};
use crate::house::{House, lock};
use crate::problem::Problem;
use crate::told::Told;

#[derive(Deserialize)]
pub(super) struct Of {
    #[serde(default)]
    lang: String,
}

pub(super) async fn ask(
    State(house): State<Arc<House>>,
    Path(token): Path<String>,
    headers: HeaderMap,
    told: Told<Of>,
) -> Response {
    let view = View::new(&house, Some(&told.body.lang), &headers, "/enrol");
    match invited(&house, &token) {
        Ok((link, grant)) => {
            let known = if link.replaces { None } else { Some(link.principal) };
            Json(asked(&house, &headers, &grant, known)).into_response()
        }
        Err(refusal) => Problem { detail: view.refusal(&refusal), ..refused(refusal) }.into_response(),
    }
}

/// What a browser needs to make a passkey for somebody; `known`: whose passkeys are there already.
pub(crate) fn asked(
    house: &House,
    headers: &HeaderMap,
    grant: &Grant,
    known: Option<PrincipalId>,
) -> Asked {
    let what = purpose(grant.principal);
    let challenge =
        lock(&house.keyring.challenges).ask(&what, house.now_ms(), house.desk.entropy().as_ref());
    let ids = |principal| {
        house.keyring.look(|accounts| {
            accounts.of(principal).map(|account| account.passkeys.iter().map(|key| key.id.text()).collect())
        })
    };
    Asked {
        challenge: text(&challenge),
        rp: SiteSeen { id: Site::of(house, headers).id, name: house.config.node.clone() },
        user: UserSeen {
            id: text(&grant.principal.0),
            name: log_in_name(grant),
            display_name: grant.name.clone(),
        },
        exclude: known.and_then(ids).unwrap_or_default(),
    }
}

/// The challenge is for one person, so that nobody's new key becomes another's.
fn purpose(principal: PrincipalId) -> Vec<u8> {
    [b"enrol", principal.0.as_slice()].concat()
}

#[derive(serde::Serialize)]
struct To {
    to: &'static str,
}

pub(super) async fn enrol(
    State(house): State<Arc<House>>,
    Path(token): Path<String>,
    headers: HeaderMap,
    told: Told<Made>,
) -> Response {
    let made = told.body;
    let lang = made.lang.clone();
    let site = Site::of(&house, &headers);
    let work = move |house: &House| {
        let (link, _) = invited(house, &token).map_err(refused)?;
        let credential = made_here(house, &site, link.principal, &made)?;
        let name = made.name.trim();
        let now = house.now_ms();
        let used = house.keyring.change(|accounts| accounts.enrol_passkey(&token, (credential, name), now));
        let (link, key) = used.map_err(refused)?;
        house.enrolled(&link, key_noted(&key));
        Ok(())
    };
    match house.work(work).await {
        Ok(()) => Json(To { to: "/login" }).into_response(),
        Err(problem) => {
            let view = View::new(&house, Some(&lang), &headers, "/enrol");
            Problem { detail: view.problem(&problem), ..problem }.into_response()
        }
    }
}

/// One more passkey of somebody who is in.
pub(crate) fn add(
    house: &House,
    headers: &HeaderMap,
    grant: &Grant,
    made: &Made,
) -> Result<Passkey, Problem> {
    let site = Site::of(house, headers);
    let credential = made_here(house, &site, grant.principal, made)?;
    let (name, now) = (made.name.trim(), house.now_ms());
    let added =
        house.keyring.change(|accounts| accounts.add_passkey(grant.principal, (credential, name), now));
    added.map_err(refused)
}

/// A new key that this person was asked for, here and now.
fn made_here(house: &House, site: &Site, of: PrincipalId, made: &Made) -> Result<Credential, Problem> {
    let client_data = bytes(&made.client_data, "client_data")?;
    let challenge = challenge_of(&client_data)?;
    let attestation = bytes(&made.attestation, "attestation")?;
    let (what, now) = (purpose(of), house.now_ms());
    lock(&house.keyring.challenges).holds(&challenge, &what, now).map_err(refused)?;
    let credential =
        kulla_webauthn::register(&site.relying_party(), &challenge, &client_data, &attestation)
            .map_err(|fault| refused(unbelieved(fault)))?;
    lock(&house.keyring.challenges).take(&challenge, &what, now).map_err(refused)?;
    Ok(credential)
}
