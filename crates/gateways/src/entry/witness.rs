//! A passkey that signs an act and not a log-in.
//!
//! The challenge is the hash of the act ([`kulla_guard::approval::challenge`]), which the desk works out and compares: here it is
//! looked at whose key it is, that its site is this one, and that it is no copy.

use axum::http::HeaderMap;
use kulla_guard::Refusal;
use kulla_guard::approval::on_record;
use kulla_record::PrincipalId;
use kulla_record::kind::approval::Assertion as OnRecord;

use super::site::{Signed, Site, refused, unbelieved};
use crate::api::wire::approval::AssertionTold;
use crate::house::House;
use crate::problem::Problem;

/// The assertion as it goes on record, of a passkey of exactly this person.
pub(crate) fn witnessed(
    house: &House,
    headers: &HeaderMap,
    person: PrincipalId,
    told: &AssertionTold,
) -> Result<OnRecord, Problem> {
    let site = Site::of(house, headers);
    let signed = Signed::read((&told.id, &told.client_data), (&told.authenticator_data, &told.signature))?;
    let (id, said) = (&signed.id, signed.assertion());
    let now = house.now_ms();
    let key = house.keyring.change(|accounts| {
        // INVARIANT: nobody signs with the key of somebody else, and a counter moves once.
        let (_, kept) = accounts.passkey(id).filter(|(of, _)| *of == person).ok_or_else(not_yours)?;
        let counter = kulla_webauthn::authenticate(&site.relying_party(), &signed.challenge, &kept, &said)
            .map_err(unbelieved)?;
        accounts.passkey_used(id, counter, now);
        Ok(kept.key)
    });
    Ok(on_record(&site.id, &key.map_err(refused)?, &said))
}

fn not_yours() -> Refusal {
    Refusal::new("approval.key", "this is none of your passkeys: sign with one that you made on this node")
}
