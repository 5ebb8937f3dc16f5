//! The warnings in force, and those that ended a short while ago: who saw one has to learn that it is over.

use jiff::tz::TimeZone;
use kulla_desk::profile::in_language;
use kulla_record::Session;
use kulla_record::kind::warning::WarningState;
use maud::{Markup, html};

use super::page::{self, Frame};
use super::shelf::{Shelf, Shown, WARNINGS_MAX};
use super::stage::Stage;
use super::{class, glyph, in_languages, speak};
use crate::house::House;
use crate::problem::Problem;
use crate::words::{Args, PAGE_LANGS};

/// Warnings that ended, at most.
const OVER_MAX: usize = 10;
/// How long a warning that ended is listed, in milliseconds: a day.
const OVER_MS: i64 = 24 * 3_600_000;

pub(super) fn page(
    house: &House,
    public: &Session,
    stage: &Stage,
    lang: &'static str,
) -> Result<Markup, Problem> {
    let shelf = Shelf::new(house, public);
    let mut standing = shelf.list(&["in-force"], WARNINGS_MAX)?;
    standing.sort_by_key(|shown| std::cmp::Reverse(shown.warning.content.severity));
    let now = house.desk.clock().now().as_millisecond();
    let mut over = shelf.list(&["updated", "cancelled", "expired", "all-clear"], OVER_MAX)?;
    // What a newer warning has replaced is told on its own page; here it would only be noise.
    over.retain(|shown| {
        shown.warning.state != WarningState::Updated
            && now - shown.item.at.timestamp().as_millisecond() < OVER_MS
    });
    let title = house.words.plain(lang, "in-force");
    let langs = in_languages(&format!("{}/", stage.base), PAGE_LANGS.map(str::to_owned));
    let frame =
        Frame { lang, title: title.clone(), exercise: stage.exercise.as_ref(), public: true, langs };
    let inside = html! {
        div.w {
            h1 { (page::marked(house, &frame, &title)) }
            @if standing.is_empty() {
                p { b { (house.words.plain(lang, "none")) } }
                p { (house.words.plain(lang, "none-more")) }
            } @else {
                (strips(house, stage, lang, &standing))
            }
            @if !over.is_empty() {
                h2.s { (page::marked(house, &frame, &house.words.plain(lang, "over"))) }
                (strips(house, stage, lang, &over))
            }
            footer {
                ul {
                    @if !house.desk.profile().services.is_empty() {
                        li { a href={ (stage.base) "/report?lang=" (lang) } { (house.words.plain(lang, "handing-title")) } }
                        li { a href={ (stage.base) "/report/status?lang=" (lang) } { (house.words.plain(lang, "handing-status-title")) } }
                    }
                    li { a href={ (stage.base) "/feeds/cap.atom" } { (house.words.plain(lang, "feed-atom")) } }
                    li { a href={ (stage.base) "/feeds/cap.rss" } { (house.words.plain(lang, "feed-rss")) } }
                }
            }
        }
    };
    Ok(page::frame(house, &frame, &inside))
}

/// One line for each warning.
pub(super) fn strips(house: &House, stage: &Stage, lang: &str, warnings: &[Shown]) -> Markup {
    let zone = zone(house);
    html! {
        div.oth {
            ul {
                @for shown in warnings {
                    @let warning = &shown.warning;
                    @let (own, headline) = headline(house, shown, lang);
                    @let until = house.words.moment(lang, warning.content.expires, &zone);
                    li {
                        (glyph(warning.content.severity))
                        b { (house.words.plain(lang, &format!("severity-{}", class(warning.content.severity)))) ". " }
                        a href={ (stage.base) "/w/" (warning.identifier) } lang=(speak::tag(house, &own)) { (headline) }
                        @if warning.state == WarningState::InForce {
                            " " (house.words.say(lang, "until", &Args::new().with("when", until)))
                        }
                        div { (places(house, shown, lang)) }
                    }
                }
            }
        }
    }
}

/// The headline in a language, else in one that there is, with that language. In an exercise the word for it
/// comes first.
fn headline(house: &House, shown: &Shown, lang: &str) -> (String, String) {
    let texts = &shown.warning.content.texts;
    let found = texts.get_key_value(lang).or_else(|| texts.iter().next());
    let (lang, text) = found.map(|(lang, text)| (lang.as_str(), text.headline.trim())).unwrap_or_default();
    (lang.to_owned(), page::worded(house, lang, shown.item.exercise.is_some(), text))
}

/// Names of the municipalities.
pub(super) fn places(house: &House, shown: &Shown, lang: &str) -> String {
    let profile = house.desk.profile();
    let name = |code: &String| {
        profile.area(code).map_or(code.as_str(), |area| in_language(&area.name, lang)).to_owned()
    };
    shown.warning.content.place.areas.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// The clock of the country.
pub(super) fn zone(house: &House) -> TimeZone {
    TimeZone::get(&house.desk.profile().country.time.zone).unwrap_or(TimeZone::UTC)
}
