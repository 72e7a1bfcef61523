//! Leave recounted by a new version of the calendar.

/// A version that open leave was recounted by.
pub mod done {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "leave_recount")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub year: i32,
        #[sea_orm(primary_key, auto_increment = false)]
        pub version: i32,
        pub done_at: Instant,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A request that costs more now than its account has.
pub mod shortfall {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "leave_shortfall")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub request_id: Uuid,
        pub wanted: i32,
        pub held: i32,
        pub calendar_year: i32,
        pub calendar_version: i32,
        pub at: Instant,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
