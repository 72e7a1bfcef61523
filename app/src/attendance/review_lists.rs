//! What stands above the punches to be decided: who is out too long, and what might be asked about.

use chrono::{DateTime, Utc};
use domain::{
    attendance::{FlagsSeenCommand, OutingSeenCommand, OutingView, ReviewView},
    ids::{ActId, PunchId},
};
use leptos::{ev::SubmitEvent, prelude::*};
use serde::de::DeserializeOwned;

use super::{
    day_api::OutingSeen,
    inday_words,
    outing_cards::{late_lines, line},
    presence_api::FlagsSeen,
    words,
};
use crate::{
    forms::{ActionForm, Posted},
    i18n::{t_string, use_i18n},
    kit::{Badge, Button, ButtonKind, ListRow, RowsSection, Tone},
    outbox::{Keeping, Write, is_waiting, unless_waiting},
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
pub(super) fn arrived_late(review: &ReviewView, seen: Keeping<OutingSeen>) -> Option<AnyView> {
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
        let id = outing.id;
        let fields = vec![("command[outing]", id.to_string()), ("command[seen_at]", as_of.to_rfc3339())];
        let waits = is_waiting(move |write| matches!(write, Write::OutingSeen(command) if command.outing == id));
        seen_row((outing.name.clone(), detail), (fields, waits), seen, |command: OutingSeenCommand| {
            Write::OutingSeen(OutingSeenCommand { id: ActId::new(), ..command })
        })
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
pub(super) fn to_look_at(review: &ReviewView, seen: Keeping<FlagsSeen>) -> Option<AnyView> {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let row = move |(punch, name, at, words): (PunchId, &String, DateTime<Utc>, String)| {
        let detail = format!("{} · {words}", when::moment(at, locale));
        let waits = is_waiting(move |write| matches!(write, Write::FlagsSeen(command) if command.punch == punch));
        let fields = vec![("command[punch]", punch.to_string())];
        seen_row((name.clone(), detail), (fields, waits), seen, |command: FlagsSeenCommand| {
            Write::FlagsSeen(FlagsSeenCommand { id: ActId::new(), ..command })
        })
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

/// Something to be looked at, with the button that says so; nothing more once that waits on the phone. The fields name
/// what it is.
fn seen_row<S: Posted, C: DeserializeOwned + 'static>(
    (title, detail): (String, String),
    (fields, waits): (Vec<(&'static str, String)>, Memo<bool>),
    seen: Keeping<S>,
    write: fn(C) -> Write,
) -> AnyView {
    let subject = StoredValue::new(format!("{title} · {detail}"));
    let form = unless_waiting(waits, move || {
        let field = |(name, value): &(&'static str, String)| {
            view! { <input type="hidden" name=*name value=value.clone()/> }
        };
        let fields = fields.iter().map(field).collect_view();
        view! {
            <ActionForm
                action=seen.action
                on:submit:capture=move |event: SubmitEvent| seen.submit_about(&event, subject, write)
            >
                <input type="hidden" name="command[id]" value=ActId::new().to_string()/>
                {fields}
                <Button
                    label=t_string!(use_i18n(), presence.flag_seen)
                    kind=ButtonKind::Quiet
                    busy=seen.is_busy()
                />
            </ActionForm>
        }
        .into_any()
    });
    view! { <ListRow title=title detail=detail>{form}</ListRow> }.into_any()
}
