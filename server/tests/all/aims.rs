//! How each server function could be turned on another agency's data.

use domain::ids::{AppointmentId, FenceId, PunchId};

use testkit::Foreign;

mod attendance;
mod leave;

/// How a function can be turned on another's data.
pub enum Aim {
    /// By these arguments; it must refuse.
    At(String),
    /// It lists or reads without naming whose; nothing foreign may be in it.
    List(String),
    /// It takes a file for a hall.
    Upload(String),
    /// It takes nothing that could name another's.
    OwnOnly,
}

pub fn aimed_at(foreign: &Foreign, path: &str) -> Aim {
    let slice = path.split('/').nth(2).unwrap_or_default();
    match slice {
        "accounts" => accounts(foreign, path),
        "attendance" => attendance::aimed_at(foreign, path),
        "leave" => leave::aimed_at(foreign, path),
        "approvals" => approvals(foreign, path),
        "roster" => roster(foreign, path),
        "org" => org(foreign, path),
        "notices" => notices(foreign, path),
        "photos" => photos(path),
        // The law's time limits and the State Council's calendar are the same for everybody; leave that is counted
        // beside it is that of the caller's agency.
        "calendar" => Aim::OwnOnly,
        _ => unknown(path),
    }
}

fn unknown(path: &str) -> Aim {
    panic!("{path} is not listed here: say how it could be turned on another agency's data")
}

fn at(form: String) -> Aim {
    Aim::At(form)
}

fn accounts(foreign: &Foreign, path: &str) -> Aim {
    let hall = foreign.hall.id;
    let zone = foreign.hall.zone;
    let person = foreign.person.id;
    match path {
        "/api/accounts/sign-out"
        | "/api/accounts/devices"
        | "/api/accounts/devices/end-others"
        | "/api/accounts/methods"
        | "/api/accounts/passkeys/start"
        | "/api/accounts/passkeys/finish"
        | "/api/accounts/password" => Aim::OwnOnly,
        "/api/accounts/devices/end" => at(format!("session={}", PunchId::new())),
        "/api/accounts/passkeys/remove" => at(format!("passkey={}", PunchId::new())),
        "/api/accounts/scopes" => Aim::List(String::new()),
        "/api/accounts/people" => Aim::List("search=%E5%A4%96%E5%8D%95%E4%BD%8D".to_owned()),
        "/api/accounts/people/one"
        | "/api/accounts/people/id-number"
        | "/api/accounts/people/sign-out"
        | "/api/accounts/people/invite"
        | "/api/accounts/people/audit" => at(format!("person={person}")),
        "/api/accounts/people/save" => at(format!(
            "command[id]={person}&command[version]=1&command[sign_in_name]=x1&command[name]=%E7%94%B2%E4%B9%99\
             &command[phone]=13800000001&command[id_number]=&command[hall]={hall}&command[hired_on]=2026-01-01"
        )),
        "/api/accounts/people/end" => at(format!("person={person}&last_day=2026-11-24")),
        "/api/accounts/people/appoint" => at(format!("person={person}&role=lead&scope=zone:{zone}&from=2026-11-24")),
        "/api/accounts/people/appointments/end" => {
            at(format!("person={person}&appointment={}&last_day=2026-11-24", AppointmentId::new()))
        }
        "/api/accounts/import" => Aim::Upload(hall.to_string()),
        _ => unknown(path),
    }
}

fn notices(foreign: &Foreign, path: &str) -> Aim {
    let hall = foreign.hall.id;
    match path {
        "/api/notices/inbox"
        | "/api/notices/unread"
        | "/api/notices/hints"
        | "/api/notices/undelivered"
        | "/api/notices/undelivered/news" => Aim::List(String::new()),
        "/api/notices/robots" => at(format!("hall={hall}")),
        "/api/notices/robots/set" => at(format!(
            "command[hall]={hall}&command[name]=x&command[address]=x&command[topics][window_empty]=true\
             &command[quiet][from]=22:00&command[quiet][to]=07:00"
        )),
        "/api/notices/robots/act" => at(format!("robot={}&act=remove", PunchId::new())),
        "/api/notices/robots/test" => at(format!("robot={}", PunchId::new())),
        "/api/notices/read" | "/api/notices/hints/subscribe" | "/api/notices/hints/quiet" => Aim::OwnOnly,
        "/api/notices/hints/unsubscribe" => at(format!("subscription={}", PunchId::new())),
        "/api/notices/acknowledge" => at(format!("command[id]={}&command[notice]={}", PunchId::new(), PunchId::new())),
        _ => unknown(path),
    }
}

