//! Counters, gauges and histograms as Prometheus reads them, for whoever has figures: the doors and the machine.

use std::fmt::{Display, Write as _};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Upper ends of the buckets, in microseconds: fine where a durable append and a visible record should be, and up
/// to where a request is cut off.
const BUCKETS_US: [u64; 18] = [
    100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000,
    2_500_000, 5_000_000, 10_000_000, 30_000_000, 60_000_000,
];
const US_PER_S: f64 = 1_000_000.0;

/// How long something took, in buckets of fixed ends, so that p50 and p99 can be worked out over any span.
#[derive(Debug, Default)]
pub struct Histogram {
    /// One for each end, and one for what lies beyond the last.
    buckets: [AtomicU64; BUCKETS_US.len() + 1],
    sum_us: AtomicU64,
}

impl Histogram {
    /// Counts one.
    pub fn took(&self, span: Duration) {
        let us = u64::try_from(span.as_micros()).unwrap_or(u64::MAX);
        let bucket = BUCKETS_US.partition_point(|end| *end < us);
        self.buckets[bucket].fetch_add(1, Ordering::Relaxed);
        self.sum_us.fetch_add(us, Ordering::Relaxed);
    }

    /// How many were counted.
    pub fn count(&self) -> u64 {
        self.buckets.iter().map(|bucket| bucket.load(Ordering::Relaxed)).sum()
    }
}

/// A page of figures (Prometheus' text format, 0.0.4).
#[derive(Debug, Default)]
pub struct Page {
    text: String,
}

impl Page {
    /// The text.
    pub fn into_text(self) -> String {
        self.text
    }

    /// Goes on after text that is there already.
    pub(crate) fn after(text: String) -> Page {
        Page { text }
    }

    /// What only grows. Each value with its labels as Prometheus writes them, without the braces.
    pub fn counter<V: Display>(
        &mut self,
        name: &str,
        help: &str,
        values: impl IntoIterator<Item = (String, V)>,
    ) {
        self.values(name, help, "counter", values);
    }

    /// What rises and falls.
    pub fn gauge<V: Display>(
        &mut self,
        name: &str,
        help: &str,
        values: impl IntoIterator<Item = (String, V)>,
    ) {
        self.values(name, help, "gauge", values);
    }

    fn values<V: Display>(
        &mut self,
        name: &str,
        help: &str,
        kind: &str,
        values: impl IntoIterator<Item = (String, V)>,
    ) {
        let _ = writeln!(self.text, "# HELP {name} {help}\n# TYPE {name} {kind}");
        for (labels, value) in values {
            let braces = if labels.is_empty() { String::new() } else { format!("{{{labels}}}") };
            let _ = writeln!(self.text, "{name}{braces} {value}");
        }
    }

    /// Spans, in seconds.
    pub fn histogram<'a>(
        &mut self,
        name: &str,
        help: &str,
        values: impl IntoIterator<Item = (String, &'a Histogram)>,
    ) {
        let _ = writeln!(self.text, "# HELP {name} {help}\n# TYPE {name} histogram");
        for (labels, histogram) in values {
            let comma = if labels.is_empty() { "" } else { "," };
            let mut below = 0;
            for (bucket, end) in histogram.buckets.iter().zip(BUCKETS_US.iter().map(Some).chain([None])) {
                below += bucket.load(Ordering::Relaxed);
                let end = end.map_or("+Inf".to_owned(), |us| (*us as f64 / US_PER_S).to_string());
                let _ = writeln!(self.text, "{name}_bucket{{{labels}{comma}le=\"{end}\"}} {below}");
            }
            let braces = if labels.is_empty() { String::new() } else { format!("{{{labels}}}") };
            let sum = histogram.sum_us.load(Ordering::Relaxed) as f64 / US_PER_S;
            let _ = writeln!(self.text, "{name}_sum{braces} {sum}\n{name}_count{braces} {below}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_histogram_counts_each_span_in_every_bucket_that_it_fits_in() {
        let histogram = Histogram::default();
        for us in [100, 101, 900_000, 61_000_000] {
            histogram.took(Duration::from_micros(us));
        }
        let mut page = Page::default();
        page.histogram("x_seconds", "How long", [("log=\"ops\"".to_owned(), &histogram)]);
        let text = page.into_text();
        for line in [
            "# TYPE x_seconds histogram",
            "x_seconds_bucket{log=\"ops\",le=\"0.0001\"} 1",
            "x_seconds_bucket{log=\"ops\",le=\"0.00025\"} 2",
            "x_seconds_bucket{log=\"ops\",le=\"1\"} 3",
            "x_seconds_bucket{log=\"ops\",le=\"60\"} 3",
            "x_seconds_bucket{log=\"ops\",le=\"+Inf\"} 4",
            "x_seconds_sum{log=\"ops\"} 61.900201",
            "x_seconds_count{log=\"ops\"} 4",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} is not in\n{text}");
        }
    }
}
