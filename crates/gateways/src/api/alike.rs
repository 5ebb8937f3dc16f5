//! Reports that are likely of the same thing as one that an officer looks at.
//!
//! **They are looked for among what this session may read, and nowhere else**, so a hint never tells of another's
//! report; and only sessions get here, so the public is told nothing.

use kulla_detect::duplicate::{OTHERS_MAX, Parameters, Seen, alike};
use kulla_picture::{Filter, Item, fold};
use kulla_record::Kind;
use kulla_record::kind::signal::Report;
use kulla_record::place::{Bounds, Point};

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
    let (mut items, mut after) = (Vec::new(), None);
    while items.len() < OTHERS_MAX {
        let page = ask.reader.list(&filter, after.as_deref(), PAGE_ITEMS)?;
        items.extend(page.items);
        after = page.next;
        if after.is_none() {
            break;
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

fn seen(item: &Item) -> Option<Seen> {
    let report = item.typed::<Report>()?;
    let around = report.place.geometry.as_ref().and_then(|shape| Bounds::around(shape.points()));
    let middle = |b: Bounds| Point(f64::midpoint(b.west, b.east), f64::midpoint(b.south, b.north));
    // The title of what was handed in repeats the words; of what an officer wrote it is half of them.
    let (service, title) = match report.handed_in {
        Some(own) => (own.service, String::new()),
        None => (String::new(), report.title),
    };
    Some(Seen {
        subject: item.subject,
        service,
        at: report.seen,
        point: around.map(middle),
        areas: report.place.areas,
        text: fold(&format!("{title} {} {}", report.text, report.place.words)),
    })
}
