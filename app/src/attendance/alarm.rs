//! The alarms of empty windows, above the board.

use chrono::{DateTime, Utc};
use domain::{
    attendance::{BoardView, BoardWindow, MAX_VACANCY_NOTE, TakeVacancyCommand, VacancyView},
    ids::{ActId, VacancyId, ZoneId},
    policy::{Action, Place},
};
use leptos::{ev::SubmitEvent, prelude::*};

use super::day_api::TakeVacancy;
use crate::{
    forms::{self, ActionForm},
    i18n::{t_string, use_i18n},
    kit::{Badge, Button, ButtonSize, Card, Field, FormError, Plate, Tone},
    outbox::{Keeping, Write, is_waiting, unless_waiting},
    session, when,
};

/// The alarms that the reader is told of; nothing when there are none.
pub(super) fn alarms(board: &BoardView, take: Keeping<TakeVacancy>) -> Option<AnyView> {
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
                <FormError message=forms::message(take.refusal())/>
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
    (as_of, take): (DateTime<Utc>, Keeping<TakeVacancy>),
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
    let subject = format!("{code} {name}");
    let form = (may_take && !in_hand).then(|| take_form((alarm.id, subject), take));
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

fn take_form((alarm, subject): (VacancyId, String), take: Keeping<TakeVacancy>) -> AnyView {
    let (i18n, subject) = (use_i18n(), StoredValue::new(subject));
    let on_submit = move |event: SubmitEvent| {
        take.submit_about(&event, subject, |command| {
            Write::TakeVacancy(TakeVacancyCommand { id: ActId::new(), ..command })
        });
    };
    let waits = is_waiting(move |write| matches!(write, Write::TakeVacancy(command) if command.vacancy == alarm));
    unless_waiting(waits, move || {
        view! {
            <ActionForm
                action=take.action
                node_ref=take.draft(&[])
                about=[("command[vacancy]", alarm.to_string())]
                attr:class="form"
                attr:data-draft=alarm.to_string()
                on:submit:capture=on_submit
            >
                <input type="hidden" name="command[id]" value=ActId::new().to_string()/>
                <Field
                    label=t_string!(i18n, inday.take_note)
                    name="command[note]"
                    id=format!("note-{alarm}")
                    hint=t_string!(i18n, inday.take_note_hint).to_owned()
                    error=forms::at(take.refusal(), "note")
                    max_length=MAX_VACANCY_NOTE
                    required=true
                />
                <Button label=t_string!(i18n, inday.take) size=ButtonSize::Wide busy=take.is_busy()/>
            </ActionForm>
        }
        .into_any()
    })
}
