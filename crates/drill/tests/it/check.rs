//! The checker says what is wrong, where, and by which rule.

use kulla_drill::scenario::check::{Invented, Known, check};
use kulla_drill::scenario::starter::starter;

fn invented(code: &str, door: &str, owner: &str) -> (String, Invented) {
    (code.to_owned(), Invented { door: door.to_owned(), owner: owner.to_owned() })
}

pub fn known() -> Known {
    let set = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
    Known {
        people: [("duty", "ame"), ("second", "ame"), ("prizren", "kom-20")]
            .map(|(person, agency)| (person.to_owned(), agency.to_owned()))
            .into(),
        roles: set(&[
            "duty-officer",
            "incident-commander",
            "municipal-coordinator",
            "exercise-director",
            "public-information-officer",
            "infrastructure-liaison",
        ]),
        agencies: set(&["ame", "ihmk", "kom-20", "kom-02", "kom-08", "kom-16", "kom-17"]),
        areas: set(&["20", "02", "08", "16", "17"]),
        hazards: set(&["flood", "wildfire", "cyber"]),
        services: set(&["flooded-road", "flooded-building", "dike-damage", "blocked-culvert"]),
        languages: set(&["sq", "sr", "en"]),
        sources: [
            invented("drini-gauge", "observations", "ihmk"),
            invented("water-edge", "eve", "kru-jugu"),
        ]
        .into(),
    }
}

/// Findings of the starter with one thing changed: line and rule.
fn changed(from: &str, to: &str) -> Vec<(String, &'static str)> {
    let text = starter("forest");
    assert!(text.contains(from), "the starter does not hold `{from}`");
    let text = text.replacen(from, to, 1);
    let found = check(&text, Some("forest"), &known()).err().unwrap_or_default();
    let line = |n: usize| text.lines().nth(n - 1).unwrap_or_default().trim().to_owned();
    found.into_iter().map(|finding| (line(finding.line), finding.rule)).collect()
}

fn rules(from: &str, to: &str) -> Vec<&'static str> {
    changed(from, to).into_iter().map(|(_, rule)| rule).collect()
}

#[test]
fn what_a_new_scenario_begins_with_can_be_played_as_it_is() {
    let scenario = check(&starter("forest"), Some("forest"), &known()).unwrap();
    assert_eq!(scenario.name(), "forest");
    assert_eq!(scenario.roles(), ["duty-officer", "incident-commander", "municipal-coordinator"]);
}

#[test]
fn a_whole_choice_in_a_text_would_say_nothing_and_is_refused() {
    let (from, to) = ("Forest fire at {place.town}", "Forest fire at {place}");
    assert_eq!(changed(from, to), [(format!("en = \"{to}\""), "text.choice")]);
}

