//! The errors document ("Errors" of each method): an array, so that a reporter mends all at once.

use crate::document::list_document;
use crate::fault::ReadError;
use crate::source::Source;
use crate::write::Writer;

/// One error, with the HTTP status that the specification gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorEntry {
    /// `code`: HTTP status, 400, 403 or 404 by the specification.
    pub code: u16,
    /// `description`: for people.
    pub description: String,
}

impl ErrorEntry {
    pub(crate) fn new(code: u16, description: impl Into<String>) -> Self {
        Self { code, description: description.into() }
    }

    /// 400: the endpoint serves several jurisdictions and none was named.
    #[must_use]
    pub fn jurisdiction_missing() -> Self {
        Self::new(400, "`jurisdiction_id` was not provided; name one of the jurisdictions of this endpoint")
    }

    /// 404: no such jurisdiction here.
    #[must_use]
    pub fn jurisdiction_unknown(id: &str) -> Self {
        Self::unknown("jurisdiction_id", id)
    }

    /// 400: the service was not named.
    #[must_use]
    pub fn service_code_missing() -> Self {
        Self::new(400, "`service_code` was not provided; choose one from the list of services")
    }

    /// 404: no such service here.
    #[must_use]
    pub fn service_code_unknown(code: &str) -> Self {
        Self::unknown("service_code", code)
    }

    /// 404: no such request here, or not for everyone.
    #[must_use]
    pub fn request_unknown(id: &str) -> Self {
        Self::unknown("service_request_id", id)
    }

    /// 404: no such token here.
    #[must_use]
    pub fn token_unknown(token: &str) -> Self {
        Self::unknown("token", token)
    }

    /// 403: the key is missing or not valid.
    #[must_use]
    pub fn key_refused() -> Self {
        Self::new(403, "`api_key` is missing or not valid; see `key_service` of the discovery document")
    }

    /// 400: anything else that failed ("General service error").
    #[must_use]
    pub fn general(description: impl Into<String>) -> Self {
        Self::new(400, description)
    }

    fn unknown(name: &str, value: &str) -> Self {
        Self::new(404, format!("`{name}` `{}` was not found", crate::source::shown(value)))
    }

    fn members(&self, writer: &mut Writer) {
        writer.bare("code", Some(self.code));
        writer.text("description", &self.description);
    }

    fn of(source: &Source<'_>) -> Result<Self, ReadError> {
        let code = source.parsed("code", "must be an HTTP status such as `400`")?;
        Ok(Self { code: code.unwrap_or(400), description: source.owned("description").unwrap_or_default() })
    }
}

/// The errors document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Errors(pub Vec<ErrorEntry>);

list_document!(Errors, ErrorEntry, "errors", "error");

impl Errors {
    /// The HTTP status of the answer: that of the first error, 400 when there is none.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.0.first().map_or(400, |error| error.code)
    }
}

impl From<ErrorEntry> for Errors {
    fn from(error: ErrorEntry) -> Self {
        Self(vec![error])
    }
}

impl std::fmt::Display for Errors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            write!(f, "{}{}: {}", if index > 0 { "; " } else { "" }, error.code, error.description)?;
        }
        Ok(())
    }
}

impl std::error::Error for Errors {}
