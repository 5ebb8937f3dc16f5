//! One seed: a few lives of one log on one disk, each ended by a clean stop, a kill or a power cut.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use kulla_record::LogId;

use super::chance::SimRng;
use super::disk::{Faults, SimDisk};
use super::model::Model;
use super::summary::{Failure, Summary};
use crate::checkpoint::Checkpoint;
use crate::config::LogConfig;
use crate::error::OpenError;
use crate::group::prepare;
use crate::note::{KeyUse, NoteSigner, NoteVerifier};
use crate::open::Opened;
use crate::proof::{verify_consistency, verify_inclusion};
use crate::report::Report;
use crate::runway::Flight;
use crate::scan::Scan;
use crate::seal::{Keyring, NodeKey};
use crate::tree::leaf_hash;
use crate::verify::{VerifyOptions, verify};
use crate::writer::{Offer, Writer};

const LOG: LogId = LogId([0x51; 16]);
const NODE_KEY: [u8; 32] = [0x4b; 32];
const DIR: &str = "/log";

/// Runs seeds one after the other; ends at the first failure. `progress` is told each seed that passed.
pub fn run_seeds(
    from: u64,
    seeds: u64,
    progress: &mut dyn FnMut(u64, &Summary),
) -> Result<Summary, Failure> {
    let mut summary = Summary::default();
    for seed in from..from.saturating_add(seeds) {
        summary.add(&run_seed(seed)?);
        progress(seed, &summary);
    }
    Ok(summary)
}

/// Runs one seed.
pub fn run_seed(seed: u64) -> Result<Summary, Failure> {
    let mut run = Run {
        rng: SimRng::new(seed.wrapping_mul(0x9e37_79b9) ^ 0x5eed),
        disk: SimDisk::new(seed),
        model: Model::default(),
        summary: Summary { seeds: 1, ..Summary::default() },
        life: 0,
    };
    run.all().map(|()| run.summary).map_err(|what| Failure { seed, life: run.life, what })
}

struct Run {
    rng: SimRng,
    disk: SimDisk,
    model: Model,
    summary: Summary,
    life: u64,
}

fn words(what: &str, error: impl fmt::Display) -> String {
    format!("{what}: {error}")
}

impl Run {
    fn all(&mut self) -> Result<(), String> {
        let lives = 2 + self.rng.below(5);
        for life in 0..lives {
            self.life = life;
            let mut writer = self.open()?;
            self.check(&writer)?;
            for _ in 0..self.rng.below(25) {
                self.step(&mut writer)?;
            }
            self.goes_on_without_restart(&mut writer)?;
            self.end(writer)?;
            if self.rng.percent(30) {
                self.verify_passes()?;
            }
        }
        self.life = lives;
        let mut writer = self.open()?;
        self.check(&writer)?;
        if self.rng.percent(50) {
            writer.close().map_err(|error| words("closing failed", error))?;
        } else {
            self.disk.kill();
        }
        drop(writer);
        self.verify_passes()?;
        self.a_flipped_bit_is_named()
    }

    fn faults(&mut self) -> Faults {
        let mut faults = Faults::default();
        match self.rng.below(8) {
            0 => faults.sync_fails_percent = 5 + self.rng.below(40),
            1 => faults.write_fails_percent = 5 + self.rng.below(30),
            2 => faults.room_bytes = Some(self.rng.below(20_000)),
            3 => {
                faults.sync_fails_percent = self.rng.below(30);
                faults.write_fails_percent = self.rng.below(30);
                faults.room_bytes = Some(self.rng.below(60_000));
            }
            _ => {}
        }
        faults
    }

    fn config(&mut self) -> LogConfig {
        let entropy = Arc::new(self.disk.clone());
        let keys = Keyring::new(NodeKey::new(NODE_KEY));
        let segment_bytes = [4 << 10, 8 << 10, 32 << 10][self.rng.index(3)];
        LogConfig { segment_bytes, ..LogConfig::new(LOG, keys, entropy) }
    }

