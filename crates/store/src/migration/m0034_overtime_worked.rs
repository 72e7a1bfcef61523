//! Time off is earned when it has been worked, and overtime is looked up by whose it is and when; punches that wait
//! for a decision are found however old they are.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum OvertimeRequest {
    Table,
    PersonId,
    WorkDate,
}

#[derive(DeriveIden)]
enum CompLeaveEntry {
    Table,
    LotId,
    PersonId,
    Kind,
    OvertimeId,
    OnDate,
}

#[derive(DeriveIden)]
enum Punch {
    Table,
    Id,
}

#[derive(DeriveIden)]
enum LeaveEntry {
    Table,
    LotId,
}

#[derive(DeriveIden)]
enum DayResult {
    Table,
    PersonId,
    WorkDate,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let by_person = Index::create()
            .name("overtime_person")
            .table(OvertimeRequest::Table)
            .col(OvertimeRequest::PersonId)
            .col(OvertimeRequest::WorkDate)
            .take();
        manager.create_index(by_person).await?;
        let by_overtime = Index::create()
            .name("comp_leave_overtime")
            .table(CompLeaveEntry::Table)
            .col(CompLeaveEntry::OvertimeId)
            .take();
        manager.create_index(by_overtime).await?;
        let to_decide = Index::create()
            .name("punch_to_decide")
            .table(Punch::Table)
            .col(Punch::Id)
            .and_where(Expr::cust("place NOT IN ('inside', 'proved') OR doubt IS NOT NULL"))
            .take();
        manager.create_index(to_decide).await?;
        manager.exec_stmt(not_worked_yet()).await
    }
}

/// Lots that were earned by an approval alone, of days that were not judged so far: what is worked on them earns
/// them anew. One that leave has been asked for stays, as people were told.
fn not_worked_yet() -> DeleteStatement {
    let lot = |column| (CompLeaveEntry::Table, column);
    let judged = Query::select()
        .expr(Expr::val(1))
        .from(DayResult::Table)
        .and_where(Expr::col((DayResult::Table, DayResult::PersonId)).equals(lot(CompLeaveEntry::PersonId)))
        .and_where(Expr::col((DayResult::Table, DayResult::WorkDate)).equals(lot(CompLeaveEntry::OnDate)))
        .take();
    let used = Query::select()
        .expr(Expr::val(1))
        .from(LeaveEntry::Table)
        .and_where(Expr::col((LeaveEntry::Table, LeaveEntry::LotId)).equals(lot(CompLeaveEntry::LotId)))
        .take();
    let kind = || Expr::col(CompLeaveEntry::Kind);
    let paid = Query::select()
        .column(CompLeaveEntry::LotId)
        .from(CompLeaveEntry::Table)
        .and_where(kind().eq("paid_out"))
        .take();
    Query::delete()
        .from_table(CompLeaveEntry::Table)
        .and_where(kind().eq("earned"))
        .and_where(Expr::col(CompLeaveEntry::LotId).not_in_subquery(paid))
        .and_where(Expr::exists(judged).not())
        .and_where(Expr::exists(used).not())
        .take()
}
