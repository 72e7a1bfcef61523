use chrono::{DateTime, Utc};
use domain::{approvals::Decided, attendance::PunchReceipt, ids::PersonId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Write;
use crate::error::AppError;

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
    /// Whom or what it is about, in the words of the page where it was made; none where the write itself says it. What
    /// an earlier release has kept has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) subject: Option<String>,
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

/// What is on the shelf and can't be read: another release has put it there, in a form of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unreadable {
    /// Under which it lies.
    pub(crate) key: String,
    /// Who made it, if that much can be read.
    pub(crate) person: Option<PersonId>,
    /// As it is.
    pub(crate) text: String,
}

#[cfg(any(feature = "hydrate", test))]
impl Item {
    /// Whether this is the very one that was sent: a change of a request goes under the request's id, so another change may
    /// have taken its place meanwhile.
    pub(super) fn is_the_one(&self, sent: &Self) -> bool {
        // The counter begins anew where the shelf was empty.
        (self.id, self.seq, self.made_at) == (sent.id, sent.seq, sent.made_at)
    }
}

#[cfg(feature = "hydrate")]
impl Item {
    pub(super) fn new(person: PersonId, write: Write) -> Self {
        Self {
            id: write.id(),
            person,
            seq: 0,
            write,
            subject: None,
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
