//! A paper becomes a warning, and a warning is followed, taken back, or lapses.

use kulla_record::kind::warning::WarningState;
use kulla_warn::issue::{self as issues, may_cancel_alone, tick};

use super::*;

/// Decides the issue of a paper that follows `warning`, as subject [`LATER`].
fn follow(draft: &WarningDraft, warning: &Warning, context: &Context) -> Decided {
    let profile = profile();
    let followed = [Followed { subject: WARNING, warning }];
    let facts = Facts { followed: &followed, ..actual(&profile) };
    let issue = Issue { warning: LATER, identifier: "kulla-2026-0032".into(), ..issuing(draft) };
    issues::decide(&paper(draft), issue, &facts, context)
}

/// Submits and approves a content that follows `warning`.
fn agreed(content: Content, warning: &Warning) -> WarningDraft {
    let profile = profile();
    let followed = [Followed { subject: WARNING, warning }];
    let facts = Facts { followed: &followed, ..actual(&profile) };
    let act = |draft: &WarningDraft, command, context: &Context| {
        let changes = kulla_warn::paper::decide(&paper(draft), command, &facts, context).unwrap();
        super::draft(&changes)
    };
    let asked = act(&drafted(content, CVETA), submit(), &by(CVETA, 40));
    act(&asked, approve(&asked), &by(BESIM, 41))
}

#[test]
fn an_approved_paper_is_issued_as_exactly_the_approved_content() {
    let changes = issue(&approved(), &by(BESIM, 3)).unwrap();
    let (subject, version, warning): (_, _, Warning) = bodies!(changes, Warning).remove(0);
    assert_eq!((subject, version), (WARNING, Version::First));
    assert_eq!((warning.state, &warning.content), (WarningState::InForce, &flood()));
    assert_eq!(warning.issued_by, [ARTA, BESIM]);
    assert_eq!((warning.status.as_str(), warning.sent.as_str()), ("Actual", "2026-11-17T21:03:00+01:00"));
    let paper = draft(&changes);
    assert_eq!((paper.state, paper.issued_as), (DraftState::Issued, Some(WARNING)));
    let decision = bodies!(changes, Decision).remove(0).2;
    assert_eq!((decision.act.as_str(), decision.by), ("warning.issue", BESIM));
    assert_eq!(decision.content_hash, flood().hash_hex());
}

#[test]
fn nothing_goes_out_without_an_approval_of_a_second_person() {
    for paper in [drafted(flood(), ARTA), submitted()] {
        for actor in [ARTA, BESIM] {
            assert_eq!(code(issue(&paper, &by(actor, 3))), "warning.not-approved");
        }
    }
    let forged = WarningDraft { decided_by: Some(ARTA), ..approved() };
    assert_eq!(code(issue(&forged, &by(ARTA, 3))), "warning.same-person");
    let forged = WarningDraft { approved_hash: "0".repeat(64), ..approved() };
    assert_eq!(code(issue(&forged, &by(ARTA, 3))), "warning.content-changed");
}

#[test]
fn a_writer_or_the_approver_issues_and_nobody_else() {
    assert!(issue(&approved(), &by(ARTA, 3)).is_ok());
    assert!(issue(&approved(), &by(BESIM, 3)).is_ok());
    assert_eq!(code(issue(&approved(), &by(CVETA, 3))), "warning.not-yours");
    assert_eq!(code(issue(&approved(), &machine(3))), "warning.needs-person");
}

#[test]
fn whoever_issues_names_the_content_that_they_saw() {
    let unseen = Issue { hash: all_clear().hash_hex(), ..issuing(&approved()) };
    let refused = issues::decide(&paper(&approved()), unseen, &actual(&profile()), &by(ARTA, 3));
    assert_eq!(code(refused), "warning.content-changed");
}

#[test]
fn a_paper_is_issued_once() {
    let over = draft(&issue(&approved(), &by(ARTA, 3)).unwrap());
    assert_eq!(code(issue(&over, &by(ARTA, 4))), "warning.over");
}

#[test]
fn what_has_lapsed_since_the_approval_is_not_issued() {
    assert_eq!(code(issue(&approved(), &by(ARTA, 8 * 60))), "warning.not-ready");
}

