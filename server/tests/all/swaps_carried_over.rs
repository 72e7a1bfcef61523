//! Swaps that were asked for before they went the way of all requests.

use domain::{
    approvals::{ApprovalKind, FlowState, HopAct, Verdict},
    ids::{ApprovalId, NoticeId},
    notices::NoticeContent,
    roster::{Consent, RosterError, SwapAct},
};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement, Value};
use sea_orm_migration::{MigratorTrait, SchemaManager};
use services::Caller;
use store::Migrator;
use testkit::{World, db_test};
use uuid::Uuid;

use crate::{
    overtime::{decide, inbox},
    roster_swaps::{Pair, december},
    support::problem,
    swaps_approved::card,
};

/// As it was, but for its constraints.
const OLD_TABLE: &str = "CREATE TABLE shift_swap (id uuid PRIMARY KEY, hall_id uuid, asker_id uuid, partner_id uuid, \
    give_on date, take_on date, given text, taken text, state varchar, version integer, reason text, answer text, \
    asked_at bigint, settled_by uuid, settled_at bigint)";

struct Old<'a> {
    id: ApprovalId,
    /// The days of December that are given and taken.
    days: (u32, u32),
    state: &'static str,
    version: i32,
    answer: Option<&'static str>,
    /// Who changed it last.
    settled_by: Option<&'a Caller>,
}

async fn insert(db: &DatabaseConnection, sql: &str, values: Vec<Value>) {
    let places: Vec<String> = (1..=values.len()).map(|n| format!("${n}")).collect();
    let sql = format!("{sql} VALUES ({})", places.join(", "));
    db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await.unwrap();
}

async fn insert_swap(db: &DatabaseConnection, pair: &Pair, old: &Old<'_>) {
    let asked_at = pair.world.services.clock().now().timestamp_millis();
    let by = old.settled_by.map(|caller| caller.actor.person.uuid());
    let shift = r#"{"shift":"白班"}"#;
    let values = vec![
        old.id.uuid().into(),
        pair.world.hall.id.uuid().into(),
        pair.a.id.uuid().into(),
        pair.b.id.uuid().into(),
        december(old.days.0).into(),
        december(old.days.1).into(),
        shift.into(),
        shift.into(),
        old.state.into(),
        old.version.into(),
        "接孩子".into(),
        old.answer.into(),
        asked_at.into(),
        by.into(),
        by.map(|_| asked_at + 1000).into(),
    ];
    let sql = "INSERT INTO shift_swap (id, hall_id, asker_id, partner_id, give_on, take_on, given, taken, state, version, \
               reason, answer, asked_at, settled_by, settled_at)";
    insert(db, sql, values).await;
}

async fn insert_notice(db: &DatabaseConnection, pair: &Pair, (whose, kind): (&Caller, &str), content: &str) {
    let at = pair.world.services.clock().now().timestamp_millis() + 2000;
    let (id, whose): (Uuid, Uuid) = (NoticeId::new().uuid(), whose.actor.person.uuid());
    let values = vec![id.into(), whose.into(), kind.into(), content.into(), false.into(), at.into()];
    insert(db, "INSERT INTO notice (id, person_id, kind, content, asks_receipt, at)", values).await;
}

