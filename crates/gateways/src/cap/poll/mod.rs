//! Warnings of others, fetched: an Atom or RSS feed, or a CAP message at an address of its own.
//!
//! A feed is asked for with what its server gave us to tell whether it changed. What it holds or links to goes
//! to the desk one message at a time, oldest first, through the same door as a file: a message that came both
//! ways is one bulletin. Nothing is taken as dealt with before the desk has it, so a restart or an error in the
//! middle fetches again rather than too little.
//!
//! | module | holds |
//! |---|---|
//! | [`address`] | where a feed may lead: pure |
//! | [`pace`] | when it is asked again: pure |
//! | [`fetch`] | one document, with everything bounded |
//! | [`kept`] | what is remembered over a restart |

mod address;
mod fetch;
mod kept;
mod pace;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::Duration;

use kulla_cap::Parcel;
use kulla_desk::{Failure, Intake, Sorted};

use self::address::Address;
use self::fetch::{Fetched, Fetcher, Miss, Validators};
use self::kept::Kept;
use self::pace::Pace;
use crate::eve::fingerprint;
use crate::house::House;
use crate::intake::standing::Reason;
use crate::sources::{Keys, Opened};

/// How often a feed is asked for unless the operator says otherwise, and bounds of what they may say.
const EVERY_S: u32 = 120;
const EVERY_S_RANGE: std::ops::RangeInclusive<u32> = 10..=86_400;
/// Hosts besides the feed's own.
const HOSTS_MAX: usize = 16;
/// Bytes of a feed: what the codec reads; of a message: what the desk takes.
const FEED_BYTES_MAX: usize = kulla_cap::limits::DOCUMENT_BYTES_MAX;
const MESSAGE_BYTES_MAX: usize = kulla_desk::DOCUMENT_BYTES_MAX;
/// Links that are followed in one round; the others wait for the next.
const LINKS_A_ROUND_MAX: usize = 64;
/// So often a link is tried, once a round, before it is given up.
const TRIES_MAX: u32 = 5;
/// How long a round waits before it asks again whether the desk has a place, or is to stop, in milliseconds.
const ASK_AGAIN_MS: u64 = 200;
/// Found in every CAP message: what does not hold it is something else, such as a page for people.
const CAP_NAME: &[u8] = b"emergency:cap";

/// The settings of one feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Where it is.
    address: Address,
    /// Hosts that it may lead to, besides its own.
    hosts: Vec<String>,
    /// How often it is asked for, in milliseconds.
    every_ms: u64,
    /// Certificates to trust in place of those that the web trusts.
    authority: Option<PathBuf>,
}

impl Settings {
    pub(crate) fn read(keys: &Keys<'_>) -> Option<Settings> {
        let address = keys.text("url", 1..=address::ADDRESS_CHARS_MAX).and_then(|url| {
            let address = Address::new(&url);
            if address.is_none() {
                keys.bad("url", "an address such as `https://example.org/cap.atom`, without a user in it");
            }
            address
        });
        let hosts = keys.list("hosts", HOSTS_MAX);
        let every_s = keys.number("every_s", EVERY_S_RANGE).unwrap_or(EVERY_S);
        let authority = keys.text_if_there("certificates", 1..=1_024).map(PathBuf::from);
        Some(Settings { address: address?, hosts, every_ms: u64::from(every_s) * 1_000, authority })
    }
}

/// Runs until it is told to stop.
pub(crate) fn run(settings: Settings, opened: Opened) {
    let fetcher = loop {
        match Fetcher::new(settings.hosts.clone(), settings.authority.as_deref()) {
            Ok(fetcher) => break fetcher,
            Err(why) => opened.seat.trouble(&why),
        }
        opened.stop.sleep(settings.every_ms);
        if opened.stop.is_set() {
            return;
        }
    };
    let kept = Kept::load(&opened.folder, &opened.code);
    let mut pace = Pace::new(settings.every_ms);
    let mut feed = Feed { settings, opened, fetcher, kept, tries: BTreeMap::new() };
    while !feed.opened.stop.is_set() {
        let round = feed.round();
        let chance = u64::from_le_bytes(feed.opened.house.desk.entropy().bytes());
        let wait_ms = match round {
            Ok(()) => {
                feed.opened.seat.trouble("");
                pace.went_well(chance)
            }
            Err(Miss::Never(why)) => {
                feed.opened.seat.trouble(&why);
                pace.went_wrong(None, chance)
            }
            Err(Miss::Later { why, retry_after_s }) => {
                feed.opened.seat.trouble(&why);
                pace.went_wrong(retry_after_s, chance)
            }
        };
        if pace.failures() == 1 {
            tracing::warn!(source = feed.opened.code, "a feed can't be fetched; it is tried again");
        }
        feed.opened.stop.sleep(wait_ms);
    }
}

