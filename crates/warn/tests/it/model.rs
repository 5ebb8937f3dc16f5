//! The machine beside its model: any run of commands by four principals, one of them a machine, on a paper
//! and on its cancellation. The naive account knows nothing of states: it keeps who touched which content.

use kulla_record::kind::warning::WarningState;
use kulla_warn::{issue as issues, paper as papers};
use proptest::prelude::*;

use super::*;

const MACHINE: PrincipalId = PrincipalId([9; 16]);
const ACTORS: [PrincipalId; 4] = [ARTA, BESIM, CVETA, MACHINE];

#[derive(Debug, Clone)]
enum Act {
    Edit(usize),
    Submit,
    Approve { stale: bool },
    Refuse,
    Withdraw,
    Issue { stale: bool },
    Tick,
}

fn act() -> impl Strategy<Value = (Act, usize, i64)> {
    let stale = || prop_oneof![5 => Just(false), 1 => Just(true)];
    let act = prop_oneof![
        4 => (0..3usize).prop_map(Act::Edit),
        8 => Just(Act::Submit),
        12 => stale().prop_map(|stale| Act::Approve { stale }),
        2 => Just(Act::Refuse),
        1 => Just(Act::Withdraw),
        8 => stale().prop_map(|stale| Act::Issue { stale }),
        2 => Just(Act::Tick),
    ];
    let actor = prop_oneof![9 => 0..3usize, 1 => Just(3usize)];
    let passed = prop_oneof![9 => 0..3i64, 1 => 10..40i64];
    (act, actor, passed)
}

/// Contents to choose from; the last one blocks.
fn contents(cancels: bool) -> [Content; 3] {
    let first = if cancels { all_clear() } else { flood() };
    let second = Content { certainty: "Observed".into(), ..first.clone() };
    let unsaid = Content { texts: BTreeMap::new(), ..first.clone() };
    [first, second, unsaid]
}

/// What the naive account remembers of the content as it stands.
#[derive(Default)]
struct Naive {
    /// Every person who ever wrote or submitted.
    hands: Vec<PrincipalId>,
    /// Who submitted this content and approved this content, since it was last edited.
    submitted: Option<PrincipalId>,
    approved: Option<PrincipalId>,
    over: bool,
}

struct World {
    draft: WarningDraft,
    naive: Naive,
    contents: [Content; 3],
    /// The warning that a cancellation is about.
    first: Option<Warning>,
}

impl World {
    fn new(first: Option<Warning>) -> World {
        let contents = contents(first.is_some());
        let draft = drafted(contents[0].clone(), CVETA);
        World { draft, naive: Naive { hands: vec![CVETA], ..Naive::default() }, contents, first }
    }

    fn hash(&self, stale: bool) -> String {
        let other = &self.contents[usize::from(self.draft.content == self.contents[0])];
        if stale { other.hash_hex() } else { self.draft.content.hash_hex() }
    }

    fn decide(&self, act: &Act, context: &Context) -> Decided {
        let profile = profile();
        let followed: Vec<_> =
            self.first.iter().map(|warning| Followed { subject: WARNING, warning }).collect();
        let facts = Facts { followed: &followed, ..actual(&profile) };
        let paper = paper(&self.draft);
        let command = match act {
            Act::Tick => return Ok(papers::tick(&paper, context.now)),
            Act::Issue { stale } => {
                let hash = self.hash(*stale);
                let identifier = "kulla-2026-0032".to_owned();
                let issue = Issue { warning: LATER, identifier, hash, ..issuing(&self.draft) };
                return issues::decide(&paper, issue, &facts, context);
            }
            Act::Edit(n) => Command::Edit { content: self.contents[*n].clone() },
            Act::Submit => submit(),
            Act::Approve { stale } => Command::Approve { hash: self.hash(*stale), decision: DECISION },
            Act::Refuse => {
                Command::Refuse { hash: self.hash(false), reason: "no".into(), decision: DECISION }
            }
            Act::Withdraw => Command::Withdraw { reason: "no".into() },
        };
        papers::decide(&paper, command, &facts, context)
    }

