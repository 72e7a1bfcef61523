//! What people were told of swaps leads to the swap now. What was told between the two leads to one's own swaps.

use sea_orm_migration::prelude::*;
use uuid::Uuid;

use super::{ShiftSwap, carried::told::Told};
use crate::migration::m0002_accounts::Person;

const WAITS: &str = "swap_waits";
const DECIDED: &str = "swap_decided";

pub(super) async fn carry_over(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    for told in Told::list(manager, [WAITS, DECIDED]).await? {
        let request = swap(manager, &told).await?;
        if told.kind == WAITS {
            told.waits(manager, request).await?;
        } else {
            told.decided(manager, "swap", request).await?;
        }
    }
    Ok(())
}

/// The swap that a notice told of: the last of its days that was asked before it.
async fn swap(manager: &SchemaManager<'_>, told: &Told) -> Result<Option<Uuid>, DbErr> {
    let Some((give, take)) = told.date("give").zip(told.date("take")) else { return Ok(None) };
    let column = |column| Expr::col((ShiftSwap::Table, column));
    let whose = if told.kind == WAITS {
        Expr::col((Person::Table, Person::Name)).eq(told.word("by"))
    } else {
        column(ShiftSwap::AskerId).eq(told.person).or(column(ShiftSwap::PartnerId).eq(told.person))
    };
    let asker = Expr::col((Person::Table, Person::Id)).equals((ShiftSwap::Table, ShiftSwap::AskerId));
    let swap = Query::select()
        .column((ShiftSwap::Table, ShiftSwap::Id))
        .from(ShiftSwap::Table)
        .inner_join(Person::Table, asker)
        .and_where(whose)
        .and_where(column(ShiftSwap::GiveOn).eq(give))
        .and_where(column(ShiftSwap::TakeOn).eq(take))
        .and_where(column(ShiftSwap::AskedAt).lte(told.at))
        .order_by((ShiftSwap::Table, ShiftSwap::AskedAt), Order::Desc)
        .limit(1)
        .take();
    let row = manager.get_connection().query_one(&swap).await?;
    row.map(|row| row.try_get("", "id")).transpose()
}
