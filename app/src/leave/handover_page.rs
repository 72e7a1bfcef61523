use domain::{
    ids::{ActId, ApprovalId, HandoverItemId},
    leave::{HandoverCommand, HandoverItem, HandoverSign, HandoverStep, HandoverView, MAX_HANDOVER_TEXT},
    problem::Problem,
};
use leptos::{ev::SubmitEvent, prelude::*};

use super::{
    after_words as words,
    handover_api::{HandOverPost, handover},
    request_words,
};
use crate::{
    approvals::id_in_path,
    forms::{self, ActionForm},
    i18n::{t_string, use_i18n},
    kit::{
        Badge, Button, ButtonKind, Card, CardSpace, EmptyState, Field, FormError, ListRow, PageHeader, Rows,
        SectionHeader, Tone,
    },
    outbox::{Item, Keeping, Write, is_waiting, kept_region, outbox, unless_waiting},
    refresh,
    shown::{nothing_under, shown_or},
    when,
    wire::reading,
};

/// `/leave/{id}/handover`: what is handed over before a long leave, item by item, and the word of the three.
pub(crate) fn handover_page() -> AnyView {
    let i18n = use_i18n();
    let act = Keeping::<HandOverPost>::new();
    let (done, settled, seen) = (forms::successes(act.action), outbox().settlements(), refresh::on_return());
    let (id, last) = (id_in_path(), refresh::Last::new());
    let read = reading(
        move || (id.get(), done.get(), settled.get(), seen.get()),
        move |(id, ..)| async move { last.instead(&id, handover(id.ok_or(Problem::NotFound)?).await) },
    );
    last.follow(move || id.get(), read);
    let nothing = move |error| nothing_under(t_string!(i18n, leave_after.handover), back("/leave".to_owned()), &error);
    shown_or(read, 6, move |list| body(&list, act), nothing)
}

fn back(href: String) -> (String, String) {
    (href, t_string!(use_i18n(), leave.back_to_list).to_owned())
}

fn body(list: &HandoverView, act: Keeping<HandOverPost>) -> AnyView {
    let i18n = use_i18n();
    let subtitle = format!("{} · {}", list.name, request_words::period(i18n, list.period));
    let can = |step| list.steps.contains(&step);
    view! {
        <PageHeader title=t_string!(i18n, leave_after.handover) subtitle=subtitle back=back("/leave".to_owned())/>
        <FormError message=forms::message(act.refusal())/>
        {kept_region(act, t_string!(i18n, offline_acts.kept_handover))}
        {items(list, act)}
        {can(HandoverStep::Add).then(|| add_form(list, act))}
        {can(HandoverStep::Sign).then(|| sign_form(list, act))}
        {signs(&list.signs)}
    }
    .into_any()
}

