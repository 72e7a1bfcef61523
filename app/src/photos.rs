//! Photos as evidence and proof: handed in, shrunk on the phone first, and shown.

use leptos::{prelude::*, server_fn::ServerFn};

use self::{api::AddPhoto, send::Sending};
use crate::forms::refused_before;

pub mod api;
mod gallery;
mod input;
mod send;
#[cfg(feature = "hydrate")]
mod shrink;
mod uploading;

pub(crate) use gallery::{Shown, gallery};
pub(crate) use input::{AddPhotos, PhotoPicker};

/// What outlives the forms of a page, which are built anew whenever it reads again.
#[derive(Clone, Copy)]
struct OnPage {
    /// Counts the photos that were added or taken back; the page reads again after each.
    changes: RwSignal<u32>,
    /// What is on its way, or did not arrive.
    sending: Sending,
}

/// Gives it to the page, and returns its count.
pub(crate) fn provide_changes() -> ReadSignal<u32> {
    let page = OnPage { changes: RwSignal::new(0), sending: Sending::new() };
    page.sending.refused.set(refused_before(AddPhoto::PATH));
    provide_context(page);
    Effect::new(move |_| {
        // All of them are there; the page reads again once.
        if !page.sending.busy.get() && page.sending.sent.with(|sent| !sent.is_empty()) {
            page.sending.sent.set(Vec::new());
            note_change();
        }
    });
    page.changes.read_only()
}

fn note_change() {
    if let Some(OnPage { changes, .. }) = use_context() {
        changes.update(|count| *count += 1);
    }
}
