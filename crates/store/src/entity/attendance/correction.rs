//! Corrections, paper sheets, a hall's rules.

/// A hall's rules.
pub mod rule {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "attendance_rule")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub hall_id: Uuid,
        pub correction_limit: i32,
        pub correction_days: i32,
        pub confirmation_required: bool,
        pub position_days: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A request for a correction; how it stands is its approval's to say.
pub mod request {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "correction")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        pub hall_id: Uuid,
        pub work_date: Date,
        pub slot_seq: i16,
        pub slot_kind: String,
        pub cause: String,
        pub at: Instant,
        pub original_id: Option<Uuid>,
        pub original_at: Option<Instant>,
        #[sea_orm(column_type = "Text")]
        pub reason: String,
        pub asked_at: Instant,
        pub holding: String,
        pub punch_id: Option<Uuid>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A paper sign-in sheet.
pub mod paper {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "paper_sheet")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub hall_id: Uuid,
        pub work_date: Date,
        #[sea_orm(column_type = "Text")]
        pub reason: String,
        pub state: String,
        pub version: i32,
        #[sea_orm(column_type = "Text", nullable)]
        pub answer: Option<String>,
        pub entered_by: Uuid,
        pub entered_at: Instant,
        pub settled_by: Option<Uuid>,
        pub settled_at: Option<Instant>,
        #[sea_orm(column_type = "Text")]
        pub lines: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A day that came out differently when it was judged again.
pub mod recount {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "day_recount")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        pub work_date: Date,
        #[sea_orm(column_type = "Text")]
        pub before: String,
        #[sea_orm(column_type = "Text")]
        pub after: String,
        pub cause: Option<String>,
        pub at: Instant,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
