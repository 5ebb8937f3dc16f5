//! The workers that carry pieces to the desk.
//!
//! They are threads and not tasks: each waits for a disk. There are few of them on purpose, so that however
//! much machines send, most of the desk's turns are left for people.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, PoisonError, Weak};

use super::Intake;
use crate::house::{House, lock};

/// Pieces that are at work at the same time.
pub const WORKERS: usize = 4;

/// Ends the workers when the house goes.
pub(crate) struct Workers(Arc<Intake>);

impl Workers {
    /// Starts them. They hold the house only while they work for it.
    pub fn start(intake: &Arc<Intake>, house: &Weak<House>) -> Workers {
        for n in 0..WORKERS {
            let (intake, house) = (Arc::clone(intake), Weak::clone(house));
            let run = move || work(&intake, &house);
            if let Err(error) = std::thread::Builder::new().name(format!("intake-{n}")).spawn(run) {
                tracing::error!(%error, "the machine gives no more threads: feeds will be slow or stand still");
            }
        }
        Workers(Arc::clone(intake))
    }

    /// Nothing more is taken in; what is at work goes on to its end.
    pub fn stop(&self) {
        lock(&self.0.line).stopping = true;
        self.0.called.notify_all();
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.stop();
    }
}

fn work(intake: &Arc<Intake>, house: &Weak<House>) {
    loop {
        let mut line = lock(&intake.line);
        let (lane, piece) = loop {
            if line.stopping {
                return;
            }
            match line.fair.take() {
                Some(next) => break next,
                None => line = intake.called.wait(line).unwrap_or_else(PoisonError::into_inner),
            }
        };
        drop(line);
        let Some(house) = house.upgrade() else { return };
        // A piece that ends in a bug takes neither the worker nor its lane with it.
        if catch_unwind(AssertUnwindSafe(|| piece(&house))).is_err() {
            tracing::error!("a piece of the intake ended in a bug and was lost");
        }
        drop(house);
        let mut line = lock(&intake.line);
        line.fair.done(lane);
        if let Some(row) = line.rows.values_mut().find(|row| row.lane == lane) {
            row.standing.taken = row.standing.taken.saturating_add(1);
        }
        drop(line);
        intake.called.notify_one();
    }
}
