//! Swaps go the way of all requests: each has an approval, which says how it stands and who decides.

use sea_orm_migration::{prelude::*, schema::*};

use super::{carried, instant, m0001_org::Hall, m0002_accounts::Person, m0017_approvals::Approval, references};

mod carry_over;
mod notices;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum SwapRequest {
    Table,
    Id,
    HallId,
    AskerId,
    PartnerId,
    GiveOn,
    TakeOn,
    Given,
    Taken,
    Reason,
    AskedAt,
    Consent,
    Holding,
}

/// As it was.
#[derive(DeriveIden)]
enum ShiftSwap {
    Table,
    Id,
    HallId,
    AskerId,
    PartnerId,
    GiveOn,
    TakeOn,
    Given,
    Taken,
    State,
    Version,
    Reason,
    Answer,
    AskedAt,
    SettledBy,
    SettledAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // A new table: SQLite can't drop columns that a CHECK names.
        manager.create_table(swaps()).await?;
        carry_over::carry_over(manager).await?;
        notices::carry_over(manager).await?;
        manager.drop_table(Table::drop().table(ShiftSwap::Table).take()).await?;
        for index in indices() {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

/// What was to be given and taken when it was asked is kept by name: by that it is told whether a roster has moved on.
/// What it holds is kept beside the approval, since a constraint rests on it: a day is given once.
fn swaps() -> TableCreateStatement {
    Table::create()
        .table(SwapRequest::Table)
        .col(pk_uuid(SwapRequest::Id))
        .col(uuid(SwapRequest::HallId))
        .col(uuid(SwapRequest::AskerId))
        .col(uuid(SwapRequest::PartnerId))
        .col(date(SwapRequest::GiveOn))
        .col(date(SwapRequest::TakeOn))
        .col(text(SwapRequest::Given))
        .col(text(SwapRequest::Taken))
        .col(text_null(SwapRequest::Reason))
        .col(instant(SwapRequest::AskedAt))
        .col(string(SwapRequest::Consent).check(Expr::col(SwapRequest::Consent).is_in(["asked", "agreed", "declined"])))
        .col(string(SwapRequest::Holding).check(Expr::col(SwapRequest::Holding).is_in(["nothing", "held", "given"])))
        .foreign_key(&mut references(SwapRequest::Id, Approval::Table, Approval::Id))
        .foreign_key(&mut references(SwapRequest::HallId, Hall::Table, Hall::Id))
        .foreign_key(&mut references(SwapRequest::AskerId, Person::Table, Person::Id))
        .foreign_key(&mut references(SwapRequest::PartnerId, Person::Table, Person::Id))
        .check(Expr::col(SwapRequest::AskerId).ne(Expr::col(SwapRequest::PartnerId)))
        .take()
}

fn indices() -> [IndexCreateStatement; 3] {
    let by_asker = || Index::create().table(SwapRequest::Table).col(SwapRequest::AskerId).take();
    [
        // The same day can't be promised twice.
        by_asker()
            .unique()
            .name("swap_day")
            .col(SwapRequest::GiveOn)
            .and_where(Expr::col(SwapRequest::Holding).eq("held"))
            .take(),
        by_asker().name("swap_request_asker").take(),
        Index::create().name("swap_request_partner").table(SwapRequest::Table).col(SwapRequest::PartnerId).take(),
    ]
}
