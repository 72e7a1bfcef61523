use domain::{
    approvals::Subject,
    problem::Problem,
    roster::{OvertimeAct, OvertimeView},
};
use leptos::prelude::*;

use super::{
    overtime_api::{WithdrawOvertime, own_overtime},
    overtime_rows::overtime_card,
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
    outbox::{Keeping, Write, outbox},
    refresh,
    shown::{nothing_under, shown_or},
    when,
    wire::reading,
};

#[derive(Clone, Copy)]
struct Acts {
    withdraw: Keeping<WithdrawOvertime>,
    comment: ServerAction<Comment>,
    copy: ServerAction<CopyTo>,
}

/// `/roster/overtime/{id}`: one request of mine, where it is, and what can be done about it.
pub(crate) fn overtime_request_page() -> AnyView {
    let acts = Acts { withdraw: Keeping::new(), comment: ServerAction::new(), copy: ServerAction::new() };
    let (withdrawn, settled) = (forms::successes(acts.withdraw.action), outbox().settlements());
    let (said, copied) = (forms::successes(acts.comment), forms::successes(acts.copy));
    let (id, seen, last) = (id_in_path(), refresh::on_return(), refresh::Last::new());
    let read = reading(
        move || (id.get(), (withdrawn.get(), settled.get(), seen.get(), said.get(), copied.get())),
        move |(id, _)| async move { last.instead(&id, own_overtime(id.ok_or(Problem::NotFound)?).await) },
    );
    last.follow(move || id.get(), read);
    shown_or(read, 6, move |view| body(&view, acts), |error| nothing(&error))
}

fn back() -> (String, String) {
    ("/roster/overtime".to_owned(), t_string!(use_i18n(), swap.overtime).to_owned())
}

fn nothing(error: &AppError) -> AnyView {
    nothing_under(t_string!(use_i18n(), swap.overtime), back(), error)
}

fn body(view: &OvertimeView, acts: Acts) -> AnyView {
    let i18n = use_i18n();
    let row = &view.approval.row;
    let Subject::Overtime(card) = &row.subject else { return nothing(&Problem::NotFound.into()) };
    let (word, tone) = approval_words::state(i18n, row.state);
    let day = when::date(card.facts.date, i18n.get_locale_untracked());
    let change = view.acts.contains(&OvertimeAct::Change).then(|| {
        view! {
            <div class="actions">
                <ButtonLink
                    href=format!("/roster/overtime?request={}", row.id)
                    label=t_string!(i18n, overtime.change)
                    kind=ButtonKind::Secondary
                    glyph=icondata_lu::LuPencil
                />
            </div>
        }
    });
    let question = if view.acts.contains(&OvertimeAct::Cancel) {
        Some(t_string!(i18n, worktime.withdraw_approved_question))
    } else {
        view.acts.contains(&OvertimeAct::Withdraw).then(|| t_string!(i18n, overtime.withdraw_question))
    };
    let withdraw = question.map(|question| {
        let words = (t_string!(i18n, swap.withdraw), question, t_string!(i18n, worktime.withdraw_confirm));
        withdraw_form(row, acts.withdraw, Write::WithdrawOvertime, words)
    });
    view! {
        <PageHeader title=t_string!(i18n, overtime.of_day, day = day) back=back()>
            <Badge tone=tone label=word/>
        </PageHeader>
        {overtime_card(card)}
        {standing(&view.approval)}
        {change}
        {withdraw}
        {trail(&view.approval, acts.comment, acts.copy)}
    }
    .into_any()
}
