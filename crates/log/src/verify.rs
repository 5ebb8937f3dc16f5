//! Checking a whole log offline: nothing that the log says about itself is believed.
//!
//! Every byte of every segment is looked at, the tree is computed anew, and its root is compared with every head
//! that can be had. Whoever holds both the disk and the keys could have rewritten everything, heads included;
//! only a checkpoint that was kept elsewhere rules that out, and the report says whether there was one.

use std::collections::{BTreeMap, HashSet};
use std::io;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use kulla_record::{Header, Kind, LogId, RecordId};

use crate::checkpoint::{self, Checkpoint};
use crate::disk::Disk;
use crate::note::NoteVerifier;
use crate::place::Place;
use crate::report::{FINDINGS_MAX, Finding, Head, Report};
use crate::seal::{KeyCache, Keyring};
use crate::segment::{SegmentHeader, parse_name, segment_name};
use crate::state::State;
use crate::tree::{Hash, Tree, TreeFiles};
use crate::verify_blobs;
use crate::verify_segment::{Checked, Kept, OffsetsFile, SegmentCheck};

/// What is checked, and with what.
#[derive(Default)]
pub struct VerifyOptions<'a> {
    /// The node keys. Without them bodies stay closed: headers, checksums, tree and signatures are checked.
    pub keys: Option<Keyring>,
    /// Keys whose signatures on heads count: the log's own and those of witnesses.
    pub known: &'a [NoteVerifier],
    /// A signed head that was kept elsewhere.
    pub outside: Option<&'a str>,
    /// Records that `erasure` records of *other* logs name; those of this log are found in it.
    pub erased_elsewhere: HashSet<RecordId>,
    /// Threads; 0 means one.
    pub threads: usize,
    /// A running program writes to the log meanwhile. Then only what was covered by its head or its state before the
    /// look began is checked: behind that anything may be half written.
    pub growing: bool,
}

/// Somebody who looks at what was opened, in the order of the log. What a body means is no matter of the log.
pub trait Watch {
    /// So many records were checked.
    fn so_far(&mut self, records: u64);

    /// The kinds whose bodies are wanted.
    fn kinds(&self) -> &[Kind] {
        &[]
    }

    /// A body of such a kind, which is the one that was written. Gives what is wrong with what it says.
    fn body(&mut self, header: &Header, body: &[u8]) -> Option<String> {
        let _ = (header, body);
        None
    }

    /// Bodies of such kinds may be missing here: pruned, erased, or closed for want of a key.
    fn gap(&mut self) {}
}

/// Only counts.
struct Counts<'a>(&'a mut dyn FnMut(u64));

impl Watch for Counts<'_> {
    fn so_far(&mut self, records: u64) {
        (self.0)(records);
    }
}

/// Checks the log in a folder. `progress` is told the number of records so far.
pub fn verify(
    disk: &dyn Disk,
    dir: &Path,
    options: &VerifyOptions<'_>,
    progress: &mut dyn FnMut(u64),
) -> io::Result<Report> {
    verify_watched(disk, dir, options, &mut Counts(progress))
}

/// The same, with somebody who looks at what bodies say.
pub fn verify_watched(
    disk: &dyn Disk,
    dir: &Path,
    options: &VerifyOptions<'_>,
    watch: &mut dyn Watch,
) -> io::Result<Report> {
    // INVARIANT: what says how many records are durable is read before the segments are listed, so that a log that
    // grows meanwhile holds all of them in what was listed.
    let (stored, state) = (checkpoint::stored(disk, dir)?, State::load(disk, dir)?);
    let limit = if options.growing { covered(stored.as_deref(), state.as_ref()) } else { u64::MAX };
    let (segments, mut findings) = list(disk, dir)?;
    let first = segments.iter().find_map(|(number, pruned)| log_of(disk, dir, *number, *pruned));
    let Some(log) = first else {
        return Err(io::Error::new(
            io::ErrorKind::NotFound,
            format!("there is no readable log in `{}`", dir.display()),
        ));
    };
    let state = state.filter(|state| state.log == log);
    let check = SegmentCheck {
        disk,
        dir,
        log,
        keys: options.keys.clone().map(|ring| KeyCache::new(log, ring)),
        clean: state.as_ref().is_some_and(|state| state.clean),
        last: segments.last().map_or(0, |(number, _)| *number),
        limit,
        kinds: watch.kinds().to_vec(),
    };
    let files = (TreeFiles::open_existing(disk, dir)?, OffsetsFile::open(disk, dir)?);
    let mut whole = Whole::new(files, log, (stored, state), options, &mut findings);
    for_each_in_order(&segments, options.threads.max(1), &check, |mut checked| {
        if whole.records < limit {
            look(watch, &mut checked);
            whole.take(checked)?;
            watch.so_far(whole.records);
        }
        Ok(())
    })?;
    whole.blobs(disk, dir, options)?;
    Ok(whole.finish(findings, options))
}

