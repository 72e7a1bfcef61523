use serde::{Deserialize, Serialize};

use super::FindingView;
use crate::{coded::coded_enum, problem::FieldReason};

/// What stands in a shift's cell for a day off.
pub const OFF: &str = "休";

coded_enum! {
    /// The columns of roster files, of days and of weeks; the words are the headers in them.
    pub enum RosterColumn {
        /// Whose day or week.
        SignInName = "工号",
        /// The work-date.
        Date = "日期",
        /// The shift's name, or [`OFF`].
        Shift = "班次",
        /// Monday's shift, by its name; [`OFF`] or empty is a day off. So for the days after.
        Monday = "周一",
        /// Tuesday's.
        Tuesday = "周二",
        /// Wednesday's.
        Wednesday = "周三",
        /// Thursday's.
        Thursday = "周四",
        /// Friday's.
        Friday = "周五",
        /// Saturday's.
        Saturday = "周六",
        /// Sunday's.
        Sunday = "周日",
        /// The first day of a week that holds until the next one begins.
        From = "起始日期",
        /// The weekday, `周一` to `周五`, whose shift is worked on make-up workdays; empty means Monday.
        MakeUp = "调休上班按",
        /// The window's code; empty means the post that the person holds.
        Window = "窗口",
    }
}

impl RosterColumn {
    /// The days of a week, Monday first.
    pub const WEEK: [Self; 7] =
        [Self::Monday, Self::Tuesday, Self::Wednesday, Self::Thursday, Self::Friday, Self::Saturday, Self::Sunday];
    /// Columns that a file of days must have.
    pub const DAY_FILE: &'static [Self] = &[Self::SignInName, Self::Date, Self::Shift];
    /// Columns that a file of weekly patterns must have.
    pub const WEEK_FILE: &'static [Self] = &[
        Self::SignInName,
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
        Self::From,
    ];
}

/// What an import of roster lines or weekly patterns did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterImportReport {
    /// Whether anything was written: not by a dry run, nor with any bad cell or hard finding.
    pub applied: bool,
    /// Days that had no roster line; weeks that nobody's pattern began with.
    pub added: u32,
    /// Days whose line is replaced by a new revision; patterns corrected from their first day on.
    pub changed: u32,
    /// Days or patterns that stand as they are.
    pub unchanged: u32,
    /// Bad cells, in the order of the file.
    pub errors: Vec<RosterImportError>,
    /// What speaks against the rows, hard findings first: rules that they break, or break worse than what stood
    /// there. Looked for once no cell is bad.
    pub findings: Vec<RosterImportFinding>,
}

impl RosterImportReport {
    /// Whether a bad cell or a hard finding stops the import.
    pub fn is_blocked(&self) -> bool {
        !self.errors.is_empty() || self.findings.iter().any(|row| row.found.finding.rule.is_hard())
    }
}

/// What speaks against a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterImportFinding {
    /// Line in the file: the first of the person's rows that has a part in it.
    pub line: u32,
    /// Which rule, and where.
    pub found: FindingView,
}

/// A bad cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterImportError {
    /// Line in the file, the header being 1 as a rule.
    pub line: u32,
    /// The column.
    pub column: RosterColumn,
    /// Why.
    pub reason: FieldReason,
    /// The offending text, at most 20 characters.
    pub value: String,
}

/// What an import of shifts did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShiftImportReport {
    /// Names of shifts that weren't there.
    pub added: Vec<String>,
    /// Names of shifts that had other slots or another short name: closed, and made anew.
    pub replaced: Vec<String>,
    /// Names of shifts that stand as they are.
    pub unchanged: Vec<String>,
    /// Weekly patterns that go on with a replaced shift from tomorrow.
    pub patterns: usize,
}
