//! Whose turn it is in front of the desk: deficit round robin between sources, people before machines.
//!
//! Each source has a lane of its own with a fixed number of places, so a flood fills its own lane and no
//! other. Lanes that wait stand in a ring; each visit is worth [`VISIT_COST`], and a piece costs about as many
//! units as it will write records. So a source that sends large pieces gets as much as one that sends small
//! ones (Shreedhar & Varghese, 1995). Lanes of people stand in a ring that is asked first, but not for ever:
//! after [`PEOPLE_RUN_MAX`] of theirs a machine has its turn, because a flood of reports is a flood too.
//!
//! Pure: no clock, no lock, no thread. What is bounded by it is tested below as properties.

use std::collections::VecDeque;

/// What one visit to a lane is worth, in units of cost. A piece costs at least 1 and at most this.
pub const VISIT_COST: u32 = 64;
/// Pieces that wait in one lane.
pub const WAITING_PIECES_MAX: usize = 256;
/// Pieces of people in a row while a machine waits.
pub const PEOPLE_RUN_MAX: u32 = 8;
/// Lanes of one node.
pub const LANES_MAX: usize = 512;

/// Who stands behind a lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rank {
    /// A person: a report from the field, a call, a citizen.
    Person,
    /// A feed or a sensor.
    Machine,
}

/// Names a lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lane(usize);

/// How a lane is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Manner {
    /// Who stands behind it.
    pub rank: Rank,
    /// Pieces of it at work at the same time; 1 keeps their order.
    pub at_once: u32,
}

/// There is no place: the lane is full, or there are too many lanes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no place left in front of the desk")]
pub struct NoPlace;

#[derive(Debug)]
struct Waiting<T> {
    manner: Manner,
    pieces: VecDeque<(u32, T)>,
    /// What is left of the visit that is going on, or of the last one.
    credit: u32,
    at_work: u32,
    in_ring: bool,
}

impl<T> Waiting<T> {
    fn can_start(&self) -> bool {
        !self.in_ring && !self.pieces.is_empty() && self.at_work < self.manner.at_once
    }

    fn may_go_on(&self) -> bool {
        self.pieces.front().is_some_and(|(cost, _)| *cost <= self.credit)
    }
}

/// The lanes of a node and who is next.
#[derive(Debug)]
pub struct Fair<T> {
    lanes: Vec<Waiting<T>>,
    people: VecDeque<usize>,
    machines: VecDeque<usize>,
    people_run: u32,
}

impl<T> Default for Fair<T> {
    fn default() -> Self {
        Fair { lanes: Vec::new(), people: VecDeque::new(), machines: VecDeque::new(), people_run: 0 }
    }
}

impl<T> Fair<T> {
    /// A lane for one more source.
    pub fn open(&mut self, manner: Manner) -> Result<Lane, NoPlace> {
        if self.lanes.len() >= LANES_MAX {
            return Err(NoPlace);
        }
        let manner = Manner { at_once: manner.at_once.max(1), ..manner };
        self.lanes.push(Waiting { manner, pieces: VecDeque::new(), credit: 0, at_work: 0, in_ring: false });
        Ok(Lane(self.lanes.len() - 1))
    }

    /// Puts a piece at the end of its lane. A cost outside of 1 to [`VISIT_COST`] is taken as the nearest.
    pub fn offer(&mut self, lane: Lane, cost: u32, piece: T) -> Result<(), NoPlace> {
        let waiting = self.lanes.get_mut(lane.0).ok_or(NoPlace)?;
        // INVARIANT: a lane never holds more than its places, whoever offers.
        if waiting.pieces.len() >= WAITING_PIECES_MAX {
            return Err(NoPlace);
        }
        waiting.pieces.push_back((cost.clamp(1, VISIT_COST), piece));
        self.enter(lane.0, Place::Back);
        Ok(())
    }

    /// The next piece; whoever takes it says [`Fair::done`] when it is through. `None`: nothing can start.
    pub fn take(&mut self) -> Option<(Lane, T)> {
        let rank = self.next_rank()?;
        let at = self.ring(rank).pop_front()?;
        let waiting = self.lanes.get_mut(at)?;
        waiting.in_ring = false;
        if !waiting.may_go_on() {
            // A new visit. INVARIANT: no piece costs more than a visit, so each visit serves one at least.
            waiting.credit = waiting.credit.saturating_add(VISIT_COST).min(2 * VISIT_COST);
        }
        let (cost, piece) = waiting.pieces.pop_front()?;
        waiting.credit = waiting.credit.saturating_sub(cost);
        waiting.at_work += 1;
        self.go_on(at);
        self.people_run = match rank {
            Rank::Person => self.people_run.saturating_add(1),
            Rank::Machine => 0,
        };
        Some((Lane(at), piece))
    }

