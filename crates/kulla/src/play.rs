//! Playing an exercise: the people that it needs, the tokens of the player, and the thread that it runs on.
//!
//! The player gets an address and tokens, and nothing else of the node.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use kulla_desk::profile::{DemoPerson, Profile};
use kulla_drill::client::Client;
use kulla_drill::scenario::Role;
use kulla_drill::scenario::draw::Drawn;
use kulla_drill::{Ended, Part, Pass, Play, Player, Scenario, Tokens};
use kulla_gateways::House;
use kulla_gateways::sources::Listed;
use kulla_guard::Act;
use kulla_guard::sessions::{MachineToken, PART_MS};
use kulla_record::kind::governance::Grant;
use kulla_record::label::Word;
use kulla_record::{Clock, PrincipalId, SubjectId};

use crate::commands::Fault;
use crate::node::NodeDir;
use crate::node::exercise::Chosen;
use crate::node::init::invented;
use crate::node::open::Node;
use crate::scenarios::Found;
use crate::world::SystemClock;

/// What the tokens of director and sources are called.
const DIRECTOR: &str = "exercise director";
const SOURCES: &str = "exercise sources";
/// The role that begins, ends, and writes down injects.
const DIRECTS: &str = "exercise-director";

/// What is played, before the doors are open.
pub struct Stage {
    /// The scenario.
    pub scenario: Scenario,
    /// The exercise.
    pub chosen: Chosen,
    /// The sources that it invents.
    pub register: Vec<Listed>,
    folder: PathBuf,
    hash: String,
    pace: Option<f64>,
    hands_on: Vec<String>,
}

/// A player that plays.
pub struct Playing {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Stage {
    /// Puts it together; refuses roles and paces that the scenario does not have.
    pub fn new(
        found: &Found,
        scenario: Scenario,
        chosen: Chosen,
        (dir, profile): (&NodeDir, &Profile),
        (pace, hands_on): (Option<f64>, &[String]),
    ) -> Result<Stage, Fault> {
        let hands_on = hands_on.iter().map(|who| left_to_people(who, &scenario, profile));
        let hands_on = hands_on.collect::<Result<Vec<_>, _>>()?.concat();
        let (low, high) = kulla_drill::scenario::check::PACE_BOUNDS;
        if pace.is_some_and(|pace| !(low..=high).contains(&pace)) {
            return Err(Fault::usage(format!("--speed: a number from {low} to {high}")));
        }
        let folder = std::path::absolute(dir.exercise(&chosen.name))?;
        let register = found.register(&Drawn::of(&scenario, chosen.seed), &folder, profile);
        let register = register.map_err(|wrong| Fault::usage(found.lines(&wrong).join("\n")))?;
        let hash = Scenario::hash(&found.text, &found.sources);
        Ok(Stage { scenario, chosen, register, folder, hash, pace, hands_on })
    }

    /// Gives the invented people of the scenario their grants. Those who have one already keep it.
    pub fn admit(&self, node: &Node) -> Result<(), Fault> {
        let grants = self.people()?.iter().map(|person| grant(node, person)).collect();
        node.desk.admit_invented(grants).map_err(|failure| Fault::data(failure.to_string()))
    }

    /// The invented people of the scenario.
    pub fn people(&self) -> Result<Vec<DemoPerson>, Fault> {
        let word = |text: &str| {
            Word::new(text).map_err(|bad| Fault::usage(format!("the scenario names `{text}`: {bad}")))
        };
        let words = |texts: &[String]| texts.iter().map(|text| word(text)).collect::<Result<Vec<_>, _>>();
        let person = |person: &kulla_drill::scenario::Person| {
            Ok(DemoPerson {
                code: person.code.get_ref().clone(),
                name: person.name.clone(),
                agency: word(person.agency.get_ref())?,
                roles: words(&person.roles)?,
                groups: words(&person.groups)?,
                nations: Vec::new(),
                clearances: person
                    .clearances
                    .iter()
                    .map(|(policy, level)| Ok((word(policy)?, *level)))
                    .collect::<Result<_, Fault>>()?,
                categories: Vec::new(),
                purpose: word(&person.purpose)?,
                lang: person.lang.clone(),
                link: person.link.clone(),
            })
        };
        self.scenario.person.iter().map(person).collect()
    }

    /// Begins to play against an address of this node.
    pub fn play(self, node: &Node, house: &House, address: SocketAddr) -> Result<Playing, Fault> {
        let tokens = self.tokens(node, house)?;
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let play = Play {
            scenario: self.scenario,
            hash: self.hash,
            seed: self.chosen.seed,
            pace: self.pace,
            hands_on: self.hands_on,
            folder: self.folder,
        };
        let run = move || {
            let player = Player { client: Client::new(address), tokens, play, clock: &SystemClock };
            match player.play(&stopped) {
                Ok(Ended::Over) => {
                    tracing::info!("the exercise is over: `kulla exercise report` measures it")
                }
                Ok(Ended::Stopped) => {}
                Err(_) if stopped.load(Ordering::Relaxed) => {}
                Err(fault) => tracing::error!(%fault, "the exercise player gave up; the node goes on"),
            }
        };
        let thread = std::thread::Builder::new().name("player".into()).spawn(run)?;
        Ok(Playing { stop, thread })
    }

