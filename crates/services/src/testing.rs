//! What the tests of this crate stand on: an office with one hall, on a database of its own in a temporary
//! folder, at half past nine on a Tuesday.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::{
    ids::{HallId, PersonId, SessionId, WindowId},
    org::{WindowCommand, ZoneCommand},
    policy::{Actor, Grant, Role, Scope},
};
use store::{Db, DbOptions, Durability, repo::accounts as repo};

use crate::{Caller, Clock, IdNumberKey, Outgoing, PushKey, Services, Settings, Visitor, accounts::OperatorImport};

/// A clock that stands still.
struct Still(DateTime<Utc>);

impl Clock for Still {
    fn now(&self) -> DateTime<Utc> {
        self.0
    }
}

/// An agency with one hall, two zones of two windows each, and HR.
pub(crate) struct Office {
    pub(crate) services: Services,
    pub(crate) hall: HallId,
    pub(crate) hr: Caller,
    /// `A01`, `A02` in 综合区, `B01`, `B02` in 不动产区.
    pub(crate) windows: Vec<WindowId>,
    folder: std::path::PathBuf,
}

impl Drop for Office {
    fn drop(&mut self) {
        // A file that stays behind in a temporary folder harms nobody.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Services on an empty database, and the folder it is in.
pub(crate) async fn empty() -> (Services, std::path::PathBuf) {
    let folder = std::env::temp_dir().join(format!("zaigang-{}", PersonId::new()));
    std::fs::create_dir_all(&folder).unwrap();
    let url = format!("sqlite://{}", folder.join("test.db").display());
    let db = Db::open(&DbOptions { durability: Durability::Relaxed, ..DbOptions::new(url) }).await.unwrap();
    db.migrate().await.unwrap();
    let services = Services::new(Settings {
        db,
        clock: Arc::new(Still("2026-11-24T01:30:00Z".parse().unwrap())),
        origin: "http://localhost:3000".parse().unwrap(),
        id_number_key: IdNumberKey::new([7; 32]),
        push_key: PushKey::new([7; 32]).unwrap(),
        outgoing: Outgoing::new(None, true),
        photo_shelf: crate::PhotoShelf::in_memory(),
    });
    (services.unwrap(), folder)
}

pub(crate) const FOUNDERS: &str = "工号,姓名,手机,入职日期\nhr01,钱人事,13800000001,2020-01-06\n";

pub(crate) fn founding() -> OperatorImport {
    let text = |text: &str| Some(text.to_owned());
    OperatorImport { agency: text("安达人力"), hall: text("市民中心"), hr: text("hr01") }
}

impl Office {
    pub(crate) async fn open() -> Self {
        let (services, folder) = empty().await;
        let accounts = services.accounts();
        accounts.import_staff_by_operator(founding(), "hr.csv", FOUNDERS.into(), false).await.unwrap();
        let record = repo::find_person_by_sign_in_name(services.db().read(), "hr01").await.unwrap().unwrap();
        let hr = caller(&record, Grant { role: Role::Hr, scope: Scope::Agency(record.agency) });
        let hall = services.org().halls(&hr).await.unwrap()[0].id;
        let mut office = Self { services, hall, hr, windows: Vec::new(), folder };
        office.furnish().await;
        office
    }

    async fn furnish(&mut self) {
        let org = self.services.org();
        for (position, (name, code)) in (0..).zip([("综合区", "A"), ("不动产区", "B")]) {
            let zone = ZoneCommand { id: None, hall: self.hall, name: name.to_owned(), position };
            let zone = org.save_zone(&self.hr, zone).await.unwrap();
            for number in 1..=2 {
                let code = format!("{code}0{number}");
                let window = WindowCommand { id: None, zone, code, name: name.to_owned() };
                self.windows.push(org.save_window(&self.hr, window).await.unwrap());
            }
        }
    }

    pub(crate) async fn person(&self, sign_in_name: &str) -> repo::PersonRecord {
        let found = repo::find_person_by_sign_in_name(self.services.db().read(), sign_in_name).await.unwrap();
        found.unwrap_or_else(|| panic!("nobody has the 工号 {sign_in_name}"))
    }

    /// Who holds what at the hall, each as `A01 受理员 A w001 2026-11-24..`.
    pub(crate) async fn holders(&self) -> Vec<String> {
        let hall = self.services.org().hall(&self.hr, self.hall).await.unwrap();
        let mut lines = Vec::new();
        for window in hall.zones.iter().flat_map(|zone| &zone.windows) {
            for post in &window.posts {
                for holder in &post.holders {
                    let to = holder.to.map_or(String::new(), |to| to.to_string());
                    let (side, name, from) = (holder.side.letter(), &holder.name, holder.from);
                    lines.push(format!("{} {} {side} {name} {from}..{to}", window.code, post.name));
                }
            }
        }
        lines
    }
}

/// Somebody signed in with one role.
pub(crate) fn caller(person: &repo::PersonRecord, grant: Grant) -> Caller {
    let actor = Actor { person: person.id, agency: person.agency, hall: person.hall, grants: vec![grant] };
    Caller { actor, session: SessionId::new(), visitor: Visitor::default() }
}
