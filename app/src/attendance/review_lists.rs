//! What stands above the punches to be decided: who is out too long, and what might be asked about.

use domain::attendance::{FlaggedView, OutingView, ReviewView};
use leptos::prelude::*;

use super::{presence_api::FlagsSeen, words};
use crate::{
    forms::{ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Badge, Button, ButtonKind, Card, CardSpace, ListRow, Rows, RowsSection, SectionHeader, Tone},
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

/// Punches with flags that nobody has looked at.
pub(super) fn flagged(review: &ReviewView, seen: ServerAction<FlagsSeen>) -> Option<AnyView> {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let row = move |flagged: &FlaggedView| {
        let flags = flagged.flags.iter().map(|flag| words::flag(i18n, *flag));
        let flags = flags.collect::<Vec<_>>().join(t_string!(i18n, presence.comma));
        let detail = format!("{} · {flags}", when::moment(flagged.at, locale));
        let punch = flagged.punch.to_string();
        view! {
            <ListRow title=flagged.name.clone() detail=detail>
                <ActionForm action=seen>
                    <input type="hidden" name="punch" value=punch/>
                    <Button
                        label=t_string!(i18n, presence.flag_seen)
                        kind=ButtonKind::Quiet
                        busy=seen.pending()
                    />
                </ActionForm>
            </ListRow>
        }
    };
    let rows = review.flagged.iter().map(row).collect_view();
    (!review.flagged.is_empty()).then(|| {
        view! {
            <section class="stack-s">
                <SectionHeader title=t_string!(i18n, presence.flagged)/>
                <p class="muted small">{t_string!(i18n, presence.flagged_text)}</p>
                <Card space=CardSpace::Flush>
                    <Rows>{rows}</Rows>
                </Card>
            </section>
        }
        .into_any()
    })
}
