//! Punches and judged days, corrections, months.

pub mod correction;
pub mod months;
pub mod own;

/// A punch as recorded. Never changed.
pub mod punch {
    use sea_orm::entity::prelude::*;

    use crate::entity::{Instant, accounts::person};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "punch")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        pub hall_id: Option<Uuid>,
        pub at: Instant,
        pub arrived_at: Instant,
        pub device_at: Option<Instant>,
        #[sea_orm(column_type = "Text", nullable)]
        pub evidence: Option<String>,
        pub sent_device_at: Option<Instant>,
        pub doubt: Option<String>,
        pub lat_e7: Option<i32>,
        pub lng_e7: Option<i32>,
        pub datum: Option<String>,
        pub accuracy_m: Option<i32>,
        pub age_s: Option<i32>,
        #[sea_orm(column_type = "Text", nullable)]
        pub reason: Option<String>,
        pub source: String,
        pub user_agent: String,
        pub verdict: String,
        pub timing: String,
        pub place: String,
        pub no_position: Option<String>,
        pub proof: Option<String>,
        pub fence_id: Option<Uuid>,
        pub distance_m: Option<i32>,
        pub minutes: i32,
        pub work_date: Option<Date>,
        pub slot_seq: Option<i16>,
        pub slot_kind: Option<String>,
        pub rule_version: i16,
        pub code: Option<String>,
        pub code_verdict: Option<String>,
        pub device_id: Option<Uuid>,
        #[sea_orm(belongs_to, from = "person_id", to = "id")]
        pub person: BelongsTo<person::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A lead's word on a punch. Never changed.
pub mod punch_decision {
    use sea_orm::entity::prelude::*;

    use crate::entity::{Instant, accounts::person};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "punch_decision")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub punch_id: Uuid,
        pub decided_by: Uuid,
        pub accepted: bool,
        #[sea_orm(column_type = "Text", nullable)]
        pub reason: Option<String>,
        pub at: Instant,
        #[sea_orm(belongs_to, from = "punch_id", to = "id")]
        pub punch: BelongsTo<super::punch::Entity>,
        #[sea_orm(belongs_to, from = "decided_by", to = "id")]
        pub person: BelongsTo<person::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a person says about a punch of theirs. Never changed.
pub mod punch_note {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "punch_note")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub punch_id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub text: String,
        pub at: Instant,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A judged day: derived, and says by which rules.
pub mod day_result {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "day_result")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        pub work_date: Date,
        #[sea_orm(column_type = "Text")]
        pub content: String,
        pub rule_version: i16,
        pub calendar_version: i32,
        pub computed_at: Instant,
        pub stale: bool,
        pub stale_cause: Option<String>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
