//! Balances that are more than a year's grant: days entered by HR.

use chrono::{DateTime, Datelike, Days, Utc};
use domain::{
    ids::{LotId, PersonId},
    leave::{LeaveKind, LeaveLot, Line, LotSource, Movement, annual::year_span},
    time::hall_date,
};
use store::{
    DbErr, Tx,
    repo::leave::{EntryRecord, LotRecord, add_lines, create_lot},
};

use super::people::DemoPerson;

/// HR has entered childcare leave for w005.
pub(super) async fn create(tx: &Tx, staff: &[DemoPerson], now: DateTime<Utc>) -> Result<(), DbErr> {
    let of = |name: &str| staff.iter().find(|person| person.record.sign_in_name == name).map(|p| p.record.id);
    match (of("w005"), of("hr")) {
        (Some(parent), Some(hr)) => children(tx, (parent, hr), now).await,
        _ => Ok(()),
    }
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
