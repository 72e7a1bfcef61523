//! What each hall chooses for itself.

use chrono::{NaiveDate, TimeDelta};
use domain::{
    attendance::{
        AttendanceError, ClaimDoubt, FenceVerdict, OutingAct, PositionReport, PresenceCommand, PresenceSettings,
        PunchCommand, Reading, Sending, TimeEvidence,
    },
    geo::{Datum, Position},
    ids::PunchId,
    problem::{FieldReason, Problem},
    roster::Compensation,
};
use services::Caller;
use testkit::{World, db_test};

use crate::in_the_day::Window;
use crate::overtime::{granted, overtime};
use crate::overtime_worked::punch_here;
use crate::support::problem;

impl Window {
    async fn chooses(&self, settings: PresenceSettings) -> Result<(), services::Error> {
        let command = PresenceCommand { hall: self.world.hall.id, settings };
        self.world.services.attendance().set_presence(&self.supervisor, command).await
    }
}

#[db_test]
async fn how_long_a_request_to_leave_waits(world: World) {
    let window = Window::new(world).await;
    window.chooses(PresenceSettings { outing_wait_min: 60, ..PresenceSettings::default() }).await.unwrap();
    let outing = window.ask(&window.a).await.unwrap();
    let others = async || window.world.services.attendance().outings(&window.b).await.unwrap().others.len();
    // Half an hour, which is what it is elsewhere, has passed.
    window.watch("2026-11-24 09:10").await;
    assert_eq!(others().await, 1);
    window.watch("2026-11-24 09:25").await;
    assert_eq!(others().await, 0);
    let late = window.act(&window.b, outing, 1, OutingAct::Cover).await;
    assert_eq!(problem(late), AttendanceError::OutingSettled.into());
    window.ask(&window.a).await.unwrap();
}

#[db_test]
async fn how_late_an_offline_punch_may_arrive(world: World) {
    let window = Window::before_work(world).await;
    let attendance = window.world.services.attendance();
    window.world.clock.set("2026-11-24 08:00");
    let tapped = attendance.outings(&window.a).await.unwrap().as_of;
    let ticket = attendance.ticket(&window.a).unwrap();
    let evidence = TimeEvidence { ticket, ticket_device_at: tapped, elapsed_ms: Some(0) };
    let command = |nth: i64| PunchCommand {
        id: PunchId::new(),
        device_at: Some(tapped + TimeDelta::minutes(5 * nth)),
        evidence: Some(TimeEvidence { elapsed_ms: Some(nth * 300_000), ..evidence.clone() }),
        position: PositionReport::default(),
        reason: None,
        code: None,
    };
    window.world.clock.set("2026-11-24 11:00");
    let sending = |nth: i64| {
        let device_at = tapped + TimeDelta::hours(3);
        Some(Sending { device_at, since_tap_ms: Some(3 * 3_600_000 - nth * 300_000) })
    };
    let calm = attendance.punch(&window.a, command(1), sending(1)).await.unwrap();
    assert_eq!(calm.punch.judgement.doubt, None, "twelve hours, where nothing was chosen");
    window.chooses(PresenceSettings { late_claim_hours: 2, ..PresenceSettings::default() }).await.unwrap();
    let late = attendance.punch(&window.a, command(2), sending(2)).await.unwrap();
    assert_eq!(late.punch.judgement.doubt, Some(ClaimDoubt::TooLate));
    let wild = PresenceSettings { late_claim_hours: 0, outing_wait_min: 1, ..PresenceSettings::default() };
    let Problem::Invalid(faults) = problem(window.chooses(wild).await) else { panic!("accepted") };
    let faults: Vec<_> = faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(faults, ["outing_wait_min", "late_claim_hours"]);
}

#[db_test]
async fn for_how_many_months_time_off_can_be_taken(world: World) {
    let window = Window::before_work(world).await;
    let (roster, hall) = (window.world.services.roster(), window.world.hall.id);
    assert_eq!(roster.hall_rules(&window.supervisor, hall).await.unwrap().time_off_months, 6);
    assert_eq!(problem(roster.set_time_off_months(&window.lead, hall, 3).await), Problem::Denied);
    let wild = roster.set_time_off_months(&window.supervisor, hall, 13).await;
    assert_eq!(problem(wild), Problem::field("months", FieldReason::OutOfRange));
    roster.set_time_off_months(&window.supervisor, hall, 3).await.unwrap();
    // The other rule of the hall stays as it was, and so does this one when that is set.
    roster.require_certification(&window.supervisor, hall, false).await.unwrap();
    assert_eq!(roster.hall_rules(&window.supervisor, hall).await.unwrap().time_off_months, 3);
    let date = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
    let command = overtime(date, 240, Compensation::TimeOff);
    granted(&window.world, (&window.a, &window.lead), command).await;
    // Earned when the day is closed, by what was worked.
    punch_here(&window.world, &window.a, &["2026-11-28 09:00", "2026-11-28 13:10"]).await;
    window.world.clock.set("2026-11-29 00:30");
    window.world.services.run_jobs().await.unwrap();
    let lots = roster.overtime_book(&window.a, None).await.unwrap().lots;
    assert_eq!(lots[0].expires_on, NaiveDate::from_ymd_opt(2027, 2, 28).unwrap());
}

#[db_test]
async fn how_accurate_a_position_has_to_be(world: World) {
    let window = Window::before_work(world).await;
    let attendance = window.world.services.attendance();
    // In the middle of the fence, give or take 60 metres.
    let position = Position { lat_e7: 399_087_100, lng_e7: 1_163_975_000 };
    let reading = Reading { position, datum: Datum::Wgs84, accuracy_m: 60, age_s: 0 };
    let punch = async |caller: &Caller| {
        let position = PositionReport::Reading(reading);
        let command =
            PunchCommand { id: PunchId::new(), device_at: None, evidence: None, position, reason: None, code: None };
        attendance.punch(caller, command, None).await.unwrap().punch.judgement.place
    };
    assert!(matches!(punch(&window.a).await, FenceVerdict::Inside { .. }));
    window.chooses(PresenceSettings { accuracy_m: 50, ..PresenceSettings::default() }).await.unwrap();
    let strict = punch(&window.b).await;
    assert!(strict.needs_review() && !matches!(strict, FenceVerdict::Inside { .. }), "{strict:?}");
    let wild = PresenceSettings { accuracy_m: 5, ..PresenceSettings::default() };
    assert_eq!(problem(window.chooses(wild).await), Problem::field("accuracy_m", FieldReason::OutOfRange));
}
