//! What follows once leave is granted: what people were told of it, and what is handed over before a long one.

use sea_orm_migration::{prelude::*, schema::*};

use super::{instant, instant_null, m0002_accounts::Person, m0018_leave_requests::LeaveRequest, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum LeaveTold {
    Table,
    RequestId,
    What,
    At,
}

#[derive(DeriveIden)]
enum HandoverItem {
    Table,
    Id,
    RequestId,
    Content,
    AddedAt,
    TakenAt,
    TakenBy,
}

#[derive(DeriveIden)]
enum HandoverSign {
    Table,
    RequestId,
    Part,
    PersonId,
    At,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let told = Table::create()
            .table(LeaveTold::Table)
            .col(uuid(LeaveTold::RequestId))
            .col(string(LeaveTold::What))
            .col(instant(LeaveTold::At))
            .primary_key(Index::create().col(LeaveTold::RequestId).col(LeaveTold::What))
            .foreign_key(&mut references(LeaveTold::RequestId, LeaveRequest::Table, LeaveRequest::Id))
            .take();
        manager.create_table(told).await?;
        let item = Table::create()
            .table(HandoverItem::Table)
            .col(pk_uuid(HandoverItem::Id))
            .col(uuid(HandoverItem::RequestId))
            .col(text(HandoverItem::Content))
            .col(instant(HandoverItem::AddedAt))
            .col(instant_null(HandoverItem::TakenAt))
            .col(uuid_null(HandoverItem::TakenBy))
            .foreign_key(&mut references(HandoverItem::RequestId, LeaveRequest::Table, LeaveRequest::Id))
            .foreign_key(&mut references(HandoverItem::TakenBy, Person::Table, Person::Id))
            .take();
        manager.create_table(item).await?;
        let by_request = Index::create()
            .name("handover_item_request")
            .table(HandoverItem::Table)
            .col(HandoverItem::RequestId)
            .take();
        manager.create_index(by_request).await?;
        // One word a part, whoever is faster.
        let sign = Table::create()
            .table(HandoverSign::Table)
            .col(uuid(HandoverSign::RequestId))
            .col(
                string(HandoverSign::Part).check(Expr::col(HandoverSign::Part).is_in(["giver", "receiver", "witness"])),
            )
            .col(uuid(HandoverSign::PersonId))
            .col(instant(HandoverSign::At))
            .primary_key(Index::create().col(HandoverSign::RequestId).col(HandoverSign::Part))
            .foreign_key(&mut references(HandoverSign::RequestId, LeaveRequest::Table, LeaveRequest::Id))
            .foreign_key(&mut references(HandoverSign::PersonId, Person::Table, Person::Id))
            .take();
        manager.create_table(sign).await
    }
}
