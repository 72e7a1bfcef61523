use domain::{
    attendance::{MAX_PATROL_TEXT, PatrolView},
    ids::{PatrolId, PatrolNoteId},
    problem::Problem,
};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::use_params_map;
use serde::Deserialize;

use super::{
    day_api::{DecidePatrol, ExplainPatrol, patrol},
    inday_words as words,
};
use crate::{
    error::AppError,
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Badge, Button, ButtonKind, Card, ConfirmButton, Fact, Facts, Field, FormError, PageHeader},
    outbox::{Keeping, Write, kept_region},
    refresh,
    shown::shown,
    when,
    wire::reading,
};

/// `/patrol/{record}`: what was found, what the person says, and what came of it.
pub(crate) fn patrol_record_page() -> AnyView {
    let i18n = use_i18n();
    let (params, returned) = (use_params_map(), refresh::on_return());
    let (explain, decide) = (Keeping::<ExplainPatrol>::new(), ServerAction::<DecidePatrol>::new());
    let (explained, decided) = (forms::successes(explain.action), forms::successes(decide));
    let taken = explain.taken();
    let asked = Memo::new(move |_| params.with(|params| params.get("record")));
    let read = reading(
        move || (asked.get(), (explained.get(), taken.get()), decided.get(), returned.get()),
        |(asked, ..)| async move {
            let record = asked.and_then(|id| id.parse().ok()).ok_or(AppError::from(Problem::NotFound))?;
            patrol(record).await
        },
    );
    let back = ("/patrol".to_owned(), t_string!(i18n, inday.patrol).to_owned());
    view! {
        <PageHeader title=t_string!(i18n, inday.patrol_record) back/>
        {kept_region(explain, t_string!(i18n, outbox.kept_patrol))}
        {shown(read, 5, move |record| body(&record, explain, decide))}
    }
    .into_any()
}

fn body(record: &PatrolView, explain: Keeping<ExplainPatrol>, decide: ServerAction<DecidePatrol>) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let (tone, word) = words::patrol_state(i18n, record.state);
    let said = record
        .explanations
        .iter()
        .map(|(at, text)| word_of(t_string!(i18n, inday.explained), text.clone(), when::moment(*at, locale)))
        .collect_view();
    let decision = record.decision.as_ref().map(|decision| {
        let by = format!("{} · {}", decision.by, when::moment(decision.at, locale));
        word_of(t_string!(i18n, inday.decided), decision.reason.clone(), by)
    });
    let heading = format!("{} · {}", record.name, words::patrol_kind(i18n, record.kind));
    let (window, found) = (record.window.clone(), when::moment(record.found_at, locale));
    let (note, inspector) = (record.note.clone(), record.inspector.clone());
    let until = when::moment(record.explain_until, locale);
    view! {
        <Card>
            <div class="line line-apart">
                <h2>{heading}</h2>
                <Badge tone=tone label=word/>
            </div>
            <Facts>
                <Fact label=t_string!(i18n, inday.which_window)>{window}</Fact>
                <Fact label=t_string!(i18n, inday.when)>{found}</Fact>
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

/// What the form holds.
#[derive(Deserialize)]
struct Explained {
    record: PatrolId,
    text: String,
}

fn explain_form(record: &PatrolView, explain: Keeping<ExplainPatrol>) -> AnyView {
    let i18n = use_i18n();
    let refusal = explain.refusal();
    let on_submit = move |event: SubmitEvent| {
        // A new note each time: the form's own is of whoever rendered it, which may be said already.
        explain.submit(&event, |Explained { record, text }| Write::ExplainPatrol {
            note: PatrolNoteId::new(),
            record,
            text: text.trim().to_owned(),
        });
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
fn decide_forms(record: &PatrolView, decide: ServerAction<DecidePatrol>) -> AnyView {
    let i18n = use_i18n();
    let refusal = forms::refusal(decide);
    let reason = move |id: &'static str| {
        view! {
            <Field
                label=t_string!(i18n, inday.decide_reason)
                name="reason"
                id=id
                error=forms::at(refusal, "reason")
                max_length=MAX_PATROL_TEXT
                required=true
            />
        }
    };
    let (id, other_id) = (record.id.to_string(), record.id.to_string());
    view! {
        <Card heading=t_string!(i18n, inday.decide_title).to_owned()>
            <FormError message=forms::message(refusal)/>
            <ActionForm action=decide attr:class="form">
                <input type="hidden" name="record" value=id/>
                <input type="hidden" name="upheld" value="false"/>
                {reason("dismiss-reason")}
                <div class="actions">
                    <Button
                        label=t_string!(i18n, inday.dismiss)
                        kind=ButtonKind::Secondary
                        busy=decide.pending()
                    />
                </div>
            </ActionForm>
            <ActionForm action=decide attr:class="form">
                <input type="hidden" name="record" value=other_id/>
                <input type="hidden" name="upheld" value="true"/>
                <ConfirmButton
                    label=t_string!(i18n, inday.uphold)
                    question=t_string!(i18n, inday.uphold_question)
                    confirm=t_string!(i18n, inday.uphold_confirm)
                    busy=decide.pending()
                >
                    {reason("uphold-reason")}
                </ConfirmButton>
            </ActionForm>
        </Card>
    }
    .into_any()
}
