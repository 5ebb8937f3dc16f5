//! The loop of one sensor: read, group, and once a second hand over what came.
//!
//! One batch is on its way at a time. While the desk is slow, what comes is gathered on: groups grow and take
//! no more room, so nothing is ever dropped between the file and the log. The price is that an alarm's count
//! may be some seconds behind.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};

use kulla_record::RecordId;

use super::follow::{Follower, Looked};
use super::gather::{CLOCK_AHEAD_S_MAX, Gather};
use super::health::{Interval, Verdict, Watch};
use super::ledger::Ledger;
use super::listen::Listener;
use super::place::{Durable, Keeper, Kept, Pending, Place};
use super::task::{Outcome, READINGS_MAX, Task};
use super::{Inlet, Settings};
use crate::intake::standing::Reason;
use crate::sources::Opened;

/// At most so often something of one sensor is written, in milliseconds.
const FLUSH_EVERY_MS: u64 = 1_000;
/// How often a quiet inlet is looked at, in milliseconds. One that has just spoken is looked at sooner: a socket holds
/// a few milliseconds of a flood, and what it can't hold the sensor loses.
const LOOK_EVERY_MS: u64 = 100;
const LOOK_AGAIN_MS: u64 = 1;
/// How long an inlet that can't be opened or read is left alone, in milliseconds.
const TROUBLE_WAIT_MS: u64 = 2_000;
/// How long a batch that could not be written waits before it is handed in again, in milliseconds.
const AGAIN_AFTER_MS: u64 = 1_000;
/// How often a place behind which no alert lies is kept, in milliseconds.
const PLACE_EVERY_MS: u64 = 5_000;
/// How often figures of a sensor's health are written, in milliseconds; an alarm is written at once, and then
/// as often as this.
const HEALTH_EVERY_MS: u64 = 300_000;
const LOSS_EVERY_MS: u64 = 60_000;
/// Bytes that one sensor may have read in a second: some hundred thousand alerts, and a part of a processor.
const SECOND_BYTES_MAX: u64 = 256 << 20;
/// How long the last batch of a socket may take when the node stops, in milliseconds.
const LAST_WAIT_MS: u64 = 2_000;

/// Runs until it is told to stop.
pub(crate) fn run(settings: Settings, opened: Opened) {
    let keeper = Keeper::new(&opened.folder, &opened.code);
    let kept = loop {
        match begin(&keeper, &opened) {
            Ok(kept) => break kept,
            Err(why) => {
                opened.seat.trouble(&format!("how far it was read is not known: {why}"));
                opened.stop.sleep(TROUBLE_WAIT_MS);
            }
        }
        if opened.stop.is_set() {
            return;
        }
    };
    let inlet = match &settings.inlet {
        Inlet::File(path) => Ear::File(Follower::new(path, kept.place)),
        Inlet::Unix(_) | Inlet::Tcp(_) => Ear::Closed,
    };
    let sensor = Sensor {
        watch: Watch::new(settings.drops_permille),
        gather: Gather::new(),
        ledger: Ledger::default(),
        flight: None,
        done: kept,
        keeper,
        inlet,
        intervals: Vec::new(),
        verdict: None,
        times: Times::default(),
        settings,
        opened,
    };
    sensor.go();
}

/// Up to where everything is in the log.
fn begin(keeper: &Keeper, opened: &Opened) -> Result<Kept, String> {
    let kept = keeper.load().map_err(|error| error.to_string())?;
    let place =
        kept.resume(|id| opened.house.desk.has_record(id)).map_err(|failure| failure.to_string())?;
    Ok(Kept { place, pending: None })
}

enum Ear {
    File(Follower),
    Listener(Listener),
    /// A socket that is not open yet.
    Closed,
}

/// A batch on its way.
struct Flight {
    task: Arc<Task>,
    place: Option<Place>,
    outcome: Receiver<Outcome>,
    /// When it is handed in again; `None` while somebody has it.
    again_ms: Option<u64>,
}

/// When something was done last, in milliseconds since 1970.
#[derive(Default)]
struct Times {
    flushed: u64,
    placed: u64,
    health: u64,
    loss: u64,
    second: u64,
    second_bytes: u64,
}

struct Sensor {
    settings: Settings,
    opened: Opened,
    inlet: Ear,
    gather: Gather,
    ledger: Ledger,
    watch: Watch,
    intervals: Vec<Interval>,
    verdict: Option<Verdict>,
    flight: Option<Flight>,
    /// What is in the log for certain.
    done: Kept,
    keeper: Keeper,
    times: Times,
}