    fn try_open(&mut self) -> Result<(Writer, Opened), OpenError> {
        let config = self.config();
        Writer::open(Arc::new(self.disk.clone()), Path::new(DIR), config)
    }

    /// Opens the log; sometimes on a disk that fails meanwhile, and then again on one that works.
    fn open(&mut self) -> Result<Writer, String> {
        while self.rng.percent(25) {
            let faults = self.faults();
            self.disk.set_faults(faults);
            let opened = self.try_open();
            self.disk.set_faults(Faults::default());
            match opened {
                Ok((writer, opened)) => return Ok(self.opened(writer, &opened)),
                Err(OpenError::Io { .. }) => {}
                Err(error) => return Err(words("a failing disk was taken for damage", error)),
            }
            match self.rng.percent(50) {
                true => self.disk.power_cut(),
                false => self.disk.kill(),
            }
        }
        let (writer, opened) = self.try_open().map_err(|error| words("the log does not open", error))?;
        Ok(self.opened(writer, &opened))
    }

    fn opened(&mut self, writer: Writer, opened: &Opened) -> Writer {
        self.summary.cuts += u64::from(opened.cut.is_some());
        writer
    }

    /// Everything that was promised about records and heads.
    fn check(&mut self, writer: &Writer) -> Result<(), String> {
        let reader = writer.reader();
        let records: Result<Vec<_>, _> = reader.read(0..u64::MAX).collect();
        let records = records.map_err(|error| words("the log does not read", error))?;
        self.model.compare(&records)?;
        let size = reader.tree_size();
        if size != records.len() as u64 {
            return Err(format!("the tree has {size} leaves, and {} records are there", records.len()));
        }
        let root = reader.root(size).map_err(|error| words("no root", error))?;
        for (old, old_root, _) in &self.model.heads {
            let proof = reader.consistency_proof(*old, size).map_err(|error| words("no proof", error))?;
            if !verify_consistency((*old, old_root), (size, &root), &proof) {
                return Err(format!("the head at {old} records is not consistent with the tree of {size}"));
            }
        }
        if size > 0 {
            let seq = self.rng.below(size);
            let entry = reader.entry(seq).map_err(|error| words("an entry does not read", error))?;
            let proof = reader.inclusion_proof(seq, size).map_err(|error| words("no proof", error))?;
            if !verify_inclusion(&leaf_hash(&entry.leaf), seq, size, &proof, &root) {
                return Err(format!("entry {seq} can't be proved to be in the tree of {size}"));
            }
        }
        Ok(())
    }

    fn step(&mut self, writer: &mut Writer) -> Result<(), String> {
        match self.rng.below(20) {
            0 | 1 => {
                let faults = self.faults();
                self.disk.set_faults(faults);
            }
            2 => self.checkpoint(writer)?,
            3 => self.erase(writer)?,
            _ => {
                let groups = 1 + self.rng.below(4);
                self.append(writer, groups)?;
            }
        }
        Ok(())
    }

    /// Offers groups and commits them; gives whether all were acknowledged.
    fn append(&mut self, writer: &mut Writer, groups: u64) -> Result<bool, String> {
        let mut all = true;
        let mut staged = false;
        for _ in 0..groups {
            let count = 1 + self.rng.below(5);
            let mut group =
                prepare(self.model.group(count)).map_err(|error| words("a sound group", error))?;
            loop {
                match writer.offer(group) {
                    Ok(Offer::Staged(_)) => {
                        staged = true;
                        break;
                    }
                    Ok(Offer::Later(again)) => {
                        all &= self.commit(writer)?;
                        staged = false;
                        group = again;
                    }
                    Err(_) => {
                        self.summary.refused += 1;
                        all = false;
                        break;
                    }
                }
            }
        }
        if staged {
            all &= self.commit(writer)?;
        }
        if self.rng.percent(70) {
            let _ = writer.settle();
        }
        Ok(all)
    }

