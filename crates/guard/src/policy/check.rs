//! Reading a text: what it has to be before a node goes by it.
//!
//! Cedar says whether it validates against our schema, strictly. We ask for more, because people are refused by these
//! rules and an overseer reads them: each rule has an id and a sentence in every language of the console, a permit
//! names one role and its acts, nothing names a role, an agency or a purpose that the profile does not have, and no
//! rule speaks of one person.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use cedar_policy::{
    ActionConstraint, EntityUid, Policy, PolicyId, PolicySet, PrincipalConstraint, Schema, ValidationError,
    ValidationMode, ValidationWarning, Validator,
};
use kulla_record::label::Word;
use miette::Diagnostic;

use super::ask::{Around, CIRCUMSTANCES_MAX, ENTRIES, Slice};
use super::fault::{Fault, Faults};
use super::{Effect, FILE, Known, POLICIES_MAX, Rule, TEXT_BYTES_MAX, WORDS_CHARS_MAX};
use crate::act::Act;

/// The schema, as an overseer may read it.
pub const SCHEMA: &str = include_str!("schema.cedarschema");
/// The one resource.
pub(super) const NODE: &str = "here";

/// `None` would be a schema of ours that does not read, which a test holds; then no text is accepted.
pub(super) static VALIDATOR: LazyLock<Option<Validator>> = LazyLock::new(|| {
    let (schema, _) = Schema::from_cedarschema_str(SCHEMA).ok()?;
    Some(Validator::new(schema))
});

/// A text that is good.
pub(super) struct Checked {
    pub rules: Vec<Rule>,
    pub slices: BTreeMap<Act, Slice>,
}

/// One rule on its way: what Cedar read, and where it stands.
struct Read {
    policy: Policy,
    id: Option<String>,
    line: usize,
    text: String,
}

impl Read {
    fn fault(&self, problem: impl Into<String>) -> Fault {
        Fault { line: self.line, rule: self.id.clone(), problem: problem.into() }
    }
}

pub(super) fn check(text: &str, known: &Known) -> Result<Checked, Faults> {
    if text.len() > TEXT_BYTES_MAX {
        let size = text.len();
        return Err(Faults::one(1, format!("{FILE} has {size} bytes; at most {TEXT_BYTES_MAX} are read")));
    }
    super::scan::scan(text)?;
    let read = parse(text)?;
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    let mut rules = Vec::new();
    for one in &read {
        let before = faults.len();
        if one.id.as_ref().is_some_and(|id| !seen.insert(id.clone())) {
            faults.push(one.fault("two rules have this `@id`: give each its own"));
        }
        names(one, known, &mut faults);
        shape(one, &mut faults);
        let rule = rule(one, known, &mut faults);
        rules.extend(rule.filter(|_| faults.len() == before));
    }
    if !faults.is_empty() {
        return Err(Faults::new(faults));
    }
    validated(text, &read)?;
    Ok(Checked { slices: slices(&read, known)?, rules })
}

/// The rules in the order of the text.
fn parse(text: &str) -> Result<Vec<Read>, Faults> {
    let set: PolicySet = text.parse().map_err(|errors: cedar_policy::ParseErrors| {
        let faults = errors.iter().map(|error| Fault {
            line: line_of(error, text).unwrap_or(1),
            rule: None,
            problem: format!("this does not read as a policy: {}", with_help(error)),
        });
        Faults::new(faults.collect())
    })?;
    if set.num_of_templates() > 0 {
        let line = text.find("?principal").or_else(|| text.find("?resource")).unwrap_or(0);
        let problem = "`?principal` and `?resource` are of no use here: name the role";
        return Err(Faults::one(line_at(text, line), problem));
    }
    if set.num_of_policies() > POLICIES_MAX {
        let problem =
            format!("{FILE} has {} rules; at most {POLICIES_MAX} are read", set.num_of_policies());
        return Err(Faults::one(1, problem));
    }
    // Cedar numbers them as they stand: `policy0`, `policy1`, …
    let number =
        |policy: &Policy| policy.id().to_string().trim_start_matches("policy").parse::<usize>().ok();
    let mut policies: Vec<Policy> = set.policies().cloned().collect();
    policies.sort_by_key(number);
    let mut from = 0;
    let place = |policy: Policy| {
        let snippet = policy.to_cedar().unwrap_or_default();
        let at = text.get(from..).and_then(|rest| rest.find(&snippet)).map_or(from, |at| from + at);
        from = at + snippet.len();
        let id = policy.annotation("id").map(str::to_owned).filter(|id| !id.is_empty());
        Read { id, line: line_at(text, at), text: snippet, policy }
    };
    Ok(policies.into_iter().map(place).collect())
}

fn line_at(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}

fn line_of(error: &dyn Diagnostic, text: &str) -> Option<usize> {
    let first = error.labels()?.next()?;
    Some(line_at(text, first.offset()))
}

