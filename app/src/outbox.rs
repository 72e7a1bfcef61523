//! Writes that wait on the phone until the server has confirmed them (发件箱).
//!
//! A write is put on the phone's shelf (`IndexedDB`) first and sent from there; it leaves the shelf only by a
//! confirmed answer, or by the person's own act. What the server refuses stays and says why. Whatever waits
//! belongs to who made it, also when somebody else signs in on the same phone.

use chrono::NaiveDate;
#[cfg(feature = "hydrate")]
use chrono::TimeDelta;
use domain::{
    attendance::Tapped,
    ids::{PersonId, PunchId},
};
use leptos::prelude::*;

#[cfg(feature = "hydrate")]
use crate::error::NotKept;
use crate::{error::AppError, session};

#[cfg(feature = "hydrate")]
mod alone;
#[cfg(feature = "hydrate")]
mod calls;
#[cfg(feature = "hydrate")]
mod clock;
#[cfg(feature = "hydrate")]
mod courier;
#[cfg(feature = "hydrate")]
mod errand;
mod item;
mod keeping;
mod mending;
mod notice;
#[cfg(feature = "hydrate")]
mod occasions;
#[cfg(feature = "hydrate")]
mod other_tabs;
pub(crate) mod page;
#[cfg(any(feature = "hydrate", test))]
mod queue;
mod refused;
mod sending;
#[cfg(feature = "hydrate")]
mod shelf;
#[cfg(feature = "hydrate")]
mod space;
mod words;
mod write;

#[cfg(feature = "hydrate")]
pub(crate) use clock::{evidence, hall_now};
#[cfg(feature = "hydrate")]
use errand::Errand;
#[cfg(feature = "hydrate")]
pub(crate) use errand::fetch as fetch_courier;
pub(crate) use item::{Answer, Item, Unreadable};
pub(crate) use keeping::{Keeping, is_waiting, kept_outcome, kept_region, unless_kept, unless_waiting, waiting_note};
pub(crate) use notice::OutboxNotice;
#[cfg(feature = "hydrate")]
pub(crate) use sending::PATIENCE;
pub(crate) use sending::{Sending, Standing};
pub(crate) use write::Write;

/// How sending goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Line {
    /// Nothing waits, or it is being sent.
    #[default]
    Open,
    /// The last try got no answer; it goes on by itself.
    Down,
    /// The session has ended; it goes on after signing in.
    SignedOut,
    /// Another person is signed in on this phone: this page is of somebody who is not.
    SomebodyElse,
}

/// The shelf as pages see it. One for the whole app.
#[derive(Clone, Copy)]
pub(crate) struct Outbox {
    me: StoredValue<Option<PersonId>>,
    /// Everything on the shelf, whoever's it is, in the order in which it was made.
    items: RwSignal<Vec<Item>>,
    /// What lies there and can't be read.
    unreadable: RwSignal<Vec<Unreadable>>,
    line: RwSignal<Line>,
    /// Whether the phone had no room for the last write.
    full: RwSignal<bool>,
    /// What pages are sending for the first time, and stand by for: it is still in its form.
    first_tries: RwSignal<Vec<uuid::Uuid>>,
    /// The last write that was settled, and how.
    settled: RwSignal<Option<(uuid::Uuid, Result<Answer, AppError>)>>,
}

/// Makes the outbox known to all pages and starts sending what waits.
pub(crate) fn provide() {
    let outbox = Outbox {
        me: StoredValue::new(session::me().map(|me| me.actor.person)),
        items: RwSignal::new(Vec::new()),
        unreadable: RwSignal::new(Vec::new()),
        full: RwSignal::new(false),
        line: RwSignal::new(Line::default()),
        first_tries: RwSignal::new(Vec::new()),
        settled: RwSignal::new(None),
    };
    provide_context(outbox);
    #[cfg(feature = "hydrate")]
    crate::taking_over::when_awake(move || occasions::start(outbox));
}

/// The outbox of this app.
pub(crate) fn outbox() -> Outbox {
    expect_context::<Outbox>()
}

impl Outbox {
    /// The signed-in person's writes that wait or were refused, oldest first.
    pub(crate) fn mine(self) -> Vec<Item> {
        let me = self.me.get_value();
        self.items.with(|items| items.iter().filter(|item| Some(item.person) == me).cloned().collect())
    }

    /// What the signed-in person has written and this release can't read.
    pub(crate) fn unreadable(self) -> Vec<Unreadable> {
        let me = self.me.get_value();
        self.unreadable.with(|all| all.iter().filter(|one| one.person.is_some() && one.person == me).cloned().collect())
    }

    /// How much of the signed-in person's is on this phone and not at the server.
    pub(crate) fn unsent(self) -> usize {
        self.mine().len() + self.unreadable().len()
    }

    /// How many writes of other people wait on this phone; also those of whom can't be told whose they are.
    pub(crate) fn others(self) -> usize {
        let me = self.me.get_value();
        let items = self.items.with(|items| items.iter().filter(|item| Some(item.person) != me).count());
        items + self.unreadable.with(Vec::len) - self.unreadable().len()
    }

    /// Whether the phone had no room for the last write.
    pub(crate) fn is_full(self) -> bool {
        self.full.get()
    }

    /// How sending goes.
    pub(crate) fn line(self) -> Line {
        self.line.get()
    }

    /// How a write was settled, if it was the last one.
    pub(crate) fn settled(self, id: uuid::Uuid) -> Option<Result<Answer, AppError>> {
        self.settled.with(|settled| settled.as_ref().filter(|(of, _)| *of == id).map(|(_, answer)| answer.clone()))
    }

