//! What a request tells: its JSON within limits, and the fingerprint that makes its repetition harmless.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request};
use axum::http::{Method, StatusCode};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::house::House;
use crate::problem::Problem;

/// Bytes of the JSON of one request.
pub const JSON_BYTES_MAX: usize = 512 << 10;
/// Levels of nesting in it; a drawn shape inside a place inside a content needs 9.
pub const JSON_DEPTH_MAX: usize = 32;

/// A body of JSON, and the first 16 bytes of SHA-256 over method, path and body.
pub(crate) struct Told<T> {
    pub body: T,
    pub print: [u8; 16],
}

impl<T: DeserializeOwned> FromRequest<Arc<House>> for Told<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &Arc<House>) -> Result<Told<T>, Problem> {
        let (method, path) = (request.method().clone(), below_mount(request.uri().path()).to_owned());
        let bytes = bytes(request.into_body(), JSON_BYTES_MAX).await?;
        let print = fingerprint(&method, &path, &bytes);
        Ok(Told { body: read(&bytes)?, print })
    }
}

/// Reads the JSON of one request, which has passed the limit of bytes.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    // A step without anything to say may come without a body.
    let json: &[u8] = if bytes.is_empty() { b"{}" } else { bytes };
    if depth(json) > JSON_DEPTH_MAX {
        return Err(Problem::malformed(format!("the JSON is nested deeper than {JSON_DEPTH_MAX} levels")));
    }
    serde_json::from_slice(json)
        .map_err(|error| Problem::malformed(format!("the JSON does not read: {error}")))
}

/// The same request by cookie and by token is the same request.
fn below_mount(path: &str) -> &str {
    path.split_once("/api/v1").map_or(path, |(_, below)| below)
}

/// All bytes of a body, up to a limit.
pub(crate) async fn bytes(body: Body, max: usize) -> Result<Bytes, Problem> {
    axum::body::to_bytes(body, max).await.map_err(|_| {
        let detail = format!("the request did not come whole, or has more than {max} bytes: send less");
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "request.too-large", detail)
    })
}

/// Names a request, so that the same one sent twice is known. The path is that below the mount.
pub(crate) fn fingerprint(method: &Method, path: &str, body: &[u8]) -> [u8; 16] {
    let hash = Sha256::new()
        .chain_update(method.as_str())
        .chain_update([0])
        .chain_update(path)
        .chain_update([0])
        .chain_update(body)
        .finalize();
    let mut first = [0; 16];
    first.copy_from_slice(&hash[..16]);
    first
}

/// The deepest nesting, looked at before anything is read.
fn depth(json: &[u8]) -> usize {
    let (mut depth, mut deepest, mut text, mut escaped) = (0_usize, 0, false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if text => escaped = true,
            b'"' => text = !text,
            b'{' | b'[' if !text => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' if !text => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_counts_brackets_and_not_those_inside_text() {
        assert_eq!(depth(br#"{"a":[{"b":"[[[[{\"[["}]}"#), 3);
        assert_eq!(depth(b"]]]][["), 2);
    }

    #[test]
    fn a_fingerprint_tells_method_path_and_body_apart() {
        let one = fingerprint(&Method::POST, "/a", b"b");
        assert_eq!(one, fingerprint(&Method::POST, "/a", b"b"));
        assert_ne!(one, fingerprint(&Method::PUT, "/a", b"b"));
        assert_ne!(one, fingerprint(&Method::POST, "/ab", b""));
    }
}
