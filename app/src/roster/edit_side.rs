//! What the editor should know beside the sheet: where people are missing, and who has not taken note yet.

use domain::roster::{Half, OpenReceipt, RosterSheet, Uncovered};
use leptos::prelude::*;

use super::{edit_painter::Painter, words};
use crate::{
    i18n::{t_string, use_i18n},
    kit::{Badge, Card, CardSpace, Fold, ListRow, Rows, Tone},
    when,
};

/// Gaps that are listed; the rest is counted.
const LISTED: usize = 12;

pub(super) fn side(sheet: &RosterSheet, painter: Painter) -> AnyView {
    let open = sheet.unacknowledged.clone();
    view! {
        {move || painter.state.with(|state| gaps(&state.uncovered))}
        {receipts(&open)}
    }
    .into_any()
}

fn gaps(gaps: &[Uncovered]) -> Option<AnyView> {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let row = |gap: &Uncovered| {
        let half = half(gap.half);
        let title = format!("{} {half} · {}", when::date(gap.date, locale), gap.window);
        let missing = t_string!(i18n, roster_edit.missing, n = gap.missing);
        view! {
            <ListRow title=title>
                <Badge tone=Tone::Wait label=missing/>
            </ListRow>
        }
    };
    let rows = gaps.iter().take(LISTED).map(row).collect_view();
    (!gaps.is_empty()).then(|| fold(t_string!(i18n, roster_edit.gaps, n = gaps.len()), rows.into_any()))
}

fn receipts(open: &[OpenReceipt]) -> Option<AnyView> {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let row = |receipt: &OpenReceipt| {
        let at = when::moment(receipt.published_at, locale);
        view! {
            <ListRow
                title=receipt.name.clone()
                detail=t_string!(i18n, roster_edit.published_at, at = at)
            >
                <Badge tone=Tone::Wait label=t_string!(i18n, roster_edit.not_seen)/>
            </ListRow>
        }
    };
    let rows = open.iter().map(row).collect_view();
    (!open.is_empty()).then(|| fold(t_string!(i18n, roster_edit.unacknowledged, n = open.len()), rows.into_any()))
}

fn fold(title: String, rows: AnyView) -> AnyView {
    view! {
        <Card space=CardSpace::Flush>
            <Fold title=title>
                <Rows>{rows}</Rows>
            </Fold>
        </Card>
    }
    .into_any()
}

fn half(half: Half) -> &'static str {
    words::half(use_i18n(), half)
}
