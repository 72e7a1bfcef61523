//! Calendar years.

/// One version of one year.
pub mod version {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "calendar_version")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub year: i32,
        pub version: i32,
        #[sea_orm(column_type = "Text")]
        pub content: String,
        pub imported_at: Instant,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
