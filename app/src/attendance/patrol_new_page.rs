use domain::{
    attendance::{MAX_PATROL_TEXT, PatrolChoices, PatrolKind},
    ids::PatrolId,
};
use leptos::prelude::*;
use leptos_router::{components::Form, hooks::use_query_map};

use super::{
    day_api::{RecordPatrol, patrol_form},
    inday_words as words,
};
use crate::{
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Button, ButtonKind, Card, Choice, EmptyState, Field, FormError, PageHeader, Select},
    shown::shown,
    wire::reading,
};

/// How long ago something was seen, in minutes.
const AGO: [i32; 6] = [0, 5, 10, 20, 30, 60];

/// `/patrol/new`: first at which window, then who and what.
pub(crate) fn patrol_new_page() -> AnyView {
    let i18n = use_i18n();
    let query = use_query_map();
    let record = ServerAction::<RecordPatrol>::new();
    forms::go_when_done(record, |id: &PatrolId| format!("/patrol/{id}"));
    let read = reading(
        move || query.with(|query| (query.get("hall"), query.get("window"))),
        |(hall, window)| patrol_form(hall.and_then(|id| id.parse().ok()), window.and_then(|id| id.parse().ok())),
    );
    let back = ("/patrol".to_owned(), t_string!(i18n, inday.patrol).to_owned());
    view! {
        <PageHeader title=t_string!(i18n, inday.record_patrol) back/>
        {shown(read, 3, move |choices| body(&choices, record))}
    }
    .into_any()
}

fn body(choices: &PatrolChoices, record: ServerAction<RecordPatrol>) -> AnyView {
    let i18n = use_i18n();
    let windows: Vec<Choice> =
        choices.windows.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone())).collect();
    let chosen = choices.window.map(|window| window.to_string()).unwrap_or_default();
    let hall = choices.hall.to_string();
    let form = choices.window.map(|_| record_form(choices, record));
    view! {
        <Card>
            <Form method="GET" action="/patrol/new">
                <div class="form">
                    <input type="hidden" name="hall" value=hall/>
                    <Select
                        label=t_string!(i18n, inday.which_window)
                        name="window"
                        choices=Signal::stored(windows)
                        value=chosen
                    />
                    <div class="actions">
                        <Button label=t_string!(i18n, inday.choose_window) kind=ButtonKind::Secondary/>
                    </div>
                </div>
            </Form>
        </Card>
        {form}
    }
    .into_any()
}

fn record_form(choices: &PatrolChoices, record: ServerAction<RecordPatrol>) -> AnyView {
    let i18n = use_i18n();
    let refusal = forms::refusal(record);
    if choices.people.is_empty() {
        return view! {
            <EmptyState glyph=icondata_lu::LuUsers title=t_string!(i18n, inday.nobody_holds)/>
        }
        .into_any();
    }
    let people: Vec<Choice> =
        choices.people.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone())).collect();
    let kinds: Vec<Choice> =
        PatrolKind::ALL.iter().map(|kind| Choice::new(kind.code(), words::patrol_kind(i18n, *kind))).collect();
    let ago = move |n: i32| {
        let label =
            if n == 0 { t_string!(i18n, inday.just_now).to_owned() } else { t_string!(i18n, inday.minutes_ago, n = n) };
        Choice::new(n.to_string(), label)
    };
    let window = choices.window.map(|window| window.to_string());
    let (draft, about) = (forms::kept_draft(record, &[]), window.clone());
    view! {
        <Card>
            <ActionForm action=record node_ref=draft attr:class="form" attr:data-draft=about>
                <FormError message=forms::message(refusal)/>
                <input type="hidden" name="command[id]" value=PatrolId::new().to_string()/>
                <input type="hidden" name="command[window]" value=window/>
                <Select
                    label=t_string!(i18n, inday.whom)
                    name="command[person]"
                    choices=Signal::stored(people)
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
                    hint=t_string!(i18n, inday.seen_hint).to_owned()
                    error=forms::at(refusal, "note")
                    max_length=MAX_PATROL_TEXT
                    required=true
                />
                <p class="muted small">{t_string!(i18n, inday.record_note)}</p>
                <div class="actions">
                    <Button
                        label=t_string!(i18n, inday.submit_record)
                        glyph=icondata_lu::LuSend
                        busy=record.pending()
                    />
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}
