//! A punch that was forgotten on approved overtime: there is no slot, so the correction names the overtime's end.

use chrono::NaiveDate;
use domain::{
    approvals::{FlowState, Verdict},
    attendance::{AttendanceError, CorrectedSlot, CorrectionCommand, CorrectionForm, DayResult, PunchSource},
    problem::{FieldReason, Problem},
    roster::{Compensation, SlotKind},
};
use services::Caller;
use testkit::{World, db_test};

use crate::{
    corrections::{ask, card, inbox, say},
    overtime::{Case, case, granted, overtime},
    overtime_worked::punch_here,
    support::problem,
};

const BEGIN: CorrectedSlot = CorrectedSlot::Overtime(SlotKind::In);
const END: CorrectedSlot = CorrectedSlot::Overtime(SlotKind::Out);

fn saturday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 28).unwrap()
}

fn about(slot: CorrectedSlot, time: &str) -> CorrectionCommand {
    CorrectionCommand { date: saturday(), slot, ..ask(1, time) }
}

async fn form(world: &World, me: &Caller) -> CorrectionForm {
    world.services.attendance().correction_form(me, saturday()).await.unwrap()
}

async fn day(world: &World, me: &Caller) -> DayResult {
    let month = world.services.attendance().month(me, None, saturday()).await.unwrap();
    month.days[27].result.clone().unwrap()
}

async fn later(world: &World, time: &str) {
    world.clock.set(time);
    world.services.run_jobs().await.unwrap();
}

/// Four hours were approved for a Saturday; the worker clocked in at nine and forgot to clock out.
async fn forgotten(world: &World) -> Case {
    let case = case(world).await;
    granted(world, (&case.me, &case.lead), overtime(saturday(), 240, Compensation::TimeOff)).await;
    punch_here(world, &case.me, &["2026-11-28 09:00"]).await;
    case
}

#[db_test]
async fn the_forgotten_end_is_put_right_and_its_minutes_count(world: World) {
    let case = forgotten(&world).await;
    let attendance = world.services.attendance();
    world.clock.set("2026-11-28 13:30");
    assert!(form(&world, &case.me).await.open_overtime.is_empty(), "it can still be punched");
    let early = attendance.ask_correction(&case.me, about(END, "13:00")).await;
    assert_eq!(problem(early), AttendanceError::NothingToCorrect.into());

    later(&world, "2026-11-30 09:00").await;
    assert_eq!(day(&world, &case.me).await.overtime.unwrap().minutes, 0, "one punch does not show for how long");
    let offered = form(&world, &case.me).await;
    assert_eq!((offered.open.as_slice(), offered.open_overtime.as_slice()), ([].as_slice(), SlotKind::ALL));
    attendance.ask_correction(&case.me, about(END, "13:00")).await.unwrap();
    assert_eq!(form(&world, &case.me).await.open_overtime, [SlotKind::In], "the end waits");
    let request = inbox(&world, &case.lead).await.remove(0);
    assert_eq!((card(&request).slot, card(&request).flags.as_slice()), (END, [].as_slice()));
    assert_eq!(say(&world, &case.lead, &request, Verdict::Agree).await.unwrap().state, FlowState::Approved);

    later(&world, "2026-11-30 09:10").await;
    assert_eq!(day(&world, &case.me).await.overtime.unwrap().minutes, 240);
    let month = attendance.month(&case.me, None, saturday()).await.unwrap();
    let punches = month.punches.iter().filter(|punch| punch.date() == saturday());
    let sources: Vec<PunchSource> = punches.map(|punch| punch.source).collect();
    assert_eq!(sources, [PunchSource::Form, PunchSource::Correction], "the original stays");
    assert_eq!(month.corrections[0].slot, END);
    let book = world.services.roster().overtime_book(&case.me, None).await.unwrap();
    assert_eq!((book.balance, book.requests[0].worked), (240, Some(240)), "and earns its time off");
    assert!(form(&world, &case.me).await.open_overtime.is_empty());
}

#[db_test]
async fn begin_and_end_are_asked_for_once_each_and_within_the_limits(world: World) {
    let case = forgotten(&world).await;
    let attendance = world.services.attendance();
    later(&world, "2026-11-30 09:00").await;
    for slot_and_time in [(BEGIN, "08:30"), (END, "12:00")] {
        attendance.ask_correction(&case.me, about(slot_and_time.0, slot_and_time.1)).await.unwrap();
    }
    let twice = attendance.ask_correction(&case.me, about(END, "12:30")).await;
    assert_eq!(problem(twice), AttendanceError::AskedAlready.into());
    let cases = [
        (about(END, "08:00"), Problem::from(AttendanceError::NothingToCorrect)),
        (about(END, "25:00"), Problem::field("time", FieldReason::Malformed)),
        (
            CorrectionCommand { date: saturday().succ_opt().unwrap(), ..about(END, "12:00") },
            Problem::field("slot", FieldReason::Unknown),
        ),
    ];
    for (command, refused) in cases {
        assert_eq!(problem(attendance.ask_correction(&case.me, command).await), refused);
    }
    later(&world, "2026-12-06 09:00").await;
    assert!(form(&world, &case.me).await.too_late);
}
