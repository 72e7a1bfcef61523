use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Assignment, DraftRef, Finding};
use crate::ids::{ActId, HallId, PersonId, PublicationId, ReceiptId};

/// Characters of the reason for publishing against the rules of the house.
pub const MAX_PUBLISH_REASON: u16 = 200;

/// What a day was and shall be, by name, as it is shown and kept in the receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanName {
    /// A shift of this name.
    Shift(String),
    /// A day off.
    Rest,
    /// Nothing.
    Unscheduled,
}

impl PlanName {
    /// The shift's name; none on a day off, whether the roster says so or nothing.
    pub fn shift(&self) -> Option<&str> {
        match self {
            Self::Shift(name) => Some(name),
            Self::Rest | Self::Unscheduled => None,
        }
    }

    fn at(self, window: Option<&str>) -> Self {
        match (self, window) {
            (Self::Shift(name), Some(window)) => Self::Shift(format!("{name} {window}")),
            (plan, _) => plan,
        }
    }
}

impl From<&Assignment> for PlanName {
    fn from(assignment: &Assignment) -> Self {
        match assignment {
            Assignment::Shift(shift) => Self::Shift(shift.name.clone()),
            Assignment::Rest => Self::Rest,
            Assignment::Unscheduled => Self::Unscheduled,
        }
    }
}

/// A day that is published anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterChange {
    /// The date.
    pub date: NaiveDate,
    /// What it was.
    pub from: PlanName,
    /// What it is to be.
    pub to: PlanName,
}

impl RosterChange {
    /// What becomes of a day. Two shifts of one name are told with their times.
    pub fn between(date: NaiveDate, from: &Assignment, to: &Assignment) -> Self {
        match (from, to) {
            (Assignment::Shift(old), Assignment::Shift(new)) if old.id != new.id && old.name == new.name => {
                Self { date, from: PlanName::Shift(old.with_times()), to: PlanName::Shift(new.with_times()) }
            }
            _ => Self { date, from: PlanName::from(from), to: PlanName::from(to) },
        }
    }

    /// The same with the windows at which the shifts are worked, by their codes.
    #[must_use]
    pub fn at(self, (from, to): (Option<&str>, Option<&str>)) -> Self {
        Self { date: self.date, from: self.from.at(from), to: self.to.at(to) }
    }
}

/// What publishing a draft would do, and what speaks against it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicationReview {
    /// When it was read.
    pub as_of: DateTime<Utc>,
    /// The hall.
    pub hall: HallId,
    /// The first date of the month.
    pub month: NaiveDate,
    /// The draft's version.
    pub version: i32,
    /// Roster lines that these people's days have had so far. Publishing says the same number, so that what
    /// was changed elsewhere since is noticed.
    pub lines: i64,
    /// Who, and their days.
    pub people: Vec<PersonChanges>,
    /// What speaks against it; hard findings first.
    pub findings: Vec<FindingView>,
}

impl PublicationReview {
    /// Whether a hard finding stops the publication.
    pub fn is_blocked(&self) -> bool {
        self.findings.iter().any(|found| found.finding.rule.is_hard())
    }

    /// Whether a soft finding asks for a reason.
    pub fn needs_reason(&self) -> bool {
        self.findings.iter().any(|found| !found.finding.rule.is_hard())
    }
}

/// Somebody's days that change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonChanges {
    /// Who.
    pub person: PersonId,
    /// 姓名.
    pub name: String,
    /// The days, by date.
    pub changes: Vec<RosterChange>,
}

/// A finding with the names in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingView {
    /// The finding.
    pub finding: Finding,
    /// 姓名 of the person it is about.
    pub name: Option<String>,
    /// Code and name of the window it is about.
    pub window: Option<String>,
    /// The law behind it; left out where the viewer may not know.
    pub basis: Option<String>,
}

/// Publishes the draft as it was reviewed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishCommand {
    /// The hall.
    pub hall: HallId,
    /// The first date of the month.
    pub month: NaiveDate,
    /// The draft's version that was reviewed.
    pub version: i32,
    /// [`PublicationReview::lines`] of that review.
    pub lines: i64,
    /// Why rules of the house are broken, where they are.
    pub reason: Option<String>,
}

impl PublishCommand {
    /// The draft that it means.
    pub const fn draft(&self) -> DraftRef {
        DraftRef { hall: self.hall, month: self.month, version: self.version }
    }
}

/// What was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// The publication.
    pub id: PublicationId,
    /// Days that have a new roster line.
    pub days: u32,
    /// People who are told.
    pub people: u32,
}

/// Takes note of what was published to oneself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcknowledgeRosterCommand {
    /// Made with the form: sent twice, it is said once.
    pub id: ActId,
    /// The receipts to give.
    #[serde(default)]
    pub receipts: Vec<ReceiptId>,
}

/// What was published to somebody and not acknowledged yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterNews {
    /// The receipt to give.
    pub receipt: ReceiptId,
    /// When it was published.
    pub published_at: DateTime<Utc>,
    /// The days that changed.
    pub changes: Vec<RosterChange>,
}