fn photos(path: &str) -> Aim {
    match path {
        // What it may be for is in a form of its own, which the tests of `photos` turn on another's request.
        "/api/photos/add" => Aim::OwnOnly,
        "/api/photos/take-back" => at(format!("photo={}", PunchId::new())),
        _ => unknown(path),
    }
}

fn roster(foreign: &Foreign, path: &str) -> Aim {
    let hall = foreign.hall.id;
    let window = foreign.hall.desks[0].window;
    let person = foreign.person.id;
    match path {
        "/api/roster/acknowledge"
        | "/api/roster/overtime/ask"
        | "/api/roster/feed/create"
        | "/api/roster/feed/revoke" => Aim::OwnOnly,
        "/api/roster/import" => Aim::Upload(hall.to_string()),
        "/api/roster/hall-day" | "/api/roster/open/choices" | "/api/roster/shifts" | "/api/roster/weeks" => {
            at(format!("hall={hall}"))
        }
        "/api/roster/weeks/set" => {
            at(format!("command[hall]={hall}&command[people][]={person}&command[from]=2026-12-01"))
        }
        "/api/roster/weeks/end" => {
            at(format!("command[hall]={hall}&command[person]={person}&command[last]=2026-12-01"))
        }
        "/api/roster/shifts/save" => at(format!(
            "command[hall]={hall}&command[name]=x&command[short]=x&command[slots][0][due]=08:30\
             &command[slots][0][opens]=07:30&command[slots][0][closes]=10:00"
        )),
        "/api/roster/shifts/retire" | "/api/roster/shifts/take-back" => {
            at(format!("hall={hall}&shift={}", PunchId::new()))
        }
        "/api/roster/mine" => Aim::List("span=week".to_owned()),
        "/api/roster/feed"
        | "/api/roster/swaps/own"
        | "/api/roster/open"
        | "/api/roster/overtime/mine"
        | "/api/roster/overtime/coming" => Aim::List(String::new()),
        "/api/roster/open/offer" => at(format!(
            "command[id]={}&command[hall]={hall}&command[date]=2026-12-01&command[shift]={}&command[window]={window}",
            PunchId::new(),
            PunchId::new()
        )),
        "/api/roster/open/withdraw" => {
            at(format!("command[id]={}&command[offer]={}&command[version]=1", PunchId::new(), PunchId::new()))
        }
        "/api/roster/open/claim" => {
            at(format!("command[id]={}&command[offer]={}&command[claim]=true", PunchId::new(), PunchId::new()))
        }
        "/api/roster/open/fill" => at(format!(
            "command[id]={}&command[offer]={}&command[version]=1&command[person]={person}",
            PunchId::new(),
            PunchId::new()
        )),
        "/api/roster/overtime/one" | "/api/roster/overtime/change" => at(format!("overtime={}", PunchId::new())),
        "/api/roster/overtime/withdraw" => {
            at(format!("command[id]={}&command[request]={}&command[version]=1", PunchId::new(), PunchId::new()))
        }
        "/api/roster/overtime/cancel" => at(format!(
            "command[id]={}&command[overtime]={}&command[version]=1&command[reason]=x",
            PunchId::new(),
            PunchId::new()
        )),
        "/api/roster/swaps/choices" => Aim::List("give=2026-11-25&take=2026-11-26".to_owned()),
        "/api/roster/sheet" | "/api/roster/draft/review" | "/api/roster/rules" => {
            at(format!("hall={hall}&month=2026-12-01"))
        }
        "/api/roster/draft/paint" => {
            at(format!("hall={hall}&month=2026-12-01&version=0&brush=rest&cells={person}%2F2026-12-01"))
        }
        "/api/roster/draft/copy-week" => at(format!("hall={hall}&month=2026-12-01&version=0&monday=2026-11-30")),
        "/api/roster/draft/discard" => at(format!("hall={hall}&month=2026-12-01&version=0")),
        "/api/roster/publish" => at(format!(
            "command[hall]={hall}&command[month]=2026-12-01&command[version]=0&command[lines]=0&command[reason]=x"
        )),
        "/api/roster/swaps/ask" => {
            let id = PunchId::new();
            at(format!("command[id]={id}&command[partner]={person}&command[give]=2026-11-25&command[take]=2026-11-26"))
        }
        "/api/roster/swaps/answer" => at(format!(
            "command[id]={}&command[swap]={}&command[version]=1&command[act]=agree",
            PunchId::new(),
            PunchId::new()
        )),
        "/api/roster/swaps/one" | "/api/roster/swaps/change" => at(format!("swap={}", PunchId::new())),
        "/api/roster/rules/demand" => {
            at(format!("command[hall]={hall}&command[window]={window}&command[morning]=1&command[afternoon]=1"))
        }
        "/api/roster/rules/certification" => at(format!("hall={hall}&required=true")),
        "/api/roster/rules/time-off" => at(format!("hall={hall}&months=6")),
        "/api/roster/rules/certify" => at(format!("hall={hall}&window={window}&person={person}&from=2026-11-24")),
        "/api/roster/rules/certify/end" => at(format!("hall={hall}&certification={}", PunchId::new())),
        "/api/roster/terms/permit" => at(format!(
            "command[person]={person}&command[period]=month&command[from]=2026-01-01&command[to]=2026-12-31"
        )),
        "/api/roster/terms/protection" => at(format!(
            "command[person]={person}&command[kind]=nursing&command[from]=2026-11-01&command[to]=2026-12-31"
        )),
        "/api/roster/terms/permit/withdraw" => at(format!("person={person}&permit={}", PunchId::new())),
        "/api/roster/terms/protection/withdraw" => at(format!("person={person}&protection={}", PunchId::new())),
        "/api/roster/terms" => at(format!("person={person}")),
        _ => unknown(path),
    }
}

