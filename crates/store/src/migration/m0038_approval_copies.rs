//! Who has a copy of a request (抄送); and notices by what they are about, since some are held and dropped by it.

use sea_orm_migration::{prelude::*, schema::*};

use super::{instant, m0002_accounts::Person, m0017_approvals::Approval, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum ApprovalCopy {
    Table,
    ApprovalId,
    PersonId,
    ById,
    At,
}

#[derive(DeriveIden)]
enum Notice {
    Table,
    AboutId,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let copy = Table::create()
            .table(ApprovalCopy::Table)
            .col(uuid(ApprovalCopy::ApprovalId))
            .col(uuid(ApprovalCopy::PersonId))
            .col(uuid(ApprovalCopy::ById))
            .col(instant(ApprovalCopy::At))
            .primary_key(Index::create().col(ApprovalCopy::PersonId).col(ApprovalCopy::ApprovalId))
            .foreign_key(&mut references(ApprovalCopy::ApprovalId, Approval::Table, Approval::Id))
            .foreign_key(&mut references(ApprovalCopy::PersonId, Person::Table, Person::Id))
            .foreign_key(&mut references(ApprovalCopy::ById, Person::Table, Person::Id))
            .take();
        manager.create_table(copy).await?;
        let of =
            Index::create().name("approval_copy_of").table(ApprovalCopy::Table).col(ApprovalCopy::ApprovalId).take();
        manager.create_index(of).await?;
        let about = Index::create()
            .name("notice_about")
            .table(Notice::Table)
            .col(Notice::AboutId)
            .and_where(Expr::col(Notice::AboutId).is_not_null())
            .take();
        manager.create_index(about).await
    }
}
