//! How far an upload is.

use leptos::prelude::*;

use super::send::Sending;
use crate::{
    i18n::{t_string, use_i18n},
    kit::{Button, ButtonKind},
};

/// A bar while photos are on their way, and how it ended: in room that is kept for it, so that nothing moves.
/// Screen readers hear of the beginning and the end, not of each percent.
#[component]
pub(super) fn Uploading(sending: Sending) -> impl IntoView {
    let busy = sending.busy;
    let kept = Memo::new(move |_| !busy.get() && sending.left.get() > 0);
    view! {
        <div class="uploading">
            {move || busy.get().then(|| bar(sending))}
            {move || kept.get().then(|| again(sending))}
            <p class="muted small" class:hidden-text=move || busy.get() aria-live="polite">
                {move || standing(sending)}
            </p>
        </div>
    }
}

fn bar(sending: Sending) -> AnyView {
    let i18n = use_i18n();
    let text = move || {
        let (of, left, percent) = (sending.of.get(), sending.left.get(), sending.percent.get());
        if of > 1 {
            t_string!(i18n, photos.sending_of, n = of.saturating_sub(left) + 1, of = of, percent = percent)
        } else {
            t_string!(i18n, photos.sending_one, percent = percent)
        }
    };
    view! {
        <label>
            <span class="small">{text}</span>
            <progress max="100" value=move || sending.percent.get().to_string()></progress>
        </label>
        <Button
            label=t_string!(i18n, photos.stop)
            kind=ButtonKind::Quiet
            button_type="button"
            on:click=move |_| sending.stop()
        />
    }
    .into_any()
}

/// Not where cancelling was: a second tap must not undo the first.
fn again(sending: Sending) -> AnyView {
    view! {
        <Button
            label=t_string!(use_i18n(), photos.send_again)
            kind=ButtonKind::Secondary
            glyph=icondata_lu::LuRefreshCw
            button_type="button"
            on:click=move |_| sending.start()
        />
    }
    .into_any()
}

/// How it stands, in words; why a photo did not arrive stands at its field.
fn standing(sending: Sending) -> Option<String> {
    let i18n = use_i18n();
    let left = sending.left.get();
    if sending.busy.get() {
        Some(t_string!(i18n, photos.sending).to_owned())
    } else if left > 0 && sending.has_subject() {
        Some(t_string!(i18n, photos.left, n = left))
    } else if left > 0 {
        Some(t_string!(i18n, photos.left_behind, n = left))
    } else if sending.refused.with(Option::is_some) {
        Some(t_string!(i18n, photos.refused).to_owned())
    } else {
        (sending.of.get() > 0).then(|| t_string!(i18n, photos.arrived).to_owned())
    }
}
