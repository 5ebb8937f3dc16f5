//! Entering, staying and being shown out.

use std::sync::atomic::{AtomicU64, Ordering};

use kulla_guard::sessions::{
    CLOCK_BACK_MAX_MS, Invitation, LINKS_PER_PERSON_MAX, MACHINE_TOKEN_MS_MAX, MachineToken, Node, Part,
    SESSIONS_MAX, SESSIONS_PER_PERSON_MAX, Seat, Token,
};
use kulla_guard::{Act, EntryPolicy, Policies, Reach, Sessions, may_act};
use kulla_record::kind::governance::Grant;
use kulla_record::session::Assurance;
use kulla_record::{Entropy, PrincipalId};

use crate::policy::of_table;
use crate::random::{Random, word};

const NOW: u64 = 1_780_000_000_000;

pub struct Dice(pub AtomicU64);

impl Entropy for Dice {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let drawn = Random(self.0.fetch_add(1, Ordering::Relaxed)).next().to_be_bytes();
            chunk.copy_from_slice(&drawn[..chunk.len()]);
        }
    }
}

struct House {
    sessions: Sessions,
    roles: Policies,
    dice: Dice,
}

impl House {
    fn new(node: Node) -> House {
        let table: &[(&str, &[Act])] = &[
            ("duty-officer", &[Act::TriageTake, Act::WarningDraft]),
            ("approver", &[Act::WarningApprove]),
        ];
        let roles = of_table(table, node);
        House { sessions: Sessions::new(EntryPolicy::for_node(node)), roles, dice: Dice(0.into()) }
    }

    fn invite(&mut self, grant: &Grant, now_ms: u64) -> Result<Token, &'static str> {
        let purpose = word("rescue");
        let invitation = Invitation { grant, purpose: &purpose, exercise: None };
        let made = self.sessions.invite(invitation, &self.roles, now_ms, &self.dice);
        made.map_err(|refusal| refusal.code)
    }

    fn enter(&mut self, link: &str, grant: &Grant, now_ms: u64) -> Result<(Token, Seat), &'static str> {
        let entered = self.sessions.enter(link, grant, &self.roles, now_ms, &self.dice);
        entered.map_err(|refusal| refusal.code)
    }

    fn inside(&mut self, grant: &Grant, now_ms: u64) -> Token {
        let link = self.invite(grant, now_ms).unwrap();
        self.enter(link.as_str(), grant, now_ms).unwrap().0
    }

    fn token(&mut self, acts: &[Act], life_ms: u64) -> Result<Token, &'static str> {
        let (purpose, grant, acts) =
            (word("rescue"), grant(1, "duty-officer"), acts.iter().copied().collect());
        let invitation = Invitation { grant: &grant, purpose: &purpose, exercise: None };
        let token = MachineToken { name: "gauge", acts: &acts, life_ms };
        self.sessions.give_token(invitation, token, NOW, &self.dice).map_err(|refusal| refusal.code)
    }
}

fn grant(person: u64, role: &str) -> Grant {
    let mut grant: Grant = serde_json::from_str(
        r#"{"principal":"00000000-0000-0000-0000-000000000000","name":"A","agency":"ame","roles":[],
        "groups":{},"nations":[],"clearances":{},"categories":[],"from":"2026-01-01T00:00:00Z",
        "until":"2026-12-31T00:00:00Z","grounds":"x"}"#,
    )
    .unwrap();
    grant.principal = PrincipalId::v7(person, [0; 10]);
    grant.roles = vec![word(role)];
    grant
}

