//! Feeds and envelopes are written so that they are read back the same, and carry no alert astray.

use super::samples::Seeded;
use jiff::Timestamp;
use kulla_cap::{
    DistributionStatus, Envelope, EnvelopeVersion, Feed, FeedEntry, FeedFormat, Status, Time, Verdict,
    Wrapping, WriteError, split, write, write_atom, write_envelope, write_rss,
};

fn moment(second: i64) -> Timestamp {
    Timestamp::from_second(second).expect("in range")
}

fn feed() -> Feed {
    let entry = |n: i64| FeedEntry {
        id: format!("urn:XK-{n}"),
        title: "Përmbytje <te Drini> & \"rrugët\"".to_string(),
        updated: Some(moment(1_768_628_700 + n)),
        link: Some(format!("https://ame.example/cap/{n}.xml?a=1&b=2")),
        summary: (n % 2 == 0).then(|| "Largohuni\nnga bregu.".to_string()),
        embedded: None,
    };
    Feed {
        address: "https://ame.example/feeds/cap".to_string(),
        title: "Paralajmërime".to_string(),
        updated: Some(moment(1_768_628_700)),
        author: Some("Agjencia e Menaxhimit Emergjent".to_string()),
        page: Some("https://ame.example/".to_string()),
        entries: (0..5).map(entry).collect(),
    }
}

#[test]
fn a_feed_is_read_back_as_it_was_written() {
    let feed = feed();
    for (format, text) in [(FeedFormat::Atom, write_atom(&feed)), (FeedFormat::Rss, write_rss(&feed))] {
        let parcel = split(text.expect("a lawful feed").as_bytes());
        assert_eq!(parcel.wrapping, Wrapping::Feed(format, feed.clone()));
        assert_eq!(parcel.links().count(), 5);
        assert_eq!((parcel.alerts.len(), parcel.findings.len()), (0, 0));
    }
}

#[test]
fn a_feed_with_a_relative_or_running_address_is_not_written() {
    for address in ["/feeds/cap", "javascript:alert(1)", "https://", "https://ame.example/ x", ""] {
        let mut feed = feed();
        feed.entries[0].link = Some(address.to_string());
        let value = |error: &WriteError| matches!(error, WriteError::Value { element: "link", .. });
        assert!(write_atom(&feed).is_err_and(|error| value(&error)), "{address}");
        assert!(write_rss(&feed).is_err_and(|error| value(&error)), "{address}");
    }
}

#[test]
fn a_feed_that_lacks_what_its_format_needs_is_not_written() {
    let mut feed = feed();
    feed.entries[1].updated = None;
    assert!(write_atom(&feed).is_err_and(|error| error.to_string().contains("`updated`")));
    assert!(write_rss(&feed).is_err_and(|error| error.to_string().contains("`pubDate`")));
    feed.entries.clear();
    feed.title = "a\u{1}b".to_string();
    assert_eq!(write_atom(&feed), Err(WriteError::NotFaithful));
}

#[test]
fn an_envelope_carries_its_alerts_unchanged() {
    let sent = Time::parse("2026-01-17T06:41:00+01:00").expect("a time");
    let alerts: Vec<_> = (0..40)
        .map(|seed| Seeded::new(seed).alert())
        .filter(|alert| alert.status == Status::Exercise)
        .collect();
    assert!(alerts.len() > 2);
    let mut envelope = Envelope::new("AME-1", "desk@ame.example", sent, DistributionStatus::Exercise);
    for version in [EnvelopeVersion::V1, EnvelopeVersion::V2] {
        envelope.version = version;
        envelope.expires = (version == EnvelopeVersion::V2).then_some(sent);
        let text = write_envelope(&envelope, &alerts).expect("a lawful envelope");
        let parcel = split(text.as_bytes());
        assert_eq!(parcel.wrapping, Wrapping::Envelope(Some(envelope.clone())));
        let found: Vec<_> = parcel.alerts.iter().filter_map(|report| report.alert.clone()).collect();
        assert_eq!(found, alerts);
    }
}

#[test]
fn a_drill_does_not_travel_in_a_real_envelope() {
    let sent = Time::parse("2026-01-17T06:41:00+01:00").expect("a time");
    let mut drill = Seeded::new(1).alert();
    drill.status = Status::Exercise;
    let envelope = Envelope::new("AME-1", "desk@ame.example", sent, DistributionStatus::Actual);
    let refused = write_envelope(&envelope, std::slice::from_ref(&drill));
    assert!(refused.is_err_and(|error| error.to_string().contains("another status")));
}

#[test]
fn an_alert_inside_a_feed_is_judged_with_the_lines_of_the_feed() {
    let alert = write(&Seeded::new(7).alert()).expect("lawful");
    let body = alert.split_once("?>\n").expect("a declaration").1.replacen("<scope>", "<scope> ", 1);
    let lines = body[..body.find("<scope>").expect("a scope")].matches('\n').count();
    let head = "<rss version='2.0'><channel>\n<item>\n";
    let text = format!("{head}{body}</item>\n<item>{body}</item></channel></rss>");
    let parcel = split(text.as_bytes());
    assert_eq!(parcel.alerts.len(), 2);
    assert!(parcel.alerts.iter().all(|report| report.verdict == Verdict::Reject));
    assert_eq!(parcel.alerts[0].findings[0].line as usize, 3 + lines);
    assert_eq!(parcel.links().count(), 0);
}
