//! Words of the board.

use domain::attendance::{BoardHolder, CoverState, HolderState, HolderStatus};
use leptos_i18n::I18nContext;

use crate::{
    i18n::{Locale, t_string},
    kit::{Glyph, Tone},
    when,
};

type I18n = I18nContext<Locale>;

/// A state as it is shown: word, colour, and an icon where the colour's own would not do.
pub(super) struct State {
    pub(super) word: &'static str,
    pub(super) tone: Tone,
    pub(super) glyph: Option<Glyph>,
}

impl State {
    const fn plain(word: &'static str, tone: Tone) -> Self {
        Self { word, tone, glyph: None }
    }

    const fn with(word: &'static str, tone: Tone, glyph: Glyph) -> Self {
        Self { word, tone, glyph: Some(glyph) }
    }
}

/// Where somebody is.
pub(super) fn holder(i18n: I18n, state: HolderState) -> State {
    match state {
        HolderState::OnPost => State::plain(t_string!(i18n, board.state_on_post), Tone::Ok),
        HolderState::Expected => State::plain(t_string!(i18n, board.state_expected), Tone::Wait),
        HolderState::NotArrived => State::plain(t_string!(i18n, board.state_not_arrived), Tone::Wait),
        HolderState::OnLeave => {
            State::with(t_string!(i18n, board.state_on_leave), Tone::Info, icondata_lu::LuCalendarX)
        }
        HolderState::Away => State::with(t_string!(i18n, board.state_away), Tone::Neutral, icondata_lu::LuDoorOpen),
        HolderState::OffDuty => State::plain(t_string!(i18n, board.state_off_duty), Tone::Neutral),
        HolderState::Finished => State::plain(t_string!(i18n, board.state_finished), Tone::Neutral),
    }
}

/// Whether a window is staffed.
pub(super) fn cover(i18n: I18n, state: CoverState) -> State {
    match state {
        CoverState::OnPost => State::plain(t_string!(i18n, board.state_on_post), Tone::Ok),
        CoverState::Expected => State::plain(t_string!(i18n, board.state_expected), Tone::Wait),
        CoverState::NotArrived => State::plain(t_string!(i18n, board.state_not_arrived), Tone::Wait),
        CoverState::Away => State::with(t_string!(i18n, board.state_away), Tone::Neutral, icondata_lu::LuDoorOpen),
        CoverState::Vacant => State::with(t_string!(i18n, board.state_vacant), Tone::Danger, icondata_lu::LuUserX),
        CoverState::Closed => State::plain(t_string!(i18n, board.state_closed), Tone::Neutral),
    }
}

/// Why somebody is out, till when, and who stands in; or whom they stand in for.
pub(super) fn outing(i18n: I18n, held: &BoardHolder) -> Option<String> {
    if let Some(covers) = &held.covers {
        return Some(t_string!(i18n, inday.board_covers, name = covers.as_str()));
    }
    let outing = held.outing.as_ref()?;
    let due = when::time(outing.due_back);
    let back = match outing.minutes_over {
        Some(minutes) => t_string!(i18n, inday.board_overdue, time = due, n = minutes),
        None => t_string!(i18n, inday.board_due_back, time = due),
    };
    let cover = match &outing.cover {
        Some(name) => t_string!(i18n, inday.board_covered_by, name = name.as_str()),
        None => t_string!(i18n, inday.board_uncovered).to_owned(),
    };
    let parts = [outing.reason.clone(), back, cover];
    Some(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "))
}

/// What might be asked about somebody's punches of the day.
pub(super) fn flags(i18n: I18n, held: &BoardHolder) -> Option<String> {
    super::words::flags(i18n, &held.flags)
}

/// Since when, how late, and whether the place is to be checked.
pub(super) fn remark(i18n: I18n, status: &HolderStatus) -> Option<String> {
    let since = status.since.map(when::time).and_then(|time| match status.state {
        HolderState::OnPost => Some(t_string!(i18n, board.since, time = time)),
        HolderState::Expected | HolderState::NotArrived => Some(t_string!(i18n, board.due_at, time = time)),
        HolderState::Away | HolderState::Finished => Some(t_string!(i18n, board.left_at, time = time)),
        HolderState::OffDuty | HolderState::OnLeave => None,
    });
    let late = (status.late_minutes > 0).then(|| {
        if status.state == HolderState::NotArrived {
            t_string!(i18n, board.late_so_far, n = status.late_minutes)
        } else {
            t_string!(i18n, board.late, n = status.late_minutes)
        }
    });
    let review = status.needs_review.then(|| t_string!(i18n, board.needs_review).to_owned());
    let parts: Vec<String> = [since, late, review].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}
