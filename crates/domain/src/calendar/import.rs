//! A year that is brought in: as the text it is written in, and what it would change, told before it is done.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{CalendarYear, DayKind, WorkCalendar};
use crate::problem::FieldError;

/// Characters of a year's text that a form takes at most. What is looked at stands in the address, of which proxies
/// take about 8 kB; a year has fewer than 2000.
pub const MAX_YEAR_TEXT: u16 = 4000;

/// What importing a text would do, told before it is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearPreview {
    /// What stands against it, by the place in the text; nothing else is told then.
    pub faults: Vec<FieldError>,
    /// What it would change, where nothing stands against it.
    pub change: Option<YearChange>,
}

/// What a version of a year changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearChange {
    /// The year as it would hold, with the version that it would get.
    pub year: CalendarYear,
    /// Whether it says the same as the version in force, word for word.
    pub same: bool,
    /// The days that would be of another kind, in their order.
    pub days: Vec<DayChange>,
    /// Leave of the agency's halls, asked for or granted and not over, from the first of these days to the last:
    /// counted again.
    pub leave: u64,
}

/// A day that would be of another kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayChange {
    /// The day.
    pub date: NaiveDate,
    /// What it is.
    pub old: DayKind,
    /// What it would be.
    pub new: DayKind,
}

impl WorkCalendar {
    /// The days that are of another kind by a year than by this calendar. Which festival it is that is celebrated
    /// makes none: it costs the same.
    pub fn changed_by(&self, year: &CalendarYear) -> Vec<DayChange> {
        let with: Self = [year.clone()].into_iter().collect();
        let days = NaiveDate::from_ymd_opt(year.year, 1, 1)
            .into_iter()
            .flat_map(|first| first.iter_days().take_while(move |date| date.year() == first.year()));
        days.map(|date| DayChange { date, old: self.day_kind(date), new: with.day_kind(date) })
            .filter(|day| std::mem::discriminant(&day.old) != std::mem::discriminant(&day.new))
            .collect()
    }
}

impl CalendarYear {
    /// The year as it is imported, in TOML, without its version: what the next one is written from.
    pub fn text(&self) -> String {
        let make_up = self.make_up.iter().map(ToString::to_string);
        let off = self.off.iter().map(|range| format!("{{ from = {}, to = {} }}", range.from, range.to));
        let statutory = self.statutory.iter();
        let statutory =
            statutory.map(|day| format!("{{ date = {}, festival = \"{}\" }}", day.date, day.festival.code()));
        format!(
            "year = {}\nstatus = \"{}\"\nsource = \"{}\"\nmake_up = {}\noff = {}\nstatutory = {}\n",
            self.year,
            self.status.code(),
            quoted(&self.source),
            list(make_up),
            list(off),
            list(statutory)
        )
    }
}

/// A list with each of its items on a line of its own.
fn list(items: impl Iterator<Item = String>) -> String {
    let lines: Vec<String> = items.map(|item| format!("  {item},\n")).collect();
    if lines.is_empty() { "[]".to_owned() } else { format!("[\n{}]", lines.concat()) }
}

/// What stands between TOML's quotes; it has no character there that ends a line or can't be seen.
fn quoted(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{DateRange, Festival, StatutoryDay};

    fn date(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2027, month, day).unwrap()
    }

    fn of_2027(calendar: &WorkCalendar) -> CalendarYear {
        calendar.year(2027).unwrap().clone()
    }

    #[test]
    fn days_that_change_are_told_from_what_to_what() {
        let calendar = WorkCalendar::built_in();
        let mut year = of_2027(&calendar);
        assert!(calendar.changed_by(&year).is_empty(), "the year in force changes nothing");
        // Tuesday is off for the Saturday eleven days later, and the Spring Festival is one day shorter.
        year.off[1].to = date(2, 9);
        year.make_up.push(date(2, 20));
        year.statutory.retain(|day| day.date != date(2, 8));
        let change = |date, old, new| DayChange { date, old, new };
        assert_eq!(
            calendar.changed_by(&year),
            [
                change(date(2, 8), DayKind::StatutoryHoliday(Festival::SpringFestival), DayKind::AdjustedRest),
                change(date(2, 9), DayKind::Workday, DayKind::AdjustedRest),
                change(date(2, 20), DayKind::RestDay, DayKind::MakeUpWorkday),
            ]
        );
    }

    #[test]
    fn which_festival_it_is_changes_no_day_and_a_year_that_was_unknown_its_holidays() {
        let calendar = WorkCalendar::built_in();
        let mut year = of_2027(&calendar);
        year.statutory[0].festival = Festival::Special;
        assert!(calendar.changed_by(&year).is_empty());
        let of_2028 = |month, day| NaiveDate::from_ymd_opt(2028, month, day).unwrap();
        let unknown = CalendarYear {
            year: 2028,
            off: vec![DateRange { from: of_2028(5, 1), to: of_2028(5, 1) }],
            make_up: Vec::new(),
            statutory: vec![StatutoryDay { date: of_2028(5, 1), festival: Festival::LabourDay }],
            ..year
        };
        let labour_day = DayKind::StatutoryHoliday(Festival::LabourDay);
        let change = DayChange { date: of_2028(5, 1), old: DayKind::Workday, new: labour_day };
        assert_eq!(calendar.changed_by(&unknown), [change]);
    }

    #[test]
    fn a_year_that_nobody_can_date_changes_nothing() {
        let calendar = WorkCalendar::built_in();
        let far = CalendarYear { year: i32::MAX, ..of_2027(&calendar) };
        assert!(calendar.changed_by(&far).is_empty());
    }

    #[test]
    fn the_text_is_short_enough_for_its_form() {
        let calendar = WorkCalendar::built_in();
        for year in calendar.years() {
            let text = year.text();
            assert!(text.chars().count() * 2 < usize::from(MAX_YEAR_TEXT), "{text}");
        }
        let quoted = CalendarYear { source: "\"甲\"\\\n乙".to_owned(), ..of_2027(&calendar) };
        assert!(quoted.text().contains(r#"source = "\"甲\"\\ 乙""#), "{}", quoted.text());
    }
}
