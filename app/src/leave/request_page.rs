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
    outbox::{Keeping, Write, kept_region, outbox},
    photos, refresh,
    shown::{nothing_under, shown_or},
    when,
    wire::reading,
};

#[derive(Clone, Copy)]
struct Acts {
    withdraw: Keeping<WithdrawLeave>,
    back: Keeping<ComeBack>,
    cover: Keeping<NameCover>,
    papers: ServerAction<CheckPapers>,
    refusal: ServerAction<RefusePapers>,
    ruling: ServerAction<RulePapers>,
    comment: ServerAction<Comment>,
    copy: ServerAction<CopyTo>,
}

/// `/leave/{id}`: one request, where it is, and what can be done about it.
pub(crate) fn request_page() -> AnyView {
    let acts = Acts {
        withdraw: Keeping::new(),
        back: Keeping::new(),
        cover: Keeping::new(),
        papers: ServerAction::new(),
        refusal: ServerAction::new(),
        ruling: ServerAction::new(),
        comment: ServerAction::new(),
        copy: ServerAction::new(),
    };
    let (withdrawn, returned) = (forms::successes(acts.withdraw.action), forms::successes(acts.back.action));
    let (checked, ruled) = (forms::successes(acts.papers), forms::successes(acts.ruling));
    let (named, refused) = (forms::successes(acts.cover.action), forms::successes(acts.refusal));
    let (said, copied) = (forms::successes(acts.comment), forms::successes(acts.copy));
    let (pictured, seen) = (photos::provide_changes(), refresh::on_return());
    let (id, settled, last) = (id_in_path(), outbox().settlements(), refresh::Last::new());
    let read = reading(
        move || {
            let done = (withdrawn.get(), returned.get(), named.get(), (checked.get(), refused.get(), ruled.get()));
            (id.get(), done, (said.get(), copied.get(), pictured.get(), seen.get() + settled.get()))
        },
        move |(id, ..)| async move { last.instead(&id, leave_request(id.ok_or(Problem::NotFound)?).await) },
    );
    last.follow(move || id.get(), read);
    shown_or(read, 6, move |view| body(&view, &acts), |error| nothing(&error))
}

fn nothing(error: &AppError) -> AnyView {
    nothing_under(t_string!(use_i18n(), leave.title), back(), error)
}

fn back() -> (String, String) {
    ("/leave".to_owned(), t_string!(use_i18n(), leave.back_to_list).to_owned())
}

fn body(view: &LeaveView, acts: &Acts) -> AnyView {
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
        {kept_region(acts.back, t_string!(i18n, offline_acts.kept_back))}
        {kept_region(acts.cover, t_string!(i18n, offline_acts.kept_act_here))}
        {leave_card(card, PapersAt::Section)}
        {cover_form::of_request(view, acts.cover)}
        {papers_section(view, card, (acts.papers, acts.refusal, acts.ruling))}
        {after_parts::handover(view)}
        {standing(&view.approval)}
        <div class="actions">{change} {shift}</div>
        {can(LeaveAct::Withdraw).then(|| withdraw_form(row, acts.withdraw, Write::WithdrawLeave, words))}
        {can(LeaveAct::Return).then(|| return_form(view, card.period, acts.back))}
        {after_parts::recounts(view)}
        {trail(&view.approval, acts.comment, acts.copy)}
    }
    .into_any()
}
