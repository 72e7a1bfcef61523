//! Delegations for one place alone, and with one's own leave; when halls are open.

use sea_orm_migration::{prelude::*, schema::*};

use super::{m0001_org::Hall, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Delegation {
    Table,
    FromId,
    ScopeKind,
    ScopeId,
    LeaveId,
}

#[derive(DeriveIden)]
enum HallHours {
    Table,
    HallId,
    Opens,
    Pauses,
    Resumes,
    Closes,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column at a time, and none with a reference.
        let columns =
            [string_null(Delegation::ScopeKind), uuid_null(Delegation::ScopeId), uuid_null(Delegation::LeaveId)];
        for mut column in columns {
            manager.alter_table(Table::alter().table(Delegation::Table).add_column(&mut column).take()).await?;
        }
        let of = Index::create().name("delegation_of").table(Delegation::Table).col(Delegation::FromId).take();
        manager.create_index(of).await?;
        let with = Index::create()
            .name("delegation_with")
            .table(Delegation::Table)
            .col(Delegation::LeaveId)
            .and_where(Expr::col(Delegation::LeaveId).is_not_null())
            .take();
        manager.create_index(with).await?;
        let before = |first, second| Expr::col(first).lte(Expr::col(second));
        let hours = Table::create()
            .table(HallHours::Table)
            .col(pk_uuid(HallHours::HallId))
            .col(integer(HallHours::Opens))
            .col(integer(HallHours::Pauses))
            .col(integer(HallHours::Resumes))
            .col(integer(HallHours::Closes))
            .foreign_key(&mut references(HallHours::HallId, Hall::Table, Hall::Id))
            .check(before(HallHours::Opens, HallHours::Pauses))
            .check(before(HallHours::Pauses, HallHours::Resumes))
            .check(before(HallHours::Resumes, HallHours::Closes))
            .take();
        manager.create_table(hours).await
    }
}
