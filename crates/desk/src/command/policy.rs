//! The rules of the node: somebody wants others, somebody else confirms exactly those.
//!
//! What a text has to be is said by [`kulla_guard::policy`]; what no text may do, by [`kulla_guard::policy::may_change`]. Written
//! in log `ops`, one change at a time on the whole node, and the node goes by it before the answer is given.

use kulla_guard::policy::{REASON_CHARS_MAX, change_hash, may_change};
use kulla_guard::{Act, Policies};
use kulla_record::decision::{Change, Context, Written};
use kulla_record::kind::approval::{
    Assertion, Decision, POLICY_CONFIRM, POLICY_REFUSE, Policy, PolicyChange,
};
use kulla_record::{Kind, RecordId, Session, SubjectId};

use super::people::{Deciding, outside_exercises};
use crate::failure::refused;
use crate::plan::{Step, Under};
use crate::rules::rules_subject;
use crate::{Desk, Failure};

/// Changes that wait for a second person, of the whole node.
pub const POLICY_CHANGES_OPEN_MAX: usize = 20;

/// What somebody does about the rules of the node.
#[derive(Debug, Clone)]
pub enum PolicyDeed {
    /// Wants another text.
    Propose {
        /// The whole text.
        text: String,
        /// Hash of the text that they saw standing.
        on: String,
        /// Why.
        reason: String,
    },
    /// Decides on what somebody else wants.
    Decide {
        /// The change.
        change: SubjectId,
        /// The hash of exactly what was shown.
        hash: String,
        /// How it is decided.
        how: Deciding,
        /// The signature of whoever confirms.
        signed: Option<Assertion>,
    },
}

type Planned = Result<(SubjectId, Vec<Step>), Failure>;

impl PolicyDeed {
    pub(super) const ACT: Act = Act::PolicyChange;

    pub(super) fn subjects(&self) -> Vec<SubjectId> {
        let named = match self {
            PolicyDeed::Propose { .. } => None,
            PolicyDeed::Decide { change, .. } => Some(*change),
        };
        // INVARIANT: one after another on the whole node, so that what was read is what is gone by.
        named.into_iter().chain([rules_subject()]).collect()
    }
}

/// The text that a plan writes, if it writes one.
pub(crate) fn rules_of(steps: &[Step]) -> Option<&Policy> {
    steps.iter().find_map(|step| match &step.change.body {
        Written::Policy(policy) => Some(policy),
        _ => None,
    })
}

pub(super) fn plan(
    desk: &Desk,
    session: &Session,
    deed: &PolicyDeed,
    id: Option<RecordId>,
    context: &Context,
) -> Planned {
    outside_exercises(desk, session)?;
    match deed {
        PolicyDeed::Propose { text, on, reason } => {
            propose(desk, session, (text.as_str(), on.as_str(), reason.as_str()), id, context)
        }
        PolicyDeed::Decide { change, hash, how, signed } => {
            decide(desk, session, (*change, hash.as_str()), (how, signed.as_ref()))
        }
    }
}

fn propose(
    desk: &Desk,
    session: &Session,
    (text, on, reason): (&str, &str, &str),
    id: Option<RecordId>,
    context: &Context,
) -> Planned {
    let reason = reason.trim();
    if !(1..=REASON_CHARS_MAX).contains(&reason.chars().count()) {
        return Err(refused(
            "policy.form",
            "say why, in at most 400 characters: an order, a decision, a law",
        ));
    }
    let stands = desk.roles();
    if on != stands.hash() {
        return Err(refused(
            "policy.stale",
            "the rules have changed since you looked: look again, then propose",
        ));
    }
    may_go_by(desk, &stands, text)?;
    if desk.open_policy_changes()?.len() >= POLICY_CHANGES_OPEN_MAX {
        return Err(refused("policy.waiting", "too many changes wait: decide some of them first"));
    }
    let wanted = PolicyChange {
        text: text.to_owned(),
        on: on.to_owned(),
        content_hash: change_hash(on, text, reason),
        by: context.actor,
        agency: session.agency.clone(),
        reason: reason.to_owned(),
        state: "proposed".to_owned(),
        rest: Default::default(),
    };
    let subject = SubjectId::from(id.unwrap_or_else(|| desk.new_id()));
    Ok((subject, vec![step(desk, session, Change::first(subject, wanted))?]))
}

