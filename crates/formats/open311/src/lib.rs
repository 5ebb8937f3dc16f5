#![doc = include_str!("../README.md")]

mod degrees;
mod discovery;
mod document;
mod errors;
mod fault;
mod form;
mod json;
mod query;
mod request;
mod route;
mod service;
mod source;
mod submission;
mod time;
mod update;
mod update_submission;
mod write;
mod xml;

pub use discovery::{Discovery, Endpoint, EndpointKind, GEOREPORT_V2};
pub use document::Document;
pub use errors::{ErrorEntry, Errors};
pub use fault::{
    DOCUMENT_BYTES_MAX, EXTRA_MEMBERS_MAX, JSON_DEPTH_MAX, LIST_ITEMS_MAX, ReadError, XML_ATTRIBUTES_MAX,
    XML_DEPTH_MAX, XML_NODES_MAX,
};
pub use form::{FORM_BYTES_MAX, FORM_FIELDS_MAX, Field, parse_form};
pub use query::{QUERY_DAYS_MAX, QUERY_REQUESTS_MAX, QUERY_VALUES_MAX, Query, UpdateQuery, Wanted};
pub use request::{
    Point, Receipt, Receipts, ServiceRequest, ServiceRequests, Status, TokenAnswer, TokenAnswers,
};
pub use route::{PATH_BYTES_MAX, Resource, route};
pub use service::{Attribute, AttributeValue, Datatype, Service, ServiceDefinition, ServiceKind, Services};
pub use submission::{
    DESCRIPTION_CHARS_MAX, FIELD_CHARS_MAX, Location, MEDIA_URLS_MAX, Rules, Submission, api_key,
};
pub use time::{BadDateTime, DateTime};
pub use update::{Update, UpdateReceipt, UpdateReceipts, Updates};
pub use update_submission::UpdateSubmission;
pub use write::Format;
