//! A stream gives the same frames however the network cuts it, and never holds back more than it says.
//! The first byte says how the rest is cut, and as which stream it is read.
#![no_main]

use kulla_cot::FRAME_BYTES_MAX;
use kulla_cot::framing::mesh::{self, Datagram};
use kulla_cot::framing::{Cut, ProtoStream, XmlStream};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    // A step out of step depends on what has come so far only beyond one frame's length.
    kulla_cot::fuzz::framing(bytes);
    let bytes = &bytes[..bytes.len().min(FRAME_BYTES_MAX)];
    let piece = usize::from(first >> 1) + 1;
    if first & 1 == 0 {
        assert_eq!(xml(bytes, piece), xml(bytes, FRAME_BYTES_MAX));
    } else {
        assert_eq!(proto(bytes, piece), proto(bytes, FRAME_BYTES_MAX));
    }
    let _: Datagram<'_> = mesh::open(bytes);
});

fn xml(bytes: &[u8], piece: usize) -> Vec<Vec<u8>> {
    let mut stream = XmlStream::new();
    let mut frames = Vec::new();
    for piece in bytes.chunks(piece) {
        stream.push(piece);
        while let Some(cut) = stream.cut() {
            keep(&mut frames, cut);
        }
    }
    frames
}

fn proto(bytes: &[u8], piece: usize) -> Vec<Vec<u8>> {
    let mut stream = ProtoStream::new();
    let mut frames = Vec::new();
    for piece in bytes.chunks(piece) {
        stream.push(piece);
        while let Some(cut) = stream.cut() {
            keep(&mut frames, cut);
        }
    }
    frames
}

fn keep(frames: &mut Vec<Vec<u8>>, cut: Cut<'_>) {
    if let Cut::Frame(frame) = cut {
        assert!(frame.len() <= FRAME_BYTES_MAX);
        frames.push(frame.to_vec());
    }
}