impl Sensor {
    fn go(mut self) {
        let mut quiet_ms = LOOK_AGAIN_MS;
        while !self.opened.stop.is_set() {
            match self.look() {
                Ok(0) => {
                    self.opened.stop.sleep(quiet_ms);
                    quiet_ms = LOOK_EVERY_MS.min(2 * quiet_ms);
                }
                Ok(bytes) => {
                    quiet_ms = LOOK_AGAIN_MS;
                    self.pace(bytes);
                }
                Err(error) => {
                    self.opened.seat.trouble(&error);
                    self.opened.stop.sleep(TROUBLE_WAIT_MS);
                }
            }
            self.turn();
        }
        self.last();
    }

    fn now_ms(&self) -> u64 {
        self.opened.house.now_ms()
    }

    /// Reads what has come: how many bytes.
    fn look(&mut self) -> Result<usize, String> {
        let now_s = i64::try_from(self.now_ms() / 1_000).unwrap_or(i64::MAX);
        let gather = &mut self.gather;
        let mut each = |item: kulla_eve::Item<'_>| gather.take(item, now_s);
        match &mut self.inlet {
            Ear::File(follower) => match follower.look(&mut each).map_err(|error| error.to_string())? {
                Looked::Read(bytes) => Ok(bytes.max(1)),
                Looked::Idle => Ok(0),
                Looked::Missing => Err("there is no such file yet".into()),
                Looked::Lost => {
                    self.opened.seat.dropped(Reason::Lost, 1);
                    tracing::warn!(
                        source = self.opened.code,
                        "a file was truncated or removed before it was read to its end"
                    );
                    Ok(1)
                }
            },
            Ear::Listener(listener) => {
                let heard = listener.look(&mut each).map_err(|error| error.to_string())?;
                self.opened.seat.dropped(Reason::Crowded, heard.sent_away);
                Ok(heard.bytes)
            }
            Ear::Closed => {
                let listener = match &self.settings.inlet {
                    Inlet::Unix(path) => Listener::unix(path),
                    Inlet::Tcp(address) => Listener::tcp(*address),
                    Inlet::File(_) => return Ok(0),
                };
                self.inlet =
                    Ear::Listener(listener.map_err(|error| format!("it can't be listened for: {error}"))?);
                Ok(1)
            }
        }
    }

    /// A flood takes a part of a processor and no more.
    fn pace(&mut self, bytes: usize) {
        let second = self.now_ms() / 1_000;
        if self.times.second != second {
            (self.times.second, self.times.second_bytes) = (second, 0);
        }
        self.times.second_bytes += bytes as u64;
        if self.times.second_bytes > SECOND_BYTES_MAX {
            self.opened.stop.sleep(LOOK_EVERY_MS);
        }
    }

    /// Looks after the batch that is on its way, and sends the next one off when it is time.
    fn turn(&mut self) {
        self.settle();
        let now_ms = self.now_ms();
        // A clock that was set back is no reason to wait.
        let due = now_ms.abs_diff(self.times.flushed) >= FLUSH_EVERY_MS;
        if due && self.flight.is_none() {
            self.times.flushed = now_ms;
            self.flush(now_ms);
        }
    }

    fn settle(&mut self) {
        let Some(mut flight) = self.flight.take() else { return };
        if let Some(again_ms) = flight.again_ms {
            if self.now_ms() >= again_ms {
                self.send(flight.task, flight.place);
            } else {
                self.flight = Some(flight);
            }
            return;
        }
        match flight.outcome.try_recv() {
            Ok(Outcome::Written) => self.done = Kept { place: flight.place, pending: None },
            Ok(Outcome::Refused(why)) => {
                tracing::error!(
                    source = self.opened.code,
                    why,
                    "alerts were refused by the desk and are lost"
                );
                self.opened.seat.dropped(Reason::Refused, flight.task.alerts());
                self.opened.seat.trouble(&why);
                self.done = Kept { place: flight.place, pending: None };
                self.keep(Durable::Yes);
            }
            Ok(Outcome::NotNow(why)) => {
                self.opened.seat.trouble(&why);
                flight.again_ms = Some(self.now_ms() + AGAIN_AFTER_MS);
                self.flight = Some(flight);
            }
            Err(TryRecvError::Empty) => self.flight = Some(flight),
            // The worker went with it, by a bug or by a stop. The id makes handing it in again harmless.
            Err(TryRecvError::Disconnected) => {
                flight.again_ms = Some(self.now_ms() + AGAIN_AFTER_MS);
                self.flight = Some(flight);
            }
        }
    }

    fn flush(&mut self, now_ms: u64) {
        let batch = self.gather.flush();
        let place = match &self.inlet {
            Ear::File(follower) => follower.place(),
            Ear::Listener(_) | Ear::Closed => None,
        };
        self.told(&batch.counts);
        for figures in &batch.figures {
            self.health(*figures);
        }
        let task = self.task(batch.groups, now_ms);
        if task.groups.is_empty() && task.intervals.is_empty() && task.verdict.is_none() {
            // No alert lies behind this place, so reading it again after a crash counts nothing twice.
            self.done.place = place;
            if now_ms.abs_diff(self.times.placed) >= PLACE_EVERY_MS {
                self.times.placed = now_ms;
                self.keep(Durable::Later);
            }
            return;
        }
        self.send(Arc::new(task), place);
    }

