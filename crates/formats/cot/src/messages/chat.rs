//! Why: a chat message is spread over the uid, `__chat`, `link`, `remarks` and `marti`; each client reads
//! another of them. All are written, and reading takes what is there.

use std::borrow::Cow;

use super::Stamp;
use crate::detail::{Chat, Dest, Link, Marti, Remarks, Typed};
use crate::event::Event;
use crate::point::Point;
use crate::xml::Element;

/// The room of everyone.
pub const ALL_CHAT_ROOMS: &str = "All Chat Rooms";

/// How long a chat message holds, in milliseconds: a day, as ATAK has it.
pub const CHAT_STALE_MS: i64 = 86_400_000;

const CHAT: &str = "b-t-f";

/// Someone in a chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// The uid.
    pub uid: String,
    /// The callsign.
    pub callsign: String,
}

/// A chat message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its own id, new for each message.
    pub id: String,
    /// Who writes.
    pub from: Party,
    /// To whom: a person, a group, or [`ALL_CHAT_ROOMS`] as both uid and callsign.
    pub to: Party,
    /// What is written.
    pub text: String,
}

/// How far a message has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Receipt {
    /// `b-t-f-p`: on its way.
    Pending,
    /// `b-t-f-d`: on the other's device.
    Delivered,
    /// `b-t-f-r`: opened.
    Read,
    /// `b-t-f-s`: could not be delivered.
    Failed,
}

impl Receipt {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Pending, Self::Delivered, Self::Read, Self::Failed];

    /// The CoT type.
    pub fn type_(self) -> &'static str {
        match self {
            Self::Pending => "b-t-f-p",
            Self::Delivered => "b-t-f-d",
            Self::Read => "b-t-f-r",
            Self::Failed => "b-t-f-s",
        }
    }
}

/// Makes a chat message. Its uid is `GeoChat.<sender>.<room>.<id>`, so the stamp's is not used.
pub fn message(stamp: Stamp<'_>, message: &Message, point: Point) -> Event<'static> {
    let Message { id, from, to, text } = message;
    let uid = format!("GeoChat.{}.{}.{id}", from.uid, to.uid);
    let mut event = Event::new(uid, CHAT, "h-g-i-g-o", stamp.time, CHAT_STALE_MS, point);
    event.detail.push(&chat(message));
    event.detail.push(&link(from));
    event.detail.push(&Remarks {
        source: Some(format!("BAO.F.ATAK.{}", from.uid).into()),
        to: Some((&*to.uid).into()),
        time: Some(stamp.time),
        text: text.into(),
        ..Remarks::default()
    });
    if to.uid != ALL_CHAT_ROOMS {
        event.detail.push(&addressed(to));
    }
    event
}

fn chat(message: &Message) -> Chat<'_> {
    Chat {
        parent: Some("RootContactGroup".into()),
        group_owner: Some(false),
        message_id: Some((&*message.id).into()),
        chatroom: (&*message.to.callsign).into(),
        id: (&*message.to.uid).into(),
        sender_callsign: Some((&*message.from.callsign).into()),
        members: vec![(&*message.from.uid).into(), (&*message.to.uid).into()],
    }
}

fn link(from: &Party) -> Link<'_> {
    Link {
        uid: Some((&*from.uid).into()),
        type_: Some("a-f-G-U-C".into()),
        relation: Some("p-p".into()),
        ..Link::default()
    }
}

fn addressed(to: &Party) -> Marti<'_> {
    Marti { dests: vec![Dest { callsign: Some((&*to.callsign).into()), ..Dest::default() }] }
}

/// Recognises a chat message.
pub fn of(event: &Event<'_>) -> Option<Message> {
    if event.kind().base() != CHAT {
        return None;
    }
    let chat = event.detail.chat()?;
    let text = event.detail.remarks()?.text.into_owned();
    let id =
        chat.message_id.clone().map_or_else(|| event.uid.rsplit('.').next().unwrap_or("").into(), owned);
    Some(Message { id, from: sender(event, &chat), to: room(&chat), text })
}

fn owned(text: Cow<'_, str>) -> String {
    text.into_owned()
}

fn sender(event: &Event<'_>, chat: &Chat<'_>) -> Party {
    let linked = event.detail.links().find_map(|link| link.uid);
    let uid = chat.members.first().cloned().or(linked).map(owned).unwrap_or_default();
    Party { uid, callsign: chat.sender_callsign.clone().map(owned).unwrap_or_default() }
}

fn room(chat: &Chat<'_>) -> Party {
    Party { uid: chat.id.to_string(), callsign: chat.chatroom.to_string() }
}

/// Makes a receipt for a message: from its reader to its writer. The uid is the id of the message, as ATAK
/// has it, so the stamp's is not used.
pub fn receipt(stamp: Stamp<'_>, kind: Receipt, message: &Message, point: Point) -> Event<'static> {
    // The room of a receipt is the writer; the reader is who sends it.
    let back = Message {
        from: message.to.clone(),
        to: message.from.clone(),
        text: String::new(),
        ..message.clone()
    };
    let uid = message.id.clone();
    let mut event = Event::new(uid, kind.type_(), "h-g-i-g-o", stamp.time, CHAT_STALE_MS, point);
    event.detail.push(&ChatReceipt(chat(&back)));
    event.detail.push(&link(&back.from));
    event.detail.push(&addressed(&back.to));
    event
}

/// Recognises a receipt: what happened, to which message, and who says so. Both spellings are read: ATAK's
/// `__chatreceipt` and WinTAK's `__chat`.
pub fn receipt_of(event: &Event<'_>) -> Option<(Receipt, String, Party)> {
    let kind = Receipt::ALL.into_iter().find(|kind| event.kind().base() == kind.type_())?;
    let receipt: Option<ChatReceipt<'_>> = event.detail.get();
    let chat = receipt.map(|r| r.0).or_else(|| event.detail.chat())?;
    let id = chat.message_id.clone().map_or_else(|| event.uid.to_string(), owned);
    let reader = sender(event, &chat);
    Some((kind, id, reader))
}

/// `__chatreceipt`, which has the shape of `__chat`.
struct ChatReceipt<'a>(Chat<'a>);

impl<'a> Typed<'a> for ChatReceipt<'a> {
    const NAME: &'static str = "__chatreceipt";

    fn read(element: &Element<'a>) -> Self {
        Self(Chat::read_from(element))
    }

    fn write(&self, old: Option<&Element<'_>>, out: &mut String) {
        self.0.write_as(Self::NAME, old, out);
    }
}
