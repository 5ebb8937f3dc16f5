//! The pages of log-in and enrolment: the frame of the public pages, with one script of our own for passkeys. Without it, or on a
//! browser that has none, everything but passkeys works.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kulla_guard::Refusal;
use kulla_open311::parse_form;
use maud::{Markup, html};
use std::sync::Arc;

use crate::house::House;
use crate::problem::Problem;
use crate::public::page::{self, Frame, Kept};
use crate::public::speak;
use crate::words::{Args, PAGE_LANGS};

/// Runs `navigator.credentials` and nothing else.
const SCRIPT: &str = include_str!("passkey.js");
/// Where it stands.
pub(super) const SCRIPT_AT: &str = "/login/passkey.js";

/// What was typed into a form of such a page, as it was typed: a space belongs to a password.
pub(super) struct Typed(Vec<(String, String)>);

impl Typed {
    /// The fields of a form; none where it is not to be read as one.
    pub fn of(body: &[u8]) -> Typed {
        let fields = parse_form(body).unwrap_or_default();
        Typed(fields.into_iter().map(|(name, value)| (name.to_string(), value.to_string())).collect())
    }

    /// What stands in a field; empty where it is absent.
    pub fn field(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }
}

/// A page for one reader.
pub(super) struct View<'a> {
    pub house: &'a House,
    pub lang: &'static str,
    /// Where it stands, for the choice of languages.
    pub path: &'a str,
}

impl<'a> View<'a> {
    pub fn new(house: &'a House, lang: Option<&str>, headers: &HeaderMap, path: &'a str) -> View<'a> {
        View { house, lang: speak::choose(lang, headers), path }
    }

    pub fn say(&self, id: &str) -> String {
        self.house.words.plain(self.lang, id)
    }

    pub fn say_with(&self, id: &str, args: &Args<'_>) -> String {
        self.house.words.say(self.lang, id, args)
    }

    /// What a refusal says, in the language of the page where it has the words.
    pub fn refusal(&self, refusal: &Refusal) -> String {
        let args = refusal.args.iter().map(|(name, value)| (*name, value.as_str()));
        self.told(refusal.code, args).unwrap_or_else(|| refusal.message.clone())
    }

    /// The same for a problem.
    pub fn problem(&self, problem: &Problem) -> String {
        let args = problem.args.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        self.told(&problem.code, args).unwrap_or_else(|| problem.detail.clone())
    }

    fn told<'b>(&self, code: &str, args: impl Iterator<Item = (&'b str, &'b str)>) -> Option<String> {
        let id = format!("refused-{}", code.replace('.', "-"));
        let args = args.fold(Args::new(), |args, (name, value)| args.with(name, value));
        Some(self.say_with(&id, &args)).filter(|said| *said != id)
    }

    pub fn answer(&self, status: StatusCode, title: &str, inside: &Markup) -> Response {
        let there = |lang: &str| (lang.to_owned(), format!("{}?lang={lang}", self.path));
        let langs = PAGE_LANGS.map(there).to_vec();
        let frame = Frame {
            lang: self.lang,
            title: title.to_owned(),
            exercise: self.house.config.front.as_ref(),
            public: false,
            langs,
        };
        let heading = page::marked(self.house, &frame, title);
        let inside = html! {
            div.w.f {
                h1 { (heading) }
                (inside)
            }
            script type="module" src=(SCRIPT_AT) {}
        };
        let mut answer = page::answer(status, page::frame(self.house, &frame, &inside), Kept::Never);
        let with_script = page::policy().and_then(|policy| {
            let policy = format!("{}; script-src 'self'; connect-src 'self'", policy.to_str().ok()?);
            HeaderValue::try_from(policy).ok()
        });
        if let Some(policy) = with_script {
            answer.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        answer
    }
}

/// The words that the script says when the browser refuses, as data of the page.
pub(super) fn script_words(view: &View<'_>) -> Markup {
    html! {
        div #words hidden
            data-none=(view.say("passkey-none")) data-insecure=(view.say("passkey-insecure")) data-address=(view.say("passkey-address"))
            data-cancelled=(view.say("passkey-cancelled")) data-failed=(view.say("passkey-failed"))
            data-known=(view.say("passkey-known")) data-wait=(view.say("passkey-wait")) {}
    }
}

pub(super) async fn script(State(_): State<Arc<House>>) -> Response {
    let headers =
        [(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    (headers, SCRIPT).into_response()
}
