//! Who looked at what: what a record of it costs in its own file, against the file of everything else; and what an overseer
//! waits for a page of it.
//!
//! `cargo bench -p kulla-picture --bench looks -- 10000000` for another number of records than a million.
#![expect(clippy::print_stdout, reason = "a bench tells its figures")]
#![expect(clippy::unwrap_used, reason = "a bench that can't go on says where")]

#[expect(dead_code, reason = "how figures are taken, of which this bench needs less")]
mod figures;

use std::collections::{BTreeMap, BTreeSet};
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;

use figures::{load, quantile_ms, verdict, worked};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use kulla_guard::AssuranceTable;
use kulla_picture::{ACCESS_LOG, CursorKey, Filter, Keeper, LogName, Picture, Reader, Replay};
use kulla_record::kind::Body;
use kulla_record::kind::governance::{Access, LabelText};
use kulla_record::label::{Atom, Label, Word};
use kulla_record::session::Assurance;
use kulla_record::{Draft, Hlc, Kind, LabelId, LogId, PrincipalId, Record, RecordId, Session, SubjectId};

const LOG: LogId = LogId([3; 16]);
const TODAY: Date = date(2026, 12, 31);
const BEGIN_MS: u64 = 1_764_000_000_000;
/// Milliseconds between two looks: a million is a week.
const APART_MS: u64 = 600;
/// Records that become durable together.
const BATCH: u64 = 2_048;
/// Agencies, each with a label of its own; one in so many looks is by another than the first.
const AGENCIES: u64 = 20;
const PERSONS: u64 = 400;
const THINGS: u64 = 20_000;
const PAGE: usize = 100;
const PAGES: usize = 100;
/// A page of an overseer's list.
const PAGE_MS: f64 = 20.0;
/// A record of who looked against one of anything else.
const SHARE_MAX: f64 = 0.6;

fn word(text: &str) -> Word {
    Word::new(text).unwrap()
}

fn agency(n: u64) -> Word {
    word(&format!("agency-{n}"))
}

/// A number that looks like chance.
fn mixed(n: u64) -> u64 {
    let n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb) >> 31
}

fn id(ms: u64, n: u64) -> [u8; 16] {
    let [a, b] = [mixed(n), mixed(n + 7)].map(u64::to_be_bytes);
    let mut rest = [0; 10];
    rest[..5].copy_from_slice(&a[3..]);
    rest[5..].copy_from_slice(&b[3..]);
    RecordId::v7(ms, rest).0
}

fn label(n: u64) -> Record {
    let label = Label {
        owner: agency(n),
        levels: BTreeMap::new(),
        need: BTreeSet::new(),
        audience: [[Atom::Agency(agency(n))].into()].into(),
        purposes: BTreeSet::new(),
        basis: String::new(),
        controls: BTreeSet::new(),
        personal: false,
        retain_until: date(2100, 1, 1),
    };
    let id = id(BEGIN_MS, n);
    let body = LabelText { label, rest: Default::default() }.json();
    draft(id, Kind::LABEL, BEGIN_MS, LabelId(id), body).into_record(LOG, n, [0; 32])
}

fn draft(id: [u8; 16], kind: Kind, ms: u64, label: LabelId, body: Vec<u8>) -> Draft {
    Draft {
        id: RecordId(id),
        kind,
        subject: SubjectId(id),
        replaces: Vec::new(),
        at: Hlc::new(ms, u16::try_from(mixed(ms) % 1_000).unwrap_or(0)),
        author: PrincipalId([0xee; 16]),
        label,
        salt: [0; 32],
        body,
    }
}

fn thing(n: u64) -> SubjectId {
    SubjectId(id(BEGIN_MS - 1_000 * n, 1 << 40 | n))
}

fn person(n: u64) -> PrincipalId {
    PrincipalId(id(BEGIN_MS, 1 << 50 | n))
}

fn look(n: u64) -> Record {
    let (by, ms) = (mixed(n) % PERSONS, BEGIN_MS + n * APART_MS);
    let agency_no = if by % AGENCIES == 0 { by / AGENCIES % AGENCIES } else { 0 };
    let at = Timestamp::from_millisecond(ms.cast_signed()).unwrap();
    let access = Access {
        person: person(by),
        agency: agency(agency_no),
        purpose: word("civil-protection"),
        act: if mixed(n + 1).is_multiple_of(500) { "denied" } else { "open" }.to_owned(),
        subject: Some(thing(mixed(n + 2) % THINGS)),
        kind: Some(Kind::REPORT),
        from: at,
        until: at,
        count: 1,
        exercise: None,
        stream: None,
        second: None,
        rest: Default::default(),
    };
    let label = LabelId(id(BEGIN_MS, agency_no));
    draft(id(ms, 1 << 41 | n), Kind::ACCESS, ms, label, access.json()).into_record(
        LOG,
        AGENCIES + n,
        [0; 32],
    )
}

