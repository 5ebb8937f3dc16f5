//! The frame of every page that the server writes: one file, no script, no download, readable on old phones,
//! on paper and without its style.

use std::sync::OnceLock;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kulla_record::label::Word;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use super::speak;
use crate::house::House;
use crate::words::PAGE_LANGS;

/// Plain colours and no variables: phones of ten years ago read this.
const STYLE: &str = include_str!("page.css");

/// One page.
pub(crate) struct Frame<'a> {
    /// Language of the page.
    pub lang: &'a str,
    pub title: String,
    /// Said before everything else.
    pub exercise: Option<&'a Word>,
    /// Whether it is for everybody, and not for people with a session.
    pub public: bool,
    /// Links to the page in its languages; none for a page without a choice.
    pub langs: Vec<(String, String)>,
}

/// How long a page may be kept.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kept {
    /// By nobody.
    Never,
    /// By shared caches for some seconds, by browsers not at all: a warning can be taken back at any moment.
    Public { seconds: u32 },
}

/// The whole document.
pub(crate) fn frame(house: &House, page: &Frame<'_>, inside: &Markup) -> Markup {
    let say = |id: &str| house.words.plain(page.lang, id);
    let sender = &house.desk.profile().country.cap.sender_name;
    let sender = sender.get(page.lang).or_else(|| sender.values().next());
    html! {
        (DOCTYPE)
        html lang=(speak::tag(house, page.lang)) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                @if page.exercise.is_some() { meta name="robots" content="noindex"; }
                title { (marked(house, page, &page.title)) }
                style { (PreEscaped(STYLE)) }
            }
            body class=(if page.exercise.is_some() { "is-ex" } else { "" }) {
                @if !page.langs.is_empty() { a.skip href="#w" { (say("skip")) } }
                @if page.exercise.is_some() { (banner(house)) }
                header {
                    div.w {
                        div.who {
                            b { @if page.public { (say("site")) } @else { "Kulla" } } @if let Some(sender) = sender { span { (sender) } } }
                        @if !page.langs.is_empty() { (languages(house, page)) }
                    }
                }
                main id="w" { (inside) }
            }
        }
    }
}

/// In an exercise every heading begins with the word for it, so that a picture of a part still tells.
pub(crate) fn marked(house: &House, page: &Frame<'_>, text: &str) -> String {
    worded(house, page.lang, page.exercise.is_some(), text)
}

/// A text that begins with the word for an exercise, in its own language, when it belongs to one.
pub(crate) fn worded(house: &House, lang: &str, exercise: bool, text: &str) -> String {
    let words = &house.desk.profile().country.exercise.word;
    match words.get(lang).or_else(|| words.values().next()).filter(|_| exercise) {
        Some(word) if !text.starts_with(word.as_str()) => format!("{word}: {text}"),
        _ => text.to_owned(),
    }
}

/// The words for an exercise in all languages.
pub(crate) fn exercise_words(house: &House, between: &str) -> String {
    let words = &house.desk.profile().country.exercise.word;
    PAGE_LANGS
        .iter()
        .filter_map(|lang| words.get(*lang))
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(between)
}

fn banner(house: &House) -> Markup {
    html! {
        div.ex role="note" {
            div.w {
                b { (exercise_words(house, " · ")) }
                @for lang in PAGE_LANGS {
                    p lang=(speak::tag(house, lang)) { (house.words.plain(lang, "exercise-banner")) }
                }
            }
        }
    }
}

fn languages(house: &House, page: &Frame<'_>) -> Markup {
    html! {
        nav aria-label=(house.words.plain(page.lang, "languages")) {
            ul {
                @for (lang, href) in &page.langs {
                    @let tag = speak::tag(house, lang);
                    li {
                        a href=(href) lang=(tag) hreflang=(tag) aria-current=[(lang == page.lang).then_some("page")] {
                            (house.words.plain(lang, "lang-name"))
                        }
                    }
                }
            }
        }
    }
}

/// The answer with a page. No source but its own style is allowed, and that by its hash.
pub(crate) fn answer(status: StatusCode, page: Markup, kept: Kept) -> Response {
    let mut answer = (status, page.into_string()).into_response();
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    if let Some(policy) = policy() {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    keep(headers, kept);
    answer
}

/// How long an answer may be kept.
pub(crate) fn keep(headers: &mut HeaderMap, kept: Kept) {
    let value = match kept {
        Kept::Never => "no-store".to_owned(),
        // A browser asks each time (and is told 304): whoever reloads in fear must not read a page of before.
        Kept::Public { seconds } => format!("public, max-age=0, s-maxage={seconds}, must-revalidate"),
    };
    if let Ok(value) = HeaderValue::try_from(value) {
        headers.insert(header::CACHE_CONTROL, value);
    }
}

/// What a page may load: its own style, and that by its hash.
pub(crate) fn policy() -> Option<HeaderValue> {
    static POLICY: OnceLock<Option<HeaderValue>> = OnceLock::new();
    let written = POLICY.get_or_init(|| {
        let style = STANDARD.encode(Sha256::digest(STYLE));
        let policy = format!(
            "default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        );
        HeaderValue::try_from(policy).ok()
    });
    written.clone()
}
