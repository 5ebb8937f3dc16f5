//! In: a label of STANAG 4774 as one of ours, every part of it known or the whole refused.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use kulla_record::label::{Clauses, Label, Word};
use kulla_stanag4774::{Category, CategoryType, Information, Root};

use super::words::Vocabulary;
use crate::act::Refusal;
use crate::holder::GroupEpochs;

/// The one value of the tag for personal data.
pub(super) const YES: &str = "yes";
/// Characters of a foreign word in a refusal.
const SHOWN_CHARS_MAX: usize = 80;

/// One of ours that says the same. What STANAG 4774 has no place for (owner, basis, controls, personal, retention) is taken from
/// `rest` where the label does not say it in our own informative words; controls of both are kept, and personal stays
/// personal.
///
/// # Errors
/// The first part that is not known, by name: nothing is passed over.
pub fn from_4774(
    given: &kulla_stanag4774::Label,
    vocabulary: &Vocabulary,
    groups: &GroupEpochs,
    rest: &Label,
) -> Result<Label, Refusal> {
    whole(given)?;
    let information = &given.base.information;
    let mut label = Label {
        levels: levels(information, vocabulary)?,
        need: BTreeSet::new(),
        audience: Clauses::new(),
        purposes: Clauses::new(),
        ..rest.clone()
    };
    let mut once = BTreeSet::new();
    for category in &information.categories {
        if category.uri.is_some() {
            return Err(unknown("category", &category.tag, "it has a `URI` and ours have none"));
        }
        match category.kind {
            CategoryType::Restrictive => restrict(&mut label, category, vocabulary)?,
            CategoryType::Permissive => permit(&mut label, category, vocabulary, groups)?,
            CategoryType::Informative => {
                // Controls may come in several categories; everything else is said once.
                if category.tag != vocabulary.tags.handling && !once.insert(category.tag.as_str()) {
                    return Err(unknown("category", &category.tag, "it is said twice"));
                }
                inform(&mut label, category, vocabulary)?;
            }
        }
    }
    // INVARIANT: a label without a PERMISSIVE category for the audience is for nobody, never for everybody.
    label.checked().map_err(|bad| Refusal::new("label.bad", bad.to_string()))
}

/// What our labels have no place for at all.
fn whole(given: &kulla_stanag4774::Label) -> Result<(), Refusal> {
    if given.root == Root::Metadata {
        return Err(unknown(
            "root",
            given.root.as_str(),
            "it is the label of metadata, not of the content",
        ));
    }
    if let Some(extension) = given.extensions.first() {
        return Err(unknown("extension", extension, "it is not of the standard"));
    }
    if given.succession.is_some() {
        return Err(unknown("succession", "SuccessionHandling", "a label here never changes by itself"));
    }
    match &given.base.information.privacy_mark {
        Some(mark) => Err(unknown("privacy-mark", mark, "no marking in words is known here")),
        None => Ok(()),
    }
}

fn levels(information: &Information, vocabulary: &Vocabulary) -> Result<BTreeMap<Word, u8>, Refusal> {
    let given = &information.policy;
    let named = vocabulary.policies.iter().find(|policy| policy.name == given.name);
    let policy = named.filter(|policy| given.uri.is_none() || given.uri == policy.uri);
    let policy = policy.ok_or_else(|| match named {
        Some(_) => unknown(
            "policy",
            given.uri.as_deref().unwrap_or_default(),
            "its `URI` is that of another policy",
        ),
        None => unknown("policy", &given.name, "the profile does not name it"),
    })?;
    let word = &information.classification;
    if policy.unmarked.as_ref() == Some(word) {
        return Ok(BTreeMap::new());
    }
    let level = policy.levels.iter().find(|(_, name)| *name == word);
    let level = level.ok_or_else(|| unknown("classification", word, "the policy has no such level"))?;
    Ok([(policy.code.clone(), *level.0)].into())
}

fn restrict(label: &mut Label, category: &Category, vocabulary: &Vocabulary) -> Result<(), Refusal> {
    if category.tag != vocabulary.tags.need {
        return Err(unknown("category", &category.tag, "no RESTRICTIVE category of that name is known"));
    }
    if category.values.is_empty() {
        return Err(unknown("category", &category.tag, "it restricts and does not say to what"));
    }
    for value in &category.values {
        let need = vocabulary.needs.iter().find(|(_, name)| *name == value);
        let (need, _) = need.ok_or_else(|| unknown("value", value, "no such category is known"))?;
        label.need.insert(need.clone());
    }
    Ok(())
}

/// One category, one clause: its values are alternatives, and categories are not alternatives to each other.
fn permit(
    label: &mut Label,
    category: &Category,
    vocabulary: &Vocabulary,
    groups: &GroupEpochs,
) -> Result<(), Refusal> {
    let values = category.values.iter();
    if category.tag == vocabulary.tags.audience {
        let atom = |value: &String| {
            let atom = vocabulary.atom(value, groups);
            atom.ok_or_else(|| unknown("value", value, "nobody of that name is known"))
        };
        label.audience.insert(values.map(atom).collect::<Result<_, _>>()?);
    } else if category.tag == vocabulary.tags.purpose {
        let purpose = |value: &String| {
            let purpose = vocabulary.purposes.iter().find(|purpose| purpose.as_str() == value);
            purpose.cloned().ok_or_else(|| unknown("value", value, "no such purpose is known"))
        };
        label.purposes.insert(values.map(purpose).collect::<Result<_, _>>()?);
    } else {
        return Err(unknown("category", &category.tag, "no PERMISSIVE category of that name is known"));
    }
    Ok(())
}

fn inform(label: &mut Label, category: &Category, vocabulary: &Vocabulary) -> Result<(), Refusal> {
    let tags = &vocabulary.tags;
    if category.tag == tags.handling {
        for value in &category.values {
            label.controls.insert(word(value, "no such control is known")?);
        }
        return Ok(());
    }
    let [value] = category.values.as_slice() else {
        return Err(unknown("category", &category.tag, "it does not say exactly one thing"));
    };
    match &category.tag {
        tag if *tag == tags.owner => {
            let owner = vocabulary.agencies.iter().find(|agency| agency.as_str() == value);
            label.owner =
                owner.cloned().ok_or_else(|| unknown("value", value, "no such agency is known"))?;
        }
        tag if *tag == tags.basis => label.basis.clone_from(value),
        tag if *tag == tags.personal => {
            if value != YES {
                return Err(unknown("value", value, "personal data are said by `yes` or not at all"));
            }
            label.personal = true;
        }
        tag if *tag == tags.until => {
            let day = value.parse::<Date>().ok().filter(|day| day.to_string() == *value);
            label.retain_until = day.ok_or_else(|| unknown("value", value, "it is no day"))?;
        }
        tag => return Err(unknown("category", tag, "no INFORMATIVE category of that name is known")),
    }
    Ok(())
}

fn word(value: &str, why: &str) -> Result<Word, Refusal> {
    let word = Word::new(value).ok().filter(|word| word.as_str() == value);
    word.ok_or_else(|| unknown("value", value, why))
}

fn unknown(part: &'static str, what: &str, why: &str) -> Refusal {
    let what: String = what.chars().filter(|c| !c.is_control()).take(SHOWN_CHARS_MAX).collect();
    let message = format!("the STANAG 4774 label is refused for its {part} `{what}`: {why}");
    Refusal::new("label.4774.unknown", message).with("part", part).with("what", &what)
}