/// Nothing was there before, and nothing is read again.
struct Empty;

impl Replay for Empty {
    fn read(&self, _: LogId, _: u64, _: usize) -> Result<Vec<Arc<Record>>, String> {
        Ok(Vec::new())
    }

    fn len(&self, _: LogId) -> u64 {
        0
    }
}

fn open(file: &Path, name: &str) -> (Arc<Picture>, Keeper) {
    let name = LogName { id: LOG, name: name.into(), exercise: None };
    let table = AssuranceTable::new(BTreeMap::new()).unwrap();
    let cursors = CursorKey::new([7; 32]);
    Picture::open(file, &[name], &Empty, &table, TODAY, cursors, &mut |_, _| {}).unwrap()
}

/// Takes all looks in. Microseconds of work for each, the reading of its body included.
fn taken(picture: &Picture, records: u64) -> f64 {
    let labels: Vec<_> = (0..AGENCIES).map(|n| Arc::new(label(n))).collect();
    picture.apply(LOG, &labels).unwrap();
    let mut spent = 0.0;
    for first in (0..records).step_by(BATCH as usize) {
        let batch: Vec<_> = (first..records.min(first + BATCH)).map(|n| Arc::new(look(n))).collect();
        let before = worked();
        picture.apply(LOG, &batch).unwrap();
        spent += (worked() - before).as_secs_f64();
    }
    spent * 1e6 / records as f64
}

fn session(of: &[u64]) -> Session {
    Session {
        person: PrincipalId([9; 16]),
        agency: agency(of[0]),
        atoms: of.iter().map(|n| Atom::Agency(agency(*n))).collect(),
        clearances: BTreeMap::new(),
        categories: BTreeSet::new(),
        purpose: word("oversight"),
        assurance: Assurance::Single,
        exercise: None,
        roles: BTreeSet::new(),
    }
}

fn ask(name: &str, reader: &Reader, filter: impl Fn(u64) -> Filter) {
    let mut items = 0;
    let mut times: Vec<_> = (0..PAGES as u64)
        .map(|n| {
            let (filter, before) = (filter(n), worked());
            items += black_box(reader.list(&filter, None, PAGE).unwrap()).items.len();
            worked() - before
        })
        .collect();
    times.sort_unstable();
    let [p50, p99] = [0.5, 0.99].map(|share| quantile_ms(&times, share));
    println!(
        "{name:36} p50 {p50:7.3} p99 {p99:7.3} ms for {:3} looks, goal {PAGE_MS} ms {}",
        items / PAGES,
        verdict(p99 <= PAGE_MS)
    );
}

fn main() {
    let records = std::env::args().filter_map(|word| word.replace('_', "").parse().ok()).next_back();
    let records = records.unwrap_or(1_000_000);
    let dir = match std::env::var_os("KULLA_BENCH_DIR") {
        Some(dir) => tempfile::tempdir_in(dir).unwrap(),
        None => tempfile::tempdir().unwrap(),
    };
    println!("looks: {records} records; {}", load());
    let reference = records.min(200_000);
    let (anything, _keeper) = open(&dir.path().join("reference.sqlite"), "ops");
    let anything = taken(&anything, reference);
    let (picture, _keeper) = open(&dir.path().join("picture.sqlite"), ACCESS_LOG);
    let own = taken(&picture, records);
    let share = own / anything;
    println!(
        "a record in its own file {own:.1} us, in the one of everything else {anything:.1} us: ratio {share:.2}, goal {SHARE_MAX} {}",
        verdict(share <= SHARE_MAX)
    );
    let all: Vec<u64> = (0..AGENCIES).collect();
    let whole = picture.reader(&session(&all), TODAY);
    let looks = || Filter { kinds: vec![Kind::ACCESS], ..Filter::default() };
    ask("newest", &whole, |_| looks());
    ask("newest of an agency with few", &picture.reader(&session(&[7]), TODAY), |_| looks());
    ask("what was denied", &whole, |_| Filter { states: vec!["denied"], ..looks() });
    ask("alarms, of which there are none", &whole, |_| Filter {
        states: vec!["bulk", "canary"],
        ..looks()
    });
    ask("what one person opened", &whole, |n| Filter { other: Some(SubjectId(person(n).0)), ..looks() });
    ask("who opened one thing", &whole, |n| Filter { parent: Some(thing(n)), ..looks() });
    ask("who opened what nobody opened", &whole, |n| Filter { parent: Some(thing(THINGS + n)), ..looks() });
    ask("one agency by name", &whole, |n| Filter {
        agency: Some(agency(n % AGENCIES).to_string()),
        ..looks()
    });
    println!("looks: {}", load());
}
