use domain::{
    attendance::{DecidePatrolCommand, MAX_PATROL_TEXT, PatrolView},
    ids::{ActId, PatrolId, PatrolNoteId},
};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::use_params_map;
use serde::Deserialize;

use super::{
    day_api::{DecidePatrol, ExplainPatrol, patrol},
    inday_words as words,
};
use crate::{
    address,
    forms::{self, ActionForm},
    i18n::{t_string, use_i18n},
    kit::{Badge, Button, ButtonKind, Card, ConfirmButton, Fact, Facts, Field, FormError, PageHeader},
    outbox::{Keeping, Write, is_waiting, kept_region, outbox, unless_waiting},
    refresh,
    shown::shown,
    when,
    wire::reading,
};

/// `/patrol/{record}`: what was found, what the person says, and what came of it.
pub(crate) fn patrol_record_page() -> AnyView {
    let i18n = use_i18n();
    let (params, returned) = (use_params_map(), refresh::on_return());
    let (explain, decide) = (Keeping::<ExplainPatrol>::new(), Keeping::<DecidePatrol>::new());
    let (explained, decided) = (forms::successes(explain.action), forms::successes(decide.action));
    let (heard, ruled) = (explain.taken(), decide.taken());
    let asked = Memo::new(move |_| params.with(|params| params.get("record")));
    let read = reading(
        move || (asked.get(), (explained.get(), heard.get()), (decided.get(), ruled.get()), returned.get()),
        |(asked, ..)| async move { patrol(address::named(asked)?).await },
    );
    let back = ("/patrol".to_owned(), t_string!(i18n, inday.patrol).to_owned());
    view! {
        <PageHeader title=t_string!(i18n, inday.patrol_record) back/>
        {kept_region(explain, t_string!(i18n, outbox.kept_patrol))}
        {kept_region(decide, t_string!(i18n, offline_acts.kept_ruling))}
        {shown(read, 5, move |record| body(&record, explain, decide))}
    }
    .into_any()
}

fn body(record: &PatrolView, explain: Keeping<ExplainPatrol>, decide: Keeping<DecidePatrol>) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let (tone, word) = words::patrol_state(i18n, record.state);
    let said = record
        .explanations
        .iter()
        .map(|word| {
            let late = word.late.as_ref().map(|late| words::late(i18n, late));
            let at = late.unwrap_or_else(|| when::moment(word.at, locale));
            word_of(t_string!(i18n, inday.explained), word.text.clone(), at)
        })
        .collect_view();
    let decision = record.decision.as_ref().map(|decision| {
        let by = format!("{} · {}", decision.by, when::moment(decision.at, locale));
        word_of(t_string!(i18n, inday.decided), decision.reason.clone(), by)
    });
    let heading = format!("{} · {}", record.name, words::patrol_kind(i18n, record.kind));
    let (window, found) = (record.window.clone(), when::moment(record.found_at, locale));
    let (note, inspector) = (record.note.clone(), record.inspector.clone());
    let late = record.late.as_ref().map(|late| words::late(i18n, late));
    let until = when::moment(record.explain_until, locale);
    view! {
        <Card>
            <div class="line line-apart">
                <h2>{heading}</h2>
                <Badge tone=tone label=word/>
            </div>
            <Facts>
                <Fact label=t_string!(i18n, inday.which_window)>{window}</Fact>
                <Fact label=t_string!(i18n, inday.when)>
                    <p>{found}</p>
                    {late.map(|late| view! { <p class="muted small">{late}</p> })}
                </Fact>
                <Fact label=t_string!(i18n, inday.seen)>{note}</Fact>
                <Fact label=t_string!(i18n, inday.inspector)>{inspector}</Fact>
                <Fact label=t_string!(i18n, inday.explain_until)>{until}</Fact>
                {said}
                {decision}
            </Facts>
        </Card>
        {record.may_explain.then(|| explain_form(record, explain))}
        {record.may_decide.then(|| decide_forms(record, decide))}
    }
    .into_any()
}

/// What somebody said, and below it who and when.
fn word_of(label: &'static str, text: String, by: String) -> AnyView {
    view! {
        <Fact label=label>
            <p>{text}</p>
            <p class="muted small">{by}</p>
        </Fact>
    }
    .into_any()
}

/// Whom a record is about, what was found and when.
fn subject(record: &PatrolView) -> String {
    let i18n = use_i18n();
    let found = when::moment(record.found_at, i18n.get_locale_untracked());
    [record.name.clone(), words::patrol_kind(i18n, record.kind).to_owned(), found].join(" · ")
}

/// What the form holds.
#[derive(Deserialize)]
struct Explained {
    record: PatrolId,
    text: String,
}

