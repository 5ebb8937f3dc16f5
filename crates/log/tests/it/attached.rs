//! Photographs beside a log: durable before the record that names them, gone with the last that does.

use std::path::Path;
use std::sync::Arc;

use kulla_log::blob::State;
use kulla_log::bundle::{BundleError, export_bundle, verify_bundle};
use kulla_log::group::prepare;
use kulla_log::sim::{Faults, SimDisk, SimRng};
use kulla_log::writer::Offer;
use kulla_log::{
    BlobRef, BlobStore, KeyUse, Keyring, LogConfig, NodeKey, NoteSigner, RealDisk, Report, VerifyOptions,
    Writer, verify,
};
use kulla_record::{Draft, Kind, RecordId};
use serde_json::json;

use crate::helpers::{KEY, LOG, OsEntropy, draft, open, record_id};

const SEEDS: u64 = 300;

fn keys() -> Keyring {
    Keyring::new(NodeKey::new(KEY))
}

/// A report with photographs.
fn report(n: u64, photos: &[BlobRef]) -> Draft {
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let photo = |blob: &BlobRef| {
        json!({ "blob": blob.id.to_string(), "bytes": blob.bytes, "commitment": hex(&blob.commitment),
            "media": "image/jpeg", "width": 4, "height": 3, "turned": 1 })
    };
    let photos: Vec<_> = photos.iter().map(photo).collect();
    let body = json!({ "title": "x", "seen": "2026-03-02T17:41:00Z", "from": "public",
        "handed_in": { "number": "R-1", "service": "flooded-road", "photos": photos } });
    assert_eq!(kulla_log::blob::attached(&Kind::REPORT, body.to_string().as_bytes()).len(), photos.len());
    Draft { kind: Kind::REPORT, body: body.to_string().into_bytes(), ..draft(n, 0) }
}

/// A photograph that is there, or may be.
struct Known {
    blob: BlobRef,
    content: Vec<u8>,
    record: RecordId,
    acknowledged: bool,
    erased: bool,
}

struct Run {
    disk: SimDisk,
    rng: SimRng,
    known: Vec<Known>,
    next: u64,
}

impl Run {
    fn store(&self) -> BlobStore {
        BlobStore::new(Arc::new(self.disk.clone()), Path::new("/log"), keys(), Arc::new(self.disk.clone()))
    }

    fn open(&self) -> (Writer, BlobStore) {
        let config = LogConfig {
            segment_bytes: 8 << 10,
            ..LogConfig::new(LOG, keys(), Arc::new(self.disk.clone()))
        };
        let (writer, _) = Writer::open(Arc::new(self.disk.clone()), Path::new("/log"), config).unwrap();
        let store = self.store();
        store.settle(&writer.reader()).unwrap();
        (writer, store)
    }

    /// Everything that was promised.
    fn check(&self, writer: &Writer, store: &BlobStore) {
        let records: Vec<_> = writer.reader().read(0..u64::MAX).map(Result::unwrap).collect();
        for known in &self.known {
            let there =
                records.iter().any(|record| record.header.id == known.record && record.body.is_some());
            assert!(there || !known.acknowledged || known.erased, "an acknowledged record is missing");
            match there {
                true => assert_eq!(store.get(&known.blob).unwrap(), known.content, "named and not there"),
                false => assert!(store.get(&known.blob).is_err(), "nothing names it, and it is there"),
            }
        }
        let all = store.list().unwrap();
        assert!(all.iter().all(|(_, state)| *state == State::Named), "{all:?}");
        assert!(all.len() <= self.known.len());
    }

    fn hands_in(&mut self, writer: &mut Writer, store: &BlobStore) {
        let n = self.next;
        self.next += 1;
        let bytes = self.rng.index(3_000);
        let mut photos = Vec::new();
        for at in 0..1 + self.rng.index(3) {
            let content = vec![u8::try_from(n % 251).unwrap(); bytes + at];
            let Ok(blob) = store.put(&content, writer.reader().len()) else {
                // Refused: those before it are given up, as the door does.
                photos.iter().for_each(|blob: &BlobRef| drop(store.erase(blob.id)));
                return;
            };
            photos.push(blob);
            self.known.push(Known {
                blob,
                content,
                record: record_id(n),
                acknowledged: false,
                erased: false,
            });
        }
        if self.rng.percent(10) {
            return;
        }
        let group = prepare(vec![report(n, &photos)]).unwrap();
        let offered = matches!(writer.offer(group), Ok(Offer::Staged(_)));
        if !offered || writer.commit().is_err() {
            return;
        }
        self.known
            .iter_mut()
            .filter(|known| known.record == record_id(n))
            .for_each(|known| known.acknowledged = true);
        if self.rng.percent(80) {
            photos.iter().for_each(|blob| drop(store.named(blob.id)));
        }
    }

