//! Campaigns become pages, and every alert is counted once.

use std::collections::BTreeMap;
use std::fmt::Write;

use kulla_eve::{Direction, Event, Grouper, Key, Placed, Policy, Scope, Timestamp, key};
use proptest::prelude::*;
use serde_json::json;

fn alert(sid: u64, category: &str, source: &str, target: &str, second: u32) -> String {
    let time =
        format!("2026-03-01T{:02}:{:02}:{:02}.0+0000", second / 3600 % 24, second / 60 % 60, second % 60);
    json!({
        "timestamp": time, "event_type": "alert", "src_ip": source, "dest_ip": target, "direction": "to_server",
        "alert": {"gid": 1, "signature_id": sid, "signature": format!("rule {sid}"), "category": category,
            "severity": 1 + sid % 3},
    })
    .to_string()
}

fn grouped(lines: &[String], policy: Policy) -> Grouper {
    let mut grouper = Grouper::new(policy);
    for (index, line) in lines.iter().enumerate() {
        let event = Event::view(line.as_bytes()).unwrap();
        assert_ne!(grouper.add(&event, index as u64 + 1), Placed::NotGrouped);
        assert!(grouper.groups().len() <= policy.groups_max.max(1));
    }
    grouper
}

fn total(grouper: &Grouper) -> u64 {
    grouper.groups().values().map(|group| group.count).sum()
}

/// Ten thousand alerts: a scan from many networks, then entry by a few, then movement inside, over a day.
fn campaign() -> Vec<String> {
    (0..10_000_u32)
        .map(|n| {
            let second = n * 8;
            match n % 10 {
                0..=6 => {
                    let source = format!("{}.{}.{}.{}", 11 + n % 150, n / 7 % 250, n / 3 % 250, n % 250);
                    let sid = 2_001_219 + u64::from(n % 20);
                    alert(sid, "Attempted Information Leak", &source, "192.0.2.10", second)
                }
                7 | 8 => {
                    let target = format!("192.0.2.{}", n % 250);
                    alert(2_024_897, "Web Application Attack", "203.0.113.7", &target, second)
                }
                _ => {
                    let target = format!("10.{}.{}.5", n / 10 % 38, n % 250);
                    alert(2_027_865, "A Network Trojan was detected", "10.1.2.3", &target, second)
                }
            }
        })
        .collect()
}

fn described(grouper: &Grouper) -> String {
    let mut out = String::new();
    for (scope, group) in grouper.groups() {
        let name = match scope {
            Scope::Exact(key) => format!("{} | {} {} -> {}", key.class, key.what, key.source, key.target),
            Scope::Family { class, what, direction } => format!("{class} | {what} {}", direction.name()),
            Scope::Class(class) => format!("{class} | other"),
            Scope::Everything => "other".to_owned(),
        };
        writeln!(out, "{:6} {name}", group.count).unwrap();
    }
    out
}

#[test]
fn ten_thousand_alerts_of_one_campaign_become_at_most_fifty_groups_and_each_is_counted_once() {
    let grouper = grouped(&campaign(), Policy::default());
    assert_eq!((total(&grouper), grouper.counted()), (10_000, 10_000));
    insta::assert_snapshot!(described(&grouper));
}

#[test]
fn a_repeated_alert_is_one_group_with_its_first_and_last_time_and_its_samples() {
    let lines: Vec<_> =
        (0..100).map(|n| alert(7, "Misc", &format!("203.0.113.{n}"), "192.0.2.1", 60 + n)).collect();
    let grouper = grouped(&lines, Policy::default());
    let (scope, group) = grouper.groups().first_key_value().unwrap();
    let Scope::Exact(key) = scope else { panic!("one exact group") };
    assert_eq!(key.source.to_string(), "203.0.113.0/24");
    assert_eq!((grouper.groups().len(), group.count, group.severity), (1, 100, Some(2)));
    assert_eq!(group.first.unwrap().to_string(), "2026-03-01T00:01:00.000000+00:00");
    assert_eq!(group.last.unwrap().to_string(), "2026-03-01T00:02:39.000000+00:00");
    assert_eq!((group.sources.len(), group.targets.len(), group.lines.len()), (16, 1, 16));
    assert_eq!(group.title.as_deref(), Some("rule 7"));
}

#[test]
fn what_does_not_fit_is_counted_under_its_class() {
    let lines: Vec<_> = (0..1000)
        .map(|n| alert(n, if n % 2 == 0 { "Even" } else { "Odd" }, "203.0.113.7", "192.0.2.1", 0))
        .collect();
    let grouper = grouped(&lines, Policy { groups_max: 10, ..Policy::default() });
    assert_eq!(total(&grouper), 1000);
    insta::assert_snapshot!(described(&grouper));
}

