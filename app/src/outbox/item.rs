use chrono::{DateTime, Utc};
use domain::{
    approvals::{DecideCommand, Decided},
    attendance::{CorrectionCommand, OutingActCommand, OutingCommand, PunchCommand, PunchReceipt, WitnessCommand},
    ids::{PatrolId, PatrolNoteId, PersonId, PunchId, PunchNoteId},
    leave::LeaveCommand,
    roster::{
        CancelOvertimeCommand, ClaimCommand, FillCommand, OfferCommand, OvertimeCommand, SwapAnswer, SwapCommand,
        WithdrawOfferCommand, WithdrawOvertimeCommand,
    },
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
    /// Ask for leave. Photos of its papers follow later, too.
    AskLeave(LeaveCommand),
    /// Say what one has to say to a patrol record.
    ExplainPatrol {
        /// The note's id.
        note: PatrolNoteId,
        /// The record.
        record: PatrolId,
        /// The words.
        text: String,
    },
    /// Ask to leave the window for a while.
    AskOuting(OutingCommand),
    /// Leave, come back, stay after all, or stand in for a colleague.
    ActOnOuting(OutingActCommand),
    /// Say that somebody was seen at the hall.
    Witness(WitnessCommand),
    /// Ask for overtime.
    AskOvertime(OvertimeCommand),
    /// Ask a colleague for a swap.
    AskSwap(SwapCommand),
    /// Answer a swap, or take it back.
    AnswerSwap(SwapAnswer),
    /// Claim an offered shift, or take the claim back.
    Claim(ClaimCommand),
    /// Offer a shift.
    Offer(OfferCommand),
    /// Give an offered shift to one who has claimed it.
    Fill(FillCommand),
    /// Take the offer of a shift back.
    WithdrawOffer(WithdrawOfferCommand),
    /// Take back overtime that was asked for.
    WithdrawOvertime(WithdrawOvertimeCommand),
    /// Take back somebody's overtime that was approved.
    CancelOvertime(CancelOvertimeCommand),
}

/// What all goings out of a person are about: nobody is out again before they are back.
const OUTINGS: Uuid = Uuid::from_u128(0x0197_0000_0000_7000_8000_6f75_7469_6e67);

impl Write {
    /// What it is about: writes about one thing are sent in the order in which they were made.
    #[cfg_attr(not(any(feature = "hydrate", test)), expect(dead_code, reason = "only a browser sends"))]
    pub(crate) const fn about(&self) -> Uuid {
        match self {
            Self::Punch(command) => command.id.uuid(),
            Self::Explain { punch, .. } => punch.uuid(),
            Self::Decide(command) => command.approval.uuid(),
            Self::Correct(command) => command.id.uuid(),
            Self::AskLeave(command) => command.id.uuid(),
            Self::ExplainPatrol { record, .. } => record.uuid(),
            Self::AskOuting(_) | Self::ActOnOuting(_) => OUTINGS,
            Self::Witness(command) => command.punch.uuid(),
            Self::AskOvertime(command) => command.id.uuid(),
            Self::AskSwap(command) => command.id.uuid(),
            Self::AnswerSwap(command) => command.swap.uuid(),
            Self::Claim(command) => command.offer.uuid(),
            Self::Offer(command) => command.id.uuid(),
            Self::Fill(command) => command.offer.uuid(),
            Self::WithdrawOffer(command) => command.offer.uuid(),
            Self::WithdrawOvertime(command) => command.overtime.uuid(),
            Self::CancelOvertime(command) => command.overtime.uuid(),
        }
    }

    /// Whether this says anew what a refused one has said, so that there is nothing left to do about that.
    #[cfg_attr(not(any(feature = "hydrate", test)), expect(dead_code, reason = "only a browser sends"))]
    pub(crate) fn replaces(&self, refused: &Self) -> bool {
        match (self, refused) {
            (Self::Explain { punch, .. }, Self::Explain { punch: of, .. }) => punch == of,
            (Self::Decide(new), Self::Decide(old)) => new.approval == old.approval,
            (Self::Correct(new), Self::Correct(old)) => (new.date, new.slot) == (old.date, old.slot),
            (Self::AskLeave(new), Self::AskLeave(old)) => (new.kind, new.from) == (old.kind, old.from),
            (Self::ExplainPatrol { record, .. }, Self::ExplainPatrol { record: of, .. }) => record == of,
            (Self::AskOuting(_), Self::AskOuting(_)) => true,
            (Self::ActOnOuting(new), Self::ActOnOuting(old)) => (new.outing, new.act) == (old.outing, old.act),
            (Self::Witness(new), Self::Witness(old)) => new.punch == old.punch,
            (Self::AskOvertime(new), Self::AskOvertime(old)) => new.date == old.date,
            (Self::AskSwap(new), Self::AskSwap(old)) => (new.give, new.take) == (old.give, old.take),
            (Self::AnswerSwap(new), Self::AnswerSwap(old)) => new.swap == old.swap,
            (Self::Claim(new), Self::Claim(old)) => new.offer == old.offer,
            (Self::Offer(new), Self::Offer(old)) => {
                (new.hall, new.date, new.window) == (old.hall, old.date, old.window)
            }
            (Self::Fill(new), Self::Fill(old)) => new.offer == old.offer,
            (Self::WithdrawOffer(new), Self::WithdrawOffer(old)) => new.offer == old.offer,
            (Self::WithdrawOvertime(new), Self::WithdrawOvertime(old)) => new.overtime == old.overtime,
            (Self::CancelOvertime(new), Self::CancelOvertime(old)) => new.overtime == old.overtime,
            _ => false,
        }
    }
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
            Self::AskLeave(command) => command.id.uuid(),
            Self::ExplainPatrol { note, .. } => note.uuid(),
            Self::AskOuting(command) => command.id.uuid(),
            Self::ActOnOuting(command) => command.id.uuid(),
            Self::Witness(command) => command.id.uuid(),
            Self::AskOvertime(command) => command.id.uuid(),
            Self::AskSwap(command) => command.id.uuid(),
            Self::AnswerSwap(command) => command.id.uuid(),
            Self::Claim(command) => command.id.uuid(),
            Self::Offer(command) => command.id.uuid(),
            Self::Fill(command) => command.id.uuid(),
            Self::WithdrawOffer(command) => command.id.uuid(),
            Self::WithdrawOvertime(command) => command.id.uuid(),
            Self::CancelOvertime(command) => command.id.uuid(),
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

#[cfg(test)]
mod tests {
    use domain::{attendance::CorrectedSlot, ids::ApprovalId};

    use super::*;

    fn correction(date: &str, slot: i16) -> Write {
        Write::Correct(CorrectionCommand {
            id: ApprovalId::new(),
            version: None,
            date: date.parse().unwrap_or_default(),
            slot: CorrectedSlot::Slot(slot),
            time: "08:25".to_owned(),
            reason: "手机没电".to_owned(),
            photos: Vec::new(),
        })
    }

    #[test]
    fn said_anew_it_takes_the_place_of_what_was_refused_about_the_same() {
        assert!(correction("2026-11-24", 1).replaces(&correction("2026-11-24", 1)));
        assert!(!correction("2026-11-24", 1).replaces(&correction("2026-11-24", 2)));
        assert!(!correction("2026-11-24", 1).replaces(&correction("2026-11-25", 1)));
        let explain = |punch| Write::Explain { note: PunchNoteId::new(), punch, reason: "没有信号".to_owned() };
        let punch = PunchId::new();
        assert!(explain(punch).replaces(&explain(punch)));
        assert!(!explain(punch).replaces(&correction("2026-11-24", 1)));
    }
}
