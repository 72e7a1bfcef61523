//! Adjustments and time off that were there before the month grew.

use chrono::NaiveDate;
use domain::{
    attendance::{AdjustmentCause, DayStatus},
    ids::{LotId, OvertimeId, PersonId},
    org::Side,
    policy::Role,
    roster::{Compensation, Lot, OvertimeState, TIME_OFF_MONTHS, lot_expires},
};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement, Value};
use sea_orm_migration::{MigratorTrait, SchemaManager};
use store::{
    Migrator,
    repo::{
        attendance::list_adjustments,
        roster::{OvertimeRecord, create_overtime, earn_lot, list_lots},
    },
};
use testkit::{World, day_shift, db_test};

fn november(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
}

async fn migrate(db: &DatabaseConnection, name: &str) {
    let mut migrations = Migrator::migrations().into_iter();
    let migration = migrations.find(|migration| migration.name().ends_with(name)).unwrap();
    migration.up(&SchemaManager::new(db)).await.unwrap();
}

async fn run(db: &DatabaseConnection, statements: &[&str]) {
    for statement in statements {
        db.execute_unprepared(statement).await.unwrap();
    }
}

#[db_test]
async fn adjustments_are_carried_over_word_for_word(world: World) {
    let worker = world.person("w001").hall_role(Role::Worker).create().await;
    let db = Database::connect(&world.url).await.unwrap();
    let old = [
        "DROP TABLE day_adjustment",
        "ALTER TABLE day_result DROP COLUMN stale_cause",
        "ALTER TABLE day_recount DROP COLUMN cause",
        "CREATE TABLE month_adjustment (id uuid PRIMARY KEY, person_id uuid, hall_id uuid, work_date date, month date, \
         before text, after text, cause varchar, at bigint)",
    ];
    run(&db, &old).await;
    let summary = |status: &str| format!(r#"{{"status":"{status}","late_minutes":0,"early_minutes":0,"missing":0}}"#);
    let values: [Value; 9] = [
        uuid::Uuid::now_v7().into(),
        worker.id.uuid().into(),
        world.hall.id.uuid().into(),
        NaiveDate::from_ymd_opt(2026, 10, 9).unwrap().into(),
        november(1).into(),
        summary("absent").into(),
        summary("on_time").into(),
        "correction".into(),
        1_793_750_400_000_i64.into(),
    ];
    let places: Vec<String> = (1..=values.len()).map(|n| format!("${n}")).collect();
    let sql = format!(
        "INSERT INTO month_adjustment (id, person_id, hall_id, work_date, month, before, after, cause, at) VALUES ({})",
        places.join(", ")
    );
    db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await.unwrap();
    migrate(&db, "days_changed_by_more").await;
    db.close().await.unwrap();
    let lines = list_adjustments(world.db.read(), &[worker.id], (november(1), november(30))).await.unwrap();
    let line = lines[0].1.adjustment;
    assert_eq!((line.before.status, line.after.status), (DayStatus::Absent, DayStatus::OnTime));
    assert_eq!((line.cause, line.after.overtime_minutes, lines.len()), (AdjustmentCause::Correction, None, 1));
}

/// Overtime that was approved, with its time off earned at once, as it used to be.
async fn earned_by_approval(world: &World, person: PersonId, date: NaiveDate) {
    let (hall, now) = (world.hall.id, world.services.clock().now());
    world
        .db
        .write((), move |tx, ()| {
            Box::pin(async move {
                let overtime = OvertimeRecord {
                    id: OvertimeId::new(),
                    person,
                    hall,
                    date,
                    minutes: 120,
                    reason: "盘点".to_owned(),
                    compensation: Compensation::TimeOff,
                    state: OvertimeState::Approved,
                    version: 2,
                    answer: None,
                    asked_at: now,
                    settled: Some((person, now)),
                };
                create_overtime(tx, &overtime).await?;
                let (overtime, expires_on) = (overtime.id, lot_expires(date, TIME_OFF_MONTHS));
                let (id, earned_on, minutes) = (LotId::new(), date, 120);
                let lot = Lot { id, overtime, earned_on, expires_on, minutes, left: minutes, paid: None };
                earn_lot(tx, person, &lot, now).await
            })
        })
        .await
        .unwrap();
}

#[db_test]
async fn time_off_of_days_to_come_is_earned_when_they_are_worked(world: World) {
    let desk = world.hall.desks[0];
    let worker = world.person("w001").hall_role(Role::Worker).at(desk, Side::A).create().await;
    world.works(&day_shift(), &[(worker.id, Some(desk.post))]).await;
    world.services.run_jobs().await.unwrap();
    for date in [november(21), november(28)] {
        earned_by_approval(&world, worker.id, date).await;
    }
    let db = Database::connect(&world.url).await.unwrap();
    run(&db, &["DROP INDEX overtime_person", "DROP INDEX comp_leave_overtime", "DROP INDEX punch_to_decide"]).await;
    migrate(&db, "overtime_worked").await;
    db.close().await.unwrap();
    let lots = list_lots(world.db.read(), worker.id).await.unwrap();
    let dates: Vec<NaiveDate> = lots.iter().map(|lot| lot.earned_on).collect();
    assert_eq!(dates, [november(21)], "a day that was judged keeps what people were told");
}
