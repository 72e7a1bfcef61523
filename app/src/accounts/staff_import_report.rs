use domain::accounts::{StaffImportChange, StaffImportError, StaffImportReport};
use leptos::prelude::*;

use super::people_words;
use crate::{
    i18n::{t_string, use_i18n},
    kit::{Banner, Card, CardSpace, FaultTable, ListRow, Outcome, Rows, SectionHeader, Stat, Stats, Tone},
    punctuation, words,
};

/// What an import did or would do.
#[component]
pub(super) fn Report(report: StaffImportReport) -> impl IntoView {
    let i18n = use_i18n();
    let (tone, title, text) = if !report.errors.is_empty() {
        (Tone::Danger, t_string!(i18n, people.import_wrong), t_string!(i18n, people.import_wrong_text))
    } else if report.applied {
        (Tone::Ok, t_string!(i18n, people.imported), t_string!(i18n, people.imported_text))
    } else {
        (Tone::Info, t_string!(i18n, people.import_ready), t_string!(i18n, people.import_ready_text))
    };
    let counts = [
        (t_string!(i18n, people.import_created), report.created.len().to_string()),
        (t_string!(i18n, people.import_updated), report.updated.len().to_string()),
        (t_string!(i18n, people.import_unchanged), report.unchanged.to_string()),
        (t_string!(i18n, people.import_posts), report.posts.len().to_string()),
    ];
    view! {
        <div class="stack">
            <Outcome tone=tone title=title>
                <p>{text}</p>
            </Outcome>
            <Card>
                <Stats>
                    {counts.into_iter().map(|(label, value)| view! { <Stat label=label value=value/> }).collect_view()}
                </Stats>
            </Card>
            {(!report.ignored.is_empty()).then(|| {
                let columns = punctuation::list(i18n.get_locale_untracked(), &report.ignored);
                view! { <Banner tone=Tone::Wait text=t_string!(i18n, people.import_ignored, columns = columns)/> }
            })}
            {errors(report.errors)}
            {changes(t_string!(i18n, people.import_created), report.created)}
            {changes(t_string!(i18n, people.import_updated), report.updated)}
            {(!report.posts.is_empty()).then(|| view! {
                <SectionHeader title=t_string!(i18n, people.import_posts)/>
                <Card>
                    <p>{punctuation::list(i18n.get_locale_untracked(), &report.posts)}</p>
                </Card>
            })}
        </div>
    }
}

fn errors(errors: Vec<StaffImportError>) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    if errors.is_empty() {
        return ().into_any();
    }
    let columns = vec![
        t_string!(i18n, people.line),
        t_string!(i18n, people.column),
        t_string!(i18n, people.reason),
        t_string!(i18n, people.value),
    ];
    let row = |error: StaffImportError| {
        let (column, reason) = (people_words::column(i18n, error.column), words::reason(locale, error.reason));
        vec![error.line.to_string(), column.to_owned(), reason.to_owned(), error.value]
    };
    let rows = errors.into_iter().map(row).collect();
    view! { <FaultTable label=t_string!(i18n, people.import_wrong) columns rows/> }.into_any()
}

fn changes(title: &'static str, changes: Vec<StaffImportChange>) -> AnyView {
    let i18n = use_i18n();
    if changes.is_empty() {
        return ().into_any();
    }
    let count = changes.len().to_string();
    let row = |change: StaffImportChange| {
        let columns = change.columns.iter().map(|column| people_words::column(i18n, *column));
        let detail: Vec<&str> = [change.sign_in_name.as_str()].into_iter().chain(columns).collect();
        let detail = detail.join(" · ");
        view! { <ListRow title=change.name detail=detail/> }
    };
    let rows = changes.into_iter().map(row).collect_view();
    view! {
        <SectionHeader title=title note=count/>
        <Card space=CardSpace::Flush>
            <Rows>{rows}</Rows>
        </Card>
    }
    .into_any()
}
