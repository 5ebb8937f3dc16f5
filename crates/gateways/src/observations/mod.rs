//! Readings of gauges and sensors, by a small POST of JSON or CSV, and the curve of a source.
//!
//! `docs/operate/observations.md` describes it for whoever writes the sending side. A request is taken row by row:
//! what is right is taken, and each row that is not is named with its rule. So one broken sensor of a logger does
//! not cost the others.

mod curve;
mod rows;
mod wire;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::header;
use kulla_desk::Failure;
use kulla_desk::command::observation::{NewReadings, fault};
use kulla_desk::command::{Command, Order};
use kulla_record::kind::signal::{Reading, Source};
use kulla_record::{Kind, SubjectId};

use crate::api::ask::Ask;
use crate::entered::Entered;
use crate::house::House;
use crate::intake::standing::Reason;
use crate::problem::Problem;
use crate::route::Route;
use crate::told;
use rows::{Row, Table};
use wire::{Curve, Observed, RowRefused};

/// Bytes of one request.
pub const REQUEST_BYTES_MAX: usize = 2 << 20;
/// Rows of one request.
pub const ROWS_MAX: usize = 10_000;
/// Refused rows that an answer names; the rest is counted.
const NAMED_MAX: usize = 100;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::post("/observations", "Takes in readings, as JSON or CSV", observe)
            .takes_bytes("application/json")
            .gives::<Observed>(),
        Route::get("/sources/{subject}/readings", "The curve of one property of a source", curve::readings)
            .query(&["property", "since", "until"])
            .gives::<Curve>(),
    ]
}

async fn observe(
    State(house): State<Arc<House>>,
    entered: Entered,
    request: Request,
) -> Result<Json<Observed>, Problem> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let read = match kind.and_then(|kind| kind.split(';').next()).map(str::trim).unwrap_or_default() {
        "text/csv" => rows::csv,
        "application/json" | "" => rows::json,
        other => {
            let detail = format!("readings come as `application/json` or `text/csv`, not as `{other}`");
            return Err(Problem::new(
                axum::http::StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "request.media",
                detail,
            ));
        }
    };
    let bytes = told::bytes(request.into_body(), REQUEST_BYTES_MAX).await?;
    house.ask(&entered, move |ask| take(ask, read(&bytes)?).map(Json)).await
}

fn take(ask: &Ask<'_>, table: Table) -> Result<Observed, Problem> {
    let mut taken =
        Observed { taken: 0, known: 0, refused: table.refused.len() as u64, rows: table.refused };
    for (series, rows) in sorted(table.rows) {
        take_series(ask, series, rows, &mut taken)?;
    }
    taken.rows.sort_by_key(|row| row.row);
    taken.rows.truncate(NAMED_MAX);
    for (outcome, n) in [("received", taken.taken), ("known", taken.known), ("refused", taken.refused)] {
        ask.house.metrics.add(
            "kulla_ingest_total",
            format!("door=\"observations\",outcome=\"{outcome}\""),
            n,
        );
    }
    Ok(taken)
}

/// What is written together: one property of a source, in one unit.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Series {
    code: String,
    property: String,
    unit: String,
}

/// Rows by series, in the order in which they came. INVARIANT: a row is judged by its own unit, never by that of
/// another.
fn sorted(rows: Vec<Row>) -> BTreeMap<Series, Vec<Row>> {
    let mut sorted: BTreeMap<Series, Vec<Row>> = BTreeMap::new();
    for row in rows {
        let series =
            Series { code: row.source.clone(), property: row.property.clone(), unit: row.unit.clone() };
        sorted.entry(series).or_default().push(row);
    }
    sorted
}

fn take_series(ask: &Ask<'_>, series: Series, rows: Vec<Row>, taken: &mut Observed) -> Result<(), Problem> {
    let refuse =
        |row: &Row, rule: &str, message: String| RowRefused { row: row.row, rule: rule.into(), message };
    let now = ask.desk.clock().now();
    let (mut good, mut sent, mut bad) = (Vec::new(), Vec::new(), Vec::new());
    for row in &rows {
        let reading =
            Reading { at: row.at, value: row.value, forecast: row.forecast, rest: Default::default() };
        match fault(&reading, now) {
            Some((rule, message)) => bad.push(refuse(row, rule, message)),
            None => {
                good.push(reading);
                sent.push(row);
            }
        }
    }
    let count = good.len() as u64;
    let Some(source) = source(ask, &series.code)? else {
        let message =
            format!("your agency has no source `{}` in the register: register it first", series.code);
        taken.refused += rows.len() as u64;
        taken.rows.extend(rows.iter().map(|row| refuse(row, "observation.source", message.clone())));
        return Ok(());
    };
    let intake = ask.house.intake();
    intake.dropped(source, Reason::Refused, bad.len() as u64);
    taken.refused += bad.len() as u64;
    taken.rows.extend(bad);
    if good.is_empty() {
        return Ok(());
    }
    let new = NewReadings { source, property: series.property, unit: series.unit, readings: good };
    let order = Order { id: None, fingerprint: [0; 16], command: Command::Observe(new) };
    match ask.desk.act(ask.actor, &order) {
        Ok(done) => {
            intake.heard(source, count);
            *(if done.version.is_some() { &mut taken.taken } else { &mut taken.known }) += count;
        }
        Err(Failure::Refused(refusal)) => {
            intake.dropped(source, Reason::Refused, count);
            taken.refused += count;
            let named = sent.into_iter().map(|row| refuse(row, refusal.code, refusal.message.to_string()));
            taken.rows.extend(named);
        }
        Err(failure) => return Err(failure.into()),
    }
    Ok(())
}

/// The source of this code that the session's agency answers for.
fn source(ask: &Ask<'_>, code: &str) -> Result<Option<SubjectId>, Problem> {
    let filter = kulla_picture::Filter {
        kinds: vec![Kind::SOURCE],
        number: Some(code.to_owned()),
        ..Default::default()
    };
    let page = ask.reader.list(&filter, None, 50)?;
    let own = |source: &Source| source.owner == ask.session().agency.as_str() && !source.retired;
    Ok(page
        .items
        .iter()
        .find(|item| item.typed::<Source>().is_some_and(|source| own(&source)))
        .map(|item| item.subject))
}
