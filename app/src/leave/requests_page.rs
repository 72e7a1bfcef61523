use domain::leave::{CoverAsk, CoverState, LeaveRow, MyLeave, needs_handover};
use leptos::prelude::*;

use super::{
    cover_form,
    papers_section::{papers_badge, wants_word},
    request_api::{AnswerCover, NameCover, ReportSudden, own_leave},
    request_words as words,
};
use crate::{
    approvals::words as approval_words,
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{
        Badge, Button, ButtonKind, ButtonLink, Card, CardSpace, Choice, EmptyState, FormError, ListRow, PageHeader,
        Rows, SectionHeader, Select,
    },
    refresh,
    shown::shown,
    when,
    wire::reading,
};

/// Saying yes or no, and naming somebody else.
type CoverActs = (ServerAction<AnswerCover>, ServerAction<NameCover>);

/// `/leave`: my requests, who asks me to cover, and a sudden case in one tap.
pub(crate) fn requests_page() -> AnyView {
    let i18n = use_i18n();
    let (cover, report) = (ServerAction::<AnswerCover>::new(), ServerAction::<ReportSudden>::new());
    let name = ServerAction::<NameCover>::new();
    forms::go_when_done(report, |id| format!("/leave/{id}"));
    let (answered, named, returned) = (forms::successes(cover), forms::successes(name), refresh::on_return());
    let read = reading(move || (answered.get(), named.get(), returned.get()), |_| own_leave());
    let back = ("/services".to_owned(), t_string!(i18n, common.tab_services).to_owned());
    view! {
        <PageHeader title=t_string!(i18n, leave.title) back/>
        {shown(read, 4, move |mine| body(&mine, (cover, name), report))}
    }
    .into_any()
}

fn body(mine: &MyLeave, cover: CoverActs, report: ServerAction<ReportSudden>) -> AnyView {
    let i18n = use_i18n();
    let as_of = t_string!(i18n, common.as_of, time = when::time(mine.as_of));
    view! {
        <p class="muted small">{as_of}</p>
        <div class="actions">
            <ButtonLink href="/leave/new" label=t_string!(i18n, leave.new) glyph=icondata_lu::LuPlus/>
        </div>
        {sudden(mine, report)}
        {covers(&mine.covers, cover)}
        <SectionHeader title=t_string!(i18n, leave.mine)/>
        {requests(&mine.requests)}
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
        let forms = (ask.state == CoverState::Asked).then(|| {
            view! {
                <div class="actions">
                    {answer_form(ask, true, cover)}
                    {answer_form(ask, false, cover)}
                </div>
            }
        });
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
            <FormError message=forms::message(forms::refusal(cover))/>
            {cards}
        }
        .into_any()
    })
}

fn answer_form(ask: &CoverAsk, yes: bool, cover: ServerAction<AnswerCover>) -> AnyView {
    let i18n = use_i18n();
    let (label, kind) = if yes {
        (t_string!(i18n, leave.cover_yes), ButtonKind::Primary)
    } else {
        (t_string!(i18n, leave.cover_no), ButtonKind::Secondary)
    };
    let request = ask.id.to_string();
    view! {
        <ActionForm action=cover>
            <input type="hidden" name="request" value=request/>
            <input type="hidden" name="yes" value=yes.to_string()/>
            <Button label=label kind=kind busy=cover.pending()/>
        </ActionForm>
    }
    .into_any()
}

/// A sudden case in one tap. It comes before all lists: who falls ill before work shall not look for it.
fn sudden(mine: &MyLeave, report: ServerAction<ReportSudden>) -> AnyView {
    let i18n = use_i18n();
    let (id, refusal) = (mine.sudden.to_string(), forms::refusal(report));
    let kinds: Vec<Choice> =
        mine.sudden_kinds.iter().map(|kind| Choice::new(kind.code(), words::kind(i18n, *kind))).collect();
    view! {
        <SectionHeader title=t_string!(i18n, leave.sudden)/>
        <Card>
            <ActionForm action=report attr:class="stack-s">
                <FormError message=forms::message(refusal)/>
                <p class="muted small">{t_string!(i18n, leave.sudden_text)}</p>
                <input type="hidden" name="command[id]" value=id/>
                <Select
                    label=t_string!(i18n, leave.sudden_kind)
                    name="command[kind]"
                    choices=Signal::stored(kinds)
                    error=forms::at(refusal, "kind")
                />
                <div class="actions">
                    <Button
                        label=t_string!(i18n, leave.sudden_send)
                        kind=ButtonKind::Secondary
                        glyph=icondata_lu::LuSiren
                        busy=report.pending()
                    />
                </div>
            </ActionForm>
        </Card>
    }
    .into_any()
}
