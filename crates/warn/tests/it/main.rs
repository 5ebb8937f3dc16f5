//! The promises of a public warning, each a sentence, and the machine beside its model.

#![expect(clippy::unwrap_used, reason = "a helper of a test may stop the test")]

mod check;
mod compose;
mod issue;
mod model;
mod paper;

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use kulla_record::decision::{Change, Context, Decided, Nature, Version, Written};
use kulla_record::kind::Rest;
use kulla_record::kind::signal::Severity;
use kulla_record::kind::warning::{Content, DraftState, MessageType, Warning, WarningDraft, WarningText};
use kulla_record::label::Word;
use kulla_record::place::{Place, Point};
use kulla_record::{PrincipalId, RecordId, SubjectId};
use kulla_warn::facts::{AreaFacts, ByLanguage, Facts, Followed, HazardFacts, Mode, Profile, Shape};
use kulla_warn::issue::Issue;
use kulla_warn::paper::{Begin, Command, DECIDE_WITHIN_MS, Paper};

const ARTA: PrincipalId = PrincipalId([1; 16]);
const BESIM: PrincipalId = PrincipalId([2; 16]);
const CVETA: PrincipalId = PrincipalId([3; 16]);
const PAPER: SubjectId = SubjectId([0x11; 16]);
const WARNING: SubjectId = SubjectId([0x22; 16]);
const LATER: SubjectId = SubjectId([0x33; 16]);
const DECISION: SubjectId = SubjectId([0x44; 16]);
const VERSION: RecordId = RecordId([0x55; 16]);

/// The bodies of one type among the changes, with subject and version.
macro_rules! bodies {
    ($changes:expr, $variant:ident) => {
        $changes
            .iter()
            .filter_map(|change| match &change.body {
                Written::$variant(body) => Some((change.subject, change.version, body.clone())),
                _ => None,
            })
            .collect::<Vec<_>>()
    };
}
use bodies;

fn at(minute: i64) -> Timestamp {
    let start: Timestamp = "2026-11-17T20:00:00.25Z".parse().unwrap();
    start + SignedDuration::from_mins(minute)
}

fn by(actor: PrincipalId, minute: i64) -> Context {
    Context { now: at(minute), actor, nature: Nature::Person, agency: Word::new("ame").unwrap() }
}

fn machine(minute: i64) -> Context {
    Context { nature: Nature::Machine, ..by(PrincipalId([9; 16]), minute) }
}

fn words(pairs: &[(&str, &str)]) -> ByLanguage {
    pairs.iter().map(|(lang, text)| ((*lang).to_owned(), (*text).to_owned())).collect()
}

fn area(names: &[(&str, &str)], official: &[&str], lat: f64, lon: f64) -> AreaFacts {
    let centre = Point::lat_lon(lat, lon).unwrap();
    let official = official.iter().map(|lang| (*lang).to_owned()).collect();
    AreaFacts { names: words(names), official, shape: Shape::Circle { centre, radius_km: 9.5 } }
}

/// A small country with two places and two hazards.
fn profile() -> Profile {
    let flood = HazardFacts {
        category: "Met".into(),
        names: words(&[("sq", "Vërshim"), ("sr", "Poplava"), ("en", "Flood")]),
        codes: vec![("OET:v1.2".into(), "OET-081".into())],
    };
    let fire =
        HazardFacts { category: "Fire".into(), names: words(&[("en", "Wildfire")]), codes: Vec::new() };
    let prizren = area(&[("sq", "Prizren"), ("sr", "Prizren")], &["sq", "sr", "tr"], 42.214, 20.74);
    let junik = area(&[("sq", "Junik")], &["sq"], 42.476, 20.277);
    Profile {
        sender: "kulla@ame.invalid".into(),
        sender_names: words(&[("sq", "Agjencia e Menaxhimit Emergjent")]),
        tags: words(&[("sq", "sq"), ("sr", "sr-Latn"), ("en", "en"), ("tr", "tr")]),
        fallback: "en".into(),
        zone: TimeZone::get("Europe/Belgrade").unwrap(),
        areas: BTreeMap::from([("20".into(), prizren), ("33".into(), junik)]),
        geocode_scheme: "XK-municipality".into(),
        areas_note: words(&[("en", "Areas are approximate.")]),
        hazards: BTreeMap::from([("flood".into(), flood), ("wildfire".into(), fire)]),
        contact: Some("112".into()),
        exercise_words: words(&[("sq", "USHTRIM"), ("sr", "VEŽBA"), ("en", "EXERCISE")]),
    }
}

