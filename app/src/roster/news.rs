//! What was published to me and not acknowledged yet.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::roster::{RosterChange, RosterNews};
use leptos::prelude::*;

use super::{edit_api::AcknowledgeRoster, words};
use crate::{
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Button, Card, CardSpace, FormError, ListRow, Rows, SectionHeader},
    when,
};

/// The dates that have changed since it was last acknowledged.
pub(super) fn changed(news: &[RosterNews]) -> BTreeSet<NaiveDate> {
    news.iter().flat_map(|news| news.changes.iter().map(|change| change.date)).collect()
}

/// The changes, and the button that says that they were seen.
pub(super) fn card(news: &[RosterNews], acknowledge: ServerAction<AcknowledgeRoster>) -> Option<AnyView> {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let since = news.first()?.published_at;
    let receipts: Vec<_> = news
        .iter()
        .zip(0..)
        .map(|(news, nth)| {
            let name = format!("receipts[{nth}]");
            view! { <input type="hidden" name=name value=news.receipt.to_string()/> }
        })
        .collect();
    let row = |change: &RosterChange| {
        let words = t_string!(
            i18n,
            roster_edit.from_to,
            from = words::plan_name(i18n, &change.from),
            to = words::plan_name(i18n, &change.to)
        );
        view! { <ListRow title=when::date(change.date, locale) detail=words/> }
    };
    let rows = news.iter().flat_map(|news| news.changes.iter().map(row)).collect_view();
    let note = t_string!(i18n, roster_edit.published_at, at = when::moment(since, locale));
    Some(
        view! {
            <section class="stack-s">
                <SectionHeader title=t_string!(i18n, roster_edit.news) note=note/>
                <Card space=CardSpace::Flush>
                    <Rows>{rows}</Rows>
                </Card>
                <ActionForm action=acknowledge attr:class="stack">
                    <FormError message=forms::message(forms::refusal(acknowledge))/>
                    {receipts}
                    <div class="actions">
                        <Button
                            label=t_string!(i18n, roster_edit.acknowledge)
                            glyph=icondata_lu::LuCheck
                            busy=acknowledge.pending()
                        />
                    </div>
                </ActionForm>
            </section>
        }
        .into_any(),
    )
}
