use domain::{
    approvals::Subject,
    leave::{LeaveAct, LeaveView},
    problem::Problem,
};
use leptos::prelude::*;

use super::{
    after_parts, cover_form,
    papers_section::papers_section,
    request_api::{CheckPapers, ComeBack, NameCover, RefusePapers, RulePapers, WithdrawLeave, leave_request},
    request_card::{PapersAt, leave_card},
    request_words as words,
    return_form::return_form,
};
use crate::{
    approvals::{
        api::{Comment, CopyTo},
        id_in_path,
        progress::{standing, withdraw_form},
        side_forms::trail,
        words as approval_words,
    },
    error::AppError,
    forms::{self, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Badge, ButtonKind, ButtonLink, PageHeader},
    photos, refresh,
    shown::{nothing_under, shown_or},
    when,
    wire::reading,
};

#[derive(Clone, Copy)]
struct Acts {
    withdraw: ServerAction<WithdrawLeave>,
    back: ServerAction<ComeBack>,
    cover: ServerAction<NameCover>,
    papers: ServerAction<CheckPapers>,
    refusal: ServerAction<RefusePapers>,
    ruling: ServerAction<RulePapers>,
    comment: ServerAction<Comment>,
    copy: ServerAction<CopyTo>,
}

/// `/leave/{id}`: one request, where it is, and what can be done about it.
pub(crate) fn request_page() -> AnyView {
    let acts = Acts {
        withdraw: ServerAction::new(),
        back: ServerAction::new(),
        cover: ServerAction::new(),
        papers: ServerAction::new(),
        refusal: ServerAction::new(),
        ruling: ServerAction::new(),
        comment: ServerAction::new(),
        copy: ServerAction::new(),
    };
    let (withdrawn, returned) = (forms::successes(acts.withdraw), forms::successes(acts.back));
    let (checked, ruled) = (forms::successes(acts.papers), forms::successes(acts.ruling));
    let (named, refused) = (forms::successes(acts.cover), forms::successes(acts.refusal));
    let (said, copied) = (forms::successes(acts.comment), forms::successes(acts.copy));
    let (pictured, seen) = (photos::provide_changes(), refresh::on_return());
    let id = id_in_path();
    let read = reading(
        move || {
            let done = (withdrawn.get(), returned.get(), named.get(), (checked.get(), refused.get(), ruled.get()));
            (id.get(), done, (said.get(), copied.get(), pictured.get(), seen.get()))
        },
        |(id, ..)| async move { leave_request(id.ok_or(Problem::NotFound)?).await },
    );
    shown_or(read, 6, move |view| body(&view, acts), |error| nothing(&error))
}

fn nothing(error: &AppError) -> AnyView {
    nothing_under(t_string!(use_i18n(), leave.title), back(), error)
}

fn back() -> (String, String) {
    ("/leave".to_owned(), t_string!(use_i18n(), leave.back_to_list).to_owned())
}

fn body(view: &LeaveView, acts: Acts) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let row = &view.approval.row;
    let can = |act| view.acts.contains(&act);
    let (word, tone) = approval_words::state(i18n, row.state);
    let Subject::Leave(card) = &row.subject else { return nothing(&Problem::NotFound.into()) };
    let words = (
        t_string!(i18n, leave.withdraw),
        t_string!(i18n, leave.withdraw_question),
        t_string!(i18n, leave.withdraw_confirm),
    );
    let returned = view.back_on.map(|day| words::returned(i18n, card.period, when::date(day, locale)));
    let change = can(LeaveAct::Change).then(|| {
        let href = format!("/leave/new?request={}", row.id);
        view! {
            <ButtonLink
                href=href
                label=t_string!(i18n, leave.change)
                kind=ButtonKind::Secondary
                glyph=icondata_lu::LuPencil
            />
        }
    });
    let shift = can(LeaveAct::Move).then(|| {
        let href = format!("/leave/new?moves={}", row.id);
        view! {
            <ButtonLink
                href=href
                label=t_string!(i18n, leave_more.move_it)
                kind=ButtonKind::Secondary
                glyph=icondata_lu::LuCalendarClock
            />
        }
    });
    view! {
        <PageHeader title=words::shown_kind(i18n, card.kind) subtitle=words::period(i18n, card.period) back=back()>
            <Badge tone=tone label=word/>
        </PageHeader>
        {returned.map(|text| view! { <p class="muted">{text}</p> })}
        {after_parts::moves(view)}
        {after_parts::shortfall(view)}
        {leave_card(card, PapersAt::Section)}
        {cover_form::of_request(view, acts.cover)}
        {papers_section(view, card, (acts.papers, acts.refusal, acts.ruling))}
        {after_parts::handover(view)}
        {standing(&view.approval)}
        <div class="actions">{change} {shift}</div>
        {can(LeaveAct::Withdraw).then(|| withdraw_form(row, acts.withdraw, "request", words))}
        {can(LeaveAct::Return).then(|| return_form(view, card.period, acts.back))}
        {after_parts::recounts(view)}
        {trail(&view.approval, acts.comment, acts.copy)}
    }
    .into_any()
}
