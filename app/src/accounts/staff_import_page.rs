use domain::{accounts::StaffColumn, org::HallRow, policy, problem::Problem};
use leptos::{
    ev::SubmitEvent,
    html,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{FormData, HtmlFormElement},
};

use super::{people_api::import_staff, staff_import_report::Report};
use crate::{
    i18n::{t_string, use_i18n},
    in_browser::{FormInput, browser_action},
    kit::{Button, ButtonKind, ButtonLink, Card, Choice, FileField, FormError, PageHeader, Select, StatusRegion},
    org::api::halls,
    session,
    shown::{nothing, shown},
    wire::reading,
};

/// `/people/import`: a staff list as CSV or XLSX, tried first, then written.
pub(crate) fn staff_import_page() -> AnyView {
    let i18n = use_i18n();
    let found = reading(|| (), |()| halls());
    let back = ("/people".to_owned(), t_string!(i18n, people.all).to_owned());
    view! {
        <PageHeader title=t_string!(i18n, people.import) back=back/>
        {if session::may_anywhere(policy::Action::PeopleEdit) {
            shown(found, 3, |halls| view! { <ImportForm halls/> }.into_any())
        } else {
            nothing(&Problem::Denied.into())
        }}
    }
    .into_any()
}

/// An empty list with the right headers, as Excel reads it.
fn template() -> String {
    let headers: Vec<&str> = StaffColumn::ALL.iter().map(|column| column.code()).collect();
    format!("data:text/csv;charset=utf-8,%EF%BB%BF{}%0D%0A", headers.join(","))
}

/// The file stays in the form between the trial and the import, so both send the same one. Only with a
/// script: a report can't come with the next page.
#[component]
fn ImportForm(halls: Vec<HallRow>) -> impl IntoView {
    let i18n = use_i18n();
    let form = NodeRef::<html::Form>::new();
    let send = browser_action(|data: &FormInput| import_staff((**data).clone().into()));
    let send_form = move |form: HtmlFormElement, apply: bool| {
        if let Ok(data) = FormData::new_with_form(&form) {
            let _ = data.set_with_str("apply", if apply { "true" } else { "false" });
            send.dispatch(FormInput::new(data));
        }
    };
    let try_out = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(form) = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok()) {
            send_form(form, false);
        }
    };
    let import = move || {
        if let Some(form) = form.get_untracked() {
            send_form(form, true);
        }
    };
    let answer = move || send.value().get();
    let refusal = Signal::derive(move || answer().and_then(Result::err));
    let report = move || answer().and_then(Result::ok);
    let choices: Vec<Choice> = halls.into_iter().map(|hall| Choice::new(hall.id.to_string(), hall.name)).collect();
    view! {
        <Card>
            <p>{t_string!(i18n, people.import_text)}</p>
            <div class="actions">
                <ButtonLink
                    href=template()
                    label=t_string!(i18n, people.template)
                    kind=ButtonKind::Quiet
                    glyph=icondata_lu::LuDownload
                    attr:download=t_string!(i18n, people.template_file)
                />
            </div>
            <form
                class="form"
                node_ref=form
                on:submit=try_out
                // Another file or hall: what was tried is not what would be written.
                on:change=move |_| send.clear()
            >
                <FormError message=crate::forms::message(refusal)/>
                <Select
                    label=t_string!(i18n, people.hall)
                    name="hall"
                    choices=Signal::stored(choices)
                    error=crate::forms::at(refusal, "hall")
                />
                <FileField
                    label=t_string!(i18n, people.file)
                    name="file"
                    hint=t_string!(i18n, people.file_hint).to_owned()
                    accept=".csv,.xlsx"
                    error=crate::forms::at(refusal, "file")
                />
                <div class="actions">
                    <Button
                        label=t_string!(i18n, people.import_try)
                        kind=ButtonKind::Secondary
                        glyph=icondata_lu::LuListChecks
                        busy=send.pending()
                    />
                </div>
                <noscript>
                    <p class="muted small">{t_string!(i18n, people.needs_script)}</p>
                </noscript>
            </form>
        </Card>
        <StatusRegion>
            {move || report().map(|report| {
                let confirm = (!report.applied && report.errors.is_empty()).then(|| view! {
                    <div class="actions">
                        <Button
                            label=t_string!(i18n, people.import_confirm)
                            button_type="button"
                            busy=send.pending()
                            on:click=move |_| import()
                        />
                    </div>
                });
                view! {
                    <Report report/>
                    {confirm}
                }
            })}
        </StatusRegion>
    }
}
