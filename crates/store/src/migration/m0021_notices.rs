//! Inboxes.

use sea_orm_migration::{prelude::*, schema::*};

use super::{instant, instant_null, m0002_accounts::Person, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Notice {
    Table,
    Id,
    PersonId,
    Kind,
    Content,
    AboutId,
    AsksReceipt,
    At,
    ReadAt,
    AcknowledgedAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Kinds grow with every release, so they have no CHECK; the content is only read as a whole.
        let notice = Table::create()
            .table(Notice::Table)
            .col(pk_uuid(Notice::Id))
            .col(uuid(Notice::PersonId))
            .col(string(Notice::Kind))
            .col(text(Notice::Content))
            .col(uuid_null(Notice::AboutId))
            .col(boolean(Notice::AsksReceipt))
            .col(instant(Notice::At))
            .col(instant_null(Notice::ReadAt))
            .col(instant_null(Notice::AcknowledgedAt))
            .foreign_key(&mut references(Notice::PersonId, Person::Table, Person::Id))
            .take();
        manager.create_table(notice).await?;
        let inbox =
            Index::create().name("notice_inbox").table(Notice::Table).col(Notice::PersonId).col(Notice::Id).take();
        manager.create_index(inbox).await?;
        let unread = Index::create()
            .name("notice_unread")
            .table(Notice::Table)
            .col(Notice::PersonId)
            .and_where(Expr::col(Notice::ReadAt).is_null())
            .take();
        manager.create_index(unread).await
    }
}
