//! What the read rule costs at ten thousand labels and a thousand sessions: pages of a query and deliveries of the live stream,
//! each against the same without any rule, in turns in one run.
//!
//! Pages: the newest hundred, by somebody who may read everything, against the keeper, who is never asked. Deliveries: a thousand
//! readers of one node, each looking at its set of labels, against as many who look at none. Told as work (processor time).
//!
//! `KULLA_BENCH_QUICK=1` for a tenth of the records.
#![expect(clippy::print_stdout, reason = "a bench tells its figures")]
#![expect(clippy::unwrap_used, reason = "a bench that can't go on says where")]

#[expect(dead_code, reason = "how figures are taken, of which this bench needs less")]
mod figures;
#[expect(dead_code, reason = "the made-up year, of which this bench needs less")]
mod made_up;
mod year;

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use figures::{load, quantile_ms, setting, verdict, worked};
use jiff::civil::{Date, date};
use kulla_guard::LabelNo;
use kulla_picture::{Filter, Keeper, Live, Picture, RING_BATCHES, Reader, Told};
use kulla_record::label::Atom;
use kulla_record::{Kind, PrincipalId, Record, Session};
use made_up::{MadeUp, agency};
use year::{OPS, Year, open, session};

const LABELS: u64 = 10_000;
const SESSIONS: u64 = 1_000;
const TODAY: Date = date(2026, 12, 31);
const PAGE: usize = 100;
/// Pages of each sort.
const PAGES: usize = 400;
/// How much a page may take beyond one without a rule, and a delivery beyond one.
const PAGE_SHARE_MAX: f64 = 1.2;
const DELIVERY_SHARE_MAX: f64 = 1.1;
/// The newest hundred of a sparse reader.
const SPARSE_MS: f64 = 2.0;
/// Rounds of deliveries, with and without the rule in turns.
const ROUNDS: usize = 6;

/// Somebody whom every label lets read.
fn of_all(person: u64) -> Session {
    let mut session = session("dense");
    session.person = PrincipalId::v7(person, [0; 10]);
    session.atoms.extend((0..100).map(|number| Atom::Agency(agency(number))));
    session
}

fn main() {
    let quick = std::env::var("KULLA_BENCH_QUICK").is_ok_and(|set| set == "1");
    let records = setting("KULLA_BENCH_RECORDS", if quick { 100_000 } else { 1_000_000 });
    let year = Year(MadeUp { records: records.max(2 * LABELS), labels: LABELS });
    let dir = match std::env::var_os("KULLA_BENCH_DIR") {
        Some(dir) => tempfile::tempdir_in(dir).unwrap(),
        None => tempfile::tempdir().unwrap(),
    };
    println!("labels: {records} records, {LABELS} labels, {SESSIONS} sessions; {}", load());
    let (picture, keeper) = open(&dir.path().join("picture.sqlite"), &year);
    // Everybody is in: their sets are made and kept.
    for person in 0..SESSIONS {
        black_box(picture.labels().visible(&of_all(person), TODAY));
    }
    pages(&picture, &keeper);
    deliveries(&picture, &year);
    println!("labels: {}", load());
}

fn pages(picture: &Arc<Picture>, keeper: &Keeper) {
    let all = picture.reader(&of_all(1), TODAY);
    let filters = [
        ("newest 100", Filter::default()),
        ("newest 100 reports", Filter { kinds: vec![Kind::REPORT], ..Filter::default() }),
        ("newest 100 by a word", Filter { text: Some(made_up::word(400)), ..Filter::default() }),
    ];
    for (name, filter) in &filters {
        let (mut with, mut without) = (Vec::new(), Vec::new());
        for _ in 0..PAGES {
            with.push(page(&all, filter));
            without.push(page(&keeper.reader(), filter));
        }
        let [(ruled, p99), (free, _)] = [&mut with, &mut without].map(|times| median_and_p99(times));
        let share = ruled / free;
        println!(
            "{name:24} with the rule p50 {ruled:.3} p99 {p99:.3} ms, without p50 {free:.3} ms: ratio {share:.2}, goal {PAGE_SHARE_MAX} {}",
            verdict(share <= PAGE_SHARE_MAX)
        );
    }
    let sparse = picture.reader(&session("agency-77"), TODAY);
    let mut times: Vec<Duration> = (0..PAGES).map(|_| page(&sparse, &filters[0].1)).collect();
    let (p50, p99) = median_and_p99(&mut times);
    println!(
        "newest 100, sparse       p50 {p50:.3} p99 {p99:.3} ms, goal {SPARSE_MS} ms {}",
        verdict(p99 <= SPARSE_MS)
    );
}

fn page(reader: &Reader, filter: &Filter) -> Duration {
    let before = worked();
    black_box(reader.list(filter, None, PAGE).unwrap());
    worked() - before
}

fn median_and_p99(times: &mut [Duration]) -> (f64, f64) {
    times.sort_unstable();
    (quantile_ms(times, 0.5), quantile_ms(times, 0.99))
}

/// Takes everything, looking at its labels where it has to.
async fn read(picture: Arc<Picture>, mut live: Live, person: u64, ruled: bool, until: u64) {
    let (session, watch) = (of_all(person), picture.labels().watch());
    let mut sight = picture.labels().visible(&session, TODAY);
    for _ in 0..until {
        if ruled && !watch.is_current(&sight) {
            sight = picture.labels().visible(&session, TODAY);
        }
        let told = match ruled {
            true => live.next(|no| sight.has(LabelNo(no))).await,
            false => live.next(|_| true).await,
        };
        assert!(matches!(&told, Told::Change { record, .. } if !black_box(record).header.id.0.is_empty()));
    }
}

fn deliveries(picture: &Arc<Picture>, year: &Year) {
    const RECORDS: u64 = 4_096;
    const BATCH: usize = 32;
    let records: Vec<Arc<Record>> = (0..RECORDS).map(|n| year.record(LABELS + n)).collect();
    let batches: Vec<&[Arc<Record>]> = records.chunks(BATCH).collect();
    let mut best = [f64::MAX; 2];
    for round in 0..ROUNDS {
        let ruled = round % 2 == 0;
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let one = |person| runtime.spawn(read(Arc::clone(picture), picture.live(), person, ruled, RECORDS));
        let readers: Vec<_> = (0..SESSIONS).map(one).collect();
        let before = worked();
        runtime.block_on(async {
            for part in batches.chunks(RING_BATCHES / 4) {
                part.iter().for_each(|batch| picture.publish(OPS, batch));
                tokio::task::yield_now().await;
            }
            for reader in readers {
                reader.await.unwrap();
            }
        });
        let each = (worked() - before).as_secs_f64() / (RECORDS * SESSIONS) as f64 * 1e6;
        let best = &mut best[usize::from(!ruled)];
        *best = best.min(each);
    }
    let [ruled, free] = best;
    println!(
        "delivery                 with the rule {ruled:.3} us, without {free:.3} us: ratio {:.2}, goal {DELIVERY_SHARE_MAX} {}",
        ruled / free,
        verdict(ruled / free <= DELIVERY_SHARE_MAX)
    );
}
