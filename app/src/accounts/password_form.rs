use domain::{accounts::AccountsError, problem::Problem};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{ChangePassword, my_sign_in_methods};
use crate::{
    error::AppError,
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Button, ButtonKind, Card, Field, FieldKind, FormError, Outcome, SectionHeader, StatusRegion, Tone},
    shown::shown,
    wire::reading,
};

/// Sets a first password, or another one. `change` belongs to the page, whose list of devices gets shorter by it.
#[component]
pub(super) fn PasswordForm(change: ServerAction<ChangePassword>) -> impl IntoView {
    let i18n = use_i18n();
    let changes = forms::successes(change);
    let methods = reading(move || changes.get(), |_| my_sign_in_methods());
    // Without a script the server function leads back here and says so.
    let led_back = use_query_map().with_untracked(|query| query.get("password").as_deref() == Some("changed"));
    let succeeded = Memo::new(move |_| {
        let answer = change.value().with(|value| value.as_ref().map(Result::is_ok));
        answer.unwrap_or(led_back)
    });
    view! {
        <SectionHeader title=t_string!(i18n, accounts.password)/>
        <StatusRegion>
            {move || succeeded.get().then(|| view! {
                <Outcome tone=Tone::Ok title=t_string!(i18n, accounts.password_changed)>
                    <p>{t_string!(i18n, accounts.password_changed_text)}</p>
                </Outcome>
            })}
        </StatusRegion>
        <Card>
            {shown(methods, 2, move |methods| fields(change, methods.has_password))}
        </Card>
    }
}

fn fields(change: ServerAction<ChangePassword>, has_password: bool) -> AnyView {
    let i18n = use_i18n();
    let refusal = forms::refusal(change);
    let (current, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    Effect::new(move |_| {
        if change.value().with(|value| matches!(value, Some(Ok(())))) {
            current.set(String::new());
            new.set(String::new());
        }
    });
    let label =
        if has_password { t_string!(i18n, accounts.change_password) } else { t_string!(i18n, accounts.set_password) };
    let current_field = has_password.then(|| {
        let wrong =
            move || refusal.with(is_wrong_password).then(|| t_string!(i18n, accounts.wrong_password).to_owned());
        view! {
            <Field
                label=t_string!(i18n, accounts.current_password)
                name="current_password"
                kind=FieldKind::Password
                model=current
                error=Signal::derive(wrong)
                autocomplete="current-password"
                max_length=128
                required=true
            />
        }
    });
    // The field says it; "name or password" would be about a name that nobody typed here.
    let message = forms::message(refusal);
    let message = move || message.get().filter(|_| !refusal.with(is_wrong_password));
    view! {
        <ActionForm action=change attr:class="form">
            <FormError message=Signal::derive(message)/>
            {current_field}
            <Field
                label=t_string!(i18n, accounts.new_password)
                name="new_password"
                kind=FieldKind::Password
                model=new
                hint=t_string!(i18n, accounts.password_hint).to_owned()
                error=forms::at(refusal, "new_password")
                autocomplete="new-password"
                max_length=128
                required=true
            />
            <div class="actions">
                <Button label kind=ButtonKind::Secondary busy=change.pending()/>
            </div>
        </ActionForm>
    }
    .into_any()
}

fn is_wrong_password(refusal: &Option<AppError>) -> bool {
    matches!(refusal, Some(AppError::Problem(Problem::Accounts(AccountsError::BadCredentials))))
}
