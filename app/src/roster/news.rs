//! What was published to me and not acknowledged yet.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::{
    ids::{ActId, ReceiptId},
    roster::{AcknowledgeRosterCommand, RosterChange, RosterNews},
};
use leptos::{ev::SubmitEvent, prelude::*};

use super::{edit_api::AcknowledgeRoster, words};
use crate::{
    forms::{self, ActionForm},
    i18n::{t_string, use_i18n},
    kit::{Button, Card, CardSpace, FormError, ListRow, Rows, SectionHeader},
    outbox::{Keeping, Write, is_waiting, unless_waiting},
    when,
};

/// The dates that have changed since it was last acknowledged.
pub(super) fn changed(news: &[RosterNews]) -> BTreeSet<NaiveDate> {
    news.iter().flat_map(|news| news.changes.iter().map(|change| change.date)).collect()
}

/// The changes, and the button that says that they were seen.
pub(super) fn card(news: &[RosterNews], acknowledge: Keeping<AcknowledgeRoster>) -> Option<AnyView> {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let since = news.first()?.published_at;
    let receipts: Vec<ReceiptId> = news.iter().map(|news| news.receipt).collect();
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
    let form = form(receipts, note.clone(), acknowledge);
    Some(
        view! {
            <section class="stack-s">
                <SectionHeader title=t_string!(i18n, roster_edit.news) note=note/>
                <Card space=CardSpace::Flush>
                    <Rows>{rows}</Rows>
                </Card>
                {form}
            </section>
        }
        .into_any(),
    )
}

fn form(receipts: Vec<ReceiptId>, subject: String, acknowledge: Keeping<AcknowledgeRoster>) -> AnyView {
    let (i18n, subject) = (use_i18n(), StoredValue::new(subject));
    let on_submit = move |event: SubmitEvent| {
        acknowledge.submit_about(&event, subject, |command| {
            Write::AcknowledgeRoster(AcknowledgeRosterCommand { id: ActId::new(), ..command })
        });
    };
    let shown = receipts.clone();
    let waits = is_waiting(move |write| match write {
        Write::AcknowledgeRoster(command) => shown.iter().all(|receipt| command.receipts.contains(receipt)),
        _ => false,
    });
    let form = unless_waiting(waits, move || {
        let receipt = |(receipt, nth): (&ReceiptId, usize)| {
            let name = format!("command[receipts][{nth}]");
            view! { <input type="hidden" name=name value=receipt.to_string()/> }
        };
        let receipts = receipts.iter().zip(0..).map(receipt).collect_view();
        view! {
            <ActionForm action=acknowledge.action attr:class="stack" on:submit:capture=on_submit>
                <input type="hidden" name="command[id]" value=ActId::new().to_string()/>
                {receipts}
                <div class="actions">
                    <Button
                        label=t_string!(i18n, roster_edit.acknowledge)
                        glyph=icondata_lu::LuCheck
                        busy=acknowledge.is_busy()
                    />
                </div>
            </ActionForm>
        }
        .into_any()
    });
    view! {
        <FormError message=forms::message(acknowledge.refusal())/>
        {form}
    }
    .into_any()
}
