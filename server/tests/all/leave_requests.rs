//! Asking for leave, covering for it, coming back.

use chrono::TimeDelta;
use domain::{
    approvals::{ApprovalView, ApprovalsError, DecideCommand, Decided, FlowState, HopAct, Subject, Verdict},
    attendance::{CoverState as Staffed, DayStatus, HolderState},
    ids::{ApprovalId, DecisionId},
    leave::{
        AdjustCommand, CoverState, Direction, LeaveCard, LeaveCommand, LeaveError, LeaveFlag, LeaveKind,
        LeaveRequestError, Period, ReturnCommand, Returned, SuddenCommand,
    },
    org::Side,
    policy::Role,
    problem::{FieldReason, Problem},
    roster::Half,
};
use services::{Caller, Error};
use testkit::{Person, World, day_shift, db_test};

use crate::approvals::{days_off, november, problem};

/// The first window with its A and B; `spare` is certified for it.
struct Window {
    world: World,
    a: Caller,
    b: Caller,
    spare: Caller,
    a_person: Person,
    b_person: Person,
    lead: Caller,
    supervisor: Caller,
    hr: Caller,
}

impl Window {
    async fn new(world: World) -> Self {
        let desk = world.hall.desks[0];
        let a_person = world.person("w001").hall_role(Role::Worker).at(desk, Side::A).create().await;
        let b_person = world.person("w002").hall_role(Role::Worker).at(desk, Side::B).create().await;
        let spare = world.person("w003").hall_role(Role::Worker).create().await;
        let lead = world.person("lead").zone_role(Role::Lead, &world.hall).create().await.caller(&world).await;
        let supervisor = world.person("sup").hall_role(Role::Supervisor).create().await.caller(&world).await;
        let hr = world.person("hr").agency_role(Role::Hr).create().await.caller(&world).await;
        world.works(&day_shift(), &[(a_person.id, None), (b_person.id, None), (spare.id, None)]).await;
        let (hall, from) = (world.hall.id, november(1));
        world.services.roster().certify(&hr, hall, spare.id, (desk.window, from, None)).await.unwrap();
        let (a, b, spare) = (a_person.caller(&world).await, b_person.caller(&world).await, spare.caller(&world).await);
        Self { world, a, b, spare, a_person, b_person, lead, supervisor, hr }
    }

    /// Whole days for A, with B to cover.
    fn covered(&self, from: u32, to: u32) -> LeaveCommand {
        LeaveCommand { cover: Some(self.b_person.id), ..days_off(from, to) }
    }

    async fn ask(&self, caller: &Caller, command: LeaveCommand) -> Result<ApprovalId, Error> {
        self.world.services.leave().ask(caller, command).await
    }

    async fn agree(&self, caller: &Caller, id: ApprovalId) -> Result<Decided, Error> {
        let version = self.view(caller, id).await.row.version;
        let command =
            DecideCommand { id: DecisionId::new(), approval: id, version, verdict: Verdict::Agree, reason: None };
        self.world.services.approvals().decide(caller, command).await
    }

    async fn view(&self, caller: &Caller, id: ApprovalId) -> ApprovalView {
        self.world.services.approvals().view(caller, id).await.unwrap()
    }

    async fn card(&self, id: ApprovalId) -> LeaveCard {
        let Subject::Leave(card) = self.view(&self.lead, id).await.row.subject;
        card
    }

    /// Asked, covered, approved.
    async fn granted(&self, from: u32, to: u32) -> ApprovalId {
        let id = self.ask(&self.a, self.covered(from, to)).await.unwrap();
        self.world.services.leave().answer_cover(&self.b, id, true).await.unwrap();
        self.agree(&self.lead, id).await.unwrap();
        if from != to {
            self.agree(&self.supervisor, id).await.unwrap();
        }
        id
    }

    async fn version(&self, id: ApprovalId) -> i32 {
        self.view(&self.a, id).await.row.version
    }

    async fn come_back(&self, id: ApprovalId, day: u32) -> Result<Returned, Error> {
        let command = ReturnCommand { id, version: self.version(id).await, back_on: november(day) };
        self.world.services.leave().come_back(&self.a, command).await
    }