fn org(foreign: &Foreign, path: &str) -> Aim {
    let hall = foreign.hall.id;
    let zone = foreign.hall.zone;
    let window = foreign.hall.desks[0].window;
    let post = foreign.hall.desks[0].post;
    let person = foreign.person.id;
    match path {
        // The agency is the caller's own.
        "/api/org/halls" | "/api/org/audit" => Aim::List(String::new()),
        "/api/org/hall" | "/api/org/hall/audit" | "/api/org/fences" => at(format!("hall={hall}")),
        "/api/org/halls/save" => at(format!("command[id]={hall}&command[name]=x")),
        "/api/org/zones/save" => {
            at(format!("command[id]={zone}&command[hall]={hall}&command[name]=x&command[position]=1"))
        }
        "/api/org/windows/save" => {
            at(format!("command[id]={window}&command[zone]={zone}&command[code]=X1&command[name]=x"))
        }
        "/api/org/posts/save" => at(format!("command[id]={post}&command[window]={window}&command[name]=x")),
        "/api/org/close" => at(format!("unit[kind]=post&unit[id]={post}")),
        "/api/org/holders/set" => {
            at(format!("command[post]={post}&command[side]=A&command[person]={person}&command[from]=2026-11-24"))
        }
        "/api/org/fences/set" => at(format!(
            "command[hall]={hall}&command[name]=x&command[lat]=39.9&command[lng]=116.4&command[datum]=wgs84\
             &command[radius_m]=100"
        )),
        "/api/org/fences/remove" => at(format!("fence={}", FenceId::new())),
        _ => unknown(path),
    }
}

fn approvals(foreign: &Foreign, path: &str) -> Aim {
    let (request, person) = (PunchId::new(), foreign.person.id);
    match path {
        "/api/approvals/inbox" | "/api/approvals/decided" | "/api/approvals/copied" | "/api/approvals/rules" => {
            Aim::List(String::new())
        }
        // The agency is the caller's own.
        "/api/approvals/routes" => Aim::List("kind=leave".to_owned()),
        "/api/approvals/routes/set" => at("kind=leave&version=0&routes[0][steps][0][level]=hr\
             &routes[0][steps][0][hours]=8&attempt[person]=foreign&attempt[amount]=1&attempt[subtype]=annual"
            .to_owned()),
        "/api/approvals/one" | "/api/approvals/undo" => at(format!("approval={request}")),
        "/api/approvals/decide" => at(format!(
            "command[id]={}&command[approval]={request}&command[version]=1&command[verdict]=agree",
            PunchId::new()
        )),
        // What is not theirs is left as it is, and not told about.
        "/api/approvals/hours" => Aim::List(String::new()),
        "/api/approvals/hours/set" => {
            at(format!("command[hall]={}&command[opens]=08:30&command[closes]=17:30", foreign.hall.id))
        }
        "/api/approvals/undo-many" => Aim::List(format!("requests={request}")),
        "/api/approvals/agree-many" => Aim::List(format!("requests={request}/1")),
        "/api/approvals/hand-over" => at(format!("approval={request}&version=1&to={person}&reason=x")),
        "/api/approvals/copy" => at(format!("approval={request}&person=foreign")),
        "/api/approvals/comment" => at(format!("approval={request}&text=x")),
        "/api/approvals/delegate" => at("command[deputy]=foreign&command[from]=2026-11-24&command[to]=2026-11-25\
             &command[reason]=x"
            .to_owned()),
        "/api/approvals/delegate/end" => at(format!("delegation={request}")),
        "/api/approvals/relative" => at("relative=foreign".to_owned()),
        "/api/approvals/relative/withdraw" => at(format!("kinship={request}")),
        _ => unknown(path),
    }
}
