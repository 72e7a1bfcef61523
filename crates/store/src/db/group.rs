//! Group commit for SQLite. A commit that must reach the disk costs one fsync; with one connection that
//! would be the ceiling of all writes a second. So writes that arrive while a commit is under way wait
//! in a queue, run one after another inside the next transaction, and share its commit. One that fails
//! takes none of the others with it. Nobody gets an answer before that commit is done.

use std::panic::AssertUnwindSafe;

use futures::{FutureExt, future::BoxFuture};
use sea_orm::{DatabaseConnection, DbErr, SqliteTransactionMode, TransactionOptions, TransactionTrait};
use tokio::sync::{mpsc, oneshot};

use super::{Tx, TxError};

/// Most writes under one commit: bounds how long the first of them waits.
const GROUP: usize = 128;

/// Writes that may wait; beyond that, callers wait for a place in the queue.
const QUEUE: usize = 4096;

/// A write that waits. It may be run more than once before it is settled; the last run counts.
trait Job: Send {
    /// Runs the work, and says whether it went well.
    fn run<'a>(&'a mut self, tx: &'a Tx) -> BoxFuture<'a, bool>;

    /// Tells the caller how it went, once the shared commit has succeeded or failed.
    fn settle(self: Box<Self>, committed: Result<(), DbErr>);
}

struct Write<C, T, E, F> {
    context: C,
    work: F,
    outcome: Option<Result<T, E>>,
    answer: oneshot::Sender<Result<T, E>>,
}

impl<C, T, E, F> Job for Write<C, T, E, F>
where
    C: Send + Sync + 'static,
    T: Send + 'static,
    E: TxError,
    F: for<'a> Fn(&'a Tx, &'a C) -> BoxFuture<'a, Result<T, E>> + Send + Sync + 'static,
{
    fn run<'a>(&'a mut self, tx: &'a Tx) -> BoxFuture<'a, bool> {
        Box::pin(async move {
            // A panic is one failed write, not the end of writing; what it did is rolled back.
            let ran = AssertUnwindSafe((self.work)(tx, &self.context)).catch_unwind().await;
            if ran.is_err() {
                tracing::error!("a write panicked and was rolled back");
            }
            self.outcome = ran.ok();
            matches!(self.outcome, Some(Ok(_)))
        })
    }

    fn settle(self: Box<Self>, committed: Result<(), DbErr>) {
        // Without an outcome the answer is dropped, which the caller hears of as "the writer has stopped".
        let Some(outcome) = self.outcome else { return };
        // The caller may have gone away (a phone that lost its network); the write stands.
        let _ = self.answer.send(outcome.and_then(|value| committed.map(|()| value).map_err(E::from)));
    }
}

pub(super) struct Queue {
    jobs: mpsc::Sender<Box<dyn Job>>,
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
        let job = Box::new(Write { context, work, outcome: None, answer });
        let gone = || E::from(DbErr::Custom("the writer has stopped".to_owned()));
        self.jobs.send(job).await.map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }
}

async fn run(connection: DatabaseConnection, mut waiting: mpsc::Receiver<Box<dyn Job>>) {
    let mut group = Vec::with_capacity(GROUP);
    while waiting.recv_many(&mut group, GROUP).await > 0 {
        let committed = commit_together(&connection, &mut group).await;
        if let Err(error) = &committed {
            tracing::error!(%error, writes = group.len(), "could not commit");
        }
        for job in group.drain(..) {
            job.settle(committed.clone());
        }
    }
}

/// Almost all writes go well, so the group is first run as one; a savepoint for each would double what goes to the
/// database. If any fails, nothing of it stands, and each is run again so that it can fail alone.
async fn commit_together(connection: &DatabaseConnection, jobs: &mut [Box<dyn Job>]) -> Result<(), DbErr> {
    let tx = begin(connection).await?;
    if run_all(&tx, jobs).await {
        return tx.commit().await;
    }
    tx.rollback().await?;
    if jobs.len() == 1 {
        return Ok(());
    }
    let tx = begin(connection).await?;
    for job in jobs.iter_mut() {
        let savepoint = tx.begin().await?;
        if job.run(&savepoint).await {
            savepoint.commit().await?;
        } else {
            savepoint.rollback().await?;
        }
    }
    tx.commit().await
}

async fn begin(connection: &DatabaseConnection) -> Result<Tx, DbErr> {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    connection.begin_with_options(options).await
}

async fn run_all(tx: &Tx, jobs: &mut [Box<dyn Job>]) -> bool {
    for job in jobs {
        if !job.run(tx).await {
            return false;
        }
    }
    true
}
