//! What else can be done about a request: undo, hand over, comment, give copies.

use chrono::{DateTime, Utc};
use domain::approvals::{ApprovalView, CopyView, MAX_APPROVAL_TEXT};
use leptos::prelude::*;

use super::{
    api::{Comment, CopyTo, HandOver, Undo},
    progress::{history, steps},
};
use crate::{
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{
        Button, ButtonKind, Card, CardSpace, Choice, ConfirmButton, Field, FormError, ListRow, Rows, SectionHeader,
        Select,
    },
    when,
};

/// True from when the page was read until a moment; without a script, for good: the server says when it is too late.
pub(super) fn open_until(until: DateTime<Utc>, as_of: DateTime<Utc>) -> RwSignal<bool> {
    let open = RwSignal::new(true);
    #[cfg(feature = "hydrate")]
    Effect::new({
        let left = (until - as_of).to_std().unwrap_or_default();
        move |_| {
            set_timeout(
                move || {
                    open.try_set(false);
                },
                left,
            );
        }
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = (until, as_of);
    open
}

/// For ten seconds after a decision of mine.
pub(super) fn undo_form(view: &ApprovalView, undo: ServerAction<Undo>) -> Option<AnyView> {
    let i18n = use_i18n();
    let open = open_until(view.undo_until?, view.as_of);
    let approval = view.row.id.to_string();
    Some(
        view! {
            <ActionForm action=undo attr:class="stack-s">
                <FormError message=forms::message(forms::refusal(undo))/>
                <input type="hidden" name="approval" value=approval/>
                {move || {
                    open.get()
                        .then(|| view! {
                            <p class="muted small">{t_string!(i18n, approvals.undo_text)}</p>
                            <Button
                                label=t_string!(i18n, approvals.undo)
                                kind=ButtonKind::Secondary
                                glyph=icondata_lu::LuUndo2
                                busy=undo.pending()
                            />
                        })
                }}
            </ActionForm>
        }
        .into_any(),
    )
}

/// To somebody else who decides here.
pub(super) fn hand_over_form(view: &ApprovalView, act: ServerAction<HandOver>) -> Option<AnyView> {
    let i18n = use_i18n();
    if view.mine.is_none() || view.hand_over_to.is_empty() {
        return None;
    }
    let refusal = forms::refusal(act);
    let people = view.hand_over_to.iter().map(|(person, name)| Choice::new(person.to_string(), name.clone()));
    let people: Vec<Choice> = people.collect();
    let (approval, version) = (view.row.id.to_string(), view.row.version.to_string());
    Some(
        view! {
            <ActionForm action=act attr:class="stack-s">
                <FormError message=forms::message(refusal)/>
                <input type="hidden" name="approval" value=approval/>
                <input type="hidden" name="version" value=version/>
                <ConfirmButton
                    label=t_string!(i18n, approvals.hand_over)
                    question=t_string!(i18n, approvals.hand_over_question)
                    confirm=t_string!(i18n, approvals.hand_over_confirm)
                    kind=ButtonKind::Secondary
                    busy=act.pending()
                >
                    <Select
                        label=t_string!(i18n, approvals.hand_over_to)
                        name="to"
                        choices=Signal::stored(people)
                        error=forms::at(refusal, "to")
                    />
                    <Field
                        label=t_string!(i18n, approvals.hand_over_reason)
                        name="reason"
                        error=forms::at(refusal, "reason")
                        max_length=MAX_APPROVAL_TEXT
                        required=true
                    />
                </ConfirmButton>
            </ActionForm>
        }
        .into_any(),
    )
}

/// How it went so far and what everybody who reads it can do: the end of each page of a request.
pub(crate) fn trail(view: &ApprovalView, comment: ServerAction<Comment>, copy: ServerAction<CopyTo>) -> AnyView {
    view! {
        {steps(view)}
        {history(view)}
        {comment_form(view, comment)}
        {copies(view, copy)}
    }
    .into_any()
}

/// A word without a decision.
fn comment_form(view: &ApprovalView, act: ServerAction<Comment>) -> AnyView {
    let i18n = use_i18n();
    let refusal = forms::refusal(act);
    let approval = view.row.id.to_string();
    view! {
        <Card heading=t_string!(i18n, approvals.comment).to_owned()>
            <ActionForm action=act attr:class="form">
                <FormError message=forms::message(refusal)/>
                <input type="hidden" name="approval" value=approval/>
                <Field
                    label=t_string!(i18n, approvals.comment_text)
                    name="text"
                    error=forms::at(refusal, "text")
                    max_length=MAX_APPROVAL_TEXT
                    required=true
                />
                <div class="actions">
                    <Button
                        label=t_string!(i18n, approvals.comment_send)
                        kind=ButtonKind::Secondary
                        glyph=icondata_lu::LuSend
                        busy=act.pending()
                    />
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}

/// Who has a copy, and the form that gives one.
fn copies(view: &ApprovalView, act: ServerAction<CopyTo>) -> Option<AnyView> {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let row = |copy: &CopyView| {
        let at = when::moment(copy.at, locale);
        let detail = t_string!(i18n, approvals_more.copy_by, by = copy.by.as_str(), at = at);
        view! { <ListRow title=copy.name.clone() detail=detail/> }
    };
    let rows = view.copies.iter().map(row).collect_view();
    let list = (!view.copies.is_empty()).then(|| {
        view! {
            <Card space=CardSpace::Flush>
                <Rows>{rows}</Rows>
            </Card>
        }
    });
    let form = view.can_copy.then(|| copy_form(view, act));
    (list.is_some() || form.is_some()).then(|| {
        view! {
            <SectionHeader title=t_string!(i18n, approvals_more.copies)/>
            {list}
            {form}
        }
        .into_any()
    })
}

fn copy_form(view: &ApprovalView, act: ServerAction<CopyTo>) -> AnyView {
    let i18n = use_i18n();
    let refusal = forms::refusal(act);
    let approval = view.row.id.to_string();
    view! {
        <Card>
            <ActionForm action=act attr:class="form">
                <FormError message=forms::message(refusal)/>
                <input type="hidden" name="approval" value=approval/>
                <Field
                    label=t_string!(i18n, approvals_more.copy_person)
                    name="person"
                    hint=t_string!(i18n, approvals_more.copy_hint).to_owned()
                    error=forms::at(refusal, "person")
                    max_length=20
                    required=true
                />
                <div class="actions">
                    <Button
                        label=t_string!(i18n, approvals_more.copy_send)
                        kind=ButtonKind::Secondary
                        glyph=icondata_lu::LuCopy
                        busy=act.pending()
                    />
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}
