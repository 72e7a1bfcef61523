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
