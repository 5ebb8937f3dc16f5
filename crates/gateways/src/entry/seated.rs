//! A session that has begun: its cookies, and the way to the console.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use kulla_guard::access;
use kulla_guard::sessions::{Seat, Token};

use crate::entered::{COOKIE, SEATS_MAX, cookie, session_of};
use crate::house::House;

/// Paths at which a browser says which of its numbers are in use.
const ENTRANCES: [&str; 2] = ["/enter/", "/login"];

/// Note where sessions begin that a number is in use by this browser; they last as long as a session at most.
pub(crate) fn taken_cookies(house: &House, place: u8, age_ms: u64) -> impl Iterator<Item = String> {
    let secure = if house.config.tls { "; Secure" } else { "" };
    let age_s = age_ms / 1_000;
    ENTRANCES.into_iter().map(move |path| {
        format!("kulla-{place}=1; Path={path}; Max-Age={age_s}; HttpOnly; SameSite=Lax{secure}")
    })
}

/// Sends a browser to its new session: at the first free `/as/{n}/` of this browser.
pub(super) fn seated(house: &House, headers: &HeaderMap, session: &Token) -> Response {
    let (place, cookies) = cookies(house, headers, session);
    let mut answer = Redirect::to(&place).into_response();
    answer.headers_mut().extend(cookies.into_iter().map(|cookie| (header::SET_COOKIE, cookie)));
    answer
}

/// Where the session is, and the cookies for it.
pub(super) fn cookies(house: &House, headers: &HeaderMap, session: &Token) -> (String, Vec<HeaderValue>) {
    let free = (1..=SEATS_MAX).find(|n| cookie(headers, &format!("kulla-{n}")).is_none());
    // All numbers in use: the last one is entered anew.
    let place = free.unwrap_or(SEATS_MAX);
    let longest_ms = house.seats.longest_ms();
    let secure = if house.config.tls { "; Secure" } else { "" };
    let session = format!(
        "{COOKIE}={}; Path=/as/{place}/; Max-Age={}; HttpOnly; SameSite=Strict{secure}",
        session.as_str(),
        longest_ms / 1_000
    );
    let all = std::iter::once(session).chain(taken_cookies(house, place, longest_ms));
    (format!("/as/{place}/"), all.filter_map(|cookie| HeaderValue::try_from(cookie).ok()).collect())
}

impl House {
    /// Puts on record that somebody has entered.
    pub(super) fn note_entered(&self, seat: &Seat) {
        let entered = session_of(self, seat).map(|session| access::entered(&session, self.now_ms()));
        self.note(entered);
    }
}
