//! Usual weeks as a form gives them to several people at once, and as they are listed.

use std::collections::BTreeSet;

use chrono::{NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::{FindingView, PatternDays};
use crate::{
    formats::parse_date,
    ids::{HallId, PersonId, ShiftId, WindowId, ZoneId},
    org::Side,
    problem::{FieldErrors, FieldReason, Problem},
};

/// People who can be given a week at once: more than a large hall has.
pub const MAX_WEEK_PEOPLE: usize = 500;

/// The weekdays whose shift can be worked on a make-up workday.
pub const MAKE_UP_DAYS: [Weekday; 5] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];

/// Gives some people of a hall a usual week from a date on, in the place of the one that they have then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeekCommand {
    /// The hall.
    pub hall: HallId,
    /// Whose.
    #[serde(default)]
    pub people: Vec<PersonId>,
    /// Monday to Sunday, a shift's id each; a day off if empty.
    #[serde(default)]
    pub days: Vec<String>,
    /// The weekday that make-up workdays are worked as, such as `Mon`; Monday if empty.
    #[serde(default)]
    pub make_up: String,
    /// The window where they work; each one's own post if empty.
    #[serde(default)]
    pub window: String,
    /// First day.
    #[serde(default)]
    pub from: String,
}

/// A usual week that some people are given, as far as a form can be read by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewWeek {
    /// Whose.
    pub people: BTreeSet<PersonId>,
    /// Monday to Sunday.
    pub days: PatternDays,
    /// The weekday that make-up workdays are worked as.
    pub make_up: Weekday,
    /// Where, if not at each one's own post.
    pub window: Option<WindowId>,
    /// First day.
    pub from: NaiveDate,
}

impl WeekCommand {
    /// The week that is meant. It begins between two dates.
    ///
    /// # Errors
    /// [`Problem::Invalid`] at `people`, `days[0]` to `days[6]`, `make_up`, `window` and `from`.
    pub fn read(&self, (first, last): (NaiveDate, NaiveDate)) -> Result<NewWeek, Problem> {
        let mut errors = FieldErrors::default();
        let people: BTreeSet<PersonId> = self.people.iter().copied().collect();
        let people = match people.len() {
            0 => Err(FieldReason::Required),
            1..=MAX_WEEK_PEOPLE => Ok(people),
            _ => Err(FieldReason::TooMany),
        };
        let people = errors.take("people", people);
        let mut days = PatternDays::default();
        for (nth, day) in days.iter_mut().enumerate() {
            let text = self.days.get(nth).map_or("", |text| text.trim());
            *day = errors.take(&format!("days[{nth}]"), chosen::<ShiftId>(text)).flatten();
        }
        let make_up = match self.make_up.trim() {
            "" => Ok(Weekday::Mon),
            text => text.parse().ok().filter(|day| MAKE_UP_DAYS.contains(day)).ok_or(FieldReason::Malformed),
        };
        let make_up = errors.take("make_up", make_up);
        let window = errors.take("window", chosen::<WindowId>(self.window.trim()));
        let from = errors.take("from", within(&self.from, (first, last)));
        errors.check()?;
        match (people, make_up, window, from) {
            (Some(people), Some(make_up), Some(window), Some(from)) => {
                Ok(NewWeek { people, days, make_up, window, from })
            }
            _ => Err(Problem::Invalid(Vec::new())),
        }
    }
}

/// What was chosen from a list, if anything.
fn chosen<T: std::str::FromStr>(text: &str) -> Result<Option<T>, FieldReason> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| FieldReason::Malformed)
}

/// A date as it is typed, between two.
pub(super) fn within(text: &str, (first, last): (NaiveDate, NaiveDate)) -> Result<NaiveDate, FieldReason> {
    if text.trim().is_empty() {
        return Err(FieldReason::Required);
    }
    let date = parse_date(text)?;
    if (first..=last).contains(&date) { Ok(date) } else { Err(FieldReason::OutOfRange) }
}

/// Ends the usual week that somebody has on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndWeekCommand {
    /// The hall.
    pub hall: HallId,
    /// Whose.
    pub person: PersonId,
    /// Its last day.
    #[serde(default)]
    pub last: String,
}

impl EndWeekCommand {
    /// The last day, between two dates.
    ///
    /// # Errors
    /// [`Problem::Invalid`] at `last`.
    pub fn last(&self, span: (NaiveDate, NaiveDate)) -> Result<NaiveDate, Problem> {
        within(&self.last, span).map_err(|reason| Problem::field("last", reason))
    }
}

