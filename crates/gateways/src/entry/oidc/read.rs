//! Reads `providers.toml`: strictly, because a setting with a typing error would let in the wrong people, or none.

use std::collections::BTreeSet;
use std::path::PathBuf;

use kulla_oidc::{Address, Claims, discovery_of};
use kulla_record::label::Word;
use kulla_record::session::Assurance;
use toml::de::{DeTable, DeValue};

use crate::sources::keys::{Fault, Keys, Rules, line_of};

/// Bytes of the file.
const FILE_BYTES_MAX: usize = 256 << 10;
/// Providers of one node.
pub const PROVIDERS_MAX: usize = 64;
/// Faults that are told at once.
const FAULTS_MAX: usize = 20;
/// Values of `amr` or `acr` that count as something.
const MARKS_MAX: usize = 16;
/// Characters of one of them, and of a client's id.
const MARK_CHARS_MAX: usize = 200;
/// Claims that say something else than who somebody is.
const NO_NAMES: [&str; 13] = [
    "iss",
    "aud",
    "azp",
    "exp",
    "iat",
    "nbf",
    "nonce",
    "acr",
    "amr",
    "auth_time",
    "at_hash",
    "c_hash",
    "sid",
];
/// The longest that somebody may have been logged in at their provider already, in seconds: a week.
const MAX_AGE_S_MAX: u32 = 7 * 86_400;

const RULES: Rules = Rules {
    missing_key: "provider.missing-key",
    bad_value: "provider.bad-value",
    unknown_key: "provider.unknown-key",
    whose: "a provider",
};

/// What of `amr` and `acr` counts as some degree of assurance. Empty: nothing does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Ways of proving (RFC 8176), one of which is enough.
    pub amr: Vec<String>,
    /// Classes, one of which is enough.
    pub acr: Vec<String>,
}

/// A provider that the operator listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// What it is called in addresses and in the log.
    pub code: Word,
    /// What it is called on its button; `None`: by its agency.
    pub name: Option<String>,
    /// The one agency whose people it names.
    pub agency: Word,
    /// Who it is.
    pub issuer: Address,
    /// Where it says more of itself.
    pub discovery: Address,
    /// This node, as the provider knows it.
    pub client_id: String,
    /// The file with the secret of that.
    pub secret_file: PathBuf,
    /// Certificates to trust in place of those of the web.
    pub certificates: Option<PathBuf>,
    /// The claim that names the person.
    pub claim: String,
    /// What stands behind the word to log in by in that claim.
    pub suffix: String,
    /// What counts as two factors.
    pub two_factor: Counts,
    /// What counts as resisting phishing.
    pub phishing_resistant: Counts,
    /// For how long somebody may have been logged in at the provider already, in seconds.
    pub max_age_s: Option<u64>,
}

impl Counts {
    fn has(&self, claims: &Claims) -> bool {
        let listed = |list: &[String], said: &str| list.iter().any(|known| known == said);
        claims.text("acr").is_some_and(|acr| listed(&self.acr, acr))
            || claims.methods().into_iter().any(|method| listed(&self.amr, method))
    }
}

impl Listed {
    /// How sure we are of somebody of whom the provider says this.
    // INVARIANT: what the operator did not write down counts as one factor, whatever the provider says.
    pub fn assurance(&self, claims: &Claims) -> Assurance {
        match (self.phishing_resistant.has(claims), self.two_factor.has(claims)) {
            (true, _) => Assurance::PhishingResistant,
            (false, true) => Assurance::TwoFactor,
            (false, false) => Assurance::Single,
        }
    }

    /// The classes that are asked for, the best first.
    pub(super) fn acr(&self) -> Vec<String> {
        let mut all = self.phishing_resistant.acr.clone();
        all.extend(
            self.two_factor.acr.iter().filter(|acr| !self.phishing_resistant.acr.contains(acr)).cloned(),
        );
        all
    }

    /// The word by which the person logs in, as the provider names them. Letter by letter: two people of a provider may differ by nothing
    /// but a capital.
    pub(super) fn word<'a>(&self, claims: &'a Claims) -> Option<&'a str> {
        // An address is anybody's until it was checked.
        if self.claim == "email" && !claims.holds("email_verified") {
            return None;
        }
        claims.text(&self.claim)?.strip_suffix(self.suffix.as_str()).filter(|word| !word.is_empty())
    }
}

