//! Who is asked to take over from the one who covers a leave that is granted: they do once they have said yes. And
//! papers that were handed in and can't be used: who said so, why, and by when others are due instead; each refusal is
//! kept, and photos that came before the latest no longer count.

use sea_orm_migration::{prelude::*, schema::*};

use super::{instant, m0002_accounts::Person, m0018_leave_requests::LeaveRequest, references};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum LeaveNextCover {
    Table,
    RequestId,
    PersonId,
    AskedBy,
    AskedAt,
}

#[derive(DeriveIden)]
enum LeavePapersRefusal {
    Table,
    Id,
    RequestId,
    At,
    RefusedBy,
    Reason,
    DueOn,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One at a time: who is asked in their place is asked instead.
        let next = Table::create()
            .table(LeaveNextCover::Table)
            .col(pk_uuid(LeaveNextCover::RequestId))
            .col(uuid(LeaveNextCover::PersonId))
            .col(uuid(LeaveNextCover::AskedBy))
            .col(instant(LeaveNextCover::AskedAt))
            .foreign_key(&mut references(LeaveNextCover::RequestId, LeaveRequest::Table, LeaveRequest::Id))
            .foreign_key(&mut references(LeaveNextCover::PersonId, Person::Table, Person::Id))
            .foreign_key(&mut references(LeaveNextCover::AskedBy, Person::Table, Person::Id))
            .take();
        manager.create_table(next).await?;
        let by_person = Index::create()
            .name("leave_next_cover_person")
            .table(LeaveNextCover::Table)
            .col(LeaveNextCover::PersonId)
            .take();
        manager.create_index(by_person).await?;
        let refusal = Table::create()
            .table(LeavePapersRefusal::Table)
            .col(pk_uuid(LeavePapersRefusal::Id))
            .col(uuid(LeavePapersRefusal::RequestId))
            .col(instant(LeavePapersRefusal::At))
            .col(uuid(LeavePapersRefusal::RefusedBy))
            .col(text(LeavePapersRefusal::Reason))
            .col(date(LeavePapersRefusal::DueOn))
            .foreign_key(&mut references(LeavePapersRefusal::RequestId, LeaveRequest::Table, LeaveRequest::Id))
            .foreign_key(&mut references(LeavePapersRefusal::RefusedBy, Person::Table, Person::Id))
            .take();
        manager.create_table(refusal).await?;
        let by_request = Index::create()
            .name("leave_papers_refusal_request")
            .table(LeavePapersRefusal::Table)
            .col(LeavePapersRefusal::RequestId)
            .take();
        manager.create_index(by_request).await
    }
}
