//! What waits, or was refused, in words.

use chrono::TimeDelta;
use domain::{
    attendance::PaperAct,
    leave::{HandoverStep, LeaveCommand},
};

use super::{Item, Write};
use crate::{
    attendance::inday_words,
    i18n::{t_string, use_i18n},
    leave::request_words,
    roster::{duration, swap_words},
    when,
};

/// What a write is, in words.
pub(super) fn title(item: &Item) -> String {
    let i18n = use_i18n();
    let at = when::moment(item.made_at, i18n.get_locale_untracked());
    match &item.write {
        Write::Punch(_) => t_string!(i18n, outbox.punch, at = at),
        Write::Explain { .. } => t_string!(i18n, outbox.explain, at = at),
        Write::Decide(_) => t_string!(i18n, outbox.decide, at = at),
        Write::Correct(_) => t_string!(i18n, outbox.correct, at = at),
        Write::AskLeave(command) if command.moves.is_some() => t_string!(i18n, offline_acts.move_leave, at = at),
        Write::AskLeave(_) => t_string!(i18n, outbox.leave, at = at),
        Write::ExplainPatrol { .. } => t_string!(i18n, outbox.explain_patrol, at = at),
        Write::AskOuting(_) => t_string!(i18n, offline_acts.ask_outing, at = at),
        Write::ActOnOuting(command) => {
            let (act, _) = inday_words::act(i18n, command.act);
            t_string!(i18n, offline_acts.act_outing, act = act, at = at)
        }
        Write::Witness(_) => t_string!(i18n, offline_acts.witness, at = at),
        Write::AskOvertime(_) => t_string!(i18n, offline_acts.ask_overtime, at = at),
        Write::AskSwap(_) => t_string!(i18n, offline_acts.ask_swap, at = at),
        Write::AnswerSwap(command) => {
            let (act, _) = swap_words::button(i18n, command.act);
            t_string!(i18n, offline_acts.answer_swap, act = act, at = at)
        }
        Write::Claim(command) => {
            let act = if command.claim { t_string!(i18n, swap.claim) } else { t_string!(i18n, swap.unclaim) };
            t_string!(i18n, offline_acts.claim, act = act, at = at)
        }
        Write::Offer(_) => t_string!(i18n, offline_acts.offer, at = at),
        Write::Fill(_) => t_string!(i18n, offline_acts.fill, at = at),
        Write::WithdrawOffer(_) => t_string!(i18n, offline_acts.withdraw_offer, at = at),
        Write::WithdrawOvertime(_) => t_string!(i18n, offline_acts.withdraw_overtime, at = at),
        Write::CancelOvertime(_) => t_string!(i18n, offline_acts.cancel_overtime, at = at),
        Write::ReportSudden(_) => t_string!(i18n, offline_acts.report, at = at),
        Write::WithdrawLeave(_) => t_string!(i18n, offline_acts.withdraw_leave, at = at),
        Write::ComeBack(_) => t_string!(i18n, offline_acts.come_back, at = at),
        Write::AnswerCover(command) => {
            let act = if command.yes { t_string!(i18n, leave.cover_yes) } else { t_string!(i18n, leave.cover_no) };
            t_string!(i18n, offline_acts.answer_cover, act = act, at = at)
        }
        Write::NameCover(_) => t_string!(i18n, offline_acts.name_cover, at = at),
        Write::WithdrawCorrection(_) => t_string!(i18n, offline_acts.withdraw_correction, at = at),
        Write::AcceptMonth(_) => t_string!(i18n, offline_acts.accept_month, at = at),
        Write::AcknowledgeRoster(_) | Write::AcknowledgeNotice(_) => t_string!(i18n, offline_acts.acknowledge, at = at),
        Write::FlagsSeen(_) | Write::OutingSeen(_) => t_string!(i18n, offline_acts.seen, at = at),
        Write::DecidePunch(command) => {
            let act =
                if command.accepted { t_string!(i18n, attendance.accept) } else { t_string!(i18n, attendance.refuse) };
            t_string!(i18n, offline_acts.decide_punch, act = act, at = at)
        }
        Write::TakeVacancy(_) => t_string!(i18n, offline_acts.take_vacancy, at = at),
        Write::HandOver(command) => {
            let act = match command.step {
                HandoverStep::Add => t_string!(i18n, leave_after.add),
                HandoverStep::Take => t_string!(i18n, leave_after.take),
                HandoverStep::Sign => t_string!(i18n, leave_after.sign),
            };
            t_string!(i18n, offline_acts.hand_over, act = act, at = at)
        }
        Write::ActOnPaper(command) => {
            let act = match command.act {
                PaperAct::Confirm => t_string!(i18n, timesheet.confirm_paper),
                PaperAct::Refuse => t_string!(i18n, timesheet.reject),
                PaperAct::Withdraw => t_string!(i18n, timesheet.withdraw_paper),
            };
            t_string!(i18n, offline_acts.act_on_paper, act = act, at = at)
        }
        Write::RecordPatrol(command) => {
            let found_at = item.made_at - TimeDelta::minutes(command.minutes_ago.unwrap_or_default().into());
            let at = when::moment(found_at, i18n.get_locale_untracked());
            t_string!(i18n, offline_acts.record_patrol, kind = inday_words::patrol_kind(i18n, command.kind), at = at)
        }
        Write::DecidePatrol(command) => {
            let act = if command.upheld { t_string!(i18n, inday.uphold) } else { t_string!(i18n, inday.dismiss) };
            t_string!(i18n, offline_acts.decide_patrol, act = act, at = at)
        }
    }
}

