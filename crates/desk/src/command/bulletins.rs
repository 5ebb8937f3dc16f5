//! How bulletins hang together: the same message that another agency of the same readers holds already, and the
//! messages that an update or a cancellation names.

use kulla_cap::{Alert, MsgType, Reference};
use kulla_picture::{Filter, Item};
use kulla_record::decision::Change;
use kulla_record::kind::governance::Link;
use kulla_record::kind::signal::Bulletin;
use kulla_record::{Kind, SubjectId};

use super::signal::Held;
use crate::Failure;
use crate::plan::{Step, Under, joined};

/// Bulletins of one name that are looked at: one for each agency that holds it.
const TWINS_MAX: usize = 64;
/// Messages that one message names, of which more are not linked.
const REFERENCES_MAX: usize = 32;

/// The relation of an update to what it updates, and of a cancellation to what it cancels.
const UPDATES: &str = "updates";
const CANCELS: &str = "cancels";

impl Held<'_> {
    /// Whether the same people read a bulletin that is there as would read this one. Only then is it the same
    /// for everybody: one of fewer readers would be missed by some, one of more is another agency's to share.
    pub(super) fn is_for_the_same(&self, twin: &Item) -> bool {
        let (Under::Written(label) | Under::Derived(label)) = &self.under else { return false };
        let there = &twin.label;
        (&there.levels, &there.need, &there.audience, &there.purposes)
            == (&label.levels, &label.need, &label.audience, &label.purposes)
    }
}

/// Bulletins of one message that the reader sees, in the same exercise or in none.
pub(super) fn named(held: &Held<'_>, message: &Reference) -> Result<Vec<Item>, Failure> {
    let filter = Filter {
        kinds: vec![Kind::BULLETIN],
        number: Some(message.identifier.clone()),
        ..Filter::default()
    };
    let page = held.reader.list(&filter, None, TWINS_MAX)?;
    let same = |item: &Item| {
        item.exercise.as_ref() == held.exercise
            && item.typed::<Bulletin>().is_some_and(|bulletin| {
                bulletin.sender == message.sender && bulletin.sent == message.sent.to_string()
            })
    };
    Ok(page.items.into_iter().filter(same).collect())
}

/// A link to each message that this one names and that is here. It is for those who see both ends.
pub(super) fn links(held: &Held<'_>, subject: SubjectId, alert: &Alert) -> Result<Vec<Step>, Failure> {
    let relation = match alert.msg_type {
        MsgType::Update => UPDATES,
        MsgType::Cancel => CANCELS,
        _ => return Ok(Vec::new()),
    };
    let (Under::Written(own) | Under::Derived(own)) = &held.under else { return Ok(Vec::new()) };
    let mut steps = Vec::new();
    for reference in alert.references.iter().take(REFERENCES_MAX) {
        for there in named(held, reference)? {
            let link = Link {
                from: subject,
                to: there.subject,
                relation: relation.into(),
                removed: false,
                rest: Default::default(),
            };
            let name = SubjectId::derived(&format!("{relation} {}", there.subject), subject);
            let under = Under::Derived(joined(own, &there.label, held.agency));
            steps.push(Step { change: Change::first_or_next(name, link), under });
        }
    }
    Ok(steps)
}
