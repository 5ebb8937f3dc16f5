//! `kulla exercise`: write, check, play and measure exercises.

use std::fs;
use std::io::Write;
use std::path::Path;

use kulla_desk::profile::Profile;
use kulla_drill::scenario::draw::{Drawn, Value};
use kulla_drill::scenario::starter::starter;
use kulla_drill::scenario::{FILE, Scenario};
use kulla_learn::measure::{Report, Times, report};
use kulla_record::label::Word;

use super::{Exit, Fault, socket};
use crate::assets::ShippedProfiles;
use crate::cli::{Exercise, Play, Run};
use crate::node::NodeDir;
use crate::node::open::Node;
use crate::scenarios;

/// Carries out one of the commands.
pub fn run(exercise: &Exercise) -> Result<Exit, Fault> {
    match exercise {
        Exercise::New { name } => new(name),
        Exercise::Check { scenario, seed, profile } => check(scenario, *seed, profile),
        Exercise::Run { scenario, data, listen, how } => super::run::run(&Run {
            data: data.clone(),
            listen: *listen,
            hosts: Vec::new(),
            public_url: None,
            metrics_listen: None,
            log_file: None,
            sources: None,
            policies_from_profile: false,
            play: Play { exercise: Some(scenario.clone()), how: how.clone() },
        }),
        Exercise::Report { data, json, exercise } => measure(data, *json, exercise.as_deref()),
    }
}

fn new(name: &str) -> Result<Exit, Fault> {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if name.is_empty() || name.len() > 48 || !name.bytes().all(plain) {
        return Err(Fault::usage(format!(
            "`{name}`: a name has 1 to 48 lower-case letters, digits and `-`"
        )));
    }
    let folder = Path::new(name);
    if folder.exists() {
        return Err(Fault::usage(format!("`{name}` is there already: choose another name")));
    }
    fs::create_dir_all(folder)?;
    let path = folder.join(FILE);
    fs::write(&path, starter(name))?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{} can be played as it is.", path.display())?;
    writeln!(out, "Change it, then      kulla exercise check {name}")?;
    writeln!(out, "Play it              kulla run --data DIR --exercise {name}")?;
    Ok(Exit::Done)
}

fn check(name: &str, seed: Option<u64>, profile: &str) -> Result<Exit, Fault> {
    let found = scenarios::find(name)?;
    let profile = profile_of(profile)?;
    let mut out = std::io::stdout().lock();
    match found.check(&profile) {
        Ok(scenario) => {
            writeln!(out, "{}: nothing is wrong.", found.file)?;
            if let Some(seed) = seed {
                show(&mut out, &scenario, seed)?;
            }
            Ok(Exit::Done)
        }
        Err(wrong) => {
            found.lines(&wrong).iter().try_for_each(|line| writeln!(out, "{line}"))?;
            Ok(Exit::Found)
        }
    }
}

/// A profile that ships, or a folder.
pub fn profile_of(name: &str) -> Result<Profile, Fault> {
    let load = |dir: &Path| Profile::load(dir).map_err(|bad| Fault::usage(bad.to_string()));
    if Path::new(name).is_dir() {
        return load(Path::new(name));
    }
    let copy = std::env::temp_dir().join(format!("kulla-profile-{}", std::process::id()));
    fs::create_dir_all(&copy)?;
    let loaded = ShippedProfiles::copy(name, &copy).and_then(|()| load(&copy));
    fs::remove_dir_all(&copy)?;
    loaded
}

/// What a seed makes of a scenario: its values, and what arrives when.
fn show(out: &mut impl Write, scenario: &Scenario, seed: u64) -> Result<(), Fault> {
    let drawn = Drawn::of(scenario, seed);
    writeln!(out, "\nSeed {seed} draws:")?;
    for (name, value) in &drawn.values {
        writeln!(out, "  {name:<14} {}", told(value))?;
    }
    writeln!(out, "\nAnd throws in:")?;
    for arrival in drawn.arrivals(scenario) {
        let inject = &scenario.inject[arrival.inject];
        let door = inject.door().unwrap_or_default();
        writeln!(
            out,
            "  {:>4}  {:>8}  {door:<8} {}",
            arrival.number,
            arrival.at.to_string(),
            inject.name.get_ref()
        )?;
    }
    Ok(())
}

fn told(value: &Value) -> String {
    match value {
        Value::Number(number, decimals) => format!("{number:.decimals$}"),
        Value::Time(time) => time.to_string(),
        Value::Words(words) => words.clone(),
        Value::ByLang(words) => {
            words.get("en").or_else(|| words.values().next()).cloned().unwrap_or_default()
        }
        Value::List(items) => items.join(" "),
        Value::Choice(fields) => {
            let fields = fields.iter().map(|(name, value)| format!("{name} {}", told(value)));
            fields.collect::<Vec<_>>().join(", ")
        }
    }
}

