//! Handing photos in: with a form that is filled in, or later.

use domain::photos::{PhotoSubject, PhotoUse};
use leptos::{
    ev::{Event, SubmitEvent},
    html,
    prelude::*,
    server_fn::ServerFn,
    wasm_bindgen::JsCast,
    web_sys::HtmlInputElement,
};

use super::{OnPage, api::AddPhoto, gallery, send::Sending, uploading::Uploading};
use crate::{
    i18n::{t_string, use_i18n},
    kit::{Button, ButtonKind, FileField, FormError},
    taking_over::awake,
    words,
};

/// What phones offer first; the server still checks.
const ACCEPT: &str = "image/jpeg,image/png,image/webp";

/// Photos that are chosen while a form is filled in: each is sent at once, and the form names it. Without a
/// script they follow later, which the hint says.
#[component]
pub(crate) fn PhotoPicker(
    /// Of the form's field, whose items it numbers: `command[photos]`.
    name: &'static str,
    used_for: PhotoUse,
    #[prop(into)] hint: Signal<Option<String>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let sending = Sending::new();
    let awake = awake();
    let chosen = move |event: Event| {
        if let Some(field) = event.target().and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) {
            let there = sending.sent.with_untracked(Vec::len);
            sending.send(field, used_for.limit().saturating_sub(there));
        }
    };
    let listed = move || {
        let hidden = sending.sent.get().into_iter().enumerate().map(|(at, photo)| {
            view! { <input type="hidden" name=format!("{name}[{at}]") value=photo.id.to_string()/> }
        });
        let hidden = hidden.collect_view();
        let pictures = sending.sent.with(|sent| gallery(sent, gallery::Shown::Pictures));
        view! {
            {hidden}
            {pictures}
        }
    };
    view! {
        <noscript>
            <p class="muted small">{t_string!(i18n, photos.later)}</p>
        </noscript>
        {move || {
            awake
                .get()
                .then(|| {
                    view! {
                        <div on:change=chosen class="stack-s">
                            <FileField
                                label=t_string!(i18n, photos.add)
                                // Without a name: the form around it sends the ids alone.
                                name=""
                                id="chosen-photo"
                                hint=hint
                                accept=ACCEPT
                                error=refusal(sending)
                                optional=true
                                multiple=true
                            />
                            <Uploading sending=sending/>
                        </div>
                    }
                })
        }}
        {listed}
    }
}

/// A form that adds photos to a request that is there: without a script it sends the original.
#[component]
pub(crate) fn AddPhotos(
    subject: PhotoSubject,
    /// How many there are.
    there: usize,
    #[prop(into)] hint: Signal<Option<String>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let field = NodeRef::<html::Form>::new();
    let sending = use_context::<OnPage>().map_or_else(Sending::new, |page| page.sending);
    sending.is_for(subject);
    let room = subject.used_for().limit().saturating_sub(there);
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let form = field.get_untracked();
        let input = form.and_then(|form| form.query_selector("input[type=file]").ok().flatten());
        if let Some(input) = input.and_then(|input| input.dyn_into::<HtmlInputElement>().ok()) {
            sending.send(input, room);
        }
    };
    let id = format!("photo-{}", subject.uuid());
    (room > 0).then(|| {
        view! {
            <form
                class="form"
                method="post"
                action=AddPhoto::PATH
                enctype="multipart/form-data"
                node_ref=field
                on:submit=send
            >
                <FormError message=general(sending)/>
                <input type="hidden" name="subject" value=subject.to_string()/>
                <FileField
                    label=t_string!(i18n, photos.add)
                    name="photo"
                    id=id
                    hint=hint
                    accept=ACCEPT
                    error=refusal(sending)
                />
                <div class="actions">
                    <Button
                        label=t_string!(i18n, photos.send)
                        kind=ButtonKind::Secondary
                        glyph=icondata_lu::LuImagePlus
                        busy=sending.busy
                    />
                </div>
                <Uploading sending=sending/>
            </form>
        }
    })
}

/// What is wrong with the photo.
fn refusal(sending: Sending) -> Signal<Option<String>> {
    let i18n = use_i18n();
    Signal::derive(move || {
        let error = sending.refused.get()?;
        let reason = error.at("photo");
        Some(reason.map_or_else(|| error.text(i18n), |reason| words::reason(i18n.get_locale(), reason).to_owned()))
    })
}

/// What is wrong beyond the photo itself.
fn general(sending: Sending) -> Signal<Option<String>> {
    let i18n = use_i18n();
    Signal::derive(move || {
        sending.refused.get().filter(|error| error.at("photo").is_none()).map(|error| error.text(i18n))
    })
}
