use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{ClaimDoubt, FenceVerdict, RULE_VERSION, SlotWindow, Timetable};
use crate::{coded::coded_enum, ids::PunchId, roster::SlotKind};

/// A punch, as far as the rules of a day need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PunchMark {
    /// The punch.
    pub id: PunchId,
    /// When it counts: by the server, or as claimed for it by a phone without a network.
    pub at: DateTime<Utc>,
    /// Whether a lead still has to look at it: [`Judgement::needs_review`], until they have decided.
    pub needs_review: bool,
}

coded_enum! {
    /// What the time of a punch says, whatever its place.
    pub enum TimeVerdict {
        /// In time for its slot.
        OnTime = "on_time",
        /// Arrived late.
        Late = "late",
        /// Left early.
        LeftEarly = "left_early",
        /// Its slot already has a punch that counts before it.
        Extra = "extra",
        /// The day's first slot is not open yet.
        TooEarly = "too_early",
        /// There is a shift, but no slot is open.
        OutsideSlots = "outside_slots",
        /// There is no shift: a day off, or nothing rostered.
        NoRoster = "no_roster",
    }
}

impl TimeVerdict {
    /// Where no slot is open at the time, so that the punch counts for none; the person may say why they made it.
    pub const WITHOUT_SLOT: [Self; 3] = [Self::TooEarly, Self::OutsideSlots, Self::NoRoster];
}

coded_enum! {
    /// One thing to tell about a punch; what is told first is its headline.
    pub enum Verdict {
        /// 正常.
        Normal = "normal",
        /// 迟到.
        Late = "late",
        /// 早退.
        LeftEarly = "left_early",
        /// 范围外.
        OutOfFence = "out_of_fence",
        /// 位置待核实: no position, a vague one, or no fence to hold it against.
        PositionUnknown = "position_unknown",
        /// 时间待核实: made without a network, and the phone's word for when is not enough.
        TimeUnknown = "time_unknown",
        /// 重复打卡: changes nothing.
        Extra = "extra",
        /// 未到打卡时间.
        TooEarly = "too_early",
        /// 不在打卡时段.
        OutsideSlots = "outside_slots",
        /// 无排班.
        NoRoster = "no_roster",
    }
}

/// What a punch was judged to be when it was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// The headline: the first of [`verdicts`].
    pub verdict: Verdict,
    /// What its time says.
    pub time: TimeVerdict,
    /// What its place says.
    pub place: FenceVerdict,
    /// Why the time claimed for it is not certain, if it isn't.
    pub doubt: Option<ClaimDoubt>,
    /// The date it belongs to, if it belongs to a slot.
    pub work_date: Option<NaiveDate>,
    /// The slot it belongs to.
    pub slot_seq: Option<i16>,
    /// Minutes late or left early, else 0.
    pub minutes: i32,
    /// [`RULE_VERSION`] at the time.
    pub rule_version: i16,
}

impl Judgement {
    /// Whether a lead has to look at the punch: its place or its time is not shown.
    pub const fn needs_review(&self) -> bool {
        self.place.needs_review() || self.doubt.is_some()
    }
}

/// Judges a punch made at an instant. `earlier` are the person's other punches so far.
pub fn judge(
    timetable: &Timetable,
    earlier: &[PunchMark],
    at: DateTime<Utc>,
    place: FenceVerdict,
    doubt: Option<ClaimDoubt>,
) -> Judgement {
    let slot = timetable.locate(at);
    let needs_review = place.needs_review() || doubt.is_some();
    let (time, minutes) = match slot {
        Some(slot) => time_in_slot(slot, earlier, at, needs_review),
        None => (time_outside_slots(timetable, at), 0),
    };
    Judgement {
        verdict: told(time, &place, doubt).next().unwrap_or(Verdict::Normal),
        time,
        place,
        doubt,
        work_date: slot.map(|slot| slot.work_date),
        slot_seq: slot.map(|slot| slot.seq),
        minutes,
        rule_version: RULE_VERSION,
    }
}

