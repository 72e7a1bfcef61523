use sea_orm_migration::{prelude::*, schema::*};

use super::{
    instant, instant_null,
    m0001_org::{Hall, Post, ServiceWindow},
    m0002_accounts::Person,
    references,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Outing {
    Table,
    Id,
    HallId,
    PostId,
    PersonId,
    Reason,
    Minutes,
    State,
    Version,
    AskedAt,
    CoverId,
    LeftAt,
    BackAt,
    OverdueToldAt,
}

#[derive(DeriveIden)]
enum Vacancy {
    Table,
    Id,
    HallId,
    PostId,
    Since,
    RaisedAt,
    EscalatedAt,
    TakenBy,
    TakenAt,
    Note,
    EndedAt,
}

#[derive(DeriveIden)]
enum PatrolRecord {
    Table,
    Id,
    HallId,
    WindowId,
    PersonId,
    Kind,
    FoundAt,
    Note,
    InspectorId,
    At,
}

#[derive(DeriveIden)]
enum PatrolNote {
    Table,
    Id,
    RecordId,
    Text,
    At,
}

#[derive(DeriveIden)]
enum PatrolDecision {
    Table,
    RecordId,
    DecidedBy,
    Upheld,
    Reason,
    At,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [outing(), vacancy(), patrol_record(), patrol_note(), patrol_decision()] {
            manager.create_table(table).await?;
        }
        for index in indices() {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

/// Leaving the window; with `cover_id` it is the session of who stands in as well, from `left_at` to `back_at`.
fn outing() -> TableCreateStatement {
    let states = ["asked", "out", "back", "withdrawn", "lapsed"];
    Table::create()
        .table(Outing::Table)
        .col(pk_uuid(Outing::Id))
        .col(uuid(Outing::HallId))
        .col(uuid(Outing::PostId))
        .col(uuid(Outing::PersonId))
        .col(text(Outing::Reason))
        .col(integer(Outing::Minutes))
        .col(string(Outing::State).check(Expr::col(Outing::State).is_in(states)))
        .col(integer(Outing::Version))
        .col(instant(Outing::AskedAt))
        .col(uuid_null(Outing::CoverId))
        .col(instant_null(Outing::LeftAt))
        .col(instant_null(Outing::BackAt))
        .col(instant_null(Outing::OverdueToldAt))
        .foreign_key(&mut references(Outing::HallId, Hall::Table, Hall::Id))
        .foreign_key(&mut references(Outing::PostId, Post::Table, Post::Id))
        .foreign_key(&mut references(Outing::PersonId, Person::Table, Person::Id))
        .foreign_key(&mut references(Outing::CoverId, Person::Table, Person::Id))
        .check(Expr::col(Outing::CoverId).is_null().or(Expr::col(Outing::CoverId).ne(Expr::col(Outing::PersonId))))
        .take()
}

/// An alarm about a post where nobody is.
fn vacancy() -> TableCreateStatement {
    Table::create()
        .table(Vacancy::Table)
        .col(pk_uuid(Vacancy::Id))
        .col(uuid(Vacancy::HallId))
        .col(uuid(Vacancy::PostId))
        .col(instant(Vacancy::Since))
        .col(instant(Vacancy::RaisedAt))
        .col(instant_null(Vacancy::EscalatedAt))
        .col(uuid_null(Vacancy::TakenBy))
        .col(instant_null(Vacancy::TakenAt))
        .col(text_null(Vacancy::Note))
        .col(instant_null(Vacancy::EndedAt))
        .foreign_key(&mut references(Vacancy::HallId, Hall::Table, Hall::Id))
        .foreign_key(&mut references(Vacancy::PostId, Post::Table, Post::Id))
        .foreign_key(&mut references(Vacancy::TakenBy, Person::Table, Person::Id))
        .take()
}

fn patrol_record() -> TableCreateStatement {
    let kinds = ["wandering", "off_post"];
    Table::create()
        .table(PatrolRecord::Table)
        .col(pk_uuid(PatrolRecord::Id))
        .col(uuid(PatrolRecord::HallId))
        .col(uuid(PatrolRecord::WindowId))
        .col(uuid(PatrolRecord::PersonId))
        .col(string(PatrolRecord::Kind).check(Expr::col(PatrolRecord::Kind).is_in(kinds)))
        .col(instant(PatrolRecord::FoundAt))
        .col(text(PatrolRecord::Note))
        .col(uuid(PatrolRecord::InspectorId))
        .col(instant(PatrolRecord::At))
        .foreign_key(&mut references(PatrolRecord::HallId, Hall::Table, Hall::Id))
        .foreign_key(&mut references(PatrolRecord::WindowId, ServiceWindow::Table, ServiceWindow::Id))
        .foreign_key(&mut references(PatrolRecord::PersonId, Person::Table, Person::Id))
        .foreign_key(&mut references(PatrolRecord::InspectorId, Person::Table, Person::Id))
        .check(Expr::col(PatrolRecord::PersonId).ne(Expr::col(PatrolRecord::InspectorId)))
        .take()
}

fn patrol_note() -> TableCreateStatement {
    Table::create()
        .table(PatrolNote::Table)
        .col(pk_uuid(PatrolNote::Id))
        .col(uuid(PatrolNote::RecordId))
        .col(text(PatrolNote::Text))
        .col(instant(PatrolNote::At))
        .foreign_key(&mut references(PatrolNote::RecordId, PatrolRecord::Table, PatrolRecord::Id))
        .take()
}

/// One decision a record: of two supervisors at once the second is told.
fn patrol_decision() -> TableCreateStatement {
    Table::create()
        .table(PatrolDecision::Table)
        .col(pk_uuid(PatrolDecision::RecordId))
        .col(uuid(PatrolDecision::DecidedBy))
        .col(boolean(PatrolDecision::Upheld))
        .col(text(PatrolDecision::Reason))
        .col(instant(PatrolDecision::At))
        .foreign_key(&mut references(PatrolDecision::RecordId, PatrolRecord::Table, PatrolRecord::Id))
        .foreign_key(&mut references(PatrolDecision::DecidedBy, Person::Table, Person::Id))
        .take()
}

fn indices() -> [IndexCreateStatement; 8] {
    let open = || Expr::col(Outing::State).is_in(["asked", "out"]);
    let out = || Expr::col(Outing::State).eq("out");
    [
        // Nobody is out twice, and nobody stands in for two at once.
        Index::create()
            .unique()
            .name("outing_open")
            .table(Outing::Table)
            .col(Outing::PersonId)
            .and_where(open())
            .take(),
        Index::create().unique().name("outing_cover").table(Outing::Table).col(Outing::CoverId).and_where(out()).take(),
        Index::create().name("outing_hall").table(Outing::Table).col(Outing::HallId).and_where(open()).take(),
        Index::create().name("outing_person").table(Outing::Table).col(Outing::PersonId).col(Outing::AskedAt).take(),
        // One alarm a post, whichever server's turn it is.
        Index::create()
            .unique()
            .name("vacancy_open")
            .table(Vacancy::Table)
            .col(Vacancy::PostId)
            .and_where(Expr::col(Vacancy::EndedAt).is_null())
            .take(),
        Index::create().name("patrol_hall").table(PatrolRecord::Table).col(PatrolRecord::HallId).take(),
        Index::create().name("patrol_person").table(PatrolRecord::Table).col(PatrolRecord::PersonId).take(),
        Index::create().name("patrol_note_record").table(PatrolNote::Table).col(PatrolNote::RecordId).take(),
    ]
}
