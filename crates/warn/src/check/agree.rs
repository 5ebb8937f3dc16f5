//! Numbers and times agree across languages.
//!
//! A gauge of 3,42 m in one language and 34,2 m in another, or 22:00 against 20:00, is the mistake that a
//! tired night makes and that nobody who reads one language can see. Words can't be compared; figures can.
//! A finding asks and does not block: one language may write a figure in words.

use std::collections::{BTreeMap, BTreeSet};

use kulla_record::kind::warning::WarningText;

use super::Finding;
use super::languages::LANGUAGES_MAX;

/// Figures that are named in one finding.
const NAMED_MAX: usize = 12;

/// The figures of one text, each in one spelling.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Figures {
    /// `9200`, `3.42`: decimals with a point, no thousands marks, no leading zeros.
    numbers: BTreeSet<String>,
    /// `22:00`.
    times: BTreeSet<String>,
}

pub(super) fn check(texts: &BTreeMap<String, WarningText>, findings: &mut Vec<Finding>) {
    let figures: Vec<(&String, Figures)> =
        texts.iter().take(LANGUAGES_MAX).map(|(lang, text)| (lang, figures_of(text))).collect();
    let numbers = figures.iter().map(|(lang, f)| (lang.as_str(), &f.numbers)).collect::<Vec<_>>();
    let times = figures.iter().map(|(lang, f)| (lang.as_str(), &f.times)).collect::<Vec<_>>();
    differ("check.numbers-differ", &numbers, findings);
    differ("check.times-differ", &times, findings);
}

/// One finding for each language that lacks what another has.
fn differ(code: &'static str, sets: &[(&str, &BTreeSet<String>)], findings: &mut Vec<Finding>) {
    let all: BTreeSet<&String> = sets.iter().flat_map(|(_, set)| set.iter()).collect();
    for (lang, set) in sets {
        let lacks: Vec<&str> = all
            .iter()
            .filter(|figure| !set.contains(**figure))
            .map(|f| f.as_str())
            .take(NAMED_MAX)
            .collect();
        if !lacks.is_empty() {
            let named = lacks.iter().map(|figure| format!("`{figure}`")).collect::<Vec<_>>().join(", ");
            let message =
                format!("{named} in another language has no match in `{lang}`: compare the texts");
            findings.push(Finding::asks(code, message).with("lang", lang).with("lacks", lacks.join(" ")));
        }
    }
}

fn figures_of(text: &WarningText) -> Figures {
    let mut figures = Figures::default();
    for words in [&text.headline, &text.description, &text.instruction] {
        scan(words, &mut figures);
    }
    figures
}

fn scan(text: &str, figures: &mut Figures) {
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        if !chars[at].is_ascii_digit() {
            at += 1;
        } else if let Some(time) = time_at(&chars, at) {
            figures.times.insert(time);
            at += digits(&chars, at) + 3;
        } else {
            at = number_at(&chars, at, &mut figures.numbers);
        }
    }
}

/// How many digits stand here.
fn digits(chars: &[char], at: usize) -> usize {
    chars[at.min(chars.len())..].iter().take_while(|c| c.is_ascii_digit()).count()
}

/// `7:30` or `22:00`.
fn time_at(chars: &[char], at: usize) -> Option<String> {
    let hours = digits(chars, at);
    let colon = at + hours;
    if hours > 2 || chars.get(colon) != Some(&':') || digits(chars, colon + 1) != 2 {
        return None;
    }
    let value = |from: usize, to: usize| chars[from..to].iter().collect::<String>().parse::<u8>().ok();
    let (hour, minute) = (value(at, colon)?, value(colon + 1, colon + 3)?);
    (hour <= 24 && minute < 60).then(|| format!("{hour:02}:{minute:02}"))
}

/// Takes the number that begins here in its one spelling; gives back where it ends.
fn number_at(chars: &[char], start: usize, numbers: &mut BTreeSet<String>) -> usize {
    let mut groups = Vec::new();
    let mut marks = Vec::new();
    let mut at = start;
    loop {
        let len = digits(chars, at);
        groups.push(chars[at..at + len].iter().collect::<String>());
        at += len;
        match chars.get(at) {
            Some(mark @ ('.' | ',' | '\u{a0}' | '\u{2009}' | '\u{202f}')) if digits(chars, at + 1) > 0 => {
                marks.push(*mark);
                at += 1;
            }
            _ => break,
        }
    }
    spell(&groups, &marks, numbers);
    at
}

/// Groups of three digits after the first mark thousands; one point or comma before another length marks
/// decimals; anything else (a date) is several numbers.
fn spell(groups: &[String], marks: &[char], numbers: &mut BTreeSet<String>) {
    let thousands = |groups: &[String]| {
        (1..=3).contains(&groups[0].len()) && groups[0] != "0" && groups[1..].iter().all(|g| g.len() == 3)
    };
    let plain = |digits: &str| match digits.trim_start_matches('0') {
        "" => "0".to_owned(),
        rest => rest.to_owned(),
    };
    let last = groups.len() - 1;
    if groups.len() == 1 {
        numbers.insert(plain(&groups[0]));
    } else if thousands(groups) {
        numbers.insert(plain(&groups.concat()));
    } else if marks[last - 1] == '.' || marks[last - 1] == ',' {
        let whole = &groups[..last];
        if whole.len() == 1 || (thousands(whole) && marks[..last - 1].iter().all(|m| *m != marks[last - 1]))
        {
            numbers.insert(format!("{}.{}", plain(&whole.concat()), groups[last]));
        } else {
            numbers.extend(groups.iter().map(|group| plain(group)));
        }
    } else {
        numbers.extend(groups.iter().map(|group| plain(group)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(text: &str) -> (Vec<String>, Vec<String>) {
        let mut figures = Figures::default();
        scan(text, &mut figures);
        (figures.numbers.into_iter().collect(), figures.times.into_iter().collect())
    }

    #[test]
    fn a_number_has_one_spelling_in_every_language() {
        for (text, number) in [
            ("3,42 m", "3.42"),
            ("3.42", "3.42"),
            ("9\u{202f}200", "9200"),
            ("9.200", "9200"),
            ("9,200", "9200"),
            ("1,234.5", "1234.5"),
            ("1\u{a0}234,5", "1234.5"),
            ("07", "7"),
            ("0,250", "0.250"),
            ("000", "0"),
            ("M112.", "112"),
        ] {
            assert_eq!(figures(text).0, [number], "{text}");
        }
    }

    #[test]
    fn a_date_is_its_numbers_however_it_is_written() {
        for text in ["17.11.2026", "17/11/2026", "2026-11-17", "17. 11. 2026."] {
            assert_eq!(figures(text).0, ["11", "17", "2026"], "{text}");
        }
    }

    #[test]
    fn a_time_is_no_number() {
        assert_eq!(figures("22:00–4:05"), (vec![], vec!["04:05".into(), "22:00".into()]));
        assert_eq!(figures("99:10").1, Vec::<String>::new());
    }
}
