//! What all doors share: the desk, the people who are in, the limits, and the way into blocking work.

use std::borrow::Cow;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use axum::http::StatusCode;
use jiff::Timestamp;
use kulla_desk::Desk;
use kulla_guard::access::AccessCounts;
use kulla_guard::accounts::Kept;
use kulla_guard::bulk::Bulk;
use kulla_guard::sessions::{EntryPolicy, Snapshot};
use kulla_record::label::Word;
use kulla_record::{PrincipalId, Session};
use tokio::sync::{Notify, Semaphore};

use crate::entered::Entered;
use crate::entry::oidc::{Provider, Providers};
use crate::intake::{Intake, Workers};
use crate::keyring::{Keyring, Vault};
use crate::live::ring::Ring;
use crate::looked::{Looked, bulk_limit};
use crate::metrics::{Metrics, Page};
use crate::open311::pace::Paces;
use crate::open311::window::Window;
use crate::problem::Problem;
use crate::public::copies::Copies;
use crate::seats::Seats;
use crate::words::Words;

/// Requests of people and machines with a session that do blocking work at the same time.
pub const WORKING_MAX: usize = 24;
/// Requests of the public that do: a crowd at the public pages must not keep officers waiting.
pub const PUBLIC_WORKING_MAX: usize = 8;
/// Requests with photographs whose photographs are cleaned and written at the same time: they take neither the turns of
/// officers nor those of the public pages.
pub const PHOTOS_WORKING_MAX: usize = 4;
/// How long photographs wait for their turn, in milliseconds: they were long on the way.
pub const PHOTOS_WAIT_MS_MAX: u64 = 15_000;
/// How long a request waits for its turn before it is sent away, in milliseconds.
pub const TURN_WAIT_MS_MAX: u64 = 2_000;

/// How long a request waits until the picture shows what it names by `wait`, in milliseconds.
pub const SHOWN_WAIT_MS_MAX: u64 = 3_000;
/// How often it looks, in milliseconds.
const SHOWN_LOOK_MS: u64 = 20;

/// Where the state of entry links and sessions is kept over a restart. It holds hashes only.
pub trait Keep: Send + Sync {
    /// What was saved last; `None` at the first start.
    fn load(&self) -> Option<Snapshot>;
    /// Saves, and gives back only once it would outlive a power cut. An error is told to the operator; whoever would
    /// enter is refused, because a used-up link has to stay used up.
    fn save(&self, snapshot: &Snapshot) -> std::io::Result<()>;
}

/// The files of the console, by path relative to `/as/{n}/`: bytes and media type.
pub trait Assets: Send + Sync {
    /// One file.
    fn file(&self, path: &str) -> Option<(Cow<'static, [u8]>, Cow<'static, str>)>;
}

/// What the newest signed head of a log says.
#[derive(Debug, Clone)]
pub struct LogHead {
    /// The log.
    pub name: String,
    /// Records under it.
    pub size: u64,
    /// Root of the tree (RFC 6962), 64 hexadecimal digits.
    pub root: String,
    /// When it was signed.
    pub at: Option<Timestamp>,
}

/// What only the machine knows: proofs and the disk. The binary brings it.
pub trait Machine: Send + Sync {
    /// The newest signed note of a log (C2SP tlog-checkpoint).
    fn checkpoint(&self, log: &str) -> Option<Vec<u8>>;
    /// A tile of a log (C2SP tlog-tiles), by its path after `tile/`.
    fn tile(&self, log: &str, path: &str) -> Option<Vec<u8>>;
    /// How each log stands by its newest checkpoint, in the order of the node.
    fn heads(&self) -> Vec<LogHead> {
        Vec::new()
    }
    /// When the newest checkpoint was signed.
    fn sealed_at(&self) -> Option<Timestamp>;
    /// Whether the disk takes no more.
    fn disk_full(&self) -> bool;
    /// Whether nothing damaged was found since the start.
    fn records_ok(&self) -> bool;
    /// What the machine counts and measures, for the operator.
    fn figures(&self, _page: &mut Page) {}
    /// What the disk still takes, in bytes, as far as it is known.
    fn room_bytes(&self) -> Option<u64> {
        None
    }
}

/// As whom the operator's socket brings in signals.
#[derive(Debug, Clone)]
pub struct OperatorSeat {
    /// A principal with a grant.
    pub principal: PrincipalId,
    /// The declared purpose.
    pub purpose: Word,
    /// The exercise, if in one.
    pub exercise: Option<Word>,
}

