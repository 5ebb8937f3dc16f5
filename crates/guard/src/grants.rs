//! What an administrator may give, and when it takes two of them.
//!
//! Pure: what the agency has, what the grant was and what it would become are handed in. Nobody gives what their
//! agency does not have, nobody gives to themselves, and whoever could make a second person out of thin air (an
//! approver, an administrator, an overseer, a member of a foreign or fusion group) is not made by one person alone.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use kulla_record::PrincipalId;
use kulla_record::kind::governance::Grant;
use kulla_record::label::Word;
use sha2::{Digest, Sha256};

use crate::act::{Act, Refusal};
use crate::hex::hex;
use crate::holder::{GroupEpochs, holds};
use crate::policy::Policies;

/// Roles that reach to one of these are given by two administrators. An administrator is among them: whoever can make
/// or restore one alone is both of the two.
pub const TWO_PERSON_ACTS: &[Act] =
    &[Act::WarningApprove, Act::AdminPeople, Act::ReadAccessLog, Act::PolicyChange];
/// Characters of a name.
pub const NAME_CHARS_MAX: usize = 120;
/// Characters of the grounds, and of the reason of an ending.
pub const GROUNDS_CHARS_MAX: usize = 400;
/// Roles, groups, nations, categories or clearances of one grant.
pub const ENTRIES_MAX: usize = 64;
/// Days from today until the review at the latest.
pub const REVIEW_DAYS_MAX: i32 = 731;

/// What an agency has, so that its administrators may give it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holdings {
    /// Roles.
    pub roles: BTreeSet<Word>,
    /// Groups that it is a member of.
    pub groups: BTreeSet<Word>,
    /// Of these: foreign and fusion groups, which one joins by two persons.
    pub two_person_groups: BTreeSet<Word>,
    /// Categories that groups ask of their members.
    pub group_needs: BTreeMap<Word, Word>,
    /// Nations and alliances.
    pub nations: BTreeSet<Word>,
    /// The highest clearance by policy.
    pub clearances: BTreeMap<Word, u8>,
    /// Categories.
    pub categories: BTreeSet<Word>,
    /// Languages of the console.
    pub langs: BTreeSet<String>,
}

/// What an administrator wrote down. Everything else of a grant follows from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The name.
    pub name: String,
    /// What they type when they log in.
    pub login: Option<Word>,
    /// Roles.
    pub roles: BTreeSet<Word>,
    /// Groups, without their epochs.
    pub groups: BTreeSet<Word>,
    /// Nations and alliances.
    pub nations: BTreeSet<Word>,
    /// Clearance by policy.
    pub clearances: BTreeMap<Word, u8>,
    /// Categories.
    pub categories: BTreeSet<Word>,
    /// From when; now, if it is not said.
    pub from: Option<Timestamp>,
    /// Until when.
    pub until: Option<Timestamp>,
    /// When somebody looks whether it is still needed.
    pub review: Date,
    /// On what grounds.
    pub grounds: String,
    /// Language of the console.
    pub lang: String,
}

/// Who gives, and when.
#[derive(Debug, Clone, Copy)]
pub struct Giver<'a> {
    /// The administrator.
    pub actor: PrincipalId,
    /// Their agency.
    pub agency: &'a Word,
    /// Now.
    pub now: Timestamp,
    /// Today, UTC.
    pub today: Date,
}

impl Wanted {
    /// The grant that it makes of a principal, with epoch 0 for each group that is joined by it; [`settled`] fills
    /// them in. What a newer program added to the grant stays.
    pub fn grant(&self, principal: PrincipalId, giver: &Giver<'_>, was: Option<&Grant>) -> Grant {
        let stays = was.filter(|was| holds(was, giver.now));
        let epoch = |group: &Word| stays.and_then(|was| was.groups.get(group)).copied().unwrap_or_default();
        Grant {
            principal,
            name: self.name.trim().to_owned(),
            agency: giver.agency.clone(),
            roles: self.roles.iter().cloned().collect(),
            groups: self.groups.iter().map(|group| (group.clone(), epoch(group))).collect(),
            nations: self.nations.iter().cloned().collect(),
            clearances: self.clearances.clone(),
            categories: self.categories.iter().cloned().collect(),
            from: self.from.or(stays.map(|was| was.from)).unwrap_or(giver.now),
            until: self.until,
            grounds: self.grounds.trim().to_owned(),
            lang: self.lang.clone(),
            login: self.login.clone(),
            review: Some(self.review),
            left: was.map(|was| was.left.clone()).unwrap_or_default(),
            ending: String::new(),
            rest: was.map(|was| was.rest.clone()).unwrap_or_default(),
        }
    }
}

/// Nobody decides about themselves, or about another agency's people.
pub fn own_people(giver: &Giver<'_>, person: &Grant) -> Result<(), Refusal> {
    if person.principal == giver.actor {
        return Err(Refusal::new(
            "people.self",
            "nobody gives anything to themselves, or takes it: ask another administrator of your agency",
        ));
    }
    if person.agency != *giver.agency {
        return Err(Refusal::new("people.other-agency", "this person acts for another agency"));
    }
    Ok(())
}

