//! Extension, not in the specification: `POST servicerequestupdates`, as FixMyStreet sends it.

use std::borrow::Cow;

use crate::errors::{ErrorEntry, Errors};
use crate::form::{parse_form, push_field};
use crate::request::{Status, TIME_RULE};
use crate::submission::{DESCRIPTION_CHARS_MAX, Reader, Rules};
use crate::time::DateTime;

/// Extension: an update that a partner sends for one of our requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateSubmission {
    /// `jurisdiction_id`.
    pub jurisdiction_id: Option<String>,
    /// `service_request_id`: ours.
    pub service_request_id: String,
    /// `service_request_id_ext`: theirs.
    pub service_request_id_ext: Option<String>,
    /// `update_id`: theirs.
    pub update_id: Option<String>,
    /// `updated_datetime`.
    pub updated_datetime: DateTime,
    /// `status` after the update.
    pub status: Status,
    /// `description`: at most [`DESCRIPTION_CHARS_MAX`] characters.
    pub description: String,
    /// `email`.
    pub email: Option<String>,
    /// `title`.
    pub title: Option<String>,
    /// `first_name`.
    pub first_name: Option<String>,
    /// `last_name`.
    pub last_name: Option<String>,
    /// `public_anonymity_required`: the name must not be shown. Not given reads as `true`.
    pub public_anonymity_required: bool,
    /// `media_url`.
    pub media_url: Vec<String>,
}

impl UpdateSubmission {
    /// Reads a form body. Total: any bytes give an update or errors.
    ///
    /// # Errors
    /// All that is wrong, for the errors document.
    pub fn from_form(body: &[u8], rules: &Rules<'_>) -> Result<Self, Errors> {
        Self::from_fields(parse_form(body)?, rules)
    }

    /// Reads fields that were split before.
    ///
    /// # Errors
    /// All that is wrong, for the errors document.
    pub fn from_fields(
        fields: Vec<(Cow<'_, str>, Cow<'_, str>)>,
        rules: &Rules<'_>,
    ) -> Result<Self, Errors> {
        let mut reader = Reader::new(fields);
        let jurisdiction_id = reader.jurisdiction(rules);
        let service_request_id = needed(&mut reader, "service_request_id");
        let status = needed(&mut reader, "status").and_then(|status| status.parse().ok());
        let time = needed(&mut reader, "updated_datetime");
        let updated_datetime = time.and_then(|time| {
            let parsed = time.parse().ok();
            if parsed.is_none() {
                reader.refuse(format!("`updated_datetime` {TIME_RULE}"));
            }
            parsed
        });
        let description = reader.text("description", DESCRIPTION_CHARS_MAX);
        let anonymous = reader.line("public_anonymity_required");
        let (service_request_id_ext, update_id) =
            (reader.line("service_request_id_ext"), reader.line("update_id"));
        let (email, title) = (reader.email(), reader.line("title"));
        let (first_name, last_name) = (reader.line("first_name"), reader.line("last_name"));
        let media_url = reader.media();
        match (service_request_id, status, updated_datetime) {
            (Some(service_request_id), Some(status), Some(updated_datetime))
                if reader.errors.is_empty() =>
            {
                Ok(Self {
                    jurisdiction_id,
                    service_request_id,
                    service_request_id_ext,
                    update_id,
                    updated_datetime,
                    status,
                    description: description.unwrap_or_default(),
                    email,
                    title,
                    first_name,
                    last_name,
                    public_anonymity_required: !anonymous
                        .is_some_and(|flag| flag.eq_ignore_ascii_case("false")),
                    media_url,
                })
            }
            _ => Err(Errors(reader.errors)),
        }
    }

    /// The form body that a partner sends.
    #[must_use]
    pub fn to_form(&self) -> String {
        let mut body = String::new();
        let mut push = |name: &str, value: Option<&str>| {
            if let Some(value) = value {
                push_field(&mut body, name, value);
            }
        };
        push("jurisdiction_id", self.jurisdiction_id.as_deref());
        push("service_request_id", Some(&self.service_request_id));
        push("service_request_id_ext", self.service_request_id_ext.as_deref());
        push("update_id", self.update_id.as_deref());
        push("updated_datetime", Some(&self.updated_datetime.to_string()));
        push("status", Some(&self.status.name().to_uppercase()));
        push("description", Some(&self.description));
        push("email", self.email.as_deref());
        push("title", self.title.as_deref());
        push("first_name", self.first_name.as_deref());
        push("last_name", self.last_name.as_deref());
        push(
            "public_anonymity_required",
            Some(if self.public_anonymity_required { "TRUE" } else { "FALSE" }),
        );
        self.media_url.iter().for_each(|url| push("media_url", Some(url)));
        body
    }
}

fn needed(reader: &mut Reader<'_>, name: &str) -> Option<String> {
    let wrong = reader.errors.len();
    let value = reader.line(name);
    if value.is_none() && reader.errors.len() == wrong {
        reader.errors.push(ErrorEntry::general(format!("`{name}` was not provided")));
    }
    value
}
