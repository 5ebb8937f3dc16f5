//! Reports that are likely of the same thing as one that an officer looks at.
//!
//! **They are looked for among what this session may read, and nowhere else**, so a hint never tells of another's
//! report; and only sessions get here, so the public is told nothing.

use kulla_detect::duplicate::{OTHERS_MAX, Parameters, Seen, alike};
use kulla_picture::{Filter, Item, fold};
use kulla_record::Kind;
use kulla_record::kind::signal::Report;
use kulla_record::place::{Bounds, KM_PER_DEGREE, Point};

use super::ask::Ask;
use super::wire::signal::Alike;
use crate::problem::Problem;

/// Reports that are named as alike.
const NAMED_MAX: usize = 10;
/// Reports that are read at once.
const PAGE_ITEMS: usize = 100;

/// Those that are likely of the same thing as a report; none for another kind of signal.
pub(super) fn of(ask: &Ask<'_>, item: &Item) -> Result<Vec<Alike>, Problem> {
    let Some(one) = seen(item) else { return Ok(Vec::new()) };
    let parameters = Parameters::default();
    let (at_ms, span_ms) =
        (one.at.as_millisecond(), i64::try_from(parameters.within.as_millis()).unwrap_or(i64::MAX));
    let filter = Filter {
        kinds: vec![Kind::REPORT],
        since_ms: Some(at_ms.saturating_sub(span_ms)),
        until_ms: Some(at_ms.saturating_add(span_ms).saturating_add(1)),
        ..Filter::default()
    };
    // On a bad day there are more reports than are looked at, so what lies around this one comes first.
    let near = one
        .point
        .map(|point| Filter { within: Some(around(point, parameters.alike_km)), ..filter.clone() });
    let mut items: Vec<Item> = Vec::new();
    for filter in near.iter().chain([&filter]) {
        let mut after = None;
        while items.len() < OTHERS_MAX {
            let page = ask.reader.list(filter, after.as_deref(), PAGE_ITEMS)?;
            for item in page.items {
                if items.iter().all(|known| known.version != item.version) {
                    items.push(item);
                }
            }
            after = page.next;
            if after.is_none() {
                break;
            }
        }
    }
    let others: Vec<Seen> = items.iter().filter_map(seen).collect();
    let mut named = Vec::new();
    for found in alike(&one, &others, &parameters).into_iter().take(NAMED_MAX) {
        let Some(other) = items.iter().find(|other| other.subject == found.subject) else { continue };
        let triage = ask.triage_of(other)?;
        let number = other.typed::<Report>().and_then(|report| report.handed_in).map(|own| own.number);
        let signal = ask.signal_strip(other, triage.as_ref());
        named.extend(signal.map(|signal| Alike {
            signal,
            number: number.unwrap_or_default(),
            why: found.why,
        }));
    }
    Ok(named)
}

/// A box that holds everything within so many kilometres.
fn around(middle: Point, km: f64) -> Bounds {
    let north = km / KM_PER_DEGREE;
    let east = north / middle.lat().to_radians().cos().abs().max(0.01);
    Bounds {
        west: middle.lon() - east,
        south: middle.lat() - north,
        east: middle.lon() + east,
        north: middle.lat() + north,
    }
}

fn seen(item: &Item) -> Option<Seen> {
    let report = item.typed::<Report>()?;
    // The title of what was handed in repeats the words; of what an officer wrote it is half of them.
    let (service, title) = match report.handed_in {
        Some(own) => (own.service, String::new()),
        None => (String::new(), report.title),
    };
    Some(Seen {
        subject: item.subject,
        service,
        at: report.seen,
        point: report.place.middle(),
        areas: report.place.areas,
        text: fold(&format!("{title} {} {}", report.text, report.place.words)),
    })
}
