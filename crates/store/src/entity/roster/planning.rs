//! Drafts, publications, receipts.

/// A hall's month in planning.
pub mod draft {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "roster_draft")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub hall_id: Uuid,
        pub month: Date,
        pub version: i32,
        pub edited_by: Uuid,
        pub edited_at: Instant,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A cell of a draft; no shift is a day off, no post is the one that is published, unless it is the own one.
pub mod cell {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "roster_draft_cell")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub draft_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub work_date: Date,
        pub shift_id: Option<Uuid>,
        pub post_id: Option<Uuid>,
        pub own_post: bool,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A publication.
pub mod publication {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "roster_publication")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub hall_id: Uuid,
        pub month: Date,
        pub published_by: Uuid,
        pub published_at: Instant,
        #[sea_orm(column_type = "Text")]
        pub reason: Option<String>,
        #[sea_orm(column_type = "Text")]
        pub findings: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What was published to a person.
pub mod receipt {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "roster_receipt")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub hall_id: Uuid,
        pub person_id: Uuid,
        pub from_on: Date,
        pub to_on: Date,
        pub published_at: Instant,
        pub seen_at: Option<Instant>,
        #[sea_orm(column_type = "Text")]
        pub changes: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
