//! What questions cost at a size: p50 and p99 of each, against its target (DESIGN §9) and against the reading of
//! one row by its row id in the same file and the same run. Each is told by the clock and as work (processor time of
//! the thread that asks): on a quiet machine with the file in memory the two are the same, on a busy one only the
//! second says something about the code.
//!
//! `cargo bench -p kulla-picture --bench queries -- 10000000` for ten million records; `KULLA_BENCH_QUICK=1` for
//! two hundred thousand; `KULLA_BENCH_ONLY=text` for the questions with that in their name. The file is made where `KULLA_BENCH_DIR` says, or among the temporary files.
#![expect(clippy::print_stdout, reason = "a bench tells its figures")]
#![expect(clippy::unwrap_used, reason = "a bench that can't go on says where")]

mod figures;
mod made_up;
mod year;

use std::path::Path;
use std::sync::Arc;

use figures::{load, now, quantile_ms, setting, verdict, worked};
use jiff::civil::date;
use kulla_picture::{Filter, Keeper, Picture, Reader};
use kulla_record::Kind;
use kulla_record::place::Bounds;
use made_up::{BEGIN_MS, LABELS, MadeUp, TOWNS, WORDS, YEAR_MS, mix, town, word};
use year::{Year, open, session};

/// Questions of each sort; the p99 is the third-worst of them.
const ASKED: u64 = 300;
const PAGE: usize = 100;
const DAY_MS: u64 = 86_400_000;

fn records() -> u64 {
    let asked = std::env::args().skip(1).find_map(|text| text.replace('_', "").parse().ok());
    let quick = std::env::var("KULLA_BENCH_QUICK").is_ok_and(|set| set == "1");
    asked.unwrap_or_else(|| setting("KULLA_BENCH_RECORDS", if quick { 200_000 } else { 1_000_000 }))
}

fn main() {
    let records = records().max(2 * LABELS);
    let year = Year(MadeUp::of(records));
    let dir = match std::env::var_os("KULLA_BENCH_DIR") {
        Some(dir) => tempfile::tempdir_in(dir).unwrap(),
        None => tempfile::tempdir().unwrap(),
    };
    let file = dir.path().join("picture.sqlite");
    println!("picture: {records} records under {LABELS} labels; {}", load());
    let (picture, _keeper) = build(&file, &year);
    warm(&file);
    let only = std::env::var("KULLA_BENCH_ONLY").ok();
    let bench = Bench { only, raw: raw(&file, &year), year, picture };
    bench.ids();
    bench.lists();
    bench.boxes();
    bench.texts();
    bench.counts();
    println!("picture: {}", load());
}

/// Builds the picture as after its deletion. What making the records up costs is measured beforehand and taken off.
fn build(file: &Path, year: &Year) -> (Arc<Picture>, Keeper) {
    let (part, before) = (year.0.records.min(50_000), worked());
    let bytes: usize = (0..part).map(|seq| year.record(seq).body.as_ref().map_or(0, Vec::len)).sum();
    let making = (worked() - before).as_secs_f64() / part as f64 * year.0.records as f64;
    let (started, before) = (now(), worked());
    let opened = open(file, year);
    let (clock, work) =
        (started.elapsed().as_secs_f64() - making, (worked() - before).as_secs_f64() - making);
    let (rate, target) = (year.0.records as f64 / clock, 10e6 / 600.0);
    let busy = year.0.records as f64 / work;
    println!(
        "build: clock {clock:.1} s, {rate:.0} records/s; work {work:.1} s, {busy:.0} records/s; target {target:.0}: clock {:.2} {}, work {:.2} {}",
        rate / target,
        verdict(rate >= target),
        busy / target,
        verdict(busy >= target)
    );
    let size = std::fs::metadata(file).unwrap().len();
    println!(
        "       {:.0} bytes a body, {:.0} bytes a record in the file",
        bytes as f64 / part as f64,
        size as f64 / year.0.records as f64
    );
    opened
}

/// Reads the file once, so that questions are asked of memory where it has room for the file: what a disk gives is a figure of the
/// machine.
fn warm(file: &Path) {
    let started = now();
    let mut file = std::fs::File::open(file).unwrap();
    let bytes = std::io::copy(&mut file, &mut std::io::sink()).unwrap();
    println!(
        "read once: {:.1} GiB in {:.0} s",
        bytes as f64 / f64::from(1 << 30),
        started.elapsed().as_secs_f64()
    );
}

/// Work of one row by its row id over a plain connection, in milliseconds: what this file gives on this machine.
fn raw(file: &Path, year: &Year) -> f64 {
    const ROWS: u64 = 5_000;
    let db = rusqlite::Connection::open(file).unwrap();
    let mut statement = db.prepare("SELECT json FROM body WHERE at = ?1").unwrap();
    let places: Vec<_> = (0..ROWS)
        .map(|n| year.0.draft(LABELS + mix(n) % (year.0.records - LABELS)).at.0.cast_signed())
        .collect();
    let before = worked();
    for at in places {
        let body: Vec<u8> = statement.query_row([at], |row| row.get(0)).unwrap();
        assert!(!body.is_empty());
    }
    let each = (worked() - before).as_secs_f64() * 1e3 / ROWS as f64;
    println!("reference: one row by its row id over a plain connection {each:.4} ms of work");
    each
}

struct Bench {
    /// Questions with this in their name.
    only: Option<String>,
    year: Year,
    raw: f64,
    picture: Arc<Picture>,
}

impl Bench {
    fn reader(&self, agency: &str) -> Reader {
        self.picture.reader(&session(agency), date(2026, 12, 31))
    }

