//! Which call each write is.

use domain::attendance::Sending;

use super::{
    Write, clock,
    item::{Answer, Item},
};
use crate::{
    approvals::api::decide,
    attendance::{
        api::{decide as decide_punch, explain, punch},
        close_api::accept_month,
        correction_api::{act_on_paper, ask_correction, withdraw_correction},
        day_api::{act_on_outing, ask_outing, decide_patrol, explain_patrol, outing_seen, record_patrol, take_vacancy},
        presence_api::{flags_seen, witness},
    },
    error::AppError,
    leave::{
        handover_api::hand_over_post,
        request_api::{answer_cover, ask_leave, come_back, name_cover, report_sudden, withdraw_leave},
    },
    notices::api::acknowledge_notice,
    roster::{
        edit_api::acknowledge_roster,
        overtime_api::{ask_overtime, cancel_overtime, withdraw_overtime},
        requests_api::{claim_shift, fill_shift, offer_shift, withdraw_offer},
        swap_api::{answer_swap, ask_swap},
    },
};

/// Sends a write.
pub(super) async fn send(item: &Item) -> Result<Answer, AppError> {
    match item.write.clone() {
        Write::Punch(command) => {
            punch(command, Some(sending(item))).await.map(|receipt| Answer::Punched(Box::new(receipt)))
        }
        Write::Explain { note, punch, reason } => explain(note, punch, reason).await.map(|()| Answer::Done),
        Write::Decide(command) => decide(command).await.map(Answer::Decided),
        Write::Correct(command) => ask_correction(command).await.map(|_| Answer::Done),
        Write::AskLeave(command) => ask_leave(command).await.map(|_| Answer::Done),
        Write::ExplainPatrol { note, record, text, tap } => {
            explain_patrol(note, record, text, tap, Some(sending(item))).await.map(|()| Answer::Done)
        }
        Write::AskOuting(command) => ask_outing(command, Some(sending(item))).await.map(|()| Answer::Done),
        Write::ActOnOuting(command) => act_on_outing(command, Some(sending(item))).await.map(|()| Answer::Done),
        Write::Witness(command) => witness(command, Some(sending(item))).await.map(|()| Answer::Done),
        Write::AskOvertime(command) => ask_overtime(command).await.map(|_| Answer::Done),
        Write::AskSwap(command) => ask_swap(command).await.map(|_| Answer::Done),
        Write::AnswerSwap(command) => answer_swap(command).await.map(|()| Answer::Done),
        Write::Claim(command) => claim_shift(command).await.map(|()| Answer::Done),
        Write::Offer(command) => offer_shift(command).await.map(|_| Answer::Done),
        Write::Fill(command) => fill_shift(command).await.map(|()| Answer::Done),
        Write::WithdrawOffer(command) => withdraw_offer(command).await.map(|()| Answer::Done),
        Write::WithdrawOvertime(command) => withdraw_overtime(command).await.map(|()| Answer::Done),
        Write::CancelOvertime(command) => cancel_overtime(command).await.map(|()| Answer::Done),
        Write::ReportSudden(command) => report_sudden(command, Some(sending(item))).await.map(|_| Answer::Done),
        Write::WithdrawLeave(command) => withdraw_leave(command).await.map(|()| Answer::Done),
        Write::ComeBack(command) => come_back(command).await.map(|_| Answer::Done),
        Write::AnswerCover(command) => answer_cover(command).await.map(|()| Answer::Done),
        Write::NameCover(command) => name_cover(command, false).await.map(|()| Answer::Done),
        Write::WithdrawCorrection(command) => withdraw_correction(command).await.map(|()| Answer::Done),
        Write::AcceptMonth(command) => accept_month(command).await.map(|()| Answer::Done),
        Write::AcknowledgeRoster(command) => acknowledge_roster(command).await.map(|_| Answer::Done),
        Write::AcknowledgeNotice(command) => acknowledge_notice(command).await.map(|()| Answer::Done),
        Write::FlagsSeen(command) => flags_seen(command).await.map(|()| Answer::Done),
        Write::OutingSeen(command) => outing_seen(command).await.map(|()| Answer::Done),
        Write::DecidePunch(command) => decide_punch(command).await.map(|()| Answer::Done),
        Write::TakeVacancy(command) => take_vacancy(command).await.map(|()| Answer::Done),
        Write::ActOnPaper(command) => act_on_paper(command).await.map(|()| Answer::Done),
        Write::HandOver(command) => hand_over_post(command).await.map(|()| Answer::Done),
        Write::RecordPatrol(command) => record_patrol(command, Some(sending(item))).await.map(|_| Answer::Done),
        Write::DecidePatrol(command) => decide_patrol(command).await.map(|()| Answer::Done),
    }
}

/// What this phone knows of the time between tap and now.
fn sending(item: &Item) -> Sending {
    let since_tap_ms = (item.page == clock::page()).then(|| clock::steady_ms() - item.steady_ms);
    Sending { device_at: clock::now(), since_tap_ms }
}
