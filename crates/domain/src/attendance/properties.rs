//! What must hold whatever the shifts and punches are.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use proptest::prelude::*;
use strategies::{DAYS, Fact, Granted, any_days, any_facts, any_granted, any_punches, any_shift, first_day};

use super::{
    Adjustment, AdjustmentCause, DayFacts, DayResult, DayStatus, DaySummary, PunchMark, SlotWindow, Timetable,
    day_result, settles_at,
};
use crate::{
    calendar::{CalendarStamp, CalendarStatus},
    leave::DayLeave,
    roster::{
        Duty, EARLIEST_OPENING, LATEST_CLOSING,
        samples::{clock, works},
    },
    time::hall_date,
};

mod strategies;

fn all_windows(timetable: &Timetable) -> Vec<SlotWindow> {
    let mut windows: Vec<SlotWindow> = first_day()
        .iter_days()
        .take(DAYS)
        .flat_map(|date| timetable.slots_on(date).cloned().collect::<Vec<_>>())
        .collect();
    windows.sort_by_key(|window| window.start);
    windows
}

fn results(duties: &[Duty], timetable: &Timetable, punches: &[PunchMark], now: DateTime<Utc>) -> Vec<DayResult> {
    results_with(duties, &vec![Granted::default(); DAYS], timetable, punches, now)
}

fn results_with(
    duties: &[Duty],
    granted: &[Granted],
    timetable: &Timetable,
    punches: &[PunchMark],
    now: DateTime<Utc>,
) -> Vec<DayResult> {
    let calendar = CalendarStamp { version: 1, status: CalendarStatus::Published };
    let judged = |(duty, (on_leave, overtime)): (&Duty, &Granted)| {
        day_result(&DayFacts { duty, timetable, punches, on_leave, overtime: *overtime, calendar }, now)
    };
    duties.iter().zip(granted).map(judged).collect()
}

