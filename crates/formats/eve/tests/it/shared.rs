//! EVE files of other people, found by `KULLA_SHARED`; nothing of them is in this tree.

use std::path::PathBuf;

use kulla_eve::{Item, Options, Payload, Reader};

#[test]
fn shared_samples_survive_a_round_trip_and_are_counted_as_their_manifest_says() {
    let Some(shared) = std::env::var_os("KULLA_SHARED") else {
        println!("skipped: set `KULLA_SHARED` to read the shared samples");
        return;
    };
    let folder = PathBuf::from(shared).join("data/eve");
    let manifest =
        std::fs::read_to_string(folder.join("MANIFEST.tsv")).expect("the shared samples are there");
    let mut files = 0;
    for row in manifest.lines().skip(1).filter(|row| row.contains(".json\t")) {
        let name = row.split('\t').next().unwrap();
        let bytes = std::fs::read(folder.join(name)).unwrap();
        let mut types = std::collections::BTreeMap::<String, u32>::new();
        let mut kept = Vec::new();
        let mut broken = Vec::new();
        let mut reader = Reader::new(Options { payload: Payload::Keep, ..Options::default() });
        let mut each = |item: Item<'_>| match item {
            Item::Event { event, .. } => {
                *types.entry(event.event_type.name().to_owned()).or_default() += 1;
                kept.push(event.json().into_owned());
            }
            Item::Broken(line) => broken.push(line.line),
        };
        reader.feed(&bytes, &mut each);
        reader.finish(&mut each);
        let lines: Vec<&str> = std::str::from_utf8(&bytes).unwrap().lines().collect();
        let whole: Vec<&str> = lines
            .iter()
            .enumerate()
            .filter(|(index, _)| !broken.contains(&(*index as u64 + 1)))
            .map(|(_, line)| *line)
            .collect();
        assert_eq!(kept, whole, "{name}: an event comes back byte for byte");
        if name.contains("broken1") {
            // A reader that stops at line 2 sees one event; this one reads on.
            assert_eq!((broken, types.values().sum::<u32>()), (vec![2], 2));
        } else {
            let expected: std::collections::BTreeMap<String, u32> =
                serde_json::from_str(row.rsplit('\t').next().unwrap()).unwrap();
            assert_eq!((broken, types), (vec![], expected), "{name}");
        }
        files += 1;
    }
    assert!(files >= 5, "only {files} of the shared samples were found");
}
