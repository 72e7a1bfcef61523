//! Overtime counts as far as it was worked, and can be taken back until it is.

use chrono::NaiveDate;
use domain::{
    approvals::{FlowState, HopAct},
    attendance::PositionReport,
    ids::ApprovalId,
    leave::LeaveKind,
    notices::NoticeContent,
    org::Side,
    policy::Role,
    problem::{FieldReason, Problem},
    roster::{Compensation, OvertimeBook, RosterError},
};
use services::{Caller, Error};
use testkit::{Person, World, day_shift, db_test};

use crate::{
    offline_roster_acts::cancels,
    overtime::{card, granted, overtime},
    support::{command, decides, here, problem, takes_back},
};

/// Somebody punches at the hall at these times, as `2026-11-28 09:00`.
pub async fn punch_here(world: &World, caller: &Caller, times: &[&str]) {
    for time in times {
        world.clock.set(time);
        world.services.attendance().punch(caller, command(here(20)), None).await.unwrap();
    }
}

fn saturday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 28).unwrap()
}

struct Hall {
    world: World,
    worker: Person,
    me: Caller,
    lead: Caller,
}

impl Hall {
    async fn new(world: World) -> Self {
        let desk = world.hall.desks[0];
        let worker = world.person("w001").hall_role(Role::Worker).at(desk, Side::A).create().await;
        let lead = world.person("lead").zone_role(Role::Lead, &world.hall).create().await.caller(&world).await;
        world.works(&day_shift(), &[(worker.id, None)]).await;
        let me = worker.caller(&world).await;
        Self { world, worker, me, lead }
    }

    /// Four hours of time off for a Saturday, agreed to.
    async fn approved(&self) -> ApprovalId {
        let command = overtime(saturday(), 240, Compensation::TimeOff);
        granted(&self.world, (&self.me, &self.lead), command).await
    }

    /// The version after an approval is the third: kept, asked, agreed to.
    async fn withdraw(&self, caller: &Caller, id: ApprovalId) -> Result<(), Error> {
        self.world.services.roster().withdraw_overtime(caller, takes_back(id, 3)).await
    }

    async fn cancel(&self, caller: &Caller, id: ApprovalId, reason: Option<&str>) -> Result<(), Error> {
        self.world.services.roster().cancel_overtime(caller, cancels(id, 3, reason)).await
    }

    /// Whether the request's page offers it.
    async fn cancellable(&self, caller: &Caller, id: ApprovalId) -> bool {
        card(&self.world.services.approvals().view(caller, id).await.unwrap().row).cancellable
    }

    async fn book(&self) -> OvertimeBook {
        self.world.services.roster().overtime_book(&self.me, None).await.unwrap()
    }

    async fn later(&self, time: &str) {
        self.world.clock.set(time);
        self.world.services.run_jobs().await.unwrap();
    }

    async fn told(&self, caller: &Caller) -> Vec<NoticeContent> {
        let inbox = self.world.services.notices().inbox(caller, None).await.unwrap();
        inbox.notices.into_iter().map(|notice| notice.content).collect()
    }
}

#[db_test]
async fn who_does_not_come_earns_nothing(world: World) {
    let hall = Hall::new(world).await;
    hall.approved().await;
    hall.later("2026-11-30 09:00").await;
    let book = hall.book().await;
    assert_eq!((book.balance, book.lots.len(), book.requests[0].worked), (0, 0, Some(0)));
    let balances = hall.world.services.leave().leave_book(&hall.me, None).await.unwrap().balances;
    assert!(balances.iter().all(|kept| kept.kind != LeaveKind::Compensatory));
}

#[db_test]
async fn the_punches_say_how_much_and_the_approval_bounds_it(world: World) {
    let hall = Hall::new(world).await;
    hall.approved().await;
    punch_here(&hall.world, &hall.me, &["2026-11-28 09:00", "2026-11-28 11:10"]).await;
    assert_eq!(hall.book().await.balance, 0, "not before its day is judged");
    hall.later("2026-11-30 09:00").await;
    let book = hall.book().await;
    assert_eq!((book.balance, book.requests[0].worked), (130, Some(130)));
    let month = hall.world.services.attendance().month(&hall.me, None, saturday()).await.unwrap();
    assert_eq!((month.totals.time_off_earned, month.totals.overtime()), (130, 130));
    // Judged again, it earns no second time.
    let calendar = hall.world.services.calendar();
    let text = calendar_of_2026();
    calendar.import_year_by_operator(&text).await.unwrap();
    hall.later("2026-11-30 09:10").await;
    assert_eq!(hall.book().await.balance, 130);
}

/// A notice with no days but New Year.
pub fn calendar_of_2026() -> String {
    "year = 2026\nstatus = \"published\"\nsource = \"补充通知\"\nmake_up = []\n\
     off = [{ from = 2026-01-01, to = 2026-01-03 }]\n\
     statutory = [{ date = 2026-01-01, festival = \"new_year\" }]\n"
        .to_owned()
}

#[db_test]
async fn a_punch_that_is_accepted_later_earns_the_difference(world: World) {
    let hall = Hall::new(world).await;
    hall.approved().await;
    punch_here(&hall.world, &hall.me, &["2026-11-28 09:00", "2026-11-28 10:00"]).await;
    hall.world.clock.set("2026-11-28 14:00");
    let nowhere = command(PositionReport::default());
    let id = nowhere.id;
    hall.world.services.attendance().punch(&hall.me, nowhere, None).await.unwrap();
    hall.later("2026-11-30 09:00").await;
    assert_eq!(hall.book().await.balance, 60, "what nobody has looked at shows nothing");
    hall.world.services.attendance().decide(&hall.lead, decides(id, true, "")).await.unwrap();
    hall.later("2026-11-30 09:10").await;
    let book = hall.book().await;
    assert_eq!((book.balance, book.lots.len(), book.requests[0].worked), (240, 2, Some(240)));
}

