//! `kulla erase`: content that has to go, with a reason, a legal basis, and the persons who order it.

use std::io::{BufRead, IsTerminal, Write};

use kulla_desk::{Desk, ErasureOrder, Failure};
use kulla_record::{PrincipalId, RecordId};

use super::{Exit, Fault};
use crate::cli::Erase;
use crate::node::NodeDir;
use crate::node::open::Node;

/// Erases records; 1 when a rule refused it.
pub fn run(erase: &Erase) -> Result<Exit, Fault> {
    let node = Node::open(NodeDir::new(&erase.data), None, &mut |_, _| {})?;
    let records = erase.records.iter().map(|id| id.parse()).collect::<Result<Vec<RecordId>, _>>();
    let order = ErasureOrder {
        records: records.map_err(|bad| Fault::usage(bad.to_string()))?,
        by: person(&node.desk, &erase.by)?,
        second: erase.second.as_deref().map(|name| person(&node.desk, name)).transpose()?,
        reason: erase.reason.clone(),
        basis: erase.basis.clone(),
    };
    if !erase.yes && !confirmed(order.records.len())? {
        node.close()?;
        return Ok(Exit::Found);
    }
    let done = node.desk.erase(&order);
    node.close()?;
    match done {
        Ok(count) => {
            writeln!(std::io::stdout(), "{count} bodies are gone; their hashes and every proof stay.")?;
            Ok(Exit::Done)
        }
        Err(Failure::Refused(refusal)) => {
            writeln!(std::io::stderr(), "kulla: {refusal}")?;
            Ok(Exit::Found)
        }
        Err(failure) => Err(Fault::data(failure.to_string())),
    }
}

/// A principal by id or by the name in their grant.
pub fn person(desk: &Desk, text: &str) -> Result<PrincipalId, Fault> {
    let directory = desk.directory();
    if let Ok(id) = text.parse::<PrincipalId>()
        && directory.has(id)
    {
        return Ok(id);
    }
    let mut named = directory.people().filter(|person| person.grant.name == text);
    match (named.next(), named.next()) {
        (Some(person), None) => Ok(person.grant.principal),
        (Some(_), Some(_)) => Err(Fault::usage(format!("several people are called `{text}`: give the id"))),
        (None, _) => Err(Fault::usage(format!("nobody of this node is called `{text}`"))),
    }
}

fn confirmed(count: usize) -> Result<bool, Fault> {
    if !std::io::stdin().is_terminal() {
        return Err(Fault::usage("erasing can't be undone: add --yes where nobody can be asked"));
    }
    write!(std::io::stdout(), "Overwrite {count} bodies? This can't be undone. Type yes: ")?;
    std::io::stdout().flush()?;
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer)?;
    Ok(answer.trim() == "yes")
}
