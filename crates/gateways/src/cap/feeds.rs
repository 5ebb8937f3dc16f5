//! Feeds of the messages that hold: warnings in force, and all-clears until the time of what they took back has
//! run out, so that a reader of the feed learns of both.

use jiff::Timestamp;
use kulla_cap::{
    DistributionKind, DistributionStatus, Envelope, EnvelopeVersion, Feed, FeedEntry, Time, WriteError,
    validate,
};
use kulla_record::Session;
use kulla_record::kind::warning::WarningState;

use crate::house::House;
use crate::problem::Problem;
use crate::public::shelf::{Shelf, Shown, WARNINGS_MAX};
use crate::public::stage::Stage;

/// What an envelope of EDXL-DE 1.0 has to say of public content.
const CONFIDENTIALITY: &str = "Unclassified";

/// A document, and when it last changed.
type Written = (String, Timestamp);

pub(super) fn atom(house: &House, public: &Session, stage: &Stage) -> Result<Written, Problem> {
    let feed = feed(house, public, stage, "/feeds/cap.atom")?;
    written(kulla_cap::write_atom(&feed), feed.updated)
}

pub(super) fn rss(house: &House, public: &Session, stage: &Stage) -> Result<Written, Problem> {
    let feed = feed(house, public, stage, "/feeds/cap.rss")?;
    written(kulla_cap::write_rss(&feed), feed.updated)
}

pub(super) fn edxl(house: &House, public: &Session, stage: &Stage) -> Result<Written, Problem> {
    let shelf = Shelf::new(house, public);
    let holding = holding(house, &shelf)?;
    let updated = updated(&shelf)?;
    let alerts: Vec<_> =
        holding.iter().filter_map(|shown| validate(shown.warning.xml.as_bytes()).alert).collect();
    let exercise = stage.exercise.is_some();
    let sent = Time::at(updated, 0).ok_or_else(Problem::absent)?;
    let envelope = Envelope {
        version: EnvelopeVersion::V1,
        id: format!("{}-{}", house.desk.profile().country.code, updated.as_second()),
        sender: house.desk.profile().country.cap.sender.clone(),
        sent,
        expires: None,
        status: if exercise { DistributionStatus::Exercise } else { DistributionStatus::Actual },
        kind: DistributionKind::Report,
        confidentiality: Some(CONFIDENTIALITY.into()),
    };
    written(kulla_cap::write_envelope(&envelope, &alerts), Some(updated))
}

/// When a message was sent.
pub(super) fn sent(shown: &Shown) -> Timestamp {
    Time::parse(&shown.warning.sent).map_or_else(|_| shown.item.at.timestamp(), |sent| sent.timestamp())
}

fn feed(house: &House, public: &Session, stage: &Stage, path: &str) -> Result<Feed, Problem> {
    let shelf = Shelf::new(house, public);
    let profile = house.desk.profile();
    let fallback = profile.country.languages.fallback.as_str();
    let sender = &profile.country.cap.sender_name;
    let sender = sender.get(fallback).or_else(|| sender.values().next()).cloned();
    let site = format!("{}{}", stage.site, stage.base);
    let entries = holding(house, &shelf)?.iter().map(|shown| entry(shown, &site, fallback)).collect();
    let title = house.words.plain(fallback, "site");
    let word = profile.country.exercise.word.get(fallback).filter(|_| stage.exercise.is_some());
    Ok(Feed {
        address: format!("{site}{path}"),
        title: word.map_or_else(|| title.clone(), |word| format!("{word}: {title}")),
        updated: Some(updated(&shelf)?),
        author: sender.or_else(|| Some(profile.country.cap.sender.clone())),
        page: Some(format!("{site}/")),
        entries,
    })
}

fn entry(shown: &Shown, site: &str, fallback: &str) -> FeedEntry {
    let link = format!("{site}/cap/{}.xml", shown.warning.identifier);
    // As it went out: in an exercise the message itself begins with the word for it.
    let alert = validate(shown.warning.xml.as_bytes()).alert;
    let infos = alert.as_ref().map_or(&[][..], |alert| &alert.infos);
    let info = infos.iter().find(|info| info.language.starts_with(fallback)).or_else(|| infos.first());
    let title = info.and_then(|info| info.headline.clone()).unwrap_or_else(|| shown.item.title.clone());
    FeedEntry {
        id: link.clone(),
        title,
        updated: Some(sent(shown)),
        link: Some(link),
        summary: info.and_then(|info| info.description.clone()).map(|text| one_line(&text)),
        embedded: None,
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn holding(house: &House, shelf: &Shelf) -> Result<Vec<Shown>, Problem> {
    let now = house.desk.clock().now();
    let mut found = shelf.list(&["in-force", "all-clear"], WARNINGS_MAX)?;
    found.retain(|shown| {
        shown.warning.state == WarningState::InForce || now < shown.warning.content.expires
    });
    Ok(found)
}

/// When anything last changed in the feed: at the newest version of any warning.
fn updated(shelf: &Shelf) -> Result<Timestamp, Problem> {
    let newest = shelf.list(&[], 1)?.first().map(|shown| shown.item.at.timestamp());
    // Whole seconds, which is what the formats carry.
    let seconds = newest.map_or(0, Timestamp::as_second);
    Ok(Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH))
}

fn written(document: Result<String, WriteError>, changed: Option<Timestamp>) -> Result<Written, Problem> {
    let bytes = document.map_err(|error| {
        tracing::error!(%error, "a feed can't be written");
        let detail = "the feed can't be written just now; each warning stands at its own address";
        Problem::new(axum::http::StatusCode::SERVICE_UNAVAILABLE, "feed.fault", detail)
    })?;
    Ok((bytes, changed.unwrap_or(Timestamp::UNIX_EPOCH)))
}
