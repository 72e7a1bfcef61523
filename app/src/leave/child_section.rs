//! Children and the leave they give, on the page of a balance: for their parent and for HR.

use domain::leave::{ChildState, ChildVerdict, ChildView, LeaveBook, MAX_LEAVE_REASON};
use leptos::prelude::*;

use super::{
    balance_rows::steps,
    child_api::{DeclareChild, RuleChild, TakeChildBack},
    child_words, words,
};
use crate::{
    citations::cite,
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Badge, Button, ButtonKind, Card, Checkbox, ConfirmButton, ConfirmReason, Field, FieldKind, FormError},
    when,
};

/// What can be done about children.
#[derive(Clone, Copy)]
pub(super) struct ChildActs {
    declare: ServerAction<DeclareChild>,
    back: ServerAction<TakeChildBack>,
    rule: ServerAction<RuleChild>,
    /// How many were done: the page is read again after each.
    pub(super) done: Memo<u32>,
}

impl ChildActs {
    pub(super) fn new() -> Self {
        let (declare, back, rule) = (ServerAction::new(), ServerAction::new(), ServerAction::new());
        let (declared, taken, ruled) = (forms::successes(declare), forms::successes(back), forms::successes(rule));
        let done = Memo::new(move |_| declared.get() + taken.get() + ruled.get());
        Self { declare, back, rule, done }
    }
}

/// The children, what they give, and for their parent a form to tell of one. For HR nothing where there are none.
pub(super) fn card(book: &LeaveBook, mine: bool, acts: ChildActs) -> Option<AnyView> {
    let i18n = use_i18n();
    if book.children.is_empty() && !mine {
        return None;
    }
    let children = book.children.iter().map(|child| one(book, child, (mine, acts))).collect_view();
    let form = mine.then(|| declare_form(book, acts.declare));
    let rule = rule(book);
    Some(
        view! {
            <Card heading=t_string!(i18n, leave_child.heading).to_owned()>
                {rule}
                {children}
                {form}
            </Card>
        }
        .into_any(),
    )
}

/// What the province gives, or that none is confirmed that gives any.
fn rule(book: &LeaveBook) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let Some((rule, age)) = book.childcare.as_ref().and_then(|rule| Some((rule, rule.until_age?))) else {
        return view! { <p class="muted small">{t_string!(i18n, leave_child.no_rule)}</p> }.into_any();
    };
    let province = words::province(locale, rule.province);
    let text = t_string!(i18n, leave_child.rule, province = province, age = age, days = rule.days);
    let (source, certainty) = (cite(locale, &rule.source), words::certainty(locale, rule.certainty));
    let source = t_string!(i18n, leave_child.rule_source, source = source, certainty = certainty);
    view! {
        <p>{text}</p>
        <p class="muted small">{source}</p>
    }
    .into_any()
}

fn one(book: &LeaveBook, child: &ChildView, (mine, acts): (bool, ChildActs)) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let (word, tone) = child_words::state(locale, child.state);
    let told = t_string!(i18n, leave_child.declared_on, date = when::full_date(child.declared_on, locale));
    let reason = child.reason.as_deref().map(|reason| t_string!(i18n, leave_child.refused_for, reason = reason));
    let lines = child_words::derivation(locale, child);
    let lines = (!lines.is_empty()).then(|| steps(lines));
    let kept = child.state.is_kept();
    let back = (mine && kept).then(|| back_form(child, acts.back));
    let rule = (book.may_rule && kept).then(|| rule_forms(book, child, acts.rule));
    let title = child_words::title(locale, child);
    view! {
        <section class="stack-s">
            <p class="line">
                <strong>{title}</strong>
                <Badge tone=tone label=word/>
            </p>
            <p class="muted small">{told}</p>
            {reason.map(|text| view! { <p>{text}</p> })}
            {lines}
            {back}
            {rule}
        </section>
    }
    .into_any()
}

fn back_form(child: &ChildView, act: ServerAction<TakeChildBack>) -> AnyView {
    let (i18n, id) = (use_i18n(), child.id.to_string());
    view! {
        <ActionForm action=act about=[("child", id)] attr:class="stack-s">
            <FormError message=forms::message(forms::refusal(act))/>
            <ConfirmButton
                label=t_string!(i18n, leave_child.take_back)
                question=t_string!(i18n, leave_child.take_back_question)
                confirm=t_string!(i18n, leave_child.take_back_confirm)
                busy=act.pending()
            />
        </ActionForm>
    }
    .into_any()
}

/// For HR: confirm, where that is not done yet, or refuse.
fn rule_forms(book: &LeaveBook, child: &ChildView, act: ServerAction<RuleChild>) -> AnyView {
    let i18n = use_i18n();
    let refusal = forms::refusal(act);
    let field = format!("refuse-{}", child.id);
    let about = |verdict: ChildVerdict| {
        [
            ("command[person]", book.person.to_string()),
            ("command[child]", child.id.to_string()),
            ("command[verdict]", verdict.code().to_owned()),
        ]
    };
    let confirm = (child.state == ChildState::Declared).then(|| {
        view! {
            <ActionForm action=act about=about(ChildVerdict::Confirm) attr:class="stack-s">
                <FormError message=forms::message(refusal)/>
                <div class="actions">
                    <Button
                        label=t_string!(i18n, leave_child.confirm)
                        kind=ButtonKind::Secondary
                        glyph=icondata_lu::LuFileCheck
                        busy=act.pending()
                    />
                </div>
            </ActionForm>
        }
    });
    view! {
        {confirm}
        <ActionForm action=act about=about(ChildVerdict::Refuse) attr:class="stack-s">
            <FormError message=forms::message(refusal)/>
            <ConfirmReason
                label=t_string!(i18n, leave_child.refuse)
                question=t_string!(i18n, leave_child.refuse_question)
                confirm=t_string!(i18n, leave_child.refuse_confirm)
                reason=t_string!(i18n, leave_child.refuse_reason)
                name="command[reason]"
                id=field
                error=forms::at(refusal, "reason")
                max_length=MAX_LEAVE_REASON
                busy=act.pending()
            />
        </ActionForm>
    }
    .into_any()
}

fn declare_form(book: &LeaveBook, act: ServerAction<DeclareChild>) -> AnyView {
    let i18n = use_i18n();
    let (refusal, id) = (forms::refusal(act), book.new_child.to_string());
    view! {
        <ActionForm action=act attr:class="form">
            <h3>{t_string!(i18n, leave_child.declare)}</h3>
            <p class="muted small">{t_string!(i18n, leave_child.declare_text)}</p>
            <FormError message=forms::message(refusal)/>
            <input type="hidden" name="command[id]" value=id/>
            <Field
                label=t_string!(i18n, leave_child.declare_born)
                name="command[born_on]"
                kind=FieldKind::Date
                error=forms::at(refusal, "born_on")
                required=true
            />
            <Checkbox
                label=t_string!(i18n, leave_child.consent)
                name="command[consent]"
                detail=Some(t_string!(i18n, leave_child.consent_detail).to_owned())
                error=forms::at(refusal, "consent")
                required=true
            />
            <div class="actions">
                <Button label=t_string!(i18n, leave_child.submit) kind=ButtonKind::Secondary busy=act.pending()/>
            </div>
        </ActionForm>
    }
    .into_any()
}
