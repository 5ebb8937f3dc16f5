//! The paths of the specification, below the endpoint: which method is meant, and in which format.

use crate::form::decode;
use crate::write::Format;

/// Bytes of a path at most.
pub const PATH_BYTES_MAX: usize = 1024;

/// What a path asks for. GET and POST share `Requests` and `Updates`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Resource {
    /// `discovery`.
    Discovery,
    /// `services`.
    Services,
    /// `services/[service_code]`.
    Definition(String),
    /// `requests`.
    Requests,
    /// `requests/[service_request_id]`.
    Request(String),
    /// `tokens/[token]`.
    Token(String),
    /// Extension: `servicerequestupdates`.
    Updates,
}

/// Reads a path such as `/services/033.xml`, without the endpoint before it and the query after it.
/// `None` for anything that is not of the specification; answer that with 404. Total.
#[must_use]
pub fn route(path: &str) -> Option<(Resource, Format)> {
    let path = path.strip_prefix('/').unwrap_or(path);
    // An id may have points of its own: only the last one begins the format.
    let (name, extension) = path.rsplit_once('.')?;
    let format = match extension {
        "xml" => Format::Xml,
        "json" => Format::Json,
        _ => return None,
    };
    if path.len() > PATH_BYTES_MAX {
        return None;
    }
    let resource = match name.split_once('/') {
        None => match name {
            "discovery" => Resource::Discovery,
            "services" => Resource::Services,
            "requests" => Resource::Requests,
            "servicerequestupdates" => Resource::Updates,
            _ => return None,
        },
        Some((collection, id)) => {
            // In a path `+` is itself.
            let id = decode(id.replace('+', "%2B").as_bytes())?.into_owned();
            if id.is_empty() || id.contains(char::is_control) {
                return None;
            }
            match collection {
                "services" => Resource::Definition(id),
                "requests" => Resource::Request(id),
                "tokens" => Resource::Token(id),
                _ => return None,
            }
        }
    };
    Some((resource, format))
}