fn measure(data: &Path, json: bool, exercise: Option<&str>) -> Result<Exit, Fault> {
    let dir = NodeDir::new(data);
    let config = dir.read_config()?;
    let name = match exercise {
        Some(name) => Word::new(name).map_err(|bad| Fault::usage(format!("--exercise: {bad}")))?,
        None => config
            .exercise
            .clone()
            .ok_or_else(|| Fault::usage("this node has no exercise: name one with --exercise"))?,
    };
    if !config.logs.iter().any(|log| log.exercise.as_ref() == Some(&name)) {
        return Err(Fault::usage(format!("this node has no exercise `{name}`")));
    }
    let measured = match socket::ask(&dir, &format!("GET /exercises/{name}/report"), &[])? {
        Some(answer) => measured_there(&answer)?,
        None => by_hand(dir, &name)?,
    };
    let mut out = std::io::stdout().lock();
    match json {
        true => writeln!(
            out,
            "{}",
            serde_json::to_string_pretty(&measured).map_err(|error| Fault::data(error.to_string()))?
        )?,
        false => words(&mut out, &measured)?,
    }
    Ok(Exit::Done)
}

fn by_hand(dir: NodeDir, name: &Word) -> Result<Report, Fault> {
    let node = Node::open(dir, None, &mut |_, _| {})?;
    let material = node.desk.material_of_all(name).map_err(|failure| Fault::data(failure.to_string()));
    node.close()?;
    Ok(report(&material?))
}

/// What a running node told.
fn measured_there(answer: &socket::Answer) -> Result<Report, Fault> {
    if !answer.done {
        return Err(Fault::data(format!("the running node refused: {}", answer.body)));
    }
    serde_json::from_str(&answer.body)
        .map_err(|error| Fault::data(format!("the running node's answer does not read: {error}")))
}

fn words(out: &mut impl Write, report: &Report) -> Result<(), Fault> {
    if let Some(exercise) = &report.exercise {
        writeln!(
            out,
            "Exercise `{}`, scenario `{}`, seed {}, pace {}: began {}",
            exercise.name, exercise.scenario, exercise.seed, exercise.pace, exercise.started
        )?;
        let people = exercise
            .roles
            .iter()
            .filter(|role| role.played_by == kulla_record::kind::lesson::PlayedBy::People);
        let people: Vec<&str> = people.map(|role| role.role.as_str()).collect();
        let played = if people.is_empty() {
            "the player alone".to_owned()
        } else {
            format!("people: {}", people.join(", "))
        };
        writeln!(out, "Played at last by {played}.")?;
    }
    writeln!(out, "\nFirst …")?;
    for milestone in &report.milestones {
        writeln!(out, "  {:<12} {:>10} after the beginning", milestone.what, length(milestone.after_ms))?;
    }
    writeln!(
        out,
        "\n{:<14} {:<12} {:>6} {:>6} {:>10} {:>10}",
        "step", "agency", "cases", "open", "median", "95th"
    )?;
    for step in &report.steps {
        line(out, step.step.word(), "all", &step.all)?;
        for (agency, times) in &step.agencies {
            line(out, "", if agency.is_empty() { "nobody yet" } else { agency }, times)?;
        }
    }
    writeln!(
        out,
        "\nTimes are of the clock on the wall, from one record of the log to the next. `open`: it could have been"
    )?;
    writeln!(out, "done and was not. Few cases say little; nothing here is about a person.")?;
    if report.refused > 0 {
        writeln!(out, "{} injects were refused by their door.", report.refused)?;
    }
    Ok(())
}

fn line(out: &mut impl Write, step: &str, agency: &str, times: &Times) -> std::io::Result<()> {
    let shown = |ms: Option<u64>| ms.map_or("–".to_owned(), length);
    writeln!(
        out,
        "{step:<14} {agency:<12} {:>6} {:>6} {:>10} {:>10}",
        times.cases,
        times.open,
        shown(times.median_ms),
        shown(times.p95_ms)
    )
}

/// `1 min 05 s`, `3.2 s`.
fn length(ms: u64) -> String {
    match ms {
        0..60_000 => format!("{}.{} s", ms / 1000, ms % 1000 / 100),
        60_000..3_600_000 => format!("{} min {:02} s", ms / 60_000, ms / 1000 % 60),
        _ => format!("{} h {:02} min", ms / 3_600_000, ms / 60_000 % 60),
    }
}
