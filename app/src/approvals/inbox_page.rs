use domain::{
    approvals::{ApprovalRow, Bulk, FlowState, InboxView},
    ids::ApprovalId,
};
use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};

use super::{
    api::{AgreeToMany, UndoMany, inbox, my_copies, my_decisions},
    side_forms::open_until,
    words,
};
use crate::{
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{
        Badge, Button, ButtonKind, Card, CardSpace, ConfirmButton, EmptyState, FormError, ListRow, Outcome, PageHeader,
        Rows, StatusRegion, TabLink, Tabs, Tone, Unfolded,
    },
    notices::unread::Unread,
    outbox::outbox,
    pages, refresh,
    shown::shown,
    when,
    wire::reading,
};

/// Which of the three lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum List {
    ToDecide,
    Decided,
    Copied,
}

impl List {
    fn named(view: Option<&str>) -> Self {
        match view {
            Some("decided") => Self::Decided,
            Some("copied") => Self::Copied,
            _ => Self::ToDecide,
        }
    }

    /// The address, up to what else it asks.
    const fn href(self) -> &'static str {
        match self {
            Self::ToDecide => "/approvals?",
            Self::Decided => "/approvals?view=decided",
            Self::Copied => "/approvals?view=copied",
        }
    }
}

/// What is done here for many at once.
#[derive(Clone, Copy)]
struct Many {
    agree: ServerAction<AgreeToMany>,
    undo: ServerAction<UndoMany>,
}

/// `/approvals`, with `?view=decided` what I have decided, and with `?view=copied` what I have copies of.
pub(crate) fn inbox_page() -> AnyView {
    let i18n = use_i18n();
    let query = use_query_map();
    let list = Memo::new(move |_| List::named(query.read().get_str("view")));
    let from = Memo::new(move |_| query.read().get_str("from").and_then(|id| id.parse::<ApprovalId>().ok()));
    let many = Many { agree: ServerAction::new(), undo: ServerAction::new() };
    let (agreed, undone) = (forms::successes(many.agree), forms::successes(many.undo));
    let (returned, settled) = (refresh::on_return(), outbox().settlements());
    let told = Unread::here().told();
    let unfolded = Unfolded::<String>::provide();
    // What is told is the last of the two.
    Effect::new(move |_| {
        if agreed.get() > 0 {
            unfolded.forget();
            many.undo.value().set(None);
        }
    });
    let read = reading(
        move || (list.get(), from.get(), (agreed.get(), undone.get(), returned.get(), settled.get(), told.get())),
        |(list, from, _)| async move {
            match list {
                List::ToDecide => inbox(from).await,
                List::Decided => my_decisions(from).await,
                List::Copied => my_copies(from).await,
            }
        },
    );
    view! {
        <PageHeader title=t_string!(i18n, common.tab_approvals)/>
        <StatusRegion>{move || bulk_outcome(many, &query.read())}</StatusRegion>
        {shown(read, 4, move |view| body(&view, list.get_untracked(), many))}
    }
    .into_any()
}

fn body(view: &InboxView, list: List, many: Many) -> AnyView {
    let i18n = use_i18n();
    let mut waiting = TabLink::new("/approvals", t_string!(i18n, approvals.to_decide), list == List::ToDecide);
    waiting.count = view.waiting;
    let decided = TabLink::new(List::Decided.href(), t_string!(i18n, approvals.decided), list == List::Decided);
    let copied = TabLink::new(List::Copied.href(), t_string!(i18n, approvals_more.copied), list == List::Copied);
    let as_of = refresh::as_of(view.as_of);
    let rows = view.rows.iter().map(|row| line(row, list != List::ToDecide)).collect_view();
    let shown = if view.rows.is_empty() {
        nothing(list)
    } else {
        view! {
            <Card space=CardSpace::Flush>
                <Rows>{rows}</Rows>
            </Card>
        }
        .into_any()
    };
    let next = view.next.map(|next| (format!("{}&from={next}", list.href()), t_string!(i18n, approvals.more)));
    view! {
        <Tabs label=t_string!(i18n, approvals.views) items=Signal::stored(vec![waiting, decided, copied])/>
        <p class="muted small">{as_of}</p>
        {undo_last(view, many.undo)}
        {shown}
        // The list's tab leads back to its start.
        {pages::ways(None, next)}
        {(list == List::ToDecide).then(|| bulk(&view.rows, many.agree)).flatten()}
        <Card space=CardSpace::Flush>
            <Rows>
                <ListRow title=t_string!(i18n, approvals.rules) href="/approvals/rules"/>
            </Rows>
        </Card>
    }
    .into_any()
}

