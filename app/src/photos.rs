//! Photos as evidence and proof: handed in, shrunk on the phone first, and shown.

use leptos::prelude::*;

pub mod api;
mod gallery;
mod input;
mod send;
#[cfg(feature = "hydrate")]
mod shrink;
mod uploading;

pub(crate) use gallery::{Shown, gallery};
pub(crate) use input::{AddPhotos, PhotoPicker};

/// Counts the photos that were added or taken back on a page, which reads again after each.
#[derive(Clone, Copy)]
struct Changes(RwSignal<u32>);

/// Gives the page such a count, for the forms that are built anew inside it.
pub(crate) fn provide_changes() -> ReadSignal<u32> {
    let count = RwSignal::new(0);
    provide_context(Changes(count));
    count.read_only()
}

fn note_change() {
    if let Some(Changes(count)) = use_context() {
        count.update(|count| *count += 1);
    }
}
