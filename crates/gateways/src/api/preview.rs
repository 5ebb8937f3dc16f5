//! How a warning would go out, before it does.

use std::collections::{BTreeMap, BTreeSet};

use kulla_record::kind::warning::{Content, WarningText};

use super::ask::Ask;
use super::sms::{self, Encoding};
use super::wire::draft::{People, Preview, ShortText};

pub(super) fn of(ask: &Ask<'_>, content: &Content) -> Preview {
    let message = ask.desk.trial(ask.session(), content).ok();
    let texts: BTreeMap<String, String> =
        content.texts.iter().map(|(lang, text)| (lang.clone(), short(ask, lang, text))).collect();
    let each =
        |make: fn(&str) -> ShortText| texts.iter().map(|(lang, text)| (lang.clone(), make(text))).collect();
    Preview {
        sms: each(|text| ShortText {
            text: text.to_owned(),
            parts: Some(sms::parts(text)),
            pages: None,
            encoding: Encoding::of(text).name().into(),
        }),
        cell: each(|text| ShortText {
            text: text.to_owned(),
            parts: None,
            pages: Some(sms::pages(text)),
            encoding: Encoding::of(text).name().into(),
        }),
        languages_required: required(ask, content),
        people: people(ask, content),
        xml: message.map(|message| message.xml),
    }
}

/// Headline and steps in one line; in an exercise the word for it comes first.
fn short(ask: &Ask<'_>, lang: &str, text: &WarningText) -> String {
    let words = &ask.desk.profile().country.exercise.word;
    let word = ask.session().exercise.as_ref().map(|_| words.get(lang).or_else(|| words.values().next()));
    let headline = text.headline.trim();
    let headline = match word.flatten() {
        Some(word) if !headline.starts_with(word.as_str()) => format!("{word}: {headline}"),
        _ => headline.to_owned(),
    };
    let steps = text.instruction.lines().map(str::trim).filter(|line| !line.is_empty());
    std::iter::once(ended(&headline)).chain(steps.map(ended)).collect::<Vec<_>>().join(" ")
}

fn ended(line: &str) -> String {
    let open = line.ends_with(|c: char| c.is_alphanumeric());
    if open { format!("{line}.") } else { line.to_owned() }
}

/// Official languages of the chosen municipalities.
fn required(ask: &Ask<'_>, content: &Content) -> Vec<String> {
    let areas = content.place.areas.iter().filter_map(|code| ask.desk.profile().area(code));
    let languages: BTreeSet<String> = areas.flat_map(|area| area.languages.iter().cloned()).collect();
    languages.into_iter().collect()
}

// BUG: of a municipality that a drawn shape touches in part, everybody is counted: too many rather than too few.
fn people(ask: &Ask<'_>, content: &Content) -> Option<People> {
    let codes: BTreeSet<&String> = content.place.areas.iter().collect();
    let areas = codes.into_iter().filter_map(|code| ask.desk.profile().area(code));
    let add = |sum: Option<People>, area: &kulla_desk::profile::Area| {
        let (sum, own) = (sum.unwrap_or(People { estimate: 0, low: 0, high: 0 }), area.population);
        Some(People {
            estimate: sum.estimate + own.counted,
            low: sum.low + own.low,
            high: sum.high + own.high,
        })
    };
    areas.fold(None, add)
}
