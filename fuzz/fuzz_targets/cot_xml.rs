//! Any bytes are an event or refused; an event is kept byte for byte, and what we write reads back the same.
#![no_main]

use kulla_cot::proto::{decode, encode, from_message, to_message};
use kulla_cot::{read, read_all};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    kulla_cot::fuzz::xml(bytes);
    // A document of many events is another way in; it must only not panic.
    let _ = read_all(bytes);
    let Ok(frame) = read(bytes) else { return };
    assert_eq!(frame.bytes(), bytes);
    if let Ok(text) = frame.event.to_xml() {
        let again = read(text.as_bytes()).expect("what we wrote reads");
        assert_eq!(again.event.to_xml().expect("and can be written again"), text);
    }
    if let Ok(message) = to_message(&frame.event) {
        let payload = encode(&message).unwrap_or_default();
        if let Ok(message) = decode(&payload) {
            let _ = from_message(&message);
        }
    }
});