struct Feed {
    settings: Settings,
    opened: Opened,
    fetcher: Fetcher,
    kept: Kept,
    /// Links that could not be fetched, and how often they were tried.
    tries: BTreeMap<String, u32>,
}

/// A link of a feed.
struct Link {
    address: Option<Address>,
    /// By what the entry is known again.
    entry: String,
}

impl Feed {
    /// Asks once, and deals with everything that came.
    fn round(&mut self) -> Result<(), Miss> {
        let known = self.kept.validators().clone();
        let (bytes, validators) = match self.fetcher.get(&self.settings.address, &known, FEED_BYTES_MAX)? {
            Fetched::Same => {
                self.opened.seat.heard(0);
                return Ok(());
            }
            Fetched::Document(bytes, validators) => (bytes, validators),
        };
        let parcel = kulla_cap::split(&bytes);
        if !speaks_cap(&bytes) && parcel.links().next().is_none() && !is_feed(&parcel) {
            return Err(Miss::Never("what is there is neither CAP nor a feed".into()));
        }
        self.opened.seat.heard(0);
        self.rejected(&bytes, &parcel);
        let mut new = inside(&bytes, &parcel);
        new.retain(|message| message.entry.as_ref().is_none_or(|entry| !self.kept.has(entry)));
        let mut all_through = self.take_in(new)?;
        let (messages, fetched_all) = self.follow(&parcel)?;
        all_through &= fetched_all;
        all_through &= self.take_in(messages)?;
        // With something left to fetch, the feed has to be asked for as if it were new.
        self.kept.through(if all_through { validators } else { Validators::default() });
        self.kept.save().map_err(|error| Miss::Later {
            why: format!("what was fetched can't be remembered: {error}"),
            retry_after_s: None,
        })
    }

    /// Fetches what the feed links to and was not dealt with yet. Tells whether nothing is left.
    fn follow(&mut self, parcel: &Parcel) -> Result<(Vec<Message>, bool), Miss> {
        let links = self.links(parcel);
        let mut all = links.len() <= LINKS_A_ROUND_MAX;
        let mut messages = Vec::new();
        for link in links.into_iter().take(LINKS_A_ROUND_MAX) {
            if self.opened.stop.is_set() {
                return Ok((messages, false));
            }
            match self.fetch(&link) {
                Ok(bytes) if speaks_cap(&bytes) => messages.push(Message::new(bytes, Some(link.entry))),
                // A page for people, most likely.
                Ok(_) => self.give_up(&link, Reason::Refused),
                Err(Miss::Never(why)) => {
                    tracing::warn!(
                        source = self.opened.code,
                        entry = link.entry,
                        why,
                        "a link of a feed is left out"
                    );
                    self.give_up(&link, Reason::Refused);
                }
                Err(Miss::Later { why, .. }) => {
                    if self.tries.len() > kept::SEEN_MAX {
                        // A feed whose links never come twice is not remembered for ever.
                        self.tries.clear();
                    }
                    let tries = self.tries.entry(link.entry.clone()).or_default();
                    *tries += 1;
                    if *tries >= TRIES_MAX {
                        tracing::warn!(
                            source = self.opened.code,
                            entry = link.entry,
                            why,
                            "a link of a feed is given up"
                        );
                        self.give_up(&link, Reason::Unreachable);
                    } else {
                        all = false;
                    }
                }
            }
        }
        Ok((messages, all))
    }

    /// Links that were not dealt with, each once.
    fn links(&self, parcel: &Parcel) -> Vec<Link> {
        let mut seen = std::collections::BTreeSet::new();
        let link = |entry: &kulla_cap::FeedEntry| {
            let link = entry.link.as_deref()?;
            let updated = entry.updated.map(|updated| updated.to_string()).unwrap_or_default();
            let named = format!("{link} {updated}");
            let new = !self.kept.has(&named) && seen.insert(named.clone());
            new.then(|| Link { address: self.settings.address.join(link), entry: named })
        };
        parcel.links().filter_map(link).collect()
    }

    /// What came inside a feed and is no message at all is counted once, not with every round.
    fn rejected(&mut self, bytes: &[u8], parcel: &Parcel) {
        let rejected = parcel.alerts.iter().filter(|report| report.alert.is_none()).count();
        let named = format!("rejected in {:x}", fingerprint(bytes));
        if rejected > 0 && parcel.alerts.len() > 1 && !self.kept.has(&named) {
            self.opened.seat.dropped(Reason::Refused, rejected as u64);
            self.kept.add(&named);
        }
    }

    fn fetch(&self, link: &Link) -> Result<Vec<u8>, Miss> {
        let there = link
            .address
            .as_ref()
            .filter(|there| self.settings.address.may_lead_to(there, &self.settings.hosts));
        let there = there.ok_or_else(|| {
            Miss::Never("it leads to a host that is not listed: add it to `hosts` if that is right".into())
        })?;
        match self.fetcher.get(there, &Validators::default(), MESSAGE_BYTES_MAX)? {
            Fetched::Document(bytes, _) => Ok(bytes),
            Fetched::Same => {
                Err(Miss::Never("the server says that nothing changed, and was not asked".into()))
            }
        }
    }