/// Whom or what it is about, and what the person wrote in it, if anything.
pub(super) fn content(item: &Item) -> Option<String> {
    let parts: Vec<String> = item.subject.clone().into_iter().chain(written(&item.write)).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

fn written(write: &Write) -> Option<String> {
    match write {
        Write::Punch(command) => command.reason.clone(),
        Write::Explain { reason, .. } => Some(reason.clone()),
        Write::Decide(command) => command.reason.clone(),
        Write::Correct(command) => {
            let day = when::date(command.date, use_i18n().get_locale_untracked());
            Some(format!("{day} {} · {}", command.time, command.reason))
        }
        Write::AskLeave(command) => Some(leave_words(command)),
        Write::ExplainPatrol { text, .. } => Some(text.clone()),
        Write::RecordPatrol(command) => typed(Some(&command.note)),
        Write::DecidePatrol(command) => typed(Some(&command.reason)),
        Write::AskOuting(command) => {
            let minutes = t_string!(use_i18n(), inday.minutes, n = command.minutes);
            Some(format!("{} · {minutes}", command.reason.trim()))
        }
        Write::AskOvertime(command) => {
            let day = when::date(command.date, use_i18n().get_locale_untracked());
            let long = duration(command.minutes);
            Some([day, long, command.reason.trim().to_owned()].join(" · "))
        }
        Write::AskSwap(command) => {
            let locale = use_i18n().get_locale_untracked();
            let days = format!("{} ⇄ {}", when::date(command.give, locale), when::date(command.take, locale));
            let reason = command.reason.iter().map(|reason| reason.trim().to_owned());
            let parts = [days].into_iter().chain(reason.filter(|reason| !reason.is_empty()));
            Some(parts.collect::<Vec<_>>().join(" · "))
        }
        Write::Offer(command) => Some(when::date(command.date, use_i18n().get_locale_untracked())),
        Write::CancelOvertime(command) => command.reason.clone(),
        Write::DecidePunch(command) => typed(command.reason.as_deref()),
        Write::TakeVacancy(command) => typed(Some(&command.note)),
        Write::ActOnPaper(command) => typed(command.answer.as_deref()),
        Write::HandOver(command) => typed(command.text.as_deref()),
        Write::ReportSudden(command) => Some(request_words::kind(use_i18n(), command.kind).to_owned()),
        Write::ComeBack(command) => {
            let (i18n, day) = (use_i18n(), when::date(command.back_on, use_i18n().get_locale_untracked()));
            Some(format!("{} {day}", t_string!(i18n, leave.back_on)))
        }
        Write::ActOnOuting(_)
        | Write::Witness(_)
        | Write::AnswerSwap(_)
        | Write::Claim(_)
        | Write::Fill(_)
        | Write::WithdrawOffer(_)
        | Write::WithdrawOvertime(_)
        | Write::WithdrawLeave(_)
        | Write::AnswerCover(_)
        | Write::NameCover(_)
        | Write::WithdrawCorrection(_)
        | Write::AcceptMonth(_)
        | Write::AcknowledgeRoster(_)
        | Write::AcknowledgeNotice(_)
        | Write::FlagsSeen(_)
        | Write::OutingSeen(_) => None,
    }
}

/// What somebody typed, if anything.
fn typed(text: Option<&str>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn leave_words(command: &LeaveCommand) -> String {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let kind = request_words::kind(i18n, command.kind).to_owned();
    let mut days = vec![command.from, command.to];
    days.dedup();
    let days = days.into_iter().map(|day| when::date(day, locale)).collect::<Vec<_>>().join(" – ");
    let parts = [kind, days, command.reason.trim().to_owned()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}
