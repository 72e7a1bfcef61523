//! Balances that are more than a year's grant: time off earned on a Saturday, days entered by HR.

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc, Weekday};
use domain::{
    calendar::{DayKind, WorkCalendar},
    ids::{LotId, OvertimeId, PersonId},
    leave::{LeaveKind, LeaveLot, Line, LotSource, Movement, annual::year_span},
    roster::{Compensation, Lot, OvertimeState, TIME_OFF_MONTHS, lot_expires},
    time::{hall_date, hall_midnight},
};
use store::{
    DbErr, Tx,
    repo::{
        attendance::create_punches,
        leave::{EntryRecord, LotRecord, add_lines, create_lot},
        roster::{OvertimeRecord, create_overtime, earn_lot, pay_out_lot},
    },
};

use super::{hall::DemoHall, people::DemoPerson, punches::day_off};

const MINUTES: i32 = 240;

/// `worker` and w012 have worked on a Saturday of last month for time off; HR has entered childcare leave for
/// w005, and an afternoon of w012's was paid.
pub(super) async fn create(tx: &Tx, hall: &DemoHall, staff: &[DemoPerson], now: DateTime<Utc>) -> Result<(), DbErr> {
    let of = |name: &str| staff.iter().find(|person| person.record.sign_in_name == name).map(|p| p.record.id);
    let (Some(lead), Some(parent), Some(hr)) = (of("lead"), of("w005"), of("hr")) else {
        return Ok(());
    };
    for person in ["worker", "w012"].into_iter().filter_map(of) {
        overtime(tx, hall, (person, lead), now).await?;
    }
    if let Some(person) = of("w012") {
        expired(tx, hall, (person, lead), now).await?;
    }
    children(tx, (parent, hr), now).await
}

/// A Saturday of somebody's, agreed to and earned as time off.
async fn overtime(
    tx: &Tx,
    hall: &DemoHall,
    (person, lead): (PersonId, PersonId),
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let date = saturday_before(hall_date(now));
    let asked_at = now - Days::new(40);
    let overtime = OvertimeRecord {
        id: OvertimeId::new(),
        person,
        hall: hall.hall,
        date,
        minutes: MINUTES,
        reason: "社保年度申报周六加开窗口".to_owned(),
        compensation: Compensation::TimeOff,
        state: OvertimeState::Approved,
        version: 2,
        answer: None,
        asked_at,
        settled: Some((lead, asked_at)),
    };
    create_overtime(tx, &overtime).await?;
    let lot = Lot {
        id: LotId::new(),
        overtime: overtime.id,
        earned_on: date,
        expires_on: lot_expires(date, TIME_OFF_MONTHS),
        minutes: MINUTES,
        left: MINUTES,
        paid: None,
    };
    earn_lot(tx, person, &lot, asked_at).await?;
    let nine = hall_midnight(date) + TimeDelta::hours(9);
    create_punches(tx, &day_off(hall, person, &[nine, nine + TimeDelta::minutes(i64::from(MINUTES) + 6)])).await
}

/// An afternoon of last spring that was not taken in time, and was paid.
async fn expired(
    tx: &Tx,
    hall: &DemoHall,
    (person, lead): (PersonId, PersonId),
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let date = saturday_before(hall_date(now) - Days::new(200));
    let asked_at = hall_midnight(date) - Days::new(3);
    let overtime = OvertimeRecord {
        id: OvertimeId::new(),
        person,
        hall: hall.hall,
        date,
        minutes: 90,
        reason: "新系统上线演练".to_owned(),
        compensation: Compensation::TimeOff,
        state: OvertimeState::Approved,
        version: 2,
        answer: None,
        asked_at,
        settled: Some((lead, asked_at)),
    };
    create_overtime(tx, &overtime).await?;
    let (expires_on, minutes) = (lot_expires(date, TIME_OFF_MONTHS), 90);
    let (id, overtime) = (LotId::new(), overtime.id);
    let lot = Lot { id, overtime, earned_on: date, expires_on, minutes, left: minutes, paid: None };
    earn_lot(tx, person, &lot, hall_midnight(date + Days::new(1))).await?;
    let paid_on = expires_on + Days::new(1);
    pay_out_lot(tx, person, &lot, (paid_on, hall_midnight(paid_on))).await
}

/// Childcare leave that HR has entered by the rules of the city.
async fn children(tx: &Tx, (parent, hr): (PersonId, PersonId), now: DateTime<Utc>) -> Result<(), DbErr> {
    let (kind, today) = (LeaveKind::Childcare, hall_date(now));
    let lot = LeaveLot {
        id: LotId::new(),
        kind,
        source: LotSource::Adjusted,
        year: today.year(),
        valid_from: today - Days::new(30),
        expires_on: year_span(today.year()).map_or(today, |(_, last)| last),
        granted: 0,
        pending: 0,
        used: 0,
    };
    let line = Line { lot: Some(lot.id), movement: Movement::Adjust, units: 10, day: lot.valid_from };
    let reason = Some("子女未满三周岁，按本市规定每年五天".to_owned());
    create_lot(tx, &LotRecord { person: parent, lot, child: None, reason, by: Some(hr) }, now).await?;
    add_lines(tx, &[EntryRecord { person: parent, kind, request: None, line }], now).await
}

/// A Saturday off some four weeks back: overtime on a make-up day would earn no time off.
fn saturday_before(today: NaiveDate) -> NaiveDate {
    let calendar = WorkCalendar::built_in();
    let back = (today - Days::new(24)).iter_days().rev();
    let mut off = back.filter(|date| date.weekday() == Weekday::Sat && calendar.day_kind(*date) == DayKind::RestDay);
    off.next().unwrap_or(today)
}
