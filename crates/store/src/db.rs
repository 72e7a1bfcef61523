//! The database handle. Every write of the program goes through [`Db::write`], every read through
//! [`Db::read`]; nothing else opens a transaction (`cargo xtask test` looks for strays).

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, RuntimeErr,
    Statement, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;

mod group;

use crate::{live::Live, migration::Migrator};

/// An open write transaction.
pub type Tx = DatabaseTransaction;

/// What a failed write can be: anything that a database error can turn into.
pub trait TxError: From<DbErr> + Send + 'static {
    /// The database error inside, if it is one. PostgreSQL's "try again" answers are found by it.
    fn db(&self) -> Option<&DbErr>;
}

impl TxError for DbErr {
    fn db(&self) -> Option<&DbErr> {
        Some(self)
    }
}

/// When SQLite calls a commit done. PostgreSQL has its own setting (`fsync`, on by default).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Durability {
    /// On disk: a confirmed punch survives a power cut.
    #[default]
    Full,
    /// In the system's cache: for tests only.
    Relaxed,
}

/// How to open the database.
#[derive(Clone, Debug)]
pub struct DbOptions {
    /// `sqlite://path` or `postgres://…`.
    pub url: String,
    /// See [`Durability`].
    pub durability: Durability,
    /// Connections that only read (SQLite), or all connections (PostgreSQL).
    pub connections: u32,
}

impl DbOptions {
    /// The defaults for an address.
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), durability: Durability::Full, connections: 8 }
    }
}

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    read: DatabaseConnection,
    writer: Writer,
    live: Live,
}

enum Writer {
    /// SQLite: one connection behind a queue; writes that wait together share one commit.
    Group(group::Queue),
    /// PostgreSQL: as many as the pool gives; the server groups commits itself.
    Pool(DatabaseConnection),
}

/// What SQLite's writing connection keeps of the file in memory: 32 MB (a negative figure counts in KiB).
const WRITER_CACHE: &str = "-32768";

/// Statements that a connection keeps prepared. The program has some hundreds, many of them in a few lengths; with fewer
/// than are met all the time, each would be prepared again and again.
const PREPARED: usize = 500;

/// How often a write is tried again when PostgreSQL says that it collided with another.
const RETRIES: u32 = 4;

impl Db {
    /// Opens the database; migrations are a step of their own ([`Db::migrate`]).
    pub async fn open(options: &DbOptions) -> Result<Self, DbErr> {
        if options.url.starts_with("sqlite:") {
            let writer = Database::connect(sqlite(options, 1, false)).await?;
            let read = Database::connect(sqlite(options, options.connections.min(4), true)).await?;
            let live = Live::local();
            return Ok(Self(Arc::new(Inner { read, writer: Writer::Group(group::Queue::start(writer)), live })));
        }
        let connections = options.connections.max(2);
        let mut connect = ConnectOptions::new(&options.url);
        connect
            .max_connections(connections)
            // Open before they are needed, and for the whole day: opened in the morning rush, each would cost it a
            // process and the statements that it has to prepare anew.
            .min_connections(connections)
            .max_lifetime(Duration::from_hours(24))
            .idle_timeout(Duration::from_hours(24))
            .acquire_timeout(Duration::from_secs(10))
            .test_before_acquire(false)
            .sqlx_logging(false)
            .map_sqlx_postgres_opts(|postgres| postgres.statement_cache_capacity(PREPARED));
        let pool = Database::connect(connect).await?;
        let live = Live::postgres(pool.get_postgres_connection_pool().clone());
        Ok(Self(Arc::new(Inner { read: pool.clone(), writer: Writer::Pool(pool), live })))
    }

    /// Brings the schema up to date; does nothing when it is.
    pub async fn migrate(&self) -> Result<(), DbErr> {
        match &self.0.writer {
            Writer::Group(queue) => Migrator::up(queue.connection(), None).await,
            Writer::Pool(pool) => Migrator::up(pool, None).await,
        }
    }

    /// Migrations that this database still lacks, by name. Only reads.
    pub async fn pending_migrations(&self) -> Result<Vec<String>, DbErr> {
        let pending = Migrator::get_pending_migrations_read_only(self.read()).await?;
        Ok(pending.iter().map(|migration| migration.name().to_owned()).collect())
    }

    /// For reading. On SQLite these connections refuse to write.
    pub fn read(&self) -> &DatabaseConnection {
        &self.0.read
    }

    /// SQLite or PostgreSQL.
    pub fn backend(&self) -> DbBackend {
        self.0.read.get_database_backend()
    }

