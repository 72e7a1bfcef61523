use domain::{
    org::HallRow,
    policy::{self, Place},
    roster::{RosterImportError, RosterImportFinding, RosterImportReport},
};
use leptos::{
    ev::SubmitEvent,
    html,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{FormData, HtmlFormElement},
};

use super::{api::import_roster, words as roster_words};
use crate::{
    error::AppError,
    i18n::{t_string, use_i18n},
    in_browser::{FormInput, browser_action},
    kit::{
        Badge, Button, ButtonKind, Choice, EmptyState, FaultTable, FileField, FormError, ListRow, Outcome, PageHeader,
        RowsSection, SectionHeader, Select, StatusRegion, Tone,
    },
    org::api::halls,
    session,
    shown::shown,
    wire::reading,
    words,
};

/// `/roster/import`: a file is checked first; when it is in order, it can be imported.
pub(crate) fn roster_import_page() -> AnyView {
    let i18n = use_i18n();
    let choices = reading(|| (), |()| halls());
    let back = ("/services".to_owned(), t_string!(i18n, common.tab_services).to_owned());
    view! {
        <PageHeader title=t_string!(i18n, roster.import) back/>
        {shown(choices, 3, move |halls| {
            let halls = importable(halls);
            if halls.is_empty() {
                let title = t_string!(i18n, roster.no_hall);
                return view! { <EmptyState glyph=icondata_lu::LuFileSpreadsheet title/> }.into_any();
            }
            view! { <ImportForm halls/> }.into_any()
        })}
    }
    .into_any()
}

/// The halls whose roster I may import.
fn importable(mut halls: Vec<HallRow>) -> Vec<HallRow> {
    let agency = session::me().map(|me| me.actor.agency);
    let may = |hall: &HallRow| {
        agency.is_some_and(|agency| session::may_at(policy::Action::RosterImport, &Place::hall(agency, hall.id)))
    };
    halls.retain(may);
    halls
}

type Report = Result<RosterImportReport, AppError>;

#[component]
fn ImportForm(halls: Vec<HallRow>) -> impl IntoView {
    let i18n = use_i18n();
    let form = NodeRef::<html::Form>::new();
    let import = browser_action(|form: &FormInput| import_roster((**form).clone().into()));
    let report = move || import.value().get();
    let ready = Memo::new(move |_| import.value().with(|report| matches!(report, Some(Ok(report)) if fit(report))));
    let busy = import.pending();
    let send = move |form: &HtmlFormElement, apply: bool| {
        if let Ok(data) = FormData::new_with_form(form)
            && data.append_with_str("apply", if apply { "true" } else { "false" }).is_ok()
        {
            import.dispatch(FormInput::new(data));
        }
    };
    let check = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(form) = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok()) {
            send(&form, false);
        }
    };
    let apply = move |_| {
        if let Some(form) = form.get_untracked() {
            send(&form, true);
        }
    };
    let failed = move || match report() {
        Some(Err(error)) if error.at("file").is_none() => Some(error.text(i18n)),
        _ => None,
    };
    let file_error = move || match report() {
        Some(Err(error)) => error.at("file").map(|reason| words::reason(i18n.get_locale(), reason).to_owned()),
        _ => None,
    };
    let choices: Vec<Choice> = halls.into_iter().map(|hall| Choice::new(hall.id.to_string(), hall.name)).collect();
    view! {
        // Without a script the file is only checked, and the answer can't be shown: hence the hint.
        <form
            class="form"
            method="post"
            action="/api/roster/import"
            enctype="multipart/form-data"
            node_ref=form
            on:submit=check
            // Another file, or another hall: what was found out about this one holds no more.
            on:change=move |_| import.clear()
        >
            <FormError message=Signal::derive(failed)/>
            <p class="muted">{t_string!(i18n, roster.import_text)}</p>
            <noscript>
                <p>{t_string!(i18n, roster.needs_script)}</p>
            </noscript>
            <Select label=t_string!(i18n, roster.hall) name="hall" choices=Signal::stored(choices)/>
            <FileField
                label=t_string!(i18n, roster.file)
                name="file"
                hint=t_string!(i18n, roster.file_hint).to_owned()
                accept=".csv,.xlsx"
                error=Signal::derive(file_error)
            />
            <div class="actions">
                <Button label=t_string!(i18n, roster.check) kind=ButtonKind::Secondary busy/>
                <Button
                    label=t_string!(i18n, roster.apply)
                    button_type="button"
                    glyph=icondata_lu::LuUpload
                    disabled=Signal::derive(move || !ready.get())
                    busy
                    on:click=apply
                />
            </div>
        </form>
        <StatusRegion>{move || report().and_then(Report::ok).map(|report| outcome(&report))}</StatusRegion>
        {move || report().and_then(Report::ok).filter(|report| !report.errors.is_empty()).map(|report| errors(report.errors))}
        {move || report().and_then(Report::ok).filter(|report| !report.findings.is_empty()).map(|report| findings(&report.findings))}
    }
}

