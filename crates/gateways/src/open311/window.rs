//! The queue between the public and the desk.
//!
//! Many people report at once, and each waits until their report is durable. A few threads of their own carry them
//! to the desk, as many together as one append takes: a burst costs a few syncs of the disk instead of thousands, and
//! takes no turn from officers. It shares no lane with machines, so no sensor that goes wild buries what people say.
//! The queue is bounded; who finds it full is told when to come again.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, PoisonError, Weak};

use axum::http::StatusCode;
use kulla_desk::{HANDED_IN_MAX, HandIn};
use tokio::sync::oneshot;

use super::pace::{Gate, Paces};
use super::room::Room;
use crate::house::{House, lock};
use crate::problem::Problem;

/// Reports that wait.
pub const WAITING_MAX: usize = 2_048;
/// Appends that are at work at the same time: while one waits for the disk, the next is put together.
const CARRIERS: usize = 2;

/// A report that waits, and whoever waits for its number.
struct Piece {
    handed: HandIn,
    answer: oneshot::Sender<Result<String, Problem>>,
}

#[derive(Default)]
struct Line {
    waiting: VecDeque<Piece>,
    stopping: bool,
}

#[derive(Default)]
struct Shared {
    /// Held for a moment only.
    line: Mutex<Line>,
    called: Condvar,
}

/// The gates in front of the window.
pub(crate) struct Gates {
    pub reports: Gate,
    pub codes: Gate,
    pub photos: Gate,
}

/// The window at which the public hands in. Its threads end with it.
pub(crate) struct Window {
    pub gates: Gates,
    /// What is being sent, as far as it is in memory.
    pub room: Room,
    shared: Arc<Shared>,
}

impl Window {
    pub fn open(paces: Paces, house: &Weak<House>) -> Window {
        let shared = Arc::<Shared>::default();
        for n in 0..CARRIERS {
            let (shared, house) = (Arc::clone(&shared), Weak::clone(house));
            let run = move || carry(&shared, &house);
            if let Err(error) = std::thread::Builder::new().name(format!("reports-{n}")).spawn(run) {
                tracing::error!(%error, "the machine gives no more threads: reports of the public will be slow or stand still");
            }
        }
        let gates = Gates {
            reports: Gate::new(paces.reports_of_one, paces.reports_of_all),
            codes: Gate::new(paces.codes_of_one, paces.codes_of_all),
            photos: Gate::new(paces.photos_of_one, paces.photos_of_all),
        };
        Window { gates, room: Room::default(), shared }
    }

    /// Hands a report in; its number, once it is durable.
    pub async fn hand_in(&self, handed: HandIn) -> Result<String, Problem> {
        let (answer, number) = oneshot::channel();
        {
            let mut line = lock(&self.shared.line);
            if line.stopping || line.waiting.len() >= WAITING_MAX {
                return Err(Problem::busy());
            }
            line.waiting.push_back(Piece { handed, answer });
        }
        self.shared.called.notify_one();
        number.await.unwrap_or_else(|_| {
            let detail = "this is a mistake of ours: tell the operator when it happened";
            Err(Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "node.bug", detail))
        })
    }

    /// For the operator: name, help and value.
    pub fn figures(&self) -> [(&'static str, &'static str, u64); 5] {
        let waiting = lock(&self.shared.line).waiting.len() as u64;
        [
            ("kulla_reports_waiting", "Reports of the public in front of the desk", waiting),
            (
                "kulla_reports_limited_total",
                "Reports of the public that were sent away because too many came",
                self.gates.reports.refused(),
            ),
            (
                "kulla_codes_limited_total",
                "Feedback codes that were not looked at because too many were tried",
                self.gates.codes.refused(),
            ),
            (
                "kulla_photos_limited_total",
                "Requests with photographs that were sent away because too much came",
                self.gates.photos.refused(),
            ),
            (
                "kulla_uploads_bytes",
                "What is being sent with photographs and is in memory",
                self.room.held(),
            ),
        ]
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        lock(&self.shared.line).stopping = true;
        self.shared.called.notify_all();
    }
}

fn carry(shared: &Shared, house: &Weak<House>) {
    loop {
        let mut line = lock(&shared.line);
        while line.waiting.is_empty() {
            if line.stopping {
                return;
            }
            line = shared.called.wait(line).unwrap_or_else(PoisonError::into_inner);
        }
        let pieces = together(&mut line.waiting);
        drop(line);
        let Some(house) = house.upgrade() else { return };
        // A report that ends in a bug takes neither the thread nor the queue with it.
        if catch_unwind(AssertUnwindSafe(|| hand_over(&house, pieces))).is_err() {
            tracing::error!("reports of the public ended in a bug; who sent them was told");
        }
    }
}

/// As many of the front as go into one append: those of one place.
fn together(waiting: &mut VecDeque<Piece>) -> Vec<Piece> {
    let exercise = waiting.front().map(|piece| piece.handed.exercise.clone());
    let fits = |piece: &&Piece| Some(&piece.handed.exercise) == exercise.as_ref();
    let n = waiting.iter().take(HANDED_IN_MAX).take_while(fits).count();
    waiting.drain(..n).collect()
}

fn hand_over(house: &House, pieces: Vec<Piece>) {
    let (reports, answers): (Vec<_>, Vec<_>) =
        pieces.into_iter().map(|piece| (piece.handed, piece.answer)).unzip();
    match house.desk.hand_in(reports) {
        Ok(numbers) => answers.into_iter().zip(numbers).for_each(|(answer, number)| {
            // Whoever has gone away has no number; the report stands.
            drop(answer.send(Ok(number)));
        }),
        Err(failure) => {
            let problem = Problem::from(failure);
            tracing::warn!(code = problem.code, "reports of the public were not taken: {}", problem.detail);
            answers.into_iter().for_each(|answer| drop(answer.send(Err(problem.clone()))));
        }
    }
}
