//! Overtime that was asked for before it went the way of all requests.

use chrono::NaiveDate;
use domain::{
    approvals::{ApprovalKind, FlowState, HopAct, Verdict},
    ids::{ApprovalId, NoticeId},
    notices::NoticeContent,
    problem::{FieldReason, Problem},
    roster::Compensation,
};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement, Value};
use sea_orm_migration::{MigratorTrait, SchemaManager};
use store::Migrator;
use testkit::{World, db_test};
use uuid::Uuid;

use crate::{
    overtime::{Case, ask, card, case, december, decide, inbox, overtime},
    support::problem,
};

/// As they were, but for their constraints.
const OLD_TABLES: [&str; 2] = [
    "CREATE TABLE overtime_request (id uuid PRIMARY KEY, person_id uuid, hall_id uuid, work_date date, \
     minutes integer, reason text, compensation varchar, state varchar, version integer, answer text, \
     asked_at bigint, settled_by uuid, settled_at bigint)",
    "CREATE TABLE comp_leave_entry (id uuid PRIMARY KEY, lot_id uuid, person_id uuid, kind varchar, \
     minutes integer, overtime_id uuid, on_date date, expires_on date, at bigint)",
];

struct Old {
    id: ApprovalId,
    date: NaiveDate,
    state: &'static str,
    version: i32,
    /// What was said when it was settled.
    answer: Option<&'static str>,
}

async fn insert(db: &DatabaseConnection, sql: &str, values: Vec<Value>) {
    let places: Vec<String> = (1..=values.len()).map(|n| format!("${n}")).collect();
    let sql = format!("{sql} VALUES ({})", places.join(", "));
    db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await.unwrap();
}

async fn insert_request(db: &DatabaseConnection, world: &World, case: &Case, old: &Old) {
    let asked_at = world.services.clock().now().timestamp_millis();
    let by = (old.version > 1).then(|| case.lead.actor.person.uuid());
    let values = vec![
        old.id.uuid().into(),
        case.worker.id.uuid().into(),
        world.hall.id.uuid().into(),
        old.date.into(),
        120.into(),
        "盘点".into(),
        "time_off".into(),
        old.state.into(),
        old.version.into(),
        old.answer.into(),
        asked_at.into(),
        by.into(),
        by.map(|_| asked_at + 1000).into(),
    ];
    let sql = "INSERT INTO overtime_request (id, person_id, hall_id, work_date, minutes, reason, compensation, state, \
               version, answer, asked_at, settled_by, settled_at)";
    insert(db, sql, values).await;
}

async fn insert_notice(db: &DatabaseConnection, world: &World, (whose, kind): (Uuid, &str), content: &str) {
    let at = world.services.clock().now().timestamp_millis() + 2000;
    let values =
        vec![NoticeId::new().uuid().into(), whose.into(), kind.into(), content.into(), false.into(), at.into()];
    insert(db, "INSERT INTO notice (id, person_id, kind, content, asks_receipt, at)", values).await;
}

/// Back to before, with these requests, and forward again.
async fn carry_over(world: &World, case: &Case, requests: &[Old]) {
    let db = Database::connect(&world.url).await.unwrap();
    for drop in ["DROP TABLE time_off_entry", "DROP TABLE overtime"].into_iter().chain(OLD_TABLES) {
        db.execute_unprepared(drop).await.unwrap();
    }
    for old in requests {
        insert_request(&db, world, case, old).await;
    }
    let lot = vec![
        Uuid::now_v7().into(),
        Uuid::now_v7().into(),
        case.worker.id.uuid().into(),
        "earned".into(),
        120.into(),
        requests[1].id.uuid().into(),
        requests[1].date.into(),
        december(31).into(),
        0_i64.into(),
    ];
    let sql =
        "INSERT INTO comp_leave_entry (id, lot_id, person_id, kind, minutes, overtime_id, on_date, expires_on, at)";
    insert(&db, sql, lot).await;
    let (worker, lead) = (case.worker.id.uuid(), case.lead.actor.person.uuid());
    let rejected = r#"{"kind":"overtime_decided","approved":false,"date":"2026-12-03"}"#;
    insert_notice(&db, world, (worker, "overtime_decided"), rejected).await;
    let waits = r#"{"kind":"overtime_waits","by":"测试w001","date":"2026-12-01","minutes":120}"#;
    insert_notice(&db, world, (lead, "overtime_waits"), waits).await;
    let renamed = r#"{"kind":"overtime_waits","by":"曾用名","date":"2026-12-01","minutes":120}"#;
    insert_notice(&db, world, (lead, "overtime_waits"), renamed).await;
    let mut migrations = Migrator::migrations().into_iter();
    let carries_over = migrations.find(|migration| migration.name().ends_with("overtime_approved")).unwrap();
    carries_over.up(&SchemaManager::new(&db)).await.unwrap();
    db.close().await.unwrap();
}

