//! The ways in: single-use links, log-in by passkey or by password and code, and the links by which people make either.
//!
//! | module | holds |
//! |---|---|
//! | [`link`] | `/enter/…`: a session by a link, once |
//! | [`login`] | `/login`: a session by proving who one is |
//! | [`oidc`] | `/login/oidc/…`: a session by the identity provider of an agency |
//! | [`enrol`] | `/enrol/…`: making a passkey, or a password with a code |
//! | [`site`] | which site a passkey is of, and what its browser says |
//! | [`witness`] | a passkey that signs an act |
//! | [`begun`] | for what somebody enters, and the session that begins |
//! | [`invite`] | what the binary hands out and takes back |

mod begun;
mod enrol;
mod invite;
mod link;
mod login;
pub mod oidc;
mod page;
mod seated;
mod site;
mod witness;

pub(crate) use enrol::{add_passkey, ask_passkey, key_noted, log_in_name};
pub(crate) use seated::taken_cookies;
pub(crate) use site::{Asked as PasskeyAsked, Made as PasskeyMade, refused};
pub(crate) use witness::witnessed;

use crate::route::Route;

pub(crate) fn routes() -> Vec<Route> {
    link::routes()
}

pub(crate) fn login_routes() -> Vec<Route> {
    login::routes().into_iter().chain(oidc::routes()).collect()
}

pub(crate) fn enrol_routes() -> Vec<Route> {
    enrol::routes()
}
