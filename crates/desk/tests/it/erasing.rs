//! Who may have content overwritten, and what is never overwritten.

use kulla_desk::{ErasureOrder, Failure, FeedbackCode, HandIn, LASTING_KINDS};
use kulla_picture::Filter;
use kulla_record::kind::Body;
use kulla_record::kind::governance::{Erasure, Grant, Hold};
use kulla_record::{Draft, Hlc, Kind, LabelId, PrincipalId, RecordId, SubjectId};

use crate::response;
use crate::world::{DRILL, OPS, World};

fn report(world: &World, who: &str) -> (SubjectId, RecordId) {
    let done = world.act(&world.actor(who), response::report("wrong person named")).unwrap();
    (done.subject, done.version.unwrap())
}

fn person(world: &World, code: &str) -> PrincipalId {
    world.actor(code).session.person
}

fn order(records: &[RecordId], by: PrincipalId, second: Option<PrincipalId>) -> ErasureOrder {
    ErasureOrder {
        records: records.to_vec(),
        by,
        second,
        reason: "court order".into(),
        basis: "Law".into(),
    }
}

fn refusal(outcome: Result<usize, Failure>) -> &'static str {
    match outcome.unwrap_err() {
        Failure::Refused(refusal) => refusal.code,
        other => panic!("another failure: {other}"),
    }
}

/// Puts a record in a log as the node itself writes it, under the label of the first grant.
fn put(world: &World, number: u8, kind: Kind, body: Vec<u8>) -> RecordId {
    let id = [number; 16];
    let draft = Draft {
        id: RecordId(id),
        kind,
        subject: SubjectId(id),
        replaces: vec![],
        at: Hlc::new(1_790_000_000_001, u16::from(number)),
        author: PrincipalId([0xee; 16]),
        label: LabelId([0x80; 16]),
        salt: [0; 32],
        body,
    };
    world.memory.write(OPS, vec![draft]);
    RecordId(id)
}

#[test]
fn two_persons_with_the_role_erase_what_neither_of_them_wrote() {
    let world = World::new();
    let (_, version) = report(&world, "duty");
    let (first, second) = (person(&world, "archive"), person(&world, "archive-second"));
    let erase = |by, second| world.desk.erase(&order(&[version], by, second));
    assert_eq!(refusal(erase(first, None)), "erase.early", "one is not enough before the date");
    assert_eq!(refusal(erase(first, Some(first))), "erase.same", "twice the same person is one person");
    let (duty, approver) = (person(&world, "duty"), person(&world, "approver"));
    assert_eq!(refusal(erase(approver, Some(second))), "erase.role", "the first needs the role");
    assert_eq!(refusal(erase(first, Some(approver))), "erase.role", "the second needs it as well");
    assert_eq!(
        refusal(erase(first, Some(PrincipalId([0xee; 16])))),
        "erase.role",
        "a machine is no person"
    );
    assert_eq!(refusal(erase(duty, Some(second))), "erase.role", "the writer without the role neither");
    assert_eq!(erase(first, Some(second)).unwrap(), 1);
}

#[test]
fn nobody_who_wrote_a_version_orders_that_it_goes() {
    let world = World::new();
    let (first, second) = (person(&world, "archive"), person(&world, "archive-second"));
    // An administrator who once stood duty wrote the first version; somebody else replaced it.
    let (subject, old) = report(&world, "duty");
    let label = world.head(&world.actor("duty"), subject).label_id;
    let newer = Draft {
        id: RecordId([0x71; 16]),
        kind: Kind::REPORT,
        subject,
        replaces: vec![old],
        at: Hlc::new(1_795_000_000_500, 0),
        author: second,
        label,
        salt: [0; 32],
        body: b"{}".to_vec(),
    };
    world.memory.write(DRILL, vec![newer]);
    for records in [&[old][..], &[RecordId([0x71; 16])]] {
        assert_eq!(refusal(world.desk.erase(&order(records, first, Some(second)))), "erase.own");
        assert_eq!(refusal(world.desk.erase(&order(records, second, Some(first)))), "erase.own");
    }
}

#[test]
fn two_grants_under_one_name_are_one_person() {
    let mut people = crate::world::people();
    let at = people.iter().position(|person| person.code == "archive-second").unwrap();
    people[at].name = "LUAN  SHALA".into();
    let world = World::with(people);
    let (_, version) = report(&world, "duty");
    let both = order(&[version], person(&world, "archive"), Some(person(&world, "archive-second")));
    assert_eq!(refusal(world.desk.erase(&both)), "erase.same");
}

#[test]
fn what_the_proofs_and_the_account_stand_on_is_never_erased() {
    let world = World::new();
    let by = (person(&world, "archive"), Some(person(&world, "archive-second")));
    for (number, kind) in (0x40_u8..).zip(LASTING_KINDS) {
        let body = if kind == Kind::LABEL { continue } else { b"{}".to_vec() };
        let id = put(&world, number, kind.clone(), body);
        assert_eq!(refusal(world.desk.erase(&order(&[id], by.0, by.1))), "erase.kind", "{kind}");
    }
    // The label of the first grant, and the order that an erasure leaves behind.
    let label = RecordId([0x80; 16]);
    assert_eq!(refusal(world.desk.erase(&order(&[label], by.0, by.1))), "erase.kind");
    let (_, version) = report(&world, "duty");
    assert_eq!(world.desk.erase(&order(&[version], by.0, by.1)).unwrap(), 1);
    // A lasting record among others stops the whole order.
    let (_, other) = report(&world, "duty");
    assert_eq!(refusal(world.desk.erase(&order(&[other, label], by.0, by.1))), "erase.kind");
}