#[db_test]
async fn what_was_open_waits_for_the_lead_and_what_was_settled_stays_so(world: World) {
    let case = case(&world).await;
    let ids: Vec<ApprovalId> = (0..4).map(|_| ApprovalId::new()).collect();
    let old =
        |nth: usize, day, state, version, answer| Old { id: ids[nth], date: december(day), state, version, answer };
    let requests = [
        old(0, 1, "asked", 1, None),
        old(1, 2, "approved", 2, None),
        old(2, 3, "rejected", 2, Some("人手够了")),
        old(3, 4, "withdrawn", 3, Some("停电")),
    ];
    carry_over(&world, &case, &requests).await;
    let roster = world.services.roster();
    let rows = roster.overtime_book(&case.me, None).await.unwrap().requests;
    let stands = |id: ApprovalId| rows.iter().find(|row| row.id == id).unwrap().state;
    let expected = [FlowState::InReview, FlowState::Approved, FlowState::Rejected, FlowState::Cancelled];
    assert_eq!(ids.iter().map(|id| stands(*id)).collect::<Vec<_>>(), expected);
    let lots = roster.overtime_book(&case.me, None).await.unwrap().lots;
    assert_eq!(lots.iter().map(|lot| (lot.overtime, lot.left)).collect::<Vec<_>>(), [(ids[1], 120)]);
    let hops = roster.overtime(&case.me, ids[2]).await.unwrap().approval.hops;
    let told: Vec<_> = hops.iter().map(|hop| (hop.act, hop.actor.as_deref(), hop.text.as_deref())).collect();
    let rejected = (HopAct::Rejected, Some("测试lead"), Some("人手够了"));
    assert_eq!(told, [(HopAct::Submitted, Some("测试w001"), None), rejected]);
    // The next look finds who decides, and reminds them.
    world.clock.advance(chrono::TimeDelta::minutes(1));
    world.services.run_jobs().await.unwrap();
    let row = inbox(&world, &case.lead).await.remove(0);
    assert_eq!((row.id, card(&row).month), (ids[0], Some(23 * 60 + 120)), "what was approved counts");
    let again = ask(&world, &case.me, overtime(december(2), 60, Compensation::Pay)).await;
    assert_eq!(problem(again), Problem::field("date", FieldReason::Taken));
    decide(&world, &case.lead, ids[0], Verdict::Agree).await.unwrap();
    // What people were told leads to the requests.
    let notices = world.services.notices();
    let told = |page: domain::notices::NoticePage| -> Vec<NoticeContent> {
        page.notices.into_iter().map(|notice| notice.content).collect()
    };
    let (what, state, request) = (ApprovalKind::Overtime, FlowState::Rejected, ids[2]);
    let mine = told(notices.inbox(&case.me, None).await.unwrap());
    assert_eq!(mine.last(), Some(&NoticeContent::RequestSettled { what, state, request }));
    let waits = NoticeContent::RequestWaits { by: "测试w001".to_owned(), request: ids[0] };
    let leads = told(notices.inbox(&case.lead, None).await.unwrap());
    assert_eq!(leads, [waits.clone(), waits], "as it was, and the reminder; not what leads nowhere");
}
