use serde::{Deserialize, Serialize};

use crate::coded::coded_enum;

coded_enum! {
    /// What a person says to the reading of their position when they clock in (PIPL 13, 29).
    pub enum LocationConsent {
        /// They were not asked yet: nothing is read.
        Unasked = "unasked",
        /// They agree, until they say otherwise.
        Given = "given",
        /// They do not, or have taken it back: nothing is read, and they clock in all the same (PIPL 16).
        Refused = "refused",
    }
}

/// The version of the words that people agree to; another one asks anew.
pub const CONSENT_VERSION: i16 = 1;

impl LocationConsent {
    /// Whether a position may be read and kept: only after a clear yes.
    pub const fn allows(self) -> bool {
        matches!(self, Self::Given)
    }
}

/// What a person has said, and what follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentView {
    /// What they said last.
    pub consent: LocationConsent,
    /// Days after the lock of a month that its positions are kept at their hall.
    pub position_days: i32,
}
