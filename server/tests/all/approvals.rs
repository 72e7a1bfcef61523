//! Who decides on what, when, and what becomes of it.

use chrono::{NaiveDate, TimeDelta};
use domain::{
    approvals::{ApprovalView, ApprovalsError, DecideCommand, Decided, FlowState, HopAct, Level, Verdict},
    ids::{ApprovalId, DecisionId},
    leave::{LeaveCommand, LeaveKind},
    org::Side,
    policy::Role,
    problem::{FieldReason, Problem},
    roster::Half,
};
use services::{Caller, Error};
use testkit::{Person, World, day_shift, db_test};

use crate::support::problem;

pub fn november(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).expect("a day of November")
}

/// Whole days of personal leave without a cover person.
pub fn days_off(from: u32, to: u32) -> LeaveCommand {
    LeaveCommand {
        id: ApprovalId::new(),
        version: None,
        kind: LeaveKind::Personal,
        from: november(from),
        to: november(to),
        starts: Half::Morning,
        ends: Half::Afternoon,
        hours: domain::leave::HoursForm::default(),
        reason: "搬家".to_owned(),
        cover: None,
        draft: false,
        photos: vec![],
        delegation: domain::approvals::LeaveDelegation::default(),
        birth: domain::leave::BirthForm::default(),
        moves: None,
    }
}

/// A house with one person on each level. `b` holds the first window's B beside an A who works on
/// the same days, so that nobody has to cover.
pub struct House {
    pub world: World,
    pub b: Person,
    pub worker: Caller,
    pub lead_person: Person,
    pub lead: Caller,
    pub supervisor: Caller,
    pub host: Caller,
    pub hr: Caller,
}

impl House {
    pub async fn new(world: World) -> Self {
        let a = world.person("w001").hall_role(Role::Worker).at(world.hall.desks[0], Side::A).create().await;
        let b = world.person("w002").hall_role(Role::Worker).at(world.hall.desks[0], Side::B).create().await;
        let lead_person = world.person("lead").zone_role(Role::Lead, &world.hall).create().await;
        let supervisor = world.person("sup").hall_role(Role::Supervisor).create().await.caller(&world).await;
        let host = world.person("host").hall_role(Role::Host).create().await.caller(&world).await;
        let hr = world.person("hr").agency_role(Role::Hr).create().await.caller(&world).await;
        world.works(&day_shift(), &[(a.id, None), (b.id, None)]).await;
        let (worker, lead) = (b.caller(&world).await, lead_person.caller(&world).await);
        Self { world, b, worker, lead_person, lead, supervisor, host, hr }
    }

    pub async fn ask(&self, command: LeaveCommand) -> ApprovalId {
        self.world.services.leave().ask(&self.worker, command).await.unwrap()
    }

    pub async fn view(&self, id: ApprovalId) -> ApprovalView {
        self.world.services.approvals().view(&self.worker, id).await.unwrap()
    }

    pub async fn say(&self, caller: &Caller, id: ApprovalId, verdict: Verdict) -> Result<Decided, Error> {
        let version = self.view(id).await.row.version;
        self.decide(caller, id, version, verdict).await
    }

    pub async fn decide(
        &self,
        caller: &Caller,
        id: ApprovalId,
        version: i32,
        verdict: Verdict,
    ) -> Result<Decided, Error> {
        let reason = (verdict != Verdict::Agree).then(|| "人手不够".to_owned());
        let command = DecideCommand { id: DecisionId::new(), approval: id, version, verdict, reason, seen: true };
        self.world.services.approvals().decide(caller, command).await
    }

    pub async fn inbox(&self, caller: &Caller) -> Vec<ApprovalId> {
        let inbox = self.world.services.approvals().inbox(caller, None).await.unwrap();
        inbox.rows.into_iter().map(|row| row.id).collect()
    }

    pub async fn acts(&self, id: ApprovalId) -> Vec<HopAct> {
        self.view(id).await.hops.into_iter().map(|hop| hop.act).collect()
    }
}