    async fn status(&self, day: u32) -> DayStatus {
        let month = self.world.services.attendance().month(&self.a, None, november(1)).await.unwrap();
        let day = month.days.into_iter().find(|found| found.duty.date == november(day)).unwrap();
        day.result.map_or(DayStatus::Pending, |result| result.status)
    }
}

#[db_test]
async fn a_post_is_left_only_with_somebody_who_covers_it(world: World) {
    let window = Window::new(world).await;
    let leave = window.world.services.leave();
    let refused = |reason| Problem::field("cover", reason);
    let stranger = window.world.person("w009").hall_role(Role::Worker).create().await;
    let cases = [
        (None, FieldReason::Required),
        (Some(window.a_person.id), FieldReason::SamePerson),
        (Some(stranger.id), FieldReason::NotAllowed),
    ];
    for (cover, reason) in cases {
        let command = LeaveCommand { cover, ..days_off(25, 25) };
        assert_eq!(problem(window.ask(&window.a, command).await), refused(reason), "{cover:?}");
    }
    let choices = leave.choices(&window.a, None).await.unwrap();
    let names: Vec<_> = choices.covers.iter().map(|choice| (choice.name.as_str(), choice.holds)).collect();
    assert_eq!((choices.needs_cover, names), (true, vec![("测试w002", true), ("测试w003", false)]));

    let id = window.ask(&window.a, window.covered(25, 25)).await.unwrap();
    assert!(window.card(id).await.flags.contains(&LeaveFlag::CoverUnconfirmed));
    assert_eq!(problem(window.agree(&window.lead, id).await), LeaveRequestError::CoverUnconfirmed.into());
    assert_eq!(problem(leave.answer_cover(&window.spare, id, true).await), Problem::NotFound);
    assert_eq!(leave.mine(&window.b).await.unwrap().covers[0].state, CoverState::Asked);
    leave.answer_cover(&window.b, id, false).await.unwrap();
    assert_eq!(window.card(id).await.flags, [LeaveFlag::CoverDeclined]);
    assert_eq!(problem(window.agree(&window.lead, id).await), LeaveRequestError::CoverUnconfirmed.into());

    // Somebody else then, who knows the window.
    let other = LeaveCommand {
        id,
        version: Some(window.version(id).await),
        cover: Some(window.spare.actor.person),
        ..window.covered(25, 25)
    };
    window.ask(&window.a, other).await.unwrap();
    leave.answer_cover(&window.spare, id, true).await.unwrap();
    assert_eq!(window.card(id).await.flags, []);
    window.agree(&window.lead, id).await.unwrap();
    let acts: Vec<HopAct> = window.view(&window.a, id).await.hops.into_iter().map(|hop| hop.act).collect();
    let expected = [HopAct::Submitted, HopAct::Declined, HopAct::Submitted, HopAct::Confirmed, HopAct::Agreed];
    assert_eq!(acts, expected);
    assert_eq!(problem(leave.answer_cover(&window.spare, id, false).await), LeaveRequestError::NotNow.into());
}

#[db_test]
async fn a_and_b_are_never_both_away(world: World) {
    let window = Window::new(world).await;
    let by_spare = |from, to| LeaveCommand { cover: Some(window.spare.actor.person), ..days_off(from, to) };
    let (first, second) =
        tokio::join!(window.ask(&window.a, by_spare(25, 26)), window.ask(&window.b, days_off(26, 27)));
    assert_ne!(first.is_ok(), second.is_ok(), "{first:?} {second:?}");
    let lost = if first.is_ok() { problem(second) } else { problem(first) };
    assert_eq!(lost, LeaveRequestError::PartnerAway.into());
    // The other half of a day is free.
    let half = LeaveCommand { ends: Half::Morning, ..by_spare(30, 30) };
    window.ask(&window.a, half).await.unwrap();
    let rest = LeaveCommand { starts: Half::Afternoon, ..days_off(30, 30) };
    window.ask(&window.b, rest).await.unwrap();
}

