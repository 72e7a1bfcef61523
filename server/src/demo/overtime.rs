//! Overtime that waits for the lead, some that is granted, one that was sent back, and what was worked for time off
//! before.

use anyhow::Result;
use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc, Weekday};
use domain::{
    approvals::{ApprovalKind, Flow, FlowState, Holding, HopAct, Level, Quorum, Step},
    calendar::{DayKind, WorkCalendar},
    ids::{ApprovalId, HopId, LotId, PersonId},
    roster::{Compensation, Lot, OvertimeCommand, TIME_OFF_MONTHS, lot_expires},
    time::{hall_date, hall_midnight},
};
use services::Services;
use store::{
    DbErr, Tx,
    repo::{
        approvals::{ApprovalRecord, HopRecord, create_approval, create_hop},
        attendance::create_punches,
        roster::{OvertimeRecord, create_overtime, earn_lot, pay_out_lot},
    },
};

use super::{hall::DemoHall, people::DemoPerson, punches::day_off, requests::caller};

const MINUTES: i32 = 240;

/// Asked by the same use case as on any day: the coming Saturday waits for the lead.
pub(super) async fn requests(services: &Services, staff: &[DemoPerson], now: DateTime<Utc>) -> Result<()> {
    let saturday = hall_date(now).iter_days().skip(1).find(|date| date.weekday() == Weekday::Sat);
    let (Some(me), Some(date)) = (caller(staff, "w002"), saturday) else { return Ok(()) };
    let (id, reason) = (ApprovalId::new(), "周六加开预约专场".to_owned());
    let command = OvertimeCommand { id, version: None, date, minutes: 180, reason, compensation: Compensation::Pay };
    match services.roster().ask_overtime(&me, command).await {
        // In a week whose day off is worked in exchange for a holiday, the law is against it.
        Err(services::Error::Problem(_)) => Ok(()),
        asked => Ok(asked?),
    }
}

/// What the lead has looked at before: a working day to come is granted, another was sent back; `worker` and w012 have
/// worked on a Saturday of last month for time off, and an afternoon of w012's was paid. w004 came on the last Saturday
/// and forgot to clock out.
pub(super) async fn create(tx: &Tx, hall: &DemoHall, staff: &[DemoPerson], now: DateTime<Utc>) -> Result<(), DbErr> {
    let of = |name: &str| staff.iter().find(|person| person.record.sign_in_name == name).map(|p| p.record.id);
    let Some(lead) = of("lead") else { return Ok(()) };
    let (calendar, yesterday) = (WorkCalendar::built_in(), now - Days::new(1));
    let workdays = hall_date(now).iter_days().skip(2).filter(|date| calendar.is_workday(*date));
    let looked_at = [
        ("w003", (60, "整理归档当日材料"), (HopAct::Agreed, None)),
        ("w004", (90, "盘点"), (HopAct::SentBack, Some("请写明盘点什么、和谁一起"))),
    ];
    for ((name, (minutes, reason), said), date) in looked_at.into_iter().zip(workdays) {
        let Some(person) = of(name) else { continue };
        let request = overtime(hall, person, (date, minutes, reason), yesterday);
        settle(tx, hall, &OvertimeRecord { compensation: Compensation::Pay, ..request }, (lead, said)).await?;
    }
    for person in ["worker", "w012"].into_iter().filter_map(of) {
        let (date, asked_at) = (saturday_before(hall_date(now) - Days::new(23)), now - Days::new(40));
        let granted = overtime(hall, person, (date, MINUTES, "社保年度申报周六加开窗口"), asked_at);
        settle(tx, hall, &granted, (lead, (HopAct::Agreed, None))).await?;
        earn_lot(tx, person, &lot(&granted), asked_at).await?;
        let nine = hall_midnight(date) + TimeDelta::hours(9);
        let gone = nine + TimeDelta::minutes(i64::from(MINUTES) + 6);
        create_punches(tx, &day_off(hall, person, &[nine, gone])).await?;
    }
    if let Some(person) = of("w004") {
        let date = saturday_before(hall_date(now));
        let granted = overtime(hall, person, (date, 120, "系统升级现场支持"), hall_midnight(date) - Days::new(3));
        settle(tx, hall, &granted, (lead, (HopAct::Agreed, None))).await?;
        create_punches(tx, &day_off(hall, person, &[hall_midnight(date) + TimeDelta::hours(9)])).await?;
    }
    if let Some(person) = of("w012") {
        let date = saturday_before(hall_date(now) - Days::new(223));
        let granted = overtime(hall, person, (date, 90, "新系统上线演练"), hall_midnight(date) - Days::new(3));
        settle(tx, hall, &granted, (lead, (HopAct::Agreed, None))).await?;
        let lot = lot(&granted);
        earn_lot(tx, person, &lot, hall_midnight(date + Days::new(1))).await?;
        let paid_on = lot.expires_on + Days::new(1);
        pay_out_lot(tx, person, &lot, (paid_on, hall_midnight(paid_on))).await?;
    }
    Ok(())
}

