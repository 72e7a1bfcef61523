//! What stands above the punches to be decided: who is out too long, and what might be asked about.

use chrono::{DateTime, Utc};
use domain::{
    attendance::{OutingView, ReviewView},
    ids::PunchId,
};
use leptos::prelude::*;

use super::{
    day_api::OutingSeen,
    inday_words,
    outing_cards::{late_lines, line},
    presence_api::FlagsSeen,
    words,
};
use crate::{
    forms::{ActionForm, Posted, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Badge, Button, ButtonKind, ListRow, RowsSection, Tone},
    when,
};

/// Who is out for longer than they asked for.
pub(super) fn overdue(review: &ReviewView) -> Option<AnyView> {
    let i18n = use_i18n();
    let as_of = review.as_of;
    let row = move |outing: &OutingView| {
        let over = outing.minutes_over(as_of).unwrap_or_default();
        let due = outing.due_back().map(when::time).unwrap_or_default();
        let cover = outing.cover.as_deref().map_or_else(
            || t_string!(i18n, inday.board_uncovered).to_owned(),
            |name| t_string!(i18n, inday.board_covered_by, name = name),
        );
        let back = t_string!(i18n, inday.board_due_back, time = due);
        let detail = [outing.window.clone(), outing.reason.clone(), back, cover].join(" · ");
        view! {
            <ListRow title=outing.name.clone() detail=detail>
                <Badge tone=Tone::Danger label=t_string!(i18n, inday.minutes_over, n = over)/>
            </ListRow>
        }
    };
    let rows = review.overdue.iter().map(row).collect_view();
    (!review.overdue.is_empty()).then(|| {
        view! {
            <RowsSection title=t_string!(i18n, inday.overdue)>{rows}</RowsSection>
        }
        .into_any()
    })
}

/// Outings of which something arrived later than it was done: both times, and why one counts on arrival.
pub(super) fn arrived_late(review: &ReviewView, seen: ServerAction<OutingSeen>) -> Option<AnyView> {
    let i18n = use_i18n();
    let (locale, as_of) = (i18n.get_locale_untracked(), review.as_of);
    let row = move |outing: &OutingView| {
        let (_, state) = inday_words::outing(i18n, outing);
        let times = [outing.left_at, outing.back_at].into_iter().flatten().map(when::time).collect::<Vec<_>>();
        let times = (!times.is_empty()).then(|| times.join("–"));
        let head = [Some(when::moment(outing.asked_at, locale)), Some(state.to_owned()), times];
        let head = head.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let lines = [head, line(outing, as_of)].into_iter().chain(late_lines(&outing.late));
        let detail = lines.collect::<Vec<_>>().join("\n");
        seen_row((outing.name.clone(), detail), ("outing", outing.id.to_string()), seen)
    };
    let rows = review.late.iter().map(row).collect_view();
    (!review.late.is_empty()).then(|| {
        view! {
            <RowsSection title=t_string!(i18n, offline_acts.late_title) text=t_string!(i18n, offline_acts.late_text)>
                {rows}
            </RowsSection>
        }
        .into_any()
    })
}

/// Punches that nobody has looked at: with flags, or made while no slot was open, with what the person said.
pub(super) fn to_look_at(review: &ReviewView, seen: ServerAction<FlagsSeen>) -> Option<AnyView> {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let row = move |(punch, name, at, words): (PunchId, &String, DateTime<Utc>, String)| {
        let detail = format!("{} · {words}", when::moment(at, locale));
        seen_row((name.clone(), detail), ("punch", punch.to_string()), seen)
    };
    let explained = review.explained.iter().map(|one| {
        let (verdict, _) = words::verdict(i18n, one.verdict);
        (one.punch, &one.name, one.at, format!("{verdict} · {}", one.reason))
    });
    let flagged = review.flagged.iter().map(|one| {
        let flags = one.flags.iter().map(|flag| words::flag(i18n, *flag));
        (one.punch, &one.name, one.at, flags.collect::<Vec<_>>().join(t_string!(i18n, presence.comma)))
    });
    let rows: Vec<_> = explained.chain(flagged).map(row).collect();
    (!rows.is_empty()).then(|| {
        view! {
            <RowsSection title=t_string!(i18n, presence.flagged) text=t_string!(i18n, presence.flagged_text)>
                {rows}
            </RowsSection>
        }
        .into_any()
    })
}

/// Something to be looked at, with the button that says so. `field` names what it is.
fn seen_row<S: Posted>(
    (title, detail): (String, String),
    (field, id): (&'static str, String),
    seen: ServerAction<S>,
) -> AnyView {
    view! {
        <ListRow title=title detail=detail>
            <ActionForm action=seen>
                <input type="hidden" name=field value=id/>
                <Button
                    label=t_string!(use_i18n(), presence.flag_seen)
                    kind=ButtonKind::Quiet
                    busy=seen.pending()
                />
            </ActionForm>
        </ListRow>
    }
    .into_any()
}
