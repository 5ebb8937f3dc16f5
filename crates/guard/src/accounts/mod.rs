//! How people prove who they are: passkeys, a password with a one-time code, and the links by which they make either.
//!
//! A pure state machine like [`crate::sessions`]: time and chance are handed in, nothing is written. What it keeps is handed out to
//! be sealed and stored; a change is told to nobody before it is. Whether somebody may enter at all is their grant's question and
//! never asked here: an account without a grant opens nothing.

mod challenge;
mod kept;
mod password;
pub mod totp;
mod tries;

pub use challenge::{ANSWERED_MAX, CHALLENGE_BYTES, CHALLENGE_MS, Challenges};
pub use kept::{Account, Bytes, EnrolLink, Kept, Passkey, Password, Secret, WantedLink};
pub use password::{PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN, PasswordHash, is_good};
pub use tries::{TRIED_MAX, Tries, Whose};

use kulla_record::{Entropy, PrincipalId};
use kulla_webauthn::Credential;

use crate::act::Refusal;
use crate::sessions::{Span, Token};
use crate::token::{TokenHash, Use};

/// Passkeys of one person.
pub const PASSKEYS_MAX: usize = 8;
/// Browsers of one person that are remembered; one more takes the place of the oldest.
pub const BROWSERS_MAX: usize = 8;
/// Characters of the name of a passkey.
pub const PASSKEY_NAME_CHARS_MAX: usize = 60;
/// The life of an enrolment link, in milliseconds: a day, because it is often carried by hand.
pub const LINK_MS: u64 = 24 * 3_600_000;
/// Enrolment links that wait, of the whole node.
pub const LINKS_MAX: usize = 8_192;
/// Links that wait for a second administrator, of the whole node.
pub const WANTED_MAX: usize = 1_024;
/// How long one waits, in milliseconds: a week.
pub const WANTED_MS: u64 = 7 * 24 * 3_600_000;

/// The ways of all people of a node.
#[derive(Debug, Clone, Default)]
pub struct Accounts {
    kept: Kept,
}

impl Accounts {
    /// Goes on after a restart.
    pub fn restore(kept: Kept) -> Accounts {
        Accounts { kept }
    }

    /// What a restart needs.
    pub fn kept(&self) -> &Kept {
        &self.kept
    }

    /// The ways of somebody.
    pub fn of(&self, principal: PrincipalId) -> Option<&Account> {
        self.kept.accounts.get(&principal)
    }

    /// Until when somebody's newest enrolment link can be used.
    pub fn link_until(&self, principal: PrincipalId, now_ms: u64) -> Option<u64> {
        let own = |link: &&EnrolLink| link.principal == principal && link.span.holds(now_ms);
        self.kept.links.values().filter(own).map(|link| link.span.until_ms).max()
    }

    /// Makes an enrolment link. An older one of the same person ends.
    pub fn make_link(
        &mut self,
        (principal, replaces): (PrincipalId, bool),
        by: Option<PrincipalId>,
        now_ms: u64,
        entropy: &dyn Entropy,
    ) -> Result<Token, Refusal> {
        self.kept.links.retain(|_, link| link.span.holds(now_ms) && link.principal != principal);
        if self.kept.links.len() >= LINKS_MAX {
            let message = format!("{LINKS_MAX} links wait to be used: try again when some have");
            return Err(Refusal::new("enrol.full", message));
        }
        let token = Token::draw(entropy);
        if let Some(hash) = TokenHash::of(token.as_str(), Use::Enrol) {
            let span = Span::lasting(now_ms, LINK_MS);
            self.kept.links.insert(hash, EnrolLink { principal, replaces, by, span, secret: None });
        }
        Ok(token)
    }

    /// Notes that an administrator wants a link for somebody who takes two. A newer one takes the place of the older. Its id
    /// is drawn: a number in a row would tell how many those of other agencies are.
    pub fn want_link(&mut self, wanted: WantedLink, entropy: &dyn Entropy) -> Result<u64, Refusal> {
        let now_ms = wanted.at_ms;
        self.kept.wanted.retain(|_, other| other.principal != wanted.principal && lasts(other, now_ms));
        if self.kept.wanted.len() >= WANTED_MAX {
            let message =
                format!("{WANTED_MAX} links wait for a second administrator: decide on those first");
            return Err(Refusal::new("enrol.full", message));
        }
        let mut id = u64::from_be_bytes(entropy.bytes());
        while self.kept.wanted.contains_key(&id) {
            id = id.wrapping_add(1);
        }
        self.kept.wanted.insert(id, wanted);
        Ok(id)
    }

