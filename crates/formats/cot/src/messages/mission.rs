//! Why: a server tells its clients that a shared mission changed; they then fetch it. The notices have types of
//! their own and one element, `mission`.

use std::borrow::Cow;

use super::{NOTICE_STALE_MS, Stamp};
use crate::detail::{Typed, Value};
use crate::event::Event;
use crate::point::Point;
use crate::xml::Element;

/// What happened to a mission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Notice {
    /// `t-x-m-n`: it was made.
    Created,
    /// `t-x-m-d`: it was deleted.
    Deleted,
    /// `t-x-m-i`: the receiver is invited.
    Invited,
    /// `t-x-m-r`: the receiver has another role.
    RoleChanged,
    /// `t-x-m-c`: its content changed.
    Content,
    /// `t-x-m-c-l`: its log changed.
    Log,
    /// `t-x-m-c-k`: its keywords changed.
    Keywords,
    /// `t-x-m-c-k-u`: keywords of a thing in it changed.
    ThingKeywords,
    /// `t-x-m-c-k-c`: keywords of a file in it changed.
    FileKeywords,
    /// `t-x-m-c-m`: its metadata changed.
    Metadata,
    /// `t-x-m-c-e`: its external data changed.
    ExternalData,
    /// `t-x-m-c-h`: its layers changed.
    Layers,
}

impl Notice {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Created,
        Self::Deleted,
        Self::Invited,
        Self::RoleChanged,
        Self::Content,
        Self::Log,
        Self::Keywords,
        Self::ThingKeywords,
        Self::FileKeywords,
        Self::Metadata,
        Self::ExternalData,
        Self::Layers,
    ];

    /// The CoT type.
    pub fn type_(self) -> &'static str {
        match self {
            Self::Created => "t-x-m-n",
            Self::Deleted => "t-x-m-d",
            Self::Invited => "t-x-m-i",
            Self::RoleChanged => "t-x-m-r",
            Self::Content => "t-x-m-c",
            Self::Log => "t-x-m-c-l",
            Self::Keywords => "t-x-m-c-k",
            Self::ThingKeywords => "t-x-m-c-k-u",
            Self::FileKeywords => "t-x-m-c-k-c",
            Self::Metadata => "t-x-m-c-m",
            Self::ExternalData => "t-x-m-c-e",
            Self::Layers => "t-x-m-c-h",
        }
    }

    /// What stands in `mission type`. A change of role says `INVITE` there too: so clients know it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Created => "CREATE",
            Self::Deleted => "DELETE",
            Self::Invited | Self::RoleChanged => "INVITE",
            _ => "CHANGE",
        }
    }
}

/// Which mission, and who did it (`mission`). Children such as `MissionChanges` and `role` stay XML.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mission<'a> {
    /// `CREATE`, `DELETE`, `INVITE` or `CHANGE`.
    pub type_: Option<Cow<'a, str>>,
    /// The name.
    pub name: Cow<'a, str>,
    /// The lasting id.
    pub guid: Option<Cow<'a, str>>,
    /// The uid of who did it.
    pub author_uid: Option<Cow<'a, str>>,
    /// The tool it belongs to, `public` by default.
    pub tool: Option<Cow<'a, str>>,
    /// What the invited shows to get in.
    pub token: Option<Cow<'a, str>>,
    /// What is inside, byte for byte.
    pub inside: Cow<'a, str>,
}

impl<'a> Typed<'a> for Mission<'a> {
    const NAME: &'static str = "mission";

    fn read(element: &Element<'a>) -> Self {
        Self {
            type_: element.attribute("type"),
            name: element.attribute("name").unwrap_or_default(),
            guid: element.attribute("guid"),
            author_uid: element.attribute("authorUid"),
            tool: element.attribute("tool"),
            token: element.attribute("token"),
            inside: Cow::Borrowed(element.inner()),
        }
    }

    /// Writes the element; `inside` only when it is well-formed.
    fn write(&self, old: Option<&Element<'_>>, out: &mut String) {
        let known = [
            ("type", self.type_.as_ref().map(Value::write)),
            ("tool", self.tool.as_ref().map(Value::write)),
            ("name", Some(Cow::Borrowed(&*self.name))),
            ("guid", self.guid.as_ref().map(Value::write)),
            ("authorUid", self.author_uid.as_ref().map(Value::write)),
            ("token", self.token.as_ref().map(Value::write)),
        ];
        let inside = crate::detail::Detail::from_xml(&*self.inside).unwrap_or_default();
        crate::detail::put_element(out, Self::NAME, &known, old, |out| out.push_str(inside.content()));
    }
}

/// Makes a notice; the word for what happened is put into the mission.
pub fn notice<'a>(stamp: Stamp<'a>, notice: Notice, mission: &Mission<'_>) -> Event<'a> {
    let mut event =
        Event::new(stamp.uid, notice.type_(), "h-g-i-g-o", stamp.time, NOTICE_STALE_MS, Point::nowhere());
    event.detail.push(&Mission { type_: Some(notice.word().into()), ..mission.clone() });
    event
}

/// Recognises a notice.
pub fn of<'s>(event: &'s Event<'_>) -> Option<(Notice, Mission<'s>)> {
    let notice = Notice::ALL.into_iter().find(|notice| event.kind().base() == notice.type_())?;
    Some((notice, event.detail.get()?))
}
