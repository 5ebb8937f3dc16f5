//! A bundle from anybody: judged line by line, whatever it holds; what passes is proved against the head in it.
#![no_main]

use kulla_log::bundle::Outside;
use kulla_log::{Checkpoint, KeyUse, NoteSigner, verify_bundle};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut handed = 0;
    let report = verify_bundle(&mut &bytes[..], &[], None, &mut |_| handed += 1);
    let signer = NoteSigner::new("node.example/ops", &[1; 32]).expect("a plain name");
    // Without our key nobody makes a bundle that it vouches for.
    assert!(verify_bundle(&mut &bytes[..], &[signer.verifier(KeyUse::Note)], None, &mut |_| {}).is_err());
    let Ok(report) = report else { return };
    assert!(report.records == handed && report.verified.is_empty() && report.outside == Outside::None);
    assert!(report.without_body <= report.records);
    let own = report.checkpoint;
    let same = verify_bundle(&mut &bytes[..], &[], Some(&own), &mut |_| {}).expect("its own head");
    assert_eq!(same.outside, Outside::Same);
    // Of the same size another root contradicts; of another size nothing but a proof ties the two.
    let forged = Checkpoint { root: own.root.map(|byte| !byte), ..own.clone() };
    assert!(verify_bundle(&mut &bytes[..], &[], Some(&forged), &mut |_| {}).is_err());
    let newer = Checkpoint { size: own.size.saturating_add(1), ..own.clone() };
    if newer.size != own.size
        && let Ok(report) = verify_bundle(&mut &bytes[..], &[], Some(&newer), &mut |_| {})
    {
        assert_eq!(report.outside, Outside::OtherSize);
    }
});
