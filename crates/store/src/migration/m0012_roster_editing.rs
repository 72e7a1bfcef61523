use sea_orm_migration::{prelude::*, schema::*};

use super::{
    instant, instant_null,
    m0001_org::{Hall, Post, ServiceWindow},
    m0002_accounts::Person,
    references,
};

mod open_shifts;
mod overtime;
mod swaps;
mod terms;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Shift {
    Table,
    Id,
}

#[derive(DeriveIden)]
enum RosterDraft {
    Table,
    Id,
    HallId,
    Month,
    Version,
    EditedBy,
    EditedAt,
}

#[derive(DeriveIden)]
enum RosterDraftCell {
    Table,
    DraftId,
    PersonId,
    WorkDate,
    ShiftId,
}

#[derive(DeriveIden)]
enum RosterPublication {
    Table,
    Id,
    HallId,
    Month,
    PublishedBy,
    PublishedAt,
    Reason,
    Findings,
}

#[derive(DeriveIden)]
enum RosterReceipt {
    Table,
    Id,
    HallId,
    PersonId,
    FromOn,
    ToOn,
    PublishedAt,
    SeenAt,
    Changes,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = drafts().into_iter().chain(publications()).chain(terms::tables()).chain(swaps::tables());
        for table in tables.chain(open_shifts::tables()).chain(overtime::tables()) {
            manager.create_table(table).await?;
        }
        let indices = indices().into_iter().chain(terms::indices()).chain(swaps::indices());
        for index in indices.chain(open_shifts::indices()).chain(overtime::indices()) {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

/// What is being planned. Not a fact: a cell goes when it is published or taken back.
fn drafts() -> [TableCreateStatement; 2] {
    let draft = Table::create()
        .table(RosterDraft::Table)
        .col(pk_uuid(RosterDraft::Id))
        .col(uuid(RosterDraft::HallId))
        .col(date(RosterDraft::Month))
        .col(integer(RosterDraft::Version))
        .col(uuid(RosterDraft::EditedBy))
        .col(instant(RosterDraft::EditedAt))
        .foreign_key(&mut references(RosterDraft::HallId, Hall::Table, Hall::Id))
        .foreign_key(&mut references(RosterDraft::EditedBy, Person::Table, Person::Id))
        .index(Index::create().unique().name("draft_month").col(RosterDraft::HallId).col(RosterDraft::Month))
        .take();
    let cell = Table::create()
        .table(RosterDraftCell::Table)
        .col(uuid(RosterDraftCell::DraftId))
        .col(uuid(RosterDraftCell::PersonId))
        .col(date(RosterDraftCell::WorkDate))
        .col(uuid_null(RosterDraftCell::ShiftId))
        .primary_key(
            Index::create().col(RosterDraftCell::DraftId).col(RosterDraftCell::PersonId).col(RosterDraftCell::WorkDate),
        )
        .foreign_key(&mut references(RosterDraftCell::DraftId, RosterDraft::Table, RosterDraft::Id))
        .foreign_key(&mut references(RosterDraftCell::PersonId, Person::Table, Person::Id))
        .foreign_key(&mut references(RosterDraftCell::ShiftId, Shift::Table, Shift::Id))
        .take();
    [draft, cell]
}

/// What was published, why against which rules of the house, and who has taken note of it.
fn publications() -> [TableCreateStatement; 2] {
    let publication = Table::create()
        .table(RosterPublication::Table)
        .col(pk_uuid(RosterPublication::Id))
        .col(uuid(RosterPublication::HallId))
        .col(date(RosterPublication::Month))
        .col(uuid(RosterPublication::PublishedBy))
        .col(instant(RosterPublication::PublishedAt))
        .col(text_null(RosterPublication::Reason))
        .col(text(RosterPublication::Findings))
        .foreign_key(&mut references(RosterPublication::HallId, Hall::Table, Hall::Id))
        .foreign_key(&mut references(RosterPublication::PublishedBy, Person::Table, Person::Id))
        .take();
    // A swap changes rosters too, so a receipt stands by itself. Its changes are only read as a whole.
    let receipt = Table::create()
        .table(RosterReceipt::Table)
        .col(pk_uuid(RosterReceipt::Id))
        .col(uuid(RosterReceipt::HallId))
        .col(uuid(RosterReceipt::PersonId))
        .col(date(RosterReceipt::FromOn))
        .col(date(RosterReceipt::ToOn))
        .col(instant(RosterReceipt::PublishedAt))
        .col(instant_null(RosterReceipt::SeenAt))
        .col(text(RosterReceipt::Changes))
        .foreign_key(&mut references(RosterReceipt::HallId, Hall::Table, Hall::Id))
        .foreign_key(&mut references(RosterReceipt::PersonId, Person::Table, Person::Id))
        .take();
    [publication, receipt]
}

fn indices() -> [IndexCreateStatement; 3] {
    [
        Index::create()
            .name("publication_month")
            .table(RosterPublication::Table)
            .col(RosterPublication::HallId)
            .col(RosterPublication::Month)
            .take(),
        Index::create()
            .name("receipt_open_person")
            .table(RosterReceipt::Table)
            .col(RosterReceipt::PersonId)
            .and_where(Expr::col(RosterReceipt::SeenAt).is_null())
            .take(),
        Index::create()
            .name("receipt_open_hall")
            .table(RosterReceipt::Table)
            .col(RosterReceipt::HallId)
            .and_where(Expr::col(RosterReceipt::SeenAt).is_null())
            .take(),
    ]
}
