//! Corrections go the way of all requests: each has an approval, which says how it stands and who decides.

use sea_orm_migration::{prelude::*, schema::*};

use super::{
    instant, instant_null,
    m0001_org::Hall,
    m0002_accounts::Person,
    m0013_corrections::{Punch, PunchCorrection},
    m0017_approvals::Approval,
    references,
};

mod carry_over;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Correction {
    Table,
    Id,
    PersonId,
    HallId,
    WorkDate,
    SlotSeq,
    SlotKind,
    Cause,
    At,
    OriginalId,
    OriginalAt,
    Reason,
    AskedAt,
    Holding,
    PunchId,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // A new table: SQLite can't drop columns that a CHECK names.
        manager.create_table(correction()).await?;
        carry_over::carry_over(manager).await?;
        manager.drop_table(Table::drop().table(PunchCorrection::Table).take()).await?;
        for index in indices() {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

/// What it holds is kept beside the approval, since constraints rest on it: a slot that is asked for is asked
/// for once, and an approval and its punch are one. The punch that counted before stays beside.
fn correction() -> TableCreateStatement {
    let causes = ["missing", "late", "left_early", "unproved"];
    let holdings = ["nothing", "held", "given"];
    Table::create()
        .table(Correction::Table)
        .col(pk_uuid(Correction::Id))
        .col(uuid(Correction::PersonId))
        .col(uuid(Correction::HallId))
        .col(date(Correction::WorkDate))
        .col(small_integer(Correction::SlotSeq))
        .col(string(Correction::SlotKind))
        .col(string(Correction::Cause).check(Expr::col(Correction::Cause).is_in(causes)))
        .col(instant(Correction::At))
        .col(uuid_null(Correction::OriginalId))
        .col(instant_null(Correction::OriginalAt))
        .col(text(Correction::Reason))
        .col(instant(Correction::AskedAt))
        .col(string(Correction::Holding).check(Expr::col(Correction::Holding).is_in(holdings)))
        .col(uuid_null(Correction::PunchId))
        .foreign_key(&mut references(Correction::Id, Approval::Table, Approval::Id))
        .foreign_key(&mut references(Correction::PersonId, Person::Table, Person::Id))
        .foreign_key(&mut references(Correction::HallId, Hall::Table, Hall::Id))
        .foreign_key(&mut references(Correction::OriginalId, Punch::Table, Punch::Id))
        .foreign_key(&mut references(Correction::PunchId, Punch::Table, Punch::Id))
        .check(Expr::cust("(holding = 'given') = (punch_id IS NOT NULL)"))
        .take()
}

fn indices() -> [IndexCreateStatement; 3] {
    let held = || Expr::col(Correction::Holding).eq("held");
    [
        // One request a slot that waits.
        Index::create()
            .unique()
            .name("correction_slot")
            .table(Correction::Table)
            .col(Correction::PersonId)
            .col(Correction::WorkDate)
            .col(Correction::SlotSeq)
            .and_where(held())
            .take(),
        Index::create()
            .name("correction_person")
            .table(Correction::Table)
            .col(Correction::PersonId)
            .col(Correction::WorkDate)
            .take(),
        Index::create()
            .name("correction_held")
            .table(Correction::Table)
            .col(Correction::HallId)
            .and_where(held())
            .take(),
    ]
}
