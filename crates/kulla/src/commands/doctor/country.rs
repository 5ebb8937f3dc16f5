//! The profile: what is not official, not edited, not there.

use std::fs;

use kulla_desk::profile::{Profile, Shape};

use super::Visit;
use super::Weight::{Note, Warning};
use crate::commands::Fault;
use crate::node::apply_boundaries;

/// Looks at it.
pub fn look(visit: &mut Visit<'_>) -> Result<(), Fault> {
    let mut profile = Profile::load(&visit.dir.profile()).map_err(|bad| Fault::data(bad.to_string()))?;
    apply_boundaries(&visit.dir, &mut profile)?;
    kind(visit);
    areas(visit, &profile);
    texts(visit, &profile);
    if profile.country.cap.sender.ends_with(".invalid") {
        visit.say(
            Warning,
            "profile.sender",
            format!("CAP messages go out as `{}`", profile.country.cap.sender),
            "receivers recognise an authority by its sender, and this one is nobody's",
            "set `cap.sender` in profile/profile.toml to a name of the authority's own domain",
        );
    }
    Ok(())
}

fn kind(visit: &mut Visit<'_>) {
    if visit.config.exercise_only {
        visit.say(
            Note,
            "node.exercise-only",
            "this node only ever holds exercises",
            "nothing in it is real, and nothing of it reaches the public as a real warning",
            "make an operational node in another folder with `kulla init`",
        );
    } else if visit.dir.profile().join("desk.toml").exists() {
        visit.say(
            Note,
            "profile.invented-people",
            "profile/desk.toml names invented people",
            "an operational node never reads it, and whoever finds it may think otherwise",
            "remove the file",
        );
    }
}

fn areas(visit: &mut Visit<'_>, profile: &Profile) {
    let circles =
        profile.areas.iter().filter(|area| matches!(area.shape, Shape::Approximate { .. })).count();
    if circles > 0 {
        visit.say(
            Warning,
            "profile.boundaries",
            format!("{circles} areas are circles around their seats"),
            "a warning misses people at the edge, and reaches others who are not meant",
            format!(
                "run `kulla import boundaries --data {} FILE` with official ones",
                visit.dir.root().display()
            ),
        );
    }
}

fn texts(visit: &mut Visit<'_>, profile: &Profile) {
    let file = visit.dir.profile().join("hazards.toml");
    if fs::read_to_string(file).is_ok_and(|text| text.contains("texts_edited = false")) {
        visit.say(
            Warning,
            "profile.unedited",
            "the texts of hazards.toml have not been through a native editor (`texts_edited = false`)",
            "people act on these sentences in a bad hour; a wrong word costs",
            "let native editors of each language read them, then set `texts_edited = true`",
        );
    }
    visit.say(
        Note,
        "profile.unofficial",
        "the facts of the shipped profile are not official",
        "agencies, languages, retention and legal bases are a proposal",
        "let whoever answers for them read profile/, and keep the reading on record",
    );
    let languages = &profile.country.languages.interface;
    let lacking: Vec<String> = profile
        .hazards
        .iter()
        .filter(|hazard| languages.iter().any(|lang| !hazard.instruction.contains_key(lang)))
        .map(|hazard| hazard.code.clone())
        .collect();
    if !lacking.is_empty() {
        visit.say(
            Warning,
            "profile.languages",
            format!("what to do is not written in every language for {}", lacking.join(", ")),
            "the officer has to find the words in the hour of the warning",
            "add the missing languages in profile/hazards.toml",
        );
    }
}
