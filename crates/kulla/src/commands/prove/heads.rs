//! The picture of the copy beside a naive one: what `replaces` says, record by record, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use kulla_record::{RecordId, SubjectId};

use super::told::Proof;
use crate::commands::Fault;
use crate::node::open::Node;

/// Differences that are named; more are counted.
const NAMED_MAX: usize = 10;

/// Compares the newest versions of every subject.
pub fn compare(node: &Node, proof: &mut Proof) -> Result<(), Fault> {
    let mut naive = BTreeMap::<SubjectId, BTreeSet<RecordId>>::new();
    let fault = |error: &dyn std::fmt::Display| Fault::data(error.to_string());
    for (_, handle) in &node.logs {
        for record in handle.reader().read(0..handle.len()) {
            let header = record.map_err(|error| fault(&error))?.header;
            let heads = naive.entry(header.subject).or_default();
            header.replaces.iter().for_each(|old| {
                heads.remove(old);
            });
            heads.insert(header.id);
        }
    }
    proof.subjects = naive.len() as u64;
    let mut differing = 0;
    for (subject, heads) in &naive {
        let shown = node.desk.heads_for_proof(*subject).map_err(|failure| fault(&failure))?;
        if shown.iter().copied().collect::<BTreeSet<_>>() != *heads {
            differing += 1;
            if differing <= NAMED_MAX {
                proof.findings.push(format!(
                    "the picture shows other newest versions of `{subject}` than the log holds"
                ));
            }
        }
    }
    if differing > NAMED_MAX {
        proof.findings.push(format!("the picture differs in {differing} subjects"));
    }
    Ok(())
}
