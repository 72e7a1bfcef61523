//! Databases of groups that stay from one run to the next.

use std::{
    fs,
    path::{Path, PathBuf},
};

use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbErr, Statement};
use store::{Db, DbOptions};
use url::Url;

use super::{Group, create, history, last_used, rush_midnight, spread};

/// Counts up when a group of the same size is filled otherwise: what is kept under an older number is not used.
const FORM: u32 = 1;

/// Where databases are kept: a folder of SQLite files, or a PostgreSQL server.
#[derive(Clone, Debug)]
pub enum Shelf {
    /// The folder.
    Sqlite(PathBuf),
    /// The server's address.
    Postgres(Url),
}

impl Shelf {
    /// The address of a group's database, filled if it is not there yet and set back to the morning of the
    /// rush: what an earlier run has left is taken out.
    pub async fn database(&self, group: Group) -> String {
        let name = format!("group_{}_{}_v{FORM}", group.staff, group.years);
        let url = match self {
            Self::Sqlite(folder) => sqlite(folder, &name, group).await,
            Self::Postgres(server) => postgres(server, &name, group).await.expect("a database on PostgreSQL"),
        };
        let db = Db::open(&DbOptions::new(&url)).await.expect("the database");
        db.migrate().await.expect("migrations");
        set_back(&db).await.expect("an untouched morning");
        db.close().await.expect("closed");
        url
    }
}

async fn sqlite(folder: &Path, name: &str, group: Group) -> String {
    let (file, partial) = (folder.join(format!("{name}.db")), folder.join(format!("{name}.partial")));
    if !file.exists() {
        for left in ["", "-wal", "-shm", "-journal"] {
            // Nothing is left where the run before has finished.
            let _ = fs::remove_file(format!("{}{left}", partial.display()));
        }
        fill(&format!("sqlite://{}", partial.display()), group).await;
        // Else the system would go on writing gigabytes while the first figures are taken.
        fs::File::open(&partial).and_then(|filled| filled.sync_all()).expect("the database on the disk");
        fs::rename(&partial, &file).expect("the finished database");
    }
    format!("sqlite://{}", file.display())
}

async fn postgres(server: &Url, name: &str, group: Group) -> Result<String, DbErr> {
    let admin = Database::connect(server.as_str()).await?;
    if !exists(&admin, name).await? {
        let partial = format!("{name}_partial");
        admin.execute_unprepared(&format!("DROP DATABASE IF EXISTS {partial}")).await?;
        admin.execute_unprepared(&format!("CREATE DATABASE {partial}")).await?;
        fill(&address(server, &partial), group).await;
        admin.execute_unprepared("CHECKPOINT").await?;
        admin.execute_unprepared(&format!("ALTER DATABASE {partial} RENAME TO {name}")).await?;
    }
    admin.close().await?;
    Ok(address(server, name))
}

async fn exists(admin: &DatabaseConnection, name: &str) -> Result<bool, DbErr> {
    let sql = "SELECT 1 FROM pg_database WHERE datname = $1";
    let statement = Statement::from_sql_and_values(admin.get_database_backend(), sql, [name.into()]);
    Ok(admin.query_one_raw(statement).await?.is_some())
}

fn address(server: &Url, name: &str) -> String {
    let mut url = server.clone();
    url.set_path(name);
    url.into()
}

async fn fill(url: &str, group: Group) {
    eprintln!("  filling a database of {} staff and {} years, to be kept", group.staff, group.years);
    let db = Db::open(&DbOptions::new(url)).await.expect("a new database");
    db.migrate().await.expect("migrations");
    create::create(&db, group).await;
    history::create(&db, group).await;
    db.close().await.expect("closed");
    spread::spread(url, group).await.expect("a history for everybody");
}

async fn set_back(db: &Db) -> Result<(), DbErr> {
    let (midnight, used) = (rush_midnight().timestamp_millis(), last_used().timestamp_millis());
    let ends = (last_used() + chrono::TimeDelta::days(30)).timestamp_millis();
    let of_today = format!("hall_id IN (SELECT id FROM hall) AND at >= {midnight}");
    let statements = [
        format!("DELETE FROM punch_flag WHERE punch_id IN (SELECT id FROM punch WHERE {of_today})"),
        format!("DELETE FROM punch WHERE {of_today}"),
        format!("UPDATE session SET last_used_at = {used}, expires_at = {ends}"),
        "DELETE FROM job".to_owned(),
        "DELETE FROM month_sheet".to_owned(),
        "DELETE FROM month_close".to_owned(),
    ];
    db.write(statements, |tx, statements| {
        Box::pin(async move {
            for statement in statements {
                tx.execute_unprepared(statement).await?;
            }
            Ok(())
        })
    })
    .await
}