    /// What waits for a second administrator.
    pub fn wanted(&self, now_ms: u64) -> impl Iterator<Item = (u64, &WantedLink)> {
        self.kept
            .wanted
            .iter()
            .filter(move |(_, wanted)| lasts(wanted, now_ms))
            .map(|(id, wanted)| (*id, wanted))
    }

    /// One of them, taken away: confirmed or refused.
    pub fn decide(&mut self, id: u64, now_ms: u64) -> Option<WantedLink> {
        self.kept.wanted.remove(&id).filter(|wanted| lasts(wanted, now_ms))
    }

    /// What the page of a link shows. Nothing is used up.
    pub fn look(&self, token: &str, now_ms: u64) -> Result<&EnrolLink, Refusal> {
        let link = TokenHash::of(token, Use::Enrol).and_then(|hash| self.kept.links.get(&hash));
        link.filter(|link| link.span.holds(now_ms)).ok_or_else(|| {
            Refusal::new(
                "enrol.unknown",
                "this link does not hold or was used already: if that was not you, tell your administrator now, else ask for a new one",
            )
        })
    }

    /// The secret of the codes for whoever chose a password: the same one each time that the page is shown again.
    pub fn begin_code(
        &mut self,
        token: &str,
        now_ms: u64,
        entropy: &dyn Entropy,
    ) -> Result<Secret, Refusal> {
        self.look(token, now_ms)?;
        let link = TokenHash::of(token, Use::Enrol).and_then(|hash| self.kept.links.get_mut(&hash));
        let fresh = || Secret::new(totp::secret(entropy));
        Ok(link.map_or_else(fresh, |link| link.secret.get_or_insert_with(fresh).clone()))
    }

    /// Uses a link up with a new passkey.
    pub fn enrol_passkey(
        &mut self,
        token: &str,
        (credential, name): (Credential, &str),
        now_ms: u64,
    ) -> Result<(EnrolLink, Passkey), Refusal> {
        let link = self.look(token, now_ms)?.clone();
        self.fits(link.principal, link.replaces, &credential, name)?;
        self.use_up(token, &link);
        let key = Passkey::made(credential, name, now_ms);
        self.account(&link).passkeys.push(key.clone());
        Ok((link, key))
    }

    /// Uses a link up with a password and the first code of its secret.
    pub fn enrol_password(
        &mut self,
        token: &str,
        (hash, code): (PasswordHash, &str),
        now_ms: u64,
    ) -> Result<EnrolLink, Refusal> {
        let link = self.look(token, now_ms)?.clone();
        let wrong = || {
            Refusal::new(
                "enrol.code",
                "the code does not fit: type the six digits that your app shows now, and see that the clock of your phone is right",
            )
        };
        let secret = link.secret.clone().ok_or_else(wrong)?;
        let used_step = totp::check(secret.bytes(), code, None, now_ms).ok_or_else(wrong)?;
        self.use_up(token, &link);
        self.account(&link).password =
            Some(Password { hash, secret, used_step: Some(used_step), set_ms: now_ms });
        Ok(link)
    }

    /// One more passkey for somebody who is in.
    pub fn add_passkey(
        &mut self,
        principal: PrincipalId,
        (credential, name): (Credential, &str),
        now_ms: u64,
    ) -> Result<Passkey, Refusal> {
        self.fits(principal, false, &credential, name)?;
        let account = self.kept.accounts.entry(principal).or_default();
        let key = Passkey::made(credential, name, now_ms);
        account.passkeys.push(key.clone());
        Ok(key)
    }

