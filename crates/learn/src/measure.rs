//! Response times, by step of the story and by agency.
//!
//! Each step runs from one clock of the log to the next. Nothing here knows a person: what comes in are bodies
//! and the agency of whoever wrote them, so nothing that comes out can rank people. Figures of few cases say
//! little, so the number of cases stands beside each.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use kulla_record::SubjectId;
use kulla_record::kind::action::{Task, TaskState};
use kulla_record::kind::assessment::Assessment;
use kulla_record::kind::incident::Incident;
use kulla_record::kind::lesson::{Exercise, Inject};
use kulla_record::kind::warning::{DraftState, MessageType, Warning, WarningDraft, WarningState};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One version of a subject, with when and for which agency it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Version<T> {
    /// When it was written.
    pub at: Timestamp,
    /// The agency of its author; empty where nobody knows it any more.
    pub agency: String,
    /// The body.
    pub body: T,
}

/// All versions of a subject, the oldest first; never empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Story<T> {
    /// The subject.
    pub subject: SubjectId,
    /// Its versions.
    pub versions: Vec<Version<T>>,
}

/// Everything that the log holds of an exercise, as far as it is measured.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Material {
    /// The exercise itself.
    pub exercise: Option<Exercise>,
    /// What was thrown in.
    pub injects: Vec<Story<Inject>>,
    /// Signals of every kind: only when they came and for whom.
    pub signals: Vec<Story<()>>,
    /// What was made of signals.
    pub triage: Vec<Story<Assessment>>,
    /// Incidents.
    pub incidents: Vec<Story<Incident>>,
    /// Tasks.
    pub tasks: Vec<Story<Task>>,
    /// Working papers.
    pub drafts: Vec<Story<WarningDraft>>,
    /// Warnings.
    pub warnings: Vec<Story<Warning>>,
}

/// A step of the story, each from the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// Thrown in → on the log.
    Received,
    /// On the log → somebody took it in hand or settled it.
    Acknowledged,
    /// Incident opened → task sent.
    Assigned,
    /// Task sent → read by those who are to do it.
    Read,
    /// Read → begun.
    Started,
    /// Begun → done.
    Done,
    /// Incident opened → first paper of a warning.
    Drafted,
    /// Submitted → approved by a second person.
    Approved,
    /// Approved → public.
    Issued,
    /// Public → taken back.
    Cancelled,
}

impl Step {
    /// Every step, in order.
    pub const ALL: [Step; 10] = [
        Step::Received,
        Step::Acknowledged,
        Step::Assigned,
        Step::Read,
        Step::Started,
        Step::Done,
        Step::Drafted,
        Step::Approved,
        Step::Issued,
        Step::Cancelled,
    ];

    /// The word of it.
    pub const fn word(self) -> &'static str {
        match self {
            Step::Received => "received",
            Step::Acknowledged => "acknowledged",
            Step::Assigned => "assigned",
            Step::Read => "read",
            Step::Started => "started",
            Step::Done => "done",
            Step::Drafted => "drafted",
            Step::Approved => "approved",
            Step::Issued => "issued",
            Step::Cancelled => "cancelled",
        }
    }
}

/// How long a step took, over some cases.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Times {
    /// How many times it was done.
    pub cases: usize,
    /// How many times it could have been done and was not.
    pub open: usize,
    /// Half of the cases took at most so long, in milliseconds; with an even number the mean of the middle two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub median_ms: Option<u64>,
    /// 95 of 100 cases took at most so long, in milliseconds (nearest rank).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p95_ms: Option<u64>,
}

/// One step, over all and by agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StepTimes {
    /// Which.
    pub step: Step,
    /// Over all agencies.
    pub all: Times,
    /// By the agency that did it, or that it waits for. Of what nobody has to do in particular the agency that
    /// it is open with is not known, and stands under the empty name.
    pub agencies: BTreeMap<String, Times>,
}

/// When something happened for the first time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Milestone {
    /// What: `signal`, `incident`, `task`, `warning`, `all-clear`, `end`.
    pub what: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Milliseconds since the exercise began.
    pub after_ms: u64,
}