#[test]
fn an_update_takes_the_place_of_the_warning_that_it_follows() {
    let content = Content { message: MessageType::Update, follows: vec![WARNING], ..flood() };
    let first = issued();
    let changes = follow(&agreed(content, &first), &first, &by(CVETA, 42)).unwrap();
    let warnings = bodies!(changes, Warning);
    assert_eq!((warnings[0].0, warnings[0].2.state), (LATER, WarningState::InForce));
    let (subject, version, earlier) = &warnings[1];
    assert_eq!((*subject, *version), (WARNING, Version::Next));
    assert_eq!((earlier.state, earlier.followed_by), (WarningState::Updated, Some(LATER)));
    assert_eq!(earlier.xml, first.xml);
}

#[test]
fn a_cancellation_is_an_all_clear_and_ends_the_warning_that_it_follows() {
    let first = issued();
    let changes = follow(&agreed(all_clear(), &first), &first, &by(CVETA, 42)).unwrap();
    let warnings = bodies!(changes, Warning);
    assert_eq!(warnings[0].2.state, WarningState::AllClear);
    assert_eq!((warnings[1].2.state, warnings[1].2.followed_by), (WarningState::Cancelled, Some(LATER)));
}

#[test]
fn what_is_no_longer_in_force_is_not_followed() {
    let first = issued();
    let paper = agreed(all_clear(), &first);
    for state in
        [WarningState::Updated, WarningState::Cancelled, WarningState::Expired, WarningState::AllClear]
    {
        let over = Warning { state, ..first.clone() };
        let refusal = follow(&paper, &over, &by(CVETA, 42)).unwrap_err();
        assert_eq!(
            (refusal.code, refusal.args["findings"].as_str()),
            ("warning.not-ready", "check.follows-over")
        );
    }
}

#[test]
fn for_thirty_minutes_either_of_the_two_cancels_alone() {
    // Whoever wrote it: what counts is that one of the two who issued the warning sends it.
    let paper = drafted(all_clear(), CVETA);
    let first = issued();
    for actor in [ARTA, BESIM] {
        let changes = follow(&paper, &first, &by(actor, 33)).unwrap();
        let warnings = bodies!(changes, Warning);
        assert_eq!(warnings[0].2.issued_by, [actor]);
        assert_eq!(warnings[1].2.state, WarningState::Cancelled);
        assert_eq!(bodies!(changes, Decision)[0].2.act, "warning.cancel-alone");
        assert_eq!(code(follow(&paper, &first, &by(actor, 34))), "warning.not-approved");
    }
    assert_eq!(code(follow(&paper, &first, &by(CVETA, 10))), "warning.not-approved");
    // Also when two others have approved it by now: whoever may do it alone needs none of them.
    let approved_by_others = agreed(all_clear(), &first);
    assert_eq!(code(follow(&approved_by_others, &first, &by(ARTA, 42))), "warning.not-yours");
    assert!(follow(&approved_by_others, &first, &by(ARTA, 33)).is_ok());
}

#[test]
fn nobody_updates_alone_and_nobody_cancels_alone_where_no_warning_was() {
    let first = issued();
    let update = Content { message: MessageType::Update, ..all_clear() };
    assert_eq!(code(follow(&drafted(update, ARTA), &first, &by(ARTA, 5))), "warning.not-approved");
    let wider = Place { areas: vec!["20".into(), "33".into()], ..Place::default() };
    let wider = Content { place: wider, ..all_clear() };
    let refusal = follow(&drafted(wider, ARTA), &first, &by(ARTA, 5)).unwrap_err();
    assert_eq!(refusal.args["findings"], "check.area-not-warned");
    let nothing = Content { follows: Vec::new(), ..all_clear() };
    assert!(!may_cancel_alone(&nothing, &[], &by(ARTA, 5)));
}

#[test]
fn a_wall_clock_that_was_put_back_does_not_keep_a_wrong_warning_in_force() {
    let first = issued();
    let changes = follow(&drafted(all_clear(), ARTA), &first, &by(ARTA, -5)).unwrap();
    assert_eq!(bodies!(changes, Warning)[0].2.sent, first.sent);
}

#[test]
fn a_warning_lapses_at_its_end_and_only_while_it_is_in_force() {
    let first = issued();
    assert_eq!(issues::due(&first), Some(at(8 * 60)));
    assert!(tick(WARNING, &first, at(8 * 60 - 1)).is_empty());
    let lapsed = bodies!(tick(WARNING, &first, at(8 * 60)), Warning).remove(0).2;
    assert_eq!(lapsed, Warning { state: WarningState::Expired, ..first.clone() });
    for state in [WarningState::Cancelled, WarningState::Updated, WarningState::AllClear] {
        assert!(tick(WARNING, &Warning { state, ..first.clone() }, at(999)).is_empty());
    }
}
