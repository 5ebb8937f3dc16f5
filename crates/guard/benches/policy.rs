//! What a decision costs: Cedar at 35 rules, and beside it in the same run a table of roles and acts. Figures and
//! ratios of one run; the machine is whatever it is.
#![expect(clippy::print_stdout, reason = "a bench tells its figures")]
#![expect(clippy::disallowed_methods, reason = "a bench measures time")]

use std::collections::{BTreeMap, BTreeSet};
use std::hint::black_box;
use std::time::Instant;

use kulla_guard::policy::Known;
use kulla_guard::sessions::Node;
use kulla_guard::{Act, Policies, Reach, may_act, public_session};
use kulla_record::label::Word;
use kulla_record::session::{Assurance, Session};

const ROLES: usize = 25;
const FORBIDS: usize = 10;
const QUESTIONS: usize = 20_000;
/// The goal, in microseconds.
const P99_US_GOAL: f64 = 50.0;

type Table = BTreeMap<Word, BTreeSet<Act>>;

fn word(text: &str) -> Word {
    Word::new(text).expect("a word of the right form")
}

fn role(n: usize) -> Word {
    word(&format!("role-{n}"))
}

fn table() -> Table {
    let acts = |n: usize| (0..12).map(|k| Act::ALL[(n * 7 + k * 5) % Act::ALL.len()]).collect();
    (0..ROLES).map(|n| (role(n), acts(n))).collect()
}

/// A permit a role, and forbids with conditions of each sort, none of which ever holds here.
fn text(table: &Table) -> String {
    let words = "@sq(\"Po.\")\n@sr(\"Da.\")\n@en(\"Yes.\")\n";
    let permits = table.iter().map(|(role, acts)| {
        let acts: Vec<String> = acts.iter().map(|act| format!("Action::\"{act}\"")).collect();
        format!(
            "@id(\"{role}\")\n{words}permit (principal in Role::\"{role}\", action in [{}], resource);\n",
            acts.join(", ")
        )
    });
    let forbids = (0..FORBIDS).map(|n| {
        let when = match n % 3 {
            0 => "context.operational && !context.exercise && principal.assurance < 2",
            1 => "principal.kind == Kind::\"partner\" && principal.entered == Entry::\"person\"",
            _ => "principal.entered == Entry::\"machine\" || principal.purpose == Purpose::\"oversight\"",
        };
        format!("@id(\"f{n}\")\n{words}forbid (principal, action, resource) when {{ {when} }};\n")
    });
    permits.chain(forbids).collect()
}

fn session(n: usize) -> Session {
    Session {
        roles: [role(n % ROLES), role(n * 3 % ROLES)].into(),
        agency: word("kp"),
        purpose: word("civil-protection"),
        assurance: Assurance::TwoFactor,
        ..public_session(None)
    }
}

/// Median and 99th percentile in microseconds, and how many were let.
fn measured(lets: impl Fn(&Session, Act) -> bool) -> (f64, f64, usize) {
    let sessions: Vec<Session> = (0..100).map(session).collect();
    let ask = |n: usize| {
        let (session, act) = (&sessions[n % sessions.len()], Act::ALL[n * 11 % Act::ALL.len()]);
        let start = Instant::now();
        let said = lets(black_box(session), black_box(act));
        (start.elapsed().as_secs_f64() * 1e6, said)
    };
    (0..QUESTIONS / 10).for_each(|n| _ = black_box(ask(n)));
    let (mut took, said): (Vec<f64>, Vec<bool>) = (0..QUESTIONS).map(ask).unzip();
    took.sort_by(f64::total_cmp);
    (took[QUESTIONS / 2], took[QUESTIONS * 99 / 100], said.iter().filter(|said| **said).count())
}

fn main() {
    let table = table();
    let known = Known {
        roles: table.keys().cloned().collect(),
        agencies: [(word("kp"), "agency".into()), (word("neighbour"), "partner".into())].into(),
        purposes: [word("civil-protection"), word("oversight")].into(),
        langs: ["sq", "sr", "en"].map(str::to_owned).into(),
        node: Node::Operational,
    };
    let text = text(&table);
    let start = Instant::now();
    let policies = Policies::read(&text, known).expect("a text that validates");
    let rules = policies.rules().len();
    println!("read and validated, {rules} rules   {:8.1} ms", start.elapsed().as_secs_f64() * 1e3);

    let (p50, p99, cedar) =
        measured(|session, act| may_act(session, &Reach::Roles, act, &policies).is_ok());
    let of_table = |session: &Session, act| {
        session.roles.iter().any(|role| table.get(role).is_some_and(|acts| acts.contains(&act)))
    };
    let (table50, table99, by_table) = measured(of_table);
    assert_eq!(cedar, by_table, "both say the same");
    let met = if p99 <= P99_US_GOAL { "met" } else { "MISSED" };
    println!("may_act, Cedar, p50              {p50:8.2} us");
    println!("may_act, Cedar, p99              {p99:8.2} us  (goal <= {P99_US_GOAL} us: {met})");
    println!("a table of roles, p50            {table50:8.2} us");
    println!(
        "a table of roles, p99            {table99:8.2} us  (Cedar takes {:.0} x at p50)",
        p50 / table50.max(1e-3)
    );
}
