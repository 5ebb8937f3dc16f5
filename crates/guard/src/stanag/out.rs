//! Out: a label of ours as STANAG 4774 writes it, whole or not at all.

use jiff::Timestamp;
use jiff::tz::Offset;
use kulla_record::label::{Label, Word};
use kulla_stanag4774::{Base, Category, CategoryType, Information, Policy, Root};

use super::words::{PolicyNames, Vocabulary};
use crate::act::Refusal;
use crate::holder::GroupEpochs;

/// The label as STANAG 4774 has it, made at `created`.
///
/// # Errors
/// What of the label the vocabulary has no word for, or the standard no place.
pub fn to_4774(
    label: &Label,
    vocabulary: &Vocabulary,
    groups: &GroupEpochs,
    created: Timestamp,
) -> Result<kulla_stanag4774::Label, Refusal> {
    let label = label.clone().checked().map_err(|bad| Refusal::new("label.bad", bad.to_string()))?;
    if !vocabulary.agencies.contains(&label.owner) {
        return Err(without("owner", &format!("its owner `{}`", label.owner)));
    }
    let (policy, classification) = classified(&label, vocabulary)?;
    let mut categories = Vec::new();
    if let Some(category) = needs(&label, vocabulary)? {
        categories.push(category);
    }
    for clause in &label.audience {
        let value = |atom| {
            let value = vocabulary.value(atom, groups);
            value.ok_or_else(|| without("audience", &format!("`{atom}` in its audience")))
        };
        let values = clause.iter().map(value).collect::<Result<_, _>>()?;
        categories.push(category(CategoryType::Permissive, &vocabulary.tags.audience, values));
    }
    for clause in &label.purposes {
        let value = |purpose: &Word| match vocabulary.purposes.contains(purpose) {
            true => Ok(purpose.to_string()),
            false => Err(without("purpose", &format!("its purpose `{purpose}`"))),
        };
        let values = clause.iter().map(value).collect::<Result<_, _>>()?;
        categories.push(category(CategoryType::Permissive, &vocabulary.tags.purpose, values));
    }
    categories.extend(told(&label, vocabulary));
    let midnight = Offset::UTC.to_timestamp(label.retain_until.at(0, 0, 0, 0));
    let review = midnight.map_err(|_| without("until", "the last day of keeping it"))?;
    Ok(kulla_stanag4774::Label {
        root: Root::Originator,
        id: None,
        review: Some(review),
        base: Base {
            information: Information {
                policy: Policy { name: policy.name.clone(), uri: policy.uri.clone() },
                classification,
                privacy_mark: None,
                categories,
            },
            originator: None,
            created,
        },
        succession: None,
        extensions: Vec::new(),
    })
}

/// The one policy, and the word for its level.
fn classified<'v>(label: &Label, vocabulary: &'v Vocabulary) -> Result<(&'v PolicyNames, String), Refusal> {
    let mut levels = label.levels.iter();
    let (first, second) = (levels.next(), levels.next());
    if second.is_some() {
        return Err(Refusal::new(
            "label.4774.policies",
            "the label has levels of several policies, and one of STANAG 4774 has one: it does not go out",
        ));
    }
    let Some((code, n)) = first else {
        let found = vocabulary.policies.iter().find_map(|policy| Some((policy, policy.unmarked.clone()?)));
        return found.ok_or_else(|| without("level", "what has no level"));
    };
    let policy = vocabulary.policies.iter().find(|policy| policy.code == *code);
    let policy = policy.ok_or_else(|| without("policy", &format!("its policy `{code}`")))?;
    let level = policy.levels.get(n).cloned();
    level.map(|level| (policy, level)).ok_or_else(|| without("level", &format!("level {n} of `{code}`")))
}

fn needs(label: &Label, vocabulary: &Vocabulary) -> Result<Option<Category>, Refusal> {
    let value = |need: &Word| {
        let value = vocabulary.needs.get(need).cloned();
        value.ok_or_else(|| without("category", &format!("its category `{need}`")))
    };
    let values = label.need.iter().map(value).collect::<Result<Vec<_>, _>>()?;
    let needed = !values.is_empty();
    Ok(needed.then(|| category(CategoryType::Restrictive, &vocabulary.tags.need, values)))
}

/// What nobody's reading hangs on there.
fn told(label: &Label, vocabulary: &Vocabulary) -> Vec<Category> {
    let tags = &vocabulary.tags;
    let controls: Vec<String> = label.controls.iter().map(Word::to_string).collect();
    let mut told = vec![
        (&tags.owner, vec![label.owner.to_string()]),
        (&tags.until, vec![label.retain_until.to_string()]),
    ];
    if !label.basis.trim().is_empty() {
        told.push((&tags.basis, vec![label.basis.clone()]));
    }
    if !controls.is_empty() {
        told.push((&tags.handling, controls));
    }
    if label.personal {
        told.push((&tags.personal, vec![super::back::YES.to_owned()]));
    }
    told.into_iter().map(|(tag, values)| category(CategoryType::Informative, tag, values)).collect()
}

fn category(kind: CategoryType, tag: &str, values: Vec<String>) -> Category {
    Category { kind, tag: tag.to_owned(), uri: None, values }
}

fn without(part: &'static str, what: &str) -> Refusal {
    let message = format!("the profile has no STANAG 4774 word for {what}: it does not go out in part");
    Refusal::new("label.4774.wordless", message).with("part", part)
}
