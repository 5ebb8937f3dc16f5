//! The file of a scenario: `scenario.toml` in a folder of its own.
//!
//! It is written by an exercise director and not by a programmer, so it is read strictly: what is not known is
//! refused with its line, and [`check`] says everything that would go wrong before anybody plays it. The
//! fields are described in `scenarios/README.md`.

pub mod check;
pub mod draw;
mod inject;
pub mod span;
pub mod starter;
pub mod words;

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

pub use check::Finding;
pub use inject::{Cap, Citizen, Eve, Inject, Near, Reading, Report, Reported, Said};
pub use span::{Span, TimeOfDay};

/// The version of the format that this program reads.
pub const FORMAT: u32 = 1;
/// Bytes of a scenario's file.
pub const FILE_BYTES_MAX: usize = 1 << 20;
/// Injects of one scenario, copies counted.
pub const INJECTS_MAX: usize = 2_000;
/// The name of the file in its folder.
pub const FILE: &str = "scenario.toml";
/// The register of the sources that it invents, beside it; optional.
pub const SOURCES: &str = "sources.toml";
/// What stands in that register for the folder in which the player writes the files of sensors, `CODE.json`.
pub const HERE: &str = "here";

/// Words with the place where they stand.
pub type Text = Spanned<String>;
/// Words by language.
pub type Texts = BTreeMap<String, Text>;

/// A scenario as it is written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Version of the format.
    pub format: Spanned<u32>,
    /// Its name: that of its folder.
    pub name: Text,
    /// What it is called.
    pub title: Texts,
    /// What it is about, for whoever chooses it.
    pub about: Texts,
    /// Seconds of the story in one second.
    pub pace: Spanned<f64>,
    /// The zone of times of day.
    pub zone: Text,
    /// CAP `valueName` of the codes of areas.
    pub geocode_scheme: Text,
    /// What the seed decides, in order.
    #[serde(default)]
    pub draw: Vec<Draw>,
    /// Values that rise and fall.
    #[serde(default)]
    pub curve: Vec<Curve>,
    /// Invented people besides those of the profile.
    #[serde(default)]
    pub person: Vec<Person>,
    /// Who plays what.
    pub role: Vec<Role>,
    /// What arrives.
    pub inject: Vec<Inject>,
    /// What is made of signals.
    #[serde(default)]
    pub triage: Vec<Triage>,
    /// Incidents that are opened.
    #[serde(default)]
    pub incident: Vec<Incident>,
    /// Lines of the log.
    #[serde(default)]
    pub entry: Vec<Entry>,
    /// Tasks.
    #[serde(default)]
    pub task: Vec<Task>,
    /// Warnings.
    #[serde(default)]
    pub warning: Vec<Warning>,
    /// Warnings taken back.
    #[serde(default)]
    pub all_clear: Vec<AllClear>,
    /// Incidents closed.
    #[serde(default)]
    pub close: Vec<Close>,
}

/// Something that the seed decides. Exactly one of `choose`, `between`, `clock` and `curve`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draw {
    /// As texts name it: `{crest_m}`.
    pub name: Text,
    /// One of these.
    pub choose: Option<Vec<BTreeMap<String, toml::Value>>>,
    /// A number between these two.
    pub between: Option<[f64; 2]>,
    /// Steps of the number.
    pub step: Option<f64>,
    /// What it follows: so much more for each unit of another above the middle of its range.
    #[serde(default)]
    pub follows: BTreeMap<String, f64>,
    /// How far it strays from what it follows, to either side.
    pub spread: Option<f64>,
    /// A time of day between these two.
    pub clock: Option<[TimeOfDay; 2]>,
    /// Steps of the time of day.
    pub every: Option<Span>,
    /// The value of a curve …
    pub curve: Option<Text>,
    /// … at this time of the story.
    pub at: Option<Span>,
}

/// A value that rises from one level to another and falls again.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Curve {
    /// As injects and draws name it.
    pub name: Text,
    /// Its level before: the name of a draw.
    pub from: Text,
    /// Its highest level: the name of a draw.
    pub to: Text,
    /// When it begins to rise.
    pub begins: Span,
    /// When it is highest.
    pub peaks: Span,
    /// After how long half of the rise is gone again.
    pub halves: Span,
    /// How much a reading strays, to either side.
    #[serde(default)]
    pub noise: f64,
    /// Steps of a reading.
    pub step: f64,
}

/// An invented person.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Short word, as roles name it.
    pub code: Text,
    /// Invented name.
    pub name: String,
    /// Agency.
    pub agency: Text,
    /// Roles.
    pub roles: Vec<String>,
    /// Groups.
    #[serde(default)]
    pub groups: Vec<String>,
    /// Clearances by policy.
    #[serde(default)]
    pub clearances: BTreeMap<String, u8>,
    /// The purpose of the session.
    pub purpose: String,
    /// Language of the console.
    pub lang: String,
    /// What the entry link is called.
    pub link: BTreeMap<String, String>,
}

/// A role, who plays it, and how fast.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// The profile's code.
    pub code: Text,
    /// Codes of people, of this file or of the profile.
    pub players: Vec<Text>,
    /// How long until something that waits for the role is taken in hand.
    pub within: Span,
    /// Whether it looks through the signals that wait.
    #[serde(default)]
    pub triages: bool,
    /// Whether it is the second person who reads, approves and issues warnings.
    #[serde(default)]
    pub approves: bool,
    /// How long a task of its agency takes from being begun to being done.
    #[serde(default)]
    pub works: Option<Span>,
}

