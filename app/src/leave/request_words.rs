//! Words of requests for leave.

use domain::{
    leave::{
        CoverAsk, CoverChoice, CoverState, DayLeave, Extent, Hours, LeaveFlag, LeaveKind, Measure, Papers, PapersState,
        Period, Workdays,
    },
    roster::Half,
};
use leptos::prelude::*;
use leptos_i18n::I18nContext;

use super::words;
use crate::{
    approvals::words::names,
    i18n::{Locale, t_string},
    kit::{Badge, Choice, Tone},
    when,
};

type I18n = I18nContext<Locale>;

/// A kind of leave.
pub(crate) fn kind(i18n: I18n, kind: LeaveKind) -> &'static str {
    words::kind(i18n.get_locale_untracked(), kind)
}

/// A kind of leave, where the viewer may know it; else only that it is leave.
pub(crate) fn shown_kind(i18n: I18n, shown: Option<LeaveKind>) -> &'static str {
    shown.map_or_else(|| t_string!(i18n, leave_after.some_leave), |of| kind(i18n, of))
}

pub(crate) fn half(i18n: I18n, half: Half) -> &'static str {
    match half {
        Half::Morning => t_string!(i18n, leave.morning),
        Half::Afternoon => t_string!(i18n, leave.afternoon),
    }
}

/// The halves of a day to choose from.
pub(crate) fn halves(i18n: I18n) -> Vec<Choice> {
    Half::ALL.iter().map(|of| Choice::new(of.code(), half(i18n, *of))).collect()
}

/// `09:00–10:30`.
pub(crate) fn hours(hours: Hours) -> String {
    format!("{}–{}", when::wall_time(hours.from), when::wall_time(hours.to))
}

/// `11月25日 周三`, `11月25日 周三 上午`, `11月25日 周三 下午 – 11月27日 周五`, or `11月25日 周三 09:00–10:30`.
pub(crate) fn period(i18n: I18n, period: Period) -> String {
    let locale = i18n.get_locale_untracked();
    let (starts, ends) = match period.extent {
        Extent::Halves { starts, ends } => (starts, ends),
        Extent::Hours(of) if period.from == period.to => {
            return format!("{} {}", when::date(period.from, locale), hours(of));
        }
        Extent::Hours(of) => {
            let days = format!("{} – {}", when::date(period.from, locale), when::date(period.to, locale));
            return t_string!(i18n, leave_hours.daily, days = days, hours = hours(of));
        }
    };
    let end = |date, cut: Option<Half>| match cut {
        Some(half) => format!("{} {}", when::date(date, locale), self::half(i18n, half)),
        None => when::date(date, locale),
    };
    let late = (starts == Half::Afternoon).then_some(Half::Afternoon);
    let early = (ends == Half::Morning).then_some(Half::Morning);
    if period.from == period.to {
        return end(period.from, late.or(early));
    }
    format!("{} – {}", end(period.from, late), end(period.to, early))
}

/// That somebody has said when they were back; of hours, that they were taken.
pub(super) fn returned(i18n: I18n, period: Period, day: String) -> String {
    match period.hours() {
        Some(_) => t_string!(i18n, leave_hours.returned).to_owned(),
        None => t_string!(i18n, leave.returned, day = day),
    }
}

/// `共 6 个工作日，含 10月10日 调休上班`, or `共 1 小时 30 分`.
pub(crate) fn count(i18n: I18n, workdays: &Workdays) -> String {
    match workdays.minutes {
        Some(0) => return t_string!(i18n, leave_hours.count_none).to_owned(),
        Some(minutes) => {
            let length = words::measured(i18n.get_locale_untracked(), Measure::Minutes, minutes);
            return t_string!(i18n, leave_hours.count, length = length);
        }
        None => {}
    }
    if workdays.half_days == 0 {
        return t_string!(i18n, leave.count_none).to_owned();
    }
    let n = words::day_count(workdays.half_days);
    if workdays.make_up.is_empty() {
        return match workdays.half_days {
            words::ONE_DAY => t_string!(i18n, leave.count_one).to_owned(),
            _ => t_string!(i18n, leave.count, n = n),
        };
    }
    let locale = i18n.get_locale_untracked();
    let make_up: Vec<String> = workdays.make_up.iter().map(|date| when::day(*date, locale)).collect();
    t_string!(i18n, leave.count_make_up, n = n, days = names(i18n, &make_up))
}

