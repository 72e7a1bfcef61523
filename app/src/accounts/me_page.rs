use domain::accounts::MeView;
use leptos::prelude::*;

use super::{
    api::{ChangePassword, SignOut},
    password_form::PasswordForm,
    ways_in::{Devices, Passkeys},
};
use crate::{
    attendance::consent_card::ConsentCard,
    forms::{self, ActionForm, ServerAction},
    i18n::{Locale, t_string, use_i18n},
    kit::{
        Avatar, Badge, Banner, Button, ButtonKind, ButtonSize, Card, CardSpace, Checkbox, ConfirmButton, FormError,
        Icon, ListRow, PageHeader, Rows, Tone,
    },
    outbox::outbox,
    session, words,
};

/// `/me`: who I am, where I am signed in, how this phone shows things.
pub(crate) fn me_page() -> AnyView {
    let i18n = use_i18n();
    let change_password = ServerAction::<ChangePassword>::new();
    view! {
        <PageHeader title=t_string!(i18n, common.tab_me)/>
        {session::me().map(|me| view! { <Person me/> })}
        <Passkeys/>
        <PasswordForm change=change_password/>
        <Devices password_changes=forms::successes(change_password)/>
        <ConsentCard/>
        <Offline/>
        <Preferences/>
        <LeaveSession/>
    }
    .into_any()
}

#[component]
fn Person(me: MeView) -> impl IntoView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let mut roles: Vec<_> = me.actor.grants.iter().map(|grant| grant.role).collect();
    roles.dedup();
    let roles = roles.into_iter().map(|role| words::role(locale, role));
    let line: Vec<&str> = [me.sign_in_name.as_str()].into_iter().chain(me.hall_name.as_deref()).chain(roles).collect();
    let line = line.join(" · ");
    view! {
        <Card>
            <div class="shift-head">
                <Avatar name=me.name.clone()/>
                <div>
                    <h2>{me.name}</h2>
                    <p class="muted small">{line}</p>
                </div>
            </div>
        </Card>
    }
}

/// The ways to when this phone rings, and to what it keeps, with whether anything waits there.
#[component]
fn Offline() -> impl IntoView {
    let (i18n, outbox) = (use_i18n(), outbox());
    let state = move || match outbox.unsent() {
        0 => view! { <Badge tone=Tone::Ok label=t_string!(i18n, accounts.nothing_waits)/> }.into_any(),
        n => view! { <Badge tone=Tone::Wait label=t_string!(i18n, outbox.count, n = n)/> }.into_any(),
    };
    view! {
        <Card space=CardSpace::Flush>
            <Rows>
                <ListRow
                    title=t_string!(i18n, hints.title)
                    detail=t_string!(i18n, hints.way_text).to_owned()
                    href="/me/notifications"
                    leading=|| view! { <Icon glyph=icondata_lu::LuBellRing/> }
                />
                <ListRow
                    title=t_string!(i18n, accounts.offline_data)
                    detail=t_string!(i18n, accounts.offline_data_text).to_owned()
                    href="/me/offline"
                    leading=|| view! { <Icon glyph=icondata_lu::LuHardDrive/> }
                >
                    {state}
                </ListRow>
            </Rows>
        </Card>
    }
}

/// Plain forms: the answer is a new page in the new language or size.
#[component]
fn Preferences() -> impl IntoView {
    let i18n = use_i18n();
    let english = i18n.get_locale_untracked() == Locale::en;
    let language = move |code: &'static str, label: &'static str, current: bool| {
        view! {
            <button type="submit" name="language" value=code lang=code aria-current=current.then_some("true")>
                {label}
            </button>
        }
    };
    view! {
        <Card>
            <form method="post" action="/api/preferences/text" on:change=submit_form>
                <Checkbox
                    label=t_string!(i18n, accounts.large_text)
                    detail=t_string!(i18n, accounts.large_text_detail).to_owned()
                    name="large"
                    checked=session::large_text()
                    switch=true
                />
                <noscript>
                    <Button label=t_string!(i18n, common.save) kind=ButtonKind::Secondary/>
                </noscript>
            </form>
            <form method="post" action="/api/preferences/language" class="field">
                <span class="strong" id="language-label">{t_string!(i18n, accounts.language)}</span>
                <div class="segments" role="group" aria-labelledby="language-label">
                    {language("zh-CN", "中文", !english)}
                    {language("en", "English", english)}
                </div>
            </form>
        </Card>
    }
}

fn submit_form(event: leptos::ev::Event) {
    use leptos::wasm_bindgen::JsCast;
    let form = event.current_target().and_then(|target| target.dyn_into::<leptos::web_sys::HtmlFormElement>().ok());
    if let Some(form) = form {
        let _ = form.request_submit();
    }
}

/// Signing out. What has not been sent makes it a choice: it stays on the phone either way.
#[component]
fn LeaveSession() -> impl IntoView {
    let (i18n, outbox) = (use_i18n(), outbox());
    let sign_out = ServerAction::<SignOut>::new();
    Effect::new(move |_| {
        if sign_out.value().with(|value| matches!(value, Some(Ok(())))) {
            let _ = window().location().assign("/sign-in");
        }
    });
    let failed = move || {
        sign_out.value().with(|value| value.as_ref().and_then(|v| v.as_ref().err()).map(|error| error.text(i18n)))
    };
    let button = move || match outbox.unsent() {
        0 => view! {
            <Button
                label=t_string!(i18n, accounts.sign_out)
                kind=ButtonKind::Danger
                size=ButtonSize::Wide
                glyph=icondata_lu::LuLogOut
                busy=sign_out.pending()
            />
        }
        .into_any(),
        n => view! {
            <Banner tone=Tone::Wait text=t_string!(i18n, outbox.leave_title, n = n)>
                <a href="/me/offline">{t_string!(i18n, outbox.leave_send)}</a>
            </Banner>
            <ConfirmButton
                label=t_string!(i18n, outbox.leave_anyway)
                question=t_string!(i18n, outbox.leave_text)
                confirm=t_string!(i18n, accounts.sign_out)
                glyph=icondata_lu::LuLogOut
                busy=sign_out.pending()
            />
        }
        .into_any(),
    };
    view! {
        <ActionForm action=sign_out attr:class="form">
            <FormError message=Signal::derive(failed)/>
            {button}
        </ActionForm>
    }
}
