use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{PunchMark, SlotWindow, Timetable, Verdict, counted_punch};
use crate::{coded::coded_enum, roster::SlotKind, time::hall_date};

coded_enum! {
    /// What the button on the first screen says.
    pub enum PunchAction {
        /// 上班打卡.
        ClockIn = "clock_in",
        /// 下班打卡.
        ClockOut = "clock_out",
        /// 打卡: nothing particular is due.
        Punch = "punch",
    }
}

/// What is due for a person now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueSlot {
    /// What the button says.
    pub action: PunchAction,
    /// The slot that is open now.
    pub slot: Option<SlotWindow>,
    /// The punch that counts for it so far.
    pub punch: Option<PunchMark>,
    /// The next slot to open.
    pub next: Option<SlotWindow>,
}

impl DueSlot {
    /// What a punch at `at` will come to in time, by what was read at `read_at`. Nothing is foreseen of another day
    /// at the hall than that of the reading, whose roster may have changed since, nor of what lies outside the two
    /// slots that are known: a word that turns out wrong is worse than none.
    pub fn foresee(&self, read_at: DateTime<Utc>, at: DateTime<Utc>) -> Option<Verdict> {
        if hall_date(read_at) != hall_date(at) {
            return None;
        }
        let known = [&self.slot, &self.next].into_iter().flatten().find(|slot| slot.contains(at));
        if let Some(slot) = known {
            return Some(match (slot.minutes_off(at), slot.kind) {
                (0, _) => Verdict::Normal,
                (_, SlotKind::In) => Verdict::Late,
                (_, SlotKind::Out) => Verdict::LeftEarly,
            });
        }
        let past_all = self.next.as_ref().is_some_and(|next| next.end <= at);
        (read_at <= at && !past_all).then_some(Verdict::OutsideSlots)
    }
}

/// What is due now, by the open window alone. Yesterday's forgotten departure therefore never turns this
/// morning's button. An arrival that is done asks for nothing more, unless it still needs
/// review: then it can be tried again at the hall. A departure can be punched again till its window ends.
pub fn due_slot(timetable: &Timetable, punches: &[PunchMark], now: DateTime<Utc>) -> DueSlot {
    let slot = timetable.locate(now).cloned();
    let punch = slot.as_ref().and_then(|slot| counted_punch(slot, punches).copied());
    let action = match (slot.as_ref().map(|slot| slot.kind), punch) {
        (Some(SlotKind::In), Some(PunchMark { needs_review: false, .. })) | (None, _) => PunchAction::Punch,
        (Some(SlotKind::In), _) => PunchAction::ClockIn,
        (Some(SlotKind::Out), _) => PunchAction::ClockOut,
    };
    DueSlot { action, slot, punch, next: timetable.next_after(now).cloned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        ids::PunchId,
        roster::{
            Assignment,
            samples::{clock, date, duty, four, night, office, works},
        },
    };

    fn mark(at: DateTime<Utc>) -> PunchMark {
        PunchMark { id: PunchId::new(), at, needs_review: false }
    }

    #[test]
    fn the_open_window_decides_the_button() {
        let day = date(2026, 11, 24);
        let timetable = Timetable::new(&[works(day, four())]);
        let cases = [
            ((6, 0), PunchAction::Punch, Some(1)),
            ((8, 25), PunchAction::ClockIn, Some(2)),
            ((10, 40), PunchAction::Punch, Some(2)),
            ((12, 5), PunchAction::ClockOut, Some(3)),
            ((13, 20), PunchAction::ClockIn, Some(4)),
            ((17, 30), PunchAction::ClockOut, None),
            ((22, 30), PunchAction::Punch, None),
        ];
        for ((hours, minutes), action, next) in cases {
            let due = due_slot(&timetable, &[], clock(day, hours, minutes));
            assert_eq!((due.action, due.next.map(|slot| slot.seq)), (action, next), "{hours}:{minutes}");
        }
    }

    #[test]
    fn a_forgotten_departure_does_not_turn_the_next_mornings_button() {
        let (day, next) = (date(2026, 11, 24), date(2026, 11, 25));
        let timetable = Timetable::new(&[works(day, office()), works(next, office())]);
        let arrived_only = [mark(clock(day, 8, 20))];
        let due = due_slot(&timetable, &arrived_only, clock(next, 8, 20));
        assert_eq!((due.action, due.slot.unwrap().work_date), (PunchAction::ClockIn, next));
        assert_eq!(due.punch, None);
    }

    #[test]
    fn after_midnight_the_night_shifts_departure_is_due() {
        let (day, next) = (date(2026, 11, 24), date(2026, 11, 25));
        let timetable = Timetable::new(&[works(day, night()), duty(next, Assignment::Rest)]);
        let due = due_slot(&timetable, &[mark(clock(day, 22, 50))], clock(next, 6, 50));
        assert_eq!((due.action, due.slot.unwrap().work_date), (PunchAction::ClockOut, day));
    }

    #[test]
    fn an_arrival_that_is_done_asks_no_more_and_one_out_of_the_fence_can_be_tried_again() {
        let day = date(2026, 11, 24);
        let timetable = Timetable::new(&[works(day, office())]);
        let punch = mark(clock(day, 8, 20));
        let due = due_slot(&timetable, &[punch], clock(day, 8, 21));
        assert_eq!((due.action, due.punch, due.next.unwrap().seq), (PunchAction::Punch, Some(punch), 2));
        let adrift = PunchMark { needs_review: true, ..punch };
        assert_eq!(due_slot(&timetable, &[adrift], clock(day, 8, 21)).action, PunchAction::ClockIn);
    }

    #[test]
    fn what_a_punch_will_come_to_is_foreseen_for_the_day_of_the_reading_alone() {
        let (before, day) = (date(2026, 11, 23), date(2026, 11, 24));
        let timetable = Timetable::new(&[works(before, office()), works(day, office())]);
        let due = |read_at| due_slot(&timetable, &[], read_at);
        let morning = clock(day, 8, 20);
        let cases = [
            (morning, clock(day, 8, 25), Some(Verdict::Normal)),
            (morning, clock(day, 8, 50), Some(Verdict::Late)),
            // The slot after the one that was due when it was read.
            (morning, clock(day, 17, 31), Some(Verdict::Normal)),
            (morning, clock(day, 16, 50), Some(Verdict::LeftEarly)),
            (clock(day, 5, 0), clock(day, 5, 10), Some(Verdict::OutsideSlots)),
            // Yesterday's copy knows this morning's slot, and may know it wrong.
            (clock(before, 17, 40), clock(day, 8, 25), None),
            (clock(before, 8, 20), clock(day, 8, 25), None),
            // Before the reading, and after all that it tells of.
            (clock(day, 12, 0), clock(day, 5, 0), None),
        ];
        for (read_at, at, expected) in cases {
            assert_eq!(due(read_at).foresee(read_at, at), expected, "read {read_at}, punched {at}");
        }
    }

    #[test]
    fn a_departure_can_be_punched_again() {
        let day = date(2026, 11, 24);
        let timetable = Timetable::new(&[works(day, office())]);
        let early = mark(clock(day, 17, 0));
        let due = due_slot(&timetable, &[early], clock(day, 17, 31));
        assert_eq!((due.action, due.punch), (PunchAction::ClockOut, Some(early)));
    }
}
