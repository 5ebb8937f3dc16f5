//! RSS 2.0, which older readers and aggregators of CAP still ask for.

use super::atom::{ATOM, CAP_MEDIA_TYPE};
use super::{Feed, FeedEntry, FeedFormat, Taker, absolute, faithful, fetchable, needed, text, trimmed};
use crate::write::WriteError;
use crate::xml::Node;
use crate::xml::write::Writer;
use jiff::Timestamp;
use jiff::fmt::rfc2822::{DateTimeParser, DateTimePrinter};

static PARSER: DateTimeParser = DateTimeParser::new();
static PRINTER: DateTimePrinter = DateTimePrinter::new();

impl Taker<'_> {
    pub(super) fn rss(&mut self, root: Node<'_>) -> Feed {
        let mut feed = Feed {
            address: String::new(),
            title: String::new(),
            updated: None,
            author: None,
            page: None,
            entries: Vec::new(),
        };
        let channel = root.children().find(|child| child.tag_name().name() == "channel");
        for child in channel.into_iter().flat_map(|channel| channel.children()) {
            let plain = child.tag_name().namespace().is_none();
            match child.tag_name().name() {
                "link" if child.is(ATOM, "link") && child.attribute("rel") == Some("self") => {
                    feed.address = child.attribute("href").and_then(fetchable).unwrap_or_default();
                }
                "title" if plain => feed.title = text(child),
                "link" if plain => feed.page = trimmed(child).and_then(|address| fetchable(&address)),
                "lastBuildDate" if plain => feed.updated = self.time(child, rfc2822),
                "copyright" if plain => feed.author = Some(text(child)),
                "item" if plain && self.room(child) => {
                    let entry = self.rss_item(child);
                    self.reachable(child, &entry);
                    feed.entries.push(entry);
                }
                _ => {}
            }
        }
        feed.entries.retain(|entry| entry.link.is_some() || entry.embedded.is_some());
        feed
    }

    fn rss_item(&mut self, node: Node<'_>) -> FeedEntry {
        let mut entry = FeedEntry {
            id: String::new(),
            title: String::new(),
            updated: None,
            link: None,
            summary: None,
            embedded: self.embedded(node),
        };
        let mut message = None;
        for child in node.children().filter(|child| child.tag_name().namespace().is_none()) {
            match child.tag_name().name() {
                "guid" => entry.id = trimmed(child).unwrap_or_default(),
                "title" => entry.title = text(child),
                "link" => entry.link = trimmed(child).and_then(|address| fetchable(&address)),
                "pubDate" => entry.updated = self.time(child, rfc2822),
                "description" => entry.summary = Some(text(child)),
                "enclosure" if child.attribute("type").is_some_and(|kind| kind.contains("cap+xml")) => {
                    message = child.attribute("url").and_then(fetchable);
                }
                _ => {}
            }
        }
        entry.link = message.or(entry.link);
        entry
    }
}

fn rfc2822(text: &str) -> Option<Timestamp> {
    // RSS also writes the zone as `GMT` or `Z`; RFC 2822 calls such names obsolete, and jiff reads them.
    PARSER.parse_timestamp(text).ok()
}

/// Writes the feed as RSS 2.0, each item a link to a CAP message. Times are in whole seconds.
///
/// # Errors
/// If an address is not a whole one, if the page, a time or an id is missing, or if a text could not be
/// read back the same.
pub fn write_rss(feed: &Feed) -> Result<String, WriteError> {
    let mut w = Writer::new();
    w.open("rss", &[("version", "2.0"), ("xmlns:atom", ATOM)]);
    w.open("channel", &[]);
    w.leaf("title", &feed.title);
    let page = needed("link", feed.page.as_ref())?;
    absolute("link", page)?;
    w.leaf("link", page);
    w.leaf("description", &feed.title);
    w.optional("copyright", feed.author.as_ref());
    w.leaf("lastBuildDate", date("lastBuildDate", feed.updated)?);
    absolute("atom:link", &feed.address)?;
    w.empty("atom:link", &[("rel", "self"), ("type", "application/rss+xml"), ("href", &feed.address)]);
    for entry in &feed.entries {
        let link = needed("link", entry.link.as_ref())?;
        absolute("link", link)?;
        w.open("item", &[]);
        w.leaf("title", &entry.title);
        w.leaf("link", link);
        w.optional("description", entry.summary.as_ref());
        // The length is not known here; RSS readers take 0 for that.
        w.empty("enclosure", &[("url", link), ("length", "0"), ("type", CAP_MEDIA_TYPE)]);
        let id = needed("guid", Some(&entry.id).filter(|id| !id.is_empty()))?;
        w.leaf_with("guid", &[("isPermaLink", "false")], id);
        w.leaf("pubDate", date("pubDate", entry.updated)?);
        w.close();
    }
    faithful(w.finish(), FeedFormat::Rss, feed)
}

fn date(element: &'static str, time: Option<Timestamp>) -> Result<String, WriteError> {
    let time = needed(element, time)?;
    PRINTER
        .timestamp_to_rfc9110_string(&time)
        .map_err(|_| WriteError::Value { element, message: "the year cannot be written in four digits" })
}
