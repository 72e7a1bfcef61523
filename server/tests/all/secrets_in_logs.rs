//! What must never be logged, whatever the level: looked for in everything that a running program says.

use std::path::Path;

use domain::policy::Role;
use tempfile::TempDir;
use testkit::{
    PASSWORD, World,
    http_client::{Answer, Connection},
    program::Program,
};

const NEW_PASSWORD: &str = "a fine long password";
const ID_NUMBER: &str = "110101199003070011";

/// What stands in an answer between two marks.
fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("no {before} in {text}"));
    rest.split(after).next().unwrap_or_default()
}

fn text(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
    String::from_utf8_lossy(&answer.body).into_owned()
}

fn session(answer: &Answer) -> String {
    let cookies = answer.headers.get_all("set-cookie").iter().filter_map(|cookie| cookie.to_str().ok());
    let cookie = cookies.into_iter().find(|cookie| cookie.starts_with("__Host-zaigang=")).expect("a session");
    between(cookie, "=", ";").to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_secret_is_logged_at_any_level() {
    let folder = TempDir::new().unwrap();
    let url = format!("sqlite://{}", folder.path().join("zaigang.db").display());
    let hall = World::seed(&url, 0, async |world: &World, _| {
        world.person("hr").agency_role(Role::Hr).create().await;
        world.hall.id
    });
    let hall = hall.await;
    let log = folder.path().join("log");
    let binary = Path::new(env!("CARGO_BIN_EXE_zaigang"));
    let mut program = Program::start_telling_all(binary, folder.path(), &url, &log).await;
    let mut phone = Connection::open(program.addr).await.unwrap();
    let mut post =
        async |path: &str, session: Option<&str>, form: String| phone.post(path, session, form).await.unwrap();

    let wrong = post("/api/accounts/sign-in", None, "name=hr&password=wrong-but-secret".to_owned()).await;
    assert_eq!(wrong.status, 401);
    let signed_in =
        post("/api/accounts/sign-in", None, format!("name=hr&password={}", PASSWORD.replace(' ', "+"))).await;
    let hr = session(&signed_in);
    let person = format!(
        "command[version]=0&command[sign_in_name]=w900&command[name]=%E7%94%B2%E4%B9%99&command[phone]=13800004321\
         &command[id_number]={ID_NUMBER}&command[hall]={hall}&command[hired_on]=2026-01-05"
    );
    let saved = text(&post("/api/accounts/people/save", Some(&hr), person).await);
    let person = saved.trim_matches('"');
    let shown = text(&post("/api/accounts/people/id-number", Some(&hr), format!("person={person}")).await);
    assert!(shown.contains(ID_NUMBER), "{shown}");
    let link = text(&post("/api/accounts/people/invite", Some(&hr), format!("person={person}")).await);
    let invitation = between(&link, "/invite/", "\"").to_owned();
    let typed = NEW_PASSWORD.replace(' ', "+");
    let form = format!("token={invitation}&phone_last4=4321&password={typed}");
    let worker = session(&post("/api/accounts/invite/password", None, form).await);
    for path in ["/", "/me", &format!("/invite/{invitation}"), "/calendar/a-feeds-token.ics"] {
        phone.get(path, Some(&worker)).await.unwrap();
    }
    program.kill();

    let said = std::fs::read_to_string(log).unwrap();
    assert!(said.contains("/api/accounts/sign-in"), "the log is the one of these requests");
    let secrets = [
        "wrong-but-secret",
        PASSWORD,
        NEW_PASSWORD,
        &typed,
        ID_NUMBER,
        "13800004321",
        "a-feeds-token",
        &hr,
        &worker,
        &invitation,
    ];
    for secret in secrets {
        let told = said.lines().find(|said| said.contains(secret));
        assert_eq!(told, None, "a secret is in the log");
    }
}