fn items(list: &HandoverView, act: Keeping<HandOverPost>) -> AnyView {
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

/// Adds an id of its own to a step, for each time that it is sent.
fn submit(event: &SubmitEvent, subject: StoredValue<String>, act: Keeping<HandOverPost>) {
    act.submit_about(event, subject, |command: HandoverCommand| {
        // A new item has an id of its own, too; the form's is of whoever rendered it.
        let item = if command.step == HandoverStep::Add { Some(HandoverItemId::new()) } else { command.item };
        Write::HandOver(HandoverCommand { id: ActId::new(), item, ..command })
    });
}

/// Whose list it is, of which leave.
fn subject(list: &HandoverView) -> StoredValue<String> {
    StoredValue::new(format!("{} · {}", list.name, request_words::period(use_i18n(), list.period)))
}

/// The fields that every step has.
fn step_fields(request: ApprovalId, step: HandoverStep) -> AnyView {
    view! {
        <input type="hidden" name="command[id]" value=ActId::new().to_string()/>
        <input type="hidden" name="command[request]" value=request.to_string()/>
        <input type="hidden" name="command[step]" value=step.code()/>
    }
    .into_any()
}

fn take_form(list: &HandoverView, item: &HandoverItem, act: Keeping<HandOverPost>) -> AnyView {
    let (request, item, subject) = (list.request, item.id, subject(list));
    let taking = move |command: &HandoverCommand| command.step == HandoverStep::Take && command.item == Some(item);
    let waits = is_waiting(move |write| matches!(write, Write::HandOver(command) if taking(command)));
    unless_waiting(waits, move || {
        view! {
            <ActionForm action=act.action on:submit:capture=move |event| submit(&event, subject, act)>
                {step_fields(request, HandoverStep::Take)}
                <input type="hidden" name="command[item]" value=item.to_string()/>
                <Button
                    label=t_string!(use_i18n(), leave_after.take)
                    kind=ButtonKind::Secondary
                    glyph=icondata_lu::LuCheck
                    busy=act.is_busy()
                />
            </ActionForm>
        }
        .into_any()
    })
}

/// Another item; those that wait on the phone stand above it.
fn add_form(list: &HandoverView, act: Keeping<HandOverPost>) -> AnyView {
    let (i18n, outbox, subject) = (use_i18n(), outbox(), subject(list));
    let (request, item, typed) = (list.request, list.next.to_string(), RwSignal::new(String::new()));
    // Once it is on the phone or taken, the field is for the next; not when that is true of another step.
    let sent = StoredValue::new(false);
    Effect::new(move |_| {
        let settled = act.is_kept() || act.is_taken();
        if settled && sent.get_value() {
            sent.set_value(false);
            typed.set(String::new());
        }
    });
    let on_submit = move |event: SubmitEvent| {
        sent.set_value(true);
        submit(&event, subject, act);
    };
    let kept = move || {
        let added = |item: Item| match item.write {
            Write::HandOver(command) if command.request == request => command.text,
            _ => None,
        };
        let row = |text: String| {
            view! {
                <ListRow title=text>
                    <Badge tone=Tone::Wait label=t_string!(i18n, outbox.state_kept)/>
                </ListRow>
            }
        };
        let rows: Vec<_> = outbox.waiting().into_iter().filter_map(added).map(row).collect();
        (!rows.is_empty()).then(|| view! { <Rows>{rows}</Rows> })
    };
    view! {
        <Card>
            {kept}
            <ActionForm
                action=act.action
                node_ref=act.draft(&[])
                attr:class="form"
                on:submit:capture=on_submit
            >
                {step_fields(request, HandoverStep::Add)}
                <input type="hidden" name="command[item]" value=item/>
                <Field
                    label=t_string!(i18n, leave_after.item)
                    name="command[text]"
                    model=typed
                    hint=t_string!(i18n, leave_after.item_hint).to_owned()
                    error=forms::at(act.refusal(), "text")
                    max_length=MAX_HANDOVER_TEXT
                    required=true
                />
                <div class="actions">
                    <Button label=t_string!(i18n, leave_after.add) kind=ButtonKind::Secondary busy=act.is_busy()/>
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}

fn sign_form(list: &HandoverView, act: Keeping<HandOverPost>) -> AnyView {
    let (i18n, request, subject) = (use_i18n(), list.request, subject(list));
    let signing = move |command: &HandoverCommand| command.step == HandoverStep::Sign && command.request == request;
    let waits = is_waiting(move |write| matches!(write, Write::HandOver(command) if signing(command)));
    unless_waiting(waits, move || {
        view! {
            <ActionForm
                action=act.action
                attr:class="stack-s"
                on:submit:capture=move |event| submit(&event, subject, act)
            >
                <p class="muted small">{t_string!(i18n, leave_after.sign_text)}</p>
                {step_fields(request, HandoverStep::Sign)}
                <div class="actions">
                    <Button
                        label=t_string!(i18n, leave_after.sign)
                        glyph=icondata_lu::LuSignature
                        busy=act.is_busy()
                    />
                </div>
            </ActionForm>
        }
        .into_any()
    })
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
