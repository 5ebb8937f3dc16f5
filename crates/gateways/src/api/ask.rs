//! One question of one session: the reader bound to it, the desk, and how items are shown to it.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kulla_desk::command::{Actor, Command, Order};
use kulla_desk::{Desk, Done, Failure, TAKES_PASSKEY};
use kulla_guard::access::Counted;
use kulla_picture::{Filter, Item, Page, Reader};
use kulla_record::kind::governance::Link;
use kulla_record::label::{Atom, Label, Word};
use kulla_record::{Kind, PrincipalId, RecordId, Session, SubjectId};
use serde::Serialize;

use super::wire::item::{Author, Item as ItemSeen, ItemPage};
use super::wire::label::{LabelSeen, LabelTold};
use super::wire::may::May;
use crate::house::House;
use crate::problem::Problem;

/// The field of a body that names the request which it came of; nobody's business.
const COMMAND_FIELD: &str = "command";
/// Kinds that are not there for whoever does not ask for exactly them: who handed a report in, and what is for the
/// administrators of an agency.
const APART: [Kind; 5] =
    [Kind::REPORTER, Kind::GRANT_CHANGE, Kind::CREDENTIAL, Kind::POLICY, Kind::POLICY_CHANGE];

/// One question.
pub(crate) struct Ask<'a> {
    pub house: &'a House,
    pub desk: &'a Desk,
    pub actor: &'a Actor,
    pub reader: Reader,
    /// What goes out with the answer, for the access log; shared by those who read for one answer.
    shown: Rc<RefCell<BTreeMap<SubjectId, Item>>>,
}

/// The answer of a step: shown, or written and not shown yet.
pub(crate) enum Answer<T> {
    Now(T),
    /// The cursor is that of the write: a request with `?wait=` and it waits until the write is shown.
    Later {
        cursor: String,
    },
}

impl<T: Serialize> IntoResponse for Answer<T> {
    fn into_response(self) -> Response {
        match self {
            Answer::Now(answer) => Json(answer).into_response(),
            Answer::Later { cursor } => {
                (StatusCode::ACCEPTED, Json(serde_json::json!({ "cursor": cursor }))).into_response()
            }
        }
    }
}

