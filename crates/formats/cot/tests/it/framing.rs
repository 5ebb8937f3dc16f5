//! Streams and datagrams: whatever the cuts of the network, the frames are the same.

use kulla_cot::framing::mesh::{self, Datagram};
use kulla_cot::framing::versions::{self, Versions};
use kulla_cot::framing::{Cut, ProtoStream, Skip, XmlStream, put_stream_message};
use kulla_cot::{FRAME_BYTES_MAX, Time, proto};
use proptest::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Got {
    Frame(Vec<u8>),
    Skipped(u64, Skip),
}

fn keep(cut: Cut<'_>) -> Got {
    match cut {
        Cut::Frame(bytes) => Got::Frame(bytes.to_vec()),
        Cut::Skipped { bytes, why } => Got::Skipped(bytes, why),
    }
}

/// What a stream gives when these chunks are pushed one after the other.
macro_rules! given_out {
    ($stream:expr, $chunks:expr) => {{
        let (mut stream, mut got) = ($stream, Vec::new());
        for chunk in $chunks {
            stream.push(chunk);
            while let Some(cut) = stream.cut() {
                got.push(keep(cut));
            }
        }
        got
    }};
}

fn xml(chunks: &[&[u8]]) -> Vec<Got> {
    given_out!(XmlStream::new(), chunks)
}

fn protobuf(chunks: &[&[u8]]) -> Vec<Got> {
    given_out!(ProtoStream::new(), chunks)
}

fn frame(text: &str) -> Got {
    Got::Frame(text.as_bytes().to_vec())
}

const ONE: &str = "<?xml version=\"1.0\"?>\n<event uid='1'><detail/></event>";
const TWO: &str = "<event uid='2'></event \n>";

#[test]
fn a_stream_of_xml_is_cut_after_each_end_tag() {
    let stream = format!("{ONE}{TWO}\n\0 {ONE}<event");
    assert_eq!(xml(&[stream.as_bytes()]), [frame(ONE), frame(TWO), frame(ONE)]);
}

#[test]
fn what_is_lost_of_one_event_does_not_cost_the_next() {
    for lost in ["<event uid='0'><poi", "<?xml version=\"1.0\"?>\n<ev", "hello\r\n", "<auth><cot/></auth>"]
    {
        let stream = format!("{ONE}{lost}{ONE}{TWO}");
        let gap = Got::Skipped(lost.len() as u64, Skip::OutOfStep);
        assert_eq!(xml(&[stream.as_bytes()]), [frame(ONE), gap, frame(ONE), frame(TWO)], "{lost}");
    }
}

#[test]
fn what_an_event_quotes_is_no_beginning_of_another() {
    let quoting =
        "<event uid='1'><detail><a><![CDATA[<?xml version='1.0'?><event >]]></a></detail></event>";
    let commented = "<!-- before --><event uid='1'><!-- <event uid='old'> --></event>";
    let marked = "\u{FEFF}<?xml version='1.0'?><!-- c --><event></event>";
    let alike = "<event uid='1'><detail><events/></detail></event>";
    for event in [quoting, commented, marked, alike] {
        assert_eq!(xml(&[event.as_bytes()]), [frame(event)]);
    }
}

#[test]
fn an_event_that_is_too_long_is_passed_over_and_told_apart_from_garbage() {
    let long = format!("<event>{}</event>", "x".repeat(3 * FRAME_BYTES_MAX));
    let gap = Got::Skipped(long.len() as u64, Skip::TooLong);
    let stream = format!("{ONE}{long}{TWO}");
    let chunks: Vec<&[u8]> = stream.as_bytes().chunks(1000).collect();
    assert_eq!(xml(&chunks), [frame(ONE), gap, frame(TWO)]);
}