fn with_help(error: &dyn Diagnostic) -> String {
    match error.help() {
        Some(help) => format!("{error} ({help})"),
        None => error.to_string(),
    }
}

/// Everything that a rule names is there.
fn names(one: &Read, known: &Known, faults: &mut Vec<Fault>) {
    for literal in one.policy.entity_literals() {
        let (of, id) = (literal.type_name().to_string(), literal.id().unescaped().to_owned());
        if let Some(problem) = unknown(&of, &id, known) {
            faults.push(one.fault(problem));
        }
    }
}

fn unknown(of: &str, id: &str, known: &Known) -> Option<String> {
    let word = |word: &Word| word.as_str() == id;
    let (is, problem) = match of {
        "Action" => {
            let acts = "the list of acts is in `docs/operate/roles.md`";
            (id.parse::<Act>().is_ok(), format!("`{id}` is not an act: {acts}"))
        }
        "Role" => {
            (known.roles.iter().any(word), format!("there is no role `{id}`: roles.toml names the roles"))
        }
        "Agency" => (
            known.agencies.keys().any(word),
            format!("there is no agency `{id}`: agencies.toml and municipalities.csv name the agencies"),
        ),
        "Kind" => (
            known.agencies.values().any(|kind| kind == id),
            format!("there is no agency of a kind `{id}`: agencies.toml names the kinds"),
        ),
        "Purpose" => (
            known.purposes.iter().any(word),
            format!("there is no purpose `{id}`: labels.toml names the purposes"),
        ),
        "Entry" => (ENTRIES.contains(&id), format!("`{id}` is no way to enter: write {}", listed(ENTRIES))),
        "Node" => (id == NODE, format!("there is one node, `Node::\"{NODE}\"`: leave `resource` as it is")),
        "Person" => (false, "a rule speaks of roles and agencies, never of one person".to_owned()),
        _ => (
            false,
            format!("`{of}` is nothing that a rule may name: see the schema in `docs/operate/roles.md`"),
        ),
    };
    (!is).then_some(problem)
}

fn listed(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// A permit is for one role and for acts that it lists: no rule lets everybody, or lets what nobody thought of yet.
fn shape(one: &Read, faults: &mut Vec<Fault>) {
    if one.policy.effect() == cedar_policy::Effect::Forbid {
        return;
    }
    if role_of(&one.policy).is_none() {
        faults
            .push(one.fault("a permit is for one role: write `principal in Role::\"…\"` before its acts"));
    }
    if one.policy.action_constraint() == ActionConstraint::Any {
        faults.push(one.fault("a permit lists its acts: write `action in [Action::\"…\", …]`"));
    }
}

fn role_of(policy: &Policy) -> Option<Word> {
    match policy.principal_constraint() {
        PrincipalConstraint::In(role) | PrincipalConstraint::IsIn(_, role) => word_of(&role, "Role"),
        _ => None,
    }
}

fn word_of(literal: &EntityUid, of: &str) -> Option<Word> {
    (literal.type_name().to_string() == of).then(|| Word::new(literal.id().unescaped()).ok())?
}

/// The rule as people read it, if it has its id and its words.
fn rule(one: &Read, known: &Known, faults: &mut Vec<Fault>) -> Option<Rule> {
    let id = match one.id.as_deref().map(Word::new) {
        Some(Ok(id)) => Some(id),
        Some(Err(bad)) => {
            faults.push(one.fault(format!("its `@id` is not a word: {bad}")));
            None
        }
        None => {
            faults.push(one.fault("a rule has an id: write `@id(\"…\")` before it"));
            None
        }
    };
    let mut words = BTreeMap::new();
    for lang in &known.langs {
        match sentence(one.policy.annotation(lang).unwrap_or_default()) {
            Ok(text) => drop(words.insert(lang.clone(), text)),
            Err(problem) => faults.push(one.fault(format!("its words in `{lang}`: {problem}"))),
        }
    }
    let effect = match one.policy.effect() {
        cedar_policy::Effect::Permit => Effect::Permit,
        cedar_policy::Effect::Forbid => Effect::Forbid,
    };
    Some(Rule { id: id?, effect, words, line: one.line, text: one.text.clone() })
}

/// A sentence is shown as text to whoever the rule refuses.
fn sentence(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("write one sentence that whoever it refuses understands".to_owned());
    }
    if text.chars().count() > WORDS_CHARS_MAX {
        return Err(format!("at most {WORDS_CHARS_MAX} characters"));
    }
    if text.chars().any(|c| c.is_control() || turns(c)) {
        return Err("leave out line breaks and signs that turn the direction of writing".to_owned());
    }
    Ok(text.to_owned())
}

