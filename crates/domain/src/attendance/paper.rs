use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{AttendanceError, SlotResult, correction::sound_reason};
use crate::{
    coded::coded_enum,
    ids::{ActId, HallId, PaperSheetId, PersonId},
    problem::{FieldError, FieldReason, Problem},
    roster::SlotKind,
    time::check_years,
};

/// Lines of one sheet: a zone's people with four punches each, and then some.
pub const MAX_PAPER_LINES: usize = 400;

coded_enum! {
    /// How a paper sign-in sheet stands.
    pub enum PaperState {
        /// Entered by one, and waits for another.
        Entered = "entered",
        /// Confirmed by a second person: its punches count.
        Confirmed = "confirmed",
        /// Refused by a second person.
        Refused = "refused",
        /// Taken back by who entered it.
        Withdrawn = "withdrawn",
    }
}

coded_enum! {
    /// What somebody does about a sheet.
    pub enum PaperAct {
        /// A second person confirms that it says what the paper says.
        Confirm = "confirm",
        /// A second person refuses it, and says why.
        Refuse = "refuse",
        /// Who entered it takes it back.
        Withdraw = "withdraw",
    }
}

/// Acts on a sheet, as it was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperActCommand {
    /// Made with the form: sent twice, it is done once.
    pub id: ActId,
    /// The sheet.
    pub sheet: PaperSheetId,
    /// The version that was looked at.
    pub version: i32,
    /// What is done.
    pub act: PaperAct,
    /// Why; needed for a refusal.
    #[serde(default)]
    pub answer: Option<String>,
}

impl PaperState {
    /// The state after an act; only what waits can be acted on.
    pub const fn after(self, act: PaperAct) -> Result<Self, AttendanceError> {
        match (self, act) {
            (Self::Entered, PaperAct::Confirm) => Ok(Self::Confirmed),
            (Self::Entered, PaperAct::Refuse) => Ok(Self::Refused),
            (Self::Entered, PaperAct::Withdraw) => Ok(Self::Withdrawn),
            _ => Err(AttendanceError::Settled),
        }
    }
}

/// Who may say that a sheet is right: neither who entered it nor anybody who stands on it.
pub fn may_confirm(by: PersonId, entered_by: PersonId, people: &[PersonId]) -> bool {
    by != entered_by && !people.contains(&by)
}

/// Enters a sheet that was signed while the system was away (停电, 断网).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperCommand {
    /// Made with the form: sent twice, it is one sheet.
    pub id: PaperSheetId,
    /// The hall.
    pub hall: HallId,
    /// The work-date.
    pub date: NaiveDate,
    /// Why there was a paper.
    pub reason: String,
    /// The times beside the names, `HH:MM`, each under [`paper_key`]; empty for who did not sign.
    #[serde(default)]
    pub times: BTreeMap<String, String>,
}

/// The name under which the time of a person's slot is typed in: short, since a form has hundreds of them.
pub fn paper_key(person: PersonId, slot: i16) -> String {
    format!("{person}.{slot}")
}

fn read_key(key: &str) -> Option<(PersonId, i16)> {
    let (person, slot) = key.split_once('.')?;
    Some((person.parse().ok()?, slot.parse().ok()?))
}

impl PaperCommand {
    /// What was signed: the key, whose slot it names if it names one, and the time.
    pub fn signed(&self) -> impl Iterator<Item = (&str, Option<(PersonId, i16)>, &str)> {
        let times = self.times.iter().map(|(key, time)| (key.as_str(), time.trim()));
        times.filter(|(_, time)| !time.is_empty()).map(|(key, time)| (key, read_key(key), time))
    }

    /// What is wrong with it, as far as it can be told without the roster.
    pub fn validate(&self, today: NaiveDate) -> Result<(), Problem> {
        let mut faults = Vec::new();
        if self.date > today || check_years("date", self.date).is_err() {
            faults.push(FieldError::new("date", FieldReason::OutOfRange));
        }
        if let Err(reason) = sound_reason(&self.reason) {
            faults.push(FieldError::new("reason", reason));
        }
        match self.signed().count() {
            0 => faults.push(FieldError::new("times", FieldReason::Required)),
            n if n > MAX_PAPER_LINES => faults.push(FieldError::new("times", FieldReason::TooLong)),
            _ => {}
        }
        if faults.is_empty() { Ok(()) } else { Err(Problem::Invalid(faults)) }
    }
}

/// A person's slots without a sound punch, to be filled in from the paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperRow {
    /// Who.
    pub person: PersonId,
    /// 姓名.
    pub name: String,
    /// All slots of the day: their names follow from their places.
    pub slots: Vec<SlotResult>,
    /// Those that can be filled in.
    pub open: Vec<i16>,
}

/// What can be entered for a date, and the sheets that wait.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperBook {
    /// The hall.
    pub hall: HallId,
    /// The date at the hall.
    pub today: NaiveDate,
    /// The date of the rows.
    pub date: NaiveDate,
    /// Whether the viewer may enter sheets here.
    pub may_enter: bool,
    /// Everybody with something to fill in.
    pub rows: Vec<PaperRow>,
    /// The latest sheets, those that wait first.
    pub sheets: Vec<PaperView>,
}

/// A sheet as it is seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperView {
    /// The sheet.
    pub id: PaperSheetId,
    /// Counts its changes.
    pub version: i32,
    /// The work-date.
    pub date: NaiveDate,
    /// Why there was a paper.
    pub reason: String,
    /// 姓名 of who entered it, and when.
    pub entered: (String, DateTime<Utc>),
    /// How it stands.
    pub state: PaperState,
    /// 姓名 of who settled it, and when.
    pub settled: Option<(String, DateTime<Utc>)>,
    /// What was said with the refusal.
    pub answer: Option<String>,
    /// Who signed, as what, and when.
    pub lines: Vec<(String, SlotKind, DateTime<Utc>)>,
    /// What the viewer can do about it.
    pub acts: Vec<PaperAct>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::samples::date;

    #[test]
    fn two_people_make_a_sheet_and_neither_signs_for_themselves() {
        let [enterer, other, listed] = [PersonId::new(), PersonId::new(), PersonId::new()];
        let people = [listed, enterer];
        assert!(may_confirm(other, enterer, &people));
        assert!(!may_confirm(enterer, enterer, &people));
        assert!(!may_confirm(listed, enterer, &people));
    }

    #[test]
    fn wrong_fields_are_named() {
        let line = |time: &str| (paper_key(PersonId::new(), 1), time.to_owned());
        let (id, hall, today) = (PaperSheetId::new(), HallId::new(), date(2026, 11, 24));
        let sound = PaperCommand {
            id,
            hall,
            date: today,
            reason: "停电".into(),
            times: BTreeMap::from([line("08:20"), line("")]),
        };
        assert_eq!(sound.validate(today), Ok(()));
        assert!(sound.signed().all(|(_, whose, _)| whose.is_some_and(|(_, slot)| slot == 1)));
        assert_eq!(sound.signed().count(), 1);
        let wrong = PaperCommand {
            date: date(2026, 11, 25),
            reason: String::new(),
            times: BTreeMap::from([line(" ")]),
            ..sound
        };
        let Err(Problem::Invalid(faults)) = wrong.validate(today) else { panic!("refused") };
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["date", "reason", "times"]);
    }
}
