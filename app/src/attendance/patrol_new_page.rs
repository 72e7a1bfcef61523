use domain::{
    attendance::{MAX_PATROL_TEXT, PatrolChoices, PatrolCommand, PatrolKind, PatrolWindow},
    ids::{PatrolId, PersonId, WindowId},
};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::use_query_map;

use super::{
    day_api::{RecordPatrol, patrol_form},
    inday_words as words,
};
use crate::{
    forms::{self, ActionForm, QueryForm},
    i18n::{t_string, use_i18n},
    kit::{Button, ButtonKind, Card, Choice, EmptyState, Field, FormError, PageHeader, Select},
    outbox::{Keeping, Outbox, Write, kept_region, outbox},
    refresh,
    shown::shown,
    wire::reading,
};

/// How long ago something was seen, in minutes.
const AGO: [i32; 6] = [0, 5, 10, 20, 30, 60];

/// The page's records: each is kept on the phone first and sent from there, with what the phone knows of the time.
#[derive(Clone, Copy)]
struct Recording {
    form: Keeping<RecordPatrol>,
    outbox: Outbox,
    /// Of the record that was submitted last; the form's own is of whoever rendered it.
    id: StoredValue<Option<PatrolId>>,
    /// What was seen. Emptied when it is kept: the round goes on in the same form.
    note: RwSignal<String>,
}

impl Recording {
    fn new() -> Self {
        let (id, note) = (StoredValue::new(None), RwSignal::new(String::new()));
        let recording = Self { form: Keeping::new(), outbox: outbox(), id, note };
        let path = |id| format!("/patrol/{id}");
        forms::go_when_done(recording.form.action, move |id| path(*id));
        recording.form.go_when_taken(move || recording.id.get_value().map(path));
        Effect::new(move |_| {
            if recording.form.is_kept() {
                note.set(String::new());
            }
        });
        recording
    }

    /// Takes over from the plain form. A new record each time: after "refused" it is another one.
    fn submit(self, event: &SubmitEvent, window: StoredValue<PatrolWindow>) {
        let subject = |command: &PatrolCommand| {
            window.try_with_value(|window| {
                let person = window.people.iter().find(|(person, _)| *person == command.person);
                let parts = person.map(|(_, name)| name.clone()).into_iter().chain([window.name.clone()]);
                parts.collect::<Vec<_>>().join(" · ")
            })
        };
        self.form.submit_choice(event, subject, |command| {
            let id = PatrolId::new();
            self.id.set_value(Some(id));
            Write::RecordPatrol(PatrolCommand { id, tap: self.outbox.tapped(), ..command })
        });
    }

    /// Those at a window of whom no record waits on the phone. As it was while one is being sent: if it is refused, what
    /// was written stays in the form.
    fn left(self, window: &PatrolWindow) -> Memo<Vec<(PersonId, String)>> {
        let (busy, at, people) = (self.form.is_busy(), window.window, window.people.clone());
        Memo::new(move |known: Option<&Vec<(PersonId, String)>>| {
            let sending = busy.get();
            if let Some(known) = known.filter(|_| sending) {
                return known.clone();
            }
            let waits = |whom: PersonId| {
                self.outbox.waits(|write| {
                    matches!(write, Write::RecordPatrol(command) if (command.window, command.person) == (at, whom))
                })
            };
            people.iter().filter(|(person, _)| !waits(*person)).cloned().collect()
        })
    }
}

/// `/patrol/new`: first at which window, then who and what. What it offers is read at once for all windows, so that a round
/// goes on where there is no network.
pub(crate) fn patrol_new_page() -> AnyView {
    let i18n = use_i18n();
    let query = use_query_map();
    let recording = Recording::new();
    let hall = Memo::new(move |_| query.read().get("hall"));
    let window = Memo::new(move |_| query.read().get("window")?.parse().ok());
    let read = reading(move || hall.get(), |hall| patrol_form(hall.and_then(|id| id.parse().ok())));
    let back = ("/patrol".to_owned(), t_string!(i18n, inday.patrol).to_owned());
    view! {
        <PageHeader title=t_string!(i18n, inday.record_patrol) back/>
        {kept_region(recording.form, t_string!(i18n, offline_acts.kept_record))}
        {shown(read, 3, move |choices| body(choices, (hall, window), &recording))}
    }
    .into_any()
}

