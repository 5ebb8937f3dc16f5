//! Which names stand for what, as the profile says.

use std::collections::{BTreeMap, BTreeSet};

use kulla_record::label::{Atom, Word};
use serde::Deserialize;

use crate::holder::GroupEpochs;

/// Characters of a name that stands in a label.
const NAME_CHARS_MAX: usize = 200;

/// A policy of ours as STANAG 4774 names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyNames {
    /// As our labels write it.
    pub code: Word,
    /// `PolicyIdentifier`.
    pub name: String,
    /// Its `URI`; without one, a label that has one is of another policy.
    pub uri: Option<String>,
    /// `Classification` by level.
    pub levels: BTreeMap<u8, String>,
    /// `Classification` of what asks for no level; without it, such labels don't go out under this policy.
    pub unmarked: Option<String>,
}

/// `TagName`s of the categories.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tags {
    /// What a reader has to hold, RESTRICTIVE.
    pub need: String,
    /// One clause of the audience, PERMISSIVE.
    pub audience: String,
    /// One clause of the purposes, PERMISSIVE.
    pub purpose: String,
    /// Restrictions on handling, INFORMATIVE like the rest.
    pub handling: String,
    /// The agency that answers for the content.
    pub owner: String,
    /// The legal basis.
    pub basis: String,
    /// Whether the content holds personal data.
    pub personal: String,
    /// The first day on which nobody may read it any more.
    pub until: String,
}

impl Tags {
    fn all(&self) -> [&str; 8] {
        [
            &self.need,
            &self.audience,
            &self.purpose,
            &self.handling,
            &self.owner,
            &self.basis,
            &self.personal,
            &self.until,
        ]
    }
}

/// All that a label may say there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vocabulary {
    /// Policies, the usual one first.
    pub policies: Vec<PolicyNames>,
    /// Names of the categories.
    pub tags: Tags,
    /// Values for what a reader has to hold.
    pub needs: BTreeMap<Word, String>,
    /// Values for nations and alliances.
    pub nations: BTreeMap<Word, String>,
    /// Agencies that there are.
    pub agencies: BTreeSet<Word>,
    /// Purposes that there are.
    pub purposes: BTreeSet<Word>,
}

impl Vocabulary {
    /// Refuses names that stand for two things, for nothing, or for something else once they were read back.
    ///
    /// # Errors
    /// In words, which name and why.
    pub fn checked(self) -> Result<Vocabulary, String> {
        let policies = self.policies.iter().map(|policy| policy.name.as_str());
        unlike("policies", policies)?;
        for policy in &self.policies {
            unlike("levels", policy.levels.values().chain(&policy.unmarked).map(String::as_str))?;
        }
        unlike("tags", self.tags.all().into_iter())?;
        unlike("categories", self.needs.values().map(String::as_str))?;
        unlike("nations", self.nations.values().map(String::as_str))?;
        // The other atoms are written as they are, so a nation must not look like one.
        let atom = self.nations.values().find(|name| name.contains(':') || name.as_str() == "public");
        match atom {
            Some(name) => Err(format!("a nation can't be called `{name}`: that stands for somebody else")),
            None => Ok(self),
        }
    }

    /// How an atom is written; `None` for what the vocabulary does not know.
    pub(super) fn value(&self, atom: &Atom, groups: &GroupEpochs) -> Option<String> {
        match atom {
            Atom::Nation(nation) => self.nations.get(nation).cloned(),
            atom => self.knows(atom, groups).then(|| atom.to_string()),
        }
    }

    /// What a value stands for.
    pub(super) fn atom(&self, value: &str, groups: &GroupEpochs) -> Option<Atom> {
        let nation = self.nations.iter().find(|(_, name)| *name == value);
        if let Some((nation, _)) = nation {
            return Some(Atom::Nation(nation.clone()));
        }
        let atom: Atom = value.parse().ok()?;
        // INVARIANT: one thing is written one way, so that what came in goes out the same.
        (self.knows(&atom, groups) && atom.to_string() == value).then_some(atom)
    }

    fn knows(&self, atom: &Atom, groups: &GroupEpochs) -> bool {
        match atom {
            Atom::Public | Atom::Person(_) => true,
            Atom::Agency(agency) => self.agencies.contains(agency),
            Atom::Group(group, epoch) => groups.get(group).is_some_and(|now| (1..=*now).contains(epoch)),
            Atom::Nation(_) => false,
        }
    }
}

/// Each says something that is read back the same, and something else than the others.
fn unlike<'a>(what: &str, names: impl Iterator<Item = &'a str>) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    for name in names {
        let collapsed = name.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        let plain = !name.is_empty() && !name.chars().any(char::is_control) && collapsed == name;
        if !plain || name.chars().count() > NAME_CHARS_MAX {
            return Err(format!(
                "`{name}` can't stand in a STANAG 4774 label ({what}): write 1 to {NAME_CHARS_MAX} characters \
                 without spaces at the ends"
            ));
        }
        if !seen.insert(name) {
            return Err(format!("`{name}` stands for two things in STANAG 4774 ({what}): rename one"));
        }
    }
    Ok(())
}
