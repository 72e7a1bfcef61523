use super::*;
use crate::{
    attendance::{MonthTotals, month_totals},
    calendar::{CalendarStatus, Festival},
    roster::{
        Shift,
        samples::{clock, date, duty, four, night, office, shift, works},
    },
};

/// Hours and minutes of punches.
type Times = &'static [(i64, i64)];

fn day() -> NaiveDate {
    date(2026, 11, 24)
}

fn mark(hours: i64, minutes: i64) -> PunchMark {
    PunchMark { id: PunchId::new(), at: clock(day(), hours, minutes), needs_review: false }
}

/// The result of a duty with some punches, long after.
fn settled(duty: &Duty, punches: &[PunchMark]) -> DayResult {
    at(duty, punches, DayLeave::default(), clock(day(), 72, 0))
}

fn at(duty: &Duty, punches: &[PunchMark], on_leave: DayLeave, now: DateTime<Utc>) -> DayResult {
    let timetable = Timetable::with_leave(std::slice::from_ref(duty), |_| on_leave.clone());
    let calendar = CalendarStamp { version: 3, status: CalendarStatus::Published };
    day_result(&DayFacts { duty, timetable: &timetable, punches, on_leave: &on_leave, overtime: None, calendar }, now)
}

fn of(shift: Shift, times: &[(i64, i64)]) -> DayResult {
    let punches: Vec<_> = times.iter().map(|&(hours, minutes)| mark(hours, minutes)).collect();
    settled(&works(day(), shift), &punches)
}

#[test]
fn a_day_comes_to_one_status() {
    let cases: [(Times, DayStatus, i32, i32, i32); 8] = [
        (&[(8, 27), (17, 31)], DayStatus::OnTime, 0, 0, 0),
        (&[(8, 40), (17, 31)], DayStatus::Late, 10, 0, 0),
        (&[(8, 27), (17, 0)], DayStatus::LeftEarly, 0, 30, 0),
        (&[(8, 40), (17, 0)], DayStatus::LateAndEarly, 10, 30, 0),
        (&[(8, 40)], DayStatus::MissingPunch, 10, 0, 1),
        (&[(17, 31)], DayStatus::MissingPunch, 0, 0, 1),
        (&[], DayStatus::Absent, 0, 0, 2),
        (&[(5, 0), (13, 0)], DayStatus::Absent, 0, 0, 2),
    ];
    for (times, status, late, early, missing) in cases {
        let result = of(office(), times);
        assert_eq!(
            (result.status, result.late_minutes, result.early_minutes, result.missing),
            (status, late, early, missing),
            "{times:?}"
        );
        assert_eq!((result.rule_version, result.calendar_version), (RULE_VERSION, 3));
    }
}

/// 8–12, in at 9:30, out at 10:30.
#[test]
fn late_and_early_on_one_day() {
    let result = of(shift(&[(700, 800, 955, 60), (956, 1200, 1300, 60)]), &[(9, 30), (10, 30)]);
    assert_eq!((result.status, result.late_minutes, result.early_minutes), (DayStatus::LateAndEarly, 90, 90));
}

#[test]
fn four_slots_add_up() {
    use SlotOutcome::{Late, LeftEarly, OnTime};

    let result = of(four(), &[(8, 33), (12, 0), (13, 35), (17, 20)]);
    let outcomes: Vec<_> = result.slots.iter().map(|slot| slot.outcome).collect();
    assert_eq!(outcomes, [Late(3), OnTime, Late(5), LeftEarly(10)]);
    assert_eq!((result.late_minutes, result.early_minutes), (8, 10));
}

#[test]
fn a_day_is_judged_after_the_true_end_of_its_last_slot() {
    let duty = works(day(), office());
    let punches = [mark(8, 40)];
    let before = at(&duty, &punches, DayLeave::default(), clock(day(), 23, 0));
    assert_eq!((before.status, before.late_minutes, before.missing), (DayStatus::Pending, 10, 0));
    assert_eq!(before.slots[1].outcome, SlotOutcome::Pending);
    let after = at(&duty, &punches, DayLeave::default(), clock(day(), 23, 1));
    assert_eq!((after.status, after.missing), (DayStatus::MissingPunch, 1));
}

#[test]
fn a_night_is_judged_next_morning() {
    let duty = works(day(), night());
    let punches = [mark(22, 50), mark(31, 5)];
    assert_eq!(at(&duty, &punches, DayLeave::default(), clock(day(), 33, 0)).status, DayStatus::Pending);
    assert_eq!(at(&duty, &punches, DayLeave::default(), clock(day(), 33, 1)).status, DayStatus::OnTime);
    let timetable = Timetable::new(std::slice::from_ref(&duty));
    assert_eq!(settles_at(day(), &timetable), clock(day(), 33, 1));
    assert_eq!(settles_at(day().succ_opt().unwrap(), &timetable), clock(day(), 48, 0));
}

#[test]
fn days_without_a_shift() {
    let rest = duty(day(), Assignment::Rest);
    let holiday = Duty { day_kind: DayKind::StatutoryHoliday(Festival::NationalDay), ..rest.clone() };
    let nothing = duty(day(), Assignment::Unscheduled);
    assert_eq!(settled(&rest, &[]).status, DayStatus::Rest);
    assert_eq!(settled(&holiday, &[]).status, DayStatus::Holiday);
    assert_eq!(settled(&nothing, &[]).status, DayStatus::Unscheduled);
    assert_eq!(at(&rest, &[], DayLeave::default(), clock(day(), 23, 59)).status, DayStatus::Pending);
}

