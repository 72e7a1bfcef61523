//! What stands on a request's page once it was asked: what new calendars have made of it.

use domain::{
    approvals::Subject,
    leave::{LeaveView, MoveView, RecountView},
};
use leptos::prelude::*;

use super::{after_words as words, request_words, words::amount};
use crate::{
    i18n::{t_string, use_i18n},
    kit::{Badge, Banner, Card, CardSpace, ListRow, Rows, SectionHeader, Tone},
};

/// That it costs more by the calendar than is left, where it does.
pub(super) fn shortfall(view: &LeaveView) -> Option<AnyView> {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let Subject::Leave(card) = &view.approval.row.subject else { return None };
    view.shortfall.zip(card.kind).map(|(short, kind)| {
        let (wanted, held) = (amount(locale, kind, short.wanted), amount(locale, kind, short.held));
        let text = t_string!(i18n, leave_after.short_banner, wanted = wanted, held = held);
        view! { <Banner tone=Tone::Danger text=text/> }.into_any()
    })
}

/// That it is to take the place of another leave, or another of it, with the way there.
pub(super) fn moves(view: &LeaveView) -> AnyView {
    let i18n = use_i18n();
    let line = |of: MoveView, text: String| {
        let href = format!("/leave/{}", of.request);
        view! { <p><a href=href>{text}</a></p> }
    };
    let days = |of: MoveView| request_words::period(i18n, of.period);
    let old = view.moves.map(|of| {
        let text = if of.done {
            t_string!(i18n, leave_more.moves_done, period = days(of))
        } else {
            t_string!(i18n, leave_more.moves, period = days(of))
        };
        line(of, text)
    });
    let new = view.moved_by.map(|of| {
        let text = if of.done {
            t_string!(i18n, leave_more.moved_done, period = days(of))
        } else {
            t_string!(i18n, leave_more.moved_by, period = days(of))
        };
        line(of, text)
    });
    view! { {old} {new} }.into_any()
}

/// What new versions of the calendar have changed, where they have.
pub(super) fn recounts(view: &LeaveView) -> Option<AnyView> {
    let i18n = use_i18n();
    let Subject::Leave(card) = &view.approval.row.subject else { return None };
    let kind = card.kind?;
    let row = |recount: &RecountView| {
        let (title, detail) = words::recount(i18n, kind, recount);
        view! { <ListRow title=title detail=detail/> }
    };
    let rows = view.recounts.iter().map(row).collect_view();
    (!view.recounts.is_empty()).then(|| {
        view! {
            <SectionHeader title=t_string!(i18n, leave_after.recounts)/>
            <Card space=CardSpace::Flush>
                <Rows>{rows}</Rows>
            </Card>
        }
        .into_any()
    })
}

/// How far the handover is, and the way to it, where so long a leave wants one.
pub(super) fn handover(view: &LeaveView) -> Option<AnyView> {
    let i18n = use_i18n();
    let href = format!("/leave/{}/handover", view.approval.row.id);
    view.handover.map(|brief| {
        let (tone, word) = match brief.waits_for {
            None => (Tone::Ok, t_string!(i18n, leave_after.handover_done)),
            Some(_) => (Tone::Wait, t_string!(i18n, leave_after.handover_open)),
        };
        view! {
            <Card space=CardSpace::Flush>
                <Rows>
                    <ListRow
                        title=t_string!(i18n, leave_after.handover)
                        detail=words::brief(i18n, brief)
                        href=href
                    >
                        <Badge tone=tone label=word/>
                    </ListRow>
                </Rows>
            </Card>
        }
        .into_any()
    })
}
