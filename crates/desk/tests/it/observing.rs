//! Readings, and what detectors make of them.

use jiff::{SignedDuration, Timestamp};
use kulla_desk::command::observation::NewReadings;
use kulla_desk::{Actor, Command, Done, Failure};
use kulla_picture::Filter;
use kulla_record::kind::Body;
use kulla_record::kind::governance::LabelText;
use kulla_record::kind::signal::{
    Alarm, AlarmState, Measure, Observation, Reading, Severity, Source, Threshold,
};
use kulla_record::label::Label;
use kulla_record::{Clock, Draft, Hlc, Kind, LabelId, PrincipalId, RecordId, Session, SubjectId};

use crate::world::{DRILL, OPS, TRACK, World};

const GAUGE: SubjectId = SubjectId([0x61; 16]);

fn gauge(owner: &str) -> Source {
    let threshold = |name: &str, value, severity| Threshold {
        name: name.into(),
        value,
        severity,
        rest: Default::default(),
    };
    Source {
        name: "Gauge Gjonaj".into(),
        door: "observations".into(),
        purpose: "warning of floods".into(),
        basis: "Law 04/L-027".into(),
        owner: owner.into(),
        period_s: Some(600),
        code: "gjonaj".into(),
        place: Default::default(),
        measures: vec![Measure {
            property: "water-level".into(),
            unit: "m".into(),
            thresholds: vec![
                threshold("watch", 2.6, Severity::Moderate),
                threshold("alarm", 3.2, Severity::Severe),
            ],
            hysteresis: 0.1,
            rise: None,
            rest: Default::default(),
        }],
        retired: false,
        rest: Default::default(),
    }
}

/// A node with one gauge in its register, whose label is that of a report by the duty officer.
fn world(owner: &str) -> (World, Actor) {
    let world = World::new();
    let duty = world.actor("duty");
    let label: Label = world.desk.composer(&duty.session, None).default_for(&Kind::SOURCE).unwrap();
    let id = LabelId([0x62; 16]);
    let draft = |id: [u8; 16], kind, label, body| Draft {
        id: RecordId(id),
        kind,
        subject: SubjectId(id),
        replaces: vec![],
        at: Hlc::new(1_790_000_000_001, u16::from(id[0])),
        author: PrincipalId([0xee; 16]),
        label,
        salt: [0; 32],
        body,
    };
    let text = LabelText { label, rest: Default::default() };
    world.memory.write(
        OPS,
        vec![
            draft(id.0, Kind::LABEL, id, text.json()),
            draft(GAUGE.0, Kind::SOURCE, id, gauge(owner).json()),
        ],
    );
    world.desk.relearn().unwrap();
    (world, duty)
}

fn now(world: &World) -> Timestamp {
    world.hands.now()
}

fn ago(world: &World, minutes: i64, value: f64) -> Reading {
    let at = now(world) - SignedDuration::from_mins(minutes);
    Reading { at, value, forecast: false, rest: Default::default() }
}

fn observe(world: &World, who: &Actor, readings: Vec<Reading>) -> Result<Done, Failure> {
    let new = NewReadings { source: GAUGE, property: "water-level".into(), unit: "m".into(), readings };
    world.act(who, Command::Observe(new))
}

fn alarms(world: &World, who: &Actor) -> Vec<Alarm> {
    let filter = Filter { kinds: vec![Kind::ALARM], ..Filter::default() };
    let page = world.desk.reader(&who.session).list(&filter, None, 50).unwrap();
    page.items.iter().map(|item| item.typed().unwrap()).collect()
}

fn code(failure: Result<Done, Failure>) -> &'static str {
    match failure.unwrap_err() {
        Failure::Refused(refusal) => refusal.code,
        other => panic!("another failure: {other}"),
    }
}

#[test]
fn a_reading_above_a_threshold_is_one_alarm_until_it_is_over() {
    let (world, duty) = world("ame");
    observe(&world, &duty, vec![ago(&world, 60, 2.0)]).unwrap();
    assert!(alarms(&world, &duty).is_empty());
    observe(&world, &duty, vec![ago(&world, 45, 3.3)]).unwrap();
    observe(&world, &duty, vec![ago(&world, 30, 3.4)]).unwrap();
    let raised = alarms(&world, &duty);
    assert_eq!(
        (raised.len(), raised[0].state, raised[0].severity),
        (1, AlarmState::Raised, Severity::Severe)
    );
    observe(&world, &duty, vec![ago(&world, 15, 2.0)]).unwrap();
    let over = alarms(&world, &duty);
    assert_eq!((over.len(), over[0].state), (1, AlarmState::Cleared));
    observe(&world, &duty, vec![ago(&world, 0, 2.7)]).unwrap();
    assert_eq!(alarms(&world, &duty).len(), 2, "what comes back is another occurrence");
}

