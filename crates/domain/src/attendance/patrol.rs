//! What an inspector found on a round (巡查): somebody wandering (串岗) or off their post (脱岗). The person
//! explains, the supervisor decides; nobody decides what they wrote or what is about them.

use chrono::{DateTime, Days, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::AttendanceError;
use crate::{
    coded::coded_enum,
    ids::{HallId, PatrolId, PersonId, WindowId},
    problem::{FieldErrors, FieldReason, Problem},
    time::{hall_date, hall_midnight},
};

/// Characters of a note, an explanation or a reason.
pub const MAX_PATROL_TEXT: u16 = 300;

/// How long after a round it can still be recorded.
const RECORD_WITHIN: TimeDelta = TimeDelta::hours(12);

coded_enum! {
    /// What was found.
    pub enum PatrolKind {
        /// 串岗: at somebody else's post without need.
        Wandering = "wandering",
        /// 脱岗: not at the post during the shift, without leave or cover.
        OffPost = "off_post",
    }
}

coded_enum! {
    /// How a record stands.
    pub enum PatrolState {
        /// The person can explain, till the end of the day.
        Explaining = "explaining",
        /// The supervisor has to decide.
        Deciding = "deciding",
        /// It stands.
        Upheld = "upheld",
        /// It does not stand.
        Dismissed = "dismissed",
    }
}

/// Records what was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatrolCommand {
    /// Made with the form: sent twice, it is one record.
    pub id: PatrolId,
    /// The window whose post it is about.
    pub window: WindowId,
    /// Whom it is about: a holder of one of its posts.
    pub person: PersonId,
    /// What was found.
    pub kind: PatrolKind,
    /// Minutes ago; none is now.
    #[serde(default)]
    pub minutes_ago: Option<i32>,
    /// What was seen.
    pub note: String,
}

impl PatrolCommand {
    /// When it was found, and the note trimmed.
    pub fn checked(&self, now: DateTime<Utc>) -> Result<(DateTime<Utc>, String), Problem> {
        let ago = TimeDelta::minutes(self.minutes_ago.unwrap_or_default().into());
        let in_range = if ago >= TimeDelta::zero() && ago <= RECORD_WITHIN && hall_date(now - ago) == hall_date(now) {
            Ok(now - ago)
        } else {
            Err(FieldReason::OutOfRange)
        };
        let mut errors = FieldErrors::default();
        match (errors.take("minutes_ago", in_range), errors.take("note", patrol_text(&self.note))) {
            (Some(found_at), Some(note)) => Ok((found_at, note)),
            _ => Err(errors.into()),
        }
    }
}

/// A note, explanation or reason, trimmed.
pub fn patrol_text(typed: &str) -> Result<String, FieldReason> {
    let text = typed.trim();
    match text.chars().count() {
        0 => Err(FieldReason::Required),
        n if n > usize::from(MAX_PATROL_TEXT) => Err(FieldReason::TooLong),
        _ => Ok(text.to_owned()),
    }
}

/// Until when the person can explain: the end of the day on which it was found.
pub fn explain_until(found_at: DateTime<Utc>) -> DateTime<Utc> {
    hall_midnight(hall_date(found_at) + Days::new(1))
}

/// How a record stands. Once explained, or with the day over, it waits for the decision.
pub fn patrol_state(found_at: DateTime<Utc>, explained: bool, upheld: Option<bool>, now: DateTime<Utc>) -> PatrolState {
    match upheld {
        Some(true) => PatrolState::Upheld,
        Some(false) => PatrolState::Dismissed,
        None if explained || now >= explain_until(found_at) => PatrolState::Deciding,
        None => PatrolState::Explaining,
    }
}

/// Whether the person may still add to their explanation: the same day, and before the decision.
pub fn may_explain(found_at: DateTime<Utc>, decided: bool, now: DateTime<Utc>) -> Result<(), AttendanceError> {
    if decided {
        Err(AttendanceError::PatrolSettled)
    } else if now >= explain_until(found_at) {
        Err(AttendanceError::PatrolTooLate)
    } else {
        Ok(())
    }
}

/// Whether somebody may decide: not who wrote it, not whom it is about, not before the person was heard or
/// has let the day pass, and once.
pub fn may_decide(
    state: PatrolState,
    (inspector, subject): (PersonId, PersonId),
    decider: PersonId,
) -> Result<(), Problem> {
    if decider == inspector || decider == subject {
        return Err(Problem::Denied);
    }
    match state {
        PatrolState::Explaining => Err(AttendanceError::PatrolUnheard.into()),
        PatrolState::Deciding => Ok(()),
        PatrolState::Upheld | PatrolState::Dismissed => Err(AttendanceError::PatrolSettled.into()),
    }
}

