//! Putting a desk together from its parts.
//!
//! The parts that touch the machine (logs, clock, entropy, the file of the picture) come in from outside: the
//! binary brings real ones, tests and the simulator their own.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, RwLock};

use kulla_guard::policy::{self, Known, RoleActs};
use kulla_guard::sessions::Node;
use kulla_guard::{Act, AssuranceTable, Policies};
use kulla_picture::{CursorKey, Keeper, LogName, Picture, Replay};
use kulla_record::label::Word;
use kulla_record::{Clock, Entropy, Hlc, HybridClock, PrincipalId};

use crate::directory::Directory;
use crate::profile::{Profile, Role};
use crate::quarantine::Quarantine;
use crate::rules::Rules;
use crate::turns::Turns;
use crate::{Desk, Failure, Heard, Logs, warnfacts};

/// Everything that a desk is made of.
pub struct Parts {
    /// The logs of the node.
    pub logs: Arc<Logs>,
    /// The picture over the same logs, caught up.
    pub picture: Arc<Picture>,
    /// The one that sees all heads; the desk keeps it to itself.
    pub keeper: Keeper,
    /// The deployment profile.
    pub profile: Profile,
    /// The wall clock.
    pub clock: Arc<dyn Clock>,
    /// Where random bytes come from.
    pub entropy: Arc<dyn Entropy>,
    /// The principal of the node itself.
    pub machine: PrincipalId,
    /// Address under which the public reaches this node, without a slash at the end.
    pub public_address: Option<String>,
    /// The folder of the quarantine.
    pub quarantine: PathBuf,
    /// The operator takes the rules of the profile, whatever two persons put on record; that is on record too.
    pub rules_from_profile: bool,
}

/// A desk can't be put together.
#[derive(Debug, thiserror::Error)]
pub enum AssemblyFault {
    /// The profile contradicts itself.
    #[error("the profile: {0}")]
    Profile(String),
    /// The folder of the quarantine can't be made.
    #[error("the folder of the quarantine: {0}")]
    Quarantine(std::io::Error),
    /// The rules on record can't be gone by with this program and profile.
    #[error(
        "the rules of this node, as two persons put them on record, can't be gone by any more: {0}\n\
         mend the profile, or start once with `--policies-from-profile`, which is put on record"
    )]
    Rules(String),
    /// The picture can't be read.
    #[error(transparent)]
    Failure(#[from] Failure),
}

impl Desk {
    /// Puts a desk together and lets it learn what the logs hold: labels, people, the newest time.
    pub fn assemble(parts: Parts) -> Result<Desk, AssemblyFault> {
        let assurance = assurance(&parts.profile)?;
        let quarantine = Quarantine::open(&parts.quarantine, assurance.clone(), Arc::clone(&parts.clock))
            .map_err(AssemblyFault::Quarantine)?;
        let node = if parts.logs.is_operational() { Node::Operational } else { Node::ExerciseOnly };
        let desk = Desk {
            warn_profile: warnfacts::of(&parts.profile).map_err(AssemblyFault::Profile)?,
            canaries: Default::default(),
            rules: Rules::new(policies(&parts.profile, node)?, parts.clock.now()),
            assurance,
            profile: parts.profile,
            logs: parts.logs,
            picture: parts.picture,
            keeper: parts.keeper,
            turns: Turns::default(),
            clock: parts.clock,
            entropy: parts.entropy,
            machine: parts.machine,
            public_address: parts.public_address,
            hybrid: Mutex::new(HybridClock::default()),
            directory: RwLock::new(Directory::default()),
            people_changes: Default::default(),
            lag: Default::default(),
            quarantine,
            heard: Heard::default(),
        };
        let newest = desk.keeper.newest().map_err(Failure::from)?.unwrap_or(Hlc(0));
        *desk.hybrid() = HybridClock::starting_after(newest);
        desk.relearn()?;
        desk.learn_rules(parts.rules_from_profile)?;
        desk.learn_canaries()?;
        Ok(desk)
    }

