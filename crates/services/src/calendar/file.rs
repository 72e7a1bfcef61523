use domain::{
    calendar::{CalendarError, CalendarProblem, CalendarYear},
    problem::{FieldError, FieldReason, Problem},
};
use serde_json::Value;

use crate::document;

/// Reads and checks a year's file, TOML or JSON, both in the form of [`CalendarYear`]. The version in it is of
/// no account: it gets the one that is given here.
pub(super) fn read_year(text: &str, version: impl FnOnce(i32) -> i32) -> Result<CalendarYear, Problem> {
    let mut value = document::parse(text)?;
    let missing = missing_fields(&value);
    if !missing.is_empty() {
        return Err(Problem::Invalid(missing));
    }
    if let Value::Object(fields) = &mut value {
        fields.insert("version".to_owned(), 1.into());
    }
    let mut year: CalendarYear = document::fill(value).map_err(|fault| Problem::Invalid(vec![fault]))?;
    year.version = version(year.year);
    year.validate().map_err(|faults| Problem::Invalid(faults.iter().map(field_error).collect()))?;
    Ok(year)
}

/// Every field that is not there, by its path. Asked beforehand, because a reader stops at the first one and
/// names only what it should stand in.
fn missing_fields(year: &Value) -> Vec<FieldError> {
    let mut missing = document::missing(year, "", &["year", "status", "source", "off", "make_up", "statutory"]);
    for (list, fields) in [("off", ["from", "to"]), ("statutory", ["date", "festival"])] {
        for (i, item) in document::items(year, list).iter().enumerate() {
            missing.extend(document::missing(item, &format!("{list}[{i}]."), &fields));
        }
    }
    missing
}

fn field_error(fault: &CalendarError) -> FieldError {
    let reason = match fault.problem {
        CalendarProblem::Empty => FieldReason::Required,
        CalendarProblem::OutOfOrder => FieldReason::EndsBeforeStart,
        CalendarProblem::Twice => FieldReason::Taken,
        CalendarProblem::InBreak => FieldReason::Overlaps,
        CalendarProblem::NotPositive
        | CalendarProblem::NoSuchYear
        | CalendarProblem::OutsideYear
        | CalendarProblem::NotWeekend
        | CalendarProblem::OutsideBreaks => FieldReason::OutOfRange,
    };
    FieldError::new(&fault.field, reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    const YEAR: &str = r#"
        year = 2028
        status = "provisional"
        source = "国务院办公厅通知"
        make_up = [2028-01-08]
        off = [{ from = 2028-01-01, to = 2028-01-03 }]
        statutory = [{ date = 2028-01-01, festival = "new_year" }]
    "#;

    const NO_DAYS: &str =
        "year = 99999\nstatus = \"published\"\nsource = \"通知\"\nmake_up = []\noff = []\nstatutory = []";

    fn faults(text: &str) -> Vec<(String, FieldReason)> {
        match read_year(text, |_| 1) {
            Err(Problem::Invalid(faults)) => faults.into_iter().map(|fault| (fault.field, fault.reason)).collect(),
            other => panic!("{other:?}"),
        }
    }

    fn fault(field: &str, reason: FieldReason) -> Vec<(String, FieldReason)> {
        vec![(field.to_owned(), reason)]
    }

    #[test]
    fn toml_and_json_say_the_same() {
        let from_toml = read_year(YEAR, |year| year - 2020).unwrap();
        assert_eq!((from_toml.year, from_toml.version), (2028, 8));
        let json = serde_json::to_string(&from_toml).unwrap();
        assert_eq!(read_year(&json, |_| 8).unwrap(), from_toml);
    }

    #[test]
    fn what_a_year_is_written_as_is_read_back() {
        for year in domain::calendar::WorkCalendar::built_in().years() {
            assert_eq!(&read_year(&year.text(), |_| 1).unwrap(), year);
        }
        let mut odd = read_year(YEAR, |_| 1).unwrap();
        odd.source = "\"国办\"\\通知".to_owned();
        assert_eq!(read_year(&odd.text(), |_| 1).unwrap(), odd);
    }

    #[test]
    fn what_is_wrong_is_named_by_its_field() {
        use FieldReason::{Malformed, OutOfRange, Overlaps, Required};
        assert_eq!(faults("year = "), fault("file", Malformed));
        assert_eq!(faults(NO_DAYS), fault("year", OutOfRange));
        assert_eq!(faults("{"), fault("file", Malformed));
        assert_eq!(faults(&YEAR.replace(", to = 2028-01-03", "")), fault("off[0].to", Required));
        assert_eq!(faults(&YEAR.replace("source", "sauce")), fault("source", Required));
        assert_eq!(faults(&YEAR.replace("new_year", "christmas")), fault("statutory[0].festival", Malformed));
        assert_eq!(faults(&YEAR.replace("to = 2028-01-03", "to = 2028-02-30")), fault("file", Malformed));
        assert_eq!(faults(&YEAR.replace("[2028-01-08]", "[2028-01-07]")), fault("make_up[0]", OutOfRange));
        assert_eq!(faults(&YEAR.replace("[2028-01-08]", "[2028-01-02]")), fault("make_up[0]", Overlaps));
        assert_eq!(faults(&format!("{YEAR}\nnote = 1")), fault("note", Malformed));
    }
}
