//! A group of alerts in words: the alarm that an officer triages.
//!
//! Pure. Each version takes up what the one before it said: counts are added, the first stays the first.

use jiff::Timestamp;
use kulla_eve::{Class, Group, Scope, What};
use kulla_record::SubjectId;
use kulla_record::kind::signal::{Alarm, AlarmState, Explanation, Severity};

use super::ledger::{Entry, name};

/// Samples in one alarm.
const SAMPLES_MAX: usize = 8;
/// Characters of a title.
const TITLE_CHARS_MAX: usize = 160;
/// Which door found it.
pub const DETECTOR: &str = "eve";

/// The source of an alarm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct From {
    /// Its record.
    pub source: SubjectId,
    /// What people call it.
    pub name: String,
}

/// The one subject of a group in its window.
pub fn subject(source: SubjectId, entry: &Entry) -> SubjectId {
    SubjectId::derived(&format!("eve {} | {}", name(&entry.scope), entry.window_s), source)
}

/// The next version of the alarm of a group. `now`: for events without a time.
pub fn next(head: Option<Alarm>, from: &From, entry: &Entry, group: &Group, now: Timestamp) -> Alarm {
    let seen = |time: Option<kulla_eve::Timestamp>| {
        time.and_then(|time| Timestamp::from_microsecond(time.unix_micros()).ok()).unwrap_or(now)
    };
    let (first, last) = (seen(group.first), seen(group.last));
    let before = head.as_ref().map_or(0, |head| head.count);
    let count = before.saturating_add(group.count);
    let mut samples = head.as_ref().map(|head| head.samples.clone()).unwrap_or_default();
    for sample in sampled(group) {
        if samples.len() < SAMPLES_MAX && !samples.contains(&sample) {
            samples.push(sample);
        }
    }
    let title = match &head {
        Some(head) => head.title.clone(),
        None => title(&entry.scope, group),
    };
    Alarm {
        detector: DETECTOR.into(),
        state: AlarmState::Raised,
        severity: severity(group.severity)
            .max(head.as_ref().map_or(Severity::Unknown, |head| head.severity)),
        explanation: explanation(&entry.scope, &title, count),
        title,
        source: Some(from.source),
        from: from.name.clone(),
        place: head.as_ref().map(|head| head.place.clone()).unwrap_or_default(),
        began: head.as_ref().map_or(first, |head| head.began.min(first)),
        last: head.as_ref().map_or(last, |head| head.last.max(last)),
        ended: None,
        count,
        samples,
        rest: head.map(|head| head.rest).unwrap_or_default(),
    }
}

/// Suricata counts the other way: 1 is the worst.
fn severity(severity: Option<u8>) -> Severity {
    match severity {
        Some(1) => Severity::Severe,
        Some(2) => Severity::Moderate,
        Some(_) => Severity::Minor,
        None => Severity::Unknown,
    }
}

fn title(scope: &Scope, group: &Group) -> String {
    let said = group.title.clone().filter(|title| !title.trim().is_empty());
    let title = match scope {
        Scope::Exact(key) => said.unwrap_or_else(|| seen(&key.what)),
        Scope::Family { what, .. } => said.unwrap_or_else(|| seen(what)),
        Scope::Class(Class::Alert(class)) if class.is_empty() => "Other alerts without a class".to_owned(),
        Scope::Class(Class::Alert(class)) => format!("Other alerts: {class}"),
        Scope::Class(Class::Anomaly(kind)) => format!("Other anomalies: {kind}"),
        Scope::Everything => "Other alerts of all classes".to_owned(),
    };
    title.chars().take(TITLE_CHARS_MAX).collect()
}

fn seen(what: &What) -> String {
    match what {
        What::Signature { gid, sid } => format!("Signature {gid}:{sid}"),
        What::SignatureText(text) => text.to_string(),
        What::Anomaly { kind, event } => format!("Anomaly {kind}/{event}"),
        What::Unnamed => "An alert without a name".to_owned(),
    }
}