#[test]
fn a_link_is_looked_at_as_often_as_one_likes_and_used_once() {
    let (mut house, person) = (House::new(Node::ExerciseOnly), grant(1, "duty-officer"));
    let link = house.invite(&person, NOW).unwrap();
    for _ in 0..5 {
        assert_eq!(house.sessions.look(link.as_str(), NOW).unwrap().principal, person.principal);
    }
    let (cookie, seat) = house.enter(link.as_str(), &person, NOW + 1).unwrap();
    assert_eq!((seat.principal, seat.assurance), (person.principal, Assurance::Single));
    assert_eq!(house.enter(link.as_str(), &person, NOW + 2), Err("entry.used"));
    assert_eq!(house.sessions.look(link.as_str(), NOW + 2).unwrap_err().code, "entry.used");
    assert_eq!(house.sessions.resume(cookie.as_str(), NOW + 3).unwrap().principal, person.principal);
}

#[test]
fn a_link_expires_and_belongs_to_one_person() {
    let (mut house, person) = (House::new(Node::ExerciseOnly), grant(1, "duty-officer"));
    let link = house.invite(&person, NOW).unwrap();
    assert_eq!(house.enter(link.as_str(), &grant(2, "duty-officer"), NOW), Err("entry.grant"));
    assert_eq!(house.enter(link.as_str(), &person, NOW + 15 * 60_000), Err("entry.unknown"));
    assert!(house.enter(link.as_str(), &person, NOW + 15 * 60_000 - 1).is_ok(), "a refusal used it up");
}

#[test]
fn no_other_text_opens_and_no_token_passes_for_another() {
    let (mut house, person) = (House::new(Node::ExerciseOnly), grant(1, "duty-officer"));
    let link = house.invite(&person, NOW).unwrap();
    let cookie = house.inside(&person, NOW);
    let machine = house.token(&[Act::SignalIngest], 1_000).unwrap();
    for text in ["", "x", &link.as_str()[1..], &"A".repeat(43), &format!("{}=", link.as_str())] {
        assert_eq!(house.enter(text, &person, NOW), Err("entry.unknown"), "`{text}` opened");
    }
    for text in [cookie.as_str(), machine.as_str()] {
        assert!(house.sessions.look(text, NOW).is_err());
    }
    assert!(house.sessions.resume(link.as_str(), NOW).is_err());
    assert!(house.sessions.resume(machine.as_str(), NOW).is_err());
    assert!(house.sessions.machine(cookie.as_str(), NOW).is_err());
}

#[test]
fn an_approver_enters_by_a_link_on_an_exercise_only_node_and_nowhere_else() {
    let approver = grant(1, "approver");
    let mut drill = House::new(Node::ExerciseOnly);
    let link = drill.invite(&approver, NOW).unwrap();
    assert!(drill.enter(link.as_str(), &approver, NOW).is_ok());

    let mut house = House::new(Node::Operational);
    assert_eq!(house.invite(&approver, NOW), Err("entry.approver"));
    let link = house.invite(&grant(1, "duty-officer"), NOW).unwrap();
    assert_eq!(
        house.enter(link.as_str(), &approver, NOW),
        Err("entry.approver"),
        "made approver meanwhile"
    );
}

#[test]
fn who_is_made_an_approver_while_inside_still_does_not_approve_on_an_operational_node() {
    let (mut house, person) = (House::new(Node::Operational), grant(1, "duty-officer"));
    let cookie = house.inside(&person, NOW);
    let seat = house.sessions.resume(cookie.as_str(), NOW).unwrap();
    let promoted = grant(1, "approver");
    let now = jiff::Timestamp::from_millisecond(NOW as i64).unwrap();
    let session = seat.session(&promoted, &[].into(), now).unwrap();
    let refused = may_act(&session, &seat.reach, Act::WarningApprove, &house.roles).unwrap_err();
    assert_eq!(refused.code, "act.reach");
    assert!(seat.session(&grant(2, "approver"), &[].into(), now).is_none(), "another person's grant");
}

