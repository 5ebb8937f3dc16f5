//! Texts: all interface languages everywhere, and hazards in the words of CAP.

use std::collections::BTreeSet;

use super::tables::{Hazard, Oet, Tables, Texts};
use super::{is_word, twice};
use crate::finding::Finding;

/// The files' version that this program checks.
const FORMAT: u32 = 1;
/// CAP 1.2 §3.2.2.
const CATEGORIES: &[&str] = &[
    "Geo",
    "Met",
    "Safety",
    "Security",
    "Rescue",
    "Fire",
    "Health",
    "Env",
    "Transport",
    "Infra",
    "CBRNE",
    "Other",
];
pub const SEVERITIES: &[&str] = &["Extreme", "Severe", "Moderate", "Minor", "Unknown"];
const URGENCIES: &[&str] = &["Immediate", "Expected", "Future", "Past", "Unknown"];
const CERTAINTIES: &[&str] = &["Observed", "Likely", "Possible", "Unlikely", "Unknown"];
const RESPONSES: &[&str] =
    &["Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear", "None"];
/// Characters of one step of an instruction: what a phone shows in two or three lines.
const STEP_CHARS_MAX: usize = 100;

/// Checks every text of every file, the country's own fields, and the hazards.
pub fn check(tables: &Tables) -> Vec<Finding> {
    let mut findings = country(tables);
    let languages: BTreeSet<&str> =
        tables.profile.says.languages.interface.iter().map(String::as_str).collect();
    let mut look = |texts: &Texts, place: Finding| {
        let given: BTreeSet<&str> =
            texts.iter().filter(|(_, text)| !text.trim().is_empty()).map(|(l, _)| l.as_str()).collect();
        if given != languages || texts.len() != languages.len() {
            let wanted = tables.profile.says.languages.interface.join(", ");
            let message = format!("{}: a text for each of {wanted}, and no other", place.message);
            findings.push(Finding { message, ..place });
        }
    };
    texts_of_country(tables, &mut look);
    texts_of_parties(tables, &mut look);
    texts_of_labels(tables, &mut look);
    texts_of_services(tables, &mut look);
    for hazard in &tables.hazards.says.hazard {
        for (field, texts) in
            [("name", &hazard.name), ("headline", &hazard.headline), ("instruction", &hazard.instruction)]
        {
            look(texts, tables.hazards.finding_at_code(&hazard.code, field));
        }
    }
    let table = &tables.hazards;
    for code in twice(table.says.hazard.iter().map(|hazard| hazard.code.as_str())) {
        findings.push(table.finding_at_code(code, format!("`{code}` stands twice; rename one")));
    }
    for hazard in &table.says.hazard {
        findings.extend(hazard_words(hazard).into_iter().map(|m| table.finding_at_code(&hazard.code, m)));
    }
    findings
}

type Look<'a> = dyn FnMut(&Texts, Finding) + 'a;

fn texts_of_country(tables: &Tables, look: &mut Look<'_>) {
    let table = &tables.profile;
    let profile = &table.says;
    look(&profile.name, table.finding("[name]", "name"));
    look(&profile.time.shown_as, table.finding("[time.shown_as]", "shown_as"));
    look(&profile.exercise.word, table.finding("[exercise.word]", "word"));
    look(&profile.areas.note, table.finding("[areas.note]", "note"));
    look(&profile.cap.sender_name, table.finding("[cap.sender_name]", "sender_name"));
    for (language, name) in &profile.languages.name {
        look(name, table.finding(&format!("[languages.name.{language}]"), "name"));
    }
    for number in &profile.emergency_number {
        look(&number.name, table.finding(&format!("number = \"{}\"", number.number), "name"));
    }
}