#[test]
fn punches_on_a_day_off_are_kept_and_told() {
    let (second, first) = (mark(15, 0), mark(9, 0));
    let result = settled(&duty(day(), Assignment::Rest), &[second, first, mark(-1, 0), mark(24, 0)]);
    assert_eq!((result.status, result.outside), (DayStatus::WorkedRest, vec![first.id, second.id]));
    let result = settled(&duty(day(), Assignment::Unscheduled), &[first]);
    assert_eq!((result.status, result.outside), (DayStatus::Unscheduled, vec![first.id]));
}

/// The morning punch that ends a night shift is no work on the day off that follows.
#[test]
fn a_night_shifts_departure_is_no_work_on_the_next_day() {
    let next = duty(day().succ_opt().unwrap(), Assignment::Rest);
    let timetable = Timetable::new(&[works(day(), night()), next.clone()]);
    let calendar = CalendarStamp { version: 1, status: CalendarStatus::Published };
    let punches = [mark(22, 50), mark(31, 5)];
    let facts = DayFacts {
        duty: &next,
        timetable: &timetable,
        punches: &punches,
        on_leave: &DayLeave::default(),
        overtime: None,
        calendar,
    };
    let result = day_result(&facts, clock(day(), 72, 0));
    assert_eq!((result.status, result.outside), (DayStatus::Rest, vec![]));
}

#[test]
fn leave_excuses_every_slot() {
    let result = at(&works(day(), office()), &[mark(10, 0)], DayLeave::WHOLE, clock(day(), 24, 0));
    assert_eq!((result.status, result.late_minutes, result.missing), (DayStatus::OnLeave, 0, 0));
    assert!(result.slots.iter().all(|slot| slot.outcome == SlotOutcome::Excused));
    assert!(result.slots[0].punch.is_some());
}

#[test]
fn half_a_day_of_leave_excuses_its_half() {
    let morning = DayLeave { morning: true, ..DayLeave::default() };
    let afternoon = DayLeave { afternoon: true, ..DayLeave::default() };
    let cases: [(&DayLeave, Times, DayStatus); 5] = [
        (&morning, &[(17, 31)], DayStatus::OnTime),
        (&morning, &[], DayStatus::Absent),
        (&afternoon, &[(8, 27)], DayStatus::OnTime),
        (&afternoon, &[(8, 40)], DayStatus::Late),
        (&afternoon, &[], DayStatus::Absent),
    ];
    for (leave, times, status) in cases {
        let punches: Vec<_> = times.iter().map(|&(hours, minutes)| mark(hours, minutes)).collect();
        let result = at(&works(day(), office()), &punches, leave.clone(), clock(day(), 72, 0));
        assert_eq!(result.status, status, "{leave:?} {times:?}");
    }
}

#[test]
fn a_day_off_inside_a_leave_stays_one() {
    let rest = duty(date(2026, 11, 28), crate::roster::Assignment::Rest);
    let result = at(&rest, &[], DayLeave::WHOLE, clock(date(2026, 11, 28), 72, 0));
    assert_eq!(result.status, DayStatus::Rest);
}

#[test]
fn a_punch_out_of_the_fence_counts_and_asks_for_review() {
    let adrift = PunchMark { needs_review: true, ..mark(8, 27) };
    let result = settled(&works(day(), office()), &[adrift, mark(17, 31)]);
    assert_eq!((result.status, result.needs_review), (DayStatus::OnTime, true));
    assert_eq!(result.slots[0].punch, Some(adrift));
}

#[test]
fn a_month_adds_up() {
    let adrift = PunchMark { needs_review: true, ..mark(8, 27) };
    let office_day = works(day(), office());
    let results = [
        of(office(), &[(8, 27), (17, 31)]),
        of(office(), &[(8, 40), (17, 0)]),
        of(four(), &[(8, 33), (13, 35)]),
        of(office(), &[]),
        settled(&office_day, &[adrift, mark(17, 31)]),
        at(&office_day, &[], DayLeave::WHOLE, clock(day(), 24, 0)),
        at(&office_day, &[mark(8, 50)], DayLeave::default(), clock(day(), 12, 0)),
        settled(&duty(day(), Assignment::Rest), &[mark(9, 0)]),
        settled(&duty(day(), Assignment::Rest), &[]),
    ];
    let expected = MonthTotals {
        shift_days: 6,
        attended_days: 4,
        late_count: 3,
        late_minutes: 18,
        early_count: 1,
        early_minutes: 30,
        missing_slots: 2,
        absent_days: 1,
        leave_days: 1,
        worked_rest_days: 1,
        review_days: 1,
        pending_days: 1,
        leave_minutes: 540,
        ..MonthTotals::default()
    };
    assert_eq!(month_totals(&results), expected);
}

#[test]
fn overtime_adds_up_by_what_it_is_made_good_with() {
    use crate::{calendar::OvertimeClass, roster::Compensation};

    let overtime = |class, compensation, minutes| DayResult {
        overtime: Some(WorkedOvertime { approved: 660, minutes, compensation, class }),
        ..of(office(), &[(8, 27), (17, 31)])
    };
    let results = [
        overtime(OvertimeClass::Workday, Compensation::Pay, 120),
        overtime(OvertimeClass::Workday, Compensation::Pay, 30),
        overtime(OvertimeClass::RestDay, Compensation::Pay, 240),
        overtime(OvertimeClass::RestDay, Compensation::TimeOff, 200),
        overtime(OvertimeClass::Holiday, Compensation::Pay, 480),
        of(office(), &[(8, 27), (17, 31)]),
    ];
    let totals = month_totals(&results);
    let paid = (totals.workday_overtime, totals.rest_day_overtime, totals.holiday_overtime);
    assert_eq!((paid, totals.time_off_earned, totals.overtime()), ((150, 240, 480), 200, 1070));
}
