//! The officers' console at `/as/{n}/`. Its files are handed in by the binary; here are only the headers: no
//! source but ourselves, and files with a hash in their name are kept for ever.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::entered::SEATS_MAX;
use crate::house::House;
use crate::problem::Problem;
use crate::route::Route;

/// What a page of the console may load: ourselves, and shapes that the page draws itself.
const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; \
    font-src 'self'; connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'none'";
const FOR_EVER: &str = "private, max-age=31536000, immutable";

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("", "To the console", to_console),
        Route::get("/", "The console", index).gives_bytes("text/html"),
        Route::get("/assets/{*path}", "A file of the console", asset)
            .gives_bytes("application/octet-stream"),
        Route::get("/favicon.svg", "The sign of the house", favicon).gives_bytes("image/svg+xml"),
    ]
}

#[derive(Deserialize)]
struct Place {
    n: u8,
    #[serde(default)]
    path: String,
}

impl Place {
    fn checked(self) -> Result<Place, Problem> {
        if (1..=SEATS_MAX).contains(&self.n) { Ok(self) } else { Err(Problem::absent()) }
    }
}

async fn to_console(Path(place): Path<Place>) -> Result<Redirect, Problem> {
    Ok(Redirect::permanent(&format!("/as/{}/", place.checked()?.n)))
}

async fn index(State(house): State<Arc<House>>, Path(place): Path<Place>) -> Result<Response, Problem> {
    place.checked()?;
    file(&house, "index.html", "no-cache")
}

async fn asset(State(house): State<Arc<House>>, Path(place): Path<Place>) -> Result<Response, Problem> {
    let path = place.checked()?.path;
    file(&house, &format!("assets/{path}"), FOR_EVER)
}

async fn favicon(State(house): State<Arc<House>>, Path(place): Path<Place>) -> Result<Response, Problem> {
    place.checked()?;
    file(&house, "favicon.svg", "private, max-age=86400")
}

/// The console names no user: what it is allowed to load does not depend on who asks.
fn file(house: &House, path: &str, kept: &'static str) -> Result<Response, Problem> {
    let (bytes, media) = house.assets.file(path).ok_or_else(Problem::absent)?;
    let mut answer = bytes.into_owned().into_response();
    let headers = answer.headers_mut();
    if let Ok(media) = HeaderValue::try_from(media.as_ref()) {
        headers.insert(header::CONTENT_TYPE, media);
    }
    let said: [(HeaderName, &'static str); 2] =
        [(header::CACHE_CONTROL, kept), (header::CONTENT_SECURITY_POLICY, CSP)];
    said.into_iter().for_each(|(name, value)| {
        headers.insert(name, HeaderValue::from_static(value));
    });
    Ok(answer)
}