    /// As the desk does it: photographs first, then the body that names them.
    fn erases(&mut self, writer: &Writer, store: &BlobStore) {
        let Some(at) = self.known.len().checked_sub(1).map(|last| self.rng.index(last + 1)) else { return };
        let record = self.known[at].record;
        let found =
            writer.reader().read(0..u64::MAX).map(Result::unwrap).find(|found| found.header.id == record);
        let Some(found) = found else { return };
        for known in self.known.iter_mut().filter(|known| known.record == record) {
            store.erase(known.blob.id).unwrap();
            known.erased = true;
        }
        writer.erase(&[(found.header.seq, record)]).unwrap();
    }

    fn faults(&mut self) -> Faults {
        let mut faults = Faults::default();
        match self.rng.below(6) {
            0 => faults.sync_fails_percent = 5 + self.rng.below(40),
            1 => faults.write_fails_percent = 5 + self.rng.below(30),
            2 => faults.room_bytes = Some(self.rng.below(20_000)),
            _ => {}
        }
        faults
    }

    fn life(&mut self) {
        let (mut writer, store) = self.open();
        self.check(&writer, &store);
        for _ in 0..self.rng.below(12) {
            let faults = self.faults();
            self.disk.set_faults(faults);
            self.hands_in(&mut writer, &store);
            self.disk.set_faults(Faults::default());
            if self.rng.percent(10) {
                self.erases(&writer, &store);
            }
        }
        match self.rng.percent(50) {
            true => self.disk.kill(),
            false => self.disk.power_cut(),
        }
    }

    fn verified(&self) -> Report {
        let options = VerifyOptions {
            keys: Some(keys()),
            erased_elsewhere: self
                .known
                .iter()
                .filter(|known| known.erased)
                .map(|known| known.record)
                .collect(),
            ..VerifyOptions::default()
        };
        verify(&self.disk, Path::new("/log"), &options, &mut |_| {}).unwrap()
    }
}

#[test]
fn whatever_the_disk_does_a_photograph_is_there_exactly_as_long_as_a_record_names_it() {
    let (mut there, mut gone) = (0, 0);
    for seed in 0..SEEDS {
        let mut run =
            Run { disk: SimDisk::new(seed), rng: SimRng::new(seed ^ 0xb10b), known: Vec::new(), next: 0 };
        for _ in 0..4 {
            run.life();
        }
        let (mut writer, store) = run.open();
        run.check(&writer, &store);
        writer.close().unwrap();
        let report = run.verified();
        assert!(report.is_ok() && report.unnamed_attachments == 0, "seed {seed}: {report}");
        there += report.attachments;
        gone += run.known.len() as u64 - report.attachments;
    }
    assert!(there > SEEDS && gone > SEEDS, "{there} were there and {gone} were not");
}

/// A log on a real disk: two reports, the first with two photographs.
fn filled(dir: &Path) -> (kulla_log::Log, BlobStore, Vec<BlobRef>) {
    let (log, _) = open(dir, 16 << 10).unwrap();
    let store = BlobStore::new(Arc::new(RealDisk), dir, keys(), Arc::new(OsEntropy));
    let photos: Vec<_> =
        [2_000_000, 300].iter().map(|bytes| store.put(&vec![7; *bytes], 0).unwrap()).collect();
    log.handle().append(vec![report(0, &photos)]).wait().unwrap();
    // A line was added later: the new version attaches the same.
    log.handle().append(vec![report(1, &photos)]).wait().unwrap();
    log.handle().append(vec![draft(2, 100)]).wait().unwrap();
    photos.iter().for_each(|blob| store.named(blob.id).unwrap());
    (log, store, photos)
}

fn looked(dir: &Path) -> Report {
    let options = VerifyOptions { keys: Some(keys()), ..VerifyOptions::default() };
    verify(&RealDisk, dir, &options, &mut |_| {}).unwrap()
}

fn file(dir: &Path, blob: &BlobRef) -> std::path::PathBuf {
    dir.join("blobs").join(format!("{:02x}", blob.id.0[0])).join(State::Named.file(blob.id))
}

