//! Overtime on the way that all requests go: routed, decided, undone, sent back, given up.

use chrono::{NaiveDate, TimeDelta};
use domain::{
    approvals::{ApprovalRow, ApprovalsError, DecideCommand, Decided, FlowState, HopAct, Subject, Verdict, Via},
    ids::{ApprovalId, DecisionId},
    notices::NoticeContent,
    org::Side,
    policy::Role,
    problem::{FieldReason, Problem},
    roster::{Compensation, OvertimeAct, OvertimeCard, OvertimeCommand, OvertimeFlag, RosterError},
};
use services::{Caller, Error};
use testkit::{Person, World, day_shift, db_test};

use crate::support::problem;

pub fn overtime(date: NaiveDate, minutes: i32, compensation: Compensation) -> OvertimeCommand {
    let (id, reason) = (ApprovalId::new(), "年底盘点".to_owned());
    OvertimeCommand { id, version: None, date, minutes, reason, compensation }
}

pub async fn ask(world: &World, me: &Caller, command: OvertimeCommand) -> Result<ApprovalId, Error> {
    let id = command.id;
    world.services.roster().ask_overtime(me, command).await.map(|()| id)
}

/// Says yes or no to a request as it stands.
pub async fn decide(world: &World, by: &Caller, approval: ApprovalId, verdict: Verdict) -> Result<Decided, Error> {
    let reason = (verdict != Verdict::Agree).then(|| "不需要".to_owned());
    let kept = store::repo::approvals::find_approval(world.db.read(), approval).await.unwrap().unwrap();
    let (id, version) = (DecisionId::new(), kept.flow.version);
    let command = DecideCommand { id, approval, version, verdict, reason, seen: true };
    world.services.approvals().decide(by, command).await
}

/// Asks for overtime, and has it agreed to.
pub async fn granted(world: &World, (me, decider): (&Caller, &Caller), command: OvertimeCommand) -> ApprovalId {
    let id = ask(world, me, command).await.unwrap();
    assert_eq!(decide(world, decider, id, Verdict::Agree).await.unwrap().state, FlowState::Approved);
    id
}

pub async fn inbox(world: &World, caller: &Caller) -> Vec<ApprovalRow> {
    world.services.approvals().inbox(caller, None).await.unwrap().rows
}

pub fn card(row: &ApprovalRow) -> &OvertimeCard {
    let Subject::Overtime(card) = &row.subject else { panic!("no overtime") };
    card
}

/// December begins with a Tuesday. The day shift is an hour longer than a standard day, so that its 23 working days
/// hold 23 hours of overtime as they are.
pub fn december(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 12, day).unwrap()
}

const ROSTERED: i32 = 23 * 60;

/// A worker at a window, and the lead of their zone.
pub struct Case {
    pub worker: Person,
    pub me: Caller,
    pub lead: Caller,
}

pub async fn case(world: &World) -> Case {
    let desk = world.hall.desks[0];
    let worker = world.person("w001").hall_role(Role::Worker).at(desk, Side::A).create().await;
    let lead = world.person("lead").zone_role(Role::Lead, &world.hall).create().await.caller(world).await;
    world.works(&day_shift(), &[(worker.id, None)]).await;
    Case { me: worker.caller(world).await, worker, lead }
}

fn pay(day: u32, minutes: i32) -> OvertimeCommand {
    overtime(december(day), minutes, Compensation::Pay)
}

async fn acts(world: &World, me: &Caller, id: ApprovalId) -> Vec<HopAct> {
    let seen = world.services.roster().overtime(me, id).await.unwrap();
    seen.approval.hops.into_iter().map(|hop| hop.act).collect()
}

