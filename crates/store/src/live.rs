//! "Something at this hall has changed": a nudge to boards that are open, between all servers on one
//! database. It carries no data, so that who may see what is decided by the read that follows it.

use std::{collections::HashSet, time::Duration};

use domain::ids::HallId;
use sea_orm::sqlx::{self, PgPool, postgres::PgListener};
use tokio::sync::{broadcast, mpsc};

/// Nudges for one hall within this time are sent as one: in the morning rush a hall changes many times a second.
const GATHER: Duration = Duration::from_millis(250);

const CHANNEL: &str = "zaigang_hall";

/// Publishes and subscribes. Cheap to clone.
#[derive(Clone)]
pub struct Live {
    changed: mpsc::UnboundedSender<HallId>,
    nudges: broadcast::Sender<HallId>,
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
        let (nudges, _) = broadcast::channel(256);
        if let Some(pool) = pool.clone() {
            tokio::spawn(listen(pool, nudges.clone()));
        }
        tokio::spawn(gather(gathered, nudges.clone(), pool));
        Self { changed, nudges }
    }

    /// Says, after the commit, that something at a hall has changed.
    pub fn publish(&self, hall: HallId) {
        // Nobody gathers any more only while the process ends.
        let _ = self.changed.send(hall);
    }

    /// Halls as they change, from now on. A receiver that lags is told so and should simply read again.
    pub fn subscribe(&self) -> broadcast::Receiver<HallId> {
        self.nudges.subscribe()
    }
}

async fn gather(mut changed: mpsc::UnboundedReceiver<HallId>, nudges: broadcast::Sender<HallId>, pool: Option<PgPool>) {
    while let Some(first) = changed.recv().await {
        tokio::time::sleep(GATHER).await;
        let mut halls = HashSet::from([first]);
        while let Ok(hall) = changed.try_recv() {
            halls.insert(hall);
        }
        for hall in halls {
            match &pool {
                // PostgreSQL sends it back to this server too.
                Some(pool) => notify(pool, hall).await,
                None => drop(nudges.send(hall)),
            }
        }
    }
}

async fn notify(pool: &PgPool, hall: HallId) {
    let sent = sqlx::query("SELECT pg_notify($1, $2)").bind(CHANNEL).bind(hall.to_string()).execute(pool).await;
    if let Err(error) = sent {
        tracing::warn!(%error, "boards were not told of a change; they read again by themselves");
    }
}

async fn listen(pool: PgPool, nudges: broadcast::Sender<HallId>) {
    loop {
        let ended = relay(&pool, &nudges).await;
        if pool.is_closed() {
            return;
        }
        tracing::warn!(error = ?ended, "lost the channel for live updates; trying again");
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
}

async fn relay(pool: &PgPool, nudges: &broadcast::Sender<HallId>) -> Result<(), sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(CHANNEL).await?;
    loop {
        let message = listener.recv().await?;
        if let Ok(hall) = message.payload().parse() {
            let _ = nudges.send(hall);
        }
    }
}
