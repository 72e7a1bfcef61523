use std::sync::Arc;

use domain::{ids::AgencyId, org::Side, policy::Role};
use sea_orm::ConnectionTrait;
use services::{IdNumberKey, Outgoing, PhotoShelf, PushKey, Services, Settings};
use store::{
    Db, DbOptions,
    repo::org::{AgencyRecord, create_agency},
};
use tempfile::TempDir;

use crate::{
    clock::{TestClock, parse},
    databases,
    halls::Hall,
    people::{Person, PersonBuilder},
};

/// One agency with one hall, on a database of its own. It is Tuesday 24 November 2026, 08:25.
pub struct World {
    /// All use cases.
    pub services: Services,
    /// Their clock.
    pub clock: TestClock,
    /// The database, for what no use case shows.
    pub db: Db,
    /// Its address, for a program of its own on it.
    pub url: String,
    /// The employer.
    pub agency: AgencyId,
    /// Its first hall.
    pub hall: Hall,
    _folder: Option<TempDir>,
}

/// What nobody of the first agency may see or touch.
pub struct Foreign {
    /// Their employer.
    pub agency: AgencyId,
    /// Their hall.
    pub hall: Hall,
    /// One of them.
    pub person: Person,
}

impl World {
    /// On SQLite.
    pub async fn sqlite() -> Self {
        Self::on(databases::sqlite().await).await
    }

    /// On PostgreSQL.
    pub async fn postgres() -> Self {
        Self::on(databases::postgres().await).await
    }

    /// Fills a database that a program will run on, durably, and closes it again.
    pub async fn seed<T>(url: &str, size: usize, fill: impl AsyncFnOnce(&Self, usize) -> T) -> T {
        let db = Db::open(&DbOptions::new(url)).await.expect("a database");
        db.migrate().await.expect("migrations");
        let world = Self::on((db.clone(), url.to_owned(), None)).await;
        let filled = fill(&world, size).await;
        // PostgreSQL does so by itself, a minute after so many rows; a bench does not wait for it.
        db.write((), |tx, ()| Box::pin(async move { tx.execute_unprepared("ANALYZE").await.map(drop) }))
            .await
            .expect("statistics");
        db.close().await.expect("closed");
        filled
    }

    async fn on((db, url, folder): (Db, String, Option<TempDir>)) -> Self {
        let clock = TestClock::at(parse("2026-11-24 08:25"));
        let services = services_on(db.clone(), &clock, PhotoShelf::in_memory());
        let agency = AgencyId::new();
        db.write(agency, |tx, agency| {
            Box::pin(create_agency(tx, AgencyRecord { id: *agency, name: "测试派遣公司".to_owned() }))
        })
        .await
        .expect("an agency");
        let hall = Hall::create(&db, agency, "测试大厅").await;
        Self { services, clock, db, url, agency, hall, _folder: folder }
    }

    /// The services of a second server on the same database.
    pub async fn another_server(&self) -> Services {
        let db = Db::open(&DbOptions::new(&self.url)).await.expect("a database");
        services_on(db, &self.clock, PhotoShelf::in_memory())
    }

    /// The same with its photos elsewhere.
    #[must_use]
    pub fn keeping_photos_in(self, photos: PhotoShelf) -> Self {
        Self { services: services_on(self.db.clone(), &self.clock, photos), ..self }
    }

    /// Another hall of the same agency.
    pub async fn another_hall(&self, name: &str) -> Hall {
        Hall::create(&self.db, self.agency, name).await
    }

    /// Another agency's hall with a person in it; all its names hold `外单位`.
    pub async fn foreign(&self) -> Foreign {
        let agency = AgencyId::new();
        self.db
            .write(agency, |tx, agency| {
                Box::pin(create_agency(tx, AgencyRecord { id: *agency, name: "外单位公司".to_owned() }))
            })
            .await
            .expect("an agency");
        self.other(agency).await
    }

    /// Another hall of the first agency with a person in it, named as [`World::foreign`] names its own.
    pub async fn sibling(&self) -> Foreign {
        self.other(self.agency).await
    }

    async fn other(&self, agency: AgencyId) -> Foreign {
        let hall = Hall::create(&self.db, agency, "外单位大厅").await;
        let builder = PersonBuilder::new(self, "foreign").of(&hall).employed_by(agency).named("外单位某人");
        let person = builder.hall_role(Role::Worker).at(hall.desks[0], Side::A).create().await;
        Foreign { agency, hall, person }
    }

    /// A person of the first hall, to be completed and created.
    pub fn person(&self, sign_in_name: &str) -> PersonBuilder<'_> {
        PersonBuilder::new(self, sign_in_name)
    }
}

fn services_on(db: Db, clock: &TestClock, photo_shelf: PhotoShelf) -> Services {
    let settings = Settings {
        db,
        clock: Arc::new(clock.clone()),
        origin: "http://localhost:3000".parse().expect("an address"),
        id_number_key: IdNumberKey::new([7; 32]),
        push_key: PushKey::new([7; 32]).expect("a key"),
        outgoing: Outgoing::new(None, true),
        photo_shelf,
    };
    Services::new(settings).expect("services")
}
