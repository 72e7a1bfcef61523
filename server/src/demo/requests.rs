//! Leave: some that waits for the lead or the supervisor, some that is granted, sent back or refused. Asked
//! and decided by the same use cases as on any day, so it is consistent whatever the date.

use anyhow::Result;
use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::{
    approvals::{DecideCommand, Verdict},
    calendar::WorkCalendar,
    ids::{ApprovalId, DecisionId, PersonId, SessionId},
    leave::{LeaveCommand, LeaveKind},
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

/// Who has not said yet whether they cover.
const UNANSWERED: [&str; 1] = ["w003"];

/// What becomes of those that the supervisor has looked at.
const DECIDED: [(&str, Verdict, Option<&str>); 5] = [
    ("w006", Verdict::Agree, None),
    ("w007", Verdict::Agree, None),
    ("w008", Verdict::Reject, Some("当天窗口有检查，请另选时间")),
    ("w009", Verdict::SendBack, Some("请写明医院和时间")),
    ("w010", Verdict::Agree, None),
];

pub(super) async fn create(services: &Services, staff: &[DemoPerson], now: DateTime<Utc>) -> Result<()> {
    let leave = services.leave();
    let days = workdays(now);
    let supervisor = caller(staff, "supervisor");
    for (name, kind, first, length, ends, cover, reason) in ASKED {
        let (Some(asker), Some(stand_in)) = (caller(staff, name), caller(staff, cover)) else { continue };
        let (Some(from), Some(to)) = (days.get(first), days.get(first + length - 1)) else { continue };
        let id = ApprovalId::new();
        let command = LeaveCommand {
            id,
            version: None,
            kind,
            from: *from,
            to: *to,
            starts: Half::Morning,
            ends,
            reason: reason.to_owned(),
            cover: Some(stand_in.actor.person),
            draft: false,
            photos: vec![],
        };
        leave.ask(&asker, command).await?;
        if !UNANSWERED.contains(&name) {
            leave.answer_cover(&stand_in, id, true).await?;
        }
        let decided = DECIDED.iter().find(|(of, ..)| *of == name);
        if let (Some((_, verdict, reason)), Some(supervisor)) = (decided, &supervisor) {
            let version = services.approvals().view(supervisor, id).await?.row.version;
            let reason = reason.map(ToOwned::to_owned);
            let command = DecideCommand { id: DecisionId::new(), approval: id, version, verdict: *verdict, reason };
            services.approvals().decide(supervisor, command).await?;
        }
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