fn nothing(list: List) -> AnyView {
    let i18n = use_i18n();
    let (title, text) = match list {
        List::ToDecide => {
            (t_string!(i18n, approvals.none_to_decide), Some(t_string!(i18n, approvals.none_to_decide_text).to_owned()))
        }
        List::Decided => (t_string!(i18n, approvals.none_decided), None),
        List::Copied => (t_string!(i18n, approvals_more.none_copied), None),
    };
    view! { <EmptyState glyph=icondata_lu::LuStamp title=title text=Signal::stored(text)/> }.into_any()
}

/// Takes back what I have just decided, for as long as that can be done.
fn undo_last(view: &InboxView, undo: ServerAction<UndoMany>) -> Option<AnyView> {
    let i18n = use_i18n();
    let (requests, until) = view.undo.as_ref()?;
    let label = t_string!(i18n, approvals_more.undo_many, n = requests.len());
    let requests: Vec<String> = requests.iter().map(ToString::to_string).collect();
    let open = open_until(*until, view.as_of);
    Some(
        view! {
            <ActionForm action=undo attr:class="stack-s">
                <FormError message=forms::message(forms::refusal(undo))/>
                <input type="hidden" name="requests" value=requests.join(",")/>
                {move || {
                    let label = label.clone();
                    open.get()
                        .then(|| view! {
                            <p class="muted small">{t_string!(i18n, approvals.undo_text)}</p>
                            <Button
                                label=label
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

/// One tap for all that nothing speaks against. Unfolded it stays so, as long as it is for the same requests.
fn bulk(rows: &[ApprovalRow], many: ServerAction<AgreeToMany>) -> Option<AnyView> {
    let i18n = use_i18n();
    let clean: Vec<String> =
        rows.iter().filter(|row| !row.subject.is_flagged()).map(|row| format!("{}/{}", row.id, row.version)).collect();
    let question = t_string!(i18n, approvals.bulk_question, n = clean.len());
    (clean.len() > 1).then(|| {
        let (unfolded, requests) = (Unfolded::<String>::of_page(), clean.join(","));
        let open = unfolded.has(&requests);
        view! {
            <ActionForm action=many attr:class="stack-s">
                <FormError message=forms::message(forms::refusal(many))/>
                <input type="hidden" name="requests" value=requests.clone()/>
                <ConfirmButton
                    label=t_string!(i18n, approvals.bulk)
                    question=question
                    confirm=t_string!(i18n, approvals.bulk_confirm)
                    kind=ButtonKind::Primary
                    glyph=icondata_lu::LuCheck
                    busy=many.pending()
                    open=open
                    on:toggle=move |event| unfolded.note(requests.clone(), &event)
                />
            </ActionForm>
        }
        .into_any()
    })
}

/// What became of a batch: as its form was answered, or without a script by the address. An undone one is told of in
/// place of what it undid.
fn bulk_outcome(many: Many, query: &ParamsMap) -> Option<AnyView> {
    let i18n = use_i18n();
    let agreed = many.agree.value().with(|value| value.as_ref().and_then(|answer| answer.as_ref().ok()).copied());
    let undone = many.undo.value().with(|value| value.as_ref().and_then(|answer| answer.as_ref().ok()).copied());
    let count = |key| query.get_str(key).and_then(|count| count.parse::<u32>().ok());
    let asked = |key| Some(Bulk { done: count(key)?, left: count("left")? });
    let undone = undone.or_else(|| asked("undone").filter(|_| agreed.is_none()));
    let (title, left) = if let Some(Bulk { done, left }) = undone {
        (
            t_string!(i18n, approvals_more.undone_many, n = done),
            (left, t_string!(i18n, approvals_more.undo_left, n = left)),
        )
    } else {
        let Bulk { done, left } = agreed.or_else(|| asked("done"))?;
        (t_string!(i18n, approvals.bulk_done, n = done), (left, t_string!(i18n, approvals.bulk_left, n = left)))
    };
    let remark = (left.0 > 0).then(|| view! { <p>{left.1}</p> });
    Some(view! { <Outcome tone=Tone::Ok title=title>{remark}</Outcome> }.into_any())
}
