//! What alerts travel in: Atom and RSS feeds, and the EDXL-DE envelope.
//!
//! Whatever arrives, [`split`] answers the same two questions: which alerts are in it, each judged, and
//! which addresses must be fetched for the rest. A document that nobody can read is one rejected report,
//! so a caller has one path for everything.

pub(crate) mod atom;
pub(crate) mod edxl;
pub(crate) mod rss;

use crate::limits::FEED_ENTRIES_MAX;
use crate::read;
use crate::report::{Finding, Findings, Report};
use crate::rules::{self, Rule};
use crate::validate::root_refused;
use crate::write::WriteError;
use crate::xml::Node;
use crate::xml::Source;
pub use edxl::{DistributionKind, DistributionStatus, Envelope, EnvelopeVersion};
use jiff::Timestamp;

/// Which of the two feed formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FeedFormat {
    /// Atom (RFC 4287).
    Atom,
    /// RSS 2.0.
    Rss,
}

/// A list of alerts that can be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// Where the feed itself is; also its Atom `id`.
    pub address: String,
    /// Name of the feed.
    pub title: String,
    /// When it last changed. Needed to write it.
    pub updated: Option<Timestamp>,
    /// Who publishes it.
    pub author: Option<String>,
    /// A page for people.
    pub page: Option<String>,
    /// The alerts, in the order of the feed.
    pub entries: Vec<FeedEntry>,
}

/// One alert of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedEntry {
    /// Lasting id of the entry (Atom `id`, RSS `guid`).
    pub id: String,
    /// One line.
    pub title: String,
    /// When the entry last changed. Needed to write it.
    pub updated: Option<Timestamp>,
    /// Where the CAP message is; `http`, `https` or relative to the feed.
    pub link: Option<String>,
    /// A short text.
    pub summary: Option<String>,
    /// Which of [`Parcel::alerts`] came inside the entry. Never written: we publish links.
    pub embedded: Option<usize>,
}

/// What the alerts came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrapping {
    /// Nothing: the document is one alert, or cannot be read at all.
    Bare,
    /// A feed.
    Feed(FeedFormat, Feed),
    /// An EDXL-DE envelope; `None` if what it says of itself cannot be read.
    Envelope(Option<Envelope>),
}

/// A document taken apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Parcel {
    /// What the alerts came in.
    pub wrapping: Wrapping,
    /// The alerts that were inside, each judged; lines are those of the whole document.
    pub alerts: Vec<Report>,
    /// Faults of the feed or envelope itself.
    pub findings: Vec<Finding>,
}

impl Parcel {
    /// The entries whose alert did not come along and must be fetched.
    pub fn links(&self) -> impl Iterator<Item = &FeedEntry> {
        let entries = match &self.wrapping {
            Wrapping::Feed(_, feed) => feed.entries.as_slice(),
            Wrapping::Bare | Wrapping::Envelope(_) => &[],
        };
        entries.iter().filter(|entry| entry.embedded.is_none() && entry.link.is_some())
    }

    fn bare(report: Report) -> Self {
        Self { wrapping: Wrapping::Bare, alerts: vec![report], findings: Vec::new() }
    }
}

/// Takes apart a bare alert, an Atom or RSS feed, or an EDXL-DE envelope. Never panics.
///
/// ```
/// let rss = br#"<rss version="2.0"><channel><title>t</title><item>
///   <guid>1</guid><title>Flood</title><link>https://example.org/1.xml</link></item></channel></rss>"#;
/// let parcel = kulla_cap::split(rss);
/// assert_eq!(parcel.alerts.len(), 0);
/// let links: Vec<_> = parcel.links().filter_map(|entry| entry.link.as_deref()).collect();
/// assert_eq!(links, ["https://example.org/1.xml"]);
/// ```
pub fn split(bytes: &[u8]) -> Parcel {
    let source = match Source::read(bytes) {
        Ok(source) => source,
        Err(refusal) => return Parcel::bare(refusal.report()),
    };
    let document = match source.parse() {
        Ok(document) => document,
        Err(refusal) => return Parcel::bare(refusal.report()),
    };
    let root = document.root_element();
    if read::is_alert(root) {
        return Parcel::bare(read::report(source.text(), root, &source.remarks));
    }
    let mut taker = Taker::new(source.text());
    for (rule, message) in &source.remarks {
        taker.findings.add(rule, 0, || message.clone());
    }
    let wrapping = if root.is(atom::ATOM, "feed") {
        Wrapping::Feed(FeedFormat::Atom, taker.atom(root))
    } else if root.tag_name().name() == "rss" {
        Wrapping::Feed(FeedFormat::Rss, taker.rss(root))
    } else if let Some(version) = edxl::version(root) {
        Wrapping::Envelope(taker.edxl(root, version))
    } else {
        return Parcel::bare(root_refused(source.text(), root));
    };
    Parcel { wrapping, alerts: taker.alerts, findings: taker.findings.into_kept() }
}

