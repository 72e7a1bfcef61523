use domain::{
    approvals::{ApprovalView, Subject},
    problem::Problem,
};
use leptos::prelude::*;

use super::{
    api::{Comment, CopyTo, HandOver, Undo, approval},
    deciding::{Deciding, DecisionOutcome, decision_forms},
    id_in_path,
    progress::standing,
    side_forms::{hand_over_form, trail, undo_form},
    words,
};
use crate::{
    attendance::correction_rows::correction_card,
    error::AppError,
    forms::{self, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Badge, FormError, PageHeader, Skeleton, StatusRegion, Tone},
    leave::{
        papers_section::papers_photos,
        request_card::{PapersAt, leave_card},
    },
    outbox::outbox,
    photos::{Shown, gallery},
    refresh,
    roster::{overtime_rows::overtime_card, swap_rows::swap_card},
    wire::reading,
};

/// What is done here. It outlives the view of the request, which is built anew after each act.
#[derive(Clone, Copy)]
struct Acts {
    deciding: Deciding,
    undo: ServerAction<Undo>,
    hand_over: ServerAction<HandOver>,
    comment: ServerAction<Comment>,
    copy: ServerAction<CopyTo>,
}

/// `/approvals/{id}`: one request, with the facts that decide on the card itself.
pub(crate) fn request_page() -> AnyView {
    let i18n = use_i18n();
    let acts = Acts {
        deciding: Deciding::new(),
        undo: ServerAction::new(),
        hand_over: ServerAction::new(),
        comment: ServerAction::new(),
        copy: ServerAction::new(),
    };
    forms::go_when_done(acts.hand_over, |()| "/approvals".to_owned());
    let (undone, said) = (forms::successes(acts.undo), forms::successes(acts.comment));
    let copied = forms::successes(acts.copy);
    Effect::new(move |_| {
        if undone.get() > 0 {
            acts.deciding.forget();
        }
    });
    let (settled, returned) = (outbox().settlements(), refresh::on_return());
    let id = id_in_path();
    let read = reading(
        move || (id.get(), (undone.get(), said.get(), copied.get(), settled.get(), returned.get())),
        |(id, _)| async move { approval(id.ok_or(Problem::NotFound)?).await },
    );
    // Read again without a network, the request stays as it was last seen.
    let last = StoredValue::new(None::<ApprovalView>);
    view! {
        <Transition fallback=move || view! { <Skeleton label=t_string!(i18n, common.loading) rows=6/> }>
            {move || Suspend::new(async move {
                let answer = read.await;
                match (answer, last.get_value()) {
                    (Ok(view), _) => {
                        last.set_value(Some(view.clone()));
                        body(&view, acts)
                    }
                    (Err(AppError::Unreachable), Some(view)) => body(&view, acts),
                    (Err(error), _) => {
                        let back = ("/approvals".to_owned(), t_string!(i18n, common.tab_approvals).to_owned());
                        view! {
                            <PageHeader title=t_string!(i18n, approvals.title) back/>
                            <FormError message=error.text(i18n)/>
                        }
                        .into_any()
                    }
                }
            })}
        </Transition>
    }
    .into_any()
}

fn body(view: &ApprovalView, acts: Acts) -> AnyView {
    let i18n = use_i18n();
    let back = ("/approvals".to_owned(), t_string!(i18n, common.tab_approvals).to_owned());
    let title = t_string!(i18n, approvals.one_title, name = view.row.requester.as_str());
    let (word, tone) = words::state(i18n, view.row.state);
    let flags = words::flags(i18n, &view.row.subject);
    let flags = flags.into_iter().map(|flag| {
        view! { <Badge tone=Tone::Wait label=flag glyph=icondata_lu::LuTriangleAlert/> }
    });
    let flags = flags.collect_view();
    let decide = view.mine.map(|_| decision_forms(view, acts.deciding));
    view! {
        <PageHeader title=title subtitle=words::subject(i18n, &view.row.subject) back>
            <Badge tone=tone label=word/>
        </PageHeader>
        <StatusRegion>
            <DecisionOutcome deciding=acts.deciding/>
        </StatusRegion>
        {undo_form(view, acts.undo)}
        <p class="line">{flags}</p>
        {facts(&view.row.subject)}
        {standing(view)}
        {decide}
        {hand_over_form(view, acts.hand_over)}
        {trail(view, acts.comment, acts.copy)}
    }
    .into_any()
}

/// What is asked for, with what shows it.
fn facts(subject: &Subject) -> AnyView {
    match subject {
        Subject::Leave(card) => view! {
            {leave_card(card, PapersAt::Card)}
            {papers_photos(card)}
        }
        .into_any(),
        Subject::Overtime(card) => overtime_card(card),
        Subject::Swap(card) => swap_card(card),
        Subject::Correction(card) => view! {
            {correction_card(card)}
            {gallery(&card.photos, Shown::Pictures)}
        }
        .into_any(),
    }
}
