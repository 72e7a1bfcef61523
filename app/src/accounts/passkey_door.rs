use leptos::prelude::*;

use crate::{
    i18n::{t_string, use_i18n},
    kit::{Banner, Button, ButtonSize, Tone},
    taking_over::when_awake,
};

/// The way in by passkey, above the one by password; where the browser knows no passkeys, what to do instead.
#[component]
pub(super) fn PasskeyDoor(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] busy: Signal<bool>,
    on_tap: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let i18n = use_i18n();
    let unknown = RwSignal::new(false);
    // Only in the browser, and after the page has woken up: the server's page has the button.
    when_awake(move || unknown.set(!known()));
    move || {
        if unknown.get() {
            return view! { <Banner tone=Tone::Info text=t_string!(i18n, accounts.no_passkeys_here)/> }.into_any();
        }
        view! {
            <Button
                label
                size=ButtonSize::Wide
                glyph=icondata_lu::LuFingerprint
                button_type="button"
                busy
                on:click=move |_| on_tap()
            />
            <p class="or">{t_string!(i18n, accounts.or_password)}</p>
        }
        .into_any()
    }
}

fn known() -> bool {
    #[cfg(feature = "hydrate")]
    return super::passkey::supported();
    #[cfg(not(feature = "hydrate"))]
    true
}
