//! Overtime and the ledger of time off.

/// A request for overtime; how it stands is its approval's to say.
pub mod request {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "overtime")]
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
        pub asked_at: Instant,
        pub holding: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A line of the ledger.
pub mod ledger {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "time_off_entry")]
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
