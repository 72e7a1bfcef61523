use chrono::{DateTime, Utc};
use domain::{accounts::InviteLink, ids::PersonId};
use leptos::{ev::SubmitEvent, prelude::*};

use super::people_api::Invite as InvitePerson;
use crate::{
    forms::{self, ServerAction},
    i18n::{t_string, use_i18n},
    in_browser::browser_action,
    kit::{Button, ButtonKind, Card, FormError, StatusRegion},
    when,
};

/// Makes an invitation and shows its link. Only with a script: the link is stored nowhere, so it can't come
/// with the next page.
#[component]
pub(super) fn Invite(id: PersonId, invited_until: Option<DateTime<Utc>>) -> impl IntoView {
    let i18n = use_i18n();
    let invite = ServerAction::<InvitePerson>::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        invite.call(&InvitePerson { person: id });
    };
    let link = move || invite.value().with(|value| value.as_ref().and_then(|value| value.as_ref().ok()).cloned());
    let open = invited_until.map(|until| {
        let until = when::moment(until, i18n.get_locale_untracked());
        view! { <p class="muted small">{t_string!(i18n, people.invited_until, until = until)}</p> }
    });
    view! {
        <Card heading=t_string!(i18n, people.invitation).to_owned()>
            <form class="stack" on:submit=submit>
                <FormError message=forms::message(forms::refusal(invite))/>
                {open}
                <p class="muted small">{t_string!(i18n, people.invite_note)}</p>
                <div class="actions">
                    <Button
                        label=t_string!(i18n, people.invite)
                        kind=ButtonKind::Secondary
                        glyph=icondata_lu::LuSend
                        busy=invite.pending()
                    />
                </div>
                <noscript>
                    <p class="muted small">{t_string!(i18n, people.needs_script)}</p>
                </noscript>
            </form>
            <StatusRegion>{move || link().map(shown_once)}</StatusRegion>
        </Card>
    }
}

fn shown_once(link: InviteLink) -> AnyView {
    let i18n = use_i18n();
    let until = when::moment(link.expires_at, i18n.get_locale_untracked());
    view! {
        <div class="stack">
            <p class="strong">{t_string!(i18n, people.invite_once)}</p>
            <div class="qr" role="img" aria-label=t_string!(i18n, people.qr) inner_html=link.qr_svg></div>
            <p class="address">{link.url.clone()}</p>
            <p class="muted small">{t_string!(i18n, accounts.invite_until, until = until)}</p>
            <CopyButton text=link.url/>
        </div>
    }
    .into_any()
}

/// Puts a text on the clipboard.
#[component]
pub(crate) fn CopyButton(text: String) -> impl IntoView {
    let i18n = use_i18n();
    let copy = browser_action(move |(): &()| copy(text.clone()));
    let label = move || match copy.value().get() {
        Some(true) => t_string!(i18n, people.copied).to_owned(),
        Some(false) => t_string!(i18n, people.not_copied).to_owned(),
        None => t_string!(i18n, people.copy).to_owned(),
    };
    view! {
        <div class="actions">
            <Button
                label=Signal::derive(label)
                kind=ButtonKind::Secondary
                glyph=icondata_lu::LuCopy
                button_type="button"
                on:click=move |_| {
                    copy.dispatch(());
                }
            />
        </div>
    }
}

/// Whether the text is on the clipboard now. Over plain http browsers have none.
async fn copy(text: String) -> bool {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsValue;
        let navigator = window().navigator();
        if js_sys::Reflect::has(&navigator, &JsValue::from_str("clipboard")).unwrap_or_default() {
            return wasm_bindgen_futures::JsFuture::from(navigator.clipboard().write_text(&text)).await.is_ok();
        }
    }
    drop(text);
    false
}