/// Reads the text of the file. `knows`: whether the profile has an agency of that code.
pub fn read(text: &str, knows: &dyn Fn(&str) -> bool) -> Result<Vec<Listed>, Vec<Fault>> {
    let one = |line, rule, message: String| vec![Fault { line, rule, message }];
    if text.len() > FILE_BYTES_MAX {
        return Err(one(1, "provider.too-many", format!("the file is longer than {FILE_BYTES_MAX} bytes")));
    }
    let document = DeTable::parse(text).map_err(|error| {
        let line = error.span().map_or(1, |span| line_of(text, span.start));
        one(line, "provider.syntax", format!("it is no TOML: {}", error.message()))
    })?;
    let mut faults = Vec::new();
    for (key, _) in document.get_ref().iter().filter(|(key, _)| key.get_ref() != "provider") {
        let message =
            format!("`{}` means nothing here: write `[[provider]]` for each provider", key.get_ref());
        faults.push(Fault { line: line_of(text, key.span().start), rule: "provider.unknown-key", message });
    }
    let mut listed = Vec::new();
    if let Some(list) = document.get_ref().get("provider") {
        let Some(tables) = tables(list.get_ref()) else {
            let message = "`provider` is a list: write `[[provider]]` for each provider";
            return Err(one(line_of(text, list.span().start), "provider.syntax", message.into()));
        };
        if tables.len() > PROVIDERS_MAX {
            return Err(one(
                1,
                "provider.too-many",
                format!("a node has at most {PROVIDERS_MAX} providers"),
            ));
        }
        for (table, at) in tables {
            let keys = Keys::new(&RULES, (text, table), line_of(text, at));
            listed.extend(provider(&keys, knows));
            faults.extend(keys.finish());
        }
    }
    faults.extend(twice(&listed));
    faults.truncate(FAULTS_MAX);
    if faults.is_empty() { Ok(listed.into_iter().map(|(_, listed)| listed).collect()) } else { Err(faults) }
}

fn tables<'a>(value: &'a DeValue<'a>) -> Option<Vec<(&'a DeTable<'a>, usize)>> {
    value.as_array()?.iter().map(|one| Some((one.get_ref().as_table()?, one.span().start))).collect()
}

/// One provider with its line. Everything is asked for before anything stops, so that one run tells all mistakes.
fn provider(keys: &Keys<'_>, knows: &dyn Fn(&str) -> bool) -> Option<(usize, Listed)> {
    let code = keys.text("code", 1..=40).and_then(|code| {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if !code.bytes().all(plain) || code.starts_with('-') {
            keys.bad("code", "lower-case letters, digits and `-`, such as `ame`");
            return None;
        }
        Word::new(&code).ok()
    });
    let name = keys.text_if_there("name", 1..=80);
    let agency = keys.text("agency", 1..=40).and_then(|agency| {
        if !knows(&agency) {
            let message = format!(
                "`{agency}` is no agency of this profile: see agencies.toml and municipalities.csv"
            );
            keys.fault_at("agency", "provider.no-agency", message);
            return None;
        }
        Word::new(&agency).ok()
    });
    let issuer = issuer(keys);
    let client_id = keys.text("client_id", 1..=MARK_CHARS_MAX);
    let secret_file = keys.text("secret_file", 1..=1_024).map(PathBuf::from);
    let certificates = keys.text_if_there("certificates", 1..=1_024).map(PathBuf::from);
    let claim = claim(keys);
    let suffix = keys.text_if_there("suffix", 1..=MARK_CHARS_MAX).unwrap_or_default();
    let (two_factor, phishing_resistant) = (counts(keys, "two_factor"), counts(keys, "phishing_resistant"));
    let max_age_s = keys.number("max_age_s", 0..=MAX_AGE_S_MAX).map(u64::from);
    let (issuer, discovery) = issuer?;
    let listed = Listed {
        code: code?,
        name,
        agency: agency?,
        issuer,
        discovery,
        client_id: client_id?,
        secret_file: secret_file?,
        certificates,
        claim: claim?,
        suffix,
        two_factor,
        phishing_resistant,
        max_age_s,
    };
    Some((keys.line(), listed))
}

fn issuer(keys: &Keys<'_>) -> Option<(Address, Address)> {
    let text = keys.text("issuer", 1..=kulla_oidc::ADDRESS_CHARS_MAX)?;
    let issuer = Address::new(&text).and_then(|issuer| Some((discovery_of(&issuer)?, issuer)));
    let Some((discovery, issuer)) = issuer else {
        keys.bad(
            "issuer",
            "the https address of the provider, without user, query and fragment (http is for this machine alone)",
        );
        return None;
    };
    Some((issuer, discovery))
}

fn claim(keys: &Keys<'_>) -> Option<String> {
    if !keys.has("claim") {
        return Some("preferred_username".into());
    }
    let claim = keys.text("claim", 1..=MARK_CHARS_MAX)?;
    if NO_NAMES.contains(&claim.as_str()) {
        keys.bad("claim", "a claim that names a person, such as `preferred_username` or `sub`");
        return None;
    }
    Some(claim)
}

