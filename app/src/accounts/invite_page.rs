use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::{
    api::{AcceptWithPassword, open_invite},
    passkey_door::PasskeyDoor,
    sign_in_page::enter_when_done,
};
use crate::{
    error::AppError,
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    in_browser::browser_action,
    kit::{Button, ButtonKind, ButtonSize, EmptyState, Field, FieldKind, FormError, Skeleton},
    when,
    wire::reading,
};

/// `/invite/{token}`: the person confirms that it is them by their phone's last four digits, and makes a
/// passkey or a password.
pub fn invite_page() -> AnyView {
    let i18n = use_i18n();
    let token = use_params_map().with_untracked(|params| params.get("token").unwrap_or_default());
    let invite = reading(
        {
            let token = token.clone();
            move || token.clone()
        },
        open_invite,
    );
    view! {
        <main class="door" id="main">
            <header class="brand">
                <img src="/icons/mark.svg" alt="" width="64" height="64"/>
                <div>
                    <h1 tabindex="-1">{t_string!(i18n, accounts.invite_title)}</h1>
                    <p>{t_string!(i18n, common.product_line)}</p>
                </div>
            </header>
            <Suspense fallback=move || view! { <Skeleton label=t_string!(i18n, common.loading)/> }>
                {
                    let token = token.clone();
                    move || {
                        let token = token.clone();
                        Suspend::new(async move {
                            match invite.await {
                                Ok(invite) => {
                                    view! {
                                        <p>{t_string!(i18n, accounts.invite_hello, name = invite.name)}</p>
                                        <p class="muted small">
                                            {t_string!(
                                                i18n,
                                                accounts.invite_until,
                                                until = when::moment(invite.expires_at, i18n.get_locale_untracked())
                                            )}
                                        </p>
                                        <Accept token/>
                                    }
                                        .into_any()
                                }
                                Err(error) => {
                                    view! {
                                        <EmptyState
                                            glyph=icondata_lu::LuUnlink
                                            title=error.text(i18n)
                                            text=t_string!(i18n, accounts.invite_renew).to_owned()
                                        />
                                    }
                                        .into_any()
                                }
                            }
                        })
                    }
                }
            </Suspense>
        </main>
    }
    .into_any()
}

#[component]
fn Accept(token: String) -> impl IntoView {
    let i18n = use_i18n();
    let digits = RwSignal::new(String::new());
    let by_password = ServerAction::<AcceptWithPassword>::new();
    let by_passkey = browser_action({
        let token = token.clone();
        move |(): &()| accept_with_passkey(token.clone(), digits.get_untracked())
    });
    enter_when_done(move || by_password.value().with(|value| matches!(value, Some(Ok(())))));
    enter_when_done(move || by_passkey.value().with(|value| matches!(value, Some(Ok(())))));
    let refusal = Signal::derive(move || {
        let failed = |value: &Option<Result<(), AppError>>| value.as_ref().and_then(|v| v.as_ref().err()).cloned();
        by_password.value().with(failed).or_else(|| by_passkey.value().with(failed))
    });
    view! {
        <ActionForm action=by_password attr:class="form">
            <FormError message=forms::message(refusal)/>
            <input type="hidden" name="token" value=token/>
            <Field
                label=t_string!(i18n, accounts.phone_last4)
                name="phone_last4"
                kind=FieldKind::Digits
                hint=t_string!(i18n, accounts.phone_last4_hint).to_owned()
                model=digits
                error=forms::at(refusal, "phone_last4")
                max_length=4
                required=true
            />
            <PasskeyDoor
                label=t_string!(i18n, accounts.create_passkey)
                busy=by_passkey.pending()
                on_tap=move || {
                    by_password.clear();
                    by_passkey.dispatch(());
                }
            />
            <Field
                label=t_string!(i18n, accounts.new_password)
                name="password"
                kind=FieldKind::Password
                autocomplete="new-password"
                hint=t_string!(i18n, accounts.password_hint).to_owned()
                error=forms::at(refusal, "password")
                max_length=128
                required=true
            />
            <Button
                label=t_string!(i18n, accounts.set_password)
                kind=ButtonKind::Secondary
                size=ButtonSize::Wide
                busy=by_password.pending()
            />
        </ActionForm>
    }
}

async fn accept_with_passkey(token: String, digits: String) -> Result<(), AppError> {
    #[cfg(feature = "hydrate")]
    if super::passkey::supported() {
        return super::passkey::accept_invite(token, digits).await;
    }
    drop((token, digits));
    Err(domain::accounts::AccountsError::PasskeyRejected.into())
}
