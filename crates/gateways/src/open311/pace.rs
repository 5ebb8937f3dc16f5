//! How much one address, and all together, may hand in.
//!
//! A bucket for each address fills again with time, and one stands before all of them. Whole towns are behind one
//! address of a telephone company, so a bucket holds enough for many people; what it is there against is a program
//! that fills the queue so that nobody's report is seen. Addresses are kept in memory only, as a number, and as many
//! as [`ADDRESSES_MAX`]; the ones that come then share a bucket. Pure: the time comes in.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;

use super::upload::{STILL_MS_MAX, UPLOAD_MS_MAX};
use crate::house::lock;

/// Addresses that have a bucket of their own.
pub const ADDRESSES_MAX: usize = 65_536;
/// Characters of a header in which a proxy names an address.
const FORWARDED_CHARS_MAX: usize = 400;

/// How fast a bucket fills, and how much it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// So many at once.
    pub at_once: u32,
    /// One more after so many milliseconds.
    pub one_more_ms: u64,
}

/// The rates of the public doors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paces {
    /// Reports of one address.
    pub reports_of_one: Rate,
    /// Reports of everybody.
    pub reports_of_all: Rate,
    /// Codes that one address tries.
    pub codes_of_one: Rate,
    /// Codes that everybody tries.
    pub codes_of_all: Rate,
    /// Photographs of one address, in pieces of [`super::upload::PACE_BYTES`].
    pub photos_of_one: Rate,
    /// Photographs of everybody: what the disk has to take, day and night.
    pub photos_of_all: Rate,
    /// The longest that a request with photographs may take on its way, in milliseconds.
    pub upload_ms: u64,
    /// The longest that nothing may come of it, in milliseconds.
    pub upload_still_ms: u64,
}

impl Default for Paces {
    fn default() -> Paces {
        Paces {
            reports_of_one: Rate { at_once: 30, one_more_ms: 2_000 },
            reports_of_all: Rate { at_once: 2_000, one_more_ms: 5 },
            codes_of_one: Rate { at_once: 60, one_more_ms: 1_000 },
            codes_of_all: Rate { at_once: 2_000, one_more_ms: 5 },
            photos_of_one: Rate { at_once: 4_096, one_more_ms: 125 },
            photos_of_all: Rate { at_once: 65_536, one_more_ms: 16 },
            upload_ms: UPLOAD_MS_MAX,
            upload_still_ms: STILL_MS_MAX,
        }
    }
}

/// Who sends, as far as it counts: an IPv4 address, the first half of an IPv6 one, or 0 where that is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Caller(u64);

