//! Recurring jobs.

/// A recurring job's due time and lease.
pub mod job {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "job")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        pub due_at: Instant,
        pub leased_until: Option<Instant>,
        pub leased_by: Option<Uuid>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
