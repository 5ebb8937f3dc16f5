//! Erasures that are younger than a copy: a restored copy would bring back what people were promised is gone.

use std::path::Path;

use super::scratch::Scratch;
use crate::commands::Fault;
use crate::commands::keep::copy_records;
use crate::node::NodeDir;
use crate::node::open::Node;

/// Erases in an open node what was erased in another one, running or not. Gives how many bodies are gone now.
pub fn erase_again(node: &Node, source: &Path) -> Result<usize, Fault> {
    let beside = node.dir.root().parent().unwrap_or(Path::new("."));
    let scratch = Scratch::new(beside)?;
    let copy = scratch.folder("source");
    copy_records(&NodeDir::new(source), &copy)?;
    let source = Node::open(NodeDir::new(&copy), None, &mut |_, _| {})?;
    let done = from(node, &source);
    source.close()?;
    done
}

/// See [`erase_again`].
pub fn from(node: &Node, source: &Node) -> Result<usize, Fault> {
    if !is_of(node, source) {
        return Err(Fault::usage(format!(
            "`{}` is another node than `{}`: their logs have other ids",
            source.config.name, node.config.name
        )));
    }
    let fault = |failure: kulla_desk::Failure| {
        Fault::data(format!("what was erased can't be erased again: {failure}"))
    };
    let mut bodies = 0;
    for erasure in source.desk.erasures().map_err(fault)? {
        bodies += node.desk.erase_again(&erasure).map_err(fault)?;
    }
    Ok(bodies)
}

/// Whether both hold the same logs.
pub fn is_of(node: &Node, source: &Node) -> bool {
    let known = |id| source.logs.iter().any(|(entry, _)| entry.id == id);
    node.logs.iter().all(|(entry, _)| known(entry.id))
}
