//! People: who is brought in, what they hold, and when it ends.
//!
//! What a grant may become is decided by [`kulla_guard::grants`]; what is read of people stands in `people.rs` of the
//! desk. Here is where it is written: in log `ops` on every node, one change at a time on the whole node, because each
//! joining of a group takes the next epoch.

use kulla_guard::grants::{self, Giver, Holdings, Wanted};
use kulla_guard::{Act, holds};
use kulla_picture::Item;
use kulla_record::decision::{Change, Context, Written};
use kulla_record::kind::approval::Decision;
use kulla_record::kind::governance::{Grant, GrantChange};
use kulla_record::{PrincipalId, RecordId, Session, SubjectId};

use crate::failure::refused;
use crate::plan::{Step, Under};
use crate::{Desk, Failure, Seen};

/// Grants of one node, ended ones included until they are erased.
pub const PEOPLE_MAX: usize = 50_000;
/// Changes of one agency that wait for a second administrator.
pub const CHANGES_OPEN_MAX: usize = 100;

/// What an administrator does with the people of their agency.
#[derive(Debug, Clone)]
pub enum PeopleDeed {
    /// Somebody new.
    Bring(Wanted),
    /// Another grant for somebody.
    Change {
        /// Whom.
        person: SubjectId,
        /// The version that the administrator saw.
        seen: Seen,
        /// What it is to be.
        wanted: Wanted,
    },
    /// The end of a grant, now.
    End {
        /// Whose.
        person: SubjectId,
        /// The version that the administrator saw.
        seen: Seen,
        /// Why.
        reason: String,
    },
    /// What another administrator wants, confirmed or not.
    Decide {
        /// The change.
        change: SubjectId,
        /// The hash of exactly what was shown.
        hash: String,
        /// How it is decided.
        how: Deciding,
    },
}

/// How a waiting change is decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deciding {
    /// A second administrator confirms it.
    Confirm,
    /// Another administrator refuses it.
    Refuse(String),
    /// Whoever wanted it takes it back.
    Withdraw,
}

/// Stands for the people of the node as a whole.
pub(crate) fn everybody() -> SubjectId {
    SubjectId::derived("people", SubjectId([0; 16]))
}

/// The grants that a plan writes.
pub(crate) fn grants_of(steps: &[Step]) -> Vec<Grant> {
    let grant = |step: &Step| match &step.change.body {
        Written::Grant(grant) => Some(grant.clone()),
        _ => None,
    };
    steps.iter().filter_map(grant).collect()
}

type Planned = Result<(SubjectId, Vec<Step>), Failure>;

impl PeopleDeed {
    pub(super) const ACT: Act = Act::AdminPeople;

    pub(super) fn subjects(&self) -> Vec<SubjectId> {
        let named = match self {
            PeopleDeed::Bring(_) => None,
            PeopleDeed::Change { person, .. } | PeopleDeed::End { person, .. } => Some(*person),
            PeopleDeed::Decide { change, .. } => Some(*change),
        };
        // INVARIANT: one after another on the whole node, so that no two joinings of a group share an epoch.
        named.into_iter().chain([everybody()]).collect()
    }

    pub(super) fn seen(&self) -> Option<&Seen> {
        match self {
            PeopleDeed::Change { seen, .. } | PeopleDeed::End { seen, .. } => Some(seen),
            _ => None,
        }
    }
}

pub(super) fn plan(
    desk: &Desk,
    session: &Session,
    deed: &PeopleDeed,
    id: Option<RecordId>,
    context: &Context,
) -> Planned {
    outside_exercises(desk, session)?;
    let has = desk.holdings(&session.agency)?;
    let giver =
        Giver { actor: session.person, agency: &session.agency, now: context.now, today: desk.today() };
    let hand = Admin { desk, session, has: &has, giver };
    match deed {
        PeopleDeed::Bring(wanted) => hand.bring(wanted, id),
        PeopleDeed::Change { person, seen, wanted } => hand.change(*person, seen, wanted),
        PeopleDeed::End { person, seen, reason } => hand.end(*person, seen, reason),
        PeopleDeed::Decide { change, hash, how } => hand.decide(*change, hash, how),
    }
}