proptest! {
    #[test]
    fn shifts_made_here_are_sound(shift in any_shift()) {
        prop_assert_eq!(shift.validate(), Ok(()));
    }

    #[test]
    fn no_instant_belongs_to_two_slots_and_every_due_time_to_its_own(duties in any_days()) {
        let windows = all_windows(&Timetable::new(&duties));
        for pair in windows.windows(2) {
            prop_assert!(pair[0].end <= pair[1].start, "{:?} {:?}", pair[0], pair[1]);
        }
        for window in &windows {
            prop_assert!(window.contains(window.due), "{window:?}");
        }
    }

    #[test]
    fn cutting_a_shift_loses_no_minute(shift in any_shift(), minute in EARLIEST_OPENING..=LATEST_CLOSING) {
        let within = shift.slots.iter().any(|slot| slot.opens <= minute && minute <= slot.closes);
        let timetable = Timetable::new(&[works(first_day(), shift)]);
        let at = clock(first_day(), 0, minute.into());
        prop_assert_eq!(timetable.locate(at).is_some(), within);
    }

    #[test]
    fn cutting_lets_no_slot_outgrow_what_was_configured(duties in any_days(), punches in any_punches()) {
        let timetable = Timetable::new(&duties);
        for punch in punches {
            let Some(window) = timetable.locate(punch.at) else { continue };
            // Where shifts touch, the second may get one minute more: see `Timetable`.
            let touched = window.start == window.due;
            let alone = Timetable::new(&duties.iter().filter(|duty| duty.date == window.work_date).cloned().collect::<Vec<_>>());
            prop_assert!(touched || alone.locate(punch.at).is_some_and(|own| own.work_date == window.work_date));
        }
    }

    #[test]
    fn the_days_on_either_side_are_enough_to_know_a_day(duties in any_days()) {
        let windows = all_windows(&Timetable::new(&duties));
        // Touching shifts move a due time by a minute, which a day two away may see or not.
        prop_assume!(windows.iter().all(|window| window.start < window.due));
        for around in duties.windows(3) {
            let date = around[1].date;
            let near: Vec<SlotWindow> = Timetable::new(around).slots_on(date).cloned().collect();
            let far: Vec<SlotWindow> = Timetable::new(&duties).slots_on(date).cloned().collect();
            prop_assert_eq!(near, far);
        }
    }

    #[test]
    fn the_order_in_which_punches_arrive_changes_nothing(
        duties in any_days(),
        (ordered, shuffled) in any_punches().prop_flat_map(|punches| (Just(punches.clone()), Just(punches).prop_shuffle())),
    ) {
        let timetable = Timetable::new(&duties);
        let now = clock(first_day(), 24 * 8, 0);
        prop_assert_eq!(results(&duties, &timetable, &ordered, now), results(&duties, &timetable, &shuffled, now));
    }

    #[test]
    fn every_punch_has_one_place_at_most_and_none_of_these_days_is_lost(duties in any_days(), punches in any_punches()) {
        let timetable = Timetable::new(&duties);
        let results = results(&duties, &timetable, &punches, clock(first_day(), 24 * 8, 0));
        for punch in &punches {
            let counted = results.iter().flat_map(|day| &day.slots).filter(|slot| slot.punch == Some(*punch)).count();
            let outside = results.iter().flat_map(|day| &day.outside).filter(|id| **id == punch.id).count();
            let in_days = duties.iter().any(|duty| duty.date == hall_date(punch.at));
            let located = timetable.locate(punch.at).is_some();
            prop_assert!(counted <= usize::from(located));
            prop_assert_eq!(outside, usize::from(in_days && !located));
        }
    }

    #[test]
    fn the_minutes_of_a_day_are_those_of_the_punches_that_count(duties in any_days(), punches in any_punches()) {
        let timetable = Timetable::new(&duties);
        for day in results(&duties, &timetable, &punches, clock(first_day(), 24 * 8, 0)) {
            let mut off = 0;
            for slot in &day.slots {
                if let Some(punch) = slot.punch {
                    let window = timetable.locate(punch.at).unwrap();
                    prop_assert_eq!((window.work_date, window.seq), (day.date, slot.seq));
                    off += window.minutes_off(punch.at);
                }
            }
            prop_assert_eq!(day.late_minutes + day.early_minutes, off);
        }
    }

    #[test]
    fn no_day_is_judged_before_its_end_and_every_day_after(
        duties in any_days(),
        punches in any_punches(),
        minutes in 0..(1440 * 7i64),
    ) {
        let timetable = Timetable::new(&duties);
        let now = clock(first_day(), 0, minutes);
        for day in results(&duties, &timetable, &punches, now) {
            let over = now >= settles_at(day.date, &timetable);
            prop_assert_eq!(day.status == DayStatus::Pending, !over);
            prop_assert!(settles_at(day.date, &timetable) > clock(day.date, 0, 0));
            prop_assert!(settles_at(day.date, &timetable) <= clock(day.date + Days::new(1), 12, 1));
        }
    }

    #[test]
    fn no_order_of_punches_corrections_and_recounts_loses_or_doubles_minutes(
        duties in any_days(),
        granted in any_granted(),
        (facts, order) in any_facts().prop_flat_map(|facts| (Just(facts.clone()), Just(facts).prop_shuffle())),
    ) {
        let leave: BTreeMap<NaiveDate, DayLeave> =
            duties.iter().zip(&granted).map(|(duty, (leave, _))| (duty.date, leave.clone())).collect();
        let timetable = Timetable::with_leave(&duties, |date| leave.get(&date).cloned().unwrap_or_default());
        let now = clock(first_day(), 24 * 8, 0);
        let everything: Vec<PunchMark> = facts.iter().filter_map(Fact::mark).collect();
        let expected = results_with(&duties, &granted, &timetable, &everything, now);
        // Facts come in any order; between them days are judged again, as the job happens to run.
        let mut kept = results_with(&duties, &granted, &timetable, &[], now);
        let (mut so_far, mut stale) = (Vec::new(), Vec::new());
        for fact in order.iter().chain([&Fact::Recount]) {
            match fact.mark() {
                Some(mark) => {
                    // Only the day that a punch belongs to is judged again: that must be enough.
                    stale.push(timetable.locate(mark.at).map_or_else(|| hall_date(mark.at), |slot| slot.work_date));
                    so_far.push(mark);
                }
                None => {
                    let anew = results_with(&duties, &granted, &timetable, &so_far, now);
                    let judged_again = kept.iter_mut().zip(anew).filter(|(_, new)| stale.contains(&new.date));
                    judged_again.for_each(|(old, new)| *old = new);
                    stale.clear();
                }
            }
        }
        prop_assert_eq!(kept, expected);
    }

    #[test]
    fn a_locked_day_and_its_adjustments_come_to_what_all_facts_come_to(
        duties in any_days(),
        before in any_punches(),
        later in prop::collection::vec(any_punches(), 0..4),
    ) {
        let timetable = Timetable::new(&duties);
        let now = clock(first_day(), 24 * 8, 0);
        let summaries = |punches: &[PunchMark]| -> Vec<DaySummary> {
            results(&duties, &timetable, punches, now).iter().map(DaySummary::of).collect()
        };
        let (locked, mut all) = (summaries(&before), before);
        let mut lines: Vec<Vec<Adjustment>> = vec![Vec::new(); locked.len()];
        for punches in later {
            all.extend(punches);
            for ((day, after), lines) in locked.iter().zip(summaries(&all)).zip(&mut lines) {
                lines.extend(Adjustment::of(*day, lines, first_day(), after, AdjustmentCause::Correction));
            }
        }
        for ((day, lines), after) in locked.iter().zip(&lines).zip(summaries(&all)) {
            let minutes = |day: DaySummary| (day.late_minutes, day.early_minutes, day.missing);
            let differences = lines.iter().map(|line| (minutes(line.before), minutes(line.after)));
            let sum = differences.fold(minutes(*day), |sum, (before, after)| {
                (sum.0 + after.0 - before.0, sum.1 + after.1 - before.1, sum.2 + after.2 - before.2)
            });
            prop_assert_eq!(sum, minutes(after), "no minute is lost or counted twice");
            prop_assert_eq!(lines.last().map_or(*day, |line| line.after), after);
        }
    }
}