const DRILL: Mode<'static> = Mode::Exercise { name: "drini-flood" };

fn actual(profile: &Profile) -> Facts<'_> {
    Facts { profile, mode: Mode::Actual, followed: &[] }
}

fn text(headline: &str, description: &str, instruction: &str) -> WarningText {
    WarningText {
        headline: headline.into(),
        description: description.into(),
        instruction: instruction.into(),
        rest: Rest::new(),
    }
}

/// A content with nothing wrong.
fn flood() -> Content {
    let texts = [
        ("sq", text("Vërshim: largohuni nga lumi", "Nga 22:00 deri 04:00, 3,42 m.", "Në rrezik: 112.")),
        ("sr", text("Poplava: udaljite se od reke", "Od 22:00 do 04:00, 3,42 m.", "U opasnosti: 112.")),
        ("en", text("Flood: move away from the river", "From 22:00 to 04:00, 3.42 m.", "In danger: 112.")),
    ];
    Content {
        message: MessageType::Alert,
        follows: Vec::new(),
        hazard: "flood".into(),
        severity: Severity::Severe,
        urgency: "Immediate".into(),
        certainty: "Likely".into(),
        response: vec!["Evacuate".into()],
        onset: at(60),
        expires: at(8 * 60),
        place: Place { areas: vec!["20".into()], ..Place::default() },
        texts: texts.into_iter().map(|(lang, text)| (lang.to_owned(), text)).collect(),
        left_out: words(&[("tr", "follows in the update at 22:10")]),
        rest: Rest::new(),
    }
}

/// Takes back what was issued as [`WARNING`].
fn all_clear() -> Content {
    Content {
        message: MessageType::Cancel,
        follows: vec![WARNING],
        response: Vec::new(),
        urgency: "Past".into(),
        ..flood()
    }
}

fn paper(draft: &WarningDraft) -> Paper<'_> {
    Paper { subject: PAPER, version: VERSION, draft }
}

fn drafted(content: Content, writer: PrincipalId) -> WarningDraft {
    let begin = Begin { subject: PAPER, number: "W-2026-0031".into(), content, incident: None };
    draft(&kulla_warn::paper::begin(begin, &by(writer, 0)).unwrap())
}

fn decide(draft: &WarningDraft, command: Command, context: &Context) -> Decided {
    kulla_warn::paper::decide(&paper(draft), command, &actual(&profile()), context)
}

fn submit() -> Command {
    Command::Submit { within_ms: DECIDE_WITHIN_MS }
}

fn approve(draft: &WarningDraft) -> Command {
    Command::Approve { hash: draft.content.hash_hex(), decision: DECISION }
}

fn submitted() -> WarningDraft {
    draft(&decide(&drafted(flood(), ARTA), submit(), &by(ARTA, 1)).unwrap())
}

fn approved() -> WarningDraft {
    let paper = submitted();
    draft(&decide(&paper, approve(&paper), &by(BESIM, 2)).unwrap())
}

fn issuing(draft: &WarningDraft) -> Issue {
    Issue {
        warning: WARNING,
        decision: DECISION,
        hash: draft.content.hash_hex(),
        identifier: "kulla-2026-0031".into(),
        web: Some("https://example.org/w/31".into()),
    }
}

fn issue(draft: &WarningDraft, context: &Context) -> Decided {
    kulla_warn::issue::decide(&paper(draft), issuing(draft), &actual(&profile()), context)
}

/// A warning in force, submitted by Arta and approved by Besim, out at minute 3.
fn issued() -> Warning {
    bodies!(issue(&approved(), &by(BESIM, 3)).unwrap(), Warning).remove(0).2
}

/// The paper among the changes.
fn draft(changes: &[Change]) -> WarningDraft {
    bodies!(changes, Draft).remove(0).2
}

fn code(decided: Decided) -> &'static str {
    decided.expect_err("must be refused").code
}
