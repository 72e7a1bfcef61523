use std::str::FromStr;

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc, Weekday};
use serde::{Deserialize, Serialize};

use super::{Assignment, Finding, Shift};
use crate::{
    calendar::DayKind,
    ids::{HallId, PersonId, PublicationId, ReceiptId, ShiftId, WindowId},
    problem::{FieldReason, Problem},
};

/// Cells that can be painted at once: a month of a large hall's zone, and then some.
pub const MAX_CELLS: usize = 2_000;

/// Characters of the reason for publishing against the rules of the house.
pub const MAX_PUBLISH_REASON: u16 = 200;

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

/// What a tap puts into a cell. In forms: a shift's id, `rest`, or `clear`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Brush {
    /// This shift.
    Shift(ShiftId),
    /// A day off.
    Rest,
    /// What is published: the draft forgets the cell.
    Clear,
}

impl Brush {
    /// How a form sends it.
    pub fn code(self) -> String {
        match self {
            Self::Shift(shift) => shift.to_string(),
            Self::Rest => "rest".to_owned(),
            Self::Clear => "clear".to_owned(),
        }
    }
}

impl FromStr for Brush {
    type Err = FieldReason;

    fn from_str(text: &str) -> Result<Self, FieldReason> {
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

/// The month of a hall as its editors see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterSheet {
    /// When it was read.
    pub as_of: DateTime<Utc>,
    /// The hall.
    pub hall: HallId,
    /// The first date of the month.
    pub month: NaiveDate,
    /// The draft as it stands.
    pub draft: DraftState,
    /// Who changed the draft last, and when.
    pub edited: Option<(String, DateTime<Utc>)>,
    /// The shifts in use, which can be painted with, and those that cells still name.
    pub shifts: Vec<Shift>,
    /// Those of them that can be painted with.
    pub brushes: Vec<ShiftId>,
    /// The dates of the month.
    pub days: Vec<SheetDay>,
    /// One row a person, in the order of zones and windows.
    pub rows: Vec<SheetRow>,
    /// Who has not acknowledged what was published for this month.
    pub unacknowledged: Vec<OpenReceipt>,
}

/// A date of the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetDay {
    /// The date.
    pub date: NaiveDate,
    /// What the calendar says of it.
    pub kind: DayKind,
    /// Whether it can still be changed.
    pub open: bool,
}

/// A person's row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetRow {
    /// Who.
    pub person: PersonId,
    /// 姓名.
    pub name: String,
    /// Window, if they hold a post.
    pub place: Option<String>,
    /// Whether the viewer may change it: not their own.
    pub editable: bool,
    /// Whether any date of the month lies in a protected period: no nights, no overtime. Why is not told.
    pub protected: bool,
    /// One cell a date.
    pub cells: Vec<SheetCell>,
}

/// A cell: what is published, and what the draft makes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetCell {
    /// What holds now.
    pub published: Plan,
    /// What shall hold.
    pub draft: Option<Plan>,
    /// Whether it can be changed: the day is open, and the person is employed on it.
    pub open: bool,
}

impl SheetCell {
    /// What the cell shows.
    pub fn shown(&self) -> Plan {
        self.draft.unwrap_or(self.published)
    }
}

/// A window with too few people in a half of a date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uncovered {
    /// The date.
    pub date: NaiveDate,
    /// The half.
    pub half: super::Half,
    /// Code and name of the window.
    pub window: String,
    /// How many are missing.
    pub missing: i32,
}

/// A receipt that nobody has given yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenReceipt {
    /// Whose.
    pub name: String,
    /// When it was published to them.
    pub published_at: DateTime<Utc>,
}

/// What a change of the draft came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftState {
    /// The draft's version now.
    pub version: i32,
    /// Cells of the draft in the viewer's scope.
    pub drafted: u32,
    /// The half days of the month with fewer people than needed, by the draft.
    pub uncovered: Vec<Uncovered>,
}

/// What a day was and shall be, by name, as it is shown and kept in the receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanName {
    /// A shift of this name.
    Shift(String),
    /// A day off.
    Rest,
    /// Nothing.
    Unscheduled,
}

impl From<&Assignment> for PlanName {
    fn from(assignment: &Assignment) -> Self {
        match assignment {
            Assignment::Shift(shift) => Self::Shift(shift.name.clone()),
            Assignment::Rest => Self::Rest,
            Assignment::Unscheduled => Self::Unscheduled,
        }
    }
}