fn explain_form(record: &PatrolView, explain: Keeping<ExplainPatrol>) -> AnyView {
    let (i18n, outbox) = (use_i18n(), outbox());
    let (refusal, subject) = (explain.refusal(), StoredValue::new(subject(record)));
    let on_submit = move |event: SubmitEvent| {
        // A new note each time: the form's own is of whoever rendered it, which may be said already.
        let write = |Explained { record, text }| Write::ExplainPatrol {
            note: PatrolNoteId::new(),
            record,
            text: text.trim().to_owned(),
            tap: outbox.tapped(),
        };
        explain.take_over(&event, |_: &Explained| subject.try_get_value(), write);
    };
    let id = record.id.to_string();
    view! {
        <Card heading=t_string!(i18n, inday.explain_title).to_owned()>
            <ActionForm
                action=explain.action
                node_ref=explain.draft(&[])
                attr:class="form"
                on:submit:capture=on_submit
            >
                <FormError message=forms::message(refusal)/>
                <input type="hidden" name="note" value=PatrolNoteId::new().to_string()/>
                <input type="hidden" name="record" value=id/>
                <Field
                    label=t_string!(i18n, inday.explanation)
                    name="text"
                    hint=t_string!(i18n, inday.explanation_hint).to_owned()
                    error=forms::at(refusal, "text")
                    max_length=MAX_PATROL_TEXT
                    required=true
                />
                <div class="actions">
                    <Button label=t_string!(i18n, inday.explain) glyph=icondata_lu::LuSend busy=explain.is_busy()/>
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}

/// Two ways, each with its reason; that a record stands is two steps.
fn decide_forms(record: &PatrolView, decide: Keeping<DecidePatrol>) -> AnyView {
    let i18n = use_i18n();
    let id = record.id;
    let (heard, subject) = (record.explanations.len(), StoredValue::new(subject(record)));
    let waits = is_waiting(move |write| matches!(write, Write::DecidePatrol(command) if command.record == id));
    let answers = unless_waiting(waits, move || {
        let dismiss = move || {
            view! {
                {reason("dismiss-reason", decide)}
                <div class="actions">
                    <Button label=t_string!(i18n, inday.dismiss) kind=ButtonKind::Secondary busy=decide.is_busy()/>
                </div>
            }
            .into_any()
        };
        let uphold = move || {
            view! {
                <ConfirmButton
                    label=t_string!(i18n, inday.uphold)
                    question=t_string!(i18n, inday.uphold_question)
                    confirm=t_string!(i18n, inday.uphold_confirm)
                    busy=decide.is_busy()
                >
                    {reason("uphold-reason", decide)}
                </ConfirmButton>
            }
            .into_any()
        };
        view! {
            {decide_form((id, heard, subject), false, dismiss, decide)}
            {decide_form((id, heard, subject), true, uphold, decide)}
        }
        .into_any()
    });
    view! {
        <Card heading=t_string!(i18n, inday.decide_title).to_owned()>
            <FormError message=forms::message(decide.refusal())/>
            {answers}
        </Card>
    }
    .into_any()
}

fn reason(id: &'static str, decide: Keeping<DecidePatrol>) -> AnyView {
    let i18n = use_i18n();
    view! {
        <Field
            label=t_string!(i18n, inday.decide_reason)
            name="command[reason]"
            id=id
            error=forms::at(decide.refusal(), "reason")
            max_length=MAX_PATROL_TEXT
            required=true
        />
    }
    .into_any()
}

/// One of the two answers. `heard` is how much of what the person says stands on the page.
fn decide_form(
    (record, heard, subject): (PatrolId, usize, StoredValue<String>),
    upheld: bool,
    fields: impl FnOnce() -> AnyView + Send + 'static,
    decide: Keeping<DecidePatrol>,
) -> AnyView {
    let on_submit = move |event: SubmitEvent| {
        // A new one each time: after "refused" it is another answer.
        decide.submit_about(&event, subject, |command| {
            Write::DecidePatrol(DecidePatrolCommand { id: ActId::new(), ..command })
        });
    };
    view! {
        <ActionForm
            action=decide.action
            node_ref=decide.draft(&[])
            about=[("command[record]", record.to_string()), ("command[upheld]", upheld.to_string())]
            attr:class="form"
            attr:data-draft=format!("{record} {upheld}")
            on:submit:capture=on_submit
        >
            <input type="hidden" name="command[id]" value=ActId::new().to_string()/>
            <input type="hidden" name="command[heard]" value=heard.to_string()/>
            {fields()}
        </ActionForm>
    }
    .into_any()
}
