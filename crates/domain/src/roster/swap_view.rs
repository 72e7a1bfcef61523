//! Swaps as the two follow them, and as who decides sees them.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{FindingView, PlanName, SwapAct, SwapStanding};
use crate::{
    approvals::ApprovalView,
    ids::{ApprovalId, PersonId},
};

/// A colleague with whom a swap is possible.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SwapOption {
    /// Who.
    pub person: PersonId,
    /// 姓名.
    pub name: String,
    /// What they are to do on the date that I would take.
    pub shift: PlanName,
}

/// The way to a swap: my days that can be given, and with whom the two dates can be swapped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SwapChoices {
    /// My days of work from tomorrow on, with the shift's name.
    pub mine: Vec<(NaiveDate, String)>,
    /// The dates that were asked about.
    pub dates: Option<(NaiveDate, NaiveDate)>,
    /// With whom they can be swapped.
    pub options: Vec<SwapOption>,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SwapFacts {
    /// 姓名 of who asks.
    pub asker: String,
    /// 姓名 of who is asked.
    pub partner: String,
    /// The asker's day, and what was to be done on it when it was asked.
    pub give: (NaiveDate, PlanName),
    /// The partner's day, the same.
    pub take: (NaiveDate, PlanName),
    /// What was said with the request.
    pub reason: Option<String>,
}

impl SwapFacts {
    /// The first of the two days: on it, what nobody has decided is given up.
    pub fn first(&self) -> NaiveDate {
        self.give.0.min(self.take.0)
    }
}

/// A request as who decides on it sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SwapCard {
    /// What is asked for.
    pub facts: SwapFacts,
    /// Whether one of the two rosters is no longer what both agreed on: then it can't be approved. Told like the
    /// findings.
    pub moved: bool,
    /// What the two rosters would break; none once it is settled, for the two themselves, or for who has but a copy.
    pub findings: Vec<FindingView>,
}

impl SwapCard {
    /// Whether something about it wants looking at.
    pub fn is_flagged(&self) -> bool {
        self.moved || !self.findings.is_empty()
    }
}

/// A swap of mine, asked by me or of me, in a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SwapRow {
    /// The swap.
    pub id: ApprovalId,
    /// Counts its changes; an answer says which it is about.
    pub version: i32,
    /// How it stands.
    pub standing: SwapStanding,
    /// What is asked for.
    pub facts: SwapFacts,
    /// When it was asked.
    pub asked_at: DateTime<Utc>,
    /// 姓名 of those who can decide now.
    pub waits_for: Vec<String>,
    /// Until when they should.
    pub due_at: Option<DateTime<Utc>>,
    /// What I can say about it.
    pub acts: Vec<SwapAct>,
}

/// A page of my swaps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SwapPage {
    /// Newest first, at most 20.
    pub swaps: Vec<SwapRow>,
    /// The key to ask the next page with.
    pub next: Option<ApprovalId>,
}

/// One swap of mine: where it is on its way, and what can be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SwapView {
    /// What it asks for, and where it is.
    pub approval: ApprovalView,
    /// How it stands.
    pub standing: SwapStanding,
    /// What I can say about it.
    pub acts: Vec<SwapAct>,
    /// Whether I can ask for something else instead.
    pub may_change: bool,
}

/// A request of mine that is to be changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SwapAsked {
    /// The request.
    pub id: ApprovalId,
    /// The version that is looked at.
    pub version: i32,
    /// Who is asked.
    pub partner: PersonId,
    /// What was asked for.
    pub facts: SwapFacts,
}
