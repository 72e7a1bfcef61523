//! The shifts of a hall as they are listed.

use chrono::NaiveDate;
use domain::{
    ids::{HallId, ShiftId},
    roster::{Half, Shift, ShiftRow, Slot, SlotKind},
};
use leptos::prelude::*;

use super::{
    shifts_api::{RetireShift, TakeBackShift},
    shifts_path, words,
};
use crate::{
    forms::{ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Badge, ButtonKind, ButtonLink, Card, CardSpace, ConfirmButton, Fact, Facts, Fold, ListRow, Rows, Tone},
    when,
};

/// A shift in use: its punches, who works it, what is to take its place, and what can be done with it.
pub(super) fn shift_card(
    hall: HallId,
    row: &ShiftRow,
    (back, retire): (ServerAction<TakeBackShift>, ServerAction<RetireShift>),
) -> AnyView {
    let i18n = use_i18n();
    let shift = &row.shift;
    let slots = shift.slots.iter().map(slot_fact).collect_view();
    let halves: Vec<&str> =
        Half::ALL.iter().filter(|half| shift.serves(**half)).map(|half| words::half(i18n, *half)).collect();
    let halves = if halves.is_empty() { t_string!(i18n, shifts.no_half).to_owned() } else { halves.join(" · ") };
    let people = t_string!(i18n, shifts.weeks_people, n = row.people);
    let (short, times) = (shift.short.clone(), words::times(i18n, shift));
    let acts = match &row.next {
        Some((next, from)) => to_come(hall, (next, *from), back),
        None => changes(hall, shift.id, retire),
    };
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
            {acts}
        </Card>
    }
    .into_any()
}

/// The ways to change a shift and to take it out of use.
fn changes(hall: HallId, shift: ShiftId, retire: ServerAction<RetireShift>) -> AnyView {
    let i18n = use_i18n();
    let change = format!("{}&shift={shift}", shifts_path(hall));
    view! {
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
            <input type="hidden" name="shift" value=shift.to_string()/>
            <ConfirmButton
                label=t_string!(i18n, shifts.retire)
                question=t_string!(i18n, shifts.retire_question)
                confirm=t_string!(i18n, shifts.retire_confirm)
                glyph=icondata_lu::LuArchive
                busy=retire.pending()
            />
        </ActionForm>
    }
    .into_any()
}

/// What is to take a shift's place, and the way to take that back.
fn to_come(hall: HallId, (next, from): (&Shift, NaiveDate), back: ServerAction<TakeBackShift>) -> AnyView {
    let i18n = use_i18n();
    let date = when::date(from, i18n.get_locale_untracked());
    let title = t_string!(i18n, shifts.coming, date = date, name = next.name.as_str());
    let slots = next.slots.iter().map(slot_fact).collect_view();
    let (shift, times) = (next.id.to_string(), words::times(i18n, next));
    view! {
        <Fold title=title detail=times>
            <Facts>{slots}</Facts>
        </Fold>
        <ActionForm action=back>
            <input type="hidden" name="hall" value=hall.to_string()/>
            <input type="hidden" name="shift" value=shift/>
            <ConfirmButton
                label=t_string!(i18n, shifts.take_back)
                question=t_string!(i18n, shifts.take_back_question)
                confirm=t_string!(i18n, shifts.take_back_confirm)
                glyph=icondata_lu::LuUndo2
                busy=back.pending()
            />
        </ActionForm>
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
pub(super) fn earlier(shifts: &[(Shift, NaiveDate)]) -> Option<AnyView> {
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