fn body(
    choices: PatrolChoices,
    (hall, window): (Memo<Option<String>>, Memo<Option<WindowId>>),
    recording: &Recording,
) -> AnyView {
    let (i18n, recording) = (use_i18n(), *recording);
    let as_of = refresh::as_of(choices.as_of);
    let windows = choices.windows;
    let offered: Vec<Choice> =
        windows.iter().map(|window| Choice::new(window.window.to_string(), window.name.clone())).collect();
    let chosen = window.get_untracked().map(|window| window.to_string()).unwrap_or_default();
    let hall = hall.get_untracked().map(|hall| view! { <input type="hidden" name="hall" value=hall/> });
    let form = move || {
        let chosen = window.get();
        windows.iter().find(|window| Some(window.window) == chosen).map(|window| record_form(window, &recording))
    };
    view! {
        <p class="muted small">{as_of}</p>
        <Card>
            <QueryForm action="/patrol/new">
                <div class="form">
                    {hall}
                    <Select
                        label=t_string!(i18n, inday.which_window)
                        name="window"
                        choices=Signal::stored(offered)
                        value=chosen
                    />
                    <div class="actions">
                        <Button label=t_string!(i18n, inday.choose_window) kind=ButtonKind::Secondary/>
                    </div>
                </div>
            </QueryForm>
        </Card>
        {form}
    }
    .into_any()
}

fn record_form(window: &PatrolWindow, recording: &Recording) -> AnyView {
    let i18n = use_i18n();
    if window.people.is_empty() {
        return view! {
            <EmptyState glyph=icondata_lu::LuUsers title=t_string!(i18n, inday.nobody_holds)/>
        }
        .into_any();
    }
    let (left, window) = (recording.left(window), StoredValue::new(window.clone()));
    let nobody = move || left.with(Vec::is_empty);
    // One form for the whole round: made anew for the next, it would take what stands in it for newly typed.
    let form = fields(left, window, recording);
    view! {
        <Card>
            <p class="muted small" hidden=move || !nobody()>
                {t_string!(i18n, offline_acts.kept_here)}
            </p>
            <div hidden=nobody>{form}</div>
        </Card>
    }
    .into_any()
}

fn fields(people: Memo<Vec<(PersonId, String)>>, window: StoredValue<PatrolWindow>, recording: &Recording) -> AnyView {
    let (i18n, recording) = (use_i18n(), *recording);
    let record = recording.form;
    let refusal = record.refusal();
    let choice = |(id, name): (PersonId, String)| Choice::new(id.to_string(), name);
    let people = Signal::derive(move || people.get().into_iter().map(choice).collect::<Vec<_>>());
    let kinds: Vec<Choice> =
        PatrolKind::ALL.iter().map(|kind| Choice::new(kind.code(), words::patrol_kind(i18n, *kind))).collect();
    let ago = move |n: i32| {
        let label =
            if n == 0 { t_string!(i18n, inday.just_now).to_owned() } else { t_string!(i18n, inday.minutes_ago, n = n) };
        Choice::new(n.to_string(), label)
    };
    let id = window.with_value(|window| window.window.to_string());
    let (draft, about) = (record.draft_of_many(&[]), id.clone());
    view! {
        <ActionForm
            action=record.action
            node_ref=draft
            attr:class="form"
            attr:data-draft=about
            on:submit:capture=move |event: SubmitEvent| recording.submit(&event, window)
        >
            <FormError message=forms::message(refusal)/>
            <input type="hidden" name="command[id]" value=PatrolId::new().to_string()/>
            <input type="hidden" name="command[window]" value=id/>
            <Select
                label=t_string!(i18n, inday.whom)
                name="command[person]"
                choices=people
                error=forms::at(refusal, "person")
            />
            <Select
                label=t_string!(i18n, inday.what)
                name="command[kind]"
                choices=Signal::stored(kinds)
                error=forms::at(refusal, "kind")
            />
            <Select
                label=t_string!(i18n, inday.when)
                name="command[minutes_ago]"
                choices=Signal::stored(AGO.map(ago).to_vec())
                error=forms::at(refusal, "minutes_ago")
            />
            <Field
                label=t_string!(i18n, inday.seen)
                name="command[note]"
                model=recording.note
                hint=t_string!(i18n, inday.seen_hint).to_owned()
                error=forms::at(refusal, "note")
                max_length=MAX_PATROL_TEXT
                required=true
            />
            <p class="muted small">{t_string!(i18n, inday.record_note)}</p>
            <div class="actions">
                <Button label=t_string!(i18n, inday.submit_record) glyph=icondata_lu::LuSend busy=record.is_busy()/>
            </div>
        </ActionForm>
    }
    .into_any()
}
