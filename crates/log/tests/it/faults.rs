//! Full disks, changed bytes, kills: what the log says and what it goes on doing.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use kulla_log::sim::{Faults, SimDisk};
use kulla_log::{
    AppendError, KeyUse, Keyring, Log, NodeKey, NoteSigner, OpenError, RealDisk, Report, VerifyOptions,
    verify,
};

use crate::helpers::{KEY, config, draft, open, record_id};

fn keys() -> Option<Keyring> {
    Some(Keyring::new(NodeKey::new(KEY)))
}

fn verified(dir: &Path) -> Report {
    let options = VerifyOptions { keys: keys(), threads: 2, ..VerifyOptions::default() };
    verify(&RealDisk, dir, &options, &mut |_| {}).unwrap()
}

fn filled(dir: &Path, records: u64) {
    let (log, _) = open(dir, 16 << 10).unwrap();
    for n in 0..records {
        log.handle().append(vec![draft(n, 200)]).wait().unwrap();
    }
    log.close().unwrap();
}

fn flip(path: &Path, offset: usize) {
    let mut bytes = std::fs::read(path).unwrap();
    bytes[offset] ^= 0x40;
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn a_full_disk_refuses_in_words_while_reading_goes_on_and_recovers_without_restart() {
    let disk = SimDisk::new(7);
    let (log, _) = Log::open(Arc::new(disk.clone()), Path::new("/log"), config(8 << 10)).unwrap();
    let handle = log.handle();
    for n in 0..20 {
        handle.append(vec![draft(n, 300)]).wait().unwrap();
    }
    disk.set_faults(Faults { room_bytes: Some(100), ..Faults::default() });
    let refused = (20..40).map(|n| handle.append(vec![draft(n, 300)]).wait()).find(Result::is_err);
    let error = refused.expect("the disk is full").unwrap_err();
    assert!(
        error.to_string().contains("no space left") && error.to_string().contains("reading goes on"),
        "{error}"
    );
    assert!(handle.figures().read_only && handle.figures().refused > 0);
    let len = handle.len();
    assert_eq!(handle.reader().read(0..len).filter(Result::is_ok).count() as u64, len);
    disk.set_faults(Faults::default());
    assert_eq!(handle.append(vec![draft(50, 300)]).wait().unwrap().seqs, len..len + 1);
    assert!(!handle.figures().read_only);
    log.close().unwrap();
    let (log, opened) = Log::open(Arc::new(disk), Path::new("/log"), config(8 << 10)).unwrap();
    assert_eq!(opened.records, len + 1);
    assert_eq!(log.handle().reader().get(len).unwrap().header.id, record_id(50));
}

#[test]
fn a_log_whose_thread_ended_by_a_bug_refuses_and_keeps_nobody_waiting() {
    let (log, _) = Log::open(Arc::new(SimDisk::new(9)), Path::new("/log"), config(1 << 20)).unwrap();
    let handle = log.handle();
    handle.follow(Box::new(|batch| assert!(batch.end_seq() < 3, "a bug in a follower")));
    handle.append(vec![draft(0, 10)]).wait().unwrap();
    let waiting: Vec<_> =
        (1..200).map(|n| handle.append(vec![draft(n, 10), draft(n + 1_000, 10)])).collect();
    let refused = waiting.into_iter().map(kulla_log::Ticket::wait).filter(Result::is_err).count();
    assert!(refused > 100, "{refused}");
    assert!(matches!(handle.append(vec![draft(5_000, 10)]).wait(), Err(AppendError::Closed)));
    assert!(log.close().is_err());
}

#[test]
fn a_full_queue_refuses_with_a_reason_and_is_counted() {
    let disk = SimDisk::new(8);
    let mut small = config(1 << 20);
    small.queue_records_max = 3;
    small.queue_wait_ms = 5;
    let (log, _) = Log::open(Arc::new(disk), Path::new("/log"), small).unwrap();
    let handle = log.handle();
    let (gate, open_gate) = std::sync::mpsc::channel::<()>();
    let (entered, has_entered) = std::sync::mpsc::channel::<()>();
    let gates = std::sync::Mutex::new((open_gate, entered));
    handle.follow(Box::new(move |_| {
        let gates = gates.lock().unwrap();
        let _ = gates.1.send(());
        let _ = gates.0.recv();
    }));
    let first = handle.append(vec![draft(0, 10)]);
    has_entered.recv().unwrap();
    let waiting = handle.append(vec![draft(1, 10), draft(2, 10)]);
    let busy = handle.append(vec![draft(3, 10), draft(4, 10)]).wait();
    assert_eq!(busy, Err(AppendError::Busy { queued: 2 }));
    assert_eq!(
        handle.try_append(vec![draft(3, 10), draft(4, 10)]).wait(),
        Err(AppendError::Busy { queued: 2 })
    );
    assert_eq!((handle.figures().waited, handle.figures().busy), (2, 2));
    drop(gate);
    assert_eq!(first.wait().unwrap().seqs, 0..1);
    assert_eq!(waiting.wait().unwrap().seqs, 1..3);
}

#[test]
fn a_changed_byte_in_any_file_of_the_log_is_found() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path(), 60);
    let (log, _) = open(dir.path(), 16 << 10).unwrap();
    let signer = NoteSigner::new("node.example/ops", &[4; 32]).unwrap();
    log.handle().checkpoint(&signer).unwrap();
    log.close().unwrap();
    assert!(verified(dir.path()).is_ok(), "{}", verified(dir.path()));
    let known = [signer.verifier(KeyUse::Note)];
    let options = VerifyOptions { keys: keys(), known: &known, ..VerifyOptions::default() };
    for file in ["0000000000.segment", "0000000001.segment", "tree/0", "offsets", "checkpoint"] {
        let path = dir.path().join(file);
        let len = std::fs::metadata(&path).unwrap().len() as usize;
        for offset in (0..len).step_by(len / 23 + 1) {
            flip(&path, offset);
            let report = verify(&RealDisk, dir.path(), &options, &mut |_| {}).unwrap();
            assert!(!report.is_ok(), "byte {offset} of {file}");
            flip(&path, offset);
        }
    }
    let report = verify(&RealDisk, dir.path(), &options, &mut |_| {}).unwrap();
    assert!(report.is_ok() && report.bodies_opened == 60, "{report}");
    assert!(report.to_string().contains("checked against no outside head"));
}

