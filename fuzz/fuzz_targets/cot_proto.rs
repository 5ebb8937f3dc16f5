//! Any bytes are a TAK message or refused, and an event that came that way can be written as XML and read.
#![no_main]

use kulla_cot::proto::{decode, encode, from_message};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    kulla_cot::fuzz::protobuf(bytes);
    let Ok(message) = decode(bytes) else { return };
    let payload = encode(&message).expect("what was decoded is no longer than a frame");
    let again = decode(&payload).expect("what we encoded decodes");
    // Bytes are compared, because a point may hold numbers that equal nothing.
    assert_eq!(encode(&again).expect("and is encoded again"), payload);
    if let Ok(Some(event)) = from_message(&message)
        && let Ok(text) = event.to_xml()
    {
        kulla_cot::read(text.as_bytes()).expect("what we wrote reads");
    }
});
