//! Atom (RFC 4287): what most publishers of CAP use, a link to each message.

use super::{Feed, FeedEntry, FeedFormat, Taker, absolute, faithful, fetchable, needed, text, trimmed};
use crate::write::WriteError;
use crate::xml::Node;
use crate::xml::write::Writer;
use jiff::Timestamp;

pub(crate) const ATOM: &str = "http://www.w3.org/2005/Atom";
/// The media type of a CAP message (CAP 1.2 Appendix, and RFC 4287 §4.2.7.3 for its use here).
pub(crate) const CAP_MEDIA_TYPE: &str = "application/cap+xml";

impl Taker<'_> {
    pub(super) fn atom(&mut self, root: Node<'_>) -> Feed {
        let mut feed = Feed {
            address: String::new(),
            title: String::new(),
            updated: None,
            author: None,
            page: None,
            entries: Vec::new(),
        };
        let mut own = None;
        for child in root.children().filter(|child| child.tag_name().namespace() == Some(ATOM)) {
            match child.tag_name().name() {
                "id" => feed.address = trimmed(child).unwrap_or_default(),
                "title" => feed.title = text(child),
                "updated" => feed.updated = self.time(child, rfc3339),
                "author" => feed.author = author(child),
                "link" => match child.attribute("rel").unwrap_or("alternate") {
                    "self" => own = child.attribute("href").and_then(fetchable),
                    "alternate" => feed.page = child.attribute("href").and_then(fetchable),
                    _ => {}
                },
                "entry" if self.room(child) => {
                    let entry = self.atom_entry(child);
                    self.reachable(child, &entry);
                    feed.entries.push(entry);
                }
                _ => {}
            }
        }
        feed.address = own.unwrap_or(feed.address);
        feed.entries.retain(|entry| entry.link.is_some() || entry.embedded.is_some());
        feed
    }

    fn atom_entry(&mut self, node: Node<'_>) -> FeedEntry {
        let mut entry = FeedEntry {
            id: String::new(),
            title: String::new(),
            updated: None,
            link: None,
            summary: None,
            embedded: self.embedded(node),
        };
        let mut links: Vec<(u8, String)> = Vec::new();
        for child in node.children().filter(|child| child.tag_name().namespace() == Some(ATOM)) {
            match child.tag_name().name() {
                "id" => entry.id = trimmed(child).unwrap_or_default(),
                "title" => entry.title = text(child),
                "updated" => entry.updated = self.time(child, rfc3339),
                "summary" => entry.summary = Some(text(child)),
                "link" => links.extend(link(child)),
                "content" => {
                    links.extend(child.attribute("src").and_then(fetchable).map(|address| (1, address)));
                }
                _ => {}
            }
        }
        entry.link = links.into_iter().min_by_key(|(rank, _)| *rank).map(|(_, address)| address);
        entry
    }
}

/// An address and how likely it is the message itself: by its media type, else by its relation.
fn link(node: Node<'_>) -> Option<(u8, String)> {
    let address = fetchable(node.attribute("href")?)?;
    let cap = node.attribute("type").is_some_and(|kind| kind.to_ascii_lowercase().contains("cap+xml"));
    let rank = match node.attribute("rel").unwrap_or("alternate") {
        _ if cap => 0,
        "alternate" => 2,
        "related" | "enclosure" | "via" => 3,
        _ => return None,
    };
    Some((rank, address))
}

fn author(node: Node<'_>) -> Option<String> {
    node.children().find(|child| child.is(ATOM, "name")).map(text)
}

fn rfc3339(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}

/// Writes the feed as Atom, each entry a link to a CAP message.
///
/// # Errors
/// If an address is not a whole one, if the title, a time, an author or an id is missing (RFC 4287
/// §4.1 needs them), or if a text could not be read back the same.
pub fn write_atom(feed: &Feed) -> Result<String, WriteError> {
    let mut w = Writer::new();
    w.open("feed", &[("xmlns", ATOM)]);
    absolute("id", &feed.address)?;
    w.leaf("id", &feed.address);
    w.leaf("title", &feed.title);
    w.leaf("updated", needed("updated", feed.updated)?);
    w.open("author", &[]);
    w.leaf("name", needed("author", feed.author.as_ref())?);
    w.close();
    w.empty("link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &feed.address)]);
    if let Some(page) = &feed.page {
        absolute("link", page)?;
        w.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", page)]);
    }
    for entry in &feed.entries {
        let link = needed("link", entry.link.as_ref())?;
        absolute("link", link)?;
        w.open("entry", &[]);
        w.leaf("id", needed("id", Some(&entry.id).filter(|id| !id.is_empty()))?);
        w.leaf("title", &entry.title);
        w.leaf("updated", needed("updated", entry.updated)?);
        w.empty("link", &[("rel", "alternate"), ("type", CAP_MEDIA_TYPE), ("href", link)]);
        w.optional("summary", entry.summary.as_ref());
        w.close();
    }
    faithful(w.finish(), FeedFormat::Atom, feed)
}