#[test]
fn a_campaign_that_starts_late_shows_among_many_small_groups() {
    let mut lines: Vec<_> =
        (0..500).map(|n| alert(n, "Noise", "203.0.113.7", "192.0.2.1", n as u32)).collect();
    lines.extend((0..300).map(|n| alert(9000 + n % 2, "Noise", "203.0.113.9", "192.0.2.1", 1000)));
    let grouper = grouped(&lines, Policy::default());
    let mut counts: Vec<_> = grouper.groups().values().map(|group| group.count).collect();
    counts.sort_unstable();
    assert_eq!((total(&grouper), grouper.groups().len()), (800, 50));
    assert_eq!(counts[47..], [150, 150, 453]);
}

#[test]
fn only_alerts_anomalies_and_drops_with_a_signature_have_a_key() {
    let keyed: Vec<_> = include_str!("../fixtures/types.jsonl")
        .lines()
        .filter_map(|line| key(&Event::view(line.as_bytes()).unwrap(), &Policy::default()))
        .map(|Key { class, what, direction, source, target, window }| {
            format!("{class} | {what} | {} | {source} -> {target} | {window:?}", direction.name())
        })
        .collect();
    insta::assert_snapshot!(keyed.join("\n"));
}

#[test]
fn the_direction_follows_who_opened_the_flow_when_the_event_does_not_say() {
    for (opener, expected) in [
        ("192.0.2.1", Direction::ToServer),
        ("192.0.2.2", Direction::ToClient),
        ("192.0.2.3", Direction::Unknown),
    ] {
        let line = json!({"event_type": "alert", "src_ip": "192.0.2.1", "dest_ip": "192.0.2.2",
            "flow": {"src_ip": opener}, "alert": {}})
        .to_string();
        let event = Event::view(line.as_bytes()).unwrap();
        assert_eq!(key(&event, &Policy::default()).unwrap().direction, expected);
    }
}

#[test]
fn windows_that_are_over_are_drained_and_their_counts_stay_whole() {
    let lines: Vec<_> = (0..4).map(|n| alert(7, "Misc", "203.0.113.7", "192.0.2.1", n * 3600)).collect();
    let mut grouper = grouped(&lines, Policy::default());
    let cut: Timestamp = "2026-03-01T02:00:00Z".parse().unwrap();
    let drained: u64 = grouper.drain_before(cut).iter().map(|(_, group)| group.count).sum();
    assert_eq!((drained, total(&grouper), grouper.counted()), (2, 2, 4));
    assert_eq!(grouper.drain().len(), 2);
    assert!(grouper.groups().is_empty());
}

proptest! {
    #[test]
    fn every_alert_is_counted_in_exactly_one_group_whatever_the_limits(
        alerts in prop::collection::vec((0..30_u64, 0..6_u8, any::<u32>(), any::<u32>(), 0..86_400_u32), 1..300),
        groups_max in 0..20_usize, family_max in 0..8_usize,
    ) {
        let lines: Vec<String> = alerts
            .iter()
            .map(|(sid, class, source, target, second)| {
                let (source, target) = (std::net::Ipv4Addr::from_bits(*source), std::net::Ipv4Addr::from_bits(*target));
                alert(*sid, &format!("class {class}"), &source.to_string(), &target.to_string(), *second)
            })
            .collect();
        let policy = Policy { groups_max, family_max, ..Policy::default() };
        let grouper = grouped(&lines, policy);
        prop_assert_eq!(total(&grouper), lines.len() as u64);
        prop_assert_eq!(grouper.counted(), lines.len() as u64);
    }

    #[test]
    fn with_room_for_all_the_groups_are_exactly_the_keys(
        alerts in prop::collection::vec((0..5_u64, 0..3_u8, 0..3_u8, 0..10_000_u32), 1..100),
    ) {
        let lines: Vec<String> = alerts
            .iter()
            .map(|(sid, source, target, second)| {
                alert(*sid, "one", &format!("198.51.{source}.9"), &format!("192.0.{target}.9"), *second)
            })
            .collect();
        let policy = Policy { groups_max: 1000, family_max: 1000, ..Policy::default() };
        let mut model: BTreeMap<Scope, u64> = BTreeMap::new();
        for line in &lines {
            let key = key(&Event::view(line.as_bytes()).unwrap(), &policy).unwrap();
            *model.entry(Scope::Exact(key)).or_default() += 1;
        }
        let counts: BTreeMap<Scope, u64> = grouped(&lines, policy)
            .groups().iter().map(|(scope, group)| (scope.clone(), group.count)).collect();
        prop_assert_eq!(counts, model);
    }
}
