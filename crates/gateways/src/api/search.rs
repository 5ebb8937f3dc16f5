//! Search. Ordered by time: an order by how well words fit would tell of documents that the reader may not see.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use kulla_guard::access::Counted;
use kulla_guard::{Act, may_act};
use kulla_picture::facts::Facts;
use kulla_picture::{Filter, Item, fold};
use kulla_record::Kind;
use serde::Deserialize;

use super::ask::Ask;
use super::wire::item::{Hit, HitPage};
use super::{PAGE_ITEMS, PAGE_ITEMS_MAX};
use crate::entered::Entered;
use crate::house::House;
use crate::problem::Problem;
use crate::route::Route;

/// Characters of a search.
const QUERY_CHARS_MAX: usize = 200;
/// Characters of the line in which something was found.
const SNIPPET_CHARS_MAX: usize = 160;
/// What is searched; grants hold names and are not.
const KINDS: [Kind; 13] = [
    Kind::SOURCE,
    Kind::REPORT,
    Kind::ALARM,
    Kind::BULLETIN,
    Kind::ASSESSMENT,
    Kind::INCIDENT,
    Kind::ENTRY,
    Kind::TASK,
    Kind::UNIT,
    Kind::FACILITY,
    Kind::SHELTER,
    Kind::DRAFT,
    Kind::WARNING,
];

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/search", "Finds words, newest first", search)
            .query(&["q", "kind", "after", "limit"])
            .gives::<HitPage>(),
    ]
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
    kind: Option<String>,
    after: Option<String>,
    limit: Option<usize>,
}

async fn search(
    State(house): State<Arc<House>>,
    entered: Entered,
    Query(asked): Query<Asked>,
) -> Result<Json<HitPage>, Problem> {
    house.ask(&entered, move |ask| found(ask, &asked).map(Json)).await
}

fn found(ask: &Ask<'_>, asked: &Asked) -> Result<HitPage, Problem> {
    may_act(ask.session(), &ask.actor.reach, Act::Search, &ask.desk.roles())
        .map_err(kulla_desk::Failure::Forbidden)?;
    if asked.q.chars().count() > QUERY_CHARS_MAX {
        return Err(Problem::malformed(format!("a search holds at most {QUERY_CHARS_MAX} characters")));
    }
    let kinds = match &asked.kind {
        None => KINDS.to_vec(),
        Some(word) => KINDS.iter().filter(|kind| kind.as_str() == word).cloned().collect(),
    };
    if kinds.is_empty() {
        return Err(Problem::malformed("`kind` is none of those that are searched"));
    }
    ask.house.counted(ask.session(), Counted::Search);
    let filter = Filter { kinds, text: Some(asked.q.clone()), ..Filter::default() };
    let limit = asked.limit.unwrap_or(PAGE_ITEMS).clamp(1, PAGE_ITEMS_MAX);
    let page = ask.reader.list(&filter, asked.after.as_deref(), limit)?;
    let first = fold(&asked.q)
        .split(|c: char| !c.is_alphanumeric())
        .find(|word| !word.is_empty())
        .map(str::to_owned);
    let items =
        page.items.into_iter().map(|item| hit(item, first.as_deref().unwrap_or_default())).collect();
    Ok(HitPage { items, next: page.next })
}

fn hit(item: Item, word: &str) -> Hit {
    let text = Facts::of(&item.kind, item.body.as_deref().unwrap_or_default()).text;
    let line = text.lines().find(|line| fold(line).contains(word)).unwrap_or_default();
    Hit {
        subject: item.subject,
        kind: item.kind.to_string(),
        at: item.at.timestamp(),
        snippet: line.chars().take(SNIPPET_CHARS_MAX).collect(),
        title: item.title,
    }
}
