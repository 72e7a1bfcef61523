//! Swaps that both have agreed on, on the way that all requests go: routed, decided, undone, sent back.

use chrono::TimeDelta;
use domain::{
    approvals::{ApprovalKind, ApprovalRow, ApprovalsError, DecideCommand, FlowState, HopAct, Subject, Verdict, Via},
    ids::{ApprovalId, DecisionId},
    notices::NoticeContent,
    org::Side,
    policy::Role,
    problem::{FieldReason, Problem},
    roster::{Assignment, Consent, ProtectionCommand, ProtectionKind, RosterError, SwapAct, SwapCard, SwapCommand},
};
use services::Caller;
use testkit::{World, db_test};

use crate::{
    overtime::{decide, inbox},
    roster_swaps::{Pair, december},
    support::problem,
};

pub fn card(row: &ApprovalRow) -> &SwapCard {
    let Subject::Swap(card) = &row.subject else { panic!("no swap") };
    card
}

async fn told(pair: &Pair, caller: &Caller) -> NoticeContent {
    pair.world.services.notices().inbox(caller, None).await.unwrap().notices.remove(0).content
}

#[db_test]
async fn approved_by_the_lead_it_changes_both_rosters(world: World) {
    let pair = Pair::new(world).await;
    let lead = pair.lead().await;
    let swap = pair.agreed().await;
    let rows = inbox(&pair.world, &lead).await;
    assert_eq!((rows.len(), card(&rows[0]).is_flagged()), (1, false));
    assert_eq!(card(&rows[0]).facts.reason.as_deref(), Some("接孩子"));
    assert_eq!(inbox(&pair.world, &pair.supervisor).await, [], "the lead is nearer");
    let decided = decide(&pair.world, &lead, swap, Verdict::Agree).await.unwrap();
    assert_eq!(decided.state, FlowState::Approved);
    assert_eq!((pair.works(&pair.asker).await, pair.works(&pair.partner).await), ([false, true], [true, false]));
    let roster = pair.world.services.roster();
    for caller in [&pair.asker, &pair.partner] {
        let view = roster.my_days(caller, december(1), december(2)).await.unwrap();
        assert!(view.news.iter().any(|news| news.changes.len() == 2), "both have a receipt to give");
        assert_eq!(pair.mine(caller).await.acts, [], "what is approved stands");
    }
    assert_eq!(pair.hops(&pair.partner, swap).await, [HopAct::Confirmed, HopAct::Submitted, HopAct::Agreed]);
    pair.world.clock.advance(TimeDelta::seconds(10));
    let settled = NoticeContent::RequestSettled { what: ApprovalKind::Swap, state: FlowState::Approved, request: swap };
    assert_eq!((told(&pair, &pair.asker).await, told(&pair, &pair.partner).await), (settled.clone(), settled));
    assert_eq!(problem(decide(&pair.world, &lead, swap, Verdict::Agree).await), ApprovalsError::Settled.into());
}

#[db_test]
async fn undone_within_ten_seconds_both_rosters_are_as_they_were(world: World) {
    let pair = Pair::new(world).await;
    let approvals = pair.world.services.approvals();
    let swap = pair.agreed().await;
    decide(&pair.world, &pair.supervisor, swap, Verdict::Agree).await.unwrap();
    approvals.undo(&pair.supervisor, swap).await.unwrap();
    assert_eq!((pair.works(&pair.asker).await, pair.works(&pair.partner).await), ([true, false], [false, true]));
    assert_eq!(pair.stands(&pair.asker).await, (Consent::Agreed, FlowState::InReview));
    let news = pair.world.services.roster().my_days(&pair.asker, december(1), december(2)).await.unwrap().news;
    assert_eq!(news.iter().filter(|news| news.changes.len() == 2).count(), 2, "both ways are told");
    pair.world.clock.advance(TimeDelta::seconds(11));
    assert!(!matches!(told(&pair, &pair.asker).await, NoticeContent::RequestSettled { .. }), "nothing was settled");
    // Its days are held again.
    let again = pair.world.services.roster().ask_swap(&pair.asker, pair.command()).await;
    assert_eq!(problem(again), RosterError::AskedAlready.into());
    // A roster that has moved on since is not put back over.
    decide(&pair.world, &pair.supervisor, swap, Verdict::Agree).await.unwrap();
    pair.import("w002,2026-12-01,夜班\n").await;
    assert_eq!(problem(approvals.undo(&pair.supervisor, swap).await), RosterError::RosterMoved.into());
    assert_eq!(pair.works(&pair.asker).await, [false, true]);
}

