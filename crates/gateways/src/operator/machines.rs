//! Machines that show a client certificate of the node's own CA: let in, listed, and sent away.
//!
//! The certificate is made at the terminal; here stands which machine it is, under whose grant it acts and how far it
//! reaches. Who is sent away is refused at the next request, whatever the certificate itself says.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use kulla_desk::CredentialNote;
use kulla_guard::sessions::{Invitation, MachineToken, Seat};
use kulla_guard::{Act, Reach};
use kulla_record::session::Assurance;
use serde::{Deserialize, Serialize};

use super::people::called;
use crate::api::{DAY_MS, NEVER_BY_TOKEN};
use crate::entry::{log_in_name, refused};
use crate::house::House;
use crate::problem::Problem;
use crate::route::Route;
use crate::told::Told;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/machines", "Machines with a token or a certificate", list),
        Route::post("/machines", "Lets in a machine by its certificate", give),
        Route::post("/machines/end", "Sends away whatever machine has this name", end),
    ]
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MachineTold {
    /// What people call it.
    name: String,
    /// Under whose grant: `arta.krasniqi@ame`.
    person: String,
    acts: BTreeSet<String>,
    days: u32,
    /// The declared purpose; empty: the first of the agency.
    #[serde(default)]
    purpose: String,
    /// The exercise; empty: real work.
    #[serde(default)]
    exercise: String,
    /// SHA-256 of the certificate, 64 hexadecimal digits.
    certificate: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    name: String,
}

#[derive(Serialize)]
struct Machines {
    machines: Vec<Listed>,
}

#[derive(Serialize)]
struct Listed {
    name: String,
    /// `certificate` or `token`.
    form: &'static str,
    person: String,
    acts: Vec<&'static str>,
    until: Option<Timestamp>,
    used: Option<Timestamp>,
}

#[derive(Serialize)]
struct Ended {
    ended: usize,
}

async fn list(State(house): State<Arc<House>>) -> Result<Json<Machines>, Problem> {
    house.work(|house| Ok(Json(all(house)))).await
}

fn all(house: &House) -> Machines {
    let machines = house.seats.machines(house.now_ms());
    Machines { machines: machines.iter().map(|seat| listed(house, seat)).collect() }
}

fn listed(house: &House, seat: &Seat) -> Listed {
    let acts = match &seat.reach {
        Reach::Only(acts) | Reach::Playing { acts, .. } => acts.iter().map(|act| act.word()).collect(),
        Reach::Roles | Reach::AllBut(_) => Vec::new(),
    };
    let time = |ms: u64| i64::try_from(ms).ok().and_then(|ms| Timestamp::from_millisecond(ms).ok());
    let directory = house.desk.directory();
    let person = directory.person(seat.principal).map(|person| log_in_name(&person.grant));
    Listed {
        name: seat.name.clone(),
        form: if seat.assurance == Assurance::PhishingResistant { "certificate" } else { "token" },
        person: person.unwrap_or_default(),
        acts,
        until: time(seat.span.until_ms),
        used: Some(seat.seen_ms).filter(|seen| *seen > seat.span.from_ms).and_then(time),
    }
}

async fn give(State(house): State<Arc<House>>, told: Told<MachineTold>) -> Result<Json<Machines>, Problem> {
    house.work(move |house| given(house, &told.body).map(Json)).await
}

fn given(house: &House, told: &MachineTold) -> Result<Machines, Problem> {
    let grant = called(house, &told.person)?;
    let acts = told.acts.iter().map(|word| word.parse()).collect::<Result<BTreeSet<Act>, _>>();
    let acts =
        acts.map_err(|bad| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "token.acts", bad.to_string()))?;
    if let Some(act) = acts.iter().find(|act| NEVER_BY_TOKEN.contains(act)) {
        let detail = format!("`{act}` is for people: leave it out");
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "token.acts", detail));
    }
    let fingerprint = fingerprint(&told.certificate)
        .ok_or_else(|| Problem::malformed("`certificate` is SHA-256 in 64 hexadecimal digits"))?;
    let purpose = house.purpose(&grant.agency, &told.purpose).map_err(refused)?;
    let exercise = house.exercise(&told.exercise).map_err(refused)?;
    let invitation = Invitation { grant: &grant, purpose: &purpose, exercise: exercise.as_ref() };
    let token =
        MachineToken { name: told.name.trim(), acts: &acts, life_ms: u64::from(told.days) * DAY_MS };
    let now = house.now_ms();
    house.seats.give_certificate(invitation, token, &fingerprint, now).map_err(refused)?;
    note(house, "token-given", token.name, grant.principal);
    Ok(all(house))
}

async fn end(State(house): State<Arc<House>>, told: Told<Named>) -> Result<Json<Ended>, Problem> {
    let work = move |house: &House| {
        let name = told.body.name.trim();
        let (ended, saved) = house.seats.end_tokens(name, house.now_ms());
        // Streams look again at once, and those that were sent away end.
        house.ring.nudge();
        ended.iter().for_each(|principal| note(house, "token-ended", name, *principal));
        if ended.is_empty() {
            let detail = format!("no machine is called `{name}`: `kulla machine list` names them");
            return Err(Problem::new(StatusCode::NOT_FOUND, "machine.absent", detail));
        }
        if !saved {
            let detail = "it is sent away until a restart: the node can't write it to its disk, so say it again before one";
            return Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, crate::seats::UNSAVED, detail));
        }
        Ok(Json(Ended { ended: ended.len() }))
    };
    house.work(work).await
}

fn note(house: &House, what: &'static str, name: &str, principal: kulla_record::PrincipalId) {
    let note =
        CredentialNote { what, form: "certificate", name: name.to_owned(), ..CredentialNote::default() };
    house.note_credential(principal, &note, None);
}

fn fingerprint(text: &str) -> Option<[u8; 32]> {
    let bytes = text.as_bytes();
    if bytes.len() != 64 || !bytes.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    let mut print = [0; 32];
    for (byte, two) in print.iter_mut().zip(bytes.chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok()?;
    }
    Some(print)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_sixty_four_hexadecimal_digits() {
        assert_eq!(fingerprint(&"0f".repeat(32)), Some([0x0f; 32]));
        for bad in ["0f".repeat(31), "0g".repeat(32), "ë".repeat(32), "0F".repeat(33)] {
            assert_eq!(fingerprint(&bad), None, "{bad}");
        }
    }
}
