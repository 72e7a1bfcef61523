use domain::accounts::{DeviceView, MeView, PasskeyView};
use leptos::prelude::*;

use super::{
    api::{ChangePassword, EndDevice, EndOtherDevices, RemovePasskey, SignOut, devices, my_sign_in_methods},
    password_form::PasswordForm,
};
use crate::{
    attendance::consent_card::ConsentCard,
    error::AppError,
    forms::{self, ActionForm, ServerAction},
    i18n::{Locale, t_string, use_i18n},
    in_browser::browser_action,
    kit::{
        Avatar, Badge, Banner, Button, ButtonKind, ButtonSize, Card, CardSpace, Checkbox, ConfirmButton, EmptyState,
        FormError, Icon, ListRow, PageHeader, Rows, SectionHeader, Skeleton, Tone,
    },
    outbox::outbox,
    session, when,
    wire::reading,
    words,
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

#[component]
fn Passkeys() -> impl IntoView {
    let i18n = use_i18n();
    let remove = ServerAction::<RemovePasskey>::new();
    let add = browser_action(|(): &()| add_passkey());
    let methods = reading(move || (remove.version().get(), add.version().get()), |_| my_sign_in_methods());
    let failed = move || {
        let of = |value: &Option<Result<(), AppError>>| value.as_ref().and_then(|v| v.as_ref().err()).cloned();
        add.value().with(of).or_else(|| remove.value().with(of)).map(|error| error.text(i18n))
    };
    view! {
        <SectionHeader title=t_string!(i18n, accounts.passkeys)/>
        <FormError message=Signal::derive(failed)/>
        <Card space=CardSpace::Flush>
            <Transition fallback=move || view! { <Skeleton label=t_string!(i18n, common.loading) rows=2/> }>
                {move || Suspend::new(async move {
                    match methods.await {
                        Ok(methods) if methods.passkeys.is_empty() => {
                            view! {
                                <EmptyState
                                    glyph=icondata_lu::LuFingerprint
                                    title=t_string!(i18n, accounts.no_passkeys)
                                    text=t_string!(i18n, accounts.no_passkeys_text).to_owned()
                                />
                            }
                                .into_any()
                        }
                        Ok(methods) => {
                            let rows = methods.passkeys.into_iter().map(|passkey| passkey_row(passkey, remove)).collect_view();
                            view! { <Rows>{rows}</Rows> }.into_any()
                        }
                        Err(error) => view! { <FormError message=error.text(i18n)/> }.into_any(),
                    }
                })}
            </Transition>
        </Card>
        <div class="actions">
            <Button
                label=t_string!(i18n, accounts.add_passkey)
                kind=ButtonKind::Secondary
                glyph=icondata_lu::LuPlus
                button_type="button"
                busy=add.pending()
                on:click=move |_| {
                    add.dispatch(());
                }
            />
        </div>
    }
}

fn passkey_row(passkey: PasskeyView, remove: ServerAction<RemovePasskey>) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let detail = match passkey.last_used_at {
        Some(at) => t_string!(i18n, accounts.last_used, at = when::moment(at, locale)),
        None => t_string!(i18n, accounts.created, at = when::moment(passkey.created_at, locale)),
    };
    view! {
        <ListRow
            title=passkey.name
            detail=detail
            leading=|| view! { <Icon glyph=icondata_lu::LuKeyRound/> }
        >
            <ActionForm action=remove>
                <input type="hidden" name="passkey" value=passkey.id.to_string()/>
                <ConfirmButton
                    label=t_string!(i18n, accounts.remove)
                    question=t_string!(i18n, accounts.remove_question)
                    confirm=t_string!(i18n, accounts.remove_confirm)
                />
            </ActionForm>
        </ListRow>
    }
    .into_any()
}

#[component]
fn Devices(
    /// A new password signs the others out.
    password_changes: Memo<u32>,
) -> impl IntoView {
    let i18n = use_i18n();
    let end = ServerAction::<EndDevice>::new();
    let end_others = ServerAction::<EndOtherDevices>::new();
    let list =
        reading(move || (end.version().get(), end_others.version().get(), password_changes.get()), |_| devices());
    view! {
        <SectionHeader title=t_string!(i18n, accounts.devices)/>
        <Transition fallback=move || view! { <Skeleton label=t_string!(i18n, common.loading) rows=2/> }>
            {move || Suspend::new(async move {
                match list.await {
                    Ok(devices) => {
                        let several = devices.len() > 1;
                        let rows = devices.into_iter().map(|device| device_row(device, end)).collect_view();
                        view! {
                            <Card space=CardSpace::Flush>
                                <Rows>{rows}</Rows>
                            </Card>
                            {several.then(|| view! {
                                <ActionForm action=end_others>
                                    <Button
                                        label=t_string!(i18n, accounts.sign_out_others)
                                        kind=ButtonKind::Secondary
                                        glyph=icondata_lu::LuLogOut
                                        busy=end_others.pending()
                                    />
                                </ActionForm>
                            })}
                        }
                            .into_any()
                    }
                    Err(error) => view! { <FormError message=error.text(i18n)/> }.into_any(),
                }
            })}
        </Transition>
    }
}

fn device_row(device: DeviceView, end: ServerAction<EndDevice>) -> AnyView {
    let i18n = use_i18n();
    let locale = i18n.get_locale_untracked();
    let detail = t_string!(i18n, accounts.last_used, at = when::moment(device.last_used_at, locale));
    view! {
        <ListRow
            title=device.label
            detail=detail
            leading=|| view! { <Icon glyph=icondata_lu::LuSmartphone/> }
        >
            {if device.current {
                view! { <Badge tone=Tone::Ok label=t_string!(i18n, accounts.this_device)/> }.into_any()
            } else {
                view! {
                    <ActionForm action=end>
                        <input type="hidden" name="session" value=device.id.to_string()/>
                        <Button label=t_string!(i18n, accounts.sign_out_device) kind=ButtonKind::Quiet/>
                    </ActionForm>
                }
                    .into_any()
            }}
        </ListRow>
    }
    .into_any()
}

/// The way to what this phone keeps, and whether anything waits there.
#[component]
fn Offline() -> impl IntoView {
    let (i18n, outbox) = (use_i18n(), outbox());
    let state = move || match outbox.mine().len() {
        0 => view! { <Badge tone=Tone::Ok label=t_string!(i18n, accounts.nothing_waits)/> }.into_any(),
        n => view! { <Badge tone=Tone::Wait label=t_string!(i18n, outbox.count, n = n)/> }.into_any(),
    };
    view! {
        <Card space=CardSpace::Flush>
            <Rows>
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
    let button = move || match outbox.mine().len() {
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

async fn add_passkey() -> Result<(), AppError> {
    #[cfg(feature = "hydrate")]
    if super::passkey::supported() {
        return super::passkey::add().await;
    }
    Err(domain::accounts::AccountsError::PasskeyRejected.into())
}
