//! The operator's own socket: figures, proofs for witnesses, and CAP from a program of this machine. What is
//! shown here is counted over everything, so no session gets to it. `/healthz` is for everybody and says one word.

mod machines;
mod people;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use kulla_desk::command::Actor;
use kulla_desk::register;
use kulla_guard::Reach;
use kulla_guard::holder::Entry;
use kulla_learn::measure::{self, Report};
use kulla_record::label::Word;
use kulla_record::session::Assurance;
use serde::Deserialize;

use crate::api::take_in;
use crate::api::wire::signal::TakenIn;
use crate::house::House;
use crate::metrics;
use crate::problem::Problem;
use crate::route::Route;

/// The log whose proofs stand without a name.
const OPS: &str = "ops";

pub(crate) fn health_routes() -> Vec<Route> {
    vec![Route::get("/healthz", "Whether the node is well, in one word", healthz).gives_bytes("text/plain")]
}

pub(crate) fn routes() -> Vec<Route> {
    let mut routes = health_routes();
    routes.extend([
        Route::get("/metrics", "Figures for Prometheus", figures),
        Route::get("/checkpoint", "The newest checkpoint of log `ops`", checkpoint),
        Route::get("/tile/{*path}", "A tile of log `ops`", tile),
        Route::get("/logs/{log}/checkpoint", "The newest checkpoint of a log", checkpoint_of),
        Route::get("/logs/{log}/tile/{*path}", "A tile of a log", tile_of),
        Route::get("/exercises/{name}/report", "Response times of an exercise, over everything", measured),
        Route::post("/ingest/cap", "Takes in CAP as the configured principal", ingest),
        Route::post("/import/places", "Takes in units, facilities and shelters as GeoJSON", places),
    ]);
    routes.extend(people::routes());
    routes.extend(machines::routes());
    routes
}

async fn healthz(State(house): State<Arc<House>>) -> Response {
    let well = house.machine.records_ok()
        && !house.machine.disk_full()
        && !house.keeping().stuck
        && !house.desk.is_intake_slowed();
    let (status, word) = match well {
        true => (StatusCode::OK, "ok\n"),
        false => (StatusCode::SERVICE_UNAVAILABLE, "degraded\n"),
    };
    (status, word).into_response()
}

/// Figures and health alone, for a Prometheus of this machine that can't read a socket file. They tell of what no
/// session may see, so it is for loopback, and only for these hosts: a page that an officer visits must not get
/// them by rebinding its name.
pub fn figures_router(house: &Arc<House>, hosts: Vec<String>) -> Router {
    let hosts = Arc::new(hosts);
    let named = move |headers: HeaderMap, State(house): State<Arc<House>>| {
        let hosts = Arc::clone(&hosts);
        async move {
            let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
            match host.is_some_and(|host| hosts.iter().any(|own| own.eq_ignore_ascii_case(host))) {
                true => figures(State(house)).await,
                false => Problem::absent().into_response(),
            }
        }
    };
    Router::new()
        .route("/metrics", get(named))
        .route("/healthz", get(healthz))
        .with_state(Arc::clone(house))
}

async fn figures(State(house): State<Arc<House>>) -> Response {
    let mut headers = HeaderMap::new();
    headers
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8"));
    (headers, metrics::page(&house)).into_response()
}

#[derive(Deserialize)]
struct At {
    #[serde(default)]
    log: String,
    #[serde(default)]
    path: String,
}

async fn checkpoint(State(house): State<Arc<House>>) -> Result<Vec<u8>, Problem> {
    house.machine.checkpoint(OPS).ok_or_else(Problem::absent)
}

async fn checkpoint_of(State(house): State<Arc<House>>, Path(at): Path<At>) -> Result<Vec<u8>, Problem> {
    house.machine.checkpoint(&at.log).ok_or_else(Problem::absent)
}

async fn tile(State(house): State<Arc<House>>, Path(at): Path<At>) -> Result<Vec<u8>, Problem> {
    tile_at(&house, OPS, at.path).await
}

async fn tile_of(State(house): State<Arc<House>>, Path(at): Path<At>) -> Result<Vec<u8>, Problem> {
    let log = at.log.clone();
    tile_at(&house, &log, at.path).await
}

async fn tile_at(house: &Arc<House>, log: &str, path: String) -> Result<Vec<u8>, Problem> {
    let log = log.to_owned();
    house.work(move |house| house.machine.tile(&log, &path).ok_or_else(Problem::absent)).await
}

#[derive(Deserialize)]
struct Named {
    name: Word,
}

/// Figures of agencies over the whole exercise, whoever may read what lies behind them: no content, no person.
async fn measured(
    State(house): State<Arc<House>>,
    Path(named): Path<Named>,
) -> Result<Json<Report>, Problem> {
    let work = move |house: &House| {
        if !house.has_exercise(&named.name) {
            return Err(Problem::absent());
        }
        Ok(Json(measure::report(&house.desk.material_of_all(&named.name)?)))
    };
    house.work(work).await
}

async fn ingest(State(house): State<Arc<House>>, document: Bytes) -> Result<Json<TakenIn>, Problem> {
    let seat = house.config.operator.clone().ok_or_else(|| {
        let detail =
            "this node names no principal for what its operator brings in: set one in its configuration";
        Problem::new(StatusCode::FORBIDDEN, "operator.none", detail)
    })?;
    let take = move |house: &House| {
        let entry = Entry { purpose: seat.purpose, assurance: Assurance::Single, exercise: seat.exercise };
        let session = house.desk.session(seat.principal, entry).ok_or_else(|| {
            let detail = "the grant of the operator's principal does not hold: renew it first";
            Problem::new(StatusCode::FORBIDDEN, "operator.grant", detail)
        })?;
        let reach = Reach::Only([kulla_guard::Act::SignalIngest].into());
        take_in(house, &Actor { session, reach }, &[document.to_vec()]).map(Json)
    };
    house.work(take).await
}

/// What bringing in a file of places came to.
#[derive(serde::Serialize)]
struct Placed {
    new: usize,
    changed: usize,
    same: usize,
}

async fn places(State(house): State<Arc<House>>, file: Bytes) -> Result<Json<Placed>, Problem> {
    let take = move |house: &House| {
        let things = register::read(&file, house.desk.profile()).map_err(|faults| {
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "register.file", faults.join("; "))
        })?;
        let register::Counts { new, changed, same } = house.desk.register_places(&things)?;
        Ok(Json(Placed { new, changed, same }))
    };
    house.work(take).await
}
