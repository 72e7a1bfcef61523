use std::collections::BTreeSet;

use domain::{
    ids::ShiftId,
    problem::{FieldError, FieldReason, Problem},
    roster::{Shift, ShiftError, Slot, SlotKind},
};
use serde::Deserialize;
use serde_json::Value;

use crate::document;

/// A shift as a file has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ShiftForm {
    name: String,
    short: String,
    slot: Vec<SlotForm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SlotForm {
    kind: SlotKind,
    due: Minute,
    opens: Minute,
    closes: Minute,
    #[serde(default)]
    grace: i32,
}

/// Minutes from the work-date's midnight, written `08:30`, `+1 06:00` on the day after, `-1 23:00` on the day
/// before.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Minute(i32);

impl TryFrom<String> for Minute {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let (days, clock) = match text.split_once(' ') {
            Some(("+1", clock)) => (1, clock),
            Some(("-1", clock)) => (-1, clock),
            Some(_) => return Err("the day is +1 or -1"),
            None => (0, text.as_str()),
        };
        let two = |text: &str, end: i32| {
            let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse::<i32>().ok().filter(|number| digits && *number < end)
        };
        let (hours, minutes) = clock.split_once(':').ok_or("a time is HH:MM")?;
        let (hours, minutes) = two(hours, 24).zip(two(minutes, 60)).ok_or("a time is HH:MM")?;
        Ok(Self(days * 1440 + hours * 60 + minutes))
    }
}

/// Reads and checks the shifts of a file, TOML or JSON. Everything that is wrong is named by the shift's name
/// and the path in it, such as `白班.slot[1].due`; positions count from 0.
pub(super) fn read_shifts(text: &str) -> Result<Vec<Shift>, Problem> {
    let file = document::parse(text)?;
    let unknown = file.as_object().into_iter().flat_map(|file| file.keys()).filter(|key| *key != "shift");
    let mut faults: Vec<FieldError> = unknown.map(|key| FieldError::new(key, FieldReason::Malformed)).collect();
    let items = document::items(&file, "shift");
    if items.is_empty() {
        faults.push(FieldError::new("shift", FieldReason::Required));
    }
    let (mut shifts, mut names) = (Vec::new(), BTreeSet::new());
    for (i, item) in items.iter().enumerate() {
        match read_shift(item) {
            Ok(shift) if names.insert(shift.name.clone()) => shifts.push(shift),
            Ok(shift) => faults.push(at(&shift.name, "name", FieldReason::Taken)),
            Err(found) => {
                let name = item.get("name").and_then(Value::as_str).map(str::trim).filter(|name| !name.is_empty());
                let label = name.map_or_else(|| format!("shift[{i}]"), str::to_owned);
                faults.extend(found.iter().map(|fault| at(&label, &fault.field, fault.reason)));
            }
        }
    }
    if faults.is_empty() { Ok(shifts) } else { Err(Problem::Invalid(faults)) }
}

fn at(shift: &str, field: &str, reason: FieldReason) -> FieldError {
    FieldError::new(&format!("{shift}.{field}"), reason)
}

fn read_shift(item: &Value) -> Result<Shift, Vec<FieldError>> {
    let mut missing = document::missing(item, "", &["name", "short", "slot"]);
    for (i, slot) in document::items(item, "slot").iter().enumerate() {
        missing.extend(document::missing(slot, &format!("slot[{i}]."), &["kind", "due", "opens", "closes"]));
    }
    if !missing.is_empty() {
        return Err(missing);
    }
    let form: ShiftForm = document::fill(item.clone()).map_err(|fault| vec![fault])?;
    let shift = Shift {
        id: ShiftId::new(),
        name: form.name.trim().to_owned(),
        short: form.short.trim().to_owned(),
        slots: form.slot.into_iter().zip(1..).map(slot).collect(),
    };
    shift.validate().map_err(|faults| faults.iter().map(|fault| field_error(&shift, fault)).collect::<Vec<_>>())?;
    Ok(shift)
}

fn slot((form, seq): (SlotForm, i16)) -> Slot {
    let SlotForm { kind, due, opens, closes, grace } = form;
    Slot { seq, kind, due: due.0, opens: opens.0, closes: closes.0, grace }
}

/// In a file a punch is a `slot`.
fn field_error(shift: &Shift, fault: &ShiftError) -> FieldError {
    let FieldError { field, reason } = fault.of_form(shift);
    FieldError::new(&field.replacen("slots", "slot", 1), reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NIGHT: &str = r#"
        [[shift]]
        name = "夜班"
        short = "夜"
        [[shift.slot]]
        kind = "in"
        due = "00:10"
        opens = "-1 23:00"
        closes = "01:00"
        grace = 5
        [[shift.slot]]
        kind = "out"
        due = "+1 06:00"
        opens = "+1 05:00"
        closes = "+1 08:00"
    "#;

    fn faults(text: &str) -> Vec<(String, FieldReason)> {
        match read_shifts(text) {
            Err(Problem::Invalid(faults)) => faults.into_iter().map(|fault| (fault.field, fault.reason)).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn times_reach_into_the_days_around() {
        let shifts = read_shifts(NIGHT).unwrap();
        let times: Vec<_> =
            shifts[0].slots.iter().map(|slot| (slot.opens, slot.due, slot.closes, slot.grace)).collect();
        assert_eq!(times, [(-60, 10, 60, 5), (1740, 1800, 1920, 0)]);
    }

    #[test]
    fn what_is_wrong_is_named_by_shift_and_field() {
        use FieldReason::{Malformed, OutOfRange, Required, Taken, TooLong};
        let fault = |field: &str, reason| vec![(field.to_owned(), reason)];
        assert_eq!(faults("shift = "), fault("file", Malformed));
        assert_eq!(faults(""), fault("shift", Required));
        assert_eq!(faults(&format!("note = 1\n{NIGHT}")), fault("note", Malformed));
        assert_eq!(faults(&NIGHT.replace(r#"name = "夜班""#, "")), fault("shift[0].name", Required));
        assert_eq!(faults(&NIGHT.replace("夜班", "休")), fault("休.name", Taken));
        assert_eq!(faults(&format!("{NIGHT}{NIGHT}")), fault("夜班.name", Taken));
        assert_eq!(faults(&NIGHT.replace(r#""夜""#, r#""夜夜夜""#)), fault("夜班.short", TooLong));
        assert_eq!(faults(&NIGHT.replace(r#"due = "+1 06:00""#, "")), fault("夜班.slot[1].due", Required));
        assert_eq!(faults(&NIGHT.replace("out", "back")), fault("夜班.slot[1].kind", Malformed));
        assert_eq!(faults(&NIGHT.replace("\"out\"", "\"in\"")), fault("夜班.slot[1].kind", OutOfRange));
        assert_eq!(faults(&NIGHT.replace("+1 08:00", "+1 05:30")), fault("夜班.slot[1].closes", OutOfRange));
        for time in ["24:00", "8:30", "08:60", "+2 06:00", "+1", "08:30:00", "+8:30"] {
            assert_eq!(faults(&NIGHT.replace("00:10", time)), fault("夜班.slot[0].due", Malformed), "{time}");
        }
    }
}
