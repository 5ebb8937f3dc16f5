//! Roles, label defaults, policies, and the invented people of an exercise-only node.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use kulla_guard::Vocabulary;
use kulla_guard::stanag::{PolicyNames, Tags};
use kulla_record::label::Word;
use kulla_record::session::Assurance;
use serde::Deserialize;

use super::{BadProfile, Profile, Texts, read_text, read_toml};

/// Everything of a profile that speaks of people.
#[derive(Debug, Clone)]
pub struct People {
    /// Roles and what they may do.
    pub roles: Vec<Role>,
    /// Policies, choices and defaults of labels.
    pub labels: Policies,
    /// Persons of an exercise-only node.
    pub demo: Vec<DemoPerson>,
    /// The text that says who may act; a profile from before there was one lists acts beside its roles.
    pub acting: Option<String>,
}

/// A role.
#[derive(Debug, Clone, Deserialize)]
pub struct Role {
    /// As grants write it.
    pub code: Word,
    /// Names by language.
    pub name: Texts,
    /// Acts that it may do, where the profile has no text of policies.
    #[serde(default)]
    pub acts: Vec<String>,
}

/// The file `labels.toml`.
#[derive(Debug, Clone, Deserialize)]
pub struct Policies {
    /// Classification policies.
    pub policy: Vec<Policy>,
    /// Purposes that a session may declare.
    pub purpose: Vec<Purpose>,
    /// The four choices of the label chooser.
    pub choice: Vec<Choice>,
    /// Defaults, the most special first.
    pub default: Vec<LabelDefault>,
    /// Categories that a person may have to hold.
    #[serde(default)]
    pub category: Vec<Category>,
    /// Words of STANAG 4774; a profile from before there were any has none, and its labels don't go out as that.
    #[serde(default)]
    pub stanag4774: Option<Stanag4774>,
}

/// A category that a person may have to hold.
#[derive(Debug, Clone, Deserialize)]
pub struct Category {
    /// As labels write it.
    pub code: Word,
    /// Its value in labels of STANAG 4774.
    #[serde(default)]
    pub stanag4774: Option<String>,
}

/// The words of STANAG 4774 that don't stand beside what they are for.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stanag4774 {
    /// Names of categories.
    pub tags: Tags,
    /// Values for nations and alliances.
    #[serde(default)]
    pub nations: BTreeMap<Word, String>,
}

/// A policy's words of STANAG 4774.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyWords {
    /// `PolicyIdentifier`.
    pub name: String,
    /// Its `URI`.
    #[serde(default)]
    pub uri: Option<String>,
    /// `Classification` of what asks for no level.
    #[serde(default)]
    pub unmarked: Option<String>,
}

/// A classification policy.
#[derive(Debug, Clone, Deserialize)]
pub struct Policy {
    /// As labels write it.
    pub code: Word,
    /// Its levels.
    pub level: Vec<Level>,
    /// Its words of STANAG 4774.
    #[serde(default)]
    pub stanag4774: Option<PolicyWords>,
}

/// One level of a policy.
#[derive(Debug, Clone, Deserialize)]
pub struct Level {
    /// The number that labels write.
    pub n: u8,
    /// How sure we have to be of a reader.
    pub assurance: Assurance,
    /// Names by language.
    pub name: Texts,
    /// `Classification` in labels of STANAG 4774.
    #[serde(default)]
    pub stanag4774: Option<String>,
}

/// What a session may be for.
#[derive(Debug, Clone, Deserialize)]
pub struct Purpose {
    /// As labels write it.
    pub code: Word,
    /// Names by language.
    pub name: Texts,
    /// Kinds of agencies, or agencies, whose people may declare it. A profile from before anybody had to declare one
    /// names none, and all may.
    #[serde(default)]
    pub of: Vec<Word>,
}

impl Profile {
    /// The purposes that people of an agency may declare, the usual one first.
    pub fn purposes_of(&self, agency: &Word) -> Vec<Word> {
        let kind = self.agency(agency.as_str()).map(|agency| agency.kind.as_str()).unwrap_or_default();
        let may = |purpose: &&Purpose| {
            purpose.of.is_empty() || purpose.of.iter().any(|of| of == agency || of.as_str() == kind)
        };
        self.people.labels.purpose.iter().filter(may).map(|purpose| purpose.code.clone()).collect()
    }

    /// What labels may say in STANAG 4774; `None` where the profile has no words of it.
    ///
    /// # Errors
    /// Words that stand for two things, or for none.
    pub fn vocabulary(&self) -> Result<Option<Vocabulary>, String> {
        let labels = &self.people.labels;
        let Some(words) = &labels.stanag4774 else { return Ok(None) };
        let named = |policy: &Policy| {
            let own = policy.stanag4774.as_ref()?;
            let level = |level: &Level| Some((level.n, level.stanag4774.clone()?));
            Some(PolicyNames {
                code: policy.code.clone(),
                name: own.name.clone(),
                uri: own.uri.clone(),
                levels: policy.level.iter().filter_map(level).collect(),
                unmarked: own.unmarked.clone(),
            })
        };
        let need = |category: &Category| Some((category.code.clone(), category.stanag4774.clone()?));
        let vocabulary = Vocabulary {
            policies: labels.policy.iter().filter_map(named).collect(),
            tags: words.tags.clone(),
            needs: labels.category.iter().filter_map(need).collect(),
            nations: words.nations.clone(),
            agencies: self.agencies.iter().map(|agency| agency.code.clone()).collect(),
            purposes: labels.purpose.iter().map(|purpose| purpose.code.clone()).collect(),
        };
        vocabulary.checked().map(Some)
    }
}

