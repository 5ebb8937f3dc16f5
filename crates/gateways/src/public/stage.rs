//! Where a public address stands: at the front, or in an exercise beside real work.

use std::sync::Arc;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::header;
use axum::http::request::Parts;
use kulla_record::label::Word;

use crate::house::House;
use crate::problem::Problem;

/// Whose warnings are shown, and under which address.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Stage {
    /// `None`: real ones.
    pub exercise: Option<Word>,
    /// What stands before `/w/…`: nothing, or `/exercise/NAME`.
    pub base: String,
    /// `http://host` as the reader wrote it, or the configured address of the node.
    pub site: String,
}

impl FromRequestParts<Arc<House>> for Stage {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, house: &Arc<House>) -> Result<Stage, Problem> {
        let params =
            RawPathParams::from_request_parts(parts, house).await.map_err(|_| Problem::absent())?;
        let named = params.iter().find(|(name, _)| *name == "name").map(|(_, value)| Word::new(value));
        let exercise = match named {
            // Only an exercise of this node has pages; the answer for any other is that for none.
            Some(word) => {
                Some(word.ok().filter(|word| house.has_exercise(word)).ok_or_else(Problem::absent)?)
            }
            None => house.config.front.clone(),
        };
        let of_header = || parts.headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let host = parts
            .uri
            .authority()
            .map(|authority| authority.as_str())
            .or_else(of_header)
            .unwrap_or_default();
        let scheme = if house.config.tls { "https" } else { "http" };
        let site = house.config.public_address.clone().unwrap_or_else(|| format!("{scheme}://{host}"));
        Ok(Stage { base: base(house, exercise.as_ref()), exercise, site })
    }
}

/// What stands before the public addresses of an exercise.
pub(crate) fn base(house: &House, exercise: Option<&Word>) -> String {
    match exercise {
        Some(name) if house.config.front.as_ref() != Some(name) => format!("/exercise/{name}"),
        _ => String::new(),
    }
}
