//! What a session may do: one question, asked in one place before anything is done.
//!
//! The way of entering may reach to fewer acts; then the policies of the profile decide ([`crate::policy`]). Who may
//! *read* is never asked here, and no role lets anybody read more. Every refusal names its rule.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

pub use kulla_record::decision::Refusal;
use kulla_record::label::Word;
use kulla_record::session::{Assurance, Session};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::policy::{Policies, Rule, Verdict};

/// Languages in which a refusal carries the words of its rule: those that the console is written in.
const TOLD_IN: &[&str] = &["sq", "sr", "en"];

macro_rules! acts {
    ($($(#[$doc:meta])* $act:ident = $word:literal;)*) => {
        /// Something that a session may do or not.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Act { $($(#[$doc])* $act,)* }

        impl Act {
            /// Every act, in the order of the story.
            pub const ALL: &'static [Act] = &[$(Act::$act),*];

            /// The word in profiles, tokens and refusals.
            pub const fn word(self) -> &'static str {
                match self { $(Act::$act => $word,)* }
            }
        }
    };
}

acts! {
    /// Take a signal in hand, or put it back.
    TriageTake = "triage.take";
    /// Say that a signal is not relevant.
    TriageDismiss = "triage.dismiss";
    /// Put a signal to an incident.
    TriageLink = "triage.link";
    /// Open an incident.
    IncidentOpen = "incident.open";
    /// Change an incident.
    IncidentUpdate = "incident.update";
    /// Close an incident.
    IncidentClose = "incident.close";
    /// Write into the chronological log.
    EntryWrite = "entry.write";
    /// Give somebody a task.
    TaskAssign = "task.assign";
    /// Say that a task was read.
    TaskAcknowledge = "task.acknowledge";
    /// Begin a task.
    TaskStart = "task.start";
    /// Finish a task.
    TaskDone = "task.done";
    /// Take a task back.
    TaskCancel = "task.cancel";
    /// Write a warning.
    WarningDraft = "warning.draft";
    /// Hand a warning to a second person.
    WarningSubmit = "warning.submit";
    /// Approve a warning as the second person.
    WarningApprove = "warning.approve";
    /// Send a warning back as the second person.
    WarningRefuse = "warning.refuse";
    /// Make an approved warning public.
    WarningIssue = "warning.issue";
    /// Put another warning in the place of one.
    WarningUpdate = "warning.update";
    /// Take a warning back.
    WarningCancel = "warning.cancel";
    /// Bring in signals from outside.
    SignalIngest = "signal.ingest";
    /// Make chosen words of a citizen's report public, reject or hide it, answer whoever handed it in.
    ReportModerate = "report.moderate";
    /// See who handed a report in.
    ReportIdentify = "report.identify";
    /// Take over a role that one holds from the exercise player, or give it back.
    ExercisePlay = "exercise.play";
    /// Begin and end an exercise, write down its injects, and say who plays which role.
    ExerciseDirect = "exercise.direct";
    /// Search.
    Search = "search";
    /// See who read what.
    ReadAccessLog = "read.access-log";
    /// Say whether conspicuous reading was justified.
    AccessJudge = "access.judge";
    /// Overwrite a body.
    Erase = "erase";
    /// Drop expired segments.
    Prune = "prune";
    /// Give out grants, links and tokens.
    AdminPeople = "admin.people";
    /// Want other rules for who may act, or confirm those that somebody else wants.
    PolicyChange = "policy.change";
}

/// The word names no act.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an act: see the list in `docs/operate`, such as `task.assign`")]
pub struct NoSuchAct(pub String);

impl FromStr for Act {
    type Err = NoSuchAct;
    fn from_str(word: &str) -> Result<Act, NoSuchAct> {
        let found = Act::ALL.iter().find(|act| act.word() == word);
        found.copied().ok_or_else(|| NoSuchAct(word.chars().take(64).collect()))
    }
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl Serialize for Act {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.word())
    }
}

impl<'de> Deserialize<'de> for Act {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Act, D::Error> {
        Cow::<'de, str>::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}

/// How far a way of entering reaches: a person's own roles, or fewer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// All that the roles grant.
    Roles,
    /// Of that, only these: a machine's token.
    Only(BTreeSet<Act>),
    /// Of that, all but these: an entry link on an operational node.
    AllBut(BTreeSet<Act>),
    /// Of that, only these, and only while the exercise player plays this role: see
    /// [`crate::sessions::Sessions::give_part`].
    Playing {
        /// The role.
        role: Word,
        /// The acts.
        acts: BTreeSet<Act>,
    },
}

impl Reach {
    fn holds(&self, act: Act) -> bool {
        match self {
            Reach::Roles => true,
            Reach::Only(acts) | Reach::Playing { acts, .. } => acts.contains(&act),
            Reach::AllBut(acts) => !acts.contains(&act),
        }
    }
}

/// Whether the session may do this at all. What it may do it *to* is the label's and the decider's question.
pub fn may_act(session: &Session, reach: &Reach, act: Act, policies: &Policies) -> Result<(), Refusal> {
    if session.assurance == Assurance::Anonymous {
        return Err(Refusal::new(
            "act.anonymous",
            format!("`{act}` needs a session: enter by your link first"),
        ));
    }
    if !reach.holds(act) {
        return Err(Refusal::new(
            "act.reach",
            format!("the way you entered does not reach to `{act}`: enter by one that does"),
        ));
    }
    match policies.decide(session, reach, act) {
        Verdict::Allowed => Ok(()),
        Verdict::NoPermit => Err(unpermitted(session, act, policies)),
        Verdict::Forbidden(id) => {
            let rule = policies.rule(&id);
            Err(told("act.policy", format!("the rule `{id}` of this node forbids `{act}` here"), act, rule))
        }
        Verdict::Broken(id) => Err(Refusal::new(
            "act.policy-broken",
            format!("the rule `{id}` can't be evaluated, so `{act}` is refused: tell the operator"),
        )
        .with("act", act)
        .with("rule", id)),
    }
}

/// A role that lets, under a condition that is not met, is told with its rule; else who would be let.
fn unpermitted(session: &Session, act: Act, policies: &Policies) -> Refusal {
    if let Some(rule) = policies.unmet(&session.roles, act) {
        let message = format!("your role lets you do `{act}` only as the rule `{}` says", rule.id);
        return told("act.condition", message, act, Some(rule));
    }
    let roles = policies.roles_for(act).map(Word::as_str).collect::<Vec<_>>().join(", ");
    Refusal::new(
        "act.role",
        format!("none of your roles grants `{act}`: your agency's administrator gives out roles"),
    )
    .with("act", act)
    .with("roles", roles)
}

/// A refusal with the words of its rule in the languages of the console.
fn told(code: &'static str, message: String, act: Act, rule: Option<&Rule>) -> Refusal {
    let english = rule.and_then(|rule| rule.words.get("en"));
    let message = english.map_or(message.clone(), |words| format!("{message}: {words}"));
    let mut refusal = Refusal::new(code, message).with("act", act);
    if let Some(rule) = rule {
        refusal = refusal.with("rule", &rule.id);
        for lang in TOLD_IN {
            refusal.args.extend(rule.words.get(*lang).map(|words| (*lang, words.clone())));
        }
    }
    refusal
}
