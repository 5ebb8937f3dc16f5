//! Whose passkey was whose, by the records of their making and their end.

use std::collections::{BTreeMap, BTreeSet};

use kulla_record::PrincipalId;
use kulla_record::kind::governance::Credential;

/// The keys that people had, as far as the records that were taken go.
#[derive(Debug, Clone, Default)]
pub struct KeysOnRecord(BTreeMap<PrincipalId, BTreeSet<String>>);

impl KeysOnRecord {
    /// Takes the next record of a way to log in, in the order in which they were written.
    pub fn take(&mut self, credential: &Credential) {
        let own = self.0.entry(credential.person).or_default();
        match credential.what.as_str() {
            // One that was made before keys were put on record proves nothing later.
            "enrolled" if !credential.key.is_empty() => drop(own.insert(credential.key.clone())),
            "removed" => drop(own.remove(&credential.key)),
            "reset" => own.clear(),
            _ => {}
        }
    }

    /// Whether a key, by its SHA-256 in hexadecimal digits, was this person's.
    pub fn has(&self, person: PrincipalId, key: &str) -> bool {
        self.0.get(&person).is_some_and(|own| own.contains(key))
    }
}