/// One of the four choices of the label chooser.
#[derive(Debug, Clone, Deserialize)]
pub struct Choice {
    /// 1 to 4.
    pub key: u8,
    /// Its code.
    pub code: String,
    /// Names by language.
    pub name: Texts,
    /// Clauses, with `$agency` and groups without their epoch.
    pub audience: Vec<Vec<String>>,
}

/// The label that a kind gets unless its writer says otherwise. Clauses may name `$agency`, `$assignee`, and
/// groups without their epoch.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelDefault {
    /// For these kinds.
    pub kinds: BTreeSet<String>,
    /// For these agencies, or `*`.
    pub agencies: BTreeSet<String>,
    /// `$agency`, or an agency.
    pub owner: String,
    /// See [`kulla_record::Label::levels`].
    pub levels: BTreeMap<Word, u8>,
    /// See [`kulla_record::Label::need`].
    pub need: BTreeSet<Word>,
    /// See [`kulla_record::Label::audience`].
    pub audience: Vec<Vec<String>>,
    /// See [`kulla_record::Label::purposes`].
    pub purposes: BTreeSet<BTreeSet<Word>>,
    /// See [`kulla_record::Label::basis`].
    pub basis: String,
    /// See [`kulla_record::Label::controls`].
    pub controls: BTreeSet<Word>,
    /// See [`kulla_record::Label::personal`].
    pub personal: bool,
    /// Days from writing until nobody may read it any more.
    pub retain_days: i32,
}

impl Policies {
    /// The default of a kind for an agency: the first that fits.
    pub fn default_for(&self, kind: &str, agency: &str) -> Option<&LabelDefault> {
        let fits = |set: &BTreeSet<String>, word: &str| set.contains("*") || set.contains(word);
        self.default.iter().find(|default| fits(&default.kinds, kind) && fits(&default.agencies, agency))
    }

    /// Assurance by policy and level, for [`kulla_guard::AssuranceTable::new`].
    pub fn assurance(&self) -> BTreeMap<Word, BTreeMap<u8, Assurance>> {
        let levels =
            |policy: &Policy| policy.level.iter().map(|level| (level.n, level.assurance)).collect();
        self.policy.iter().map(|policy| (policy.code.clone(), levels(policy))).collect()
    }
}

/// An invented person of an exercise-only node.
#[derive(Debug, Clone, Deserialize)]
pub struct DemoPerson {
    /// Short word for the command line: `duty`, `second`.
    pub code: String,
    /// Invented name.
    pub name: String,
    /// Agency.
    pub agency: Word,
    /// Roles.
    pub roles: Vec<Word>,
    /// Groups whose atom the person holds.
    pub groups: Vec<Word>,
    /// Nations.
    pub nations: Vec<Word>,
    /// Clearances by policy.
    pub clearances: BTreeMap<Word, u8>,
    /// Categories.
    pub categories: Vec<Word>,
    /// The purpose of the session.
    pub purpose: Word,
    /// Language of the console.
    pub lang: String,
    /// What the entry link is called, by language. Without it the person has a grant and gets no link: it is for
    /// those who are only named at the terminal.
    #[serde(default)]
    pub link: Texts,
}

#[derive(Deserialize)]
struct Roles {
    role: Vec<Role>,
}

#[derive(Deserialize)]
struct Desk {
    person: Vec<DemoPerson>,
}

impl People {
    pub(super) fn load(dir: &Path) -> Result<People, BadProfile> {
        let (desk, text) = (dir.join("desk.toml"), dir.join(kulla_guard::policy::FILE));
        let roles = read_toml::<Roles>(&dir.join("roles.toml"))?.role;
        let acting = if text.exists() { Some(read_text(&text)?) } else { None };
        let listed = roles.iter().find(|role| acting.is_some() && !role.acts.is_empty());
        if let Some(role) = listed {
            let problem = format!(
                "role `{}` lists acts, and {} says who may act: take `acts` out of roles.toml",
                role.code,
                kulla_guard::policy::FILE
            );
            return Err(BadProfile { file: dir.join("roles.toml"), problem });
        }
        Ok(People {
            roles,
            labels: read_toml(&dir.join("labels.toml"))?,
            // An operational node may do without.
            demo: if desk.exists() { read_toml::<Desk>(&desk)?.person } else { Vec::new() },
            acting,
        })
    }
}
