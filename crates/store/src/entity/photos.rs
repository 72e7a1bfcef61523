//! Photos that people hand in.

/// A photo; its picture is a sealed file.
pub mod photo {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "photo")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub owner_id: Uuid,
        pub used_for: Option<String>,
        pub subject_id: Option<Uuid>,
        pub digest: Vec<u8>,
        pub size: i32,
        pub width: i32,
        pub height: i32,
        pub media_type: String,
        pub at: Instant,
        pub stored_at: Option<Instant>,
        pub attached_at: Option<Instant>,
        pub erased_at: Option<Instant>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
