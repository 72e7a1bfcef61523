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

/// Takes the focus to the place with this heading, when the page has been built.
pub(crate) fn go_to(heading: &str) {
    #[cfg(feature = "hydrate")]
    {
        let heading = heading.to_owned();
        request_animation_frame(move || {
            if let Some(heading) = place::heading(&heading) {
                place::take(&heading, false);
            }
        });
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = heading;
}