    fn give_up(&mut self, link: &Link, reason: Reason) {
        self.opened.seat.dropped(reason, 1);
        self.tries.remove(&link.entry);
        self.kept.add(&link.entry);
    }

    /// Hands messages to the desk, oldest first, and waits for each. Tells whether all are through.
    fn take_in(&mut self, mut messages: Vec<Message>) -> Result<bool, Miss> {
        messages.sort_by_key(|message| message.sent);
        for message in messages {
            let Some(outcome) = self.hand_in(&message.bytes) else { return Ok(false) };
            match outcome {
                Ok(sorted) => self.count(&sorted),
                Err(Failure::Refused(why) | Failure::Forbidden(why)) => {
                    self.opened.seat.dropped(Reason::Refused, 1);
                    tracing::warn!(source = self.opened.code, %why, "a message was refused by the desk");
                }
                Err(failure) => return Err(Miss::Later { why: failure.to_string(), retry_after_s: None }),
            }
            if let Some(entry) = message.entry {
                self.tries.remove(&entry);
                self.kept.add(&entry);
            }
        }
        Ok(true)
    }

    /// One document through the line in front of the desk. `None`: the node stops.
    fn hand_in(&self, bytes: &[u8]) -> Option<Result<Vec<Sorted>, Failure>> {
        let (told, outcome) = sync_channel(1);
        loop {
            let (told, feeder, bytes) = (told.clone(), self.opened.feeder.clone(), bytes.to_vec());
            let work = move |house: &House| {
                // Nobody may be waiting any more when the node stops.
                let _ = told.send(house.desk.take_cap_from(&feeder, Intake { bytes: &bytes }));
            };
            if self.opened.seat.offer(1, work).is_ok() {
                break;
            }
            self.opened.stop.sleep(ASK_AGAIN_MS);
            if self.opened.stop.is_set() {
                return None;
            }
        }
        drop(told);
        loop {
            match outcome.recv_timeout(Duration::from_millis(ASK_AGAIN_MS)) {
                Ok(outcome) => return Some(outcome),
                Err(RecvTimeoutError::Timeout) if !self.opened.stop.is_set() => {}
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return None,
            }
        }
    }

    fn count(&self, sorted: &[Sorted]) {
        for one in sorted {
            let outcome = match one {
                Sorted::Received(received) if received.known => "known",
                Sorted::Received(_) => {
                    self.opened.seat.heard(1);
                    "received"
                }
                Sorted::Quarantined { .. } => {
                    self.opened.seat.dropped(Reason::Refused, 1);
                    "quarantined"
                }
            };
            let labels = format!("door=\"cap-feed\",outcome=\"{outcome}\"");
            self.opened.house.metrics.add("kulla_ingest_total", labels, 1);
        }
    }
}

/// A document for the desk.
struct Message {
    bytes: Vec<u8>,
    /// When it was sent, as far as it says.
    sent: Option<jiff::Timestamp>,
    /// By what it is known again.
    entry: Option<String>,
}

impl Message {
    fn new(bytes: Vec<u8>, entry: Option<String>) -> Message {
        let parcel = kulla_cap::split(&bytes);
        let sent =
            parcel.alerts.iter().filter_map(|report| Some(report.alert.as_ref()?.sent.timestamp())).min();
        Message { bytes, sent, entry }
    }
}

/// The messages that came inside a document: the document itself where it is one message or small, else each
/// message for itself.
fn inside(bytes: &[u8], parcel: &Parcel) -> Vec<Message> {
    if parcel.alerts.is_empty() {
        return Vec::new();
    }
    if parcel.alerts.len() == 1 && bytes.len() <= MESSAGE_BYTES_MAX {
        return vec![Message::new(bytes.to_vec(), Some(named(bytes)))];
    }
    let alerts = parcel.alerts.iter().filter_map(|report| report.alert.as_ref());
    let each = alerts.filter_map(|alert| {
        let bytes = kulla_cap::write(alert).ok()?.into_bytes();
        Some(Message { sent: Some(alert.sent.timestamp()), entry: Some(named(&bytes)), bytes })
    });
    each.collect()
}

/// A message without an entry of its own is known again by its bytes.
fn named(bytes: &[u8]) -> String {
    format!("message {:x}", fingerprint(bytes))
}

fn is_feed(parcel: &Parcel) -> bool {
    matches!(parcel.wrapping, kulla_cap::Wrapping::Feed(..))
}

fn speaks_cap(bytes: &[u8]) -> bool {
    // A message in UTF-16 holds the name too, and not as these bytes.
    let reads = || kulla_cap::split(bytes).alerts.iter().any(|report| report.alert.is_some());
    bytes.windows(CAP_NAME.len()).any(|window| window == CAP_NAME) || reads()
}
