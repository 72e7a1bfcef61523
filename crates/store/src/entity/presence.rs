//! What a hall asks as proof of being there, its screens, and what was shown or noticed about punches.

/// A hall's choices.
pub mod hall_presence {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "hall_presence")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub hall_id: Uuid,
        pub fence_policy: String,
        pub travel_kmh: i32,
        pub repeat_days: i32,
        pub vacancy_grace_min: i32,
        pub escalate_min: i32,
        pub outing_max_min: i32,
        pub taken_min: i32,
        pub outing_wait_min: i32,
        pub late_claim_hours: i32,
        pub accuracy_m: i32,
        pub remind_min: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A screen that shows a hall's code.
pub mod kiosk_screen {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "kiosk_screen")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub hall_id: Uuid,
        pub name: String,
        pub token_hash: Vec<u8>,
        pub made_by: Uuid,
        pub made_at: Instant,
        pub seen_at: Option<Instant>,
        pub ended_at: Option<Instant>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A code that was accepted. Never changed.
pub mod code_use {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "hall_code_use")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub work_date: Date,
        #[sea_orm(primary_key, auto_increment = false)]
        pub slot_seq: i16,
        pub punch_id: Uuid,
        pub at: Instant,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A wrong code; forgotten after a day.
pub mod code_try {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "hall_code_try")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        pub at: Instant,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Somebody has seen the person of a punch at the hall. Never changed.
pub mod witness {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "punch_witness")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub punch_id: Uuid,
        pub witness_id: Uuid,
        pub at: Instant,
        #[sea_orm(belongs_to, from = "punch_id", to = "id")]
        pub punch: BelongsTo<crate::entity::attendance::punch::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What a lead might want to ask about a punch. Never changed.
pub mod flag {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "punch_flag")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub punch_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub flag: String,
        #[sea_orm(belongs_to, from = "punch_id", to = "id")]
        pub punch: BelongsTo<crate::entity::attendance::punch::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A lead has looked at a punch's flags. Never changed.
pub mod flag_seen {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "punch_flag_seen")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub punch_id: Uuid,
        pub seen_by: Uuid,
        pub at: Instant,
        #[sea_orm(belongs_to, from = "punch_id", to = "id")]
        pub punch: BelongsTo<crate::entity::attendance::punch::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