fn explanation(scope: &Scope, title: &str, count: u64) -> Explanation {
    let mut facts = std::collections::BTreeMap::from([("count".to_owned(), count.to_string())]);
    let mut fact = |name: &str, value: String| {
        facts.insert(name.to_owned(), value);
    };
    let (code, text) = match scope {
        Scope::Exact(key) => {
            let (source, target) = (key.source.to_string(), key.target.to_string());
            let text = format!("{count} alerts `{title}` from {source} at {target}");
            fact("from", source);
            fact("at", target);
            fact("rule", seen(&key.what));
            ("eve-group", text)
        }
        Scope::Family { what, .. } => {
            fact("rule", seen(what));
            ("eve-family", format!("{count} alerts `{title}` from and at many networks"))
        }
        Scope::Class(_) => {
            fact("class", title.to_owned());
            (
                "eve-class",
                format!("{count} alerts of one class that were too few or too many to stand alone"),
            )
        }
        Scope::Everything => ("eve-rest", format!("{count} alerts of many classes")),
    };
    Explanation { code: code.into(), facts, text, rest: Default::default() }
}

fn sampled(group: &Group) -> impl Iterator<Item = String> + '_ {
    let sources = group.sources.iter().map(|ip| format!("from {ip}"));
    let targets = group.targets.iter().map(|ip| format!("at {ip}"));
    // Half of the room for each, so that a scan of a thousand targets still says who scans.
    sources.take(SAMPLES_MAX / 2).chain(targets.take(SAMPLES_MAX / 2))
}

#[cfg(test)]
mod tests {
    use kulla_eve::{Grouper, Item, Policy, Reader};

    use super::*;

    fn group(lines: &str) -> (Entry, Group) {
        let (mut reader, mut grouper) = (Reader::default(), Grouper::new(Policy::default()));
        reader.feed(lines.as_bytes(), &mut |item| {
            if let Item::Event { line, event } = item {
                grouper.add(&event, line);
            }
        });
        let (scope, group) = grouper.drain().pop().unwrap();
        (Entry { scope, window_s: 0 }, group)
    }

    fn alert(second: u32, source: u32, severity: u8) -> String {
        format!(
            "{{\"timestamp\":\"2026-03-01T10:00:{second:02}.000000+0000\",\"event_type\":\"alert\",\"src_ip\":\"203.0.113.{source}\",\
             \"dest_ip\":\"192.0.2.1\",\"alert\":{{\"gid\":1,\"signature_id\":7,\"signature\":\"SSH scan\",\"category\":\"Scan\",\"severity\":{severity}}}}}\n"
        )
    }

    fn from() -> From {
        From { source: SubjectId([1; 16]), name: "Edge sensor".into() }
    }

    #[test]
    fn a_later_version_adds_up_and_keeps_what_was_first() {
        let now = Timestamp::UNIX_EPOCH;
        let (entry, one) = group(&(alert(5, 7, 3) + &alert(6, 8, 3)));
        let first = next(None, &from(), &entry, &one, now);
        assert_eq!((first.count, first.title.as_str(), first.severity), (2, "SSH scan", Severity::Minor));
        assert_eq!(first.samples, ["from 203.0.113.7", "from 203.0.113.8", "at 192.0.2.1"]);
        assert_eq!(first.explanation.text, "2 alerts `SSH scan` from 203.0.113.0/24 at 192.0.2.0/24");
        let (entry, two) = group(&alert(2, 9, 1));
        let second = next(Some(first), &from(), &entry, &two, now);
        assert_eq!((second.count, second.severity), (3, Severity::Severe));
        assert_eq!(
            (second.began.to_string(), second.last.to_string()),
            ("2026-03-01T10:00:02Z".into(), "2026-03-01T10:00:06Z".into())
        );
        assert_eq!(second.samples.len(), 4);
    }

    #[test]
    fn a_group_has_one_subject_in_its_window_and_another_at_another_sensor() {
        let (entry, _) = group(&alert(5, 7, 3));
        let next_hour = Entry { window_s: 3_600, ..entry.clone() };
        let (one, two) = (SubjectId([1; 16]), SubjectId([2; 16]));
        assert_eq!(subject(one, &entry), subject(one, &entry));
        assert_ne!(subject(one, &entry), subject(two, &entry));
        assert_ne!(subject(one, &entry), subject(one, &next_hour));
    }
}
