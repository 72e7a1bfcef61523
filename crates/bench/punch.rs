//! `cargo xtask bench punch`: how many durable clock-ins a second one server takes, beside what this
//! machine's disk and loopback can do at all. The load generator shares the cores with the server.

#![expect(clippy::expect_used, clippy::panic, reason = "a bench that can't run has failed")]

use std::{
    path::{Path, PathBuf},
    process::{Command, ExitCode},
    time::{Duration, Instant},
};

use bench::{Hello, new_database};
use testkit::{
    World,
    figures::{Times, rate, setting},
    http_client::Connection,
    load::{Member, crowd_of_today, punch},
    program::Program,
};

/// People who clock in at the same time.
const PEOPLE: usize = 500;

/// Waves of them that count. A person's taps within a minute are one punch, so each wave is other people. One wave more
/// comes before them: the baselines do not begin with a database that has just been started either.
const WAVES: usize = 12;

/// Keep-alive connections of the load generator.
const CONNECTIONS: usize = 64;

/// How long each baseline is measured.
const BASELINE: Duration = Duration::from_secs(4);

/// What must be reached, as shares of the baselines of the same run.
const SQLITE_SHARE: f64 = 0.4;
const POSTGRES_SHARE: f64 = 0.2;
const P99: Duration = Duration::from_millis(150);

struct Measured {
    per_second: f64,
    median: Duration,
    p99: Duration,
    errors: usize,
}

fn main() -> ExitCode {
    if Hello::is_this() {
        return runtime(4).block_on(Hello::serve());
    }
    runtime(2).block_on(run())
}

fn runtime(threads: usize) -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(threads).enable_all().build().expect("a runtime")
}

