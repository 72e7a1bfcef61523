use domain::{
    attendance::{FencePolicy, MAX_REASON, ReviewItem, ReviewView},
    problem::Problem,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{
    api::{Decide, review},
    month_day::record,
    presence_api::{FlagsSeen, Witness},
    review_lists::{overdue, to_look_at},
};
use crate::{
    error::AppError,
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Button, ButtonKind, ButtonLink, Card, ConfirmButton, EmptyState, Field, FormError, PageHeader, Skeleton},
    refresh, when,
    wire::reading,
};

/// `/attendance/review`: punches that wait for the word of whoever leads their people (待核实).
pub(crate) fn review_page() -> AnyView {
    let i18n = use_i18n();
    let (query, returned) = (use_query_map(), refresh::on_return());
    let decide = ServerAction::<Decide>::new();
    let (witness, seen) = (ServerAction::<Witness>::new(), ServerAction::<FlagsSeen>::new());
    let acts = Acts { decide, witness, seen };
    let decided = forms::successes(decide);
    let (witnessed, looked) = (forms::successes(witness), forms::successes(seen));
    let read = reading(
        move || {
            let after = query.with(|query| query.get("after"));
            (after, (decided.get(), witnessed.get(), looked.get(), returned.get()))
        },
        |(after, _)| read(after),
    );
    view! {
        <PageHeader
            title=t_string!(i18n, attendance.review)
            back=("/services".to_owned(), t_string!(i18n, common.tab_services).to_owned())
        />
        <p class="muted">{t_string!(i18n, attendance.review_text)}</p>
        <FormError message=forms::message(forms::refusal(decide))/>
        <FormError message=forms::message(forms::refusal(witness))/>
        <FormError message=forms::message(forms::refusal(seen))/>
        <Transition fallback=move || view! { <Skeleton label=t_string!(i18n, common.loading) rows=6/> }>
            {move || Suspend::new(async move {
                match read.await {
                    Ok(review) => list(review, acts),
                    Err(error) => view! { <FormError message=error.text(i18n)/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[derive(Clone, Copy)]
struct Acts {
    decide: ServerAction<Decide>,
    witness: ServerAction<Witness>,
    seen: ServerAction<FlagsSeen>,
}

async fn read(after: Option<String>) -> Result<ReviewView, AppError> {
    let after = after.map(|id| id.parse()).transpose().map_err(|_| AppError::from(Problem::NotFound))?;
    review(after).await
}

fn list(review: ReviewView, acts: Acts) -> AnyView {
    let i18n = use_i18n();
    let as_of = t_string!(i18n, common.as_of, time = when::time(review.as_of));
    let first = view! {
        {overdue(&review)}
        {to_look_at(&review, acts.seen)}
    };
    if review.items.is_empty() {
        return view! {
            {first}
            {nothing_waits()}
        }
        .into_any();
    }
    let cards = review.items.into_iter().map(|item| card(item, acts)).collect_view();
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
        {first}
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
fn card(item: ReviewItem, acts: Acts) -> AnyView {
    let i18n = use_i18n();
    let date = when::date(item.punch.date(), i18n.get_locale_untracked());
    let (id, other_id) = (item.punch.id.to_string(), item.punch.id.to_string());
    let (field, why) = (format!("reason-{id}"), format!("accept-reason-{id}"));
    let decide = acts.decide;
    let second_proof = item.policy == FencePolicy::SecondProof && item.punch.lacks_proof();
    let witness = item.may_witness.then(|| witness_form(&id, acts.witness));
    view! {
        <Card heading=format!("{} · {date}", item.name)>
            <ul>{record(&item.punch)}</ul>
            {second_proof.then(|| view! { <p class="small">{t_string!(i18n, presence.second_proof_missing)}</p> })}
            {witness}
            <div class="actions">
                <ActionForm action=decide attr:class="stack-s">
                    <input type="hidden" name="punch" value=id/>
                    <input type="hidden" name="accepted" value="true"/>
                    {accept_button(second_proof, why, decide)}
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
            </div>
        </Card>
    }
    .into_any()
}

/// Accepting; where the hall asks for a second proof that is not there, with the reason for doing without.
fn accept_button(second_proof: bool, field: String, decide: ServerAction<Decide>) -> AnyView {
    let i18n = use_i18n();
    let reason = if second_proof {
        view! {
            <Field
                label=t_string!(i18n, presence.accept_reason)
                name="reason"
                id=field
                error=forms::at(forms::refusal(decide), "reason")
                max_length=MAX_REASON
                required=true
            />
        }
        .into_any()
    } else {
        view! { <input type="hidden" name="reason" value=""/> }.into_any()
    };
    view! {
        {reason}
        <Button
            label=t_string!(i18n, attendance.accept)
            glyph=icondata_lu::LuCheck
            kind=if second_proof { ButtonKind::Secondary } else { ButtonKind::Primary }
            size=crate::kit::ButtonSize::Wide
            busy=decide.pending()
        />
    }
    .into_any()
}

/// "我见证本人到岗".
fn witness_form(punch: &str, witness: ServerAction<Witness>) -> AnyView {
    let i18n = use_i18n();
    let punch = punch.to_owned();
    view! {
        <ActionForm action=witness attr:class="stack-s">
            <input type="hidden" name="punch" value=punch/>
            <Button
                label=t_string!(i18n, presence.witness)
                glyph=icondata_lu::LuEye
                kind=ButtonKind::Secondary
                size=crate::kit::ButtonSize::Wide
                busy=witness.pending()
            />
            <p class="muted small">{t_string!(i18n, presence.witness_text)}</p>
        </ActionForm>
    }
    .into_any()
}