/// Whether importing would do something.
fn fit(report: &RosterImportReport) -> bool {
    !report.applied && !report.is_blocked() && report.added + report.changed > 0
}

fn outcome(report: &RosterImportReport) -> AnyView {
    let i18n = use_i18n();
    let counts =
        t_string!(i18n, roster.counts, added = report.added, changed = report.changed, unchanged = report.unchanged);
    let (tone, title, text) = if !report.errors.is_empty() {
        let title = t_string!(i18n, roster.errors_title, n = report.errors.len());
        (Tone::Danger, title, t_string!(i18n, roster.errors_text).to_owned())
    } else if report.is_blocked() {
        let title = t_string!(i18n, worktime.import_blocked);
        (Tone::Danger, title.to_owned(), t_string!(i18n, worktime.import_blocked_text).to_owned())
    } else if report.applied {
        (Tone::Ok, t_string!(i18n, roster.applied_title).to_owned(), counts)
    } else if fit(report) {
        (Tone::Info, t_string!(i18n, roster.checked_title).to_owned(), counts)
    } else {
        (Tone::Neutral, t_string!(i18n, roster.nothing_new_title).to_owned(), counts)
    };
    view! {
        <Outcome tone=tone title=title>
            <p>{text}</p>
        </Outcome>
    }
    .into_any()
}

/// What speaks against the rows, with the law that each breaks.
fn findings(findings: &[RosterImportFinding]) -> AnyView {
    let i18n = use_i18n();
    let row = |row: &RosterImportFinding| {
        let (tone, word) = if row.found.finding.rule.is_hard() {
            (Tone::Danger, t_string!(i18n, worktime.finding_hard))
        } else {
            (Tone::Wait, t_string!(i18n, worktime.finding_soft))
        };
        let title = t_string!(
            i18n,
            worktime.finding_line,
            line = row.line,
            who = roster_words::finding_title(i18n, &row.found)
        );
        let detail = roster_words::finding_detail(i18n, &row.found);
        view! {
            <ListRow title=title detail=detail>
                <Badge tone=tone label=word/>
            </ListRow>
        }
    };
    let rows = findings.iter().map(row).collect_view();
    view! { <RowsSection title=t_string!(i18n, worktime.findings)>{rows}</RowsSection> }.into_any()
}

fn errors(errors: Vec<RosterImportError>) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let columns = vec![
        t_string!(i18n, roster.line),
        t_string!(i18n, roster.column),
        t_string!(i18n, roster.cell),
        t_string!(i18n, roster.reason),
    ];
    let row = |error: RosterImportError| {
        let reason = words::reason(locale, error.reason).to_owned();
        vec![error.line.to_string(), error.column.code().to_owned(), error.value, reason]
    };
    let rows = errors.into_iter().map(row).collect();
    view! {
        <SectionHeader title=t_string!(i18n, roster.errors)/>
        <FaultTable label=t_string!(i18n, roster.errors) columns rows/>
    }
    .into_any()
}
