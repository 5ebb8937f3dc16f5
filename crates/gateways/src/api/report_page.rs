//! The measured report of an exercise as a page: to be looked at together, printed, and kept.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use kulla_learn::measure::{Report, StepTimes, Times};
use maud::{Markup, html};

use super::ask::Ask;
use super::exercise::measured;
use crate::entered::Entered;
use crate::house::House;
use crate::problem::Problem;
use crate::public::page::{self, Frame, Kept};
use crate::words::Args;

/// The page, in the language of whoever asks.
pub(super) async fn report(
    State(house): State<Arc<House>>,
    entered: Entered,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let draw = move |ask: &Ask<'_>| {
        let report = measured(ask)?;
        let person =
            ask.desk.directory().person(ask.session().person).map(|person| person.grant.lang.clone());
        let lang = page_lang(person.as_deref(), &headers);
        let title = ask.house.words.plain(lang, "report-title");
        let exercise = ask.session().exercise.as_ref();
        let frame = Frame { lang, title, exercise, public: false, langs: Vec::new() };
        let whole = page::frame(ask.house, &frame, &inside(ask.house, lang, &report));
        Ok(page::answer(StatusCode::OK, whole, Kept::Never))
    };
    house.ask(&entered, draw).await
}

fn page_lang(own: Option<&str>, headers: &HeaderMap) -> &'static str {
    let known = |lang: &str| crate::words::PAGE_LANGS.into_iter().find(|known| *known == lang);
    own.and_then(known).unwrap_or_else(|| crate::public::speak::choose(None, headers))
}

fn inside(house: &House, lang: &str, report: &Report) -> Markup {
    let say = |id: &str| house.words.plain(lang, id);
    html! {
        h1 { (say("report-title")) }
        @if let Some(exercise) = &report.exercise {
            p {
                (exercise.scenario) " · " (house.words.say(lang, "report-seed", &Args::new().with("seed", exercise.seed.to_string())))
                " · " (exercise.started.to_string())
            }
        }
        h2 { (say("report-first")) }
        table {
            tbody {
                @for milestone in &report.milestones {
                    tr { th scope="row" { (say(&format!("report-{}", milestone.what))) } td { (length(milestone.after_ms)) } }
                }
            }
        }
        h2 { (say("report-steps")) }
        table {
            thead {
                tr {
                    @for head in ["report-step", "report-agency", "report-cases", "report-open", "report-median", "report-95"] {
                        th scope="col" { (say(head)) }
                    }
                }
            }
            tbody { @for step in &report.steps { (rows(house, lang, step)) } }
        }
        p { (say("report-note")) }
    }
}

fn rows(house: &House, lang: &str, step: &StepTimes) -> Markup {
    let all = (house.words.plain(lang, "report-all"), step.all);
    let agency = |code: &String| match house.desk.profile().agency(code) {
        Some(agency) => agency
            .short
            .get(lang)
            .or_else(|| agency.name.get(lang))
            .cloned()
            .unwrap_or_else(|| code.clone()),
        None => house.words.plain(lang, "report-nobody"),
    };
    let agencies = step.agencies.iter().map(|(code, times)| (agency(code), *times));
    let rows: Vec<(String, Times)> = std::iter::once(all).chain(agencies).collect();
    html! {
        @for (n, (agency, times)) in rows.iter().enumerate() {
            tr {
                th scope="row" { @if n == 0 { (house.words.plain(lang, &format!("report-step-{}", step.step.word()))) } }
                td { (agency) }
                td { (times.cases) }
                td { (times.open) }
                td { (times.median_ms.map_or("–".to_owned(), length)) }
                td { (times.p95_ms.map_or("–".to_owned(), length)) }
            }
        }
    }
}

/// `3.2 s`, `1:05 min`, `2:07 h`: the same in every language.
fn length(ms: u64) -> String {
    match ms {
        0..60_000 => format!("{}.{} s", ms / 1_000, ms % 1_000 / 100),
        60_000..3_600_000 => format!("{}:{:02} min", ms / 60_000, ms / 1_000 % 60),
        _ => format!("{}:{:02} h", ms / 3_600_000, ms / 60_000 % 60),
    }
}