/// Back to before, with these swaps, and forward again.
async fn carry_over(pair: &Pair, lead: &Caller, swaps: &[Old<'_>]) {
    let db = Database::connect(&pair.world.url).await.unwrap();
    for change in ["DELETE FROM notice", "DROP TABLE swap_request", OLD_TABLE] {
        db.execute_unprepared(change).await.unwrap();
    }
    for old in swaps {
        insert_swap(&db, pair, old).await;
    }
    let waits = r#"{"kind":"swap_waits","by":"测试w001","with":"测试w002","give":"2026-12-01","take":"2026-12-02"}"#;
    insert_notice(&db, pair, (lead, "swap_waits"), waits).await;
    let renamed = waits.replace("测试w001", "曾用名");
    insert_notice(&db, pair, (lead, "swap_waits"), &renamed).await;
    let rejected = r#"{"kind":"swap_decided","approved":false,"give":"2026-12-03","take":"2026-12-04"}"#;
    insert_notice(&db, pair, (&pair.partner, "swap_decided"), rejected).await;
    let answered = r#"{"kind":"swap_answered","by":"测试w002","agreed":true}"#;
    insert_notice(&db, pair, (&pair.asker, "swap_answered"), answered).await;
    let mut migrations = Migrator::migrations().into_iter();
    let carries_over = migrations.find(|migration| migration.name().ends_with("swaps_approved")).unwrap();
    carries_over.up(&SchemaManager::new(&db)).await.unwrap();
    db.close().await.unwrap();
}

async fn told(pair: &Pair, caller: &Caller) -> Vec<NoticeContent> {
    let page = pair.world.services.notices().inbox(caller, None).await.unwrap();
    page.notices.into_iter().map(|notice| notice.content).collect()
}

#[db_test]
async fn what_was_open_goes_on_and_what_was_settled_stays_so(world: World) {
    let pair = Pair::new(world).await;
    let lead = pair.lead().await;
    let ids: Vec<ApprovalId> = (0..7).map(|_| ApprovalId::new()).collect();
    let old = |nth: usize, days, (state, version), settled_by, answer| Old {
        id: ids[nth],
        days,
        state,
        version,
        answer,
        settled_by,
    };
    let (asker, partner) = (Some(&pair.asker), Some(&pair.partner));
    let swaps = [
        old(0, (1, 2), ("agreed", 2), partner, None),
        old(1, (7, 8), ("asked", 1), None, None),
        old(2, (3, 4), ("rejected", 3), Some(&lead), Some("人手不够")),
        old(3, (9, 10), ("approved", 3), Some(&lead), None),
        old(4, (9, 11), ("declined", 2), partner, None),
        old(5, (14, 15), ("withdrawn", 2), asker, None),
        old(6, (16, 17), ("expired", 3), partner, None),
    ];
    carry_over(&pair, &lead, &swaps).await;
    let roster = pair.world.services.roster();
    let rows = roster.my_swaps(&pair.asker, None).await.unwrap().swaps;
    let stands = |id: &ApprovalId| {
        let standing = rows.iter().find(|row| row.id == *id).unwrap().standing;
        (standing.consent, standing.state)
    };
    let expected = [
        (Consent::Agreed, FlowState::InReview),
        (Consent::Asked, FlowState::Draft),
        (Consent::Agreed, FlowState::Rejected),
        (Consent::Agreed, FlowState::Approved),
        (Consent::Declined, FlowState::Withdrawn),
        (Consent::Asked, FlowState::Withdrawn),
        (Consent::Agreed, FlowState::Expired),
    ];
    assert_eq!(ids.iter().map(stands).collect::<Vec<_>>(), expected);
    let hops = roster.swap(&pair.partner, ids[2]).await.unwrap().approval.hops;
    let said: Vec<_> = hops.iter().map(|hop| (hop.act, hop.actor.as_deref(), hop.text.as_deref())).collect();
    let rejected = (HopAct::Rejected, Some("测试lead"), Some("人手不够"));
    assert_eq!(said, [(HopAct::Submitted, Some("测试w001"), None), rejected]);
    let hops = roster.swap(&pair.asker, ids[6]).await.unwrap().approval.hops;
    let expired = hops.last().unwrap();
    assert_eq!((expired.act, expired.actor.as_deref()), (HopAct::Expired, None));
    assert_eq!(domain::time::hall_date(expired.at), december(16));
    // What people were told leads somewhere: that of a request which can't be told is gone.
    pair.world.clock.advance(chrono::TimeDelta::minutes(1));
    let waits = NoticeContent::RequestWaits { by: "测试w001".to_owned(), request: ids[0] };
    assert_eq!(told(&pair, &lead).await, std::slice::from_ref(&waits));
    let (what, state, request) = (ApprovalKind::Swap, FlowState::Rejected, ids[2]);
    assert_eq!(told(&pair, &pair.partner).await, [NoticeContent::RequestSettled { what, state, request }]);
    assert_eq!(told(&pair, &pair.asker).await[0].link(), "/roster");
    // The next look finds who decides, and reminds them.
    pair.world.services.run_jobs().await.unwrap();
    assert_eq!(told(&pair, &lead).await, [waits.clone(), waits]);
    let row = inbox(&pair.world, &lead).await.remove(0);
    assert_eq!((row.id, card(&row).is_flagged()), (ids[0], false));
    let again = roster.ask_swap(&pair.asker, pair.command()).await;
    assert_eq!(problem(again), RosterError::AskedAlready.into());
    decide(&pair.world, &lead, ids[0], Verdict::Agree).await.unwrap();
    assert_eq!(pair.works(&pair.asker).await, [false, true]);
    // And the colleague can still answer.
    pair.say(&pair.partner, ids[1], 1, SwapAct::Agree).await.unwrap();
    assert_eq!(inbox(&pair.world, &lead).await.len(), 1);
}
