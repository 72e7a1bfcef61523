use proptest::prelude::*;

use super::*;
use crate::roster::samples::{four, night, office};

fn slot(due: &str, opens: &str, closes: &str, grace: &str) -> SlotForm {
    let [due, opens, closes, grace] = [due, opens, closes, grace].map(ToOwned::to_owned);
    SlotForm { due, opens, closes, grace }
}

fn form(slots: &[SlotForm]) -> ShiftCommand {
    ShiftCommand {
        hall: HallId::new(),
        replaces: None,
        from: String::new(),
        name: " 样班 ".into(),
        short: "样".into(),
        slots: slots.to_vec(),
    }
}

fn faults(command: &ShiftCommand) -> Vec<(String, FieldReason)> {
    let Err(Problem::Invalid(faults)) = command.shift(ShiftId::new()) else { panic!("{command:?}") };
    faults.into_iter().map(|fault| (fault.field, fault.reason)).collect()
}

#[test]
fn what_stands_is_read_as_it_is_shown() {
    for shift in [office(), four(), night()] {
        let command = ShiftCommand::of(HallId::new(), &shift);
        assert_eq!(command.replaces, Some(shift.id));
        assert_eq!(command.shift(shift.id), Ok(shift));
    }
}

#[test]
fn another_takes_its_place_from_a_day_to_come() {
    use crate::roster::samples::date;
    let (first, last) = (date(2026, 11, 25), date(2027, 12, 29));
    let day = |from: &str| ShiftCommand { from: from.into(), ..form(&[]) }.first_day((first, last));
    assert_eq!(day(" "), Ok(first));
    assert_eq!(day("2026-12-01"), Ok(date(2026, 12, 1)));
    for (text, reason) in [
        ("2026-11-24", FieldReason::OutOfRange),
        ("2027-12-30", FieldReason::OutOfRange),
        ("2026-11-31", FieldReason::NoSuchDate),
    ] {
        assert_eq!(day(text), Err(Problem::field("from", reason)), "{text}");
    }
}

#[test]
fn times_that_turn_back_lie_on_the_next_day() {
    let (come, go) = (slot("22:00", "21:00", "00:30", ""), slot("06:00", "05:00", "08:00", "5"));
    let shift = form(&[come, go, SlotForm::default()]).shift(ShiftId::new()).unwrap();
    let times: Vec<_> = shift.slots.iter().map(|slot| (slot.opens, slot.due, slot.closes, slot.grace)).collect();
    assert_eq!(times, [(1260, 1320, 1470, 0), (1740, 1800, 1920, 5)]);
    assert_eq!(shift.name, "样班");
    // From ten past midnight, with a window that opens the evening before.
    let early = form(&[slot("00:10", "23:00", "01:00", "")]).shift(ShiftId::new()).unwrap();
    assert_eq!(early.slots[0].opens, -60);
}

#[test]
fn every_fault_is_named_by_its_field() {
    use FieldReason::{Malformed, OutOfRange, Overlaps, Required};
    let sound = slot("08:30", "07:30", "10:00", "0");
    let cases = [
        (vec![], "slots", Required),
        (vec![slot("", "07:30", "10:00", "")], "slots[0].due", Required),
        (vec![slot("8.30", "07:30", "10:00", "")], "slots[0].due", Malformed),
        (vec![slot("08:30", "09:00", "10:00", "")], "slots[0].opens", OutOfRange),
        (vec![slot("14:00", "13:00", "13:30", "")], "slots[0].closes", OutOfRange),
        (vec![slot("08:30", "07:30", "10:00", "-5")], "slots[0].grace", Malformed),
        (vec![slot("08:30", "07:30", "08:40", "11")], "slots[0].grace", OutOfRange),
        (vec![sound.clone(), slot("12:00", "07:00", "12:30", "")], "slots[1].opens", Overlaps),
        (vec![sound.clone(), slot("08:31", "08:00", "12:30", "")], "slots[1].due", Overlaps),
        (vec![sound.clone(), SlotForm::default(), sound.clone()], "slots[1].due", Required),
    ];
    for (slots, field, reason) in cases {
        let found = faults(&form(&slots));
        assert!(found.contains(&(field.to_owned(), reason)), "{field}: {found:?}");
    }
    let nameless = ShiftCommand { name: " ".into(), short: "早中晚".into(), ..form(&[slot("", "", "", "1")]) };
    let found = faults(&nameless);
    assert!(found.contains(&("name".into(), Required)) && found.contains(&("slots[0].opens".into(), Required)));
    assert!(found.contains(&("short".into(), FieldReason::TooLong)));
    assert_eq!(faults(&form(&vec![sound; 5])).first().map(|(field, _)| field.as_str()), Some("slots"));
}

proptest! {
    #[test]
    fn whatever_is_typed_makes_a_sound_shift_or_named_faults(
        typed in proptest::collection::vec(("[0-9:]{0,5}", "[0-2][0-9]:[0-5][0-9]", "[0-2][0-9]:[0-5][0-9]"), 0..6),
    ) {
        let slots: Vec<_> = typed.iter().map(|(due, opens, closes)| slot(due, opens, closes, "")).collect();
        match form(&slots).shift(ShiftId::new()) {
            Ok(shift) => prop_assert_eq!(shift.validate(), Ok(())),
            Err(Problem::Invalid(faults)) => prop_assert!(!faults.is_empty()),
            Err(other) => prop_assert!(false, "{:?}", other),
        }
    }
}