    /// A piece of a lane is through.
    pub fn done(&mut self, lane: Lane) {
        let Some(waiting) = self.lanes.get_mut(lane.0) else { return };
        waiting.at_work = waiting.at_work.saturating_sub(1);
        self.go_on(lane.0);
    }

    /// Pieces that wait in a lane.
    pub fn waiting(&self, lane: Lane) -> usize {
        self.lanes.get(lane.0).map_or(0, |waiting| waiting.pieces.len())
    }

    /// Whether nothing waits and nothing is at work.
    pub fn is_idle(&self) -> bool {
        self.lanes.iter().all(|waiting| waiting.pieces.is_empty() && waiting.at_work == 0)
    }

    fn next_rank(&self) -> Option<Rank> {
        match (self.people.is_empty(), self.machines.is_empty()) {
            (true, true) => None,
            (false, true) => Some(Rank::Person),
            (true, false) => Some(Rank::Machine),
            (false, false) if self.people_run < PEOPLE_RUN_MAX => Some(Rank::Person),
            (false, false) => Some(Rank::Machine),
        }
    }

    fn ring(&mut self, rank: Rank) -> &mut VecDeque<usize> {
        match rank {
            Rank::Person => &mut self.people,
            Rank::Machine => &mut self.machines,
        }
    }

    /// A lane whose visit is not over goes on in front; one whose visit is over goes to the back.
    fn go_on(&mut self, at: usize) {
        let Some(waiting) = self.lanes.get_mut(at) else { return };
        if waiting.pieces.is_empty() {
            // An empty lane saves nothing up.
            waiting.credit = 0;
            return;
        }
        let place = if waiting.may_go_on() { Place::Front } else { Place::Back };
        self.enter(at, place);
    }

    fn enter(&mut self, at: usize, place: Place) {
        let Some(waiting) = self.lanes.get_mut(at).filter(|waiting| waiting.can_start()) else { return };
        waiting.in_ring = true;
        let rank = waiting.manner.rank;
        match place {
            Place::Front => self.ring(rank).push_front(at),
            Place::Back => self.ring(rank).push_back(at),
        }
    }
}

/// Where in the ring.
#[derive(Clone, Copy)]
enum Place {
    Front,
    Back,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MACHINE: Manner = Manner { rank: Rank::Machine, at_once: 1 };
    const PERSON: Manner = Manner { rank: Rank::Person, at_once: 1 };

    /// Takes and finishes, one piece after the other.
    fn serve<T>(fair: &mut Fair<T>) -> Option<(Lane, T)> {
        let (lane, piece) = fair.take()?;
        fair.done(lane);
        Some((lane, piece))
    }

    #[test]
    fn a_full_lane_refuses_and_the_others_do_not_notice() {
        let mut fair = Fair::default();
        let (flood, calm) = (fair.open(MACHINE).unwrap(), fair.open(MACHINE).unwrap());
        let taken = (0..10_000).filter(|n| fair.offer(flood, 1, *n).is_ok()).count();
        assert_eq!(taken, WAITING_PIECES_MAX);
        assert_eq!(fair.offer(calm, 1, 7), Ok(()));
        assert_eq!((fair.waiting(flood), fair.waiting(calm)), (WAITING_PIECES_MAX, 1));
    }

    #[test]
    fn a_person_comes_before_a_burst_of_machines() {
        let mut fair = Fair::default();
        let (machine, person) = (fair.open(MACHINE).unwrap(), fair.open(PERSON).unwrap());
        (0..200).for_each(|n| fair.offer(machine, 1, n).unwrap());
        fair.offer(person, 1, -1).unwrap();
        assert_eq!(serve(&mut fair), Some((person, -1)));
    }

    #[test]
    fn a_flood_of_reports_does_not_silence_the_machines() {
        let mut fair = Fair::default();
        let (machine, person) = (fair.open(MACHINE).unwrap(), fair.open(PERSON).unwrap());
        (0..200).for_each(|n| fair.offer(person, 1, n).unwrap());
        fair.offer(machine, 1, -1).unwrap();
        let before =
            std::iter::from_fn(|| serve(&mut fair)).take_while(|(lane, _)| *lane != machine).count();
        assert_eq!(before, PEOPLE_RUN_MAX as usize);
    }

