//! The answer to an append that is still on its way; can be waited for by a thread or by a task.

use std::future::Future;
use std::ops::Range;
use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use crate::error::AppendError;

/// The group is durable, and has these places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Places of the records, in the order of the drafts.
    pub seqs: Range<u64>,
}

type Answer = Result<Receipt, AppendError>;

#[derive(Default)]
struct State {
    answer: Option<Answer>,
    waker: Option<Waker>,
    /// A thread is blocked on `ready`.
    blocked: bool,
}

#[derive(Default)]
struct Slot {
    state: Mutex<State>,
    ready: Condvar,
}

impl Slot {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fill(&self, answer: Answer) {
        let mut state = self.lock();
        if state.answer.is_some() {
            return;
        }
        state.answer = Some(answer);
        let (waker, blocked) = (state.waker.take(), state.blocked);
        drop(state);
        if blocked {
            self.ready.notify_one();
        }
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

/// A group that was handed to the log. Dropping it changes nothing: the group is written all the same.
#[must_use = "only the answer says whether the records are durable"]
pub struct Ticket {
    slot: Arc<Slot>,
}

/// The end that the log holds.
pub(crate) struct Answering {
    slot: Arc<Slot>,
}

/// A ticket and where its answer goes.
pub(crate) fn ticket() -> (Answering, Ticket) {
    let slot = Arc::new(Slot::default());
    (Answering { slot: Arc::clone(&slot) }, Ticket { slot })
}

impl Answering {
    pub(crate) fn answer(self, answer: Answer) {
        self.slot.fill(answer);
    }
}

impl Drop for Answering {
    /// A log that goes away without an answer has closed.
    fn drop(&mut self) {
        self.slot.fill(Err(AppendError::Closed));
    }
}

impl Ticket {
    /// One that is answered already.
    pub(crate) fn refused(error: AppendError) -> Ticket {
        let (answering, ticket) = ticket();
        answering.answer(Err(error));
        ticket
    }

    /// Blocks this thread until the group is durable or refused. Tasks `.await` the ticket instead.
    pub fn wait(self) -> Result<Receipt, AppendError> {
        let mut state = self.slot.lock();
        loop {
            if let Some(answer) = state.answer.take() {
                return answer;
            }
            state.blocked = true;
            state = self.slot.ready.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Future for Ticket {
    type Output = Answer;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Answer> {
        let mut state = self.slot.lock();
        match state.answer.take() {
            Some(answer) => Poll::Ready(answer),
            None => {
                state.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}
