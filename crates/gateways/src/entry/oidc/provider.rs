//! One provider: what it says of itself and its keys, kept for a while, and the redeeming of codes.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use kulla_guard::Refusal;
use kulla_oidc::{
    Claims, Client, Expected, Fault, KEYS_BYTES_MAX, KeySet, METADATA_BYTES_MAX, Metadata,
    TOKEN_ANSWER_BYTES_MAX, id_token,
};
use tokio::sync::Semaphore;

use super::flows::Flow;
use super::read::Listed;
use super::web::Web;
use crate::house::lock;

/// How long metadata and keys are kept, in milliseconds: an hour after a key was withdrawn it is believed no more.
const KEPT_MS: u64 = 3_600_000;
/// How soon keys are asked for again when one is meant that is not among them, in milliseconds.
const KEYS_AGAIN_MS: u64 = 60_000;
/// How long nobody asks a provider that did not answer, in milliseconds.
const QUIET_MS: u64 = 10_000;
/// Log-ins that wait for one provider at the same time. Each provider has its own, so that a slow one keeps nobody else waiting.
const TURNS: usize = 8;
/// How long a log-in waits for its turn, in milliseconds.
const TURN_WAIT_MS: u64 = 4_000;
/// Bytes of a secret.
const SECRET_BYTES_MAX: usize = 1_024;

/// A provider with its secret, which does not print.
pub struct Provider {
    pub(super) listed: Listed,
    secret: String,
    web: Web,
    /// Held for a moment only; never while the provider is asked.
    known: Mutex<Known>,
    turns: Arc<Semaphore>,
}

/// What is kept of it, each with its time.
#[derive(Default)]
struct Known {
    metadata: Option<(u64, Arc<Metadata>)>,
    keys: Option<(u64, Arc<KeySet>)>,
    silent_ms: Option<u64>,
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Provider").field("listed", &self.listed).finish_non_exhaustive()
    }
}

impl Provider {
    /// Of the operator's list, with the text of its secret file. Nobody is asked yet.
    pub fn new(listed: Listed, secret: &str) -> Result<Provider, String> {
        let secret = secret.trim_end_matches(['\r', '\n']);
        let plain = secret.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        if secret.is_empty() || secret.len() > SECRET_BYTES_MAX || !plain {
            return Err(format!(
                "the secret has to be one line of 1 to {SECRET_BYTES_MAX} printable ASCII characters"
            ));
        }
        let web = Web::new(listed.certificates.as_deref(), listed.issuer.is_clear())?;
        let (secret, turns) = (secret.to_owned(), Arc::new(Semaphore::new(TURNS)));
        Ok(Provider { listed, secret, web, known: Mutex::default(), turns })
    }

    /// What the operator wrote of it.
    pub fn listed(&self) -> &Listed {
        &self.listed
    }

