//! What people are told about an audience is exactly what will happen.

use std::collections::{BTreeMap, BTreeSet};

use kulla_guard::holder::Entry;
use kulla_guard::sentence::{Agency, Asking};
use kulla_guard::{Directory, Scope, Sentence, may_read, public_session, session_of, who_will_see};
use kulla_record::PrincipalId;
use kulla_record::kind::governance::Grant;
use kulla_record::label::{Atom, Label, Word};
use kulla_record::session::{Assurance, Session};

use crate::attack::public_label;
use crate::random::{
    AGENCIES, CATEGORIES, GROUPS, NATIONS, POLICIES, PURPOSES, Random, TODAY, table, word,
};

pub fn now() -> jiff::Timestamp {
    format!("{TODAY}T12:00:00Z").parse().unwrap()
}

fn grant(person: PrincipalId, name: &Word, agency: &Agency) -> Grant {
    Grant {
        principal: person,
        name: String::new(),
        agency: name.clone(),
        roles: vec![],
        groups: agency.groups.clone(),
        nations: agency.nations.iter().cloned().collect(),
        clearances: BTreeMap::new(),
        categories: vec![],
        from: "2026-01-01T00:00:00Z".parse().unwrap(),
        until: None,
        grounds: "x".into(),
        lang: String::new(),
        login: None,
        review: None,
        left: Default::default(),
        ending: String::new(),
        rest: serde_json::Map::new(),
    }
}

/// Agencies that joined groups at some epoch, and persons who may hold a little more or less than theirs.
pub fn directory(random: &mut Random) -> Directory {
    let groups: BTreeMap<Word, u32> =
        GROUPS.iter().map(|g| (word(g), 1 + random.below(4) as u32)).collect();
    let mut directory = Directory { groups, ..Directory::default() };
    for name in AGENCIES {
        let joined = |r: &mut Random| 1 + r.below(4) as u32;
        let held: Vec<&str> = GROUPS.iter().copied().filter(|_| random.one_in(2)).collect();
        let agency = Agency {
            groups: held.into_iter().map(|group| (word(group), joined(random))).collect(),
            nations: NATIONS.iter().filter(|_| random.one_in(4)).map(|nation| word(nation)).collect(),
            abroad: random.one_in(4),
        };
        let person = PrincipalId([1 + directory.persons.len() as u8; 16]);
        let mut grant = grant(person, &word(name), &agency);
        if random.one_in(3) {
            grant.groups.insert(word("cyber"), 1);
        }
        grant.clearances = POLICIES.iter().map(|policy| (word(policy), random.below(5) as u8)).collect();
        grant.categories = CATEGORIES.iter().filter(|_| random.one_in(2)).map(|c| word(c)).collect();
        directory.persons.insert(person, grant);
        directory.agencies.insert(word(name), agency);
    }
    directory
}

fn session(grant: &Grant, directory: &Directory, purpose: &str, exercise: Option<&Word>) -> Session {
    let entry = Entry {
        purpose: word(purpose),
        assurance: Assurance::PhishingResistant,
        exercise: exercise.cloned(),
    };
    session_of(grant, &directory.groups, entry, now()).unwrap()
}

fn see(label: &Label, directory: &Directory, scope: &Scope) -> Sentence {
    who_will_see(label, directory, Asking { scope, now: now(), assurance: &table() })
}

#[test]
fn the_sentence_names_exactly_the_agencies_whose_plain_members_read() {
    let (mut named, mut unnamed) = (0, 0);
    for seed in 0..6_000 {
        let mut random = Random(seed);
        let (directory, label) = (directory(&mut random), random.label());
        let scope = Scope { exercise: random.scope().exercise, reference: false };
        let sentence = see(&label, &directory, &scope);
        for (name, agency) in &directory.agencies {
            // A member who holds all that is asked, under whichever purpose helps.
            let plain = Grant {
                clearances: sentence.asked.clearances.clone(),
                categories: sentence.asked.categories.iter().cloned().collect(),
                ..grant(PrincipalId([99; 16]), name, agency)
            };
            let reads = PURPOSES.iter().any(|purpose| {
                let session = session(&plain, &directory, purpose, scope.exercise.as_ref());
                may_read(&session, &label, &scope, TODAY, &table())
            });
            assert_eq!(sentence.agencies.contains(name), reads, "seed {seed}: {name} and {label:?}");
            *(if reads { &mut named } else { &mut unnamed }) += 1;
        }
        let anyone = public_session(scope.exercise.clone());
        assert_eq!(sentence.public, may_read(&anyone, &label, &scope, TODAY, &table()), "seed {seed}");
    }
    assert!(named > 1_000 && unnamed > 1_000, "the cases say nothing: {named}, {unnamed}");
}

