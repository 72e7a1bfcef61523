//! How I come in: passkeys, and the devices where I am signed in.

use domain::accounts::{DeviceView, PasskeyView};
use leptos::prelude::*;

use super::api::{EndDevice, EndOtherDevices, RemovePasskey, devices, my_sign_in_methods};
use crate::{
    error::AppError,
    forms::{ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    in_browser::browser_action,
    kit::{
        Badge, Button, ButtonKind, Card, CardSpace, ConfirmButton, EmptyState, FormError, Icon, ListRow, Rows,
        SectionHeader, Tone,
    },
    shown::shown,
    when,
    wire::reading,
};

/// The passkeys, and the way to another.
#[component]
pub(super) fn Passkeys() -> impl IntoView {
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
            {shown(methods, 2, move |methods| passkey_list(methods.passkeys, remove))}
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

fn passkey_list(passkeys: Vec<PasskeyView>, remove: ServerAction<RemovePasskey>) -> AnyView {
    let i18n = use_i18n();
    if passkeys.is_empty() {
        return view! {
            <EmptyState
                glyph=icondata_lu::LuFingerprint
                title=t_string!(i18n, accounts.no_passkeys)
                text=t_string!(i18n, accounts.no_passkeys_text).to_owned()
            />
        }
        .into_any();
    }
    let rows = passkeys.into_iter().map(|passkey| passkey_row(passkey, remove)).collect_view();
    view! { <Rows>{rows}</Rows> }.into_any()
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

/// Where I am signed in.
#[component]
pub(super) fn Devices(
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
        {shown(list, 2, move |devices| device_list(devices, end, end_others))}
    }
}

fn device_list(
    devices: Vec<DeviceView>,
    end: ServerAction<EndDevice>,
    end_others: ServerAction<EndOtherDevices>,
) -> AnyView {
    let i18n = use_i18n();
    let several = devices.len() > 1;
    let rows = devices.into_iter().map(|device| device_row(device, end)).collect_view();
    let others = several.then(|| {
        view! {
            <ActionForm action=end_others>
                <Button
                    label=t_string!(i18n, accounts.sign_out_others)
                    kind=ButtonKind::Secondary
                    glyph=icondata_lu::LuLogOut
                    busy=end_others.pending()
                />
            </ActionForm>
        }
    });
    view! {
        <Card space=CardSpace::Flush>
            <Rows>{rows}</Rows>
        </Card>
        {others}
    }
    .into_any()
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

async fn add_passkey() -> Result<(), AppError> {
    #[cfg(feature = "hydrate")]
    if super::passkey::supported() {
        return super::passkey::add().await;
    }
    Err(domain::accounts::AccountsError::PasskeyRejected.into())
}
