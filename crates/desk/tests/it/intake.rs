//! CAP from outside.

use kulla_desk::quarantine::{PIECE_BYTES_MAX, Piece};
use kulla_desk::{Failure, Intake, Sorted};
use kulla_picture::Filter;
use kulla_record::{Kind, RecordId};

use crate::world::World;

const ALERT: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>IHMK-1</identifier><sender>ihmk@example.org</sender><sent>2026-11-17T20:40:00+01:00</sent>
  <status>Actual</status><msgType>Alert</msgType><scope>Public</scope>
  <info><language>sq</language><category>Met</category><event>Vërshim</event><urgency>Expected</urgency>
    <severity>Severe</severity><certainty>Likely</certainty><headline>Drini i Bardhë po rritet</headline>
    <area><areaDesc>Dukagjini</areaDesc><polygon>42.1,20.5 42.1,20.7 42.3,20.7 42.3,20.5 42.1,20.5</polygon></area>
  </info>
</alert>"#;

#[test]
fn a_message_is_in_triage_once_however_often_it_comes() {
    let world = World::new();
    let duty = world.actor("duty");
    for known in [false, true] {
        let sorted = world.desk.take_cap(&duty, Intake { bytes: ALERT.as_bytes() }).unwrap();
        let [Sorted::Received(received)] = &sorted[..] else { panic!("{sorted:?}") };
        assert_eq!(received.known, known);
    }
    let bulletins = Filter { kinds: vec![Kind::BULLETIN], ..Filter::default() };
    let page = world.desk.reader(&duty.session).list(&bulletins, None, 10).unwrap();
    assert_eq!(
        page.items.iter().map(|item| item.title.as_str()).collect::<Vec<_>>(),
        ["Drini i Bardhë po rritet"]
    );
}

#[test]
fn a_refused_message_waits_in_quarantine_for_its_agency_and_can_be_tried_again() {
    let world = World::new();
    let (duty, prizren) = (world.actor("duty"), world.actor("prizren"));
    let broken = ALERT.replace("<severity>Severe</severity>", "<severity>Critical</severity>");
    let sorted = world.desk.take_cap(&duty, Intake { bytes: broken.as_bytes() }).unwrap();
    let [Sorted::Quarantined { id, findings, .. }] = &sorted[..] else { panic!("{sorted:?}") };
    assert!(findings.iter().any(|finding| finding.line == 6), "{findings:?}");
    assert_eq!(world.desk.quarantine().list(&duty.session).unwrap().len(), 1);
    assert!(world.desk.quarantine().list(&prizren.session).unwrap().is_empty());
    let again = world.desk.retry(&duty, *id).unwrap();
    assert!(matches!(&again[..], [Sorted::Quarantined { .. }]));
    assert_eq!(
        world.desk.quarantine().list(&duty.session).unwrap().len(),
        1,
        "the old piece went, the new one stays"
    );
}

#[test]
fn what_is_no_cap_is_kept_with_its_reason_and_never_a_signal() {
    let world = World::new();
    let duty = world.actor("duty");
    for bytes in [
        &b""[..],
        b"hello",
        b"<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>",
        &[0xff; 64],
    ] {
        let sorted = world.desk.take_cap(&duty, Intake { bytes }).unwrap();
        assert!(matches!(&sorted[..], [Sorted::Quarantined { .. }]), "{sorted:?}");
    }
}

fn piece(world: &World, n: u8, label: bool) -> Piece {
    let session = world.actor("duty").session;
    let own = world.desk.composer(&session, None).default_for(&Kind::BULLETIN).unwrap();
    Piece {
        id: RecordId([n; 16]),
        at: "2026-11-17T20:47:00Z".parse().unwrap(),
        door: "cap".into(),
        agency: session.agency,
        exercise: session.exercise,
        label: label.then_some(own),
        reason: "an older program did not read it".into(),
        findings: Vec::new(),
        bytes: 0,
        cut: false,
    }
}

fn listed(world: &World) -> Vec<RecordId> {
    let session = world.actor("duty").session;
    world.desk.quarantine().list(&session).unwrap().into_iter().map(|piece| piece.id).collect()
}

fn code(failure: &Failure) -> &str {
    match failure {
        Failure::Refused(refusal) => refusal.code,
        other => panic!("another failure: {other}"),
    }
}