    /// Takes a passkey away, never the last way in.
    pub fn remove_passkey(&mut self, principal: PrincipalId, id: &str) -> Result<Passkey, Refusal> {
        let absent = || Refusal::new("me.absent", "there is no such passkey any more");
        let account = self.kept.accounts.get_mut(&principal).ok_or_else(absent)?;
        let at = account.passkeys.iter().position(|key| key.id.text() == id).ok_or_else(absent)?;
        if account.passkeys.len() == 1 && account.password.is_none() {
            return Err(Refusal::new(
                "me.last-way",
                "this is your last way in: add another one first, or ask your administrator for a link",
            ));
        }
        Ok(account.passkeys.remove(at))
    }

    /// Whose passkey this is, and the key as it is checked.
    pub fn passkey(&self, id: &[u8]) -> Option<(PrincipalId, Credential)> {
        let own =
            |account: &Account| account.passkeys.iter().find(|key| key.id.0 == id).map(Passkey::credential);
        self.kept.accounts.iter().find_map(|(principal, account)| Some((*principal, own(account)?)))
    }

    /// A log-in by it: the counter to keep.
    pub fn passkey_used(&mut self, id: &[u8], counter: u32, now_ms: u64) {
        let all = self.kept.accounts.values_mut().flat_map(|account| &mut account.passkeys);
        if let Some(key) = all.into_iter().find(|key| key.id.0 == id) {
            key.counter = counter;
            key.used_ms = Some(now_ms);
        }
    }

    /// A log-in by password: whether the code fits, once.
    pub fn code_used(&mut self, principal: PrincipalId, code: &str, now_ms: u64) -> bool {
        let password = self.kept.accounts.get_mut(&principal).and_then(|account| account.password.as_mut());
        let Some(password) = password else { return false };
        let step = totp::check(password.secret.bytes(), code, password.used_step, now_ms);
        password.used_step = step.or(password.used_step);
        step.is_some()
    }

    /// Which of somebody's browsers a secret belongs to.
    pub fn browser(&self, principal: PrincipalId, secret: &str) -> Option<usize> {
        let hash = TokenHash::of(secret, Use::Device)?;
        self.of(principal)?.browsers.iter().position(|known| *known == hash)
    }

    /// Remembers a browser: the secret that it is given.
    pub fn remember_browser(&mut self, principal: PrincipalId, entropy: &dyn Entropy) -> Token {
        let token = Token::draw(entropy);
        let browsers = &mut self.kept.accounts.entry(principal).or_default().browsers;
        browsers.extend(TokenHash::of(token.as_str(), Use::Device));
        let surplus = browsers.len().saturating_sub(BROWSERS_MAX);
        browsers.drain(..surplus);
        token
    }

    fn fits(
        &self,
        principal: PrincipalId,
        replaces: bool,
        credential: &Credential,
        name: &str,
    ) -> Result<(), Refusal> {
        if !(1..=PASSKEY_NAME_CHARS_MAX).contains(&name.chars().count())
            || name.chars().any(char::is_control)
        {
            let message = format!(
                "call the passkey something of 1 to {PASSKEY_NAME_CHARS_MAX} characters: your phone, your blue key"
            );
            return Err(Refusal::new("passkey.name", message));
        }
        // An authenticator can be told a key that another account of it knows; each belongs to one person.
        if self.passkey(&credential.id).is_some() {
            return Err(Refusal::new(
                "passkey.known",
                "this passkey is known here already: use another device or key",
            ));
        }
        let has = self.of(principal).filter(|_| !replaces).map_or(0, |account| account.passkeys.len());
        match has < PASSKEYS_MAX {
            true => Ok(()),
            false => Err(Refusal::new(
                "passkey.many",
                format!("{PASSKEYS_MAX} passkeys are enough for one person: take one away first"),
            )),
        }
    }

    fn use_up(&mut self, token: &str, link: &EnrolLink) {
        if let Some(hash) = TokenHash::of(token, Use::Enrol) {
            self.kept.links.remove(&hash);
        }
        if link.replaces {
            self.kept.accounts.remove(&link.principal);
        }
    }

    fn account(&mut self, link: &EnrolLink) -> &mut Account {
        self.kept.accounts.entry(link.principal).or_default()
    }
}

fn lasts(wanted: &WantedLink, now_ms: u64) -> bool {
    Span::lasting(wanted.at_ms, WANTED_MS).holds(now_ms)
}