    fn both(&self) -> [(&'static str, Reader); 2] {
        // `agency-77` reads ten rare labels, less than one record of a hundred.
        [("dense", self.reader("dense")), ("sparse", self.reader("agency-77"))]
    }

    /// Asks, and tells p50 and p99; `ask` gives how much was found.
    fn tell(&self, name: &str, target_ms: Option<f64>, asked: u64, mut ask: impl FnMut(u64) -> usize) {
        if self.only.as_ref().is_some_and(|only| !name.contains(only.as_str())) {
            return;
        }
        let (mut found, mut clock, mut work) = (0, Vec::new(), Vec::new());
        for n in 0..asked {
            let (started, worked_before) = (now(), worked());
            found += ask(n);
            work.push(worked() - worked_before);
            clock.push(started.elapsed());
        }
        clock.sort_unstable();
        work.sort_unstable();
        let (p50, p99) = (quantile_ms(&clock, 0.5), quantile_ms(&clock, 0.99));
        let (busy50, busy99) = (quantile_ms(&work, 0.5), quantile_ms(&work, 0.99));
        let target = target_ms.map_or_else(String::new, |target| {
            let (kept, kept_work) = (verdict(p99 <= target), verdict(busy99 <= target));
            format!(
                "; p99 / {target} ms: clock {:.2} {kept}, work {:.2} {kept_work}",
                p99 / target,
                busy99 / target
            )
        });
        println!(
            "{name:44} clock p50 {p50:7.3} p99 {p99:8.3} ms, work p50 {busy50:7.3} p99 {busy99:8.3} ms = {:6.0} rows; {:5.1} found{target}",
            busy50 / self.raw,
            found as f64 / asked as f64
        );
    }

    fn page(&self, reader: &Reader, filter: &Filter) -> usize {
        reader.list(filter, None, PAGE).unwrap().items.len()
    }

    fn ids(&self) {
        let [(_, dense), _] = self.both();
        let ids: Vec<_> =
            (0..20_000).map(|n| self.year.0.id(LABELS + mix(n) % (self.year.0.records - LABELS))).collect();
        self.tell("one version by its id", Some(0.1), 20_000, |n| {
            usize::from(dense.version(ids[n as usize]).unwrap().is_some())
        });
    }

    fn lists(&self) {
        for (name, reader) in self.both() {
            let all = Filter::default();
            self.tell(&format!("newest 100, {name}"), Some(2.0), ASKED, |_| self.page(&reader, &all));
            let reports = Filter { kinds: vec![Kind::REPORT], ..Filter::default() };
            self.tell(&format!("newest 100 reports, {name}"), Some(2.0), ASKED, |_| {
                self.page(&reader, &reports)
            });
            let mut cursor = None;
            self.tell(&format!("page after page, {name}"), Some(2.0), 50, |_| {
                let page = reader.list(&all, cursor.as_deref(), PAGE).unwrap();
                cursor = page.next;
                page.items.len()
            });
        }
    }

    fn boxes(&self) {
        let around = |n: u64, degrees: f64| {
            let (lon, lat) = town(mix(n) % TOWNS);
            Some(Bounds {
                west: lon - degrees,
                south: lat - degrees,
                east: lon + degrees,
                north: lat + degrees,
            })
        };
        let times = |n: u64, days: u64| {
            let since = BEGIN_MS + mix(n + 1_000) % (YEAR_MS - days * DAY_MS);
            (Some(since.cast_signed()), Some((since + days * DAY_MS).cast_signed()))
        };
        for (name, reader) in self.both() {
            for (what, degrees, days, target) in [
                ("a quarter, a month", 0.02, 30, Some(10.0)),
                ("a town, a week", 0.1, 7, Some(10.0)),
                ("a region, a day", 0.4, 1, Some(10.0)),
                // Beyond the target: neither place nor time narrows much.
                ("a town, the year", 0.1, 364, None),
                ("the country, a week", 2.0, 7, None),
                ("the country, the year", 2.0, 364, None),
            ] {
                self.tell(&format!("box {what}, reports, {name}"), target, ASKED, |n| {
                    let (since_ms, until_ms) = times(n, days);
                    let kinds = vec![Kind::REPORT];
                    let within = around(n, degrees);
                    self.page(&reader, &Filter { kinds, within, since_ms, until_ms, ..Filter::default() })
                });
            }
        }
    }

    fn texts(&self) {
        for (name, reader) in self.both() {
            let search = |text: String| Filter { text: Some(text), ..Filter::default() };
            for (what, from, words) in [
                ("a rare word", WORDS - 5_000, 5_000),
                ("a middling word", 400, 400),
                ("a common word", 2, 8),
            ] {
                self.tell(&format!("text {what}, {name}"), Some(15.0), ASKED, |n| {
                    self.page(&reader, &search(word(from + n % words)))
                });
            }
            self.tell(&format!("text two common words, {name}"), Some(15.0), ASKED, |n| {
                self.page(&reader, &search(format!("{} {}", word(2 + n % 8), word(10 + n % 7))))
            });
            self.tell(&format!("text first 3 letters of a word, {name}"), Some(15.0), 40, |n| {
                self.page(&reader, &search(word(2 + n % 30)[..3].to_owned()))
            });
        }
    }

    fn counts(&self) {
        for (name, reader) in self.both() {
            let reports = Filter { kinds: vec![Kind::REPORT], ..Filter::default() };
            self.tell(&format!("count of reports, {name}"), None, 40, |_| reader.count(&reports).unwrap());
        }
    }
}
