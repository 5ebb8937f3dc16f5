//! The two requests of a browser: there, and back.
//!
//! The browser comes back from another site, so a cookie that is `SameSite=Strict` does not come with it. The one cookie that has to, the
//! secret of this log-in, is `Lax`, lives ten minutes and opens nothing. The session that begins has a `Strict` cookie as ever: the browser
//! sends it from the console's own page on. It is sent to the provider by a page that goes on by itself, not by a redirect: browsers
//! hold the whole chain of redirects after a form against `form-action`, and where a provider leads to is not ours to list.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kulla_desk::profile::in_language;
use kulla_guard::Refusal;
use kulla_guard::sessions::{Seat, Token};
use kulla_oidc::{Answer, Ask, Claims, Client};
use kulla_open311::parse_form;
use kulla_record::kind::governance::Grant;
use maud::html;

use super::super::begun::Chosen;
use super::super::login::{pace, refused_on_record, shown};
use super::super::page::{Typed, View};
use super::super::seated::seated;
use super::super::site::refused;
use super::flows::{Begins, FLOW_MS, Flow};
use super::provider::Provider;
use super::read::Listed;
use crate::entered::cookie;
use crate::house::House;
use crate::open311::pace::Caller;
use crate::problem::{Problem, Said};
use crate::route::Route;
use crate::words::Args;

/// The cookie of a log-in that is under way. By TLS its name says that no other host has set it.
const COOKIE: &str = "__Host-kulla-oidc";
const COOKIE_CLEAR: &str = "kulla-oidc";

pub(in crate::entry) fn routes() -> Vec<Route> {
    let (html, form) = ("text/html", "application/x-www-form-urlencoded");
    vec![
        Route::post("/oidc/{code}", "Sends the browser to the identity provider of an agency", there)
            .takes_bytes(form)
            .gives_bytes(html),
        Route::get("/oidc/{code}/back", "Where the browser comes back to from the identity provider", back)
            .query(&["code", "state", "iss", "error"])
            .gives_bytes(html),
    ]
}

/// What a provider is called on its button.
pub(in crate::entry) fn name_of(view: &View<'_>, listed: &Listed) -> String {
    let of_agency = || {
        let agency = view.house.desk.profile().agency(listed.agency.as_str());
        agency.map_or_else(
            || listed.agency.to_string(),
            |agency| in_language(&agency.name, view.lang).to_owned(),
        )
    };
    listed.name.clone().unwrap_or_else(of_agency)
}

async fn there(
    State(house): State<Arc<House>>,
    Path(code): Path<String>,
    caller: Caller,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let typed = Typed::of(&body);
    let field = |name| typed.field(name).to_owned();
    let chosen = Chosen { purpose: field("purpose"), exercise: field("exercise") };
    let view = View::new(&house, Some(typed.field("lang")), &headers, "/login");
    let Some(provider) = house.providers.of(&code) else { return Problem::absent().into_response() };
    match send(&house, provider, (caller, &headers), (&chosen, view.lang)).await {
        Ok((address, cookie)) => going(&view, &provider.listed, &address, cookie),
        Err(refusal) => not_in(&view, refused(refusal), &chosen),
    }
}

