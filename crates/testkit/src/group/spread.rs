//! Gives everybody of a group the history of one of its first people: millions of rows, which the database
//! copies from its own. Indexes are taken off and put back as they were; ids and times are each person's own.

use std::time::{Duration, Instant};

use domain::time::hall_midnight;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, FromQueryResult, Statement,
};

use super::{
    Group, Kind,
    history::{MODELS, stretches},
};

/// One connection from beginning to end: temporary tables and settings are its own.
const HOURS: Duration = Duration::from_hours(24);

/// Without the safety of a database that is in use: one that is not finished is thrown away.
const SQLITE_SETTINGS: &str = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; \
                               PRAGMA cache_size = -1000000";
const POSTGRES_SETTINGS: &str = "SET session_replication_role = replica; SET synchronous_commit = off; \
                                 SET maintenance_work_mem = '512MB'";

/// The tables that grow with every day.
const TABLES: [&str; 2] = ["punch", "day_result"];

/// Spreads the history.
pub(super) async fn spread(url: &str, group: Group) -> Result<(), DbErr> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).min_connections(1).max_lifetime(HOURS).idle_timeout(HOURS).sqlx_logging(false);
    let database = Spread { db: Database::connect(options).await? };
    database.stage().await?;
    let indexes = database.take_indexes_off().await?;
    let stretches = stretches(group);
    let started = Instant::now();
    for ((from, before), n) in stretches.iter().zip(1..) {
        let (first, last) = (hall_midnight(*from).timestamp_millis(), hall_midnight(*before).timestamp_millis());
        database.copy("punch", &format!("m.at >= {first} AND m.at < {last}")).await?;
        database.copy("day_result", &format!("m.work_date >= '{from}' AND m.work_date < '{before}'")).await?;
        if n % 6 == 0 || n == stretches.len() {
            eprintln!("    {n} of {} months in {:.0?}", stretches.len(), started.elapsed());
        }
    }
    for sql in indexes {
        database.run(&sql).await?;
    }
    if database.is_postgres() {
        database.run("VACUUM ANALYZE").await?;
    }
    eprintln!("    with indexes in {:.0?}", started.elapsed());
    database.db.close().await
}

struct Spread {
    db: DatabaseConnection,
}

#[derive(FromQueryResult)]
struct Named {
    name: String,
    sql: String,
}

impl Spread {
    fn is_postgres(&self) -> bool {
        self.db.get_database_backend() == DbBackend::Postgres
    }

    async fn run(&self, sql: &str) -> Result<(), DbErr> {
        self.db.execute_unprepared(sql).await.map(drop)
    }

    async fn named(&self, sql: &str) -> Result<Vec<Named>, DbErr> {
        Named::find_by_statement(Statement::from_string(self.db.get_database_backend(), sql)).all(&self.db).await
    }

    /// Puts the models' rows aside, and says who follows whom.
    async fn stage(&self) -> Result<(), DbErr> {
        self.run(if self.is_postgres() { POSTGRES_SETTINGS } else { SQLITE_SETTINGS }).await?;
        let number = "CAST(substr(p.sign_in_name, 2) AS integer)";
        self.run("CREATE TEMP TABLE model_punch AS SELECT * FROM punch ORDER BY at").await?;
        self.run("CREATE TEMP TABLE model_day_result AS SELECT * FROM day_result ORDER BY work_date").await?;
        self.run(&format!(
            "CREATE TEMP TABLE follower AS SELECT p.id, p.hall_id, m.id AS model, {number} AS n \
             FROM person p JOIN person m ON m.sign_in_name = 'b' || ({number} % {MODELS}) WHERE {number} >= {MODELS}"
        ))
        .await?;
        self.run("CREATE INDEX follower_model ON follower (model)").await?;
        self.run("ANALYZE follower").await
    }

    /// Takes the indexes off that no constraint needs; gives back how they are made.
    async fn take_indexes_off(&self) -> Result<Vec<String>, DbErr> {
        let tables = format!("'{}'", TABLES.join("', '"));
        let indexes = if self.is_postgres() {
            format!(
                "SELECT indexname AS name, indexdef AS sql FROM pg_indexes WHERE tablename IN ({tables}) \
                 AND schemaname = 'public' AND indexname NOT IN (SELECT conname FROM pg_constraint)"
            )
        } else {
            format!(
                "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name IN ({tables}) \
                 AND sql IS NOT NULL"
            )
        };
        let indexes = self.named(&indexes).await?;
        for index in &indexes {
            self.run(&format!("DROP INDEX \"{}\"", index.name)).await?;
        }
        Ok(indexes.into_iter().map(|index| index.sql).collect())
    }

    /// Copies a stretch of the models' rows to all who follow them. The words CROSS JOIN keep SQLite to this order:
    /// the other way round it would go through all of the models' rows for each person.
    async fn copy(&self, table: &str, which: &str) -> Result<(), DbErr> {
        let columns = if self.is_postgres() {
            format!(
                "SELECT column_name::text AS name, '' AS sql FROM information_schema.columns \
                 WHERE table_schema = 'public' AND table_name = '{table}'"
            )
        } else {
            format!("SELECT name, '' AS sql FROM pragma_table_info('{table}')")
        };
        let names: Vec<String> = self.named(&columns).await?.into_iter().map(|column| column.name).collect();
        let values: Vec<String> = names.iter().map(|name| self.value(table, name)).collect();
        let (names, values) = (names.join("\", \""), values.join(", "));
        self.run(&format!(
            "INSERT INTO {table} (\"{names}\") SELECT {values} FROM model_{table} m CROSS JOIN follower p \
             WHERE p.model = m.person_id AND {which}"
        ))
        .await
    }

    /// What a follower's row has in a column: its own where it must, else the model's.
    fn value(&self, table: &str, column: &str) -> String {
        match (table, column) {
            ("punch", "id") => self.id("m.at", Kind::Punch),
            (_, "id") if self.is_postgres() => {
                self.id("(extract(epoch FROM m.work_date) * 1000)::bigint", Kind::DayResult)
            }
            (_, "id") => self.id("unixepoch(m.work_date) * 1000", Kind::DayResult),
            (_, "person_id") => "p.id".to_owned(),
            (_, "hall_id") => "p.hall_id".to_owned(),
            // Within the same minute: the judgement stays what it is.
            (_, "at") => "m.at + p.n".to_owned(),
            _ => format!("m.\"{column}\""),
        }
    }

    /// [`super::id`] in SQL.
    fn id(&self, millis: &str, kind: Kind) -> String {
        let kind = kind as u16;
        if self.is_postgres() {
            format!("(lpad(to_hex({millis}), 12, '0') || '7{kind:03x}8000' || lpad(to_hex(p.n), 12, '0'))::uuid")
        } else {
            format!("unhex(printf('%012x7{kind:03x}8000%012x', {millis}, p.n))")
        }
    }
}
