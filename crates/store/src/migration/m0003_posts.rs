use sea_orm_migration::{prelude::*, schema::*};

use super::{m0001_org::Post, m0002_accounts::Person, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
pub(super) enum PostHolder {
    Table,
    Id,
    PostId,
    PersonId,
    Side,
    FromOn,
    ToOn,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let holder = Table::create()
            .table(PostHolder::Table)
            .col(pk_uuid(PostHolder::Id))
            .col(uuid(PostHolder::PostId))
            .col(uuid(PostHolder::PersonId))
            .col(string(PostHolder::Side).check(Expr::col(PostHolder::Side).is_in(["A", "B"])))
            .col(date(PostHolder::FromOn))
            .col(date_null(PostHolder::ToOn))
            .foreign_key(&mut references(PostHolder::PostId, Post::Table, Post::Id))
            .foreign_key(&mut references(PostHolder::PersonId, Person::Table, Person::Id))
            .take();
        manager.create_table(holder).await?;
        // One open A and one open B a post, and nobody both: by constraint, whatever two editors do at once.
        let open = || Expr::col(PostHolder::ToOn).is_null();
        let indexes = [
            Index::create()
                .unique()
                .name("post_side_open")
                .table(PostHolder::Table)
                .col(PostHolder::PostId)
                .col(PostHolder::Side)
                .and_where(open())
                .take(),
            Index::create()
                .unique()
                .name("post_person_open")
                .table(PostHolder::Table)
                .col(PostHolder::PostId)
                .col(PostHolder::PersonId)
                .and_where(open())
                .take(),
            Index::create().name("post_holder_post").table(PostHolder::Table).col(PostHolder::PostId).take(),
            Index::create().name("post_holder_person").table(PostHolder::Table).col(PostHolder::PersonId).take(),
        ];
        for index in indexes {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}
