//! The audit trail.

/// Who did what, about whom, when, from where. Appended to, never changed.
pub mod line {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit_line")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub agency_id: Uuid,
        pub at: Instant,
        pub actor_id: Option<Uuid>,
        pub action: String,
        pub subject_kind: String,
        pub subject_id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub detail: String,
        pub address: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
