//! Keeping a node: rebuild, prune, backup, restore.

use std::fs;
use std::io::Write;
use std::path::Path;

use kulla_log::blob::{BLOBS, State};
use kulla_picture::Picture;
use kulla_record::Clock;

use super::prove::again;
use super::{Exit, Fault, kept};
use crate::cli::{Copy, Restore, Verify};
use crate::node::open::Node;
use crate::node::{NodeDir, make_private};
use crate::progress::Progress;
use crate::world::SystemClock;

/// What the owner may always do with a copied file.
const OWNER_MODE: u32 = 0o600;

/// `kulla rebuild`: the picture goes, and comes again from the logs.
pub fn rebuild(data: &Path) -> Result<Exit, Fault> {
    let dir = NodeDir::new(data);
    dir.read_config()?;
    {
        let _lock = dir.lock()?;
        Picture::remove(&dir.picture())?;
    }
    let mut progress = Progress::new("records into the picture");
    let node = Node::open(dir, None, &mut |done, all| progress.at(done, all))?;
    progress.done();
    let records: u64 = node.logs.iter().map(|(_, log)| log.len()).sum();
    node.close()?;
    writeln!(std::io::stdout(), "The picture was built again from {records} records.")?;
    Ok(Exit::Done)
}

/// `kulla prune`: whole segments whose every record has passed its date of retention keep only their hashes.
pub fn prune(data: &Path) -> Result<Exit, Fault> {
    let dir = NodeDir::new(data);
    let node = Node::open(dir.clone(), None, &mut |_, _| {})?;
    let desk = &node.desk;
    let held = desk.held().map_err(|failure| Fault::data(failure.to_string()))?;
    let (mut gone, mut attachments) = (0, 0);
    for ((entry, log), blobs) in node.logs.iter().zip(&node.blobs) {
        let pruned = log
            .prune(log.len(), &|header| desk.has_expired(header) && !held.contains(&header.subject))
            .map_err(|error| Fault::data(error.to_string()))?;
        writeln!(
            std::io::stdout(),
            "{}: {} records in {} segments",
            entry.name,
            pruned.records,
            pruned.segments
        )?;
        gone += pruned.records;
        attachments += blobs.sweep(&log.reader()).map_err(|error| Fault::data(error.to_string()))?.removed;
    }
    if attachments > 0 {
        writeln!(std::io::stdout(), "{attachments} attachments that nothing names any more are gone")?;
    }
    node.close()?;
    drop(node);
    if gone > 0 {
        // The picture holds no content that the logs do not.
        return rebuild(data);
    }
    Ok(Exit::Done)
}

/// `kulla backup`: a copy that can be restored elsewhere. The node may run.
pub fn backup(copy: &Copy) -> Result<Exit, Fault> {
    let dir = NodeDir::new(&copy.from);
    let bytes = copy_node(&dir, &copy.to)?;
    kept::note_backup(&dir, SystemClock.now(), bytes);
    writeln!(
        std::io::stdout(),
        "Copied {} MiB to {}. It holds the keys: keep it as safe as the node. `kulla prove-backup {} --against {}` \
         proves that it can be restored.",
        bytes >> 20,
        copy.to.display(),
        copy.to.display(),
        copy.from.display()
    )?;
    Ok(Exit::Done)
}

/// Copies what is true of a node into an empty folder. Gives the bytes that it took.
pub fn copy_node(dir: &NodeDir, to: &Path) -> Result<u64, Fault> {
    let bytes = copy_records(dir, to)?;
    let to = NodeDir::new(to);
    // After the records: a copy may hold an attachment that none of its records names, never the other way round.
    dir.read_config()?.logs.iter().try_fold(bytes, |bytes, entry| {
        Ok(bytes + copy_blobs(&dir.log(&entry.name).join(BLOBS), &to.log(&entry.name).join(BLOBS))?)
    })
}

/// What the records of a log attach. One that is given its last name meanwhile is looked for under that.
fn copy_blobs(from: &Path, to: &Path) -> Result<u64, Fault> {
    if !from.is_dir() {
        return Ok(0);
    }
    let mut bytes = 0;
    for folder in fs::read_dir(from)? {
        let folder = folder?;
        if !folder.file_type()?.is_dir() {
            continue;
        }
        let to = to.join(folder.file_name());
        fs::create_dir_all(&to)?;
        for file in fs::read_dir(folder.path())? {
            let name = file?.file_name().to_string_lossy().into_owned();
            match State::of_file(&name) {
                Some((id, State::Waiting { .. })) => {
                    let named = State::Named.file(id);
                    bytes += copy_file(&folder.path().join(&name), &to.join(&name))?;
                    if !to.join(&name).exists() {
                        bytes += copy_file(&folder.path().join(&named), &to.join(&named))?;
                    }
                }
                Some((_, State::Named)) => {
                    bytes += copy_file(&folder.path().join(&name), &to.join(&name))?;
                }
                _ => {}
            }
        }
    }
    Ok(bytes)
}

