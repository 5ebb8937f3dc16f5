//! Verifying a log while a program writes to it.

use std::fs::OpenOptions;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use kulla_log::{
    Checkpoint, Keyring, LogHandle, NodeKey, NoteSigner, RealDisk, Report, VerifyOptions, verify,
};

use crate::helpers::{KEY, draft, open};

/// Small, so that segments are begun all the time.
const SEGMENT_BYTES: u64 = 16 << 10;
const GROUP_RECORDS: u64 = 7;
const LOOKS: usize = 40;

fn looked(dir: &Path) -> Report {
    let keys = Some(Keyring::new(NodeKey::new(KEY)));
    let options = VerifyOptions { keys, threads: 2, growing: true, ..VerifyOptions::default() };
    verify(&RealDisk, dir, &options, &mut |_| {}).unwrap()
}

fn write(log: &LogHandle, group: u64) {
    let records = (0..GROUP_RECORDS).map(|n| draft(group * GROUP_RECORDS + n, 300)).collect();
    log.append(records).wait().unwrap();
}

fn flip(dir: &Path, offset: u64) {
    let file = OpenOptions::new().read(true).write(true).open(dir.join("0000000000.segment")).unwrap();
    let mut byte = [0];
    file.read_exact_at(&mut byte, offset).unwrap();
    file.write_all_at(&[byte[0] ^ 0x40], offset).unwrap();
}

#[test]
fn a_log_that_is_being_written_is_proved_as_far_as_its_head_reached_when_the_look_began() {
    let dir = tempfile::tempdir().unwrap();
    let (log, _) = open(dir.path(), SEGMENT_BYTES).unwrap();
    let (handle, signer) = (log.handle(), NoteSigner::new("node.example/ops", &[4; 32]).unwrap());
    write(&handle, 0);
    handle.checkpoint(&signer).unwrap();
    let looking = AtomicBool::new(true);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut group = 1;
            while looking.load(Ordering::SeqCst) {
                write(&handle, group);
                if group.is_multiple_of(3) {
                    handle.checkpoint(&signer).unwrap();
                }
                group += 1;
            }
        });
        let look = |_| {
            let note = std::fs::read_to_string(dir.path().join("checkpoint")).unwrap();
            (Checkpoint::unverified(&note).unwrap().size, looked(dir.path()))
        };
        let seen: Vec<_> = (0..LOOKS).map(look).collect();
        looking.store(false, Ordering::SeqCst);
        for (covered, report) in seen {
            assert!(report.is_ok() && report.records >= covered, "{covered} {report}");
            assert_eq!(report.bodies_opened, report.records);
        }
    });
    assert!(looked(dir.path()).to_string().contains("it is being written"));
    // The first body of all, under the eyes of the writer.
    flip(dir.path(), 128 + 20 + 130 + 100);
    let report = looked(dir.path());
    assert_eq!((report.is_ok(), report.findings[0].place.seq), (false, Some(0)), "{report}");
}

#[test]
fn what_stands_behind_the_head_of_a_growing_log_is_not_judged() {
    let dir = tempfile::tempdir().unwrap();
    let (log, _) = open(dir.path(), SEGMENT_BYTES).unwrap();
    let (handle, signer) = (log.handle(), NoteSigner::new("node.example/ops", &[4; 32]).unwrap());
    write(&handle, 0);
    handle.checkpoint(&signer).unwrap();
    write(&handle, 1);
    let file = std::fs::read(dir.path().join("0000000000.segment")).unwrap();
    let end = file.iter().rposition(|byte| *byte != 0).unwrap() as u64;
    flip(dir.path(), end - 20);
    let report = looked(dir.path());
    assert!(report.is_ok() && report.records == GROUP_RECORDS, "{report}");
}