#[test]
fn a_photograph_that_is_missing_or_changed_is_named_with_the_record_that_attaches_it() {
    let dir = tempfile::tempdir().unwrap();
    let (log, _, photos) = filled(dir.path());
    log.close().unwrap();
    let report = looked(dir.path());
    assert_eq!((report.is_ok(), report.attachments, report.unnamed_attachments), (true, 2, 0), "{report}");
    let path = file(dir.path(), &photos[1]);
    let sound = std::fs::read(&path).unwrap();
    let mut changed = sound.clone();
    changed[100] ^= 1;
    std::fs::write(&path, &changed).unwrap();
    let damaged = looked(dir.path());
    std::fs::remove_file(&path).unwrap();
    let missing = looked(dir.path());
    for (report, word) in [(damaged, "damaged"), (missing, "not there")] {
        assert_eq!((report.findings.len(), report.attachments), (1, 1), "{report}");
        let found = &report.findings[0];
        assert_eq!(found.place.record, Some(record_id(0)), "{found}");
        assert!(found.what.contains(word) && found.what.contains(&photos[1].id.to_string()), "{found}");
        assert!(found.what.contains("backup"), "{found}");
    }
    std::fs::write(&path, sound).unwrap();
    let stray = path.with_file_name(State::Named.file(kulla_log::BlobId([photos[1].id.0[0]; 16])));
    std::fs::write(stray, b"x").unwrap();
    let report = looked(dir.path());
    assert!(report.is_ok() && report.unnamed_attachments == 1, "{report}");
    assert!(report.to_string().contains("kulla prune"), "{report}");
}

#[test]
fn a_sweep_removes_what_no_body_names_any_more_and_keeps_what_one_version_still_does() {
    let dir = tempfile::tempdir().unwrap();
    let (log, store, photos) = filled(dir.path());
    let stray = store.put(b"of a record that was pruned", 3).unwrap();
    log.handle().erase(&[(0, record_id(0))]).unwrap();
    let done = store.sweep(&log.handle().reader()).unwrap();
    assert_eq!((done.kept, done.removed), (2, 1));
    assert!(store.get(&stray).is_err() && store.get(&photos[0]).is_ok());
    log.handle().erase(&[(1, record_id(1))]).unwrap();
    assert_eq!(store.sweep(&log.handle().reader()).unwrap().removed, 2);
    assert_eq!(store.list().unwrap(), []);
    log.close().unwrap();
}

#[test]
fn a_bundle_carries_the_photographs_of_the_bodies_in_it_and_a_changed_or_missing_one_is_noticed() {
    let dir = tempfile::tempdir().unwrap();
    let (log, store, photos) = filled(dir.path());
    let handle = log.handle();
    let signer = NoteSigner::new("node.example/ops", &[4; 32]).unwrap();
    let note = handle.checkpoint(&signer).unwrap();
    let known = [signer.verifier(KeyUse::Note)];
    let export = |seqs: &[u64]| {
        let mut file = Vec::new();
        export_bundle((&handle.reader(), &store), seqs.iter().copied(), &note, None, &mut file)
            .map(|_| file)
    };
    let judge = |file: &[u8]| verify_bundle(&mut &file[..], &known, None, &mut |_| {});

    let whole = export(&[0, 1, 2]).unwrap();
    let report = judge(&whole).unwrap();
    assert_eq!((report.records, report.attachments, report.without_attachment), (3, 2, 0), "each once");
    let without = export(&[2]).unwrap();
    assert!(
        without.starts_with(br#"{"checkpoint"#)
            || String::from_utf8_lossy(&without).contains("\"kulla-bundle\":1")
    );
    assert_eq!(judge(&without).unwrap().attachments, 0);

    let text = String::from_utf8(whole).unwrap();
    let changed = text.replacen("\"content\":\"Bwc", "\"content\":\"Bwd", 1);
    assert_ne!(changed, text);
    let error = judge(changed.as_bytes()).unwrap_err();
    assert!(
        matches!(error, BundleError::Line { .. }) && error.to_string().contains("commits to"),
        "{error}"
    );
    let cut: String =
        text.lines().filter(|line| !line.contains("\"content\"")).map(|line| format!("{line}\n")).collect();
    assert!(judge(cut.as_bytes()).is_err());
    let none: String = text
        .lines()
        .filter(|line| !line.contains("\"content\"") && !line.contains("\"attachment\""))
        .map(|line| format!("{line}\n"))
        .collect();
    assert_eq!(judge(none.as_bytes()).unwrap().without_attachment, 2);

    store.erase(photos[0].id).unwrap();
    assert!(export(&[0]).is_err(), "nothing is left out in silence");
    handle.erase(&[(0, record_id(0)), (1, record_id(1))]).unwrap();
    assert_eq!(
        judge(&export(&[0, 2]).unwrap()).unwrap().attachments,
        0,
        "a body that is gone attaches nothing"
    );
}