fn overtime(
    hall: &DemoHall,
    person: PersonId,
    (date, minutes, reason): (NaiveDate, i32, &str),
    asked_at: DateTime<Utc>,
) -> OvertimeRecord {
    OvertimeRecord {
        id: ApprovalId::new(),
        person,
        hall: hall.hall,
        date,
        minutes,
        reason: reason.to_owned(),
        compensation: Compensation::TimeOff,
        asked_at,
        holding: Holding::Given,
    }
}

/// Stores what the lead of the first zone has agreed to or sent back, some minutes after it was asked.
async fn settle(
    tx: &Tx,
    hall: &DemoHall,
    overtime: &OvertimeRecord,
    (lead, (act, text)): (PersonId, (HopAct, Option<&str>)),
) -> Result<(), DbErr> {
    let steps = vec![Step { level: Level::Lead, quorum: Quorum::One, minutes: MINUTES }];
    let granted = act == HopAct::Agreed;
    let state = if granted { FlowState::Approved } else { FlowState::Returned };
    let agreed = granted.then_some(lead).into_iter().collect();
    let (id, at) = (overtime.id, overtime.asked_at);
    let record = ApprovalRecord {
        id,
        kind: ApprovalKind::Overtime,
        agency: hall.agency,
        hall: Some(hall.hall),
        zone: hall.zones.first().map(|zone| zone.id),
        requester: overtime.person,
        flow: Flow { state, version: 3, steps, agreed, ..Flow::draft() },
        submitted_at: at,
        due_at: (!granted).then(|| at + Days::new(7)),
    };
    create_approval(tx, &record).await?;
    let decided_at = at + TimeDelta::minutes(25);
    for (act, actor, version, at) in
        [(HopAct::Submitted, overtime.person, 2, at), (act, lead, record.flow.version, decided_at)]
    {
        let hop = HopRecord {
            id: HopId::new(),
            approval: id,
            at,
            actor: Some(actor),
            holder: None,
            act,
            version,
            to: Vec::new(),
            text: text.filter(|_| actor == lead).map(ToOwned::to_owned),
            before: None,
        };
        create_hop(tx, &hop).await?;
    }
    let holding = if granted { Holding::Given } else { Holding::Nothing };
    create_overtime(tx, &OvertimeRecord { holding, ..overtime.clone() }).await
}

/// What it has earned.
fn lot(overtime: &OvertimeRecord) -> Lot {
    Lot {
        id: LotId::new(),
        overtime: overtime.id,
        earned_on: overtime.date,
        expires_on: lot_expires(overtime.date, TIME_OFF_MONTHS),
        minutes: overtime.minutes,
        left: overtime.minutes,
        paid: None,
    }
}

/// The last Saturday off before a day: overtime on a make-up day would earn no time off.
fn saturday_before(day: NaiveDate) -> NaiveDate {
    let calendar = WorkCalendar::built_in();
    let back = (day - Days::new(1)).iter_days().rev();
    let mut off = back.filter(|date| date.weekday() == Weekday::Sat && calendar.day_kind(*date) == DayKind::RestDay);
    off.next().unwrap_or(day)
}
