//! What the public may report: who is asked, who answers, and in which words.

use super::tables::{Service, Tables};
use super::texts::SEVERITIES;
use super::{is_word, twice};
use crate::finding::Finding;

/// Services and questions, as the program reads at most.
const SERVICES_MAX: usize = 100;
const QUESTIONS_MAX: usize = 20;

/// Checks all services.
pub fn check(tables: &Tables) -> Vec<Finding> {
    let table = &tables.services;
    let services = &table.says.service;
    let mut findings = Vec::new();
    if services.len() > SERVICES_MAX {
        findings.push(table.finding("[[service]]", format!("at most {SERVICES_MAX} services are read")));
    }
    for code in twice(services.iter().map(|service| service.code.as_str())) {
        findings.push(table.finding_at_code(code, format!("`{code}` stands twice; rename one")));
    }
    for service in services {
        let messages = of(tables, service);
        findings.extend(messages.into_iter().map(|message| table.finding_at_code(&service.code, message)));
    }
    findings
}

fn of(tables: &Tables, service: &Service) -> Vec<String> {
    let mut messages = Vec::new();
    let agencies = tables.agency_codes();
    let named = [Some(&service.agency), service.responsible.as_ref()];
    for agency in named.into_iter().flatten().filter(|agency| !agencies.contains(agency.as_str())) {
        messages.push(format!("`{agency}` is no agency of the profile"));
    }
    let hazards: Vec<&str> = tables.hazards.says.hazard.iter().map(|hazard| hazard.code.as_str()).collect();
    for hazard in service.hazard.iter().filter(|hazard| !hazards.contains(&hazard.as_str())) {
        messages.push(format!("`{hazard}` is no hazard of hazards.toml"));
    }
    if !SEVERITIES.contains(&service.severity.as_str()) {
        messages.push(format!("`{}` is no severity of CAP: {}", service.severity, SEVERITIES.join(", ")));
    }
    if service.question.len() > QUESTIONS_MAX {
        messages.push(format!("at most {QUESTIONS_MAX} questions are read"));
    }
    let questions = service.question.iter().map(|question| question.code.as_str());
    messages.extend(
        twice(questions.clone()).into_iter().map(|code| format!("the question `{code}` stands twice")),
    );
    let mut words: Vec<&str> = questions.chain([service.code.as_str()]).collect();
    for question in &service.question {
        if question.answer.is_empty() {
            messages.push(format!("the question `{}` has no answers to choose from", question.code));
        }
        let keys = question.answer.iter().map(|answer| answer.key.as_str());
        messages
            .extend(twice(keys.clone()).into_iter().map(|key| format!("the answer `{key}` stands twice")));
        words.extend(keys);
    }
    messages.extend(
        words
            .into_iter()
            .filter(|word| !is_word(word))
            .map(|word| format!("`{word}` is no word: lower-case letters, digits, `-`, `_`, `.`")),
    );
    messages
}