#[db_test]
async fn who_covers_is_bound_and_covers_once(world: World) {
    let window = Window::new(world).await;
    window.ask(&window.a, LeaveCommand { cover: Some(window.spare.actor.person), ..days_off(25, 26) }).await.unwrap();
    let away = window.ask(&window.spare, days_off(26, 26)).await;
    assert_eq!(problem(away), LeaveRequestError::Covering.into());
    let desk = window.world.hall.desks[1];
    let other = window.world.person("w011").hall_role(Role::Worker).at(desk, Side::A).create().await;
    let (hall, spare) = (window.world.hall.id, window.spare.actor.person);
    window.world.services.roster().certify(&window.hr, hall, spare, (desk.window, november(1), None)).await.unwrap();
    let caller = other.caller(&window.world).await;
    let twice = window.ask(&caller, LeaveCommand { cover: Some(spare), ..days_off(26, 27) }).await;
    assert_eq!(problem(twice), Problem::field("cover", FieldReason::Overlaps));
    window.ask(&caller, LeaveCommand { cover: Some(spare), ..days_off(27, 27) }).await.unwrap();
}

#[db_test]
async fn overlapping_leave_is_refused_and_the_other_half_is_not(world: World) {
    let window = Window::new(world).await;
    let id = window.ask(&window.b, days_off(25, 26)).await.unwrap();
    let over = window.ask(&window.b, days_off(26, 27)).await;
    assert_eq!(problem(over), Problem::field("from", FieldReason::Overlaps));
    let preview = window.world.services.leave();
    let preview =
        preview.preview(&window.b, ApprovalId::new(), LeaveKind::Personal, Period::whole(november(26), november(27)));
    let preview = preview.await.unwrap();
    assert_eq!(preview.overlaps, Some(Period::whole(november(25), november(26))));
    assert_eq!(preview.workdays.half_days, 4);
    let morning = LeaveCommand { ends: Half::Morning, ..days_off(30, 30) };
    window.ask(&window.b, morning).await.unwrap();
    let noon = LeaveCommand { starts: Half::Afternoon, ..days_off(30, 30) };
    window.ask(&window.b, noon).await.unwrap();
    // Taken back, the days are free again.
    let version = window.view(&window.b, id).await.row.version;
    window.world.services.leave().withdraw(&window.b, id, version).await.unwrap();
    window.ask(&window.b, days_off(26, 27)).await.unwrap();
    let weekend = LeaveCommand { kind: LeaveKind::Personal, ..days_off(28, 29) };
    assert_eq!(problem(window.ask(&window.b, weekend).await), LeaveError::NothingToTake.into());
}

#[db_test]
async fn a_draft_asks_nobody_and_a_form_sent_twice_asks_once(world: World) {
    let window = Window::new(world).await;
    let leave = window.world.services.leave();
    let draft = LeaveCommand { draft: true, reason: String::new(), cover: None, ..days_off(25, 25) };
    let id = window.ask(&window.a, draft.clone()).await.unwrap();
    window.ask(&window.a, draft).await.unwrap();
    let approvals = window.world.services.approvals();
    assert_eq!(approvals.inbox(&window.lead, None).await.unwrap().rows, []);
    assert_eq!(problem(approvals.view(&window.lead, id).await), Problem::NotFound, "drafts are their writer's");
    let choices = leave.choices(&window.a, Some(id)).await.unwrap();
    assert_eq!((choices.version, choices.so_far.is_some()), (Some(1), true));
    assert_eq!(problem(leave.choices(&window.b, Some(id)).await), Problem::NotFound);
    let command = LeaveCommand { id, version: Some(1), ..window.covered(25, 25) };
    window.ask(&window.a, command).await.unwrap();
    let new = window.covered(26, 26);
    window.ask(&window.a, new.clone()).await.unwrap();
    window.ask(&window.a, new.clone()).await.unwrap();
    assert_eq!(leave.mine(&window.a).await.unwrap().requests.len(), 2);
    let foreign = window.ask(&window.b, LeaveCommand { cover: None, ..new }).await;
    assert_eq!(problem(foreign), Problem::NotFound, "another's id");
}

