//! The way of a paper to its approval, and every way back.

use kulla_record::kind::approval::Decision;
use kulla_warn::paper::{self as papers, REMARK_LAPSED, REMARK_UNDECIDED, due, tick};

use super::*;

fn edited() -> Content {
    Content { certainty: "Observed".into(), ..flood() }
}

#[test]
fn a_paper_begins_as_a_draft_of_its_writer_even_when_it_is_unfinished() {
    let unfinished = Content { texts: BTreeMap::new(), ..flood() };
    let paper = drafted(unfinished, ARTA);
    assert_eq!((paper.state, paper.writers.as_slice()), (DraftState::Draft, [ARTA].as_slice()));
    assert_eq!(code(decide(&paper, submit(), &by(ARTA, 1))), "warning.not-ready");
}

#[test]
fn a_submission_gives_the_second_person_fifteen_minutes() {
    let paper = submitted();
    assert_eq!((paper.state, paper.submitted_by), (DraftState::Submitted, Some(ARTA)));
    assert_eq!((paper.submitted, paper.decide_by), (Some(at(1)), Some(at(16))));
    let for_ever = Command::Submit { within_ms: i64::MAX };
    assert_eq!(code(decide(&drafted(flood(), ARTA), for_ever, &by(ARTA, 1))), "warning.decide-within");
}

#[test]
fn what_is_not_ready_is_refused_with_every_blocking_code() {
    let content = Content { left_out: BTreeMap::new(), hazard: "dragon".into(), ..flood() };
    let refusal = decide(&drafted(content, ARTA), submit(), &by(ARTA, 1)).unwrap_err();
    assert_eq!(refusal.code, "warning.not-ready");
    assert_eq!(refusal.args["findings"], "check.hazard-unknown check.language-missing");
}

#[test]
fn nobody_who_wrote_any_version_approves_or_refuses() {
    let paper = draft(
        &decide(&drafted(flood(), CVETA), Command::Edit { content: edited() }, &by(ARTA, 1)).unwrap(),
    );
    // Back to the words of the first writer, who is a writer all the same.
    let paper = draft(&decide(&paper, Command::Edit { content: flood() }, &by(ARTA, 1)).unwrap());
    let paper = draft(&decide(&paper, submit(), &by(ARTA, 2)).unwrap());
    for writer in [ARTA, CVETA] {
        assert_eq!(code(decide(&paper, approve(&paper), &by(writer, 3))), "warning.same-person");
        let refuse =
            Command::Refuse { hash: paper.content.hash_hex(), reason: "no".into(), decision: DECISION };
        assert_eq!(code(decide(&paper, refuse, &by(writer, 3))), "warning.same-person");
    }
    assert!(decide(&paper, approve(&paper), &by(BESIM, 3)).is_ok());
}

#[test]
fn whoever_submits_is_a_writer_and_does_not_approve() {
    let paper = draft(&decide(&drafted(flood(), ARTA), submit(), &by(BESIM, 1)).unwrap());
    assert_eq!(paper.writers, [ARTA, BESIM]);
    assert_eq!(code(decide(&paper, approve(&paper), &by(BESIM, 2))), "warning.same-person");
}

#[test]
fn a_machine_writes_but_neither_submits_nor_decides_nor_gives_up() {
    let paper = drafted(flood(), PrincipalId([9; 16]));
    assert_eq!(code(decide(&paper, submit(), &machine(1))), "warning.needs-person");
    let withdraw = Command::Withdraw { reason: "over".into() };
    assert_eq!(code(decide(&paper, withdraw, &machine(1))), "warning.needs-person");
    let other = Context { actor: PrincipalId([8; 16]), ..machine(2) };
    assert_eq!(code(decide(&submitted(), approve(&submitted()), &other)), "warning.needs-person");
}

#[test]
fn an_approval_names_the_content_that_was_seen() {
    let paper = submitted();
    let seen = Command::Approve { hash: edited().hash_hex(), decision: DECISION };
    assert_eq!(code(decide(&paper, seen, &by(BESIM, 2))), "warning.content-changed");

    let changes = decide(&paper, approve(&paper), &by(BESIM, 2)).unwrap();
    let approved = draft(&changes);
    assert_eq!((approved.state, approved.decided_by), (DraftState::Approved, Some(BESIM)));
    assert_eq!(approved.approved_hash, flood().hash_hex());
    let (subject, version, decision): (_, _, Decision) = bodies!(changes, Decision).remove(0);
    assert_eq!((subject, version), (DECISION, Version::First));
    assert_eq!((decision.on, decision.version, decision.by), (PAPER, VERSION, BESIM));
    assert_eq!((decision.act.as_str(), decision.content_hash), ("warning.approve", flood().hash_hex()));
}

