//! Where a refused write can be put right.

use domain::{
    approvals::{ApprovalKind, WithdrawCommand},
    attendance::{CorrectionCommand, DecidePatrolCommand, OutingCommand, PatrolCommand},
    leave::{LeaveCommand, NameCoverCommand, ReturnCommand},
    roster::{OfferCommand, OvertimeCommand, SwapCommand},
    time::hall_date,
};
use leptos::prelude::*;

use super::{Item, Write};
use crate::{
    attendance::{
        correction_api::AskCorrection,
        day_api::{AskOuting, RecordPatrol},
    },
    forms::{Laid, Posted},
    i18n::{t_string, use_i18n},
    kit::{ButtonKind, ButtonLink},
    leave::request_api::AskLeave,
    roster::{overtime_api::AskOvertime, requests_api::OfferShift, swap_api::AskSwap},
    when,
};

/// What a form's fields are filled in with, by their names.
type Fields = Vec<(&'static str, String)>;

/// The way to where it can be put right: the form, filled in with what was kept, or what it was about. What is sent
/// from there takes the refused one's place.
pub(super) fn mending(item: &Item) -> Option<AnyView> {
    let i18n = use_i18n();
    let mend = t_string!(i18n, outbox.mend);
    match &item.write {
        Write::Punch(command) => {
            let mut fields = vec![("command[time]", when::time(item.made_at))];
            fields.extend(command.reason.clone().map(|reason| ("command[reason]", reason)));
            let date = format!("?date={}", hall_date(item.made_at));
            Some(form::<AskCorrection>("/attendance/correction", &date, fields, t_string!(i18n, outbox.mend_punch)))
        }
        // A change begins with what was asked, so what was changed in it is shown here alone.
        Write::Correct(CorrectionCommand { id, version: Some(_), .. }) => {
            Some(way(ApprovalKind::Correction.own_page(*id), t_string!(i18n, offline_acts.see_correction)))
        }
        Write::AskLeave(LeaveCommand { id, version: Some(_), .. }) => {
            Some(way(format!("/leave/{id}"), t_string!(i18n, offline_acts.see_leave)))
        }
        // Asked as a leave of its own, it would overlap the one that it moves.
        Write::AskLeave(LeaveCommand { moves: Some(old), .. }) => {
            Some(way(format!("/leave/new?moves={old}"), t_string!(i18n, offline_acts.move_anew)))
        }
        Write::AskOvertime(OvertimeCommand { id, version: Some(_), .. }) => {
            Some(way(ApprovalKind::Overtime.own_page(*id), t_string!(i18n, offline_acts.see_overtime)))
        }
        Write::AskSwap(SwapCommand { id, version: Some(_), .. }) => {
            Some(way(ApprovalKind::Swap.own_page(*id), t_string!(i18n, offline_acts.see_swap)))
        }
        Write::Correct(command) => {
            let fields = vec![
                ("command[slot]", command.slot.to_string()),
                ("command[time]", command.time.clone()),
                ("command[reason]", command.reason.clone()),
            ];
            Some(form::<AskCorrection>("/attendance/correction", &format!("?date={}", command.date), fields, mend))
        }
        Write::Decide(command) => {
            Some(way(format!("/approvals/{}", command.approval), t_string!(i18n, outbox.mend_decision)))
        }
        Write::AskLeave(command) => Some(form::<AskLeave>("/leave/new", "", leave_fields(command), mend)),
        Write::AskOuting(command) => Some(form::<AskOuting>("/outing", "", outing_fields(command), mend)),
        Write::ActOnOuting(_) => Some(way("/outing".to_owned(), t_string!(i18n, offline_acts.see_outing))),
        Write::Witness(_) | Write::FlagsSeen(_) | Write::OutingSeen(_) | Write::DecidePunch(_) => {
            Some(way("/attendance/review".to_owned(), t_string!(i18n, offline_acts.see_review)))
        }
        Write::AskOvertime(command) => {
            Some(form::<AskOvertime>("/roster/overtime", "", overtime_fields(command), mend))
        }
        Write::AskSwap(command) => {
            let days = format!("?give={}&take={}", command.give, command.take);
            Some(form::<AskSwap>("/roster/swap", &days, swap_fields(command), mend))
        }
        Write::Offer(command) => Some(form::<OfferShift>("/roster/requests", "", offer_fields(command), mend)),
        Write::AnswerSwap(_) | Write::Claim(_) | Write::AcknowledgeRoster(_) => {
            Some(way("/roster".to_owned(), t_string!(i18n, offline_acts.see_roster)))
        }
        Write::Fill(_) | Write::WithdrawOffer(_) | Write::CancelOvertime(_) => {
            Some(way("/roster/requests".to_owned(), t_string!(i18n, offline_acts.see_requests)))
        }
        Write::WithdrawOvertime(command) => {
            Some(way(ApprovalKind::Overtime.own_page(command.request), t_string!(i18n, offline_acts.see_overtime)))
        }
        Write::ReportSudden(command) => {
            let day = hall_date(item.made_at).to_string();
            let fields = vec![
                ("command[kind]", command.kind.code().to_owned()),
                ("command[from]", day.clone()),
                ("command[to]", day),
            ];
            Some(form::<AskLeave>("/leave/new", "", fields, mend))
        }
        Write::WithdrawLeave(WithdrawCommand { request, .. })
        | Write::ComeBack(ReturnCommand { request, .. })
        | Write::NameCover(NameCoverCommand { request, .. }) => {
            Some(way(format!("/leave/{request}"), t_string!(i18n, offline_acts.see_leave)))
        }
        Write::HandOver(command) => {
            Some(way(format!("/leave/{}/handover", command.request), t_string!(i18n, offline_acts.see_handover)))
        }
        Write::AnswerCover(_) => Some(way("/leave".to_owned(), t_string!(i18n, offline_acts.see_covers))),
        Write::WithdrawCorrection(command) => {
            let path = ApprovalKind::Correction.own_page(command.request);
            Some(way(path, t_string!(i18n, offline_acts.see_correction)))
        }
        Write::AcceptMonth(command) => {
            let path = format!("/attendance/{}", when::month_code(command.month));
            Some(way(path, t_string!(i18n, offline_acts.see_month)))
        }
        Write::AcknowledgeNotice(_) => Some(way("/notices".to_owned(), t_string!(i18n, offline_acts.see_notices))),
        Write::TakeVacancy(_) => Some(way("/board".to_owned(), t_string!(i18n, offline_acts.see_board))),
        Write::ActOnPaper(_) => Some(way("/attendance/paper".to_owned(), t_string!(i18n, offline_acts.see_paper))),
        Write::RecordPatrol(command) => {
            let draft = Laid::new::<RecordPatrol>(&format!("/patrol/new{}", command.window));
            Some(filled(draft, format!("/patrol/new?window={}", command.window), patrol_fields(command), mend))
        }
        Write::ExplainPatrol { record, .. } | Write::DecidePatrol(DecidePatrolCommand { record, .. }) => {
            Some(way(format!("/patrol/{record}"), t_string!(i18n, offline_acts.see_patrol)))
        }
        Write::Explain { .. } => None,
    }
}

/// To a form that is filled in.
fn form<S: Posted>(path: &str, query: &str, fields: Fields, label: &'static str) -> AnyView {
    filled(Laid::new::<S>(path), format!("{path}{query}"), fields, label)
}

fn filled(draft: Laid, href: String, fields: Fields, label: &'static str) -> AnyView {
    view! {
        <ButtonLink
            href=href
            label=label
            kind=ButtonKind::Secondary
            glyph=icondata_lu::LuPencil
            on:click=move |_| draft.lay(&fields)
        />
    }
    .into_any()
}

/// To what it was about.
fn way(href: String, label: &'static str) -> AnyView {
    view! { <ButtonLink href=href label=label kind=ButtonKind::Secondary glyph=icondata_lu::LuEye/> }.into_any()
}

/// What a round has found. When is asked anew: the minutes count back from when it is written down.
fn patrol_fields(command: &PatrolCommand) -> Fields {
    vec![
        ("command[person]", command.person.to_string()),
        ("command[kind]", command.kind.code().to_owned()),
        ("command[note]", command.note.clone()),
    ]
}

fn offer_fields(command: &OfferCommand) -> Fields {
    vec![
        ("command[date]", command.date.to_string()),
        ("command[shift]", command.shift.to_string()),
        ("command[window]", command.window.to_string()),
    ]
}

fn overtime_fields(command: &OvertimeCommand) -> Fields {
    vec![
        ("command[date]", command.date.to_string()),
        ("command[minutes]", command.minutes.to_string()),
        ("command[reason]", command.reason.clone()),
        ("command[compensation]", command.compensation.code().to_owned()),
    ]
}

fn swap_fields(command: &SwapCommand) -> Fields {
    let partner = ("command[partner]", command.partner.to_string());
    [partner].into_iter().chain(command.reason.clone().map(|reason| ("command[reason]", reason))).collect()
}

fn outing_fields(command: &OutingCommand) -> Fields {
    vec![("command[reason]", command.reason.clone()), ("command[minutes]", command.minutes.to_string())]
}

/// A request for leave by the names of its form's fields.
fn leave_fields(command: &LeaveCommand) -> Fields {
    vec![
        ("command[kind]", command.kind.code().to_owned()),
        ("command[from]", command.from.to_string()),
        ("command[starts]", command.starts.code().to_owned()),
        ("command[to]", command.to.to_string()),
        ("command[ends]", command.ends.code().to_owned()),
        ("command[hours][by]", command.hours.by.code().to_owned()),
        ("command[hours][from]", command.hours.from.clone()),
        ("command[hours][to]", command.hours.to.clone()),
        ("command[reason]", command.reason.clone()),
        ("command[cover]", command.cover.map(|cover| cover.to_string()).unwrap_or_default()),
        ("command[birth][what]", command.birth.what.code().to_owned()),
        ("command[birth][difficult]", command.birth.difficult.to_string()),
        ("command[birth][children]", command.birth.children.to_string()),
        ("command[delegation][deputy]", command.delegation.deputy.clone()),
        ("command[delegation][reason]", command.delegation.reason.clone()),
        ("command[delegation][kind]", command.delegation.kind.map(|kind| kind.code().to_owned()).unwrap_or_default()),
        ("command[delegation][place]", command.delegation.place.clone().unwrap_or_default()),
    ]
}
