//! What can be done without a network.

use domain::{
    approvals::{DecideCommand, WithdrawCommand},
    attendance::{
        AcceptMonthCommand, CorrectionCommand, DecidePatrolCommand, DecidePunchCommand, FlagsSeenCommand,
        OutingActCommand, OutingCommand, OutingSeenCommand, PaperActCommand, PatrolCommand, PunchCommand,
        TakeVacancyCommand, Tapped, WitnessCommand,
    },
    ids::{ApprovalId, PatrolId, PatrolNoteId, PunchId, PunchNoteId},
    leave::{
        AnswerCoverCommand, HandoverCommand, HandoverStep, LeaveCommand, NameCoverCommand, ReturnCommand, SuddenCommand,
    },
    notices::AcknowledgeCommand,
    roster::{
        AcknowledgeRosterCommand, CancelOvertimeCommand, ClaimCommand, FillCommand, OfferCommand, OvertimeCommand,
        SwapAnswer, SwapCommand, WithdrawOfferCommand,
    },
    time::hall_date,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

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
        /// When. What an earlier release has kept has none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tap: Option<Tapped>,
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
    WithdrawOvertime(WithdrawCommand),
    /// Take back somebody's overtime that was approved.
    CancelOvertime(CancelOvertimeCommand),
    /// Report a sudden case.
    ReportSudden(SuddenCommand),
    /// Take back leave that was asked for.
    WithdrawLeave(WithdrawCommand),
    /// Say when one is back from leave.
    ComeBack(ReturnCommand),
    /// Say whether one covers for a colleague.
    AnswerCover(AnswerCoverCommand),
    /// Name who covers a leave.
    NameCover(NameCoverCommand),
    /// Take back a correction that was asked for.
    WithdrawCorrection(WithdrawCommand),
    /// Confirm a month of one's own.
    AcceptMonth(AcceptMonthCommand),
    /// Take note of what was published.
    AcknowledgeRoster(AcknowledgeRosterCommand),
    /// Say that one has read a notice.
    AcknowledgeNotice(AcknowledgeCommand),
    /// Say that one has looked at a punch.
    FlagsSeen(FlagsSeenCommand),
    /// Say that one has looked at what arrived late of an outing.
    OutingSeen(OutingSeenCommand),
    /// Say whether a punch counts.
    DecidePunch(DecidePunchCommand),
    /// Take the alarm of an empty window in hand.
    TakeVacancy(TakeVacancyCommand),
    /// Confirm or refuse a paper sheet, or take it back.
    ActOnPaper(PaperActCommand),
    /// Do something about what is handed over before a leave.
    HandOver(HandoverCommand),
    /// Record what a round has found.
    RecordPatrol(PatrolCommand),
    /// Say whether a patrol record stands.
    DecidePatrol(DecidePatrolCommand),
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
            Self::CancelOvertime(command) => command.overtime.uuid(),
            Self::ReportSudden(command) => command.id.uuid(),
            Self::WithdrawOvertime(command) | Self::WithdrawLeave(command) | Self::WithdrawCorrection(command) => {
                command.request.uuid()
            }
            Self::ComeBack(command) => command.request.uuid(),
            Self::AnswerCover(command) => command.request.uuid(),
            Self::NameCover(command) => command.request.uuid(),
            Self::AcceptMonth(command) => command.id.uuid(),
            Self::AcknowledgeRoster(command) => command.id.uuid(),
            Self::AcknowledgeNotice(command) => command.notice.uuid(),
            Self::FlagsSeen(command) => command.punch.uuid(),
            Self::OutingSeen(command) => command.outing.uuid(),
            Self::DecidePunch(command) => command.punch.uuid(),
            Self::TakeVacancy(command) => command.vacancy.uuid(),
            Self::ActOnPaper(command) => command.sheet.uuid(),
            Self::HandOver(command) => command.request.uuid(),
            Self::RecordPatrol(command) => command.id.uuid(),
            Self::DecidePatrol(command) => command.record.uuid(),
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
            (Self::WithdrawOvertime(new), Self::WithdrawOvertime(old))
            | (Self::WithdrawLeave(new), Self::WithdrawLeave(old))
            | (Self::WithdrawCorrection(new), Self::WithdrawCorrection(old)) => new.request == old.request,
            (Self::ReportSudden(new), Self::ReportSudden(old)) => new.kind == old.kind,
            (Self::AskLeave(new), Self::ReportSudden(old)) => {
                let reported = old.tap.as_ref().map(|tap| hall_date(tap.device_at));
                new.kind == old.kind && Some(new.from) == reported
            }
            (Self::ComeBack(new), Self::ComeBack(old)) => new.request == old.request,
            (Self::AnswerCover(new), Self::AnswerCover(old)) => new.request == old.request,
            (Self::NameCover(new), Self::NameCover(old)) => new.request == old.request,
            (Self::AcceptMonth(new), Self::AcceptMonth(old)) => new.month == old.month,
            (Self::AcknowledgeRoster(new), Self::AcknowledgeRoster(old)) => new.receipts == old.receipts,
            (Self::AcknowledgeNotice(new), Self::AcknowledgeNotice(old)) => new.notice == old.notice,
            (Self::FlagsSeen(new), Self::FlagsSeen(old)) => new.punch == old.punch,
            (Self::OutingSeen(new), Self::OutingSeen(old)) => new.outing == old.outing,
            (Self::DecidePunch(new), Self::DecidePunch(old)) => new.punch == old.punch,
            (Self::TakeVacancy(new), Self::TakeVacancy(old)) => new.vacancy == old.vacancy,
            (Self::ActOnPaper(new), Self::ActOnPaper(old)) => new.sheet == old.sheet,
            (Self::HandOver(new), Self::HandOver(old)) => {
                let what = |command: &HandoverCommand| match command.step {
                    HandoverStep::Add => (command.request, command.step, None, command.text.clone()),
                    HandoverStep::Take | HandoverStep::Sign => (command.request, command.step, command.item, None),
                };
                what(new) == what(old)
            }
            (Self::CancelOvertime(new), Self::CancelOvertime(old)) => new.overtime == old.overtime,
            (Self::RecordPatrol(new), Self::RecordPatrol(old)) => {
                (new.window, new.person, new.kind) == (old.window, old.person, old.kind)
            }
            (Self::DecidePatrol(new), Self::DecidePatrol(old)) => new.record == old.record,
            _ => false,
        }
    }
}

