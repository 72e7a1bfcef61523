//! What became of the papers that a request for leave wants: who was told, what was ruled when none came.

use sea_orm_migration::{prelude::*, schema::*};

use super::{instant_null, m0002_accounts::Person, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum LeavePapers {
    Table,
    RequestId,
    RemindedAt,
    OverdueAt,
    Ruling,
    Reason,
    RuledBy,
    RuledAt,
}

#[derive(DeriveIden)]
enum LeaveRequest {
    Table,
    Id,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let papers = Table::create()
            .table(LeavePapers::Table)
            .col(pk_uuid(LeavePapers::RequestId))
            .col(instant_null(LeavePapers::RemindedAt))
            .col(instant_null(LeavePapers::OverdueAt))
            .col(string_null(LeavePapers::Ruling).check(Expr::col(LeavePapers::Ruling).is_in(["excused", "unexcused"])))
            .col(text_null(LeavePapers::Reason))
            .col(uuid_null(LeavePapers::RuledBy))
            .col(instant_null(LeavePapers::RuledAt))
            .foreign_key(&mut references(LeavePapers::RequestId, LeaveRequest::Table, LeaveRequest::Id))
            .foreign_key(&mut references(LeavePapers::RuledBy, Person::Table, Person::Id))
            .take();
        manager.create_table(papers).await
    }
}
