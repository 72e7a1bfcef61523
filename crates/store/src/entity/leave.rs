//! Lots of leave, lines about them, whose rules apply; requests.

pub mod after;
pub mod carry;
pub mod child;
pub mod next_cover;
pub mod papers;
pub mod recount;
pub mod refusal;
pub mod request;
pub mod rule;
pub mod waiver;

/// What may be taken between two dates.
pub mod lot {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "leave_lot")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        pub kind: String,
        pub source: String,
        pub year: i32,
        /// The child whose year it is, of childcare leave by law.
        pub child_id: Option<Uuid>,
        pub valid_from: Date,
        pub expires_on: Date,
        #[sea_orm(column_type = "Text")]
        pub reason: Option<String>,
        pub created_by: Option<Uuid>,
        pub created_at: Instant,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A line of the ledger.
pub mod entry {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "leave_entry")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        pub kind: String,
        pub lot_id: Option<Uuid>,
        pub movement: String,
        pub units: i32,
        pub day: Date,
        pub request_id: Option<Uuid>,
        pub at: Instant,
        pub calendar_year: Option<i32>,
        pub calendar_version: Option<i32>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Whose provincial rules apply at a hall.
pub mod profile {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "leave_profile")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub hall_id: Uuid,
        pub province: Option<String>,
        pub from_on: Date,
        pub confirmed_by: Uuid,
        pub confirmed_at: Instant,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
