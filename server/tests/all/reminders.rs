//! Reminders of a shift that begins, and the next morning of punches that are missing: each told once.

use chrono::NaiveDate;
use domain::{
    approvals::Verdict,
    attendance::{CorrectionCommand, PresenceCommand, PresenceSettings},
    ids::{HallId, PersonId},
    notices::{NoticeContent, QuietCommand},
    policy::Role,
    roster::Compensation,
};
use sea_orm::ConnectionTrait;
use services::Caller;
use store::repo::notices::list_notices;
use testkit::{World, day_shift, db_test, load::crowd};

use crate::{
    corrections::{ask, inbox, say},
    in_the_day::Window,
    overtime::{granted, overtime},
    support::takes_back,
};

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
}

/// Has halls remind their people a quarter of an hour before.
async fn remind(world: &World, halls: &[HallId]) {
    let hr = world.person("hr").agency_role(Role::Hr).create().await.caller(world).await;
    for hall in halls.iter().copied() {
        let settings = PresenceSettings { remind_min: 15, ..PresenceSettings::default() };
        world.services.attendance().set_presence(&hr, PresenceCommand { hall, settings }).await.unwrap();
    }
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
    let command = CorrectionCommand { date: day(24), ..ask(2, "17:40") };
    window.world.services.attendance().ask_correction(&window.a, command).await.unwrap();
    window.watch("2026-11-25 08:10").await;
    assert_eq!(window.missed(&window.a).await, []);
    assert_eq!(window.missed(&window.b).await, [(day(24), 1)]);
}

#[db_test]
async fn who_takes_it_back_before_the_morning_or_is_refused_is_told_after_all(world: World) {
    let window = Window::new(world).await;
    window.watch("2026-11-25 00:10").await;
    let attendance = window.world.services.attendance();
    let mut asked = Vec::new();
    for caller in [&window.a, &window.b] {
        let command = CorrectionCommand { date: day(24), ..ask(2, "17:40") };
        asked.push(command.id);
        attendance.ask_correction(caller, command).await.unwrap();
    }
    let version = attendance.correction(&window.b, asked[1]).await.unwrap().approval.row.version;
    attendance.withdraw_correction(&window.b, takes_back(asked[1], version)).await.unwrap();
    window.watch("2026-11-25 00:20").await;
    assert_eq!(window.missed(&window.b).await, [], "not in the night");
    window.watch("2026-11-25 08:10").await;
    assert_eq!(window.missed(&window.b).await, [(day(24), 1)]);
    assert_eq!(window.missed(&window.a).await, [], "who still waits for an answer");
    let waits = inbox(&window.world, &window.lead).await.remove(0);
    say(&window.world, &window.lead, &waits, Verdict::Reject).await.unwrap();
    assert_eq!(window.missed(&window.a).await, [(day(24), 1)]);
    // Nobody is told twice.
    window.watch("2026-11-25 08:30").await;
    for caller in [&window.a, &window.b] {
        assert_eq!(window.missed(caller).await.len(), 1);
    }
}

/// More people than are reminded in one transaction.
#[db_test]
async fn a_whole_hall_is_reminded_and_told_once_each(world: World) {
    let people: Vec<PersonId> = crowd(&world, 120).await.iter().map(|member| member.person).collect();
    world.works(&day_shift(), &people.iter().map(|person| (*person, None)).collect::<Vec<_>>()).await;
    remind(&world, &[world.hall.id]).await;
    world.clock.set("2026-11-24 08:20");
    world.services.run_jobs().await.unwrap();
    world.clock.set("2026-11-24 08:22");
    world.another_server().await.run_jobs().await.unwrap();
    let now = world.services.clock().now();
    for person in people {
        let told = list_notices(world.db.read(), (person, now), None, 10).await.unwrap();
        let begins = |content: &NoticeContent| matches!(content, NoticeContent::ShiftSoon { .. });
        let missing = |content: &NoticeContent| matches!(content, NoticeContent::PunchMissing { .. });
        assert_eq!(told.iter().filter(|notice| begins(&notice.content)).count(), 1, "of today's shift");
        assert_eq!(told.iter().filter(|notice| missing(&notice.content)).count(), 1, "of yesterday");
    }
}

#[db_test]
async fn a_hall_that_fails_keeps_no_other_from_its_reminders(world: World) {
    let near = world.person("w001").hall_role(Role::Worker).create().await;
    let next = world.sibling().await;
    world.works(&day_shift(), &[(near.id, None), (next.person.id, None)]).await;
    remind(&world, &[world.hall.id, next.hall.id]).await;
    world.clock.set("2026-11-24 08:20");
    let quiet = QuietCommand { on: true, from: "22:00".to_owned(), to: "07:00".to_owned() };
    world.services.notices().set_quiet_hours(&near.caller(&world).await, quiet).await.unwrap();
    let broken = "UPDATE quiet_hours SET from_minute = 99999";
    world
        .db
        .write((), move |tx, ()| Box::pin(async move { tx.execute_unprepared(broken).await.map(drop) }))
        .await
        .unwrap();
    assert!(world.services.run_jobs().await.is_err(), "it is said that it failed");
    let now = world.services.clock().now();
    let told = list_notices(world.db.read(), (next.person.id, now), None, 10).await.unwrap();
    assert!(told.iter().any(|notice| matches!(notice.content, NoticeContent::ShiftSoon { .. })));
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