fn counts(keys: &Keys<'_>, key: &'static str) -> Counts {
    let Some(table) = keys.table(key) else { return Counts::default() };
    let read = keys.with(table, |keys| {
        let counts = Counts { amr: keys.list("amr", MARKS_MAX), acr: keys.list("acr", MARKS_MAX) };
        // Classes are sent in one list with spaces between.
        let well = |mark: &String| {
            !mark.is_empty()
                && mark.len() <= MARK_CHARS_MAX
                && mark.bytes().all(|byte| byte.is_ascii_graphic())
        };
        if !counts.amr.iter().chain(&counts.acr).all(well) {
            keys.bad(if counts.amr.iter().all(well) { "acr" } else { "amr" }, "texts without spaces");
        }
        Some(counts)
    });
    if read.as_ref().is_some_and(|counts| *counts == Counts::default()) {
        keys.bad(key, "what counts as it, such as `{ amr = [\"mfa\"] }`, or left out");
    }
    read.unwrap_or_default()
}

fn twice(listed: &[(usize, Listed)]) -> Vec<Fault> {
    let (mut codes, mut faults) = (BTreeSet::new(), Vec::new());
    for (at, (line, one)) in listed.iter().enumerate() {
        if !codes.insert(one.code.as_str()) {
            let message =
                format!("there is another provider with the code `{}`: each needs its own", one.code);
            faults.push(Fault { line: *line, rule: "provider.twice", message });
        }
        // INVARIANT: no provider names people of two agencies.
        let other =
            |(_, other): &&(usize, Listed)| other.issuer == one.issuer && other.agency != one.agency;
        if let Some((_, other)) = listed.iter().take(at).find(other) {
            let message = format!(
                "`{}` stands for `{}` already, and a provider stands for one agency: give each agency an issuer of its own",
                one.issuer, other.agency
            );
            faults.push(Fault { line: *line, rule: "provider.two-agencies", message });
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "[[provider]]\ncode = \"ame\"\nagency = \"ame\"\nissuer = \"https://login.ame.example/realms/ame\"\n\
        client_id = \"kulla\"\nsecret_file = \"keys/oidc-ame.secret\"\n";

    fn faults(text: &str) -> Vec<(usize, &'static str)> {
        let knows = |code: &str| ["ame", "csa"].contains(&code);
        let found = read(text, &knows).expect_err(text);
        found.iter().map(|fault| (fault.line, fault.rule)).collect()
    }

    #[test]
    fn what_is_left_out_counts_as_little() {
        let listed = read(GOOD, &|_| true).unwrap().remove(0);
        assert_eq!((listed.claim.as_str(), listed.suffix.as_str()), ("preferred_username", ""));
        assert_eq!((listed.two_factor, listed.phishing_resistant), Default::default());
        assert_eq!(
            listed.discovery.as_str(),
            "https://login.ame.example/realms/ame/.well-known/openid-configuration"
        );
    }

    #[test]
    fn each_mistake_is_told_with_its_line_and_rule() {
        let off = |from: &str, to: &str| faults(&GOOD.replace(from, to));
        let with = |line: &str| faults(&format!("{GOOD}{line}\n"));
        assert_eq!(off("agency = \"ame\"", "agency = \"nsa\""), [(3, "provider.no-agency")]);
        assert_eq!(off("code = \"ame\"", "code = \"../x\""), [(2, "provider.bad-value")]);
        assert_eq!(off("https://login", "http://login"), [(4, "provider.bad-value")]);
        assert_eq!(off("realms/ame", "realms/ame?x=1"), [(4, "provider.bad-value")]);
        assert_eq!(off("secret_file = \"keys/oidc-ame.secret\"\n", ""), [(1, "provider.missing-key")]);
        assert_eq!(with("client_secret = \"x\""), [(7, "provider.unknown-key")]);
        assert_eq!(with("claim = \"aud\""), [(7, "provider.bad-value")]);
        assert_eq!(with("two_factor = { amr = [] }"), [(7, "provider.bad-value")]);
        assert_eq!(with("two_factor = { amr = [\"a b\"] }")[0], (7, "provider.bad-value"));
        assert_eq!(with("two_factor = { arm = [\"mfa\"] }")[0], (7, "provider.unknown-key"));
        assert_eq!(with("max_age_s = -1"), [(7, "provider.bad-value")]);
        assert_eq!(faults("provider = 7"), [(1, "provider.syntax")]);
        assert_eq!(faults("[["), [(1, "provider.syntax")]);
        assert_eq!(faults(&format!("secret = \"x\"\n{GOOD}")), [(1, "provider.unknown-key")]);
    }

    #[test]
    fn no_provider_stands_for_two_agencies() {
        let second = |code: &str, agency: &str| {
            GOOD.replace("code = \"ame\"", &format!("code = \"{code}\""))
                .replace("agency = \"ame\"", &format!("agency = \"{agency}\""))
        };
        assert_eq!(faults(&format!("{GOOD}{}", second("csa", "csa"))), [(7, "provider.two-agencies")]);
        assert_eq!(faults(&format!("{GOOD}{GOOD}")), [(7, "provider.twice")]);
        assert!(read(&format!("{GOOD}{}", second("ame-2", "ame")), &|_| true).is_ok());
    }
}