/// Takes alerts and entries out of a document, up to the limit.
struct Taker<'t> {
    text: &'t str,
    findings: Findings<'t>,
    alerts: Vec<Report>,
    entries: usize,
}

impl<'t> Taker<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, findings: Findings::new(text), alerts: Vec::new(), entries: 0 }
    }

    /// Whether there is room for one more entry; the first that has none is remarked.
    fn room(&mut self, node: Node<'_>) -> bool {
        self.entries += 1;
        if self.entries == FEED_ENTRIES_MAX + 1 {
            let message = format!("more than {FEED_ENTRIES_MAX} entries; the rest is not read");
            self.findings.add_first(&rules::FEED_LONG, node.range().start, message);
        }
        self.entries <= FEED_ENTRIES_MAX
    }

    /// Judges the alerts inside `node`; returns the index of the first.
    fn embedded(&mut self, node: Node<'_>) -> Option<usize> {
        let first = self.alerts.len();
        let mut inside_until = 0;
        for alert in node.descendants().filter(|inner| read::is_alert(*inner)) {
            let range = alert.range();
            // An alert inside an alert belongs to the outer one, which is refused for it.
            if range.start < inside_until {
                continue;
            }
            if self.alerts.len() == FEED_ENTRIES_MAX {
                let message = format!("more than {FEED_ENTRIES_MAX} alerts; the rest is not read");
                self.findings.add_first(&rules::FEED_LONG, range.start, message);
                break;
            }
            inside_until = range.end;
            let known = self.findings.known_at(range.start);
            self.alerts.push(read::report_from(self.text, alert, known));
        }
        (self.alerts.len() > first).then_some(first)
    }

    /// A finding unless the entry leads to an alert.
    fn reachable(&mut self, node: Node<'_>, entry: &FeedEntry) {
        if entry.link.is_none() && entry.embedded.is_none() {
            let message = || "the entry has neither an alert nor a link to one; it is left out".to_string();
            self.findings.add(&rules::FEED_LINK, node.range().start, message);
        }
    }

    fn time(&mut self, node: Node<'_>, read: impl Fn(&str) -> Option<Timestamp>) -> Option<Timestamp> {
        let text = text(node);
        let time = read(text.trim());
        if time.is_none() {
            let message =
                || format!("{} is not a time that the feed's format knows", crate::report::quoted(&text));
            self.findings.add(&rules::FEED_TIME, node.range().start, message);
        }
        time
    }
}

/// All text of an element and of what is inside it, as a title with markup has it.
fn text(node: Node<'_>) -> String {
    node.descendants().filter_map(|inner| inner.text()).collect()
}

fn trimmed(node: Node<'_>) -> Option<String> {
    let text = text(node);
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_string())
}

/// An address that may be fetched: `http`, `https`, or relative. Anything else is no link.
fn fetchable(address: &str) -> Option<String> {
    let address = address.trim();
    let scheme = address.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    let relative = || !address.split(['/', '?', '#']).next().unwrap_or_default().contains(':');
    let allowed = matches!(scheme.as_deref(), Some("http" | "https")) || relative();
    let sound = !address.is_empty() && !address.contains(|c: char| c.is_whitespace() || c.is_control());
    (allowed && sound).then(|| address.to_string())
}

fn absolute(element: &'static str, address: &str) -> Result<(), WriteError> {
    let lower = address.to_ascii_lowercase();
    let host = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    if host.is_some_and(|host| !host.is_empty()) && fetchable(address).is_some() {
        return Ok(());
    }
    Err(WriteError::Value { element, message: "write the whole address, `https://…`" })
}

fn needed<T>(element: &'static str, value: Option<T>) -> Result<T, WriteError> {
    value.ok_or(WriteError::Value { element, message: "the format needs it; fill it" })
}

/// INVARIANT: what is written is read back the same, or it is not written.
fn faithful(document: String, format: FeedFormat, feed: &Feed) -> Result<String, WriteError> {
    let parcel = split(document.as_bytes());
    let same = matches!(&parcel.wrapping, Wrapping::Feed(found, back) if *found == format && back == feed);
    if same && parcel.findings.is_empty() { Ok(document) } else { Err(WriteError::NotFaithful) }
}

/// The findings of a feed, for rules that are written down with all others.
fn add(taker: &mut Taker<'_>, rule: &'static Rule, node: Node<'_>, message: &str) {
    taker.findings.add(rule, node.range().start, || message.to_string());
}
