//! Room, kind, honesty and encryption of the disk under the node.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::Visit;
use super::Weight::{Danger, Note, Warning};
use crate::commands::Fault;
use crate::world::Moment;

/// Less room than this is a danger: a segment, a picture that is built again, and a night.
const FREE_BYTES_MIN: u64 = 2 << 30;
/// Less than this share is told, in percent.
const FREE_PERCENT_MIN: u64 = 15;
const FREE_INODES_MIN: u64 = 10_000;
/// File systems that lose files with the power.
const VOLATILE: [&str; 3] = ["tmpfs", "ramfs", "overlay"];
/// File systems whose locks and syncs depend on another machine or program.
const DISTANT: [&str; 8] = ["nfs", "nfs4", "cifs", "smb3", "9p", "fuse", "ceph", "virtiofs"];
/// Options under which a sync no longer means what it says.
const CARELESS: [&str; 3] = ["nobarrier", "barrier=0", "data=writeback"];
/// Syncs that are measured.
const SYNCS: usize = 20;
const SYNC_BYTES: usize = 4_096;
/// No disk without a battery of its own is faster.
const SYNC_TOO_FAST: Duration = Duration::from_micros(20);
/// Slower than this, each acknowledgement is felt.
const SYNC_SLOW: Duration = Duration::from_millis(25);

/// One line of `/proc/self/mountinfo` (proc(5)).
struct Mount {
    device: String,
    kind: String,
    options: String,
}

/// Looks at it.
pub fn look(visit: &mut Visit<'_>) -> Result<(), Fault> {
    room(visit)?;
    let root = fs::canonicalize(visit.dir.root())?;
    match mount_of(&fs::read_to_string("/proc/self/mountinfo").unwrap_or_default(), &root) {
        Some(mount) => {
            kind(visit, &mount);
            encrypted(visit, &mount);
        }
        None => visit.say(
            Note,
            "disk.unknown",
            "what kind of file system the folder is on can't be seen",
            "some lose acknowledged records with the power",
            "look by hand: it should be ext4 or xfs on an encrypted disk of this machine",
        ),
    }
    sync(visit);
    Ok(())
}

fn room(visit: &mut Visit<'_>) -> Result<(), Fault> {
    let found = rustix::fs::statvfs(visit.dir.root()).map_err(std::io::Error::from)?;
    let (free, all) = (found.f_bavail * found.f_frsize, found.f_blocks * found.f_frsize);
    let percent = free.saturating_mul(100) / all.max(1);
    if free < FREE_BYTES_MIN || percent < FREE_PERCENT_MIN {
        visit.say(
            if free < FREE_BYTES_MIN { Danger } else { Warning },
            "disk.room",
            format!("{} MiB of the disk are free ({percent} %)", free >> 20),
            "on a full disk nothing is taken in, written or warned any more; reading goes on",
            "make room or enlarge the disk; `kulla prune` gives back what has expired; never delete in logs/",
        );
    }
    if found.f_files > 0 && found.f_favail < FREE_INODES_MIN {
        visit.say(
            Warning,
            "disk.inodes",
            format!("{} more files can be made on the disk", found.f_favail),
            "without them no segment can be begun, however much room there is",
            "find who makes so many small files there",
        );
    }
    Ok(())
}

fn mount_of(mountinfo: &str, path: &Path) -> Option<Mount> {
    let mounts = mountinfo.lines().filter_map(|line| {
        let (left, right) = line.split_once(" - ")?;
        let left: Vec<&str> = left.split(' ').collect();
        let mut right = right.split(' ');
        let (kind, options) = (right.next()?, right.nth(1)?);
        let at = PathBuf::from(left.get(4)?.replace("\\040", " "));
        let options = format!("{},{options}", left.get(5)?);
        let mount = Mount { device: (*left.get(2)?).to_owned(), kind: kind.to_owned(), options };
        path.starts_with(&at).then(|| (at.components().count(), mount))
    });
    // Of mounts on the same folder the last one counts.
    mounts.max_by_key(|(depth, _)| *depth).map(|(_, mount)| mount)
}

fn kind(visit: &mut Visit<'_>, mount: &Mount) {
    let kind = mount.kind.as_str();
    let base = kind.split('.').next().unwrap_or(kind);
    if VOLATILE.contains(&kind) {
        visit.say(
            Danger,
            "disk.volatile",
            format!("the folder is on `{kind}`"),
            "it is gone with the power, or with the container",
            "move the node to a file system on a disk",
        );
    } else if DISTANT.contains(&base) {
        visit.say(
            Danger,
            "disk.distant",
            format!("the folder is on `{kind}`"),
            "whether a sync reached a disk, and whether a lock holds, depends on another machine or program",
            "move the node to a disk of this machine, and copy it elsewhere with `kulla backup`",
        );
    }
    let careless: Vec<&str> = mount.options.split(',').filter(|option| CARELESS.contains(option)).collect();
    if !careless.is_empty() {
        visit.say(
            Danger,
            "disk.careless",
            format!("the file system is mounted with `{}`", careless.join(",")),
            "records that were acknowledged may be gone after a power cut",
            "mount it without these options",
        );
    }
}

