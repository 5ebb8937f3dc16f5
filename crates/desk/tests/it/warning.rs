//! From a working paper to the public and back.

use kulla_desk::command::warning::{CancelAlone, Deed, DraftStep, NewDraft};
use kulla_desk::{Command, Done, Failure};
use kulla_picture::Filter;
use kulla_record::kind::signal::Severity;
use kulla_record::kind::warning::{Content, MessageType, Warning, WarningDraft, WarningText};
use kulla_record::place::Place;
use kulla_record::{Kind, SubjectId};

use crate::world::World;

fn content(world: &World) -> Content {
    let now = kulla_record::Clock::now(world.hands.as_ref());
    let text = |headline: &str, step: &str| WarningText {
        headline: headline.into(),
        description: step.into(),
        instruction: step.into(),
        rest: Default::default(),
    };
    Content {
        message: MessageType::Alert,
        follows: vec![],
        hazard: "flood".into(),
        severity: Severity::Severe,
        urgency: "Immediate".into(),
        certainty: "Likely".into(),
        response: vec!["Evacuate".into()],
        onset: now,
        expires: now.checked_add(jiff::SignedDuration::from_hours(6)).unwrap(),
        place: Place { areas: vec!["02".into(), "16".into()], ..Place::default() },
        texts: [
            ("sq".to_owned(), text("Vërshim në Drinin e Bardhë", "Largohuni nga lumi.")),
            ("sr".to_owned(), text("Poplava na Belom Drimu", "Udaljite se od reke.")),
            ("en".to_owned(), text("Flood on Drini i Bardhë", "Move away from the river.")),
        ]
        .into(),
        left_out: Default::default(),
        rest: Default::default(),
    }
}

fn step(draft: &Done, deed: Deed) -> Command {
    Command::Draft(Box::new(DraftStep { draft: draft.subject, seen: draft.version.into(), deed }))
}

fn public_warnings(world: &World) -> Vec<Warning> {
    let filter = Filter { kinds: vec![Kind::WARNING], ..Filter::default() };
    let page = world.desk.reader(&world.public()).list(&filter, None, 100).unwrap();
    page.items.iter().map(|item| item.typed().unwrap()).collect()
}

fn issue(world: &World) -> SubjectId {
    let (duty, second) = (world.actor("duty"), world.actor("second"));
    let content = content(world);
    let hash = content.hash_hex();
    let new = NewDraft { content, incident: None, label: None };
    let draft = world.act(&duty, Command::NewDraft(Box::new(new))).unwrap();
    let submitted = world.act(&duty, step(&draft, Deed::Submit)).unwrap();
    let refused = world.act(&duty, step(&submitted, Deed::Approve { hash: hash.clone(), signed: None }));
    assert!(
        matches!(refused, Err(Failure::Forbidden(_) | Failure::Refused(_))),
        "nobody approves their own"
    );
    assert!(public_warnings(world).is_empty());
    let approved =
        world.act(&second, step(&submitted, Deed::Approve { hash: hash.clone(), signed: None })).unwrap();
    assert!(public_warnings(world).is_empty(), "approved is not issued");
    world.act(&second, step(&approved, Deed::Issue(hash))).unwrap().subject
}

#[test]
fn a_warning_that_two_persons_stand_behind_is_public_and_the_paper_is_not() {
    let world = World::new();
    let subject = issue(&world);
    let warnings = public_warnings(&world);
    assert_eq!(warnings.len(), 1);
    assert_eq!(warnings[0].status, "Exercise");
    assert_eq!(kulla_cap::validate(warnings[0].xml.as_bytes()).verdict, kulla_cap::Verdict::Accept);
    let reader = world.desk.reader(&world.public());
    assert!(reader.head(subject).unwrap().is_some());
    assert_eq!(
        reader.count(&Filter { kinds: vec![Kind::DRAFT, Kind::DECISION], ..Filter::default() }).unwrap(),
        0
    );
}

#[test]
fn one_of_the_two_takes_it_back_alone_within_half_an_hour_and_not_later() {
    for (minutes, alone) in [(29, true), (31, false)] {
        let world = World::new();
        let subject = issue(&world);
        world.hands.forward(minutes * 60_000);
        let now = kulla_record::Clock::now(world.hands.as_ref());
        let expires = now.checked_add(jiff::SignedDuration::from_hours(2)).unwrap();
        let cancel = Content {
            message: MessageType::Cancel,
            follows: vec![subject],
            onset: now,
            expires,
            ..content(&world)
        };
        let command = Command::CancelAlone(Box::new(CancelAlone {
            warning: subject,
            content: cancel,
            seen: kulla_desk::Seen::default(),
        }));
        let done = world.act(&world.actor("duty"), command);
        assert_eq!(done.is_ok(), alone, "after {minutes} minutes: {done:?}");
        let mut states: Vec<_> =
            public_warnings(&world).iter().map(|warning| format!("{:?}", warning.state)).collect();
        states.sort();
        assert_eq!(states, if alone { vec!["AllClear", "Cancelled"] } else { vec!["InForce"] });
    }
}

#[test]
fn time_brings_an_undecided_paper_back_and_lets_a_warning_lapse_once() {
    let world = World::new();
    let duty = world.actor("duty");
    issue(&world);
    let new = NewDraft { content: content(&world), incident: None, label: None };
    let draft = world.act(&duty, Command::NewDraft(Box::new(new))).unwrap();
    world.act(&duty, step(&draft, Deed::Submit)).unwrap();
    assert_eq!(world.desk.tick().unwrap(), 0);
    world.hands.forward(16 * 60_000);
    assert_eq!(world.desk.tick().unwrap(), 1);
    assert_eq!(
        world.head(&duty, draft.subject).typed::<WarningDraft>().unwrap().remark,
        "warning.undecided"
    );
    world.hands.forward(6 * 3_600_000);
    assert_eq!(world.desk.tick().unwrap(), 1);
    assert_eq!(world.desk.tick().unwrap(), 0);
    assert_eq!(format!("{:?}", public_warnings(&world)[0].state), "Expired");
}

#[test]
fn a_coordinator_may_not_approve_and_an_older_version_is_a_conflict() {
    let world = World::new();
    let (duty, second, prizren) = (world.actor("duty"), world.actor("second"), world.actor("prizren"));
    let content = content(&world);
    let hash = content.hash_hex();
    let new = NewDraft { content: content.clone(), incident: None, label: None };
    let draft = world.act(&duty, Command::NewDraft(Box::new(new))).unwrap();
    let submitted = world.act(&duty, step(&draft, Deed::Submit)).unwrap();
    assert!(matches!(
        world.act(&prizren, step(&submitted, Deed::Approve { hash: hash.clone(), signed: None })),
        Err(Failure::Forbidden(_))
    ));
    let edited = Content { severity: Severity::Extreme, ..content };
    world.act(&duty, step(&submitted, Deed::Edit(edited))).unwrap();
    assert!(matches!(
        world.act(&second, step(&submitted, Deed::Approve { hash, signed: None })),
        Err(Failure::Conflict { .. })
    ));
}
