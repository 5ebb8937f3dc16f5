//! An exercise, from its beginning to its end, and who plays which role.
//!
//! A role is either the player's or people's. While people play it the player does nothing that the role owes,
//! however long that takes: that is the whole point of playing.

use jiff::Timestamp;
use kulla_record::SubjectId;
use kulla_record::decision::{Change, Context, Decided, Refusal};
use kulla_record::kind::lesson::{Exercise, ExerciseState, PlayedBy, PlayedRole};

/// The largest seed: the largest whole number that every reader of JSON holds.
pub const SEED_MAX: u64 = 1 << 53;
/// Roles of one exercise.
pub const ROLES_MAX: usize = 32;
/// Characters of a name.
pub const NAME_CHARS_MAX: usize = 64;
/// The slowest and the fastest pace, in seconds of the story for each second.
pub const PACE_BOUNDS: (f64, f64) = (0.1, 100_000.0);

/// How an exercise begins.
#[derive(Debug, Clone, PartialEq)]
pub struct Begin {
    /// Its name, which is that of its log.
    pub name: String,
    /// The scenario.
    pub scenario: String,
    /// SHA-256 of the scenario's file.
    pub scenario_hash: String,
    /// What is drawn from.
    pub seed: u64,
    /// Seconds of the story in one second.
    pub pace: f64,
    /// All roles of the scenario.
    pub roles: Vec<String>,
    /// Those that people play from the beginning.
    pub hands_on: Vec<String>,
}

/// What is done with an exercise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// People play this role from now on.
    Take {
        /// Which.
        role: String,
    },
    /// The player plays it again.
    Leave {
        /// Which.
        role: String,
    },
    /// It is over.
    End,
}

/// Begins an exercise, or goes on with the one that stands: the same scenario and seed, at this pace, with
/// these roles in people's hands besides those that people took over.
///
/// Codes: `exercise.name`, `exercise.seed`, `exercise.pace`, `exercise.roles`, `exercise.role-unknown`,
/// `exercise.other`, `exercise.ended`.
pub fn begin(stands: Option<&Exercise>, begin: Begin, context: &Context) -> Decided {
    checked(&begin)?;
    let subject = Exercise::subject(&begin.name);
    let Some(stands) = stands else {
        let role = |code: &String| PlayedRole {
            role: code.clone(),
            played_by: PlayedBy::Autopilot,
            since: context.now,
            by: None,
            rest: Default::default(),
        };
        let mut exercise = Exercise {
            roles: begin.roles.iter().map(role).collect(),
            name: begin.name,
            scenario: begin.scenario,
            scenario_hash: begin.scenario_hash,
            seed: begin.seed,
            pace: begin.pace,
            state: ExerciseState::Running,
            started: context.now,
            ended: None,
            rest: Default::default(),
        };
        hand_over(&mut exercise, &begin.hands_on, context.now);
        return Ok(vec![Change::first(subject, exercise)]);
    };
    if (&stands.scenario, stands.seed) != (&begin.scenario, begin.seed) {
        return Err(Refusal::new(
            "exercise.other",
            format!(
                "`{}` was begun with the scenario `{}` and seed {}: go on with those, or choose another name",
                stands.name, stands.scenario, stands.seed
            ),
        ));
    }
    running(stands)?;
    let mut goes_on = Exercise { pace: begin.pace, ..stands.clone() };
    hand_over(&mut goes_on, &begin.hands_on, context.now);
    Ok(if goes_on == *stands { Vec::new() } else { vec![Change::next(subject, goes_on)] })
}

/// Decides one command.
///
/// Codes: `exercise.ended`, `exercise.role-unknown`.
pub fn decide(stands: &Exercise, command: &Command, context: &Context) -> Decided {
    running(stands)?;
    let mut exercise = stands.clone();
    match command {
        Command::Take { role } => played(&mut exercise, role, PlayedBy::People, context)?,
        Command::Leave { role } => played(&mut exercise, role, PlayedBy::Autopilot, context)?,
        Command::End => {
            exercise.state = ExerciseState::Ended;
            exercise.ended = Some(context.now);
        }
    }
    let subject = Exercise::subject(&stands.name);
    Ok(if exercise == *stands { Vec::new() } else { vec![Change::next(subject, exercise)] })
}

