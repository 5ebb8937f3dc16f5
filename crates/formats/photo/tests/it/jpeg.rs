use kulla_photo::{Clean, Fault, Format, Limits, SCANS_MAX, SEGMENTS_MAX, clean};

use crate::made::*;

fn cleaned(bytes: &[u8]) -> Result<Clean, Fault> {
    clean(bytes, &Limits::default())
}

fn with(extra: Vec<u8>, at: usize) -> Vec<u8> {
    let mut parts = grey_parts();
    parts.insert(at, extra);
    jpeg(&parts)
}

#[test]
fn a_picture_without_anything_else_stays_as_it_is_byte_for_byte() {
    let plain = jpeg(&grey_parts());
    let done = cleaned(&plain).unwrap();
    assert_eq!((done.format, done.width, done.height, done.turned), (Format::Jpeg, 8, 8, 1));
    assert_eq!(done.bytes, plain);
}

#[test]
fn whatever_a_telephone_puts_into_it_is_gone_and_which_way_is_up_is_told() {
    for turned in 1..=8 {
        let mut parts = jpeg_extras(turned);
        parts.extend(grey_parts());
        let mut bytes = jpeg(&parts);
        // A second picture and a film behind the end.
        bytes.extend(jpeg(&grey_parts()));
        bytes.extend(b"\0\0\0\x18ftypmp42SECRET");
        let done = cleaned(&bytes).unwrap();
        assert_eq!(done.turned, turned);
        for secret in [&b"SECRET"[..], b"Exif", b"http", b"ICC", b"42.2847", b"8BIM", b"ftyp", b"MPF"] {
            assert!(!holds(&done.bytes, secret), "{}", String::from_utf8_lossy(secret));
        }
        let mut kept = vec![
            segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
            segment(0xee, b"Adobe\0\x64\0\0\0\0\x01"),
        ];
        kept.extend(grey_parts());
        assert_eq!(done.bytes, jpeg(&kept), "two words of how colours are coded, and the picture");
        assert_eq!(cleaned(&done.bytes).unwrap().bytes, done.bytes);
    }
}

#[test]
fn metadata_between_and_behind_the_parts_of_a_picture_goes_too() {
    for at in 0..=grey_parts().len() {
        let done = cleaned(&with(segment(0xe1, b"SECRET"), at)).unwrap();
        assert_eq!(done.bytes, jpeg(&grey_parts()), "at {at}");
    }
}

#[test]
fn the_few_bytes_that_a_program_leaves_behind_a_segment_are_passed_over_and_not_written() {
    for stray in [&b"SECRET"[..], b"?>", &[7, 0xff, 0, 7], &[0xff, 0xff]] {
        let done = cleaned(&with(stray.to_vec(), 1)).unwrap();
        assert_eq!(done.bytes, jpeg(&grey_parts()));
    }
}

#[test]
fn a_progressive_picture_and_one_with_restarts_are_taken() {
    let progressive = [
        quantisation(),
        frame(0xc2, 16, 8, 3),
        huffman(0, 0),
        scan(&[1, 2, 3], (0, 0, 1), &[1]),
        huffman(1, 0),
        scan(&[1], (1, 5, 2), &[2]),
        scan(&[1], (1, 5, 0x21), &[3]),
        scan(&[1, 2, 3], (0, 0, 0x10), &[4]),
    ];
    let bytes = jpeg(&progressive);
    assert_eq!(cleaned(&bytes).unwrap().bytes, bytes);
    let restarts = |coded: &[u8]| {
        let mut parts = grey_parts();
        parts.insert(4, segment(0xdd, &[0, 1]));
        parts[5] = scan(&[1], (0, 63, 0), coded);
        jpeg(&parts)
    };
    let sound = restarts(&[7, 0xff, 0xd0, 7, 0xff, 0xd1, 7]);
    assert_eq!(cleaned(&sound).unwrap().bytes, sound);
    let missing = cleaned(&restarts(&[7, 0xff, 0xd0, 7, 0xff, 0xd2, 7])).unwrap_err();
    assert!(matches!(missing, Fault::Damaged { what: "a restart is out of order", .. }), "{missing}");
    let mut parts = grey_parts();
    parts[4] = scan(&[1], (0, 63, 0), &[7, 0xff, 0xd0, 7]);
    assert!(cleaned(&jpeg(&parts)).is_err(), "a restart where none was announced");
}

#[test]
fn the_last_bytes_of_a_sequential_scan_change_nothing_and_spare_it_no_table() {
    let says = |parts: &[Vec<u8>], last: (u8, u8, u8)| {
        let mut parts = parts.to_vec();
        let end = parts.len() - 1;
        parts[end] = scan(&[1], last, &[0x3f, 0xff, 0x00, 0x5a]);
        cleaned(&jpeg(&parts))
    };
    let mut without = grey_parts();
    without.remove(2);
    for last in [(0, 63, 0), (0, 63, 0x10), (0, 0, 0), (1, 5, 0x21), (9, 3, 0xff)] {
        assert_eq!(says(&grey_parts(), last).unwrap().bytes, jpeg(&grey_parts()), "{last:?}");
        assert!(says(&without, last).is_err(), "{last:?}");
    }
}