/// Lets somebody look at what a segment says.
fn look(watch: &mut dyn Watch, checked: &mut Checked) {
    if checked.pruned + checked.bodies_closed > 0 {
        watch.gap();
    }
    for kept in std::mem::take(&mut checked.kept) {
        let Kept { place, header, body } = kept;
        match body {
            None => watch.gap(),
            Some(body) => {
                let wrong = watch.body(&header, &body);
                checked.findings.extend(wrong.map(|what| Finding { place, what }));
            }
        }
    }
}

/// How many records the newest head or the state vouch for.
fn covered(stored: Option<&str>, state: Option<&State>) -> u64 {
    let head = stored.and_then(|note| Checkpoint::unverified(note).ok());
    head.map_or(0, |head| head.size).max(state.map_or(0, |state| state.size))
}

/// The number of a segment, and whether it was pruned.
type Numbered = (u64, bool);

/// The segments that are there, and those that are missing.
fn list(disk: &dyn Disk, dir: &Path) -> io::Result<(Vec<Numbered>, Vec<Finding>)> {
    let mut found = BTreeMap::new();
    for name in disk.list(dir)? {
        if let Some((number, pruned)) = parse_name(&name) {
            let known = found.entry(number).or_insert(pruned);
            *known |= pruned;
        }
    }
    let end = found.keys().last().map_or(0, |last| last + 1);
    let missing =
        (0..end).filter(|number| !found.contains_key(number)).take(FINDINGS_MAX).map(|number| Finding {
            place: Place {
                log: LogId([0; 16]),
                file: segment_name(number),
                offset: 0,
                seq: None,
                record: None,
            },
            what: "the segment is missing".into(),
        });
    let missing = missing.collect();
    Ok((found.into_iter().collect(), missing))
}

fn log_of(disk: &dyn Disk, dir: &Path, number: u64, pruned: bool) -> Option<LogId> {
    if pruned {
        return None;
    }
    let data = crate::scan::read_file(disk, &dir.join(segment_name(number))).ok()?;
    SegmentHeader::decode(&data).ok().map(|header| header.log)
}

/// Checks segments on several threads and hands over the results in order.
fn for_each_in_order(
    segments: &[Numbered],
    threads: usize,
    check: &SegmentCheck<'_>,
    mut take: impl FnMut(Checked) -> io::Result<()>,
) -> io::Result<()> {
    let next = AtomicUsize::new(0);
    let (send, receive) = mpsc::sync_channel(threads);
    let send = Mutex::new(send);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let send = send.lock().map(|send| send.clone());
                let mut memory = Vec::new();
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some((number, pruned)) = segments.get(index) else { return };
                    let checked = check.check(*number, *pruned, &mut memory);
                    // Nobody receives any more once an earlier segment could not be read.
                    if !send.as_ref().is_ok_and(|send| send.send((index, checked)).is_ok()) {
                        return;
                    }
                }
            });
        }
        let mut early = BTreeMap::new();
        let mut done = 0;
        let result = (|| {
            while done < segments.len() {
                let Ok((index, checked)) = receive.recv() else { break };
                early.insert(index, checked);
                while let Some(checked) = early.remove(&done) {
                    take(checked?)?;
                    done += 1;
                }
            }
            Ok(())
        })();
        drop(receive);
        result
    })
}

