//! Everybody who is warned is warned in their language, or somebody says in writing why not.

use std::collections::{BTreeMap, BTreeSet};

use kulla_record::kind::warning::Content;

use super::Finding;
use crate::facts::Profile;

/// Characters of the shortest reason for leaving a language out.
pub const LEFT_OUT_REASON_CHARS_MIN: usize = 10;
/// Languages of one warning.
pub const LANGUAGES_MAX: usize = 16;

const LEFT_OUT_REASON_CHARS_MAX: usize = 400;

pub(super) fn check(content: &Content, profile: &Profile, findings: &mut Vec<Finding>) {
    if content.texts.is_empty() || content.texts.len() > LANGUAGES_MAX {
        let message =
            format!("a warning has 1 to {LANGUAGES_MAX} languages: write it in the official ones");
        findings.push(Finding::blocks("check.language-count", message));
    }
    for lang in content.texts.keys().filter(|lang| !profile.tags.contains_key(*lang)).take(LANGUAGES_MAX) {
        let message = format!("`{lang}` is not a language of this profile: choose one of the list");
        findings.push(Finding::blocks("check.language-unknown", message).with("lang", lang));
    }
    official(content, profile, findings);
    left_out(content, findings);
}

fn official(content: &Content, profile: &Profile, findings: &mut Vec<Finding>) {
    let mut missing: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for area in content.place.areas.iter().filter(|area| seen.insert(*area)) {
        let Some(facts) = profile.areas.get(area) else { continue };
        let absent = |lang: &&String| !content.texts.contains_key(*lang);
        for lang in facts.official.iter().filter(absent) {
            if !content.left_out.contains_key(lang) {
                missing.entry(lang).or_default().push(area);
            }
        }
        if !facts.official.is_empty() && facts.official.iter().all(|lang| absent(&lang)) {
            let message =
                format!("`{area}` gets no text in any of its official languages: write one of them");
            findings.push(Finding::blocks("check.area-unserved", message).with("area", area));
        }
    }
    for (lang, areas) in missing {
        let message = format!(
            "`{lang}` is official in {} and missing: write it, or leave it out with a reason",
            areas.iter().map(|area| format!("`{area}`")).collect::<Vec<_>>().join(", ")
        );
        let finding = Finding::blocks("check.language-missing", message);
        findings.push(finding.with("lang", lang).with("areas", areas.join(" ")));
    }
}

fn left_out(content: &Content, findings: &mut Vec<Finding>) {
    if content.left_out.len() > LANGUAGES_MAX {
        let message = format!("at most {LANGUAGES_MAX} languages are left out: name only official ones");
        return findings.push(Finding::blocks("check.language-count", message));
    }
    for (lang, reason) in &content.left_out {
        let chars = reason.trim().chars().count();
        if !(LEFT_OUT_REASON_CHARS_MIN..=LEFT_OUT_REASON_CHARS_MAX).contains(&chars) {
            let message = format!(
                "`{lang}` is left out without a reason: say why in {LEFT_OUT_REASON_CHARS_MIN} to {LEFT_OUT_REASON_CHARS_MAX} characters"
            );
            findings.push(Finding::blocks("check.left-out-reason", message).with("lang", lang));
        }
        if content.texts.contains_key(lang) {
            let message = format!("`{lang}` is written and left out: take the reason or the text away");
            findings.push(Finding::blocks("check.left-out-written", message).with("lang", lang));
        }
    }
}