fn texts_of_parties(tables: &Tables, look: &mut Look<'_>) {
    for agency in &tables.agencies.says.agency {
        look(&agency.short, tables.agencies.finding_at_code(&agency.code, "short"));
        look(&agency.name, tables.agencies.finding_at_code(&agency.code, "name"));
    }
    for group in &tables.groups.says.group {
        look(&group.name, tables.groups.finding_at_code(&group.code, "name"));
    }
    for nation in &tables.groups.says.nation {
        look(&nation.name, tables.groups.finding_at_code(&nation.code, "name"));
    }
    for role in &tables.roles.says.role {
        look(&role.name, tables.roles.finding_at_code(&role.code, "name"));
    }
    for person in &tables.desk.says.person {
        if let Some(link) = &person.link {
            look(link, tables.desk.finding_at_code(&person.code, "link"));
        }
    }
}

fn texts_of_services(tables: &Tables, look: &mut impl FnMut(&Texts, Finding)) {
    let table = &tables.services;
    for service in &table.says.service {
        let own =
            [("name", &service.name), ("description", &service.description), ("group", &service.group)];
        let asked = service.question.iter().flat_map(|question| {
            let answers = question.answer.iter().map(|answer| (answer.key.as_str(), &answer.text));
            std::iter::once((question.code.as_str(), &question.text)).chain(answers)
        });
        for (what, texts) in own.into_iter().chain(asked) {
            look(texts, table.finding_at_code(&service.code, what));
        }
    }
}

fn texts_of_labels(tables: &Tables, look: &mut Look<'_>) {
    let table = &tables.labels;
    let labels = &table.says;
    for policy in &labels.policy {
        look(&policy.name, table.finding_at_code(&policy.code, "name"));
        for level in &policy.level {
            look(&level.name, table.finding_at_code(&level.code, "name"));
        }
    }
    let purposes = labels.purpose.iter().map(|purpose| (&purpose.code, &purpose.name));
    let categories = labels.category.iter().map(|category| (&category.code, &category.name));
    for (code, name) in purposes.chain(categories) {
        look(name, table.finding_at_code(code, "name"));
    }
    for choice in &labels.choice {
        look(&choice.name, table.finding_at_code(&choice.code, "name"));
    }
}

/// Fields of profile.toml that other programs read: codes, tags, marks.
fn country(tables: &Tables) -> Vec<Finding> {
    let table = &tables.profile;
    let profile = &table.says;
    let mut findings = Vec::new();
    let mut tell = |holds: bool, start: &str, message: &str| {
        if !holds {
            findings.push(table.finding(start, message));
        }
    };
    let upper = |code: &str, n: usize| code.len() == n && code.bytes().all(|b| b.is_ascii_uppercase());
    tell(profile.format == FORMAT, "format", "this program checks format 1");
    tell(upper(&profile.code, 2), "code =", "an ISO 3166 code has two capital letters");
    tell(upper(&profile.code3, 3), "code3", "an ISO 3166 code has three capital letters");
    tell(upper(&profile.currency, 3), "currency", "an ISO 4217 code has three capital letters");
    tell(profile.phone.starts_with('+'), "phone", "a telephone prefix opens with `+`");
    tell(profile.time.zone.contains('/'), "zone", "a zone is a name of tzdata, such as `Europe/Belgrade`");
    tell(
        profile.areas.approximate,
        "approximate",
        "a profile holds no boundaries, so its areas are approximate",
    );
    tell(
        !profile.areas.geocode_scheme.is_empty(),
        "geocode_scheme",
        "a geocode needs the name of its scheme",
    );
    tell(
        !profile.cap.event_code_scheme.is_empty(),
        "event_code_scheme",
        "a code needs the name of its scheme",
    );
    let bare = |text: &str| !text.is_empty() && !text.contains([' ', ',', '<', '&']);
    tell(
        bare(&profile.cap.sender),
        "sender",
        "CAP `sender` has no space, comma, `<` or `&` (CAP 1.2 §3.2.1)",
    );
    let bulk = &profile.oversight;
    tell(
        (2..=2_000).contains(&bulk.bulk_items)
            && (1..=60).contains(&bulk.bulk_minutes)
            && (1..=10_000).contains(&bulk.export_items),
        "[oversight]",
        "`bulk_items` is 2 to 2000, `bulk_minutes` 1 to 60 and `export_items` 1 to 10000",
    );
    let numbers = profile.emergency_number.iter().all(|n| n.number.bytes().all(|b| b.is_ascii_digit()));
    tell(
        numbers && !profile.emergency_number.is_empty(),
        "[[emergency_number]]",
        "numbers have digits only",
    );
    findings.extend(languages(tables));
    findings
}

