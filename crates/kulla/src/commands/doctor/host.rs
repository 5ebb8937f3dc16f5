//! The machine around the node: its clock, its limits, and where memory may leak to.

use std::fs;
use std::path::Path;

use super::Visit;
use super::Weight::{Note, Warning};

/// Programs that keep a clock right; the kernel cuts names off after fifteen letters.
const CLOCK_KEEPERS: [&str; 6] = ["chronyd", "ntpd", "ntpsec", "systemd-timesyn", "ptp4l", "openntpd"];
/// Files and sockets that a node should be allowed to have open: every console holds one.
const OPEN_FILES_MIN: u64 = 4_096;
/// Memory below which a picture of a country is slow, in KiB.
const MEMORY_KIB_MIN: u64 = 1 << 20;
/// A head that is so far in the future says that the clock was set back, in seconds.
const AHEAD_S_MAX: u64 = 60;

/// Looks at it.
pub fn look(visit: &mut Visit<'_>) {
    clock(visit);
    files(visit);
    memory(visit);
    account(visit);
}

fn clock(visit: &mut Visit<'_>) {
    let kept = Path::new("/run/systemd/timesync/synchronized").exists() || runs(&CLOCK_KEEPERS);
    if !kept {
        visit.say(
            Warning,
            "clock.unkept",
            "no program that keeps the clock right was found",
            "times in warnings and logs are compared with those of other agencies, in court too",
            "install chrony or turn on systemd-timesyncd; in a container look at the host",
        );
    }
    let ahead = visit.config.logs.iter().any(|log| {
        let head = visit.dir.log(&log.name).join("checkpoint");
        let at = fs::metadata(head).and_then(|found| found.modified()).ok();
        let at = at.and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
        at.is_some_and(|at| at.as_secs() > visit.now_s + AHEAD_S_MAX)
    });
    if ahead {
        visit.say(
            Warning,
            "clock.behind",
            "a head of the logs was signed in the future: the clock was set back",
            "new records go on from the latest time, and sessions end",
            "set the clock right, and look at who changed it",
        );
    }
}

fn runs(names: &[&str]) -> bool {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    processes.into_iter().any(|process| {
        fs::read_to_string(process.path().join("comm")).is_ok_and(|comm| names.contains(&comm.trim()))
    })
}

fn files(visit: &mut Visit<'_>) {
    let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
    if let Some(limit) = limit.filter(|limit| *limit < OPEN_FILES_MIN) {
        visit.say(
            Warning,
            "limit.files",
            format!("this account may have {limit} files and sockets open"),
            "each open console holds one; beyond the limit nobody gets in, and no segment can be begun",
            "the shipped systemd unit sets LimitNOFILE; elsewhere raise `ulimit -n`",
        );
    }
    let cores = rustix::process::getrlimit(rustix::process::Resource::Core).current;
    if cores != Some(0) {
        visit.say(
            Note,
            "limit.core",
            "this account writes memory dumps of programs that crash",
            "a dump of the node holds its keys and whatever it was reading",
            "the shipped systemd unit sets LimitCORE=0; elsewhere run `ulimit -c 0` before the node",
        );
    }
}

fn memory(visit: &mut Visit<'_>) {
    let swaps = fs::read_to_string("/proc/swaps").unwrap_or_default();
    let clear: Vec<&str> = swaps
        .lines()
        .skip(1)
        .filter_map(|line| line.split_whitespace().next())
        .filter(|device| !device.contains("zram") && !device.starts_with("/dev/dm-"))
        .collect();
    if !clear.is_empty() {
        visit.say(
            Warning,
            "memory.swap",
            format!("memory is swapped to {}", clear.join(", ")),
            "keys and content of the running node can be written there and stay",
            "turn swap off, or encrypt it; the shipped unit sets MemorySwapMax=0 for the node",
        );
    }
    let info = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let all: Option<u64> = info
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:")?.trim().strip_suffix(" kB")?.trim().parse().ok());
    if let Some(all) = all.filter(|all| *all < MEMORY_KIB_MIN) {
        visit.say(
            Warning,
            "memory.little",
            format!("the machine has {} MiB of memory", all >> 10),
            "the kernel ends the node when memory runs out, in the busiest hour",
            "give it at least 1 GiB, 4 for a country",
        );
    }
    let overcommit = fs::read_to_string("/proc/sys/vm/overcommit_memory").unwrap_or_default();
    if overcommit.trim() == "1" {
        visit.say(
            Note,
            "memory.overcommit",
            "the kernel promises more memory than there is (vm.overcommit_memory = 1)",
            "it then ends a program of its choice instead of refusing one that asks",
            "set vm.overcommit_memory to 0 or 2, and let the node be the last to go (OOMScoreAdjust in the unit)",
        );
    }
}

fn account(visit: &mut Visit<'_>) {
    if rustix::process::geteuid().is_root() {
        visit.say(
            Note,
            "account.root",
            "doctor runs as root",
            "limits and modes are those of root and not of the account that runs the node",
            "run it as that account: `sudo -u kulla kulla doctor DIR`; and never run a node as root",
        );
    }
}
