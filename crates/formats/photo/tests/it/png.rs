use kulla_photo::{CHUNKS_MAX, Clean, Fault, Format, Limits, clean};

use crate::made::*;

fn cleaned(bytes: &[u8]) -> Result<Clean, Fault> {
    clean(bytes, &Limits::default())
}

fn grey() -> Vec<Vec<u8>> {
    vec![header(1, 1, 8, 0), pixel()]
}

#[test]
fn a_picture_keeps_what_shows_it_and_nothing_else_wherever_it_stands() {
    let plain = png(&grey());
    assert_eq!(cleaned(&plain).unwrap().bytes, plain);
    for at in 1..=2 {
        let mut chunks = grey();
        chunks.splice(at..at, png_extras(6));
        let mut bytes = png(&chunks);
        bytes.extend(b"PK\x03\x04SECRET");
        let done = cleaned(&bytes).unwrap();
        assert_eq!((done.format, done.width, done.height, done.turned), (Format::Png, 1, 1, 6));
        assert_eq!(done.bytes, plain);
    }
}

#[test]
fn transparency_gamma_and_colours_stay_and_each_stands_once() {
    let kept = [
        chunk(b"gAMA", &45_455_u32.to_be_bytes()),
        chunk(b"cHRM", &[1; 32]),
        chunk(b"sRGB", &[0]),
        chunk(b"tRNS", &[0, 7]),
    ];
    let mut chunks = grey();
    chunks.splice(1..1, kept.clone());
    let plain = png(&chunks);
    assert_eq!(cleaned(&plain).unwrap().bytes, plain);
    chunks.splice(1..1, kept);
    chunks.insert(1, chunk(b"gAMA", b"SECRET that is too long"));
    assert_eq!(cleaned(&png(&chunks)).unwrap().bytes, plain);
}

#[test]
fn a_palette_stands_where_pixels_refer_to_it() {
    let palette = |colours: usize| chunk(b"PLTE", &vec![9; 3 * colours]);
    let of = |chunks: &[Vec<u8>]| cleaned(&png(chunks));
    let indexed = [header(1, 1, 2, 3), palette(4), chunk(b"tRNS", &[1, 2]), pixel()];
    assert_eq!(of(&indexed).unwrap().bytes, png(&indexed));
    assert!(of(&[header(1, 1, 2, 3), palette(5), pixel()]).is_err());
    assert!(of(&[header(1, 1, 2, 3), pixel()]).is_err());
    assert!(of(&[header(1, 1, 8, 0), palette(1), pixel()]).is_err());
    assert!(of(&[header(1, 1, 8, 3), pixel(), palette(1)]).is_err());
    let hint = of(&[header(1, 1, 8, 2), palette(1), pixel()]).unwrap();
    assert_eq!(hint.bytes, png(&[header(1, 1, 8, 2), pixel()]));
}

#[test]
fn a_picture_that_is_cut_off_or_changed_anywhere_is_refused() {
    let mut chunks = grey();
    chunks.splice(1..1, png_extras(3));
    let whole = png(&chunks);
    for at in 0..whole.len() {
        let fault = cleaned(&whole[..at]).unwrap_err();
        assert!(matches!(fault, Fault::CutOff(_)), "{at}: {fault}");
        let mut changed = whole.clone();
        changed[at] ^= 0x10;
        assert!(cleaned(&changed).is_err(), "byte {at}");
    }
}

#[test]
fn what_is_not_as_the_format_asks_is_refused() {
    let wrong = [
        ("no header", png(&[pixel()])),
        ("two headers", png(&[header(1, 1, 8, 0), header(1, 1, 8, 0), pixel()])),
        ("no data", png(&[header(1, 1, 8, 0)])),
        ("no pixels", png(&[header(0, 1, 8, 0), pixel()])),
        ("a depth that there is not", png(&[header(1, 1, 3, 0), pixel()])),
        ("a colour that there is not", png(&[header(1, 1, 8, 5), pixel()])),
        ("data that are not packed", png(&[header(1, 1, 8, 0), chunk(b"IDAT", b"SECRET")])),
        ("a chunk that no viewer knows", png(&[header(1, 1, 8, 0), chunk(b"CgBI", &[0; 4]), pixel()])),
        ("too many pixels", png(&[header(16_384, 16_384, 8, 0), pixel()])),
        ("a side that is too long", png(&[header(20_000, 1, 8, 0), pixel()])),
    ];
    for (what, bytes) in wrong {
        let fault = cleaned(&bytes).unwrap_err();
        assert!(matches!(fault, Fault::Damaged { .. } | Fault::Size { .. }), "{what}: {fault}");
    }
    let mut many = vec![header(1, 1, 8, 0)];
    many.extend(std::iter::repeat_n(chunk(b"tEXt", b""), CHUNKS_MAX));
    many.push(pixel());
    assert!(cleaned(&png(&many)).is_err());
}