    #[test]
    fn a_lane_that_keeps_its_order_has_one_piece_at_work() {
        let mut fair = Fair::default();
        let lane = fair.open(MACHINE).unwrap();
        (0..3).for_each(|n| fair.offer(lane, 1, n).unwrap());
        assert_eq!(fair.take(), Some((lane, 0)));
        assert_eq!(fair.take(), None);
        fair.done(lane);
        assert_eq!(fair.take(), Some((lane, 1)));
        assert!(!fair.is_idle());
    }

    /// What sources do: lane, cost.
    fn offers(lanes: usize) -> impl Strategy<Value = Vec<(usize, u32)>> {
        proptest::collection::vec((0..lanes, 1..=VISIT_COST), 1..600)
    }

    proptest! {
        #[test]
        fn everything_that_was_taken_in_comes_out_once_and_in_the_order_of_its_lane(
            offers in offers(6), workers in 1..5usize,
        ) {
            let mut fair = Fair::default();
            let manner = |n: usize| Manner { rank: if n < 2 { Rank::Person } else { Rank::Machine }, at_once: 1 };
            let lanes: Vec<Lane> = (0..6).map(|n| fair.open(manner(n)).unwrap()).collect();
            let mut expected: Vec<Vec<usize>> = vec![Vec::new(); 6];
            for (n, (lane, cost)) in offers.iter().enumerate() {
                if fair.offer(lanes[*lane], *cost, n).is_ok() {
                    expected[*lane].push(n);
                }
            }
            let (mut seen, mut at_work) = (vec![Vec::new(); 6], VecDeque::new());
            loop {
                while at_work.len() < workers && let Some((lane, piece)) = fair.take() {
                    seen[lane.0].push(piece);
                    at_work.push_back(lane);
                }
                let Some(lane) = at_work.pop_front() else { break };
                fair.done(lane);
            }
            prop_assert_eq!(seen, expected);
            prop_assert!(fair.is_idle());
        }

        /// With `n` sources of one rank, whoever comes to the front of its own lane waits for at most one whole
        /// visit of each other, and one that was going on: less than `n` visits of cost.
        #[test]
        fn a_flood_of_others_delays_the_first_piece_of_a_source_by_less_than_a_visit_of_each(
            costs in proptest::collection::vec(1..=VISIT_COST, 8), others in 1..8usize, cost in 1..=VISIT_COST,
            served_before in 0..100usize,
        ) {
            let mut fair = Fair::default();
            let floods: Vec<Lane> = (0..others).map(|_| fair.open(MACHINE).unwrap()).collect();
            let calm = fair.open(MACHINE).unwrap();
            for (lane, cost) in floods.iter().zip(&costs) {
                while fair.offer(*lane, *cost, *cost).is_ok() {}
            }
            for _ in 0..served_before {
                let (lane, _) = serve(&mut fair).unwrap();
                prop_assert!(fair.offer(lane, costs[lane.0], costs[lane.0]).is_ok());
            }
            fair.offer(calm, cost, 0).unwrap();
            let mut delay = 0;
            while let Some((lane, paid)) = serve(&mut fair) {
                if lane == calm {
                    break;
                }
                delay += paid;
                prop_assert!(fair.offer(lane, costs[lane.0], costs[lane.0]).is_ok());
            }
            // Credit that was left over from the visit before is less than a piece, so less than a visit.
            prop_assert!(delay < 2 * VISIT_COST * u32::try_from(others).unwrap(), "{delay} for {others} others");
        }

        #[test]
        fn no_source_starves_and_all_get_about_the_same(
            costs in proptest::collection::vec(1..=VISIT_COST, 2..8),
        ) {
            let mut fair = Fair::default();
            let lanes: Vec<Lane> = costs.iter().map(|_| fair.open(MACHINE).unwrap()).collect();
            let mut paid = vec![0_u32; lanes.len()];
            for (lane, cost) in lanes.iter().zip(&costs) {
                while fair.offer(*lane, *cost, ()).is_ok() {}
            }
            let rounds = 200 * VISIT_COST * u32::try_from(lanes.len()).unwrap();
            while paid.iter().sum::<u32>() < rounds {
                let (lane, ()) = serve(&mut fair).unwrap();
                paid[lane.0] += costs[lane.0];
                fair.offer(lane, costs[lane.0], ()).unwrap();
            }
            let (least, most) = (paid.iter().min().unwrap(), paid.iter().max().unwrap());
            prop_assert!(most - least <= 3 * VISIT_COST, "{paid:?} for {costs:?}");
        }
    }
}
