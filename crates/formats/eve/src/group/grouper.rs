//! The bounded grouper: counts each event in exactly one group and never holds more than its limit.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use super::key::{Class, Ends, Key, Policy, What, keyed};
use crate::event::{Direction, Event};
use crate::time::Timestamp;

/// Groups that a [`Grouper`] holds at most, unless its policy says otherwise.
pub const GROUPS_MAX: usize = 50;

/// Addresses and line numbers that a group keeps as samples, of each at most.
pub const GROUP_SAMPLES_MAX: usize = 16;

/// How much a group takes in, from narrow to wide.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// All events of one key.
    Exact(Key),
    /// One signature or anomaly in one direction: any source, any target, any time.
    Family {
        /// The class.
        class: Class,
        /// What was seen.
        what: What,
        /// Which way.
        direction: Direction,
    },
    /// Others of one class: groups that were too small to keep a place.
    Class(Class),
    /// Others of any class: small groups of classes that have no other group.
    Everything,
}

impl Scope {
    fn family(key: &Key) -> Self {
        Scope::Family { class: key.class.clone(), what: key.what.clone(), direction: key.direction }
    }

    fn family_of(&self) -> Option<Scope> {
        match self {
            Scope::Exact(key) => Some(Scope::family(key)),
            _ => None,
        }
    }

    fn class_of(&self) -> Option<Scope> {
        match self {
            Scope::Exact(Key { class, .. }) | Scope::Family { class, .. } => {
                Some(Scope::Class(class.clone()))
            }
            _ => None,
        }
    }
}

/// What became of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Placed {
    /// It is the first of a group.
    New,
    /// It joined a group.
    Joined,
    /// It is no alert and no anomaly, and is not counted.
    NotGrouped,
}

/// One group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Events counted here.
    pub count: u64,
    /// Earliest timestamp.
    pub first: Option<Timestamp>,
    /// Latest timestamp.
    pub last: Option<Timestamp>,
    /// Worst severity; 1 is the worst there is.
    pub severity: Option<u8>,
    /// Text of the first signature, cut to the length of a name in a key.
    pub title: Option<String>,
    /// Some of the sources.
    pub sources: BTreeSet<IpAddr>,
    /// Some of the targets.
    pub targets: BTreeSet<IpAddr>,
    /// Line numbers of the first events.
    pub lines: Vec<u64>,
}

impl Group {
    /// A group that has not counted anything yet.
    fn empty() -> Self {
        Self {
            count: 0,
            first: None,
            last: None,
            severity: None,
            title: None,
            sources: BTreeSet::new(),
            targets: BTreeSet::new(),
            lines: Vec::new(),
        }
    }

    fn count(&mut self, event: &Event<'_>, line: u64, ends: &Ends) {
        let alert = event.alert();
        self.count += 1;
        self.first = narrower(self.first, event.timestamp, Ord::min);
        self.last = narrower(self.last, event.timestamp, Ord::max);
        self.severity = narrower(self.severity, alert.and_then(|alert| alert.severity), Ord::min);
        if let (None, Some(text)) = (&self.title, alert.and_then(|alert| alert.signature.as_deref())) {
            self.title = Some(text.chars().take(super::NAME_BYTES_MAX).collect());
        }
        sample(&mut self.sources, ends.source);
        sample(&mut self.targets, ends.target);
        if self.lines.len() < GROUP_SAMPLES_MAX {
            self.lines.push(line);
        }
    }

    /// Takes in the events of another group, which are then counted here.
    pub fn absorb(&mut self, other: Group) {
        self.count += other.count;
        self.first = narrower(self.first, other.first, Ord::min);
        self.last = narrower(self.last, other.last, Ord::max);
        self.severity = narrower(self.severity, other.severity, Ord::min);
        self.title = self.title.take().or(other.title);
        sample(&mut self.sources, other.sources);
        sample(&mut self.targets, other.targets);
        self.lines.extend(other.lines);
        self.lines.sort_unstable();
        self.lines.truncate(GROUP_SAMPLES_MAX);
    }
}

fn narrower<T>(one: Option<T>, two: Option<T>, choose: fn(T, T) -> T) -> Option<T> {
    match (one, two) {
        (Some(one), Some(two)) => Some(choose(one, two)),
        (one, two) => one.or(two),
    }
}

fn sample(kept: &mut BTreeSet<IpAddr>, more: impl IntoIterator<Item = IpAddr>) {
    for ip in more {
        if kept.len() < GROUP_SAMPLES_MAX {
            kept.insert(ip);
        }
    }
}

/// Counts alerts and anomalies in at most `groups_max` groups.
///
/// INVARIANT: the counts of all groups, drained ones included, add up to the events that were placed.
#[derive(Debug, Clone, Default)]
pub struct Grouper {
    policy: Policy,
    groups: BTreeMap<Scope, Group>,
    counted: u64,
}

impl Grouper {
    /// A grouper without groups. A `groups_max` of 0 is read as 1, so that each event has a place.
    #[must_use]
    pub fn new(policy: Policy) -> Self {
        let policy = Policy { groups_max: policy.groups_max.max(1), ..policy };
        Self { policy, ..Self::default() }
    }

