//! Shifts that are offered, and who has claimed them.

/// An offered shift.
pub mod offer {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "open_shift")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub hall_id: Uuid,
        pub work_date: Date,
        pub shift_id: Uuid,
        pub post_id: Uuid,
        pub state: String,
        pub version: i32,
        pub offered_by: Uuid,
        pub offered_at: Instant,
        pub filled_by: Option<Uuid>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A claim of one.
pub mod claim {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "open_shift_claim")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub open_shift_id: Uuid,
        pub person_id: Uuid,
        pub claimed_at: Instant,
        pub withdrawn_at: Option<Instant>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