/// The usual weeks of a hall's people, and what new ones can be made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HallWeeks {
    /// The hall.
    pub hall: HallId,
    /// Today at the hall: weeks before it stay as they are.
    pub today: NaiveDate,
    /// The shifts in use, those that most people work first.
    pub shifts: Vec<(ShiftId, String)>,
    /// The windows with a post, in the order of zones.
    pub windows: Vec<(WindowId, String)>,
    /// The zones, in their order.
    pub zones: Vec<(ZoneId, String)>,
    /// Who works there, in the order of windows.
    pub people: Vec<WeekPerson>,
}

/// Somebody with their usual weeks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeekPerson {
    /// Who.
    pub person: PersonId,
    /// 姓名.
    pub name: String,
    /// The post that they hold today: its window, zone and side.
    pub post: Option<(String, ZoneId, Side)>,
    /// Their weeks of today and to come, by when they begin.
    pub weeks: Vec<WeekView>,
}

/// A usual week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeekView {
    /// First day.
    pub from: NaiveDate,
    /// Last day; open when absent.
    pub to: Option<NaiveDate>,
    /// Monday to Sunday: a shift's name, or nothing on a day off.
    pub days: [Option<String>; 7],
    /// The weekday that make-up workdays are worked as.
    pub make_up: Weekday,
    /// Where, if not at their own post.
    pub window: Option<String>,
}

/// What came of weeks that were given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeekOutcome {
    /// Whether they were stored: not where a hard rule would be broken.
    pub applied: bool,
    /// People whose week is another now.
    pub changed: usize,
    /// People who had it already.
    pub unchanged: usize,
    /// The first day that changes.
    pub from: NaiveDate,
    /// What speaks against it, hard findings first.
    pub findings: Vec<FindingView>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::samples::date;

    const SPAN: (NaiveDate, NaiveDate) = (
        NaiveDate::from_ymd_opt(2026, 11, 24).expect("a date"),
        NaiveDate::from_ymd_opt(2027, 11, 24).expect("a date"),
    );

    fn form(shift: ShiftId, people: &[PersonId]) -> WeekCommand {
        let mut days = vec![shift.to_string(); 5];
        days.push(String::new());
        WeekCommand {
            hall: HallId::new(),
            people: people.to_vec(),
            days,
            make_up: String::new(),
            window: String::new(),
            from: "2026-12-01".to_owned(),
        }
    }

    #[test]
    fn what_is_left_empty_is_off_on_monday_and_at_their_own_post() {
        let (shift, person) = (ShiftId::new(), PersonId::new());
        let week = form(shift, &[person, person]).read(SPAN).unwrap();
        let on = Some(shift);
        assert_eq!(week.days, [on, on, on, on, on, None, None]);
        assert_eq!((week.people.len(), week.make_up, week.window), (1, Weekday::Mon, None));
        assert_eq!(week.from, date(2026, 12, 1));
    }

    #[test]
    fn every_wrong_field_is_named() {
        use FieldReason::{Malformed, NoSuchDate, OutOfRange, Required};
        let mut wrong = form(ShiftId::new(), &[]);
        wrong.days[2] = "白班".to_owned();
        (wrong.make_up, wrong.window, wrong.from) = ("Sat".into(), "A01".into(), "2026-02-30".into());
        let Err(Problem::Invalid(faults)) = wrong.read(SPAN) else { panic!("read") };
        let faults: Vec<_> = faults.iter().map(|fault| (fault.field.as_str(), fault.reason)).collect();
        let expected = [
            ("people", Required),
            ("days[2]", Malformed),
            ("make_up", Malformed),
            ("window", Malformed),
            ("from", NoSuchDate),
        ];
        assert_eq!(faults, expected);
        for (from, reason) in [("", Required), ("2026-11-23", OutOfRange), ("2027-11-25", OutOfRange)] {
            let early = WeekCommand { from: from.to_owned(), ..form(ShiftId::new(), &[PersonId::new()]) };
            assert_eq!(early.read(SPAN), Err(Problem::field("from", reason)), "{from}");
        }
        let crowd: Vec<PersonId> = (0..=MAX_WEEK_PEOPLE).map(|_| PersonId::new()).collect();
        let refused = form(ShiftId::new(), &crowd).read(SPAN);
        assert_eq!(refused, Err(Problem::field("people", FieldReason::TooMany)));
        let end = EndWeekCommand { hall: HallId::new(), person: PersonId::new(), last: String::new() };
        assert_eq!(end.last(SPAN), Err(Problem::field("last", Required)));
    }
}
