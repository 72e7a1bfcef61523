//! Hearing of changes as they happen.

use leptos::prelude::*;

/// Counts what an event stream of the server says, about one a second: in the morning rush changes come in
/// dozens, and one reading tells them all. How long it waits is left to chance: all who watch are told at the same
/// moment, and should not all read at the same. The browser connects again by itself when the line breaks, but gives
/// up for good where an answer is no stream, such as a proxy's while the server starts; then a new one is opened after
/// a while. What happens while there is no line is told to nobody, before the first as after a break, so each that
/// opens counts as well.
pub(crate) fn changes(path: Memo<Option<String>>) -> RwSignal<u32> {
    let count = RwSignal::new(0);
    #[cfg(feature = "hydrate")]
    {
        let given_up = RwSignal::new(0_u32);
        Effect::new(move |_| {
            given_up.track();
            let Some(source) = path.get().and_then(|path| stream::Stream::open(&path, count, given_up)) else { return };
            // Closed when the path changes, the browser has given it up, or the page goes.
            StoredValue::new_local(source);
        });
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = path;
    count
}

#[cfg(feature = "hydrate")]
mod stream {
    use std::{cell::Cell, rc::Rc, time::Duration};

    use leptos::prelude::*;
    use wasm_bindgen::{JsCast, closure::Closure};
    use web_sys::EventSource;

    /// Between hearing of a change and counting it, in seconds, and what chance takes off it.
    const PAUSE_S: f64 = 1.0;
    const LESS_S: f64 = 0.4;

    /// Before one that was given up is opened anew, in seconds, and what chance adds: all were given up at the same
    /// moment.
    const AGAIN_S: f64 = 5.0;
    const WITHIN_S: f64 = 10.0;

    /// An open event stream; closes when it is dropped.
    pub(super) struct Stream {
        source: EventSource,
        /// Until it is opened anew.
        again: Rc<Cell<Option<TimeoutHandle>>>,
        _on_change: Closure<dyn Fn()>,
        _on_error: Closure<dyn Fn()>,
    }

    impl Stream {
        /// Nothing where the browser has no event streams: the page is then as fresh as its minute. Some time after
        /// the browser has given it up, `given_up` counts that.
        pub(super) fn open(path: &str, count: RwSignal<u32>, given_up: RwSignal<u32>) -> Option<Self> {
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
            let again = Rc::new(Cell::new(None));
            let on_error = {
                let (source, again) = (source.clone(), again.clone());
                Closure::<dyn Fn()>::new(move || {
                    if source.ready_state() == EventSource::CLOSED {
                        let tell = move || {
                            given_up.try_update(|count| *count += 1);
                        };
                        let pause = Duration::from_secs_f64(AGAIN_S + WITHIN_S * js_sys::Math::random());
                        again.set(set_timeout_with_handle(tell, pause).ok());
                    }
                })
            };
            source.add_event_listener_with_callback("error", on_error.as_ref().unchecked_ref()).ok()?;
            Some(Self { source, again, _on_change: on_change, _on_error: on_error })
        }
    }

    impl Drop for Stream {
        fn drop(&mut self) {
            self.source.close();
            if let Some(timer) = self.again.take() {
                timer.clear();
            }
        }
    }
}
