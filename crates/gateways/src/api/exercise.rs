//! The exercise of the session: who plays which role, what was thrown in, and the measured report.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path as At, Query, State};
use kulla_desk::command::Command;
use kulla_desk::command::exercise::ExerciseDeed;
use kulla_guard::{Act, may_act};
use kulla_learn::{exercise, inject, measure};
use kulla_picture::{Filter, Item};
use kulla_record::Kind;
use kulla_record::kind::lesson::Exercise;
use kulla_record::label::Word;
use serde::Deserialize;

use super::ask::{Answer, Ask};
use super::wire::exercise::{ExerciseSeen, ExerciseTold, InjectAnswered, InjectTold, Nothing, PartSeen};
use super::wire::item::{Item as ItemSeen, ItemPage};
use super::{Paging, Path};
use crate::entered::Entered;
use crate::house::House;
use crate::problem::Problem;
use crate::route::Route;
use crate::told::Told;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/exercise", "The exercise of the session, and who plays which role", seen)
            .gives::<ExerciseSeen>(),
        Route::post("/exercise", "Begins the exercise of the session, or goes on with it", begin)
            .takes::<ExerciseTold>()
            .gives::<ItemSeen>(),
        Route::post("/exercise/end", "Ends it", end).takes::<Nothing>().gives::<ItemSeen>(),
        playing("/exercise/roles/{role}/take", "People play this role from now on", |role| {
            exercise::Command::Take { role }
        }),
        playing("/exercise/roles/{role}/leave", "The exercise player plays this role again", |role| {
            exercise::Command::Leave { role }
        }),
        Route::get("/exercise/injects", "What was thrown in, newest first", injects)
            .query(&["after", "limit"])
            .gives::<ItemPage>(),
        Route::post("/exercise/injects", "Writes down what is about to be thrown in", due)
            .takes::<InjectTold>()
            .gives::<ItemSeen>(),
        Route::post("/exercise/injects/{subject}/answer", "Writes down what the door said", answered)
            .takes::<InjectAnswered>()
            .gives::<ItemSeen>(),
        Route::get("/exercise/report", "Response times by step and agency, as far as one may see", report)
            .gives::<measure::Report>(),
        Route::get("/exercise/report.html", "The same as a page", super::report_page::report)
            .gives_bytes("text/html"),
    ]
}

/// The exercise of a session; one that is in none, or in one that has not begun, gets the answer for what is
/// not there.
pub(super) fn of_session(ask: &Ask<'_>) -> Result<(Item, Exercise), Problem> {
    let name = ask.session().exercise.clone().ok_or_else(Problem::absent)?;
    let item = ask.head(Exercise::subject(name.as_str()), &[Kind::EXERCISE])?;
    let exercise = item.typed().ok_or_else(Problem::absent)?;
    Ok((item, exercise))
}

/// `null` in an exercise that nobody has begun, or whose record this session may not read: the same answer.
async fn seen(
    State(house): State<Arc<House>>,
    entered: Entered,
) -> Result<Json<Option<ExerciseSeen>>, Problem> {
    if entered.actor.session.exercise.is_none() {
        return Err(Problem::absent());
    }
    house.ask(&entered, move |ask| Ok(Json(look(ask).ok()))).await
}

fn look(ask: &Ask<'_>) -> Result<ExerciseSeen, Problem> {
    let (item, exercise) = of_session(ask)?;
    let session = ask.session();
    let may = |act| may_act(session, &ask.actor.reach, act, &ask.desk.roles()).is_ok();
    let (plays, directs) = (may(Act::ExercisePlay), may(Act::ExerciseDirect));
    let named = |code: &str| {
        let roles = &ask.desk.profile().people.roles;
        roles.iter().find(|role| role.code.as_str() == code).map(|role| role.name.clone())
    };
    let role = |played: &kulla_record::kind::lesson::PlayedRole| {
        let mine = session.roles.iter().any(|held| held.as_str() == played.role);
        PartSeen {
            name: named(&played.role).unwrap_or_default(),
            played_by: played.played_by,
            since: played.since,
            may: plays && (mine || directs),
            mine,
            code: played.role.clone(),
        }
    };
    Ok(ExerciseSeen {
        subject: item.subject,
        version: item.version,
        roles: exercise.roles.iter().map(role).collect(),
        name: exercise.name,
        scenario: exercise.scenario,
        seed: exercise.seed,
        pace: exercise.pace,
        state: exercise.state,
        started: exercise.started,
        ended: exercise.ended,
    })
}

