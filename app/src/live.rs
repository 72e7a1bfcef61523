//! Hearing of changes as they happen.

use leptos::prelude::*;

/// Counts what an event stream of the server says, about one a second: in the morning rush changes come in
/// dozens, and one reading tells them all. How long it waits is left to chance: all who watch are told at the same
/// moment, and should not all read at the same. The browser connects again by itself when the line breaks. What
/// happens while there is no line is told to nobody, before the first as after a break, so each that opens counts
/// as well.
pub(crate) fn changes(path: Memo<Option<String>>) -> RwSignal<u32> {
    let count = RwSignal::new(0);
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        let Some(source) = path.get().and_then(|path| stream::Stream::open(&path, count)) else { return };
        // Closed when the path changes or the page goes.
        StoredValue::new_local(source);
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = path;
    count
}

#[cfg(feature = "hydrate")]
mod stream {
    use std::time::Duration;

    use leptos::prelude::*;
    use wasm_bindgen::{JsCast, closure::Closure};
    use web_sys::EventSource;

    /// Between hearing of a change and counting it, in seconds, and what chance takes off it.
    const PAUSE_S: f64 = 1.0;
    const LESS_S: f64 = 0.4;

    /// An open event stream; closes when it is dropped.
    pub(super) struct Stream {
        source: EventSource,
        _on_change: Closure<dyn Fn()>,
    }

    impl Stream {
        /// Nothing where the browser has no event streams: the page is then as fresh as its minute.
        pub(super) fn open(path: &str, count: RwSignal<u32>) -> Option<Self> {
            let source = EventSource::new(path).ok()?;
            let waiting = StoredValue::new(false);
            let on_change = Closure::<dyn Fn()>::new(move || {
                if waiting.try_update_value(|waiting| std::mem::replace(waiting, true)) == Some(false) {
                    set_timeout(
                        move || {
                            waiting.try_set_value(false);
                            count.try_update(|count| *count += 1);
                        },
                        Duration::from_secs_f64(PAUSE_S - LESS_S * js_sys::Math::random()),
                    );
                }
            });
            for event in ["open", "changed"] {
                source.add_event_listener_with_callback(event, on_change.as_ref().unchecked_ref()).ok()?;
            }
            Some(Self { source, _on_change: on_change })
        }
    }

    impl Drop for Stream {
        fn drop(&mut self) {
            self.source.close();
        }
    }
}
