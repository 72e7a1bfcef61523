//! Outings, empty windows, what rounds have found.

/// Leaving the window for a while.
pub mod outing {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "outing")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub hall_id: Uuid,
        pub post_id: Uuid,
        pub person_id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub reason: String,
        pub minutes: i32,
        pub state: String,
        pub version: i32,
        pub asked_at: Instant,
        pub cover_id: Option<Uuid>,
        pub left_at: Option<Instant>,
        pub back_at: Option<Instant>,
        pub overdue_told_at: Option<Instant>,
        pub overdue_passed_on_at: Option<Instant>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// An alarm about a post where nobody is.
pub mod vacancy {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "vacancy")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub hall_id: Uuid,
        pub post_id: Uuid,
        pub since: Instant,
        pub raised_at: Instant,
        pub escalated_at: Option<Instant>,
        pub taken_by: Option<Uuid>,
        pub taken_at: Option<Instant>,
        #[sea_orm(column_type = "Text", nullable)]
        pub note: Option<String>,
        pub ended_at: Option<Instant>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a round has found about somebody. Never changed.
pub mod patrol_record {
    use sea_orm::entity::prelude::*;

    use crate::entity::{Instant, accounts::person, org::window};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "patrol_record")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub hall_id: Uuid,
        pub window_id: Uuid,
        pub person_id: Uuid,
        pub kind: String,
        pub found_at: Instant,
        #[sea_orm(column_type = "Text")]
        pub note: String,
        pub inspector_id: Uuid,
        pub at: Instant,
        #[sea_orm(column_type = "Text", nullable)]
        pub recorded_late: Option<String>,
        #[sea_orm(belongs_to, from = "window_id", to = "id")]
        pub window: BelongsTo<window::Entity>,
        #[sea_orm(belongs_to, from = "person_id", to = "id")]
        pub person: BelongsTo<person::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What the person says to it. Never changed.
pub mod patrol_note {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "patrol_note")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub record_id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub text: String,
        pub at: Instant,
        #[sea_orm(column_type = "Text", nullable)]
        pub said_late: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a supervisor made of it. Never changed.
pub mod patrol_decision {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "patrol_decision")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub record_id: Uuid,
        pub decided_by: Uuid,
        pub upheld: bool,
        #[sea_orm(column_type = "Text")]
        pub reason: String,
        pub at: Instant,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What was said later than it was done. Never changed.
pub mod late_act {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "late_act")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub client_id: Uuid,
        pub subject_id: Uuid,
        pub kind: String,
        pub made_at: Instant,
        pub arrived_at: Instant,
        pub doubt: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A lead has looked at what arrived late of an outing. Never changed.
pub mod outing_seen {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "outing_seen")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub outing_id: Uuid,
        pub seen_by: Uuid,
        pub at: Instant,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
