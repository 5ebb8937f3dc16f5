//! Any bytes are taken apart within limits, and a feed that we would publish reads back with its entries.
#![no_main]

use kulla_cap::limits::FEED_ENTRIES_MAX;
use kulla_cap::{Feed, Parcel, Verdict, Wrapping, split, write_atom, write_rss};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let parcel = split(bytes);
    assert!(parcel.alerts.len() + parcel.links().count() <= 2 * FEED_ENTRIES_MAX);
    for report in &parcel.alerts {
        assert_eq!(report.alert.is_none(), report.verdict == Verdict::Reject);
    }
    let Parcel { wrapping: Wrapping::Feed(_, feed), .. } = parcel else { return };
    for text in [write_atom(&feed), write_rss(&feed)].into_iter().flatten() {
        let Wrapping::Feed(_, again) = split(text.as_bytes()).wrapping else {
            panic!("what was written as a feed is read as something else:\n{text}")
        };
        assert_eq!(ids(&again), ids(&feed), "{text}");
    }
});

fn ids(feed: &Feed) -> Vec<(&str, Option<&str>)> {
    feed.entries.iter().map(|entry| (entry.id.as_str(), entry.link.as_deref())).collect()
}
