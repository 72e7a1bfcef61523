//! People and how they sign in.

/// A person. The ID number is sealed (AEAD) before it gets here.
pub mod person {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "person")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub agency_id: Uuid,
        pub hall_id: Option<Uuid>,
        pub sign_in_name: String,
        pub name: String,
        pub phone: String,
        pub id_number_sealed: Option<Vec<u8>>,
        pub id_last4: Option<String>,
        pub hired_on: Date,
        pub service_from: Option<Date>,
        pub continuous_from: Option<Date>,
        pub left_on: Option<Date>,
        pub password_hash: Option<String>,
        pub created_at: Instant,
        pub version: i32,
        #[sea_orm(has_many)]
        pub appointments: HasMany<super::appointment::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A role over a scope and a period.
pub mod appointment {
    use sea_orm::entity::prelude::*;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "appointment")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        pub role: String,
        pub scope_kind: String,
        pub scope_id: Uuid,
        pub from_on: Date,
        pub to_on: Option<Date>,
        #[sea_orm(belongs_to, from = "person_id", to = "id")]
        pub person: BelongsTo<super::person::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A one-time invitation; only the hash of its token is kept.
pub mod invite {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "invite")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        pub token_hash: Vec<u8>,
        pub created_at: Instant,
        pub expires_at: Instant,
        pub used_at: Option<Instant>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A registered passkey, in webauthn-rs's own JSON.
pub mod passkey {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "passkey")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        pub credential_id: Vec<u8>,
        #[sea_orm(column_type = "Text")]
        pub credential: String,
        pub name: String,
        pub created_at: Instant,
        pub last_used_at: Option<Instant>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// A signed-in device; only the hash of its token is kept.
pub mod session {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "session")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        pub token_hash: Vec<u8>,
        pub user_agent: String,
        pub address: String,
        pub created_at: Instant,
        pub last_used_at: Instant,
        pub expires_at: Instant,
        pub ended_at: Option<Instant>,
        #[sea_orm(belongs_to, from = "person_id", to = "id")]
        pub person: BelongsTo<super::person::Entity>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// The server's half of a passkey ceremony under way.
pub mod challenge {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "challenge")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        #[sea_orm(column_type = "Text")]
        pub state: String,
        pub expires_at: Instant,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// What stood in a form that was refused, sealed; the last one of a session.
pub mod refused_form {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "refused_form")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub session_id: Uuid,
        pub person_id: Uuid,
        pub sealed: Vec<u8>,
        pub expires_at: Instant,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

/// Tries counted in a fixed window.
pub mod throttle {
    use sea_orm::entity::prelude::*;

    use crate::entity::Instant;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "throttle")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: String,
        pub window_start: Instant,
        pub tries: i32,
    }

    impl ActiveModelBehavior for ActiveModel {}
}
