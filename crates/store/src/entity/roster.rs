//! Shifts and who works which, when.

pub mod feed;
pub mod open_shift;
pub mod overtime;
pub mod planning;
pub mod swap;
pub mod terms;

/// A shift of a hall.
pub mod shift {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "shift")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub hall_id: Uuid,
        pub name: String,
        pub short: String,
        #[sea_orm(column_type = "Text")]
        pub slots: String,
        pub closed_on: Option<Date>,
        /// From when it takes the place of another; one that was closed before was taken back.
        pub opens_on: Option<Date>,
        pub replaces_id: Option<Uuid>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A person's week as a rule.
pub mod pattern {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "weekly_pattern")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        pub from_on: Date,
        pub to_on: Option<Date>,
        #[sea_orm(column_type = "Text")]
        pub days: String,
        pub make_up: String,
        pub post_id: Option<Uuid>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A person's day as published.
pub mod entry {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "roster_entry")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        pub work_date: Date,
        pub shift_id: Option<Uuid>,
        pub post_id: Option<Uuid>,
        pub revision: i32,
        pub published_at: Instant,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
