//! Any bytes get a verdict, and what we would send on is read back as the same message.
#![no_main]

use kulla_cap::limits::FINDINGS_MAX;
use kulla_cap::{Verdict, validate, write};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let report = validate(bytes);
    assert_eq!(report.alert.is_none(), report.verdict == Verdict::Reject);
    assert!(report.findings.len() <= FINDINGS_MAX);
    let Some(alert) = report.alert else { return };
    if let Ok(text) = write(&alert) {
        let again = validate(text.as_bytes());
        assert_eq!(again.verdict, Verdict::Accept, "{:?}", again.findings);
        assert_eq!(again.alert.as_ref(), Some(&alert));
    }
});
