//! Log-ins that are under way: sent to a provider, and not back yet. Pure: time and chance come in.
//!
//! Each is known by its `state`, belongs to the browser that began it, and ends at the first answer to it, whatever that is. So an answer
//! can't be used twice, and nobody can be made to end what somebody else began.

use std::collections::{HashMap, VecDeque};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kulla_guard::Refusal;
use kulla_record::Entropy;
use sha2::{Digest, Sha256};

use super::super::begun::Chosen;

/// How long somebody may take at their provider, in milliseconds.
pub(super) const FLOW_MS: u64 = 10 * 60_000;
/// Log-ins that are under way at one time. The gate of log-in lets through fewer in [`FLOW_MS`], so that a crowd that would fill this
/// waits at the gate before.
pub(super) const FLOWS_MAX: usize = 65_536;
const SECRET_BYTES: usize = 32;

/// What is kept until the browser comes back.
#[derive(Clone)]
pub(super) struct Flow {
    /// The code of the provider.
    pub provider: String,
    /// Where the browser comes back to.
    pub back: String,
    pub chosen: Chosen,
    pub lang: &'static str,
    /// The secret of PKCE.
    pub verifier: String,
    pub nonce: String,
    browser: [u8; 32],
    from_ms: u64,
}

/// What a log-in begins with.
pub(super) struct Begins {
    pub provider: String,
    pub back: String,
    pub chosen: Chosen,
    pub lang: &'static str,
}

/// What goes out: to the provider by way of the browser, and into the browser's cookie.
pub(super) struct Sent {
    pub state: String,
    pub nonce: String,
    pub verifier: String,
    pub browser: String,
}

pub(super) struct Flows {
    /// Keeps those who choose no state from choosing a place in the table.
    salt: [u8; SECRET_BYTES],
    of: HashMap<[u8; 32], Flow>,
    /// In the order in which they began, which is that in which they end.
    order: VecDeque<(u64, [u8; 32])>,
}

impl Flows {
    pub fn new(entropy: &dyn Entropy) -> Flows {
        Flows { salt: entropy.bytes(), of: HashMap::new(), order: VecDeque::new() }
    }

    /// Begins one.
    pub fn begin(&mut self, begins: Begins, now_ms: u64, entropy: &dyn Entropy) -> Result<Sent, Refusal> {
        self.sweep(now_ms);
        if self.order.len() >= FLOWS_MAX {
            return Err(Refusal::new(
                "login.busy",
                "too many people log in at this moment: try again in a minute",
            ));
        }
        let draw = || URL_SAFE_NO_PAD.encode(entropy.bytes::<SECRET_BYTES>());
        let sent = Sent { state: draw(), nonce: draw(), verifier: draw(), browser: draw() };
        let at = self.hash(&sent.state);
        let flow = Flow {
            provider: begins.provider,
            back: begins.back,
            chosen: begins.chosen,
            lang: begins.lang,
            verifier: sent.verifier.clone(),
            nonce: sent.nonce.clone(),
            browser: self.hash(&sent.browser),
            from_ms: now_ms,
        };
        self.order.push_back((now_ms, at));
        self.of.insert(at, flow);
        Ok(sent)
    }

    /// Ends one, by the `state` that came back to the address of a provider with the cookie of a browser. Why it is not taken is not
    /// told apart.
    // INVARIANT: a state is gone with its first use, also with one that is refused.
    pub fn end(
        &mut self,
        (state, provider): (&str, &str),
        browser: Option<&str>,
        now_ms: u64,
    ) -> Result<Flow, Refusal> {
        let late =
            || Refusal::new("login.late", "that took too long, or was done already: try it once more");
        let flow = self.of.remove(&self.hash(state)).ok_or_else(late)?;
        let own = browser.is_some_and(|browser| self.hash(browser) == flow.browser);
        // A clock that was set back ends it too.
        let in_time = flow.from_ms <= now_ms && now_ms < flow.from_ms.saturating_add(FLOW_MS);
        (own && in_time && flow.provider == provider).then_some(flow).ok_or_else(late)
    }

