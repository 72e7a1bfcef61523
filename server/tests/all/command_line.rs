//! What an operator types: the program as a process, its words and its exit codes.

use std::{
    path::Path,
    process::{Command, Output},
};

use domain::ids::{AuditId, PunchId};
use store::{
    Db, DbOptions,
    repo::{
        attendance::find_punch,
        audit::{AuditRecord, create_line},
    },
};
use tempfile::TempDir;
use testkit::{
    World,
    http_client::Connection,
    load::{crowd, punch},
    program::Program,
};

use crate::object_service::{BUCKET, KEY_ID, ObjectService, SECRET};

struct Place {
    folder: TempDir,
    url: String,
}

impl Place {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        std::fs::create_dir_all(folder.path().join("site/pkg")).unwrap();
        let url = format!("sqlite://{}", folder.path().join("zaigang.db").display());
        Self { folder, url }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_zaigang"))
            .args(arguments)
            .env("ZAIGANG_DATA_DIR", self.folder.path())
            .env("ZAIGANG_SITE_DIR", self.folder.path().join("site"))
            .env("DATABASE_URL", &self.url)
            .output()
            .expect("the program runs")
    }

    async fn serve(&self) -> Program {
        Program::start(Path::new(env!("CARGO_BIN_EXE_zaigang")), self.folder.path(), &self.url).await
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn the_doctor_says_what_is_missing_and_makes_the_keys() {
    let place = Place::new();
    let first = place.run(&["doctor"]);
    assert!(!first.status.success());
    let words = said(&first);
    assert!(words.contains("✗ database") && words.contains("zaigang doctor --init"), "{words}");
    assert!(words.contains("MB left"), "{words}");

    let migrated = place.run(&["migrate"]);
    assert!(migrated.status.success(), "{}", said(&migrated));
    let second = place.run(&["doctor", "--init"]);
    assert!(second.status.success(), "{}", said(&second));
    let third = place.run(&["doctor"]);
    assert!(third.status.success() && !said(&third).contains('✗'), "{}", said(&third));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_id_number_key_than_the_stored_numbers_is_refused() {
    let place = Place::new();
    let made = place.run(&["doctor", "--init"]);
    let people = "工号,姓名,手机,身份证号,入职日期\nhr01,钱人事,13900000001,11010519491231002X,2020-01-06\n";
    let file = place.path("people.csv");
    std::fs::write(&file, people).unwrap();
    let imported = place.run(&["import", "staff", &file, "--agency", "甲单位", "--hall", "甲大厅", "--hr", "hr01"]);
    assert!(imported.status.success(), "{}{}", said(&made), said(&imported));
    assert!(said(&place.run(&["doctor"])).contains("✓ ID numbers"));

    let key = place.folder.path().join("id-number.key");
    std::fs::rename(&key, place.path("elsewhere")).unwrap();
    let invited = place.run(&["invite", "hr01"]);
    assert!(!invited.status.success() && said(&invited).contains("another key"), "{}", said(&invited));
    assert!(!key.exists(), "none is made that would hide that the right one is missing");
    std::fs::write(&key, "0".repeat(64)).unwrap();
    assert!(said(&place.run(&["doctor"])).contains("✗ ID numbers"));
}

#[test]
fn the_environment_names_the_database_whatever_the_file_says() {
    let place = Place::new();
    let (file, other) = (place.path("zaigang.toml"), place.path("other.db"));
    std::fs::write(&file, format!("database_url = \"sqlite://{other}\"\n")).unwrap();
    let migrated = place.run(&["--config", &file, "migrate"]);
    assert!(migrated.status.success(), "{}", said(&migrated));
    assert!(!Path::new(&other).exists() && place.folder.path().join("zaigang.db").exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_doctor_tries_a_bucket_out_and_tells_its_secret_to_nobody() {
    let (place, service) = (Place::new(), ObjectService::start().await);
    let file = place.path("bucket.toml");
    let run = |bucket: &str, key_id: &str, command: &[&str]| {
        let named = format!("photo_bucket = \"{bucket}\"\nphoto_endpoint = \"{}\"\n", service.origin);
        let key = format!("photo_key_id = \"{key_id}\"\nphoto_secret = \"{SECRET}\"\n");
        std::fs::write(&file, named + &key).unwrap();
        let mut arguments = vec!["--config", file.as_str()];
        arguments.extend_from_slice(command);
        let output = place.run(&arguments);
        let words = said(&output);
        assert!(!words.contains(SECRET), "{words}");
        (output.status.success(), words)
    };
    assert!(run(BUCKET, KEY_ID, &["migrate"]).0);
    let (well, words) = run(BUCKET, KEY_ID, &["doctor", "--init"]);
    assert!(well && words.contains(&format!("✓ photos: {BUCKET} ({}/)", service.origin)), "{words}");
    assert!(service.objects().is_empty(), "nothing is left of the trial");
    for (bucket, key_id, fix) in
        [(BUCKET, "another-key", "the key is not accepted"), ("no-such-bucket", KEY_ID, "make it")]
    {
        let (well, words) = run(bucket, key_id, &["doctor"]);
        assert!(!well && words.contains("✗ photos: ") && words.contains(fix), "{words}");
    }
    let (well, words) = run(BUCKET, KEY_ID, &["backup", &place.path("copy.db")]);
    assert!(well && words.contains(BUCKET), "what is to be copied besides: {words}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_doctor_sees_a_clock_that_was_set_back() {
    let place = Place::new();
    World::seed(&place.url, 0, record_tomorrow).await;
    let doctor = place.run(&["doctor"]);
    assert!(!doctor.status.success());
    let words = said(&doctor);
    assert!(words.contains("✗ clock of the records") && words.contains("NTP"), "{words}");
}

/// Something that this machine's clock says lies ahead.
async fn record_tomorrow(world: &World, _: usize) {
    let (agency, at) = (world.agency, chrono::Utc::now() + chrono::Days::new(1));
    let line = AuditRecord {
        id: AuditId::new(),
        agency,
        at,
        actor: None,
        action: "people.invite".to_owned(),
        subject_kind: "agency".to_owned(),
        subject: agency.uuid(),
        detail: String::new(),
        address: String::new(),
    };
    let kept = world.db.write(line, |tx, line| Box::pin(create_line(tx, line.clone()))).await;
    kept.expect("a line of the trail");
}

#[test]
fn a_year_is_printed_and_an_unknown_one_refused() {
    let place = Place::new();
    let year = said(&place.run(&["calendar", "2026"]));
    assert!(year.contains("2026"), "{year}");
    let unknown = place.run(&["calendar", "2031"]);
    assert!(!unknown.status.success());
    assert!(said(&unknown).contains("no calendar of 2031"), "{}", said(&unknown));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_taken_while_people_clock_in_has_all_that_was_confirmed_before() {
    let place = Place::new();
    let members = World::seed(&place.url, 60, crowd).await;
    let program = place.serve().await;
    let mut phone = Connection::open(program.addr).await.unwrap();
    let mut confirmed: Vec<PunchId> = Vec::new();
    for member in &members[..30] {
        confirmed.push(punch(&mut phone, member).await.unwrap());
    }
    let others = members[30..].to_vec();
    let busy = tokio::spawn(async move {
        for member in &others {
            punch(&mut phone, member).await.unwrap();
        }
    });
    let copy = place.path("copy.db");
    let backup = place.run(&["backup", &copy]);
    assert!(backup.status.success(), "{}", said(&backup));
    busy.await.unwrap();
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&copy).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600, "people's numbers are in it");
    let again = place.run(&["backup", &copy]);
    assert!(!again.status.success(), "it overwrites nothing");

    let db = Db::open(&DbOptions::new(format!("sqlite://{copy}"))).await.unwrap();
    for id in confirmed {
        assert!(find_punch(db.read(), id).await.unwrap().is_some(), "the copy lacks {id}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn asked_to_stop_it_finishes_what_it_has_begun() {
    let place = Place::new();
    let members = World::seed(&place.url, 40, crowd).await;
    let mut program = place.serve().await;
    let addr = program.addr;
    let mut confirmed = Vec::new();
    let (told, mut heard) = tokio::sync::mpsc::unbounded_channel();
    let busy = tokio::spawn(async move {
        let mut phone = Connection::open(addr).await.unwrap();
        for member in &members {
            // The first one that finds the door closed is the last.
            let Ok(id) = punch(&mut phone, member).await else { break };
            let _ = told.send(id);
        }
    });
    confirmed.extend(heard.recv().await);
    let well = tokio::task::spawn_blocking(move || program.stop()).await.unwrap();
    assert!(well, "it ends of its own accord");
    busy.await.unwrap();
    while let Some(id) = heard.recv().await {
        confirmed.push(id);
    }
    let db = Db::open(&DbOptions::new(place.url.clone())).await.unwrap();
    for id in confirmed {
        assert!(find_punch(db.read(), id).await.unwrap().is_some(), "lost {id}");
    }
}
