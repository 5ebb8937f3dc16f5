//! Acts that a person signs with a passkey: the decision is completed by the signature, or says what is to be signed.

use kulla_guard::approval::{self, KeysOnRecord};
use kulla_picture::Filter;
use kulla_record::kind::approval::{Assertion, Decision};
use kulla_record::kind::governance::Credential;
use kulla_record::{Kind, PrincipalId, SubjectId};

use crate::{Desk, Failure};
use kulla_record::decision::Refusal;

/// A refusal that asks for a signature. Its argument `challenge` is what has to be signed, in base64url.
pub const TAKES_PASSKEY: &str = "approval.passkey";

impl Desk {
    /// The decision with its signature. Without one, or with one that does not hold, nothing is written.
    pub(crate) fn signed(
        &self,
        decision: Decision,
        assertion: Option<&Assertion>,
    ) -> Result<Decision, Failure> {
        let Some(assertion) = assertion else {
            let message =
                "this takes your passkey: sign exactly what you see, and send it again with the signature";
            let asked =
                Refusal::new(TAKES_PASSKEY, message).with("challenge", approval::challenge_text(&decision));
            return Err(Failure::Refused(asked));
        };
        let decision = Decision { assertion: Some(assertion.clone()), ..decision };
        // INVARIANT: the same question as `kulla verify` asks later, of the same records.
        match approval::holds(&decision, &self.keys_on_record(decision.by)?) {
            Ok(()) => Ok(decision),
            Err(unsigned) => {
                let message =
                    format!("{unsigned}: use a passkey that you made on this node, or make a new one");
                Err(Failure::Refused(Refusal::new("approval.unsigned", message)))
            }
        }
    }

    /// The passkeys of somebody, by the log.
    fn keys_on_record(&self, person: PrincipalId) -> Result<KeysOnRecord, Failure> {
        let filter = Filter { parent: Some(SubjectId(person.0)), ..Filter::default() };
        let mut notes = self.items_of(Kind::CREDENTIAL, filter)?;
        notes.sort_by_key(|item| item.at);
        let mut keys = KeysOnRecord::default();
        notes.iter().filter_map(|item| item.typed::<Credential>()).for_each(|note| keys.take(&note));
        Ok(keys)
    }
}
