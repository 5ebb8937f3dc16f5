//! The log of an exercise: each has one of its own, made when it is first played.
//!
//! Which log a scenario and a seed belong to stands in `node.toml`, so that the same command goes on with the
//! same exercise after a restart, and another seed never writes into it.

use std::sync::Arc;

use kulla_desk::profile::Profile;
use kulla_record::label::Word;
use kulla_record::{Clock, Entropy, LogId, SubjectId};

use super::begin::Maker;
use super::keys::Keys;
use super::{LogEntry, NodeConfig, NodeDir};
use crate::commands::Fault;

/// The seed where none is asked for: whoever runs the same command sees the same exercise.
pub const SEED: u64 = 1;

/// The exercise that is to be played: its log is there, and it is the front of the node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// Its name.
    pub name: Word,
    /// What is drawn from.
    pub seed: u64,
    /// Whether its log was made just now.
    pub is_new: bool,
}

/// Chooses the exercise of a scenario, makes its log where there is none, and makes it the front.
pub fn choose(
    dir: &NodeDir,
    scenario: &str,
    seed: Option<u64>,
    clock: &dyn Clock,
    entropy: Arc<dyn Entropy>,
) -> Result<Chosen, Fault> {
    let mut config = dir.read_config()?;
    if !config.exercise_only {
        return Err(Fault::usage(format!(
            "`{}` is an operational node: exercises are played on an exercise-only one (`kulla init … --exercise-only`)",
            dir.root().display()
        )));
    }
    // Taken before anything is changed: another process may be running this node.
    let _lock = dir.lock()?;
    let chosen = name_of(&config, scenario, seed)?;
    if config.exercise.as_ref() == Some(&chosen.name) && !chosen.is_new {
        return Ok(chosen);
    }
    if chosen.is_new {
        let entry = LogEntry {
            name: format!("exercise-{}", chosen.name),
            id: own_id(&config, &chosen.name)?,
            exercise: Some(chosen.name.clone()),
            seed: Some(chosen.seed),
        };
        let (keys, profile) = (Keys::read(dir)?, Profile::load(&dir.profile()));
        let profile = profile.map_err(|bad| Fault::data(bad.to_string()))?;
        Maker::new(dir, &config, &keys, &profile, (clock, entropy)).begin(&entry, "", Vec::new())?;
        config.logs.push(entry);
    }
    config.exercise = Some(chosen.name.clone());
    dir.write_config(&config)?;
    Ok(chosen)
}

/// It follows from that of `ops`, so that a start that was interrupted is gone on with.
fn own_id(config: &NodeConfig, name: &Word) -> Result<LogId, Fault> {
    let ops = config.logs.iter().find(|log| log.name == "ops");
    let ops = ops.ok_or_else(|| Fault::data("node.toml names no log `ops`"))?;
    Ok(LogId(SubjectId::derived(&format!("log exercise-{name}"), SubjectId(ops.id.0)).0))
}

/// The exercise that a scenario and a seed belong to: the one that was played with them, else a new one.
fn name_of(config: &NodeConfig, scenario: &str, seed: Option<u64>) -> Result<Chosen, Fault> {
    let word = |name: &str| Word::new(name).map_err(|bad| Fault::usage(format!("`{name}`: {bad}")));
    let own = |entry: &&LogEntry| {
        let name = entry.exercise.as_ref().map(Word::as_str).unwrap_or_default();
        entry.seed.is_some() && (name == scenario || name.strip_prefix(scenario).is_some_and(is_seeded))
    };
    let known: Vec<&LogEntry> = config.logs.iter().filter(own).collect();
    let front = known.iter().find(|entry| entry.exercise == config.exercise);
    let found = match seed {
        Some(seed) => known.iter().find(|entry| entry.seed == Some(seed)),
        None => front.or(known.first()),
    };
    if let Some(LogEntry { exercise: Some(name), seed: Some(seed), .. }) = found {
        return Ok(Chosen { name: name.clone(), seed: *seed, is_new: false });
    }
    let seed = seed.unwrap_or(SEED);
    let taken = |name: &Word| config.logs.iter().any(|entry| entry.exercise.as_ref() == Some(name));
    let plain = word(scenario)?;
    let name = if taken(&plain) { word(&format!("{scenario}-{seed}"))? } else { plain };
    if taken(&name) {
        return Err(Fault::usage(format!("`{name}` was played otherwise: choose another seed")));
    }
    Ok(Chosen { name, seed, is_new: true })
}

fn is_seeded(rest: &str) -> bool {
    rest.strip_prefix('-').is_some_and(|seed| !seed.is_empty() && seed.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(logs: &[(&str, Option<u64>)], front: &str) -> NodeConfig {
        let entry = |(name, seed): &(&str, Option<u64>)| LogEntry {
            name: format!("exercise-{name}"),
            id: LogId([0; 16]),
            exercise: Word::new(name).ok(),
            seed: *seed,
        };
        NodeConfig {
            format: 1,
            name: "node".into(),
            exercise_only: true,
            exercise: Word::new(front).ok(),
            machine: kulla_record::PrincipalId([0; 16]),
            logs: logs.iter().map(entry).collect(),
        }
    }

    fn chosen(config: &NodeConfig, seed: Option<u64>) -> (String, u64, bool) {
        let chosen = name_of(config, "drini-flood", seed).unwrap();
        (chosen.name.to_string(), chosen.seed, chosen.is_new)
    }

    #[test]
    fn the_same_command_goes_on_with_the_same_exercise_and_another_seed_is_another_one() {
        let fresh = config(&[("try", None)], "try");
        assert_eq!(chosen(&fresh, None), ("drini-flood".into(), 1, true));
        assert_eq!(chosen(&fresh, Some(7)), ("drini-flood".into(), 7, true));
        let played = config(&[("try", None), ("drini-flood", Some(7))], "drini-flood");
        assert_eq!(chosen(&played, None), ("drini-flood".into(), 7, false));
        assert_eq!(chosen(&played, Some(7)), ("drini-flood".into(), 7, false));
        assert_eq!(chosen(&played, Some(8)), ("drini-flood-8".into(), 8, true));
        let twice = config(&[("drini-flood", Some(7)), ("drini-flood-8", Some(8))], "drini-flood-8");
        assert_eq!(chosen(&twice, None), ("drini-flood-8".into(), 8, false));
    }

    #[test]
    fn an_exercise_that_was_made_by_hand_under_that_name_is_left_alone() {
        let by_hand = config(&[("drini-flood", None)], "drini-flood");
        assert_eq!(chosen(&by_hand, None), ("drini-flood-1".into(), 1, true));
    }
}
