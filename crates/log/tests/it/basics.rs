//! What everybody relies on: durable, in order, atomic, readable.

use std::sync::{Arc, Mutex};

use kulla_log::{AppendError, OpenError, ReadError};

use crate::helpers::{draft, open, record_id};

#[test]
fn what_was_acknowledged_is_read_back_after_a_restart_in_order_and_whole() {
    let dir = tempfile::tempdir().unwrap();
    let (log, opened) = open(dir.path(), 16 << 10).unwrap();
    assert_eq!((opened.records, opened.clean), (0, true));
    let handle = log.handle();
    for n in 0..300 {
        let seqs = handle.append(vec![draft(2 * n, 100), draft(2 * n + 1, 700)]).wait().unwrap().seqs;
        assert_eq!(seqs, 2 * n..2 * n + 2);
    }
    log.close().unwrap();
    let (log, opened) = open(dir.path(), 16 << 10).unwrap();
    assert!(opened.clean && opened.cut.is_none() && !opened.rebuilt);
    let reader = log.handle().reader();
    let records: Vec<_> = reader.read(0..u64::MAX).collect::<Result<_, _>>().unwrap();
    assert_eq!(records.len(), 600);
    for (n, record) in (0..).zip(&records) {
        assert_eq!(record.header.id, record_id(n));
        assert_eq!(record.body, Some(draft(n, if n % 2 == 0 { 100 } else { 700 }).body));
        assert_eq!(reader.get(n).unwrap(), *record);
    }
    assert_eq!(reader.read(590..u64::MAX).count(), 10);
    assert!(matches!(reader.get(600), Err(ReadError::Beyond { seq: 600, len: 600 })));
}

#[test]
fn a_group_larger_than_a_segment_gets_a_segment_that_fits_it() {
    let dir = tempfile::tempdir().unwrap();
    let (log, _) = open(dir.path(), 4 << 10).unwrap();
    let group = (0..50).map(|n| draft(n, 2_000)).collect();
    assert_eq!(log.handle().append(group).wait().unwrap().seqs, 0..50);
    drop(log);
    let (log, opened) = open(dir.path(), 4 << 10).unwrap();
    assert_eq!(opened.records, 50);
    assert_eq!(log.handle().reader().read(0..50).filter(Result::is_ok).count(), 50);
}

#[test]
fn followers_get_every_durable_batch_in_order_before_the_acknowledgement() {
    let dir = tempfile::tempdir().unwrap();
    let (log, _) = open(dir.path(), 1 << 20).unwrap();
    let handle = log.handle();
    handle.append(vec![draft(0, 10)]).wait().unwrap();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let into = Arc::clone(&seen);
    let first = handle.follow(Box::new(move |batch| {
        into.lock().unwrap().extend(batch.records.iter().map(|record| record.header.seq));
    }));
    assert_eq!(first, 1);
    let writers: Vec<_> = (0..8_u64)
        .map(|writer| {
            let (handle, seen) = (handle.clone(), Arc::clone(&seen));
            std::thread::spawn(move || {
                for n in 0..50 {
                    let receipt = handle.append(vec![draft(1 + writer * 50 + n, 50)]).wait().unwrap();
                    assert!(seen.lock().unwrap().contains(&receipt.seqs.start));
                }
            })
        })
        .collect();
    writers.into_iter().for_each(|writer| writer.join().unwrap());
    assert_eq!(*seen.lock().unwrap(), (1..401).collect::<Vec<_>>());
}

#[test]
fn a_log_has_one_writer_and_its_own_key_and_id() {
    let dir = tempfile::tempdir().unwrap();
    let (log, _) = open(dir.path(), 1 << 20).unwrap();
    log.handle().append(vec![draft(0, 10)]).wait().unwrap();
    assert!(matches!(open(dir.path(), 1 << 20), Err(OpenError::InUse { .. })));
    log.close().unwrap();
    let mut other_key = crate::helpers::config(1 << 20);
    other_key.keys = kulla_log::Keyring::new(kulla_log::NodeKey::new([1; 32]));
    let disk = Arc::new(kulla_log::RealDisk);
    let opened = kulla_log::Log::open(disk.clone(), dir.path(), other_key);
    assert!(matches!(opened.map(|_| ()), Err(OpenError::WrongKey { .. })));
    let mut other_log = crate::helpers::config(1 << 20);
    other_log.log = kulla_record::LogId([9; 16]);
    let opened = kulla_log::Log::open(disk, dir.path(), other_log);
    assert!(matches!(opened.map(|_| ()), Err(OpenError::Segment { .. })));
}

#[test]
fn a_group_that_breaks_a_limit_is_refused_alone_and_in_words() {
    let dir = tempfile::tempdir().unwrap();
    let (log, _) = open(dir.path(), 1 << 20).unwrap();
    let handle = log.handle();
    assert_eq!(handle.append(Vec::new()).wait(), Err(AppendError::Empty));
    let error = handle.append(vec![draft(0, 10), draft(1, (1 << 20) + 1)]).wait().unwrap_err();
    assert!(error.to_string().contains("put the content into an attachment"), "{error}");
    let many = (0..5_000).map(|n| draft(n, 10)).collect();
    assert!(matches!(handle.append(many).wait(), Err(AppendError::GroupSize { records: 5_000, .. })));
    assert_eq!(handle.append(vec![draft(2, 10)]).wait().unwrap().seqs, 0..1);
    assert_eq!(handle.len(), 1);
}
