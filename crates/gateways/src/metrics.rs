//! Figures for the operator, in Prometheus' text format (0.0.4).
//!
//! They are counted over everything that the node holds, so they are shown on the operator's own socket and
//! nowhere else: to a session they would tell of what it may not see.

mod figure;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Mutex;
use std::time::Duration;

pub use figure::{Histogram, Page};

use crate::house::{House, lock};

/// Different label values of one counter; what goes beyond is counted as `other`.
const SERIES_MAX: usize = 1_024;

/// Counters by name and labels.
#[derive(Default)]
pub struct Metrics {
    counters: Mutex<BTreeMap<(&'static str, String), u64>>,
    /// How long answers took, by gateway.
    answers: Mutex<BTreeMap<&'static str, Histogram>>,
}

/// Every counter that is shown, with its help.
const COUNTERS: &[(&str, &str)] = &[
    ("kulla_requests_total", "Requests by gateway route and status"),
    ("kulla_refusals_total", "Refusals by code"),
    ("kulla_ingest_total", "Messages that came in, by door and what became of them"),
    ("kulla_photos_total", "Photographs of the public, by what became of them"),
    ("kulla_password_checks_total", "Passwords that were worked out, whether there is such a name or not"),
    ("kulla_stream_deliveries_total", "Changes handed to streams"),
    ("kulla_stream_missed_total", "Streams that were too slow and were told so"),
];

impl Metrics {
    /// Adds to a counter. `labels` as Prometheus writes them, without the braces.
    pub(crate) fn add(&self, name: &'static str, labels: String, n: u64) {
        let mut counters = lock(&self.counters);
        let key = (name, labels);
        let key = if counters.len() >= SERIES_MAX && !counters.contains_key(&key) {
            (name, "other=\"1\"".to_owned())
        } else {
            key
        };
        *counters.entry(key).or_default() += n;
    }

    /// Notes how long a gateway took for an answer.
    pub(crate) fn answered(&self, gateway: &'static str, span: Duration) {
        lock(&self.answers).entry(gateway).or_default().took(span);
    }

    fn write_answers(&self, page: &mut Page) {
        let answers = lock(&self.answers);
        let labelled = answers.iter().map(|(gateway, took)| (format!("gateway=\"{gateway}\""), took));
        let help = "From the head of a request to its answer; a command answers when the picture shows it";
        page.histogram("kulla_answer_seconds", help, labelled);
    }

    /// The value of one counter.
    #[cfg(test)]
    pub(crate) fn value(&self, name: &'static str, labels: &str) -> u64 {
        lock(&self.counters).get(&(name, labels.to_owned())).copied().unwrap_or(0)
    }

    fn write(&self, text: &mut String) {
        let counters = lock(&self.counters);
        for (name, help) in COUNTERS {
            let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} counter");
            for ((_, labels), value) in counters.iter().filter(|((known, _), _)| known == name) {
                let braces = if labels.is_empty() { String::new() } else { format!("{{{labels}}}") };
                let _ = writeln!(text, "{name}{braces} {value}");
            }
        }
    }
}

/// A label value with its quotes and backslashes escaped.
pub fn quoted(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

/// Everything that the operator is shown.
pub(crate) fn page(house: &House) -> String {
    let mut text = String::new();
    house.metrics.write(&mut text);
    let (working, public) = house.turns_taken();
    let keeping = house.keeping();
    let gauges: [(&str, &str, u64); 11] = [
        (
            "kulla_picture_lag_records",
            "Records that are durable and not shown yet",
            house.desk.lag_records(),
        ),
        (
            "kulla_picture_lag_milliseconds",
            "Age of the oldest record that is durable and not shown yet",
            house.desk.lag_ms(),
        ),
        (
            "kulla_clock_ahead_milliseconds",
            "How far our time runs ahead of the wall clock",
            house.desk.clock_ahead_ms(),
        ),
        ("kulla_working", "Requests with a session at work", working as u64),
        ("kulla_public_working", "Requests of the public at work", public as u64),
        ("kulla_sessions", "Sessions and machine tokens that hold", house.seats.count() as u64),
        ("kulla_streams", "Open streams", house.ring.readers() as u64),
        ("kulla_access_waiting", "Access records that are not on disk yet", keeping.waiting as u64),
        (
            "kulla_access_dropped_total",
            "Access records that were lost because they could not be written",
            keeping.dropped,
        ),
        (
            "kulla_quarantine_dropped_total",
            "Pieces that left the quarantine for want of room",
            house.desk.quarantine().dropped(),
        ),
        (
            "kulla_quarantine_orphans_total",
            "Files of the quarantine that nothing named and that were removed at the start",
            house.desk.quarantine().orphans(),
        ),
    ];
    for (name, help, value) in gauges.into_iter().chain(house.window.figures()) {
        let kind = if name.ends_with("_total") { "counter" } else { "gauge" };
        let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {value}");
    }
    let _ =
        writeln!(text, "# HELP kulla_log_records Durable records by log\n# TYPE kulla_log_records gauge");
    for log in house.desk.logs().all() {
        let _ = writeln!(text, "kulla_log_records{{log=\"{}\"}} {}", quoted(&log.name.name), log.len());
    }
    house.intake.write_figures(&mut text);
    let mut page = Page::after(text);
    house.metrics.write_answers(&mut page);
    house.machine.figures(&mut page);
    page.into_text()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_are_written_as_prometheus_reads_them() {
        let metrics = Metrics::default();
        metrics.add("kulla_refusals_total", format!("code=\"{}\"", quoted("a\"b")), 2);
        let mut text = String::new();
        metrics.write(&mut text);
        assert!(
            text.contains("# TYPE kulla_refusals_total counter\nkulla_refusals_total{code=\"a\\\"b\"} 2\n")
        );
    }

    #[test]
    fn made_up_label_values_do_not_grow_the_registry() {
        let metrics = Metrics::default();
        (0..2 * SERIES_MAX).for_each(|n| metrics.add("kulla_refusals_total", format!("code=\"{n}\""), 1));
        assert!(lock(&metrics.counters).len() <= SERIES_MAX + 1);
        assert_eq!(metrics.value("kulla_refusals_total", "other=\"1\""), SERIES_MAX as u64);
    }
}
