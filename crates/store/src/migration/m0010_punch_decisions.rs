use sea_orm_migration::{prelude::*, schema::*};

use super::{instant, m0002_accounts::Person, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Punch {
    Table,
    Id,
}

#[derive(DeriveIden)]
enum PunchDecision {
    Table,
    PunchId,
    DecidedBy,
    Accepted,
    Reason,
    At,
}

#[derive(DeriveIden)]
enum Received {
    Table,
    PersonId,
    ClientId,
    Digest,
    Answer,
    At,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One decision a punch: of two leads at once the second is told.
        let decision = Table::create()
            .table(PunchDecision::Table)
            .col(pk_uuid(PunchDecision::PunchId))
            .col(uuid(PunchDecision::DecidedBy))
            .col(boolean(PunchDecision::Accepted))
            .col(text_null(PunchDecision::Reason))
            .col(instant(PunchDecision::At))
            .foreign_key(&mut references(PunchDecision::PunchId, Punch::Table, Punch::Id))
            .foreign_key(&mut references(PunchDecision::DecidedBy, Person::Table, Person::Id))
            .take();
        manager.create_table(decision).await?;
        // What phones have sent, so that sending it again gives the same answer (punches are their own receipts).
        let received = Table::create()
            .table(Received::Table)
            .col(uuid(Received::PersonId))
            .col(uuid(Received::ClientId))
            .col(binary(Received::Digest))
            .col(text(Received::Answer))
            .col(instant(Received::At))
            .primary_key(Index::create().col(Received::PersonId).col(Received::ClientId))
            .foreign_key(&mut references(Received::PersonId, Person::Table, Person::Id))
            .take();
        manager.create_table(received).await
    }
}
