//! A header has one spelling: bytes that decode are the bytes that encode.
#![no_main]

use kulla_record::Header;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(header) = Header::decode(bytes) {
        assert_eq!(header.encode(), bytes);
    }
});