    /// Commits what is staged; sometimes with more being staged, and written, while it is on its way.
    fn commit(&mut self, writer: &mut Writer) -> Result<bool, String> {
        let Some(flight) = writer.runway().take() else { return Ok(true) };
        let mut ahead = false;
        if self.rng.percent(30) {
            let count = 1 + self.rng.below(5);
            let group = prepare(self.model.group(count)).map_err(|error| words("a sound group", error))?;
            ahead = matches!(writer.offer(group), Ok(Offer::Staged(_)));
        }
        let written = flight.write();
        // As the second thread does: the next one goes before this one has been told.
        let goes_on = written.is_ok() && self.rng.percent(50);
        let next = goes_on.then(|| writer.runway().take()).flatten().map(|next| (next.write(), next));
        if !self.land(writer, flight, written, ahead)? {
            return Ok(false);
        }
        match next {
            Some((written, next)) => self.land(writer, next, written, false),
            None if ahead => self.commit(writer),
            None => Ok(true),
        }
    }

    /// Tells what became of a batch; gives whether it was acknowledged.
    fn land(
        &mut self,
        writer: &mut Writer,
        flight: Flight,
        written: std::io::Result<()>,
        ahead: bool,
    ) -> Result<bool, String> {
        let before = writer.reader().len();
        match writer.land(flight, written) {
            Ok(batch) => {
                self.summary.acknowledged += batch.records.len() as u64;
                self.model.settle(batch.records.iter().map(|record| record.header.id));
                match batch.first_seq == before && batch.end_seq() == self.model.known.len() as u64 {
                    true => Ok(true),
                    false => Err("a batch does not go on where the log ended".into()),
                }
            }
            Err(_) if writer.reader().len() != before => Err("a refused batch can be read".into()),
            Err(_) => {
                self.summary.refused += 1 + u64::from(ahead);
                Ok(false)
            }
        }
    }

    fn checkpoint(&mut self, writer: &mut Writer) -> Result<(), String> {
        // A note that could not be kept was not given out.
        let Ok(note) = writer.checkpoint(&signer()?) else { return Ok(()) };
        let head =
            Checkpoint::unverified(&note).map_err(|error| words("a checkpoint does not read", error))?;
        if head.size > self.model.known.len() as u64 {
            return Err("a checkpoint covers records that are not durable".into());
        }
        self.model.heads.push((head.size, head.root, note));
        Ok(())
    }

    fn erase(&mut self, writer: &mut Writer) -> Result<(), String> {
        // What stands in the last batch is left alone, as the batch of its `erasure` record comes after it.
        let Some(last) = self.model.known.len().checked_sub(60).filter(|last| *last > 0) else {
            return Ok(());
        };
        let seq = self.rng.index(last);
        let id = super::model::record_id(self.model.known[seq].draft);
        self.model.known[seq].erasing = true;
        if writer.erase(&[(seq as u64, id)]).is_ok() {
            self.model.known[seq].erased = true;
            self.summary.erased += 1;
        }
        Ok(())
    }

    /// Once the disk works again, so does the log.
    fn goes_on_without_restart(&mut self, writer: &mut Writer) -> Result<(), String> {
        self.disk.set_faults(Faults::default());
        match self.append(writer, 1)? {
            true => Ok(()),
            false => Err("the disk works again, and the log still refuses".into()),
        }
    }

    /// Ends a life; whatever the end, nothing that was acknowledged may be missing after it.
    fn end(&mut self, mut writer: Writer) -> Result<(), String> {
        match self.rng.below(4) {
            0 => {
                writer.close().map_err(|error| words("closing failed", error))?;
                // A closed log stands any power cut.
                self.disk.power_cut();
            }
            1 => {
                // What a sync refused is still in the page cache when the next program looks.
                self.in_flight(&mut writer)?;
                self.disk.kill();
                self.summary.kills += 1;
            }
            _ => {
                self.in_flight(&mut writer)?;
                self.disk.power_cut();
                self.summary.power_cuts += 1;
            }
        }
        Ok(())
    }

