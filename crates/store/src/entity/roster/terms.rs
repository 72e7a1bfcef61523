//! What a roster is held against.

/// A permit for comprehensive hours.
pub mod permit {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "hours_permit")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        pub period: String,
        pub from_on: Date,
        pub to_on: Date,
        pub withdrawn_at: Option<Instant>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A protected period.
pub mod protection {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "protected_period")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        pub kind: String,
        pub from_on: Date,
        pub to_on: Date,
        pub withdrawn_at: Option<Instant>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A certification for a window.
pub mod certification {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "window_certification")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        pub window_id: Uuid,
        pub from_on: Date,
        pub to_on: Option<Date>,
        pub withdrawn_at: Option<Instant>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A hall's settings.
pub mod rule {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "roster_rule")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub hall_id: Uuid,
        pub certification_required: bool,
        pub time_off_months: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// How many people a window needs in a half of the day.
pub mod demand {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "coverage_demand")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub window_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub half: String,
        pub people: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
