//! Reminders of a shift that begins, and the next morning of punches that are missing: each told once.

use chrono::NaiveDate;
use domain::{
    attendance::{PresenceCommand, PresenceSettings},
    notices::{NoticeContent, QuietCommand},
    policy::Role,
    roster::Compensation,
};
use services::Caller;
use testkit::{World, db_test};

use crate::{
    corrections::ask,
    in_the_day::Window,
    overtime::{granted, overtime},
};

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
}

impl Window {
    async fn reminds(&self, remind_min: i32) {
        let settings = PresenceSettings { remind_min, ..PresenceSettings::default() };
        let command = PresenceCommand { hall: self.world.hall.id, settings };
        self.world.services.attendance().set_presence(&self.supervisor, command).await.unwrap();
    }

    async fn told(&self, caller: &Caller) -> Vec<NoticeContent> {
        let inbox = self.world.services.notices().inbox(caller, None).await.unwrap();
        inbox.notices.into_iter().map(|notice| notice.content).collect()
    }

    /// The dates of which somebody was told that their shift begins.
    async fn reminded(&self, caller: &Caller) -> Vec<NaiveDate> {
        let date = |content| if let NoticeContent::ShiftSoon { date, .. } = content { Some(date) } else { None };
        self.told(caller).await.into_iter().filter_map(date).collect()
    }

    /// The dates and numbers of missing punches of which somebody was told.
    async fn missed(&self, caller: &Caller) -> Vec<(NaiveDate, i32)> {
        let missing = |content| match content {
            NoticeContent::PunchMissing { date, missing } => Some((date, missing)),
            _ => None,
        };
        self.told(caller).await.into_iter().filter_map(missing).collect()
    }
}

#[db_test]
async fn who_has_not_clocked_in_is_reminded_once(world: World) {
    let window = Window::before_work(world).await;
    window.watch("2026-11-24 08:12").await;
    assert_eq!(window.reminded(&window.a).await, [], "unless the hall wants it");
    window.reminds(15).await;
    window.world.clock.set("2026-11-24 08:13");
    window.punch(&window.b).await;
    window.watch("2026-11-24 08:14").await;
    assert_eq!(window.reminded(&window.a).await, []);
    for time in ["2026-11-24 08:15", "2026-11-24 08:16", "2026-11-24 08:29"] {
        window.watch(time).await;
        window.world.another_server().await.run_jobs().await.unwrap();
        assert_eq!(window.reminded(&window.a).await, [day(24)], "{time}");
    }
    assert_eq!(window.reminded(&window.b).await, [], "who is there");
    let NoticeContent::ShiftSoon { shift, .. } = window.told(&window.a).await.remove(0) else {
        panic!("another notice")
    };
    assert_eq!(shift, "白班");
    // The next day anew, and on a day off not, whatever overtime there is.
    window.watch("2026-11-25 08:20").await;
    assert_eq!(window.reminded(&window.a).await, [day(25), day(24)]);
    granted(&window.world, (&window.a, &window.lead), overtime(day(28), 120, Compensation::Pay)).await;
    window.watch("2026-11-28 08:20").await;
    assert_eq!(window.reminded(&window.a).await.len(), 2);
}

#[db_test]
async fn in_quiet_hours_nobody_is_reminded_of_what_has_begun_when_it_rings(world: World) {
    let window = Window::before_work(world).await;
    window.reminds(15).await;
    let notices = window.world.services.notices();
    let quiet = |to: &str| QuietCommand { on: true, from: "22:00".to_owned(), to: to.to_owned() };
    notices.set_quiet_hours(&window.a, quiet("09:00")).await.unwrap();
    notices.set_quiet_hours(&window.b, quiet("08:25")).await.unwrap();
    window.watch("2026-11-24 08:20").await;
    assert_eq!(window.reminded(&window.a).await, []);
    assert_eq!(window.reminded(&window.b).await, [day(24)], "it rings five minutes before the shift");
}

#[db_test]
async fn what_is_missing_is_told_the_next_morning_and_leads_to_its_correction(world: World) {
    let window = Window::new(world).await;
    window.watch("2026-11-25 00:10").await;
    assert_eq!(window.missed(&window.a).await, [], "not in the night");
    for time in ["2026-11-25 08:00", "2026-11-25 08:30"] {
        window.watch(time).await;
        window.world.another_server().await.run_jobs().await.unwrap();
        assert_eq!(window.missed(&window.a).await, [(day(24), 1)], "{time}");
    }
    let missing = window.told(&window.a).await.remove(0);
    assert_eq!(missing.link(), "/attendance/correction?date=2026-11-24");
    let form = window.world.services.attendance().correction_form(&window.a, day(24)).await.unwrap();
    assert_eq!(form.open, [2]);
}

#[db_test]
async fn who_has_asked_to_correct_it_by_then_is_not_told(world: World) {
    let window = Window::new(world).await;
    window.watch("2026-11-25 00:10").await;
    let command = domain::attendance::CorrectionCommand { date: day(24), ..ask(2, "17:40") };
    window.world.services.attendance().ask_correction(&window.a, command).await.unwrap();
    window.watch("2026-11-25 08:10").await;
    assert_eq!(window.missed(&window.a).await, []);
    assert_eq!(window.missed(&window.b).await, [(day(24), 1)]);
}

#[db_test]
async fn what_was_judged_days_later_is_no_news(world: World) {
    let window = Window::new(world).await;
    window.watch("2026-11-27 09:00").await;
    let dates: Vec<NaiveDate> = window.missed(&window.a).await.into_iter().map(|(date, _)| date).collect();
    assert_eq!(dates, [day(26)]);
}

#[db_test]
async fn a_number_on_the_board_is_for_who_sees_what_is_private(world: World) {
    let window = Window::new(world).await;
    let hr = window.world.person("hr").agency_role(Role::Hr).create().await.caller(&window.world).await;
    let phones = async |caller: &Caller| {
        let holders = window.board(caller).await.holders;
        holders.into_iter().map(|holder| holder.phone.map(|phone| phone.as_str().to_owned())).collect::<Vec<_>>()
    };
    let number = Some("13800000000".to_owned());
    assert_eq!(phones(&hr).await, [number.clone(), number]);
    for caller in [&window.lead, &window.supervisor, &window.inspector] {
        assert_eq!(phones(caller).await, [None, None]);
    }
}
