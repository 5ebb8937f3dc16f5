//! Why: detail is where everybody puts what they need. It is kept as text, byte for byte, so that what we do
//! not know survives; what we do know is read out of it, and put into it, as typed values.

mod body;
mod flat;
mod shape;
mod value;

use std::borrow::Cow;

pub use body::{Chat, Dest, Emergency, Marti, Remarks};
pub use flat::{
    Archive, Bearing, Color, Contact, Droid, FillColor, ForceDelete, Group, Inclination, LabelsOn, Link,
    LinkAttr, PrecisionLocation, Range, ServerDestination, Status, StrokeColor, StrokeWeight, Takv, Track,
    Usericon,
};
pub use shape::{Checkpoint, Ellipse, Shape, Vertex};
pub use value::Value;

use crate::error::{Error, Rule};
use crate::limits::FRAME_BYTES_MAX;
use crate::xml::chars::decode;
use crate::xml::scan::{Node, Scan};
use crate::xml::{Element, Elements, Pieces, text};

/// The content of `detail`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Detail<'a> {
    // INVARIANT: both are well-formed: `head` the attributes of a start tag, `content` what may stand in an
    // element. Only `trusted` and the writers below fill them.
    head: Cow<'a, str>,
    content: Cow<'a, str>,
}

/// An element of detail as a value.
pub trait Typed<'a>: Sized {
    /// The name of the element.
    const NAME: &'static str;

    /// Reads it; attributes and children that the type does not know are passed over.
    fn read(element: &Element<'a>) -> Self;

    /// Writes the element. `old` is the one that it takes the place of: what the type does not know of it is
    /// kept.
    fn write(&self, old: Option<&Element<'_>>, out: &mut String);
}

impl<'a> Detail<'a> {
    pub(crate) fn trusted(head: &'a str, content: &'a str) -> Self {
        Self { head: Cow::Borrowed(head), content: Cow::Borrowed(content) }
    }

    /// Detail with this content.
    ///
    /// # Errors
    /// When the text is not well-formed content, is too long, or is nested too deep.
    pub fn from_xml(content: impl Into<Cow<'a, str>>) -> Result<Self, Error> {
        let content = content.into();
        check(&content)?;
        Ok(Self { head: Cow::Borrowed(""), content })
    }

    /// The content, byte for byte.
    pub fn content(&self) -> &str {
        &self.content
    }

    /// The attributes of `detail` itself, byte for byte. CoT has none, but what is sent is kept.
    pub fn head(&self) -> &str {
        &self.head
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.head.is_empty() && self.content.is_empty()
    }

    /// The elements directly inside, in order.
    pub fn elements(&self) -> Elements<'_> {
        Elements::new(&self.content)
    }

    /// The first element of this name.
    pub fn element(&self, name: &str) -> Option<Element<'_>> {
        self.elements().find(|e| e.name() == name)
    }

    /// Whether there is an element of this name.
    pub fn has(&self, name: &str) -> bool {
        self.element(name).is_some()
    }

    /// The first element of the type.
    pub fn get<'s, T: Typed<'s>>(&'s self) -> Option<T> {
        self.element(T::NAME).map(|e| T::read(&e))
    }

    /// All elements of the type, in order.
    pub fn all<'s, T: Typed<'s>>(&'s self) -> impl Iterator<Item = T> {
        self.elements().filter(|e| e.name() == T::NAME).map(|e| T::read(&e))
    }

    /// Puts the element in the place of the first of its name, keeping what the type does not know of that
    /// one; without one, puts it at the end.
    pub fn set<'b, T: Typed<'b>>(&mut self, value: &T) {
        let mut written = String::new();
        let old = self.element(T::NAME);
        value.write(old.as_ref(), &mut written);
        match old.map(|e| self.place(&e)) {
            Some(place) => self.content.to_mut().replace_range(place, &written),
            None => self.content.to_mut().push_str(&written),
        }
    }

    /// Puts the element at the end, whether or not there is one of its name.
    pub fn push<'b, T: Typed<'b>>(&mut self, value: &T) {
        value.write(None, self.content.to_mut());
    }

    /// Puts a piece of XML at the end, byte for byte.
    ///
    /// # Errors
    /// When the text is not well-formed content, is too long, or is nested too deep.
    pub fn push_xml(&mut self, xml: &str) -> Result<(), Error> {
        check(xml)?;
        self.content.to_mut().push_str(xml);
        Ok(())
    }

    /// Takes out all elements of this name; how many there were.
    pub fn remove(&mut self, name: &str) -> usize {
        let mut kept = String::with_capacity(self.content.len());
        let (mut count, mut from) = (0, 0);
        for element in self.elements().filter(|e| e.name() == name) {
            let place = self.place(&element);
            kept.push_str(&self.content[from..place.start]);
            from = place.end;
            count += 1;
        }
        if count > 0 {
            kept.push_str(&self.content[from..]);
            self.content = Cow::Owned(kept);
        }
        count
    }

    /// Where an element of this detail stands in its content.
    fn place(&self, element: &Element<'_>) -> std::ops::Range<usize> {
        let start = element.outer().as_ptr().addr() - self.content.as_ptr().addr();
        start..start + element.outer().len()
    }

    /// The same detail with well-formed content after it.
    // INVARIANT: callers in this crate write `more` by `put_attribute` and names of their own only.
    pub(crate) fn followed_by(mut self, more: String) -> Self {
        match &mut self.content {
            content if content.is_empty() => self.content = Cow::Owned(more),
            content if !more.is_empty() => content.to_mut().push_str(&more),
            _ => {}
        }
        self
    }

    pub(crate) fn pieces(&self) -> Pieces<'_> {
        Pieces::new(&self.content)
    }

    pub(crate) fn put(&self, out: &mut String) {
        out.push_str("<detail");
        if !self.head.is_empty() {
            out.push(' ');
            out.push_str(&self.head);
        }
        if self.content.is_empty() {
            out.push_str("/>");
            return;
        }
        out.push('>');
        out.push_str(&self.content);
        out.push_str("</detail>");
    }

    /// The same detail, owning its text.
    pub fn into_owned(self) -> Detail<'static> {
        Detail { head: Cow::Owned(self.head.into_owned()), content: Cow::Owned(self.content.into_owned()) }
    }
}

