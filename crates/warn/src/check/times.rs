//! A warning has a beginning and an end, and the end is near enough that somebody looks at it again.

use jiff::{SignedDuration, Timestamp};
use kulla_record::kind::warning::Content;

use super::Finding;

/// The longest time from now that a warning may be in force, in milliseconds: 7 days.
pub const IN_FORCE_MS_MAX: i64 = 7 * 24 * 60 * 60 * 1000;

pub(super) fn check(content: &Content, now: Timestamp, findings: &mut Vec<Finding>) {
    // CAP knows whole seconds.
    let (onset, expires) = (content.onset.as_second(), content.expires.as_second());
    if expires <= now.as_second() {
        let message = "the warning would have lapsed before it goes out: set a later end";
        findings.push(Finding::blocks("check.expired", message).with("expires", content.expires));
    }
    if expires <= onset {
        let message = "the warning ends before what it warns of begins: set a later end";
        let finding = Finding::blocks("check.expires-before-onset", message);
        findings.push(finding.with("expires", content.expires).with("onset", content.onset));
    }
    if content.expires.duration_since(now) > SignedDuration::from_millis(IN_FORCE_MS_MAX) {
        let message = "the warning would hold for more than 7 days: set an earlier end, and update it then";
        findings.push(Finding::blocks("check.too-long", message).with("expires", content.expires));
    }
}
