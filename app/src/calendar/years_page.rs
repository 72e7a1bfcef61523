use domain::calendar::{CalendarStatus, CalendarYear, MAX_YEAR_TEXT, YearPreview};
use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};

use super::{
    imported_path,
    year_preview::preview,
    years_api::{ImportCalendarYear, calendar_years, preview_calendar_year},
};
use crate::{
    error::AppError,
    forms::{self, QueryForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Badge, Button, ButtonKind, Card, ListRow, Outcome, PageHeader, RowsSection, StatusRegion, TextArea, Tone},
    shown::shown,
    wire::reading,
};

/// The years in force, what stands in the form, and what importing that would do once it was asked.
type Asked = (Vec<CalendarYear>, String, Option<YearPreview>);

/// `/org/calendar?of=&file=`: the years of the State Council calendar, and importing one. `of` names the year that the
/// form begins with; `file` is what was written there, to be looked at, in the address so that it works without a
/// script, too.
pub(crate) fn years_page() -> AnyView {
    let i18n = use_i18n();
    let query = use_query_map();
    let import = ServerAction::<ImportCalendarYear>::new();
    forms::go_when_done(import, |year| imported_path(*year));
    let imported = move || query.read().get("imported").and_then(|year| year.parse::<i32>().ok());
    let read = reading(move || query.get(), read);
    let back = ("/services".to_owned(), t_string!(i18n, common.tab_services).to_owned());
    view! {
        <PageHeader title=t_string!(i18n, calendar.title) back/>
        {shown(read, 6, move |asked| body(asked, imported(), import))}
    }
    .into_any()
}

async fn read(query: ParamsMap) -> Result<Asked, AppError> {
    let years = calendar_years().await?;
    if let Some(file) = query.get("file").filter(|file| !file.trim().is_empty()) {
        let preview = preview_calendar_year(file.clone()).await?;
        return Ok((years, file, Some(preview)));
    }
    let of = query.get("of").and_then(|year| year.parse::<i32>().ok());
    let begun = years.iter().find(|year| Some(year.year) == of).or(years.last());
    let text = begun.map(CalendarYear::text).unwrap_or_default();
    Ok((years, text, None))
}

fn body((years, file, looked): Asked, imported: Option<i32>, import: ServerAction<ImportCalendarYear>) -> AnyView {
    let i18n = use_i18n();
    let said = imported.and_then(|imported| years.iter().find(|year| year.year == imported)).map(|year| {
        view! {
            <Outcome tone=Tone::Ok title=t_string!(i18n, calendar.imported, year = year.year, n = year.version)>
                <p>{t_string!(i18n, calendar.imported_text)}</p>
            </Outcome>
        }
    });
    let wrong = looked.as_ref().is_some_and(|looked| !looked.faults.is_empty());
    let shown = looked.map(|looked| preview(looked, &file, import));
    let rows = years.iter().rev().map(year_row).collect_view();
    // A new form for each text: what was typed into one before would stay in it.
    let form = view! { <For each=move || [file.clone()] key=String::clone let:file>{form(file, wrong)}</For> };
    view! {
        <StatusRegion>{said} {shown}</StatusRegion>
        <div class="panes">
            <div class="stack">
                <RowsSection title=t_string!(i18n, calendar.years) text=t_string!(i18n, calendar.years_text)>
                    {rows}
                </RowsSection>
            </div>
            <div class="stack">{form}</div>
        </div>
    }
    .into_any()
}

fn year_row(year: &CalendarYear) -> AnyView {
    let i18n = use_i18n();
    let (tone, label) = match year.status {
        CalendarStatus::Provisional => (Tone::Wait, t_string!(i18n, calendar.provisional)),
        CalendarStatus::Published => (Tone::Ok, t_string!(i18n, calendar.published)),
    };
    let detail = t_string!(i18n, calendar.version, n = year.version, source = year.source.as_str());
    view! {
        <ListRow
            title=t_string!(i18n, calendar.year, year = year.year)
            detail=detail
            href=format!("/org/calendar?of={}", year.year)
        >
            <Badge tone=tone label=label/>
        </ListRow>
    }
    .into_any()
}

fn form(file: String, wrong: bool) -> AnyView {
    let i18n = use_i18n();
    let error = wrong.then(|| t_string!(i18n, calendar.wrong_text).to_owned());
    view! {
        <Card heading=t_string!(i18n, calendar.import).to_owned()>
            <QueryForm action="/org/calendar">
                <div class="form">
                    <TextArea
                        label=t_string!(i18n, calendar.file)
                        name="file"
                        value=file
                        hint=t_string!(i18n, calendar.file_hint).to_owned()
                        error=error
                        rows=16
                        max_length=MAX_YEAR_TEXT
                    />
                    <div class="actions">
                        <Button
                            label=t_string!(i18n, calendar.look)
                            kind=ButtonKind::Secondary
                            glyph=icondata_lu::LuListChecks
                        />
                    </div>
                </div>
            </QueryForm>
        </Card>
    }
    .into_any()
}
