//! A roster file's rows, held against the hall: what each says, or what is wrong with it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{
    formats::{SignInName, parse_date},
    ids::{HallId, PersonId, PostId, ShiftId},
    problem::FieldReason,
    roster::{OFF, RosterColumn, RosterEntry, RosterImportError, Succession, version_on},
};
use store::repo::{accounts::PersonRecord, org::HeldPost};

use crate::table::Row;

/// Characters of a bad cell that are shown.
const SHOWN: usize = 20;

/// What the rows are held against.
pub(super) struct Sheet {
    pub(super) hall: HallId,
    /// By 工号.
    pub(super) people: BTreeMap<String, PersonRecord>,
    /// By name, those to come too.
    pub(super) shifts: BTreeMap<String, ShiftId>,
    /// Which of them is worked when.
    pub(super) successions: Vec<Succession>,
    /// The posts at each window, by its code.
    pub(super) windows: BTreeMap<String, Vec<PostId>>,
    /// Posts that people hold on any date of the file.
    pub(super) held: Vec<HeldPost>,
    /// The dates that can be imported.
    pub(super) first: NaiveDate,
    pub(super) last: NaiveDate,
}

/// What a row says.
#[derive(Clone, Debug)]
pub(super) struct RosterRow {
    pub(super) line: u32,
    pub(super) person: PersonId,
    pub(super) entry: RosterEntry,
    /// The shift as it stands in the file, for what is found out about it later.
    pub(super) shift_text: String,
}

impl Sheet {
    /// What a row says; notes every bad cell of it.
    pub(super) fn read(&self, row: Row<'_>, errors: &mut Vec<RosterImportError>) -> Option<RosterRow> {
        let mut note = |column: RosterColumn, reason| errors.push(bad_cell(row, column, reason));
        let date = self.roster_date(row).map_err(|reason| note(RosterColumn::Date, reason)).ok();
        let person = self.person(row, date).map_err(|reason| note(RosterColumn::SignInName, reason)).ok();
        let shift = required(row, RosterColumn::Shift).and_then(|name| self.shift(name));
        let shift = shift.map_err(|reason| note(RosterColumn::Shift, reason)).ok();
        let window = self.window(row).map_err(|reason| note(RosterColumn::Window, reason)).ok();
        let (date, person, shift, window) = (date?, person?, shift?, window?);
        // A name means the shift that is worked on the date, under whichever name it goes then.
        let shift = shift.map(|shift| version_on(&self.successions, shift, date));
        // A day off is spent at no window.
        let post = shift.and_then(|_| self.post(window?, person, date));
        let shift_text = row.get(RosterColumn::Shift.code()).to_owned();
        Some(RosterRow { line: row.line, person, entry: RosterEntry { date, shift, post }, shift_text })
    }

    fn roster_date(&self, row: Row<'_>) -> Result<NaiveDate, FieldReason> {
        let date = date(row, RosterColumn::Date)?;
        if (self.first..=self.last).contains(&date) { Ok(date) } else { Err(FieldReason::OutOfRange) }
    }

    pub(super) fn person(&self, row: Row<'_>, date: Option<NaiveDate>) -> Result<PersonId, FieldReason> {
        let name = sign_in_name(required(row, RosterColumn::SignInName)?).ok_or(FieldReason::Malformed)?;
        let person = self.people.get(name.as_str()).ok_or(FieldReason::Unknown)?;
        let left = person.left_on.is_some_and(|last_day| date.is_some_and(|date| last_day < date));
        match person.hall {
            Some(hall) if hall == self.hall && left => Err(FieldReason::Ended),
            Some(hall) if hall == self.hall => Ok(person.id),
            _ => Err(FieldReason::NotAllowed),
        }
    }

    pub(super) fn shift(&self, text: &str) -> Result<Option<ShiftId>, FieldReason> {
        match text {
            OFF => Ok(None),
            name => self.shifts.get(name).map(|shift| Some(*shift)).ok_or(FieldReason::Unknown),
        }
    }

    pub(super) fn window(&self, row: Row<'_>) -> Result<Option<&[PostId]>, FieldReason> {
        match row.get(RosterColumn::Window.code()) {
            "" => Ok(None),
            code => self.windows.get(code).map(|posts| Some(posts.as_slice())).ok_or(FieldReason::Unknown),
        }
    }

    /// See [`post_at`].
    pub(super) fn post(&self, posts: &[PostId], person: PersonId, date: NaiveDate) -> Option<PostId> {
        post_at(posts, &self.held, person, date)
    }
}

/// Of a window's posts the one that the person holds, else the first.
pub(super) fn post_at(posts: &[PostId], held: &[HeldPost], person: PersonId, date: NaiveDate) -> Option<PostId> {
    let holds =
        |post: &&PostId| held.iter().any(|held| held.post == **post && held.person == person && held.covers(date));
    posts.iter().find(holds).or(posts.first()).copied()
}

/// A 工号 as it is stored.
pub(super) fn sign_in_name(text: &str) -> Option<SignInName> {
    SignInName::parse(text).ok()
}

/// A bad cell of a row.
pub(super) fn bad_cell(row: Row<'_>, column: RosterColumn, reason: FieldReason) -> RosterImportError {
    let value = row.get(column.code()).chars().take(SHOWN).collect();
    RosterImportError { line: row.line, column, reason, value }
}

/// The date in a column.
pub(super) fn date(row: Row<'_>, column: RosterColumn) -> Result<NaiveDate, FieldReason> {
    Ok(parse_date(required(row, column)?)?)
}

fn required(row: Row<'_>, column: RosterColumn) -> Result<&str, FieldReason> {
    match row.get(column.code()) {
        "" => Err(FieldReason::Required),
        text => Ok(text),
    }
}