#[db_test]
async fn a_rejection_says_why_and_is_undone_only_while_the_days_are_free(world: World) {
    let pair = Pair::new(world).await;
    let approvals = pair.world.services.approvals();
    let swap = pair.agreed().await;
    let silent = DecideCommand {
        id: DecisionId::new(),
        approval: swap,
        version: 2,
        verdict: Verdict::Reject,
        reason: Some(" ".to_owned()),
        seen: true,
    };
    let refused = problem(approvals.decide(&pair.supervisor, silent).await);
    assert_eq!(refused, Problem::field("reason", FieldReason::Required));
    decide(&pair.world, &pair.supervisor, swap, Verdict::Reject).await.unwrap();
    let hops = pair.world.services.roster().swap(&pair.partner, swap).await.unwrap().approval.hops;
    assert_eq!(hops.last().unwrap().text.as_deref(), Some("不需要"));
    assert_eq!(pair.works(&pair.asker).await, [true, false]);
    pair.ask().await;
    assert_eq!(problem(approvals.undo(&pair.supervisor, swap).await), RosterError::AskedAlready.into());
}

#[db_test]
async fn what_is_sent_back_goes_to_who_asked_and_then_to_the_colleague_again(world: World) {
    use HopAct::{Agreed, Confirmed, SentBack, Submitted};

    let pair = Pair::new(world).await;
    let roster = pair.world.services.roster();
    let swap = pair.agreed().await;
    let looked_at = inbox(&pair.world, &pair.supervisor).await.remove(0).version;
    decide(&pair.world, &pair.supervisor, swap, Verdict::SendBack).await.unwrap();
    pair.world.clock.advance(TimeDelta::seconds(10));
    let returned =
        NoticeContent::RequestSettled { what: ApprovalKind::Swap, state: FlowState::Returned, request: swap };
    assert_eq!(told(&pair, &pair.asker).await, returned);
    assert_ne!(told(&pair, &pair.partner).await, returned, "theirs is to answer, not to change");
    let version = roster.swap_to_change(&pair.asker, swap).await.unwrap().version;
    let reason = Some("接孩子放学，班主任约谈".to_owned());
    let changed = SwapCommand { id: swap, version: Some(version), reason, ..pair.command() };
    roster.ask_swap(&pair.asker, changed.clone()).await.unwrap();
    roster.ask_swap(&pair.asker, changed.clone()).await.expect("the same is changed once");
    let other = SwapCommand { reason: None, ..changed };
    assert_eq!(problem(roster.ask_swap(&pair.asker, other).await), Problem::Conflict);
    assert!(matches!(told(&pair, &pair.partner).await, NoticeContent::SwapAsked { .. }), "asked anew");
    // Within the ten seconds still, but it is not the last thing that happened.
    let undone = pair.world.services.approvals().undo(&pair.supervisor, swap).await;
    assert_eq!(problem(undone), Problem::NotFound);
    pair.say(&pair.partner, swap, version + 1, SwapAct::Agree).await.unwrap();
    // What was decided on a phone without a network, on what was looked at before.
    let (approval, verdict) = (swap, Verdict::Agree);
    let late = DecideCommand { id: DecisionId::new(), approval, version: looked_at, verdict, reason: None, seen: true };
    let approvals = pair.world.services.approvals();
    assert_eq!(problem(approvals.decide(&pair.supervisor, late).await), Problem::Conflict);
    decide(&pair.world, &pair.supervisor, swap, Verdict::Agree).await.unwrap();
    let expected = [Confirmed, Submitted, SentBack, Confirmed, Submitted, Agreed];
    assert_eq!(pair.hops(&pair.asker, swap).await, expected);
}