#[test]
fn a_picture_that_is_cut_off_anywhere_is_refused() {
    let mut parts = jpeg_extras(6);
    parts.extend(grey_parts());
    let whole = jpeg(&parts);
    for end in 0..whole.len() {
        let fault = cleaned(&whole[..end]).unwrap_err();
        assert!(matches!(fault, Fault::CutOff(_) | Fault::Unknown), "{end}: {fault}");
    }
}

#[test]
fn what_is_not_as_the_format_asks_is_refused() {
    let replaced = |at: usize, part: Vec<u8>| {
        let mut parts = grey_parts();
        parts[at] = part;
        jpeg(&parts)
    };
    let damaged = [
        ("no tables", jpeg(&grey_parts()[1..])),
        ("no frame", replaced(1, vec![])),
        ("two frames", with(frame(0xc0, 8, 8, 1), 2)),
        ("no Huffman table", replaced(2, vec![])),
        ("no scan", replaced(4, vec![])),
        ("an empty scan", replaced(4, scan(&[1], (0, 63, 0), &[]))),
        ("a colour that is not there", replaced(4, scan(&[2], (0, 63, 0), &[1]))),
        ("a colour that is missing", replaced(1, frame(0xc0, 8, 8, 3))),
        (
            "a table with something behind it",
            replaced(0, segment(0xdb, &[[0; 65].as_slice(), b"SECRET"].concat())),
        ),
        ("a segment without room for its length", with(vec![0xff, 0xfe, 0, 1], 0)),
        ("a marker of nothing", with(vec![0xff, 0x02], 0)),
        ("much between segments", with(vec![7; 2_000], 1)),
        ("a start inside", with(vec![0xff, 0xd8], 2)),
        ("an empty picture", replaced(1, frame(0xc0, 0, 8, 1))),
    ];
    for (what, bytes) in damaged {
        let fault = cleaned(&bytes).unwrap_err();
        assert!(
            matches!(fault, Fault::Damaged { .. } | Fault::Size { .. } | Fault::CutOff(_)),
            "{what}: {fault}"
        );
    }
    for marker in [0xc3, 0xc5, 0xc9, 0xcb, 0xcc, 0xcd, 0xdc] {
        assert!(
            matches!(cleaned(&with(segment(marker, &[8, 0]), 1)), Err(Fault::Unusual(_))),
            "{marker:x}"
        );
    }
}

#[test]
fn more_than_the_limits_is_refused() {
    let bytes = jpeg(&grey_parts());
    let limits = |bytes_max, side_max, pixels_max| Limits { bytes_max, side_max, pixels_max };
    let len = bytes.len();
    assert!(clean(&bytes, &limits(len, 8, 64)).is_ok());
    assert!(matches!(clean(&bytes, &limits(len - 1, 8, 64)), Err(Fault::TooLarge { .. })));
    assert!(matches!(clean(&bytes, &limits(len, 7, 64)), Err(Fault::Size { .. })));
    assert!(matches!(clean(&bytes, &limits(len, 8, 63)), Err(Fault::Size { .. })));
    let many = |part: Vec<u8>, times: usize| {
        let mut parts = grey_parts();
        parts.extend(std::iter::repeat_n(part, times));
        jpeg(&parts)
    };
    assert!(cleaned(&many(scan(&[1], (0, 63, 0), &[1]), SCANS_MAX - 1)).is_ok());
    assert!(cleaned(&many(scan(&[1], (0, 63, 0), &[1]), SCANS_MAX)).is_err());
    assert!(cleaned(&many(segment(0xfe, b""), SEGMENTS_MAX)).is_err());
}

#[test]
fn other_pictures_are_told_apart_and_each_answer_says_what_to_do() {
    for (bytes, name) in [
        (&b"GIF89a"[..], "GIF"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "WebP"),
        (b"\0\0\0\x18ftypheic", "HEIC"),
        (b"\0\0\0\x18ftypmif1", "HEIC"),
        (b"\0\0\0\x18ftypavif", "AVIF"),
        (b"\0\0\0\x18ftypmp42", "film"),
        (b"II*\0", "TIFF"),
    ] {
        let fault = cleaned(bytes).unwrap_err();
        assert_eq!(fault, Fault::Other(name));
        assert!(fault.to_string().contains("JPEG"), "{fault}");
    }
    for bytes in
        [&b"<svg onload=alert(1)>"[..], b"%PDF-1.7", b"PK\x03\x04", b"<!doctype html>", b"\xff\xd8\x00"]
    {
        assert_eq!(cleaned(bytes), Err(Fault::Unknown));
    }
    assert_eq!(cleaned(b""), Err(Fault::CutOff(0)));
}