#[test]
fn a_stream_without_end_holds_back_no_more_than_two_frames() {
    for filler in ["x", " ", "</event ", "<event>", "</event", "\0"] {
        let mut stream = XmlStream::new();
        stream.push(b"<event></event");
        let chunk = filler.repeat(4096 / filler.len());
        for _ in 0..100 {
            stream.push(chunk.as_bytes());
            while stream.cut().is_some() {}
        }
        let held = stream.into_rest().len();
        assert!(held <= kulla_cot::PENDING_BYTES_MAX, "{filler:?}: {held} bytes");
    }
}

/// A payload that begins as a TakMessage does.
fn payload(text: &[u8]) -> Vec<u8> {
    let mut payload = vec![0x12, text.len() as u8];
    payload.extend_from_slice(text);
    payload
}

fn message(payload: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    put_stream_message(&mut out, payload).expect("it is short");
    out
}

#[test]
fn garbage_between_messages_costs_no_message() {
    let (one, two) = (payload(b"one \xBF\x05 more"), payload(b"two"));
    let garbage =
        [b"<event/>".as_slice(), b"\xBF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F", b"\xBF\x03abc"].concat();
    let stream = [message(&one), garbage.clone(), message(&two), message(&[])].concat();
    let gap = Got::Skipped(garbage.len() as u64, Skip::OutOfStep);
    let expected = [Got::Frame(one), gap, Got::Frame(two), Got::Frame(vec![])];
    assert_eq!(protobuf(&[&stream]), expected);
}

#[test]
fn a_message_that_is_too_long_is_passed_over_whole() {
    let mut long = vec![0xBF, 0x80, 0x80, 0x0C]; // 196,608 bytes
    long.resize(long.len() + 196_608, 0xBF);
    let two = payload(b"two");
    let stream = [message(&two), long.clone(), message(&two)].concat();
    let chunks: Vec<&[u8]> = stream.chunks(777).collect();
    let gap = Got::Skipped(long.len() as u64, Skip::TooLong);
    assert_eq!(protobuf(&chunks), [Got::Frame(two.clone()), gap, Got::Frame(two)]);
}

#[test]
fn a_stream_goes_on_as_protobuf_with_what_the_xml_left_over() {
    let one = payload(b"one");
    let mut stream = XmlStream::new();
    stream.push(ONE.as_bytes());
    stream.push(&message(&one)[..3]);
    assert_eq!(stream.cut().map(keep), Some(frame(ONE)));
    let mut stream = ProtoStream::after_xml(stream.into_rest());
    assert_eq!(stream.cut(), None);
    stream.push(&message(&one)[3..]);
    assert_eq!(stream.cut().map(keep), Some(Got::Frame(one)));
}

#[test]
fn a_datagram_says_what_it_is() {
    let sealed = mesh::seal(b"abc").expect("it is short");
    assert_eq!(sealed, b"\xBF\x01\xBFabc");
    assert_eq!(mesh::open(&sealed), Datagram::Payload { version: 1, payload: b"abc" });
    assert_eq!(mesh::open(b"\xBF\x80\x02\xBF"), Datagram::Payload { version: 256, payload: b"" });
    assert_eq!(mesh::open(b"\n<event/>"), Datagram::Xml(b"\n<event/>"));
    assert_eq!(mesh::open(b"\xBF\x03abc"), Datagram::Unknown);
    assert_eq!(mesh::open(b"\xBF\x80"), Datagram::Unknown);
    assert_eq!(mesh::open(b""), Datagram::Unknown);
    assert_eq!(mesh::open(&[b"<".as_slice(), &vec![b'x'; FRAME_BYTES_MAX]].concat()), Datagram::TooLong);
}

#[test]
fn a_mesh_sends_what_everyone_it_knows_can_decode() {
    let at = Time::from_millis;
    let mut mesh = Versions::new();
    assert_eq!(mesh.version(at(0)), 1, "nobody is known who could not");
    mesh.heard("old", 0, None, at(0));
    assert_eq!(mesh.version(at(0)), 0);
    mesh.forget("old");
    mesh.heard("new", 0, Some((0, 2)), at(0));
    assert_eq!(mesh.version(at(120_000)), 1, "what it said counts for two minutes");
    assert_eq!(mesh.version(at(120_001)), 0, "then only what it sends");
    mesh.heard("new", 1, None, at(130_000));
    assert_eq!(mesh.version(at(130_000)), 1);
    mesh.heard("later", 2, Some((2, 3)), at(130_000));
    assert_eq!(mesh.version(at(130_000)), 0, "it cannot decode what we send");
}