/// One administrator with what their agency has.
struct Admin<'a> {
    desk: &'a Desk,
    session: &'a Session,
    has: &'a Holdings,
    giver: Giver<'a>,
}

impl Admin<'_> {
    fn bring(&self, wanted: &Wanted, id: Option<RecordId>) -> Planned {
        if self.desk.directory().people().count() >= PEOPLE_MAX {
            return Err(refused(
                "people.full",
                format!("a node keeps {PEOPLE_MAX} people: erase some first"),
            ));
        }
        let subject = SubjectId::from(id.unwrap_or_else(|| self.desk.new_id()));
        let grant = wanted.grant(PrincipalId(subject.0), &self.giver, None);
        self.write(grant, None)
    }

    fn change(&self, person: SubjectId, seen: &Seen, wanted: &Wanted) -> Planned {
        let (item, was) = self.stands(person, seen)?;
        let grant = wanted.grant(was.principal, &self.giver, Some(&was));
        self.write(grant, Some((item.version, was)))
    }

    fn end(&self, person: SubjectId, seen: &Seen, reason: &str) -> Planned {
        let (_, was) = self.stands(person, seen)?;
        grants::own_people(&self.giver, &was)?;
        if !(1..=grants::GROUNDS_CHARS_MAX).contains(&reason.trim().chars().count()) {
            return Err(refused("people.form", "say why it ends, in at most 400 characters"));
        }
        if was.until.is_some_and(|until| until <= self.giver.now) {
            return Err(refused("people.ended", "this grant has ended already"));
        }
        let ended = grants::ended(&was, self.giver.now, reason, &self.desk.logs.epochs());
        Ok((person, vec![self.step(Change::next(person, ended))?]))
    }

    /// Written at once, or proposed where it takes two.
    fn write(&self, grant: Grant, was: Option<(RecordId, Grant)>) -> Planned {
        grants::may_give(&grant, self.has, &self.giver)?;
        self.login_is_free(&grant)?;
        let (on, was) = was.unzip();
        if was.as_ref().is_some_and(|was| *was == grant) {
            return Err(refused("people.unchanged", "this is what they hold already"));
        }
        let second_for = grants::second_for(was.as_ref(), &grant, self.has, &self.desk.roles());
        let person = SubjectId(grant.principal.0);
        if second_for.is_empty() {
            let settled = grants::settled(grant, was.as_ref(), &self.desk.logs.epochs());
            let change =
                if was.is_some() { Change::next(person, settled) } else { Change::first(person, settled) };
            return Ok((person, vec![self.step(change)?]));
        }
        if self.desk.open_changes(self.session)?.len() >= CHANGES_OPEN_MAX {
            return Err(refused("people.waiting", "too many changes wait: decide some of them first"));
        }
        let content_hash = grants::hash_hex(&grant);
        let by = self.session.person;
        let state = "proposed".to_owned();
        let proposed =
            GrantChange { grant, on, second_for, by, state, content_hash, rest: Default::default() };
        // The first version of somebody new is named by what the client chose; so is that of a change of nobody new.
        let subject = if on.is_none() {
            SubjectId::derived("grant-change", person)
        } else {
            SubjectId::from(self.desk.new_id())
        };
        Ok((subject, vec![self.step(Change::first(subject, proposed))?]))
    }

    fn decide(&self, subject: SubjectId, hash: &str, how: &Deciding) -> Planned {
        let (item, change) = self.desk.own_change(self.session, subject)?;
        if change.state != "proposed" {
            return Err(refused("people.decided", "this was decided already"));
        }
        let own = change.by == self.session.person;
        match how {
            Deciding::Withdraw if own => {
                return self.decided(subject, &change, "withdrawn", Vec::new());
            }
            Deciding::Withdraw => {
                return Err(refused("people.not-your-change", "only whoever wanted this takes it back"));
            }
            // INVARIANT: two distinct natural persons, and never the one whom it is about.
            _ if own => {
                return Err(refused(
                    "people.same-person",
                    "whoever wants it does not confirm it: another administrator of your agency does",
                ));
            }
            _ => grants::own_people(&self.giver, &change.grant)?,
        }
        if !hash.eq_ignore_ascii_case(&change.content_hash)
            || change.content_hash != grants::hash_hex(&change.grant)
        {
            return Err(refused(
                "people.content-changed",
                "this is not what you saw: read it as it stands, then decide",
            ));
        }
        let decision = |act: &str, reason: &str| Decision {
            on: subject,
            version: item.version,
            act: act.to_owned(),
            by: self.session.person,
            content_hash: change.content_hash.clone(),
            reason: reason.trim().to_owned(),
            assertion: None,
            rest: Default::default(),
        };
        if let Deciding::Refuse(reason) = how {
            return self.decided(
                subject,
                &change,
                "refused",
                vec![decision("grant.refuse", reason).into()],
            );
        }
        let grant = self.confirmed(&change)?;
        self.decided(
            subject,
            &change,
            "confirmed",
            vec![decision("grant.confirm", "").into(), grant.into()],
        )
    }

    /// The grant as it is written now: everything is looked at again, because time has passed.
    fn confirmed(&self, change: &GrantChange) -> Result<Grant, Failure> {
        let person = SubjectId(change.grant.principal.0);
        let heads = self.desk.keeper.reader().heads(person)?;
        let stands = heads.iter().map(|head| head.version).collect::<Vec<_>>();
        if stands != change.on.into_iter().collect::<Vec<_>>() {
            return Err(refused(
                "people.stale",
                "what they hold has changed since this was proposed: take it back and propose it anew",
            ));
        }
        // INVARIANT: both of the two administer now. What somebody proposed who has left is proposed anew.
        if !self.desk.administers(&self.session.agency, change.by) {
            return Err(refused(
                "people.proposer",
                "whoever proposed this is no administrator of your agency any more: refuse it and propose it anew",
            ));
        }
        grants::may_give(&change.grant, self.has, &self.giver)?;
        self.login_is_free(&change.grant)?;
        let was = heads.first().and_then(Item::typed::<Grant>);
        Ok(grants::settled(change.grant.clone(), was.as_ref(), &self.desk.logs.epochs()))
    }

    fn decided(
        &self,
        subject: SubjectId,
        change: &GrantChange,
        state: &str,
        more: Vec<Written>,
    ) -> Planned {
        let now = GrantChange { state: state.to_owned(), ..change.clone() };
        let mut steps = vec![self.step(Change::next(subject, now))?];
        for body in more {
            steps.push(self.step(match body {
                Written::Grant(grant) => {
                    Change::first_or_next(SubjectId(grant.principal.0), Written::Grant(grant))
                }
                body => Change::first(SubjectId::from(self.desk.new_id()), body),
            })?);
        }
        Ok((subject, steps))
    }

    fn stands(&self, person: SubjectId, seen: &Seen) -> Result<(Item, Grant), Failure> {
        let found = self.desk.own_person(self.session, person)?;
        if !seen.has(found.0.version) {
            return Err(Failure::Conflict { heads: vec![found.0.version] });
        }
        Ok(found)
    }

    /// Two people of one agency never log in by the same word. Those of other agencies have their own.
    fn login_is_free(&self, grant: &Grant) -> Result<(), Failure> {
        let directory = self.desk.directory();
        let Some(login) = crate::directory::login_of(grant) else {
            return Err(refused("people.login", "give them a word to log in by: their name makes none"));
        };
        let others = directory.people().map(|person| &person.grant).filter(|other| {
            other.agency == grant.agency
                && other.principal != grant.principal
                && holds(other, self.giver.now)
        });
        match others.filter_map(crate::directory::login_of).any(|other| other == login) {
            true => Err(refused(
                "people.login-taken",
                "somebody else of your agency logs in by this word: choose another",
            )),
            false => Ok(()),
        }
    }

    fn step(&self, change: Change) -> Result<Step, Failure> {
        let label = self.desk.people_label(&self.session.agency, &change.body.kind())?;
        // The agency was looked at above; an administrator holds no clearance for what they write here.
        Ok(Step { change, under: Under::Derived(label) })
    }
}

pub(crate) fn outside_exercises(desk: &Desk, session: &Session) -> Result<(), Failure> {
    match session.exercise.is_some() && desk.logs.is_operational() {
        true => Err(refused(
            "people.exercise",
            "people are not part of an exercise: log in outside of it to change what they hold",
        )),
        false => Ok(()),
    }
}
