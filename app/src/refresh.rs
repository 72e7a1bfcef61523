//! When to read again: a phone is put in a pocket at half past eight and taken out at noon.

use leptos::prelude::*;

/// Counts up when the page becomes visible again, and each minute while it is.
pub fn on_return() -> RwSignal<u32> {
    let count = RwSignal::new(0);
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        let visible = move || !document().hidden();
        let handle = window_event_listener_untyped("visibilitychange", move |_| {
            if visible() {
                count.update(|count| *count += 1);
            }
        });
        let minute = set_interval_with_handle(
            move || {
                if visible() {
                    count.update(|count| *count += 1);
                }
            },
            std::time::Duration::from_secs(60),
        );
        on_cleanup(move || {
            handle.remove();
            if let Ok(minute) = minute {
                minute.clear();
            }
        });
    });
    count
}
