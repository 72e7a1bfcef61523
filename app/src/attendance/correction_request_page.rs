use domain::{
    approvals::Subject,
    attendance::{CorrectionAct, CorrectionCard, CorrectionView},
    ids::ApprovalId,
    photos::PhotoSubject,
    problem::Problem,
};
use leptos::prelude::*;

use super::{
    correction_api::{WithdrawCorrection, own_correction},
    correction_rows::correction_card,
    day_path,
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
    kit::{Badge, ButtonKind, ButtonLink, Card, PageHeader, SectionHeader},
    outbox::{Keeping, Write, outbox},
    photos::{self, AddPhotos, Shown, gallery},
    refresh,
    shown::{nothing_under, shown_or},
    when,
    wire::reading,
};

#[derive(Clone, Copy)]
struct Acts {
    withdraw: Keeping<WithdrawCorrection>,
    comment: ServerAction<Comment>,
    copy: ServerAction<CopyTo>,
}

/// `/attendance/correction/{id}`: one request of mine, where it is, and what can be done about it.
pub(crate) fn correction_request_page() -> AnyView {
    let acts = Acts { withdraw: Keeping::new(), comment: ServerAction::new(), copy: ServerAction::new() };
    let (withdrawn, pictured) = (forms::successes(acts.withdraw.action), photos::provide_changes());
    let (said, copied) = (forms::successes(acts.comment), forms::successes(acts.copy));
    let (settled, seen) = (outbox().settlements(), refresh::on_return());
    let (id, last) = (id_in_path(), refresh::Last::new());
    let read = reading(
        move || (id.get(), (withdrawn.get(), pictured.get(), settled.get(), seen.get()), (said.get(), copied.get())),
        move |(id, ..)| async move { last.instead(&id, own_correction(id.ok_or(Problem::NotFound)?).await) },
    );
    last.follow(move || id.get(), read);
    shown_or(read, 6, move |view| body(&view, acts), |error| nothing(&error))
}

fn nothing(error: &AppError) -> AnyView {
    let i18n = use_i18n();
    let back = ("/attendance".to_owned(), t_string!(i18n, common.tab_attendance).to_owned());
    nothing_under(t_string!(i18n, corrections.title), back, error)
}

fn body(view: &CorrectionView, acts: Acts) -> AnyView {
    let i18n = use_i18n();
    let row = &view.approval.row;
    let Subject::Correction(card) = &row.subject else { return nothing(&Problem::NotFound.into()) };
    let can = |act| view.acts.contains(&act);
    let (word, tone) = approval_words::state(i18n, row.state);
    let day = when::date(card.date, i18n.get_locale_untracked());
    let back = (day_path(card.date), t_string!(i18n, common.tab_attendance).to_owned());
    let change = can(CorrectionAct::Change).then(|| {
        view! {
            <div class="actions">
                <ButtonLink
                    href=format!("/attendance/correction?request={}", row.id)
                    label=t_string!(i18n, corrections.change)
                    kind=ButtonKind::Secondary
                    glyph=icondata_lu::LuPencil
                />
            </div>
        }
    });
    let words = (
        t_string!(i18n, corrections.withdraw),
        t_string!(i18n, corrections.withdraw_question),
        t_string!(i18n, corrections.withdraw_confirm),
    );
    view! {
        <PageHeader title=t_string!(i18n, corrections.of_day, day = day) back>
            <Badge tone=tone label=word/>
        </PageHeader>
        {correction_card(card)}
        {evidence(card, row.id, can(CorrectionAct::Change))}
        {standing(&view.approval)}
        {change}
        {can(CorrectionAct::Withdraw).then(|| withdraw_form(row, acts.withdraw, Write::WithdrawCorrection, words))}
        {trail(&view.approval, acts.comment, acts.copy)}
    }
    .into_any()
}

/// The photos, and the way to add some while nobody has decided.
fn evidence(card: &CorrectionCard, id: ApprovalId, open: bool) -> Option<AnyView> {
    let i18n = use_i18n();
    let (subject, there) = (PhotoSubject::Correction(id), card.photos.len());
    let hint = t_string!(i18n, corrections.photos_hint).to_owned();
    let shown = gallery(&card.photos, if open { Shown::Own } else { Shown::Pictures });
    (open || there > 0).then(|| {
        view! {
            <SectionHeader title=t_string!(i18n, photos.evidence)/>
            <Card>
                {shown}
                {open.then(|| view! { <AddPhotos subject=subject there=there hint=hint/> })}
            </Card>
        }
        .into_any()
    })
}
