//! Inboxes, and what rings or speaks for them.

/// A notice in somebody's inbox.
pub mod notice {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "notice")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        pub kind: String,
        #[sea_orm(column_type = "Text")]
        pub content: String,
        pub about_id: Option<Uuid>,
        pub asks_receipt: bool,
        pub at: Instant,
        pub read_at: Option<Instant>,
        pub acknowledged_at: Option<Instant>,
        pub caused_by: Option<Uuid>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A browser that may be rung.
pub mod subscription {
    use sea_orm::entity::prelude::*;

    use crate::entity::{Instant, accounts::session};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "push_subscription")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        pub session_id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub endpoint: String,
        pub public_key: Vec<u8>,
        pub auth_secret: Vec<u8>,
        pub device: String,
        pub language: String,
        pub created_at: Instant,
        pub sent_at: Option<Instant>,
        pub failed_at: Option<Instant>,
        pub fault: Option<String>,
        pub ended_at: Option<Instant>,
        #[sea_orm(belongs_to, from = "session_id", to = "id")]
        pub session: BelongsTo<session::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A hint on its way to a browser.
pub mod delivery {
    use sea_orm::entity::prelude::*;

    use super::{notice, subscription};
    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "delivery")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub notice_id: Uuid,
        pub subscription_id: Uuid,
        pub state: String,
        pub tries: i32,
        pub due_at: Instant,
        pub leased_until: Option<Instant>,
        pub leased_by: Option<Uuid>,
        pub fault: Option<String>,
        pub settled_at: Option<Instant>,
        #[sea_orm(belongs_to, from = "notice_id", to = "id")]
        pub notice: BelongsTo<notice::Entity>,
        #[sea_orm(belongs_to, from = "subscription_id", to = "id")]
        pub subscription: BelongsTo<subscription::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// When a person wants no hints; who has said nothing has the usual hours.
pub mod quiet_hours {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "quiet_hours")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: Uuid,
        pub from_minute: i32,
        pub to_minute: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A robot in a hall's group chat.
pub mod robot {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "group_robot")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub hall_id: Uuid,
        pub name: String,
        pub kind: String,
        pub host: String,
        pub tail: String,
        pub sealed: Vec<u8>,
        pub signed: bool,
        #[sea_orm(column_type = "Text")]
        pub topics: String,
        pub quiet_from: i32,
        pub quiet_to: i32,
        pub state: String,
        pub version: i32,
        pub set_by: Uuid,
        pub created_at: Instant,
        pub changed_at: Instant,
        pub sent_at: Option<Instant>,
        pub failed_at: Option<Instant>,
        pub fault: Option<String>,
        pub answer: Option<String>,
        pub told_at: Option<Instant>,
        pub free_at: Instant,
        pub leased_until: Option<Instant>,
        pub leased_by: Option<Uuid>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// News on their way to a robot's group.
pub mod news {
    use sea_orm::entity::prelude::*;

    use super::robot;
    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "hall_news")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub robot_id: Uuid,
        pub topic: String,
        #[sea_orm(column_type = "Text")]
        pub content: String,
        pub sender_id: Option<Uuid>,
        pub state: String,
        pub tries: i32,
        pub due_at: Instant,
        pub good_until: Instant,
        pub fault: Option<String>,
        pub settled_at: Option<Instant>,
        #[sea_orm(belongs_to, from = "robot_id", to = "id")]
        pub robot: BelongsTo<robot::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
