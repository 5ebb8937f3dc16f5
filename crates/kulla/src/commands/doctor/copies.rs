//! Whether there is anything left when this machine is not: backups, heads elsewhere, and what was refused.

use std::fs;
use std::path::Path;

use kulla_desk::quarantine::QUARANTINE_PIECES_MAX;
use kulla_log::checkpoint::Checkpoint;

use super::Visit;
use super::Weight::{Danger, Note, Warning};
use crate::commands::kept;

const HOUR_S: u64 = 3_600;
const DAY_S: u64 = 24 * HOUR_S;
/// Heads are signed every ten seconds while something is written, and at a clean stop.
const HEAD_OLD_S: u64 = DAY_S;
/// A copy that is older is told.
const BACKUP_OLD_S: u64 = 26 * HOUR_S;
/// A proof that is older is told.
const PROOF_OLD_S: u64 = 35 * DAY_S;
/// A head elsewhere that is older is told.
const OUTSIDE_OLD_S: u64 = 2 * DAY_S;
/// Beyond this share of its room the quarantine is told, in percent.
const QUARANTINE_PERCENT: usize = 50;
/// Bytes of a file that may be a head.
const NOTE_BYTES_MAX: u64 = 64 << 10;

/// Looks at them.
pub fn look(visit: &mut Visit<'_>) {
    backups(visit);
    heads(visit);
    outside(visit);
    quarantine(visit);
}

fn backups(visit: &mut Visit<'_>) {
    let kept = kept::read(&visit.dir);
    let age = |at: Option<jiff::Timestamp>| {
        at.map(|at| visit.now_s.saturating_sub(u64::try_from(at.as_second()).unwrap_or(0)))
    };
    let (copied, proved) = (age(kept.copied_at), age(kept.proved_at));
    let folder = visit.dir.root().display().to_string();
    let todo = format!("run `kulla backup {folder} COPY` every night, and carry the copy elsewhere");
    let why = "what was acknowledged since the last copy is lost with this disk";
    match copied {
        None => {
            visit.say(Warning, "backup.none", "this node was never copied with `kulla backup`", why, todo)
        }
        Some(age) if age > BACKUP_OLD_S => {
            visit.say(
                Warning,
                "backup.old",
                format!("the last backup is {} hours old", age / HOUR_S),
                why,
                todo,
            );
        }
        Some(_) => {}
    }
    if copied.is_some() && proved.is_none_or(|age| age > PROOF_OLD_S) {
        visit.say(
            Warning,
            "backup.unproved",
            "no copy of this node was proved in the last five weeks",
            "a backup that was never restored is a hope",
            format!("run `kulla prove-backup COPY --against {folder}` each month"),
        );
    }
}

fn heads(visit: &mut Visit<'_>) {
    for log in visit.config.logs.clone() {
        let age = visit.age_s(&visit.dir.log(&log.name).join("checkpoint"));
        if age.is_none_or(|age| age > HEAD_OLD_S) && log.name != crate::node::ACCESS {
            visit.say(
                Note,
                "head.old",
                format!("log `{}` has no head younger than a day", log.name),
                "what was written since the newest head can be cut off without a trace",
                "heads are signed while the node runs: start it, if it should be running",
            );
        }
    }
}

/// Heads that are kept on another machine's disk.
fn outside(visit: &mut Visit<'_>) {
    let Some(folder) = &visit.asked.heads else {
        return visit.say(
            Warning,
            "head.no-witness",
            "no witness is known to keep the heads of the logs",
            "whoever holds this disk and its keys can rewrite everything, heads included, and nobody could show it",
            "copy logs/*/checkpoint to another organisation every day, and name the folder with --heads",
        );
    };
    let mut newest = None;
    let Ok(files) = fs::read_dir(folder) else {
        let what = format!("the folder `{}` of --heads can't be read", folder.display());
        let why = "heads that nobody can reach prove nothing";
        return visit.say(Warning, "head.no-witness", what, why, "mount it, or copy heads to it");
    };
    for path in files.flatten().map(|entry| entry.path()) {
        let Some(head) = head_in(&path) else { continue };
        let ours = visit
            .config
            .logs
            .iter()
            .any(|log| head.origin == format!("{}/{}", visit.config.name, log.name));
        if let (true, Some(age)) = (ours, visit.age_s(&path)) {
            newest = Some(newest.map_or(age, |known: u64| known.min(age)));
        }
    }
    if newest.is_none_or(|age| age > OUTSIDE_OLD_S) {
        visit.say(
            Danger,
            "head.witness-old",
            format!("`{}` holds no head of this node younger than two days", folder.display()),
            "what was written since can be rewritten by whoever holds this disk and its keys",
            "mend what copies logs/*/checkpoint there",
        );
    }
}

fn head_in(path: &Path) -> Option<Checkpoint> {
    let found = fs::metadata(path).ok()?;
    let text =
        (found.is_file() && found.len() <= NOTE_BYTES_MAX).then(|| fs::read_to_string(path).ok())??;
    Checkpoint::unverified(&text).ok()
}

fn quarantine(visit: &mut Visit<'_>) {
    let pieces = fs::read_dir(visit.dir.quarantine()).map_or(0, |files| {
        files.flatten().filter(|file| file.path().extension().is_some_and(|ending| ending == "bin")).count()
    });
    if pieces * 100 >= QUARANTINE_PIECES_MAX * QUARANTINE_PERCENT {
        visit.say(
            Warning,
            "quarantine.filling",
            format!("{pieces} pieces wait in the quarantine, of at most {QUARANTINE_PIECES_MAX}"),
            "beyond that the oldest are dropped, unread: a real message may be among them",
            "officers find it in the console under Quarantine; look at which source sends what is refused",
        );
    }
}
