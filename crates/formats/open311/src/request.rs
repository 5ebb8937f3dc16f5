//! `GET requests`, and the answers to `POST requests` and `GET tokens/[token]`.

use std::fmt;
use std::str::FromStr;

use crate::document::list_document;
use crate::fault::ReadError;
use crate::source::Source;
use crate::time::DateTime;
use crate::write::Writer;

/// How a request stands ("GET Service Requests", `status`).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Status {
    /// It has been reported.
    Open,
    /// It has been resolved.
    Closed,
    /// Extension: another state, such as `investigating` of FixMyStreet; lower case.
    Other(String),
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Status {
    /// The spelling on the wire.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Status::Open => "open",
            Status::Closed => "closed",
            Status::Other(name) => name,
        }
    }
}

impl FromStr for Status {
    type Err = std::convert::Infallible;

    /// FixMyStreet writes `OPEN` and `CLOSED`; case does not matter.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(match text.trim().to_lowercase().as_str() {
            "open" => Status::Open,
            "closed" => Status::Closed,
            other => Status::Other(other.to_owned()),
        })
    }
}

/// A place on the earth, WGS 84, in degrees; finite and in range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    lat: f64,
    long: f64,
}

impl Point {
    /// `None` outside −90 to 90 and −180 to 180.
    #[must_use]
    pub fn new(lat: f64, long: f64) -> Option<Self> {
        ((-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&long)).then_some(Self { lat, long })
    }

    /// Latitude, degrees north.
    #[must_use]
    pub fn lat(self) -> f64 {
        self.lat
    }

    /// Longitude, degrees east.
    #[must_use]
    pub fn long(self) -> f64 {
        self.long
    }
}

/// One request as it is shown to everyone ("GET Service Requests").
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceRequest {
    /// `service_request_id`: text even where it looks like a number.
    pub service_request_id: String,
    /// `status`.
    pub status: Status,
    /// `status_notes`: why it stands so.
    pub status_notes: Option<String>,
    /// `service_name`.
    pub service_name: Option<String>,
    /// `service_code`.
    pub service_code: Option<String>,
    /// `description`: at most 4,000 characters, lines allowed, no HTML. Text of strangers: escape it.
    pub description: Option<String>,
    /// `agency_responsible`.
    pub agency_responsible: Option<String>,
    /// `service_notice`: what is going to be done.
    pub service_notice: Option<String>,
    /// `requested_datetime`.
    pub requested_datetime: Option<DateTime>,
    /// `updated_datetime`; for a closed request when it was closed.
    pub updated_datetime: Option<DateTime>,
    /// `expected_datetime`.
    pub expected_datetime: Option<DateTime>,
    /// `address`: for people.
    pub address: Option<String>,
    /// `address_id`: of the jurisdiction's own address list.
    pub address_id: Option<String>,
    /// `zipcode`.
    pub zipcode: Option<String>,
    /// `lat` and `long`.
    pub point: Option<Point>,
    /// `media_url`.
    pub media_url: Option<String>,
    /// Members beyond the specification, such as those of FixMyStreet.
    pub extra: Vec<(String, String)>,
}

const REQUEST_MEMBERS: [&str; 17] = [
    "service_request_id",
    "status",
    "status_notes",
    "service_name",
    "service_code",
    "description",
    "agency_responsible",
    "service_notice",
    "requested_datetime",
    "updated_datetime",
    "expected_datetime",
    "address",
    "address_id",
    "zipcode",
    "lat",
    "long",
    "media_url",
];

pub(crate) const TIME_RULE: &str = "must be a date and time with a zone, such as `2010-01-01T00:00:00Z`";

impl ServiceRequest {
    /// A request that only has an id and a status; the rest is `None`.
    #[must_use]
    pub fn new(service_request_id: String, status: Status) -> Self {
        Self {
            service_request_id,
            status,
            status_notes: None,
            service_name: None,
            service_code: None,
            description: None,
            agency_responsible: None,
            service_notice: None,
            requested_datetime: None,
            updated_datetime: None,
            expected_datetime: None,
            address: None,
            address_id: None,
            zipcode: None,
            point: None,
            media_url: None,
            extra: Vec::new(),
        }
    }

