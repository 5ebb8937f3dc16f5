//! Alarms of one occurrence.

use kulla_detect::grouping::{Parameters, Seen, together};
use kulla_detect::silence::{Heard, decide};
use kulla_record::SubjectId;
use kulla_record::kind::signal::{Alarm, Source};
use kulla_record::place::{Geometry, Place, Point};

use crate::world::{gauge, minute};

fn alarm(source: u8, at: Option<(f64, f64)>, began: i64) -> Alarm {
    let geometry = at.map(|(lon, lat)| Geometry::Point(Point(lon, lat)));
    let register = Source { place: Place { geometry, ..Place::default() }, ..gauge() };
    let heard = Heard {
        source: SubjectId([source; 16]),
        register: &register,
        listening: minute(began),
        last: None,
        open: None,
        now: minute(began + 20),
    };
    decide(&heard).unwrap()
}

#[test]
fn alarms_of_one_source_or_near_each_other_are_shown_together_the_nearest_first() {
    let alarms = [
        alarm(1, Some((20.62, 42.25)), 0),
        alarm(2, Some((20.60, 42.40)), 30),  // 17 km up the river
        alarm(1, None, 60),                  // the same gauge
        alarm(3, Some((21.47, 42.46)), 10),  // Gjilan
        alarm(4, Some((20.62, 42.26)), 900), // the day after
    ];
    let seen: Vec<Seen<'_>> =
        (0..).zip(&alarms).map(|(n, alarm)| Seen { subject: SubjectId([n; 16]), alarm }).collect();
    let found = together(seen[0], &seen, &Parameters::default());
    let said: Vec<_> = found.iter().map(|one| (one.subject.0[0], one.why.text.as_str())).collect();
    assert_eq!(said, [(2, "the same source, 60 minutes apart"), (1, "16.8 km and 30 minutes apart")]);
}

#[test]
fn an_alarm_without_a_place_is_near_nothing() {
    let (one, other) = (alarm(1, None, 0), alarm(2, Some((20.62, 42.25)), 0));
    let seen = [
        Seen { subject: SubjectId([1; 16]), alarm: &one },
        Seen { subject: SubjectId([2; 16]), alarm: &other },
    ];
    assert!(together(seen[0], &seen, &Parameters::default()).is_empty());
}
