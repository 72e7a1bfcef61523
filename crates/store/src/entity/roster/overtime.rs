//! Overtime and the ledger of time off.

/// A request for overtime.
pub mod request {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "overtime_request")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        pub hall_id: Uuid,
        pub work_date: Date,
        pub minutes: i32,
        #[sea_orm(column_type = "Text")]
        pub reason: String,
        pub compensation: String,
        pub state: String,
        pub version: i32,
        #[sea_orm(column_type = "Text")]
        pub answer: Option<String>,
        pub asked_at: Instant,
        pub settled_by: Option<Uuid>,
        pub settled_at: Option<Instant>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A line of the ledger.
pub mod ledger {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "comp_leave_entry")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub lot_id: Uuid,
        pub person_id: Uuid,
        pub kind: String,
        pub minutes: i32,
        pub overtime_id: Uuid,
        pub on_date: Date,
        pub expires_on: Date,
        pub at: Instant,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
