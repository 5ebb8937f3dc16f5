//! What the roles owe: that names lead to what there is, that nothing waits for itself, and that no seed leads to
//! a place or an agency that there is not.

use std::collections::BTreeSet;

use super::{Look, SEEDS_TRIED, SEVERITIES};
use crate::scenario::draw::{Drawn, Value};
use crate::scenario::{Text, Texts};

/// A step that a role owes: its name, its role, and what comes before.
struct Owed<'a> {
    name: &'a Text,
    role: &'a Text,
    after: &'a [Text],
    incident: Option<&'a Text>,
}

impl<'a> Look<'a> {
    fn owed(&self) -> Vec<Owed<'a>> {
        let scenario = self.scenario;
        let mut owed: Vec<Owed<'a>> = Vec::new();
        let mut add = |name, role, after, incident| owed.push(Owed { name, role, after, incident });
        scenario.incident.iter().for_each(|one| add(&one.name, &one.role, &one.after, None));
        scenario.entry.iter().for_each(|one| add(&one.name, &one.role, &one.after, Some(&one.incident)));
        scenario.task.iter().for_each(|one| add(&one.name, &one.role, &one.after, Some(&one.incident)));
        scenario.warning.iter().for_each(|one| add(&one.name, &one.role, &one.after, Some(&one.incident)));
        scenario.all_clear.iter().for_each(|one| add(&one.name, &one.role, &one.after, None));
        owed
    }

    pub(super) fn steps(&mut self) {
        let scenario = self.scenario;
        for owed in self.owed() {
            self.role(owed.role);
            if let Some(incident) = owed.incident {
                self.incident(incident);
            }
        }
        for close in &scenario.close {
            self.role(&close.role);
            self.incident(&close.incident);
            self.texts([&close.reason]);
        }
        for rule in &scenario.triage {
            match (&rule.incident, &rule.dismiss) {
                (Some(incident), None) => self.incident(incident),
                (None, Some(_)) => {}
                _ => self.say(
                    &scenario.name,
                    "triage.one-of",
                    "a `[[triage]]` has either `incident` or `dismiss`",
                ),
            }
        }
        for incident in &scenario.incident {
            self.one_of(&incident.severity, &SEVERITIES);
            self.hazard(&incident.hazard);
            self.texts([&incident.title]);
        }
        for entry in &scenario.entry {
            self.texts([&entry.text, &entry.reason]);
        }
        for task in &scenario.task {
            self.texts([&task.title, &task.text, &task.outcome]);
        }
        for warning in &scenario.warning {
            self.codes(&warning.severity, &warning.urgency, &warning.certainty);
            self.hazard(&warning.hazard);
            self.all_languages(
                &warning.name,
                [&warning.headline, &warning.description, &warning.instruction],
            );
        }
        for clear in &scenario.all_clear {
            self.all_languages(&clear.name, [&clear.headline, &clear.description, &clear.instruction]);
        }
    }

    fn all_languages<const N: usize>(&mut self, name: &Text, texts: [&Texts; N]) {
        for lang in
            self.known.languages.iter().filter(|lang| texts.iter().any(|text| !text.contains_key(*lang)))
        {
            self.say(
                name,
                "text.language",
                format!("a text in `{lang}` is missing: the public is warned in each official language"),
            );
        }
        self.texts(texts);
    }

    fn role(&mut self, role: &Text) {
        if !self.scenario.role.iter().any(|known| known.code.get_ref() == role.get_ref()) {
            self.say(
                role,
                "role.unknown",
                format!("`{}` is no `[[role]]` of this scenario", role.get_ref()),
            );
        }
    }

    fn incident(&mut self, name: &Text) {
        if !self.scenario.incident.iter().any(|known| known.name.get_ref() == name.get_ref()) {
            self.say(
                name,
                "incident.unknown",
                format!("`{}` is no `[[incident]]` of this scenario", name.get_ref()),
            );
        }
    }

    /// Names are there once, `after` names what there is, and nothing waits for itself.
    pub(super) fn order(&mut self) {
        let scenario = self.scenario;
        let injects = scenario.inject.iter().map(|inject| (&inject.name, inject.after.as_slice()));
        let steps = self.owed().into_iter().map(|owed| (owed.name, owed.after));
        let all: Vec<(&Text, &[Text])> = injects.chain(steps).collect();
        let names: BTreeSet<&str> = all.iter().map(|(name, _)| name.get_ref().as_str()).collect();
        let mut seen = BTreeSet::new();
        for (name, _) in &all {
            if !seen.insert(name.get_ref().as_str()) {
                self.say(name, "name.twice", format!("`{}` names two things", name.get_ref()));
            }
        }
        let closes = scenario.close.iter().flat_map(|close| &close.after);
        for after in all.iter().flat_map(|(_, after)| after.iter()).chain(closes) {
            if !names.contains(after.get_ref().as_str()) {
                self.say(after, "after.unknown", format!("nothing here is called `{}`", after.get_ref()));
            }
        }
        let mut happens: BTreeSet<&str> = BTreeSet::new();
        loop {
            let next: Vec<&str> = all
                .iter()
                .filter(|(name, after)| {
                    !happens.contains(name.get_ref().as_str())
                        && after.iter().all(|after| {
                            happens.contains(after.get_ref().as_str())
                                || !names.contains(after.get_ref().as_str())
                        })
                })
                .map(|(name, _)| name.get_ref().as_str())
                .collect();
            if next.is_empty() {
                break;
            }
            happens.extend(next);
        }
        for (name, _) in all.iter().filter(|(name, _)| !happens.contains(name.get_ref().as_str())) {
            self.say(
                name,
                "after.circle",
                format!("`{}` waits for itself, by way of what it comes after", name.get_ref()),
            );
        }
    }

    /// What depends on the draw, for many seeds.
    pub(super) fn seeds(&mut self) {
        let scenario = self.scenario;
        for drawn in (0..SEEDS_TRIED).map(|seed| Drawn::of(scenario, seed)) {
            let areas =
                scenario.inject.iter().filter_map(|inject| inject.cap.as_ref()).map(|cap| &cap.areas);
            let areas = areas
                .chain(scenario.incident.iter().map(|incident| &incident.areas))
                .chain(scenario.warning.iter().map(|warning| &warning.areas));
            for list in areas {
                self.each(&drawn, list, "area.unknown", "area", |look, code| {
                    look.known.areas.contains(code)
                });
            }
            for task in &scenario.task {
                self.each(&drawn, &task.agencies, "agency.unknown", "agency", |look, code| {
                    look.known.agencies.contains(code)
                });
                self.each(
                    &drawn,
                    &task.agencies,
                    "task.nobody",
                    "agency with somebody who does tasks",
                    Look::has_doer,
                );
            }
            let of_report = scenario.inject.iter().filter_map(|inject| Some(&inject.report.as_ref()?.near));
            let of_citizen =
                scenario.inject.iter().filter_map(|inject| Some(&inject.open311.as_ref()?.near));
            for near in of_report.chain(of_citizen) {
                for degrees in [&near.lat, &near.lon] {
                    if drawn.say(degrees.get_ref(), "en").parse::<f64>().is_err() {
                        self.say(degrees, "near.degrees", "a place needs degrees as numbers");
                    }
                }
            }
            for until in scenario.warning.iter().filter_map(|warning| warning.until.as_ref()) {
                if !matches!(drawn.look_up(until.get_ref()), Some(Value::Time(_))) {
                    self.say(until, "warning.until", "`until` names a draw with `clock`");
                }
            }
        }
    }

    fn each(
        &mut self,
        drawn: &Drawn,
        list: &[Text],
        rule: &'static str,
        what: &str,
        fits: fn(&Look<'a>, &str) -> bool,
    ) {
        for item in list {
            for code in drawn.list([item.get_ref().as_str()]) {
                if !fits(self, &code) {
                    self.say(item, rule, format!("`{code}` is no {what} (seed {})", drawn.seed));
                }
            }
        }
    }

    /// Somebody of the agency plays a role that works on tasks.
    fn has_doer(&self, agency: &str) -> bool {
        let players =
            self.scenario.role.iter().filter(|role| role.works.is_some()).flat_map(|role| &role.players);
        players.into_iter().any(|player| {
            let own = self.scenario.person.iter().find(|person| person.code.get_ref() == player.get_ref());
            match own {
                Some(person) => person.agency.get_ref() == agency,
                None => self.known.people.get(player.get_ref()).is_some_and(|known| known == agency),
            }
        })
    }
}
