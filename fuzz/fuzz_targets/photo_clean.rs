//! Any bytes get an answer; what was cleaned is clean: cleaning it again changes nothing.
#![no_main]

use kulla_photo::{Limits, clean};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits::default();
    let Ok(done) = clean(bytes, &limits) else { return };
    assert!(done.bytes.len() <= bytes.len() + 16);
    let again = clean(&done.bytes, &limits).expect("what we write is taken");
    assert_eq!((again.bytes, again.turned), (done.bytes, 1));
    assert_eq!((again.width, again.height), (done.width, done.height));
});
