use chrono::{Months, NaiveDate};
use domain::{ids::HallId, org::HallRow, problem::Problem, roster::RosterSheet};
use leptos::{context::Provider, prelude::*};
use leptos_router::hooks::{use_params_map, use_query_map};

use super::{
    edit_api::{CopyRosterWeek, DiscardRosterDraft, PaintRoster, month_sheet},
    edit_brushes,
    edit_forms::{copy_form, discard_form, publish_form},
    edit_grid,
    edit_painter::Painter,
    edit_path, edit_side, published_counts,
    ways::hall_ways,
};
use crate::{
    address,
    error::AppError,
    forms::{self, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Banner, EmptyState, FormError, Outcome, PageHeader, Pager, StatusRegion, Tone},
    org::hall_choice::{hall_choice, halls_to_show},
    shown::shown,
    when,
    wire::reading,
};

/// Where strokes go, with a script and without.
const PAINT: &str = "/api/roster/draft/paint";

/// `/roster/edit` and `/roster/edit/{yyyy-mm}`: a hall's month, to be painted and then published.
pub(crate) fn roster_edit_page() -> AnyView {
    let i18n = use_i18n();
    let (params, query) = (use_params_map(), use_query_map());
    let hall = Memo::new(move |_| query.read().get("hall"));
    let month = Memo::new(move |_| params.read().get("month"));
    let (copy, discard) = (ServerAction::<CopyRosterWeek>::new(), ServerAction::<DiscardRosterDraft>::new());
    let (copied, discarded) = (forms::successes(copy), forms::successes(discard));
    let (paint, stale) = (ServerAction::<PaintRoster>::new(), RwSignal::new(0_u32));
    let read = reading(
        move || (hall.get(), month.get(), copied.get(), discarded.get(), stale.get()),
        |(hall, month, ..)| read(hall, month),
    );
    let on_stale = Callback::new(move |()| stale.update(|count| *count += 1));
    let refused = forms::refusal(paint);
    // Without an answer nothing is lost, and the sheet says so itself.
    let message = Signal::derive(move || match refused.get()? {
        AppError::Unreachable => None,
        AppError::Problem(Problem::Conflict) => Some(t_string!(i18n, roster_edit.conflict).to_owned()),
        error => Some(error.text(i18n)),
    });
    let published = move || query.with(published_counts);
    forms::last_speaks(copy, discard);
    forms::last_speaks(copy, paint);
    let copied_week = move || copy.value().with(|value| matches!(value, Some(Ok(_))));
    let back = ("/roster".to_owned(), t_string!(i18n, roster.title).to_owned());
    view! {
        <PageHeader title=t_string!(i18n, roster_edit.title) back/>
        <StatusRegion>
            {move || {
                published()
                    .map(|(days, people)| {
                        let text = t_string!(i18n, roster_edit.published_text, days = days, people = people);
                        view! {
                            <Outcome tone=Tone::Ok title=t_string!(i18n, roster_edit.published)>
                                <p>{text}</p>
                            </Outcome>
                        }
                    })
            }}
        </StatusRegion>
        <StatusRegion>
            {move || {
                copied_week()
                    .then(|| {
                        view! {
                            <Outcome tone=Tone::Ok title=t_string!(i18n, roster_edit.copied)>
                                <p>{t_string!(i18n, roster_edit.copied_text)}</p>
                            </Outcome>
                        }
                    })
            }}
        </StatusRegion>
        <FormError message=message/>
        <FormError message=forms::message(forms::refusal(copy))/>
        <FormError message=forms::message(forms::refusal(discard))/>
        {shown(read, 8, move |(halls, sheet)| {
            view! { <Editor halls sheet on_stale acts=(paint, copy, discard)/> }.into_any()
        })}
    }
    .into_any()
}

async fn read(hall: Option<String>, month: Option<String>) -> Result<(Vec<HallRow>, RosterSheet), AppError> {
    let month = address::month_if_any(month)?;
    let (halls, hall) = halls_to_show(hall).await?;
    let sheet = month_sheet(hall, month).await?;
    Ok((halls, sheet))
}

