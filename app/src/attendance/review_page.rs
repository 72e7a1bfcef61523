use domain::{
    attendance::{CorrectionView, MAX_REASON, ReviewItem, ReviewView},
    ids::CorrectionId,
    policy::Action,
    problem::Problem,
};
use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_query_map;

use super::{
    api::{Decide, review},
    correction_api::{ActOnCorrection, corrections_to_decide},
    correction_rows,
    month_day::record,
};
use crate::{
    error::AppError,
    forms,
    i18n::{t_string, use_i18n},
    kit::{
        Button, ButtonKind, ButtonLink, Card, ConfirmButton, EmptyState, Field, FormError, PageHeader, SectionHeader,
        Skeleton,
    },
    refresh, session, when,
};

/// `/attendance/review`: punches that wait for the word of whoever leads their people (待核实).
pub(crate) fn review_page() -> AnyView {
    let i18n = use_i18n();
    let (query, returned) = (use_query_map(), refresh::on_return());
    // HR decides corrections, but not on punches.
    let on_punches = session::may_anywhere(Action::PunchDecide);
    let (decide, act) = (ServerAction::<Decide>::new(), ServerAction::<ActOnCorrection>::new());
    let (decided, acted) = (forms::successes(decide), forms::successes(act));
    let read = Resource::new_blocking(
        move || {
            let pages = query.with(|query| (query.get("after"), query.get("after_correction")));
            (pages, (decided.get(), acted.get(), returned.get()))
        },
        move |((after, after_correction), _)| read(on_punches, after, after_correction),
    );
    view! {
        <PageHeader
            title=t_string!(i18n, attendance.review)
            back=("/services".to_owned(), t_string!(i18n, common.tab_services).to_owned())
        />
        <p class="muted">{t_string!(i18n, attendance.review_text)}</p>
        <FormError message=forms::message(forms::refusal(decide))/>
        <Transition fallback=move || view! { <Skeleton label=t_string!(i18n, common.loading) rows=6/> }>
            {move || Suspend::new(async move {
                match read.await {
                    Ok((review, corrections)) => {
                        let nothing = (review.is_none() && corrections.0.is_empty()).then(nothing_waits);
                        view! {
                            {waiting(corrections, act)}
                            {review.map(|review| list(review, decide))}
                            {nothing}
                        }
                            .into_any()
                    }
                    Err(error) => view! { <FormError message=error.text(i18n)/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

/// Requests for corrections, and the last of them if there are more.
type Corrections = (Vec<CorrectionView>, Option<CorrectionId>);

async fn read(
    on_punches: bool,
    after: Option<String>,
    after_correction: Option<String>,
) -> Result<(Option<ReviewView>, Corrections), AppError> {
    let nowhere = || AppError::from(Problem::NotFound);
    let after = after.map(|id| id.parse()).transpose().map_err(|_| nowhere())?;
    let after_correction = after_correction.map(|id| id.parse()).transpose().map_err(|_| nowhere())?;
    let review = if on_punches { Some(review(after).await?) } else { None };
    Ok((review, corrections_to_decide(after_correction).await?))
}

/// The corrections that wait for my word.
fn waiting((corrections, next): Corrections, act: ServerAction<ActOnCorrection>) -> Option<AnyView> {
    let i18n = use_i18n();
    let more = next.map(|after| {
        view! {
            <ButtonLink
                href=format!("/attendance/review?after_correction={after}")
                label=t_string!(i18n, timesheet.more_corrections)
                kind=ButtonKind::Secondary
            />
        }
    });
    (!corrections.is_empty()).then(|| {
        view! {
            <SectionHeader title=t_string!(i18n, timesheet.waiting_corrections)/>
            {correction_rows::cards(&corrections, act)}
            {more}
            <SectionHeader title=t_string!(i18n, attendance.review)/>
        }
        .into_any()
    })
}

fn list(review: ReviewView, decide: ServerAction<Decide>) -> AnyView {
    let i18n = use_i18n();
    let as_of = t_string!(i18n, common.as_of, time = when::time(review.as_of));
    if review.items.is_empty() {
        return nothing_waits();
    }
    let cards = review.items.into_iter().map(|item| card(item, decide)).collect_view();
    let more = review.next.map(|after| {
        view! {
            <ButtonLink
                href=format!("/attendance/review?after={after}")
                label=t_string!(i18n, attendance.more_reviews)
                kind=ButtonKind::Secondary
            />
        }
    });
    view! {
        <p class="muted small">{as_of}</p>
        <div class="tiles">{cards}</div>
        {more}
    }
    .into_any()
}

fn nothing_waits() -> AnyView {
    let i18n = use_i18n();
    view! {
        <EmptyState
            glyph=icondata_lu::LuClipboardCheck
            title=t_string!(i18n, attendance.review_empty)
            text=t_string!(i18n, attendance.review_empty_text).to_owned()
        />
    }
    .into_any()
}

/// One punch with everything that the decision rests on.
fn card(item: ReviewItem, decide: ServerAction<Decide>) -> AnyView {
    let i18n = use_i18n();
    let date = when::date(item.punch.date(), i18n.get_locale_untracked());
    let (id, other_id) = (item.punch.id.to_string(), item.punch.id.to_string());
    let field = format!("reason-{id}");
    view! {
        <Card heading=format!("{} · {date}", item.name)>
            <ul>{record(&item.punch)}</ul>
            <ActionForm action=decide>
                <input type="hidden" name="punch" value=id/>
                <input type="hidden" name="accepted" value="true"/>
                <input type="hidden" name="reason" value=""/>
                <Button
                    label=t_string!(i18n, attendance.accept)
                    glyph=icondata_lu::LuCheck
                    size=crate::kit::ButtonSize::Wide
                    busy=decide.pending()
                />
            </ActionForm>
            <ActionForm action=decide>
                <input type="hidden" name="punch" value=other_id/>
                <input type="hidden" name="accepted" value="false"/>
                <ConfirmButton
                    label=t_string!(i18n, attendance.refuse)
                    question=t_string!(i18n, attendance.refuse_question)
                    confirm=t_string!(i18n, attendance.refuse_confirm)
                    busy=decide.pending()
                >
                    <Field
                        label=t_string!(i18n, attendance.decide_reason)
                        name="reason"
                        id=field
                        max_length=MAX_REASON
                        required=true
                    />
                </ConfirmButton>
            </ActionForm>
        </Card>
    }
    .into_any()
}
