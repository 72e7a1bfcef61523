use chrono::NaiveDate;
use domain::{
    ids::{HallId, ShiftId},
    org::HallRow,
    roster::{FindingView, Half, HallShifts, Shift, ShiftOutcome, ShiftRow, Slot, SlotKind},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{
    review_page::{findings, not_stored},
    shift_form::shift_form,
    shifts_api::{RetireShift, SaveShift, shifts_of_hall},
    shifts_path, words,
};
use crate::{
    error::AppError,
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{
        Badge, ButtonKind, ButtonLink, Card, CardSpace, ConfirmButton, EmptyState, Fact, Facts, Fold, FormError,
        ListRow, Outcome, PageHeader, Rows, StatusRegion, Tone,
    },
    org::hall_choice::{hall_choice, halls_to_show},
    shown::shown,
    when,
    wire::reading,
};

#[derive(Clone, Copy)]
struct Acts {
    save: ServerAction<SaveShift>,
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
    let acts = Acts { save, retire, saved };
    let retired = forms::successes(retire);
    let changed = Memo::new(move |_| query.with(|query| query.get("shift")?.parse::<ShiftId>().ok()));
    let read = reading(move || (query.read().get("hall"), saved.get(), retired.get()), |(hall, ..)| read(hall));
    let back = ("/services".to_owned(), t_string!(i18n, common.tab_services).to_owned());
    let refused = move || query.read().get("refused").is_some();
    let said = move || match save.value().get() {
        Some(Ok(outcome)) => Some(outcome_of(&outcome)),
        _ => refused().then(|| refused_for(&[])),
    };
    view! {
        <PageHeader title=t_string!(i18n, shifts.title) back/>
        <StatusRegion>{said}</StatusRegion>
        <FormError message=forms::message(forms::refusal(retire))/>
        {shown(read, 6, move |(halls, view)| body(halls, view, changed, acts))}
    }
    .into_any()
}

async fn read(hall: Option<String>) -> Result<(Vec<HallRow>, HallShifts), AppError> {
    let (halls, hall) = halls_to_show(hall).await?;
    Ok((halls, shifts_of_hall(hall).await?))
}

/// What came of a shift that was set.
fn outcome_of(outcome: &ShiftOutcome) -> AnyView {
    let i18n = use_i18n();
    if !outcome.applied {
        return refused_for(&outcome.findings);
    }
    let date = when::date(outcome.from, i18n.get_locale_untracked());
    let (title, text) = if outcome.people == 0 {
        (t_string!(i18n, shifts.saved), t_string!(i18n, shifts.saved_text).to_owned())
    } else {
        let text = t_string!(i18n, shifts.replaced_text, date = date, people = outcome.people);
        (t_string!(i18n, shifts.replaced), text)
    };
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
        view.shifts.iter().map(|row| shift_card(hall, row, acts.retire)).collect_view().into_any()
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
    let from = when::date(from, use_i18n().get_locale_untracked());
    let old = shifts.iter().find(|row| Some(row.shift.id) == changed).map(|row| (&row.shift, from));
    shift_form(hall, old, save)
}

fn shift_card(hall: HallId, row: &ShiftRow, retire: ServerAction<RetireShift>) -> AnyView {
    let i18n = use_i18n();
    let shift = &row.shift;
    let slots = shift.slots.iter().map(slot_fact).collect_view();
    let halves: Vec<&str> =
        Half::ALL.iter().filter(|half| shift.serves(**half)).map(|half| words::half(i18n, *half)).collect();
    let halves = if halves.is_empty() { t_string!(i18n, shifts.no_half).to_owned() } else { halves.join(" · ") };
    let people = t_string!(i18n, shifts.weeks_people, n = row.people);
    let (short, times) = (shift.short.clone(), words::times(i18n, shift));
    let (id, change) = (shift.id.to_string(), format!("{}&shift={}", shifts_path(hall), shift.id));
    view! {
        <Card heading=shift.name.clone()>
            <p class="line">
                <Badge tone=Tone::Info label=short/>
                <span>{times}</span>
            </p>
            <Facts>
                {slots}
                <Fact label=t_string!(i18n, shifts.halves)>{halves}</Fact>
                <Fact label=t_string!(i18n, shifts.weeks)>{people}</Fact>
            </Facts>
            <div class="actions">
                <ButtonLink
                    href=change
                    label=t_string!(i18n, common.edit)
                    kind=ButtonKind::Secondary
                    glyph=icondata_lu::LuPencil
                />
            </div>
            <ActionForm action=retire>
                <input type="hidden" name="hall" value=hall.to_string()/>
                <input type="hidden" name="shift" value=id/>
                <ConfirmButton
                    label=t_string!(i18n, shifts.retire)
                    question=t_string!(i18n, shifts.retire_question)
                    confirm=t_string!(i18n, shifts.retire_confirm)
                    glyph=icondata_lu::LuArchive
                    busy=retire.pending()
                />
            </ActionForm>
        </Card>
    }
    .into_any()
}

/// When a punch is due, and when it can be made.
fn slot_fact(slot: &Slot) -> AnyView {
    let i18n = use_i18n();
    let time = words::clock(i18n, slot.due);
    let label = match slot.kind {
        SlotKind::In => t_string!(i18n, shifts.in_at, time = time),
        SlotKind::Out => t_string!(i18n, shifts.out_at, time = time),
    };
    let (opens, closes) = (words::clock(i18n, slot.opens), words::clock(i18n, slot.closes));
    let window = if slot.grace == 0 {
        t_string!(i18n, shifts.window, opens = opens, closes = closes)
    } else {
        t_string!(i18n, shifts.window_grace, opens = opens, closes = closes, n = slot.grace)
    };
    view! { <Fact label=label>{window}</Fact> }.into_any()
}

/// What was in use before, folded.
fn earlier(shifts: &[(Shift, NaiveDate)]) -> Option<AnyView> {
    let i18n = use_i18n();
    let row = |(shift, last): &(Shift, NaiveDate)| {
        let last = when::full_date(*last, i18n.get_locale_untracked());
        let until = t_string!(i18n, shifts.until, date = last);
        view! { <ListRow title=shift.name.clone() detail=format!("{} · {until}", words::times(i18n, shift))/> }
    };
    let rows = shifts.iter().map(row).collect_view();
    (!shifts.is_empty()).then(|| {
        view! {
            <Card space=CardSpace::Flush>
                <Fold title=t_string!(i18n, shifts.earlier)>
                    <Rows>{rows}</Rows>
                </Fold>
            </Card>
        }
        .into_any()
    })
}
