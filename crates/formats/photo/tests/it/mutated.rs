//! Any bytes, and pictures that were changed.

use kulla_photo::{Limits, clean};
use proptest::prelude::*;

use crate::made::*;

/// Cleaning again changes nothing, and nothing that says where it was taken is left.
fn judge(bytes: &[u8]) {
    let limits = Limits::default();
    let Ok(done) = clean(bytes, &limits) else { return };
    let again = clean(&done.bytes, &limits).expect("what we write is taken");
    assert_eq!((again.bytes, again.turned), (done.bytes.clone(), 1));
    assert!(done.bytes.len() <= bytes.len() + 1);
    assert_eq!((again.width, again.height), (done.width, done.height));
    assert!((1..=8).contains(&done.turned));
}

fn extra() -> impl Strategy<Value = Vec<u8>> {
    let marker = prop_oneof![0xe0_u8..=0xef, Just(0xfe)];
    let content = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..200),
        Just(b"JFIF\0\x01\x02".to_vec()),
        Just([b"Exif\0\0".to_vec(), tiff(5)].concat()),
        Just(b"Adobe\0\x64\0\0\0\0\x02".to_vec()),
    ];
    (marker, content).prop_map(|(marker, content)| segment(marker, &content))
}

proptest! {
    #[test]
    fn any_bytes_get_an_answer(mut bytes in proptest::collection::vec(any::<u8>(), 0..400), start in 0..3) {
        let begins: [&[u8]; 3] = [b"", &[0xff, 0xd8, 0xff], &[0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a]];
        bytes.splice(0..0, begins[start as usize].iter().copied());
        judge(&bytes);
    }

    #[test]
    fn a_changed_picture_is_refused_or_as_clean_as_any(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        of_png in any::<bool>(),
    ) {
        let mut parts = if of_png { vec![header(1, 1, 8, 0), pixel()] } else { jpeg_extras(6) };
        parts.extend(if of_png { png_extras(6) } else { grey_parts() });
        let mut bytes = if of_png { png(&parts) } else { jpeg(&parts) };
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        judge(&bytes);
    }

    #[test]
    fn whatever_stands_between_the_parts_of_a_picture_nothing_of_it_is_left(
        extras in proptest::collection::vec((extra(), 0_usize..6), 0..12),
        behind in proptest::collection::vec(any::<u8>(), 0..100),
    ) {
        let mut parts: Vec<(usize, Vec<u8>)> = grey_parts().into_iter().enumerate().map(|(n, part)| (2 * n + 1, part)).collect();
        parts.extend(extras.into_iter().map(|(extra, at)| (2 * at, extra)));
        parts.sort_by_key(|(at, _)| *at);
        let parts: Vec<Vec<u8>> = parts.into_iter().map(|(_, part)| part).collect();
        let mut bytes = jpeg(&parts);
        bytes.extend(behind);
        let done = clean(&bytes, &Limits::default()).unwrap();
        // What stays of the headers has the same bytes whatever it was.
        let mut rest = done.bytes;
        for kept in [segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"), segment(0xee, b"Adobe\0\x64\0\0\0\0\x02")] {
            while let Some(at) = rest.windows(kept.len()).position(|part| part == kept) {
                rest.drain(at..at + kept.len());
            }
        }
        for transform in 0..3 {
            let kept = segment(0xee, &[&b"Adobe\0\x64\0\0\0\0"[..], &[transform]].concat());
            while let Some(at) = rest.windows(kept.len()).position(|part| part == kept) {
                rest.drain(at..at + kept.len());
            }
        }
        prop_assert_eq!(rest, jpeg(&grey_parts()));
    }
}