/// The measured report.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Report {
    /// The exercise, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exercise: Option<Exercise>,
    /// What happened first, in the order of time.
    pub milestones: Vec<Milestone>,
    /// Response times, in the order of the story.
    pub steps: Vec<StepTimes>,
    /// Injects that a door refused.
    pub refused: usize,
}

/// Works the report out.
pub fn report(material: &Material) -> Report {
    let mut cases = Cases::default();
    signals(material, &mut cases);
    tasks(material, &mut cases);
    papers(material, &mut cases);
    warnings(material, &mut cases);
    let refused = |story: &&Story<Inject>| {
        newest(story).body.state == kulla_record::kind::lesson::InjectState::Refused
    };
    let mut exercise = material.exercise.clone();
    // Who took a role over is nobody's business here.
    exercise.iter_mut().flat_map(|exercise| &mut exercise.roles).for_each(|role| role.by = None);
    Report {
        exercise,
        milestones: milestones(material),
        steps: Step::ALL.into_iter().map(|step| cases.times(step)).collect(),
        refused: material.injects.iter().filter(refused).count(),
    }
}

/// Durations and open cases by step and agency.
#[derive(Default)]
struct Cases(BTreeMap<(Step, String), (Vec<u64>, usize)>);

impl Cases {
    fn took(&mut self, step: Step, agency: &str, from: Timestamp, to: Timestamp) {
        self.0.entry((step, agency.to_owned())).or_default().0.push(between(from, to));
    }

    fn open(&mut self, step: Step, agency: &str) {
        self.0.entry((step, agency.to_owned())).or_default().1 += 1;
    }

    fn took_or_open(&mut self, step: Step, agency: &str, from: Option<Timestamp>, to: Option<Timestamp>) {
        match (from, to) {
            (Some(from), Some(to)) => self.took(step, agency, from, to),
            (Some(_), None) => self.open(step, agency),
            _ => {}
        }
    }

    fn times(&self, step: Step) -> StepTimes {
        let own = || self.0.iter().filter(|((of, _), _)| *of == step);
        let all: Vec<u64> = own().flat_map(|(_, (took, _))| took.iter().copied()).collect();
        let open = own().map(|(_, (_, open))| open).sum();
        let agencies =
            own().map(|((_, agency), (took, open))| (agency.clone(), times(took.clone(), *open)));
        StepTimes { step, all: times(all, open), agencies: agencies.collect() }
    }
}

fn times(mut took: Vec<u64>, open: usize) -> Times {
    took.sort_unstable();
    Times { cases: took.len(), open, median_ms: median(&took), p95_ms: nearest_rank(&took, 95) }
}

fn median(sorted: &[u64]) -> Option<u64> {
    let (low, high) = (sorted.get(sorted.len().checked_sub(1)? / 2)?, sorted.get(sorted.len() / 2)?);
    Some(low.midpoint(*high))
}

/// The smallest value that so many of a hundred do not exceed.
fn nearest_rank(sorted: &[u64], percent: usize) -> Option<u64> {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.checked_sub(1)?).copied()
}

/// Milliseconds; none where the clocks of two writers cross.
fn between(from: Timestamp, to: Timestamp) -> u64 {
    u64::try_from(to.duration_since(from).as_millis()).unwrap_or(0)
}

fn first<T>(story: &Story<T>) -> &Version<T> {
    &story.versions[0]
}

fn newest<T>(story: &Story<T>) -> &Version<T> {
    &story.versions[story.versions.len() - 1]
}

fn signals(material: &Material, cases: &mut Cases) {
    let came: BTreeMap<SubjectId, &Version<()>> =
        material.signals.iter().map(|story| (story.subject, first(story))).collect();
    for inject in &material.injects {
        let inject = &newest(inject).body;
        let signal = inject.became.and_then(|subject| came.get(&subject));
        if let Some(signal) = signal {
            cases.took(Step::Received, &signal.agency, inject.due, signal.at);
        }
    }
    let triaged: BTreeMap<SubjectId, &Version<Assessment>> =
        material.triage.iter().map(|story| (first(story).body.signal, first(story))).collect();
    for story in &material.signals {
        match triaged.get(&story.subject) {
            Some(triage) => {
                cases.took(Step::Acknowledged, &triage.agency, first(story).at, triage.at);
            }
            None => cases.open(Step::Acknowledged, ""),
        }
    }
}

