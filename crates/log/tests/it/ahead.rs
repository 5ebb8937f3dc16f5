//! Batches that are staged and written ahead of what was told, on a disk that refuses now and then.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use kulla_log::sim::{Faults, SimDisk};
use kulla_log::{Log, LogHandle, Receipt, Ticket};

use crate::helpers::{config, draft, record_id};

const DIR: &str = "/log";
const SEGMENT_BYTES: u64 = 256 << 10;
const WRITERS: u64 = 4;
const GROUPS: u64 = 150;
/// Groups that one writer has on their way at a time, so that large ones come behind large ones.
const ON_THEIR_WAY: usize = 4;

/// From a single record to more than two batches that the second thread takes.
const SIZES: [u64; 6] = [1, 1, 40, 2, 150, 70];

/// First number and length of a group, and where it is if it is there.
type Told = (u64, u64, Option<Receipt>);

fn writes(handle: &LogHandle, writer: u64, numbers: &AtomicU64) -> Vec<Told> {
    let mut told = Vec::new();
    let mut waiting: VecDeque<(u64, u64, Ticket)> = VecDeque::new();
    for n in 0..GROUPS {
        let len = SIZES[((n + writer) % SIZES.len() as u64) as usize];
        let first = numbers.fetch_add(len, Ordering::Relaxed);
        let group = (first..first + len).map(|n| draft(n, 60)).collect();
        waiting.push_back((first, len, handle.append(group)));
        while waiting.len() > ON_THEIR_WAY || n + 1 == GROUPS && !waiting.is_empty() {
            let Some((first, len, ticket)) = waiting.pop_front() else { break };
            told.push((first, len, ticket.wait().ok()));
        }
    }
    told
}

fn written_on_a_disk_that_refuses(seed: u64, faults: Faults) -> (SimDisk, Vec<Told>) {
    let disk = SimDisk::new(seed);
    let (log, _) = Log::open(Arc::new(disk.clone()), Path::new(DIR), config(SEGMENT_BYTES)).unwrap();
    let handle = log.handle();
    let delivered = Arc::new(Mutex::new(handle.len()));
    let next = Arc::clone(&delivered);
    handle.follow(Box::new(move |batch| {
        let mut next = next.lock().unwrap();
        assert_eq!(batch.first_seq, *next, "in order and without a gap");
        *next = batch.end_seq();
    }));
    let (numbers, done) = (AtomicU64::new(0), AtomicBool::new(false));
    let told = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let (handle, numbers) = (&handle, &numbers);
                scope.spawn(move || writes(handle, writer, numbers))
            })
            .collect();
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                for faults in [Faults::default(), faults] {
                    disk.set_faults(faults);
                    std::thread::sleep(std::time::Duration::from_micros(700));
                }
            }
        });
        let told = writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect();
        done.store(true, Ordering::Relaxed);
        told
    });
    disk.set_faults(Faults::default());
    assert_eq!(*delivered.lock().unwrap(), handle.len());
    log.close().unwrap();
    disk.power_cut();
    (disk, told)
}

#[test]
fn what_was_written_ahead_is_told_as_it_is_also_when_the_disk_refuses_in_between() {
    let (mut acknowledged, mut refused) = (0, 0);
    for seed in 0..12 {
        let faults = match seed % 3 {
            0 => Faults { sync_fails_percent: 30, ..Faults::default() },
            1 => Faults { write_fails_percent: 30, ..Faults::default() },
            _ => Faults::default(),
        };
        let (disk, told) = written_on_a_disk_that_refuses(seed, faults);
        let (log, opened) = Log::open(Arc::new(disk), Path::new(DIR), config(SEGMENT_BYTES)).unwrap();
        let reader = log.handle().reader();
        let mut records = 0;
        for (first, len, receipt) in told {
            let Some(receipt) = receipt else {
                refused += 1;
                continue;
            };
            assert_eq!(receipt.seqs.end - receipt.seqs.start, len, "a group is whole");
            for (seq, n) in receipt.seqs.zip(first..) {
                assert_eq!(reader.get(seq).unwrap().header.id, record_id(n), "seed {seed}");
            }
            acknowledged += 1;
            records += len;
        }
        assert_eq!(opened.records, records, "nothing that was refused is in it, and nothing twice");
    }
    assert!(acknowledged > 1_000 && refused > 10, "{acknowledged} {refused}");
}
