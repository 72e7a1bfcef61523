use domain::{approvals::Subject, problem::Problem, roster::SwapView};
use leptos::prelude::*;

use super::{
    swap_api::{AnswerSwap, own_swap},
    swap_rows::{answer_forms, answered, swap_card},
    swap_words as words,
};
use crate::{
    approvals::{
        api::{Comment, CopyTo},
        id_in_path,
        progress::standing,
        side_forms::trail,
    },
    error::AppError,
    forms::{self, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Badge, ButtonKind, ButtonLink, PageHeader},
    outbox::{Keeping, outbox},
    refresh,
    shown::{nothing_under, shown_or},
    wire::reading,
};

#[derive(Clone, Copy)]
struct Acts {
    answer: Keeping<AnswerSwap>,
    comment: ServerAction<Comment>,
    copy: ServerAction<CopyTo>,
}

/// `/roster/swap/{id}`: one swap for the two whom it is about, where it is, and what they can say about it.
pub(crate) fn swap_request_page() -> AnyView {
    let acts = Acts { answer: Keeping::new(), comment: ServerAction::new(), copy: ServerAction::new() };
    let (done, settled) = (forms::successes(acts.answer.action), outbox().settlements());
    let (said, copied, seen) = (forms::successes(acts.comment), forms::successes(acts.copy), refresh::on_return());
    let id = id_in_path();
    let read = reading(
        move || (id.get(), (done.get(), settled.get(), said.get(), copied.get(), seen.get())),
        |(id, _)| async move { own_swap(id.ok_or(Problem::NotFound)?).await },
    );
    shown_or(read, 6, move |view| body(&view, acts), |error| nothing(&error))
}

fn back() -> (String, String) {
    ("/roster".to_owned(), t_string!(use_i18n(), roster.title).to_owned())
}

fn nothing(error: &AppError) -> AnyView {
    nothing_under(t_string!(use_i18n(), swap.one), back(), error)
}

fn body(view: &SwapView, acts: Acts) -> AnyView {
    let i18n = use_i18n();
    let row = &view.approval.row;
    let Subject::Swap(card) = &row.subject else { return nothing(&Problem::NotFound.into()) };
    let (word, tone) = words::state(i18n, view.standing);
    let change = view.may_change.then(|| {
        view! {
            <div class="actions">
                <ButtonLink
                    href=format!("/roster/swap?request={}", row.id)
                    label=t_string!(i18n, swap.change)
                    kind=ButtonKind::Secondary
                    glyph=icondata_lu::LuPencil
                />
            </div>
        }
    });
    view! {
        <PageHeader title=words::between(i18n, &card.facts) back=back()>
            <Badge tone=tone label=word/>
        </PageHeader>
        {answered(acts.answer)}
        {swap_card(card)}
        {standing(&view.approval)}
        {change}
        {answer_forms((row.id, row.version, words::whole(i18n, &card.facts)), view.acts.clone(), acts.answer)}
        {trail(&view.approval, acts.comment, acts.copy)}
    }
    .into_any()
}
