use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::feed_api::{CreateFeed, RevokeFeed, my_feed};
use crate::{
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Button, ButtonKind, Card, ConfirmButton, Field, FormError, Outcome, PageHeader, StatusRegion, Tone},
    shown::shown,
    when,
    wire::reading,
};

/// `/roster/feed`: a secret address under which my calendar program reads my roster.
pub(crate) fn feed_page() -> AnyView {
    let i18n = use_i18n();
    let query = use_query_map();
    let (create, revoke) = (ServerAction::<CreateFeed>::new(), ServerAction::<RevokeFeed>::new());
    let (created, revoked) = (forms::successes(create), forms::successes(revoke));
    let read = reading(move || (created.get(), revoked.get()), |_| my_feed());
    // After a revocation the address that was just made leads nowhere.
    let fresh = move || {
        let made = create.value().with(|value| value.as_ref().and_then(|made| made.as_ref().ok()).cloned());
        made.or_else(|| query.read().get("address")).filter(|_| revoked.get() == 0)
    };
    let back = ("/roster".to_owned(), t_string!(i18n, roster.title).to_owned());
    view! {
        <PageHeader title=t_string!(i18n, timesheet.feed) back/>
        <p>{t_string!(i18n, timesheet.feed_text)}</p>
        <StatusRegion>
            {move || fresh().map(|address| view! {
                <Outcome tone=Tone::Ok title=t_string!(i18n, timesheet.feed_made)>
                    <p>{t_string!(i18n, timesheet.feed_once)}</p>
                    <Field label=t_string!(i18n, timesheet.feed_address) name="address" value=address/>
                </Outcome>
            })}
        </StatusRegion>
        <FormError message=forms::message(forms::refusal(create))/>
        <FormError message=forms::message(forms::refusal(revoke))/>
        {shown(read, 2, move |feed| body(feed.since, create, revoke))}
    }
    .into_any()
}

fn body(
    since: Option<chrono::DateTime<chrono::Utc>>,
    create: ServerAction<CreateFeed>,
    revoke: ServerAction<RevokeFeed>,
) -> AnyView {
    let i18n = use_i18n();
    let Some(since) = since else {
        return view! {
            <Card>
                <p class="muted">{t_string!(i18n, timesheet.feed_none)}</p>
                <ActionForm action=create attr:class="stack-s">
                    <div class="actions">
                        <Button
                            label=t_string!(i18n, timesheet.feed_create)
                            glyph=icondata_lu::LuLink
                            busy=create.pending()
                        />
                    </div>
                </ActionForm>
            </Card>
        }
        .into_any();
    };
    let since = t_string!(i18n, timesheet.feed_since, at = when::moment(since, i18n.get_locale_untracked()));
    view! {
        <Card>
            <p>{since}</p>
            <ActionForm action=create attr:class="stack-s">
                <div class="actions">
                    <Button
                        label=t_string!(i18n, timesheet.feed_renew)
                        kind=ButtonKind::Secondary
                        busy=create.pending()
                    />
                </div>
            </ActionForm>
            <ActionForm action=revoke attr:class="stack-s">
                <ConfirmButton
                    label=t_string!(i18n, timesheet.feed_revoke)
                    question=t_string!(i18n, timesheet.feed_revoke_question)
                    confirm=t_string!(i18n, timesheet.feed_revoke_confirm)
                    busy=revoke.pending()
                />
            </ActionForm>
        </Card>
    }
    .into_any()
}
