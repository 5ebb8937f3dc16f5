//! What the rule costs: one question, and the visible sets of a whole node. Figures and ratios of one run; the
//! machine is whatever it is.
#![expect(clippy::print_stdout, reason = "a bench tells its figures")]
#![expect(clippy::disallowed_methods, reason = "a bench measures time")]

use std::collections::{BTreeMap, BTreeSet};
use std::hint::black_box;
use std::time::{Duration, Instant};

use jiff::civil::{Date, date};
use kulla_guard::{AssuranceTable, LabelNo, Labelled, Readers, Scope, may_read, public_session};
use kulla_record::label::{Atom, Label, Word};
use kulla_record::session::{Assurance, Session};
use kulla_record::{LabelId, PrincipalId};

const LABELS: u32 = 10_000;
const SESSIONS: u32 = 1_000;
const AGENCIES: u32 = 60;
const TODAY: Date = date(2026, 7, 1);

fn word(text: &str) -> Word {
    Word::new(text).expect("a word of the right form")
}

fn agency(n: u32) -> Word {
    word(&format!("agency-{}", n % AGENCIES))
}

fn principal(n: u32) -> PrincipalId {
    PrincipalId::v7(u64::from(n), [0; 10])
}

/// One in ten for a person, three for agencies, five for a group at some epoch, one public.
fn label(n: u32) -> Label {
    let group = |n: u32| Atom::Group(word(&format!("group-{}", n % 12)), 1 + n / 12 % 40);
    let clause: BTreeSet<Atom> = match n % 10 {
        0 => [Atom::Person(principal(n % SESSIONS)), Atom::Person(principal(n / 10 % SESSIONS))].into(),
        1..=3 => (0..=n / 10 % 6).map(|k| Atom::Agency(agency(n + k * 7))).collect(),
        9 => [Atom::Public].into(),
        _ => [group(n / 10), Atom::Agency(agency(n))].into(),
    };
    Label {
        owner: agency(n),
        levels: if n.is_multiple_of(3) { [(word("kulla"), 1)].into() } else { BTreeMap::new() },
        need: if n.is_multiple_of(17) { [word("medical")].into() } else { BTreeSet::new() },
        audience: [clause].into(),
        purposes: [[word("civil-protection"), word("exercise")].into()].into(),
        basis: format!("basis {n}"), // so that no two are the same label
        controls: BTreeSet::new(),
        personal: false,
        retain_until: date(2031, 1, 1),
    }
}

fn session(n: u32) -> Session {
    let mut atoms: BTreeSet<Atom> =
        [Atom::Public, Atom::Person(principal(n)), Atom::Agency(agency(n))].into();
    for group in (0..3).map(|k| (n + k * 5) % 12) {
        atoms.extend((10..=40).map(|epoch| Atom::Group(word(&format!("group-{group}")), epoch)));
    }
    Session {
        person: principal(n),
        agency: agency(n),
        atoms,
        clearances: [(word("kulla"), 2)].into(),
        purpose: word("civil-protection"),
        assurance: Assurance::Single,
        ..public_session(None)
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let out = work();
    (start.elapsed(), out)
}

fn each(total: Duration, n: u64) -> f64 {
    total.as_secs_f64() * 1e9 / n as f64
}

fn main() {
    let table = AssuranceTable::new(
        [(word("kulla"), [(0, Assurance::Single), (3, Assurance::TwoFactor)].into())].into(),
    )
    .expect("a monotone table");
    let labels: Vec<Label> = (0..LABELS).map(label).collect();
    let sessions: Vec<Session> = (0..SESSIONS).map(session).collect();
    let questions = u64::from(LABELS) * 20;

    let (rule, read) = timed(|| {
        let ask = |session: &Session| {
            let may = |label: &&Label| may_read(session, label, &Scope::OPERATIONAL, TODAY, &table);
            labels.iter().filter(may).count()
        };
        sessions.iter().take(20).map(ask).sum::<usize>()
    });
    println!(
        "may_read                       {:8.1} ns  ({read} of {questions} may)",
        each(rule, questions)
    );

    let mut readers = Readers::new(table, TODAY);
    let (adding, numbers) = timed(|| {
        let add = |(n, label): (u32, &Label)| {
            let id = LabelId::v7(u64::from(n), [0; 10]);
            readers.learn(id, label.clone()).expect("a new label");
            readers.number(id, &Scope::OPERATIONAL).expect("room for a number")
        };
        (0..).zip(&labels).map(add).collect::<Vec<LabelNo>>()
    });
    println!("a label learned and numbered   {:8.1} ns", each(adding, u64::from(LABELS)));

    let (all, sets) = timed(|| sessions.iter().map(|s| readers.visible(s, TODAY)).collect::<Vec<_>>());
    println!(
        "visible sets, all made         {:8.1} ms  ({LABELS} labels x {SESSIONS} sessions, {:.1} us a set)",
        all.as_secs_f64() * 1e3,
        each(all, u64::from(SESSIONS)) / 1e3
    );
    let (kept, _) = timed(|| sessions.iter().map(|s| readers.visible(s, TODAY).count()).sum::<usize>());
    println!("visible sets, all kept         {:8.1} us a set", each(kept, u64::from(SESSIONS)) / 1e3);

    let id = LabelId::v7(u64::from(LABELS), [0; 10]);
    readers.learn(id, label(LABELS)).expect("a new label");
    readers.number(id, &Scope::OPERATIONAL).expect("room for a number");
    let (grown, _) = timed(|| sessions.iter().map(|s| readers.visible(s, TODAY).count()).sum::<usize>());
    println!(
        "one new label, all sets grown  {:8.1} us a set  ({:.0} x cheaper than made anew)",
        each(grown, u64::from(SESSIONS)) / 1e3,
        all.as_secs_f64() / grown.as_secs_f64()
    );

    let items: Vec<Labelled<u32>> = numbers.iter().map(|number| Labelled::new(*number, 1)).collect();
    let looks = u64::from(SESSIONS) * u64::from(LABELS);
    let (opened, _) = timed(|| {
        let open = |set: &&std::sync::Arc<_>| {
            items.iter().filter_map(|item| item.look(black_box(set))).sum::<u32>()
        };
        black_box(sets.iter().map(|set| open(&set)).sum::<u32>())
    });
    println!(
        "Labelled::look                 {:8.2} ns  ({:.0} x cheaper than may_read)",
        each(opened, looks),
        each(rule, questions) / each(opened, looks)
    );
    let watch = readers.watch();
    let (asked, _) =
        timed(|| (0..1_000_000).filter(|n| watch.is_current(black_box(&sets[n % 1_000]))).count());
    println!("EpochWatch::is_current         {:8.2} ns", each(asked, 1_000_000));
}
