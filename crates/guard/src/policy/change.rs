//! What another text may not do, whoever wants it and whoever confirms it.
//!
//! Pure: both texts and everybody who holds something are handed in. The rules change while the node runs, so that nobody is
//! let by them who could shut the others out: overseers keep exactly what they have, an agency keeps its administrators,
//! and enough people are left to change the rules again.

use std::collections::BTreeMap;

use kulla_record::label::Word;
use sha2::{Digest, Sha256};

use super::Policies;
use crate::act::{Act, Refusal};
use crate::hex::hex;

/// Characters of the reason of a change.
pub const REASON_CHARS_MAX: usize = 400;
/// What overseers do. It is changed by nobody while the node runs.
const OVERSEEING: [Act; 2] = [Act::ReadAccessLog, Act::AccessJudge];
/// So many people of the node stay who can change the rules.
const CHANGERS_MIN: usize = 2;
/// So many administrators of an agency stay, if it had as many.
const ADMINISTRATORS_MIN: usize = 2;

/// How many people of an agency hold exactly these roles now.
#[derive(Debug, Clone, Default)]
pub struct Holders(BTreeMap<(Word, Vec<Word>), usize>);

impl Holders {
    /// One person more.
    pub fn add(&mut self, agency: &Word, roles: &[Word]) {
        let mut roles = roles.to_vec();
        roles.sort();
        *self.0.entry((agency.clone(), roles)).or_default() += 1;
    }

    /// How many of an agency, or of all, reach to an act.
    fn reaching(&self, policies: &Policies, act: Act, of: Option<&Word>) -> usize {
        let own = self.0.iter().filter(|((agency, _), _)| of.is_none_or(|of| agency == of));
        own.filter(|((agency, roles), _)| policies.reaches(agency, roles, act))
            .map(|(_, count)| count)
            .sum()
    }
}

/// The hash of exactly this change, in 64 hexadecimal digits: the text that stands, by its hash, the text that is wanted,
/// and why. It is what the second person confirms.
pub fn change_hash(on: &str, text: &str, reason: &str) -> String {
    let mut hash = Sha256::new().chain_update(b"kulla/policy-change/1");
    for part in [on, text, reason] {
        hash.update(u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
        hash.update(part);
    }
    hex(&hash.finalize())
}

/// Whether a node may go from one text to the other.
pub fn may_change(before: &Policies, after: &Policies, people: &Holders) -> Result<(), Refusal> {
    if before.text() == after.text() {
        return Err(Refusal::new("policy.unchanged", "the node goes by exactly this text already"));
    }
    // INVARIANT: whoever watches over the node is neither hindered nor joined by those whom they watch.
    if let Some(act) = overseeing_shift(before, after, people) {
        let message =
            format!("it changes who may do `{act}`: what overseers do is not changed while the node runs");
        return Err(Refusal::new("policy.overseer", message).with("act", act));
    }
    if people.reaching(after, Act::PolicyChange, None) < CHANGERS_MIN {
        let message =
            "fewer than two people would be left who can change the rules: nobody could take it back";
        return Err(Refusal::new("policy.no-way-back", message).with("act", Act::PolicyChange));
    }
    for agency in before.known.agencies.keys() {
        let was = people.reaching(before, Act::AdminPeople, Some(agency));
        if people.reaching(after, Act::AdminPeople, Some(agency)) < was.min(ADMINISTRATORS_MIN) {
            let message =
                format!("`{agency}` would lose its administrators: leave it at least two of them");
            return Err(Refusal::new("policy.administrators", message).with("agency", agency));
        }
    }
    Ok(())
}

/// An act of overseers that changes for a role, or for somebody as they stand with all of their roles.
fn overseeing_shift(before: &Policies, after: &Policies, people: &Holders) -> Option<Act> {
    let shifts = after.shifts_against(before);
    let of_roles = shifts.iter().flat_map(|shift| &shift.shifts).map(|shift| shift.act);
    let mut of_roles = of_roles.filter(|act| OVERSEEING.contains(act));
    let of_somebody = |act: &Act| {
        people.0.keys().any(|(agency, roles)| {
            let roles: Vec<&Word> = roles.iter().collect();
            after.shift(before, (&roles, agency), *act).is_some()
        })
    };
    of_roles.next().or_else(|| OVERSEEING.into_iter().find(of_somebody))
}
