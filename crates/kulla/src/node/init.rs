//! Making a node.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use kulla_desk::profile::{DemoPerson, Profile};
use kulla_log::NoteVerifier;
use kulla_record::kind::governance::Grant;
use kulla_record::kind::{Body, Kind};
use kulla_record::label::Word;
use kulla_record::{Clock, Draft, Entropy, LabelId, LogId, PrincipalId, RecordId, SubjectId};

use super::begin::Maker;
use super::keys::Keys;
use super::{FORMAT, LogEntry, NodeConfig, NodeDir, make_private};
use crate::assets::ShippedProfiles;
use crate::cli::Init;
use crate::commands::Fault;

/// What an operational node is begun by.
const ADMINISTRATORS: usize = 2;

/// Makes a node in an empty folder.
pub fn init(init: &Init, clock: &dyn Clock, entropy: Arc<dyn Entropy>) -> Result<NodeConfig, Fault> {
    let dir = NodeDir::new(&init.data);
    ceremony(init)?;
    empty(dir.root())?;
    for folder in [dir.keys(), dir.profile(), dir.quarantine()] {
        fs::create_dir_all(&folder)
            .map_err(|error| Fault::data(format!("`{}`: {error}", folder.display())))?;
    }
    ShippedProfiles::copy(&init.profile, &dir.profile())?;
    let profile = Profile::load(&dir.profile()).map_err(|bad| Fault::data(bad.to_string()))?;
    let keys = Keys::make(&dir, entropy.as_ref())?;
    let config = config(init, clock, entropy.as_ref())?;
    let mut maker = Maker::new(&dir, &config, &keys, &profile, (clock, entropy));
    let people = if init.exercise_only {
        profile.people.demo.iter().map(First::invented).collect()
    } else {
        administrators(&init.administrators)?
    };
    let overseer = init.overseer_key.as_deref().unwrap_or_default();
    for entry in &config.logs {
        let grants = if entry.name == "ops" { maker.grants(&people)? } else { Vec::new() };
        maker.begin(entry, overseer, grants)?;
    }
    // Written last: a folder without it is no node yet.
    dir.write_config(&config)?;
    Ok(config)
}

/// An operational node is begun by two administrators and the overseer's key.
fn ceremony(init: &Init) -> Result<(), Fault> {
    if init.exercise_only {
        return Ok(());
    }
    if init.administrators.len() < ADMINISTRATORS || init.overseer_key.is_none() {
        return Err(Fault::usage(
            "an operational node is begun by two administrators (--administrator AGENCY:NAME, twice) and the overseer's \
             public key (--overseer-key KEY); to try the program, use --exercise-only",
        ));
    }
    let key = init.overseer_key.as_deref().unwrap_or_default();
    // A key with a slip in it would bind the node for ever to an overseer who can sign nothing.
    key.parse::<NoteVerifier>()
        .map_err(|bad| Fault::usage(format!("--overseer-key: {bad} (C2SP signed-note)")))?;
    let names = init.administrators.iter().map(|given| {
        let name = given.split_once(':').map_or(given.as_str(), |(_, name)| name);
        kulla_picture::fold(name).split_whitespace().collect::<Vec<_>>().join(" ")
    });
    let distinct: BTreeSet<String> = names.collect();
    if distinct.len() < init.administrators.len() {
        return Err(Fault::usage(
            "an administrator is named twice: each has to be another person, whatever the agency",
        ));
    }
    Ok(())
}

fn empty(dir: &Path) -> Result<(), Fault> {
    let io = |error: std::io::Error| Fault::data(format!("`{}`: {error}", dir.display()));
    make_private(dir).map_err(io)?;
    match fs::read_dir(dir).map_err(io)?.next() {
        None => Ok(()),
        Some(_) => Err(Fault::data(format!("`{}` is not empty: choose a new folder", dir.display()))),
    }
}

