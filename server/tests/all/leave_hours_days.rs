//! Granted leave by the hour on the day itself: what is owed when, and where it shows.

use domain::{
    attendance::{DayResult, DayStatus, HolderState, PositionReport, PunchCommand, SlotOutcome, Verdict},
    ids::PunchId,
    leave::{Hours, LeaveKind},
    notices::NoticeContent,
    org::Side,
};
use services::Caller;
use testkit::{World, db_test};

use crate::approvals::november;
use crate::leave_hours::by_the_hour;
use crate::leave_requests::Window;

impl Window {
    async fn punched(&self, caller: &Caller, time: &str) -> Verdict {
        self.world.clock.set(time);
        let position = PositionReport::default();
        let command =
            PunchCommand { id: PunchId::new(), device_at: None, evidence: None, position, reason: None, code: None };
        let receipt = self.world.services.attendance().punch(caller, command, None).await.unwrap();
        let judgement = receipt.punch.judgement;
        if judgement.minutes > 0 { Verdict::Late } else { Verdict::Normal }
    }

    async fn day(&self, day: u32) -> (DayResult, Vec<Hours>) {
        let month = self.world.services.attendance().month(&self.a, None, november(1)).await.unwrap();
        let day = month.days.into_iter().find(|found| found.duty.date == november(day)).unwrap();
        (day.result.unwrap(), day.leave.hours)
    }
}

#[db_test]
async fn who_begins_with_hours_of_leave_is_due_at_their_end(world: World) {
    let window = Window::new(world).await;
    window.granted_hours(by_the_hour(LeaveKind::Prenatal, 25, ("08:30", "10:45"))).await;
    window.world.clock.set("2026-11-25 09:00");
    let today = window.world.services.attendance().today(&window.a).await.unwrap();
    assert_eq!(today.leave.hours, [Hours { from: 510, to: 645 }]);
    assert_eq!(domain::time::hall_time(today.result.slots[0].due).to_string(), "2026-11-25 10:45:00");
    // Past the window as rostered, which closes at 10:30.
    assert_eq!(window.punched(&window.a, "2026-11-25 10:44").await, Verdict::Normal);
    assert_eq!(window.world.services.attendance().today(&window.a).await.unwrap().back, None, "only early");
    window.punched(&window.a, "2026-11-25 17:31").await;
    window.world.clock.set("2026-11-26 02:00");
    window.world.services.run_jobs().await.unwrap();
    let (result, hours) = window.day(25).await;
    assert_eq!((result.status, result.late_minutes, result.leave_minutes), (DayStatus::OnTime, 0, 135));
    assert_eq!(hours, [Hours { from: 510, to: 645 }]);
}

#[db_test]
async fn who_comes_later_than_the_leave_ends_is_late_by_that(world: World) {
    let window = Window::new(world).await;
    window.granted_hours(by_the_hour(LeaveKind::Prenatal, 25, ("08:30", "10:00"))).await;
    assert_eq!(window.punched(&window.a, "2026-11-25 10:20").await, Verdict::Late);
    window.punched(&window.a, "2026-11-25 17:31").await;
    window.world.clock.set("2026-11-26 02:00");
    window.world.services.run_jobs().await.unwrap();
    let (result, _) = window.day(25).await;
    assert_eq!((result.status, result.late_minutes, result.leave_minutes), (DayStatus::Late, 20, 90));
    assert_eq!(result.slots[0].outcome, SlotOutcome::Late(20));
}

#[db_test]
async fn hours_show_on_the_board_the_roster_and_the_calendar_and_the_day_before(world: World) {
    let window = Window::new(world).await;
    let services = &window.world.services;
    let id = window.granted_hours(by_the_hour(LeaveKind::Prenatal, 25, ("16:00", "17:30"))).await;
    let hours = Hours { from: 960, to: 1050 };
    let address = services.roster().create_feed(&window.a).await.unwrap();
    let token = address.rsplit('/').next().and_then(|name| name.strip_suffix(".ics")).unwrap().to_owned();
    let feed = services.roster().feed(&token, domain::accounts::Language::En).await.unwrap();
    assert!(feed.contains(&format!("UID:2026-11-25-{id}")) && feed.contains("SUMMARY:On leave"), "{feed}");
    assert!(feed.contains("DTSTART:20261125T080000Z") && feed.contains("DTEND:20261125T093000Z"), "{feed}");
    assert!(feed.contains(&format!("UID:2026-11-25-{}", window.a_person.id)), "the shift goes on: {feed}");
    assert!(!feed.contains("产检"), "{feed}");
    window.world.clock.set("2026-11-24 09:05");
    services.run_jobs().await.unwrap();
    let inbox = services.notices().inbox(&window.a, None).await.unwrap();
    let begins = NoticeContent::LeaveBegins { by: None, from: november(25), hours: Some(hours), request: id };
    assert!(inbox.notices.iter().any(|notice| notice.content == begins), "{inbox:?}");
    let roster = services.roster().my_days(&window.a, november(25), november(25)).await.unwrap();
    assert_eq!(roster.days[0].leave.hours, [hours]);
    let team = services.leave().team(&window.lead, None, (november(23), november(29))).await.unwrap();
    assert_eq!(
        (team.away[0].period.hours(), team.away[0].kind),
        (Some(hours), None),
        "a check-up is nobody's business"
    );

    window.punched(&window.a, "2026-11-25 08:20").await;
    window.punched(&window.b, "2026-11-25 08:21").await;
    let board = async |time: &str| {
        window.world.clock.set(time);
        let board = services.attendance().board(&window.lead, None).await.unwrap();
        let holders = board.zones[0].windows[0].holders.clone();
        let a = holders.into_iter().find(|holder| holder.side == Some(Side::A)).unwrap();
        (a.status.state, a.cover.map(|cover| cover.name))
    };
    assert_eq!(board("2026-11-25 15:00").await, (HolderState::OnPost, None));
    assert_eq!(window.punched(&window.a, "2026-11-25 16:01").await, Verdict::Normal);
    assert_eq!(board("2026-11-25 16:30").await, (HolderState::OnLeave, Some("测试w002".to_owned())));
    window.world.clock.set("2026-11-26 02:00");
    services.run_jobs().await.unwrap();
    let (result, _) = window.day(25).await;
    assert_eq!((result.status, result.early_minutes, result.leave_minutes), (DayStatus::OnTime, 0, 90));
    // Nobody is missed the day after.
    window.world.clock.set("2026-11-26 11:00");
    services.run_jobs().await.unwrap();
    let inbox = services.notices().inbox(&window.a, None).await.unwrap();
    assert!(!inbox.notices.iter().any(|notice| matches!(notice.content, NoticeContent::Overstayed { .. })));
}
