use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::Assignment;
use crate::{
    ids::{HallId, PersonId, ShiftId, WindowId},
    problem::{FieldReason, Problem},
};

/// How a form names the brush that sends people to a window.
pub const WINDOW_BRUSH: &str = "window";

/// What it names in the place of a window to send people back to their own posts.
pub const OWN_POST: &str = "own";

/// Cells that can be painted at once: a month of a large hall's zone, and then some.
pub const MAX_CELLS: usize = 2_000;

/// What a cell says, or shall say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Plan {
    /// Work this shift.
    Shift(ShiftId),
    /// A day off.
    Rest,
    /// Nobody has said anything yet.
    Unscheduled,
}

impl From<&Assignment> for Plan {
    fn from(assignment: &Assignment) -> Self {
        match assignment {
            Assignment::Shift(shift) => Self::Shift(shift.id),
            Assignment::Rest => Self::Rest,
            Assignment::Unscheduled => Self::Unscheduled,
        }
    }
}

/// Where a drafted shift is to be worked: at a post, or at a window as it is painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Placing<T> {
    /// Where it is published.
    Published,
    /// At the own post, or at none for who holds none, whatever is published.
    Own,
    /// Here.
    At(T),
}

impl<T> Placing<T> {
    /// The place that is meant, by where it is published and where the own post is.
    pub fn resolve(self, published: Option<T>, own: Option<T>) -> Option<T> {
        match self {
            Self::Published => published,
            Self::Own => own,
            Self::At(place) => Some(place),
        }
    }
}

/// What a tap puts into a cell. In forms: a shift's id, `rest`, `clear`, `window:` and a window's id, or `window:own`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Brush {
    /// This shift.
    Shift(ShiftId),
    /// A day off.
    Rest,
    /// What is published: the draft forgets the cell.
    Clear,
    /// The same shift at this window. A day off stays one.
    Window(WindowId),
    /// The same shift at the own post. A day off stays one.
    OwnPost,
}

impl Brush {
    /// How a form sends it.
    pub fn code(self) -> String {
        match self {
            Self::Shift(shift) => shift.to_string(),
            Self::Rest => "rest".to_owned(),
            Self::Clear => "clear".to_owned(),
            Self::Window(window) => format!("{WINDOW_BRUSH}:{window}"),
            Self::OwnPost => format!("{WINDOW_BRUSH}:{OWN_POST}"),
        }
    }

    /// Where it sends to, if it only says where.
    pub const fn placing(self) -> Option<Placing<WindowId>> {
        match self {
            Self::Window(window) => Some(Placing::At(window)),
            Self::OwnPost => Some(Placing::Own),
            Self::Shift(_) | Self::Rest | Self::Clear => None,
        }
    }
}

impl FromStr for Brush {
    type Err = FieldReason;

    fn from_str(text: &str) -> Result<Self, FieldReason> {
        match text.strip_prefix(WINDOW_BRUSH).and_then(|rest| rest.strip_prefix(':')) {
            Some(OWN_POST) => return Ok(Self::OwnPost),
            Some(window) => return window.parse().map(Self::Window).map_err(|_| FieldReason::Malformed),
            None => {}
        }
        match text {
            "rest" => Ok(Self::Rest),
            "clear" => Ok(Self::Clear),
            shift => shift.parse().map(Self::Shift).map_err(|_| FieldReason::Malformed),
        }
    }
}

/// A cell to be painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stroke {
    /// Whose.
    pub person: PersonId,
    /// The date.
    pub date: NaiveDate,
    /// With what.
    pub brush: Brush,
}

impl Stroke {
    /// How a form sends it.
    pub fn code(&self) -> String {
        format!("{}/{}/{}", self.person, self.date, self.brush.code())
    }

