//! People of the caller's own agency: who they are, what they hold, and who else has to say yes.
//!
//! Only an administrator asks here, and only about their own agency: whoever acts for another one is not there, in
//! the same bytes as whoever never was. Administrators hold no clearance, so nothing here is read by a label; it shows
//! what people hold and never what they read or wrote.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path as At, State};
use kulla_desk::command::Command;
use kulla_desk::command::people::{Deciding, PeopleDeed};
use kulla_desk::{Done, login_of};
use kulla_guard::access::Counted;
use kulla_guard::grants::{self, Holdings, Wanted};
use kulla_guard::{Act, holds, may_act};
use kulla_picture::Item;
use kulla_record::kind::governance::{Grant, GrantChange};
use kulla_record::label::Word;
use kulla_record::{RecordId, SubjectId};

use super::ask::{Answer, Ask};
use super::wire::people::{
    ChangeDecided, ChangeSeen, HeldSeen, HeldTold, HoldingsSeen, PeopleSeen, PersonChanged, PersonDone,
    PersonEnded, PersonSeen, PersonTold,
};
use super::{Path, links};
use crate::entered::Entered;
use crate::house::House;
use crate::problem::Problem;
use crate::route::Route;
use crate::told::Told;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/people", "The people of the own agency, for its administrators", list)
            .gives::<PeopleSeen>(),
        Route::post("/people", "Brings somebody in", bring).takes::<PersonTold>().gives::<PersonDone>(),
        Route::post("/people/{subject}/change", "Changes what somebody holds", change)
            .takes::<PersonChanged>()
            .gives::<PersonDone>(),
        Route::post("/people/{subject}/end", "Ends what somebody holds, now", end)
            .takes::<PersonEnded>()
            .gives::<PersonDone>(),
        deciding(
            "/people/changes/{subject}/confirm",
            "Confirms, as the second administrator, exactly what was shown",
            |_| Deciding::Confirm,
        ),
        deciding("/people/changes/{subject}/refuse", "Refuses what another administrator wants", |told| {
            Deciding::Refuse(told.reason.clone())
        }),
        deciding("/people/changes/{subject}/withdraw", "Takes back what one wanted", |_| {
            Deciding::Withdraw
        }),
    ]
}

fn deciding(path: &'static str, says: &'static str, how: fn(&ChangeDecided) -> Deciding) -> Route {
    let run = move |State(house): State<Arc<House>>,
                    entered: Entered,
                    At(path): At<Path>,
                    told: Told<ChangeDecided>| async move {
        let change = path.subject()?;
        let how = how(&told.body);
        let deed = PeopleDeed::Decide { change, hash: told.body.hash, how };
        house.ask(&entered, move |ask| act(ask, None, told.print, deed)).await
    };
    Route::post(path, says, run).takes::<ChangeDecided>().gives::<PersonDone>()
}

async fn list(State(house): State<Arc<House>>, entered: Entered) -> Result<Json<PeopleSeen>, Problem> {
    house.ask(&entered, |ask| all(ask).map(Json)).await
}

/// The act that everything here takes.
pub(super) fn administers(ask: &Ask<'_>) -> Result<(), Problem> {
    let may = may_act(ask.session(), &ask.actor.reach, Act::AdminPeople, &ask.desk.roles());
    may.map_err(|refusal| Problem::refusal(axum::http::StatusCode::FORBIDDEN, &refusal))
}

fn all(ask: &Ask<'_>) -> Result<PeopleSeen, Problem> {
    administers(ask)?;
    ask.house.counted(ask.session(), Counted::List);
    let has = ask.desk.holdings(&ask.session().agency)?;
    let people = ask.desk.own_people(ask.session())?;
    let changes = ask.desk.open_changes(ask.session())?;
    let mut people: Vec<PersonSeen> =
        people.iter().map(|(item, grant)| person(ask, item, grant, &has)).collect();
    people.sort_by(|a, b| (!a.holds, &a.held.name, a.subject).cmp(&(!b.holds, &b.held.name, b.subject)));
    let changes = changes.iter().map(|(item, told)| changed(ask, item, told)).collect::<Result<_, _>>()?;
    let changes_of_links = links::waiting(ask);
    Ok(PeopleSeen { people, changes, changes_of_links, has: has_seen(ask, &has) })
}

async fn bring(
    State(house): State<Arc<House>>,
    entered: Entered,
    told: Told<PersonTold>,
) -> Result<Answer<PersonDone>, Problem> {
    let deed = PeopleDeed::Bring(wanted(told.body.held));
    house.ask(&entered, move |ask| act(ask, Some(told.body.id), told.print, deed)).await
}

