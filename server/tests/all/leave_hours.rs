//! Leave by the hour: what is asked, refused, held in the ledger and given back.

use domain::{
    approvals::Level,
    ids::{ActId, ApprovalId},
    leave::{
        Hours, HoursForm, LeaveBy, LeaveCommand, LeaveError, LeaveKind, LeaveQuestion, LeaveRequestError, Period,
        ReturnCommand, Returned,
    },
    problem::{FieldReason, Problem},
    roster::{Compensation, Half},
};
use services::Error;
use testkit::{World, db_test};

use crate::approvals::{days_off, november};
use crate::leave_requests::Window;
use crate::overtime::{granted, overtime};
use crate::overtime_worked::punch_here;
use crate::support::{covers, problem};

/// Some hours of a day, from and to written as on the wall.
pub fn by_the_hour(kind: LeaveKind, day: u32, (from, to): (&str, &str)) -> LeaveCommand {
    let hours = HoursForm { by: LeaveBy::Hours, from: from.to_owned(), to: to.to_owned() };
    LeaveCommand { kind, hours, ..days_off(day, day) }
}

impl Window {
    /// Asked by A with B to cover, covered, approved.
    pub async fn granted_hours(&self, command: LeaveCommand) -> ApprovalId {
        let command = LeaveCommand { cover: Some(self.b_person.id), ..command };
        let id = self.ask(&self.a, command).await.unwrap();
        self.world.services.leave().answer_cover(&self.b, covers(id, true)).await.unwrap();
        self.agree(&self.lead, id).await.unwrap();
        id
    }

    /// B has so many minutes of time off.
    async fn earned(&self, minutes: i32) {
        let command = overtime(november(28), minutes, Compensation::TimeOff);
        granted(&self.world, (&self.b, &self.lead), command).await;
        punch_here(&self.world, &self.b, &["2026-11-28 09:00", "2026-11-28 18:00"]).await;
        self.world.clock.set("2026-11-30 09:00");
        self.world.services.run_jobs().await.unwrap();
    }

    async fn free(&self) -> i32 {
        let book = self.world.services.leave().leave_book(&self.b, None).await.unwrap();
        let balance = book.balances.iter().find(|balance| balance.kind == LeaveKind::Compensatory).unwrap();
        balance.balance.free()
    }

    async fn back(&self, id: ApprovalId, (day, half): (u32, Half)) -> Result<Returned, Error> {
        let version = self.view(&self.b, id).await.row.version;
        let command = ReturnCommand { id: ActId::new(), request: id, version, back_on: december(day), half };
        self.world.services.leave().come_back(&self.b, command).await
    }
}

fn december(day: u32) -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(2026, 12, day).expect("a day of December")
}

#[db_test]
async fn what_is_wrong_with_hours_is_named_by_field(world: World) {
    let window = Window::new(world).await;
    let check = |command| async { problem(window.ask(&window.b, command).await) };
    let hours = |kind, times| by_the_hour(kind, 25, times);
    let cases = [
        (hours(LeaveKind::Annual, ("09:00", "10:30")), "by", FieldReason::NotByTheHour),
        (hours(LeaveKind::Prenatal, ("", "10:30")), "from_time", FieldReason::Required),
        (hours(LeaveKind::Prenatal, ("9", "10:30")), "from_time", FieldReason::Malformed),
        (hours(LeaveKind::Prenatal, ("10:30", "09:00")), "to_time", FieldReason::EndsBeforeStart),
    ];
    for (command, field, reason) in cases {
        assert_eq!(check(command).await, Problem::field(field, reason));
    }
    let long = LeaveCommand { to: november(26), ..hours(LeaveKind::Prenatal, ("09:00", "10:30")) };
    assert_eq!(check(long).await, Problem::field("to", FieldReason::OneDay));
    let sunday = by_the_hour(LeaveKind::Prenatal, 29, ("09:00", "10:30"));
    assert_eq!(check(sunday).await, LeaveError::NothingToTake.into());
    let days = LeaveCommand { kind: LeaveKind::Prenatal, ..days_off(25, 25) };
    window.ask(&window.b, days).await.expect("whole days stay possible");
}

#[db_test]
async fn hours_that_do_not_touch_do_not_overlap(world: World) {
    let window = Window::new(world).await;
    let ask = |times| window.ask(&window.b, by_the_hour(LeaveKind::Prenatal, 25, times));
    ask(("09:00", "10:30")).await.unwrap();
    ask(("10:30", "11:00")).await.unwrap();
    let over = Problem::field("from", FieldReason::Overlaps);
    assert_eq!(problem(ask(("10:59", "12:00")).await), over);
    let morning = LeaveCommand { ends: Half::Morning, ..days_off(25, 25) };
    assert_eq!(problem(window.ask(&window.b, morning).await), over);
    let afternoon = LeaveCommand { starts: Half::Afternoon, ..days_off(25, 25) };
    window.ask(&window.b, afternoon).await.unwrap();
    let leave = window.world.services.leave();
    let wanted = Period::of_hours(november(25), Hours { from: 540, to: 550 });
    let preview =
        leave.preview(&window.b, LeaveQuestion::of(ApprovalId::new(), LeaveKind::Prenatal, wanted)).await.unwrap();
    assert_eq!(preview.overlaps, Some(Period::of_hours(november(25), Hours { from: 540, to: 630 })));
    assert_eq!((preview.workdays.minutes, preview.workdays.half_days), (Some(10), 1));
    assert_eq!(preview.levels, [Level::DutyLead], "no more than half a day");
    let unsound = Period::of_hours(november(25), Hours { from: 540, to: 2000 });
    let refused = leave.preview(&window.b, LeaveQuestion::of(ApprovalId::new(), LeaveKind::Prenatal, unsound));
    assert_eq!(problem(refused.await), Problem::field("to_time", FieldReason::OutOfRange));
}