/// A day that is published anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterChange {
    /// The date.
    pub date: NaiveDate,
    /// What it was.
    pub from: PlanName,
    /// What it is to be.
    pub to: PlanName,
}

/// What publishing a draft would do, and what speaks against it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicationReview {
    /// When it was read.
    pub as_of: DateTime<Utc>,
    /// The hall.
    pub hall: HallId,
    /// The first date of the month.
    pub month: NaiveDate,
    /// The draft's version.
    pub version: i32,
    /// Roster lines that these people's days have had so far. Publishing says the same number, so that what
    /// was changed elsewhere since is noticed.
    pub lines: i64,
    /// Who, and their days.
    pub people: Vec<PersonChanges>,
    /// What speaks against it; hard findings first.
    pub findings: Vec<FindingView>,
}

impl PublicationReview {
    /// Whether a hard finding stops the publication.
    pub fn is_blocked(&self) -> bool {
        self.findings.iter().any(|found| found.finding.rule.is_hard())
    }

    /// Whether a soft finding asks for a reason.
    pub fn needs_reason(&self) -> bool {
        self.findings.iter().any(|found| !found.finding.rule.is_hard())
    }
}

/// Somebody's days that change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonChanges {
    /// Who.
    pub person: PersonId,
    /// 姓名.
    pub name: String,
    /// The days, by date.
    pub changes: Vec<RosterChange>,
}

/// A finding with the names in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingView {
    /// The finding.
    pub finding: Finding,
    /// 姓名 of the person it is about.
    pub name: Option<String>,
    /// Code and name of the window it is about.
    pub window: Option<String>,
    /// The law behind it; left out where the viewer may not know.
    pub basis: Option<String>,
}

/// Publishes the draft as it was reviewed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishCommand {
    /// The hall.
    pub hall: HallId,
    /// The first date of the month.
    pub month: NaiveDate,
    /// The draft's version that was reviewed.
    pub version: i32,
    /// [`PublicationReview::lines`] of that review.
    pub lines: i64,
    /// Why rules of the house are broken, where they are.
    pub reason: Option<String>,
}

impl PublishCommand {
    /// The draft that it means.
    pub const fn draft(&self) -> DraftRef {
        DraftRef { hall: self.hall, month: self.month, version: self.version }
    }
}

/// What was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// The publication.
    pub id: PublicationId,
    /// Days that have a new roster line.
    pub days: u32,
    /// People who are told.
    pub people: u32,
}

/// What was published to somebody and not acknowledged yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterNews {
    /// The receipt to give.
    pub receipt: ReceiptId,
    /// When it was published.
    pub published_at: DateTime<Utc>,
    /// The days that changed.
    pub changes: Vec<RosterChange>,
}

/// The settings of a hall that its roster is held against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HallRules {
    /// The hall.
    pub hall: HallId,
    /// Whether only certified people may serve at a window.
    pub certification_required: bool,
    /// The open windows.
    pub windows: Vec<WindowRules>,
    /// The people who can be certified, by 工号.
    pub people: Vec<(PersonId, String)>,
}

/// A window: how many people it needs, and who may serve there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WindowRules {
    /// The window.
    pub window: WindowId,
    /// Code and name.
    pub label: String,
    /// People in the morning; 0 is no demand.
    pub morning: i32,
    /// People in the afternoon; 0 is no demand.
    pub afternoon: i32,
    /// Who may serve there, and for how long.
    pub certified: Vec<(String, super::Certification)>,
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
        let cases = [
            ("", "rest", "cells", FieldReason::Required),
            ("x/2026-12-01", "rest", "cells", FieldReason::Malformed),
            (&format!("{person}/2026-12-32"), "rest", "cells", FieldReason::Malformed),
            (&format!("{person}/2026-12-01"), "", "brush", FieldReason::Malformed),
        ];
        for (cells, brush, field, reason) in cases {
            assert_eq!(Stroke::parse_all(cells, brush), Err(Problem::field(field, reason)), "{cells}");
        }
        let many = vec![own.code(); MAX_CELLS + 1].join(",");
        assert_eq!(Stroke::parse_all(&many, ""), Err(Problem::field("cells", FieldReason::TooLong)));
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