#[db_test]
async fn granted_leave_is_on_the_day_the_roster_and_the_board(world: World) {
    let window = Window::new(world).await;
    let services = &window.world.services;
    window.granted(25, 25).await;
    window.world.clock.set("2026-11-25 09:00");
    let board = services.attendance().board(&window.lead, None).await.unwrap();
    let shown = &board.zones[0].windows[0];
    let a = shown.holders.iter().find(|holder| holder.side == Side::A).unwrap();
    assert_eq!((a.status.state, a.cover.as_ref().unwrap().name.as_str()), (HolderState::OnLeave, "测试w002"));
    assert_eq!(shown.state, Staffed::NotArrived, "B is expected, and late");
    let roster = services.roster().my_days(&window.a, november(24), november(26)).await.unwrap();
    let away: Vec<bool> = roster.days.iter().map(|day| day.leave.is_whole()).collect();
    assert_eq!(away, [false, true, false]);
    window.world.clock.set("2026-11-26 02:00");
    services.run_jobs().await.unwrap();
    assert_eq!(window.status(25).await, DayStatus::OnLeave);
    assert_eq!(window.status(24).await, DayStatus::Absent);
    // Leave that is granted for a day that was judged changes it, and back when it is undone.
    let late = LeaveCommand { cover: Some(window.b_person.id), kind: LeaveKind::Sick, ..days_off(24, 24) };
    let late = window.ask(&window.a, late).await.unwrap();
    services.leave().answer_cover(&window.b, late, true).await.unwrap();
    window.agree(&window.lead, late).await.unwrap();
    assert_eq!(window.status(24).await, DayStatus::OnLeave);
    services.approvals().undo(&window.lead, late).await.unwrap();
    assert_eq!(window.status(24).await, DayStatus::Absent);
}

#[db_test]
async fn the_ledger_holds_takes_and_gives_back(world: World) {
    let window = Window::new(world).await;
    let services = &window.world.services;
    let leave = services.leave();
    let grant = AdjustCommand {
        person: window.a_person.id,
        kind: LeaveKind::Annual,
        direction: Direction::Add,
        half_days: 8,
        expires_on: chrono::NaiveDate::from_ymd_opt(2026, 12, 31).unwrap(),
        reason: "补录".to_owned(),
    };
    leave.adjust(&window.hr, grant).await.unwrap();
    let left = async |caller: &Caller| {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 12, 10).unwrap();
        let period = Period::whole(day, day);
        let preview = leave.preview(caller, ApprovalId::new(), LeaveKind::Annual, period).await.unwrap();
        !preview.flags.contains(&LeaveFlag::NotEnough)
    };
    let four = || LeaveCommand { kind: LeaveKind::Annual, ..window.covered(24, 27) };
    let id = window.ask(&window.a, four()).await.unwrap();
    assert_eq!(window.card(id).await.left, Some(0), "held");
    let more = LeaveCommand { kind: LeaveKind::Annual, ..window.covered(30, 30) };
    assert_eq!(problem(window.ask(&window.a, more.clone()).await), LeaveError::NotEnough.into());
    assert!(!left(&window.a).await);
    leave.withdraw(&window.a, id, window.version(id).await).await.unwrap();
    assert!(left(&window.a).await, "given back");

    let two = LeaveCommand { kind: LeaveKind::Annual, ..window.covered(25, 26) };
    let id = window.ask(&window.a, two).await.unwrap();
    leave.answer_cover(&window.b, id, true).await.unwrap();
    window.agree(&window.lead, id).await.unwrap();
    window.agree(&window.supervisor, id).await.unwrap();
    services.approvals().undo(&window.supervisor, id).await.unwrap();
    assert_eq!(window.card(id).await.left, Some(4), "held again");
    window.agree(&window.supervisor, id).await.unwrap();
    assert_eq!(window.come_back(id, 26).await.unwrap(), Returned::Early(Period::whole(november(25), november(25))));
    assert_eq!(window.card(id).await.left, Some(6), "the second day is given back");
    assert_eq!(problem(window.come_back(id, 26).await), LeaveRequestError::NotNow.into());
    window.ask(&window.a, more).await.unwrap();
}