#[db_test]
async fn the_two_of_a_post_are_away_one_after_the_other(world: World) {
    let window = Window::new(world).await;
    let check = by_the_hour(LeaveKind::Prenatal, 25, ("09:00", "10:30"));
    let alone = window.ask(&window.a, check.clone()).await;
    assert_eq!(problem(alone), Problem::field("cover", FieldReason::Required), "an hour is a gap, too");
    window.ask(&window.b, by_the_hour(LeaveKind::Prenatal, 25, ("10:00", "11:00"))).await.unwrap();
    let spare = Some(window.spare.actor.person);
    let both = window.ask(&window.a, LeaveCommand { cover: spare, ..check.clone() }).await;
    assert_eq!(problem(both), LeaveRequestError::PartnerAway.into());
    let after = by_the_hour(LeaveKind::Prenatal, 25, ("11:00", "12:00"));
    let by_b = LeaveCommand { cover: Some(window.b_person.id), ..after };
    window.ask(&window.a, by_b).await.expect("B is back by then");
    // Who covers for that hour can't be away in it, and can in another.
    let meanwhile = window.ask(&window.b, by_the_hour(LeaveKind::Prenatal, 25, ("11:30", "12:00"))).await;
    assert_eq!(problem(meanwhile), LeaveRequestError::PartnerAway.into());
    window.ask(&window.b, by_the_hour(LeaveKind::Prenatal, 25, ("14:00", "15:00"))).await.unwrap();
}

#[db_test]
async fn time_off_is_taken_by_the_minute_and_given_back(world: World) {
    let window = Window::new(world).await;
    window.earned(240).await;
    let hours = |day, times| LeaveCommand {
        from: december(day),
        to: december(day),
        ..by_the_hour(LeaveKind::Compensatory, 25, times)
    };
    let asked = Period::of_hours(december(1), Hours { from: 540, to: 637 });
    let leave = window.world.services.leave();
    let preview =
        leave.preview(&window.b, LeaveQuestion::of(ApprovalId::new(), LeaveKind::Compensatory, asked)).await.unwrap();
    assert_eq!(preview.costs, Some((97, 143)));
    let id = window.ask(&window.b, hours(1, ("09:00", "10:37"))).await.unwrap();
    let more = window.ask(&window.b, hours(2, ("09:00", "11:24"))).await;
    assert_eq!(problem(more), LeaveError::NotEnough.into());
    assert_eq!(window.free().await, 143);
    window.agree(&window.lead, id).await.unwrap();
    assert_eq!(window.free().await, 143);
    assert_eq!(problem(window.back(id, (1, Half::Afternoon)).await), Problem::field("half", FieldReason::NotAllowed));
    assert_eq!(window.back(id, (1, Half::Morning)).await.unwrap(), Returned::NotTaken);
    assert_eq!(window.free().await, 240);
    let id = window.ask(&window.b, hours(1, ("09:00", "10:37"))).await.unwrap();
    window.agree(&window.lead, id).await.unwrap();
    window.world.clock.set("2026-12-01 12:00");
    assert_eq!(window.back(id, (2, Half::Morning)).await.unwrap(), Returned::AsPlanned);
    assert_eq!(window.free().await, 143);
}

#[db_test]
async fn the_hour_a_day_for_a_child_goes_on_beside_a_day_off_and_ends_when_she_says(world: World) {
    let window = Window::new(world).await;
    let daily = by_the_hour(LeaveKind::Nursing, 25, ("16:30", "17:30"));
    let id = window.ask(&window.b, LeaveCommand { to: december(31), ..daily }).await.unwrap();
    window.ask(&window.b, days_off(27, 27)).await.expect("a day off takes the hour in");
    let check = window.ask(&window.b, by_the_hour(LeaveKind::Prenatal, 26, ("17:00", "18:00"))).await;
    assert_eq!(problem(check), Problem::field("from", FieldReason::Overlaps));
    let card = window.card(id).await;
    assert_eq!((card.workdays.minutes, card.workdays.half_days), (Some(27 * 60), 7));
    for who in [&window.lead, &window.supervisor, &window.hr] {
        if window.view(who, id).await.mine.is_some() {
            window.agree(who, id).await.unwrap();
        }
    }
    window.world.clock.set("2026-12-07 09:00");
    let rest = Period { to: december(6), ..card.period };
    assert_eq!(window.back(id, (7, Half::Morning)).await.unwrap(), Returned::Early(rest));
    assert_eq!(window.card(id).await.period, rest);
}