/// How the doors stand open.
#[derive(Debug, Clone)]
pub struct Config {
    /// The node's name for people.
    pub node: String,
    /// Whether the data directory only ever holds exercises.
    pub exercise_only: bool,
    /// What `/` and `/feeds/…` show: on an exercise-only node its exercise, else `None`.
    pub front: Option<Word>,
    /// Allowed `Host` headers, with the port: `localhost:8080`.
    pub hosts: Vec<String>,
    /// Allowed `Origin` headers: `http://localhost:8080`.
    pub origins: Vec<String>,
    /// Whether people reach us by TLS: cookies are then `Secure`.
    pub tls: bool,
    /// Address under which the public reaches this node, no slash at the end; the `Host` header otherwise.
    pub public_address: Option<String>,
    /// How people enter and how long they stay.
    pub entry: EntryPolicy,
    /// As whom `POST /ingest/cap` of the operator's socket acts; `None`: it is refused.
    pub operator: Option<OperatorSeat>,
    /// How much the public may hand in.
    pub paces: Paces,
}

/// Everything that the doors are made of.
pub struct Parts {
    /// The desk.
    pub desk: Arc<Desk>,
    /// How the doors stand open.
    pub config: Config,
    /// Where sessions are kept.
    pub keep: Box<dyn Keep>,
    /// How people prove who they are, as it was saved last.
    pub accounts: Kept,
    /// Where that is kept.
    pub vault: Box<dyn Vault>,
    /// The identity providers of agencies.
    pub providers: Vec<Provider>,
    /// The console.
    pub assets: Box<dyn Assets>,
    /// Proofs and the disk.
    pub machine: Box<dyn Machine>,
}

/// What all doors share.
pub struct House {
    pub(crate) desk: Arc<Desk>,
    pub(crate) config: Config,
    pub(crate) seats: Seats,
    pub(crate) keyring: Keyring,
    pub(crate) providers: Providers,
    pub(crate) assets: Box<dyn Assets>,
    pub(crate) machine: Box<dyn Machine>,
    pub(crate) metrics: Metrics,
    pub(crate) words: Words,
    pub(crate) ring: Ring,
    /// What lies under the map, made at the first look: it is the same for everybody.
    pub(crate) map_base: OnceLock<crate::api::MapBaseMade>,
    /// What texts would change, for those who wait for a second person.
    pub(crate) tried: crate::api::Tried,
    /// What everybody may read, ready to be handed out.
    pub(crate) copies: Copies,
    /// Told when the node stops: every stream says so and ends.
    pub(crate) stopping: Notify,
    /// What waits to be written of who read what is enough for a beat.
    pub(crate) beat_now: Notify,
    /// What is counted before it becomes access records. Held for a moment only.
    pub(crate) counts: Mutex<AccessCounts>,
    /// Who opens how much at present. Held for a moment only.
    pub(crate) bulk: Mutex<Bulk>,
    /// Access records that are not on disk yet. Held for a moment only.
    pub(crate) looked: Mutex<Looked>,
    /// The lanes of feeds and sensors in front of the desk.
    pub(crate) intake: Arc<Intake>,
    pub(crate) workers: Workers,
    /// Where the public hands in reports.
    pub(crate) window: Window,
    working: Arc<Semaphore>,
    public_working: Arc<Semaphore>,
    photos_working: Arc<Semaphore>,
}

impl House {
    /// Puts the doors together. They open with [`crate::router`] and [`crate::operator_router`]; the binary
    /// also runs [`House::tend`].
    pub fn new(parts: Parts) -> Arc<House> {
        let now_ms = parts.desk.clock().unix_ms();
        let intake = Intake::new(Arc::clone(&parts.desk));
        Arc::new_cyclic(|house| House {
            workers: Workers::start(&intake, house),
            window: Window::open(parts.config.paces, house),
            intake,
            seats: Seats::new(parts.keep, parts.config.entry, now_ms),
            keyring: Keyring::new(parts.vault, parts.accounts, parts.desk.entropy().as_ref()),
            providers: Providers::new(parts.providers, parts.desk.entropy().as_ref()),
            words: Words::new(),
            ring: Ring::new(parts.desk.entropy().as_ref()),
            bulk: Mutex::new(Bulk::new(bulk_limit(parts.desk.profile()))),
            desk: parts.desk,
            config: parts.config,
            assets: parts.assets,
            machine: parts.machine,
            metrics: Metrics::default(),
            map_base: OnceLock::new(),
            tried: crate::api::Tried::default(),
            copies: Copies::default(),
            stopping: Notify::new(),
            beat_now: Notify::new(),
            counts: Mutex::default(),
            looked: Mutex::default(),
            working: Arc::new(Semaphore::new(WORKING_MAX)),
            public_working: Arc::new(Semaphore::new(PUBLIC_WORKING_MAX)),
            photos_working: Arc::new(Semaphore::new(PHOTOS_WORKING_MAX)),
        })
    }

