//! Ways to log in: how they are made, and how they end. Who may make them for whom is the doors' question.

use kulla_guard::accounts::{
    Accounts, BROWSERS_MAX, LINK_MS, PASSKEYS_MAX, PasswordHash, WANTED_MS, WantedLink, totp,
};
use kulla_record::PrincipalId;
use kulla_webauthn::Credential;

use crate::sessions::Dice;

const NOW: u64 = 1_780_000_000_000;
const WHO: PrincipalId = PrincipalId([1; 16]);
const OTHER: PrincipalId = PrincipalId([2; 16]);

fn key(id: u8) -> Credential {
    Credential { id: vec![id; 16], key: vec![id], counter: 0, may_be_copied: false }
}

fn link(accounts: &mut Accounts, who: PrincipalId, replaces: bool, dice: &Dice) -> String {
    accounts.make_link((who, replaces), None, NOW, dice).unwrap().as_str().to_owned()
}

#[test]
fn a_link_is_used_once_by_either_way_and_a_newer_one_ends_it() {
    let (mut accounts, dice) = (Accounts::default(), Dice(0.into()));
    let code =
        |accounts: &Accounts, link: &str, at| accounts.look(link, at).err().map(|refusal| refusal.code);
    let first = link(&mut accounts, WHO, false, &dice);
    let second = link(&mut accounts, WHO, false, &dice);
    let others = link(&mut accounts, OTHER, false, &dice);
    assert_eq!(code(&accounts, &first, NOW), Some("enrol.unknown"), "a newer one took its place");
    assert_eq!(code(&accounts, &second, NOW + LINK_MS), Some("enrol.unknown"), "a day");
    assert_eq!(accounts.link_until(WHO, NOW), Some(NOW + LINK_MS));
    accounts.enrol_passkey(&second, (key(1), "blue key"), NOW).unwrap();
    assert_eq!(code(&accounts, &second, NOW), Some("enrol.unknown"));
    let again = accounts.enrol_passkey(&others, (key(1), "blue key"), NOW).unwrap_err();
    assert_eq!(again.code, "passkey.known");
    assert_eq!(code(&accounts, &others, NOW), None, "what is refused leaves the link whole");
    let secret = accounts.begin_code(&others, NOW, &dice).unwrap();
    assert_eq!(
        accounts.begin_code(&others, NOW, &dice).unwrap(),
        secret,
        "the page shown again shows the same"
    );
    let hash = PasswordHash::of("pesë gurë mbi lumë", &dice);
    let wrong = accounts.enrol_password(&others, (hash.clone(), "000000"), NOW).unwrap_err();
    assert_eq!(wrong.code, "enrol.code");
    let typed = format!("{:06}", totp::code(secret.bytes(), NOW / totp::STEP_MS));
    accounts.enrol_password(&others, (hash, &typed), NOW).unwrap();
    assert_eq!(code(&accounts, &others, NOW), Some("enrol.unknown"));
    assert!(!accounts.code_used(OTHER, &typed, NOW), "the code that set it is used");
    let next = format!("{:06}", totp::code(secret.bytes(), NOW / totp::STEP_MS + 1));
    assert!(accounts.code_used(OTHER, &next, NOW) && !accounts.code_used(OTHER, &next, NOW));
    assert!(!accounts.code_used(WHO, &next, NOW), "who has no password");
}

#[test]
fn a_link_that_replaces_leaves_nothing_of_before() {
    let (mut accounts, dice) = (Accounts::default(), Dice(0.into()));
    let first = link(&mut accounts, WHO, false, &dice);
    accounts.enrol_passkey(&first, (key(1), "lost"), NOW).unwrap();
    let secret = accounts.remember_browser(WHO, &dice);
    assert_eq!(accounts.browser(WHO, secret.as_str()), Some(0));
    let new = link(&mut accounts, WHO, true, &dice);
    assert!(accounts.passkey(&[1; 16]).is_some(), "until it is used");
    accounts.enrol_passkey(&new, (key(2), "new"), NOW).unwrap();
    assert!(accounts.passkey(&[1; 16]).is_none() && accounts.browser(WHO, secret.as_str()).is_none());
    assert_eq!(accounts.passkey(&[2; 16]).unwrap().0, WHO);
}

#[test]
fn passkeys_and_browsers_of_one_person_are_bounded_and_the_last_way_in_stays() {
    let (mut accounts, dice) = (Accounts::default(), Dice(0.into()));
    for n in 0..PASSKEYS_MAX as u8 {
        accounts.add_passkey(WHO, (key(n), "key"), NOW).unwrap();
    }
    assert_eq!(accounts.add_passkey(WHO, (key(99), "key"), NOW).unwrap_err().code, "passkey.many");
    assert_eq!(accounts.add_passkey(OTHER, (key(98), " \n"), NOW).unwrap_err().code, "passkey.name");
    let ids: Vec<String> = accounts.of(WHO).unwrap().passkeys.iter().map(|key| key.id.text()).collect();
    assert_eq!(accounts.remove_passkey(OTHER, &ids[0]).unwrap_err().code, "me.absent");
    for id in &ids[1..] {
        accounts.remove_passkey(WHO, id).unwrap();
    }
    assert_eq!(accounts.remove_passkey(WHO, &ids[0]).unwrap_err().code, "me.last-way");
    let oldest = accounts.remember_browser(WHO, &dice);
    for _ in 0..BROWSERS_MAX {
        accounts.remember_browser(WHO, &dice);
    }
    assert_eq!(accounts.browser(WHO, oldest.as_str()), None);
    assert!(accounts.browser(OTHER, oldest.as_str()).is_none());
}

#[test]
fn what_waits_for_a_second_administrator_waits_a_week_and_is_decided_once() {
    let (mut accounts, dice) = (Accounts::default(), Dice(0.into()));
    let wanted =
        |who, at_ms| WantedLink { principal: who, replaces: true, by: OTHER, at_ms, reason: "lost".into() };
    let first = accounts.want_link(wanted(WHO, NOW), &dice).unwrap();
    let second = accounts.want_link(wanted(WHO, NOW + 1), &dice).unwrap();
    assert_ne!(first, second);
    assert!(accounts.decide(first, NOW + 1).is_none(), "a newer one took its place");
    assert_eq!(accounts.wanted(NOW + 1).count(), 1);
    assert_eq!(accounts.wanted(NOW + 1 + WANTED_MS).count(), 0);
    assert!(accounts.decide(second, NOW + 1).is_some() && accounts.decide(second, NOW + 1).is_none());
}

#[test]
fn what_is_kept_comes_back_and_shows_no_link() {
    let (mut accounts, dice) = (Accounts::default(), Dice(0.into()));
    let link = link(&mut accounts, WHO, true, &dice);
    accounts.begin_code(&link, NOW, &dice).unwrap();
    accounts.add_passkey(OTHER, (key(1), "key"), NOW).unwrap();
    let text = serde_json::to_string(accounts.kept()).unwrap();
    assert!(!text.contains(&link));
    let back = Accounts::restore(serde_json::from_str(&text).unwrap());
    assert_eq!(back.kept(), accounts.kept());
    assert!(
        !format!("{back:?}").contains(&totp::spelled(&[0; 20]))
            && format!("{back:?}").contains("not shown")
    );
}
