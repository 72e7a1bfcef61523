use domain::attendance::{MAX_REASON, ReviewItem, ReviewView};
use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_query_map;

use super::{
    api::{Decide, review},
    month_day::record,
};
use crate::{
    error::AppError,
    forms,
    i18n::{t_string, use_i18n},
    kit::{Button, ButtonKind, ButtonLink, Card, ConfirmButton, EmptyState, Field, FormError, PageHeader, Skeleton},
    refresh, when,
};

/// `/attendance/review`: punches that wait for the word of whoever leads their people (待核实).
pub(crate) fn review_page() -> AnyView {
    let i18n = use_i18n();
    let (query, returned) = (use_query_map(), refresh::on_return());
    let decide = ServerAction::<Decide>::new();
    let decided = forms::successes(decide);
    let read = Resource::new_blocking(
        move || (query.read().get("after"), decided.get(), returned.get()),
        |(after, ..)| async move {
            let after = after.map(|id| id.parse()).transpose();
            review(after.map_err(|_| AppError::from(domain::problem::Problem::NotFound))?).await
        },
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
                    Ok(review) => list(review, decide),
                    Err(error) => view! { <FormError message=error.text(i18n)/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

fn list(review: ReviewView, decide: ServerAction<Decide>) -> AnyView {
    let i18n = use_i18n();
    let as_of = t_string!(i18n, common.as_of, time = when::time(review.as_of));
    if review.items.is_empty() {
        return view! {
            <EmptyState
                glyph=icondata_lu::LuClipboardCheck
                title=t_string!(i18n, attendance.review_empty)
                text=t_string!(i18n, attendance.review_empty_text).to_owned()
            />
        }
        .into_any();
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