/// Something to be looked at.
pub(crate) fn flag(i18n: I18n, flag: LeaveFlag) -> &'static str {
    match flag {
        LeaveFlag::NotEnough => t_string!(i18n, leave.flag_not_enough),
        LeaveFlag::CoverUnconfirmed => t_string!(i18n, leave.flag_cover_unconfirmed),
        LeaveFlag::CoverDeclined => t_string!(i18n, leave.flag_cover_declined),
        LeaveFlag::CoverOffDuty => t_string!(i18n, leave.flag_cover_off_duty),
        LeaveFlag::PartnerAway => t_string!(i18n, leave_cover.flag_partner_away),
        LeaveFlag::Covering => t_string!(i18n, leave_cover.flag_covering),
        LeaveFlag::Punched => t_string!(i18n, leave.flag_punched),
        LeaveFlag::SwapOpen => t_string!(i18n, leave.flag_swap_open),
        LeaveFlag::Overtime => t_string!(i18n, leave.flag_overtime),
        LeaveFlag::ShortNotice => t_string!(i18n, leave.flag_short_notice),
        LeaveFlag::Sudden => t_string!(i18n, leave.flag_sudden),
        LeaveFlag::PapersLate => t_string!(i18n, leave.flag_papers_late),
        LeaveFlag::CalendarShort => t_string!(i18n, leave_after.flag_calendar_short),
        LeaveFlag::OverLimit => t_string!(i18n, leave_types.flag_over_limit),
    }
}

/// What the cover person has said: word and colour.
pub(crate) fn cover(i18n: I18n, state: CoverState) -> (&'static str, Tone) {
    match state {
        CoverState::Asked => (t_string!(i18n, leave.cover_asked), Tone::Wait),
        CoverState::Confirmed => (t_string!(i18n, leave.cover_confirmed), Tone::Ok),
        CoverState::Declined => (t_string!(i18n, leave.cover_declined), Tone::Danger),
    }
}

/// Who asks me to cover, and when.
pub(super) fn asked(i18n: I18n, ask: &CoverAsk) -> String {
    format!("{} · {}", ask.name, period(i18n, ask.period))
}

/// Somebody who could cover, with why they could.
pub(super) fn cover_choice(i18n: I18n, choice: &CoverChoice) -> Choice {
    let name = choice.name.as_str();
    let label = if choice.holds {
        t_string!(i18n, leave.cover_holds, name = name)
    } else {
        t_string!(i18n, leave.cover_certified, name = name)
    };
    Choice::new(choice.person.to_string(), label)
}

/// How papers stand: words and colour.
pub(crate) fn papers(i18n: I18n, papers: &Papers) -> (String, Tone) {
    let (word, tone) = match papers.state {
        PapersState::Awaited => {
            let day = when::day(papers.due_on, i18n.get_locale_untracked());
            return (t_string!(i18n, leave.papers_awaited, day = day), Tone::Wait);
        }
        PapersState::HandedIn => return (t_string!(i18n, leave.papers_handed_in, n = papers.photos), Tone::Info),
        PapersState::Checked => (t_string!(i18n, leave.papers_checked), Tone::Ok),
        PapersState::Overdue => (t_string!(i18n, leave.papers_overdue), Tone::Danger),
        PapersState::Excused => (t_string!(i18n, leave.papers_excused), Tone::Neutral),
        PapersState::Unexcused => (t_string!(i18n, leave.papers_unexcused), Tone::Danger),
    };
    (word.to_owned(), tone)
}

/// What is handed in for a kind of leave, where papers are wanted, or may be where they are not.
pub(crate) fn proof(i18n: I18n, kind: LeaveKind, wanted: bool) -> &'static str {
    match kind {
        LeaveKind::Sick => t_string!(i18n, leave.proof_sick),
        LeaveKind::Marriage => t_string!(i18n, leave.proof_marriage),
        LeaveKind::Maternity => t_string!(i18n, leave.proof_maternity),
        LeaveKind::Paternity => t_string!(i18n, leave.proof_paternity),
        LeaveKind::Prenatal => t_string!(i18n, leave.proof_prenatal),
        LeaveKind::Bereavement => t_string!(i18n, leave.proof_bereavement),
        LeaveKind::Injury => t_string!(i18n, leave.proof_injury),
        LeaveKind::Official => t_string!(i18n, leave.proof_official),
        LeaveKind::Annual
        | LeaveKind::Personal
        | LeaveKind::Compensatory
        | LeaveKind::Childcare
        | LeaveKind::Nursing => {
            if wanted {
                t_string!(i18n, leave_types.proof_any)
            } else {
                t_string!(i18n, leave.proof_none)
            }
        }
    }
}

/// Leave of a day, where there is any.
pub(crate) fn day_leave(i18n: I18n, leave: &DayLeave) -> Option<String> {
    let half = match (leave.morning, leave.afternoon) {
        // Hours within a whole day say nothing more.
        (true, true) => return Some(t_string!(i18n, leave.day_leave).to_owned()),
        (true, false) => Some(t_string!(i18n, leave.day_leave_morning).to_owned()),
        (false, true) => Some(t_string!(i18n, leave.day_leave_afternoon).to_owned()),
        (false, false) => None,
    };
    let hours = leave.hours.iter().map(|of| t_string!(i18n, leave_hours.day_leave, hours = hours(*of)));
    let parts: Vec<String> = half.into_iter().chain(hours).collect();
    (!parts.is_empty()).then(|| names(i18n, &parts))
}

/// The same as a mark on a day.
pub(crate) fn leave_badge(i18n: I18n, leave: &DayLeave) -> Option<AnyView> {
    let word = day_leave(i18n, leave)?;
    Some(view! { <p><Badge tone=Tone::Info label=word glyph=icondata_lu::LuCalendarX/></p> }.into_any())
}