async fn begin(
    State(house): State<Arc<House>>,
    entered: Entered,
    told: Told<ExerciseTold>,
) -> Result<Answer<ItemSeen>, Problem> {
    let body = told.body;
    let begin = exercise::Begin {
        name: String::new(), // the desk knows it: that of the session
        scenario: body.scenario,
        scenario_hash: body.scenario_hash,
        seed: body.seed,
        pace: body.pace,
        roles: body.roles,
        hands_on: body.hands_on,
    };
    act(&house, &entered, told.print, ExerciseDeed::Begin(begin)).await
}

async fn end(
    State(house): State<Arc<House>>,
    entered: Entered,
    told: Told<Nothing>,
) -> Result<Answer<ItemSeen>, Problem> {
    act(&house, &entered, told.print, ExerciseDeed::Decide(exercise::Command::End)).await
}

async fn act(
    house: &Arc<House>,
    entered: &Entered,
    print: [u8; 16],
    deed: ExerciseDeed,
) -> Result<Answer<ItemSeen>, Problem> {
    house.ask(entered, move |ask| ask.act(None, print, Command::Exercise(deed))).await
}

#[derive(Deserialize)]
struct RoleAt {
    role: String,
}

fn playing(path: &'static str, says: &'static str, deed: fn(String) -> exercise::Command) -> Route {
    let run = move |State(house): State<Arc<House>>,
                    entered: Entered,
                    At(path): At<RoleAt>,
                    told: Told<Nothing>| async move {
        let command = Command::Exercise(ExerciseDeed::Decide(deed(path.role)));
        let work = move |ask: &Ask<'_>| {
            of_session(ask)?;
            let done = ask.carry_out(None, told.print, command)?;
            ask.answer(&done, look)
        };
        house.ask(&entered, work).await
    };
    Route::post(path, says, run).takes::<Nothing>().gives::<ExerciseSeen>()
}

async fn injects(
    State(house): State<Arc<House>>,
    entered: Entered,
    Query(paging): Query<Paging>,
) -> Result<Json<ItemPage>, Problem> {
    let page = move |ask: &Ask<'_>| {
        let (exercise, _) = of_session(ask)?;
        let filter =
            Filter { kinds: vec![Kind::INJECT], parent: Some(exercise.subject), ..Filter::default() };
        ask.page(ask.list(&filter, paging.after.as_deref(), paging.limit())?).map(Json)
    };
    house.ask(&entered, page).await
}

async fn due(
    State(house): State<Arc<House>>,
    entered: Entered,
    told: Told<InjectTold>,
) -> Result<Answer<ItemSeen>, Problem> {
    let InjectTold { id, number, name, door, story_s, due } = told.body;
    let deed = ExerciseDeed::Due { number, name, door, story_s, due };
    house.ask(&entered, move |ask| ask.act(Some(id), told.print, Command::Exercise(deed))).await
}

async fn answered(
    State(house): State<Arc<House>>,
    entered: Entered,
    At(path): At<Path>,
    told: Told<InjectAnswered>,
) -> Result<Answer<ItemSeen>, Problem> {
    let answer = match told.body.refused {
        Some(note) => inject::Answer::Refused(note),
        None => inject::Answer::Taken(told.body.became),
    };
    act(&house, &entered, told.print, ExerciseDeed::Answered { inject: path.subject()?, answer }).await
}

async fn report(
    State(house): State<Arc<House>>,
    entered: Entered,
) -> Result<Json<measure::Report>, Problem> {
    house.ask(&entered, move |ask| measured(ask).map(Json)).await
}

/// Worked out from what this session may see, and from nothing else.
pub(crate) fn measured(ask: &Ask<'_>) -> Result<measure::Report, Problem> {
    let (_, exercise) = of_session(ask)?;
    ask.house.counted(ask.session(), kulla_guard::access::Counted::List);
    let name = Word::new(&exercise.name).map_err(|_| Problem::absent())?;
    Ok(measure::report(&ask.desk.material(&ask.reader, &name)?))
}
