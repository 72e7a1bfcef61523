//! A sudden case in one tap: kept on the phone first and sent from there, with what the phone knows of the time.

use domain::{
    ids::ApprovalId,
    leave::{MyLeave, SuddenCommand},
};
use leptos::{ev::SubmitEvent, prelude::*};

use super::{request_api::ReportSudden, request_words as words};
use crate::{
    forms::{self, ActionForm},
    i18n::{t_string, use_i18n},
    kit::{Button, ButtonKind, Card, Choice, FormError, SectionHeader, Select},
    outbox::{Keeping, Outbox, Write, is_waiting, kept_region, outbox, unless_waiting},
};

/// The page's one report.
#[derive(Clone, Copy)]
pub(super) struct Reporting {
    form: Keeping<ReportSudden>,
    outbox: Outbox,
    /// Of the report that was tapped last; the form's own is of whoever rendered it, which may be a page that the phone
    /// has kept.
    id: StoredValue<Option<ApprovalId>>,
}

impl Reporting {
    pub(super) fn new() -> Self {
        let reporting = Self { form: Keeping::new(), outbox: outbox(), id: StoredValue::new(None) };
        let path = |id| format!("/leave/{id}");
        forms::go_when_done(reporting.form.action, move |id| path(*id));
        reporting.form.go_when_taken(move || reporting.id.get_value().map(path));
        reporting
    }

    /// Takes over from the plain form. A new one each time: after "refused" it is another report.
    fn submit(self, event: &SubmitEvent) {
        self.form.submit_command(event, |command| {
            let id = ApprovalId::new();
            self.id.set_value(Some(id));
            Write::ReportSudden(SuddenCommand { id, tap: self.outbox.tapped(), ..command })
        });
    }
}

/// The form, and that a report is on the phone: then there is nothing more to tap. It comes before all lists: who falls
/// ill before work shall not look for it.
pub(super) fn sudden_form(mine: &MyLeave, reporting: &Reporting) -> AnyView {
    let reporting = *reporting;
    let i18n = use_i18n();
    let (id, report, refusal) = (mine.sudden, reporting.form, reporting.form.refusal());
    let kinds: Vec<Choice> =
        mine.sudden_kinds.iter().map(|kind| Choice::new(kind.code(), words::kind(i18n, *kind))).collect();
    let kinds = Signal::stored(kinds);
    let waits = is_waiting(|write| matches!(write, Write::ReportSudden(_)));
    let form = unless_waiting(waits, move || {
        view! {
            <ActionForm
                action=report.action
                attr:class="stack-s"
                on:submit:capture=move |event| reporting.submit(&event)
            >
                <p class="muted small">{t_string!(i18n, leave.sudden_text)}</p>
                <input type="hidden" name="command[id]" value=id.to_string()/>
                <Select
                    label=t_string!(i18n, leave.sudden_kind)
                    name="command[kind]"
                    choices=kinds
                    error=forms::at(refusal, "kind")
                />
                <div class="actions">
                    <Button
                        label=t_string!(i18n, leave.sudden_send)
                        kind=ButtonKind::Secondary
                        glyph=icondata_lu::LuSiren
                        busy=report.is_busy()
                    />
                </div>
            </ActionForm>
        }
        .into_any()
    });
    view! {
        <SectionHeader title=t_string!(i18n, leave.sudden)/>
        {kept_region(report, t_string!(i18n, offline_acts.kept_report))}
        <Card>
            <FormError message=forms::message(refusal)/>
            {form}
        </Card>
    }
    .into_any()
}