fn time_in_slot(slot: &SlotWindow, earlier: &[PunchMark], at: DateTime<Utc>, needs_review: bool) -> (TimeVerdict, i32) {
    let beaten = counted_punch(slot, earlier)
        .is_some_and(|best| rank(slot, best.at, best.needs_review) <= rank(slot, at, needs_review));
    if beaten {
        return (TimeVerdict::Extra, 0);
    }
    match (slot.minutes_off(at), slot.kind) {
        (0, _) => (TimeVerdict::OnTime, 0),
        (minutes, SlotKind::In) => (TimeVerdict::Late, minutes),
        (minutes, SlotKind::Out) => (TimeVerdict::LeftEarly, minutes),
    }
}

fn time_outside_slots(timetable: &Timetable, at: DateTime<Utc>) -> TimeVerdict {
    match timetable.span_of(timetable.work_date_at(at)) {
        None => TimeVerdict::NoRoster,
        Some((opens, _)) if at < opens => TimeVerdict::TooEarly,
        Some(_) => TimeVerdict::OutsideSlots,
    }
}

/// The punch that counts for a slot: of an arrival the first, of a departure the last, and among equally
/// good times one made at the hall before one that isn't shown to be. The order of `punches` is of no
/// account.
pub fn counted_punch<'a>(slot: &SlotWindow, punches: &'a [PunchMark]) -> Option<&'a PunchMark> {
    punches
        .iter()
        .filter(|punch| slot.contains(punch.at))
        .min_by_key(|punch| (rank(slot, punch.at, punch.needs_review), punch.id))
}

/// How well a punch serves a slot; the least is best.
fn rank(slot: &SlotWindow, at: DateTime<Utc>, needs_review: bool) -> (i32, bool, i64) {
    let order = match slot.kind {
        SlotKind::In => at.timestamp_millis(),
        SlotKind::Out => -at.timestamp_millis(),
    };
    (slot.minutes_off(at), needs_review, order)
}

/// Everything there is to tell about a punch, the headline first: where no slot is open, that; then being
/// out of the fence, which asks the person for a reason; then lateness; then an unknown position or time.
pub fn verdicts(time: TimeVerdict, place: &FenceVerdict, doubt: Option<ClaimDoubt>) -> Vec<Verdict> {
    let told: Vec<Verdict> = told(time, place, doubt).collect();
    if told.is_empty() { vec![Verdict::Normal] } else { told }
}

fn told(time: TimeVerdict, place: &FenceVerdict, doubt: Option<ClaimDoubt>) -> impl Iterator<Item = Verdict> {
    let place = match place {
        FenceVerdict::Inside { .. } | FenceVerdict::Proved { .. } => None,
        FenceVerdict::Outside { .. } => Some(Verdict::OutOfFence),
        FenceVerdict::Inaccurate { .. } | FenceVerdict::NoPosition { .. } | FenceVerdict::NoFence => {
            Some(Verdict::PositionUnknown)
        }
    };
    let (time, no_slot) = match time {
        TimeVerdict::OnTime => (None, false),
        TimeVerdict::Late => (Some(Verdict::Late), false),
        TimeVerdict::LeftEarly => (Some(Verdict::LeftEarly), false),
        TimeVerdict::Extra => (Some(Verdict::Extra), false),
        TimeVerdict::TooEarly => (Some(Verdict::TooEarly), true),
        TimeVerdict::OutsideSlots => (Some(Verdict::OutsideSlots), true),
        TimeVerdict::NoRoster => (Some(Verdict::NoRoster), true),
    };
    let place_first = place == Some(Verdict::OutOfFence) && !no_slot;
    let told = if place_first { [place, time] } else { [time, place] };
    told.into_iter().chain([doubt.map(|_| Verdict::TimeUnknown)]).flatten()
}