impl<'a> Ask<'a> {
    pub fn new(house: &'a House, actor: &'a Actor) -> Ask<'a> {
        let reader = house.desk.reader(&actor.session);
        Ask { house, desk: &house.desk, actor, reader, shown: Rc::default() }
    }

    pub fn session(&self) -> &Session {
        &self.actor.session
    }

    /// A head that may be read, of one of these kinds.
    pub fn head(&self, subject: SubjectId, kinds: &[Kind]) -> Result<Item, Problem> {
        // INVARIANT: who handed a report in is not there for whoever does not ask for exactly that.
        let any = |item: &Item| kinds.is_empty() && !APART.contains(&item.kind);
        let found = self.reader.head(subject)?.filter(|item| any(item) || kinds.contains(&item.kind));
        let found = found.ok_or_else(Problem::absent)?;
        match found.kind != Kind::LINK || self.sees_both_ends(&found)? {
            true => Ok(found),
            false => Err(Problem::absent()),
        }
    }

    /// INVARIANT: a link is seen only where both ends are, also by its own id and after one of them was narrowed.
    fn sees_both_ends(&self, item: &Item) -> Result<bool, Problem> {
        let Some(link) = item.typed::<Link>() else { return Ok(false) };
        Ok(self.reader.head(link.from)?.is_some() && self.reader.head(link.to)?.is_some())
    }

    /// The same, where its content goes out in another shape than [`Ask::show`] gives it.
    pub fn open(&self, subject: SubjectId, kinds: &[Kind]) -> Result<Item, Problem> {
        let item = self.head(subject, kinds)?;
        self.opens(&item);
        Ok(item)
    }

    /// Content of an item goes out in another shape than [`Ask::show`] gives it.
    pub fn opens(&self, item: &Item) {
        // One record for each subject; its body is not needed for that.
        let opened = || Item { body: None, ..item.clone() };
        self.shown.borrow_mut().entry(item.subject).or_insert_with(opened);
    }

    /// Takes note of what an answer shows, or that it refuses, before it goes out.
    // INVARIANT: every answer to a session passes here, so that no route can forget the access log.
    pub fn looked<T>(&self, answer: Result<T, Problem>) -> Result<T, Problem> {
        let shown = self.shown.take();
        match &answer {
            Err(problem) if problem.head.is_none() => {}
            _ => self.house.opened(self.session(), shown.values())?,
        }
        if answer.as_ref().is_err_and(Problem::denies) {
            self.house.counted(self.session(), Counted::Denied);
        }
        answer
    }

    /// A page of heads, counted in the access log.
    pub fn list(&self, filter: &Filter, after: Option<&str>, limit: usize) -> Result<Page<Item>, Problem> {
        self.house.counted(self.session(), Counted::List);
        Ok(self.reader.list(filter, after, limit)?)
    }

    /// A page as it goes out.
    pub fn page(&self, page: Page<Item>) -> Result<ItemPage, Problem> {
        let items = page.items.iter().map(|item| self.show(item)).collect::<Result<_, _>>()?;
        Ok(ItemPage { items, next: page.next })
    }

    /// An item as it goes out.
    pub fn show(&self, item: &Item) -> Result<ItemSeen, Problem> {
        self.opens(item);
        let heads = self.reader.heads(item.subject)?.iter().map(|head| head.version).collect();
        let body = item.body.as_deref().and_then(|body| serde_json::from_slice(body).ok());
        let mut body: serde_json::Value = body.unwrap_or_default();
        if let Some(fields) = body.as_object_mut() {
            fields.remove(COMMAND_FIELD);
        }
        Ok(ItemSeen {
            subject: item.subject,
            kind: item.kind.to_string(),
            version: item.version,
            heads,
            at: item.at.timestamp(),
            author: self.author(item.author),
            label: LabelSeen::of(&item.label, Some(item.label_id)),
            exercise: item.exercise.as_ref().map(Word::to_string),
            body,
        })
    }

    /// A principal, as far as this session may know them.
    pub fn author(&self, id: PrincipalId) -> Author {
        let directory = self.desk.directory();
        Author {
            id,
            name: directory.name_for(self.session(), id).unwrap_or_default().to_owned(),
            agency: directory.agency_of(id).map(Word::to_string).unwrap_or_default(),
        }
    }

    /// Carries out a command and shows what it is about.
    pub fn act(
        &self,
        id: Option<RecordId>,
        print: [u8; 16],
        command: Command,
    ) -> Result<Answer<ItemSeen>, Problem> {
        let done = self.carry_out(id, print, command)?;
        self.answer(&done, |ask| ask.show(&ask.head(done.subject, &[])?))
    }

    /// Carries out a command.
    pub fn carry_out(
        &self,
        id: Option<RecordId>,
        print: [u8; 16],
        command: Command,
    ) -> Result<Done, Problem> {
        let order = Order { id, fingerprint: print, command };
        self.desk.act(self.actor, &order).map_err(|failure| self.refused(failure))
    }

    /// What is shown once the picture has it; a cursor to wait at until then. A label that the command brought
    /// in is not in what this reader sees, so another one reads.
    pub fn answer<T>(
        &self,
        done: &Done,
        show: impl FnOnce(&Ask<'_>) -> Result<T, Problem>,
    ) -> Result<Answer<T>, Problem> {
        if done.caught_up {
            let shown = Rc::clone(&self.shown);
            return show(&Ask { shown, ..Ask::new(self.house, self.actor) }).map(Answer::Now);
        }
        Ok(Answer::Later { cursor: self.desk.cursor(done).unwrap_or_default() })
    }

    /// A conflict shows the newest version, and all versions where several stand side by side.
    pub fn refused(&self, failure: Failure) -> Problem {
        let heads = match &failure {
            Failure::Conflict { heads } => heads.as_slice(),
            _ => &[],
        };
        let seen = |id: &RecordId| self.reader.version(*id).ok().flatten();
        let shown: Vec<ItemSeen> =
            heads.iter().filter_map(seen).filter_map(|item| self.show(&item).ok()).collect();
        let head = shown.first().cloned().map(Box::new);
        let heads = if shown.len() > 1 { shown.into() } else { Box::default() };
        Problem { head, heads, ..failure.into() }
    }

    /// Whether a command would be carried out now.
    pub fn may(&self, command: Command) -> May {
        let order = Order { id: None, fingerprint: [0; 16], command };
        match self.desk.may(self.actor, &order) {
            Ok(()) => May::yes(),
            // All else is as it has to be: only the signature is missing, which is made when it is done.
            Err(Failure::Refused(refusal)) if refusal.code == TAKES_PASSKEY => May::signed(),
            Err(failure) => May::no(Problem::from(failure)),
        }
    }

    /// A label that a person chose. What they composed themselves keeps their own agency in; what stands in a
    /// choice or default of the profile is taken as it is.
    pub fn label(&self, told: Option<LabelTold>, kind: &Kind) -> Result<Option<Label>, Problem> {
        let Some(LabelTold(mut label)) = told else { return Ok(None) };
        let composer = self.desk.composer(self.session(), None);
        let mut known = vec![composer.default_for(kind)?];
        known.extend(composer.choices(kind)?.into_iter().map(|(_, _, label)| label));
        let inherited = |clause: &BTreeSet<Atom>| known.iter().any(|label| label.audience.contains(clause));
        let own = &self.session().agency;
        let compose = |clause: BTreeSet<Atom>| match inherited(&clause) {
            true => clause,
            false => kulla_guard::compose_clause(clause, own, kulla_guard::write::Composed::ByPerson),
        };
        label.audience = label.audience.into_iter().map(compose).collect();
        Ok(Some(label))
    }
}
