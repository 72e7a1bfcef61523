//! Corrections that were asked for before they went the way of all requests.

use domain::{
    approvals::{FlowState, HopAct, Verdict},
    attendance::{CorrectionCause, DayStatus},
    ids::ApprovalId,
};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement, Value};
use sea_orm_migration::{MigratorTrait, SchemaManager};
use store::Migrator;
use testkit::{World, db_test};

use crate::corrections::{Case, card, case, inbox, monday, month, say, status};

/// As it was, but for its constraints.
const OLD_TABLE: &str = "CREATE TABLE punch_correction (id uuid PRIMARY KEY, person_id uuid, hall_id uuid, \
    work_date date, slot_seq smallint, slot_kind varchar, at bigint, original_id uuid, original_at bigint, \
    reason text, state varchar, version integer, answer text, asked_at bigint, settled_by uuid, settled_at bigint, \
    punch_id uuid)";

const OLD_COLUMNS: [&str; 17] = [
    "id",
    "person_id",
    "hall_id",
    "work_date",
    "slot_seq",
    "slot_kind",
    "at",
    "original_id",
    "original_at",
    "reason",
    "state",
    "version",
    "answer",
    "asked_at",
    "settled_by",
    "settled_at",
    "punch_id",
];

struct Old {
    id: ApprovalId,
    slot: i16,
    kind: &'static str,
    state: &'static str,
    /// What was said when it was settled.
    settled: Option<&'static str>,
}

async fn insert(db: &DatabaseConnection, world: &World, case: &Case, old: &Old) {
    let at = |time: &str| {
        let local = chrono::NaiveDateTime::parse_from_str(&format!("2026-11-23 {time}"), "%Y-%m-%d %H:%M").unwrap();
        (local.and_utc() - chrono::TimeDelta::hours(8)).timestamp_millis()
    };
    let by = old.settled.map(|_| case.lead.actor.person.uuid());
    let values: [Value; 17] = [
        old.id.uuid().into(),
        case.worker.id.uuid().into(),
        world.hall.id.uuid().into(),
        monday().into(),
        old.slot.into(),
        old.kind.into(),
        at(if old.kind == "in" { "08:25" } else { "17:40" }).into(),
        None::<uuid::Uuid>.into(),
        None::<i64>.into(),
        "手机没电".into(),
        old.state.into(),
        if old.settled.is_some() { 2 } else { 1 }.into(),
        old.settled.into(),
        at("18:30").into(),
        by.into(),
        by.map(|_| at("19:00")).into(),
        None::<uuid::Uuid>.into(),
    ];
    let backend = db.get_database_backend();
    let places: Vec<String> = (1..=values.len()).map(|n| format!("${n}")).collect();
    let sql = format!("INSERT INTO punch_correction ({}) VALUES ({})", OLD_COLUMNS.join(", "), places.join(", "));
    db.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await.unwrap();
}

/// Back to before, with these requests, and forward again.
async fn carry_over(world: &World, case: &Case, requests: &[Old]) {
    let db = Database::connect(&world.url).await.unwrap();
    db.execute_unprepared("DROP TABLE correction").await.unwrap();
    db.execute_unprepared(OLD_TABLE).await.unwrap();
    for old in requests {
        insert(&db, world, case, old).await;
    }
    let mut migrations = Migrator::migrations().into_iter();
    let carries_over = migrations.find(|migration| migration.name().ends_with("corrections_approved")).unwrap();
    carries_over.up(&SchemaManager::new(&db)).await.unwrap();
    db.close().await.unwrap();
}

#[db_test]
async fn what_waited_goes_on_waiting_and_what_was_settled_is_told(world: World) {
    let case = case(&world).await;
    let [open, rejected] = [0; 2].map(|_| ApprovalId::new());
    let requests = [
        Old { id: open, slot: 2, kind: "out", state: "asked", settled: None },
        Old { id: rejected, slot: 1, kind: "in", state: "rejected", settled: Some("监控里没有您") },
    ];
    carry_over(&world, &case, &requests).await;
    let attendance = world.services.attendance();
    let old = attendance.correction(&case.me, rejected).await.unwrap().approval;
    assert_eq!(old.row.state, FlowState::Rejected);
    let told: Vec<_> = old.hops.iter().map(|hop| (hop.act, hop.actor.as_deref(), hop.text.as_deref())).collect();
    assert_eq!(
        told,
        [(HopAct::Submitted, Some("测试w001"), None), (HopAct::Rejected, Some("测试lead"), Some("监控里没有您")),]
    );
    // The next look finds who decides, and reminds them.
    world.clock.set("2026-11-24 09:10");
    world.services.run_jobs().await.unwrap();
    let asked = inbox(&world, &case.lead).await;
    assert_eq!((asked.len(), asked[0].id, card(&asked[0]).cause), (1, open, CorrectionCause::Missing));
    let acts: Vec<HopAct> =
        attendance.correction(&case.me, open).await.unwrap().approval.hops.iter().map(|hop| hop.act).collect();
    assert_eq!(acts, [HopAct::Submitted, HopAct::Reminded]);
    assert_eq!(attendance.correction_form(&case.me, monday()).await.unwrap().open, [1]);
    say(&world, &case.lead, &asked[0], Verdict::Agree).await.unwrap();
    assert_eq!(status(&month(&world, &case.me).await), DayStatus::Late);
}
