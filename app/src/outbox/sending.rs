//! One write of a page: kept on the phone first, then sent from there, and how it stands meanwhile.

use leptos::prelude::*;
use uuid::Uuid;

#[cfg(feature = "hydrate")]
use super::errand::{self, Errand};
use super::{Answer, Outbox, Write, outbox};
use crate::error::AppError;

/// How long a page waits for an answer before it says that the write is on the phone, and is free for the next. A dead
/// network may take minutes to say that it is dead.
#[cfg(feature = "hydrate")]
pub(crate) const PATIENCE: std::time::Duration = std::time::Duration::from_secs(8);

/// How a write stands, as the page that made it shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// On this phone, and not yet confirmed.
    Kept,
    /// Confirmed.
    Answered(Answer),
    /// Refused, or neither kept nor sent.
    Failed(AppError),
}

/// What a page sends, one write at a time. How the last one stands is read off the outbox: the answer may come
/// long after the tap, when the network is back.
#[derive(Clone, Copy)]
pub(crate) struct Sending {
    busy: RwSignal<bool>,
    last: RwSignal<Option<Uuid>>,
    standing: Memo<Option<(Uuid, Standing)>>,
    #[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser sends"))]
    outbox: Outbox,
}

impl Sending {
    pub(crate) fn new() -> Self {
        let (outbox, last) = (outbox(), RwSignal::new(None));
        let standing = Memo::new(move |known: Option<&Option<(Uuid, Standing)>>| {
            let id = last.get()?;
            let known =
                known.and_then(Option::as_ref).filter(|(of, standing)| *of == id && *standing != Standing::Kept);
            // The outbox remembers one answer: after another write's this one is as it was last seen.
            outbox.standing(id).map(|standing| (id, standing)).or_else(|| known.cloned())
        });
        Self { busy: RwSignal::new(false), last, standing, outbox }
    }

    /// How the last write stands; nothing before there is one. While it is being sent for the first time only an
    /// answer: a refusal is said when the shelf is rid of it.
    pub(crate) fn standing(self) -> Option<Standing> {
        let (_, standing) = self.standing.get()?;
        (matches!(standing, Standing::Answered(_)) || !self.busy.get()).then_some(standing)
    }

    /// Whether the last write waits on the phone.
    pub(crate) fn is_kept(self) -> bool {
        self.standing() == Some(Standing::Kept)
    }

    /// Why the last write was refused, if it was.
    pub(crate) fn failure(self) -> Option<AppError> {
        self.failed().filter(|_| !self.busy.get())
    }

    /// The same as soon as it is known, for what was typed: the page is read again by then, and makes its forms anew.
    pub(super) fn failed(self) -> Option<AppError> {
        match self.standing.get()? {
            (_, Standing::Failed(error)) => Some(error),
            (_, Standing::Kept | Standing::Answered(_)) => None,
        }
    }

    pub(crate) fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    /// Says no more of the last write: it was undone.
    pub(crate) fn forget(self) {
        self.last.set(None);
    }

    /// Keeps a write on the phone, with whom or what it is about where it does not say that itself, and sends it; where
    /// nothing can be kept, sends it all the same. Taps while it is under way are the same tap.
    #[cfg(feature = "hydrate")]
    pub(crate) fn start(self, write: Write, subject: Option<String>) {
        self.run(write, subject, false);
    }

    /// The same for a form that stays open: refused at once, what was written stands in the form and need not lie on
    /// the shelf as well.
    #[cfg(feature = "hydrate")]
    pub(crate) fn start_from_form(self, write: Write, subject: Option<String>) {
        self.run(write, subject, true);
    }

    #[cfg(feature = "hydrate")]
    fn run(self, write: Write, subject: Option<String>, stands_in_form: bool) {
        if self.busy.get_untracked() {
            return;
        }
        let id = write.id();
        // What became of something else under this id, an earlier change of a request, says nothing of this.
        if self.outbox.settled.with_untracked(|settled| settled.as_ref().is_some_and(|(of, _)| *of == id)) {
            self.outbox.touch();
        }
        self.last.set(Some(id));
        self.busy.set(true);
        self.outbox.first_tries.update(|first| first.push(id));
        leptos::task::spawn_local(async move {
            match self.outbox.keep(write.clone(), subject).await {
                Ok(()) => {
                    let patience = set_timeout_with_handle(move || self.free(id), PATIENCE);
                    self.outbox.deliver().await;
                    if let Ok(timer) = patience {
                        timer.clear();
                    }
                }
                Err(why) => self.outbox.send_now(write, why).await,
            }
            let refused = |standing| matches!(standing, (of, Standing::Failed(AppError::Problem(_))) if of == id);
            // Once it was said to be on the phone, the form may hold the next one.
            let in_form = stands_in_form && self.busy.try_get_untracked() == Some(true);
            if in_form && self.standing.try_get_untracked().flatten().is_some_and(refused) {
                // One that can't be taken off is still shown.
                let _ = errand::run(self.outbox, Errand::Discard(id)).await;
            }
            self.free(id);
        });
    }

    /// Is free for another write, unless that has begun.
    #[cfg(feature = "hydrate")]
    fn free(self, id: Uuid) {
        self.outbox.first_tries.try_update(|first| first.retain(|one| *one != id));
        if self.last.try_get_untracked().flatten().is_none_or(|last| last == id) {
            self.busy.try_set(false);
        }
    }

    /// Nobody taps on the server.
    #[cfg(not(feature = "hydrate"))]
    #[expect(clippy::unused_self, reason = "as in a browser")]
    pub(crate) fn start(self, write: Write, subject: Option<String>) {
        drop((write, subject));
    }

    /// As little.
    #[cfg(not(feature = "hydrate"))]
    pub(crate) fn start_from_form(self, write: Write, subject: Option<String>) {
        self.start(write, subject);
    }
}
