//! Which alarm a group belongs to, so that each alert is counted in exactly one and there are never many.
//!
//! A batch is grouped on its own, and a wide group of one batch may meet narrow ones of an earlier batch.
//! Nothing that was written is ever moved: a narrow group goes to its own alarm if that is there or if there is
//! room for it, else to the wider one. So the counts of all alarms always add up to the alerts that came, and
//! one source makes at most [`ALARMS_MAX`] alarms an hour however it behaves.

use std::collections::BTreeSet;

use kulla_eve::{Class, Scope};

/// Alarms of one source in one hour.
const ALARMS_MAX: usize = CLASS_UNTIL + 1;
/// Narrow alarms of one signature and direction before the next ones share one.
const FAMILY_MAX: usize = 12;
/// From here on, what is narrow goes to its signature; from the next on, a signature goes to its class, and
/// the last place is for everything.
const EXACT_UNTIL: usize = 40;
const FAMILY_UNTIL: usize = 46;
const CLASS_UNTIL: usize = 49;
/// Seconds of the window in which the alarms are counted.
pub const WINDOW_S: i64 = 3_600;

/// The alarms of one source in the window that is going on.
#[derive(Debug, Default)]
pub struct Ledger {
    window: i64,
    held: BTreeSet<Scope>,
}

/// The alarm of a group: its scope, and the window that its name holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it takes in.
    pub scope: Scope,
    /// Start of its window, in seconds since 1970.
    pub window_s: i64,
}

impl Ledger {
    /// Where a group that came at `now_s` is counted.
    pub fn place(&mut self, scope: Scope, now_s: i64) -> Entry {
        let window = now_s.div_euclid(WINDOW_S);
        if window != self.window {
            // What the last hour made stays as it is; this hour makes its own.
            *self = Ledger { window, held: BTreeSet::new() };
        }
        let placed = std::iter::successors(Some(scope), wider)
            .find(|scope| self.held.contains(scope) || self.has_room(scope))
            .unwrap_or(Scope::Everything);
        self.held.insert(placed.clone());
        debug_assert!(self.held.len() <= ALARMS_MAX, "the places of the widest scope are one");
        let own = match &placed {
            Scope::Exact(key) => key.window,
            _ => None,
        };
        Entry { scope: placed, window_s: own.unwrap_or(window * WINDOW_S) }
    }

    fn has_room(&self, scope: &Scope) -> bool {
        match scope {
            Scope::Exact(_) => {
                let family = wider(scope);
                let of_family = self.held.iter().filter(|held| wider(held) == family).count();
                let shared = family.is_some_and(|family| self.held.contains(&family));
                !shared && of_family < FAMILY_MAX && self.held.len() < EXACT_UNTIL
            }
            Scope::Family { .. } => self.held.len() < FAMILY_UNTIL,
            Scope::Class(_) => self.held.len() < CLASS_UNTIL,
            Scope::Everything => true,
        }
    }
}

/// The next wider scope; `None` for the widest.
fn wider(scope: &Scope) -> Option<Scope> {
    match scope {
        Scope::Exact(key) => Some(Scope::Family {
            class: key.class.clone(),
            what: key.what.clone(),
            direction: key.direction,
        }),
        Scope::Family { class, .. } => Some(Scope::Class(class.clone())),
        Scope::Class(_) => Some(Scope::Everything),
        Scope::Everything => None,
    }
}

/// A scope as text that is the same for ever: alarms are named by it. What separates its parts can't be
/// brought in by a name, because names are written as JSON strings.
pub fn name(scope: &Scope) -> String {
    let class = |class: &Class| match class {
        Class::Alert(name) => format!("alert {}", quoted(name)),
        Class::Anomaly(name) => format!("anomaly {}", quoted(name)),
    };
    let what = |what: &kulla_eve::What| match what {
        kulla_eve::What::Signature { gid, sid } => format!("{gid}:{sid}"),
        kulla_eve::What::SignatureText(text) => format!("text {}", quoted(text)),
        kulla_eve::What::Anomaly { kind, event } => format!("anomaly {} {}", quoted(kind), quoted(event)),
        kulla_eve::What::Unnamed => "unnamed".to_owned(),
    };
    match scope {
        Scope::Exact(key) => format!(
            "exact | {} | {} | {} | {} | {}",
            class(&key.class),
            what(&key.what),
            key.direction.name(),
            key.source,
            key.target
        ),
        Scope::Family { class: of, what: seen, direction } => {
            format!("family | {} | {} | {}", class(of), what(seen), direction.name())
        }
        Scope::Class(of) => format!("class | {}", class(of)),
        Scope::Everything => "everything".to_owned(),
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use kulla_eve::{Direction, Key, Prefix, What};
    use proptest::prelude::*;

    use super::*;

    fn exact(sid: u64, net: u32, window: i64) -> Scope {
        Scope::Exact(Key {
            class: Class::Alert(format!("class {}", sid % 5).into()),
            what: What::Signature { gid: 1, sid },
            direction: Direction::ToServer,
            source: Prefix::of(Some(std::net::Ipv4Addr::from_bits(net << 8).into()), 24, 48),
            target: Prefix::Unknown,
            window: Some(window),
        })
    }

    #[test]
    fn a_group_is_counted_where_it_was_counted_before() {
        let mut ledger = Ledger::default();
        let first = ledger.place(exact(1, 7, 0), 10);
        assert_eq!(first, Entry { scope: exact(1, 7, 0), window_s: 0 });
        assert_eq!(ledger.place(exact(1, 7, 0), 20), first);
        assert_eq!(ledger.held.len(), 1);
    }

    #[test]
    fn many_networks_of_one_signature_share_one_alarm() {
        let mut ledger = Ledger::default();
        (0..1_000).for_each(|net| {
            ledger.place(exact(1, net, 0), 10);
        });
        assert_eq!(ledger.held.len(), FAMILY_MAX + 1);
        // What was narrow before stays narrow: nothing that was written is moved.
        assert_eq!(ledger.place(exact(1, 3, 0), 10).scope, exact(1, 3, 0));
    }

    #[test]
    fn names_tell_scopes_apart_whatever_stands_in_them() {
        let class = |name: &str| Scope::Class(Class::Alert(name.into()));
        let odd = ["a", "a | b", "a\" | \"b", "", "everything"];
        let names: BTreeSet<String> = odd.iter().map(|odd| name(&class(odd))).collect();
        assert_eq!(names.len(), odd.len());
        assert_eq!(
            name(&exact(2_001_219, 0xcb0071, 0)),
            "exact | alert \"class 4\" | 1:2001219 | to_server | 203.0.113.0/24 | unknown"
        );
    }

    proptest! {
        #[test]
        fn a_source_makes_at_most_fifty_alarms_an_hour_and_each_group_has_one(
            groups in proptest::collection::vec((0..60u64, 0..60u32, 0..4i64), 1..800),
        ) {
            let mut ledger = Ledger::default();
            let mut made = BTreeSet::new();
            for (sid, net, hour) in groups {
                let entry = ledger.place(exact(sid, net, hour * WINDOW_S), 10);
                made.insert((name(&entry.scope), entry.window_s));
            }
            prop_assert!(ledger.held.len() <= ALARMS_MAX && made.len() <= ALARMS_MAX);
        }
    }
}
