//! Naming who covers: on a request, and in the list of those whom one covers.

use domain::{
    ids::ApprovalId,
    leave::{CoverAsk, CoverChoice, LeaveAct, LeaveView},
};
use leptos::prelude::*;

use super::{request_api::NameCover, request_words as words};
use crate::{
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{ButtonKind, Choice, ConfirmButton, FormError, Select},
};

/// Who is asked to take over, and the form that names somebody, for who may.
pub(super) fn of_request(view: &LeaveView, act: ServerAction<NameCover>) -> AnyView {
    let i18n = use_i18n();
    let next = next(view.next_cover.as_deref());
    let form = view.acts.contains(&LeaveAct::NameCover).then(|| {
        let words = (t_string!(i18n, leave_cover.name), t_string!(i18n, leave_cover.question));
        form((view.approval.row.id, false), &view.nameable, words, act)
    });
    view! { {next} {form} }.into_any()
}

/// The same for who covers a colleague and can't any more.
pub(super) fn of_cover(ask: &CoverAsk, act: ServerAction<NameCover>) -> AnyView {
    let i18n = use_i18n();
    let next = next(ask.next.as_deref());
    let form = (!ask.successors.is_empty()).then(|| {
        let words = (t_string!(i18n, leave_cover.take_over), t_string!(i18n, leave_cover.take_over_question));
        form((ask.id, true), &ask.successors, words, act)
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
    act: ServerAction<NameCover>,
) -> AnyView {
    let i18n = use_i18n();
    let refusal = forms::refusal(act);
    let people: Vec<Choice> = people.iter().map(|choice| words::cover_choice(i18n, choice)).collect();
    view! {
        <ActionForm action=act attr:class="stack-s">
            <FormError message=forms::message(refusal)/>
            <input type="hidden" name="command[request]" value=request.to_string()/>
            <input type="hidden" name="listed" value=listed.to_string()/>
            <ConfirmButton
                label=label
                question=question
                confirm=t_string!(i18n, leave_cover.confirm)
                kind=ButtonKind::Secondary
                busy=act.pending()
            >
                <Select
                    label=t_string!(i18n, leave_cover.who)
                    name="command[cover]"
                    id=format!("cover-{request}")
                    choices=Signal::stored(people)
                    error=forms::at(refusal, "cover")
                />
            </ConfirmButton>
        </ActionForm>
    }
    .into_any()
}
