//! What came in since the last flush, as groups: at most once a second it becomes a handful of records.
//!
//! Pure. Lines go in, a [`Batch`] comes out. Each alert is counted in exactly one group of exactly one batch;
//! which alarm a group belongs to is said by [`super::ledger`].

use kulla_eve::{Event, EventType, Group, Grouper, Item, Policy, Scope, Timestamp};

use super::health::{Figures, HEALTH_FIGURES_MAX};

/// A sensor whose clock runs further ahead than this has its events dated by us, in seconds.
pub const CLOCK_AHEAD_S_MAX: i64 = 300;
/// Microseconds of a second.
const MICROS: i64 = 1_000_000;

/// What came since the last flush.
#[derive(Debug, Default)]
pub struct Gather {
    grouper: Grouper,
    figures: Vec<Figures>,
    counts: Counts,
}

/// How much came.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Lines that are events.
    pub events: u64,
    /// Of these, alerts and anomalies: what stands in the groups.
    pub grouped: u64,
    /// Lines that are none.
    pub broken: u64,
    /// Events that were dated by us, because their clock ran ahead or they had no time.
    pub redated: u64,
    /// How far the worst clock ran ahead, in seconds.
    pub ahead_s: i64,
}

/// What goes to the desk at once.
#[derive(Debug, Clone, Default)]
pub struct Batch {
    /// What came, by group.
    pub groups: Vec<(Scope, Group)>,
    /// What the sensor said of itself.
    pub figures: Vec<Figures>,
    /// How much came.
    pub counts: Counts,
}

impl Gather {
    /// Nothing came yet.
    pub fn new() -> Gather {
        Gather { grouper: Grouper::new(Policy::default()), ..Gather::default() }
    }

    /// One line, read at `now_s` seconds since 1970.
    pub fn take(&mut self, item: Item<'_>, now_s: i64) {
        match item {
            Item::Event { line, event } => self.event(event, line, now_s),
            Item::Broken(_) => self.counts.broken += 1,
        }
    }

    /// Takes out what came.
    pub fn flush(&mut self) -> Batch {
        Batch {
            groups: self.grouper.drain(),
            figures: std::mem::take(&mut self.figures),
            counts: std::mem::take(&mut self.counts),
        }
    }

    fn event(&mut self, mut event: Event<'_>, line: u64, now_s: i64) {
        self.counts.events += 1;
        self.date(&mut event, now_s);
        if event.event_type == EventType::Stats {
            self.health(&event, now_s);
            return;
        }
        if self.grouper.add(&event, line) != kulla_eve::Placed::NotGrouped {
            self.counts.grouped += 1;
        }
    }

    /// A time from next year would make groups that no reader ever gets to. What lies in the past stays: a
    /// sensor may hand in what it kept while the line was down.
    fn date(&mut self, event: &mut Event<'_>, now_s: i64) {
        let ahead_s = event.timestamp.map(|time| time.unix_seconds().saturating_sub(now_s));
        if ahead_s.is_none_or(|ahead_s| ahead_s > CLOCK_AHEAD_S_MAX) {
            event.timestamp = Timestamp::from_unix_micros(now_s.saturating_mul(MICROS));
            self.counts.redated += 1;
            self.counts.ahead_s = self.counts.ahead_s.max(ahead_s.unwrap_or(0));
        }
    }

    fn health(&mut self, event: &Event<'_>, now_s: i64) {
        let Some(stats) = event.stats() else { return };
        if self.figures.len() == HEALTH_FIGURES_MAX {
            self.figures.remove(0);
        }
        let at_s = event.timestamp.map_or(now_s, Timestamp::unix_seconds);
        self.figures.push(Figures {
            at_s,
            uptime_s: stats.uptime_s,
            packets: stats.kernel_packets.unwrap_or(0),
            drops: stats.kernel_drops.unwrap_or(0),
        });
    }
}

#[cfg(test)]
mod tests {
    use kulla_eve::Reader;

    use super::*;

    const NOW_S: i64 = 1_772_359_200; // 2026-03-01T10:00:00Z

    fn gather(text: &str) -> Batch {
        let (mut reader, mut gather) = (Reader::default(), Gather::new());
        reader.feed(text.as_bytes(), &mut |item| gather.take(item, NOW_S));
        reader.finish(&mut |item| gather.take(item, NOW_S));
        gather.flush()
    }

    fn alert(time: &str, source: &str) -> String {
        format!(
            "{{\"timestamp\":\"{time}\",\"event_type\":\"alert\",\"src_ip\":\"{source}\",\"dest_ip\":\"192.0.2.1\",\
             \"alert\":{{\"gid\":1,\"signature_id\":2001219,\"signature\":\"SSH scan\",\"category\":\"Scan\",\"severity\":2}}}}\n"
        )
    }

    #[test]
    fn an_alert_from_next_year_is_dated_by_us_and_counted_all_the_same() {
        let batch = gather(&alert("2027-03-01T10:00:00.000000+0000", "203.0.113.7"));
        assert_eq!((batch.counts.grouped, batch.counts.redated), (1, 1));
        assert_eq!(batch.counts.ahead_s, 365 * 86_400);
        assert_eq!(batch.groups[0].1.last.unwrap().unix_seconds(), NOW_S);
    }

    #[test]
    fn an_alert_of_yesterday_keeps_its_time() {
        let batch = gather(&alert("2026-02-28T10:00:00.000000+0000", "203.0.113.7"));
        assert_eq!(
            (batch.counts.redated, batch.groups[0].1.last.unwrap().unix_seconds()),
            (0, NOW_S - 86_400)
        );
    }

    #[test]
    fn garbage_and_half_lines_are_counted_and_stop_nothing() {
        let torn = format!(
            "{}{{\"event_type\":\n\u{0}\u{0}\nnot json\n{}",
            alert("x", "::1"),
            &alert("x", "::1")[..40]
        );
        let batch = gather(&torn);
        assert_eq!((batch.counts.events, batch.counts.grouped, batch.counts.broken), (1, 1, 4));
    }

    #[test]
    fn what_a_sensor_says_of_itself_is_no_alert() {
        let batch = gather(
            r#"{"timestamp":"2026-03-01T10:00:00.0+0000","event_type":"stats","stats":{"uptime":60,"capture":{"kernel_packets":1000,"kernel_drops":20}}}"#,
        );
        assert!(batch.groups.is_empty());
        assert_eq!((batch.figures[0].packets, batch.figures[0].drops), (1000, 20));
    }
}