fn decide(
    desk: &Desk,
    session: &Session,
    (subject, hash): (SubjectId, &str),
    (how, signed): (&Deciding, Option<&Assertion>),
) -> Planned {
    let (item, change) = desk.policy_change(subject)?;
    if change.state != "proposed" {
        return Err(refused("policy.decided", "this was decided already"));
    }
    let own = change.by == session.person;
    let state = |state: &str| PolicyChange { state: state.to_owned(), ..change.clone() };
    match how {
        Deciding::Withdraw if own => {
            return Ok((subject, vec![step(desk, session, Change::next(subject, state("withdrawn")))?]));
        }
        Deciding::Withdraw => {
            return Err(refused("policy.not-yours", "only whoever wanted this takes it back"));
        }
        // INVARIANT: two distinct natural persons.
        _ if own => {
            return Err(refused(
                "policy.same-person",
                "whoever wants other rules does not confirm them: somebody else does",
            ));
        }
        _ => {}
    }
    let exact = change_hash(&change.on, &change.text, &change.reason);
    if !hash.eq_ignore_ascii_case(&exact) || change.content_hash != exact {
        return Err(refused(
            "policy.content-changed",
            "this is not what you saw: read it as it stands, then decide",
        ));
    }
    let decision = |act: &str, reason: &str| Decision {
        on: subject,
        version: item.version,
        act: act.to_owned(),
        by: session.person,
        content_hash: exact.clone(),
        reason: reason.trim().to_owned(),
        assertion: None,
        rest: Default::default(),
    };
    let decided = |decision: Decision| Change::first(SubjectId::from(desk.new_id()), decision);
    if let Deciding::Refuse(reason) = how {
        let changes = [Change::next(subject, state("refused")), decided(decision(POLICY_REFUSE, reason))];
        return Ok((subject, steps(desk, session, changes)?));
    }
    let policy = confirmed(desk, session, subject, &change)?;
    let mut decision = decision(POLICY_CONFIRM, "");
    if desk.takes_signatures(session) {
        decision = desk.signed(decision, signed)?;
    }
    let changes = [
        Change::next(subject, state("confirmed")),
        decided(decision),
        Change::first_or_next(rules_subject(), policy),
    ];
    Ok((subject, steps(desk, session, changes)?))
}

/// The rules as they will stand: everything is looked at again, because time has passed.
fn confirmed(
    desk: &Desk,
    session: &Session,
    subject: SubjectId,
    change: &PolicyChange,
) -> Result<Policy, Failure> {
    let stands = desk.roles();
    if change.on != stands.hash() {
        return Err(refused(
            "policy.stale",
            "the rules have changed since this was proposed: refuse it, and have it proposed anew",
        ));
    }
    // INVARIANT: both of the two may change the rules now.
    if !desk.changes_rules(&stands, change.by) {
        return Err(refused(
            "policy.proposer",
            "whoever proposed this may not change the rules any more: refuse it, and have it proposed anew",
        ));
    }
    if change.agency == session.agency && desk.others_change_rules(&session.agency) {
        return Err(refused(
            "policy.same-agency",
            "the rules are for every agency: somebody of another agency than whoever proposed this confirms it",
        ));
    }
    let next = may_go_by(desk, &stands, &change.text)?;
    Ok(Policy {
        text: change.text.clone(),
        hash: next.hash().to_owned(),
        before: stands.hash().to_owned(),
        change: Some(subject),
        by: Some(change.by),
        second: Some(session.person),
        reason: change.reason.clone(),
        rest: Default::default(),
    })
}

/// A text that reads, and does nothing that no text may do.
fn may_go_by(desk: &Desk, stands: &Policies, text: &str) -> Result<Policies, Failure> {
    let next = Policies::read(text, stands.known().clone())
        .map_err(|faults| refused("policy.faults", format!("the node can't go by this text: {faults}")))?;
    may_change(stands, &next, &desk.holders())?;
    Ok(next)
}

fn steps<const N: usize>(
    desk: &Desk,
    session: &Session,
    changes: [Change; N],
) -> Result<Vec<Step>, Failure> {
    changes.into_iter().map(|change| step(desk, session, change)).collect()
}

fn step(desk: &Desk, session: &Session, change: Change) -> Result<Step, Failure> {
    // A decision about the rules is labelled as they are.
    let label = desk.people_label(&session.agency, &Kind::POLICY_CHANGE)?;
    Ok(Step { change, under: Under::Derived(label) })
}