/// Whether a grant says everything, and nothing that the agency does not have.
pub fn may_give(grant: &Grant, has: &Holdings, giver: &Giver<'_>) -> Result<(), Refusal> {
    own_people(giver, grant)?;
    whole(grant, has, giver)?;
    let lacks = |what: &str, word: &Word| {
        Refusal::new(
            "people.not-yours",
            format!("your agency does not have the {what} `{word}`, so it can't give it: leave it out"),
        )
        .with("what", what)
        .with("word", word)
    };
    let missing = |given: &[Word], had: &BTreeSet<Word>| given.iter().find(|w| !had.contains(*w)).cloned();
    if let Some(role) = missing(&grant.roles, &has.roles) {
        return Err(lacks("role", &role));
    }
    if let Some(group) = grant.groups.keys().find(|group| !has.groups.contains(*group)) {
        return Err(lacks("group", group));
    }
    if let Some(nation) = missing(&grant.nations, &has.nations) {
        return Err(lacks("nation", &nation));
    }
    if let Some(category) = missing(&grant.categories, &has.categories) {
        return Err(lacks("category", &category));
    }
    // INVARIANT: a policy that the agency has no clearance in is not held at any level, not at level 0 either.
    let above = |(policy, level): &(&Word, &u8)| has.clearances.get(*policy).is_none_or(|max| *level > max);
    if let Some((policy, _)) = grant.clearances.iter().find(above) {
        return Err(lacks("clearance", policy));
    }
    let needed = |group: &&Word| {
        has.group_needs.get(*group).is_some_and(|category| !grant.categories.contains(category))
    };
    match grant.groups.keys().find(needed) {
        Some(group) => Err(Refusal::new(
            "people.group-category",
            format!("`{group}` takes only people who hold its category: give the category too"),
        )
        .with("group", group)),
        None => Ok(()),
    }
}

fn whole(grant: &Grant, has: &Holdings, giver: &Giver<'_>) -> Result<(), Refusal> {
    let form = |message: &str| Err(Refusal::new("people.form", message));
    let within = |text: &str, max: usize| (1..=max).contains(&text.chars().count());
    if !within(&grant.name, NAME_CHARS_MAX) || grant.name.chars().any(char::is_control) {
        return form("a person needs a name of at most 120 characters, on one line");
    }
    if !within(&grant.grounds, GROUNDS_CHARS_MAX) {
        return form("say on what grounds, in at most 400 characters: an order, a roster, a contract");
    }
    let sizes = [
        grant.roles.len(),
        grant.groups.len(),
        grant.nations.len(),
        grant.categories.len(),
        grant.clearances.len(),
    ];
    if sizes.iter().any(|size| *size > ENTRIES_MAX) {
        return form("a grant names at most 64 of each thing");
    }
    if !has.langs.contains(&grant.lang) {
        return form("choose one of the languages of the console");
    }
    if grant.until.is_some_and(|until| until <= grant.from) {
        return form("a grant ends after it begins");
    }
    let latest = giver.today.checked_add(REVIEW_DAYS_MAX.days()).unwrap_or(Date::MAX);
    match grant.review {
        Some(review) if review > giver.today && review <= latest => Ok(()),
        _ => form("name the day on which somebody looks whether it is still needed, within two years"),
    }
}

/// Why two administrators have to give it: what is gained that asks for two. A grant that did not hold gains
/// everything, and so does one that is made to hold at more times.
pub fn second_for(was: Option<&Grant>, grant: &Grant, has: &Holdings, roles: &Policies) -> Vec<String> {
    let longer = |was: &&Grant| {
        let until = |grant: &Grant| grant.until.unwrap_or(Timestamp::MAX);
        was.from <= grant.from && until(was) >= until(grant)
    };
    let held = was.filter(longer);
    let gained = |act: &&Act| {
        roles.grants(&grant.roles, **act) && held.is_none_or(|was| !roles.grants(&was.roles, **act))
    };
    let acts = TWO_PERSON_ACTS.iter().filter(gained).map(|act| format!("act:{act}"));
    let new = |group: &&Word| held.is_none_or(|was| !was.groups.contains_key(*group));
    let groups = grant.groups.keys().filter(|group| has.two_person_groups.contains(*group)).filter(new);
    let foreign = |nation: &&Word| held.is_none_or(|was| !was.nations.contains(nation));
    let nations = grant.nations.iter().filter(foreign).map(|nation| format!("nation:{nation}"));
    acts.chain(groups.map(|group| format!("group:{group}"))).chain(nations).collect()
}

/// Whether two administrators decide about how such a person proves who they are.
pub fn is_guarded(grant: &Grant, has: &Holdings, roles: &Policies) -> bool {
    !second_for(None, grant, has, roles).is_empty()
}

/// The grant as it is written: each group that is joined begins an epoch, and so does each that is left.
pub fn settled(mut grant: Grant, was: Option<&Grant>, epochs: &GroupEpochs) -> Grant {
    let next = |group: &Word| epochs.get(group).copied().unwrap_or(1).saturating_add(1);
    for (group, joined) in &mut grant.groups {
        if *joined == 0 {
            *joined = next(group);
        }
    }
    // A group that was left and joined again at once is joined anew.
    let of_before = was.into_iter().flat_map(|was| was.groups.keys());
    for group in of_before.filter(|group| !grant.groups.contains_key(*group)) {
        grant.left.insert(group.clone(), next(group));
    }
    grant
}

/// A grant that ends now. What it held is left.
pub fn ended(was: &Grant, now: Timestamp, reason: &str, epochs: &GroupEpochs) -> Grant {
    let until = was.until.map_or(now, |until| until.min(now));
    let grant = Grant {
        until: Some(until),
        groups: BTreeMap::new(),
        ending: reason.trim().to_owned(),
        ..was.clone()
    };
    settled(grant, Some(was), epochs)
}

/// The hash of exactly this grant, in 64 hexadecimal digits: what the second administrator confirms.
pub fn hash_hex(grant: &Grant) -> String {
    let json = serde_json::to_vec(grant).unwrap_or_default();
    hex(&Sha256::new().chain_update(b"kulla/grant/1").chain_update(json).finalize())
}
