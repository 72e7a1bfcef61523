use domain::{
    approvals::{ApprovalView, Subject},
    ids::ApprovalId,
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
    kit::{Badge, FormError, PageHeader, StatusRegion, Tone},
    leave::{
        papers_section::papers_photos,
        request_card::{PapersAt, leave_card},
    },
    outbox::{Keeping, kept_region, outbox},
    photos::{Shown, gallery},
    refresh,
    roster::{
        overtime_api::CancelOvertime,
        overtime_rows::{cancel_form, overtime_card},
        swap_rows::swap_card,
    },
    shown::shown_or,
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
    cancel: Keeping<CancelOvertime>,
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
        cancel: Keeping::new(),
    };
    forms::go_when_done(acts.hand_over, |()| "/approvals".to_owned());
    let (undone, said) = (forms::successes(acts.undo), forms::successes(acts.comment));
    let (copied, cancelled) = (forms::successes(acts.copy), forms::successes(acts.cancel.action));
    Effect::new(move |_| {
        if undone.get() > 0 {
            acts.deciding.forget();
        }
    });
    let (settled, returned, last) = (outbox().settlements(), refresh::on_return(), refresh::Last::new());
    let id = id_in_path();
    let read = reading(
        move || (id.get(), (undone.get(), said.get(), copied.get() + cancelled.get(), settled.get(), returned.get())),
        move |(id, _)| async move { last.instead(&id, read(id).await) },
    );
    last.follow(move || id.get(), read);
    // Of two who decide at once the later one may be a deputy, who has nothing more to do with it: they are told so by
    // what became of their decision.
    let nothing = move |error: AppError| {
        let text = error.text(i18n);
        let error = move || (!acts.deciding.is_told()).then(|| view! { <FormError message=text.clone()/> });
        view! {
            <PageHeader title=t_string!(i18n, approvals.title) back=back()/>
            <StatusRegion>
                <DecisionOutcome deciding=acts.deciding/>
            </StatusRegion>
            {error}
        }
        .into_any()
    };
    shown_or(read, 6, move |view| body(&view, &acts), nothing)
}

async fn read(id: Option<ApprovalId>) -> Result<ApprovalView, AppError> {
    approval(id.ok_or(Problem::NotFound)?).await
}

fn back() -> (String, String) {
    ("/approvals".to_owned(), t_string!(use_i18n(), common.tab_approvals).to_owned())
}

fn body(view: &ApprovalView, acts: &Acts) -> AnyView {
    let i18n = use_i18n();
    let title = t_string!(i18n, approvals.one_title, name = view.row.requester.as_str());
    let (word, tone) = words::state(i18n, view.row.state);
    let flags = words::flags(i18n, &view.row.subject);
    let flags = flags.into_iter().map(|flag| {
        view! { <Badge tone=Tone::Wait label=flag glyph=icondata_lu::LuTriangleAlert/> }
    });
    let flags = flags.collect_view();
    let deciding = acts.deciding;
    let decide = view.mine.map(|_| decision_forms(view, deciding));
    view! {
        <PageHeader title=title subtitle=words::subject(i18n, &view.row.subject) back=back()>
            <Badge tone=tone label=word/>
        </PageHeader>
        <StatusRegion>
            <DecisionOutcome deciding/>
        </StatusRegion>
        {undo_form(view, acts.undo)}
        <p class="line">{flags}</p>
        {facts(&view.row.subject)}
        {standing(view)}
        {decide}
        {cancel_overtime(view, acts.cancel)}
        {hand_over_form(view, acts.hand_over)}
        {trail(view, acts.comment, acts.copy)}
    }
    .into_any()
}

/// For who may take back overtime that was approved.
fn cancel_overtime(view: &ApprovalView, cancel: Keeping<CancelOvertime>) -> Option<AnyView> {
    let Subject::Overtime(card) = &view.row.subject else { return None };
    let form = card
        .cancellable
        .then(|| cancel_form((view.row.id, view.row.version, words::whole(use_i18n(), &view.row)), cancel));
    Some(
        view! {
            <FormError message=forms::message(cancel.refusal())/>
            {kept_region(cancel, t_string!(use_i18n(), offline_acts.kept_act_here))}
            {form}
        }
        .into_any(),
    )
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
