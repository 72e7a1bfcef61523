//! Shifts as a form has them: times on the wall. On which day each lies follows from the order in which they come.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{FindingView, Shift, Slot, SlotKind};
use crate::{
    ids::{HallId, ShiftId},
    problem::{FieldErrors, FieldReason, Problem},
    time::{minute_of, wall_time},
};

/// Minutes of a day.
const DAY: i32 = 24 * 60;

/// How far a window may reach before and after its due time, in minutes. What lies further is no wide window but a
/// slip: an opening that was typed later than the due time would else be the evening before.
const REACH: i32 = 12 * 60;

/// A punch of a shift as it is filled in: three times, `HH:MM`, and minutes of grace.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlotForm {
    /// When it is due; not later than the time before it in the form means the day after.
    #[serde(default)]
    pub due: String,
    /// First minute of its window: the last such time up to the due time.
    #[serde(default)]
    pub opens: String,
    /// Last minute of its window: the first such time from the due time on.
    #[serde(default)]
    pub closes: String,
    /// Minutes late, or early, that still count as on time; none if empty.
    #[serde(default)]
    pub grace: String,
}

impl SlotForm {
    fn is_empty(&self) -> bool {
        [&self.due, &self.opens, &self.closes, &self.grace].iter().all(|text| text.trim().is_empty())
    }

    fn of(slot: &Slot) -> Self {
        Self {
            due: wall_time(slot.due),
            opens: wall_time(slot.opens),
            closes: wall_time(slot.closes),
            grace: slot.grace.to_string(),
        }
    }

    /// The slot that is meant, in the form's row, after one that is due at a minute.
    fn read(&self, row: usize, before: Option<i32>, errors: &mut FieldErrors) -> Option<Slot> {
        let mut take = |field: &str, value| errors.take(&format!("slots[{row}].{field}"), value);
        let due = take("due", minutes(&self.due));
        let opens = take("opens", minutes(&self.opens));
        let closes = take("closes", minutes(&self.closes));
        let grace = take("grace", grace(&self.grace));
        let due = due.map(|due| before.map_or(due, |before| before + 1 + (due - before - 1).rem_euclid(DAY)))?;
        let near = |distance: i32| if distance <= REACH { Ok(distance) } else { Err(FieldReason::OutOfRange) };
        let early = opens.and_then(|opens| take("opens", near((due - opens).rem_euclid(DAY))));
        let late = closes.and_then(|closes| take("closes", near((closes - due).rem_euclid(DAY))));
        Some(Slot {
            seq: i16::try_from(row + 1).unwrap_or(i16::MAX),
            kind: if row.is_multiple_of(2) { SlotKind::In } else { SlotKind::Out },
            due,
            opens: due - early?,
            closes: due + late?,
            grace: grace?,
        })
    }
}

fn minutes(time: &str) -> Result<i32, FieldReason> {
    match time.trim() {
        "" => Err(FieldReason::Required),
        time => minute_of(time).map(i32::from),
    }
}

fn grace(text: &str) -> Result<i32, FieldReason> {
    match text.trim() {
        "" => Ok(0),
        text => text.parse::<u16>().map(i32::from).map_err(|_| FieldReason::Malformed),
    }
}

/// Makes a shift of a hall, or puts one in the place of another, which nobody changes any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftCommand {
    /// The hall.
    pub hall: HallId,
    /// The shift whose place it takes from tomorrow on.
    #[serde(default)]
    pub replaces: Option<ShiftId>,
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// One or two characters for the cells of a grid.
    #[serde(default)]
    pub short: String,
    /// Its punches, in and out by turns; empty rows after the last are none.
    #[serde(default)]
    pub slots: Vec<SlotForm>,
}

impl ShiftCommand {
    /// A shift as it stands, to be changed.
    pub fn of(hall: HallId, shift: &Shift) -> Self {
        Self {
            hall,
            replaces: Some(shift.id),
            name: shift.name.clone(),
            short: shift.short.clone(),
            slots: shift.slots.iter().map(SlotForm::of).collect(),
        }
    }

    /// The shift that is meant, under an id of its own.
    ///
    /// # Errors
    /// [`Problem::Invalid`] at `name`, `short`, `slots`, and at fields such as `slots[1].due`, counted from 0.
    pub fn shift(&self, id: ShiftId) -> Result<Shift, Problem> {
        let mut errors = FieldErrors::default();
        let mut slots: Vec<Slot> = Vec::new();
        let filled = self.slots.iter().rposition(|slot| !slot.is_empty()).map_or(0, |last| last + 1);
        for (row, form) in self.slots.iter().take(filled).enumerate() {
            slots.extend(form.read(row, slots.last().map(|slot| slot.due), &mut errors));
        }
        let whole = slots.len() == filled;
        let (name, short) = (self.name.trim().to_owned(), self.short.trim().to_owned());
        let shift = Shift { id, name, short, slots };
        if let Err(faults) = shift.validate() {
            // Where a punch can't be read, those after it lie on no day yet.
            let told = faults.iter().filter(|fault| whole || !fault.field.starts_with("slots"));
            errors.extend(told.map(|fault| fault.of_form(&shift)));
        }
        errors.check()?;
        Ok(shift)
    }
}

/// A shift in use, as it is listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftRow {
    /// The shift.
    pub shift: Shift,
    /// How many people's weeks name it, from tomorrow on.
    pub people: usize,
}

/// The shifts of a hall, for who sets them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HallShifts {
    /// The hall.
    pub hall: HallId,
    /// The date on which a change would begin: tomorrow.
    pub from: NaiveDate,
    /// Those in use, by name.
    pub shifts: Vec<ShiftRow>,
    /// Those that were replaced or retired last, with their last day, the latest first.
    pub earlier: Vec<(Shift, NaiveDate)>,
}

/// What came of a shift that was set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftOutcome {
    /// Whether it was stored: not where a hard rule would be broken.
    pub applied: bool,
    /// Its first day.
    pub from: NaiveDate,
    /// People whose weeks go on with it.
    pub people: usize,
    /// Published and drafted days that now wait in drafts to be published with it.
    pub days: usize,
    /// What speaks against the weeks that go on with it, hard findings first.
    pub findings: Vec<FindingView>,
}

impl ShiftOutcome {
    /// Nothing but the shift itself has changed.
    pub const fn alone(from: NaiveDate) -> Self {
        Self { applied: true, from, people: 0, days: 0, findings: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
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
}