fn languages(tables: &Tables) -> Vec<Finding> {
    let table = &tables.profile;
    let languages = &table.says.languages;
    let known = |language: &String| languages.known.contains(language);
    let described =
        |language: &String| languages.tags.contains_key(language) && languages.name.contains_key(language);
    let marks = |language: &String| {
        let marks = table.says.numbers.get(language);
        marks.is_some_and(|marks| !marks.decimal.is_empty() && !marks.thousands.is_empty())
    };
    let rules = [
        (languages.interface.iter().all(known), "interface", "every interface language is `known`"),
        (
            languages.official_everywhere.iter().all(known),
            "official_everywhere",
            "every language is `known`",
        ),
        (
            languages.interface.contains(&languages.fallback),
            "fallback",
            "the fallback is an interface language",
        ),
        (
            languages.known.iter().all(described),
            "[languages.tags]",
            "each known language has a tag and a name",
        ),
        (
            languages.interface.iter().all(marks),
            "[numbers",
            "each interface language has its marks in numbers",
        ),
    ];
    let broken = rules.iter().filter(|(holds, ..)| !holds);
    broken.map(|(_, start, message)| table.finding(start, *message)).collect()
}

fn hazard_words(hazard: &Hazard) -> Vec<String> {
    let mut messages = Vec::new();
    let mut word = |field: &str, given: &str, known: &[&str]| {
        if !known.contains(&given) {
            messages.push(format!("`{given}` is no CAP `{field}`; write one of {}", known.join(", ")));
        }
    };
    word("category", &hazard.category, CATEGORIES);
    word("severity", &hazard.severity, SEVERITIES);
    word("urgency", &hazard.urgency, URGENCIES);
    word("certainty", &hazard.certainty, CERTAINTIES);
    for response in &hazard.response {
        word("responseType", response, RESPONSES);
    }
    if !is_word(&hazard.code) {
        messages.push(format!("`{}` is no code; use lower-case letters, digits, `-`", hazard.code));
    }
    let is_oet = |oet: &&Oet| {
        let digits = oet.code.strip_prefix("OET-").unwrap_or_default();
        digits.len() == 3 && digits.bytes().all(|b| b.is_ascii_digit()) && !oet.term.is_empty()
    };
    for oet in hazard.oet.iter().chain(&hazard.oet_also).filter(|oet| !is_oet(oet)) {
        messages
            .push(format!("`{}` is no event code; write `OET-` and three digits, with its term", oet.code));
    }
    if hazard.oet.is_none() && hazard.oet_also.is_empty() {
        messages.push("no event code at all; give `oet`, or some `oet_also` to choose from".to_owned());
    }
    for (language, headline) in hazard.headline.iter().filter(|(_, text)| !text.contains("{area}")) {
        messages
            .push(format!("the headline `{headline}` ({language}) does not say where; write `{{area}}`"));
    }
    let steps: BTreeSet<usize> = hazard.instruction.values().map(|text| text.lines().count()).collect();
    if steps.len() > 1 {
        messages.push("the instructions have not the same number of steps in each language".to_owned());
    }
    let long = |text: &&str| text.chars().count() > STEP_CHARS_MAX;
    for step in hazard.instruction.values().flat_map(|text| text.lines()).filter(long) {
        messages.push(format!("a step has at most {STEP_CHARS_MAX} characters: `{step}`"));
    }
    messages
}
