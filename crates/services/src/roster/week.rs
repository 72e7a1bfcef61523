//! A row of a file of weekly patterns: what it says, or what is wrong with it.

use chrono::{NaiveDate, Weekday};
use domain::{
    ids::{PersonId, PostId},
    problem::FieldReason,
    roster::{PatternDays, RosterColumn, RosterImportError},
};

use super::sheet::{Sheet, bad_cell, date};
use crate::table::Row;

/// What a row says.
#[derive(Clone, Copy)]
pub(super) struct WeekRow<'a> {
    /// The row, for what is found out about it later.
    pub(super) row: Row<'a>,
    pub(super) person: PersonId,
    pub(super) days: PatternDays,
    pub(super) make_up: Weekday,
    pub(super) post: Option<PostId>,
    pub(super) from: NaiveDate,
}

impl Sheet {
    /// What a row says; notes every bad cell of it.
    pub(super) fn read_week<'a>(&self, row: Row<'a>, errors: &mut Vec<RosterImportError>) -> Option<WeekRow<'a>> {
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
        Some(WeekRow { row, person, days, make_up: make_up?, post, from })
    }

    /// How far back it may lie depends on whether the pattern stands already.
    fn first_day(&self, row: Row<'_>) -> Result<NaiveDate, FieldReason> {
        let from = date(row, RosterColumn::From)?;
        if from <= self.last { Ok(from) } else { Err(FieldReason::OutOfRange) }
    }
}

fn make_up(row: Row<'_>) -> Result<Weekday, FieldReason> {
    const DAYS: [Weekday; 5] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];
    let text = match row.get(RosterColumn::MakeUp.code()) {
        "" => return Ok(Weekday::Mon),
        text => text,
    };
    let mut days = RosterColumn::WEEK.iter().zip(DAYS);
    days.find(|(column, _)| column.code() == text).map(|(_, day)| day).ok_or(FieldReason::Malformed)
}
