//! Words for who decides on what.

use domain::{
    approvals::{ApprovalKind, Level, Quorum, Route, Routes, RoutesVersion, Step, Via},
    attendance::CorrectionCause,
    calendar::OvertimeClass,
    leave::LeaveKind,
    roster::SwapSpan,
};
use leptos_i18n::I18nContext;

use super::words::{level, names, via};
use crate::{
    attendance::correction_words,
    i18n::{Locale, t_string},
    leave::{
        request_words,
        words::{days, measured},
    },
    punctuation,
    roster::{duration, overtime_words, swap_words},
    when,
};

type I18n = I18nContext<Locale>;

/// A kind of request.
pub(crate) fn kind(i18n: I18n, kind: ApprovalKind) -> &'static str {
    match kind {
        ApprovalKind::Leave => t_string!(i18n, routes.leave),
        ApprovalKind::Correction => t_string!(i18n, routes.correction),
        ApprovalKind::Overtime => t_string!(i18n, worktime.overtime),
        ApprovalKind::Swap => t_string!(i18n, swap.kind),
    }
}

/// What can be asked for, each with its code.
pub(super) fn subtypes(i18n: I18n, kind: ApprovalKind) -> Vec<(&'static str, &'static str)> {
    match kind {
        ApprovalKind::Leave => {
            LeaveKind::ALL.iter().map(|kind| (kind.code(), request_words::kind(i18n, *kind))).collect()
        }
        ApprovalKind::Correction => {
            let cause = |cause: &CorrectionCause| (cause.code(), correction_words::cause(i18n, *cause));
            CorrectionCause::ALL.iter().map(cause).collect()
        }
        ApprovalKind::Overtime => {
            let class = |class: &OvertimeClass| (class.code(), overtime_words::class(i18n, *class));
            OvertimeClass::ALL.iter().map(class).collect()
        }
        ApprovalKind::Swap => SwapSpan::ALL.iter().map(|span| (span.code(), swap_words::span(i18n, *span))).collect(),
    }
}

/// What such words are about.
pub(super) fn subtype_label(i18n: I18n, kind: ApprovalKind) -> &'static str {
    match kind {
        ApprovalKind::Leave => t_string!(i18n, leave.kind),
        ApprovalKind::Correction => t_string!(i18n, corrections.cause),
        ApprovalKind::Overtime => t_string!(i18n, overtime.class),
        ApprovalKind::Swap => t_string!(i18n, swap.span),
    }
}

/// For how many of them a route holds.
pub(super) fn holds_for(i18n: I18n, kind: ApprovalKind, some: usize) -> String {
    match (kind, some) {
        (ApprovalKind::Leave, 0) => t_string!(i18n, routes.all_kinds).to_owned(),
        (ApprovalKind::Leave, n) => t_string!(i18n, routes.some_kinds, n = n),
        (ApprovalKind::Correction, 0) => t_string!(i18n, routes.all_causes).to_owned(),
        (ApprovalKind::Correction, n) => t_string!(i18n, routes.some_causes, n = n),
        (ApprovalKind::Overtime, 0) => t_string!(i18n, overtime.all_days).to_owned(),
        (ApprovalKind::Overtime, n) => t_string!(i18n, overtime.some_days, n = n),
        (ApprovalKind::Swap, 0) => t_string!(i18n, swap.all_spans).to_owned(),
        (ApprovalKind::Swap, n) => t_string!(i18n, swap.some_spans, n = n),
    }
}

/// One or all.
pub(super) fn quorum(i18n: I18n, quorum: Quorum) -> &'static str {
    match quorum {
        Quorum::One => t_string!(i18n, routes.one),
        Quorum::All => t_string!(i18n, approvals.step_all),
    }
}

/// `驻场主管，一人同意即可，8 小时`.
pub(super) fn step(i18n: I18n, of: Level, quorum: Quorum, minutes: i32) -> String {
    let limit = measured(i18n.get_locale_untracked(), domain::leave::Measure::Minutes, minutes);
    let parts = [level(i18n, of).to_owned(), self::quorum(i18n, quorum).to_owned(), limit];
    parts.join(" · ")
}

/// Who could decide, and why where it is not by their role.
pub(super) fn people(i18n: I18n, people: &[(String, Via)]) -> String {
    let one = |(name, why): &(String, Via)| match why {
        Via::Role => name.clone(),
        other => punctuation::aside(i18n.get_locale_untracked(), name, via(i18n, *other)),
    };
    names(i18n, &people.iter().map(one).collect::<Vec<_>>())
}

/// `第 2 版，11月24日 09:30 起`.
pub(super) fn version(i18n: I18n, version: &RoutesVersion) -> String {
    match version.since {
        None => t_string!(i18n, routes.house).to_owned(),
        Some(at) => {
            let at = when::moment(at, i18n.get_locale_untracked());
            t_string!(i18n, routes.version, version = version.version, at = at)
        }
    }
}

/// A route in a line: up to how long, and whom it passes.
pub(super) fn route(i18n: I18n, route: &Route) -> String {
    let steps = route.steps.iter().map(|step: &Step| level(i18n, step.level)).collect::<Vec<_>>().join(" → ");
    let days = route.up_to_half_days.map(|most| days(i18n.get_locale_untracked(), most));
    match days.or(route.up_to_minutes.map(duration)) {
        Some(bound) => t_string!(i18n, routes.brief, days = bound, steps = steps.as_str()),
        None => steps,
    }
}

/// All routes in a line.
pub(super) fn routes(i18n: I18n, routes: &Routes) -> String {
    let routes: Vec<String> = routes.routes.iter().map(|of| route(i18n, of)).collect();
    punctuation::clauses(i18n.get_locale_untracked(), &routes)
}
