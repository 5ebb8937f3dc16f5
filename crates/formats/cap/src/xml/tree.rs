//! A document as a tree: elements and text in the order of the document, in one vector.
//!
//! Each node knows where the next one after its own content is, so that walking children or
//! descendants is counting up. Comments and processing instructions are not kept.

use std::borrow::Cow;
use std::ops::Range;

/// What an element or attribute is called when it is in no namespace.
pub(super) const NO_NAMESPACE: u16 = 0;

/// A parsed document; see `parse` for what it promises.
pub(crate) struct Document<'t> {
    pub(super) nodes: Vec<NodeData<'t>>,
    pub(super) attributes: Vec<Attribute<'t>>,
    /// Addresses of namespaces as they were declared; the first stands for none.
    pub(super) namespaces: Vec<Cow<'t, str>>,
}

pub(super) struct NodeData<'t> {
    pub(super) kind: Kind<'t>,
    /// Bytes of the decoded text, tags included.
    pub(super) start: u32,
    pub(super) end: u32,
    /// Index of the first node that is not inside this one.
    pub(super) after: u32,
}

pub(super) enum Kind<'t> {
    Element { namespace: u16, name: &'t str, attributes: Range<u32> },
    Text(Cow<'t, str>),
}

/// An attribute that is no namespace declaration.
pub(crate) struct Attribute<'t> {
    pub(super) namespace: u16,
    pub(super) name: &'t str,
    pub(super) value: Cow<'t, str>,
    pub(super) start: u32,
}

/// A place in the tree: an element or a piece of text.
#[derive(Clone, Copy)]
pub(crate) struct Node<'d> {
    document: &'d Document<'d>,
    index: u32,
}

/// The name of an element, or two empty ones for text.
pub(crate) struct TagName<'d> {
    namespace: Option<&'d str>,
    name: &'d str,
}

impl<'d> TagName<'d> {
    pub(crate) fn name(&self) -> &'d str {
        self.name
    }

    pub(crate) fn namespace(&self) -> Option<&'d str> {
        self.namespace
    }
}

impl Document<'_> {
    pub(crate) fn root_element(&self) -> Node<'_> {
        Node { document: self, index: 0 }
    }

    fn namespace(&self, id: u16) -> Option<&str> {
        if id == NO_NAMESPACE { None } else { self.namespaces.get(usize::from(id)).map(AsRef::as_ref) }
    }
}

impl<'d> Node<'d> {
    fn data(self) -> &'d NodeData<'d> {
        // INVARIANT: a node is made only by walking, from an index inside the vector.
        &self.document.nodes[self.index as usize]
    }

    pub(crate) fn is_element(self) -> bool {
        matches!(self.data().kind, Kind::Element { .. })
    }

    pub(crate) fn tag_name(self) -> TagName<'d> {
        match &self.data().kind {
            Kind::Element { namespace, name, .. } => {
                TagName { namespace: self.document.namespace(*namespace), name }
            }
            Kind::Text(_) => TagName { namespace: None, name: "" },
        }
    }

    /// Whether this is the element `name` of that namespace.
    pub(crate) fn is(self, namespace: &str, name: &str) -> bool {
        let tag = self.tag_name();
        tag.name == name && tag.namespace == Some(namespace)
    }

    /// The text, if this is a piece of text.
    pub(crate) fn text(self) -> Option<&'d str> {
        match &self.data().kind {
            Kind::Text(text) => Some(text),
            Kind::Element { .. } => None,
        }
    }

    pub(crate) fn attributes(self) -> impl Iterator<Item = (Option<&'d str>, &'d Attribute<'d>)> {
        let range = match &self.data().kind {
            Kind::Element { attributes, .. } => attributes.start as usize..attributes.end as usize,
            Kind::Text(_) => 0..0,
        };
        let document = self.document;
        document.attributes[range]
            .iter()
            .map(|attribute| (document.namespace(attribute.namespace), attribute))
    }

    /// The value of an attribute that is in no namespace.
    pub(crate) fn attribute(self, name: &str) -> Option<&'d str> {
        let mut found = self.attributes().filter(|(namespace, a)| namespace.is_none() && a.name == name);
        found.next().map(|(_, attribute)| attribute.value.as_ref())
    }

    pub(crate) fn children(self) -> impl Iterator<Item = Node<'d>> {
        let end = self.data().after;
        let first = Node { document: self.document, index: self.index + 1 };
        let next = move |node: &Node<'d>| Some(Node { document: node.document, index: node.data().after });
        std::iter::successors(Some(first).filter(|node| node.index < end), move |node| {
            next(node).filter(|node| node.index < end)
        })
    }

    /// This node and all that is inside it.
    pub(crate) fn descendants(self) -> impl Iterator<Item = Node<'d>> {
        let document = self.document;
        (self.index..self.data().after).map(move |index| Node { document, index })
    }

    /// Bytes of the decoded text, tags included.
    pub(crate) fn range(self) -> Range<usize> {
        self.data().start as usize..self.data().end as usize
    }
}

impl<'d> Attribute<'d> {
    pub(crate) fn name(&self) -> &str {
        self.name
    }

    pub(crate) fn start(&self) -> usize {
        self.start as usize
    }
}
