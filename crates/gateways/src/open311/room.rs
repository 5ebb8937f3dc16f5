//! How much of what people are sending may be in memory at a time.
//!
//! Photographs are cleaned before a byte of them is written, so they wait in memory until they are whole. Each upload holds
//! as much room as has come of it, and no more: a slow sender holds little. One address holds a part of the room at most,
//! so that it takes many of them to keep others out. Pure: nothing is waited for.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use super::pace::Caller;
use crate::house::lock;

/// Bytes of all uploads at a time.
pub const UPLOADS_BYTES_MAX: usize = 192 << 20;
/// Bytes of the uploads of one address at a time.
pub const UPLOADS_OF_ONE_BYTES_MAX: usize = 48 << 20;

#[derive(Default)]
struct Taken {
    all: usize,
    /// Only those who hold something.
    of: HashMap<Caller, usize>,
}

/// The room.
#[derive(Clone)]
pub(crate) struct Room {
    all_max: usize,
    of_one_max: usize,
    /// Held for a moment only.
    taken: Arc<Mutex<Taken>>,
}

impl Default for Room {
    fn default() -> Room {
        Room::new(UPLOADS_BYTES_MAX, UPLOADS_OF_ONE_BYTES_MAX)
    }
}

impl Room {
    pub fn new(all_max: usize, of_one_max: usize) -> Room {
        Room { all_max, of_one_max, taken: Arc::default() }
    }

    /// Nothing yet, for one upload.
    pub fn enter(&self, caller: Caller) -> Hold {
        Hold { room: self.clone(), caller, bytes: Mutex::new(0), full: AtomicBool::new(false) }
    }

    /// Bytes that are held now.
    pub fn held(&self) -> u64 {
        lock(&self.taken).all as u64
    }
}

/// What one upload holds; given back when it ends.
pub(crate) struct Hold {
    room: Room,
    caller: Caller,
    bytes: Mutex<usize>,
    full: AtomicBool,
}

impl Hold {
    /// So much more has come. Whether there was room for it.
    pub fn grow(&self, more: usize) -> bool {
        let mut taken = lock(&self.room.taken);
        let of_one = taken.of.get(&self.caller).copied().unwrap_or_default();
        if taken.all + more > self.room.all_max || of_one + more > self.room.of_one_max {
            self.full.store(true, Ordering::Relaxed);
            return false;
        }
        taken.all += more;
        taken.of.insert(self.caller, of_one + more);
        drop(taken);
        *lock(&self.bytes) += more;
        true
    }

    /// Whether it was refused room.
    pub fn was_full(&self) -> bool {
        self.full.load(Ordering::Relaxed)
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        let bytes = *lock(&self.bytes);
        let mut taken = lock(&self.room.taken);
        taken.all = taken.all.saturating_sub(bytes);
        let left = taken.of.get(&self.caller).map_or(0, |held| held.saturating_sub(bytes));
        match left {
            0 => drop(taken.of.remove(&self.caller)),
            left => drop(taken.of.insert(self.caller, left)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caller(n: u8) -> Caller {
        Caller::of([192, 0, 2, n].into())
    }

    #[test]
    fn one_address_never_takes_what_others_need_and_what_ends_is_given_back() {
        let room = Room::new(100, 40);
        let (first, second) = (room.enter(caller(1)), room.enter(caller(1)));
        assert!(first.grow(30) && second.grow(10));
        assert!(
            !second.grow(1) && second.was_full() && !first.was_full(),
            "both together are at its limit"
        );
        let others: Vec<Hold> = (2..4).map(|n| room.enter(caller(n))).collect();
        assert!(others.iter().all(|other| other.grow(30)));
        assert!(!room.enter(caller(4)).grow(1), "all together have a limit too");
        assert_eq!(room.held(), 100);
        drop(first);
        assert!(room.enter(caller(4)).grow(30), "what it held was free at once");
        drop((second, others));
        assert_eq!(room.held(), 0);
        assert!(lock(&room.taken).of.is_empty());
    }
}
