//! A file of EVE lines cut anywhere gives what it gives whole; every line is counted once; contents of
//! traffic stay out. The first byte says how the rest is cut.
#![no_main]

use kulla_eve::{Counts, Event, Grouper, Item, Options, Policy, Reader};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let whole = read(bytes, bytes.len().max(1));
    assert_eq!(read(bytes, usize::from(*first) + 1), whole);
    let (Counts { lines, events, broken, blank, .. }, seen) = whole;
    assert_eq!(lines, events + broken + blank);
    assert_eq!(seen.len() as u64, events + broken);
});

/// The counts, and for each line that is not blank what it says or why it is broken.
fn read(bytes: &[u8], piece: usize) -> (Counts, Vec<String>) {
    let mut reader = Reader::new(Options { line_bytes_max: 1 << 16, ..Options::default() });
    let mut groups = Grouper::new(Policy::default());
    let mut seen = Vec::new();
    let mut each = |item: Item<'_>| match item {
        Item::Event { line, event } => {
            groups.add(&event, line);
            seen.push(told(&event));
        }
        Item::Broken(broken) => seen.push(broken.to_string()),
    };
    for piece in bytes.chunks(piece) {
        reader.feed(piece, &mut each);
    }
    reader.finish(&mut each);
    assert_eq!(groups.groups().values().map(|group| group.count).sum::<u64>(), groups.counted());
    (reader.counts(), seen)
}

fn told(event: &Event<'_>) -> String {
    let json = event.json().into_owned();
    let again = Event::view(json.as_bytes()).expect("what was given out reads");
    assert_eq!(again.json(), json);
    format!(
        "{json}{:?}{:?}{:?}{:?}{:?}{:?}{:?}{:?}{:?}",
        event.alert(),
        event.anomaly(),
        event.dns(),
        event.http(),
        event.tls(),
        event.fileinfo(),
        event.flow(),
        event.stats(),
        event.drop_info()
    )
}