#[test]
fn a_session_ends_when_idle_when_old_and_when_the_clock_jumps() {
    let (mut house, person) = (House::new(Node::ExerciseOnly), grant(1, "duty-officer"));
    let EntryPolicy { idle_ms, absolute_ms, .. } = EntryPolicy::for_node(Node::ExerciseOnly);
    let alive =
        |house: &mut House, cookie: &Token, now| house.sessions.resume(cookie.as_str(), now).is_ok();

    let cookie = house.inside(&person, NOW);
    assert!(alive(&mut house, &cookie, NOW + idle_ms - 1));
    assert!(!alive(&mut house, &cookie, NOW + 2 * idle_ms), "was idle");
    assert!(!alive(&mut house, &cookie, NOW + idle_ms), "an ended session came back");

    let cookie = house.inside(&person, NOW);
    let mut now = NOW;
    while now + idle_ms / 2 < NOW + absolute_ms {
        now += idle_ms / 2;
        assert!(alive(&mut house, &cookie, now));
    }
    assert!(!alive(&mut house, &cookie, NOW + absolute_ms), "older than a shift");

    let cookie = house.inside(&person, NOW);
    assert!(alive(&mut house, &cookie, NOW - CLOCK_BACK_MAX_MS));
    assert!(!alive(&mut house, &cookie, NOW - CLOCK_BACK_MAX_MS - 1), "issued in the future");
}

#[test]
fn one_person_and_the_whole_node_have_a_bounded_number_of_sessions_and_links() {
    let (mut house, person) = (House::new(Node::ExerciseOnly), grant(1, "duty-officer"));
    let cookies: Vec<Token> =
        (0..=SESSIONS_PER_PERSON_MAX as u64).map(|n| house.inside(&person, NOW + n)).collect();
    assert!(house.sessions.resume(cookies[0].as_str(), NOW + 20).is_err(), "the oldest makes room");
    assert!(cookies[1..].iter().all(|cookie| house.sessions.resume(cookie.as_str(), NOW + 20).is_ok()));

    let links: Vec<Token> =
        (0..=LINKS_PER_PERSON_MAX as u64).map(|n| house.invite(&person, NOW + n).unwrap()).collect();
    let open = links.iter().filter(|link| house.sessions.look(link.as_str(), NOW + 20).is_ok()).count();
    assert_eq!(open, LINKS_PER_PERSON_MAX);

    for n in house.sessions.seats().count()..SESSIONS_MAX {
        house.inside(&grant(100 + n as u64, "duty-officer"), NOW);
    }
    let late = grant(9, "duty-officer");
    let link = house.invite(&late, NOW).unwrap();
    assert_eq!(house.enter(link.as_str(), &late, NOW), Err("session.full"));
    house.sessions.revoke(grant(100 + 50, "duty-officer").principal);
    assert!(house.enter(link.as_str(), &late, NOW).is_ok(), "being refused used the link up");
}

#[test]
fn a_restart_keeps_sessions_and_the_snapshot_opens_nothing() {
    let (mut house, person) = (House::new(Node::ExerciseOnly), grant(1, "duty-officer"));
    let (link, cookie) = (house.invite(&person, NOW).unwrap(), house.inside(&person, NOW));
    let machine = house.token(&[Act::SignalIngest], 10_000).unwrap();
    let saved = serde_json::to_string(house.sessions.snapshot()).unwrap();
    for secret in [&link, &cookie, &machine] {
        assert!(!saved.contains(secret.as_str()) && !format!("{secret:?}").contains(secret.as_str()));
    }
    let value: serde_json::Value = serde_json::from_str(&saved).unwrap();
    for kept in ["links", "seats", "machines"] {
        for hash in value[kept].as_object().unwrap().keys() {
            assert!(house.sessions.look(hash, NOW).is_err() && house.sessions.resume(hash, NOW).is_err());
        }
    }
    let restart = |node, now| {
        Sessions::restore(EntryPolicy::for_node(node), serde_json::from_str(&saved).unwrap(), now)
    };
    let mut again = restart(Node::ExerciseOnly, NOW + 5);
    assert!(again.look(link.as_str(), NOW + 5).is_ok());
    assert!(again.resume(cookie.as_str(), NOW + 5).is_ok());
    assert_eq!(
        again.machine(machine.as_str(), NOW + 5).unwrap().reach,
        Reach::Only([Act::SignalIngest].into())
    );
    let mut late = restart(Node::ExerciseOnly, NOW + 24 * 3_600_000);
    assert_eq!(late.seats().count(), 0);
    assert!(late.machine(machine.as_str(), NOW + 24 * 3_600_000).is_err());
    let mut elsewhere = restart(Node::Operational, NOW);
    let seat = elsewhere.resume(cookie.as_str(), NOW).unwrap();
    assert!(matches!(seat.reach, Reach::AllBut(_)), "a snapshot from a drill lets nobody approve");
}

