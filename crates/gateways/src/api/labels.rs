//! Who it is for: the choices, and in words whom each reaches.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use kulla_guard::sentence::{Agency, Asking, Sentence};
use kulla_guard::{Directory, Scope, below, who_will_see};
use kulla_picture::Item;
use kulla_record::kind::governance::Grant;
use kulla_record::label::{Atom, Label, Word};
use kulla_record::session::Assurance;
use kulla_record::{Kind, PrincipalId, SubjectId};
use serde::Deserialize;

use super::ask::Ask;
use super::wire::label::{BelowSeen, LabelOption, LabelSeen, Who, WhoAsked, WhoGroup, WhoNeeds};
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
            .query(&["kind", "in_hand"])
            .gives::<Vec<LabelOption>>(),
        Route::post("/labels/who", "Whom a label reaches", who).takes::<WhoAsked>().gives::<Who>(),
    ]
}

#[derive(Deserialize)]
struct Asked {
    kind: String,
    in_hand: Option<String>,
}

async fn options(
    State(house): State<Arc<House>>,
    entered: Entered,
    Query(asked): Query<Asked>,
) -> Result<Json<Vec<LabelOption>>, Problem> {
    let kind = kind(&asked.kind)?;
    house.ask(&entered, move |ask| choices(ask, &kind, asked.in_hand.as_deref()).map(Json)).await
}

/// A kind that a person chooses a label for.
pub(super) fn kind(asked: &str) -> Result<Kind, Problem> {
    let kind = KINDS.into_iter().find(|kind| kind.as_str() == asked);
    kind.ok_or_else(|| {
        Problem::malformed("`kind` is one of `incident`, `entry`, `task`, `draft`, `report`")
    })
}

/// What is open before the writer, if they may read it.
pub(super) fn in_hand(ask: &Ask<'_>, subject: Option<&str>) -> Result<Option<Item>, Problem> {
    let Some(subject) = subject else { return Ok(None) };
    let subject: SubjectId = subject.parse().map_err(|_| Problem::absent())?;
    ask.head(subject, &[]).map(Some)
}

fn choices(ask: &Ask<'_>, kind: &Kind, subject: Option<&str>) -> Result<Vec<LabelOption>, Problem> {
    let hand = in_hand(ask, subject)?;
    let composer = ask.desk.composer(ask.session(), None);
    let default = composer.default_for(kind)?;
    let names = &ask.desk.profile().people.labels.choice;
    let option = |key: u8, code: String, chosen: &Label| {
        let in_hand = hand.as_ref().map(|item| (&item.kind, item.label.as_ref()));
        let (label, refused) = match composer.as_written(kind, chosen, in_hand) {
            Ok(label) => (label, None),
            Err(failure) => (chosen.clone(), Some(Problem::from(failure).into())),
        };
        let who = reached(ask, &label);
        LabelOption {
            name: names
                .iter()
                .find(|choice| choice.key == key)
                .map(|choice| choice.name.clone())
                .unwrap_or_default(),
            key,
            code,
            default: *chosen == default,
            held: label != *chosen && who_differs(&who, &reached(ask, chosen)),
            below: hand.as_ref().and_then(|item| lies_below(ask, &label, &item.label)),
            refused,
            who,
            label: LabelSeen::of(&label, None),
        }
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
    house.ask(&entered, move |ask| Ok(Json(reached(ask, &label)))).await
}

pub(super) fn reached(ask: &Ask<'_>, label: &Label) -> Who {
    let scope = Scope { exercise: ask.session().exercise.clone(), reference: false };
    let asking = Asking { scope: &scope, now: ask.desk.clock().now(), assurance: ask.desk.assurance() };
    seen(&who_will_see(label, &directory(ask, &[label]), asking))
}

/// In what a label lies below another, if it does.
pub(super) fn lies_below(ask: &Ask<'_>, label: &Label, other: &Label) -> Option<BelowSeen> {
    let scope = Scope { exercise: ask.session().exercise.clone(), reference: false };
    let asking = Asking { scope: &scope, now: ask.desk.clock().now(), assurance: ask.desk.assurance() };
    let below = below(label, other, &directory(ask, &[label, other]), asking);
    let words = |words: &BTreeSet<Word>| words.iter().map(Word::to_string).collect();
    (!below.is_none()).then(|| BelowSeen {
        public: below.public,
        agencies: words(&below.agencies),
        nations: words(&below.nations),
        people: below.people,
        levels: below.levels.iter().map(|(policy, n)| (policy.to_string(), *n)).collect(),
        categories: words(&below.categories),
        purposes: below.purposes,
        controls: words(&below.controls),
    })
}

/// Whether other people read it.
pub(super) fn who_differs(one: &Who, other: &Who) -> bool {
    (one.public, one.nobody, one.persons) != (other.public, other.nobody, other.persons)
        || (&one.agencies, &one.nations) != (&other.agencies, &other.nations)
}

/// Agencies of the profile as plain members, the people of the own agency by what they hold, and those of others whom a
/// label names, each as a plain member of their agency.
// INVARIANT: what people of other agencies hold stands in grants that this session can't read, so nothing of it may show in
// an answer: else a label that names a person and a group would tell whether the one is in the other.
pub(super) fn directory(ask: &Ask<'_>, labels: &[&Label]) -> Directory {
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
        persons: people(ask, labels, joined),
    }
}

fn people(
    ask: &Ask<'_>,
    labels: &[&Label],
    joined: impl Fn(&Word) -> BTreeMap<Word, u32>,
) -> BTreeMap<PrincipalId, Grant> {
    let named = |person: PrincipalId| {
        let mut atoms = labels.iter().flat_map(|label| label.audience.iter().flatten());
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
