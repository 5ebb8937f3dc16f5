//! Events that others made, from `KULLA_SHARED/data/cot`: untouched they keep their bytes, rewritten they keep
//! their meaning. With the variable set, missing data is a failure.
#![expect(clippy::print_stdout, reason = "a test says that it was skipped")]

use std::path::PathBuf;

use kulla_cot::{proto, read, read_all};

fn files() -> Option<Vec<PathBuf>> {
    let Some(shared) = std::env::var_os("KULLA_SHARED") else {
        println!("skipped: `KULLA_SHARED` is not set");
        return None;
    };
    let mut shared = PathBuf::from(shared);
    if shared.is_relative() && !shared.exists() {
        // Tests run in the folder of their crate; the variable may be meant from the root of the house.
        shared = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../..").join(shared);
    }
    let folder = shared.join("data/cot");
    let folders = std::fs::read_dir(&folder).expect("`KULLA_SHARED` has a folder data/cot");
    let mut files = Vec::new();
    for folder in folders.map(|f| f.expect("an entry").path()).filter(|f| f.is_dir()) {
        files.extend(std::fs::read_dir(folder).expect("a folder").map(|f| f.expect("an entry").path()));
    }
    files.retain(|file| file.extension().is_some_and(|e| e == "xml"));
    files.sort();
    assert!(files.len() >= 10, "only {} files in `{}`", files.len(), folder.display());
    Some(files)
}

#[test]
fn events_of_other_programs_survive_a_round_trip() {
    let mut events = 0;
    for file in files().unwrap_or_default() {
        let bytes = std::fs::read(&file).expect("a readable file");
        let frames = read_all(&bytes).unwrap_or_else(|why| panic!("{}: {why}", file.display()));
        assert!(!frames.is_empty(), "{}", file.display());
        for frame in frames {
            events += 1;
            assert_eq!(read(frame.bytes()).expect("it was read").bytes(), frame.bytes());
            let written = frame.event.to_xml().expect("it can be written");
            let again = read(written.as_bytes()).expect("what we write").event;
            assert_eq!(again, frame.event, "{}", file.display());
            let message = proto::to_message(&frame.event).expect("a message");
            let event = proto::from_message(&message).expect("a fair message").expect("an event");
            assert_eq!(event.point, frame.event.point);
            assert_eq!(event.detail.contact(), frame.event.detail.contact());
            assert_eq!(event.detail.track(), frame.event.detail.track());
            assert_eq!(event.detail.chat(), frame.event.detail.chat());
            assert_eq!(event.detail.elements().count(), frame.event.detail.elements().count());
        }
    }
    if std::env::var_os("KULLA_SHARED").is_some() {
        assert!(events >= 14, "only {events} events were found");
    }
}
