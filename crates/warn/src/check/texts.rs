//! A text says what happens and what to do, in a length that a small display carries.

use kulla_record::kind::warning::{Content, MessageType, WarningText};

use super::Finding;
use super::languages::LANGUAGES_MAX;
use crate::compose;
use crate::facts::Facts;

/// Characters of a headline as it goes out (CAP 1.2 §3.2.2 `headline`), the word for an exercise included.
pub const HEADLINE_CHARS_MAX: usize = 160;
/// Characters of what is happening.
pub const DESCRIPTION_CHARS_MAX: usize = 2_000;
/// Characters of what to do.
pub const INSTRUCTION_CHARS_MAX: usize = 2_000;

pub(super) fn check(content: &Content, facts: &Facts<'_>, findings: &mut Vec<Finding>) {
    for (lang, text) in content.texts.iter().take(LANGUAGES_MAX) {
        let sent = compose::headline(text, lang, facts);
        length("headline", &sent, HEADLINE_CHARS_MAX, lang, findings);
        length("description", &text.description, DESCRIPTION_CHARS_MAX, lang, findings);
        length("instruction", &text.instruction, INSTRUCTION_CHARS_MAX, lang, findings);
        empty(text, content.message, lang, findings);
        for (field, words) in fields(text) {
            characters(field, words, lang, findings);
        }
    }
}

/// The three texts with their names.
fn fields(text: &WarningText) -> [(&'static str, &str); 3] {
    [("headline", &text.headline), ("description", &text.description), ("instruction", &text.instruction)]
}

fn length(field: &'static str, text: &str, max: usize, lang: &str, findings: &mut Vec<Finding>) {
    let chars = text.chars().count();
    if chars > max {
        let message = format!("`{field}` in `{lang}` has {chars} characters: at most {max} fit");
        let finding = Finding::blocks("check.text-long", message);
        findings.push(finding.with("field", field).with("lang", lang).with("max", max));
    }
}

fn empty(text: &WarningText, message: MessageType, lang: &str, findings: &mut Vec<Finding>) {
    for (field, _) in fields(text).iter().filter(|(_, words)| words.trim().is_empty()) {
        let words = format!("`{field}` in `{lang}` is empty: write it");
        // When all is over there may be nothing left to do.
        let finding = match (*field, message) {
            ("instruction", MessageType::Cancel) => Finding::asks("check.text-missing", words),
            _ => Finding::blocks("check.text-missing", words),
        };
        findings.push(finding.with("field", field).with("lang", lang));
    }
}

fn characters(field: &'static str, text: &str, lang: &str, findings: &mut Vec<Finding>) {
    let breaks = field != "headline";
    let unseen = |c: char| {
        (c.is_control() && !(breaks && c == '\n'))
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}')
    };
    if text.chars().any(unseen) {
        let message = format!("`{field}` in `{lang}` holds a character that can't be seen: type it again");
        findings
            .push(Finding::blocks("check.text-control", message).with("field", field).with("lang", lang));
    }
    if text.contains(['{', '}', '<', '>']) {
        let message = format!(
            "`{field}` in `{lang}` holds `{{`, `}}`, `<` or `>`: fill in or take out what stands there"
        );
        findings.push(
            Finding::blocks("check.text-placeholder", message).with("field", field).with("lang", lang),
        );
    }
}
