//! Scenarios: those that ship inside the program, and folders.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use kulla_desk::profile::Profile;
use kulla_drill::Scenario;
use kulla_drill::scenario::check::{Invented, Known, check};
use kulla_drill::scenario::draw::{Drawn, Value};
use kulla_drill::scenario::{FILE, Finding, HERE, SOURCES};
use kulla_gateways::sources::{Listed, read};
use rust_embed::RustEmbed;

use crate::commands::Fault;

/// Seeds that the register of a scenario is read with.
const SEEDS_TRIED: u64 = 16;
/// Where files of sensors lie while a scenario is only checked: nothing is read there.
const NOWHERE: &str = "/nowhere";

#[derive(RustEmbed)]
#[folder = "../../scenarios"]
struct Shipped;

/// A scenario that was found, and not looked at yet.
#[derive(Debug, Clone)]
pub struct Found {
    /// What its file is called, for findings.
    pub file: String,
    /// The name of its folder.
    pub folder: String,
    /// The text.
    pub text: String,
    /// The text of its register of sources; empty where it invents none.
    pub sources: String,
}

/// One that ships under this name, or a folder.
pub fn find(name: &str) -> Result<Found, Fault> {
    if let Some(shipped) = Shipped::get(&format!("{name}/{FILE}")) {
        let text = String::from_utf8_lossy(&shipped.data).into_owned();
        let sources = Shipped::get(&format!("{name}/{SOURCES}"));
        let sources = sources.map(|file| String::from_utf8_lossy(&file.data).into_owned());
        let (file, sources) = (format!("{name}/{FILE}"), sources.unwrap_or_default());
        return Ok(Found { file, folder: name.to_owned(), text, sources });
    }
    let folder = Path::new(name);
    let path = folder.join(FILE);
    let text = fs::read_to_string(&path).map_err(|error| {
        let shipped = shipped().join("`, `");
        Fault::usage(format!(
            "there is no scenario `{name}` ({error}): name one that ships (`{shipped}`), or a folder with a `{FILE}`"
        ))
    })?;
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let folder = whole.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let sources = match fs::read_to_string(whole.join(SOURCES)) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(Fault::usage(format!("`{}`: {error}", whole.join(SOURCES).display())));
        }
        sources => sources.unwrap_or_default(),
    };
    Ok(Found { file: path.display().to_string(), folder, text, sources })
}

/// Names of those that ship.
pub fn shipped() -> Vec<String> {
    let mut names: Vec<String> = Shipped::iter()
        .filter_map(|path| path.strip_suffix(&format!("/{FILE}")).map(str::to_owned))
        .collect();
    names.sort();
    names
}

/// What is wrong with a scenario.
#[derive(Debug, Clone)]
pub enum Wrong {
    /// In its own file.
    Scenario(Vec<Finding>),
    /// In its register, filled in for this seed: each line as it is told.
    Sources(u64, Vec<String>),
}

impl Found {
    /// Checks it against a profile.
    pub fn check(&self, profile: &Profile) -> Result<Scenario, Wrong> {
        // The register can be filled in only for a scenario that reads; one that does not is told below.
        let read = Scenario::read(&self.text).ok();
        let mut sources = BTreeMap::new();
        for seed in (0..SEEDS_TRIED).filter(|_| !self.sources.is_empty()) {
            let Some(scenario) = &read else { break };
            let listed = self.register(&Drawn::of(scenario, seed), Path::new(NOWHERE), profile)?;
            sources.extend(
                listed
                    .into_iter()
                    .map(|listed| listed.source)
                    .map(|source| (source.code, Invented { door: source.door, owner: source.owner })),
            );
        }
        check(&self.text, Some(&self.folder), &known(profile, sources)).map_err(Wrong::Scenario)
    }

    /// The same; what is wrong is the fault.
    pub fn checked(&self, profile: &Profile) -> Result<Scenario, Fault> {
        self.check(profile).map_err(|wrong| {
            Fault::usage(format!("the scenario can't be played:\n{}", self.lines(&wrong).join("\n")))
        })
    }

    /// The register of its sources, as a seed fills it in.
    pub fn register(&self, drawn: &Drawn, here: &Path, profile: &Profile) -> Result<Vec<Listed>, Wrong> {
        let mut drawn = drawn.clone();
        drawn.values.insert(HERE.to_owned(), Value::Words(here.display().to_string()));
        let faults = |faults: Vec<kulla_gateways::sources::Fault>| {
            Wrong::Sources(drawn.seed, faults.iter().map(ToString::to_string).collect())
        };
        read(&drawn.say(&self.sources, "en"), &|code| profile.agency(code).is_some()).map_err(faults)
    }

    /// What is wrong, a line each.
    pub fn lines(&self, wrong: &Wrong) -> Vec<String> {
        match wrong {
            Wrong::Scenario(findings) => {
                let line = |found: &Finding| {
                    format!("{}:{}: {} ({})", self.file, found.line, found.message, found.rule)
                };
                findings.iter().map(line).collect()
            }
            Wrong::Sources(seed, faults) => {
                let file = self.file.replace(FILE, SOURCES);
                faults.iter().map(|fault| format!("{file} (seed {seed}): {fault}")).collect()
            }
        }
    }
}

fn known(profile: &Profile, sources: BTreeMap<String, Invented>) -> Known {
    let people = profile.people.demo.iter().map(|person| (person.code.clone(), person.agency.to_string()));
    Known {
        people: people.collect(),
        roles: profile.people.roles.iter().map(|role| role.code.to_string()).collect(),
        agencies: profile.agencies.iter().map(|agency| agency.code.to_string()).collect(),
        areas: profile.areas.iter().map(|area| area.code.clone()).collect(),
        hazards: profile.hazards.iter().map(|hazard| hazard.code.clone()).collect(),
        services: profile.services.iter().map(|service| service.code.to_string()).collect(),
        languages: profile.country.languages.interface.iter().cloned().collect(),
        sources,
    }
}
