//! `kulla init`.

use std::io::Write;

use super::{Exit, Fault};
use crate::cli::Init;
use crate::node;
use crate::world::{SystemClock, SystemEntropy};

/// Makes a node and says what to do next.
pub fn run(init: &Init) -> Result<Exit, Fault> {
    let config = node::init::init(init, &SystemClock, SystemEntropy::new())?;
    let mut out = std::io::stdout().lock();
    let data = init.data.display();
    writeln!(out, "Made node `{}` in {data}.", config.name)?;
    match &config.exercise {
        Some(exercise) => writeln!(
            out,
            "It only ever holds exercises; this one is `{exercise}`. Its people are invented."
        )?,
        None => writeln!(
            out,
            "It is operational. Keep a copy of {data}/keys in a safe place: without it bodies can't be read."
        )?,
    }
    writeln!(out, "Run it: kulla run --data {data}")?;
    Ok(Exit::Done)
}
