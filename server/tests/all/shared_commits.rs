//! Writes that wait together share a commit on SQLite: what fails fails alone, as on PostgreSQL, where each has a
//! commit of its own.

use domain::ids::AuditId;
use futures::future::join_all;
use sea_orm::DbBackend;
use store::{
    Db, DbErr, Tx, TxError,
    repo::audit::{AuditRecord, create_line, list_about},
};
use testkit::{World, db_test};
use uuid::Uuid;

/// What becomes of a write after it has stored its line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum End {
    Well,
    Refused,
    Panics,
}

#[derive(Debug)]
enum Failure {
    Refused,
    Db(DbErr),
}

impl From<DbErr> for Failure {
    fn from(error: DbErr) -> Self {
        Self::Db(error)
    }
}

impl TxError for Failure {
    fn db(&self) -> Option<&DbErr> {
        if let Self::Db(error) = self { Some(error) } else { None }
    }
}

#[db_test]
async fn a_write_that_fails_takes_no_other_with_it(world: World) {
    let subject = Uuid::now_v7();
    // Enough that the first is under way while the others gather.
    let ends = (0..60).map(|n| match n % 20 {
        7 => End::Refused,
        // Elsewhere it ends the task that asked.
        13 if world.db.backend() == DbBackend::Sqlite => End::Panics,
        _ => End::Well,
    });
    let writes: Vec<(AuditId, End)> = ends.map(|end| (AuditId::new(), end)).collect();
    let answers = join_all(writes.iter().map(|write| store(&world, subject, *write))).await;
    for ((_, end), answer) in writes.iter().zip(answers) {
        match end {
            End::Well => answer.unwrap(),
            End::Refused => assert!(matches!(answer, Err(Failure::Refused)), "{answer:?}"),
            End::Panics => assert!(matches!(answer, Err(Failure::Db(_))), "{answer:?}"),
        }
    }
    let well = writes.into_iter().filter(|(_, end)| *end == End::Well);
    let mut expected: Vec<AuditId> = well.map(|(line, _)| line).collect();
    expected.sort();
    assert_eq!(stored(&world.db, subject).await, expected);
}

#[db_test]
async fn a_write_that_fails_alone_leaves_nothing(world: World) {
    let subject = Uuid::now_v7();
    let refused = store(&world, subject, (AuditId::new(), End::Refused)).await;
    assert!(matches!(refused, Err(Failure::Refused)), "{refused:?}");
    assert!(stored(&world.db, subject).await.is_empty());
    let line = AuditId::new();
    store(&world, subject, (line, End::Well)).await.unwrap();
    assert_eq!(stored(&world.db, subject).await, [line]);
}

async fn store(world: &World, subject: Uuid, (line, end): (AuditId, End)) -> Result<(), Failure> {
    let record = record(world, subject, line);
    world.db.write((record, end), |tx, (record, end)| Box::pin(store_and_end(tx, record.clone(), *end))).await
}

async fn store_and_end(tx: &Tx, record: AuditRecord, end: End) -> Result<(), Failure> {
    create_line(tx, record).await?;
    match end {
        End::Well => Ok(()),
        End::Refused => Err(Failure::Refused),
        End::Panics => panic!("a write that panics"),
    }
}

fn record(world: &World, subject: Uuid, line: AuditId) -> AuditRecord {
    AuditRecord {
        id: line,
        agency: world.agency,
        at: world.services.clock().now(),
        actor: None,
        action: "test.write".to_owned(),
        subject_kind: "test".to_owned(),
        subject,
        detail: String::new(),
        address: String::new(),
    }
}

async fn stored(db: &Db, subject: Uuid) -> Vec<AuditId> {
    let mut lines: Vec<AuditId> =
        list_about(db.read(), &[subject], None, 100).await.unwrap().into_iter().map(|line| line.id).collect();
    lines.sort();
    lines
}
