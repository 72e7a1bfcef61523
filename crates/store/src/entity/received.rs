//! What phones have sent.

/// A command of a person's phone, and what it was answered. Never changed once both stand.
pub mod command {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "received")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub client_id: Uuid,
        pub digest: Vec<u8>,
        #[sea_orm(column_type = "Text")]
        pub answer: String,
        pub at: Instant,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
