//! What the public may report: the services of the reporting door, as data.
//!
//! A profile without `services.toml` offers none, and its node takes no reports of the public.

use std::collections::BTreeSet;
use std::path::Path;

use kulla_record::kind::signal::Severity;
use kulla_record::label::Word;
use serde::Deserialize;

use super::{BadProfile, Texts, read_toml};

const FILE: &str = "services.toml";
/// Services of one profile.
pub const SERVICES_MAX: usize = 100;
/// Questions of one service.
pub const QUESTIONS_MAX: usize = 20;

/// Something that the public may report.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// The code on the wire: `flooded-road`.
    pub code: Word,
    /// What people call it, by language.
    pub name: Texts,
    /// What belongs here, by language.
    pub description: Texts,
    /// Under which heading it stands, by language.
    pub group: Texts,
    /// Words that a search finds it by.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// Who owns the reports and decides what of them is public.
    pub agency: Word,
    /// Who mends it, where that is somebody else; everybody is told.
    #[serde(default)]
    pub responsible: Option<Word>,
    /// The hazard that it may be a part of.
    #[serde(default)]
    pub hazard: Option<String>,
    /// How bad such a report is until somebody has looked.
    pub severity: Severity,
    /// Whether such a report says that a life is at risk. Everybody is told to call first.
    #[serde(default)]
    pub life_at_risk: bool,
    /// What is asked beside the words.
    #[serde(default)]
    pub question: Vec<Question>,
}

/// A question of a service with its answers.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The code on the wire.
    pub code: Word,
    /// The question, by language.
    pub text: Texts,
    /// Whether a report needs it.
    #[serde(default)]
    pub required: bool,
    /// Whether several answers may be given.
    #[serde(default)]
    pub several: bool,
    /// The answers to choose from, at least one.
    pub answer: Vec<Choice>,
}

/// One answer to choose.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The key on the wire.
    pub key: Word,
    /// In words, by language.
    pub text: Texts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Services {
    service: Vec<Service>,
}

pub(super) fn load(dir: &Path, agencies: &BTreeSet<&str>) -> Result<Vec<Service>, BadProfile> {
    let file = dir.join(FILE);
    if !file.exists() {
        return Ok(Vec::new());
    }
    let services = read_toml::<Services>(&file)?.service;
    match fault(&services, agencies) {
        Some(problem) => Err(BadProfile { file, problem }),
        None => Ok(services),
    }
}

fn fault(services: &[Service], agencies: &BTreeSet<&str>) -> Option<String> {
    if services.len() > SERVICES_MAX {
        return Some(format!("it has {} services; at most {SERVICES_MAX} are read", services.len()));
    }
    let mut codes = BTreeSet::new();
    for service in services {
        let code = &service.code;
        if !codes.insert(code) {
            return Some(format!("`{code}` stands twice"));
        }
        let named = [Some(&service.agency), service.responsible.as_ref()];
        if let Some(agency) = named.into_iter().flatten().find(|agency| !agencies.contains(agency.as_str()))
        {
            return Some(format!("`{code}` names `{agency}`, which is no agency of the profile"));
        }
        if service.question.len() > QUESTIONS_MAX
            || service.question.iter().any(|question| question.answer.is_empty())
        {
            return Some(format!(
                "`{code}` has a question without answers, or more than {QUESTIONS_MAX} questions"
            ));
        }
    }
    None
}