#[component]
fn Editor(
    halls: Vec<HallRow>,
    sheet: RosterSheet,
    on_stale: Callback<()>,
    acts: (ServerAction<PaintRoster>, ServerAction<CopyRosterWeek>, ServerAction<DiscardRosterDraft>),
) -> impl IntoView {
    let i18n = use_i18n();
    let (paint, copy, discard) = acts;
    let painter = Painter::new(&sheet, paint, on_stale);
    let path = edit_path(&when::month_code(sheet.month), None::<HallId>);
    let head = month_head(&sheet);
    let ways = view! { <div class="actions">{hall_ways(Some(sheet.hall))}</div> };
    if sheet.rows.is_empty() {
        return view! {
            {hall_choice(halls, sheet.hall, &path)}
            {head}
            <EmptyState
                glyph=icondata_lu::LuUsers
                title=t_string!(i18n, roster.day_empty)
                text=t_string!(i18n, roster.day_empty_text).to_owned()
            />
            {ways}
        }
        .into_any();
    }
    let no_shifts = sheet.brushes.is_empty().then(|| {
        view! { <Banner tone=Tone::Wait text=t_string!(i18n, shifts.none_text)/> }
    });
    let side = edit_side::side(&sheet, painter);
    view! {
        {hall_choice(halls, sheet.hall, &path)}
        {head}
        {state_line(&sheet, painter)}
        {no_shifts}
        {canvas(&sheet, painter)}
        {publish_form(&sheet)}
        {side}
        {copy_form(&sheet, painter, copy)}
        {discard_form(&sheet, painter, discard)}
        {ways}
    }
    .into_any()
}

/// The month, and the ways to the one before and the one after.
fn month_head(sheet: &RosterSheet) -> AnyView {
    let i18n = use_i18n();
    let href = |month: Option<NaiveDate>| edit_path(&when::month_code(month.unwrap_or(sheet.month)), sheet.hall);
    view! {
        <Pager
            title=when::month(sheet.month, i18n.get_locale_untracked())
            label=t_string!(i18n, roster.periods)
            previous=(href(sheet.month.checked_sub_months(Months::new(1))), t_string!(i18n, roster.previous_month))
            next=(href(sheet.month.checked_add_months(Months::new(1))), t_string!(i18n, roster.next_month))
        />
    }
    .into_any()
}

/// How much is drafted, by whom, and whether all of it is saved.
fn state_line(sheet: &RosterSheet, painter: Painter) -> AnyView {
    let i18n = use_i18n();
    let edited = sheet.edited.clone().map(|(name, at)| {
        let at = when::moment(at, i18n.get_locale_untracked());
        t_string!(i18n, roster_edit.edited, name = name, at = at)
    });
    let as_of = t_string!(i18n, common.as_of, time = when::time(sheet.as_of));
    let drafted = move || match painter.state.with(|state| state.drafted) {
        0 => t_string!(i18n, roster_edit.no_draft).to_owned(),
        days => t_string!(i18n, roster_edit.drafted, n = days),
    };
    let line = edited.into_iter().chain([as_of]).collect::<Vec<_>>().join(" · ");
    let unreachable = move || {
        let failed = painter.save.value().with(|value| matches!(value, Some(Err(AppError::Unreachable))));
        (failed && painter.is_unsaved()).then(|| {
            view! { <Banner tone=Tone::Wait text=t_string!(i18n, roster_edit.unsaved)/> }
        })
    };
    view! {
        <div>
            <p role="status">{drafted}</p>
            <p class="muted small">{line}</p>
        </div>
        {unreachable}
    }
    .into_any()
}

/// The brushes and the cells: one form, so that a tap paints without a script too.
fn canvas(sheet: &RosterSheet, painter: Painter) -> AnyView {
    let query = use_query_map();
    let names = edit_grid::cell_names(sheet);
    let table = edit_grid::table(sheet, painter, names);
    let rows: Vec<String> = sheet.rows.iter().map(|row| row.person.to_string()).collect();
    let chosen = Memo::new(move |_| {
        let asked = query.read().get("person");
        rows.iter().position(|row| Some(row) == asked.as_ref()).unwrap_or_default()
    });
    let stored = StoredValue::new(sheet.clone());
    let person = move || stored.with_value(|sheet| edit_grid::person(sheet, chosen.get(), painter, names));
    let form = view! {
        <form class="stack" method="post" action=PAINT>
            <input type="hidden" name="hall" value=sheet.hall.to_string()/>
            <input type="hidden" name="month" value=sheet.month.to_string()/>
            <input type="hidden" name="version" value=move || painter.state.with(|state| state.version.to_string())/>
            <div class="sheet-wide">{table}</div>
            <div class="sheet-one card snug">{person}</div>
            {edit_brushes::brushes(sheet, painter)}
        </form>
    }
    .into_any();
    // It is no action's: with a script each stroke is sent by itself.
    view! { <Provider value=forms::typed_before(PAINT, &[])>{form}</Provider> }.into_any()
}
