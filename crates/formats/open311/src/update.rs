//! Extension, not in the specification: what happened to a request, as FixMyStreet asks for it and sends it.
//!
//! `GET` and `POST servicerequestupdates`, after "Open311 FMS: Proposed differences to Open311" of mySociety.
//! A person who reported something wants to know what became of it; GeoReport v2 only says open or closed.

use crate::document::list_document;
use crate::fault::ReadError;
use crate::request::{Status, TIME_RULE};
use crate::source::Source;
use crate::time::DateTime;
use crate::write::Writer;

/// Extension: one update of one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update {
    /// `update_id`.
    pub update_id: String,
    /// `service_request_id`: of the request it belongs to.
    pub service_request_id: String,
    /// `status` after the update.
    pub status: Status,
    /// `updated_datetime`.
    pub updated_datetime: DateTime,
    /// `description`: text for the reporter.
    pub description: Option<String>,
    /// `media_url`.
    pub media_url: Option<String>,
    /// Further members, such as `external_status_code` and `customer_reference`.
    pub extra: Vec<(String, String)>,
}

const UPDATE_MEMBERS: [&str; 6] =
    ["update_id", "service_request_id", "status", "updated_datetime", "description", "media_url"];

impl Update {
    fn members(&self, writer: &mut Writer) {
        writer.text("update_id", &self.update_id);
        writer.text("service_request_id", &self.service_request_id);
        writer.text("status", self.status.name());
        writer.time("updated_datetime", Some(self.updated_datetime));
        writer.optional("description", self.description.as_deref());
        writer.optional("media_url", self.media_url.as_deref());
        writer.extra(&self.extra);
    }

    fn of(source: &Source<'_>) -> Result<Self, ReadError> {
        Ok(Self {
            update_id: source.required("update_id")?,
            service_request_id: source.required("service_request_id")?,
            status: source.required("status")?.parse().unwrap_or(Status::Open),
            updated_datetime: source
                .parsed("updated_datetime", TIME_RULE)?
                .ok_or_else(|| ReadError::new("updated_datetime", "is required and missing"))?,
            description: source.owned("description"),
            media_url: source.id("media_url"),
            extra: source.extra(&UPDATE_MEMBERS),
        })
    }
}

/// Extension: the answer to `GET servicerequestupdates`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Updates(pub Vec<Update>);

list_document!(Updates, Update, "service_request_updates", "request_update");

/// Extension: what the sender of an update gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateReceipt {
    /// `update_id`.
    pub update_id: String,
}

impl UpdateReceipt {
    fn members(&self, writer: &mut Writer) {
        writer.text("update_id", &self.update_id);
    }

    fn of(source: &Source<'_>) -> Result<Self, ReadError> {
        Ok(Self { update_id: source.required("update_id")? })
    }
}

/// Extension: the answer to `POST servicerequestupdates`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UpdateReceipts(pub Vec<UpdateReceipt>);

list_document!(UpdateReceipts, UpdateReceipt, "service_request_updates", "request_update");
