//! Who a record is for.
//!
//! Every record carries one label, and all versions of a subject carry the same one. The rule that reads a
//! label is in `kulla-guard`; here is what a label says, how it is parsed (**no field has a default**), and
//! how two are joined.
//!
//! The audience is a *list of any-of clauses*: a reader must hit every clause. Intersecting "releasable to"
//! sets, with empty meaning everyone, leaks; a list of clauses joins by union and can't.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::id::PrincipalId;

/// Clauses in one list, atoms in one clause, and entries in any other set of a label.
pub const LABEL_ENTRIES_MAX: usize = 256;
/// Characters of one word in a label: an agency, a group, a category, a purpose.
pub const WORD_CHARS_MAX: usize = 64;
/// Characters of the legal basis.
pub const BASIS_CHARS_MAX: usize = 400;

/// A lower-case word of the profile's vocabulary: an agency, group, policy, category, purpose or control.
/// Letters, digits, `-`, `_` and `.`, at most [`WORD_CHARS_MAX`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Word(String);

/// The text can't stand in a label.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadLabel {
    /// Not a word of the vocabulary's form.
    #[error("`{0}` is not a word: use 1 to {WORD_CHARS_MAX} lower-case letters, digits, `-`, `_`, `.`")]
    Word(String),
    /// Not an atom.
    #[error(
        "`{0}` is not an audience: write `public`, `a:AGENCY`, `g:GROUP@EPOCH`, `n:NATION` or `p:PERSON`"
    )]
    Atom(String),
    /// Too many entries.
    #[error("a label holds at most {LABEL_ENTRIES_MAX} entries in `{0}`")]
    TooMany(&'static str),
    /// The basis is too long.
    #[error("the basis of a label holds at most {BASIS_CHARS_MAX} characters")]
    LongBasis,
}

impl Word {
    /// Checks and takes the text. Upper-case letters are taken as lower case: agencies are written `AME`.
    pub fn new(text: &str) -> Result<Word, BadLabel> {
        let word = text.to_ascii_lowercase();
        let fits = (1..=WORD_CHARS_MAX).contains(&word.len());
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_.".contains(&b);
        if fits && word.bytes().all(plain) { Ok(Word(word)) } else { Err(BadLabel::Word(clipped(text))) }
    }

    /// The word as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Word {
    type Err = BadLabel;
    fn from_str(text: &str) -> Result<Word, BadLabel> {
        Word::new(text)
    }
}

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Word, D::Error> {
        Word::new(&std::borrow::Cow::<'de, str>::deserialize(d)?).map_err(serde::de::Error::custom)
    }
}

/// One thing a session can hold, and one way to be in an audience.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Atom {
    /// Held by every session there is.
    Public,
    /// One agency.
    Agency(Word),
    /// A sharing group as it stood at an epoch: a member holds the epochs from its joining on.
    Group(Word, u32),
    /// A nation or an alliance of them.
    Nation(Word),
    /// One named person (TLP:RED).
    Person(PrincipalId),
}

impl fmt::Display for Atom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Atom::Public => f.write_str("public"),
            Atom::Agency(agency) => write!(f, "a:{agency}"),
            Atom::Group(group, epoch) => write!(f, "g:{group}@{epoch}"),
            Atom::Nation(nation) => write!(f, "n:{nation}"),
            Atom::Person(person) => write!(f, "p:{person}"),
        }
    }
}

impl FromStr for Atom {
    type Err = BadLabel;
    fn from_str(text: &str) -> Result<Atom, BadLabel> {
        let bad = || BadLabel::Atom(clipped(text));
        if text == "public" {
            return Ok(Atom::Public);
        }
        let (form, rest) = text.split_once(':').ok_or_else(bad)?;
        let word = |w: &str| Word::new(w).map_err(|_| bad());
        match form {
            "a" => word(rest).map(Atom::Agency),
            "n" => word(rest).map(Atom::Nation),
            "p" => rest.parse().map(Atom::Person).map_err(|_| bad()),
            "g" => {
                let (group, epoch) = rest.split_once('@').ok_or_else(bad)?;
                Ok(Atom::Group(word(group)?, epoch.parse().map_err(|_| bad())?))
            }
            _ => Err(bad()),
        }
    }
}

