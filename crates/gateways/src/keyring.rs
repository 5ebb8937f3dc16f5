//! How people of this node prove who they are: the guard's accounts, kept over restarts, and what protects them from guessing.

use std::sync::Mutex;
use std::time::Duration;

use kulla_guard::Refusal;
use kulla_guard::accounts::{Accounts, Challenges, Kept, PasswordHash, Tries};
use kulla_record::Entropy;
use tokio::sync::Semaphore;

use crate::house::lock;
use crate::open311::pace::{Gate, Rate};
use crate::problem::Problem;
use crate::seats::UNSAVED;

/// Log-ins that one address tries: many people may be behind it.
const OF_ONE: Rate = Rate { at_once: 60, one_more_ms: 1_000 };
/// Log-ins that all try.
const OF_ALL: Rate = Rate { at_once: 1_000, one_more_ms: 10 };
/// Passwords that are worked out at once, in each of the two lanes: 19 MiB and some tens of milliseconds each.
const HASHING_MAX: usize = 2;
/// How long a log-in by password waits for its turn, in milliseconds.
const HASHING_WAIT_MS: u64 = 5_000;

/// Where the ways of people to log in are kept over a restart. It holds secrets, so it seals them.
pub trait Vault: Send + Sync {
    /// Saves, and gives back only once it would outlive a power cut.
    fn save(&self, kept: &Kept) -> std::io::Result<()>;
}

pub(crate) struct Keyring {
    vault: Box<dyn Vault>,
    /// Held while something is looked up or changed, and while a change goes to disk.
    accounts: Mutex<Accounts>,
    /// Held for a moment only.
    pub challenges: Mutex<Challenges>,
    /// Held for a moment only.
    pub tries: Mutex<Tries>,
    /// What one address tries.
    pub gate: Gate,
    /// Looked at where there is no password, so that this takes as long.
    pub nobodys: PasswordHash,
    /// Browsers that somebody logged in with have a lane of their own, so that guessing does not keep them out.
    known: Semaphore,
    strange: Semaphore,
}

impl Keyring {
    pub fn new(vault: Box<dyn Vault>, kept: Kept, entropy: &dyn Entropy) -> Keyring {
        Keyring {
            vault,
            accounts: Mutex::new(Accounts::restore(kept)),
            challenges: Mutex::new(Challenges::new(entropy)),
            tries: Mutex::default(),
            gate: Gate::new(OF_ONE, OF_ALL),
            nobodys: PasswordHash::of_nobody(),
            known: Semaphore::new(HASHING_MAX),
            strange: Semaphore::new(HASHING_MAX),
        }
    }

    /// Looks something up.
    pub fn look<T>(&self, look: impl FnOnce(&Accounts) -> T) -> T {
        look(&lock(&self.accounts))
    }

    /// Changes something. It is on disk when this returns; what is refused or can't be saved has changed nothing. Blocks.
    pub fn change<T>(
        &self,
        change: impl FnOnce(&mut Accounts) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let mut accounts = lock(&self.accounts);
        let mut next = accounts.clone();
        let done = change(&mut next)?;
        if next.kept() != accounts.kept() {
            // INVARIANT: a used code, a used link and a new key are on disk before anybody is told.
            self.vault.save(next.kept()).map_err(|error| {
                tracing::error!(%error, "the ways to log in can't be saved, so none changes");
                Refusal::new(UNSAVED, "the node can't write this to its disk, so nothing has changed: tell its operator, and try again")
            })?;
        }
        *accounts = next;
        Ok(done)
    }

    /// Does the work of one password, when its turn comes. `known`: from a browser that the person logged in with before.
    pub async fn hash<T: Send + 'static>(
        &self,
        known: bool,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let lane = if known { &self.known } else { &self.strange };
        let turn = tokio::time::timeout(Duration::from_millis(HASHING_WAIT_MS), lane.acquire()).await;
        let Ok(Ok(_turn)) = turn else { return Err(Problem::busy()) };
        tokio::task::spawn_blocking(work).await.map_err(|_| Problem::busy())
    }
}