/// The address at the provider, and the cookie of this log-in.
async fn send(
    house: &House,
    provider: &Arc<Provider>,
    (caller, headers): (Caller, &HeaderMap),
    (chosen, lang): (&Chosen, &'static str),
) -> Result<(String, HeaderValue), Refusal> {
    let now_ms = house.now_ms();
    pace(house, caller)?;
    let listed = &provider.listed;
    // Refused here and not after the whole way. It is looked at again then.
    let purpose = house.purpose(&listed.agency, &chosen.purpose)?;
    let exercise = house.exercise(&chosen.exercise)?.map_or_else(String::new, |name| name.to_string());
    // What is kept are words of this node, whatever was typed.
    let chosen = Chosen { purpose: purpose.to_string(), exercise };
    let origin = origin(house, headers)?;
    let metadata = provider.turn(move |provider| provider.metadata(now_ms)).await?;
    let back = format!("{origin}/login/oidc/{}/back", listed.code);
    let begins = Begins { provider: listed.code.to_string(), back: back.clone(), chosen, lang };
    let sent = house.providers.flows(|flows| flows.begin(begins, now_ms, house.desk.entropy().as_ref()))?;
    let acr = listed.acr();
    let ask = Ask {
        state: &sent.state,
        nonce: &sent.nonce,
        verifier: &sent.verifier,
        claim: &listed.claim,
        acr: &acr,
        max_age_s: listed.max_age_s,
        lang: crate::public::speak::tag(house, lang),
    };
    // The secret is for the other request alone.
    let client = Client { id: &listed.client_id, secret: "", back: &back };
    Ok((ask.address(&metadata, &client), cookie_of(&origin, &sent.browser, FLOW_MS / 1_000)))
}

/// The page that goes on to the provider by itself.
fn going(view: &View<'_>, listed: &Listed, address: &str, cookie: HeaderValue) -> Response {
    let name = name_of(view, listed);
    let args = Args::new().with("name", name.as_str());
    let inside = html! {
        p { (view.say_with("oidc-going", &args)) }
        p { a href=(address) rel="noreferrer" { (view.say("oidc-go-on")) } }
    };
    let mut answer = view.answer(StatusCode::OK, &view.say("login-title"), &inside);
    let headers = answer.headers_mut();
    if let Ok(refresh) = HeaderValue::try_from(format!("0;url={address}")) {
        headers.insert(header::REFRESH, refresh);
    }
    headers.append(header::SET_COOKIE, cookie);
    answer
}

async fn back(
    State(house): State<Arc<House>>,
    Path(code): Path<String>,
    caller: Caller,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let Some(provider) = house.providers.of(&code) else { return Problem::absent().into_response() };
    let taken = take(&house, provider, (caller, &headers), query.as_deref().unwrap_or_default());
    let (lang, chosen, begun) = match taken {
        Ok((answer, flow)) => {
            let (lang, chosen) = (Some(flow.lang), flow.chosen.clone());
            (lang, chosen, begin(&house, provider, answer, flow).await)
        }
        Err(refusal) => (None, Chosen::default(), Err(refused(refusal))),
    };
    let mut answer = match begun {
        Ok((session, _)) => seated(&house, &headers, &session),
        Err(problem) => not_in(&View::new(&house, lang, &headers, "/login"), problem, &chosen),
    };
    let said = answer.headers_mut();
    // The code and the state in the address are used up, and still nobody's business.
    said.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    if let Ok(origin) = origin(&house, &headers) {
        said.append(header::SET_COOKIE, cookie_of(&origin, "", 0));
    }
    answer
}

/// Which log-in this ends.
fn take(
    house: &House,
    provider: &Provider,
    (caller, headers): (Caller, &HeaderMap),
    query: &str,
) -> Result<(Answer, Flow), Refusal> {
    pace(house, caller)?;
    let fields = parse_form(query.as_bytes()).unwrap_or_default();
    let answer = Answer::of(fields.iter().map(|(name, value)| (name.as_ref(), value.as_ref())));
    let answer = answer.map_err(|fault| provider.unbelieved(&fault))?;
    let secret = origin(house, headers).ok().and_then(|origin| cookie(headers, cookie_name(&origin)));
    let at = (answer.state.as_str(), provider.listed.code.as_str());
    let flow = house.providers.flows(|flows| flows.end(at, secret.as_deref(), house.now_ms()))?;
    Ok((answer, flow))
}

/// Begins the session of whom the provider names.
async fn begin(
    house: &Arc<House>,
    provider: &Arc<Provider>,
    answer: Answer,
    flow: Flow,
) -> Result<(Token, Seat), Problem> {
    let (now_ms, chosen) = (house.now_ms(), flow.chosen.clone());
    let redeem = move |provider: &Provider| {
        let metadata = provider.metadata(now_ms)?;
        let code = answer.code(&metadata).map_err(|fault| provider.unbelieved(&fault))?;
        provider.redeem((&*metadata, code), &flow, now_ms)
    };
    let claims = provider.turn(redeem).await.map_err(refused)?;
    let provider = Arc::clone(provider);
    let work = move |house: &House| {
        let listed = &provider.listed;
        let Some(grant) = named(house, listed, &claims) else {
            tracing::warn!(provider = %listed.code, "a provider named somebody who does not log in here");
            return Err(refused(nobody()));
        };
        let begun = house.begin(&grant, &chosen, listed.assurance(&claims));
        begun.inspect_err(|_| refused_on_record(house, &grant)).map_err(refused)
    };
    house.work(work).await
}

/// Whom a provider names.
// INVARIANT: nobody but people of the agency that the operator wrote beside it.
fn named(house: &House, listed: &Listed, claims: &Claims) -> Option<Grant> {
    house.logs_in_by(listed.word(claims)?, listed.agency.as_str())
}

/// The page of log-in with what was wrong.
fn not_in(view: &View<'_>, problem: Problem, chosen: &Chosen) -> Response {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::UNAUTHORIZED);
    let mut answer = shown(view, status, Some(&view.problem(&problem)), ("", chosen));
    answer.extensions_mut().insert(Said(problem.code));
    answer
}

/// The site that the browser is at: of those that are ours, by TLS where there are two.
fn origin(house: &House, headers: &HeaderMap) -> Result<String, Refusal> {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let here = |origin: &&String| {
        origin.split_once("://").is_some_and(|(_, known)| known.eq_ignore_ascii_case(host))
    };
    let own = || house.config.origins.iter().filter(here);
    let found = own().find(|origin| origin.starts_with("https://")).or_else(|| own().next());
    found.cloned().ok_or_else(|| {
        Refusal::new(
            "login.host",
            "nobody logs in at this address: open the page by the name of the system",
        )
    })
}

fn cookie_name(origin: &str) -> &'static str {
    if origin.starts_with("https://") { COOKIE } else { COOKIE_CLEAR }
}

/// The cookie with the secret of a log-in; for no seconds, to take it away.
fn cookie_of(origin: &str, secret: &str, age_s: u64) -> HeaderValue {
    // A name that begins with `__Host-` is for the whole host, or the browser does not take it.
    let rest = match origin.starts_with("https://") {
        true => "Path=/; Secure",
        false => "Path=/login/oidc",
    };
    let text = format!("{}={secret}; {rest}; Max-Age={age_s}; HttpOnly; SameSite=Lax", cookie_name(origin));
    HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

fn nobody() -> Refusal {
    Refusal::new(
        "oidc.nobody",
        "nobody here logs in by this: ask an administrator of your agency whether you are let in, and by which word",
    )
}
