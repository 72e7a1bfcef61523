//! "Something at this hall has changed", "this person has something new": a nudge to pages that are open,
//! between all servers on one database. It carries no data, so that who may see what is decided by the read that follows it.

use std::{collections::HashSet, time::Duration};

use domain::ids::{HallId, PersonId};
use sea_orm::sqlx::{self, PgPool, postgres::PgListener};
use tokio::sync::{broadcast, mpsc};

/// Nudges for one hall or person within this time are sent as one: in the morning rush a hall changes many times a second.
const GATHER: Duration = Duration::from_millis(250);

const CHANNEL: &str = "zaigang_hall";

/// Before a person's id in a message; a hall's stands alone.
const PERSON: &str = "person:";

/// What has changed.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Changed {
    Hall(HallId),
    Person(PersonId),
}

impl Changed {
    fn message(self) -> String {
        match self {
            Self::Hall(hall) => hall.to_string(),
            Self::Person(person) => format!("{PERSON}{person}"),
        }
    }

    fn of_message(text: &str) -> Option<Self> {
        match text.strip_prefix(PERSON) {
            Some(person) => person.parse().ok().map(Self::Person),
            None => text.parse().ok().map(Self::Hall),
        }
    }
}

/// Publishes and subscribes. Cheap to clone.
#[derive(Clone)]
pub struct Live {
    changed: mpsc::UnboundedSender<Changed>,
    nudges: Nudges,
}

#[derive(Clone)]
struct Nudges {
    halls: broadcast::Sender<HallId>,
    people: broadcast::Sender<PersonId>,
}

impl Nudges {
    /// Nobody listens, then nobody is told.
    fn send(&self, changed: Changed) {
        match changed {
            Changed::Hall(hall) => drop(self.halls.send(hall)),
            Changed::Person(person) => drop(self.people.send(person)),
        }
    }
}

impl Live {
    /// Within this process only: SQLite has one server.
    pub(crate) fn local() -> Self {
        Self::start(None)
    }

    /// Over PostgreSQL's LISTEN/NOTIFY.
    pub(crate) fn postgres(pool: PgPool) -> Self {
        Self::start(Some(pool))
    }

    fn start(pool: Option<PgPool>) -> Self {
        let (changed, gathered) = mpsc::unbounded_channel();
        let nudges = Nudges { halls: broadcast::channel(256).0, people: broadcast::channel(256).0 };
        if let Some(pool) = pool.clone() {
            tokio::spawn(listen(pool, nudges.clone()));
        }
        tokio::spawn(gather(gathered, nudges.clone(), pool));
        Self { changed, nudges }
    }

    /// Says, after the commit, that something at a hall has changed.
    pub fn publish(&self, hall: HallId) {
        // Nobody gathers any more only while the process ends.
        let _ = self.changed.send(Changed::Hall(hall));
    }

    /// Says that a person has something new.
    pub fn publish_person(&self, person: PersonId) {
        let _ = self.changed.send(Changed::Person(person));
    }

    /// Halls as they change, from now on. A receiver that lags is told so and should simply read again.
    pub fn subscribe(&self) -> broadcast::Receiver<HallId> {
        self.nudges.halls.subscribe()
    }

    /// People as they have something new, likewise.
    pub fn subscribe_people(&self) -> broadcast::Receiver<PersonId> {
        self.nudges.people.subscribe()
    }
}

async fn gather(mut changed: mpsc::UnboundedReceiver<Changed>, nudges: Nudges, pool: Option<PgPool>) {
    while let Some(first) = changed.recv().await {
        tokio::time::sleep(GATHER).await;
        let mut gathered = HashSet::from([first]);
        while let Ok(more) = changed.try_recv() {
            gathered.insert(more);
        }
        match &pool {
            // PostgreSQL sends it back to this server too.
            Some(pool) => notify(pool, gathered.into_iter().map(Changed::message).collect()).await,
            None => gathered.into_iter().for_each(|changed| nudges.send(changed)),
        }
    }
}

/// Tells all servers, in one transaction: each that notifies is flushed to the disk like any other, and all of them
/// stand in one queue.
async fn notify(pool: &PgPool, messages: Vec<String>) {
    let all = sqlx::query("SELECT pg_notify($1, message) FROM unnest($2) AS message");
    let sent = all.bind(CHANNEL).bind(messages).execute(pool).await;
    if let Err(error) = sent {
        tracing::warn!(%error, "open pages were not told of a change; they read again by themselves");
    }
}

async fn listen(pool: PgPool, nudges: Nudges) {
    loop {
        let ended = relay(&pool, &nudges).await;
        if pool.is_closed() {
            return;
        }
        tracing::warn!(error = ?ended, "lost the channel for live updates; trying again");
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
}

async fn relay(pool: &PgPool, nudges: &Nudges) -> Result<(), sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(CHANNEL).await?;
    loop {
        let message = listener.recv().await?;
        if let Some(changed) = Changed::of_message(message.payload()) {
            nudges.send(changed);
        }
    }
}