#[test]
fn what_is_measured_outside_exercises_stands_in_a_log_of_its_own_and_its_alarms_with_everything_else() {
    let (world, duty) = world("ame");
    let count = |log, kind: &Kind| world.memory.bodies(log, kind).len();
    observe(&world, &duty, vec![ago(&world, 20, 3.3)]).unwrap();
    assert_eq!((count(DRILL, &Kind::OBSERVATION), count(TRACK, &Kind::OBSERVATION)), (1, 0));

    let real = Session { exercise: None, ..duty.session.clone() };
    observe(&world, &Actor { session: real, ..duty }, vec![ago(&world, 0, 3.3)]).unwrap();
    assert_eq!((count(TRACK, &Kind::OBSERVATION), count(OPS, &Kind::OBSERVATION)), (1, 0));
    assert_eq!(count(TRACK, &Kind::ALARM), 0);
}

#[test]
fn whoever_may_not_see_the_source_does_not_see_its_alarm() {
    let (world, duty) = world("ame");
    observe(&world, &duty, vec![ago(&world, 0, 3.3)]).unwrap();
    assert!(!alarms(&world, &world.actor("prizren")).is_empty(), "the group of civil protection sees it");
    let filter = Filter { kinds: vec![Kind::ALARM, Kind::OBSERVATION, Kind::SOURCE], ..Filter::default() };
    let reader = world.desk.reader(&world.public());
    assert!(reader.list(&filter, None, 50).unwrap().items.is_empty());
    assert_eq!(reader.count(&filter).unwrap(), 0);
}

#[test]
fn the_same_readings_again_are_nothing_new() {
    let (world, duty) = world("ame");
    let readings = vec![ago(&world, 30, 1.0), ago(&world, 15, 1.1)];
    assert!(observe(&world, &duty, readings.clone()).unwrap().version.is_some());
    assert!(observe(&world, &duty, readings.clone()).unwrap().version.is_none());
    let more = [readings, vec![ago(&world, 0, 1.2)]].concat();
    let done = observe(&world, &duty, more).unwrap();
    let newest: Observation = world.head(&duty, done.subject).typed().unwrap();
    assert_eq!(newest.readings, vec![ago(&world, 0, 1.2)], "only what was not there yet is written");
}

#[test]
fn what_was_measured_long_ago_fills_the_curve_and_raises_nothing() {
    let (world, duty) = world("ame");
    observe(&world, &duty, vec![ago(&world, 10, 1.0)]).unwrap();
    observe(&world, &duty, vec![ago(&world, 600, 3.9)]).unwrap();
    assert!(alarms(&world, &duty).is_empty());
}

#[test]
fn a_clock_from_next_year_another_unit_and_an_unknown_property_are_refused_with_their_rule() {
    let (world, duty) = world("ame");
    assert_eq!(code(observe(&world, &duty, vec![ago(&world, -60 * 24 * 365, 1.0)])), "observation.future");
    assert_eq!(code(observe(&world, &duty, vec![ago(&world, 0, f64::NAN)])), "observation.value");
    let told = |property: &str, unit: &str| {
        let new = NewReadings {
            source: GAUGE,
            property: property.into(),
            unit: unit.into(),
            readings: vec![ago(&world, 0, 1.0)],
        };
        code(world.act(&duty, Command::Observe(new)))
    };
    assert_eq!(told("water-level", "cm"), "observation.unit");
    assert_eq!(told("discharge", "m"), "observation.property");
}

#[test]
fn only_the_agency_that_answers_for_a_source_brings_in_its_readings() {
    let (world, duty) = world("ihmk");
    assert_eq!(code(observe(&world, &duty, vec![ago(&world, 0, 1.0)])), "observation.not-yours");
}

#[test]
fn a_forecast_reaches_ahead_and_raises_no_alarm() {
    let (world, duty) = world("ame");
    let forecast = Reading { forecast: true, ..ago(&world, -120, 3.9) };
    observe(&world, &duty, vec![ago(&world, 0, 1.0), forecast]).unwrap();
    assert!(alarms(&world, &duty).is_empty());
}

#[test]
fn a_source_that_falls_silent_is_one_alarm_for_those_who_see_it_until_it_speaks() {
    let (world, duty) = world("ame");
    let forward = |seconds: u64| world.hands.forward(seconds * 1_000);
    world.desk.heard().listen(GAUGE, world.desk.clock().unix_ms());
    forward(899);
    assert_eq!(world.desk.tick().unwrap(), 0, "a period and a half are not over");
    forward(2);
    assert_eq!((world.desk.tick().unwrap(), world.desk.tick().unwrap()), (1, 0), "told once");
    let [alarm] = alarms(&world, &duty).try_into().unwrap();
    assert_eq!(
        (alarm.state, alarm.detector.as_str(), alarm.source),
        (AlarmState::Raised, "silence", Some(GAUGE))
    );
    let unseen = world.desk.reader(&world.public()).count(&Filter::default()).unwrap();
    assert_eq!(unseen, 0, "its label is that of the source");

    world.desk.heard().note(GAUGE, world.desk.clock().unix_ms());
    assert_eq!((world.desk.tick().unwrap(), world.desk.tick().unwrap()), (1, 0));
    assert_eq!(alarms(&world, &duty)[0].state, AlarmState::Cleared);
}

#[test]
fn nobody_waits_for_a_source_that_no_door_listens_for() {
    let (world, duty) = world("ame");
    world.hands.forward(100_000_000);
    assert_eq!(world.desk.tick().unwrap(), 0);
    assert!(alarms(&world, &duty).is_empty());
}
