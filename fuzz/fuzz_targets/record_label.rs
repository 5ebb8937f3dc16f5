//! A label from outside is refused or reads back the same, and a join never lets more people read.
#![no_main]

use kulla_record::Label;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    // Two labels, if there are two: one after the other.
    let mut stream = serde_json::Deserializer::from_slice(bytes).into_iter::<Label>();
    let mut next = || stream.next().and_then(Result::ok).and_then(|label| label.checked().ok());
    let Some(one) = next() else { return };
    let text = serde_json::to_vec(&one).expect("a label is JSON");
    assert_eq!(serde_json::from_slice::<Label>(&text).expect("and reads back"), one);
    assert_eq!(one.join(&one), one);
    let Some(two) = next() else { return };
    let joined = one.join(&two);
    assert!(joined.dominates(&one) && joined.dominates(&two), "{joined:?}");
});
