//! CAP in: a message, a feed with messages inside, or an EDXL-DE envelope, as body or as file of a form.

use std::sync::Arc;

use axum::Json;
use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::{StatusCode, header};
use kulla_desk::command::Actor;
use kulla_desk::quarantine::PieceFinding;
use kulla_desk::{Intake, Sorted};

use super::wire::signal::{CapFinding, CapQuarantined, CapReceived, TakenIn};
use crate::entered::Entered;
use crate::house::House;
use crate::outside::REQUEST_BYTES_MAX;
use crate::problem::Problem;
use crate::route::Route;
use crate::told;

/// Files of one form.
const FILES_MAX: usize = 16;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/signals/cap", "Takes in CAP, Atom or RSS with CAP inside, or EDXL-DE", cap)
            .takes_bytes("application/xml")
            .gives::<TakenIn>(),
    ]
}

async fn cap(
    State(house): State<Arc<House>>,
    entered: Entered,
    request: Request,
) -> Result<Json<TakenIn>, Problem> {
    let documents = documents(request, &house).await?;
    let work = move |ask: &super::ask::Ask<'_>| take_in(ask.house, ask.actor, &documents).map(Json);
    house.ask(&entered, work).await
}

async fn documents(request: Request, house: &Arc<House>) -> Result<Vec<Vec<u8>>, Problem> {
    let kind =
        request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("multipart/form-data") {
        return Ok(vec![told::bytes(request.into_body(), REQUEST_BYTES_MAX).await?.to_vec()]);
    }
    let broken =
        |error: &dyn std::fmt::Display| Problem::malformed(format!("the form does not read: {error}"));
    let mut form = Multipart::from_request(request, house).await.map_err(|error| broken(&error))?;
    let mut documents = Vec::new();
    while let Some(field) = form.next_field().await.map_err(|error| broken(&error))? {
        if documents.len() == FILES_MAX {
            let detail = format!("a form holds at most {FILES_MAX} files");
            return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "request.too-large", detail));
        }
        documents.push(field.bytes().await.map_err(|error| broken(&error))?.to_vec());
    }
    Ok(documents)
}

/// Hands documents to the desk and tells what became of each message.
pub(crate) fn take_in(house: &House, actor: &Actor, documents: &[Vec<u8>]) -> Result<TakenIn, Problem> {
    let mut taken = TakenIn::default();
    for bytes in documents {
        add(house.desk.take_cap(actor, Intake { bytes })?, &mut taken);
    }
    count(house, &taken);
    Ok(taken)
}

pub(super) fn count(house: &House, taken: &TakenIn) {
    let outcomes = [
        ("received", taken.received.len()),
        ("known", taken.known.len()),
        ("quarantined", taken.quarantined.len()),
    ];
    for (outcome, n) in outcomes {
        house.metrics.add("kulla_ingest_total", format!("door=\"cap\",outcome=\"{outcome}\""), n as u64);
    }
}

pub(super) fn add(sorted: Vec<Sorted>, taken: &mut TakenIn) {
    for one in sorted {
        match one {
            Sorted::Received(one) if one.known => taken.known.push(one.subject),
            Sorted::Received(one) => {
                taken.cursor = one.cursor.or(taken.cursor.take());
                taken.received.push(CapReceived {
                    subject: one.subject,
                    title: one.title,
                    verdict: one.verdict.to_string(),
                    signature: one.signature.to_string(),
                    findings: findings(one.findings),
                });
            }
            Sorted::Quarantined { id, reason, findings: found } => {
                taken.quarantined.push(CapQuarantined { id, reason, findings: findings(found) });
            }
        }
    }
}

pub(super) fn findings(found: Vec<PieceFinding>) -> Vec<CapFinding> {
    let seen = |finding: PieceFinding| CapFinding {
        rule: finding.rule,
        severity: finding.severity,
        line: finding.line,
        message: finding.message,
    };
    found.into_iter().map(seen).collect()
}