/// The same without what records attach: enough to ask what they say.
pub fn copy_records(dir: &NodeDir, to: &Path) -> Result<u64, Fault> {
    let config = dir.read_config()?;
    fresh(to)?;
    let to = NodeDir::new(to);
    // Heads first, records after: a copy may hold more than its heads say, never less.
    for entry in &config.logs {
        let folder = to.log(&entry.name);
        fs::create_dir_all(&folder)?;
        copy_if(&dir.log(&entry.name).join("checkpoint"), &folder.join("checkpoint"))?;
    }
    // How far sources were read, before the records: what came in between is read again rather than not at all.
    let mut bytes = match dir.intake().is_dir() {
        true => copy_folder(&dir.intake(), &to.intake(), &|_| true)?,
        false => 0,
    };
    copy_if(&dir.sources(), &to.sources())?;
    copy_if(&dir.providers(), &to.providers())?;
    copy_if(&dir.accounts(), &to.accounts())?;
    bytes += copy_folder(&dir.profile(), &to.profile(), &|_| true)?;
    bytes += copy_folder(&dir.keys(), &to.keys(), &|_| true)?;
    bytes += copy_folder(&dir.quarantine(), &to.quarantine(), &|_| true)?;
    for entry in &config.logs {
        // What is derived from the segments is made again at the first start of the copy.
        bytes += copy_folder(&dir.log(&entry.name), &to.log(&entry.name), &is_truth)?;
    }
    fs::copy(dir.config(), to.config())?;
    Ok(bytes)
}

/// Segments, the hashes of pruned ones, and an erasure under way. The rest of a log is made again from them.
fn is_truth(name: &str) -> bool {
    name.ends_with(".segment") || name.ends_with(".leaves") || name == "erasing"
}

/// `kulla restore`: a node from a backup; opened once, which finishes what was interrupted, and verified. What the
/// source erased since is erased again.
pub fn restore(restore: &Restore) -> Result<Exit, Fault> {
    NodeDir::new(&restore.from).read_config()?;
    if let Some(source) = &restore.erasures_from {
        NodeDir::new(source).read_config()?;
    }
    fresh(&restore.to)?;
    copy_folder(&restore.from, &restore.to, &|_| true)?;
    let mut progress = Progress::new("records into the picture");
    let node = Node::open(NodeDir::new(&restore.to), None, &mut |done, all| progress.at(done, all))?;
    progress.done();
    let records: u64 = node.logs.iter().map(|(_, log)| log.len()).sum();
    let again =
        restore.erasures_from.as_deref().map(|source| again::erase_again(&node, source)).transpose()?;
    for ((_, log), blobs) in node.logs.iter().zip(&node.blobs) {
        blobs.sweep(&log.reader()).map_err(|error| Fault::data(error.to_string()))?;
    }
    node.close()?;
    drop(node);
    writeln!(std::io::stdout(), "Restored {records} records to {}.", restore.to.display())?;
    match again {
        Some(bodies) => writeln!(std::io::stdout(), "{bodies} bodies were erased again. Verifying:")?,
        None => writeln!(
            std::io::stdout(),
            "Nothing was erased again: give the node or a later backup with --erasures-from. Verifying:"
        )?,
    }
    super::verify::run(&Verify {
        target: restore.to.clone(),
        checkpoint: None,
        keys: Vec::new(),
        no_key: false,
    })
}

fn fresh(to: &Path) -> Result<(), Fault> {
    make_private(to)?;
    match fs::read_dir(to)?.next() {
        None => Ok(()),
        Some(_) => Err(Fault::usage(format!("`{}` is not empty: choose a new folder", to.display()))),
    }
}

fn copy_if(from: &Path, to: &Path) -> Result<(), Fault> {
    match fs::copy(from, to) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Copies files and folders, synced; keeps the mode of secrets. Sockets and locks stay behind.
/// Gives the bytes that were copied.
pub fn copy_folder(from: &Path, to: &Path, wanted: &dyn Fn(&str) -> bool) -> Result<u64, Fault> {
    fs::create_dir_all(to)?;
    let mut bytes = 0;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let (kind, target) = (entry.file_type()?, to.join(&name));
        if kind.is_dir() {
            bytes += copy_folder(&entry.path(), &target, wanted)?;
        } else if kind.is_file() && name != "lock" && wanted(&name) && !target.exists() {
            // A segment may grow while it is copied; what is torn at its end is cut at the next start.
            bytes += copy_file(&entry.path(), &target)?;
        }
    }
    Ok(bytes)
}

/// Copies one file, synced; nothing where it is gone by now. Gives its bytes.
fn copy_file(from: &Path, to: &Path) -> Result<u64, Fault> {
    use std::os::unix::fs::PermissionsExt;
    copy_if(from, to)?;
    if !to.exists() {
        return Ok(0);
    }
    let mode = fs::metadata(to)?.permissions().mode();
    fs::set_permissions(to, fs::Permissions::from_mode(mode & 0o777 | OWNER_MODE))?;
    let file = fs::File::open(to)?;
    file.sync_all()?;
    Ok(file.metadata()?.len())
}
