//! How a sensor is, from its own `stats` events: whether it loses packets before it looks at them.
//!
//! Pure. Its counters run since its start, so what matters is what they grew by. A sensor that loses packets
//! does not see what it should see, which nobody notices by its silence.

/// Figures of a sensor that are kept between two flushes.
pub const HEALTH_FIGURES_MAX: usize = 64;
/// Packets lost of a thousand from which on it is an alarm, unless the operator says otherwise.
pub const DROPS_PERMILLE: u32 = 10;
/// Fewer packets than this in an interval say nothing about a share.
const PACKETS_MIN: u64 = 1_000;
/// Intervals in a row that have to be good before an alarm is over.
const GOOD_INTERVALS: u32 = 3;

/// What a sensor said of itself once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// When, in seconds since 1970.
    pub at_s: i64,
    /// Seconds since its start.
    pub uptime_s: Option<u64>,
    /// Packets that reached it since its start.
    pub packets: u64,
    /// Packets that were lost since its start.
    pub drops: u64,
}

/// What an interval came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// Its end, in seconds since 1970.
    pub at_s: i64,
    /// Packets that were lost.
    pub drops: u64,
    /// Packets that reached it or were lost.
    pub packets: u64,
}

/// What becomes of the alarm of a sensor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It loses too much.
    Loses(Interval),
    /// It has been well for long enough.
    Well(Interval),
}

/// The health of one sensor.
#[derive(Debug, Clone, Copy)]
pub struct Watch {
    permille: u32,
    last: Option<Figures>,
    good: u32,
}

impl Watch {
    /// Nothing is known yet. `permille`: packets lost of a thousand from which on it is an alarm.
    pub fn new(permille: u32) -> Watch {
        Watch { permille, last: None, good: 0 }
    }

    /// Takes in what a sensor said: what the time since then came to, and what becomes of its alarm.
    pub fn see(&mut self, now: Figures) -> Option<(Interval, Option<Verdict>)> {
        let last = self.last.replace(now)?;
        let interval = between(&last, &now);
        let too_many =
            u128::from(interval.drops) * 1_000 > u128::from(interval.packets) * u128::from(self.permille);
        if interval.packets >= PACKETS_MIN && too_many {
            self.good = 0;
            return Some((interval, Some(Verdict::Loses(interval))));
        }
        self.good = self.good.saturating_add(1);
        // Said once, and once after a start too, when an alarm of before it may still stand.
        let well = self.good == GOOD_INTERVALS;
        Some((interval, well.then_some(Verdict::Well(interval))))
    }
}

/// A sensor that was started anew counts from nothing again.
fn between(last: &Figures, now: &Figures) -> Interval {
    let anew = now.packets < last.packets || now.drops < last.drops || now.uptime_s < last.uptime_s;
    let (packets, drops) = match anew {
        true => (now.packets, now.drops),
        false => (now.packets - last.packets, now.drops - last.drops),
    };
    Interval { at_s: now.at_s, drops, packets: packets.saturating_add(drops) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(at_s: i64, packets: u64, drops: u64) -> Figures {
        Figures { at_s, uptime_s: Some(at_s.unsigned_abs()), packets, drops }
    }

    #[test]
    fn losing_more_than_the_share_is_an_alarm_until_three_intervals_are_good() {
        let mut watch = Watch::new(DROPS_PERMILLE);
        assert_eq!(watch.see(figures(8, 0, 0)), None);
        let lost = Interval { at_s: 16, drops: 500, packets: 10_500 };
        assert_eq!(watch.see(figures(16, 10_000, 500)), Some((lost, Some(Verdict::Loses(lost)))));
        let verdicts: Vec<bool> = (3..8)
            .map(|n: i64| watch.see(figures(8 * n, 10_000 * n.unsigned_abs(), 500)).unwrap().1.is_some())
            .collect();
        assert_eq!(verdicts, [false, false, true, false, false]);
    }

    #[test]
    fn a_sensor_that_starts_anew_has_lost_nothing_by_it() {
        let mut watch = Watch::new(DROPS_PERMILLE);
        watch.see(figures(800, 1_000_000, 90_000));
        let (interval, verdict) = watch.see(figures(8, 5_000, 0)).unwrap();
        assert_eq!((interval.drops, interval.packets, verdict), (0, 5_000, None));
    }

    #[test]
    fn a_handful_of_packets_says_nothing_about_a_share() {
        let mut watch = Watch::new(DROPS_PERMILLE);
        watch.see(figures(8, 0, 0));
        assert_eq!(watch.see(figures(16, 10, 10)).unwrap().1, None);
    }
}
