use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    calendar::WorkCalendar,
    coded::coded_enum,
    ids::ApprovalId,
    problem::{FieldReason, Problem, check_text},
    time::hall_date,
};

use super::MAX_REQUEST_REASON;

coded_enum! {
    /// How the papers of a request stand.
    pub enum PapersState {
        /// 待补: none have come, and there is still time.
        Awaited = "awaited",
        /// 已提交: photos are there, nobody has checked them.
        HandedIn = "handed_in",
        /// 已核对: somebody who may see them has.
        Checked = "checked",
        /// 逾期未交: none have come in time. What follows is for people to decide, never for the program.
        Overdue = "overdue",
        /// Overdue, and the leave stands all the same.
        Excused = "excused",
        /// Overdue, and the leave does not count: the days are absence.
        Unexcused = "unexcused",
    }
}

coded_enum! {
    /// What is decided when papers have not come in time.
    pub enum PapersRuling {
        /// The leave stands.
        Excused = "excused",
        /// It does not count.
        Unexcused = "unexcused",
    }
}

/// The papers that belong to a request: a sick note, a certificate. They are shown to people, not to the
/// program, which only knows whether they are there and whether somebody has checked them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Papers {
    /// Until when they are due.
    pub due_on: NaiveDate,
    /// How they stand.
    pub state: PapersState,
    /// How many photos have come.
    pub photos: usize,
    /// When somebody checked them.
    pub checked_at: Option<DateTime<Utc>>,
    /// 逾期提交: they have come, but after the day. Of photos the first decides, without any the day on which the
    /// paper itself was seen.
    pub late: bool,
    /// Whether they tell of somebody's health or family: then they are for HR alone.
    pub private: bool,
}

/// How papers stand on a day. Photos that come after a ruling do not undo it.
pub fn papers_state(
    (due_on, today): (NaiveDate, NaiveDate),
    photos: usize,
    checked: bool,
    ruling: Option<PapersRuling>,
) -> PapersState {
    match ruling {
        Some(PapersRuling::Excused) => PapersState::Excused,
        Some(PapersRuling::Unexcused) => PapersState::Unexcused,
        None if checked => PapersState::Checked,
        None if photos > 0 => PapersState::HandedIn,
        None if due_on < today => PapersState::Overdue,
        None => PapersState::Awaited,
    }
}

/// Whether papers that were due on a day came after it: by when each photo came, and when somebody checked them.
pub fn papers_late(due_on: NaiveDate, photos: &[DateTime<Utc>], checked_at: Option<DateTime<Utc>>) -> bool {
    let came = photos.iter().min().copied().or(checked_at);
    came.is_some_and(|came| hall_date(came) > due_on)
}

/// Whether it is time to remind somebody of papers due on a day: from the working day before it on.
pub fn reminds_on(due_on: NaiveDate, today: NaiveDate, calendar: &WorkCalendar) -> bool {
    // A run of days off is never longer than this.
    let before = (1..=20).map(|days| due_on - Days::new(days)).find(|date| calendar.is_workday(*date));
    today <= due_on && before.is_none_or(|before| before <= today)
}

/// Decides what follows from papers that have not come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulePapersCommand {
    /// The request.
    pub id: ApprovalId,
    /// The version that was looked at.
    pub version: i32,
    /// What is decided.
    pub ruling: PapersRuling,
    /// Why; the person reads it.
    pub reason: String,
}

impl RulePapersCommand {
    /// The reason without blanks around it.
    ///
    /// # Errors
    /// It is missing or too long.
    pub fn sound_reason(&self) -> Result<String, Problem> {
        sound_reason(&self.reason)
    }
}

/// Says that the papers which have come can't be used: not to be read, not what was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusePapersCommand {
    /// The request.
    pub id: ApprovalId,
    /// Why; the person reads it.
    pub reason: String,
}

impl RefusePapersCommand {
    /// The reason without blanks around it.
    ///
    /// # Errors
    /// It is missing or too long.
    pub fn sound_reason(&self) -> Result<String, Problem> {
        sound_reason(&self.reason)
    }
}

fn sound_reason(reason: &str) -> Result<String, Problem> {
    let reason = check_text("reason", Some(reason.to_owned()), (MAX_REQUEST_REASON, true))?;
    reason.ok_or_else(|| Problem::field("reason", FieldReason::Required))
}

/// Why papers could not be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PapersRefused {
    /// Why.
    pub reason: String,
    /// 姓名 of who has looked at them.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// What was decided when papers had not come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PapersRuled {
    /// What.
    pub ruling: PapersRuling,
    /// Why.
    pub reason: String,
    /// 姓名 of who decided.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::samples::{clock, date};

    #[test]
    fn papers_are_late_only_without_a_photo_and_after_the_day() {
        let due = date(2026, 11, 26);
        let state = |day, photos, checked, ruling| papers_state((due, date(2026, 11, day)), photos, checked, ruling);
        assert_eq!(state(26, 0, false, None), PapersState::Awaited);
        assert_eq!(state(27, 0, false, None), PapersState::Overdue);
        assert_eq!(state(27, 1, false, None), PapersState::HandedIn);
        assert_eq!(state(27, 0, true, None), PapersState::Checked, "the paper itself was shown");
        assert_eq!(state(27, 0, false, Some(PapersRuling::Excused)), PapersState::Excused);
        assert_eq!(state(27, 1, false, Some(PapersRuling::Unexcused)), PapersState::Unexcused);
    }

    #[test]
    fn what_comes_after_the_day_is_late_and_what_is_added_to_what_was_in_time_is_not() {
        let due = date(2026, 11, 26);
        let at = |day, hour| clock(date(2026, 11, day), hour, 0);
        assert!(!papers_late(due, &[], None));
        assert!(!papers_late(due, &[at(26, 23)], None), "till midnight at the hall");
        assert!(papers_late(due, &[at(27, 0)], Some(at(27, 9))));
        assert!(!papers_late(due, &[at(28, 9), at(25, 9)], Some(at(29, 9))), "a page more");
        assert!(papers_late(due, &[], Some(at(27, 9))), "the paper itself");
        assert!(!papers_late(due, &[], Some(at(26, 9))));
    }

    #[test]
    fn a_reminder_comes_on_the_working_day_before() {
        let calendar = WorkCalendar::built_in();
        let cases = [
            // A Thursday; a Monday, before which is a Friday.
            ((26, 24), false),
            ((26, 25), true),
            ((26, 26), true),
            ((26, 27), false),
            ((30, 26), false),
            ((30, 27), true),
            ((30, 29), true),
        ];
        for ((due, today), expected) in cases {
            assert_eq!(reminds_on(date(2026, 11, due), date(2026, 11, today), &calendar), expected, "{due} {today}");
        }
    }
}
