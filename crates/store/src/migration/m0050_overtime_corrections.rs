//! Of a day's overtime the begin and the end can be asked for at once: neither has a place in a shift, so what tells
//! them apart is which way the punch goes.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Correction {
    Table,
    PersonId,
    WorkDate,
    SlotSeq,
    SlotKind,
    Holding,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let old = Index::drop().name("correction_slot").table(Correction::Table).to_owned();
        manager.drop_index(old).await?;
        let slot = Index::create()
            .unique()
            .name("correction_slot")
            .table(Correction::Table)
            .col(Correction::PersonId)
            .col(Correction::WorkDate)
            .col(Correction::SlotSeq)
            .col(Correction::SlotKind)
            .and_where(Expr::col(Correction::Holding).eq("held"))
            .take();
        manager.create_index(slot).await
    }
}
