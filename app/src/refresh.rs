//! When to read again: a phone is put in a pocket at half past eight and taken out at noon.

use chrono::{DateTime, Utc};
use domain::{problem::Problem, time::hall_date};
use leptos::prelude::*;

use crate::{
    error::AppError,
    i18n::{t_string, use_i18n},
    when,
    wire::Reading,
};

/// Counts up when the page becomes visible again, and each minute while it is.
pub fn on_return() -> RwSignal<u32> {
    let count = RwSignal::new(0);
    #[cfg(feature = "hydrate")]
    crate::taking_over::when_awake(move || {
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
            std::time::Duration::from_mins(1),
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

/// Whether the page is looked at.
pub fn looked_at() -> RwSignal<bool> {
    let looked_at = RwSignal::new(cfg!(not(feature = "hydrate")) || !document().hidden());
    #[cfg(feature = "hydrate")]
    crate::taking_over::when_awake(move || {
        looked_at.set(!document().hidden());
        let handle = window_event_listener_untyped("visibilitychange", move |_| looked_at.set(!document().hidden()));
        on_cleanup(move || handle.remove());
    });
    looked_at
}

/// What the hall's clock says as far as this phone can tell, again at each return and each minute; nothing until the
/// page is awake, for what it was rendered with is of another moment.
pub fn clock() -> RwSignal<Option<DateTime<Utc>>> {
    let clock = RwSignal::new(None);
    #[cfg(feature = "hydrate")]
    if let Some(me) = crate::session::me() {
        let minutes = on_return();
        crate::taking_over::when_awake(move || {
            minutes.track();
            clock.set(crate::outbox::hall_now(me.actor.person));
        });
    }
    clock
}

/// "截至 08:41", with the date where that is not today's any more: what the phone has kept may be of yesterday.
pub fn as_of(at: DateTime<Utc>) -> Signal<String> {
    let (i18n, clock) = (use_i18n(), clock());
    Signal::derive(move || {
        let old = clock.get().is_some_and(|now| hall_date(now) != hall_date(at));
        let time = if old { when::moment(at, i18n.get_locale()) } else { when::time(at) };
        t_string!(i18n, common.as_of, time = time)
    })
}

/// What a page last got to show, and what it had asked for: with no network it goes on showing that, with its
/// own "as of", instead of an error.
pub struct Last<K: Send + Sync + 'static, T: Send + Sync + 'static>(StoredValue<Option<(K, T)>>);

// Derived, they would ask it of what is stored, too.
impl<K: Send + Sync + 'static, T: Send + Sync + 'static> Clone for Last<K, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K: Send + Sync + 'static, T: Send + Sync + 'static> Copy for Last<K, T> {}

impl<K, T> Last<K, T>
where
    K: Clone + PartialEq + Send + Sync + 'static,
    T: Clone + Send + Sync + 'static,
{
    /// Nothing yet.
    pub fn new() -> Self {
        Self(StoredValue::new(None))
    }

    /// Remembers what `read` gives for what `asked` says: also what came with the page itself, for which
    /// nothing was asked.
    pub fn follow(self, asked: impl Fn() -> K + 'static, read: Reading<T>) {
        Effect::new(move |_| {
            if let Some(Ok(value)) = read.get() {
                self.0.set_value(Some((untrack(&asked), value)));
            }
        });
    }

    /// An answer, or instead of none the last one to the same question: also where somebody else is signed in by
    /// now, which the page says above.
    ///
    /// # Errors
    /// What the server answered; [`AppError::Unreachable`] where there is nothing to show instead.
    pub fn instead(self, asked: &K, answer: Result<T, AppError>) -> Result<T, AppError> {
        match answer {
            Err(error @ (AppError::Unreachable | AppError::Problem(Problem::SomebodyElse))) => {
                let last = self.0.try_get_value().flatten().filter(|(last, _)| last == asked);
                last.map(|(_, value)| value).ok_or(error)
            }
            answer => answer,
        }
    }
}