/// Signs that make text look like other text.
pub(super) fn turns(c: char) -> bool {
    matches!(c, '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Cedar's own judgement, in the strict mode. What it only warns of is a mistake too: a rule that can never hold, or
/// one that is written to be read wrongly.
fn validated(text: &str, read: &[Read]) -> Result<(), Faults> {
    let Some(validator) = VALIDATOR.as_ref() else {
        return Err(Faults::one(1, "the schema of this program does not read, which is a bug: report it"));
    };
    let set = PolicySet::from_policies(read.iter().map(|one| one.policy.clone()))
        .map_err(|bad| Faults::one(1, bad.to_string()))?;
    let result = validator.validate(&set, ValidationMode::Strict);
    let fault = |id: &PolicyId, error: &dyn Diagnostic, says: &str| {
        let one = read.iter().find(|one| one.policy.id() == id);
        // Cedar's own words, without its number of the rule.
        let detail = with_help(error);
        let detail = detail
            .split_once("`, ")
            .filter(|(head, _)| head.starts_with("for policy"))
            .map_or(detail.clone(), |(_, rest)| rest.to_owned());
        Fault {
            line: line_of(error, text).or(one.map(|one| one.line)).unwrap_or(1),
            rule: one.and_then(|one| one.id.clone()),
            problem: format!("{says}: {detail}"),
        }
    };
    let errors = result.validation_errors().map(|error| fault(error.policy_id(), error, meant(error)));
    let warnings =
        result.validation_warnings().map(|warning| fault(warning.policy_id(), warning, meant_by(warning)));
    let faults: Vec<Fault> = errors.chain(warnings).collect();
    if faults.is_empty() { Ok(()) } else { Err(Faults::new(faults)) }
}

fn meant(error: &ValidationError) -> &'static str {
    match error {
        ValidationError::UnrecognizedEntityType(_) => "it names a type that the schema does not have",
        ValidationError::UnrecognizedActionId(_) => "it names an act that there is not",
        ValidationError::UnexpectedType(_) | ValidationError::IncompatibleTypes(_) => {
            "it compares or joins things of different types"
        }
        ValidationError::UnsafeAttributeAccess(_) | ValidationError::UnsafeOptionalAttributeAccess(_) => {
            "it asks for what neither the person nor the circumstances have"
        }
        ValidationError::EmptySetForbidden(_) => "it has an empty list",
        _ => "it does not fit the schema",
    }
}

fn meant_by(warning: &ValidationWarning) -> &'static str {
    match warning {
        ValidationWarning::ImpossiblePolicy(_) | ValidationWarning::InvalidActionApplication(_) => {
            "it can never apply, so it is a mistake"
        }
        _ => "it is written in signs that look like others",
    }
}

/// The rules by act, each under its own id, with what they name of agencies and purposes.
fn slices(read: &[Read], known: &Known) -> Result<BTreeMap<Act, Slice>, Faults> {
    let mut slices: BTreeMap<Act, Slice> = BTreeMap::new();
    for (number, one) in read.iter().enumerate() {
        let policy = one.policy.new_id(PolicyId::new(one.id.as_deref().unwrap_or_default()));
        for act in acts_of(&policy) {
            let slice = slices.entry(act).or_default();
            slice.set.add(policy.clone()).map_err(|bad| Faults::new(vec![one.fault(bad.to_string())]))?;
            if one.policy.effect() == cedar_policy::Effect::Permit {
                slice.permits.extend(role_of(&policy).map(|role| (role, number)));
            }
            slice.around.names(&policy, known);
            if slice.around.len() > CIRCUMSTANCES_MAX {
                let problem = format!(
                    "the rules for `{act}` name too many agencies, kinds and purposes beside each other: write them simpler"
                );
                return Err(Faults::new(vec![one.fault(problem)]));
            }
        }
    }
    Ok(slices)
}

fn acts_of(policy: &Policy) -> BTreeSet<Act> {
    let act = |literal: &EntityUid| literal.id().unescaped().parse().ok();
    match policy.action_constraint() {
        ActionConstraint::Any => Act::ALL.iter().copied().collect(),
        ActionConstraint::Eq(one) => act(&one).into_iter().collect(),
        ActionConstraint::In(some) => some.iter().filter_map(act).collect(),
    }
}

impl Around {
    fn names(&mut self, policy: &Policy, known: &Known) {
        for literal in policy.entity_literals() {
            let id = literal.id().unescaped().to_owned();
            match literal.type_name().to_string().as_str() {
                "Agency" => {
                    let kind = Word::new(&id).ok().and_then(|code| known.agencies.get(&code).cloned());
                    self.agencies.insert((id, kind.unwrap_or_default()));
                }
                "Kind" => drop(self.agencies.insert(("*".to_owned(), id))),
                "Purpose" => drop(self.purposes.insert(id)),
                "Entry" => self.entries = true,
                _ => {}
            }
        }
    }
}