#[test]
fn a_machine_reaches_to_its_acts_expires_and_never_approves() {
    let mut house = House::new(Node::ExerciseOnly);
    assert_eq!(house.token(&[Act::WarningApprove, Act::SignalIngest], 1_000), Err("token.approver"));
    assert_eq!(house.token(&[], 1_000), Err("token.form"));
    assert_eq!(house.token(&[Act::SignalIngest], MACHINE_TOKEN_MS_MAX + 1), Err("token.form"));
    let token = house.token(&[Act::TriageTake], 1_000).unwrap();
    let seat = house.sessions.machine(token.as_str(), NOW + 999).unwrap();
    let now = jiff::Timestamp::from_millisecond(NOW as i64).unwrap();
    let session = seat.session(&grant(1, "duty-officer"), &[].into(), now).unwrap();
    assert_eq!(may_act(&session, &seat.reach, Act::TriageTake, &house.roles), Ok(()));
    let refused = may_act(&session, &seat.reach, Act::WarningDraft, &house.roles).unwrap_err();
    assert_eq!(refused.code, "act.reach");
    assert!(house.sessions.machine(token.as_str(), NOW + 1_000).is_err());
    assert_eq!(house.sessions.revoke_token("gauge").len(), 1);
    assert!(house.sessions.machine(token.as_str(), NOW).is_err());
}

#[test]
fn nobody_enters_on_a_grant_that_does_not_hold() {
    let (mut house, mut person) = (House::new(Node::ExerciseOnly), grant(1, "duty-officer"));
    let (link, cookie) = (house.invite(&person, NOW).unwrap(), house.inside(&person, NOW));
    person.until = Some("2026-02-01T00:00:00Z".parse().unwrap());
    assert_eq!(house.invite(&person, NOW), Err("entry.grant"));
    assert_eq!(house.enter(link.as_str(), &person, NOW), Err("entry.grant"));
    let seat = house.sessions.resume(cookie.as_str(), NOW).unwrap();
    let now = jiff::Timestamp::from_millisecond(NOW as i64).unwrap();
    assert!(seat.session(&person, &[].into(), now).is_none(), "a seat outlived its grant");
    house.sessions.leave(cookie.as_str());
    assert!(house.sessions.resume(cookie.as_str(), NOW).is_err());
}

fn part(house: &mut House, grant: &Grant, exercise: bool, role: &str) -> Result<Token, &'static str> {
    let (purpose, name, role) = (word("rescue"), word("drini"), word(role));
    let invitation = Invitation { grant, purpose: &purpose, exercise: exercise.then_some(&name) };
    let part = Part { role: &role, roles: &house.roles };
    house.sessions.give_part(invitation, &part, NOW, &house.dice).map_err(|refusal| refusal.code)
}

#[test]
fn the_exercise_player_acts_in_one_role_on_an_exercise_only_node_and_nowhere_else() {
    let approver = grant(3, "approver");
    let mut house = House::new(Node::ExerciseOnly);
    let token = part(&mut house, &approver, true, "approver").unwrap();
    let seat = house.sessions.machine(token.as_str(), NOW + 1).unwrap();
    assert_eq!(
        seat.reach,
        Reach::Playing { role: word("approver"), acts: [Act::WarningApprove].into() },
        "all acts of that role, and of no other"
    );
    assert_eq!(seat.exercise, Some(word("drini")));
    assert_eq!(part(&mut house, &approver, false, "approver").unwrap_err(), "part.operational");
    assert_eq!(part(&mut house, &approver, true, "duty-officer").unwrap_err(), "part.role");
    let mut real = House::new(Node::Operational);
    assert_eq!(part(&mut real, &approver, true, "approver").unwrap_err(), "part.operational");
    let moved = Sessions::restore(
        EntryPolicy::for_node(Node::Operational),
        house.sessions.snapshot().clone(),
        NOW + 2,
    );
    assert_eq!(moved.seats().count(), 0, "what was saved on an exercise-only node holds on no other");
}

