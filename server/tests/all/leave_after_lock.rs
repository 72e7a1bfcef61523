//! Leave and a month that is closed: open leave blocks the lock, later leave adjusts it.

use chrono::NaiveDate;
use domain::{
    attendance::{AdjustmentCause, AttendanceError, BlockKind, DayStatus, MonthAct, MonthState, RulesCommand},
    leave::Returned,
    policy::Role,
};
use services::{Caller, Error};
use testkit::{World, db_test};

use crate::approvals::november;
use crate::leave_requests::Window;
use crate::overtime_worked::punch_here;
use crate::support::{problem, takes_back};

impl Window {
    /// A host, at noon of the second of December; nobody has to confirm their month.
    async fn november_over(&self) -> Caller {
        let host = self.world.person("host").hall_role(Role::Host).create().await.caller(&self.world).await;
        self.world.clock.set("2026-12-02 12:30");
        let rules = RulesCommand {
            hall: self.world.hall.id,
            correction_limit: 3,
            correction_days: 7,
            confirmation_required: false,
            position_days: 90,
        };
        self.world.services.attendance().set_attendance_rules(&self.hr, rules).await.unwrap();
        self.world.services.run_jobs().await.unwrap();
        host
    }

    async fn say_month(&self, caller: &Caller, act: MonthAct) -> Result<(), Error> {
        let (hall, first) = (self.world.hall.id, november(1));
        let record = store::repo::attendance::find_close(self.world.db.read(), hall, first).await.unwrap();
        self.world.services.attendance().act_on_month(caller, hall, first, (record.version, act)).await
    }

    async fn blocks(&self) -> Vec<(BlockKind, u64, Option<NaiveDate>)> {
        let hall = Some(self.world.hall.id);
        let close = self.world.services.attendance().month_close(&self.hr, hall, november(1)).await.unwrap();
        close.blocks.iter().map(|blocks| (blocks.kind, blocks.count, blocks.first[0].date)).collect()
    }

    async fn lock(&self, host: &Caller) {
        self.say_month(host, MonthAct::Confirm).await.unwrap();
        self.say_month(&self.hr, MonthAct::Lock).await.unwrap();
        self.world.services.run_jobs().await.unwrap();
        let hall = Some(self.world.hall.id);
        let close = self.world.services.attendance().month_close(&self.hr, hall, november(1)).await.unwrap();
        assert_eq!(close.state, MonthState::Locked);
    }

    async fn adjusted(&self, month: NaiveDate) -> Vec<(NaiveDate, DayStatus, DayStatus, AdjustmentCause)> {
        let month = self.world.services.attendance().month(&self.a, None, month).await.unwrap();
        let lines = month.adjustments.iter().map(|line| line.adjustment);
        lines.map(|line| (line.date, line.before.status, line.after.status, line.cause)).collect()
    }
}

#[db_test]
async fn leave_that_waits_for_a_decision_blocks_the_lock(world: World) {
    let window = Window::new(world).await;
    let host = window.november_over().await;
    let id = window.ask(&window.a, window.covered(26, 27)).await.unwrap();
    assert_eq!(window.blocks().await, [(BlockKind::OpenLeave, 1, Some(november(26)))]);
    window.say_month(&host, MonthAct::Confirm).await.unwrap();
    let refused = window.say_month(&window.hr, MonthAct::Lock).await;
    assert_eq!(problem(refused), AttendanceError::MonthBlocked.into());
    let version = window.version(id).await;
    window.world.services.leave().withdraw(&window.a, takes_back(id, version)).await.unwrap();
    assert_eq!(window.blocks().await, []);
    window.say_month(&window.hr, MonthAct::Lock).await.unwrap();
}

#[db_test]
async fn leave_that_is_granted_or_not_taken_after_the_lock_is_adjusted(world: World) {
    let window = Window::new(world).await;
    punch_here(&window.world, &window.a, &["2026-11-30 08:25"]).await;
    let host = window.november_over().await;
    window.lock(&host).await;
    let id = window.granted(27, 30).await;
    let december = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
    let friday = (november(27), DayStatus::Absent, DayStatus::OnLeave, AdjustmentCause::Leave);
    let monday = (november(30), DayStatus::MissingPunch, DayStatus::OnLeave, AdjustmentCause::Leave);
    assert_eq!(window.adjusted(december).await, [friday, monday], "a weekend stays one");
    assert_eq!(window.status(27).await, DayStatus::Absent, "the sheet stays as it was locked");
    // They were back on Monday after all, as their punch of that day shows.
    let returned = window.come_back(id, 30).await.unwrap();
    assert!(matches!(returned, Returned::Early(_)), "{returned:?}");
    let back = (november(30), DayStatus::OnLeave, DayStatus::MissingPunch, AdjustmentCause::Leave);
    assert_eq!(window.adjusted(december).await, [friday, monday, back]);
    assert_eq!(window.adjusted(november(1)).await.len(), 3, "told in the month that it is about, too");
}

#[db_test]
async fn in_an_open_month_the_day_is_judged_again_and_says_why(world: World) {
    let window = Window::new(world).await;
    window.november_over().await;
    window.granted(27, 27).await;
    window.world.clock.set("2026-12-02 12:40");
    window.world.services.run_jobs().await.unwrap();
    let month = window.world.services.attendance().month(&window.a, None, november(1)).await.unwrap();
    let told: Vec<_> = month.recounts.iter().map(|day| (day.date, day.after.status, day.cause)).collect();
    assert_eq!(told, [(november(27), DayStatus::OnLeave, Some(AdjustmentCause::Leave))]);
    assert!(month.adjustments.is_empty());
}