/// What is made of a signal in which one of these words stands. The first that fits counts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Triage {
    /// Words in any case; none: every signal.
    pub words: Vec<String>,
    /// It belongs to this incident …
    pub incident: Option<Text>,
    /// … or it is nothing, for this reason.
    pub dismiss: Option<String>,
}

/// An incident.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Incident {
    /// As the rest of the file names it.
    pub name: Text,
    /// Who opens it.
    pub role: Text,
    /// After these; the signal of the first inject among them is what it is opened from.
    pub after: Vec<Text>,
    /// The profile's code of the hazard.
    pub hazard: Text,
    /// CAP `severity`.
    pub severity: Text,
    /// Codes of areas.
    pub areas: Vec<Text>,
    /// By language.
    pub title: Texts,
}

/// A line of an incident's log.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// As `after` names it.
    pub name: Text,
    /// Who writes it.
    pub role: Text,
    /// In the log of which incident.
    pub incident: Text,
    /// After these.
    pub after: Vec<Text>,
    /// Not before, in the story.
    #[serde(default)]
    pub at: Span,
    /// Only once the public page shows the warning.
    #[serde(default)]
    pub public: bool,
    /// By language; the writer's own is taken.
    pub text: Texts,
    /// For a decision: why.
    #[serde(default)]
    pub reason: Texts,
}

/// A task.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// As `after` names it.
    pub name: Text,
    /// Who sends it.
    pub role: Text,
    /// For which incident.
    pub incident: Text,
    /// After these.
    pub after: Vec<Text>,
    /// Not before, in the story.
    #[serde(default)]
    pub at: Span,
    /// Codes of agencies; each gets one.
    pub agencies: Vec<Text>,
    /// By language; the sender's own is taken.
    pub title: Texts,
    /// By language.
    #[serde(default)]
    pub text: Texts,
    /// What came of it, by language; the doer's own is taken.
    pub outcome: Texts,
    /// Until when, from the sending, on the clock.
    pub due: Option<Span>,
}

/// A warning.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Warning {
    /// As `after` names it: then it has been issued.
    pub name: Text,
    /// Who drafts and submits it.
    pub role: Text,
    /// For which incident.
    pub incident: Text,
    /// After these.
    pub after: Vec<Text>,
    /// Not before, in the story.
    #[serde(default)]
    pub at: Span,
    /// The profile's code of the hazard.
    pub hazard: Text,
    /// CAP `severity`.
    pub severity: Text,
    /// CAP `urgency`.
    pub urgency: Text,
    /// CAP `certainty`.
    pub certainty: Text,
    /// CAP `responseType`s.
    #[serde(default)]
    pub response: Vec<Text>,
    /// Codes of areas.
    pub areas: Vec<Text>,
    /// Official languages of a place that are left out, each with the reason that a person would write.
    #[serde(default)]
    pub left_out: BTreeMap<String, String>,
    /// A draw of a time of day: it holds until then, and so much longer.
    pub until: Option<Text>,
    /// How long it holds after `until`, or from now, on the clock.
    pub holds: Span,
    /// By language.
    pub headline: Texts,
    /// By language.
    pub description: Texts,
    /// By language.
    pub instruction: Texts,
}

/// All warnings in force are taken back.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AllClear {
    /// As `after` names it.
    pub name: Text,
    /// Who writes the cancellation; a second person approves it like every other.
    pub role: Text,
    /// After these.
    pub after: Vec<Text>,
    /// Not before, in the story.
    #[serde(default)]
    pub at: Span,
    /// By language.
    pub headline: Texts,
    /// By language.
    pub description: Texts,
    /// By language.
    pub instruction: Texts,
}

/// An incident is closed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Close {
    /// Which.
    pub incident: Text,
    /// Who closes it.
    pub role: Text,
    /// After these.
    pub after: Vec<Text>,
    /// Why, by language; the closer's own is taken.
    pub reason: Texts,
}

impl Scenario {
    /// Reads a file. The finding says where it does not read.
    pub fn read(text: &str) -> Result<Scenario, Finding> {
        if text.len() > FILE_BYTES_MAX {
            let said = format!("a scenario has at most {FILE_BYTES_MAX} bytes");
            return Err(Finding::at(text, 0, "scenario.size", said));
        }
        toml::from_str(text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            Finding::at(text, start, "scenario.form", error.message().trim().replace('\n', " "))
        })
    }

    /// SHA-256 of its files one after the other, 64 hexadecimal digits.
    pub fn hash(text: &str, sources: &str) -> String {
        use sha2::{Digest, Sha256};
        let hash = Sha256::new().chain_update(text).chain_update(sources).finalize();
        hash.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The name.
    pub fn name(&self) -> &str {
        self.name.get_ref()
    }

    /// The person who brings in what the sources of an agency say.
    pub fn owner(&self, agency: &str) -> Option<&Person> {
        self.person.iter().find(|person| person.agency.get_ref() == agency)
    }

    /// Codes of its roles.
    pub fn roles(&self) -> Vec<String> {
        self.role.iter().map(|role| role.code.get_ref().clone()).collect()
    }
}