#[db_test]
async fn the_lead_sees_what_decides_and_an_approval_that_is_undone_gives_nothing(world: World) {
    let case = case(&world).await;
    let roster = world.services.roster();
    granted(&world, (&case.me, &case.lead), pay(2, 90)).await;
    let asked = ask(&world, &case.me, pay(3, 120)).await.unwrap();
    let row = inbox(&world, &case.lead).await.remove(0);
    assert_eq!((card(&row).month, card(&row).flags.as_slice()), (Some(ROSTERED + 90), [].as_slice()));
    assert!(row.due_at.is_some());
    let mine = roster.overtime_book(&case.me, None).await.unwrap().requests.remove(0);
    assert_eq!((mine.state, mine.waits_for.as_slice()), (FlowState::InReview, ["测试lead".to_owned()].as_slice()));
    decide(&world, &case.lead, asked, Verdict::Agree).await.unwrap();
    let coming = roster.coming_overtime(&case.lead).await.unwrap().overtime;
    assert_eq!(coming.iter().map(|overtime| overtime.facts.date).collect::<Vec<_>>(), [december(2), december(3)]);
    world.services.approvals().undo(&case.lead, asked).await.unwrap();
    assert_eq!(roster.coming_overtime(&case.lead).await.unwrap().overtime.len(), 1);
    assert_eq!(problem(ask(&world, &case.me, pay(3, 60)).await), Problem::field("date", FieldReason::Taken));
    // A rejection lets the day go, and can't be undone once it is asked for anew.
    decide(&world, &case.lead, asked, Verdict::Reject).await.unwrap();
    let hops = roster.overtime(&case.me, asked).await.unwrap().approval.hops;
    assert_eq!(hops.last().unwrap().text.as_deref(), Some("不需要"));
    ask(&world, &case.me, pay(3, 60)).await.unwrap();
    assert_eq!(problem(world.services.approvals().undo(&case.lead, asked).await), Problem::Conflict);
}

#[db_test]
async fn what_is_sent_back_is_changed_and_decided_anew(world: World) {
    let case = case(&world).await;
    let roster = world.services.roster();
    let command = pay(2, 120);
    let id = ask(&world, &case.me, command.clone()).await.unwrap();
    let old = inbox(&world, &case.lead).await.remove(0);
    decide(&world, &case.lead, id, Verdict::SendBack).await.unwrap();
    world.clock.advance(TimeDelta::seconds(10));
    let told = world.services.notices().inbox(&case.me, None).await.unwrap().notices.remove(0).content;
    assert_eq!(told.link(), format!("/roster/overtime/{id}"));
    let before = roster.overtime_to_change(&case.me, id).await.unwrap();
    assert_eq!(before.facts.minutes, 120);
    let changed = OvertimeCommand { date: december(3), version: Some(before.version), ..command.clone() };
    assert_eq!(problem(ask(&world, &case.lead, changed.clone()).await), Problem::NotFound);
    ask(&world, &case.me, changed.clone()).await.unwrap();
    ask(&world, &case.me, changed.clone()).await.expect("the same is changed once");
    let other = OvertimeCommand { minutes: 30, ..changed };
    assert_eq!(problem(ask(&world, &case.me, other).await), Problem::Conflict);
    ask(&world, &case.me, command.clone()).await.expect("what was sent first is there");
    let other = OvertimeCommand { minutes: 30, ..command };
    assert_eq!(problem(ask(&world, &case.me, other).await), Problem::Conflict, "other words under that id");
    let (approval, version, verdict) = (id, old.version, Verdict::Agree);
    let late = DecideCommand { id: DecisionId::new(), approval, version, verdict, reason: None, seen: true };
    assert_eq!(problem(world.services.approvals().decide(&case.lead, late).await), Problem::Conflict);
    decide(&world, &case.lead, id, Verdict::Agree).await.unwrap();
    let expected = [HopAct::Submitted, HopAct::SentBack, HopAct::Submitted, HopAct::Agreed];
    assert_eq!(acts(&world, &case.me, id).await, expected);
    let coming = roster.coming_overtime(&case.lead).await.unwrap().overtime;
    assert_eq!(coming[0].facts.date, december(3));
    assert_eq!(problem(roster.overtime_to_change(&case.me, id).await), RosterError::Settled.into());
    assert_eq!(problem(roster.overtime(&case.lead, id).await), Problem::NotFound, "others follow it elsewhere");
}

#[db_test]
async fn thirty_six_hours_are_held_against_it_when_it_is_decided(world: World) {
    let case = case(&world).await;
    let mut asked = Vec::new();
    for day in [1, 2, 3, 4] {
        asked.push(ask(&world, &case.me, pay(day, 180)).await.unwrap());
    }
    let last = ask(&world, &case.me, pay(17, 61)).await.unwrap();
    for id in asked {
        decide(&world, &case.lead, id, Verdict::Agree).await.unwrap();
    }
    let row = inbox(&world, &case.lead).await.remove(0);
    assert_eq!(
        (card(&row).month, card(&row).flags.as_slice()),
        (Some(ROSTERED + 720), [OvertimeFlag::MonthOvertime].as_slice())
    );
    let bulk = world.services.approvals().agree_to_many(&case.lead, vec![(row.id, row.version)]).await.unwrap();
    assert_eq!((bulk.done, bulk.left), (0, 1));
    assert_eq!(problem(decide(&world, &case.lead, last, Verdict::Agree).await), RosterError::Blocked.into());
    assert_eq!(acts(&world, &case.me, last).await, [HopAct::Submitted], "nothing of it was kept");
    decide(&world, &case.lead, last, Verdict::Reject).await.unwrap();
}

