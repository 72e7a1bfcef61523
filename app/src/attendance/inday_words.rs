//! Words of outings and rounds.

use domain::attendance::{ClaimDoubt, LateAct, LateKind, OutingAct, OutingState, OutingView, PatrolKind, PatrolState};
use leptos_i18n::I18nContext;

use crate::{
    i18n::{Locale, t_string},
    kit::{ButtonKind, Tone},
    when,
};

type I18n = I18nContext<Locale>;

/// How an outing stands: colour and word.
pub(super) fn outing(i18n: I18n, outing: &OutingView) -> (Tone, &'static str) {
    match outing.state {
        OutingState::Asked => (Tone::Wait, t_string!(i18n, inday.state_asked)),
        OutingState::Out if outing.cover.is_none() => (Tone::Danger, t_string!(i18n, inday.state_out_uncovered)),
        OutingState::Out => (Tone::Info, t_string!(i18n, inday.state_out)),
        OutingState::Back => (Tone::Ok, t_string!(i18n, inday.state_back)),
        OutingState::Withdrawn => (Tone::Neutral, t_string!(i18n, inday.state_withdrawn)),
        OutingState::Lapsed => (Tone::Neutral, t_string!(i18n, inday.state_lapsed)),
    }
}

/// What a button about an outing says, and how it looks.
pub(crate) fn act(i18n: I18n, act: OutingAct) -> (&'static str, ButtonKind) {
    match act {
        OutingAct::Cover => (t_string!(i18n, inday.cover), ButtonKind::Primary),
        OutingAct::LeaveUncovered => (t_string!(i18n, inday.leave_uncovered), ButtonKind::Danger),
        OutingAct::Return => (t_string!(i18n, inday.back), ButtonKind::Primary),
        OutingAct::Withdraw => (t_string!(i18n, inday.withdraw), ButtonKind::Secondary),
    }
}

/// That something arrived later than it was done, with both times, and why it counts on arrival or is to be checked, if it
/// does or is.
pub(crate) fn late(i18n: I18n, late: &LateAct) -> String {
    let (made, arrived) = (when::time(late.made_at), when::moment(late.arrived_at, i18n.get_locale_untracked()));
    let line = match late.kind {
        LateKind::Ask => t_string!(i18n, offline_acts.late_ask, made = made, arrived = arrived),
        LateKind::LeaveUncovered => t_string!(i18n, offline_acts.late_left, made = made, arrived = arrived),
        LateKind::Return => t_string!(i18n, offline_acts.late_back, made = made, arrived = arrived),
        LateKind::Withdraw => t_string!(i18n, offline_acts.late_withdrawn, made = made, arrived = arrived),
        LateKind::Witness => t_string!(i18n, offline_acts.late_witness, made = made, arrived = arrived),
        LateKind::Report => t_string!(i18n, offline_acts.late_report, made = made, arrived = arrived),
        LateKind::Patrol => t_string!(i18n, offline_acts.late_patrol, made = made, arrived = arrived),
        LateKind::PatrolWord => t_string!(i18n, offline_acts.late_patrol_word, made = made, arrived = arrived),
    };
    let doubt = late.doubt.map(|doubt| match (late.kind.is_decided_on(), doubt) {
        (true, ClaimDoubt::NoTicket) => t_string!(i18n, offline_acts.check_no_ticket),
        (true, ClaimDoubt::ClockChanged) => t_string!(i18n, offline_acts.check_clock_changed),
        (true, ClaimDoubt::TooLate) => t_string!(i18n, offline_acts.check_too_late),
        (false, ClaimDoubt::NoTicket) => t_string!(i18n, offline_acts.doubt_no_ticket),
        (false, ClaimDoubt::ClockChanged) => t_string!(i18n, offline_acts.doubt_clock_changed),
        (false, ClaimDoubt::TooLate) => t_string!(i18n, offline_acts.doubt_too_late),
    });
    [Some(line.as_str()), doubt].into_iter().flatten().collect::<Vec<_>>().join(t_string!(i18n, presence.comma))
}

/// What a round has found.
pub(crate) fn patrol_kind(i18n: I18n, kind: PatrolKind) -> &'static str {
    match kind {
        PatrolKind::Wandering => t_string!(i18n, inday.wandering),
        PatrolKind::OffPost => t_string!(i18n, inday.off_post),
    }
}

/// How a record stands: colour and word.
pub(super) fn patrol_state(i18n: I18n, state: PatrolState) -> (Tone, &'static str) {
    match state {
        PatrolState::Explaining => (Tone::Wait, t_string!(i18n, inday.patrol_explaining)),
        PatrolState::Deciding => (Tone::Wait, t_string!(i18n, inday.patrol_deciding)),
        PatrolState::Upheld => (Tone::Danger, t_string!(i18n, inday.patrol_upheld)),
        PatrolState::Dismissed => (Tone::Ok, t_string!(i18n, inday.patrol_dismissed)),
    }
}