/// The log as a whole, segment by segment.
struct Whole {
    log: LogId,
    tree: Tree,
    /// A damaged header keeps the tree from being computed.
    broken: bool,
    files: Option<TreeFiles>,
    offsets: OffsetsFile,
    /// Records whose derived files were durable.
    derived_len: u64,
    /// Heads to compare with, by size.
    heads: Vec<(u64, Hash, &'static str)>,
    records: u64,
    report: Report,
    checked: Checked,
}

impl Whole {
    fn new(
        (files, offsets): (Option<TreeFiles>, OffsetsFile),
        log: LogId,
        (stored, state): (Option<String>, Option<State>),
        options: &VerifyOptions<'_>,
        findings: &mut Vec<Finding>,
    ) -> Whole {
        let mut heads = Vec::new();
        let mut head = |note: Option<&str>, file: &'static str| {
            let note = note?;
            match read_head(note, options.known) {
                Ok(head) => {
                    heads.push((head.checkpoint.size, head.checkpoint.root, file));
                    Some(head)
                }
                Err(what) => {
                    findings.push(Finding { place: file_place(log, file), what });
                    None
                }
            }
        };
        let own_head = head(stored.as_deref(), checkpoint::CHECKPOINT);
        let outside_head = head(options.outside, OUTSIDE);
        if let Some(state) = &state {
            heads.push((state.size, state.root, "state"));
        }
        let report = Report {
            log,
            records: 0,
            pruned: 0,
            erased: 0,
            bodies_opened: 0,
            bodies_closed: 0,
            attachments: 0,
            unnamed_attachments: 0,
            root: None,
            own_head,
            outside_head,
            torn_tail: None,
            growing: options.growing,
            findings: Vec::new(),
            more_findings: 0,
        };
        Whole {
            log,
            tree: Tree::default(),
            broken: false,
            files,
            offsets,
            derived_len: state.as_ref().map_or(0, |state| state.size),
            heads,
            records: 0,
            report,
            checked: Checked::default(),
        }
    }

    fn take(&mut self, mut checked: Checked) -> io::Result<()> {
        if checked.first_seq != self.records && !checked.unreadable {
            let what = format!(
                "it begins with entry {}, and entry {} was expected",
                checked.first_seq, self.records
            );
            checked.findings.push(Finding { place: file_place(self.log, &checked.file), what });
            self.broken = true;
        }
        self.broken |= checked.unreadable;
        if !self.broken && self.tree.root() != checked.root {
            let what = "the root in its header is not that of the entries before it".into();
            checked.findings.push(Finding { place: file_place(self.log, &checked.file), what });
        }
        let first = checked.first_seq;
        for leaf in &checked.leaves {
            self.compare_heads(&mut checked.findings);
            self.tree.push(*leaf);
        }
        self.compare_derived(first, &mut checked)?;
        self.broken |= checked.broken;
        self.records = checked.next_seq;
        self.checked.join(checked);
        Ok(())
    }

    /// When the tree has the size of a head, it must have its root.
    fn compare_heads(&mut self, findings: &mut Vec<Finding>) {
        if self.broken {
            return;
        }
        let size = self.tree.size();
        for (_, root, file) in self.heads.extract_if(.., |(at, ..)| *at == size) {
            if self.tree.root() != root {
                let what =
                    format!("the first {size} records are not those that this head was given out for");
                findings.push(Finding { place: file_place(self.log, file), what });
            }
        }
    }

    /// The files of the tree and of the offsets must say what the segments say.
    fn compare_derived(&mut self, first: u64, checked: &mut Checked) -> io::Result<()> {
        let (files, derived_len, broken) = (&self.files, self.derived_len, self.broken);
        let (mut wrong, mut error) = (Vec::new(), None);
        self.tree.forget(|level, start, hashes| {
            let end = (derived_len >> (8 * level)).min(start + hashes.len() as u64);
            let Some(files) = files.as_ref().filter(|_| !broken && start < end) else { return };
            match files.hashes(level, start, end - start) {
                Ok(Some(stored)) => {
                    let differ =
                        (start..).zip(stored.iter().zip(hashes)).find(|(_, (stored, hash))| stored != hash);
                    wrong.extend(differ.map(|(at, _)| (level, at)));
                }
                Ok(None) => wrong.push((level, start)),
                Err(io) => error = Some(io),
            }
        });
        if let Some(error) = error {
            return Err(error);
        }
        for (level, at) in wrong {
            let place = match level {
                0 => checked.place_of(self.log, at),
                _ => Place { offset: at * 32, ..file_place(self.log, &format!("tree/{level}")) },
            };
            let what = format!(
                "the header does not lead to hash {at} in file `tree/{level}`: one of the two was changed"
            );
            checked.findings.push(Finding { place, what });
        }
        if let Some(seq) =
            self.offsets.first_difference(first, derived_len, &checked.offsets)?.filter(|_| !broken)
        {
            let place =
                Place { offset: seq * 4, seq: Some(seq), ..file_place(self.log, crate::core::OFFSETS) };
            let what =
                "it does not say where this entry stands: delete `offsets` and `state` to build it anew"
                    .into();
            checked.findings.push(Finding { place, what });
        }
        Ok(())
    }

