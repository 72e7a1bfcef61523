use domain::ids::PunchId;
use testkit::Foreign;

use super::{Aim, at, unknown};

pub(super) fn aimed_at(foreign: &Foreign, path: &str) -> Aim {
    let hall = foreign.hall.id;
    let person = foreign.person.id;
    let window = foreign.hall.desks[0].window;
    match path {
        "/api/attendance/ticket"
        | "/api/attendance/punch"
        | "/api/attendance/outings/ask"
        | "/api/attendance/correction/ask"
        | "/api/attendance/month/accept"
        | "/api/attendance/consent/say" => Aim::OwnOnly,
        "/api/attendance/today"
        | "/api/attendance/review"
        | "/api/attendance/outings"
        | "/api/attendance/patrols"
        | "/api/attendance/consent" => Aim::List(String::new()),
        "/api/attendance/month" => at(format!("person={person}")),
        "/api/attendance/correction" => Aim::List("date=2026-11-23".to_owned()),
        "/api/attendance/correction/change" | "/api/attendance/correction/one" => {
            at(format!("correction={}", PunchId::new()))
        }
        "/api/attendance/correction/withdraw" => {
            at(format!("command[id]={}&command[request]={}&command[version]=1", PunchId::new(), PunchId::new()))
        }
        "/api/attendance/paper/enter" => at(format!(
            "command[id]={}&command[hall]={hall}&command[date]=2026-11-23&command[reason]=x\
             &command[times][{person}.1]=08:20",
            PunchId::new()
        )),
        "/api/attendance/paper/act" => at(format!(
            "command[id]={}&command[sheet]={}&command[version]=1&command[act]=confirm",
            PunchId::new(),
            PunchId::new()
        )),
        "/api/attendance/rules/set" => at(format!(
            "command[hall]={hall}&command[correction_limit]=3&command[correction_days]=7&command[position_days]=90"
        )),
        "/api/attendance/close" | "/api/attendance/close/people" => at(format!("hall={hall}&month=2026-10-01")),
        "/api/attendance/close/act" => at(format!("hall={hall}&month=2026-10-01&version=0&act=confirm")),
        "/api/attendance/explain" => at(format!("note={}&punch={}&reason=x", PunchId::new(), PunchId::new())),
        "/api/attendance/decide" => at(format!(
            "command[id]={}&command[punch]={}&command[accepted]=true&command[reason]=x",
            PunchId::new(),
            PunchId::new()
        )),
        "/api/attendance/board"
        | "/api/attendance/day-log"
        | "/api/attendance/presence"
        | "/api/attendance/paper"
        | "/api/attendance/patrols/choices"
        | "/api/attendance/rules" => at(format!("hall={hall}")),
        "/api/attendance/presence/set" => at(format!(
            "command[hall]={hall}&command[settings][policy]=flag_only&command[settings][travel_kmh]=150\
             &command[settings][repeat_days]=5&command[settings][vacancy_grace_min]=5\
             &command[settings][escalate_min]=10&command[settings][outing_max_min]=60\
             &command[settings][taken_min]=10&command[settings][outing_wait_min]=30\
             &command[settings][late_claim_hours]=12&command[settings][accuracy_m]=200&command[settings][remind_min]=0"
        )),
        "/api/attendance/screens/make" => at(format!("hall={hall}&name=x")),
        "/api/attendance/screens/end" => at(format!("screen={}", PunchId::new())),
        "/api/attendance/witness" | "/api/attendance/flags/seen" => {
            at(format!("command[id]={}&command[punch]={}", PunchId::new(), PunchId::new()))
        }
        "/api/attendance/outings/act" => at(format!(
            "command[id]={}&command[outing]={}&command[version]=1&command[act]=cover",
            PunchId::new(),
            PunchId::new()
        )),
        "/api/attendance/outings/seen" => at(format!(
            "command[id]={}&command[outing]={}&command[seen_at]=2026-11-24T00:00:00Z",
            PunchId::new(),
            PunchId::new()
        )),
        "/api/attendance/vacancies/take" => {
            at(format!("command[id]={}&command[vacancy]={}&command[note]=x", PunchId::new(), PunchId::new()))
        }
        "/api/attendance/patrols/one" => at(format!("record={}", PunchId::new())),
        "/api/attendance/patrols/record" => at(format!(
            "command[id]={}&command[window]={window}&command[person]={person}&command[kind]=off_post&command[note]=x",
            PunchId::new()
        )),
        "/api/attendance/patrols/explain" => at(format!("note={}&record={}&text=x", PunchId::new(), PunchId::new())),
        "/api/attendance/patrols/decide" => at(format!(
            "command[id]={}&command[record]={}&command[upheld]=true&command[heard]=0&command[reason]=x",
            PunchId::new(),
            PunchId::new()
        )),
        _ => unknown(path),
    }
}
