use domain::{
    ids::{ActId, ApprovalId},
    leave::{AnswerCoverCommand, CoverAsk, CoverState, LeaveRow, MyLeave, needs_handover},
};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::use_query_map;

use super::{
    cover_form,
    papers_section::{papers_badge, wants_word},
    request_api::{AnswerCover, NameCover, own_leave},
    request_words as words,
    sudden_form::{Reporting, sudden_form},
};
use crate::{
    address,
    approvals::words as approval_words,
    forms::{self, ActionForm},
    i18n::{t_string, use_i18n},
    kit::{
        Badge, Button, ButtonKind, ButtonLink, Card, CardSpace, EmptyState, FormError, ListRow, PageHeader, Rows,
        SectionHeader,
    },
    outbox::{Keeping, Write, is_waiting, kept_region, outbox, unless_waiting},
    pages, refresh,
    shown::shown,
    when,
    wire::reading,
};

/// Saying yes or no, and naming somebody else.
type CoverActs = (Keeping<AnswerCover>, Keeping<NameCover>);

/// `/leave`: my requests, who asks me to cover, and a sudden case in one tap; with `?before=` earlier requests.
pub(crate) fn requests_page() -> AnyView {
    let (i18n, query) = (use_i18n(), use_query_map());
    let (cover, name, report) = (Keeping::<AnswerCover>::new(), Keeping::<NameCover>::new(), Reporting::new());
    let (answered, named) = (forms::successes(cover.action), forms::successes(name.action));
    let (settled, returned, last) = (outbox().settlements(), refresh::on_return(), refresh::Last::new());
    let before = Memo::new(move |_| query.read().get("before"));
    let read = reading(
        move || (before.get(), (answered.get(), named.get(), settled.get(), returned.get())),
        move |(before, _)| async move { last.instead(&before, own_leave(address::named_if_any(before.clone())?).await) },
    );
    last.follow(move || before.get(), read);
    let back = ("/services".to_owned(), t_string!(i18n, common.tab_services).to_owned());
    view! {
        <PageHeader title=t_string!(i18n, leave.title) back/>
        {shown(read, 4, move |mine| {
            body(&mine, pages::start(query, "before", "/leave#mine"), &(cover, name), &report)
        })}
    }
    .into_any()
}

fn body(mine: &MyLeave, start: Option<String>, cover: &CoverActs, report: &Reporting) -> AnyView {
    let i18n = use_i18n();
    let as_of = refresh::as_of(mine.as_of);
    let next = mine.next.map(|before| (format!("/leave?before={before}#mine"), t_string!(i18n, common.earlier)));
    view! {
        <p class="muted small">{as_of}</p>
        <div class="actions">
            <ButtonLink href="/leave/new" label=t_string!(i18n, leave.new) glyph=icondata_lu::LuPlus/>
        </div>
        {sudden_form(mine, report)}
        {covers(&mine.covers, *cover)}
        <SectionHeader title=t_string!(i18n, leave.mine) attr:id="mine"/>
        {requests(&mine.requests)}
        {pages::ways(start, next)}
    }
    .into_any()
}

fn requests(requests: &[LeaveRow]) -> AnyView {
    let i18n = use_i18n();
    if requests.is_empty() {
        return view! {
            <EmptyState
                glyph=icondata_lu::LuCalendarHeart
                title=t_string!(i18n, leave.none)
                text=t_string!(i18n, leave.none_text).to_owned()
            />
        }
        .into_any();
    }
    let rows = requests.iter().map(row).collect_view();
    view! {
        <Card space=CardSpace::Flush>
            <Rows>{rows}</Rows>
        </Card>
    }
    .into_any()
}

