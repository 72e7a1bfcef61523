use leptos::prelude::*;

use super::{api::SignIn, passkey_door::PasskeyDoor};
use crate::{
    error::AppError,
    forms::{ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    in_browser::browser_action,
    kit::{Button, ButtonKind, ButtonSize, Field, FieldKind, FormError, StatusRegion},
};

/// `/sign-in`: by passkey without typing a name, or by 工号 and password.
pub fn sign_in_page() -> AnyView {
    let i18n = use_i18n();
    let sign_in = ServerAction::<SignIn>::new();
    let passkey = browser_action(|(): &()| by_passkey());
    enter_when_done(move || sign_in.value().with(|value| matches!(value, Some(Ok(())))));
    enter_when_done(move || passkey.value().with(|value| matches!(value, Some(Ok(())))));
    let message = move || {
        let failed = sign_in.value().with(error_of).or_else(|| passkey.value().with(error_of));
        failed.map(|error| error.text(i18n))
    };
    view! {
        <main class="door" id="main">
            <header class="brand">
                <img src="/icons/mark.svg" alt="" width="64" height="64"/>
                <div>
                    <h1 tabindex="-1">{t_string!(i18n, common.product)}</h1>
                    <p>{t_string!(i18n, common.product_line)}</p>
                </div>
            </header>
            <div class="stack">
                <StatusRegion>
                    <FormError message=Signal::derive(message)/>
                </StatusRegion>
                <PasskeyDoor
                    label=t_string!(i18n, accounts.sign_in_passkey)
                    busy=passkey.pending()
                    on_tap=move || {
                        sign_in.clear();
                        passkey.dispatch(());
                    }
                />
                <ActionForm action=sign_in attr:class="form">
                    <Field
                        label=t_string!(i18n, accounts.sign_in_name)
                        name="name"
                        autocomplete="username"
                        max_length=32
                        required=true
                    />
                    <Field
                        label=t_string!(i18n, accounts.password)
                        name="password"
                        kind=FieldKind::Password
                        autocomplete="current-password"
                        max_length=128
                        required=true
                    />
                    <Button
                        label=t_string!(i18n, accounts.sign_in_password)
                        kind=ButtonKind::Secondary
                        size=ButtonSize::Wide
                        busy=sign_in.pending()
                    />
                </ActionForm>
            </div>
            <p class="muted small">{t_string!(i18n, accounts.sign_in_help)}</p>
        </main>
    }
    .into_any()
}

fn error_of(value: &Option<Result<(), AppError>>) -> Option<AppError> {
    value.as_ref().and_then(|value| value.as_ref().err()).cloned()
}

/// Loads the app anew once the session is there: the server decides with the page who is signed in.
pub(super) fn enter_when_done(done: impl Fn() -> bool + 'static) {
    Effect::new(move |_| {
        if done() {
            let _ = window().location().assign("/");
        }
    });
}

async fn by_passkey() -> Result<(), AppError> {
    #[cfg(feature = "hydrate")]
    if super::passkey::supported() {
        return super::passkey::sign_in().await;
    }
    Err(domain::accounts::AccountsError::PasskeyRejected.into())
}
