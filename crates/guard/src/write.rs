//! Who may write what under which label, and which label something new has to carry.

use std::collections::BTreeSet;

use jiff::civil::Date;
use kulla_record::Kind;
use kulla_record::label::{Atom, BadLabel, Label, Word};
use kulla_record::session::Session;

use crate::act::Refusal;
use crate::rule::{AssuranceTable, Scope, may_read};

/// Kinds that anybody may hand in without being able to read them again: a drop box.
const DROP_BOX: &[Kind] = &[Kind::REPORT];

/// Whether the session may write a record of this kind, under this label, in the log of `exercise`.
///
/// It has to be able to read it afterwards, and its agency has to own it. What goes into a drop box needs
/// neither. Nobody writes from one exercise into another or out of it, and no exercise writes reference kinds.
pub fn may_write(
    session: &Session,
    label: &Label,
    kind: &Kind,
    exercise: Option<&Word>,
    (today, assurance): (Date, &AssuranceTable),
) -> Result<(), Refusal> {
    if exercise != session.exercise.as_ref() {
        return Err(Refusal::new(
            "write.exercise",
            "a session writes only into the log of its own exercise, or outside exercises if it is in none",
        ));
    }
    // The text of a label is written by whoever first uses it, in an exercise too.
    if exercise.is_some() && kind.is_reference() && *kind != Kind::LABEL {
        return Err(Refusal::new(
            "write.reference",
            format!(
                "an exercise reads `{kind}` records and never writes them: change them outside exercises"
            ),
        ));
    }
    if DROP_BOX.contains(kind) && session.agency != label.owner {
        return drop_in(label);
    }
    let scope = Scope { exercise: exercise.cloned(), reference: kind.is_reference() };
    if !may_read(session, label, &scope, today, assurance) {
        return Err(Refusal::new(
            "write.blind",
            "you could not read this record yourself: choose an audience, level and purpose that include you",
        ));
    }
    if label.owner != session.agency {
        return Err(Refusal::new(
            "write.owner",
            format!(
                "the label belongs to `{}` and you act for `{}`: write under a label of your own agency",
                label.owner, session.agency
            ),
        ));
    }
    Ok(())
}

/// A drop box is emptied by its owner. Who drops something in can't publish it in the owner's name.
fn drop_in(label: &Label) -> Result<(), Refusal> {
    let public = label.audience.iter().all(|clause| clause.contains(&Atom::Public));
    if public && !label.audience.is_empty() {
        return Err(Refusal::new(
            "write.drop-box",
            "a report that is handed in goes to its owner and not to the public: use the label of the drop box",
        ));
    }
    Ok(())
}

/// Why nothing can be derived.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotDerived {
    /// A label is never made of nothing.
    #[error("a derived label needs at least one source")]
    NoSource,
    /// The sources ask for more than one label can say.
    #[error("the sources can't be joined: {0}")]
    TooMuch(#[from] BadLabel),
}

/// The least label that what is made from these sources may carry: their join. The owner is that of the first.
pub fn derive<'a>(inputs: impl IntoIterator<Item = &'a Label>) -> Result<Label, NotDerived> {
    let joined = inputs.into_iter().fold(None, |joined: Option<Label>, input| {
        Some(joined.map_or_else(|| input.clone(), |label| label.join(input)))
    });
    Ok(joined.ok_or(NotDerived::NoSource)?.checked()?)
}

/// Whether a label is at least the join of its sources: who reads it may read each of them, and it carries
/// every restriction on handling. `false` may also be said of a label that would do, never `true` of one that
/// would not.
pub fn covers<'a>(label: &Label, inputs: impl IntoIterator<Item = &'a Label>) -> bool {
    inputs.into_iter().all(|input| {
        label.dominates(input)
            && input.controls.is_subset(&label.controls)
            && (label.personal || !input.personal)
    })
}

/// Where a clause of an audience comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Composed {
    /// A person wrote it just now.
    ByPerson,
    /// A person wrote it just now and wants their own agency left out.
    ByPersonWithoutOwn,
    /// It comes with a source, a template or a label that existed before.
    Inherited,
    /// The public or a machine wrote it.
    Unattended,
}

/// The clause as it goes into the label: a person who names agencies, groups or nations keeps their own agency
/// in, unless they decline. Clauses that name persons or the public, and clauses for nobody, stay as they are.
pub fn compose_clause(mut clause: BTreeSet<Atom>, own: &Word, composed: Composed) -> BTreeSet<Atom> {
    let agency_level = |atom: &Atom| !matches!(atom, Atom::Person(_) | Atom::Public);
    if composed == Composed::ByPerson && !clause.is_empty() && clause.iter().all(agency_level) {
        clause.insert(Atom::Agency(own.clone()));
    }
    clause
}
