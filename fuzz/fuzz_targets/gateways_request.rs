//! The body of a request as every door that takes one, whoever sends it: taken or refused in words, within the limits.
#![no_main]

use kulla_gateways::api::wire::draft::{DraftEdit, DraftStepTold, DraftTold};
use kulla_gateways::api::wire::incident::{
    Because, EntryCorrected, EntryTold, HandOver, IncidentTold, IncidentUpdate, TaskStepTold, TaskTold,
};
use kulla_gateways::api::wire::label::WhoAsked;
use kulla_gateways::api::wire::signal::{ReportTold, TriageTold};
use kulla_gateways::api::wire::warning::{CancelTold, UpdateTold};
use kulla_gateways::read_request;
use libfuzzer_sys::fuzz_target;

macro_rules! doors {
    ($bytes:ident: $($told:ty),* $(,)?) => { $( let _ = read_request::<$told>($bytes); )* };
}

fuzz_target!(|bytes: &[u8]| {
    doors!(bytes: DraftEdit, DraftStepTold, DraftTold, Because, EntryCorrected, EntryTold, HandOver, IncidentTold,
        IncidentUpdate, TaskStepTold, TaskTold, WhoAsked, ReportTold, TriageTold, CancelTold, UpdateTold);
});
