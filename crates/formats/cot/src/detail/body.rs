//! Why: elements whose meaning is in their text or their children: words, addressees, chat rooms, alerts.
//!
//! Source: takcot, `xsd/details/`: `remarks.xsd`, `emergency.xsd`, `marti.xsd`, `__chat.xsd`, `__chatreceipt.xsd`.

use std::borrow::Cow;

use super::{Typed, Value, put_element, put_other_children};
use crate::time::Time;
use crate::xml::{Element, text};

/// Free text (`remarks`).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Remarks<'a> {
    /// Who says it.
    pub source: Option<Cow<'a, str>>,
    /// Who says it, as a uid (`sourceID`).
    pub source_id: Option<Cow<'a, str>>,
    /// To whom.
    pub to: Option<Cow<'a, str>>,
    /// When.
    pub time: Option<Time>,
    /// Words to find it by.
    pub keywords: Option<Cow<'a, str>>,
    /// What is said.
    pub text: Cow<'a, str>,
}

impl<'a> Typed<'a> for Remarks<'a> {
    const NAME: &'static str = "remarks";

    fn read(element: &Element<'a>) -> Self {
        Self {
            source: element.attribute("source"),
            source_id: element.attribute("sourceID"),
            to: element.attribute("to"),
            time: element.attribute("time").and_then(Time::read),
            keywords: element.attribute("keywords"),
            text: element.text(),
        }
    }

    fn write(&self, old: Option<&Element<'_>>, out: &mut String) {
        let known = [
            ("source", self.source.as_ref().map(Value::write)),
            ("sourceID", self.source_id.as_ref().map(Value::write)),
            ("to", self.to.as_ref().map(Value::write)),
            ("time", self.time.as_ref().map(Value::write)),
            ("keywords", self.keywords.as_ref().map(Value::write)),
        ];
        put_element(out, Self::NAME, &known, old, |out| {
            text::put_characters(out, &self.text);
            put_other_children(out, old, &[]);
        });
    }
}

/// An alert, or the end of one (`emergency`).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Emergency<'a> {
    /// The kind in words, such as `911 Alert`.
    pub type_: Option<Cow<'a, str>>,
    /// Whether this ends the alert.
    pub cancel: Option<bool>,
    /// The callsign in distress.
    pub text: Cow<'a, str>,
}

impl<'a> Typed<'a> for Emergency<'a> {
    const NAME: &'static str = "emergency";

    fn read(element: &Element<'a>) -> Self {
        Self {
            type_: element.attribute("type"),
            cancel: element.attribute("cancel").and_then(bool::read),
            text: element.text(),
        }
    }

    fn write(&self, old: Option<&Element<'_>>, out: &mut String) {
        let known = [
            ("type", self.type_.as_ref().map(Value::write)),
            ("cancel", self.cancel.as_ref().map(Value::write)),
        ];
        put_element(out, Self::NAME, &known, old, |out| {
            text::put_characters(out, &self.text);
            put_other_children(out, old, &[]);
        });
    }
}

/// To whom a server shall pass the event on (`marti`). With no addressee it goes to everyone.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Marti<'a> {
    /// The addressees.
    pub dests: Vec<Dest<'a>>,
}

/// One addressee (`dest`): exactly one of the names is usual.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Dest<'a> {
    /// A callsign.
    pub callsign: Option<Cow<'a, str>>,
    /// A uid.
    pub uid: Option<Cow<'a, str>>,
    /// A mission, by name.
    pub mission: Option<Cow<'a, str>>,
    /// A mission, by its lasting id.
    pub mission_guid: Option<Cow<'a, str>>,
    /// A folder in the mission.
    pub path: Option<Cow<'a, str>>,
    /// A group.
    pub group: Option<Cow<'a, str>>,
}