    /// Reads labels and people anew from the picture: at start, and after grants were written.
    pub fn relearn(&self) -> Result<(), Failure> {
        self.logs.learn(&self.keeper)?;
        let directory = Directory::load(&self.keeper)?;
        let labels = self.keeper.labels()?;
        self.logs.set_epochs(directory.epochs(labels.iter().map(|(_, _, label)| label)));
        *self.directory.write().unwrap_or_else(std::sync::PoisonError::into_inner) = directory;
        self.picture.labels().advance();
        Ok(())
    }
}

/// The table that says how sure we have to be of a reader, from the profile's policies.
pub fn assurance(profile: &Profile) -> Result<AssuranceTable, AssemblyFault> {
    AssuranceTable::new(profile.people.labels.assurance())
        .map_err(|bad| AssemblyFault::Profile(bad.to_string()))
}

/// Who may act on a node with this profile: its text, or one that is made from the acts beside its roles.
pub fn policies(profile: &Profile, node: Node) -> Result<Policies, AssemblyFault> {
    let roles = &profile.people.roles;
    let known = Known {
        roles: roles.iter().map(|role| role.code.clone()).collect(),
        agencies: profile
            .agencies
            .iter()
            .map(|agency| (agency.code.clone(), agency.kind.clone()))
            .collect(),
        purposes: profile.people.labels.purpose.iter().map(|purpose| purpose.code.clone()).collect(),
        langs: profile.country.languages.interface.clone(),
        node,
    };
    let fault = |faults| AssemblyFault::Profile(format!("{}: {faults}", policy::FILE));
    if let Some(text) = &profile.people.acting {
        return Policies::read(text, known).map_err(fault);
    }
    let table = table(profile)?;
    let roles: Vec<RoleActs<'_>> = roles
        .iter()
        .map(|Role { code, name, .. }| RoleActs {
            code,
            name,
            acts: table.get(code).cloned().unwrap_or_default(),
        })
        .collect();
    Policies::of_table(&roles, known).map_err(fault)
}

/// The acts beside the roles, of a profile that has no text.
fn table(profile: &Profile) -> Result<BTreeMap<Word, BTreeSet<Act>>, AssemblyFault> {
    let mut table = BTreeMap::new();
    for role in &profile.people.roles {
        let acts =
            role.acts.iter().map(|act| act.parse()).collect::<Result<_, kulla_guard::act::NoSuchAct>>();
        let acts =
            acts.map_err(|bad| AssemblyFault::Profile(format!("roles.toml, role `{}`: {bad}", role.code)))?;
        table.insert(role.code.clone(), acts);
    }
    before_exercises(&mut table);
    Ok(table)
}

/// A node keeps a copy of its profile. One that was copied before there were exercises with a player names
/// neither act of theirs: there whoever does anything may play, and the exercise director directs.
fn before_exercises(table: &mut BTreeMap<Word, BTreeSet<Act>>) {
    let named =
        |acts: &BTreeSet<Act>| acts.contains(&Act::ExercisePlay) || acts.contains(&Act::ExerciseDirect);
    if table.values().any(named) {
        return;
    }
    for (role, acts) in table.iter_mut().filter(|(_, acts)| !acts.is_empty()) {
        acts.insert(Act::ExercisePlay);
        if role.as_str() == "exercise-director" {
            acts.insert(Act::ExerciseDirect);
        }
    }
}

/// Opens the picture over the logs of a node.
pub fn picture(
    file: &std::path::Path,
    logs: &[LogName],
    replay: &dyn Replay,
    profile: &Profile,
    clock: &dyn Clock,
    cursors: CursorKey,
    told: &mut dyn FnMut(u64, u64),
) -> Result<(Arc<Picture>, Keeper), AssemblyFault> {
    let today = jiff::tz::TimeZone::UTC.to_datetime(clock.now()).date();
    let opened = Picture::open(file, logs, replay, &assurance(profile)?, today, cursors, told);
    opened.map_err(|fault| AssemblyFault::Failure(fault.into()))
}
