use domain::ids::{ChildId, PunchId, WaiverId};
use testkit::Foreign;

use super::{Aim, at, unknown};

/// A paper, as a form sends it.
const SIGNED: &str = "command[signed][signed_on]=2026-11-20&command[signed][paper]=x";

pub fn aimed_at(foreign: &Foreign, path: &str) -> Aim {
    let hall = foreign.hall.id;
    let person = foreign.person.id;
    match path {
        "/api/leave/balance" => at(format!("person={person}")),
        "/api/leave/adjust" => at(format!(
            "command[person]={person}&command[kind]=annual&command[direction]=add&command[half_days]=2&command[expires_on]=2026-12-31\
             &command[reason]=x"
        )),
        "/api/leave/carry/ask" => at(format!("command[person]={person}&command[year]=2025")),
        "/api/leave/carry" => at(format!("command[person]={person}&command[year]=2025&{SIGNED}")),
        "/api/leave/waive" => at(format!(
            "command[id]={}&command[person]={person}&command[year]=2026&command[half_days]=2&{SIGNED}",
            WaiverId::new()
        )),
        "/api/leave/carry/answer" | "/api/leave/child" => Aim::OwnOnly,
        "/api/leave/child/back" => at(format!("child={}", ChildId::new())),
        "/api/leave/child/rule" => {
            at(format!("command[person]={person}&command[child]={}&command[verdict]=confirm", ChildId::new()))
        }
        "/api/leave/rules" | "/api/leave/types" => at(format!("hall={hall}")),
        "/api/leave/types/one" => at(format!("hall={hall}&kind=annual")),
        "/api/leave/types/preview" | "/api/leave/types/publish" => at(format!(
            "form[hall]={hall}&form[kind]=personal&form[latest]=0&form[from]=2026-12-01&form[counts]=workdays\
             &form[unit]=day&form[notice]=2&form[source]=x"
        )),
        "/api/leave/rules/confirm" => at(format!(
            "command[hall]={hall}&command[province]=shanghai&command[from]=2026-11-24&command[checked]=true"
        )),
        _ => requests(foreign, path),
    }
}

fn requests(foreign: &Foreign, path: &str) -> Aim {
    let request = PunchId::new();
    match path {
        "/api/leave/mine" => Aim::List(String::new()),
        "/api/leave/report" => Aim::OwnOnly,
        "/api/leave/choices"
        | "/api/leave/choices/move"
        | "/api/leave/one"
        | "/api/leave/papers"
        | "/api/leave/handover" => at(format!("request={request}")),
        "/api/leave/preview" => Aim::List(format!(
            "form[request]={request}&form[kind]=personal&form[from]=2026-11-25&form[to]=2026-11-26\
             &form[starts]=morning&form[ends]=afternoon"
        )),
        // Another's request, by its version.
        "/api/leave/ask" => at(format!(
            "command[id]={request}&command[version]=7&command[kind]=personal&command[from]=2026-11-25\
             &command[to]=2026-11-25&command[starts]=morning&command[ends]=afternoon&command[reason]=x\
             &command[cover]="
        )),
        "/api/leave/papers/rule" => {
            at(format!("command[id]={request}&command[version]=1&command[ruling]=excused&command[reason]=x"))
        }
        "/api/leave/papers/refuse" => at(format!("command[id]={request}&command[reason]=x")),
        "/api/leave/withdraw" => {
            at(format!("command[id]={}&command[request]={request}&command[version]=1", PunchId::new()))
        }
        "/api/leave/back" => at(format!(
            "command[id]={}&command[request]={request}&command[version]=1&command[back_on]=2026-11-25",
            PunchId::new()
        )),
        "/api/leave/team" => at(format!("hall={}&span=week", foreign.hall.id)),
        "/api/leave/cover/name" => at(format!(
            "command[id]={}&command[request]={request}&command[cover]={}",
            PunchId::new(),
            foreign.person.id
        )),
        "/api/leave/cover" => {
            at(format!("command[id]={}&command[request]={request}&command[yes]=true", PunchId::new()))
        }
        "/api/leave/handover/step" => {
            at(format!("command[id]={}&command[request]={request}&command[step]=sign", PunchId::new()))
        }
        _ => unknown(path),
    }
}