/// Whether the player may act in a role now.
///
/// Codes: `exercise.none`, `exercise.ended`, `exercise.role-unknown`, `exercise.role-taken`.
pub fn player_may(stands: Option<&Exercise>, role: &str) -> Result<(), Refusal> {
    let exercise = stands
        .ok_or_else(|| Refusal::new("exercise.none", "no exercise has begun: the player does nothing"))?;
    running(exercise)?;
    match exercise.role(role).ok_or_else(|| unknown(role))?.played_by {
        PlayedBy::Autopilot => Ok(()),
        PlayedBy::People => Err(Refusal::new(
            "exercise.role-taken",
            format!("people play `{role}`: the player leaves what it owes to them"),
        )
        .with("role", role)),
    }
}

/// The subject of the exercise that is begun.
pub fn subject_of(begin: &Begin) -> SubjectId {
    Exercise::subject(&begin.name)
}

fn checked(begin: &Begin) -> Result<(), Refusal> {
    let short = |text: &str| (1..=NAME_CHARS_MAX).contains(&text.chars().count());
    if !short(&begin.name) || !short(&begin.scenario) || begin.scenario_hash.len() > NAME_CHARS_MAX {
        return Err(Refusal::new(
            "exercise.name",
            format!("an exercise and its scenario need a name of 1 to {NAME_CHARS_MAX} characters"),
        ));
    }
    if begin.seed > SEED_MAX {
        return Err(Refusal::new("exercise.seed", format!("a seed is a number from 0 to {SEED_MAX}")));
    }
    if !(PACE_BOUNDS.0..=PACE_BOUNDS.1).contains(&begin.pace) {
        return Err(Refusal::new(
            "exercise.pace",
            format!("the pace is a number from {} to {}", PACE_BOUNDS.0, PACE_BOUNDS.1),
        ));
    }
    let distinct: std::collections::BTreeSet<&String> = begin.roles.iter().collect();
    if begin.roles.is_empty() || begin.roles.len() > ROLES_MAX || distinct.len() != begin.roles.len() {
        return Err(Refusal::new(
            "exercise.roles",
            format!("an exercise has 1 to {ROLES_MAX} roles, each named once"),
        ));
    }
    match begin.hands_on.iter().find(|role| !begin.roles.contains(role)) {
        Some(role) => Err(unknown(role)),
        None => Ok(()),
    }
}

fn running(exercise: &Exercise) -> Result<(), Refusal> {
    match exercise.state {
        ExerciseState::Running => Ok(()),
        ExerciseState::Ended => {
            Err(Refusal::new("exercise.ended", format!("the exercise `{}` is over", exercise.name)))
        }
    }
}

fn hand_over(exercise: &mut Exercise, hands_on: &[String], now: Timestamp) {
    let taken =
        |role: &&mut PlayedRole| role.played_by == PlayedBy::Autopilot && hands_on.contains(&role.role);
    for role in exercise.roles.iter_mut().filter(taken) {
        *role = PlayedRole { played_by: PlayedBy::People, since: now, by: None, ..role.clone() };
    }
}

fn played(exercise: &mut Exercise, code: &str, by: PlayedBy, context: &Context) -> Result<(), Refusal> {
    let role = exercise.roles.iter_mut().find(|role| role.role == code).ok_or_else(|| unknown(code))?;
    if role.played_by != by {
        role.played_by = by;
        role.since = context.now;
        role.by = Some(context.actor);
    }
    Ok(())
}

fn unknown(role: &str) -> Refusal {
    Refusal::new("exercise.role-unknown", format!("`{role}` is no role of this exercise: see its scenario"))
        .with("role", role)
}