    fn told(&self, counts: &super::gather::Counts) {
        let seat = &self.opened.seat;
        seat.dropped(Reason::Broken, counts.broken);
        if counts.events == 0 {
            return;
        }
        seat.heard(counts.events);
        match counts.ahead_s > CLOCK_AHEAD_S_MAX {
            true => seat.trouble(&format!(
                "its clock is {} s ahead of ours: {} events were dated by this node",
                counts.ahead_s, counts.redated
            )),
            false => seat.trouble(""),
        }
    }

    fn health(&mut self, figures: super::health::Figures) {
        let Some((interval, verdict)) = self.watch.see(figures) else { return };
        if self.intervals.len() < READINGS_MAX {
            self.intervals.push(interval);
        }
        self.verdict = verdict.or(self.verdict);
    }

    /// What is due now. Health is written every few minutes, and its alarm when it changes.
    fn task(&mut self, groups: Vec<(kulla_eve::Scope, kulla_eve::Group)>, now_ms: u64) -> Task {
        let now_s = i64::try_from(now_ms / 1_000).unwrap_or(i64::MAX);
        let mut placed: Vec<(super::ledger::Entry, kulla_eve::Group)> = Vec::new();
        for (scope, group) in groups {
            placed.push((self.ledger.place(scope, now_s), group));
        }
        let verdict = match self.verdict {
            Some(Verdict::Loses(_)) if now_ms.abs_diff(self.times.loss) < LOSS_EVERY_MS => None,
            _ => self.verdict.take(),
        };
        if matches!(verdict, Some(Verdict::Loses(_))) {
            self.times.loss = now_ms;
        }
        let full = self.intervals.len() == READINGS_MAX;
        let due = full || verdict.is_some() || now_ms.abs_diff(self.times.health) >= HEALTH_EVERY_MS;
        let intervals = match due && !self.intervals.is_empty() {
            true => {
                self.times.health = now_ms;
                std::mem::take(&mut self.intervals)
            }
            false => Vec::new(),
        };
        let desk = &self.opened.house.desk;
        Task {
            id: RecordId::v7(now_ms, desk.entropy().bytes()),
            now: desk.clock().now(),
            groups: merged(placed),
            intervals,
            verdict,
        }
    }

    /// Hands a batch in. The place behind it is on disk before it is.
    fn send(&mut self, task: Arc<Task>, place: Option<Place>) {
        let (told, outcome) = sync_channel(1);
        let again_ms = Some(self.now_ms() + AGAIN_AFTER_MS);
        let mut flight = Flight { task: Arc::clone(&task), place, outcome, again_ms };
        self.done.pending = place.map(|place| Pending { id: task.id, place });
        if place.is_some() && !self.keep(Durable::Yes) {
            self.flight = Some(flight);
            return;
        }
        let (feeder, from, cost) = (self.opened.feeder.clone(), self.opened.from(), task.cost());
        let work = move |house: &crate::house::House| {
            // Nobody may be waiting any more when the node stops.
            let _ = told.send(task.write(house, &feeder, &from));
        };
        // No place is left: it is kept and handed in again.
        if self.opened.seat.offer(cost, work).is_ok() {
            flight.again_ms = None;
        }
        self.flight = Some(flight);
    }

    fn keep(&self, durable: Durable) -> bool {
        match self.keeper.save(&self.done, durable) {
            Ok(()) => true,
            Err(error) => {
                self.opened.seat.trouble(&format!("how far it was read can't be kept: {error}"));
                false
            }
        }
    }

    /// A socket's last second is handed in before the node stops; a file is read again.
    fn last(mut self) {
        if let Ear::File(_) = self.inlet {
            self.settle();
            self.keep(Durable::Later);
            return;
        }
        let patience = LAST_WAIT_MS / LOOK_EVERY_MS;
        for _ in 0..patience {
            self.settle();
            if self.flight.is_none() {
                let now_ms = self.now_ms();
                self.flush(now_ms);
                if self.flight.is_none() {
                    return;
                }
            }
            std::thread::sleep(std::time::Duration::from_millis(LOOK_EVERY_MS));
        }
    }
}

/// Groups of one alarm as one: two narrow groups may share a wider one.
fn merged(
    placed: Vec<(super::ledger::Entry, kulla_eve::Group)>,
) -> Vec<(super::ledger::Entry, kulla_eve::Group)> {
    let mut together: Vec<(super::ledger::Entry, kulla_eve::Group)> = Vec::new();
    for (entry, group) in placed {
        match together.iter_mut().find(|(held, _)| *held == entry) {
            Some((_, held)) => held.absorb(group),
            None => together.push((entry, group)),
        }
    }
    together
}