#[db_test]
async fn it_is_taken_back_until_its_day_begins_and_cancelled_by_the_lead_until_it_is_over(world: World) {
    let hall = Hall::new(world).await;
    let id = hall.approved().await;
    let other = hall.world.person("w002").hall_role(Role::Worker).create().await.caller(&hall.world).await;
    assert_eq!(problem(hall.withdraw(&other, id).await), Problem::NotFound);
    assert_eq!(problem(hall.cancel(&hall.me, id, Some("x")).await), Problem::Denied);
    hall.withdraw(&hall.me, id).await.unwrap();
    assert_eq!(hall.book().await.requests[0].state, FlowState::Cancelled);
    let told = hall.told(&hall.lead).await;
    let by = Some("测试w001".to_owned());
    assert!(told.contains(&NoticeContent::OvertimeCancelled { by, date: saturday() }), "{told:?}");

    let id = hall.approved().await;
    hall.world.clock.set("2026-11-28 08:00");
    assert_eq!(problem(hall.withdraw(&hall.me, id).await), RosterError::Settled.into());
    let coming = hall.world.services.roster().coming_overtime(&hall.lead).await.unwrap();
    assert_eq!(coming.overtime.iter().map(|overtime| overtime.id).collect::<Vec<_>>(), [id]);
    assert!(hall.cancellable(&hall.lead, id).await && !hall.cancellable(&hall.me, id).await);
    let silent = hall.cancel(&hall.lead, id, None).await;
    assert_eq!(problem(silent), Problem::field("reason", FieldReason::Required));
    hall.cancel(&hall.lead, id, Some("停电，不开门")).await.unwrap();
    assert!(!hall.cancellable(&hall.lead, id).await);
    let seen = hall.world.services.roster().overtime(&hall.me, id).await.unwrap().approval;
    let last = seen.hops.last().unwrap();
    assert_eq!(
        (seen.row.state, last.act, last.text.as_deref()),
        (FlowState::Cancelled, HopAct::Cancelled, Some("停电，不开门"))
    );
    let own = NoticeContent::OvertimeCancelled { by: None, date: saturday() };
    assert!(hall.told(&hall.me).await.contains(&own));
    let lines = store::repo::audit::list_about(hall.world.db.read(), &[hall.worker.id.uuid()], None, 50).await.unwrap();
    let words: Vec<&str> = lines.iter().map(|line| line.action.as_str()).collect();
    assert!(words.contains(&"roster.withdraw_overtime") && words.contains(&"roster.cancel_overtime"), "{words:?}");
    // What is cancelled counts for nothing, though they came.
    punch_here(&hall.world, &hall.me, &["2026-11-28 09:00", "2026-11-28 12:00"]).await;
    hall.later("2026-11-30 09:00").await;
    assert_eq!(hall.book().await.lots, []);
}

#[db_test]
async fn after_its_day_it_is_for_the_punches_to_say(world: World) {
    let hall = Hall::new(world).await;
    let id = hall.approved().await;
    hall.later("2026-11-30 09:00").await;
    assert_eq!(problem(hall.withdraw(&hall.me, id).await), RosterError::Settled.into());
    assert_eq!(problem(hall.cancel(&hall.lead, id, Some("晚了")).await), RosterError::Settled.into());
    assert_eq!(hall.world.services.roster().coming_overtime(&hall.lead).await.unwrap().overtime, []);
    assert!(!hall.cancellable(&hall.lead, id).await);
}

#[db_test]
async fn what_expires_is_paid_told_and_shown(world: World) {
    let hall = Hall::new(world).await;
    hall.approved().await;
    punch_here(&hall.world, &hall.me, &["2026-11-28 09:00", "2026-11-28 13:00"]).await;
    hall.later("2026-11-30 09:00").await;
    hall.later("2027-05-29 09:00").await;
    hall.later("2027-05-29 11:00").await;
    let book = hall.book().await;
    let paid: Vec<_> = book.paid_out.iter().map(|lot| (lot.earned_on, lot.paid.map(|(minutes, _)| minutes))).collect();
    assert_eq!((book.balance, paid), (0, vec![(saturday(), Some(240))]));
    let own = NoticeContent::TimeOffPaid { earned_on: saturday() };
    assert_eq!(hall.told(&hall.me).await.into_iter().filter(|told| *told == own).count(), 1, "once");
    let balances = hall.world.services.leave().leave_book(&hall.me, None).await.unwrap().balances;
    let kept = balances.iter().find(|kept| kept.kind == LeaveKind::Compensatory).unwrap();
    assert_eq!(kept.lots.iter().map(|lot| lot.paid_out).collect::<Vec<_>>(), [240]);
    let lines = store::repo::audit::list_about(hall.world.db.read(), &[hall.worker.id.uuid()], None, 50).await.unwrap();
    let line = lines.iter().find(|line| line.action == "roster.pay_out_time_off").unwrap();
    assert_eq!((line.actor, line.detail.as_str()), (None, "240 minutes earned on 2026-11-28"));
}
