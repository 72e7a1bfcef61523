//! What a person decides about their own data, and what they were reminded of.

/// A yes or no to the reading of one's position.
pub mod consent {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "location_consent")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        pub given: bool,
        pub wording: i16,
        pub at: Instant,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Somebody was reminded of something about a date; forgotten after some days.
pub mod reminder {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "attendance_reminder")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub work_date: Date,
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub what: String,
        pub id: Uuid,
        pub at: Instant,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
