//! The editor's forms around the sheet: to the review, copying a week, discarding the draft.

use chrono::{Days, NaiveDate};
use domain::roster::{RosterSheet, monday_of};
use leptos::prelude::*;

use super::{
    edit_api::{CopyRosterWeek, DiscardRosterDraft},
    edit_painter::Painter,
};
use crate::{
    forms::{ActionForm, QueryForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Button, ButtonKind, Card, Choice, ConfirmButton, Select},
    when,
};

/// Leads to what would change, where it is confirmed.
pub(super) fn publish_form(sheet: &RosterSheet) -> AnyView {
    let i18n = use_i18n();
    let (path, hall) = (format!("/roster/publish/{}", when::month_code(sheet.month)), sheet.hall.to_string());
    view! {
        <QueryForm action=path>
            <input type="hidden" name="hall" value=hall/>
            <div class="actions">
                <Button label=t_string!(i18n, roster_edit.publish) glyph=icondata_lu::LuSend/>
            </div>
        </QueryForm>
    }
    .into_any()
}

fn draft_fields(sheet: &RosterSheet, painter: Painter) -> impl IntoView + use<> {
    view! {
        <input type="hidden" name="hall" value=sheet.hall.to_string()/>
        <input type="hidden" name="month" value=sheet.month.to_string()/>
        <input
            type="hidden"
            name="version"
            prop:value=move || painter.state.with(|state| state.version.to_string())
            value=sheet.draft.version.to_string()
        />
    }
}

pub(super) fn copy_form(sheet: &RosterSheet, painter: Painter, copy: ServerAction<CopyRosterWeek>) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let week = |monday: NaiveDate| {
        let label = format!("{} – {}", when::day(monday, locale), when::day(monday + Days::new(6), locale));
        Choice::new(monday.to_string(), label)
    };
    let (first, last) = (monday_of(sheet.month), domain::calendar::last_of_month(sheet.month));
    let mondays = first.iter_weeks().take_while(|monday| *monday + Days::new(7) <= last);
    let weeks: Vec<Choice> = mondays.map(week).collect();
    let fields = draft_fields(sheet, painter);
    view! {
        <Card heading=t_string!(i18n, roster_edit.copy_title).to_owned()>
            <ActionForm action=copy attr:class="form">
                {fields}
                <Select label=t_string!(i18n, roster_edit.copy_from) name="monday" choices=Signal::stored(weeks)/>
                <div class="actions">
                    <Button
                        label=t_string!(i18n, roster_edit.copy)
                        kind=ButtonKind::Secondary
                        glyph=icondata_lu::LuCopy
                        busy=copy.pending()
                    />
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}

pub(super) fn discard_form(
    sheet: &RosterSheet,
    painter: Painter,
    discard: ServerAction<DiscardRosterDraft>,
) -> AnyView {
    let i18n = use_i18n();
    let fields = draft_fields(sheet, painter);
    view! {
        <ActionForm action=discard attr:class="stack">
            {fields}
            <ConfirmButton
                label=t_string!(i18n, roster_edit.discard)
                question=t_string!(i18n, roster_edit.discard_question)
                confirm=t_string!(i18n, roster_edit.discard_confirm)
                glyph=icondata_lu::LuUndo2
                busy=discard.pending()
            />
        </ActionForm>
    }
    .into_any()
}
