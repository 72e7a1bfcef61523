//! 移交: what has to go on while somebody is away for a week or more, item by item (1.F).
//!
//! 移交人 lists it, 接收人 takes each item, 监交人 is the direct superior and closes it. Where nobody covers
//! the post, the witness takes the items.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{LeaveRequestError, Period};
use crate::{
    coded::coded_enum,
    ids::{ActId, ApprovalId, HandoverItemId},
    problem::{Problem, check_text},
};

/// Days of leave, rest days among them, from which on things are handed over.
const HANDOVER_FROM: i64 = 7;

/// Characters of an item.
pub const MAX_HANDOVER_TEXT: u16 = 100;

/// Items of a list.
pub const MAX_HANDOVER_ITEMS: usize = 40;

coded_enum! {
    /// Whose word it is.
    pub enum HandoverPart {
        /// 移交人: whose leave it is.
        Giver = "giver",
        /// 接收人: who covers.
        Receiver = "receiver",
        /// 监交人: who leads.
        Witness = "witness",
    }
}

coded_enum! {
    /// What somebody does about a list.
    pub enum HandoverStep {
        /// Adds an item.
        Add = "add",
        /// Takes one item.
        Take = "take",
        /// Confirms the whole list.
        Sign = "sign",
    }
}

/// Does something about a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverCommand {
    /// Made with the form: sent twice, it is done once.
    pub id: ActId,
    /// The leave.
    pub request: ApprovalId,
    /// What is done.
    pub step: HandoverStep,
    /// The item, to be taken; or a new one, made with the form.
    #[serde(default)]
    pub item: Option<HandoverItemId>,
    /// What a new item says.
    #[serde(default)]
    pub text: Option<String>,
}

impl HandoverCommand {
    /// The same without blanks around the text; refused at `text` where an item says nothing.
    pub fn checked(self) -> Result<Self, Problem> {
        let text = check_text("text", self.text, (MAX_HANDOVER_TEXT, self.step == HandoverStep::Add))?;
        Ok(Self { text, ..self })
    }
}

/// Whether so long a leave is handed over item by item; a shorter one is the A/B pair's own affair, and who
/// is away for hours is there every day.
pub fn needs_handover(period: Period) -> bool {
    period.hours().is_none() && period.days() >= HANDOVER_FROM
}

/// How far a list is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is the word of another person")]
pub struct HandoverState {
    /// Items on it.
    pub items: usize,
    /// Items that were taken.
    pub taken: usize,
    /// Whether somebody covers, who then receives.
    pub has_receiver: bool,
    /// Whether the giver has confirmed.
    pub giver: bool,
    /// Whether the receiver has.
    pub receiver: bool,
    /// Whether the witness has.
    pub witness: bool,
}

impl HandoverState {
    /// What somebody in a part can do now. The giver adds until they confirm; then each item is taken; who
    /// receives confirms when all are, and the witness closes it.
    pub fn steps(self, part: HandoverPart) -> Vec<HandoverStep> {
        use HandoverStep::{Add, Sign, Take};
        let received = if self.has_receiver { self.receiver } else { self.items == self.taken };
        let takes = self.giver && self.taken < self.items;
        let can = match part {
            HandoverPart::Giver => {
                [(Add, !self.giver && self.items < MAX_HANDOVER_ITEMS), (Sign, !self.giver && self.items > 0)]
            }
            HandoverPart::Receiver => [(Take, takes), (Sign, self.giver && !self.receiver && self.taken == self.items)],
            HandoverPart::Witness => {
                [(Take, takes && !self.has_receiver), (Sign, self.giver && received && !self.witness)]
            }
        };
        can.into_iter().filter_map(|(step, can)| can.then_some(step)).collect()
    }

    /// Whether it is closed.
    pub const fn is_done(self) -> bool {
        self.witness
    }

    /// Refuses what can't be done now.
    pub fn check(self, part: HandoverPart, step: HandoverStep) -> Result<(), Problem> {
        if self.steps(part).contains(&step) { Ok(()) } else { Err(LeaveRequestError::NotNow.into()) }
    }
}

