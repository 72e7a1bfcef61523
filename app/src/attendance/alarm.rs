//! The alarms of empty windows, above the board.

use chrono::{DateTime, Utc};
use domain::{
    attendance::{BoardView, BoardWindow, MAX_VACANCY_NOTE, VacancyView},
    ids::ZoneId,
    policy::{Action, Place},
};
use leptos::prelude::*;

use super::day_api::TakeVacancy;
use crate::{
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Badge, Button, ButtonSize, Card, Field, FormError, Plate, Tone},
    session, when,
};

/// The alarms that the reader is told of; nothing when there are none.
pub(super) fn alarms(board: &BoardView, take: ServerAction<TakeVacancy>) -> Option<AnyView> {
    let i18n = use_i18n();
    let windows = || board.zones.iter().flat_map(|zone| zone.windows.iter().map(move |window| (zone.zone, window)));
    if windows().all(|(_, window)| window.alarms.is_empty()) {
        return None;
    }
    let place =
        |zone: ZoneId| session::me().map(|me| Place { zone: Some(zone), ..Place::hall(me.actor.agency, board.hall) });
    let cards = windows()
        .flat_map(|(zone, window)| {
            let may_take = place(zone).is_some_and(|place| session::may_at(Action::VacancyTake, &place));
            window.alarms.iter().map(move |alarm| card(window, alarm, may_take, (board.as_of, take)))
        })
        .collect_view();
    Some(
        view! {
            <section class="stack-s" aria-label=t_string!(i18n, inday.alarms)>
                <FormError message=forms::message(forms::refusal(take))/>
                {cards}
            </section>
        }
        .into_any(),
    )
}

fn card(
    window: &BoardWindow,
    alarm: &VacancyView,
    may_take: bool,
    (as_of, take): (DateTime<Utc>, ServerAction<TakeVacancy>),
) -> AnyView {
    let i18n = use_i18n();
    let since = t_string!(i18n, inday.empty_since, time = when::time(alarm.since));
    let told = alarm.escalated_at.map(|at| t_string!(i18n, inday.escalated, time = when::time(at)));
    let line: Vec<String> = [Some(since), told].into_iter().flatten().collect();
    let taken = alarm.taken.as_ref().map(|taken| {
        let (time, note) = (when::time(taken.at), taken.note.as_str());
        let text = t_string!(i18n, inday.taken, by = taken.by.as_str(), time = time, note = note);
        let until = if as_of < taken.until {
            t_string!(i18n, told.taken_until, time = when::time(taken.until))
        } else {
            t_string!(i18n, told.taken_over, time = when::time(taken.until))
        };
        view! {
            <p>{text}</p>
            <p class="muted small">{until}</p>
        }
    });
    let (code, name) = (window.code.clone(), window.name.clone());
    // Still empty although somebody has taken it in hand a while ago: it is to be taken anew.
    let in_hand = alarm.taken.as_ref().is_some_and(|taken| as_of < taken.until);
    let form = (may_take && !in_hand).then(|| take_form(alarm, take));
    view! {
        <Card>
            <div class="line">
                <Plate number=code tone=Signal::stored(Some(Tone::Danger))/>
                <h2>{name}</h2>
                <Badge tone=Tone::Danger label=t_string!(i18n, inday.empty_window) glyph=icondata_lu::LuUserX/>
            </div>
            <p class="muted">{line.join(" · ")}</p>
            {taken}
            {form}
        </Card>
    }
    .into_any()
}

fn take_form(alarm: &VacancyView, take: ServerAction<TakeVacancy>) -> AnyView {
    let i18n = use_i18n();
    let id = alarm.id.to_string();
    let field = format!("note-{id}");
    view! {
        <ActionForm action=take attr:class="form">
            <input type="hidden" name="vacancy" value=id/>
            <Field
                label=t_string!(i18n, inday.take_note)
                name="note"
                id=field
                hint=t_string!(i18n, inday.take_note_hint).to_owned()
                error=forms::at(forms::refusal(take), "note")
                max_length=MAX_VACANCY_NOTE
                required=true
            />
            <Button label=t_string!(i18n, inday.take) size=ButtonSize::Wide busy=take.pending()/>
        </ActionForm>
    }
    .into_any()
}