/// Through the layers of the device mapper down to the disk: one encrypted layer is enough.
fn encrypted(visit: &mut Visit<'_>, mount: &Mount) {
    let device = PathBuf::from("/sys/dev/block").join(&mount.device);
    let why = "the picture and the quarantine are in the clear, and the keys lie beside the records: who takes the \
               disk has everything";
    let todo = "put the folder on a LUKS volume (SAFEGUARDS.md says what is not protected otherwise)";
    match device.exists() {
        true if is_crypt(&device, 0) => {}
        true => visit.say(Warning, "disk.clear", "the disk under the folder is not encrypted", why, todo),
        false => {
            let what = "whether the disk under the folder is encrypted can't be seen from here";
            visit.say(Warning, "disk.clear", what, why, todo);
        }
    }
}

/// Layers of block devices that are looked through.
const LAYERS_MAX: u32 = 8;

fn is_crypt(device: &Path, depth: u32) -> bool {
    let uuid = fs::read_to_string(device.join("dm/uuid")).unwrap_or_default();
    if uuid.starts_with("CRYPT-") {
        return true;
    }
    let slaves = fs::read_dir(device.join("slaves")).into_iter().flatten().flatten();
    depth < LAYERS_MAX && slaves.into_iter().any(|slave| is_crypt(&slave.path(), depth + 1))
}

/// A sync that takes no time did not reach a disk, unless the disk has a battery.
fn sync(visit: &mut Visit<'_>) {
    let path = visit.dir.root().join(".doctor");
    let measured = syncs(&path);
    // Whether it was made or not, it is not to stay.
    let _ = fs::remove_file(&path);
    let todo =
        "compare `kulla_log_sync_seconds` on the operator's socket with what the maker of the disk says";
    match measured {
        Err(error) => visit.say(
            Danger,
            "disk.write",
            format!("the folder can't be written: {error}"),
            "a node that can't write takes nothing in",
            "run doctor as the account of the node; look at the mount, the quota and the owner",
        ),
        Ok(middle) if middle < SYNC_TOO_FAST => visit.say(
            Warning,
            "disk.sync-too-fast",
            format!("the disk says after {} µs that it has synced", middle.as_micros()),
            "either it has a battery of its own, or it lies and loses acknowledged records with the power",
            todo,
        ),
        Ok(middle) if middle > SYNC_SLOW => visit.say(
            Warning,
            "disk.sync-slow",
            format!("one sync to the disk takes {} ms", middle.as_millis()),
            "every acknowledgement waits for at least one",
            "put the folder on an SSD of this machine",
        ),
        Ok(_) => {}
    }
}

/// The middle one of several.
fn syncs(path: &Path) -> std::io::Result<Duration> {
    let mut file = fs::File::create(path)?;
    let mut spans = Vec::with_capacity(SYNCS);
    for n in 0..SYNCS {
        file.write_all(&[u8::try_from(n).unwrap_or(0); SYNC_BYTES])?;
        let begun = Moment::now();
        file.sync_data()?;
        spans.push(begun.elapsed());
    }
    spans.sort_unstable();
    Ok(spans[SYNCS / 2])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_deepest_mount_above_the_folder_counts() {
        let text = "\
29 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 29 0:25 / /var/lib rw,nosuid shared:2 - tmpfs tmpfs rw,size=1024k
31 29 8:2 / /var/lib/my\\040node rw master:3 shared:4 - xfs /dev/sdb rw,nobarrier
";
        let of = |path: &str| {
            mount_of(text, Path::new(path)).map(|mount| (mount.device, mount.kind, mount.options))
        };
        let owned = |a: &str, b: &str, c: &str| Some((a.to_owned(), b.to_owned(), c.to_owned()));
        assert_eq!(of("/home"), owned("8:1", "ext4", "rw,relatime,rw"));
        assert_eq!(of("/var/lib/kulla"), owned("0:25", "tmpfs", "rw,nosuid,rw,size=1024k"));
        assert_eq!(of("/var/lib/my node/x"), owned("8:2", "xfs", "rw,rw,nobarrier"));
        assert_eq!(mount_of("", Path::new("/")).map(|mount| mount.kind), None);
    }
}