fn tasks(material: &Material, cases: &mut Cases) {
    let opened: BTreeMap<SubjectId, Timestamp> =
        material.incidents.iter().map(|story| (story.subject, first(story).at)).collect();
    for story in &material.tasks {
        let (sent, task) = (first(story), &newest(story).body);
        if let Some(opened) = opened.get(&task.incident) {
            cases.took(Step::Assigned, &sent.agency, *opened, task.sent);
        }
        let agency = task.agency.as_str();
        let taken_back = task.state == TaskState::Cancelled;
        // What was taken back waits for nobody.
        let waits =
            |from: Option<Timestamp>, to: Option<Timestamp>| from.filter(|_| !taken_back || to.is_some());
        cases.took_or_open(
            Step::Read,
            agency,
            waits(Some(task.sent), task.acknowledged),
            task.acknowledged,
        );
        cases.took_or_open(Step::Started, agency, waits(task.acknowledged, task.started), task.started);
        let done = task.ended.filter(|_| task.state == TaskState::Done);
        cases.took_or_open(Step::Done, agency, waits(task.started, done), done);
    }
}

fn papers(material: &Material, cases: &mut Cases) {
    let mut drafted = BTreeSet::new();
    let mut firsts: Vec<&Story<WarningDraft>> = material.drafts.iter().collect();
    firsts.sort_by_key(|story| first(story).at);
    for story in firsts {
        let begun = first(story);
        let incident = begun.body.incident.filter(|_| begun.body.content.message == MessageType::Alert);
        let opened = incident
            .and_then(|incident| material.incidents.iter().find(|story| story.subject == incident))
            .filter(|incident| drafted.insert(incident.subject));
        if let Some(opened) = opened {
            cases.took(Step::Drafted, &begun.agency, first(opened).at, begun.at);
        }
    }
    for story in &material.drafts {
        let approved = story.versions.iter().find(|version| version.body.state == DraftState::Approved);
        match approved {
            Some(approved) => {
                let body = &approved.body;
                cases.took_or_open(Step::Approved, &approved.agency, body.submitted, body.decided);
                let issued = story.versions.iter().find(|version| version.body.state == DraftState::Issued);
                let agency = issued.map_or("", |issued| issued.agency.as_str());
                cases.took_or_open(Step::Issued, agency, body.decided, issued.map(|issued| issued.at));
            }
            None if newest(story).body.state == DraftState::Submitted => cases.open(Step::Approved, ""),
            None => {}
        }
    }
}

fn warnings(material: &Material, cases: &mut Cases) {
    for story in &material.warnings {
        let taken_back =
            story.versions.iter().find(|version| version.body.state == WarningState::Cancelled);
        match taken_back {
            Some(end) => cases.took(Step::Cancelled, &end.agency, first(story).at, end.at),
            None if newest(story).body.state == WarningState::InForce => cases.open(Step::Cancelled, ""),
            None => {}
        }
    }
}

fn milestones(material: &Material) -> Vec<Milestone> {
    fn earliest<T>(stories: &[Story<T>]) -> Option<Timestamp> {
        stories.iter().map(|story| first(story).at).min()
    }
    let of_state = |clear: bool| {
        let wanted = material
            .warnings
            .iter()
            .filter(|story| (first(story).body.state == WarningState::AllClear) == clear);
        wanted.map(|story| first(story).at).min()
    };
    let exercise = material.exercise.as_ref();
    let mut found: Vec<(&str, Timestamp)> = [
        ("signal", earliest(&material.signals)),
        ("incident", earliest(&material.incidents)),
        ("task", earliest(&material.tasks)),
        ("warning", of_state(false)),
        ("all-clear", of_state(true)),
        ("end", exercise.and_then(|exercise| exercise.ended)),
    ]
    .into_iter()
    .filter_map(|(what, at)| Some((what, at?)))
    .collect();
    found.sort_by_key(|(_, at)| *at);
    let began = exercise.map(|exercise| exercise.started).or(found.first().map(|(_, at)| *at));
    let milestone = |(what, at): (&str, Timestamp)| Milestone {
        what: what.to_owned(),
        at,
        after_ms: began.map_or(0, |began| between(began, at)),
    };
    found.into_iter().map(milestone).collect()
}
