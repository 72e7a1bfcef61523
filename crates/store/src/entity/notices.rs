//! Inboxes.

/// A notice in somebody's inbox.
pub mod notice {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "notice")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        pub kind: String,
        #[sea_orm(column_type = "Text")]
        pub content: String,
        pub about_id: Option<Uuid>,
        pub asks_receipt: bool,
        pub at: Instant,
        pub read_at: Option<Instant>,
        pub acknowledged_at: Option<Instant>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
