use super::*;
use crate::roster::samples::{four, night, office, shift};

/// Opens, due, closes, grace: see [`shift`].
type Slots = &'static [(i32, i32, i32, i32)];

fn faults(shift: &Shift) -> Vec<String> {
    shift.validate().unwrap_err().iter().map(ToString::to_string).collect()
}

#[test]
fn sound_shifts_pass() {
    for shift in [office(), four(), night(), shift(&[(-100, 30, 200, 0)])] {
        assert_eq!(shift.validate(), Ok(()));
    }
}

#[test]
fn faults_name_their_field() {
    let cases: [(Slots, &str); 9] = [
        (&[], "slots: must be one to four"),
        (&[(900, 830, 1000, 0)], "slots[0].opens: the window must contain the due time"),
        (&[(800, 830, 820, 0)], "slots[0].closes: the window must contain the due time"),
        (&[(-1300, 0, 100, 0)], "slots[0].opens: lies too far from the work-date"),
        (&[(2300, 2400, 2500, 0)], "slots[0].due: lies too far from the work-date"),
        (&[(2200, 2300, 3600, 0)], "slots[0].closes: lies too far from the work-date"),
        (&[(800, 830, 840, 11)], "slots[0].grace: grace must stay within the window"),
        (&[(800, 830, 900, -1)], "slots[0].grace: grace must stay within the window"),
        (&[(800, 830, 900, 0), (800, 831, 900, 0)], "slots[1].due: must follow the slot before"),
    ];
    for (slots, fault) in cases {
        assert!(faults(&shift(slots)).contains(&fault.to_owned()), "{fault}: {:?}", faults(&shift(slots)));
    }
}

#[test]
fn slots_take_turns_and_count_up() {
    let mut shift = office();
    shift.slots.reverse();
    assert!(faults(&shift).contains(&"slots[0].kind: in and out must take turns".to_owned()));
    assert!(faults(&shift).contains(&"slots[0].seq: must count up from 1".to_owned()));
}

#[test]
fn names_have_their_lengths() {
    let nameless = Shift { name: String::new(), short: "早中晚".into(), ..office() };
    assert_eq!(faults(&nameless), ["name: has the wrong length", "short: has the wrong length"]);
}

#[test]
fn numbers_from_the_wire_do_not_overflow() {
    let mut shift = office();
    for slot in &mut shift.slots {
        (slot.seq, slot.due, slot.opens, slot.closes, slot.grace) = (i16::MAX, i32::MAX, i32::MIN, i32::MAX, i32::MAX);
    }
    assert!(shift.validate().is_err());
}

#[test]
fn a_day_off_is_no_shift_and_times_tell_two_of_one_name_apart() {
    let off = Shift { name: OFF.into(), short: OFF.into(), ..office() };
    assert_eq!(faults(&off), ["name: means a day off", "short: means a day off"]);
    assert_eq!(four().with_times(), "样班 08:30–12:00 13:30–17:30");
    assert_eq!(night().with_times(), "样班 23:00–07:00");
}
