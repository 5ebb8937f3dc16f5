//! Which label something gets: the profile's default, what the writer chose, or the join of the sources.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;
use kulla_guard::write::Composed;
use kulla_guard::{compose_clause, covers};
use kulla_record::Kind;
use kulla_record::label::{Atom, Clauses, Label, Word};

use crate::Failure;
use crate::failure::refused;
use crate::profile::{LabelDefault, Profile};

/// Sharing groups with their epochs of today.
pub type Epochs = BTreeMap<Word, u32>;

/// What stands for `$agency` and `$assignee` in the templates of a profile.
pub struct Composer<'a> {
    /// Defaults and groups.
    pub profile: &'a Profile,
    /// Epochs of the groups.
    pub epochs: std::sync::Arc<Epochs>,
    /// The writer's agency.
    pub agency: &'a Word,
    /// The agency that a task is given to.
    pub assignee: Option<&'a Word>,
    /// Today, UTC.
    pub today: Date,
}

impl Composer<'_> {
    /// The profile's default for a kind.
    pub fn default_for(&self, kind: &Kind) -> Result<Label, Failure> {
        let found = self.profile.people.labels.default_for(kind.as_str(), self.agency.as_str());
        let default = found.ok_or_else(|| {
            refused(
                "label.no-default",
                format!("the profile has no label for `{kind}`: choose one, or add it to labels.toml"),
            )
        })?;
        self.fill(default)
    }

    /// The four choices of the label chooser, in the order of their keys, each on the default of the kind.
    pub fn choices(&self, kind: &Kind) -> Result<Vec<(u8, String, Label)>, Failure> {
        let default = self.default_for(kind)?;
        let mut choices = Vec::new();
        for choice in &self.profile.people.labels.choice {
            let mut label = Label { audience: self.audience(&choice.audience)?, ..default.clone() };
            if label.audience.iter().all(|clause| clause.contains(&Atom::Public)) {
                (label.levels, label.purposes) = (BTreeMap::new(), Clauses::new());
            }
            choices.push((choice.key, choice.code.clone(), label));
        }
        Ok(choices)
    }

    /// What something of a kind will carry if this label is chosen for it with that thing in hand: what belongs to an
    /// incident is read by nobody who does not read the incident.
    pub fn as_written(
        &self,
        kind: &Kind,
        chosen: &Label,
        in_hand: Option<(&Kind, &Label)>,
    ) -> Result<Label, Failure> {
        let belongs = [Kind::ENTRY, Kind::TASK, Kind::DRAFT].contains(kind);
        match in_hand {
            Some((of, label)) if belongs && *of == Kind::INCIDENT => within(chosen, label, self.agency),
            _ => Ok(chosen.clone()),
        }
    }

    /// Atoms as people name them: a group without an epoch is the group as it stands today.
    pub fn named(&self, atoms: &[String]) -> Result<BTreeSet<Atom>, Failure> {
        atoms.iter().filter_map(|atom| self.atom(atom).transpose()).collect()
    }

    fn fill(&self, default: &LabelDefault) -> Result<Label, Failure> {
        let owner = match default.owner.as_str() {
            "$agency" => self.agency.clone(),
            owner => Word::new(owner).map_err(bad)?,
        };
        let days = default.retain_days.days();
        let label = Label {
            owner,
            levels: default.levels.clone(),
            need: default.need.clone(),
            audience: self.audience(&default.audience)?,
            purposes: default.purposes.clone(),
            basis: default.basis.clone(),
            controls: default.controls.clone(),
            personal: default.personal,
            retain_until: self
                .today
                .checked_add(days)
                .map_err(|error| refused("label.retention", error.to_string()))?,
        };
        label.checked().map_err(bad)
    }

    fn audience(&self, clauses: &[Vec<String>]) -> Result<Clauses<Atom>, Failure> {
        clauses.iter().map(|clause| self.clause(clause)).collect()
    }

    fn clause(&self, clause: &[String]) -> Result<BTreeSet<Atom>, Failure> {
        let atoms =
            clause.iter().filter_map(|atom| self.atom(atom).transpose()).collect::<Result<_, _>>()?;
        Ok(compose_clause(atoms, self.agency, Composed::Inherited))
    }

    /// `None` for `$assignee` where nobody is assigned: the clause is then for the others alone.
    fn atom(&self, text: &str) -> Result<Option<Atom>, Failure> {
        let whose = match text {
            "a:$agency" => return Ok(Some(Atom::Agency(self.agency.clone()))),
            "a:$assignee" => return Ok(self.assignee.cloned().map(Atom::Agency)),
            text => text,
        };
        match whose.strip_prefix("g:") {
            Some(group) if !group.contains('@') => {
                let group = Word::new(group).map_err(bad)?;
                let epoch = self.epochs.get(&group).copied().unwrap_or(1);
                Ok(Some(Atom::Group(group, epoch)))
            }
            _ => whose.parse().map(Some).map_err(bad),
        }
    }
}

/// The label of something that names a subject in its body: what the writer chose, joined with the subject's,
/// so that everybody who reads it may read the subject. What was chosen for everybody is refused, not narrowed
/// behind the writer's back.
pub(crate) fn within(chosen: &Label, named: &Label, owner: &Word) -> Result<Label, Failure> {
    let label = owned_by(&chosen.join(named), owner);
    match covers(&label, [named]) && (!chosen.is_public() || named.is_public()) {
        true => Ok(label),
        false => Err(refused(
            "label.wider-than-source",
            "more people could read this than may read what it belongs to: choose a narrower audience",
        )),
    }
}

/// The same readers under another owner.
pub(crate) fn owned_by(label: &Label, owner: &Word) -> Label {
    Label { owner: owner.clone(), ..label.clone() }
}

fn bad(bad: kulla_record::label::BadLabel) -> Failure {
    refused("label.bad", bad.to_string())
}
