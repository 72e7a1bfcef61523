//! The focus is not lost when a page changes under it. Most pages are built anew after each act, and with its
//! button the focus would be gone: the keyboard would begin at the top again, and a screen reader fall silent.

#[cfg(feature = "hydrate")]
use leptos::prelude::*;

#[cfg(feature = "hydrate")]
mod place;
#[cfg(feature = "hydrate")]
mod watch;

/// Watches the page for as long as its frame is there. Where the focused control is built anew, the focus goes to its
/// successor; where it is gone for good, to the heading of the place it was in, or of the one that took that place.
pub(crate) fn keep() {
    #[cfg(feature = "hydrate")]
    {
        let watch = StoredValue::new_local(None);
        Effect::new(move |_| watch.set_value(watch::Watch::begin()));
    }
}

/// How many frames a page may take to show the place that the focus goes to.
#[cfg(feature = "hydrate")]
const FRAMES: u8 = 30;

/// Takes the focus to the place with this heading, as soon as the page shows it.
pub(crate) fn go_to(heading: &str) {
    #[cfg(feature = "hydrate")]
    look_for(heading.to_owned(), FRAMES);
    #[cfg(not(feature = "hydrate"))]
    let _ = heading;
}

#[cfg(feature = "hydrate")]
fn look_for(heading: String, frames: u8) {
    request_animation_frame(move || match place::heading(&heading) {
        Some(heading) => place::take(&heading, false),
        None if frames > 0 => look_for(heading, frames - 1),
        None => {}
    });
}