async fn change(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(path): At<Path>,
    told: Told<PersonChanged>,
) -> Result<Answer<PersonDone>, Problem> {
    let person = path.subject()?;
    let deed = PeopleDeed::Change { person, seen: told.body.head.into(), wanted: wanted(told.body.held) };
    house.ask(&entered, move |ask| act(ask, None, told.print, deed)).await
}

async fn end(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(path): At<Path>,
    told: Told<PersonEnded>,
) -> Result<Answer<PersonDone>, Problem> {
    let person = path.subject()?;
    let deed = PeopleDeed::End { person, seen: told.body.head.into(), reason: told.body.reason };
    house.ask(&entered, move |ask| act(ask, None, told.print, deed)).await
}

fn act(
    ask: &Ask<'_>,
    id: Option<RecordId>,
    print: [u8; 16],
    deed: PeopleDeed,
) -> Result<Answer<PersonDone>, Problem> {
    let done = ask.carry_out(id, print, Command::People(Box::new(deed)))?;
    // Streams look again at once, and those whose grant is over end.
    ask.house.ring.nudge();
    ask.answer(&done, |ask| came_to(ask, &done))
}

fn came_to(ask: &Ask<'_>, done: &Done) -> Result<PersonDone, Problem> {
    if let Ok((item, told)) = ask.desk.own_change(ask.session(), done.subject) {
        return Ok(PersonDone { person: None, change: Some(changed(ask, &item, &told)?) });
    }
    let has = ask.desk.holdings(&ask.session().agency)?;
    let (item, grant) = ask.desk.own_person(ask.session(), done.subject)?;
    Ok(PersonDone { person: Some(person(ask, &item, &grant, &has)), change: None })
}

fn wanted(told: HeldTold) -> Wanted {
    Wanted {
        name: told.name,
        login: told.login,
        roles: told.roles,
        groups: told.groups,
        nations: told.nations,
        clearances: told.clearances,
        categories: told.categories,
        from: told.from,
        until: told.until,
        review: told.review,
        grounds: told.grounds,
        lang: told.lang,
    }
}

fn words<'a>(words: impl IntoIterator<Item = &'a Word>) -> Vec<String> {
    words.into_iter().map(Word::to_string).collect()
}

fn held(grant: &Grant) -> HeldSeen {
    HeldSeen {
        name: grant.name.clone(),
        login: login_of(grant).map(|login| login.to_string()).unwrap_or_default(),
        agency: grant.agency.to_string(),
        roles: words(&grant.roles),
        groups: words(grant.groups.keys()),
        nations: words(&grant.nations),
        clearances: grant.clearances.iter().map(|(policy, level)| (policy.to_string(), *level)).collect(),
        categories: words(&grant.categories),
        from: grant.from,
        until: grant.until,
        review: grant.review,
        grounds: grant.grounds.clone(),
        lang: grant.lang.clone(),
    }
}

fn person(ask: &Ask<'_>, item: &Item, grant: &Grant, has: &Holdings) -> PersonSeen {
    PersonSeen {
        subject: item.subject,
        version: item.version,
        held: held(grant),
        holds: holds(grant, ask.desk.clock().now()),
        ending: grant.ending.clone(),
        review_due: grant.review.is_some_and(|review| review <= ask.desk.today()),
        guarded: grants::is_guarded(grant, has, &ask.desk.roles()),
        me: grant.principal == ask.session().person,
        log_in: links::log_in(ask, grant),
    }
}

fn changed(ask: &Ask<'_>, item: &Item, told: &GrantChange) -> Result<ChangeSeen, Problem> {
    let person = SubjectId(told.grant.principal.0);
    let was = ask.desk.own_person(ask.session(), person).ok().map(|(_, grant)| held(&grant));
    let mine = told.by == ask.session().person;
    let about_me = told.grant.principal == ask.session().person;
    Ok(ChangeSeen {
        subject: item.subject,
        person,
        held: held(&told.grant),
        was,
        second_for: told.second_for.clone(),
        by: ask.author(told.by),
        at: item.at.timestamp(),
        hash: told.content_hash.clone(),
        state: told.state.clone(),
        may_confirm: told.state == "proposed" && !mine && !about_me,
        mine,
    })
}

fn has_seen(ask: &Ask<'_>, has: &Holdings) -> HoldingsSeen {
    let guarded =
        |role: &&Word| grants::TWO_PERSON_ACTS.iter().any(|act| ask.desk.roles().grants([*role], *act));
    HoldingsSeen {
        roles: words(&has.roles),
        guarded_roles: words(has.roles.iter().filter(guarded)),
        groups: words(&has.groups),
        guarded_groups: words(&has.two_person_groups),
        nations: words(&has.nations),
        clearances: has.clearances.iter().map(|(policy, level)| (policy.to_string(), *level)).collect(),
        categories: words(&has.categories),
        langs: has.langs.iter().cloned().collect(),
    }
}
