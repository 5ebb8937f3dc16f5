//! The words of the pages that the server writes: the same Fluent files that the console reads.

use std::collections::BTreeMap;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use unic_langid::LanguageIdentifier;

/// Languages of the pages, the first one where a reader asks for none of them.
pub(crate) const PAGE_LANGS: [&str; 3] = ["sq", "sr", "en"];

/// Each language with its file; `tr` and `bs` hold only what a warning in these languages needs.
const FILES: [(&str, &str); 5] = [
    ("sq", include_str!("../../../locales/sq/public.ftl")),
    ("sr", include_str!("../../../locales/sr/public.ftl")),
    ("en", include_str!("../../../locales/en/public.ftl")),
    ("tr", include_str!("../../../locales/tr/public.ftl")),
    ("bs", include_str!("../../../locales/bs/public.ftl")),
];

/// What a message names.
#[derive(Default)]
pub(crate) struct Args<'a>(FluentArgs<'a>);

impl<'a> Args<'a> {
    pub fn new() -> Args<'a> {
        Args::default()
    }

    pub fn with(mut self, name: &'a str, value: impl Into<FluentValue<'a>>) -> Args<'a> {
        self.0.set(name, value);
        self
    }
}

pub(crate) struct Words {
    bundles: BTreeMap<&'static str, FluentBundle<FluentResource>>,
}

impl Words {
    pub fn new() -> Words {
        let bundle = |(lang, text): &(&'static str, &str)| (*lang, bundle(lang, text));
        Words { bundles: FILES.iter().map(bundle).collect() }
    }

    /// A message in a language, else in English, else its own name: a page is never lost to a missing word.
    pub fn say(&self, lang: &str, id: &str, args: &Args<'_>) -> String {
        let found = [lang, "en"].into_iter().filter_map(|lang| self.bundles.get(lang)).find_map(|bundle| {
            let pattern = bundle.get_message(id)?.value()?;
            let mut faults = Vec::new();
            Some(bundle.format_pattern(pattern, Some(&args.0), &mut faults).into_owned())
        });
        found.unwrap_or_else(|| id.to_owned())
    }

    /// A message without arguments.
    pub fn plain(&self, lang: &str, id: &str) -> String {
        self.say(lang, id, &Args::new())
    }

    /// A moment in words, on the clock of the country.
    pub fn moment(&self, lang: &str, at: Timestamp, zone: &TimeZone) -> String {
        let local = zone.to_datetime(at);
        let month = self.plain(lang, &format!("month-{}", local.month()));
        let args = Args::new()
            .with("day", local.day().to_string())
            .with("month", month)
            .with("year", local.year().to_string())
            .with("time", format!("{:02}:{:02}", local.hour(), local.minute()));
        self.say(lang, "moment", &args)
    }
}

fn bundle(lang: &str, text: &str) -> FluentBundle<FluentResource> {
    let id: LanguageIdentifier = lang.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // Marks that isolate an argument would stand in titles and in text messages.
    bundle.set_use_isolating(false);
    let (resource, faults) = match FluentResource::try_new(text.to_owned()) {
        Ok(resource) => (resource, Vec::new()),
        Err((resource, faults)) => (resource, faults),
    };
    faults.iter().for_each(|fault| tracing::error!(lang, %fault, "public.ftl does not read"));
    bundle.add_resource_overriding(resource);
    bundle
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn ids(text: &str) -> BTreeSet<&str> {
        let message = |line: &'_ str| line.split_once(" =").map(|(id, _)| id.to_owned());
        text.lines()
            .filter(|line| message(line).is_some() && line.starts_with(|c: char| c.is_ascii_lowercase()))
            .filter_map(|line| line.split_once(" =").map(|(id, _)| id))
            .collect()
    }

    #[test]
    fn every_language_of_the_pages_has_every_message() {
        let english = ids(FILES[2].1);
        for (lang, text) in &FILES[..3] {
            assert_eq!(ids(text), english, "{lang}");
            assert!(FluentResource::try_new((*text).to_owned()).is_ok(), "{lang} does not read");
        }
        assert!(english.len() > 30);
    }

    #[test]
    fn every_language_of_warnings_can_say_that_one_is_over() {
        let words = Words::new();
        for (lang, _) in FILES {
            let said = words.say(lang, "cancel-description", &Args::new().with("headline", "X"));
            assert!(said.contains('X') && !said.contains("headline"), "{lang}: {said}");
            assert!(ids(FILES.iter().find(|(l, _)| *l == lang).unwrap().1).contains("cancel-headline"));
        }
    }

    #[test]
    fn a_moment_is_told_on_the_clock_of_the_country() {
        let zone = TimeZone::get("Europe/Belgrade").unwrap();
        let at: Timestamp = "2026-11-17T20:52:00Z".parse().unwrap();
        let words = Words::new();
        assert_eq!(words.moment("en", at, &zone), "17 November 2026, 21:52");
        assert_eq!(words.moment("sr", at, &zone), "17. novembra 2026. u 21:52");
        assert_eq!(words.moment("sq", at, &zone), "17 nëntor 2026, ora 21:52");
    }
}