/// Whether a second punch within a minute of the last one is the same tap again. A second try that is at
/// the hall, after one that wasn't shown to be, is new evidence and no mere tap; nor is the first punch of the next
/// slot, which may begin where the last one ends.
pub fn is_double_tap(timetable: &Timetable, last: &PunchMark, at: DateTime<Utc>, needs_review: bool) -> bool {
    let better_place = last.needs_review && !needs_review;
    let slot = |at| timetable.locate(at).map(|slot| (slot.work_date, slot.seq));
    (at - last.at).abs() < TimeDelta::seconds(60) && !better_place && slot(last.at) == slot(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        attendance::{NoPosition, Proof},
        ids::FenceId,
        roster::{
            Assignment,
            samples::{clock, date, duty, night, office, works},
        },
    };

    fn inside() -> FenceVerdict {
        FenceVerdict::Inside { fence: FenceId::new(), distance_m: 20 }
    }

    fn outside() -> FenceVerdict {
        FenceVerdict::Outside { fence: FenceId::new(), distance_m: 900 }
    }

    fn mark(at: DateTime<Utc>, needs_review: bool) -> PunchMark {
        PunchMark { id: PunchId::new(), at, needs_review }
    }

    const DENIED: FenceVerdict = FenceVerdict::NoPosition { reason: NoPosition::Denied };

    #[test]
    fn the_time_of_a_punch_decides_its_verdict() {
        let day = date(2026, 11, 24);
        let timetable = Timetable::new(&[works(day, office()), duty(day.succ_opt().unwrap(), Assignment::Rest)]);
        let cases = [
            ((8, 27), Verdict::Normal, Some(1), 0),
            ((8, 35), Verdict::Normal, Some(1), 0),
            ((8, 40), Verdict::Late, Some(1), 10),
            ((17, 0), Verdict::LeftEarly, Some(2), 30),
            ((17, 31), Verdict::Normal, Some(2), 0),
            ((6, 0), Verdict::TooEarly, None, 0),
            ((13, 0), Verdict::OutsideSlots, None, 0),
            ((23, 30), Verdict::OutsideSlots, None, 0),
            ((32, 30), Verdict::NoRoster, None, 0),
        ];
        for ((hours, minutes), verdict, slot, off) in cases {
            let judged = judge(&timetable, &[], clock(day, hours, minutes), inside(), None);
            assert_eq!((judged.verdict, judged.slot_seq, judged.minutes), (verdict, slot, off), "{hours}:{minutes}");
            assert_eq!(judged.work_date, slot.map(|_| day), "{hours}:{minutes}");
            assert_eq!(judged.rule_version, RULE_VERSION);
        }
        let nobody = judge(&Timetable::default(), &[], clock(day, 8, 27), inside(), None);
        assert_eq!(nobody.verdict, Verdict::NoRoster);
    }

    #[test]
    fn between_the_slots_of_a_night_it_is_not_the_next_day() {
        let day = date(2026, 11, 24);
        let timetable = Timetable::new(&[works(day, night()), duty(day.succ_opt().unwrap(), Assignment::Rest)]);
        assert_eq!(judge(&timetable, &[], clock(day, 27, 0), inside(), None).verdict, Verdict::OutsideSlots);
    }

    #[test]
    fn lateness_and_place_are_both_told_with_one_headline() {
        let cases = [
            (TimeVerdict::OnTime, inside(), vec![Verdict::Normal]),
            (TimeVerdict::OnTime, outside(), vec![Verdict::OutOfFence]),
            (TimeVerdict::OnTime, DENIED, vec![Verdict::PositionUnknown]),
            (TimeVerdict::Late, outside(), vec![Verdict::OutOfFence, Verdict::Late]),
            (TimeVerdict::LeftEarly, DENIED, vec![Verdict::LeftEarly, Verdict::PositionUnknown]),
            (TimeVerdict::NoRoster, outside(), vec![Verdict::NoRoster, Verdict::OutOfFence]),
            (TimeVerdict::Late, FenceVerdict::NoFence, vec![Verdict::Late, Verdict::PositionUnknown]),
        ];
        for (time, place, told) in cases {
            assert_eq!(verdicts(time, &place, None), told);
        }
        let doubt = Some(ClaimDoubt::ClockChanged);
        assert_eq!(verdicts(TimeVerdict::OnTime, &inside(), doubt), [Verdict::TimeUnknown]);
        assert_eq!(
            verdicts(TimeVerdict::Late, &outside(), doubt),
            [Verdict::OutOfFence, Verdict::Late, Verdict::TimeUnknown]
        );
        let proved = FenceVerdict::Proved { proof: Proof::HallCode };
        assert_eq!(verdicts(TimeVerdict::OnTime, &proved, None), [Verdict::Normal]);
        let day = date(2026, 11, 24);
        let judged = judge(&Timetable::new(&[works(day, office())]), &[], clock(day, 8, 45), outside(), None);
        assert_eq!((judged.verdict, judged.time, judged.minutes), (Verdict::OutOfFence, TimeVerdict::Late, 15));
    }

    #[test]
    fn the_first_arrival_and_the_last_departure_count() {
        let day = date(2026, 11, 24);
        let timetable = Timetable::new(&[works(day, office())]);
        let earlier = [mark(clock(day, 8, 20), false), mark(clock(day, 16, 0), false)];
        let again = judge(&timetable, &earlier, clock(day, 8, 50), inside(), None);
        assert_eq!((again.verdict, again.minutes, again.slot_seq), (Verdict::Extra, 0, Some(1)));
        let home = judge(&timetable, &earlier, clock(day, 17, 35), inside(), None);
        assert_eq!(home.verdict, Verdict::Normal);
        let slots: Vec<_> = timetable.slots_on(day).collect();
        let late_out = mark(clock(day, 17, 35), false);
        let all = [late_out, earlier[1], earlier[0]];
        assert_eq!(counted_punch(slots[0], &all), Some(&earlier[0]));
        assert_eq!(counted_punch(slots[1], &all), Some(&late_out));
    }

    #[test]
    fn a_place_that_is_shown_beats_one_that_is_not_but_never_at_the_cost_of_lateness() {
        let day = date(2026, 11, 24);
        let timetable = Timetable::new(&[works(day, office())]);
        let adrift = mark(clock(day, 8, 20), true);
        assert_eq!(judge(&timetable, &[adrift], clock(day, 8, 25), inside(), None).verdict, Verdict::Normal);
        assert_eq!(judge(&timetable, &[adrift], clock(day, 8, 50), inside(), None).verdict, Verdict::Extra);
        let slot = timetable.locate(adrift.at).unwrap();
        let sound = mark(clock(day, 8, 25), false);
        assert_eq!(counted_punch(slot, &[adrift, sound]), Some(&sound));
        assert_eq!(counted_punch(slot, &[adrift, mark(clock(day, 8, 50), false)]), Some(&adrift));
    }

    #[test]
    fn two_taps_within_a_minute_are_one() {
        let day = date(2026, 11, 24);
        let timetable = Timetable::new(&[works(day, office())]);
        let at = clock(day, 8, 27);
        let again = |last: PunchMark, seconds, needs_review| {
            is_double_tap(&timetable, &last, last.at + TimeDelta::seconds(seconds), needs_review)
        };
        let first = mark(at, false);
        assert!(again(first, 59, false));
        assert!(again(first, 59, true));
        assert!(!again(first, 60, false));
        let adrift = mark(at, true);
        assert!(again(adrift, 5, true));
        assert!(!again(adrift, 5, false));
    }

    #[test]
    fn on_either_side_of_a_slots_end_two_taps_are_two() {
        let day = date(2026, 11, 24);
        let timetable = Timetable::new(&[works(day, office())]);
        let ends = timetable.slots_on(day).next().unwrap().end;
        let last = mark(ends - TimeDelta::seconds(20), false);
        assert!(!is_double_tap(&timetable, &last, ends + TimeDelta::seconds(20), false));
        assert!(is_double_tap(&timetable, &last, ends - TimeDelta::seconds(1), false));
    }
}
