//! Leave of some hours of a day. A request without them is by days and halves, as all were before.

use sea_orm_migration::{prelude::*, schema::*};

use super::m0018_leave_requests::LeaveRequest;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(Clone, Copy, DeriveIden)]
enum Hours {
    FromMinute,
    ToMinute,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let (from, to) = (|| Expr::col(Hours::FromMinute), || Expr::col(Hours::ToMinute));
        let both = from().is_null().eq(to().is_null());
        let sound = to().is_null().or(from().gte(0).and(from().lt(to())).and(to().lte(24 * 60)));
        let last = integer_null(Hours::ToMinute).check(both.and(sound)).take();
        // SQLite adds one column at a time.
        for column in [integer_null(Hours::FromMinute).take(), last] {
            let request = Table::alter().table(LeaveRequest::Table).add_column(column).take();
            manager.alter_table(request).await?;
        }
        Ok(())
    }
}