#[test]
fn a_changed_body_stops_the_start_and_names_the_entry_and_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path(), 60);
    let path = dir.path().join("0000000000.segment");
    flip(&path, 128 + 20 + 130 + 100);
    let error = open(dir.path(), 16 << 10).map(|_| ()).unwrap_err();
    let words = error.to_string();
    assert!(matches!(error, OpenError::Damage { ref place, .. } if place.seq == Some(0)), "{words}");
    for needed in ["0000000000.segment", "entry 0", "restore", &record_id(0).to_string()] {
        assert!(words.contains(needed), "`{needed}` is not in: {words}");
    }
    let report = verified(dir.path());
    assert_eq!(report.findings[0].place.record, Some(record_id(0)));
}

#[test]
fn a_rewritten_header_with_a_right_checksum_is_found_by_tree_and_checkpoint() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path(), 10);
    let (log, _) = open(dir.path(), 16 << 10).unwrap();
    let note = log.handle().checkpoint(&NoteSigner::new("n/ops", &[4; 32]).unwrap()).unwrap();
    log.close().unwrap();
    // Another log with one record otherwise, made with the same key.
    let forged = tempfile::tempdir().unwrap();
    let (log, _) = open(forged.path(), 16 << 10).unwrap();
    for n in 0..10 {
        log.handle().append(vec![draft(if n == 4 { 99 } else { n }, 200)]).wait().unwrap();
    }
    log.close().unwrap();
    assert!(verified(forged.path()).is_ok(), "by itself it is whole");
    let options = VerifyOptions { outside: Some(&note), ..VerifyOptions::default() };
    let report = verify(&RealDisk, forged.path(), &options, &mut |_| {}).unwrap();
    assert!(report.findings[0].to_string().contains("the first 10 records are not those"), "{report}");
    // Put under the other's tree and head, the start refuses too, and the entry is named.
    let segment = "0000000000.segment";
    std::fs::copy(forged.path().join(segment), dir.path().join(segment)).unwrap();
    assert!(
        matches!(open(dir.path(), 16 << 10), Err(OpenError::Damage { place, .. }) if place.seq == Some(4))
    );
    assert_eq!(verified(dir.path()).findings[0].place.seq, Some(4));
    // Without the derived files the head still stands against it.
    std::fs::remove_file(dir.path().join("state")).unwrap();
    assert!(matches!(open(dir.path(), 16 << 10), Err(OpenError::Rewritten { size: 10, .. })));
}

#[test]
fn records_that_were_cut_off_are_missed() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path(), 5);
    let path = dir.path().join("0000000000.segment");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[1_200..].fill(0);
    std::fs::write(&path, bytes).unwrap();
    assert!(open(dir.path(), 16 << 10).is_err());
    assert!(!verified(dir.path()).is_ok());
    std::fs::remove_file(&path).unwrap();
    assert!(matches!(open(dir.path(), 16 << 10), Err(OpenError::MissingSegment { number: 0, .. })));
}

const CHILD_DIR: &str = "KULLA_LOG_CHILD_DIR";

/// A program of its own: this same one, running only the kill test, which then is [`append_until_killed`].
fn child(dir: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([
        "--exact",
        "--nocapture",
        "faults::a_kill_at_any_moment_loses_nothing_that_was_acknowledged",
    ]);
    command.env(CHILD_DIR, dir).stdout(Stdio::piped());
    command
}

#[expect(clippy::print_stdout, reason = "its parent reads from it what was acknowledged")]
fn append_until_killed(dir: &Path) -> ! {
    let (log, opened) = open(dir, 64 << 10).unwrap();
    let mut next = opened.records;
    loop {
        let group = (next..next + 3).map(|n| draft(n, 400)).collect();
        next = log.handle().append(group).wait().unwrap().seqs.end;
        println!("{next}");
    }
}

#[test]
fn a_kill_at_any_moment_loses_nothing_that_was_acknowledged() {
    if let Some(dir) = std::env::var_os(CHILD_DIR) {
        append_until_killed(Path::new(&dir));
    }
    let dir = tempfile::tempdir().unwrap();
    for round in 0..5 {
        let mut child = child(dir.path()).spawn().unwrap();
        // Other lines are the test runner's; the last one may have been cut by the kill.
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut numbers = lines.map_while(Result::ok).filter_map(|line| line.parse::<u64>().ok());
        let acknowledged = numbers.nth(50 + round * 37).expect("the child appends for ever");
        child.kill().unwrap();
        child.wait().unwrap();
        let acknowledged = numbers.fold(acknowledged, u64::max);
        let report = verified(dir.path());
        assert!(report.is_ok() && report.records >= acknowledged, "{acknowledged} acknowledged\n{report}");
        let (log, opened) = open(dir.path(), 64 << 10).unwrap();
        assert!(opened.records >= acknowledged && !opened.clean);
        // Groups of three: never a part of one.
        assert_eq!(opened.records % 3, 0);
        for (seq, record) in (0..).zip(log.handle().reader().read(0..u64::MAX)) {
            assert_eq!(record.unwrap().header.id, record_id(seq));
        }
    }
}