impl<'a> Dest<'a> {
    const ATTRIBUTES: [&'static str; 6] = ["callsign", "uid", "mission", "mission-guid", "path", "group"];

    fn read(element: &Element<'a>) -> Self {
        let [callsign, uid, mission, mission_guid, path, group] =
            Self::ATTRIBUTES.map(|name| element.attribute(name));
        Self { callsign, uid, mission, mission_guid, path, group }
    }

    fn write(&self, out: &mut String) {
        let values =
            [&self.callsign, &self.uid, &self.mission, &self.mission_guid, &self.path, &self.group];
        let mut names = Self::ATTRIBUTES.iter();
        let known = values.map(|value| (*names.next().unwrap_or(&""), value.as_ref().map(Value::write)));
        put_element(out, "dest", &known, None, |_| {});
    }
}

impl<'a> Typed<'a> for Marti<'a> {
    const NAME: &'static str = "marti";

    fn read(element: &Element<'a>) -> Self {
        let dests = element.children().filter(|c| c.name() == "dest").map(|c| Dest::read(&c)).collect();
        Self { dests }
    }

    fn write(&self, old: Option<&Element<'_>>, out: &mut String) {
        put_element(out, Self::NAME, &[], old, |out| {
            for dest in &self.dests {
                dest.write(out);
            }
            put_other_children(out, old, &["dest"]);
        });
    }
}

/// The room of a chat message (`__chat`), or of a receipt (`__chatreceipt`, which has the same shape).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Chat<'a> {
    /// The group of rooms that it is under, `RootContactGroup`.
    pub parent: Option<Cow<'a, str>>,
    /// Whether the sender made the room (`groupOwner`).
    pub group_owner: Option<bool>,
    /// The id of the message (`messageId`).
    pub message_id: Option<Cow<'a, str>>,
    /// The name of the room: a callsign, a group, or `All Chat Rooms`.
    pub chatroom: Cow<'a, str>,
    /// The id of the room: the uid of the other person, of the group, or `All Chat Rooms`.
    pub id: Cow<'a, str>,
    /// The callsign of who writes (`senderCallsign`).
    pub sender_callsign: Option<Cow<'a, str>>,
    /// The uids of those in the room, who writes first (`chatgrp`, `uid0`, `uid1`, …).
    pub members: Vec<Cow<'a, str>>,
}

impl<'a> Chat<'a> {
    pub(crate) fn read_from(element: &Element<'a>) -> Self {
        let group = element.child("chatgrp");
        let member = |n: usize| group.and_then(|g| g.attribute(&format!("uid{n}")));
        Self {
            parent: element.attribute("parent"),
            group_owner: element.attribute("groupOwner").and_then(bool::read),
            message_id: element.attribute("messageId"),
            chatroom: element.attribute("chatroom").unwrap_or_default(),
            id: element.attribute("id").unwrap_or_default(),
            sender_callsign: element.attribute("senderCallsign"),
            members: (0..crate::limits::ATTRIBUTES_COUNT_MAX).map_while(member).collect(),
        }
    }

    pub(crate) fn write_as(&self, name: &str, old: Option<&Element<'_>>, out: &mut String) {
        let known = [
            ("parent", self.parent.as_ref().map(Value::write)),
            ("groupOwner", self.group_owner.as_ref().map(Value::write)),
            ("messageId", self.message_id.as_ref().map(Value::write)),
            ("chatroom", Some(Cow::Borrowed(&*self.chatroom))),
            ("id", Some(Cow::Borrowed(&*self.id))),
            ("senderCallsign", self.sender_callsign.as_ref().map(Value::write)),
        ];
        put_element(out, name, &known, old, |out| {
            out.push_str("<chatgrp");
            for (n, member) in self.members.iter().enumerate() {
                text::put_attribute(out, &format!("uid{n}"), member);
            }
            text::put_attribute(out, "id", &self.id);
            out.push_str("/>");
            put_other_children(out, old, &["chatgrp"]);
        });
    }
}

impl<'a> Typed<'a> for Chat<'a> {
    const NAME: &'static str = "__chat";

    fn read(element: &Element<'a>) -> Self {
        Self::read_from(element)
    }

    fn write(&self, old: Option<&Element<'_>>, out: &mut String) {
        self.write_as(Self::NAME, old, out);
    }
}