    /// What bodies attach is there, and is what they commit to.
    fn blobs(&mut self, disk: &dyn Disk, dir: &Path, options: &VerifyOptions<'_>) -> io::Result<()> {
        let Some(keys) = &options.keys else { return Ok(()) };
        let named = self.named(options);
        let gone = |place: &Place| place.record.is_some_and(|record| named.contains(&record));
        self.checked.attached.retain(|(place, _)| !gone(place));
        let seen = verify_blobs::check(disk, dir, keys, &self.checked)?;
        self.report.attachments = seen.opened;
        // While the log grows a blob may wait for a record that was not looked at.
        if !options.growing && self.checked.bodies_closed == 0 {
            self.report.unnamed_attachments = seen.unnamed;
        }
        self.checked.findings.extend(seen.findings);
        Ok(())
    }

    /// The records that erasures name, of whatever log.
    fn named(&self, options: &VerifyOptions<'_>) -> HashSet<RecordId> {
        self.checked.erasures.iter().chain(&options.erased_elsewhere).copied().collect()
    }

    fn finish(mut self, mut findings: Vec<Finding>, options: &VerifyOptions<'_>) -> Report {
        let named = self.named(options);
        let mut checked = std::mem::take(&mut self.checked);
        self.compare_heads(&mut checked.findings);
        for (size, _, file) in std::mem::take(&mut self.heads) {
            if size > self.records {
                let what = format!(
                    "the log ends after {} records; this head was given out for {size}",
                    self.records
                );
                checked.findings.push(Finding { place: file_place(self.log, file), what });
            }
        }
        let is_named = |place: &Place| place.record.is_some_and(|record| named.contains(&record));
        for (place, fault) in checked.damaged {
            // A torn overwrite is finished at the next start.
            if is_named(&place) {
                checked.erased.push(place);
            } else {
                checked.findings.push(Finding { place, what: fault.to_string() });
            }
        }
        let unnamed = checked.erased.iter().filter(|place| options.keys.is_some() && !is_named(place));
        let what = "the body was erased, but no `erasure` record names it";
        checked.findings.extend(unnamed.map(|place| Finding { place: place.clone(), what: what.into() }));

        findings.append(&mut checked.findings);
        findings.sort_by_key(|finding| (finding.place.seq.unwrap_or(u64::MAX), finding.place.file.clone()));
        let mut report = self.report;
        report.records = self.records;
        report.pruned = checked.pruned;
        report.erased = checked.erased.len() as u64;
        report.bodies_opened = checked.bodies_opened;
        report.bodies_closed = checked.bodies_closed;
        report.root = (!self.broken).then(|| self.tree.root());
        report.torn_tail = checked.torn_tail;
        report.more_findings = findings.len().saturating_sub(FINDINGS_MAX) as u64;
        findings.truncate(FINDINGS_MAX);
        report.findings = findings;
        report
    }
}

const OUTSIDE: &str = "outside head";

fn read_head(note: &str, known: &[NoteVerifier]) -> Result<Head, String> {
    if known.is_empty() {
        let checkpoint = Checkpoint::unverified(note).map_err(|bad| bad.to_string())?;
        return Ok(Head { checkpoint, verified: Vec::new() });
    }
    let (checkpoint, verified) = Checkpoint::verify(note, known).map_err(|bad| bad.to_string())?;
    Ok(Head { checkpoint, verified })
}

fn file_place(log: LogId, file: &str) -> Place {
    Place { log, file: file.to_owned(), offset: 0, seq: None, record: None }
}