#[test]
fn a_device_says_what_it_can_decode_each_minute_and_at_each_change() {
    let at = Time::from_millis;
    let mut mesh = Versions::new();
    assert!(mesh.control_is_due(at(0)));
    mesh.control_was_sent(at(0));
    assert!(!mesh.control_is_due(at(59_999)));
    assert!(mesh.control_is_due(at(60_000)));
    mesh.heard("old", 0, None, at(1_000));
    assert!(mesh.control_is_due(at(1_000)));
    let payload = proto::encode(&proto::control("dev")).expect("it is short");
    let view = proto::View::read(&payload).expect("a message");
    let control = view.control.expect("control");
    assert_eq!((control.min_proto_version, control.max_proto_version, control.contact_uid), (1, 1, "dev"));
}

#[test]
fn the_book_of_a_mesh_is_bounded() {
    let mut mesh = Versions::new();
    for n in 0..versions::DEVICES_COUNT_MAX as i64 + 10 {
        mesh.heard(&n.to_string(), u32::from(n >= 10), None, Time::from_millis(n));
    }
    assert_eq!(mesh.version(Time::from_millis(0)), 1, "the ten oldest, who only know XML, were forgotten");
}

/// The bytes, cut at these places.
fn chunks<'a>(bytes: &'a [u8], cuts: &[usize]) -> Vec<&'a [u8]> {
    let mut places: Vec<usize> = cuts.iter().map(|c| c % (bytes.len() + 1)).collect();
    places.extend([0, bytes.len()]);
    places.sort_unstable();
    places.windows(2).map(|pair| &bytes[pair[0]..pair[1]]).collect()
}

proptest! {
    #[test]
    fn how_the_network_cuts_makes_no_difference(
        parts in prop::collection::vec(prop_oneof![
            Just(ONE.as_bytes().to_vec()),
            Just(TWO.as_bytes().to_vec()),
            Just(b"garbage<event ".to_vec()),
            Just(b"</event".to_vec()),
            prop::collection::vec(any::<u8>(), 0..40),
        ], 0..12),
        cuts in prop::collection::vec(any::<usize>(), 0..20),
    ) {
        let stream = parts.concat();
        prop_assert_eq!(xml(&chunks(&stream, &cuts)), xml(&[&stream]));
    }

    #[test]
    fn how_the_network_cuts_makes_no_difference_to_messages(
        parts in prop::collection::vec(prop_oneof![
            prop::collection::vec(any::<u8>(), 0..60).prop_map(|text| message(&payload(&text))),
            prop::collection::vec(any::<u8>(), 0..20),
            Just(vec![0xBF, 0xFF, 0xFF, 0x05]),
        ], 0..12),
        cuts in prop::collection::vec(any::<usize>(), 0..20),
    ) {
        let stream = parts.concat();
        let (cut, whole) = (protobuf(&chunks(&stream, &cuts)), protobuf(&[&stream]));
        prop_assert_eq!(cut, whole);
    }

    #[test]
    fn every_message_after_garbage_without_the_magic_byte_is_found(
        garbage in prop::collection::vec(0_u8..0xBF, 1..60),
        texts in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..60), 1..8),
    ) {
        let mut stream = garbage.clone();
        let payloads: Vec<Vec<u8>> = texts.iter().map(|text| payload(text)).collect();
        payloads.iter().for_each(|payload| stream.extend(message(payload)));
        let mut expected = vec![Got::Skipped(garbage.len() as u64, Skip::OutOfStep)];
        expected.extend(payloads.into_iter().map(Got::Frame));
        prop_assert_eq!(protobuf(&[&stream]), expected);
    }
}