/// A record as those see it whom it concerns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatrolView {
    /// The record.
    pub id: PatrolId,
    /// Whom it is about.
    pub person: PersonId,
    /// Their 姓名.
    pub name: String,
    /// The window's code and name.
    pub window: String,
    /// What was found.
    pub kind: PatrolKind,
    /// When.
    pub found_at: DateTime<Utc>,
    /// What was seen.
    pub note: String,
    /// 姓名 of who wrote it.
    pub inspector: String,
    /// How it stands.
    pub state: PatrolState,
    /// Until when the person can explain.
    pub explain_until: DateTime<Utc>,
    /// What the person says, each with when.
    pub explanations: Vec<(DateTime<Utc>, String)>,
    /// What came of it.
    pub decision: Option<PatrolDecision>,
    /// Whether the reader may explain it.
    pub may_explain: bool,
    /// Whether the reader may decide it.
    pub may_decide: bool,
}

/// What a supervisor made of a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatrolDecision {
    /// 姓名.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Whether it stands.
    pub upheld: bool,
    /// Why.
    pub reason: String,
}

/// A page of records, the latest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatrolList {
    /// When it was read.
    pub as_of: DateTime<Utc>,
    /// The records.
    pub records: Vec<PatrolView>,
    /// The last of this page, to ask for the next one by; absent on the last page.
    pub next: Option<PatrolId>,
    /// Whether the reader may write one.
    pub may_record: bool,
}

/// What the form for a new record offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatrolChoices {
    /// The hall.
    pub hall: HallId,
    /// Its windows: code and name.
    pub windows: Vec<(WindowId, String)>,
    /// The window that was chosen, if any.
    pub window: Option<WindowId>,
    /// Who holds its posts today, by name.
    pub people: Vec<(PersonId, String)>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::samples::{clock, date};

    #[test]
    fn the_day_ends_at_the_halls_midnight() {
        let day = date(2026, 11, 24);
        let found = clock(day, 10, 12);
        let cases = [
            (false, None, clock(day, 23, 59), PatrolState::Explaining),
            (false, None, clock(day, 24, 0), PatrolState::Deciding),
            (true, None, clock(day, 10, 20), PatrolState::Deciding),
            (true, Some(true), clock(day, 10, 30), PatrolState::Upheld),
            (false, Some(false), clock(day, 30, 0), PatrolState::Dismissed),
        ];
        for (explained, upheld, now, expected) in cases {
            assert_eq!(patrol_state(found, explained, upheld, now), expected, "{now}");
        }
        assert_eq!(may_explain(found, false, clock(day, 23, 59)), Ok(()));
        assert_eq!(may_explain(found, false, clock(day, 24, 0)), Err(AttendanceError::PatrolTooLate));
        assert_eq!(may_explain(found, true, clock(day, 11, 0)), Err(AttendanceError::PatrolSettled));
    }

    #[test]
    fn nobody_decides_what_they_wrote_or_what_is_about_them() {
        let (inspector, subject, supervisor) = (PersonId::new(), PersonId::new(), PersonId::new());
        let decide = |state, decider| may_decide(state, (inspector, subject), decider);
        for state in PatrolState::ALL {
            assert_eq!(decide(*state, inspector), Err(Problem::Denied));
            assert_eq!(decide(*state, subject), Err(Problem::Denied));
            assert_eq!(decide(*state, supervisor).is_ok(), *state == PatrolState::Deciding, "{state:?}");
        }
    }

    #[test]
    fn a_record_is_of_today() {
        let now = clock(date(2026, 11, 24), 10, 0);
        let command = |minutes_ago, note: &str| PatrolCommand {
            id: PatrolId::new(),
            window: WindowId::new(),
            person: PersonId::new(),
            kind: PatrolKind::OffPost,
            minutes_ago,
            note: note.to_owned(),
        };
        assert_eq!(command(None, " 窗口无人 ").checked(now), Ok((now, "窗口无人".to_owned())));
        assert_eq!(command(Some(30), "x").checked(now).unwrap().0, now - TimeDelta::minutes(30));
        for minutes in [-1, 601, 100_000] {
            assert!(command(Some(minutes), "x").checked(now).is_err(), "{minutes}");
        }
        assert!(command(None, "  ").checked(now).is_err());
    }
}
