//! Asking for leave, covering for it, coming back.

use domain::{
    approvals::{ApprovalView, DecideCommand, Decided, HopAct, Subject, Verdict},
    attendance::DayStatus,
    ids::{ActId, ApprovalId, DecisionId},
    leave::{
        CoverState, LeaveCard, LeaveCommand, LeaveError, LeaveFlag, LeaveKind, LeaveQuestion, LeaveRequestError,
        Period, ReturnCommand, Returned,
    },
    org::Side,
    policy::Role,
    problem::{FieldReason, Problem},
    roster::Half,
};
use services::{Caller, Error};
use testkit::{Person, World, day_shift, db_test};

use crate::approvals::{days_off, november};
use crate::support::{covers, problem, takes_back};

/// The first window with its A and B; `spare` is certified for it.
pub struct Window {
    pub world: World,
    pub a: Caller,
    pub b: Caller,
    pub spare: Caller,
    pub a_person: Person,
    pub b_person: Person,
    pub lead: Caller,
    pub supervisor: Caller,
    pub hr: Caller,
}

impl Window {
    pub async fn new(world: World) -> Self {
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
    pub fn covered(&self, from: u32, to: u32) -> LeaveCommand {
        LeaveCommand { cover: Some(self.b_person.id), ..days_off(from, to) }
    }

    pub async fn ask(&self, caller: &Caller, command: LeaveCommand) -> Result<ApprovalId, Error> {
        self.world.services.leave().ask(caller, command).await
    }

    pub async fn agree(&self, caller: &Caller, id: ApprovalId) -> Result<Decided, Error> {
        let version = self.view(caller, id).await.row.version;
        let command = DecideCommand {
            id: DecisionId::new(),
            approval: id,
            version,
            verdict: Verdict::Agree,
            reason: None,
            seen: true,
        };
        self.world.services.approvals().decide(caller, command).await
    }

    pub async fn view(&self, caller: &Caller, id: ApprovalId) -> ApprovalView {
        self.world.services.approvals().view(caller, id).await.unwrap()
    }

    pub async fn card(&self, id: ApprovalId) -> LeaveCard {
        let Subject::Leave(card) = self.view(&self.lead, id).await.row.subject else { panic!("no leave") };
        *card
    }

    /// Asked, covered, approved.
    pub async fn granted(&self, from: u32, to: u32) -> ApprovalId {
        let id = self.ask(&self.a, self.covered(from, to)).await.unwrap();
        self.world.services.leave().answer_cover(&self.b, covers(id, true)).await.unwrap();
        self.agree(&self.lead, id).await.unwrap();
        if from != to {
            self.agree(&self.supervisor, id).await.unwrap();
        }
        id
    }

    pub async fn version(&self, id: ApprovalId) -> i32 {
        self.view(&self.a, id).await.row.version
    }

    pub async fn come_back(&self, id: ApprovalId, day: u32) -> Result<Returned, Error> {
        let command = ReturnCommand {
            id: ActId::new(),
            request: id,
            version: self.version(id).await,
            back_on: november(day),
            half: Half::Morning,
        };
        self.world.services.leave().come_back(&self.a, command).await
    }

    pub async fn status(&self, day: u32) -> DayStatus {
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
    assert_eq!(problem(leave.answer_cover(&window.spare, covers(id, true)).await), Problem::NotFound);
    assert_eq!(leave.mine(&window.b, None).await.unwrap().covers[0].state, CoverState::Asked);
    leave.answer_cover(&window.b, covers(id, false)).await.unwrap();
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
    leave.answer_cover(&window.spare, covers(id, true)).await.unwrap();
    assert_eq!(window.card(id).await.flags, []);
    window.agree(&window.lead, id).await.unwrap();
    let acts: Vec<HopAct> = window.view(&window.a, id).await.hops.into_iter().map(|hop| hop.act).collect();
    let expected = [HopAct::Submitted, HopAct::Declined, HopAct::Submitted, HopAct::Confirmed, HopAct::Agreed];
    assert_eq!(acts, expected);
    assert_eq!(problem(leave.answer_cover(&window.spare, covers(id, false)).await), LeaveRequestError::NotNow.into());
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
    let preview = preview.preview(
        &window.b,
        LeaveQuestion::of(ApprovalId::new(), LeaveKind::Personal, Period::whole(november(26), november(27))),
    );
    let preview = preview.await.unwrap();
    assert_eq!(preview.overlaps, Some(Period::whole(november(25), november(26))));
    assert_eq!(preview.workdays.half_days, 4);
    let morning = LeaveCommand { ends: Half::Morning, ..days_off(30, 30) };
    window.ask(&window.b, morning).await.unwrap();
    let noon = LeaveCommand { starts: Half::Afternoon, ..days_off(30, 30) };
    window.ask(&window.b, noon).await.unwrap();
    // Taken back, the days are free again.
    let version = window.view(&window.b, id).await.row.version;
    window.world.services.leave().withdraw(&window.b, takes_back(id, version)).await.unwrap();
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
    assert_eq!(leave.mine(&window.a, None).await.unwrap().requests.len(), 2);
    let foreign = window.ask(&window.b, LeaveCommand { cover: None, ..new }).await;
    assert_eq!(problem(foreign), Problem::NotFound, "another's id");
}
