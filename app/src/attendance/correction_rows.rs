//! A correction as it stands with its day, and as who decides on it sees it.

use domain::attendance::{CorrectionCard, CorrectionRow};
use leptos::prelude::*;

use super::correction_words as words;
use crate::{
    approvals::words as approval_words,
    i18n::{t_string, use_i18n},
    kit::{Badge, Card, Fact, Facts},
    when,
};

/// In its day: what was there, what it is to be, how it stands, who acts next, and the way to all of it.
pub(super) fn content(request: &CorrectionRow, mine: bool) -> AnyView {
    let i18n = use_i18n();
    let (word, tone) = approval_words::state(i18n, request.state);
    let href =
        if mine { format!("/attendance/correction/{}", request.id) } else { format!("/approvals/{}", request.id) };
    let (punch, record) =
        (words::punch(i18n, request.slot, request.kind), before_and_after(request.original_at, request.at));
    let next = (!request.waits_for.is_empty()).then(|| {
        let names = approval_words::names(i18n, &request.waits_for);
        view! { <Fact label=t_string!(i18n, approvals.waits_for)>{names}</Fact> }
    });
    let due = request.due_at.map(|due| {
        let due = t_string!(i18n, approvals.due_at, time = when::moment(due, i18n.get_locale_untracked()));
        view! { <p class="muted small">{due}</p> }
    });
    view! {
        <div class="line line-apart">
            <h4 class="strong">{punch}</h4>
            <Badge tone=tone label=word/>
        </div>
        <Facts>
            {record}
            {next}
        </Facts>
        {due}
        <p>
            <a href=href>{t_string!(i18n, corrections.follow)}</a>
        </p>
    }
    .into_any()
}

/// The facts of a request: for who asked, and for who decides.
pub(crate) fn correction_card(card: &CorrectionCard) -> AnyView {
    let i18n = use_i18n();
    let day = when::date(card.date, i18n.get_locale_untracked());
    let record = before_and_after(card.original_at, card.at);
    let (punch, cause, reason) =
        (words::punch(i18n, card.slot, card.kind), words::cause(i18n, card.cause), card.reason.clone());
    view! {
        <Card>
            <Facts>
                <Fact label=t_string!(i18n, timesheet.correction_date)>{day}</Fact>
                <Fact label=t_string!(i18n, timesheet.which_punch)>{punch}</Fact>
                <Fact label=t_string!(i18n, corrections.cause)>{cause}</Fact>
                {record}
                <Fact label=t_string!(i18n, timesheet.correction_reason)>{reason}</Fact>
            </Facts>
        </Card>
    }
    .into_any()
}

type Moment = chrono::DateTime<chrono::Utc>;

fn before_and_after(original: Option<Moment>, at: Moment) -> AnyView {
    let i18n = use_i18n();
    let before = original.map_or_else(|| t_string!(i18n, timesheet.no_punch).to_owned(), when::time);
    view! {
        <Fact label=t_string!(i18n, timesheet.recorded)>{before}</Fact>
        <Fact label=t_string!(i18n, timesheet.proposed)>{when::time(at)}</Fact>
    }
    .into_any()
}
