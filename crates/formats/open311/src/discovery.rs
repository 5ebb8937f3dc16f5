//! Service discovery: one lasting address that says where the endpoints are ("Service Discovery").

use std::fmt;
use std::str::FromStr;

use crate::document::object_document;
use crate::fault::ReadError;
use crate::source::{Source, each};
use crate::write::Writer;

/// `specification` of an endpoint that speaks GeoReport v2.
pub const GEOREPORT_V2: &str = "http://wiki.open311.org/GeoReport_v2";

/// Whether reports at an endpoint are acted upon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EndpointKind {
    /// `production`: live, and acted upon.
    Production,
    /// `test`: nobody comes.
    Test,
}

impl fmt::Display for EndpointKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            EndpointKind::Production => "production",
            EndpointKind::Test => "test",
        })
    }
}

impl FromStr for EndpointKind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "production" => Ok(EndpointKind::Production),
            "test" => Ok(EndpointKind::Test),
            _ => Err(()),
        }
    }
}

/// One endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// `specification`, for us [`GEOREPORT_V2`].
    pub specification: String,
    /// `url`: what the paths are put after.
    pub url: String,
    /// `changeset`: text that sorts, of the last change.
    pub changeset: String,
    /// `type`.
    pub kind: EndpointKind,
    /// `formats`: MIME types; `text/xml` is required.
    pub formats: Vec<String>,
}

impl Endpoint {
    fn members(&self, writer: &mut Writer) {
        writer.text("specification", &self.specification);
        writer.text("url", &self.url);
        writer.text("changeset", &self.changeset);
        writer.plain("type", Some(self.kind));
        writer.text_list(("formats", "format"), &self.formats);
    }

    fn of(source: &Source<'_>) -> Result<Self, ReadError> {
        Ok(Self {
            specification: source.required("specification")?,
            url: source.required("url")?,
            changeset: source.required("changeset")?,
            kind: source
                .parsed("type", "must be `production` or `test`")?
                .ok_or_else(|| ReadError::new("type", "is required and missing"))?,
            formats: source.text_list("formats", "format")?,
        })
    }
}

/// The discovery document; the specification wants it as XML and as JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discovery {
    /// `changeset`: text that sorts, of the last change.
    pub changeset: String,
    /// `contact`: for people.
    pub contact: String,
    /// `key_service`: for people, how to get a key.
    pub key_service: String,
    /// `endpoints`.
    pub endpoints: Vec<Endpoint>,
}

impl Discovery {
    fn members(&self, writer: &mut Writer) {
        writer.text("changeset", &self.changeset);
        writer.text("contact", &self.contact);
        writer.text("key_service", &self.key_service);
        writer.list(("endpoints", "endpoint"), &self.endpoints, Endpoint::members);
    }

    fn of(source: &Source<'_>) -> Result<Self, ReadError> {
        let endpoints = source.list("endpoints", "endpoint")?;
        Ok(Self {
            changeset: source.required("changeset")?,
            contact: source.required("contact")?,
            key_service: source.required("key_service")?,
            endpoints: each(&endpoints, "endpoint", Endpoint::of)?,
        })
    }
}

object_document!(Discovery, "discovery");
