//! Any bytes get a verdict, and what we would send on is read back as the same label.
#![no_main]

use kulla_stanag4774::limits::FINDINGS_MAX;
use kulla_stanag4774::{Verdict, validate, write};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let report = validate(bytes);
    assert_eq!(report.label.is_none(), report.verdict == Verdict::Reject);
    assert!(report.findings.len() <= FINDINGS_MAX);
    let Some(label) = report.label else { return };
    if let Ok(text) = write(&label) {
        let again = validate(text.as_bytes());
        assert_eq!(again.verdict, Verdict::Accept, "{:?}", again.findings);
        assert_eq!(again.label.as_ref(), Some(&label));
    }
});
