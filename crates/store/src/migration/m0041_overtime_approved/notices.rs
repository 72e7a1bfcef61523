//! What people were told of overtime leads to the request now.

use sea_orm_migration::prelude::*;
use uuid::Uuid;

use super::{OvertimeRequest, carried::told::Told};
use crate::migration::m0002_accounts::Person;

const WAITS: &str = "overtime_waits";
const DECIDED: &str = "overtime_decided";

pub(super) async fn carry_over(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    for told in Told::list(manager, [WAITS, DECIDED]).await? {
        let request = request(manager, &told).await?;
        if told.kind == WAITS {
            told.waits(manager, request).await?;
        } else {
            told.decided(manager, "overtime", request).await?;
        }
    }
    Ok(())
}

/// The request that a notice told of: the last for its day that was asked before it.
async fn request(manager: &SchemaManager<'_>, told: &Told) -> Result<Option<Uuid>, DbErr> {
    let Some(date) = told.date("date") else { return Ok(None) };
    let of_person = Expr::col((Person::Table, Person::Id)).equals((OvertimeRequest::Table, OvertimeRequest::PersonId));
    let whose = if told.kind == WAITS {
        Expr::col((Person::Table, Person::Name)).eq(told.word("by"))
    } else {
        Expr::col((Person::Table, Person::Id)).eq(told.person)
    };
    let request = Query::select()
        .column((OvertimeRequest::Table, OvertimeRequest::Id))
        .from(OvertimeRequest::Table)
        .inner_join(Person::Table, of_person)
        .and_where(whose)
        .and_where(Expr::col((OvertimeRequest::Table, OvertimeRequest::WorkDate)).eq(date))
        .and_where(Expr::col((OvertimeRequest::Table, OvertimeRequest::AskedAt)).lte(told.at))
        .order_by((OvertimeRequest::Table, OvertimeRequest::AskedAt), Order::Desc)
        .limit(1)
        .take();
    let row = manager.get_connection().query_one(&request).await?;
    row.map(|row| row.try_get("", "id")).transpose()
}
