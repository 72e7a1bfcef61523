//! Photos that people hand in: what is known of each. The sealed pictures are files, not rows.

use sea_orm_migration::{prelude::*, schema::*};

use super::{instant, instant_null, m0002_accounts::Person, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Photo {
    Table,
    Id,
    OwnerId,
    UsedFor,
    SubjectId,
    Digest,
    Size,
    Width,
    Height,
    MediaType,
    At,
    StoredAt,
    AttachedAt,
    ErasedAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // The subject is a row of one of several tables, so no foreign key holds it; subjects are never deleted.
        let photo = Table::create()
            .table(Photo::Table)
            .col(pk_uuid(Photo::Id))
            .col(uuid(Photo::OwnerId))
            .col(string_null(Photo::UsedFor).check(Expr::col(Photo::UsedFor).is_in(["correction", "leave"])))
            .col(uuid_null(Photo::SubjectId))
            .col(ColumnDef::new(Photo::Digest).binary().not_null())
            .col(integer(Photo::Size))
            .col(integer(Photo::Width))
            .col(integer(Photo::Height))
            .col(string(Photo::MediaType))
            .col(instant(Photo::At))
            .col(instant_null(Photo::StoredAt))
            .col(instant_null(Photo::AttachedAt))
            .col(instant_null(Photo::ErasedAt))
            .foreign_key(&mut references(Photo::OwnerId, Person::Table, Person::Id))
            .take();
        manager.create_table(photo).await?;
        for (name, column) in [
            ("photo_subject", Photo::SubjectId),
            ("photo_digest", Photo::Digest),
            ("photo_attached", Photo::AttachedAt),
        ] {
            let index = Index::create().name(name).table(Photo::Table).col(column).take();
            manager.create_index(index).await?;
        }
        Ok(())
    }
}