    fn sweep(&mut self, now_ms: u64) {
        while let Some((from_ms, at)) = self.order.front().copied() {
            let over = from_ms > now_ms || from_ms.saturating_add(FLOW_MS) <= now_ms;
            if !over && self.of.contains_key(&at) {
                return;
            }
            self.of.remove(&at);
            self.order.pop_front();
        }
    }

    fn hash(&self, text: &str) -> [u8; 32] {
        Sha256::new().chain_update(self.salt).chain_update(text).finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    struct Counting(AtomicU64);

    impl Entropy for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            let n = self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes();
            bytes.iter_mut().zip(n.iter().cycle()).for_each(|(byte, from)| *byte = *from);
        }
    }

    fn begins(provider: &str) -> Begins {
        Begins {
            provider: provider.into(),
            back: "https://kulla.test/back".into(),
            chosen: Chosen::default(),
            lang: "sq",
        }
    }

    fn flows() -> (Flows, Counting) {
        let chance = Counting(AtomicU64::new(1));
        (Flows::new(&chance), chance)
    }

    fn code(ended: Result<Flow, Refusal>) -> Option<&'static str> {
        ended.err().map(|refusal| refusal.code)
    }

    #[test]
    fn a_replayed_state_is_refused() {
        let (mut flows, chance) = flows();
        let sent = flows.begin(begins("ame"), 1_000, &chance).unwrap();
        let browser = Some(sent.browser.as_str());
        let flow = flows.end((&sent.state, "ame"), browser, 2_000).unwrap();
        assert_eq!((flow.nonce, flow.verifier), (sent.nonce, sent.verifier));
        assert_eq!(code(flows.end((&sent.state, "ame"), browser, 2_000)), Some("login.late"));
    }

    #[test]
    fn an_answer_with_the_cookie_of_another_browser_or_with_none_is_refused_and_ends_it() {
        let (mut flows, chance) = flows();
        let other = flows.begin(begins("ame"), 1_000, &chance).unwrap();
        for browser in [None, Some(other.browser.as_str()), Some("")] {
            let sent = flows.begin(begins("ame"), 1_000, &chance).unwrap();
            assert_eq!(code(flows.end((&sent.state, "ame"), browser, 1_000)), Some("login.late"));
            let own = Some(sent.browser.as_str());
            assert_eq!(code(flows.end((&sent.state, "ame"), own, 1_000)), Some("login.late"), "gone");
        }
    }

    #[test]
    fn an_answer_at_the_address_of_another_provider_is_refused() {
        let (mut flows, chance) = flows();
        let sent = flows.begin(begins("ame"), 1_000, &chance).unwrap();
        assert_eq!(code(flows.end((&sent.state, "csa"), Some(&sent.browser), 1_000)), Some("login.late"));
    }

    #[test]
    fn an_answer_that_comes_late_or_before_it_was_asked_for_is_refused() {
        let (mut flows, chance) = flows();
        for (at, taken) in [(1_000 + FLOW_MS - 1, true), (1_000 + FLOW_MS, false), (999, false)] {
            let sent = flows.begin(begins("ame"), 1_000, &chance).unwrap();
            assert_eq!(flows.end((&sent.state, "ame"), Some(&sent.browser), at).is_ok(), taken, "{at}");
        }
    }

    #[test]
    fn what_is_kept_is_bounded_and_pushes_nobody_out() {
        let (mut flows, chance) = flows();
        let first = flows.begin(begins("ame"), 1_000, &chance).unwrap();
        while flows.order.len() < FLOWS_MAX {
            flows.begin(begins("ame"), 1_001, &chance).unwrap();
        }
        assert_eq!(flows.begin(begins("ame"), 2_000, &chance).err().unwrap().code, "login.busy");
        assert!(flows.end((&first.state, "ame"), Some(&first.browser), 2_000).is_ok());
        assert!(
            flows.begin(begins("ame"), 2_000, &chance).is_ok(),
            "the oldest that ended gives its place"
        );
        assert!(flows.begin(begins("ame"), 1_001 + FLOW_MS, &chance).is_ok());
        assert_eq!((flows.order.len(), flows.of.len()), (2, 2), "and forgotten with its time");
    }
}
