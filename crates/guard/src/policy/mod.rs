//! Who may act, as text that an overseer can read: Cedar policies of the profile.
//!
//! Nothing of Cedar leaves this module. A text is read whole or refused whole ([`check`], with line and rule for
//! everything that is wrong with it), and answers three questions: may this session do this now
//! ([`crate::may_act`]), what may a role do at all, and what may somebody who holds these roles. Who may *read* is
//! never asked here, and the rules of two persons are kept by the deciders whatever the text says.

mod ask;
mod change;
mod check;
mod difference;
mod fault;
mod made;
mod scan;

use std::collections::{BTreeMap, BTreeSet};

use cedar_policy::Authorizer;
use kulla_record::label::Word;
use kulla_record::session::Session;
use sha2::{Digest, Sha256};

use crate::act::{Act, Reach};
use crate::hex::hex;
use crate::sessions::Node;
pub use ask::CIRCUMSTANCES_MAX;
pub(crate) use ask::Verdict;
use ask::{Slice, Uids, Who};
pub use change::{Holders, REASON_CHARS_MAX, change_hash, may_change};
pub use check::SCHEMA;
pub use difference::{RoleShift, RuleShift, Shift, Where};
pub use fault::{FAULTS_MAX, Fault, Faults};
pub use made::{RoleActs, text_of};
pub use scan::{NESTING_MAX, OPERATORS_MAX, RULE_BYTES_MAX};

/// The file of a profile that holds the text.
pub const FILE: &str = "policies.cedar";
/// Bytes of the text.
pub const TEXT_BYTES_MAX: usize = 256 << 10;
/// Rules of the text.
pub const POLICIES_MAX: usize = 500;
/// Characters of a rule's sentence in one language.
pub const WORDS_CHARS_MAX: usize = 400;

/// What the profile and the node have that a rule may speak of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Roles.
    pub roles: BTreeSet<Word>,
    /// Agencies, each with its kind.
    pub agencies: BTreeMap<Word, String>,
    /// Purposes that sessions declare.
    pub purposes: BTreeSet<Word>,
    /// Languages of the console: each rule has its words in all of them.
    pub langs: Vec<String>,
    /// Whether the node is a real one.
    pub node: Node,
}

/// Whether a rule lets or forbids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Lets.
    Permit,
    /// Forbids, whatever is permitted.
    Forbid,
}

/// One rule, as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its `@id`.
    pub id: Word,
    /// Whether it lets or forbids.
    pub effect: Effect,
    /// Its sentence, by language.
    pub words: BTreeMap<String, String>,
    /// Where it begins in the text, from 1.
    pub line: usize,
    /// Itself.
    pub text: String,
}

/// The policies of a node.
#[derive(Debug)]
pub struct Policies {
    text: String,
    hash: String,
    known: Known,
    rules: Vec<Rule>,
    uids: Uids,
    /// For each act the rules that can speak of it.
    slices: BTreeMap<Act, Slice>,
    /// What each role alone may do under some circumstance; worked out once.
    alone: BTreeMap<Word, BTreeSet<Act>>,
    authorizer: Authorizer,
}

impl Policies {
    /// Reads and checks a text. Everything that is wrong with it is told at once.
    pub fn read(text: &str, known: Known) -> Result<Policies, Faults> {
        let check::Checked { rules, slices } = check::check(text, &known)?;
        let mut policies = Policies {
            hash: text_hash(text),
            text: text.to_owned(),
            uids: Uids::new(&known),
            known,
            rules,
            slices,
            alone: BTreeMap::new(),
            authorizer: Authorizer::new(),
        };
        let alone = |role: &Word| {
            let roles = [role];
            let acts = Act::ALL.iter().filter(|act| policies.could(&roles, **act)).copied().collect();
            (role.clone(), acts)
        };
        policies.alone = policies.known.roles.iter().map(alone).collect();
        Ok(policies)
    }

    /// Policies for a profile that has only a table of roles: its text is made from the table, so that there is one
    /// path.
    pub fn of_table(roles: &[RoleActs<'_>], known: Known) -> Result<Policies, Faults> {
        Policies::read(&text_of(roles, &known.langs), known)
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// SHA-256 of the text, in 64 hexadecimal digits.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Its rules, in the order of the text.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// A rule by its id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id.as_str() == id)
    }

    /// What the profile and the node had when it was read.
    pub fn known(&self) -> &Known {
        &self.known
    }

    /// The roles that there are.
    pub fn roles(&self) -> impl Iterator<Item = &Word> {
        self.known.roles.iter()
    }

    /// Whether somebody with these roles may do it under some circumstance: as much as they can ever do, for whoever
    /// has to judge what a grant gives. A role that the profile does not know grants nothing.
    pub fn grants<'a>(&self, roles: impl IntoIterator<Item = &'a Word>, act: Act) -> bool {
        let roles: Vec<&Word> = roles.into_iter().collect();
        let alone = |role: &&Word| self.alone.get(*role).is_some_and(|acts| acts.contains(&act));
        // INVARIANT: roles that let somebody act only together count together, else one administrator could give by
        // halves what takes two to give.
        roles.iter().any(alone) || (roles.len() > 1 && self.could(&roles, act))
    }

    /// All acts of a role under some circumstance; none of one that the profile does not know.
    pub fn acts(&self, role: &Word) -> BTreeSet<Act> {
        self.alone.get(role).cloned().unwrap_or_default()
    }

    /// The roles that reach to an act.
    pub fn roles_for(&self, act: Act) -> impl Iterator<Item = &Word> {
        self.alone.iter().filter(move |(_, acts)| acts.contains(&act)).map(|(role, _)| role)
    }

    /// What the text says of this session and this act, here and now.
    pub(crate) fn decide(&self, session: &Session, reach: &Reach, act: Act) -> Verdict {
        let roles: Vec<&Word> = session.roles.iter().collect();
        self.ask(&Who::of(session, reach, &roles, &self.known), act)
    }

    /// The first rule that would let one of these roles act if its condition held.
    pub(crate) fn unmet<'a>(&self, roles: impl IntoIterator<Item = &'a Word>, act: Act) -> Option<&Rule> {
        let slice = self.slices.get(&act)?;
        let roles: BTreeSet<&Word> = roles.into_iter().collect();
        let found = slice.permits.iter().find(|(role, _)| roles.contains(role));
        found.and_then(|(_, rule)| self.rules.get(*rule))
    }
}

/// SHA-256 of `kulla/policies/1` and a text, in 64 hexadecimal digits.
pub fn text_hash(text: &str) -> String {
    hex(&Sha256::new().chain_update(b"kulla/policies/1").chain_update(text).finalize())
}
