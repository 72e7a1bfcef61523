//! Naming who covers: on a request, and in the list of those whom one covers.

use domain::{
    ids::{ActId, ApprovalId},
    leave::{CoverAsk, CoverChoice, LeaveAct, LeaveView, NameCoverCommand},
};
use leptos::{ev::SubmitEvent, prelude::*};

use super::{request_api::NameCover, request_words as words};
use crate::{
    approvals::words as approval_words,
    forms::{self, ActionForm},
    i18n::{t_string, use_i18n},
    kit::{ButtonKind, Choice, ConfirmButton, FormError, Select},
    outbox::{Keeping, Write, is_waiting, unless_waiting},
};

/// Who is asked to take over, and the form that names somebody, for who may.
pub(super) fn of_request(view: &LeaveView, act: Keeping<NameCover>) -> AnyView {
    let i18n = use_i18n();
    let next = next(view.next_cover.as_deref());
    let form = view.acts.contains(&LeaveAct::NameCover).then(|| {
        let texts = (t_string!(i18n, leave_cover.name), t_string!(i18n, leave_cover.question));
        let subject = approval_words::whole(i18n, &view.approval.row);
        form((view.approval.row.id, false), &view.nameable, texts, (subject, act))
    });
    view! { {next} {form} }.into_any()
}

/// The same for who covers a colleague and can't any more.
pub(super) fn of_cover(ask: &CoverAsk, act: Keeping<NameCover>) -> AnyView {
    let i18n = use_i18n();
    let next = next(ask.next.as_deref());
    let form = (!ask.successors.is_empty()).then(|| {
        let texts = (t_string!(i18n, leave_cover.take_over), t_string!(i18n, leave_cover.take_over_question));
        form((ask.id, true), &ask.successors, texts, (words::asked(i18n, ask), act))
    });
    view! { {next} {form} }.into_any()
}

fn next(name: Option<&str>) -> Option<AnyView> {
    let i18n = use_i18n();
    let text = name.map(|name| t_string!(i18n, leave_cover.next, name = name));
    text.map(|text| view! { <p class="muted">{text}</p> }.into_any())
}

fn form(
    (request, listed): (ApprovalId, bool),
    people: &[CoverChoice],
    (label, question): (&'static str, &'static str),
    (subject, act): (String, Keeping<NameCover>),
) -> AnyView {
    let i18n = use_i18n();
    let (refusal, subject) = (act.refusal(), StoredValue::new(subject));
    let people: Vec<Choice> = people.iter().map(|choice| words::cover_choice(i18n, choice)).collect();
    let people = Signal::stored(people);
    let on_submit = move |event: SubmitEvent| {
        act.submit_about(&event, subject, |command| Write::NameCover(NameCoverCommand { id: ActId::new(), ..command }));
    };
    let waits = is_waiting(move |write| matches!(write, Write::NameCover(command) if command.request == request));
    unless_waiting(waits, move || {
        view! {
            <ActionForm
                action=act.action
                node_ref=act.draft(&[])
                about=[("command[request]", request.to_string())]
                attr:class="stack-s"
                attr:data-draft=request.to_string()
                on:submit:capture=on_submit
            >
                <FormError message=forms::message(refusal)/>
                <input type="hidden" name="command[id]" value=ActId::new().to_string()/>
                <input type="hidden" name="listed" value=listed.to_string()/>
                <ConfirmButton
                    label=label
                    question=question
                    confirm=t_string!(i18n, leave_cover.confirm)
                    kind=ButtonKind::Secondary
                    busy=act.is_busy()
                >
                    <Select
                        label=t_string!(i18n, leave_cover.who)
                        name="command[cover]"
                        id=format!("cover-{request}")
                        choices=people
                        error=forms::at(refusal, "cover")
                    />
                </ConfirmButton>
            </ActionForm>
        }
        .into_any()
    })
}
