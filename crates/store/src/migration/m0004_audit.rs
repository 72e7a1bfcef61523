use sea_orm_migration::{prelude::*, schema::*};

use super::{instant, m0001_org::Agency, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum AuditLine {
    Table,
    Id,
    AgencyId,
    At,
    ActorId,
    Action,
    SubjectKind,
    SubjectId,
    Detail,
    Address,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let line = Table::create()
            .table(AuditLine::Table)
            .col(pk_uuid(AuditLine::Id))
            .col(uuid(AuditLine::AgencyId))
            .col(instant(AuditLine::At))
            .col(uuid_null(AuditLine::ActorId))
            .col(string(AuditLine::Action))
            .col(string(AuditLine::SubjectKind))
            .col(uuid(AuditLine::SubjectId))
            .col(text(AuditLine::Detail))
            .col(string(AuditLine::Address))
            .foreign_key(&mut references(AuditLine::AgencyId, Agency::Table, Agency::Id))
            .take();
        manager.create_table(line).await?;
        let by_subject = Index::create()
            .name("audit_subject")
            .table(AuditLine::Table)
            .col(AuditLine::SubjectId)
            .col(AuditLine::Id)
            .take();
        manager.create_index(by_subject).await
    }
}
