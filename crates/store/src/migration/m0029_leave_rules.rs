//! What the agency has published about kinds of leave at a hall, version by version.

use sea_orm_migration::{prelude::*, schema::*};

use super::{instant, m0001_org::Hall, m0002_accounts::Person, m0018_leave_requests::LeaveRequest, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum LeaveRule {
    Table,
    HallId,
    Kind,
    Number,
    FromOn,
    Terms,
    PublishedBy,
    PublishedAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Rows are only ever added: for a day, the highest number of the latest day up to it counts. Two who
        // publish at once collide in the key.
        let rules = Table::create()
            .table(LeaveRule::Table)
            .col(uuid(LeaveRule::HallId))
            .col(string(LeaveRule::Kind))
            .col(integer(LeaveRule::Number))
            .col(date(LeaveRule::FromOn))
            .col(text(LeaveRule::Terms))
            .col(uuid(LeaveRule::PublishedBy))
            .col(instant(LeaveRule::PublishedAt))
            .primary_key(Index::create().col(LeaveRule::HallId).col(LeaveRule::Kind).col(LeaveRule::Number))
            .foreign_key(&mut references(LeaveRule::HallId, Hall::Table, Hall::Id))
            .foreign_key(&mut references(LeaveRule::PublishedBy, Person::Table, Person::Id))
            .check(Expr::col(LeaveRule::Number).gte(1))
            .take();
        manager.create_table(rules).await?;
        let index = Index::create()
            .name("leave_request_hall_kind")
            .table(LeaveRequest::Table)
            .col(LeaveRequest::HallId)
            .col(LeaveRequest::Kind)
            .col(LeaveRequest::FromOn)
            .take();
        manager.create_index(index).await
    }
}
