use sea_orm_migration::{prelude::*, schema::*};

use super::{
    instant, instant_null,
    m0001_org::{Hall, Post},
    m0002_accounts::Person,
    m0017_approvals::Approval,
    references,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
pub(super) enum LeaveRequest {
    Table,
    Id,
    PersonId,
    HallId,
    PostId,
    Kind,
    FromOn,
    ToOn,
    Starts,
    Ends,
    Reason,
    CoverId,
    CoverState,
    Sudden,
    PapersDueOn,
    PapersCheckedAt,
    PapersCheckedBy,
    BackOn,
    AskedAt,
}

const HALVES: [&str; 2] = ["morning", "afternoon"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One with its approval, whose state is the request's; the kind has no CHECK, since kinds are added.
        let request = Table::create()
            .table(LeaveRequest::Table)
            .col(pk_uuid(LeaveRequest::Id))
            .col(uuid(LeaveRequest::PersonId))
            .col(uuid(LeaveRequest::HallId))
            .col(uuid_null(LeaveRequest::PostId))
            .col(string(LeaveRequest::Kind))
            .col(date(LeaveRequest::FromOn))
            .col(date(LeaveRequest::ToOn))
            .col(string(LeaveRequest::Starts).check(Expr::col(LeaveRequest::Starts).is_in(HALVES)))
            .col(string(LeaveRequest::Ends).check(Expr::col(LeaveRequest::Ends).is_in(HALVES)))
            .col(text(LeaveRequest::Reason))
            .col(uuid_null(LeaveRequest::CoverId))
            .col(string_null(LeaveRequest::CoverState).check(Expr::col(LeaveRequest::CoverState).is_in([
                "asked",
                "confirmed",
                "declined",
            ])))
            .col(boolean(LeaveRequest::Sudden))
            .col(date_null(LeaveRequest::PapersDueOn))
            .col(instant_null(LeaveRequest::PapersCheckedAt))
            .col(uuid_null(LeaveRequest::PapersCheckedBy))
            .col(date_null(LeaveRequest::BackOn))
            .col(instant(LeaveRequest::AskedAt))
            .foreign_key(&mut references(LeaveRequest::Id, Approval::Table, Approval::Id))
            .foreign_key(&mut references(LeaveRequest::PersonId, Person::Table, Person::Id))
            .foreign_key(&mut references(LeaveRequest::HallId, Hall::Table, Hall::Id))
            .foreign_key(&mut references(LeaveRequest::PostId, Post::Table, Post::Id))
            .foreign_key(&mut references(LeaveRequest::CoverId, Person::Table, Person::Id))
            .foreign_key(&mut references(LeaveRequest::PapersCheckedBy, Person::Table, Person::Id))
            .check(Expr::col(LeaveRequest::FromOn).lte(Expr::col(LeaveRequest::ToOn)))
            .take();
        manager.create_table(request).await?;
        for (name, column) in
            [("leave_request_person", LeaveRequest::PersonId), ("leave_request_cover", LeaveRequest::CoverId)]
        {
            let index =
                Index::create().name(name).table(LeaveRequest::Table).col(column).col(LeaveRequest::ToOn).take();
            manager.create_index(index).await?;
        }
        Ok(())
    }
}
