//! `cargo xtask bench rush`: a group of halls with years of history in the minute when everybody clocks in
//! and the leads watch; and whether a punch and the today page take longer as staff and years grow. The load
//! generator shares the cores with the server.

#![expect(clippy::expect_used, reason = "a bench that can't run has failed")]

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use sea_orm::{ConnectionTrait, Database, Statement};
use testkit::{
    figures::setting,
    group::{Group, LEADS, Shelf},
};

mod boards;
mod closing;
mod growth;
mod morning;

/// What is asked for: the full size, or less for a quick try.
#[derive(Clone, Copy)]
struct Size {
    group: Group,
    /// Within which everybody clocks in.
    minute: Duration,
}

/// Where to run it.
struct Bench {
    server: PathBuf,
    folder: PathBuf,
    size: Size,
}

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("a runtime").block_on(run())
}

async fn run() -> ExitCode {
    let folder = PathBuf::from(setting("BENCH_DIR"));
    let group = Group { staff: number("BENCH_STAFF"), years: number("BENCH_YEARS") };
    let size = Size { group, minute: Duration::from_secs(number("BENCH_SECONDS")) };
    let bench = Bench { server: PathBuf::from(setting("BENCH_SERVER")), folder: folder.clone(), size };
    println!(
        "{} staff in {} halls, {} years of history; everybody clocks in within {:?} while {LEADS} leads hold boards open",
        group.staff,
        group.halls(),
        group.years,
        size.minute
    );
    let postgres = setting("TEST_DATABASE_URL").parse().expect("PostgreSQL's address");
    let mut holds = true;
    for shelf in [Shelf::Sqlite(folder), Shelf::Postgres(postgres)] {
        println!("\n{}", version(&shelf).await);
        holds &= morning::measure(&bench, &shelf).await;
        holds &= growth::measure(&bench, &shelf).await;
        holds &= closing::measure(&bench, &shelf).await;
    }
    if holds { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn number<N: std::str::FromStr>(name: &str) -> N {
    setting(name).parse().ok().expect("a number")
}

async fn version(shelf: &Shelf) -> String {
    let (url, name, sql) = match shelf {
        Shelf::Sqlite(_) => ("sqlite::memory:", "SQLite", "SELECT sqlite_version()"),
        Shelf::Postgres(url) => (url.as_str(), "PostgreSQL", "SELECT current_setting('server_version')"),
    };
    let db = Database::connect(url).await.expect("the database");
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await.expect("an answer");
    let version: String = row.expect("a row").try_get_by_index(0).expect("a version");
    db.close().await.expect("closed");
    format!("{name} {version}, every punch durable before it is confirmed")
}

impl Bench {
    /// A folder for a server's files, gone afterwards.
    fn scratch(&self) -> tempfile::TempDir {
        tempfile::tempdir_in(&self.folder).expect("a folder on the disk that is measured")
    }

    fn server(&self) -> &Path {
        &self.server
    }
}

/// A line of the table with its limit, where it has one; says whether it holds.
fn line(name: &str, value: &str, limit: Option<(&str, bool)>) -> bool {
    match limit {
        None => println!("  {name:<46} {value:>12}"),
        Some((limit, true)) => println!("  {name:<46} {value:>12}   {limit}: holds"),
        Some((limit, false)) => println!("  {name:<46} {value:>12}   {limit}: DOES NOT HOLD"),
    }
    limit.is_none_or(|(_, holds)| holds)
}
