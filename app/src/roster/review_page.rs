use domain::{
    ids::HallId,
    roster::{FindingView, MAX_PUBLISH_REASON, PersonChanges, PublicationReview},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::{
    edit_api::{PublishRoster, review_roster},
    edit_path, published_path, words,
};
use crate::{
    address,
    error::AppError,
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{
        Badge, Button, EmptyState, Field, FormError, ListRow, Outcome, PageHeader, RowsSection, SectionHeader, Tone,
    },
    org::{api::halls, hall_choice::chosen_hall},
    shown::shown,
    when,
    wire::reading,
};

/// `/roster/publish/{yyyy-mm}?hall=`: what would change, what speaks against it, and the publication.
pub(crate) fn roster_review_page() -> AnyView {
    let i18n = use_i18n();
    let (params, query) = (use_params_map(), use_query_map());
    let asked = Memo::new(move |_| (query.read().get("hall"), params.read().get("month")));
    let publish = ServerAction::<PublishRoster>::new();
    let refusal = forms::refusal(publish);
    // What was refused is shown with what holds by now.
    let refused = Memo::new(move |count: Option<&u32>| {
        count.copied().unwrap_or_default() + u32::from(refusal.with(Option::is_some))
    });
    let read = reading(move || (asked.get(), refused.get()), |(asked, _)| read(asked));
    let back = move || {
        let (hall, month) = asked.get();
        edit_path(&month.unwrap_or_default(), hall.and_then(|hall| hall.parse::<HallId>().ok()))
    };
    forms::go_when_done(publish, move |published| {
        let (hall, month) = asked.get_untracked();
        let hall = hall.and_then(|hall| hall.parse().ok());
        match hall {
            Some(hall) => published_path(hall, &month.unwrap_or_default(), *published),
            None => back(),
        }
    });
    let back = (back(), t_string!(i18n, roster_edit.title).to_owned());
    view! {
        <PageHeader title=t_string!(i18n, roster_edit.review) back/>
        {shown(read, 6, move |review| body(&review, publish))}
    }
    .into_any()
}

async fn read((hall, month): (Option<String>, Option<String>)) -> Result<PublicationReview, AppError> {
    let month = address::month(month)?;
    let hall = match address::named_if_any(hall)? {
        Some(hall) => hall,
        None => chosen_hall(None, &halls().await?)?,
    };
    review_roster(hall, month).await
}

fn body(review: &PublicationReview, publish: ServerAction<PublishRoster>) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let title = when::month(review.month, locale);
    if review.people.is_empty() {
        return view! {
            <h2>{title}</h2>
            <FormError message=forms::message(forms::refusal(publish))/>
            <EmptyState
                glyph=icondata_lu::LuCircleCheck
                title=t_string!(i18n, roster_edit.nothing)
                text=t_string!(i18n, roster_edit.nothing_text).to_owned()
            />
        }
        .into_any();
    }
    let days: usize = review.people.iter().map(|person| person.changes.len()).sum();
    let count = t_string!(i18n, roster_edit.changes, days = days, people = review.people.len());
    let people = review.people.iter().map(person).collect_view();
    view! {
        <h2>{title}</h2>
        {findings(&review.findings)}
        {publication(review, publish)}
        <SectionHeader title=t_string!(i18n, roster_edit.diff) note=count/>
        <div class="tiles">{people}</div>
        <p class="muted small">{t_string!(i18n, common.as_of, time = when::time(review.as_of))}</p>
    }
    .into_any()
}

/// Somebody's days: from what, to what.
fn person(person: &PersonChanges) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let rows = person.changes.iter().map(|change| {
        let words = t_string!(
            i18n,
            roster_edit.from_to,
            from = words::plan_name(i18n, &change.from),
            to = words::plan_name(i18n, &change.to)
        );
        view! { <ListRow title=when::date(change.date, locale) detail=words/> }
    });
    let rows = rows.collect_view();
    view! {
        <RowsSection title=person.name.clone()>{rows}</RowsSection>
    }
    .into_any()
}

/// That nothing was stored, and what speaks against it.
pub(super) fn not_stored(title: &'static str, text: &'static str, found: &[FindingView]) -> AnyView {
    view! {
        <Outcome tone=Tone::Danger title=title>
            <p>{text}</p>
        </Outcome>
        {findings(found)}
    }
    .into_any()
}

/// What speaks against it: first what stops it, then what needs a reason.
pub(super) fn findings(found: &[FindingView]) -> AnyView {
    let i18n = use_i18n();
    let part = |hard: bool, title: &'static str, tone: Tone, word: &'static str| {
        let rows = found.iter().filter(|found| found.finding.rule.is_hard() == hard).map(|found| {
            let detail = words::finding_detail(i18n, found);
            view! {
                <ListRow title=words::finding_title(i18n, found) detail=detail>
                    <Badge tone=tone label=word/>
                </ListRow>
            }
        });
        let rows: Vec<_> = rows.collect();
        (!rows.is_empty()).then(|| {
            view! {
                <RowsSection title=title>{rows}</RowsSection>
            }
        })
    };
    view! {
        {part(true, t_string!(i18n, roster_edit.hard), Tone::Danger, t_string!(i18n, roster_edit.blocks))}
        {part(false, t_string!(i18n, roster_edit.soft), Tone::Wait, t_string!(i18n, roster_edit.warns))}
    }
    .into_any()
}

fn publication(review: &PublicationReview, publish: ServerAction<PublishRoster>) -> AnyView {
    let i18n = use_i18n();
    let refusal = forms::refusal(publish);
    if review.is_blocked() {
        return view! {
            <Outcome tone=Tone::Danger title=t_string!(i18n, roster_edit.blocked)>
                <p>{t_string!(i18n, roster_edit.blocked_text)}</p>
            </Outcome>
        }
        .into_any();
    }
    let reason = review.needs_reason().then(|| {
        view! {
            <Field
                label=t_string!(i18n, roster_edit.reason)
                name="command[reason]"
                hint=t_string!(i18n, roster_edit.reason_hint).to_owned()
                error=forms::at(refusal, "reason")
                max_length=MAX_PUBLISH_REASON
                required=true
            />
        }
    });
    let (hall, month) = (review.hall.to_string(), review.month.to_string());
    let (version, lines) = (review.version.to_string(), review.lines.to_string());
    view! {
        <ActionForm action=publish attr:class="form">
            <FormError message=forms::message(refusal)/>
            <input type="hidden" name="command[hall]" value=hall/>
            <input type="hidden" name="command[month]" value=month/>
            <input type="hidden" name="command[version]" value=version/>
            <input type="hidden" name="command[lines]" value=lines/>
            {reason}
            <p class="muted">{t_string!(i18n, roster_edit.publish_text)}</p>
            <div class="actions">
                <Button
                    label=t_string!(i18n, roster_edit.confirm)
                    glyph=icondata_lu::LuSend
                    busy=publish.pending()
                />
            </div>
        </ActionForm>
    }
    .into_any()
}
