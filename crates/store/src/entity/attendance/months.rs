//! Months of people and of halls.

/// A person's word that their month is right.
pub mod acceptance {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "month_acceptance")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        pub month: Date,
        pub at: Instant,
        pub lapsed_at: Option<Instant>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// How a hall's month stands.
pub mod close {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "month_close")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub hall_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub month: Date,
        pub state: String,
        pub version: i32,
        pub confirmed_by: Option<Uuid>,
        pub confirmed_at: Option<Instant>,
        pub locked_by: Option<Uuid>,
        pub locked_at: Option<Instant>,
        pub positions_erased_at: Option<Instant>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A person's locked month.
pub mod sheet {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "month_sheet")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        pub hall_id: Uuid,
        pub month: Date,
        pub last_on: Date,
        #[sea_orm(column_type = "Text")]
        pub content: String,
        pub at: Instant,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A line that adjusts a locked month.
pub mod adjustment {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "day_adjustment")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        pub hall_id: Uuid,
        pub work_date: Date,
        pub month: Date,
        #[sea_orm(column_type = "Text")]
        pub before: String,
        #[sea_orm(column_type = "Text")]
        pub after: String,
        pub cause: String,
        pub at: Instant,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
