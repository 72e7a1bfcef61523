use chrono::{DateTime, Utc};
use domain::{
    approvals::{DecideCommand, Decided},
    attendance::{CorrectionCommand, PunchCommand, PunchReceipt},
    ids::{PersonId, PunchId, PunchNoteId},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::AppError;

/// Something to be done at the server. Each has an id made on the phone, so that sending it twice is harmless.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Write {
    /// Clock in or out.
    Punch(PunchCommand),
    /// Say why a punch is as it is.
    Explain {
        /// The note's id.
        note: PunchNoteId,
        /// The punch, which may itself still wait.
        punch: PunchId,
        /// The words.
        reason: String,
    },
    /// Decide on a request.
    Decide(DecideCommand),
    /// Ask for a correction. Photos of it are at the server already, or follow later.
    Correct(CorrectionCommand),
}

#[cfg(feature = "hydrate")]
impl Write {
    /// The id by which the server knows it.
    pub(crate) const fn id(&self) -> Uuid {
        match self {
            Self::Punch(command) => command.id.uuid(),
            Self::Explain { note, .. } => note.uuid(),
            Self::Decide(command) => command.id.uuid(),
            Self::Correct(command) => command.id.uuid(),
        }
    }
}

/// What the server answered to a write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Answer {
    /// To a punch.
    Punched(Box<PunchReceipt>),
    /// To a decision.
    Decided(Decided),
    /// To what needs no answer but "done".
    Done,
}

/// A write on the shelf.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Item {
    /// The write's own id.
    pub(crate) id: Uuid,
    /// Who made it.
    pub(crate) person: PersonId,
    /// Its place among all writes of this phone: they are sent in the order in which they were made.
    pub(crate) seq: u32,
    /// What is to be done.
    pub(crate) write: Write,
    /// The phone's clock when it was made.
    pub(crate) made_at: DateTime<Utc>,
    /// The page it was made on; that page's steady clock started with it.
    pub(crate) page: Uuid,
    /// Milliseconds on that clock.
    pub(crate) steady_ms: i64,
    /// How often sending got no answer.
    pub(crate) tries: u32,
    /// Until when it is still being completed: a punch is on the shelf before its position is known. Then it is
    /// sent as it is.
    pub(crate) held_until: Option<DateTime<Utc>>,
    /// Until when a tab has it in hand, by the phone's clock; a tab that died gives it free.
    pub(crate) leased_until: Option<DateTime<Utc>>,
    /// Why the server would not have it.
    pub(crate) refused: Option<AppError>,
}

#[cfg(feature = "hydrate")]
impl Item {
    pub(super) fn new(person: PersonId, write: Write) -> Self {
        Self {
            id: write.id(),
            person,
            seq: 0,
            write,
            made_at: super::clock::now(),
            page: super::clock::page(),
            steady_ms: super::clock::steady_ms(),
            tries: 0,
            held_until: None,
            leased_until: None,
            refused: None,
        }
    }
}
