//! What needs the person: writes that the server would not have, and what can't be read any more.

use leptos::prelude::*;

use super::{
    Item, Unreadable,
    mending::mending,
    words::{content, title},
};
use crate::{
    i18n::{t_string, use_i18n},
    kit::{Badge, Button, ButtonKind, Card, ConfirmButton, Tone},
    words,
};

/// A refused write: why, and what can be done with it. Nothing is thrown away unasked.
pub(super) fn refused_card(item: Item) -> AnyView {
    let i18n = use_i18n();
    let (id, text) = (item.id, serde_json::to_string_pretty(&item).unwrap_or_default());
    let why = item.refused.as_ref().map(|error| words::error(i18n, error));
    view! {
        <Card heading=title(&item)>
            <p class="line">
                <Badge tone=Tone::Danger label=t_string!(i18n, outbox.state_refused)/>
            </p>
            <p>{why}</p>
            {content(&item).map(|text| view! { <p class="muted">{text}</p> })}
            <div class="actions">
                {mending(&item)}
                <Button
                    label=t_string!(i18n, outbox.retry)
                    kind=ButtonKind::Secondary
                    glyph=icondata_lu::LuRefreshCw
                    button_type="button"
                    on:click=move |_| act(Act::Retry(id))
                />
                {export(text)}
            </div>
            {discard(move || Act::Discard(id))}
        </Card>
    }
    .into_any()
}

/// What another release has left: as it is, to be handed to somebody who can read it.
pub(super) fn unreadable_card(item: Unreadable) -> AnyView {
    let i18n = use_i18n();
    let Unreadable { key, text, .. } = item;
    view! {
        <Card heading=t_string!(i18n, outbox.unreadable).to_owned()>
            <p class="line">
                <Badge tone=Tone::Danger label=t_string!(i18n, outbox.state_refused)/>
            </p>
            <p>{t_string!(i18n, outbox.unreadable_text)}</p>
            <div class="actions">{export(text)}</div>
            {discard(move || Act::DiscardUnreadable(key.clone()))}
        </Card>
    }
    .into_any()
}

fn export(text: String) -> AnyView {
    let i18n = use_i18n();
    view! {
        <Button
            label=t_string!(i18n, outbox.export)
            kind=ButtonKind::Quiet
            glyph=icondata_lu::LuDownload
            button_type="button"
            on:click=move |_| save_file(&text)
        />
    }
    .into_any()
}

fn discard(which: impl Fn() -> Act + 'static) -> AnyView {
    let i18n = use_i18n();
    let on_discard = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        act(which());
    };
    view! {
        <form on:submit=on_discard>
            <ConfirmButton
                label=t_string!(i18n, outbox.discard)
                question=t_string!(i18n, outbox.discard_question)
                confirm=t_string!(i18n, outbox.discard_confirm)
            />
        </form>
    }
    .into_any()
}

#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser acts"))]
enum Act {
    Retry(uuid::Uuid),
    Discard(uuid::Uuid),
    DiscardUnreadable(String),
}

fn act(act: Act) {
    #[cfg(feature = "hydrate")]
    match act {
        Act::Retry(id) => super::outbox().retry(id),
        Act::Discard(id) => super::outbox().discard(id),
        Act::DiscardUnreadable(key) => super::outbox().discard_unreadable(key),
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = act;
}

/// Hands a text to the browser as a file to keep or send on.
fn save_file(text: &str) {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let href = format!("data:application/json;charset=utf-8,{}", String::from(js_sys::encode_uri_component(text)));
        let link = document().create_element("a").ok().and_then(|link| link.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(link) = link {
            let _ = link.set_attribute("href", &href);
            let _ = link.set_attribute("download", "zaigang-unsent.json");
            link.click();
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = text;
}