#[test]
fn a_newer_part_takes_the_place_of_the_older_one() {
    let (mut house, approver) = (House::new(Node::ExerciseOnly), grant(3, "approver"));
    let first = part(&mut house, &approver, true, "approver").unwrap();
    let second = part(&mut house, &approver, true, "approver").unwrap();
    assert!(house.sessions.machine(first.as_str(), NOW).is_err());
    assert!(house.sessions.machine(second.as_str(), NOW).is_ok());
}

#[test]
fn two_factors_reach_to_approving_on_an_operational_node_also_after_a_restart() {
    let mut house = House::new(Node::Operational);
    let (grant, purpose) = (grant(1, "approver"), word("rescue"));
    let begin = |house: &mut House, assurance| {
        let invitation = Invitation { grant: &grant, purpose: &purpose, exercise: None };
        house.sessions.begin(invitation, assurance, NOW, &house.dice).unwrap()
    };
    let (cookie, seat) = begin(&mut house, Assurance::TwoFactor);
    assert_eq!((seat.reach, seat.assurance), (Reach::Roles, Assurance::TwoFactor));
    let (weak, seat) = begin(&mut house, Assurance::Single);
    assert_eq!(seat.reach, Reach::AllBut([Act::WarningApprove].into()));
    let kept = house.sessions.snapshot().clone();
    house.sessions = Sessions::restore(EntryPolicy::for_node(Node::Operational), kept, NOW);
    assert_eq!(house.sessions.resume(cookie.as_str(), NOW).unwrap().reach, Reach::Roles);
    let weak = house.sessions.resume(weak.as_str(), NOW).unwrap();
    assert_eq!(weak.reach, Reach::AllBut([Act::WarningApprove].into()));
}

#[test]
fn ones_own_sessions_and_tokens_have_names_that_open_nothing_and_end_what_they_name() {
    let mut house = House::new(Node::ExerciseOnly);
    let (own, other) = (grant(1, "duty-officer"), grant(2, "duty-officer"));
    let (here, elsewhere) = (house.inside(&own, NOW), house.inside(&own, NOW));
    let stranger = house.inside(&other, NOW);
    house.token(&[Act::WarningDraft], 60_000).unwrap();
    let named = |house: &House, who: &Grant| -> Vec<String> {
        house.sessions.of(who.principal).map(|(name, _)| name).collect()
    };
    assert_eq!((named(&house, &own).len(), named(&house, &other).len()), (3, 1));
    let name = house.sessions.name_of(elsewhere.as_str()).unwrap();
    assert!(house.sessions.resume(&name, NOW).is_err() && house.sessions.machine(&name, NOW).is_err());
    assert!(house.sessions.end(other.principal, &name).is_none(), "another's name names nothing of mine");
    assert!(house.sessions.end(own.principal, &name).is_some());
    assert!(house.sessions.resume(elsewhere.as_str(), NOW).is_err());
    house.inside(&own, NOW);
    assert_eq!(house.sessions.end_sessions(own.principal, Some(here.as_str())), 1);
    assert!(house.sessions.resume(here.as_str(), NOW).is_ok());
    assert_eq!(named(&house, &own).len(), 2, "this session, and the token");
    assert_eq!(house.sessions.end_sessions(own.principal, None), 1);
    assert!(house.sessions.resume(stranger.as_str(), NOW).is_ok());
}