#[db_test]
async fn neither_of_the_two_decides_nor_a_relative_of_either(world: World) {
    let pair = Pair::new(world).await;
    let lead = pair.lead().await;
    let swap = pair.agreed().await;
    for own in [&pair.asker, &pair.partner] {
        assert_eq!(problem(decide(&pair.world, own, swap, Verdict::Agree).await), Problem::Denied);
    }
    let approvals = pair.world.services.approvals();
    approvals.declare_relative(&lead, "w002").await.unwrap();
    assert_eq!(problem(decide(&pair.world, &lead, swap, Verdict::Agree).await), ApprovalsError::NotYours.into());
    assert_eq!(approvals.view(&pair.supervisor, swap).await.unwrap().mine, Some(Via::Climbed));
    // Nor by delegation.
    let command = domain::approvals::DelegateCommand {
        deputy: "w002".to_owned(),
        kind: None,
        place: None,
        from: chrono::NaiveDate::from_ymd_opt(2026, 11, 24).unwrap(),
        to: december(1),
        reason: "外出".to_owned(),
    };
    approvals.delegate(&pair.supervisor, command).await.unwrap();
    let by_deputy = problem(decide(&pair.world, &pair.partner, swap, Verdict::Agree).await);
    assert_eq!(by_deputy, ApprovalsError::NotYours.into());
    decide(&pair.world, &pair.supervisor, swap, Verdict::Agree).await.unwrap();
}

#[db_test]
async fn a_leads_swap_goes_one_up_whichever_of_the_two_they_are(world: World) {
    let pair = Pair::new(world).await;
    let lead = pair.lead().await;
    let roster = pair.world.services.roster();
    let desk = pair.world.hall.desks[1];
    let leading = pair.world.person("w003").hall_role(Role::Worker).zone_role(Role::Lead, &pair.world.hall);
    let leading = leading.at(desk, Side::A).create().await;
    let other = pair.world.person("w004").hall_role(Role::Worker).at(desk, Side::B).create().await;
    let of = |day: u32| format!("w003,2026-12-{day:02},白班\nw004,2026-12-{day:02},休\n");
    let off = |day: u32| format!("w003,2026-12-{day:02},休\nw004,2026-12-{day:02},白班\n");
    pair.import(&format!("{}{}{}{}", of(1), off(2), of(3), off(4))).await;
    let (leading, other) =
        ((leading.caller(&pair.world).await, leading.id), (other.caller(&pair.world).await, other.id));
    for (asker, partner, give, take) in [(&leading, &other, 1, 2), (&other, &leading, 4, 3)] {
        let (give, take) = (december(give), december(take));
        let command = SwapCommand { partner: partner.1, give, take, ..pair.command() };
        let swap = roster.ask_swap(&asker.0, command).await.unwrap();
        pair.say(&partner.0, swap, 1, SwapAct::Agree).await.unwrap();
        assert_eq!(problem(decide(&pair.world, &lead, swap, Verdict::Agree).await), ApprovalsError::NotYours.into());
        let row = inbox(&pair.world, &pair.supervisor).await.remove(0);
        assert_eq!((row.id, row.waits_for), (swap, vec!["测试sup".to_owned()]));
        decide(&pair.world, &pair.supervisor, swap, Verdict::Agree).await.unwrap();
    }
}

#[db_test]
async fn the_law_is_asked_when_it_takes_effect_and_the_two_do_not_read_why(world: World) {
    let pair = Pair::new(world).await;
    let hr = pair.world.person("hr").agency_role(Role::Hr).create().await.caller(&pair.world).await;
    let lead = pair.lead().await;
    pair.import("w002,2026-12-02,夜班\nw002,2026-12-03,休\nw001,2026-12-03,休\n").await;
    let protected = ProtectionCommand {
        person: pair.a.id,
        kind: ProtectionKind::LatePregnancy,
        from: december(1),
        to: december(31),
    };
    let roster = pair.world.services.roster();
    roster.record_protection(&hr, protected).await.unwrap();
    let swap = pair.agreed().await;
    let approvals = pair.world.services.approvals();
    let row = approvals.view(&lead, swap).await.unwrap().row;
    assert!(card(&row).findings.iter().any(|found| found.finding.rule.is_hard()));
    assert!(card(&row).findings.iter().all(|found| found.basis.is_none()), "why is HR's to know");
    let bulk = approvals.agree_to_many(&lead, vec![(row.id, row.version)]).await.unwrap();
    assert_eq!((bulk.done, bulk.left), (0, 1), "not in a batch");
    assert_eq!(problem(decide(&pair.world, &lead, swap, Verdict::Agree).await), RosterError::Blocked.into());
    assert_eq!(pair.stands(&pair.asker).await, (Consent::Agreed, FlowState::InReview));
    let reader = pair.world.person("w009").hall_role(Role::Worker).create().await.caller(&pair.world).await;
    approvals.copy(&lead, swap, "w009").await.unwrap();
    for unaware in [&pair.asker, &pair.partner, &reader] {
        let row = approvals.view(unaware, swap).await.unwrap().row;
        assert!(!card(&row).is_flagged(), "it tells of the other one's protection");
    }
}