    /// Whether one person may take the first warning back alone.
    fn alone(&self, context: &Context) -> bool {
        let first = self.first.as_ref();
        first.is_some_and(|w| w.issued_by.contains(&context.actor)) && context.now <= at(33)
    }

    /// The account of an act that was allowed; a panic is a broken promise.
    fn account(&mut self, act: &Act, actor: PrincipalId, alone: bool) {
        let naive = &mut self.naive;
        assert!(!naive.over, "something happened to a paper that was over");
        match act {
            Act::Edit(_) | Act::Submit if !naive.hands.contains(&actor) => naive.hands.push(actor),
            _ => {}
        }
        match act {
            Act::Edit(_) | Act::Tick | Act::Refuse => (naive.submitted, naive.approved) = (None, None),
            Act::Submit => (naive.submitted, naive.approved) = (Some(actor), None),
            Act::Approve { stale } => {
                assert!(!stale, "an approval of another content was taken");
                assert!(naive.submitted.is_some(), "what nobody submitted was approved");
                naive.approved = Some(actor);
            }
            Act::Withdraw => naive.over = true,
            Act::Issue { stale } => {
                assert!(!stale, "another content than the one that was seen went out");
                naive.over = true;
                let persons = naive.submitted.zip(naive.approved);
                let two = persons.is_some_and(|(first, second)| {
                    first != MACHINE
                        && second != MACHINE
                        && naive.hands.contains(&first)
                        && !naive.hands.contains(&second)
                        && (actor == second || naive.hands.contains(&actor))
                });
                assert!(two || alone, "it went out without two persons who stand behind it");
            }
        }
    }
}

fn run(world: &mut World, acts: Vec<(Act, usize, i64)>) {
    let mut minute = 4;
    for (act, actor, passed) in acts {
        minute += passed;
        let actor = ACTORS[actor];
        let nature = if actor == MACHINE { Nature::Machine } else { Nature::Person };
        let context = Context { nature, ..by(actor, minute) };
        let alone = world.alone(&context);
        let Ok(changes) = world.decide(&act, &context) else { continue };
        let papers = bodies!(changes, Draft);
        let Some((_, _, next)) = papers.into_iter().next() else {
            assert!(changes.is_empty(), "something was written beside the paper");
            continue;
        };
        world.account(&act, actor, alone);
        for (subject, _, warning) in bodies!(changes, Warning) {
            let expected = if subject == LATER { &world.draft.content } else { &flood() };
            assert_eq!(&warning.content, expected, "what went out is not what stood there");
            let over = subject == WARNING;
            assert_eq!(over, warning.state == WarningState::Cancelled);
        }
        assert!(next.approved_hash.is_empty() || next.approved_hash == next.content.hash_hex());
        assert_eq!(
            next.approved_hash.is_empty(),
            world.naive.approved.is_none() || next.state == DraftState::Withdrawn
        );
        assert_eq!(
            next.state == DraftState::Issued,
            bodies!(changes, Warning).len() == usize::from(world.first.is_some()) + 1
        );
        world.draft = next;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn nothing_is_ever_issued_without_two_distinct_persons_on_exactly_the_issued_content(
        acts in prop::collection::vec(act(), 1..24)
    ) {
        run(&mut World::new(None), acts);
    }

    #[test]
    fn a_cancellation_goes_out_alone_only_by_one_of_the_two_and_within_thirty_minutes(
        acts in prop::collection::vec(act(), 1..16)
    ) {
        run(&mut World::new(Some(issued())), acts);
    }
}

#[test]
fn the_runs_of_the_model_do_reach_an_issue() {
    let acts = vec![
        (Act::Submit, 0, 0),
        (Act::Approve { stale: false }, 1, 0),
        (Act::Issue { stale: false }, 1, 0),
    ];
    let mut world = World::new(None);
    run(&mut world, acts);
    assert_eq!(world.draft.state, DraftState::Issued);
}
