//! What stood in a form that was sent without a script and refused, until its page is shown again. One a session: it
//! is the last one that comes back.

use sea_orm_migration::{prelude::*, schema::*};

use super::{
    instant,
    m0002_accounts::{Person, Session},
    references,
};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum RefusedForm {
    Table,
    SessionId,
    PersonId,
    Sealed,
    ExpiresAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let form = Table::create()
            .table(RefusedForm::Table)
            .col(pk_uuid(RefusedForm::SessionId))
            .col(uuid(RefusedForm::PersonId))
            .col(ColumnDef::new(RefusedForm::Sealed).binary().not_null())
            .col(instant(RefusedForm::ExpiresAt))
            .foreign_key(&mut references(RefusedForm::SessionId, Session::Table, Session::Id))
            .foreign_key(&mut references(RefusedForm::PersonId, Person::Table, Person::Id))
            .take();
        manager.create_table(form).await
    }
}
