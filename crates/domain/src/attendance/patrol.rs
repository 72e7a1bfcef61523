//! What an inspector found on a round (巡查): somebody wandering (串岗) or off their post (脱岗). The person
//! explains, the supervisor decides; nobody decides what they wrote or what is about them.

use chrono::{DateTime, Days, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{AttendanceError, LateAct, Tapped};
use crate::{
    coded::coded_enum,
    ids::{ActId, PatrolId, PatrolNoteId, PersonId, WindowId},
    problem::{FieldErrors, FieldReason, Problem},
    time::{hall_date, hall_midnight},
};

/// Characters of a note, an explanation or a reason.
pub const MAX_PATROL_TEXT: u16 = 300;

/// How long after a round it can still be written down.
const RECORD_WITHIN: TimeDelta = TimeDelta::hours(12);

/// How long after it was written down a record may arrive. A suggestion: nobody can say later where they were.
const ARRIVES_WITHIN: Days = Days::new(31);

/// What the person has at least to explain.
const EXPLAIN_AT_LEAST: TimeDelta = TimeDelta::hours(6);

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
        /// The person can explain ([`explain_until`]).
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
///
/// Written down without a network it may arrive later. It is about the moment of the tap all the same, as the phone tells
/// it ([`LateAct::counts_at`]), and the minutes count back from there; where the phone can't show the time, too: then
/// that is said beside the record. Both times are kept and shown to whom it is about, to who wrote it and to who decides.
/// The time to explain begins with the arrival ([`explain_until`]).
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
    /// Minutes before it was written down; none is just then.
    #[serde(default)]
    pub minutes_ago: Option<i32>,
    /// What was seen.
    pub note: String,
    /// When it was written down, for one that may arrive later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tap: Option<Tapped>,
}

impl PatrolCommand {
    /// When it was found, and the note trimmed; `written_at` is when it was written down, as well as can be told.
    ///
    /// # Errors
    /// At `tap`: written down more than 31 days before it arrived. At `minutes_ago`: after it was written down, more than
    /// twelve hours before, or on another day. At `note`: none, or too long.
    pub fn checked(
        &self,
        written_at: DateTime<Utc>,
        arrived_at: DateTime<Utc>,
    ) -> Result<(DateTime<Utc>, String), Problem> {
        let ago = TimeDelta::minutes(self.minutes_ago.unwrap_or_default().into());
        let written =
            if written_at >= arrived_at - ARRIVES_WITHIN { Ok(written_at) } else { Err(FieldReason::OutOfRange) };
        let mut errors = FieldErrors::default();
        let found = errors.take("tap", written).and_then(|written| {
            let of_its_day =
                ago >= TimeDelta::zero() && ago <= RECORD_WITHIN && hall_date(written - ago) == hall_date(written);
            errors.take("minutes_ago", if of_its_day { Ok(written - ago) } else { Err(FieldReason::OutOfRange) })
        });
        match (found, errors.take("note", patrol_text(&self.note))) {
            (Some(found_at), Some(note)) => Ok((found_at, note)),
            _ => Err(errors.into()),
        }
    }
}

/// Says what the person has to say to a record about them.
///
/// Said without a network it may arrive later: it is in time ([`explain_until`]) if it was said in time, as far as the phone
/// can show that; else the arrival counts. One that arrives after the decision is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatrolWordCommand {
    /// Made with the form: sent twice, it is said once.
    pub note: PatrolNoteId,
    /// The record.
    pub record: PatrolId,
    /// The words.
    pub text: String,
    /// When, for one that may arrive later.
    pub tap: Option<Tapped>,
}

/// Says whether a record stands. One that arrives when another has said so, or when the person has said more than was
/// read, is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecidePatrolCommand {
    /// Made with the form: sent twice, it is said once.
    pub id: ActId,
    /// The record.
    pub record: PatrolId,
    /// Whether it stands.
    pub upheld: bool,
    /// How many explanations were there to be read.
    pub heard: u32,
    /// Why.
    pub reason: String,
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

/// Until when the person can explain: the end of the day on which the record arrived, for the explanation is due the same
/// day (domain, scheme 4.10) and nobody can explain what they have not heard of. Of a record that arrives at 18:00 or
/// later, when most have gone home, the end of the next day: at least six hours, our suggestion. When it was found or
/// written down makes no difference, so what arrives late costs the person nothing.
pub fn explain_until(arrived_at: DateTime<Utc>) -> DateTime<Utc> {
    hall_midnight(hall_date(arrived_at + EXPLAIN_AT_LEAST) + Days::new(1))
}

/// How a record stands. Once explained, or with the time for that over, it waits for the decision.
pub fn patrol_state(
    arrived_at: DateTime<Utc>,
    explained: bool,
    upheld: Option<bool>,
    now: DateTime<Utc>,
) -> PatrolState {
    match upheld {
        Some(true) => PatrolState::Upheld,
        Some(false) => PatrolState::Dismissed,
        None if explained || now >= explain_until(arrived_at) => PatrolState::Deciding,
        None => PatrolState::Explaining,
    }
}

/// Whether the person may still add to their explanation: said in time ([`explain_until`]), and before the decision.
pub fn may_explain(arrived_at: DateTime<Utc>, decided: bool, said_at: DateTime<Utc>) -> Result<(), AttendanceError> {
    if decided {
        Err(AttendanceError::PatrolSettled)
    } else if said_at >= explain_until(arrived_at) {
        Err(AttendanceError::PatrolTooLate)
    } else {
        Ok(())
    }
}

/// Whether somebody may decide: not who wrote it, not whom it is about, not before the person was heard or
/// has let their time pass, and once.
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
    /// When, as who wrote it says.
    pub found_at: DateTime<Utc>,
    /// When it was written down and when it arrived, if that was later.
    pub late: Option<LateAct>,
    /// What was seen.
    pub note: String,
    /// 姓名 of who wrote it.
    pub inspector: String,
    /// How it stands.
    pub state: PatrolState,
    /// Until when the person can explain.
    pub explain_until: DateTime<Utc>,
    /// What the person says, in the order in which it arrived.
    pub explanations: Vec<PatrolWord>,
    /// What came of it.
    pub decision: Option<PatrolDecision>,
    /// Whether the reader may explain it.
    pub may_explain: bool,
    /// Whether the reader may decide it.
    pub may_decide: bool,
}

/// What the person says to a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatrolWord {
    /// When it arrived.
    pub at: DateTime<Utc>,
    /// When it was said, if it arrived later than that.
    pub late: Option<LateAct>,
    /// The words.
    pub text: String,
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
}

/// What the form for a new record offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatrolChoices {
    /// When it was read.
    pub as_of: DateTime<Utc>,
    /// The windows. All of them at once, so that the form can be filled in without a network.
    pub windows: Vec<PatrolWindow>,
}

/// A window where rounds are made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatrolWindow {
    /// The window.
    pub window: WindowId,
    /// Its code and name.
    pub name: String,
    /// Who answers for its posts, as it was when this was read: 姓名.
    pub people: Vec<(PersonId, String)>,
}

#[cfg(test)]
mod tests;