impl Write {
    /// Whether it takes a request of one's own back.
    pub(crate) fn takes_back(&self, request: ApprovalId) -> bool {
        match self {
            Self::WithdrawOvertime(command) | Self::WithdrawLeave(command) | Self::WithdrawCorrection(command) => {
                command.request == request
            }
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
            Self::CancelOvertime(command) => command.id.uuid(),
            Self::ReportSudden(command) => command.id.uuid(),
            Self::WithdrawOvertime(command) | Self::WithdrawLeave(command) | Self::WithdrawCorrection(command) => {
                command.id.uuid()
            }
            Self::ComeBack(command) => command.id.uuid(),
            Self::AnswerCover(command) => command.id.uuid(),
            Self::NameCover(command) => command.id.uuid(),
            Self::AcceptMonth(command) => command.id.uuid(),
            Self::AcknowledgeRoster(command) => command.id.uuid(),
            Self::AcknowledgeNotice(command) => command.id.uuid(),
            Self::FlagsSeen(command) => command.id.uuid(),
            Self::OutingSeen(command) => command.id.uuid(),
            Self::DecidePunch(command) => command.id.uuid(),
            Self::TakeVacancy(command) => command.id.uuid(),
            Self::ActOnPaper(command) => command.id.uuid(),
            Self::HandOver(command) => command.id.uuid(),
            Self::RecordPatrol(command) => command.id.uuid(),
            Self::DecidePatrol(command) => command.id.uuid(),
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::attendance::CorrectedSlot;

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