impl Serialize for Atom {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Atom {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Atom, D::Error> {
        std::borrow::Cow::<'de, str>::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A list of any-of clauses: every clause has to be hit.
pub type Clauses<T> = BTreeSet<BTreeSet<T>>;

/// Who a record is for. Parsing has no default for any field, and knows no other field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// The agency that answers for the content, and the only one that may write under this label.
    #[schema(value_type = String)]
    pub owner: Word,
    /// Classification by policy; a session needs at least this clearance in every one of them.
    #[serde(deserialize_with = "said_once")]
    #[schema(value_type = Object)]
    pub levels: BTreeMap<Word, u8>,
    /// Categories that a session must hold, all of them.
    #[schema(value_type = Vec<String>)]
    pub need: BTreeSet<Word>,
    /// Who it is for. No clause at all, or an empty clause, means nobody.
    #[schema(value_type = Vec<Vec<String>>)]
    pub audience: Clauses<Atom>,
    /// What it may be used for. No clause: any declared purpose. An empty clause: none.
    #[schema(value_type = Vec<Vec<String>>)]
    pub purposes: Clauses<Word>,
    /// The legal basis, in words; may be empty for what holds no personal data.
    pub basis: String,
    /// Restrictions on handling, such as `originator-control` and `no-onward`.
    #[schema(value_type = Vec<String>)]
    pub controls: BTreeSet<Word>,
    /// Whether the content holds personal data.
    pub personal: bool,
    /// The first day (UTC) on which nobody may read it any more.
    #[schema(value_type = String, format = Date)]
    pub retain_until: Date,
}

impl Label {
    /// Checks the limits and puts the label into its one canonical form.
    pub fn checked(mut self) -> Result<Label, BadLabel> {
        let sizes = [
            ("levels", self.levels.len()),
            ("need", self.need.len()),
            ("audience", self.audience.iter().map(BTreeSet::len).sum::<usize>().max(self.audience.len())),
            ("purposes", self.purposes.iter().map(BTreeSet::len).sum::<usize>().max(self.purposes.len())),
            ("controls", self.controls.len()),
        ];
        if let Some((field, _)) = sizes.into_iter().find(|(_, n)| *n > LABEL_ENTRIES_MAX) {
            return Err(BadLabel::TooMany(field));
        }
        if self.basis.chars().count() > BASIS_CHARS_MAX {
            return Err(BadLabel::LongBasis);
        }
        self.close();
        Ok(self)
    }

    /// INVARIANT: an audience without a clause is written as one empty clause. Both mean nobody, but only the
    /// second survives a join with a wider label.
    fn close(&mut self) {
        if self.audience.is_empty() {
            self.audience.insert(BTreeSet::new());
        }
    }

    /// The label of what is made from both: whoever reads it may read both, and the other way round.
    ///
    /// The owner is the left one's; `basis` keeps both texts; everything else is a least upper bound.
    #[must_use]
    pub fn join(&self, other: &Label) -> Label {
        let mut joined = self.clone();
        joined.close();
        for (policy, level) in &other.levels {
            let own = joined.levels.entry(policy.clone()).or_default();
            *own = (*own).max(*level);
        }
        joined.need.extend(other.need.iter().cloned());
        joined.audience.extend(other.audience.iter().cloned());
        if other.audience.is_empty() {
            joined.audience.insert(BTreeSet::new());
        }
        joined.purposes.extend(other.purposes.iter().cloned());
        joined.controls.extend(other.controls.iter().cloned());
        joined.personal |= other.personal;
        joined.retain_until = joined.retain_until.min(other.retain_until);
        if joined.basis != other.basis && !joined.basis.contains(&other.basis) {
            joined.basis = [joined.basis.as_str(), &other.basis]
                .iter()
                .filter(|text| !text.is_empty())
                .copied()
                .collect::<Vec<_>>()
                .join("; ")
                .chars()
                .take(BASIS_CHARS_MAX)
                .collect();
        }
        joined
    }

