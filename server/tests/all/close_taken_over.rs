//! A server that dies in the middle of a job, and another that goes on with it.

use std::{path::Path, sync::Arc, time::Duration};

use chrono::NaiveDate;
use domain::{
    attendance::{MonthSheet, MonthState},
    calendar::last_of_month,
    ids::PersonId,
};
use sea_orm::DbErr;
use store::repo::attendance::{CloseRecord, count_sheets, create_sheets, find_close, find_sheets, put_close};
use tempfile::TempDir;
use testkit::{World, day_shift, load::crowd, program::Program};
use tokio::sync::Notify;

/// More than the writing of some sheets ever takes.
const SOON: Duration = Duration::from_mins(1);

/// Sheets enough for several transactions.
const SHEETS: usize = 300;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_month_whose_server_dies_in_the_middle_is_closed_by_the_other_postgres() {
    let world = World::postgres().await;
    let people: Vec<PersonId> = crowd(&world, SHEETS).await.iter().map(|member| member.person).collect();
    world.works(&day_shift(), &people.iter().map(|person| (*person, None)).collect::<Vec<_>>()).await;
    world.clock.set("2026-12-02 12:30");
    world.services.run_jobs().await.unwrap();
    let november = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
    let asked = CloseRecord { state: MonthState::Closing, version: 1, ..CloseRecord::open(world.hall.id, november) };
    assert!(world.db.write(asked, |tx, asked| Box::pin(put_close(tx, asked))).await.unwrap());

    // The last sheet can't be written as long as another transaction has one for them, so it stays in the middle.
    let last = *people.iter().max().unwrap();
    let (begun, over) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let now = world.services.clock().now();
    let (db, hall, signals) = (world.db.clone(), world.hall.id, (Arc::clone(&begun), Arc::clone(&over)));
    let held = tokio::spawn(async move {
        let held = db.write(signals, move |tx, (begun, over)| {
            Box::pin(async move {
                let span = (november, last_of_month(november));
                create_sheets(tx, hall, span, &[(last, MonthSheet::of(Vec::new()))], now).await?;
                begun.notify_one();
                over.notified().await;
                Err::<(), _>(DbErr::Custom("never meant to stay".to_owned()))
            })
        });
        held.await
    });
    begun.notified().await;

    let (folder, binary) = (TempDir::new().unwrap(), Path::new(env!("CARGO_BIN_EXE_zaigang")));
    let mut first = Program::start_at(binary, folder.path(), &world.url, "2026-12-02T12:30:00+08:00").await;
    let written = || async { count_sheets(world.db.read(), world.hall.id, november).await.unwrap() };
    let some = async { while written().await == 0 {} };
    tokio::time::timeout(SOON, some).await.expect("it begins");
    first.kill();
    over.notify_one();
    held.await.unwrap().expect_err("it is rolled back");
    let stored = find_sheets(world.db.read(), &people, november).await.unwrap();
    assert!(stored.len() < SHEETS, "it was killed in the middle");

    // The dead one's lease is over by the other's clock.
    let second = Program::start_at(binary, folder.path(), &world.url, "2026-12-02T12:41:00+08:00").await;
    let state = || async { find_close(world.db.read(), world.hall.id, november).await.unwrap().state };
    let locked = async {
        while state().await != MonthState::Locked {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(SOON, locked).await.expect("the other goes on with it");
    drop(second);
    assert_eq!(written().await, SHEETS as u64);
    let whole = find_sheets(world.db.read(), &people, november).await.unwrap();
    assert!(stored.iter().all(|(person, sheet)| whole.get(person) == Some(sheet)), "what was written stays");
}