#[test]
fn any_edit_voids_the_approval_and_makes_its_author_a_writer() {
    for paper in [submitted(), approved()] {
        let changed = draft(&decide(&paper, Command::Edit { content: edited() }, &by(BESIM, 3)).unwrap());
        assert_eq!((changed.state, changed.approved_hash.as_str()), (DraftState::Draft, ""));
        assert_eq!((changed.decided_by, changed.submitted_by, changed.decide_by), (None, None, None));
        assert_eq!(changed.writers, [ARTA, BESIM]);
    }
    let same = decide(&approved(), Command::Edit { content: flood() }, &by(CVETA, 3));
    assert_eq!(code(same), "warning.unchanged");
}

#[test]
fn a_refused_paper_is_edited_before_it_is_submitted_again_and_keeps_the_remark_in_sight() {
    let paper = submitted();
    let refuse = |reason: &str| Command::Refuse {
        hash: paper.content.hash_hex(),
        reason: reason.into(),
        decision: DECISION,
    };
    assert_eq!(code(decide(&paper, refuse(" "), &by(BESIM, 2))), "text.missing");
    let refused = draft(&decide(&paper, refuse("22:00 or 20:00?"), &by(BESIM, 2)).unwrap());
    assert_eq!((refused.state, refused.remark.as_str()), (DraftState::Refused, "22:00 or 20:00?"));
    assert_eq!(code(decide(&refused, submit(), &by(ARTA, 3))), "warning.not-draft");
    let mended = draft(&decide(&refused, Command::Edit { content: edited() }, &by(ARTA, 3)).unwrap());
    assert_eq!((mended.state, mended.remark.as_str()), (DraftState::Draft, "22:00 or 20:00?"));
    let again = draft(&decide(&mended, submit(), &by(ARTA, 4)).unwrap());
    assert_eq!((again.state, again.remark.as_str()), (DraftState::Submitted, ""));
}

#[test]
fn only_a_submitted_paper_is_decided_on() {
    for paper in [drafted(flood(), ARTA), approved()] {
        assert_eq!(code(decide(&paper, approve(&paper), &by(CVETA, 3))), "warning.not-submitted");
    }
}

#[test]
fn after_its_time_nobody_decides_and_the_clock_brings_the_paper_back() {
    let paper = submitted();
    assert_eq!(due(&paper), Some(at(16)));
    assert!(decide(&paper, approve(&paper), &by(BESIM, 16)).is_ok());
    assert!(tick(&super::paper(&paper), at(16)).is_empty());
    assert_eq!(code(decide(&paper, approve(&paper), &by(BESIM, 17))), "warning.decided-too-late");
    let back = draft(&tick(&super::paper(&paper), at(17)));
    assert_eq!((back.state, back.remark.as_str()), (DraftState::Draft, REMARK_UNDECIDED));
    assert_eq!(back.decide_by, None);
    assert!(tick(&super::paper(&back), at(999)).is_empty());
}

#[test]
fn an_approved_paper_that_would_lapse_unissued_comes_back() {
    let back = draft(&tick(&super::paper(&approved()), at(8 * 60 + 1)));
    assert_eq!((back.state, back.remark.as_str()), (DraftState::Draft, REMARK_LAPSED));
    assert_eq!((back.approved_hash.as_str(), back.decided_by), ("", None));
}

#[test]
fn a_withdrawn_paper_is_over() {
    let withdraw = |reason: &str| Command::Withdraw { reason: reason.into() };
    assert_eq!(code(decide(&approved(), withdraw(""), &by(ARTA, 3))), "text.missing");
    let over = draft(&decide(&approved(), withdraw("the gauge was wrong"), &by(ARTA, 3)).unwrap());
    assert_eq!((over.state, over.approved_hash.as_str()), (DraftState::Withdrawn, ""));
    for command in [Command::Edit { content: edited() }, submit(), approve(&over), withdraw("again")] {
        assert_eq!(code(decide(&over, command, &by(BESIM, 4))), "warning.over");
    }
}

#[test]
fn what_a_newer_program_wrote_into_a_paper_is_handed_on() {
    let mut paper = submitted();
    paper.rest.insert("later".into(), 7.into());
    assert_eq!(draft(&decide(&paper, approve(&paper), &by(BESIM, 2)).unwrap()).rest, paper.rest);
    let edit = Command::Edit { content: edited() };
    assert_eq!(draft(&decide(&paper, edit, &by(BESIM, 2)).unwrap()).rest, paper.rest);
}

#[test]
fn a_paper_has_a_bounded_number_of_writers() {
    let mut paper = drafted(flood(), ARTA);
    paper.writers = (0..papers::WRITERS_MAX).map(|n| PrincipalId([n as u8; 16])).collect();
    let edit = Command::Edit { content: edited() };
    assert_eq!(code(decide(&paper, edit, &by(PrincipalId([0xff; 16]), 1))), "warning.writers-many");
}