    /// The groups with their scope, narrow scopes first.
    #[must_use]
    pub fn groups(&self) -> &BTreeMap<Scope, Group> {
        &self.groups
    }

    /// Events counted since the start.
    #[must_use]
    pub fn counted(&self) -> u64 {
        self.counted
    }

    /// Counts an event; `line` is kept as a sample.
    pub fn add(&mut self, event: &Event<'_>, line: u64) -> Placed {
        let Some((key, ends)) = keyed(event, &self.policy) else { return Placed::NotGrouped };
        self.counted += 1;
        let scope = self.place(key);
        let new = !self.groups.contains_key(&scope);
        self.groups.entry(scope).or_insert_with(Group::empty).count(event, line, &ends);
        debug_assert!(self.groups.len() <= self.policy.groups_max);
        if new { Placed::New } else { Placed::Joined }
    }

    /// Takes out the groups whose last event is before `time`, such as those of a window that is over.
    pub fn drain_before(&mut self, time: Timestamp) -> Vec<(Scope, Group)> {
        self.groups.extract_if(.., |_, group| group.last.is_none_or(|last| last < time)).collect()
    }

    /// Takes out all groups.
    pub fn drain(&mut self) -> Vec<(Scope, Group)> {
        std::mem::take(&mut self.groups).into_iter().collect()
    }

    /// The scope that counts a key; there is room for it when this returns.
    fn place(&mut self, key: Key) -> Scope {
        let family = Scope::family(&key);
        let exact = Scope::Exact(key);
        if self.groups.contains_key(&exact) {
            return exact;
        }
        if self.groups.contains_key(&family) {
            return family;
        }
        if self.groups.keys().filter(|scope| scope.family_of().as_ref() == Some(&family)).count()
            >= self.policy.family_max.max(1)
        {
            self.fold_family(&family);
            return family;
        }
        if self.groups.len() < self.policy.groups_max {
            return exact;
        }
        if let Some(largest) = self.largest_family(&family) {
            self.fold_family(&largest);
            return if largest == family { family } else { exact };
        }
        self.evict();
        if self.groups.len() < self.policy.groups_max { exact } else { Scope::Everything }
    }

    /// How many groups each wider scope takes in.
    fn sizes(&self, wider: fn(&Scope) -> Option<Scope>) -> BTreeMap<Scope, usize> {
        let mut sizes = BTreeMap::new();
        for wide in self.groups.keys().filter_map(wider) {
            *sizes.entry(wide).or_default() += 1;
        }
        sizes
    }

    /// The family of most groups, the newcomer counted with its own, if that is two or more.
    fn largest_family(&self, newcomer: &Scope) -> Option<Scope> {
        let mut sizes = self.sizes(Scope::family_of);
        *sizes.entry(newcomer.clone()).or_default() += 1;
        let (largest, size) = sizes.into_iter().max_by_key(|(_, size)| *size)?;
        (size >= 2).then_some(largest)
    }

    fn fold_family(&mut self, family: &Scope) {
        let folded: Vec<Scope> = self
            .groups
            .keys()
            .filter(|scope| scope.family_of().as_ref() == Some(family))
            .cloned()
            .collect();
        for scope in folded {
            self.merge(&scope, family);
        }
    }

    /// Frees one place, where more than one group is left: the smallest group goes to the others of its
    /// class, where the class has others, else to the others of any class. The newcomer gets the place and
    /// not the rest, so that a campaign which starts late still shows.
    fn evict(&mut self) {
        let sizes = self.sizes(Scope::class_of);
        let crowded = |scope: &Scope| {
            scope.class_of().is_some_and(|class| {
                self.groups.contains_key(&class) || sizes.get(&class).is_some_and(|size| *size >= 2)
            })
        };
        if let Some(least) = self.smallest(crowded)
            && let Some(class) = least.class_of()
        {
            let had = self.merge(&least, &class);
            if !had && let Some(next) = self.smallest(|scope| scope.class_of().as_ref() == Some(&class)) {
                self.merge(&next, &class);
            }
            return;
        }
        while let Some(least) = self.smallest(|scope| *scope != Scope::Everything) {
            let had = self.merge(&least, &Scope::Everything);
            if had {
                return;
            }
        }
    }

    fn smallest(&self, of: impl Fn(&Scope) -> bool) -> Option<Scope> {
        let (scope, _) = self
            .groups
            .iter()
            .filter(|(scope, _)| of(scope))
            .min_by_key(|(_, group)| (group.count, group.last))?;
        Some(scope.clone())
    }

    /// Moves the events of a group into a wider one; tells whether that was there before.
    fn merge(&mut self, from: &Scope, into: &Scope) -> bool {
        let Some(group) = self.groups.remove(from) else { return true };
        match self.groups.get_mut(into) {
            Some(kept) => {
                kept.absorb(group);
                true
            }
            None => self.groups.insert(into.clone(), group).is_some(),
        }
    }
}