#[db_test]
async fn what_both_agreed_on_is_what_takes_effect(world: World) {
    let pair = Pair::new(world).await;
    let swap = pair.agreed().await;
    pair.import("w002,2026-12-02,夜班\n").await;
    let row = inbox(&pair.world, &pair.supervisor).await.remove(0);
    assert!(card(&row).moved, "the partner has another shift by now");
    let refused = decide(&pair.world, &pair.supervisor, swap, Verdict::Agree).await;
    assert_eq!(problem(refused), RosterError::RosterMoved.into());
    assert_eq!(pair.works(&pair.asker).await, [true, false]);
    decide(&pair.world, &pair.supervisor, swap, Verdict::SendBack).await.unwrap();
}

#[db_test]
async fn of_two_who_decide_at_once_one_wins(world: World) {
    let pair = Pair::new(world).await;
    let second = pair.world.person("sup2").hall_role(Role::Supervisor).create().await.caller(&pair.world).await;
    let swap = pair.agreed().await;
    let says = |verdict, approval: ApprovalId| {
        let reason = Some("人手不够".to_owned());
        DecideCommand { id: DecisionId::new(), approval, version: 2, verdict, reason, seen: true }
    };
    let approvals = pair.world.services.approvals();
    let (yes, no) = tokio::join!(
        approvals.decide(&pair.supervisor, says(Verdict::Agree, swap)),
        approvals.decide(&second, says(Verdict::Reject, swap))
    );
    assert_ne!(yes.is_ok(), no.is_ok(), "{yes:?} {no:?}");
    let swapped = pair.works(&pair.asker).await == [false, true];
    assert_eq!(swapped, yes.is_ok());
    let lost = if yes.is_ok() { problem(no) } else { problem(yes) };
    assert!([Problem::Conflict, ApprovalsError::Settled.into()].contains(&lost), "{lost:?}");
}

#[db_test]
async fn two_shifts_of_one_date_change_places(world: World) {
    let pair = Pair::new(world).await;
    pair.import("w002,2026-12-10,夜班\nw002,2026-12-11,休\nw001,2026-12-11,休\n").await;
    let date = december(10);
    let roster = pair.world.services.roster();
    let command = SwapCommand { give: date, take: date, ..pair.command() };
    let swap = roster.ask_swap(&pair.asker, command).await.unwrap();
    pair.say(&pair.partner, swap, 1, SwapAct::Agree).await.unwrap();
    let shift = |caller: Caller| {
        let roster = pair.world.services.roster();
        async move { roster.my_days(&caller, date, date).await.unwrap().days.remove(0).duty.assignment }
    };
    let name = |assignment: Assignment| match assignment {
        Assignment::Shift(shift) => shift.name.clone(),
        _ => String::new(),
    };
    decide(&pair.world, &pair.supervisor, swap, Verdict::Agree).await.unwrap();
    assert_eq!(name(shift(pair.asker.clone()).await), "夜班");
    assert_eq!(name(shift(pair.partner.clone()).await), "白班");
    pair.world.services.approvals().undo(&pair.supervisor, swap).await.unwrap();
    assert_eq!(name(shift(pair.asker.clone()).await), "白班");
    assert_eq!(name(shift(pair.partner.clone()).await), "夜班");
}

#[db_test]
async fn what_is_said_to_it_reaches_both(world: World) {
    let pair = Pair::new(world).await;
    let swap = pair.agreed().await;
    let approvals = pair.world.services.approvals();
    approvals.comment(&pair.partner, swap, Some("当天有值班领导".to_owned())).await.unwrap();
    let by = "测试w002".to_owned();
    let comment = NoticeContent::RequestCommented { by, own: Some(ApprovalKind::Swap), request: swap };
    assert_eq!(told(&pair, &pair.asker).await, comment);
    approvals.comment(&pair.supervisor, swap, Some("知道了".to_owned())).await.unwrap();
    let by = "测试sup".to_owned();
    let comment = NoticeContent::RequestCommented { by, own: Some(ApprovalKind::Swap), request: swap };
    assert_eq!((told(&pair, &pair.asker).await, told(&pair, &pair.partner).await), (comment.clone(), comment));
}