/// An item as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverItem {
    /// The item.
    pub id: HandoverItemId,
    /// What it is.
    pub text: String,
    /// When it was taken.
    pub taken_at: Option<DateTime<Utc>>,
}

/// A confirmation as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverSign {
    /// Whose part.
    pub part: HandoverPart,
    /// 姓名 of who gave it, or is to give it; nobody's where any superior can.
    pub name: Option<String>,
    /// When it was given.
    pub at: Option<DateTime<Utc>>,
}

/// A list with everything about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverView {
    /// The leave.
    pub request: ApprovalId,
    /// 姓名 of whose leave it is.
    pub name: String,
    /// When they are away.
    pub period: Period,
    /// The items, in the order in which they were added.
    pub items: Vec<HandoverItem>,
    /// Whose word is given, and whose is to come.
    pub signs: Vec<HandoverSign>,
    /// What I can do now.
    pub steps: Vec<HandoverStep>,
    /// A fresh id for an item of mine.
    pub next: HandoverItemId,
}

/// How far a list is, in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverBrief {
    /// Items on it.
    pub items: usize,
    /// Items that were taken.
    pub taken: usize,
    /// Whose word it waits for; nobody's once it is closed.
    pub waits_for: Option<HandoverPart>,
}

impl HandoverBrief {
    /// Of a list.
    pub const fn of(state: HandoverState) -> Self {
        let waits_for = if !state.giver {
            Some(HandoverPart::Giver)
        } else if state.has_receiver && !state.receiver {
            Some(HandoverPart::Receiver)
        } else if !state.witness {
            Some(HandoverPart::Witness)
        } else {
            None
        };
        Self { items: state.items, taken: state.taken, waits_for }
    }
}

#[cfg(test)]
mod tests {
    use HandoverPart::{Giver, Receiver, Witness};
    use HandoverStep::{Add, Sign, Take};

    use super::*;
    use crate::{
        leave::{Extent, Hours},
        roster::samples::date,
    };

    #[test]
    fn a_week_is_handed_over_and_less_is_not() {
        let leave = |last| Period::whole(date(2026, 12, 7), date(2026, 12, last));
        assert!(needs_handover(leave(13)));
        assert!(!needs_handover(leave(12)));
        let hours = Extent::Hours(Hours { from: 960, to: 1020 });
        assert!(!needs_handover(Period { extent: hours, ..leave(31) }), "there every day");
    }

    #[test]
    fn one_after_the_other_confirms() {
        let mut list = HandoverState { has_receiver: true, ..HandoverState::default() };
        let can = |list: HandoverState| [Giver, Receiver, Witness].map(|part| list.steps(part));
        assert_eq!(can(list), [vec![Add], vec![], vec![]], "an empty list is not confirmed");
        list.items = 2;
        assert_eq!(can(list), [vec![Add, Sign], vec![], vec![]]);
        list.giver = true;
        assert_eq!(can(list), [vec![], vec![Take], vec![]]);
        list.taken = 2;
        assert_eq!(can(list), [vec![], vec![Sign], vec![]]);
        assert_eq!(HandoverBrief::of(list).waits_for, Some(Receiver));
        list.receiver = true;
        assert_eq!(can(list), [vec![], vec![], vec![Sign]]);
        list.witness = true;
        assert_eq!(can(list), [vec![], vec![], vec![]]);
        assert!(list.is_done() && HandoverBrief::of(list).waits_for.is_none());
        assert_eq!(list.check(Witness, Sign), Err(LeaveRequestError::NotNow.into()));
    }

    #[test]
    fn where_nobody_covers_the_witness_takes_the_items() {
        let list = HandoverState { items: 1, giver: true, ..HandoverState::default() };
        assert_eq!(list.steps(Witness), [Take]);
        assert_eq!(HandoverState { taken: 1, ..list }.steps(Witness), [Sign]);
    }
}