    /// Something was written and never synced when the end came.
    fn in_flight(&mut self, writer: &mut Writer) -> Result<(), String> {
        if self.rng.percent(70) {
            self.disk.set_faults(Faults { sync_fails_percent: 100, ..Faults::default() });
            let groups = 1 + self.rng.below(3);
            self.append(writer, groups)?;
            self.disk.set_faults(Faults::default());
        }
        Ok(())
    }

    fn report(&self) -> Result<Report, String> {
        let known = verifiers()?;
        let options = VerifyOptions {
            keys: Some(Keyring::new(NodeKey::new(NODE_KEY))),
            known: &known,
            outside: self.model.heads.last().map(|(_, _, note)| note.as_str()),
            erased_elsewhere: self.model.erasures().collect(),
            threads: 1,
            growing: false,
        };
        verify(&self.disk, Path::new(DIR), &options, &mut |_| {})
            .map_err(|error| words("verify failed", error))
    }

    fn verify_passes(&self) -> Result<(), String> {
        let report = self.report()?;
        match report.is_ok() && report.records >= self.model.known.len() as u64 {
            true => Ok(()),
            false => Err(format!("verify does not pass:\n{report}")),
        }
    }

    /// One changed bit among the records: `verify` names the entry, and the start refuses.
    fn a_flipped_bit_is_named(&mut self) -> Result<(), String> {
        let Some((path, offset, seq)) = self.a_byte_of_a_record() else { return Ok(()) };
        self.disk.flip(&path, offset, 1 << self.rng.below(8));
        let report = self.report()?;
        let file = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        let named = report.findings.first().map(|finding| (finding.place.seq, finding.place.file.clone()));
        if named != Some((Some(seq), file)) {
            return Err(format!("byte {offset} of entry {seq} was changed, and verify says:\n{report}"));
        }
        match self.try_open() {
            Err(OpenError::Damage { place, .. }) if place.seq == Some(seq) => {}
            Err(error) => return Err(words("the start refuses without naming the entry", error)),
            Ok(_) => return Err(format!("byte {offset} of entry {seq} was changed, and the log opens")),
        }
        self.summary.flips_named += 1;
        Ok(())
    }

    fn a_byte_of_a_record(&mut self) -> Option<(std::path::PathBuf, usize, u64)> {
        use crate::disk::Disk;
        let names = self.disk.list(Path::new(DIR)).ok()?;
        let segments: Vec<_> = names.iter().filter(|name| name.ends_with(".segment")).collect();
        let path = Path::new(DIR).join(segments.get(self.rng.index(segments.len()))?);
        let data = self.disk.bytes(&path)?;
        let first_seq = crate::segment::SegmentHeader::decode(&data).ok()?.first_seq;
        let mut scan = Scan::new(&data, LOG, first_seq);
        let mut frames = Vec::new();
        while let Some(Ok(seen)) = scan.next() {
            // What an erasure names is not checked any more.
            let known = usize::try_from(seen.header.seq).ok().and_then(|seq| self.model.known.get(seq));
            if known.is_some_and(|known| !known.erasing) {
                frames.push((seen.offset, seen.frame.len(), seen.header.seq));
            }
        }
        let (start, len, seq) = *frames.get(self.rng.index(frames.len()))?;
        Some((path, start + self.rng.index(len), seq))
    }
}

fn signer() -> Result<NoteSigner, String> {
    NoteSigner::new("sim.example/log", &[5; 32]).map_err(|error| error.to_string())
}

fn verifiers() -> Result<Vec<NoteVerifier>, String> {
    Ok(vec![signer()?.verifier(KeyUse::Note)])
}