#[test]
fn the_people_who_read_are_counted_exactly_and_none_is_left_unsaid() {
    let mut seen = 0;
    for seed in 0..6_000 {
        let mut random = Random(seed);
        let (directory, label) = (directory(&mut random), random.label());
        let sentence = see(&label, &directory, &Scope::OPERATIONAL);
        let mut people = 0;
        for (person, grant) in &directory.persons {
            let reads = PURPOSES.iter().any(|purpose| {
                let session = session(grant, &directory, purpose, None);
                may_read(&session, &label, &Scope::OPERATIONAL, TODAY, &table())
            });
            people += usize::from(reads);
            let said = sentence.agencies.contains(&grant.agency) || sentence.persons.contains(person);
            assert!(!reads || said, "seed {seed}: a reader was not named: {label:?}");
        }
        assert_eq!(sentence.people, people, "seed {seed}: {label:?}");
        assert!(!sentence.nobody() || people == 0, "seed {seed}: `nobody` was said of {label:?}");
        seen += people;
    }
    assert!(seen > 1_000, "the cases say nothing: {seen}");
}

/// Whether the sentence says that this session reads: its agency, person or everybody is named, and it holds all that is
/// asked beside.
fn said(sentence: &Sentence, session: &Session) -> bool {
    let asked = &sentence.asked;
    let cleared = asked
        .clearances
        .iter()
        .all(|(policy, n)| session.clearances.get(policy).is_some_and(|own| own >= n));
    let named = sentence.agencies.contains(&session.agency) || sentence.persons.contains(&session.person);
    let holds = cleared
        && asked.categories.is_subset(&session.categories)
        && asked.purposes.as_ref().is_none_or(|allowed| allowed.contains(&session.purpose))
        && session.assurance >= asked.assurance
        && TODAY < asked.until;
    sentence.public || named && holds
}

#[test]
fn the_sentence_names_precisely_those_sessions_for_which_read_holds() {
    let (mut reading, mut denied) = (0, 0);
    for seed in 0..6_000 {
        let mut random = Random(seed);
        let (directory, label) = (directory(&mut random), random.label());
        let scope = Scope { exercise: random.scope().exercise, reference: false };
        let sentence = see(&label, &directory, &scope);
        for grant in directory.persons.values() {
            for purpose in PURPOSES {
                for assurance in [Assurance::Single, Assurance::TwoFactor, Assurance::PhishingResistant] {
                    let session = Session {
                        assurance,
                        ..session(grant, &directory, purpose, scope.exercise.as_ref())
                    };
                    let reads = may_read(&session, &label, &scope, TODAY, &table());
                    assert_eq!(said(&sentence, &session), reads, "seed {seed}: {label:?} for {session:?}");
                    *(if reads { &mut reading } else { &mut denied }) += 1;
                }
            }
        }
    }
    assert!(reading > 1_000 && denied > 1_000, "the cases say nothing: {reading}, {denied}");
}

#[test]
fn groups_nations_partners_and_unknown_names_are_told_apart() {
    let of = |groups: &[(&str, u32)], nations: &[&str], abroad| Agency {
        groups: groups.iter().map(|(group, joined)| (word(group), *joined)).collect(),
        nations: nations.iter().map(|nation| word(nation)).collect(),
        abroad,
    };
    let directory = Directory {
        agencies: [
            (word("ame"), of(&[("civprot", 1)], &[], false)),
            (word("kp"), of(&[("civprot", 3)], &[], false)),
            (word("al-mod"), of(&[], &["al"], true)),
        ]
        .into(),
        groups: [(word("civprot"), 3)].into(),
        ..Directory::default()
    };
    let see = |atoms: BTreeSet<Atom>| {
        see(&Label { audience: [atoms].into(), ..public_label() }, &directory, &Scope::OPERATIONAL)
    };
    let civprot = |epoch| Atom::Group(word("civprot"), epoch);
    let words = |words: &[&str]| words.iter().map(|text| word(text)).collect::<BTreeSet<_>>();

    let both = see([civprot(3)].into());
    assert_eq!(both.agencies, words(&["ame", "kp"]));
    assert_eq!(both.groups, [(word("civprot"), words(&["ame", "kp"]))].into());
    assert!(!both.abroad && !both.public && both.unknown.is_empty());

    let before_kp = see([civprot(2)].into());
    assert_eq!(before_kp.agencies, words(&["ame"]));
    assert!(before_kp.groups.is_empty(), "the group as a whole does not read it");

    let partner = see([Atom::Nation(word("al"))].into());
    assert_eq!((partner.agencies, partner.nations), (words(&["al-mod"]), words(&["al"])));
    assert!(partner.abroad);

    let unknown: BTreeSet<Atom> =
        [Atom::Agency(word("nobody")), civprot(4), Atom::Person(PrincipalId([7; 16]))].into();
    let none = see(unknown.clone());
    assert!(none.nobody());
    assert_eq!(none.unknown, unknown);
    assert!(see([Atom::Public].into()).public);
}