/// A request: what, when, how it stands, who acts next and by when.
fn row(request: &LeaveRow) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let next = (!request.waits_for.is_empty())
        .then(|| t_string!(i18n, approvals.goes_to, names = approval_words::names(i18n, &request.waits_for)));
    let due = request.due_at.map(|due| t_string!(i18n, approvals.due_at, time = when::moment(due, locale)));
    let back = request.back_on.map(|day| words::returned(i18n, request.period, when::day(day, locale)));
    let parts = [Some(words::count(i18n, &request.workdays)), next, due, back];
    let detail: Vec<String> = parts.into_iter().flatten().collect();
    let (word, tone) = approval_words::state(i18n, request.state);
    let papers = request.papers.filter(wants_word).map(|papers| papers_badge(&papers));
    view! {
        <ListRow
            title=format!("{} · {}", words::kind(i18n, request.kind), words::period(i18n, request.period))
            detail=Signal::stored(Some(detail.join(" · ")))
            href=format!("/leave/{}", request.id)
        >
            {papers}
            <Badge tone=tone label=word/>
        </ListRow>
    }
    .into_any()
}

/// Colleagues who ask me to cover, and what I have said.
fn covers(asks: &[CoverAsk], (cover, name): CoverActs) -> Option<AnyView> {
    let i18n = use_i18n();
    let card = |ask: &CoverAsk| {
        let (word, tone) = words::cover(i18n, ask.state);
        let title = if ask.takes_over {
            t_string!(i18n, leave_cover.take_over_text, name = ask.name.as_str())
        } else {
            t_string!(i18n, leave.covers_text, name = ask.name.as_str())
        };
        let place: Vec<String> =
            [Some(words::period(i18n, ask.period)), ask.window.clone()].into_iter().flatten().collect();
        let forms = (ask.state == CoverState::Asked).then(|| answer_forms(ask, cover));
        let takes_over = ask.state == CoverState::Confirmed && needs_handover(ask.period);
        let handover = takes_over.then(|| {
            let href = format!("/leave/{}/handover", ask.id);
            let label = t_string!(i18n, leave_after.handover);
            view! { <ButtonLink href=href label=label kind=ButtonKind::Secondary/> }
        });
        let relief = cover_form::of_cover(ask, name);
        view! {
            <Card>
                <div class="line line-apart">
                    <h3>{title}</h3>
                    <Badge tone=tone label=word/>
                </div>
                <p>{place.join(" · ")}</p>
                {handover}
                {forms}
                {relief}
            </Card>
        }
    };
    let cards = asks.iter().map(card).collect_view();
    (!asks.is_empty()).then(|| {
        view! {
            <SectionHeader title=t_string!(i18n, leave.covers)/>
            <FormError message=forms::message(cover.refusal())/>
            {kept_region(cover, t_string!(i18n, offline_acts.kept_act_here))}
            {kept_region(name, t_string!(i18n, offline_acts.kept_act_here))}
            {cards}
        }
        .into_any()
    })
}

/// Yes and no; nothing more while a word waits on the phone.
fn answer_forms(ask: &CoverAsk, cover: Keeping<AnswerCover>) -> AnyView {
    let (request, subject) = (ask.id, StoredValue::new(words::asked(use_i18n(), ask)));
    let waits = is_waiting(move |write| matches!(write, Write::AnswerCover(command) if command.request == request));
    unless_waiting(waits, move || {
        view! {
            <div class="actions">
                {answer_form((request, subject), true, cover)}
                {answer_form((request, subject), false, cover)}
            </div>
        }
        .into_any()
    })
}

fn answer_form(
    (request, subject): (ApprovalId, StoredValue<String>),
    yes: bool,
    cover: Keeping<AnswerCover>,
) -> AnyView {
    let i18n = use_i18n();
    let (label, kind) = if yes {
        (t_string!(i18n, leave.cover_yes), ButtonKind::Primary)
    } else {
        (t_string!(i18n, leave.cover_no), ButtonKind::Secondary)
    };
    let on_submit = move |event: SubmitEvent| {
        // A new one each time: after "refused" it is another answer.
        cover.submit_about(&event, subject, |command| {
            Write::AnswerCover(AnswerCoverCommand { id: ActId::new(), ..command })
        });
    };
    view! {
        <ActionForm action=cover.action on:submit:capture=on_submit>
            <input type="hidden" name="command[id]" value=ActId::new().to_string()/>
            <input type="hidden" name="command[request]" value=request.to_string()/>
            <input type="hidden" name="command[yes]" value=yes.to_string()/>
            <Button label=label kind=kind busy=cover.is_busy()/>
        </ActionForm>
    }
    .into_any()
}
