use domain::{
    leave::{HandoverItem, HandoverSign, HandoverStep, HandoverView, MAX_HANDOVER_TEXT},
    problem::Problem,
};
use leptos::prelude::*;

use super::{
    after_words as words,
    handover_api::{HandOverPost, handover},
    request_words,
};
use crate::{
    approvals::id_in_path,
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{
        Badge, Button, ButtonKind, Card, CardSpace, EmptyState, Field, FormError, ListRow, PageHeader, Rows,
        SectionHeader, Tone,
    },
    refresh,
    shown::{nothing_under, shown_or},
    when,
    wire::reading,
};

/// `/leave/{id}/handover`: what is handed over before a long leave, item by item, and the word of the three.
pub(crate) fn handover_page() -> AnyView {
    let i18n = use_i18n();
    let act = ServerAction::<HandOverPost>::new();
    let (done, seen) = (forms::successes(act), refresh::on_return());
    let id = id_in_path();
    let read = reading(
        move || (id.get(), done.get(), seen.get()),
        |(id, ..)| async move { handover(id.ok_or(Problem::NotFound)?).await },
    );
    let nothing = move |error| nothing_under(t_string!(i18n, leave_after.handover), back("/leave".to_owned()), &error);
    shown_or(read, 6, move |list| body(&list, act), nothing)
}

fn back(href: String) -> (String, String) {
    (href, t_string!(use_i18n(), leave.back_to_list).to_owned())
}

fn body(list: &HandoverView, act: ServerAction<HandOverPost>) -> AnyView {
    let i18n = use_i18n();
    let subtitle = format!("{} · {}", list.name, request_words::period(i18n, list.period));
    let can = |step| list.steps.contains(&step);
    view! {
        <PageHeader title=t_string!(i18n, leave_after.handover) subtitle=subtitle back=back("/leave".to_owned())/>
        <FormError message=forms::message(forms::refusal(act))/>
        {items(list, act)}
        {can(HandoverStep::Add).then(|| add_form(list, act))}
        {can(HandoverStep::Sign).then(|| sign_form(list, act))}
        {signs(&list.signs)}
    }
    .into_any()
}

fn items(list: &HandoverView, act: ServerAction<HandOverPost>) -> AnyView {
    let i18n = use_i18n();
    if list.items.is_empty() {
        return view! {
            <EmptyState
                glyph=icondata_lu::LuClipboardList
                title=t_string!(i18n, leave_after.handover_empty)
                text=t_string!(i18n, leave_after.handover_empty_text).to_owned()
            />
        }
        .into_any();
    }
    let can_take = list.steps.contains(&HandoverStep::Take);
    let row = |item: &HandoverItem| {
        let locale = i18n.get_locale_untracked();
        let taken = item.taken_at.map(|at| t_string!(i18n, leave_after.taken_at, at = when::moment(at, locale)));
        let shown = if item.taken_at.is_some() {
            view! { <Badge tone=Tone::Ok label=t_string!(i18n, leave_after.item_taken)/> }.into_any()
        } else if can_take {
            take_form(list, item, act)
        } else {
            view! { <Badge tone=Tone::Wait label=t_string!(i18n, leave_after.item_open)/> }.into_any()
        };
        view! { <ListRow title=item.text.clone() detail=Signal::stored(taken)>{shown}</ListRow> }
    };
    let rows = list.items.iter().map(row).collect_view();
    view! {
        <Card space=CardSpace::Flush>
            <Rows>{rows}</Rows>
        </Card>
    }
    .into_any()
}

fn take_form(list: &HandoverView, item: &HandoverItem, act: ServerAction<HandOverPost>) -> AnyView {
    let (request, item) = (list.request.to_string(), item.id.to_string());
    view! {
        <ActionForm action=act>
            <input type="hidden" name="command[request]" value=request/>
            <input type="hidden" name="command[step]" value=HandoverStep::Take.code()/>
            <input type="hidden" name="command[item]" value=item/>
            <Button
                label=t_string!(use_i18n(), leave_after.take)
                kind=ButtonKind::Secondary
                glyph=icondata_lu::LuCheck
                busy=act.pending()
            />
        </ActionForm>
    }
    .into_any()
}

fn add_form(list: &HandoverView, act: ServerAction<HandOverPost>) -> AnyView {
    let i18n = use_i18n();
    let (request, item) = (list.request.to_string(), list.next.to_string());
    view! {
        <Card>
            <ActionForm action=act attr:class="form">
                <input type="hidden" name="command[request]" value=request/>
                <input type="hidden" name="command[step]" value=HandoverStep::Add.code()/>
                <input type="hidden" name="command[item]" value=item/>
                <Field
                    label=t_string!(i18n, leave_after.item)
                    name="command[text]"
                    hint=t_string!(i18n, leave_after.item_hint).to_owned()
                    error=forms::at(forms::refusal(act), "text")
                    max_length=MAX_HANDOVER_TEXT
                    required=true
                />
                <div class="actions">
                    <Button label=t_string!(i18n, leave_after.add) kind=ButtonKind::Secondary busy=act.pending()/>
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}

fn sign_form(list: &HandoverView, act: ServerAction<HandOverPost>) -> AnyView {
    let (i18n, request) = (use_i18n(), list.request.to_string());
    view! {
        <ActionForm action=act attr:class="stack-s">
            <p class="muted small">{t_string!(i18n, leave_after.sign_text)}</p>
            <input type="hidden" name="command[request]" value=request/>
            <input type="hidden" name="command[step]" value=HandoverStep::Sign.code()/>
            <div class="actions">
                <Button
                    label=t_string!(i18n, leave_after.sign)
                    glyph=icondata_lu::LuSignature
                    busy=act.pending()
                />
            </div>
        </ActionForm>
    }
    .into_any()
}

fn signs(signs: &[HandoverSign]) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let row = |sign: &HandoverSign| {
        let name = sign.name.clone().unwrap_or_else(|| t_string!(i18n, leave_after.any_superior).to_owned());
        let detail = sign.at.map(|at| when::moment(at, locale));
        let (tone, word) = match sign.at {
            Some(_) => (Tone::Ok, t_string!(i18n, leave_after.signed)),
            None => (Tone::Wait, t_string!(i18n, leave_after.unsigned)),
        };
        let title = format!("{} · {name}", words::part(i18n, sign.part));
        view! {
            <ListRow title=title detail=Signal::stored(detail)>
                <Badge tone=tone label=word/>
            </ListRow>
        }
    };
    let rows = signs.iter().map(row).collect_view();
    view! {
        <SectionHeader title=t_string!(i18n, leave_after.signs)/>
        <Card space=CardSpace::Flush>
            <Rows>{rows}</Rows>
        </Card>
    }
    .into_any()
}