    fn tokens(&self, node: &Node, house: &House) -> Result<Tokens, Fault> {
        let mut people = node.desk.profile().people.demo.clone();
        people.extend(self.people()?);
        let giver = Giver { node, house, exercise: &self.chosen.name, people };
        let directs =
            giver.people.iter().find(|person| person.roles.iter().any(|role| role.as_str() == DIRECTS));
        let directs = directs.ok_or_else(|| Fault::usage("nobody of the scenario directs".to_owned()))?;
        let mut owners = BTreeMap::new();
        for source in self.register.iter().map(|listed| &listed.source) {
            // Who answers for what nobody reads from needs nobody here; the checker has seen to the others.
            let Some(owner) = self.scenario.owner(&source.owner) else { continue };
            let name = format!("{SOURCES} {}", source.code);
            owners.insert(
                source.code.clone(),
                giver.token(owner.code.get_ref(), &name, &[Act::SignalIngest])?,
            );
        }
        let part = |role: &Role| {
            let passes =
                role.players.iter().map(|player| giver.part(player.get_ref(), role.code.get_ref()));
            Ok::<_, Fault>(Part {
                role: role.code.get_ref().clone(),
                passes: passes.collect::<Result<_, _>>()?,
            })
        };
        let acts = [Act::ExerciseDirect, Act::ExercisePlay, Act::Search];
        Ok(Tokens {
            director: giver.token(&directs.code, DIRECTOR, &acts)?,
            sources: giver.token(&directs.code, SOURCES, &[Act::SignalIngest])?,
            owners,
            parts: self.scenario.role.iter().map(part).collect::<Result<_, _>>()?,
        })
    }
}

/// Gives out tokens in one exercise.
struct Giver<'a> {
    node: &'a Node,
    house: &'a House,
    exercise: &'a Word,
    people: Vec<DemoPerson>,
}

impl Giver<'_> {
    fn find(&self, code: &str) -> Result<(&DemoPerson, PrincipalId), Fault> {
        let person = self.people.iter().find(|person| person.code == code);
        person
            .and_then(|person| Some((person, principal(self.node, person)?)))
            .ok_or_else(|| Fault::data(format!("`{code}` of the scenario has no grant on this node")))
    }

    /// For a machine that stands for somebody: with these acts and no others.
    fn token(&self, code: &str, name: &str, acts: &[Act]) -> Result<Pass, Fault> {
        let (person, principal) = self.find(code)?;
        self.house.end_tokens(name);
        let acts = acts.iter().copied().collect();
        let token = MachineToken { name, acts: &acts, life_ms: PART_MS };
        let token = self.house.give_token(principal, (&person.purpose, Some(self.exercise)), token);
        Ok(pass((person, principal), token.map_err(refused)?.as_str()))
    }

    /// For a role that the player plays as somebody.
    fn part(&self, code: &str, role: &str) -> Result<Pass, Fault> {
        let (person, principal) = self.find(code)?;
        let role = Word::new(role).map_err(|bad| Fault::usage(bad.to_string()))?;
        let token = self.house.give_part(principal, (&person.purpose, self.exercise), &role);
        Ok(pass((person, principal), token.map_err(refused)?.as_str()))
    }
}

fn refused(refusal: kulla_guard::Refusal) -> Fault {
    Fault::data(format!("no token for the exercise player: {refusal}"))
}

impl Playing {
    /// Stops it after what it is doing now.
    pub fn stop(self) {
        self.stop.store(true, Ordering::Relaxed);
        if self.thread.join().is_err() {
            tracing::error!("the exercise player ended in a bug");
        }
    }
}

/// The roles that a word of the command line leaves to people: a role of the scenario, or those that a person
/// holds.
fn left_to_people(who: &str, scenario: &Scenario, profile: &Profile) -> Result<Vec<String>, Fault> {
    let roles = scenario.roles();
    let own = scenario.person.iter().find(|person| person.code.get_ref() == who);
    let held: Vec<String> = match own {
        Some(person) => person.roles.clone(),
        None => {
            let people = profile.people.demo.iter().filter(|person| person.code == who);
            people.flat_map(|person| &person.roles).map(ToString::to_string).collect()
        }
    };
    let meant: Vec<String> =
        roles.iter().filter(|role| *role == who || held.contains(role)).cloned().collect();
    if meant.is_empty() {
        let (name, known) = (scenario.name(), roles.join("`, `"));
        return Err(Fault::usage(format!("--hands-on {who}: the roles of `{name}` are `{known}`")));
    }
    Ok(meant)
}

fn pass((person, principal): (&DemoPerson, PrincipalId), token: &str) -> Pass {
    Pass { person: person.code.clone(), principal, lang: person.lang.clone(), token: token.to_owned() }
}

/// Who an invented person is on this node, by their name.
pub fn principal(node: &Node, person: &DemoPerson) -> Option<PrincipalId> {
    let directory = node.desk.directory();
    directory.people().find(|known| known.grant.name == person.name).map(|known| known.grant.principal)
}

/// The grant of an invented person: who they are follows from node and name, so that nobody is made twice.
fn grant(node: &Node, person: &DemoPerson) -> Grant {
    let known = principal(node, person);
    let derived = SubjectId::derived(
        &format!("invented {} {}", person.agency, person.name),
        SubjectId(node.config.machine.0),
    );
    invented(person, known.unwrap_or(PrincipalId(derived.0)), SystemClock.now())
}