#[db_test]
async fn a_leads_own_goes_one_up_and_a_relative_does_not_decide(world: World) {
    let case = case(&world).await;
    let supervisor = world.person("sup").hall_role(Role::Supervisor).create().await.caller(&world).await;
    let own = ask(&world, &case.lead, pay(2, 60)).await.unwrap();
    assert_eq!(problem(decide(&world, &case.lead, own, Verdict::Agree).await), Problem::Denied);
    decide(&world, &supervisor, own, Verdict::Agree).await.unwrap();
    let id = ask(&world, &case.me, pay(2, 60)).await.unwrap();
    assert_eq!(problem(decide(&world, &supervisor, id, Verdict::Agree).await), ApprovalsError::NotYours.into());
    world.services.approvals().declare_relative(&case.lead, "w001").await.unwrap();
    assert_eq!(problem(decide(&world, &case.lead, id, Verdict::Agree).await), ApprovalsError::NotYours.into());
    assert_eq!(world.services.approvals().view(&supervisor, id).await.unwrap().mine, Some(Via::Climbed));
    decide(&world, &supervisor, id, Verdict::Agree).await.unwrap();
}

#[db_test]
async fn what_nobody_decides_is_given_up_when_its_day_is_over(world: World) {
    let case = case(&world).await;
    let roster = world.services.roster();
    let id = ask(&world, &case.me, pay(1, 60)).await.unwrap();
    world.clock.set("2026-12-02 00:10");
    let row = inbox(&world, &case.lead).await.remove(0);
    assert_eq!(card(&row).flags, [OvertimeFlag::DayOver]);
    assert_eq!(problem(decide(&world, &case.lead, id, Verdict::Agree).await), RosterError::DayOver.into());
    assert_eq!(roster.overtime(&case.me, id).await.unwrap().acts, [OvertimeAct::Withdraw]);
    world.services.run_jobs().await.unwrap();
    let seen = roster.overtime(&case.me, id).await.unwrap();
    assert_eq!((seen.approval.row.state, seen.acts.as_slice()), (FlowState::Expired, [].as_slice()));
    let told = world.services.notices().inbox(&case.me, None).await.unwrap().notices.remove(0).content;
    let (what, state) = (domain::approvals::ApprovalKind::Overtime, FlowState::Expired);
    assert_eq!(told, NoticeContent::RequestSettled { what, state, request: id });
    assert!(inbox(&world, &case.lead).await.is_empty());
    assert_eq!(problem(decide(&world, &case.lead, id, Verdict::Reject).await), ApprovalsError::Settled.into());
}

#[db_test]
async fn who_has_but_a_copy_reads_what_is_asked_and_nothing_of_the_person(world: World) {
    let case = case(&world).await;
    let hr = world.person("hr").agency_role(Role::Hr).create().await.caller(&world).await;
    let reader = world.person("w009").hall_role(Role::Worker).create().await.caller(&world).await;
    let id = ask(&world, &case.me, pay(2, 60)).await.unwrap();
    let protection = domain::roster::ProtectionCommand {
        person: case.worker.id,
        kind: domain::roster::ProtectionKind::Nursing,
        from: december(1),
        to: december(31),
    };
    world.services.roster().record_protection(&hr, protection).await.unwrap();
    let approvals = world.services.approvals();
    approvals.copy(&case.me, id, "w009").await.unwrap();
    assert_eq!(card(&approvals.view(&case.lead, id).await.unwrap().row).flags, [OvertimeFlag::Protected]);
    let copied = approvals.view(&reader, id).await.unwrap().row;
    assert_eq!((card(&copied).month, card(&copied).flags.as_slice()), (None, [].as_slice()));
    assert_eq!(card(&copied).facts.minutes, 60);
}
