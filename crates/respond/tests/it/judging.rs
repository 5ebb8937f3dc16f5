//! What an overseer says about conspicuous reading.

use kulla_record::RecordId;
use kulla_record::decision::Decided;
use kulla_record::kind::governance::Access;
use kulla_respond::judging::{BULK, Looked, Verdict, decide, judgement_subject};

use super::*;

const ACCESS: SubjectId = SubjectId([0x33; 16]);
const HASH: &str = "5f";

fn access(act: &str) -> Access {
    Access {
        person: BESIM,
        agency: Word::new("kp").unwrap(),
        purpose: Word::new("civil-protection").unwrap(),
        act: act.into(),
        subject: None,
        kind: None,
        from: at(-4),
        until: at(0),
        count: 200,
        exercise: None,
        stream: None,
        second: None,
        rest: Default::default(),
    }
}

fn judged(act: &str, verdict: Verdict, reason: &str, context: &Context) -> Decided {
    let looked =
        Looked { subject: ACCESS, version: RecordId([0x34; 16]), access: &access(act), hash: HASH };
    decide(looked, verdict, reason, context)
}

#[test]
fn a_judgement_names_the_record_its_version_and_hash_and_stands_beside_it() {
    let changes = judged(BULK, Verdict::Asked, " Pse? ", &by(ARTA, "iap", 3)).unwrap();
    let (subject, version, decision) = bodies!(changes, Decision).remove(0);
    assert_eq!((subject, version), (judgement_subject(ACCESS), Version::FirstOrNext));
    assert_eq!((decision.on, decision.version, decision.by), (ACCESS, RecordId([0x34; 16]), ARTA));
    assert_eq!(
        (decision.act.as_str(), decision.content_hash.as_str(), decision.reason.as_str()),
        ("access.asked", HASH, "Pse?")
    );
}

#[test]
fn nobody_judges_their_own_reading_and_a_machine_judges_none() {
    let says = |context: &Context| code(judged(BULK, Verdict::Justified, "Punë", context));
    assert_eq!(says(&by(BESIM, "iap", 1)), "judging.own");
    assert_eq!(says(&machine(1)), "judging.machine");
}

#[test]
fn a_judgement_needs_a_reason_and_something_to_judge() {
    let overseer = by(ARTA, "iap", 1);
    assert_eq!(code(judged(BULK, Verdict::Unjustified, " \n", &overseer)), "text.missing");
    for act in ["open", "search", "export", "denied"] {
        assert_eq!(code(judged(act, Verdict::Unjustified, "Pa arsye", &overseer)), "judging.nothing");
    }
}