    /// How a write stands, as far as is known: by its answer, by the shelf, and for one that was sent past the shelf
    /// by why it was refused.
    fn standing(self, id: uuid::Uuid) -> Option<Standing> {
        let settled = self.settled(id);
        if let Some(Ok(answer)) = settled {
            return Some(Standing::Answered(answer));
        }
        let kept = self.items.with(|items| items.iter().find(|item| item.id == id).map(|item| item.refused.clone()));
        match (kept, settled) {
            (Some(None), _) => Some(Standing::Kept),
            (Some(Some(error)), _) | (None, Some(Err(error))) => Some(Standing::Failed(error)),
            (None, _) => None,
        }
    }

    /// What this phone knows of the time, for a write that may arrive later than it is made.
    #[cfg_attr(not(feature = "hydrate"), expect(clippy::unused_self, reason = "as in a browser"))]
    #[cfg_attr(feature = "hydrate", expect(clippy::unnecessary_wraps, reason = "nobody taps on the server"))]
    pub(crate) fn tapped(self) -> Option<Tapped> {
        #[cfg(feature = "hydrate")]
        return Some(Tapped { device_at: clock::now(), evidence: self.me.get_value().and_then(clock::evidence) });
        #[cfg(not(feature = "hydrate"))]
        None
    }

    /// Whether words to a punch wait on the phone.
    pub(crate) fn explains(self, punch: PunchId) -> bool {
        let about = |item: &Item| matches!(item.write, Write::Explain { punch: of, .. } if of == punch);
        self.items.with_untracked(|items| items.iter().any(about))
    }

    /// The signed-in person's writes that wait, oldest first; not what a page is sending for the first time, for that is
    /// still in its form.
    pub(crate) fn waiting(self) -> Vec<Item> {
        let (mut mine, first) = (self.mine(), self.first_tries.get());
        mine.retain(|item| item.refused.is_none() && !first.contains(&item.id));
        mine
    }

    /// Whether one of a kind is among them.
    pub(crate) fn waits(self, of_kind: impl Fn(&Write) -> bool) -> bool {
        self.waiting().iter().any(|item| of_kind(&item.write))
    }

    /// Whether a correction of a day waits on the phone; what was refused does not.
    pub(crate) fn corrects(self, date: NaiveDate) -> bool {
        self.waits(|write| matches!(write, Write::Correct(command) if command.date == date))
    }

    /// Counts up with every write that the server has taken or refused: what depends on writes reads again. Not
    /// with one that got no answer, for there would be none to reading either.
    pub(crate) fn settlements(self) -> Memo<u32> {
        Memo::new(move |count: Option<&u32>| {
            let answered =
                |(_, answer): &(_, Result<Answer, AppError>)| matches!(answer, Ok(_) | Err(AppError::Problem(_)));
            let answered = self.settled.with(|settled| settled.as_ref().is_some_and(answered));
            count.map_or(0, |count| count + u32::from(answered))
        })
    }
}

#[cfg(feature = "hydrate")]
impl Outbox {
    /// Puts a write of the signed-in person on the shelf, with whom or what it is about where it does not say that
    /// itself; sending is up to [`Self::deliver`].
    pub(crate) async fn keep(self, write: Write, subject: Option<String>) -> Result<(), NotKept> {
        errand::run(self, Errand::Keep { write, subject, held_until: None }).await
    }

    /// The same for what is not complete yet: it is sent after [`Self::complete`], or as it is when that does
    /// not come within `hold`, because the page was closed meanwhile.
    pub(crate) async fn keep_open(self, write: Write, hold: TimeDelta) -> Result<(), NotKept> {
        let held_until = Some(clock::now() + hold);
        errand::run(self, Errand::Keep { write, subject: None, held_until }).await
    }

    /// Completes what was kept open.
    pub(crate) async fn complete(self, write: Write) -> Result<(), NotKept> {
        errand::run(self, Errand::Complete(write)).await
    }

    /// Sends what waits; returns when nothing is left to send, or there was no answer.
    pub(crate) async fn deliver(self) {
        // Where the courier can't be fetched it waits on.
        let _ = errand::run(self, Errand::Deliver).await;
    }

    /// Sends a write past the shelf: where nothing can be kept the network must do.
    async fn send_now(self, write: Write, why: NotKept) {
        let id = write.id();
        if errand::run(self, Errand::SendNow(write, why)).await.is_err() {
            self.settled.try_set(Some((id, Err(AppError::NotKept(why)))));
        }
    }

    /// Says that something was done at the server past the shelf, or is about to be done anew.
    pub(crate) fn touch(self) {
        self.settled.try_set(None);
    }

    /// Takes a write of the signed-in person off the shelf without sending it: their own act.
    pub(crate) fn discard(self, id: uuid::Uuid) {
        self.send_off(Errand::Discard(id));
    }

    /// Takes off what can't be read: their own act, too.
    pub(crate) fn discard_unreadable(self, key: String) {
        self.send_off(Errand::DiscardUnreadable(key));
    }

    /// Tries a refused write again.
    pub(crate) fn retry(self, id: uuid::Uuid) {
        self.send_off(Errand::Retry(id));
    }

    /// Runs an errand whose end nobody waits for: the shelf shows what became of it.
    fn send_off(self, errand: Errand) {
        leptos::task::spawn_local(async move {
            let _ = errand::run(self, errand).await;
        });
    }
}
