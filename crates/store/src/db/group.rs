//! Group commit for SQLite. A commit that must reach the disk costs one fsync; with one connection that
//! would be the ceiling of all writes a second. So writes that arrive while a commit is under way wait
//! in a queue, run one after another inside the next transaction, a savepoint each, and share its
//! commit. Nobody gets an answer before that commit is done.

use std::panic::AssertUnwindSafe;

use futures::{FutureExt, future::BoxFuture};
use sea_orm::{DatabaseConnection, DbErr, SqliteTransactionMode, TransactionOptions, TransactionTrait};
use tokio::sync::{mpsc, oneshot};

use super::{Tx, TxError};

/// Most writes under one commit: bounds how long the first of them waits.
const GROUP: usize = 128;

/// Writes that may wait; beyond that, callers wait for a place in the queue.
const QUEUE: usize = 4096;

type Job = Box<dyn for<'a> FnOnce(&'a Tx) -> BoxFuture<'a, Settle> + Send>;

/// Tells the caller how it went, once the shared commit has succeeded or failed.
type Settle = Box<dyn FnOnce(Result<(), DbErr>) + Send>;

pub(super) struct Queue {
    jobs: mpsc::Sender<Job>,
    connection: DatabaseConnection,
}

impl Queue {
    pub(super) fn start(connection: DatabaseConnection) -> Self {
        let (jobs, waiting) = mpsc::channel(QUEUE);
        tokio::spawn(run(connection.clone(), waiting));
        Self { jobs, connection }
    }

    /// The writing connection itself, for what can't run inside a transaction (migrations, backup).
    pub(super) fn connection(&self) -> &DatabaseConnection {
        &self.connection
    }

    pub(super) async fn write<C, T, E, F>(&self, context: C, work: F) -> Result<T, E>
    where
        C: Send + Sync + 'static,
        T: Send + 'static,
        E: TxError,
        F: for<'a> Fn(&'a Tx, &'a C) -> BoxFuture<'a, Result<T, E>> + Send + Sync + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |group| {
            Box::pin(async move {
                let outcome = in_savepoint(group, &context, &work).await;
                let settle: Settle = Box::new(move |committed| {
                    // The caller may have gone away (a phone that lost its network); the write stands.
                    let _ = answer.send(outcome.and_then(|value| committed.map(|()| value).map_err(E::from)));
                });
                settle
            })
        });
        let gone = || E::from(DbErr::Custom("the writer has stopped".to_owned()));
        self.jobs.send(job).await.map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }
}

async fn in_savepoint<C, T, E, F>(group: &Tx, context: &C, work: &F) -> Result<T, E>
where
    E: TxError,
    F: for<'a> Fn(&'a Tx, &'a C) -> BoxFuture<'a, Result<T, E>>,
{
    let savepoint = group.begin().await?;
    match work(&savepoint, context).await {
        Ok(value) => {
            savepoint.commit().await?;
            Ok(value)
        }
        Err(error) => {
            savepoint.rollback().await?;
            Err(error)
        }
    }
}

async fn run(connection: DatabaseConnection, mut waiting: mpsc::Receiver<Job>) {
    let mut group = Vec::with_capacity(GROUP);
    while waiting.recv_many(&mut group, GROUP).await > 0 {
        commit_together(&connection, &mut group).await;
    }
}

async fn commit_together(connection: &DatabaseConnection, jobs: &mut Vec<Job>) {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let tx = match connection.begin_with_options(options).await {
        Ok(tx) => tx,
        Err(error) => {
            // Dropping the jobs answers their callers with "the writer has stopped".
            tracing::error!(%error, waiting = jobs.len(), "could not begin a write transaction");
            jobs.clear();
            return;
        }
    };
    let mut settles = Vec::with_capacity(jobs.len());
    for job in jobs.drain(..) {
        // A panic is one failed write, not the end of writing; its savepoint rolls back as it unwinds.
        if let Ok(settle) = AssertUnwindSafe(job(&tx)).catch_unwind().await {
            settles.push(settle);
        } else {
            tracing::error!("a write panicked and was rolled back");
        }
    }
    let committed = tx.commit().await;
    if let Err(error) = &committed {
        tracing::error!(%error, "could not commit");
    }
    for settle in settles {
        settle(committed.clone());
    }
}