impl Caller {
    /// The caller behind an address. The half of IPv6 that a household gives out itself does not count.
    pub fn of(address: IpAddr) -> Caller {
        match address.to_canonical() {
            IpAddr::V4(v4) => Caller(u64::from(u32::from(v4))),
            IpAddr::V6(v6) => {
                let [a, b, c, d, e, f, g, h, ..] = v6.octets();
                Caller(u64::from_be_bytes([a, b, c, d, e, f, g, h]))
            }
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = std::convert::Infallible;

    /// A proxy on the same machine says for whom it asks; the last address of its header is the one that it saw itself.
    /// Nobody else's header is looked at.
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Caller, Self::Rejection> {
        let Some(ConnectInfo(peer)) = parts.extensions.get::<ConnectInfo<SocketAddr>>().copied() else {
            return Ok(Caller(0));
        };
        let forwarded = || {
            let value = parts.headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
            let last = value.get(..value.len().min(FORWARDED_CHARS_MAX))?.rsplit(',').next()?;
            last.trim().parse::<IpAddr>().ok()
        };
        let named = if peer.ip().to_canonical().is_loopback() { forwarded() } else { None };
        Ok(Caller::of(named.unwrap_or_else(|| peer.ip())))
    }
}

/// A bucket, by the time at which it will be full again.
#[derive(Debug, Clone, Copy, Default)]
struct Bucket {
    full_ms: u64,
}

impl Bucket {
    /// Takes so many, or says after how many milliseconds there are so many. Never more than a full bucket holds.
    fn take(&mut self, rate: Rate, many: u64, now_ms: u64) -> Result<(), u64> {
        let many = many.min(u64::from(rate.at_once));
        let owed_ms = self.full_ms.saturating_sub(now_ms);
        let room_ms = u64::from(rate.at_once).saturating_sub(many) * rate.one_more_ms;
        if owed_ms > room_ms {
            return Err(owed_ms - room_ms);
        }
        self.full_ms = self.full_ms.max(now_ms) + many * rate.one_more_ms;
        Ok(())
    }
}

#[derive(Default)]
struct State {
    all: Bucket,
    of: HashMap<Caller, Bucket>,
    /// Of those that found no place.
    others: Bucket,
}

/// A gate with its buckets.
pub struct Gate {
    of_one: Rate,
    of_all: Rate,
    /// Held for a moment only.
    state: Mutex<State>,
    refused: AtomicU64,
}

impl Gate {
    /// Full buckets.
    pub fn new(of_one: Rate, of_all: Rate) -> Gate {
        Gate { of_one, of_all, state: Mutex::default(), refused: AtomicU64::new(0) }
    }

    /// Lets one through, or says after how many seconds to come again.
    pub fn pass(&self, caller: Caller, now_ms: u64) -> Result<(), u64> {
        self.pass_many(caller, 1, now_ms)
    }

    /// The same for what counts as several.
    pub fn pass_many(&self, caller: Caller, many: usize, now_ms: u64) -> Result<(), u64> {
        let many = many as u64;
        let mut state = lock(&self.state);
        if state.of.len() >= ADDRESSES_MAX && !state.of.contains_key(&caller) {
            state.of.retain(|_, bucket| bucket.full_ms > now_ms);
        }
        let own = match state.of.len() < ADDRESSES_MAX || state.of.contains_key(&caller) {
            true => state.of.entry(caller).or_default(),
            false => &mut state.others,
        };
        // One address that sends too much takes nothing from the bucket of all.
        let passed =
            own.take(self.of_one, many, now_ms).and_then(|()| state.all.take(self.of_all, many, now_ms));
        drop(state);
        passed.map_err(|wait_ms| {
            self.refused.fetch_add(1, Ordering::Relaxed);
            wait_ms.div_ceil(1_000).max(1)
        })
    }

    /// How many were sent away since the start.
    pub fn refused(&self) -> u64 {
        self.refused.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate { at_once: 3, one_more_ms: 1_000 };
    const ALL: Rate = Rate { at_once: 1_000_000, one_more_ms: 0 };

    #[test]
    fn an_address_is_let_through_so_often_at_once_and_then_as_time_goes() {
        let gate = Gate::new(RATE, ALL);
        let one = Caller(1);
        assert!((0..3).all(|_| gate.pass(one, 10_000).is_ok()));
        assert_eq!(gate.pass(one, 10_000), Err(1));
        assert!(gate.pass(Caller(2), 10_000).is_ok(), "another address has its own");
        assert!(gate.pass(one, 11_000).is_ok());
        assert!(gate.pass(one, 11_000).is_err());
        assert_eq!(gate.refused(), 2);
    }

    #[test]
    fn what_counts_as_several_takes_several() {
        let gate = Gate::new(RATE, ALL);
        assert!(gate.pass_many(Caller(1), 3, 10_000).is_ok());
        assert_eq!(gate.pass_many(Caller(1), 2, 10_000), Err(2));
        assert!(gate.pass_many(Caller(1), 2, 12_000).is_ok());
        assert!(
            gate.pass_many(Caller(2), 1_000, 12_000).is_ok(),
            "more than fits waits for an empty bucket"
        );
        assert!(gate.pass_many(Caller(2), 1, 12_000).is_err());
        assert!(gate.pass_many(Caller(2), 1, 13_000).is_ok(), "and uses up no more than a bucket");
    }

    #[test]
    fn one_that_sends_too_much_takes_nothing_from_the_bucket_of_all() {
        let gate = Gate::new(RATE, Rate { at_once: 5, one_more_ms: 1_000 });
        assert_eq!((0..100).filter(|_| gate.pass(Caller(1), 0).is_ok()).count(), 3);
        assert!(gate.pass(Caller(2), 0).is_ok());
        assert!(gate.pass(Caller(3), 0).is_ok());
        assert!(gate.pass(Caller(4), 0).is_err(), "all together have a limit too");
    }

    #[test]
    fn the_memory_of_addresses_is_bounded_and_forgets_those_that_are_quiet() {
        let gate = Gate::new(RATE, ALL);
        let passed = (0..ADDRESSES_MAX as u64 + 100).filter(|n| gate.pass(Caller(*n), 0).is_ok());
        assert_eq!(passed.count(), ADDRESSES_MAX + 3, "those that find no place share one bucket");
        assert!(lock(&gate.state).of.len() <= ADDRESSES_MAX);
        assert!(gate.pass(Caller(u64::MAX), 60_000).is_ok());
        assert_eq!(lock(&gate.state).of.len(), 1);
    }

    #[test]
    fn a_household_is_one_caller_and_a_mapped_address_is_the_address() {
        let of = |text: &str| Caller::of(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
    }
}