#[db_test]
async fn long_leave_climbs_the_house_and_each_hop_is_shown(world: World) {
    let house = House::new(world).await;
    let id = house.ask(days_off(25, 30)).await;
    let view = house.view(id).await;
    assert_eq!(view.row.waits_for, ["测试lead"]);
    let levels: Vec<Level> = view.steps.iter().map(|step| step.level).collect();
    assert_eq!(levels, [Level::Lead, Level::Supervisor, Level::Host, Level::Hr]);
    assert_eq!(house.inbox(&house.lead).await, [id]);
    assert_eq!(house.inbox(&house.supervisor).await, []);
    assert_eq!(problem(house.say(&house.supervisor, id, Verdict::Agree).await), ApprovalsError::NotYours.into());
    for (caller, next) in [(&house.lead, "测试sup"), (&house.supervisor, "测试host"), (&house.host, "测试hr")] {
        house.say(caller, id, Verdict::Agree).await.unwrap();
        assert_eq!(house.view(id).await.row.waits_for, [next]);
        assert_eq!(house.view(id).await.row.state, FlowState::InReview);
    }
    let last = house.say(&house.hr, id, Verdict::Agree).await.unwrap();
    assert_eq!(last.state, FlowState::Approved);
    let view = house.view(id).await;
    assert_eq!((view.row.waits_for.len(), view.row.due_at), (0, None));
    assert_eq!(house.acts(id).await, [[HopAct::Submitted].as_slice(), &[HopAct::Agreed; 4]].concat());
    assert_eq!(view.hops[0].to, ["测试lead"]);
    let again = house.say(&house.hr, id, Verdict::Agree).await;
    assert_eq!(problem(again), ApprovalsError::Settled.into());
    assert_eq!(house.inbox(&house.hr).await, []);
    let decided = house.world.services.approvals().decided(&house.lead, None).await.unwrap();
    assert_eq!(decided.rows[0].state, FlowState::Approved);
}

#[db_test]
async fn no_and_send_back_say_why_and_a_changed_request_is_asked_again(world: World) {
    let house = House::new(world).await;
    let approvals = house.world.services.approvals();
    let command = days_off(25, 26);
    let id = house.ask(command.clone()).await;
    for verdict in [Verdict::Reject, Verdict::SendBack] {
        let silent =
            DecideCommand { id: DecisionId::new(), approval: id, version: 2, verdict, reason: None, seen: true };
        let refused = problem(approvals.decide(&house.lead, silent).await);
        assert_eq!(refused, Problem::field("reason", FieldReason::Required));
    }
    house.say(&house.lead, id, Verdict::SendBack).await.unwrap();
    let view = house.view(id).await;
    assert_eq!((view.row.state, view.hops[1].text.as_deref()), (FlowState::Returned, Some("人手不够")));
    let changed = LeaveCommand { version: Some(view.row.version), to: november(25), ..command.clone() };
    house.ask(changed).await;
    let seen = house.view(id).await.row.version;
    // Changed once more while the lead looks at it: what they say is about another request.
    let changed = LeaveCommand { version: Some(seen), starts: Half::Afternoon, to: november(25), ..command };
    house.ask(changed).await;
    assert_eq!(problem(house.decide(&house.lead, id, seen, Verdict::Agree).await), Problem::Conflict);
    house.say(&house.lead, id, Verdict::Reject).await.unwrap();
    assert_eq!(house.view(id).await.row.state, FlowState::Rejected);
    let late = days_off(25, 25);
    let late = LeaveCommand { id, version: Some(house.view(id).await.row.version), ..late };
    assert!(house.world.services.leave().ask(&house.worker, late).await.is_err(), "what is over stays over");
}

#[db_test]
async fn of_two_who_decide_at_once_one_wins(world: World) {
    let house = House::new(world).await;
    let second = house.world.person("lead2").zone_role(Role::Lead, &house.world.hall).create().await;
    let second = second.caller(&house.world).await;
    let id = house.ask(days_off(25, 25)).await;
    let version = house.view(id).await.row.version;
    let (yes, no) = tokio::join!(
        house.decide(&house.lead, id, version, Verdict::Agree),
        house.decide(&second, id, version, Verdict::Reject)
    );
    assert_ne!(yes.is_ok(), no.is_ok(), "{yes:?} {no:?}");
    let expected = if yes.is_ok() { FlowState::Approved } else { FlowState::Rejected };
    assert_eq!(house.view(id).await.row.state, expected);
    let lost = if yes.is_ok() { problem(no) } else { problem(yes) };
    assert_eq!(lost, ApprovalsError::Settled.into());
}

