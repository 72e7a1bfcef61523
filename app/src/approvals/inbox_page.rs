use domain::{
    approvals::{ApprovalRow, FlowState, InboxView},
    ids::ApprovalId,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{
    api::{AgreeToMany, inbox, my_decisions},
    words,
};
use crate::{
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{
        Badge, ButtonKind, ButtonLink, Card, CardSpace, ConfirmButton, EmptyState, FormError, ListRow, Outcome,
        PageHeader, Rows, Skeleton, StatusRegion, TabLink, Tabs, Tone,
    },
    notices::unread::Unread,
    outbox::outbox,
    refresh, when,
    wire::reading,
};

/// `/approvals`, and with `?view=decided` what I have decided.
pub(crate) fn inbox_page() -> AnyView {
    let i18n = use_i18n();
    let query = use_query_map();
    let done = Memo::new(move |_| query.read().get_str("view") == Some("decided"));
    let from = Memo::new(move |_| query.read().get_str("from").and_then(|id| id.parse::<ApprovalId>().ok()));
    let many = ServerAction::<AgreeToMany>::new();
    let (agreed, returned, settled) = (forms::successes(many), refresh::on_return(), outbox().settlements());
    let told = Unread::here().told();
    let read = reading(
        move || (done.get(), from.get(), agreed.get(), returned.get(), settled.get(), told.get()),
        |(done, from, ..)| async move { if done { my_decisions(from).await } else { inbox(from).await } },
    );
    view! {
        <PageHeader title=t_string!(i18n, common.tab_approvals)/>
        <StatusRegion>{move || bulk_outcome(many, &query.read())}</StatusRegion>
        <Transition fallback=move || view! { <Skeleton label=t_string!(i18n, common.loading) rows=4/> }>
            {move || Suspend::new(async move {
                match read.await {
                    Ok(view) => body(&view, done.get_untracked(), many),
                    Err(error) => view! { <FormError message=error.text(i18n)/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

fn body(view: &InboxView, done: bool, many: ServerAction<AgreeToMany>) -> AnyView {
    let i18n = use_i18n();
    let mut waiting = TabLink::new("/approvals", t_string!(i18n, approvals.to_decide), !done);
    waiting.count = view.waiting;
    let decided = TabLink::new("/approvals?view=decided", t_string!(i18n, approvals.decided), done);
    let as_of = refresh::as_of(view.as_of);
    let rows = view.rows.iter().map(|row| line(row, done)).collect_view();
    let list = if view.rows.is_empty() {
        nothing(done)
    } else {
        view! {
            <Card space=CardSpace::Flush>
                <Rows>{rows}</Rows>
            </Card>
        }
        .into_any()
    };
    let which = if done { "view=decided&" } else { "" };
    let more = view.next.map(|next| {
        let href = format!("/approvals?{which}from={next}");
        view! {
            <div class="actions">
                <ButtonLink href=href label=t_string!(i18n, approvals.more) kind=ButtonKind::Secondary/>
            </div>
        }
    });
    view! {
        <Tabs label=t_string!(i18n, approvals.views) items=Signal::stored(vec![waiting, decided])/>
        <p class="muted small">{as_of}</p>
        {list}
        {more}
        {(!done).then(|| bulk(&view.rows, many)).flatten()}
        <Card space=CardSpace::Flush>
            <Rows>
                <ListRow title=t_string!(i18n, approvals.rules) href="/approvals/rules"/>
            </Rows>
        </Card>
    }
    .into_any()
}

fn nothing(done: bool) -> AnyView {
    let i18n = use_i18n();
    if done {
        view! { <EmptyState glyph=icondata_lu::LuStamp title=t_string!(i18n, approvals.none_decided)/> }.into_any()
    } else {
        view! {
            <EmptyState
                glyph=icondata_lu::LuStamp
                title=t_string!(i18n, approvals.none_to_decide)
                text=t_string!(i18n, approvals.none_to_decide_text).to_owned()
            />
        }
        .into_any()
    }
}

/// A request: who asks for what, how it stands, who acts next and by when.
fn line(row: &ApprovalRow, done: bool) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let due = row.due_at.filter(|_| row.state == FlowState::InReview);
    let due = due.map(|due| t_string!(i18n, approvals.due_at, time = when::moment(due, locale)));
    let next = (done && !row.waits_for.is_empty())
        .then(|| t_string!(i18n, approvals.goes_to, names = words::names(i18n, &row.waits_for)));
    let detail: Vec<String> = [Some(words::extent(i18n, &row.subject)), next, due].into_iter().flatten().collect();
    let flags = words::flags(i18n, &row.subject);
    let badge = match flags.first() {
        Some(flag) if row.state == FlowState::InReview => {
            view! { <Badge tone=Tone::Wait label=*flag glyph=icondata_lu::LuTriangleAlert/> }.into_any()
        }
        _ => {
            let (word, tone) = words::state(i18n, row.state);
            view! { <Badge tone=tone label=word/> }.into_any()
        }
    };
    view! {
        <ListRow
            title=words::row_title(i18n, row)
            detail=Signal::stored(Some(detail.join(" · ")))
            href=format!("/approvals/{}", row.id)
        >
            {badge}
        </ListRow>
    }
    .into_any()
}

/// One tap for all that nothing speaks against.
fn bulk(rows: &[ApprovalRow], many: ServerAction<AgreeToMany>) -> Option<AnyView> {
    let i18n = use_i18n();
    let clean: Vec<String> =
        rows.iter().filter(|row| !row.subject.is_flagged()).map(|row| format!("{}/{}", row.id, row.version)).collect();
    let question = t_string!(i18n, approvals.bulk_question, n = clean.len());
    (clean.len() > 1).then(|| {
        view! {
            <ActionForm action=many attr:class="stack-s">
                <FormError message=forms::message(forms::refusal(many))/>
                <input type="hidden" name="requests" value=clean.join(",")/>
                <ConfirmButton
                    label=t_string!(i18n, approvals.bulk)
                    question=question
                    confirm=t_string!(i18n, approvals.bulk_confirm)
                    kind=ButtonKind::Primary
                    glyph=icondata_lu::LuCheck
                    busy=many.pending()
                />
            </ActionForm>
        }
        .into_any()
    })
}

fn bulk_outcome(many: ServerAction<AgreeToMany>, query: &leptos_router::params::ParamsMap) -> Option<AnyView> {
    let i18n = use_i18n();
    let told = many.value().with(|value| value.as_ref().and_then(|answer| answer.as_ref().ok()).cloned());
    let count = |key| query.get_str(key).and_then(|count| count.parse::<u32>().ok());
    let (done, left) = match told {
        Some(bulk) => (bulk.done, bulk.left),
        None => (count("done")?, count("left")?),
    };
    let remark = (left > 0).then(|| view! { <p>{t_string!(i18n, approvals.bulk_left, n = left)}</p> });
    Some(
        view! {
            <Outcome tone=Tone::Ok title=t_string!(i18n, approvals.bulk_done, n = done)>{remark}</Outcome>
        }
        .into_any(),
    )
}