    /// Reads cells as forms send them: `person/date`, or `person/date/brush` for one that has its own, with
    /// commas between them.
    pub fn parse_all(cells: &str, brush: &str) -> Result<Vec<Self>, Problem> {
        let wrong = |field| move |reason| Problem::field(field, reason);
        let mut strokes = Vec::new();
        for cell in cells.split(',').filter(|cell| !cell.is_empty()) {
            if strokes.len() == MAX_CELLS {
                return Err(Problem::field("cells", FieldReason::TooLong));
            }
            let mut parts = cell.split('/');
            let (person, date) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
            let brush = parts.next().unwrap_or(brush);
            strokes.push(Self {
                person: person.parse().map_err(|_| Problem::field("cells", FieldReason::Malformed))?,
                date: date.parse().map_err(|_| Problem::field("cells", FieldReason::Malformed))?,
                brush: brush.parse().map_err(wrong("brush"))?,
            });
        }
        if strokes.is_empty() { Err(Problem::field("cells", FieldReason::Required)) } else { Ok(strokes) }
    }
}

/// The draft that a change is meant for: a hall's, for a month, at a version. Version 0 is no draft yet; a
/// version that has been overtaken is a conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftRef {
    /// The hall.
    pub hall: HallId,
    /// Any date of the month.
    pub month: NaiveDate,
    /// The version that the editor has before them.
    pub version: i32,
}

impl DraftRef {
    /// The first date of the month.
    pub fn first(&self) -> NaiveDate {
        self.month.with_day(1).unwrap_or(self.month)
    }

    /// The last date of the month.
    pub fn last(&self) -> NaiveDate {
        crate::calendar::last_of_month(self.month)
    }
}

/// The Monday on or before a date.
pub fn monday_of(date: NaiveDate) -> NaiveDate {
    date.week(Weekday::Mon).checked_first_day().unwrap_or(date)
}

/// The dates of the week that begins on a Monday, each with the same weekday a week later.
pub fn week_to_next(monday: NaiveDate) -> impl Iterator<Item = (NaiveDate, NaiveDate)> {
    monday.iter_days().take(7).map(|date| (date, date + Days::new(7)))
}

/// Whether a date is the Monday from which a week can be copied.
pub fn is_monday(date: NaiveDate) -> bool {
    date.weekday() == Weekday::Mon
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::samples::date;

    #[test]
    fn strokes_round_trip_and_bad_ones_are_refused() {
        let (person, shift) = (PersonId::new(), ShiftId::new());
        let stroke = |brush| Stroke { person, date: date(2026, 12, 1), brush };
        let own = stroke(Brush::Shift(shift));
        let text = format!("{},{person}/2026-12-01", own.code());
        assert_eq!(Stroke::parse_all(&text, "rest"), Ok(vec![own, stroke(Brush::Rest)]));
        for brush in [Brush::Window(WindowId::new()), Brush::OwnPost] {
            let there = stroke(brush);
            assert_eq!(Stroke::parse_all(&there.code(), ""), Ok(vec![there]));
        }
        let cases = [
            ("", "rest", "cells", FieldReason::Required),
            ("x/2026-12-01", "rest", "cells", FieldReason::Malformed),
            (&format!("{person}/2026-12-32"), "rest", "cells", FieldReason::Malformed),
            (&format!("{person}/2026-12-01"), "", "brush", FieldReason::Malformed),
            (&format!("{person}/2026-12-01"), "window:A01", "brush", FieldReason::Malformed),
        ];
        for (cells, brush, field, reason) in cases {
            assert_eq!(Stroke::parse_all(cells, brush), Err(Problem::field(field, reason)), "{cells}");
        }
        let many = vec![own.code(); MAX_CELLS + 1].join(",");
        assert_eq!(Stroke::parse_all(&many, ""), Err(Problem::field("cells", FieldReason::TooLong)));
    }

    #[test]
    fn the_own_post_counts_whatever_is_published() {
        let (published, own) = (Some(1), Some(2));
        assert_eq!(Placing::Published.resolve(published, own), published);
        assert_eq!(Placing::Own.resolve(published, own), own);
        assert_eq!(Placing::Own.resolve(published, None), None);
        assert_eq!(Placing::At(3).resolve(published, own), Some(3));
    }

    #[test]
    fn a_week_goes_to_the_next() {
        assert_eq!(monday_of(date(2026, 11, 29)), date(2026, 11, 23));
        let days: Vec<_> = week_to_next(date(2026, 11, 23)).collect();
        assert_eq!(days[0], (date(2026, 11, 23), date(2026, 11, 30)));
        assert_eq!(days[6], (date(2026, 11, 29), date(2026, 12, 6)));
        assert!(is_monday(days[0].1));
    }
}
