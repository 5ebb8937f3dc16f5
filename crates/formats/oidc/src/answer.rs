//! What comes back: the browser with a code or a refusal, and the token for the code.

use crate::object::Object;
use crate::{Fault, ID_TOKEN_BYTES_MAX, Metadata};

/// Characters of a `state`.
pub const STATE_CHARS_MAX: usize = 256;
/// Characters of a code.
pub const CODE_CHARS_MAX: usize = 4_096;
/// Bytes of an answer of the token endpoint.
pub const TOKEN_ANSWER_BYTES_MAX: usize = 64 << 10;
/// Characters of a word by which a provider refuses.
const WORD_CHARS_MAX: usize = 64;

/// What a browser brings from the provider (RFC 6749, section 4.1.2; RFC 9207).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Which question it answers.
    pub state: String,
    code: Option<String>,
    error: Option<String>,
    issuer: Option<String>,
}

impl Answer {
    /// Reads the decoded fields of the query. What is not known is passed over; what is may stand there once.
    pub fn of<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Answer, Fault> {
        let (mut state, mut code, mut error, mut issuer) = (None, None, None, None);
        for (name, value) in fields {
            let (place, chars_max) = match name {
                "state" => (&mut state, STATE_CHARS_MAX),
                "code" => (&mut code, CODE_CHARS_MAX),
                "error" => (&mut error, CODE_CHARS_MAX),
                "iss" => (&mut issuer, crate::ADDRESS_CHARS_MAX),
                _ => continue,
            };
            if value.is_empty() || value.len() > chars_max || place.replace(value.to_owned()).is_some() {
                return Err(Fault::Answer);
            }
        }
        let state = state.ok_or(Fault::Answer)?;
        match code.is_some() != error.is_some() {
            true => Ok(Answer { state, code, error, issuer }),
            false => Err(Fault::Answer),
        }
    }

    /// The code, if the answer is of this provider and is no refusal.
    pub fn code(&self, metadata: &Metadata) -> Result<&str, Fault> {
        // INVARIANT: an answer of one provider is never taken to another one (RFC 9207, section 2.4).
        match self.issuer.as_deref() {
            Some(issuer) if issuer != metadata.issuer.as_str() => return Err(Fault::Issuer),
            None if metadata.names_itself => return Err(Fault::NoIssuer),
            _ => {}
        }
        match (&self.code, &self.error) {
            (Some(code), None) => Ok(code),
            (_, error) => Err(Fault::Refused(word(error.as_deref()))),
        }
    }
}

/// The ID token in the answer of the token endpoint. `well`: whether its status was 200.
pub fn id_token(well: bool, bytes: &[u8]) -> Result<String, Fault> {
    if !well {
        let said = Object::read(bytes, TOKEN_ANSWER_BYTES_MAX).unwrap_or_default();
        return Err(Fault::Refused(word(said.text("error"))));
    }
    let object = Object::read(bytes, TOKEN_ANSWER_BYTES_MAX)?;
    if !object.text("token_type").is_some_and(|kind| kind.eq_ignore_ascii_case("bearer")) {
        return Err(Fault::Member("token_type"));
    }
    let token = object.text("id_token").ok_or(Fault::Member("id_token"))?;
    if token.len() > ID_TOKEN_BYTES_MAX { Err(Fault::TooLarge) } else { Ok(token.to_owned()) }
}

/// A word of others for our log: short, and of nothing that could write a line of its own.
fn word(said: Option<&str>) -> String {
    let plain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let word: String = said.unwrap_or_default().chars().filter(plain).take(WORD_CHARS_MAX).collect();
    if word.is_empty() { "it does not say why".to_owned() } else { word }
}