    /// Work that waits for the provider, when its turn comes.
    pub(super) async fn turn<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Provider) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        // INVARIANT: a bounded wait for a bounded number of turns, which are none of those of the house.
        let turn = Arc::clone(&self.turns).acquire_owned();
        let turn = tokio::time::timeout(Duration::from_millis(TURN_WAIT_MS), turn).await;
        let Ok(Ok(turn)) = turn else { return Err(unreachable()) };
        let provider = Arc::clone(self);
        let done = tokio::task::spawn_blocking(move || {
            // The turn lasts as long as the work, also when the one who asked has gone away.
            let _turn = turn;
            work(&provider)
        });
        done.await.unwrap_or_else(|panic| {
            tracing::error!(%panic, "a log-in by a provider ended in a bug");
            Err(unreachable())
        })
    }

    /// What it says of itself.
    pub(super) fn metadata(&self, now_ms: u64) -> Result<Arc<Metadata>, Refusal> {
        if let Some(metadata) = fresh(lock(&self.known).metadata.as_ref(), KEPT_MS, now_ms) {
            return Ok(metadata);
        }
        self.unless_silent(now_ms)?;
        let bytes = self.web.get(&self.listed.discovery, METADATA_BYTES_MAX);
        let bytes = bytes.map_err(|why| self.silent(&why, now_ms))?;
        let metadata = Metadata::read(&bytes, &self.listed.issuer).map_err(|fault| {
            // It answers, and does not do: asking again at once would not help either.
            self.silent(&format!("`{}`: {fault}", self.listed.discovery), now_ms)
        })?;
        let metadata = Arc::new(metadata);
        lock(&self.known).metadata = Some((now_ms, Arc::clone(&metadata)));
        Ok(metadata)
    }

    /// Redeems the code of a log-in: what the provider says of the person, believed.
    pub(super) fn redeem(
        &self,
        (metadata, code): (&Metadata, &str),
        flow: &Flow,
        now_ms: u64,
    ) -> Result<Claims, Refusal> {
        let client = Client { id: &self.listed.client_id, secret: &self.secret, back: &flow.back };
        let told = client.redeem(metadata, code, &flow.verifier);
        let (well, bytes) = self
            .web
            .post(&metadata.token, &told, TOKEN_ANSWER_BYTES_MAX)
            .map_err(|why| self.silent(&why, now_ms))?;
        let token = id_token(well, &bytes).map_err(|fault| self.unbelieved(&fault))?;
        let expected = Expected {
            issuer: self.listed.issuer.as_str(),
            client: &self.listed.client_id,
            nonce: &flow.nonce,
            now_s: now_ms / 1_000,
            max_age_s: self.listed.max_age_s,
        };
        let mut believed = expected.verify(&token, self.keys(metadata, KEPT_MS, now_ms)?.as_ref());
        if believed == Err(Fault::UnknownKey) {
            // A provider that changes its keys signs by the new one at once.
            believed = expected.verify(&token, self.keys(metadata, KEYS_AGAIN_MS, now_ms)?.as_ref());
        }
        believed.map_err(|fault| self.unbelieved(&fault))
    }

    /// Its keys, at most so old.
    fn keys(&self, metadata: &Metadata, kept_ms: u64, now_ms: u64) -> Result<Arc<KeySet>, Refusal> {
        if let Some(keys) = fresh(lock(&self.known).keys.as_ref(), kept_ms, now_ms) {
            return Ok(keys);
        }
        self.unless_silent(now_ms)?;
        let bytes =
            self.web.get(&metadata.keys, KEYS_BYTES_MAX).map_err(|why| self.silent(&why, now_ms))?;
        let keys =
            KeySet::read(&bytes).map_err(|fault| self.silent(&format!("its keys: {fault}"), now_ms))?;
        let keys = Arc::new(keys);
        lock(&self.known).keys = Some((now_ms, Arc::clone(&keys)));
        Ok(keys)
    }

    fn unless_silent(&self, now_ms: u64) -> Result<(), Refusal> {
        let silent_ms = lock(&self.known).silent_ms;
        let quiet = silent_ms.is_some_and(|at_ms| at_ms <= now_ms && now_ms - at_ms < QUIET_MS);
        if quiet { Err(unreachable()) } else { Ok(()) }
    }

    fn silent(&self, why: &str, now_ms: u64) -> Refusal {
        lock(&self.known).silent_ms = Some(now_ms);
        tracing::warn!(provider = %self.listed.code, why, "nobody can log in by this provider now");
        unreachable()
    }

    /// For people: no; for the operator: why.
    pub(super) fn unbelieved(&self, fault: &Fault) -> Refusal {
        tracing::warn!(provider = %self.listed.code, why = %fault, "a log-in by this provider was refused");
        match fault {
            Fault::Refused(_) => Refusal::new(
                "oidc.refused",
                "your agency's own log-in did not let you in, or you stopped it: try again, or ask whoever runs it",
            ),
            _ => Refusal::new(
                "oidc.fault",
                "what your agency's own log-in says is not believed here: tell the operator when it happened",
            ),
        }
    }
}

fn fresh<T>(known: Option<&(u64, Arc<T>)>, kept_ms: u64, now_ms: u64) -> Option<Arc<T>> {
    let (at_ms, known) = known?;
    // A clock that was set back ends it too.
    (*at_ms <= now_ms && now_ms - at_ms < kept_ms).then(|| Arc::clone(known))
}

fn unreachable() -> Refusal {
    Refusal::new(
        "oidc.unreachable",
        "your agency's own log-in does not answer: try again in a minute, or log in by a passkey",
    )
}