#[test]
fn a_piece_that_is_taken_in_at_last_is_a_signal_and_leaves_the_quarantine() {
    let world = World::new();
    let duty = world.actor("duty");
    let quarantine = world.desk.quarantine();
    quarantine.keep(piece(&world, 1, true), ALERT.as_bytes()).unwrap();
    let sorted = world.desk.retry(&duty, RecordId([1; 16])).unwrap();
    let [Sorted::Received(received)] = &sorted[..] else { panic!("{sorted:?}") };
    assert_eq!(world.head(&duty, received.subject).title, "Drini i Bardhë po rritet");
    assert!(listed(&world).is_empty());
    assert!(matches!(world.desk.retry(&duty, RecordId([1; 16])), Err(Failure::NotThere)));
}

#[test]
fn a_piece_of_which_only_the_beginning_was_kept_is_never_taken_for_the_whole() {
    let world = World::new();
    let duty = world.actor("duty");
    // Its beginning alone would be a whole message.
    let mut long = ALERT.as_bytes().to_vec();
    long.resize(PIECE_BYTES_MAX + 1, b' ');
    world.desk.quarantine().keep(piece(&world, 1, true), &long).unwrap();
    assert_eq!(code(&world.desk.retry(&duty, RecordId([1; 16])).unwrap_err()), "quarantine.cut");
    assert_eq!(listed(&world), [RecordId([1; 16])], "it stays for whoever wants to know");
}

#[test]
fn bytes_that_are_gone_keep_nothing_out_and_bytes_that_nothing_names_go_at_the_start() {
    let world = World::new();
    let (duty, dir) = (world.actor("duty"), world.quarantine());
    world.desk.quarantine().keep(piece(&world, 1, false), b"x").unwrap();
    std::fs::remove_file(dir.join(format!("{}.bin", RecordId([1; 16])))).unwrap();
    assert_eq!(code(&world.desk.retry(&duty, RecordId([1; 16])).unwrap_err()), "quarantine.lost");
    assert!(listed(&world).is_empty());
    for name in ["a.bin", "b.json.new"] {
        std::fs::write(dir.join(name), b"half").unwrap();
    }
    world.desk.quarantine().keep(piece(&world, 2, true), b"y").unwrap();
    let again = world.quarantine_again();
    assert_eq!((again.orphans(), again.list(&duty.session).unwrap().len()), (2, 1));
    assert_eq!(std::fs::read_dir(&dir).unwrap().count(), 2, "one piece, two files");
}

#[test]
fn a_piece_is_for_its_agency_and_for_the_purposes_of_its_label_only() {
    let world = World::new();
    let duty = world.actor("duty");
    let broken = ALERT.replace("<severity>Severe</severity>", "<severity>Critical</severity>");
    world.desk.take_cap(&duty, Intake { bytes: broken.as_bytes() }).unwrap();
    let kept = world.desk.quarantine().list(&duty.session).unwrap().remove(0);
    let label = kept.label.unwrap();
    assert!(label.audience.iter().any(|clause| clause.len() == 1), "{label:?}");
    let mut expired = duty.session.clone();
    expired.exercise = None;
    assert!(world.desk.quarantine().list(&expired).unwrap().is_empty(), "not outside of its exercise");
    world.hands.forward(7_320 * 86_400_000);
    assert!(
        world.desk.quarantine().list(&duty.session).unwrap().is_empty(),
        "not after its date of retention"
    );
}

#[test]
fn a_message_of_another_exercise_waits_in_quarantine_and_one_of_this_exercise_is_a_signal() {
    let world = World::new();
    let duty = world.actor("duty");
    let of = |note: &str| {
        let text = ALERT.replace("<status>Actual</status>", "<status>Exercise</status>");
        let text =
            text.replace("<scope>Public</scope>", &format!("<scope>Public</scope><note>{note}</note>"));
        world.desk.take_cap(&duty, Intake { bytes: text.as_bytes() }).unwrap()
    };
    let other = of("VEŽBA / EXERCISE: danube-2026");
    let [Sorted::Quarantined { reason, .. }] = &other[..] else { panic!("{other:?}") };
    assert!(reason.contains("`drini`"), "{reason}");
    assert!(matches!(&of("VEŽBA / EXERCISE: drini")[..], [Sorted::Received(_)]));
    let test = ALERT.replace("Actual", "Test");
    let test = world.desk.take_cap(&duty, Intake { bytes: test.as_bytes() }).unwrap();
    assert!(matches!(&test[..], [Sorted::Quarantined { .. }]));
}