async fn run() -> ExitCode {
    let server = PathBuf::from(setting("BENCH_SERVER"));
    let folder = tempfile::tempdir_in(setting("BENCH_DIR")).expect("a folder on the disk that is measured");
    println!(
        "{PEOPLE} people in each of {WAVES} waves, {CONNECTIONS} connections, every punch durable before it is confirmed\n"
    );

    let hello = measure_hello().await;
    println!("{:<44} {hello:>8.0} /s", "bare axum hello, GET");
    let inserts = bare_sqlite_inserts(folder.path()).await;
    println!("{:<44} {inserts:>8.0} /s", "bare one-row durable inserts, SQLite FULL");
    let sqlite = measure_punches(&server, folder.path(), &sqlite_url(folder.path(), "punches.db")).await;
    report("clock-ins, SQLite synchronous=FULL", &sqlite);

    let postgres_url = setting("TEST_DATABASE_URL");
    let pgbench = pgbench(&postgres_url, folder.path());
    println!("{:<44} {pgbench:>8.0} /s", "one-row durable inserts, pgbench");
    let database = new_database(&postgres_url, "punches").await;
    let postgres = measure_punches(&server, folder.path(), &database).await;
    report("clock-ins, PostgreSQL fsync=on", &postgres);

    println!();
    let sqlite_ok = judge("SQLite", &sqlite, inserts, SQLITE_SHARE);
    let postgres_ok = judge("PostgreSQL", &postgres, pgbench, POSTGRES_SHARE);
    if sqlite_ok && postgres_ok { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn report(name: &str, measured: &Measured) {
    let Measured { per_second, median, p99, errors } = measured;
    println!("{name:<44} {per_second:>8.0} /s   median {median:>7.1?}  p99 {p99:>7.1?}  errors {errors}");
}

fn judge(name: &str, measured: &Measured, baseline: f64, share: f64) -> bool {
    let ratio = measured.per_second / baseline;
    let ok = ratio >= share && measured.p99 < P99 && measured.errors == 0;
    let verdict = if ok { "holds" } else { "DOES NOT HOLD" };
    println!(
        "{name}: {ratio:.2}× its baseline (at least {share}), p99 {:.1?} (under {P99:?}): {verdict}",
        measured.p99
    );
    ok
}

fn sqlite_url(folder: &Path, file: &str) -> String {
    format!("sqlite://{}", folder.join(file).display())
}

async fn measure_punches(server: &Path, folder: &Path, url: &str) -> Measured {
    let members = World::seed(url, PEOPLE * (WAVES + 1), crowd_of_today).await;
    let program = Program::start(server, folder, url).await;
    let (first, counted) = members.split_at(PEOPLE);
    let (_, mut errors) = wave(program.addr, first).await;
    let started = Instant::now();
    let mut latencies = Vec::with_capacity(counted.len());
    for people in counted.chunks(PEOPLE) {
        let (times, failed) = wave(program.addr, people).await;
        latencies.extend(times);
        errors += failed;
    }
    let took = started.elapsed();
    drop(program);
    let times = Times::from_iter(latencies);
    Measured { per_second: rate(times.count(), took), median: times.median(), p99: times.p99(), errors }
}

/// Everybody of a wave clocks in, over all connections at once.
async fn wave(addr: std::net::SocketAddr, people: &[Member]) -> (Vec<Duration>, usize) {
    let size = people.len().div_ceil(CONNECTIONS);
    let tasks: Vec<_> = people.chunks(size).map(|some| tokio::spawn(punch_all(addr, some.to_vec()))).collect();
    let (mut latencies, mut errors) = (Vec::with_capacity(people.len()), 0);
    for task in tasks {
        let (times, failed) = task.await.expect("a connection's task");
        latencies.extend(times);
        errors += failed;
    }
    (latencies, errors)
}

async fn punch_all(addr: std::net::SocketAddr, members: Vec<Member>) -> (Vec<Duration>, usize) {
    let mut connection = Connection::open(addr).await.expect("the server listens");
    let (mut times, mut errors) = (Vec::with_capacity(members.len()), 0);
    for member in &members {
        let started = Instant::now();
        match punch(&mut connection, member).await {
            Ok(_) => times.push(started.elapsed()),
            Err(_) => errors += 1,
        }
    }
    (times, errors)
}

async fn measure_hello() -> f64 {
    let hello = Hello::start().await;
    let addr = hello.addr;
    let end = Instant::now() + BASELINE;
    let tasks: Vec<_> = (0..CONNECTIONS)
        .map(|_| {
            tokio::spawn(async move {
                let mut connection = Connection::open(addr).await.expect("hello listens");
                let mut count = 0;
                while Instant::now() < end {
                    connection.get("/", None).await.expect("hello answers");
                    count += 1;
                }
                count
            })
        })
        .collect();
    let mut count = 0;
    for task in tasks {
        count += task.await.expect("a connection's task");
    }
    hello.stop();
    rate(count, BASELINE)
}

/// One row a commit, one after the other, each on disk before the next: what an fsync costs here.
async fn bare_sqlite_inserts(folder: &Path) -> f64 {
    use sea_orm::sqlx::{ConnectOptions, Connection as _, query, sqlite::SqliteConnectOptions};
    let mut connection = SqliteConnectOptions::new()
        .filename(folder.join("bare.db"))
        .create_if_missing(true)
        .pragma("journal_mode", "WAL")
        .pragma("synchronous", "FULL")
        .connect()
        .await
        .expect("a database");
    query("CREATE TABLE bare (id BLOB PRIMARY KEY, at INTEGER, body TEXT)")
        .execute(&mut connection)
        .await
        .expect("a table");
    let (started, mut count) = (Instant::now(), 0);
    while started.elapsed() < BASELINE {
        let id = domain::ids::PunchId::new().uuid();
        query("INSERT INTO bare VALUES (?, ?, 'a row of about the size of a punch')")
            .bind(id)
            .bind(count)
            .execute(&mut connection)
            .await
            .expect("a row");
        count += 1;
    }
    let took = started.elapsed();
    connection.close().await.expect("closed");
    rate(usize::try_from(count).unwrap_or_default(), took)
}

/// pgbench with one insert a transaction, from as many clients as it takes to fill the disk's queue.
fn pgbench(url: &str, folder: &Path) -> f64 {
    let script = folder.join("insert.sql");
    std::fs::write(&script, "INSERT INTO bare (at, body) VALUES (1, 'a row of about the size of a punch');\n")
        .expect("a script");
    let psql = Path::new(&setting("PGBENCH")).with_file_name("psql");
    let table = "CREATE TABLE IF NOT EXISTS bare (id bigserial PRIMARY KEY, at bigint, body text)";
    let made = Command::new(psql).args([url, "-q", "-c", table]).status().expect("psql runs");
    assert!(made.success(), "psql could not make the table");
    let seconds = BASELINE.as_secs().to_string();
    let output = Command::new(setting("PGBENCH"))
        .args(["-n", "-c", "16", "-j", "2", "-T", &seconds, "-f"])
        .arg(&script)
        .arg(url)
        .output()
        .expect("pgbench runs");
    let text = String::from_utf8_lossy(&output.stdout);
    let tps = text.lines().find_map(|line| line.strip_prefix("tps = ")).and_then(|line| line.split(' ').next());
    tps.and_then(|tps| tps.parse().ok()).unwrap_or_else(|| panic!("pgbench printed no rate: {text}"))
}
