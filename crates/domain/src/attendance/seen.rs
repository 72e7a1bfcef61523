//! What leads say that they have looked at. Nothing else comes of it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{ActId, OutingId, PunchId};

/// Says that one has looked at the flags of a punch, or at why it was made outside all slots.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlagsSeenCommand {
    /// Made with the form: sent twice, it is said once.
    pub id: ActId,
    /// The punch.
    pub punch: PunchId,
}

/// Says that one has looked at what arrived late of an outing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutingSeenCommand {
    /// Made with the form: sent twice, it is said once.
    pub id: ActId,
    /// The outing.
    pub outing: OutingId,
    /// When what was looked at was read: of what has arrived since, nothing was seen.
    pub seen_at: DateTime<Utc>,
}
