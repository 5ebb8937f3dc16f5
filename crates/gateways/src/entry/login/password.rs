//! Log-in by name, password and one-time code. What is wrong is never told, nor whether there is such a name.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use kulla_guard::accounts::{PasswordHash, Whose};
use kulla_guard::sessions::Token;
use kulla_guard::{Refusal, access};
use kulla_record::PrincipalId;
use kulla_record::kind::governance::Grant;
use kulla_record::session::Assurance;

use super::super::begun::Chosen;
use super::super::page::{Typed, View};
use super::super::seated::seated;
use super::super::site::refused;
use super::shown;
use crate::entered::cookie;
use crate::house::{House, lock};
use crate::open311::pace::Caller;
use crate::problem::Problem;

/// The secret of a browser that somebody logged in with before.
const BROWSER: &str = "kulla-known";
/// How long a browser keeps it, in seconds: a year.
const BROWSER_S: u64 = 366 * 24 * 3_600;

/// Who says to be whom, and wants to do what.
struct Tried {
    name: String,
    password: String,
    code: String,
    chosen: Chosen,
}

impl Tried {
    fn of(typed: &Typed) -> Tried {
        let field = |name| typed.field(name).to_owned();
        Tried {
            name: typed.field("name").trim().to_lowercase(),
            password: field("password"),
            code: field("code"),
            chosen: Chosen { purpose: field("purpose"), exercise: field("exercise") },
        }
    }
}

/// One more try of an address to log in, by whatever way.
pub(in crate::entry) fn pace(house: &House, caller: Caller) -> Result<(), Refusal> {
    house.keyring.gate.pass(caller, house.now_ms()).map_err(|wait_s| wait(wait_s * 1_000))
}

pub(super) async fn log_in(
    State(house): State<Arc<House>>,
    caller: Caller,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let typed = Typed::of(&body);
    let tried = Tried::of(&typed);
    let begun = match pace(&house, caller) {
        Ok(()) => begin(&house, &headers, &tried).await,
        Err(refusal) => Err(refused(refusal)),
    };
    match begun {
        Ok((session, browser)) => {
            let mut answer = seated(&house, &headers, &session);
            answer.headers_mut().extend(browser.map(|browser| (header::SET_COOKIE, browser)));
            answer
        }
        Err(problem) => {
            let view = View::new(&house, Some(typed.field("lang")), &headers, "/login");
            let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::UNAUTHORIZED);
            shown(&view, status, Some(&view.problem(&problem)), (&tried.name, &tried.chosen))
        }
    }
}

/// Begins a session, and gives the browser a secret where it has none of this person.
async fn begin(
    house: &Arc<House>,
    headers: &HeaderMap,
    tried: &Tried,
) -> Result<(Token, Option<HeaderValue>), Problem> {
    let now = house.now_ms();
    let grant = named(house, &tried.name);
    let principal = grant.as_ref().map(|grant| grant.principal);
    let browser = cookie(headers, BROWSER).zip(principal).and_then(|(secret, principal)| {
        house.keyring.look(|accounts| accounts.browser(principal, &secret))
    });
    let whose = principal.map(|principal| match browser {
        Some(n) => Whose::Browser(principal, n),
        None => Whose::Person(principal),
    });
    let taken = match whose {
        Some(whose) => lock(&house.keyring.tries).take(whose, now),
        None => lock(&house.keyring.tries).take_nobodys(&tried.name, now),
    };
    taken.map_err(|wait_ms| refused(wait(wait_ms)))?;
    house.metrics.add("kulla_password_checks_total", String::new(), 1);
    let fits = house.keyring.hash(browser.is_some(), fitting(house, principal, tried)).await?;
    let (house_, tried_) = (Arc::clone(house), (tried.code.clone(), tried.chosen.clone()));
    let known = browser.is_some();
    let work = move |_: &House| {
        let (house, (code, chosen)) = (house_, tried_);
        let grant = grant.ok_or_else(|| refused(wrong()))?;
        let passed = house.keyring.change(|accounts| {
            if !fits || !accounts.code_used(grant.principal, &code, now) {
                return Err(wrong());
            }
            let entropy = house.desk.entropy();
            Ok((!known).then(|| accounts.remember_browser(grant.principal, entropy.as_ref())))
        });
        let secret = passed.inspect_err(|_| refused_on_record(&house, &grant)).map_err(refused)?;
        lock(&house.keyring.tries).passed(whose.unwrap_or(Whose::Person(grant.principal)));
        let begun = house.begin(&grant, &chosen, Assurance::TwoFactor).map_err(refused)?;
        Ok((begun.0, secret.and_then(|secret| browser_cookie(&house, &secret))))
    };
    house.work(work).await
}

/// The work of looking whether the password fits. It takes as long where there is none.
fn fitting(
    house: &House,
    principal: Option<PrincipalId>,
    tried: &Tried,
) -> impl FnOnce() -> bool + Send + use<> {
    let of = |principal| {
        house
            .keyring
            .look(|accounts| accounts.of(principal)?.password.as_ref().map(|known| known.hash.clone()))
    };
    let hash: PasswordHash = principal.and_then(of).unwrap_or_else(|| house.keyring.nobodys.clone());
    let password = tried.password.clone();
    move || hash.fits(&password)
}

/// Whose name this is, as it is typed: the word before `@`, the agency behind it.
fn named(house: &House, name: &str) -> Option<Grant> {
    let (login, agency) = name.split_once('@')?;
    house.logs_in_by(login, agency)
}

/// That somebody was not let in is for the overseer; how often that can be is bounded by the tries of a name, or by who a
/// provider lets through.
pub(in crate::entry) fn refused_on_record(house: &House, grant: &Grant) {
    let first = house.desk.profile().purposes_of(&grant.agency).into_iter().next();
    let entry = first.map(|purpose| kulla_guard::holder::Entry {
        purpose,
        assurance: Assurance::Anonymous,
        exercise: house.config.front.clone(),
    });
    let session = entry.and_then(|entry| house.desk.session(grant.principal, entry));
    house.note(session.map(|session| access::not_entered(&session, house.now_ms())));
}

fn browser_cookie(house: &House, secret: &Token) -> Option<HeaderValue> {
    let secure = if house.config.tls { "; Secure" } else { "" };
    let text = format!(
        "{BROWSER}={}; Path=/login; Max-Age={BROWSER_S}; HttpOnly; SameSite=Strict{secure}",
        secret.as_str()
    );
    HeaderValue::try_from(text).ok()
}

fn wrong() -> Refusal {
    Refusal::new(
        "login.wrong",
        "name, password and code do not fit together: look at each of them and try again",
    )
}

fn wait(wait_ms: u64) -> Refusal {
    let minutes = wait_ms.div_ceil(60_000);
    Refusal::new(
        "login.wait",
        format!("this was tried too often: wait {minutes} min, or use a passkey, or a browser with which you logged in before"),
    )
    .with("minutes", minutes)
}
