//! Requests on their way, who can act on them, what happened; delegations, kinship, routes, hours.

/// A request.
pub mod approval {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "approval")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kind: String,
        pub agency_id: Uuid,
        pub hall_id: Option<Uuid>,
        pub zone_id: Option<Uuid>,
        pub requester_id: Uuid,
        pub state: String,
        pub version: i32,
        #[sea_orm(column_type = "Text")]
        pub flow: String,
        pub submitted_at: Instant,
        pub due_at: Option<Instant>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Somebody who can act on a request now.
pub mod seat {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "approval_seat")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub approval_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub holder_id: Uuid,
        pub via: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// One thing that happened to a request. Never changed.
pub mod hop {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "approval_hop")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub approval_id: Uuid,
        pub at: Instant,
        pub actor_id: Option<Uuid>,
        pub holder_id: Option<Uuid>,
        pub act: String,
        pub version: i32,
        #[sea_orm(column_type = "Text")]
        pub to_ids: String,
        #[sea_orm(column_type = "Text")]
        pub content: Option<String>,
        #[sea_orm(column_type = "Text")]
        pub before: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Somebody has a copy of a request.
pub mod copy {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "approval_copy")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub approval_id: Uuid,
        pub by_id: Uuid,
        pub at: Instant,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A version of who decides on a kind of request.
pub mod routes {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "approval_routes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub agency_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub version: i32,
        #[sea_orm(column_type = "Text")]
        pub content: String,
        pub at: Instant,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Somebody decides in another's place for some days.
pub mod delegation {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "delegation")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub from_id: Uuid,
        pub to_id: Uuid,
        pub kind: Option<String>,
        pub scope_kind: Option<String>,
        pub scope_id: Option<Uuid>,
        pub leave_id: Option<Uuid>,
        pub from_on: Date,
        pub to_on: Date,
        #[sea_orm(column_type = "Text")]
        pub reason: String,
        pub at: Instant,
        pub ended_at: Option<Instant>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// When a hall is open, in minutes from midnight on its wall.
pub mod hall_hours {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "hall_hours")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub hall_id: Uuid,
        pub opens: i32,
        pub pauses: i32,
        pub resumes: i32,
        pub closes: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Two people are relatives, as one of them has declared.
pub mod kinship {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "kinship")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        pub other_id: Uuid,
        pub at: Instant,
        pub ended_at: Option<Instant>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
