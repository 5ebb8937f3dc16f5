//! Why: readers of what strangers send must be total. Each function here takes any bytes, puts them through one
//! reader and everything that can be asked of the result, and checks what must always hold. A fuzz target is one
//! call; the property tests call the same.
//!
//! A panic in here is a bug of this crate, never of the input.

use crate::detail::{Chat, Contact, Detail, Marti, Remarks, Shape, Status};
use crate::framing::{Cut, ProtoStream, XmlStream, mesh};
use crate::limits::{FRAME_BYTES_MAX, PENDING_BYTES_MAX};
use crate::messages::{self, chat, emergency, mission, negotiation};
use crate::{Event, proto, read, read_all, sidc};

/// Any bytes as an XML frame: what is read can be asked everything, and what is written of it reads as the same
/// event.
pub fn xml(bytes: &[u8]) {
    if let Err(why) = read_all(bytes) {
        assert!(why.at() <= bytes.len().max(FRAME_BYTES_MAX), "{why}");
    }
    match read(bytes) {
        Err(why) => assert!(why.at() <= bytes.len() && !why.to_string().is_empty(), "{why}"),
        Ok(frame) => {
            assert_eq!(frame.bytes(), bytes);
            event(&frame.event);
        }
    }
}

/// Any bytes as a protobuf payload: what decodes can be turned into an event and back.
pub fn protobuf(bytes: &[u8]) {
    let view = proto::View::read(bytes);
    let Ok(message) = proto::decode(bytes) else {
        assert!(view.is_err());
        return;
    };
    let Ok(Some(read)) = proto::from_message(&message) else { return };
    event(&read);
    if let Ok(again) = proto::to_message(&read) {
        let again = proto::from_message(&again).ok().flatten();
        // Times before 1970 and large numbers aside, the way back and forth is the identity.
        assert_eq!(again.map(|e| e.uid.into_owned()), Some(read.uid.to_string()));
    }
}

/// Any bytes as streams and as a datagram: every byte is given out once at most, and little is held back.
pub fn framing(bytes: &[u8]) {
    let (mut xml, mut protobuf) = (XmlStream::new(), ProtoStream::new());
    let (mut xml_bytes, mut protobuf_bytes) = (0, 0);
    for chunk in bytes.chunks(FRAME_BYTES_MAX.min(bytes.len() / 3 + 1)) {
        xml.push(chunk);
        while let Some(cut) = xml.cut() {
            xml_bytes += size(cut);
        }
        protobuf.push(chunk);
        while let Some(cut) = protobuf.cut() {
            protobuf_bytes += size(cut);
        }
    }
    assert!(xml_bytes <= bytes.len() as u64 && protobuf_bytes <= bytes.len() as u64);
    assert!(xml.into_rest().len() <= PENDING_BYTES_MAX);
    mesh::open(bytes);
}

fn size(cut: Cut<'_>) -> u64 {
    match cut {
        Cut::Frame(frame) => {
            assert!(frame.len() <= FRAME_BYTES_MAX);
            frame.len() as u64
        }
        Cut::Skipped { bytes, .. } => bytes,
    }
}

/// Any text as a type and as symbol codes.
pub fn symbols(text: &str) {
    for found in [sidc::to_2525c(text), sidc::to_2525d(text)].into_iter().flatten() {
        assert!(found.code.is_ascii(), "{}", found.code);
    }
    if let Some(found) = sidc::from_2525c(text) {
        assert!(sidc::to_2525c(&found.code).is_some(), "{}", found.code);
    }
    if let Some(found) = sidc::from_2525d(text) {
        assert!(sidc::to_2525d(&found.code).is_some(), "{}", found.code);
    }
}

fn event(event: &Event<'_>) {
    ask(event);
    change(event);
    symbols(&event.type_);
    let Ok(written) = event.to_xml() else { return };
    assert_eq!(read(written.as_bytes()).map(|frame| frame.event).as_ref(), Ok(event));
    if let Ok(message) = proto::to_message(event) {
        let back = proto::from_message(&message).map(|e| e.map(|e| e.uid.into_owned()));
        assert_eq!(back, Ok(Some(event.uid.to_string())));
        proto::lost(event);
    }
}

fn ask(event: &Event<'_>) {
    let detail = &event.detail;
    for element in detail.elements() {
        assert!(detail.content().contains(element.outer()) && element.outer().contains(element.inner()));
        element.text();
        element.children().count();
        element.attributes().map(|a| a.value().len()).sum::<usize>();
    }
    Shape::of(event);
    event.exercise();
    messages::deletion(event);
    chat::of(event);
    chat::receipt_of(event);
    emergency::of(event);
    mission::of(event);
    negotiation::of(event);
}

/// Whatever is put in or taken out, detail stays well-formed.
fn change(event: &Event<'_>) {
    let mut detail = event.detail.clone();
    let (contact, remarks): (Option<Contact<'_>>, Option<Remarks<'_>>) =
        (event.detail.get(), event.detail.get());
    let (chat, marti): (Option<Chat<'_>>, Option<Marti<'_>>) = (event.detail.get(), event.detail.get());
    detail.set(&contact.unwrap_or_default());
    detail.set(&remarks.unwrap_or_default());
    detail.set(&chat.unwrap_or_default());
    detail.set(&marti.unwrap_or_default());
    detail.set(&Status { battery: Some(7), readiness: None });
    detail.remove("track");
    if detail.content().len() <= FRAME_BYTES_MAX {
        assert_eq!(Detail::from_xml(detail.content()).err(), None);
    }
}
