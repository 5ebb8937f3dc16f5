//! A body from outside is refused or keeps its meaning when it is written again, whatever its kind.
#![no_main]

use kulla_record::kind::Body;
use kulla_record::kind::action::Task;
use kulla_record::kind::assessment::Assessment;
use kulla_record::kind::governance::{Access, Decision, Erasure, Grant, Hold, Key, LabelText, Link};
use kulla_record::kind::incident::{Entry, Incident};
use kulla_record::kind::signal::{Bulletin, Report, Source};
use kulla_record::kind::warning::{Delivery, Warning, WarningDraft};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|json: &[u8]| {
    again::<Source>(json);
    again::<Report>(json);
    again::<Bulletin>(json);
    again::<Assessment>(json);
    again::<Incident>(json);
    again::<Entry>(json);
    again::<Task>(json);
    again::<WarningDraft>(json);
    again::<Warning>(json);
    again::<Delivery>(json);
    again::<Link>(json);
    again::<Grant>(json);
    again::<Access>(json);
    again::<Decision>(json);
    again::<Erasure>(json);
    again::<Hold>(json);
    again::<Key>(json);
    again::<LabelText>(json);
});

/// INVARIANT: what is written once is written the same for ever; only the first reading may put it in order.
fn again<T: Body>(json: &[u8]) {
    let Ok(body) = T::read(json) else { return };
    let written = body.json();
    let read = T::read(&written).expect("what we wrote reads");
    assert_eq!(read.json(), written);
}
