//! JSON under `/api/v1`, for machines with a token, and under `/as/{n}/api/v1` for the console. One file for
//! each resource; wire types in [`wire`]; everything else is a call of the desk or of a reader.

mod alike;
pub(crate) mod ask;
mod canaries;
mod capin;
mod drafts;
mod entries;
pub(crate) mod exercise;
pub(crate) mod health;
mod incidents;
mod items;
mod label_words;
mod labels;
mod links;
mod map;
mod me;
mod oversight;
mod paper;
mod people;
mod photos;
mod policies;
mod policy_changes;
mod preview;
mod profile;
mod quarantine;
mod queue;
mod queue_then;
mod report_page;
mod reports;
mod search;
mod session;
mod signals;
mod signed;
pub mod sms;
mod sources;
mod strip;
mod tasks;
mod tried;
mod warnings;
pub mod wire;

use kulla_record::kind::{
    action, approval, assessment, governance, incident, lesson, reporting, signal, warning,
};
use kulla_record::{RecordId, SubjectId};
use serde::Deserialize;
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::problem::Problem;
use crate::route::Route;
pub(crate) use capin::take_in;
pub(crate) use map::MapBaseMade;
pub(crate) use me::{DAY_MS, NEVER_BY_TOKEN};
pub(crate) use session::acts_of;
use signed::signed;
pub(crate) use tried::Tried;

/// Items of a page unless something else is asked for.
pub const PAGE_ITEMS: usize = 50;
/// Items of a page at most.
pub const PAGE_ITEMS_MAX: usize = 200;

pub(crate) fn routes() -> Vec<Route> {
    let mut routes = Vec::new();
    routes.extend(session::routes());
    routes.extend(profile::routes());
    routes.extend(health::routes());
    routes.extend(queue::routes());
    routes.extend(items::routes());
    routes.extend(search::routes());
    routes.extend(map::routes());
    routes.extend(signals::routes());
    routes.extend(reports::routes());
    routes.extend(photos::routes());
    routes.extend(sources::routes());
    routes.extend(capin::routes());
    routes.extend(quarantine::routes());
    routes.extend(incidents::routes());
    routes.extend(entries::routes());
    routes.extend(tasks::routes());
    routes.extend(drafts::routes());
    routes.extend(warnings::routes());
    routes.extend(labels::routes());
    routes.extend(label_words::routes());
    routes.extend(exercise::routes());
    routes.extend(oversight::routes());
    routes.extend(canaries::routes());
    routes.extend(policies::routes());
    routes.extend(policy_changes::routes());
    routes.extend(people::routes());
    routes.extend(links::routes());
    routes.extend(me::routes());
    routes
}

/// Schemas of the bodies of items, by kind: `Item.body` is one of them.
pub(crate) fn bodies() -> Vec<(String, RefOr<Schema>)> {
    let mut parts = Vec::new();
    add::<signal::Source>(&mut parts);
    add::<signal::Report>(&mut parts);
    add::<reporting::Moderation>(&mut parts);
    add::<reporting::Notice>(&mut parts);
    add::<signal::Observation>(&mut parts);
    add::<signal::Alarm>(&mut parts);
    add::<signal::Bulletin>(&mut parts);
    add::<assessment::Assessment>(&mut parts);
    add::<incident::Incident>(&mut parts);
    add::<incident::Entry>(&mut parts);
    add::<action::Task>(&mut parts);
    add::<action::Unit>(&mut parts);
    add::<action::Facility>(&mut parts);
    add::<action::Shelter>(&mut parts);
    add::<warning::WarningDraft>(&mut parts);
    add::<warning::Warning>(&mut parts);
    add::<warning::Delivery>(&mut parts);
    add::<lesson::Exercise>(&mut parts);
    add::<lesson::Inject>(&mut parts);
    add::<governance::Link>(&mut parts);
    add::<approval::Decision>(&mut parts);
    parts
}

fn add<T: ToSchema>(parts: &mut Vec<(String, RefOr<Schema>)>) {
    parts.push((T::name().into_owned(), <T as PartialSchema>::schema()));
    T::schemas(parts);
}

/// The subject in a path. The number of the session stands there too and is passed over.
#[derive(Deserialize)]
pub(crate) struct Path {
    subject: String,
}

impl Path {
    /// Text that is no id names nothing.
    fn subject(&self) -> Result<SubjectId, Problem> {
        self.subject.parse().map_err(|_| Problem::absent())
    }

    fn record(&self) -> Result<RecordId, Problem> {
        self.subject.parse().map_err(|_| Problem::absent())
    }
}

/// Which page of a list.
#[derive(Deserialize)]
pub(crate) struct Paging {
    after: Option<String>,
    limit: Option<usize>,
    state: Option<String>,
}

impl Paging {
    fn limit(&self) -> usize {
        self.limit.unwrap_or(PAGE_ITEMS).clamp(1, PAGE_ITEMS_MAX)
    }
}

/// Which of two sets of states is asked for; any other word is a mistake that is told.
fn state<'a>(
    asked: Option<&str>,
    known: &'a [(&'a str, &'a [&'static str])],
) -> Result<Vec<&'static str>, Problem> {
    let asked = asked.or(known.first().map(|(word, _)| *word)).unwrap_or_default();
    let found = known.iter().find(|(word, _)| *word == asked);
    found.map(|(_, states)| states.to_vec()).ok_or_else(|| {
        let words: Vec<String> = known.iter().map(|(word, _)| format!("`{word}`")).collect();
        Problem::malformed(format!("`state` is one of {}", words.join(", ")))
    })
}