    /// The desk.
    pub fn desk(&self) -> &Arc<Desk> {
        &self.desk
    }

    /// The lanes of feeds and sensors in front of the desk.
    pub fn intake(&self) -> &Arc<Intake> {
        &self.intake
    }

    /// Figures for the operator.
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// Milliseconds since 1970.
    pub(crate) fn now_ms(&self) -> u64 {
        self.desk.clock().unix_ms()
    }

    /// Blocking work of somebody who has entered. The reader inside is bound to their session.
    pub(crate) async fn ask<T: Send + 'static>(
        self: &Arc<Self>,
        entered: &Entered,
        work: impl FnOnce(&crate::api::ask::Ask<'_>) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        if let Some(cursor) = &entered.wait {
            self.shown(cursor).await?;
        }
        let actor = entered.actor.clone();
        let answer = move |house: &House| {
            let ask = crate::api::ask::Ask::new(house, &actor);
            let answer = work(&ask);
            ask.looked(answer)
        };
        self.block((&self.working, TURN_WAIT_MS_MAX), answer).await
    }

    /// Blocking work for the public, in one exercise or in none.
    pub(crate) async fn ask_public<T: Send + 'static>(
        self: &Arc<Self>,
        exercise: Option<Word>,
        work: impl FnOnce(&House, &Session) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let work = move |house: &House| work(house, &kulla_guard::public_session(exercise));
        self.block((&self.public_working, TURN_WAIT_MS_MAX), work).await
    }

    /// Cleaning and writing photographs.
    pub(crate) async fn keep_photos<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&House) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.block((&self.photos_working, PHOTOS_WAIT_MS_MAX), work).await
    }

    /// Blocking work of the house itself.
    pub(crate) async fn work<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&House) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        self.block((&self.working, TURN_WAIT_MS_MAX), work).await
    }

    async fn block<T: Send + 'static>(
        self: &Arc<Self>,
        (turns, wait_ms): (&Arc<Semaphore>, u64),
        work: impl FnOnce(&House) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        // INVARIANT: a bounded wait for a bounded number of turns; whoever gets none is told to come back.
        let turn = Arc::clone(turns).acquire_owned();
        let turn = tokio::time::timeout(Duration::from_millis(wait_ms), turn).await;
        let Ok(Ok(turn)) = turn else { return Err(Problem::busy()) };
        let house = Arc::clone(self);
        let done = tokio::task::spawn_blocking(move || {
            // The turn lasts as long as the work, also when the one who asked has gone away.
            let _turn = turn;
            work(&house)
        })
        .await;
        done.unwrap_or_else(|panic| {
            tracing::error!(%panic, "a request ended in a bug");
            let detail = "this is a mistake of ours: tell the operator when it happened";
            Err(Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "node.bug", detail))
        })
    }

    /// Turns that are taken, of those with a session and of the public.
    pub(crate) fn turns_taken(&self) -> (usize, usize) {
        (
            WORKING_MAX - self.working.available_permits(),
            PUBLIC_WORKING_MAX - self.public_working.available_permits(),
        )
    }

    /// Waits until the picture shows what was written at a cursor. No turn is held meanwhile, so that those who wait
    /// keep nobody from work.
    async fn shown(&self, cursor: &str) -> Result<(), Problem> {
        for _ in 0..SHOWN_WAIT_MS_MAX / SHOWN_LOOK_MS {
            if self.desk.shows(cursor)? {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(SHOWN_LOOK_MS)).await;
        }
        let detail = "what you wrote is kept and is not shown yet: ask again in a moment";
        Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "picture.behind", detail))
    }

    /// Exercises of this node.
    pub(crate) fn has_exercise(&self, name: &Word) -> bool {
        self.desk.logs().all().any(|log| log.name.exercise.as_ref() == Some(name))
    }
}

/// A lock that outlives a panic of another holder.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