#[db_test]
async fn a_decision_sent_again_is_one_and_its_id_is_bound_to_its_words(world: World) {
    let house = House::new(world).await;
    let approvals = house.world.services.approvals();
    let id = house.ask(days_off(25, 26)).await;
    let version = house.view(id).await.row.version;
    let command = DecideCommand {
        id: DecisionId::new(),
        approval: id,
        version,
        verdict: Verdict::Agree,
        reason: None,
        seen: true,
    };
    let first = approvals.decide(&house.lead, command.clone()).await.unwrap();
    house.world.clock.advance(TimeDelta::hours(3));
    assert_eq!(approvals.decide(&house.lead, command.clone()).await.unwrap(), first);
    let other = DecideCommand { verdict: Verdict::Reject, reason: Some("不".into()), ..command };
    assert_eq!(problem(approvals.decide(&house.lead, other).await), Problem::Conflict);
    assert_eq!(house.acts(id).await, [HopAct::Submitted, HopAct::Agreed]);
}

#[db_test]
async fn nobody_decides_their_own_or_a_relatives(world: World) {
    let house = House::new(world).await;
    let (leave, approvals) = (house.world.services.leave(), house.world.services.approvals());
    // The lead's own goes one level up.
    let own = leave.ask(&house.lead, days_off(25, 25)).await.unwrap();
    assert_eq!(house.inbox(&house.supervisor).await, [own]);
    let version = approvals.view(&house.lead, own).await.unwrap().row.version;
    assert_eq!(problem(house.decide(&house.lead, own, version, Verdict::Agree).await), Problem::Denied);
    house.decide(&house.supervisor, own, version, Verdict::Agree).await.unwrap();
    // HR's own with no other HR goes to the hall's management.
    let own = leave.ask(&house.hr, days_off(25, 25)).await.unwrap();
    assert_eq!(house.inbox(&house.host).await, [own]);
    // A relative's request passes the lead by, from the moment on at which it is declared.
    let id = house.ask(days_off(25, 25)).await;
    assert_eq!(house.inbox(&house.lead).await, [id]);
    approvals.declare_relative(&house.lead, "w002").await.unwrap();
    assert_eq!(
        problem(approvals.declare_relative(&house.lead, "w002").await),
        Problem::field("relative", FieldReason::Taken)
    );
    assert_eq!((house.inbox(&house.lead).await, house.inbox(&house.supervisor).await), (vec![], vec![id]));
    assert_eq!(house.acts(id).await, [HopAct::Submitted, HopAct::Rerouted]);
    assert_eq!(problem(house.say(&house.lead, id, Verdict::Agree).await), ApprovalsError::NotYours.into());
    house.say(&house.supervisor, id, Verdict::Agree).await.unwrap();
}

#[db_test]
async fn ten_seconds_to_undo(world: World) {
    let house = House::new(world).await;
    let approvals = house.world.services.approvals();
    let id = house.ask(days_off(25, 25)).await;
    house.say(&house.lead, id, Verdict::Agree).await.unwrap();
    assert_eq!(problem(approvals.undo(&house.supervisor, id).await), Problem::NotFound);
    house.world.clock.advance(TimeDelta::seconds(9));
    approvals.undo(&house.lead, id).await.unwrap();
    let view = house.view(id).await;
    assert_eq!((view.row.state, view.row.waits_for.len()), (FlowState::InReview, 1));
    house.say(&house.lead, id, Verdict::Agree).await.unwrap();
    house.world.clock.advance(TimeDelta::seconds(11));
    assert_eq!(problem(approvals.undo(&house.lead, id).await), ApprovalsError::TooLateToUndo.into());
    // Once others went on it is too late, too.
    let id = house.ask(days_off(26, 27)).await;
    house.say(&house.lead, id, Verdict::Agree).await.unwrap();
    house.say(&house.supervisor, id, Verdict::Agree).await.unwrap();
    assert_eq!(problem(approvals.undo(&house.lead, id).await), Problem::NotFound);
}

#[db_test]
async fn a_batch_takes_what_is_clean_and_leaves_the_rest(world: World) {
    let house = House::new(world).await;
    let approvals = house.world.services.approvals();
    let clean = house.ask(days_off(26, 26)).await;
    // Today, and asked for today: who asks so late is looked at.
    let flagged = LeaveCommand { kind: LeaveKind::Official, ..days_off(24, 24) };
    let flagged = house.ask(flagged).await;
    let versions = |version| vec![(clean, version), (flagged, 2), (ApprovalId::new(), 1)];
    let stale = approvals.agree_to_many(&house.lead, versions(1)).await.unwrap();
    assert_eq!((stale.done, stale.left), (0, 3));
    let done = approvals.agree_to_many(&house.lead, versions(2)).await.unwrap();
    assert_eq!((done.done, done.left), (1, 2));
    assert_eq!(house.view(clean).await.row.state, FlowState::Approved);
    assert_eq!(house.view(flagged).await.row.state, FlowState::InReview);
}
