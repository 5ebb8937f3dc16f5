//! The blobs of a log under `verify`: what a body attaches has to be there, and to be what it commits to.

use std::collections::{HashMap, HashSet};
use std::io;
use std::path::Path;

use crate::blob::{self, BLOBS, BlobId, BlobRef};
use crate::disk::Disk;
use crate::place::Place;
use crate::report::Finding;
use crate::seal::Keyring;
use crate::verify_segment::Checked;

/// What a look at the blobs came to.
#[derive(Default)]
pub(crate) struct Seen {
    pub(crate) opened: u64,
    pub(crate) unnamed: u64,
    pub(crate) findings: Vec<Finding>,
}

/// Opens each blob that a body attaches; one that is missing or damaged is named with the first record that does.
pub(crate) fn check(disk: &dyn Disk, dir: &Path, keys: &Keyring, checked: &Checked) -> io::Result<Seen> {
    let dir = dir.join(BLOBS);
    let mut seen = Seen::default();
    // The versions of a report attach the same: each is opened once.
    let mut by_blob = HashMap::<BlobRef, &Place>::new();
    for (place, blob) in &checked.attached {
        by_blob.entry(*blob).or_insert(place);
    }
    for (blob, place) in by_blob {
        match blob::open(disk, &dir, keys, &blob) {
            Ok(_) => seen.opened += 1,
            Err(bad) => seen.findings.push(Finding { place: place.clone(), what: bad.to_string() }),
        }
    }
    let named: HashSet<&BlobId> = checked.may_name.iter().collect();
    let there: HashSet<BlobId> = blob::list(disk, &dir)?.into_iter().map(|(id, _)| id).collect();
    seen.unnamed = there.iter().filter(|id| !named.contains(id)).count() as u64;
    Ok(seen)
}
