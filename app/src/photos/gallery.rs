//! Photos in a row, or, where each view is logged, links to them.

use domain::photos::PhotoView;
use leptos::prelude::*;

use super::api::TakeBackPhoto;
use crate::{
    forms::{self, ActionForm, ServerAction},
    i18n::{t_string, use_i18n},
    kit::{Badge, Button, ButtonKind, FormError, Icon, Tone},
};

/// How photos are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    /// As pictures.
    Pictures,
    /// As links: who opens one is logged, and should mean to.
    Links,
    /// As pictures of one's own that can still be taken back.
    Own,
}

/// Photos that somebody has handed in.
pub(crate) fn gallery(photos: &[PhotoView], shown: Shown) -> AnyView {
    if photos.is_empty() {
        return ().into_any();
    }
    let act = ServerAction::<TakeBackPhoto>::new();
    forget(act);
    let logged = (shown == Shown::Links).then(|| {
        let text = t_string!(use_i18n(), photos.logged);
        view! { <p class="muted small">{text}</p> }
    });
    let items = photos.iter().enumerate().map(|(at, photo)| item(at + 1, photo, shown, act)).collect_view();
    view! {
        {logged}
        <FormError message=forms::message(forms::refusal(act))/>
        <ul class="photos">{items}</ul>
    }
    .into_any()
}

fn forget(act: ServerAction<TakeBackPhoto>) {
    let done = forms::successes(act);
    Effect::new(move |_| {
        if done.get() > 0 {
            super::note_change();
        }
    });
}

fn item(number: usize, photo: &PhotoView, shown: Shown, act: ServerAction<TakeBackPhoto>) -> AnyView {
    let i18n = use_i18n();
    let (path, label) = (photo.path(), t_string!(i18n, photos.one, n = number));
    let picture = if shown == Shown::Links {
        view! {
            <Icon glyph=icondata_lu::LuImage/>
            <span>{label}</span>
        }
        .into_any()
    } else {
        let (src, width, height) = (path.clone(), photo.width.to_string(), photo.height.to_string());
        view! { <img src=src alt=label width=width height=height loading="lazy" decoding="async"/> }.into_any()
    };
    let class = if shown == Shown::Links { "photo-link" } else { "photo" };
    // Only for those who decide: whose it is knows, and may have sent one note for two days.
    let again = (photo.used_before && shown != Shown::Own)
        .then(|| view! { <Badge tone=Tone::Wait label=t_string!(i18n, photos.used_before)/> });
    let back = (shown == Shown::Own).then(|| take_back(photo, act));
    view! {
        <li class="stack-s">
            <a href=path class=class target="_blank" rel="noopener">
                {picture}
            </a>
            {again}
            {back}
        </li>
    }
    .into_any()
}

fn take_back(photo: &PhotoView, act: ServerAction<TakeBackPhoto>) -> AnyView {
    let (i18n, id) = (use_i18n(), photo.id.to_string());
    view! {
        <ActionForm action=act>
            <input type="hidden" name="photo" value=id/>
            <Button
                label=t_string!(i18n, photos.take_back)
                kind=ButtonKind::Quiet
                glyph=icondata_lu::LuTrash2
                busy=act.pending()
            />
        </ActionForm>
    }
    .into_any()
}