/// The elements that have a word of their own.
impl Detail<'_> {
    /// `contact`: how to call it and where to reach it.
    pub fn contact(&self) -> Option<Contact<'_>> {
        self.get()
    }

    /// `__group`: team colour and role.
    pub fn group(&self) -> Option<Group<'_>> {
        self.get()
    }

    /// `takv`: the program and device.
    pub fn takv(&self) -> Option<Takv<'_>> {
        self.get()
    }

    /// `track`: course and speed.
    pub fn track(&self) -> Option<Track> {
        self.get()
    }

    /// `status`: battery and readiness.
    pub fn status(&self) -> Option<Status> {
        self.get()
    }

    /// `precisionlocation`: where the coordinates come from.
    pub fn precision_location(&self) -> Option<PrecisionLocation<'_>> {
        self.get()
    }

    /// `remarks`: free text.
    pub fn remarks(&self) -> Option<Remarks<'_>> {
        self.get()
    }

    /// All `link` elements.
    pub fn links(&self) -> impl Iterator<Item = Link<'_>> {
        self.all()
    }

    /// `marti`: to whom a server shall pass it on.
    pub fn marti(&self) -> Option<Marti<'_>> {
        self.get()
    }

    /// `__chat`: the room of a chat message.
    pub fn chat(&self) -> Option<Chat<'_>> {
        self.get()
    }

    /// `emergency`: an alert or the end of one.
    pub fn emergency(&self) -> Option<Emergency<'_>> {
        self.get()
    }

    /// `usericon`: the picture that stands for it.
    pub fn usericon(&self) -> Option<Usericon<'_>> {
        self.get()
    }

    /// The colour of `color`, alpha in the highest byte.
    pub fn color_argb(&self) -> Option<i32> {
        let color: Color = self.get()?;
        color.argb.or(color.value)
    }

    /// Whether clients are to keep it past its `stale` (`archive`).
    pub fn is_archived(&self) -> bool {
        self.has(Archive::NAME)
    }
}

/// Whether the text may stand in an element.
fn check(content: &str) -> Result<(), Error> {
    if content.len() > FRAME_BYTES_MAX {
        return Err(Error::new(FRAME_BYTES_MAX, Rule::FrameTooLong));
    }
    let mut scan = Scan::new(decode(content.as_bytes())?);
    loop {
        match scan.node()? {
            Node::Start(name, _) => {
                if scan.attributes()? {
                    scan.content(name)?;
                }
            }
            Node::End(name, at) => return Err(Error::new(at, Rule::WrongEndTag(name.into()))),
            Node::Aside | Node::Cdata(_) => {}
            Node::Done => return Ok(()),
        }
    }
}

/// Writes an element: the attributes of the type, then those of the old element that the type does not know,
/// then what is inside.
pub(crate) fn put_element(
    out: &mut String,
    name: &str,
    known: &[(&'static str, Option<Cow<'_, str>>)],
    old: Option<&Element<'_>>,
    inside: impl FnOnce(&mut String),
) {
    out.push('<');
    out.push_str(name);
    for (name, value) in known {
        if let Some(value) = value {
            text::put_attribute(out, name, value);
        }
    }
    let unknown = |name: &str| !known.iter().any(|(known, _)| *known == name);
    for attribute in old.into_iter().flat_map(Element::attributes).filter(|a| unknown(a.name)) {
        text::put_attribute(out, attribute.name, &attribute.value());
    }
    out.push('>');
    let start = out.len();
    inside(out);
    if out.len() == start {
        out.pop();
        out.push_str("/>");
    } else {
        out.push_str("</");
        out.push_str(name);
        out.push('>');
    }
}

/// Keeps of an old element all but the text and the children of these names.
pub(crate) fn put_other_children(out: &mut String, old: Option<&Element<'_>>, without: &[&str]) {
    for child in old.into_iter().flat_map(Element::children) {
        if !without.contains(&child.name()) {
            out.push_str(child.outer());
        }
    }
}

impl<'a> Element<'a> {
    /// The element as a value, when it has the name of the type.
    pub fn typed<T: Typed<'a>>(&self) -> Option<T> {
        (self.name() == T::NAME).then(|| T::read(self))
    }
}
