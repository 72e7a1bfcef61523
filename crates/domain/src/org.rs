//! Agency → hall → zone → window → post, dated, never deleted.

mod command;
mod view;

pub use command::{
    FenceCommand, HallCommand, HolderCommand, MAX_CODE, MAX_NAME, NewFence, OrgUnit, PostCommand, WindowCommand,
    ZoneCommand, parse_unit_name,
};
pub use view::{FenceView, FormerName, HallRow, HallView, HolderView, LeadView, PostView, WindowView, ZoneView};

use serde::{Deserialize, Serialize};

/// The two holders of a post (AB岗位制): A as a rule, B in A's absence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Side {
    /// Holds the post.
    A,
    /// Stands in, with A's authority.
    B,
}

impl Side {
    /// The letter stored and shown.
    pub const fn letter(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
        }
    }

    /// The side of a letter.
    pub fn from_letter(letter: &str) -> Option<Self> {
        match letter {
            "A" => Some(Self::A),
            "B" => Some(Self::B),
            _ => None,
        }
    }
}

/// Why the organisation could not be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum OrgError {
    /// A and B of a post must be two people.
    #[error("A and B are the same person")]
    SamePerson,
    /// Can't be closed yet: a post or window with holders, a zone with open windows, a hall with open zones
    /// or with people.
    #[error("still in use")]
    InUse,
}

impl OrgError {
    /// The stable word for logs and outside callers.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SamePerson => "same_person",
            Self::InUse => "in_use",
        }
    }
}