#[test]
fn the_scenario_that_ships_is_in_order() {
    let text = include_str!("../../../../scenarios/drini-flood/scenario.toml");
    let found = check(text, Some("drini-flood"), &known()).err().unwrap_or_default();
    assert_eq!(found.iter().map(|finding| finding.to_string()).collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn a_finding_stands_on_the_line_of_what_is_wrong() {
    assert_eq!(
        changed("severity = \"Severe\"\nareas", "severity = \"Bad\"\nareas"),
        [("severity = \"Bad\"".to_owned(), "code.unknown")]
    );
    assert_eq!(
        changed("after = [\"fire-is-out\"]", "after = [\"rain\"]"),
        [("after = [\"rain\"]".to_owned(), "after.unknown")]
    );
}

#[test]
fn what_the_file_does_not_know_is_refused_and_not_passed_over() {
    let found = changed("count = 3 ", "cuont = 3 ");
    assert_eq!(found[0].1, "scenario.form");
    assert!(found[0].0.starts_with("cuont = 3"), "{found:?}");
    assert_eq!(rules("at = \"1h\"", "at = \"1 hour\""), ["scenario.form"]);
}

#[test]
fn names_lead_to_what_there_is() {
    for (from, to, rule) in [
        ("name = \"forest\"", "name = \"other\"", "scenario.name"),
        ("format = 1", "format = 2", "scenario.format"),
        ("pace = 60 ", "pace = 0 ", "scenario.pace"),
        ("Europe/Belgrade", "Europe/Nowhere", "scenario.zone"),
        ("players = [\"prizren\"]", "players = [\"nobody\"]", "role.players"),
        ("code = \"municipal-coordinator\"", "code = \"king\"", "role.unknown"),
        ("roles = [\"exercise-director\"]", "roles = [\"duty-officer\"]", "person.director"),
        ("{hectares} hektarë.\"", "{hektarë} hektarë.\"", "text.unknown"),
        ("incident = \"fire\"\n\n# ---", "incident = \"flood\"\n\n# ---", "incident.unknown"),
        ("hazard = \"wildfire\"", "hazard = \"locusts\"", "hazard.unknown"),
        ("areas = [\"20\"], agencies", "areas = [\"99\"], agencies", "area.unknown"),
        ("agencies = [\"kom-20\"]", "agencies = [\"kom-02\"]", "task.nobody"),
        ("lat = 42.2200", "lat = \"north\"", "near.degrees"),
        ("between = [5, 60]", "between = [60, 5]", "draw.range"),
        ("over = \"10m\" ", "every = \"10m\" ", "inject.times"),
        ("after = [\"smoke\"]", "after = [\"warn\"]", "after.circle"),
    ] {
        let found = rules(from, to);
        assert!(found.contains(&rule), "`{to}` should be `{rule}`: {found:?}");
    }
}

#[test]
fn the_public_is_warned_in_each_official_language() {
    let found = changed("sr = \"Gori oko {hectares} hektara.\"\nen = \"About", "en = \"About");
    assert_eq!(found, [("name = \"warn\"".to_owned(), "text.language")]);
}

#[test]
fn an_inject_without_a_door_is_told_which_doors_there_are() {
    let text = starter("forest").replace("inject.report", "inject.telepathy");
    let found = check(&text, None, &known()).unwrap_err();
    assert_eq!(found[0].rule, "scenario.form");
    assert!(found[0].message.contains("telepathy") && found[0].message.contains("report"), "{}", found[0]);
}

#[test]
fn gauges_and_sensors_stand_in_the_register_and_somebody_answers_for_them() {
    let text = include_str!("../../../../scenarios/drini-flood/scenario.toml");
    let rules = |text: &str, known: &Known| {
        let found = check(text, Some("drini-flood"), known).err().unwrap_or_default();
        found.into_iter().map(|finding| finding.rule).collect::<Vec<_>>()
    };
    assert_eq!(rules(text, &known()), Vec::<&str>::new());
    let other = text.replacen("source = \"drini-gauge\"", "source = \"sitnica-gauge\"", 1);
    assert_eq!(rules(&other, &known()), ["source.unknown"]);
    let with = |changed| {
        let mut known = known();
        known.sources.extend([changed]);
        rules(text, &known)
    };
    assert_eq!(with(invented("drini-gauge", "observations", "csa")), ["source.owner"]);
    assert_eq!(with(invented("drini-gauge", "eve", "ihmk")), ["source.unknown"]);
    assert_eq!(with(invented("water-edge", "observations", "ihmk")), ["source.unknown"]);
    let flat = text.replacen(
        "property = \"water-level\"\ncurve = \"level\"",
        "property = \"water-level\"\ncurve = \"flat\"",
        1,
    );
    assert_eq!(rules(&flat, &known()), ["curve.unknown"]);
}

#[test]
fn names_are_filled_in_wherever_they_stand_and_other_braces_are_left_alone() {
    let scenario = kulla_drill::Scenario::read(&starter("forest")).unwrap();
    let drawn = kulla_drill::scenario::draw::Drawn::of(&scenario, 1);
    let filled = drawn.say("at = [{ name = \"a\", value = {place.lat} }, {no.name}] {", "en");
    assert_eq!(filled, "at = [{ name = \"a\", value = 42.22 }, {no.name}] {");
}