    /// The time by the database's own clock. Nothing for SQLite, which has none of its own.
    pub async fn now(&self) -> Result<Option<DateTime<Utc>>, DbErr> {
        if self.backend() != DbBackend::Postgres {
            return Ok(None);
        }
        let sql = "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT) AS ms";
        let row = self.read().query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await?;
        let ms: Option<i64> = row.map(|row| row.try_get("", "ms")).transpose()?;
        Ok(ms.and_then(DateTime::from_timestamp_millis))
    }

    /// "Something at this hall has changed", between all servers on this database.
    pub fn live(&self) -> &Live {
        &self.0.live
    }

    /// Runs `work` in one transaction and answers after it is committed; any error rolls all of it back.
    ///
    /// `work` may be run again, when PostgreSQL reports a collision or another write of the same commit fails on
    /// SQLite, so it must do nothing but use the transaction. What it needs is handed over as `context`, which it borrows on every run.
    pub async fn write<C, T, E, F>(&self, context: C, work: F) -> Result<T, E>
    where
        C: Send + Sync + 'static,
        T: Send + 'static,
        E: TxError,
        F: for<'a> Fn(&'a Tx, &'a C) -> BoxFuture<'a, Result<T, E>> + Send + Sync + 'static,
    {
        match &self.0.writer {
            Writer::Group(queue) => queue.write(context, work).await,
            Writer::Pool(pool) => write_with_retries(pool, &context, &work).await,
        }
    }

    /// A consistent copy of a SQLite database while it is in use.
    pub async fn backup_sqlite(&self, file: &str) -> Result<(), DbErr> {
        let Writer::Group(queue) = &self.0.writer else {
            return Err(DbErr::Custom("use pg_dump to back up PostgreSQL".to_owned()));
        };
        let statement = Statement::from_sql_and_values(DbBackend::Sqlite, "VACUUM INTO ?", [file.into()]);
        queue.connection().execute_raw(statement).await.map(drop)
    }

    /// Finishes what is queued and closes all connections.
    pub async fn close(self) -> Result<(), DbErr> {
        match &self.0.writer {
            Writer::Group(queue) => queue.connection().clone().close().await?,
            Writer::Pool(pool) => pool.clone().close().await?,
        }
        self.0.read.clone().close().await
    }
}

fn sqlite(options: &DbOptions, connections: u32, read_only: bool) -> ConnectOptions {
    let synchronous = match options.durability {
        Durability::Full => "FULL",
        Durability::Relaxed => "OFF",
    };
    let mut connect = ConnectOptions::new(&options.url);
    connect
        .max_connections(connections)
        .min_connections(connections)
        .acquire_timeout(Duration::from_secs(10))
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |sqlite| {
            let sqlite = sqlite
                .create_if_missing(true)
                .pragma("journal_mode", "WAL")
                .pragma("synchronous", synchronous)
                .pragma("foreign_keys", "ON")
                .busy_timeout(Duration::from_secs(5))
                .statement_cache_capacity(PREPARED);
            // Only the writer finds again what it has read: readers start afresh after each commit. Closing a month and
            // judging days read for many what lies close together.
            if read_only { sqlite.pragma("query_only", "ON") } else { sqlite.pragma("cache_size", WRITER_CACHE) }
        });
    connect
}

async fn write_with_retries<C, T, E, F>(pool: &DatabaseConnection, context: &C, work: &F) -> Result<T, E>
where
    E: TxError,
    F: for<'a> Fn(&'a Tx, &'a C) -> BoxFuture<'a, Result<T, E>>,
{
    let mut tries = 0;
    loop {
        let tx = pool.begin().await?;
        let outcome = match work(&tx, context).await {
            Ok(value) => tx.commit().await.map(|()| value).map_err(E::from),
            Err(error) => {
                tx.rollback().await?;
                Err(error)
            }
        };
        match outcome {
            Err(error) if tries < RETRIES && error.db().is_some_and(collided) => {
                tries += 1;
                tokio::time::sleep(Duration::from_millis(u64::from(5 * tries))).await;
            }
            outcome => return outcome,
        }
    }
}

/// PostgreSQL's serialization failure (40001) and deadlock (40P01): the same work can succeed if repeated.
fn collided(error: &DbErr) -> bool {
    let (DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error))) = error else {
        return false;
    };
    let code = error.as_database_error().and_then(sea_orm::sqlx::error::DatabaseError::code);
    matches!(code.as_deref(), Some("40001" | "40P01"))
}

/// Whether a database error is a violated unique constraint: somebody was faster, or the thing is there already.
pub fn is_unique_violation(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_)))
}
