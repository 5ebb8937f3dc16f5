//! Records that nobody has a reason to open: overseers mark them by id, and hear of whoever opens one.
//!
//! Nothing here says whether there is anything under an id, and nothing of a mark is in any other answer.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path as At, State};
use kulla_desk::command::Command;
use kulla_desk::command::canary::{CANARIES_MAX, Canary};
use kulla_picture::{Filter, Item};
use kulla_record::Kind;
use kulla_record::kind::approval::Decision;
use kulla_respond::canary::SET;

use super::ask::{Answer, Ask};
use super::oversight::oversees;
use super::wire::oversight::{CanariesSeen, CanarySeen, CanaryTold};
use super::{PAGE_ITEMS_MAX, Path};
use crate::entered::Entered;
use crate::house::House;
use crate::problem::Problem;
use crate::route::Route;
use crate::told::Told;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            "/oversight/canaries",
            "Records that are watched because nobody has a reason to open them",
            list,
        )
        .gives::<CanariesSeen>(),
        Route::post("/oversight/canaries/{subject}", "Marks a record by its id, or lifts the mark", mark)
            .takes::<CanaryTold>()
            .gives::<CanariesSeen>(),
    ]
}

async fn list(State(house): State<Arc<House>>, entered: Entered) -> Result<Json<CanariesSeen>, Problem> {
    house.ask(&entered, |ask| all(ask).map(Json)).await
}

async fn mark(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(path): At<Path>,
    told: Told<CanaryTold>,
) -> Result<Answer<CanariesSeen>, Problem> {
    let watched = path.subject()?;
    let run = move |ask: &Ask<'_>| {
        oversees(ask)?;
        let CanaryTold { head, set, reason } = told.body;
        let seen = head.map(Into::into).unwrap_or_default();
        let done =
            ask.carry_out(None, told.print, Command::Canary(Canary { watched, set, reason, seen }))?;
        ask.answer(&done, all)
    };
    house.ask(&entered, run).await
}

fn all(ask: &Ask<'_>) -> Result<CanariesSeen, Problem> {
    oversees(ask)?;
    let filter = Filter { kinds: vec![Kind::DECISION], states: vec![SET], ..Filter::default() };
    let (mut canaries, mut after): (Vec<CanarySeen>, Option<String>) = (Vec::new(), None);
    loop {
        let page = ask.list(&filter, after.as_deref(), PAGE_ITEMS_MAX)?;
        canaries.extend(page.items.iter().filter_map(|item| seen(ask, item)));
        after = page.next;
        if after.is_none() || canaries.len() >= CANARIES_MAX {
            return Ok(CanariesSeen { canaries });
        }
    }
}

/// `None` where the body does not read.
fn seen(ask: &Ask<'_>, item: &Item) -> Option<CanarySeen> {
    let mark = item.typed::<Decision>()?;
    Some(CanarySeen {
        watched: mark.on,
        head: item.version,
        by: ask.author(mark.by),
        at: item.at.timestamp(),
        reason: mark.reason,
    })
}
