use domain::{
    ids::{AgencyId, AppointmentId, HallId, PersonId},
    org::Side,
    policy::{Grant, Role, Scope},
};
use services::{Caller, SignedIn, Visitor};
use store::repo::{
    accounts::{AppointmentRecord, PersonRecord, create_appointment, create_person},
    attendance::create_consent,
};

use crate::{
    halls::{Desk, Hall, OPENED, hold, holder},
    world::World,
};

/// Everybody's password.
pub const PASSWORD: &str = "correct horse battery";

/// Its hash, made once: hashing for each person would be most of the tests' time.
const PASSWORD_HASH: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZSBzYWx0IGZvciB0ZXN0cw$CPC3gLhelwJRfj0RDlDgwBolDHke2JKU6gfmN/7UDSg";

/// A person who exists.
#[derive(Clone, Debug)]
pub struct Person {
    /// Who.
    pub id: PersonId,
    /// 工号.
    pub sign_in_name: String,
}

impl Person {
    /// Signs in with the password, from a new device.
    pub async fn sign_in(&self, world: &World) -> SignedIn {
        let accounts = world.services.accounts();
        accounts
            .sign_in_with_password(&visitor(), &self.sign_in_name, PASSWORD.to_owned())
            .await
            .expect("signs in with the right password")
    }

    /// The same as the use cases see a request of theirs.
    pub async fn caller(&self, world: &World) -> Caller {
        let token = self.sign_in(world).await.token;
        let admitted = world.services.accounts().admit(&token, visitor()).await;
        admitted.expect("the session can be read").expect("the session is there").caller
    }
}

/// A request from a phone in the hall.
pub fn visitor() -> Visitor {
    Visitor { address: "192.0.2.1".to_owned(), user_agent: "Chrome Android".to_owned(), device: None }
}

/// A person to be created.
pub struct PersonBuilder<'a> {
    world: &'a World,
    sign_in_name: String,
    name: String,
    agency: AgencyId,
    hall: HallId,
    grants: Vec<Grant>,
    desk: Option<(Desk, Side)>,
    /// Whether they have agreed to have their position read; most have.
    consents: bool,
}

impl<'a> PersonBuilder<'a> {
    pub(crate) fn new(world: &'a World, sign_in_name: &str) -> Self {
        Self {
            world,
            sign_in_name: sign_in_name.to_owned(),
            name: format!("测试{sign_in_name}"),
            agency: world.agency,
            hall: world.hall.id,
            grants: Vec::new(),
            desk: None,
            consents: true,
        }
    }

    /// Of another hall.
    #[must_use]
    pub fn of(mut self, hall: &Hall) -> Self {
        self.hall = hall.id;
        self
    }

    /// Of another agency.
    #[must_use]
    pub fn employed_by(mut self, agency: AgencyId) -> Self {
        self.agency = agency;
        self
    }

    /// With a name of their own.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        name.clone_into(&mut self.name);
        self
    }

    /// With a role over the whole agency.
    #[must_use]
    pub fn agency_role(mut self, role: Role) -> Self {
        self.grants.push(Grant { role, scope: Scope::Agency(self.agency) });
        self
    }

    /// With a role over their hall.
    #[must_use]
    pub fn hall_role(mut self, role: Role) -> Self {
        self.grants.push(Grant { role, scope: Scope::Hall(self.hall) });
        self
    }

    /// With a role over a hall's zone.
    #[must_use]
    pub fn zone_role(mut self, role: Role, hall: &Hall) -> Self {
        self.grants.push(Grant { role, scope: Scope::Zone(hall.zone) });
        self
    }

    /// Holding a post.
    #[must_use]
    pub fn at(mut self, desk: Desk, side: Side) -> Self {
        self.desk = Some((desk, side));
        self
    }

    /// Not asked yet whether their position may be read.
    #[must_use]
    pub fn unasked(mut self) -> Self {
        self.consents = false;
        self
    }

    /// Stores them: a name, a phone ending in 0000, a password.
    pub async fn create(self) -> Person {
        let id = PersonId::new();
        let record = PersonRecord {
            id,
            agency: self.agency,
            hall: Some(self.hall),
            sign_in_name: self.sign_in_name.clone(),
            name: self.name,
            phone: "13800000000".to_owned(),
            id_number_sealed: None,
            id_last4: None,
            hired_on: OPENED,
            service_from: None,
            left_on: None,
            password_hash: Some(PASSWORD_HASH.to_owned()),
            version: 0,
        };
        let now = self.world.services.clock().now();
        let db = &self.world.db;
        let consents = self.consents;
        db.write((record, self.grants), move |tx, (record, grants)| {
            Box::pin(async move {
                create_person(tx, record.clone(), now).await?;
                for grant in grants {
                    let id = AppointmentId::new();
                    let new = AppointmentRecord { id, person: record.id, grant: *grant, from: OPENED, to: None };
                    create_appointment(tx, new).await?;
                }
                if consents {
                    create_consent(tx, record.id, true, now).await?;
                }
                Ok::<_, store::DbErr>(())
            })
        })
        .await
        .expect("a person");
        if let Some((desk, side)) = self.desk {
            hold(db, holder(desk, id, side)).await.expect("a post to hold");
        }
        Person { id, sign_in_name: self.sign_in_name }
    }
}
