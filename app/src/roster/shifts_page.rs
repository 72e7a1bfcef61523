use chrono::NaiveDate;
use domain::{
    ids::{HallId, ShiftId},
    org::HallRow,
    roster::{FindingView, HallShifts, ShiftOutcome, ShiftRow},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{
    review_page::{findings, not_stored},
    shift_card::{earlier, shift_card},
    shift_form::shift_form,
    shifts_api::{RetireShift, SaveShift, TakeBackShift, shifts_of_hall},
};
use crate::{
    error::AppError,
    forms::{self, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{EmptyState, FormError, Outcome, PageHeader, StatusRegion, Tone},
    org::hall_choice::{hall_choice, halls_to_show},
    shown::shown,
    when,
    wire::reading,
};

#[derive(Clone, Copy)]
struct Acts {
    save: ServerAction<SaveShift>,
    back: ServerAction<TakeBackShift>,
    retire: ServerAction<RetireShift>,
    /// Counts what was stored.
    saved: Memo<u32>,
}

/// `/roster/shifts?hall=&shift=`: the shifts of a hall. `shift` names the one that is to be changed.
pub(crate) fn shifts_page() -> AnyView {
    let i18n = use_i18n();
    let query = use_query_map();
    let (save, retire) = (ServerAction::<SaveShift>::new(), ServerAction::<RetireShift>::new());
    // What a rule stands against must not throw away what was typed, so only what was stored reads again.
    let saved = forms::successes_if(save, |outcome| outcome.applied);
    let back = ServerAction::<TakeBackShift>::new();
    let acts = Acts { save, back, retire, saved };
    let (taken, retired) = (forms::successes_if(back, |outcome| outcome.applied), forms::successes(retire));
    let changed = Memo::new(move |_| query.with(|query| query.get("shift")?.parse::<ShiftId>().ok()));
    let read =
        reading(move || (query.read().get("hall"), saved.get(), taken.get(), retired.get()), |(hall, ..)| read(hall));
    let way = ("/services".to_owned(), t_string!(i18n, common.tab_services).to_owned());
    let refused = move || query.read().get("refused").is_some();
    let said = move || match (save.value().get(), back.value().get()) {
        (Some(Ok(outcome)), _) => Some(outcome_of(&outcome, saved_words(&outcome))),
        (_, Some(Ok(outcome))) => Some(outcome_of(&outcome, taken_back_words(&outcome))),
        _ => refused().then(|| refused_for(&[])),
    };
    forms::last_speaks(save, back);
    view! {
        <PageHeader title=t_string!(i18n, shifts.title) back=way/>
        <StatusRegion>{said}</StatusRegion>
        <FormError message=forms::message(forms::refusal(retire))/>
        <FormError message=forms::message(forms::refusal(back))/>
        {shown(read, 6, move |(halls, view)| body(halls, view, changed, acts))}
    }
    .into_any()
}

async fn read(hall: Option<String>) -> Result<(Vec<HallRow>, HallShifts), AppError> {
    let (halls, hall) = halls_to_show(hall).await?;
    Ok((halls, shifts_of_hall(hall).await?))
}

fn saved_words(outcome: &ShiftOutcome) -> (&'static str, String) {
    let i18n = use_i18n();
    let date = when::date(outcome.from, i18n.get_locale_untracked());
    if outcome.people == 0 {
        return (t_string!(i18n, shifts.saved), t_string!(i18n, shifts.saved_text, date = date));
    }
    let text = t_string!(i18n, shifts.replaced_text, date = date, people = outcome.people);
    (t_string!(i18n, shifts.replaced), text)
}

fn taken_back_words(outcome: &ShiftOutcome) -> (&'static str, String) {
    let i18n = use_i18n();
    let date = when::date(outcome.from, i18n.get_locale_untracked());
    (t_string!(i18n, shifts.taken_back), t_string!(i18n, shifts.taken_back_text, date = date))
}

/// What came of a shift that was set or taken back, and the days that wait for it.
fn outcome_of(outcome: &ShiftOutcome, (title, text): (&'static str, String)) -> AnyView {
    let i18n = use_i18n();
    if !outcome.applied {
        return refused_for(&outcome.findings);
    }
    let drafted = (outcome.days > 0).then(|| {
        let text = t_string!(i18n, shifts.drafted, n = outcome.days);
        view! { <p>{text}</p> }
    });
    view! {
        <Outcome tone=Tone::Ok title=title>
            <p>{text}</p>
            {drafted}
        </Outcome>
        {findings(&outcome.findings)}
    }
    .into_any()
}

fn refused_for(found: &[FindingView]) -> AnyView {
    let i18n = use_i18n();
    not_stored(t_string!(i18n, shifts.refused), t_string!(i18n, shifts.refused_text), found)
}

fn body(halls: Vec<HallRow>, view: HallShifts, changed: Memo<Option<ShiftId>>, acts: Acts) -> AnyView {
    let i18n = use_i18n();
    let (hall, from) = (view.hall, view.from);
    let list = if view.shifts.is_empty() {
        view! {
            <EmptyState
                glyph=icondata_lu::LuClock
                title=t_string!(i18n, shifts.none)
                text=t_string!(i18n, shifts.none_text).to_owned()
            />
        }
        .into_any()
    } else {
        view.shifts.iter().map(|row| shift_card(hall, row, (acts.back, acts.retire))).collect_view().into_any()
    };
    let earlier = earlier(&view.earlier);
    let shifts = StoredValue::new(view.shifts);
    let saved = acts.saved;
    // A new form for each shift, and after each that was stored.
    let form = view! {
        <For each=move || [(saved.get(), changed.get())] key=|asked| *asked let:asked>
            {shifts.with_value(|shifts| form(hall, from, shifts, asked.1, acts.save))}
        </For>
    };
    view! {
        {hall_choice(halls, hall, "/roster/shifts")}
        <div class="panes">
            <div class="stack">{list} {earlier}</div>
            <div class="stack pane-stay">{form}</div>
        </div>
    }
    .into_any()
}

fn form(
    hall: HallId,
    from: NaiveDate,
    shifts: &[ShiftRow],
    changed: Option<ShiftId>,
    save: ServerAction<SaveShift>,
) -> AnyView {
    // What is to take its place already is taken back first.
    let old = shifts.iter().find(|row| Some(row.shift.id) == changed && row.next.is_none());
    let old = old.map(|row| (&row.shift, from));
    shift_form(hall, old, save)
}