#[test]
fn a_legal_hold_stops_an_erasure_until_it_is_lifted() {
    let world = World::new();
    let (subject, version) = report(&world, "duty");
    let both = order(&[version], person(&world, "archive"), Some(person(&world, "archive-second")));
    let hold = |lifted| Hold {
        subjects: vec![subject],
        order: "court of Prizren".into(),
        lifted,
        rest: Default::default(),
    };
    let standing = put(&world, 0x50, Kind::HOLD, hold(false).json());
    assert_eq!(refusal(world.desk.erase(&both)), "erase.held");
    let lifted = Draft {
        id: RecordId([0x51; 16]),
        kind: Kind::HOLD,
        subject: SubjectId(standing.0),
        replaces: vec![standing],
        at: Hlc::new(1_790_000_000_002, 0),
        author: PrincipalId([0xee; 16]),
        label: LabelId([0x80; 16]),
        salt: [0; 32],
        body: hold(true).json(),
    };
    world.memory.write(OPS, vec![lifted]);
    assert_eq!(world.desk.erase(&both).unwrap(), 1);
}

#[test]
fn the_order_is_on_record_with_both_persons_its_reason_and_its_basis() {
    let world = World::new();
    let (_, version) = report(&world, "duty");
    let both = order(&[version], person(&world, "archive"), Some(person(&world, "archive-second")));
    world.desk.erase(&both).unwrap();
    let written = world.memory.bodies(DRILL, &Kind::ERASURE);
    let erasure = Erasure::read(&written[0]).unwrap();
    assert_eq!((erasure.records, erasure.by, erasure.second), (vec![version], both.by, both.second));
    assert_eq!((erasure.reason.as_str(), erasure.basis.as_str()), ("court order", "Law"));
    let empty = ErasureOrder { reason: " ".into(), ..both };
    assert_eq!(refusal(world.desk.erase(&empty)), "erase.reason");
}

#[test]
fn a_grant_that_has_ended_orders_nothing() {
    let world = World::new();
    let (_, version) = report(&world, "duty");
    let (first, second) = (person(&world, "archive"), person(&world, "archive-second"));
    let grants = world.memory.bodies(OPS, &Kind::GRANT);
    let mut grant = grants
        .iter()
        .map(|body| Grant::read(body).unwrap())
        .find(|grant| grant.principal == second)
        .unwrap();
    grant.until = Some("2026-01-01T00:00:00Z".parse().unwrap());
    let ended = World::granting(&grant);
    let (_, again) = report(&ended, "duty");
    assert_eq!(refusal(ended.desk.erase(&order(&[again], first, Some(second)))), "erase.role");
    assert_eq!(world.desk.erase(&order(&[version], first, Some(second))).unwrap(), 1);
}

/// Hands in a report with a photograph; its subject and the versions of it, after a line was added.
fn photographed(world: &World) -> (SubjectId, Vec<RecordId>) {
    let exercise = crate::world::word(crate::world::DRILL_NAME);
    let code = FeedbackCode::draw(world.desk.entropy().as_ref());
    let handed = HandIn {
        photos: Some(world.desk.attach(Some(&exercise), &[photograph()]).unwrap()),
        code: code.clone(),
        ..crate::handing::handed(world, "ame", 1)
    };
    world.desk.hand_in(vec![handed]).unwrap();
    world.desk.add_line(&code, Some(&exercise), "Uji po rritet").unwrap();
    let reader = world.desk.reader(&world.actor("duty").session);
    let filter = Filter { kinds: vec![Kind::REPORT], ..Filter::default() };
    let subject = reader.list(&filter, None, 1).unwrap().items[0].subject;
    (subject, reader.history(subject).unwrap().iter().map(|item| item.version).collect())
}

/// The smallest picture that is taken.
fn photograph() -> Vec<u8> {
    let segment = |marker: u8, content: &[u8]| {
        let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
        [&[0xff, marker][..], &length, content].concat()
    };
    let huffman = |class: u8| segment(0xc4, &[&[class << 4, 1][..], &[0; 16]].concat());
    let parts = [
        segment(0xdb, &[&[0][..], &[1; 64]].concat()),
        segment(0xc0, &[8, 0, 8, 0, 8, 1, 1, 0x11, 0]),
        huffman(0),
        huffman(1),
        segment(0xda, &[1, 1, 0, 0, 63, 0]),
        vec![0x3f],
    ];
    [&[0xff, 0xd8][..], &parts.concat(), &[0xff, 0xd9]].concat()
}

#[test]
fn a_photograph_goes_with_the_last_version_that_names_it_and_is_gone_before_its_body() {
    let world = World::new();
    let (subject, versions) = photographed(&world);
    assert_eq!(versions.len(), 2);
    let (by, second) = (person(&world, "archive"), Some(person(&world, "archive-second")));
    let photo = || {
        let item = world.head(&world.actor("duty"), subject);
        world.desk.photo(&item, &kulla_respond::report::undecided(subject), 1)
    };
    assert!(photo().unwrap().bytes.starts_with(&[0xff, 0xd8]));
    assert_eq!(world.photographs(), 1);
    assert_eq!(world.desk.erase(&order(&versions[1..], by, second)).unwrap(), 1);
    assert!(photo().is_ok(), "the newer version still names it");
    assert_eq!(world.desk.erase(&order(&versions, by, second)).unwrap(), 2);
    assert_eq!(world.photographs(), 0);
}
