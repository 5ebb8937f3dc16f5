//! `kulla person`: the first ways in, and the last ones. Whoever is at the terminal of a node is root for it, so what is done here
//! takes one person; it is on record, without a name.

use std::io::Write;

use serde_json::{Value, json};

use super::{Exit, Fault, socket};
use crate::cli::Person;
use crate::node::NodeDir;

/// Carries out one of the commands.
pub fn run(person: &Person) -> Result<Exit, Fault> {
    match person {
        Person::Link { data, name, replaces } => {
            let told = ask(
                &NodeDir::new(data),
                "POST /people/link",
                &json!({ "name": name, "replaces": replaces }),
            )?;
            say_link(&told)
        }
        Person::Add { data, agency, name } => {
            let told = ask(
                &NodeDir::new(data),
                "POST /people/administrators",
                &json!({ "agency": agency, "name": name }),
            )?;
            writeln!(
                std::io::stdout(),
                "{name} administers the people of `{agency}` and reads nothing by it. Log-in name: {}",
                told["login"].as_str().unwrap_or_default()
            )?;
            say_link(&told)
        }
    }
}

/// Asks a node that has to run.
pub fn ask(dir: &NodeDir, what: &str, body: &Value) -> Result<Value, Fault> {
    dir.read_config()?;
    // What only asks has no body, and the node does not wait for one.
    let bytes = if body.is_null() { String::new() } else { body.to_string() };
    let answer = socket::ask(dir, what, bytes.as_bytes())?;
    let answer = answer
        .ok_or_else(|| Fault::data("the node does not run: start it with `kulla run`, then try again"))?;
    let told: Value = serde_json::from_str(&answer.body).unwrap_or_default();
    match answer.done {
        true => Ok(told),
        false => Err(Fault {
            code: 1,
            message: told["detail"].as_str().unwrap_or("the running node refused").to_owned(),
        }),
    }
}

fn say_link(told: &Value) -> Result<Exit, Fault> {
    let text = |field: &str| told[field].as_str().unwrap_or_default();
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}{}", text("base"), text("path"))?;
    writeln!(
        out,
        "This link makes a passkey, or a password with a one-time code. It works once, until {}. Carry it by a way that is surely theirs.",
        text("until")
    )?;
    Ok(Exit::Done)
}
