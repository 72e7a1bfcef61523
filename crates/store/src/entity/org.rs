//! Halls, zones, windows, posts, holders, fences.

/// The employer.
pub mod agency {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "agency")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub name: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A hall.
pub mod hall {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "hall")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub agency_id: Uuid,
        pub name: String,
        pub opened_on: Date,
        pub closed_on: Option<Date>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A zone of a hall.
pub mod zone {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "zone")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub hall_id: Uuid,
        pub name: String,
        pub position: i32,
        pub opened_on: Date,
        pub closed_on: Option<Date>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a hall or a part of it was called before. Never changed.
pub mod former_name {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "former_name")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub place_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub until: Date,
        pub hall_id: Uuid,
        pub code: Option<String>,
        pub name: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A service window.
pub mod window {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "service_window")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub hall_id: Uuid,
        pub zone_id: Uuid,
        pub code: String,
        pub name: String,
        pub opened_on: Date,
        pub closed_on: Option<Date>,
        #[sea_orm(belongs_to, from = "zone_id", to = "id")]
        pub zone: BelongsTo<super::zone::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// In which zone a window was before. Never changed.
pub mod former_zone {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "former_zone")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub window_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub until: Date,
        pub hall_id: Uuid,
        pub zone_id: Uuid,
        #[sea_orm(belongs_to, from = "zone_id", to = "id")]
        pub zone: BelongsTo<super::zone::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A post at a window.
pub mod post {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "post")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub window_id: Uuid,
        pub name: String,
        pub opened_on: Date,
        pub closed_on: Option<Date>,
        #[sea_orm(belongs_to, from = "window_id", to = "id")]
        pub window: BelongsTo<super::window::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A or B of a post over a period.
pub mod post_holder {
    use sea_orm::entity::prelude::*;

    use crate::entity::accounts::person;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "post_holder")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub post_id: Uuid,
        pub person_id: Uuid,
        pub side: String,
        pub from_on: Date,
        pub to_on: Option<Date>,
        #[sea_orm(belongs_to, from = "post_id", to = "id")]
        pub post: BelongsTo<super::post::Entity>,
        #[sea_orm(belongs_to, from = "person_id", to = "id")]
        pub person: BelongsTo<person::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A circle of a hall's geofence, WGS-84.
pub mod fence {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "fence")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub hall_id: Uuid,
        pub name: String,
        pub lat_e7: i32,
        pub lng_e7: i32,
        pub radius_m: i32,
        pub entered_datum: String,
        pub closed_on: Option<Date>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
