//! Adjustments and time off that were there before the month grew.

use chrono::NaiveDate;
use domain::{
    attendance::{AdjustmentCause, DayStatus},
    ids::PersonId,
    org::Side,
    policy::Role,
};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement, Value};
use sea_orm_migration::{MigratorTrait, SchemaManager};
use store::{Migrator, repo::attendance::list_adjustments};
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

/// As they were, but for their constraints.
const OLD_OVERTIME: [&str; 2] = [
    "CREATE TABLE overtime_request (id uuid PRIMARY KEY, person_id uuid, work_date date)",
    "CREATE TABLE comp_leave_entry (id uuid PRIMARY KEY, lot_id uuid, person_id uuid, kind varchar, overtime_id uuid, \
     on_date date)",
];

/// Time off that was earned by an approval alone, as it used to be.
async fn earned_by_approval(db: &DatabaseConnection, person: PersonId, date: NaiveDate) {
    let id = || Value::from(uuid::Uuid::now_v7());
    let values = [id(), id(), person.uuid().into(), "earned".into(), id(), date.into()];
    let sql = "INSERT INTO comp_leave_entry (id, lot_id, person_id, kind, overtime_id, on_date) \
               VALUES ($1, $2, $3, $4, $5, $6)";
    db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await.unwrap();
}

#[db_test]
async fn time_off_of_days_to_come_is_earned_when_they_are_worked(world: World) {
    let desk = world.hall.desks[0];
    let worker = world.person("w001").hall_role(Role::Worker).at(desk, Side::A).create().await;
    world.works(&day_shift(), &[(worker.id, Some(desk.post))]).await;
    world.services.run_jobs().await.unwrap();
    let db = Database::connect(&world.url).await.unwrap();
    run(&db, &OLD_OVERTIME).await;
    for date in [november(21), november(28)] {
        earned_by_approval(&db, worker.id, date).await;
    }
    run(&db, &["DROP INDEX overtime_person", "DROP INDEX punch_to_decide"]).await;
    migrate(&db, "overtime_worked").await;
    let kept = Statement::from_string(db.get_database_backend(), "SELECT on_date FROM comp_leave_entry");
    let kept = db.query_all_raw(kept).await.unwrap();
    db.close().await.unwrap();
    let dates: Vec<NaiveDate> = kept.iter().map(|row| row.try_get("", "on_date").unwrap()).collect();
    assert_eq!(dates, [november(21)], "a day that was judged keeps what people were told");
}