    fn members(&self, writer: &mut Writer) {
        writer.text("service_request_id", &self.service_request_id);
        writer.text("status", self.status.name());
        writer.optional("status_notes", self.status_notes.as_deref());
        writer.optional("service_name", self.service_name.as_deref());
        writer.optional("service_code", self.service_code.as_deref());
        writer.optional("description", self.description.as_deref());
        writer.optional("agency_responsible", self.agency_responsible.as_deref());
        writer.optional("service_notice", self.service_notice.as_deref());
        writer.time("requested_datetime", self.requested_datetime);
        writer.time("updated_datetime", self.updated_datetime);
        writer.time("expected_datetime", self.expected_datetime);
        writer.optional("address", self.address.as_deref());
        writer.optional("address_id", self.address_id.as_deref());
        writer.optional("zipcode", self.zipcode.as_deref());
        writer.degrees("lat", self.point.map(Point::lat));
        writer.degrees("long", self.point.map(Point::long));
        writer.optional("media_url", self.media_url.as_deref());
        writer.extra(&self.extra);
    }

    fn of(source: &Source<'_>) -> Result<Self, ReadError> {
        Ok(Self {
            service_request_id: source.required("service_request_id")?,
            status: source.required("status")?.parse().unwrap_or(Status::Open),
            status_notes: source.owned("status_notes"),
            service_name: source.owned("service_name"),
            service_code: source.id("service_code"),
            description: source.owned("description"),
            agency_responsible: source.owned("agency_responsible"),
            service_notice: source.owned("service_notice"),
            requested_datetime: source.parsed("requested_datetime", TIME_RULE)?,
            updated_datetime: source.parsed("updated_datetime", TIME_RULE)?,
            expected_datetime: source.parsed("expected_datetime", TIME_RULE)?,
            address: source.owned("address"),
            address_id: source.id("address_id"),
            zipcode: source.id("zipcode"),
            point: point(source)?,
            media_url: source.id("media_url"),
            extra: source.extra(&REQUEST_MEMBERS),
        })
    }
}

/// Both or neither; 0, 0 is a place like any other.
fn point(source: &Source<'_>) -> Result<Option<Point>, ReadError> {
    const RULE: &str = "must be a number of degrees, WGS 84";
    match (source.parsed("lat", RULE)?, source.parsed("long", RULE)?) {
        (Some(lat), Some(long)) => Point::new(lat, long)
            .map(Some)
            .ok_or_else(|| ReadError::new("lat", "must be −90 to 90, and `long` −180 to 180")),
        (None, None) => Ok(None),
        _ => Err(ReadError::new("lat", "`lat` and `long` must come together")),
    }
}

/// The answer to `GET requests` and to `GET requests/[service_request_id]`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ServiceRequests(pub Vec<ServiceRequest>);

list_document!(ServiceRequests, ServiceRequest, "service_requests", "request");

/// What the reporter gets for a request ("POST Service Request", response).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Receipt {
    /// `service_request_id`, of a realtime service.
    pub service_request_id: Option<String>,
    /// `token`, of a batch service: ask with it for the id.
    pub token: Option<String>,
    /// `service_notice`: what is going to be done.
    pub service_notice: Option<String>,
    /// `account_id` of the reporter, where there are accounts.
    pub account_id: Option<String>,
}

impl Receipt {
    fn members(&self, writer: &mut Writer) {
        writer.given("service_request_id", self.service_request_id.as_deref());
        writer.given("token", self.token.as_deref());
        writer.optional("service_notice", self.service_notice.as_deref());
        writer.optional("account_id", self.account_id.as_deref());
    }

    #[expect(clippy::unnecessary_wraps, reason = "all items are read by one shape of function")]
    fn of(source: &Source<'_>) -> Result<Self, ReadError> {
        Ok(Self {
            service_request_id: source.id("service_request_id"),
            token: source.id("token"),
            service_notice: source.owned("service_notice"),
            account_id: source.id("account_id"),
        })
    }
}

/// The answer to `POST requests`: one item, for a blackbox service without an id.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Receipts(pub Vec<Receipt>);

list_document!(Receipts, Receipt, "service_requests", "request");

/// The id that a token stands for ("GET service_request_id from a token").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenAnswer {
    /// `service_request_id`.
    pub service_request_id: String,
    /// `token`.
    pub token: String,
}

impl TokenAnswer {
    fn members(&self, writer: &mut Writer) {
        writer.text("service_request_id", &self.service_request_id);
        writer.text("token", &self.token);
    }

    fn of(source: &Source<'_>) -> Result<Self, ReadError> {
        Ok(Self {
            service_request_id: source.required("service_request_id")?,
            token: source.required("token")?,
        })
    }
}

/// The answer to `GET tokens/[token]`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TokenAnswers(pub Vec<TokenAnswer>);

list_document!(TokenAnswers, TokenAnswer, "service_requests", "request");
