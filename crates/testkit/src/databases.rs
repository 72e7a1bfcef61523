//! An empty, migrated database for each test.

use sea_orm::{ConnectionTrait, Database};
use store::{Db, DbOptions, Durability};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use url::Url;
use uuid::Uuid;

/// SQLite in a folder that goes away with the test.
pub(crate) async fn sqlite() -> (Db, String, Option<TempDir>) {
    let folder = TempDir::new().expect("a temporary folder");
    let url = format!("sqlite://{}", folder.path().join("test.db").display());
    let db =
        Db::open(&DbOptions { durability: Durability::Relaxed, ..DbOptions::new(&url) }).await.expect("a database");
    db.migrate().await.expect("migrations");
    (db, url, Some(folder))
}

/// A database of its own on the PostgreSQL that `TEST_DATABASE_URL` names: copied from a template that is
/// migrated once, which is much faster than migrating each.
pub(crate) async fn postgres() -> (Db, String, Option<TempDir>) {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    let server = std::env::var("TEST_DATABASE_URL").expect(
        "TEST_DATABASE_URL is not set: run this through `cargo xtask test db`, which starts a PostgreSQL, \
         or leave these tests out with `--skip _postgres`",
    );
    let template = TEMPLATE.get_or_init(|| make_template(&server)).await;
    let name = format!("test_{}", Uuid::now_v7().simple());
    create_database(&server, &format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
    let (db, url) = open(&server, &name).await;
    (db, url, None)
}

async fn make_template(server: &str) -> String {
    let name = format!("template_{}", Uuid::now_v7().simple());
    create_database(server, &format!("CREATE DATABASE {name}")).await;
    let (db, _) = open(server, &name).await;
    db.migrate().await.expect("migrations");
    // A database that somebody is connected to can't be copied.
    db.close().await.expect("closed");
    name
}

async fn create_database(server: &str, statement: &str) {
    let admin = Database::connect(server).await.expect("the PostgreSQL of TEST_DATABASE_URL");
    let created = admin.execute_unprepared(statement).await;
    admin.close().await.expect("closed");
    created.expect("a new database");
}

async fn open(server: &str, name: &str) -> (Db, String) {
    let mut url = Url::parse(server).expect("TEST_DATABASE_URL is an address");
    url.set_path(name);
    let db = Db::open(&DbOptions { connections: 6, ..DbOptions::new(url.as_str()) }).await.expect("a database");
    (db, url.into())
}
