//! What follows once leave is granted.

/// That people were told something about a request.
pub mod told {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "leave_told")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub request_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub what: String,
        pub at: Instant,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A matter that is handed over.
pub mod item {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "handover_item")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub request_id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub content: String,
        pub added_at: Instant,
        pub taken_at: Option<Instant>,
        pub taken_by: Option<Uuid>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Somebody's word for a whole list.
pub mod sign {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "handover_sign")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub request_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub part: String,
        pub person_id: Uuid,
        pub at: Instant,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
