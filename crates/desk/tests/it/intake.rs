//! CAP from outside.

use kulla_desk::{Intake, Sorted};
use kulla_picture::Filter;
use kulla_record::Kind;

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
