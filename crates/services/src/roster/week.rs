//! A week that somebody is given: by the row of a file, which says it or what is wrong with it, or on the screen.

use chrono::{NaiveDate, Weekday};
use domain::{
    ids::{PersonId, PostId},
    problem::FieldReason,
    roster::{MAKE_UP_DAYS, PatternDays, RosterColumn, RosterImportError},
};

use super::sheet::{Sheet, bad_cell, date};
use crate::table::Row;

/// Whose week, and what it is from a date on.
#[derive(Clone, Copy)]
pub(super) struct WeekRow {
    /// The line of the file, for what is found out about it later.
    pub(super) line: u32,
    pub(super) person: PersonId,
    pub(super) days: PatternDays,
    pub(super) make_up: Weekday,
    pub(super) post: Option<PostId>,
    pub(super) from: NaiveDate,
}

impl WeekRow {
    /// What is wrong with the day on which it begins.
    pub(super) fn bad_start(&self, reason: FieldReason) -> RosterImportError {
        RosterImportError { line: self.line, column: RosterColumn::From, reason, value: self.from.to_string() }
    }
}

impl Sheet {
    /// What a row says; notes every bad cell of it.
    pub(super) fn read_week(&self, row: Row<'_>, errors: &mut Vec<RosterImportError>) -> Option<WeekRow> {
        let found = errors.len();
        let mut note = |column: RosterColumn, reason| errors.push(bad_cell(row, column, reason));
        let from = self.first_day(row).map_err(|reason| note(RosterColumn::From, reason)).ok();
        let person = self.person(row, from).map_err(|reason| note(RosterColumn::SignInName, reason)).ok();
        let make_up = make_up(row).map_err(|reason| note(RosterColumn::MakeUp, reason)).ok();
        let window = self.window(row).map_err(|reason| note(RosterColumn::Window, reason)).ok();
        let days = RosterColumn::WEEK.map(|column| match row.get(column.code()) {
            "" => None,
            name => self.shift(name).map_err(|reason| note(column, reason)).ok().flatten(),
        });
        if errors.len() > found {
            return None;
        }
        let (from, person) = (from?, person?);
        let post = window?.and_then(|posts| self.post(posts, person, from));
        Some(WeekRow { line: row.line, person, days, make_up: make_up?, post, from })
    }

    /// How far back it may lie depends on whether the pattern stands already.
    fn first_day(&self, row: Row<'_>) -> Result<NaiveDate, FieldReason> {
        let from = date(row, RosterColumn::From)?;
        if from <= self.last { Ok(from) } else { Err(FieldReason::OutOfRange) }
    }
}

fn make_up(row: Row<'_>) -> Result<Weekday, FieldReason> {
    let text = match row.get(RosterColumn::MakeUp.code()) {
        "" => return Ok(Weekday::Mon),
        text => text,
    };
    let mut days = RosterColumn::WEEK.iter().zip(MAKE_UP_DAYS);
    days.find(|(column, _)| column.code() == text).map(|(_, day)| day).ok_or(FieldReason::Malformed)
}