    /// Whether every session that may read `self` may also read `other`, as far as the labels alone can tell:
    /// `other` asks for nothing that `self` does not ask for as well.
    pub fn dominates(&self, other: &Label) -> bool {
        let levels =
            other.levels.iter().all(|(policy, n)| self.levels.get(policy).is_some_and(|own| own >= n));
        let clause_held = |clause: &BTreeSet<Atom>| self.audience.iter().any(|own| own.is_subset(clause));
        let purpose_held = |clause: &BTreeSet<Word>| self.purposes.iter().any(|own| own.is_subset(clause));
        let nobody = self.audience.is_empty() || self.audience.contains(&BTreeSet::new());
        nobody
            || levels
                && other.need.is_subset(&self.need)
                && !other.audience.is_empty()
                && other.audience.iter().all(|clause| clause.contains(&Atom::Public) || clause_held(clause))
                && other.purposes.iter().all(purpose_held)
                && self.retain_until <= other.retain_until
    }

    /// Whether the audience is exactly the public, with nothing asked but a date.
    pub fn is_public(&self) -> bool {
        self.audience.len() == 1
            && self.audience.iter().all(|clause| clause.contains(&Atom::Public))
            && self.levels.values().all(|n| *n == 0)
            && self.levels.is_empty()
            && self.need.is_empty()
            && self.purposes.is_empty()
    }
}

/// A policy that stands twice would have two levels, and which of them holds would depend on the reader.
fn said_once<'de, D: Deserializer<'de>>(d: D) -> Result<BTreeMap<Word, u8>, D::Error> {
    struct Levels;
    impl<'de> serde::de::Visitor<'de> for Levels {
        type Value = BTreeMap<Word, u8>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a level for each policy")
        }
        fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut levels = BTreeMap::new();
            while let Some((policy, level)) = map.next_entry::<Word, u8>()? {
                if levels.contains_key(&policy) {
                    return Err(serde::de::Error::custom(format!(
                        "policy `{policy}` stands twice in a label"
                    )));
                }
                levels.insert(policy, level);
            }
            Ok(levels)
        }
    }
    d.deserialize_map(Levels)
}

fn clipped(text: &str) -> String {
    text.chars().take(WORD_CHARS_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(json: &str) -> Result<Label, serde_json::Error> {
        serde_json::from_str(json)
    }

    const WHOLE: &str = r#"{"owner":"ame","levels":{"kulla":1},"need":[],"audience":[["a:ame","g:civprot@3"]],
        "purposes":[["civil-protection"]],"basis":"Law 04/L-027","controls":[],"personal":false,"retain_until":"2031-01-01"}"#;

    #[test]
    fn no_field_of_a_label_has_a_default() {
        let whole: serde_json::Map<String, serde_json::Value> = serde_json::from_str(WHOLE).unwrap();
        assert!(label(WHOLE).is_ok());
        for field in whole.keys() {
            let mut less = whole.clone();
            less.remove(field);
            let text = serde_json::to_string(&less).unwrap();
            assert!(label(&text).is_err(), "a label without `{field}` was taken");
        }
    }

    #[test]
    fn a_policy_that_stands_twice_in_a_label_is_refused() {
        let twice = WHOLE.replace(r#"{"kulla":1}"#, r#"{"kulla":3,"KULLA":0}"#);
        assert!(label(&twice).unwrap_err().to_string().contains("twice"));
    }

    #[test]
    fn an_unknown_field_of_a_label_is_refused() {
        assert!(label(&WHOLE.replacen('{', r#"{"for_all":true,"#, 1)).is_err());
    }

    #[test]
    fn atoms_read_back_what_they_write() {
        for text in ["public", "a:ame", "g:flood-drini@7", "n:al", "p:01923456-789a-7fff-bfff-ffffffffffff"]
        {
            assert_eq!(text.parse::<Atom>().unwrap().to_string(), text);
        }
        for bad in ["", "everyone", "a:", "g:x", "g:x@", "g:x@-1", "p:arta", "x:y", "a:Größe"] {
            assert!(bad.parse::<Atom>().is_err(), "`{bad}` was taken");
        }
    }

    #[test]
    fn a_label_for_nobody_stays_for_nobody_when_joined_with_a_public_one() {
        let nobody = Label { audience: Clauses::new(), ..label(WHOLE).unwrap() };
        let public = Label { audience: [[Atom::Public].into()].into(), ..label(WHOLE).unwrap() };
        assert!(nobody.join(&public).audience.contains(&BTreeSet::new()));
        assert!(public.join(&nobody).audience.contains(&BTreeSet::new()));
        assert!(nobody.checked().unwrap().audience.contains(&BTreeSet::new()));
    }
}