fn config(init: &Init, clock: &dyn Clock, entropy: &dyn Entropy) -> Result<NodeConfig, Fault> {
    let now = clock.unix_ms();
    let exercise = match init.exercise_only {
        true => Some(Word::new(&init.exercise).map_err(|bad| Fault::usage(format!("--exercise: {bad}")))?),
        false => None,
    };
    let log = |name: &str, exercise: Option<&Word>| LogEntry {
        name: name.into(),
        id: LogId::v7(now, entropy.bytes()),
        exercise: exercise.cloned(),
        seed: None,
    };
    let mut logs = ["ops", super::TRACK, super::ACCESS].map(|name| log(name, None)).to_vec();
    logs.extend(exercise.as_ref().map(|name| log(&format!("exercise-{name}"), Some(name))));
    let default_name =
        || init.data.file_name().map_or("node".into(), |name| format!("kulla-{}", name.to_string_lossy()));
    let name = init.name.clone().unwrap_or_else(default_name);
    if name.is_empty() || name.chars().any(|c| c.is_whitespace() || c == '+') {
        return Err(Fault::usage(format!("`{name}` can't be the name of a node: no spaces and no `+`")));
    }
    Ok(NodeConfig {
        format: FORMAT,
        name,
        exercise_only: init.exercise_only,
        exercise,
        machine: PrincipalId::v7(now, entropy.bytes()),
        logs,
    })
}

/// Somebody who gets a grant at the beginning.
struct First {
    name: String,
    agency: Word,
    roles: Vec<Word>,
    groups: Vec<Word>,
    nations: Vec<Word>,
    clearances: BTreeMap<Word, u8>,
    categories: Vec<Word>,
    grounds: &'static str,
    lang: String,
}

impl First {
    fn invented(person: &DemoPerson) -> First {
        First {
            name: person.name.clone(),
            agency: person.agency.clone(),
            roles: person.roles.clone(),
            groups: person.groups.clone(),
            nations: person.nations.clone(),
            clearances: person.clearances.clone(),
            categories: person.categories.clone(),
            grounds: "invented person of an exercise-only node",
            lang: person.lang.clone(),
        }
    }
}

/// The grant of an invented person.
pub fn invented(person: &DemoPerson, principal: PrincipalId, now: Timestamp) -> Grant {
    grant(&First::invented(person), principal, now)
}

fn administrators(given: &[String]) -> Result<Vec<First>, Fault> {
    let role = Word::new("agency-administrator").map_err(|bad| Fault::data(bad.to_string()))?;
    let parse = |text: &String| {
        let (agency, name) = text
            .split_once(':')
            .filter(|(_, name)| !name.trim().is_empty())
            .ok_or_else(|| Fault::usage(format!("`{text}` is not AGENCY:NAME")))?;
        Ok(First {
            name: name.trim().into(),
            agency: Word::new(agency).map_err(|bad| Fault::usage(bad.to_string()))?,
            roles: vec![role.clone()],
            groups: vec![],
            nations: vec![],
            clearances: BTreeMap::new(),
            categories: vec![],
            grounds: "ceremony at the first run of the node",
            lang: "en".into(),
        })
    };
    given.iter().map(parse).collect()
}

impl Maker<'_> {
    fn grants(&mut self, people: &[First]) -> Result<Vec<Draft>, Fault> {
        let (mut drafts, mut labels) = (Vec::new(), BTreeMap::new());
        let now = self.clock.now();
        for person in people {
            let label_id = match labels.get(&person.agency) {
                Some(known) => *known,
                None => {
                    let (id, label) = (
                        LabelId::v7(self.clock.unix_ms(), self.entropy.bytes()),
                        self.label(&Kind::GRANT, &person.agency)?,
                    );
                    drafts.push(self.label_draft(id, label));
                    labels.insert(person.agency.clone(), id);
                    id
                }
            };
            let grant = grant(person, PrincipalId::v7(self.clock.unix_ms(), self.entropy.bytes()), now);
            let subject = SubjectId(grant.principal.0);
            let id = RecordId::v7(self.clock.unix_ms(), self.entropy.bytes());
            drafts.push(self.draft(id, Kind::GRANT, subject, label_id, grant.json()));
        }
        Ok(drafts)
    }
}

fn grant(person: &First, principal: PrincipalId, now: Timestamp) -> Grant {
    Grant {
        principal,
        name: person.name.clone(),
        agency: person.agency.clone(),
        roles: person.roles.clone(),
        groups: person.groups.iter().map(|group| (group.clone(), 1)).collect(),
        nations: person.nations.clone(),
        clearances: person.clearances.clone(),
        categories: person.categories.clone(),
        from: now,
        until: None,
        grounds: person.grounds.into(),
        lang: person.lang.clone(),
        login: None,
        review: None,
        left: Default::default(),
        ending: String::new(),
        rest: Default::default(),
    }
}
