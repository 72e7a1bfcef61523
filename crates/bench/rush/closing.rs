//! HR has the month before locked for thousands, and everybody else goes on looking at their day.

use std::time::Duration;

use chrono::NaiveDate;
use domain::{attendance::MonthState, ids::HallId};
use store::{
    Db, DbErr, DbOptions,
    repo::attendance::{self as repo, CloseRecord},
};
use testkit::{
    figures::Times,
    group::{Group, MORNING, Shelf},
    http_client::Connection,
    program::Program,
};
use tokio::{sync::watch, time::Instant};

use crate::{Bench, line};

/// Whose month is closed, or everybody's in a smaller group.
const STAFF: usize = 6_000;

/// The month, with 31 days of each of them.
const MONTH: NaiveDate = match NaiveDate::from_ymd_opt(2026, 10, 1) {
    Some(date) => date,
    None => panic!("a date"),
};

/// What must be reached.
const CLOSED: Duration = Duration::from_secs(10);
const P99: Duration = Duration::from_millis(300);

/// The server looks for work every half minute.
const PATIENCE: Duration = Duration::from_mins(2);

/// Often enough to time seconds, and no load to speak of.
const LOOK: Duration = Duration::from_millis(20);

/// Runs it and prints the figures; says whether the promises hold.
pub(crate) async fn measure(bench: &Bench, shelf: &Shelf) -> bool {
    let group = bench.size.group;
    let url = shelf.database(group).await;
    let scratch = bench.scratch();
    let program = Program::start_at(bench.server(), scratch.path(), &url, MORNING).await;
    let db = Db::open(&DbOptions::new(&url)).await.expect("the database");
    let halls = group.halls_with(STAFF.min(group.staff));
    ask_for_lock(&db, &halls).await;
    let (stop, stopping) = watch::channel(false);
    let connection = Connection::open(program.addr).await.expect("the server listens");
    let reading = tokio::spawn(read_today(connection, group, stopping));
    eprintln!("  closing a month of {} halls", halls.len());
    let took = closing(&db, &halls).await;
    stop.send(true).expect("somebody reads");
    let reads = reading.await.expect("the reader");
    let sheets = written(&db, &halls).await;
    db.close().await.expect("closed");
    println!("  a month closed: {sheets} sheets of 31 days");
    [
        line("from the first sheet to the last lock", &format!("{took:.1?}"), Some(("under 10 s", took < CLOSED))),
        line("today read meanwhile, median", &format!("{:.1?}", reads.median()), None),
        line("today read meanwhile, p99", &format!("{:.1?}", reads.p99()), Some(("under 300 ms", reads.p99() < P99))),
    ]
    .iter()
    .all(|holds| *holds)
}

/// As if everybody had confirmed and HR had pressed the button.
async fn ask_for_lock(db: &Db, halls: &[HallId]) {
    let asked = |hall: &HallId| CloseRecord {
        hall: *hall,
        month: MONTH,
        state: MonthState::Closing,
        version: 1,
        confirmed: None,
        locked: None,
    };
    db.write(halls.iter().map(asked).collect::<Vec<_>>(), |tx, asked| {
        Box::pin(async move {
            for record in asked {
                repo::put_close(tx, record).await?;
            }
            Ok::<_, DbErr>(())
        })
    })
    .await
    .expect("asked for");
}

/// How long it takes from the first sheet until every hall is locked.
async fn closing(db: &Db, halls: &[HallId]) -> Duration {
    let asked = Instant::now();
    let mut started = None;
    loop {
        assert!(asked.elapsed() < PATIENCE, "the server never got to it");
        tokio::time::sleep(LOOK).await;
        if started.is_none() && written(db, halls).await > 0 {
            started = Some(Instant::now());
        }
        if all_locked(db, halls).await {
            return started.unwrap_or(asked).elapsed();
        }
    }
}

async fn written(db: &Db, halls: &[HallId]) -> u64 {
    let mut sheets = 0;
    for hall in halls {
        sheets += repo::count_sheets(db.read(), *hall, MONTH).await.expect("a count");
    }
    sheets
}

async fn all_locked(db: &Db, halls: &[HallId]) -> bool {
    for hall in halls {
        if repo::find_close(db.read(), *hall, MONTH).await.expect("a month").state != MonthState::Locked {
            return false;
        }
    }
    true
}

/// One after another looks at their day, until it is enough.
async fn read_today(mut connection: Connection, group: Group, stopping: watch::Receiver<bool>) -> Times {
    let mut times = Vec::new();
    for member in group.staff().iter().cycle() {
        if *stopping.borrow() {
            break;
        }
        let started = Instant::now();
        let answer = connection.get("/api/attendance/today", Some(&member.token)).await.expect("the server answers");
        assert_eq!(answer.status, 200);
        times.push(started.elapsed());
    }
    Times::from_iter(times)
}
