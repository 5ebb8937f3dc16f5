//! Who it is for: the choices, and in words whom each reaches.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use kulla_guard::sentence::{Agency, Asking, Sentence};
use kulla_guard::{Directory, Scope, who_will_see};
use kulla_record::kind::governance::Grant;
use kulla_record::label::{Atom, Label, Word};
use kulla_record::session::Assurance;
use kulla_record::{Kind, PrincipalId};
use serde::Deserialize;

use super::ask::Ask;
use super::wire::label::{LabelOption, LabelSeen, Who, WhoAsked, WhoGroup, WhoNeeds};
use crate::entered::Entered;
use crate::house::House;
use crate::problem::Problem;
use crate::route::Route;
use crate::told::Told;

/// Kinds that a person chooses a label for.
const KINDS: [Kind; 5] = [Kind::INCIDENT, Kind::ENTRY, Kind::TASK, Kind::DRAFT, Kind::REPORT];

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/labels/options", "The choices for something new of a kind", options)
            .query(&["kind"])
            .gives::<Vec<LabelOption>>(),
        Route::post("/labels/who", "Whom a label reaches", who).takes::<WhoAsked>().gives::<Who>(),
    ]
}

#[derive(Deserialize)]
struct Asked {
    kind: String,
}

async fn options(
    State(house): State<Arc<House>>,
    entered: Entered,
    Query(asked): Query<Asked>,
) -> Result<Json<Vec<LabelOption>>, Problem> {
    let kind = KINDS.into_iter().find(|kind| kind.as_str() == asked.kind);
    let kind = kind.ok_or_else(|| {
        Problem::malformed("`kind` is one of `incident`, `entry`, `task`, `draft`, `report`")
    })?;
    house.ask(&entered, move |ask| choices(ask, &kind).map(Json)).await
}

fn choices(ask: &Ask<'_>, kind: &Kind) -> Result<Vec<LabelOption>, Problem> {
    let directory = directory(ask, None);
    let composer = ask.desk.composer(ask.session(), None);
    let default = composer.default_for(kind)?;
    let names = &ask.desk.profile().people.labels.choice;
    let option = |key: u8, code: String, label: &Label| LabelOption {
        name: names
            .iter()
            .find(|choice| choice.key == key)
            .map(|choice| choice.name.clone())
            .unwrap_or_default(),
        key,
        code,
        who: reached(ask, &directory, label),
        default: *label == default,
        label: LabelSeen::of(label, None),
    };
    let mut options: Vec<LabelOption> = composer
        .choices(kind)?
        .iter()
        .map(|(key, code, label)| option(*key, code.clone(), label))
        .collect();
    if !options.iter().any(|option| option.default) {
        options.insert(0, option(0, "default".into(), &default));
    }
    Ok(options)
}

async fn who(
    State(house): State<Arc<House>>,
    entered: Entered,
    told: Told<WhoAsked>,
) -> Result<Json<Who>, Problem> {
    let label = told.body.label.0;
    house.ask(&entered, move |ask| Ok(Json(reached(ask, &directory(ask, Some(&label)), &label)))).await
}

fn reached(ask: &Ask<'_>, directory: &Directory, label: &Label) -> Who {
    let scope = Scope { exercise: ask.session().exercise.clone(), reference: false };
    let asking = Asking { scope: &scope, now: ask.desk.clock().now(), assurance: ask.desk.assurance() };
    seen(&who_will_see(label, directory, asking))
}

/// Agencies of the profile as plain members, the people of the own agency by what they hold, and those of others whom the
/// label names, each as a plain member of their agency.
// INVARIANT: what people of other agencies hold stands in grants that this session can't read, so nothing of it may show in
// an answer: else a label that names a person and a group would tell whether the one is in the other.
fn directory(ask: &Ask<'_>, label: Option<&Label>) -> Directory {
    let profile = ask.desk.profile();
    let groups = ask.desk.composer(ask.session(), None).epochs;
    // A plain member of an agency has been in its groups since those exist.
    let joined = |agency: &Word| profile.groups_of(agency).map(|group| (group.code.clone(), 1)).collect();
    let agency = |agency: &kulla_desk::profile::Agency| {
        let plain = Agency {
            groups: joined(&agency.code),
            nations: BTreeSet::new(),
            abroad: agency.kind == "partner",
        };
        (agency.code.clone(), plain)
    };
    let mut epochs: BTreeMap<Word, u32> =
        profile.groups.iter().map(|group| (group.code.clone(), 1)).collect();
    epochs.extend(groups.iter().map(|(group, epoch)| (group.clone(), *epoch)));
    Directory {
        agencies: profile.agencies.iter().map(agency).collect(),
        groups: epochs,
        persons: people(ask, label, joined),
    }
}

fn people(
    ask: &Ask<'_>,
    label: Option<&Label>,
    joined: impl Fn(&Word) -> BTreeMap<Word, u32>,
) -> BTreeMap<PrincipalId, Grant> {
    let named = |person: PrincipalId| {
        let mut atoms = label.into_iter().flat_map(|label| label.audience.iter().flatten());
        atoms.any(|atom| *atom == Atom::Person(person))
    };
    let plain = |grant: &Grant| Grant {
        groups: joined(&grant.agency),
        nations: Vec::new(),
        from: jiff::Timestamp::UNIX_EPOCH,
        until: None,
        ..grant.clone()
    };
    let known = |grant: &Grant| match grant.agency == ask.session().agency {
        true => Some(grant.clone()),
        false => named(grant.principal).then(|| plain(grant)),
    };
    let directory = ask.desk.directory();
    directory
        .people()
        .filter_map(|person| known(&person.grant))
        .map(|grant| (grant.principal, grant))
        .collect()
}

fn seen(sentence: &Sentence) -> Who {
    let group = |(code, members): (&Word, &BTreeSet<Word>)| WhoGroup {
        code: code.to_string(),
        members: members.len(),
    };
    let asked = &sentence.asked;
    Who {
        public: sentence.public,
        agencies: sentence.agencies.iter().map(Word::to_string).collect(),
        groups: sentence.groups.iter().map(group).collect(),
        persons: sentence.persons.len(),
        nations: sentence.nations.iter().map(Word::to_string).collect(),
        needs: WhoNeeds {
            // Everybody who has entered has given one factor.
            assurance: Some(asked.assurance).filter(|assurance| *assurance > Assurance::Single),
            categories: asked.categories.iter().map(Word::to_string).collect(),
            levels: asked.clearances.iter().map(|(policy, level)| (policy.to_string(), *level)).collect(),
        },
        nobody: sentence.nobody(),
        until: asked.until,
    }
}
