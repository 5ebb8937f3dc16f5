//! The register of real sources: who speaks to this node by itself, for whom, why, and through which door.
//!
//! The operator writes a file (`docs/operate/sources.md`). At the start each source in it becomes a `source`
//! record, which the agencies see and which says who answers for it and which law allows it; then its door is
//! opened. What it says is written by the node's own principal, under the label that the profile gives to what
//! the owner's agency holds.

pub(crate) mod keys;
mod measures;
mod read;
mod stop;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use kulla_desk::{Failure, Feeder};
use kulla_record::kind::signal::Measure;
use kulla_record::label::Word;

pub use keys::{Fault, Keys};
pub use read::{Listed, SOURCES_MAX, read};
pub use stop::Stop;

use crate::house::House;
use crate::intake::fair::{Manner, Rank};
use crate::intake::{Seat, Speaker};
use crate::{cap, eve};

/// How a source comes in, with its settings.
#[derive(Debug, Clone, PartialEq)]
pub enum Door {
    /// Suricata EVE: a file, a socket.
    Eve(eve::Settings),
    /// A feed or message of CAP that is fetched.
    CapFeed(cap::poll::Settings),
    /// Readings that are posted: what is measured, and from where on it matters.
    Observations(Vec<Measure>),
    /// It comes by itself through a door of the house, which has no settings here.
    Posted(&'static str),
}

impl Door {
    /// Its name in the file and in the record.
    pub fn name(&self) -> &'static str {
        match self {
            Door::Eve(_) => "eve",
            Door::CapFeed(_) => "cap-feed",
            Door::Observations(_) => "observations",
            Door::Posted(name) => name,
        }
    }

    /// What it measures, for its record.
    pub(crate) fn measures(&self) -> Vec<Measure> {
        match self {
            Door::Observations(measures) => measures.clone(),
            Door::Eve(_) | Door::CapFeed(_) | Door::Posted(_) => Vec::new(),
        }
    }
}

/// A door that a sources file may name.
pub(crate) struct DoorKind {
    pub name: &'static str,
    /// Takes its settings.
    pub read: fn(&Keys<'_>) -> Option<Door>,
}

/// Every door, in the order in which a mistake names them.
pub(crate) const DOORS: &[DoorKind] = &[
    DoorKind { name: "eve", read: |keys| eve::Settings::read(keys).map(Door::Eve) },
    DoorKind { name: "cap-feed", read: |keys| cap::poll::Settings::read(keys).map(Door::CapFeed) },
    DoorKind { name: "observations", read: |keys| measures::read(keys).map(Door::Observations) },
    DoorKind { name: "open311", read: |_| Some(Door::Posted("open311")) },
    DoorKind { name: "desk", read: |_| Some(Door::Posted("desk")) },
];

/// A source that is listened to.
pub(crate) struct Opened {
    pub house: Arc<House>,
    pub feeder: Feeder,
    pub seat: Seat,
    pub code: String,
    pub name: String,
    /// Where the door keeps how far it is.
    pub folder: PathBuf,
    pub stop: Arc<Stop>,
}

/// The sources of a node, listened to until they are told to stop.
pub struct Sources {
    stop: Arc<Stop>,
    threads: Vec<std::thread::JoinHandle<()>>,
}

impl Sources {
    /// Writes the register and opens the doors. `folder`: where they keep how far they are. `exercise`: the
    /// exercise that everything goes into, on a node that is for exercises only.
    pub fn open(
        house: &Arc<House>,
        listed: Vec<Listed>,
        folder: &Path,
        exercise: Option<&Word>,
    ) -> Result<Sources, Failure> {
        let lost = |error: std::io::Error| Failure::Unavailable(format!("`{}`: {error}", folder.display()));
        std::fs::create_dir_all(folder).map_err(lost)?;
        let bodies: Vec<_> = listed.iter().map(|listed| listed.source.clone()).collect();
        let subjects = house.desk.register_sources(&bodies)?;
        let mut sources = Sources { stop: Arc::new(Stop::default()), threads: Vec::new() };
        for (listed, subject) in listed.into_iter().zip(subjects) {
            if listed.source.retired {
                continue;
            }
            let speaker = Speaker {
                subject,
                code: listed.source.code.clone(),
                door: listed.source.door.clone(),
                owner: listed.owner.clone(),
                period_s: listed.source.period_s,
            };
            let seat = house.intake.seat(speaker, Manner { rank: Rank::Machine, at_once: 1 });
            let seat = seat.map_err(|no_place| Failure::Unavailable(no_place.to_string()))?;
            let opened = Opened {
                house: Arc::clone(house),
                feeder: Feeder { source: subject, agency: listed.owner, exercise: exercise.cloned() },
                seat,
                code: listed.source.code,
                name: listed.source.name,
                folder: folder.to_owned(),
                stop: Arc::clone(&sources.stop),
            };
            sources.start(listed.door, opened).map_err(lost)?;
        }
        Ok(sources)
    }

    fn start(&mut self, door: Door, opened: Opened) -> std::io::Result<()> {
        let thread = std::thread::Builder::new().name(opened.code.clone());
        let thread = match door {
            Door::Eve(settings) => thread.spawn(move || eve::run(settings, opened))?,
            Door::CapFeed(settings) => thread.spawn(move || cap::poll::run(settings, opened))?,
            Door::Observations(_) | Door::Posted(_) => return Ok(()),
        };
        self.threads.push(thread);
        Ok(())
    }

    /// Ends them. What was read and not written is read again at the next start, where a door can.
    pub fn close(self) {
        self.stop.set();
        for thread in self.threads {
            if thread.join().is_err() {
                tracing::error!("the thread of a source ended in a bug");
            }
        }
    }
}
