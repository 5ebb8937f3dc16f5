//! Bodies that go and hashes that stay.

use std::collections::HashSet;
use std::path::Path;

use kulla_log::{Fault, Keyring, Log, NodeKey, ReadError, RealDisk, Report, VerifyOptions, verify};
use kulla_record::{Draft, Kind, RecordId};

use crate::helpers::{KEY, LOG, draft, open, record_id};

fn verified(dir: &Path, elsewhere: &[RecordId]) -> Report {
    let options = VerifyOptions {
        keys: Some(Keyring::new(NodeKey::new(KEY))),
        erased_elsewhere: elsewhere.iter().copied().collect::<HashSet<_>>(),
        ..VerifyOptions::default()
    };
    verify(&RealDisk, dir, &options, &mut |_| {}).unwrap()
}

fn filled(dir: &Path, records: u64) -> Log {
    let (log, _) = open(dir, 16 << 10).unwrap();
    for n in 0..records {
        log.handle().append(vec![draft(n, 200)]).wait().unwrap();
    }
    log
}

fn erasure(n: u64, of: &[RecordId]) -> Draft {
    let ids: Vec<_> = of.iter().map(|id| format!("\"{id}\"")).collect();
    let by = record_id(1);
    let body = format!(
        "{{\"log\":\"{LOG}\",\"records\":[{}],\"by\":\"{by}\",\"reason\":\"asked for\",\"basis\":\"law\"}}",
        ids.join(",")
    );
    Draft { kind: Kind::ERASURE, body: body.into_bytes(), ..draft(n, 0) }
}

#[test]
fn an_erased_body_is_gone_from_the_disk_and_the_tree_does_not_change() {
    let dir = tempfile::tempdir().unwrap();
    let log = filled(dir.path(), 60);
    let handle = log.handle();
    let root = handle.reader().root(60).unwrap();
    handle.append(vec![erasure(60, &[record_id(7)])]).wait().unwrap();
    assert_eq!(handle.erase(&[(7, record_id(7))]).unwrap(), 1);
    assert_eq!(handle.erase(&[(7, record_id(7))]).unwrap(), 0, "again does nothing");
    assert_eq!(handle.reader().get(7).unwrap().body, None);
    assert_eq!(handle.reader().get(8).unwrap().body, Some(draft(8, 200).body));
    assert_eq!(handle.reader().root(60).unwrap(), root);
    assert!(handle.erase(&[(8, record_id(9))]).is_err(), "another record stands there");
    log.close().unwrap();
    let report = verified(dir.path(), &[]);
    assert!(report.is_ok() && report.erased == 1, "{report}");
    let (log, opened) = open(dir.path(), 16 << 10).unwrap();
    assert_eq!((opened.records, opened.erasures_finished), (61, 0));
    drop(log);
}

#[test]
fn a_body_that_no_erasure_names_may_not_be_gone() {
    let dir = tempfile::tempdir().unwrap();
    let log = filled(dir.path(), 20);
    log.handle().erase(&[(3, record_id(3))]).unwrap();
    log.close().unwrap();
    let report = verified(dir.path(), &[]);
    assert_eq!(report.findings[0].place.record, Some(record_id(3)), "{report}");
    assert!(verified(dir.path(), &[record_id(3)]).is_ok(), "an erasure in another log names it");
}

#[test]
fn a_torn_overwrite_is_finished_at_the_next_start() {
    let dir = tempfile::tempdir().unwrap();
    filled(dir.path(), 60).close().unwrap();
    // As a crash leaves it: the intent is durable, half of the sealed part is overwritten.
    let path = dir.path().join("0000000000.segment");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[128 + 300..128 + 340].fill(0);
    std::fs::write(&path, &bytes).unwrap();
    assert!(open(dir.path(), 16 << 10).is_err(), "without the intent it is damage");
    std::fs::write(dir.path().join("erasing"), "0\n").unwrap();
    let (log, opened) = open(dir.path(), 16 << 10).unwrap();
    assert_eq!(opened.erasures_finished, 1);
    assert_eq!(log.handle().reader().get(0).unwrap().body, None);
    log.close().unwrap();
    assert!(!dir.path().join("erasing").exists());
    assert!(verified(dir.path(), &[record_id(0)]).is_ok());
}

#[test]
fn pruning_keeps_the_hashes_of_whole_expired_segments_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let log = filled(dir.path(), 200);
    let handle = log.handle();
    let root = handle.reader().root(200).unwrap();
    let pruned = handle.prune(u64::MAX, &|header| header.seq != 70).unwrap();
    assert!(pruned.segments >= 2, "{pruned:?}");
    let ranges = handle.reader().pruned();
    assert!(ranges.iter().all(|range| !range.contains(&70)) && ranges[0].contains(&0));
    assert!(matches!(handle.reader().get(0), Err(ReadError::Pruned { seq: 0 })));
    assert!(handle.reader().get(70).is_ok() && handle.reader().get(199).is_ok());
    let left = handle.reader().read(0..200).collect::<Result<Vec<_>, _>>().unwrap();
    assert_eq!(left.len() as u64, 200 - pruned.records);
    assert_eq!(handle.reader().root(200).unwrap(), root);
    log.close().unwrap();
    let report = verified(dir.path(), &[]);
    assert!(report.is_ok() && report.pruned == pruned.records && report.root == Some(root), "{report}");
    // The tree can still be built anew.
    std::fs::remove_dir_all(dir.path().join("tree")).unwrap();
    std::fs::remove_file(dir.path().join("state")).unwrap();
    let (log, opened) = open(dir.path(), 16 << 10).unwrap();
    assert_eq!(opened.records, 200);
    assert_eq!(log.handle().reader().root(200).unwrap(), root);
    assert!(log.handle().reader().inclusion_proof(0, 200).is_ok());
}

#[test]
fn a_reader_meets_damage_with_a_name() {
    let dir = tempfile::tempdir().unwrap();
    let log = filled(dir.path(), 30);
    let path = dir.path().join("0000000000.segment");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[128 + 300] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let error = log.handle().reader().get(0).unwrap_err();
    assert!(matches!(error, ReadError::Damage { fault: Fault::SealedCrc, .. }), "{error}");
    assert!(log.handle().reader().get(1).is_ok());
}