#[db_test]
async fn being_back_early_late_or_before_it_began(world: World) {
    let window = Window::new(world).await;
    let leave = window.world.services.leave();
    let id = window.ask(&window.a, window.covered(25, 25)).await.unwrap();
    assert_eq!(problem(window.come_back(id, 25).await), LeaveRequestError::NotNow.into(), "not granted yet");
    leave.withdraw(&window.a, id, window.version(id).await).await.unwrap();
    assert_eq!(window.view(&window.a, id).await.row.state, FlowState::Withdrawn);

    let id = window.granted(25, 26).await;
    assert_eq!(problem(window.come_back(id, 24).await), Problem::field("back_on", FieldReason::OutOfRange));
    assert_eq!(window.come_back(id, 25).await.unwrap(), Returned::NotTaken);
    assert_eq!(window.view(&window.a, id).await.row.state, FlowState::Cancelled);
    let version = window.version(id).await;
    assert_eq!(problem(leave.withdraw(&window.a, id, version).await), ApprovalsError::Settled.into());

    let id = window.granted(25, 26).await;
    window.world.clock.set("2026-11-30 09:00");
    assert_eq!(window.come_back(id, 30).await.unwrap(), Returned::Late { workdays: 1 });
    let id = window.granted(30, 30).await;
    let december = chrono::NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
    let command = ReturnCommand { id, version: window.version(id).await, back_on: december };
    assert_eq!(problem(leave.come_back(&window.b, command).await), Problem::NotFound, "only for oneself");
    assert_eq!(leave.come_back(&window.a, command).await.unwrap(), Returned::AsPlanned);
}

#[db_test]
async fn a_sudden_case_is_one_tap_and_the_papers_follow(world: World) {
    let window = Window::new(world).await;
    let leave = window.world.services.leave();
    let sudden = |kind| SuddenCommand { id: ApprovalId::new(), kind };
    let planned = leave.report(&window.a, sudden(LeaveKind::Annual)).await;
    assert_eq!(problem(planned), Problem::field("kind", FieldReason::NotAllowed));
    let id = leave.report(&window.a, sudden(LeaveKind::Sick)).await.unwrap();
    let card = window.card(id).await;
    assert_eq!(card.period, Period::whole(november(24), november(24)));
    assert!(card.flags.contains(&LeaveFlag::Sudden) && card.flags.contains(&LeaveFlag::CoverUnconfirmed));
    let papers = card.papers.unwrap();
    assert_eq!((papers.due_on, papers.checked_at), (november(27), None));
    let version = window.version(id).await;
    let complete = LeaveCommand {
        id,
        version: Some(version),
        kind: LeaveKind::Sick,
        reason: "发烧".to_owned(),
        ..window.covered(24, 24)
    };
    window.ask(&window.a, complete).await.unwrap();
    leave.answer_cover(&window.b, id, true).await.unwrap();
    assert_eq!(window.card(id).await.reason, None, "a lead need not know what it is");
    window.agree(&window.lead, id).await.unwrap();
    assert_eq!(problem(leave.check_papers(&window.a, id).await), Problem::Denied);
    // A sick note is for HR alone.
    assert_eq!(problem(leave.check_papers(&window.lead, id).await), Problem::Denied);
    leave.check_papers(&window.hr, id).await.unwrap();
    assert!(window.card(id).await.papers.unwrap().checked_at.is_some());
    assert_eq!(problem(leave.check_papers(&window.hr, id).await), LeaveRequestError::NotNow.into());
}

#[db_test]
async fn who_decides_sees_what_wants_looking_at(world: World) {
    let window = Window::new(world).await;
    window.world.clock.set("2026-11-24 08:27");
    let punch = domain::attendance::PunchCommand {
        id: domain::ids::PunchId::new(),
        device_at: None,
        evidence: None,
        position: domain::attendance::PositionReport::default(),
        reason: None,
        code: None,
    };
    window.world.services.attendance().punch(&window.a, punch, None).await.unwrap();
    window.world.clock.advance(TimeDelta::hours(1));
    let id = window.ask(&window.a, window.covered(24, 24)).await.unwrap();
    let flags = window.card(id).await.flags;
    assert!(flags.contains(&LeaveFlag::Punched), "{flags:?}");
    let later = LeaveCommand { starts: Half::Afternoon, ..window.covered(24, 24) };
    let later = LeaveCommand { id, version: Some(window.version(id).await), ..later };
    window.ask(&window.a, later).await.unwrap();
    assert!(!window.card(id).await.flags.contains(&LeaveFlag::Punched), "the punch is in the morning");
    let other = window.ask(&window.b, LeaveCommand { starts: Half::Afternoon, ..days_off(24, 24) }).await;
    assert_eq!(problem(other), LeaveRequestError::PartnerAway.into());
}
