//! What a person decides about their own data.

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
