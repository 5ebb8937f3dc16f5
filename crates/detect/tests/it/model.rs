//! The detector of thresholds beside a naive one: however readings are cut into batches, the same alarm stands.

use kulla_detect::threshold::decide;
use kulla_record::kind::signal::{Alarm, AlarmState, Reading};
use proptest::prelude::*;

use crate::world::{gauge, reading, series};

/// The level by the rule as it is written for people: reached goes up, 0.1 below goes down.
fn naive(values: &[f64]) -> usize {
    let thresholds = [2.6, 3.2, 3.8];
    values.iter().fold(0, |level: usize, value| {
        let mut level = level;
        while level < 3 && *value >= thresholds[level] {
            level += 1;
        }
        while level > 0 && *value < thresholds[level - 1] - 0.1 {
            level -= 1;
        }
        level
    })
}

fn level(alarm: Option<&Alarm>) -> usize {
    let open = alarm.filter(|alarm| alarm.state == AlarmState::Raised);
    open.map_or(0, |alarm| alarm.explanation.facts["level"].parse().unwrap())
}

proptest! {
    #[test]
    fn the_standing_alarm_is_that_of_the_rule_however_readings_are_cut_into_batches(
        centimetres in proptest::collection::vec(200..420_i32, 1..60), cuts in proptest::collection::vec(1..7usize, 60),
    ) {
        let values: Vec<f64> = centimetres.iter().map(|cm| f64::from(*cm) / 100.0).collect();
        let readings: Vec<Reading> = (0..).zip(&values).map(|(n, value)| reading(n, *value)).collect();
        let (register, mut open, mut at) = (gauge(), None::<Alarm>, 0);
        for cut in cuts {
            let until = (at + cut).min(readings.len());
            let holds = open.as_ref().filter(|alarm| alarm.state == AlarmState::Raised).cloned();
            if let Some(alarm) = decide(&series(&register, &readings[..until], until - at, holds.as_ref())) {
                open = Some(alarm);
            }
            at = until;
            prop_assert_eq!(level(open.as_ref()), naive(&values[..at]));
        }
    }
}
