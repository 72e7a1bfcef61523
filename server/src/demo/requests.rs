//! Leave: some that waits for the lead or the supervisor, some that is granted, sent back or refused. Asked
//! and decided by the same use cases as on any day, so it is consistent whatever the date.

use anyhow::Result;
use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::{
    approvals::{DecideCommand, Verdict},
    calendar::WorkCalendar,
    ids::{ActId, ApprovalId, DecisionId, PersonId, SessionId},
    leave::{AnswerCoverCommand, HoursForm, LeaveBy, LeaveCommand, LeaveKind},
    policy::Actor,
    roster::Half,
    time::hall_date,
};
use services::{Caller, Services, Visitor};

use super::people::DemoPerson;

/// What somebody asks for: who, what, from which of the coming working days, how many, to which half, who
/// covers, why.
type Asked = (&'static str, LeaveKind, usize, usize, Half, &'static str, &'static str);

/// Nobody of the eight roles asks, so that their own screens stay as the roster alone makes them.
const ASKED: [Asked; 9] = [
    ("w002", LeaveKind::Personal, 2, 1, Half::Afternoon, "w014", "孩子家长会"),
    ("w003", LeaveKind::Personal, 3, 1, Half::Afternoon, "w015", "老家有事"),
    ("w004", LeaveKind::Personal, 2, 1, Half::Morning, "w016", "办理房产手续"),
    ("w005", LeaveKind::Personal, 4, 1, Half::Afternoon, "w017", "陪父母看病"),
    ("w006", LeaveKind::Personal, 5, 2, Half::Afternoon, "w018", "外地亲戚来访"),
    ("w007", LeaveKind::Personal, 3, 1, Half::Afternoon, "w019", "参加考试"),
    ("w008", LeaveKind::Personal, 6, 1, Half::Afternoon, "w020", "个人事务"),
    ("w009", LeaveKind::Sick, 3, 1, Half::Afternoon, "w021", "复查"),
    // Granted, with its papers still to come.
    ("w010", LeaveKind::Sick, 1, 1, Half::Afternoon, "w022", "牙科手术"),
];

/// The same by the hour: who, what, on which of the coming working days, from when to when, who covers, why.
type AskedHours = (&'static str, LeaveKind, usize, (&'static str, &'static str), &'static str, &'static str);

/// One is granted, one waits for the supervisor.
const ASKED_BY_THE_HOUR: [AskedHours; 2] = [
    ("w011", LeaveKind::Prenatal, 0, ("15:30", "17:30"), "w023", "孕28周检查"),
    ("w012", LeaveKind::Compensatory, 1, ("09:00", "10:30"), "w024", "办护照"),
];

/// Who has not said yet whether they cover.
const UNANSWERED: [&str; 1] = ["w003"];

/// Who has added something to their request, what, and who has a copy of it.
const COMMENTED: [(&str, &str, &str); 1] = [("w006", "两天的顶岗都已和同事说好", "inspector")];

/// What becomes of those that the supervisor has looked at.
const DECIDED: [(&str, Verdict, Option<&str>); 6] = [
    ("w006", Verdict::Agree, None),
    ("w007", Verdict::Agree, None),
    ("w008", Verdict::Reject, Some("当天窗口有检查，请另选时间")),
    ("w009", Verdict::SendBack, Some("请写明医院和时间")),
    ("w010", Verdict::Agree, None),
    ("w011", Verdict::Agree, None),
];

pub(super) async fn create(services: &Services, staff: &[DemoPerson], now: DateTime<Utc>) -> Result<()> {
    let days = workdays(now);
    for (name, kind, first, length, ends, cover, reason) in ASKED {
        let (Some(from), Some(to)) = (days.get(first), days.get(first + length - 1)) else { continue };
        let command = LeaveCommand { kind, to: *to, ends, reason: reason.to_owned(), ..whole_day(*from) };
        ask(services, staff, (name, cover), command).await?;
    }
    for (name, kind, day, (from, to), cover, reason) in ASKED_BY_THE_HOUR {
        let Some(day) = days.get(day) else { continue };
        let hours = HoursForm { by: LeaveBy::Hours, from: from.to_owned(), to: to.to_owned() };
        let command = LeaveCommand { kind, hours, reason: reason.to_owned(), ..whole_day(*day) };
        ask(services, staff, (name, cover), command).await?;
    }
    Ok(())
}

fn whole_day(date: NaiveDate) -> LeaveCommand {
    LeaveCommand {
        id: ApprovalId::new(),
        version: None,
        kind: LeaveKind::Personal,
        from: date,
        to: date,
        starts: Half::Morning,
        ends: Half::Afternoon,
        hours: HoursForm::default(),
        reason: String::new(),
        cover: None,
        draft: false,
        photos: vec![],
        delegation: domain::approvals::LeaveDelegation::default(),
        birth: domain::leave::BirthForm::default(),
        moves: None,
    }
}

/// Asks as somebody does, and has the others do their part.
async fn ask(
    services: &Services,
    staff: &[DemoPerson],
    (name, cover): (&str, &str),
    command: LeaveCommand,
) -> Result<()> {
    let (Some(asker), Some(stand_in)) = (caller(staff, name), caller(staff, cover)) else { return Ok(()) };
    let (leave, id) = (services.leave(), command.id);
    leave.ask(&asker, LeaveCommand { cover: Some(stand_in.actor.person), ..command }).await?;
    if !UNANSWERED.contains(&name) {
        leave.answer_cover(&stand_in, AnswerCoverCommand { id: ActId::new(), request: id, yes: true }).await?;
    }
    let decided = DECIDED.iter().find(|(of, ..)| *of == name);
    if let (Some((_, verdict, reason)), Some(supervisor)) = (decided, caller(staff, "supervisor")) {
        let version = services.approvals().view(&supervisor, id).await?.row.version;
        let reason = reason.map(ToOwned::to_owned);
        let command =
            DecideCommand { id: DecisionId::new(), approval: id, version, verdict: *verdict, reason, seen: true };
        services.approvals().decide(&supervisor, command).await?;
    }
    if let Some((_, text, reader)) = COMMENTED.iter().find(|(of, ..)| *of == name) {
        services.approvals().comment(&asker, id, Some((*text).to_owned())).await?;
        services.approvals().copy(&asker, id, reader).await?;
    }
    Ok(())
}

/// Working days after today.
fn workdays(now: DateTime<Utc>) -> Vec<NaiveDate> {
    let calendar = WorkCalendar::built_in();
    let tomorrow = hall_date(now) + Days::new(1);
    tomorrow.iter_days().filter(|date| calendar.is_workday(*date)).take(10).collect()
}

/// Somebody of the demo as if signed in.
pub(super) fn caller(staff: &[DemoPerson], name: &str) -> Option<Caller> {
    let person = staff.iter().find(|person| person.record.sign_in_name == name)?;
    let id: PersonId = person.record.id;
    let actor =
        Actor { person: id, agency: person.record.agency, hall: person.record.hall, grants: vec![person.grant] };
    Some(Caller { actor, session: SessionId::new(), visitor: Visitor::default() })
}
