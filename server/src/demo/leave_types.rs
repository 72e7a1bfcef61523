//! What HR has published about kinds of leave: one version in force, one that is to come.

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use domain::{
    leave::{LeaveKind, LeaveTerms, LeaveVersion, Notice, Proof, rule_of},
    time::hall_date,
};
use store::{
    DbErr, Tx,
    repo::leave::{VersionRecord, create_version},
};

use super::{hall::DemoHall, people::DemoPerson};

/// Bereavement leave is three days with papers within two weeks, and five days from next year on; annual leave
/// is to be asked for a week ahead then.
pub(super) async fn create(tx: &Tx, hall: &DemoHall, staff: &[DemoPerson], now: DateTime<Utc>) -> Result<(), DbErr> {
    let Some(hr) = staff.iter().find(|person| person.record.sign_in_name == "hr") else { return Ok(()) };
    let today = hall_date(now);
    let next_year = NaiveDate::from_ymd_opt(today.year() + 1, 1, 1).unwrap_or(today);
    let (bereavement, annual) = (LeaveKind::Bereavement, LeaveKind::Annual);
    let law = |kind| LeaveTerms::from(&rule_of(kind, today, None));
    let first = LeaveTerms {
        proof: Some(Proof { from_half_days: 1, within_workdays: 10 }),
        source: "员工手册 2026 版第 12 条".to_owned(),
        ..law(bereavement)
    };
    let second =
        LeaveTerms {
            days: Some(5), source: "员工手册 2027 版第 12 条（含路程假）".to_owned(), ..first.clone()
        };
    let week_ahead = LeaveTerms {
        notice: Notice { workdays: 5, sudden: false },
        source: "职工带薪年休假条例 3、5；员工手册 2027 版第 8 条".to_owned(),
        ..law(annual)
    };
    let published = [
        (LeaveVersion { kind: bereavement, number: 1, from: today - Days::new(60), terms: first }, 70),
        (LeaveVersion { kind: bereavement, number: 2, from: next_year, terms: second }, 6),
        (LeaveVersion { kind: annual, number: 1, from: next_year, terms: week_ahead }, 6),
    ];
    for (version, ago) in published {
        let record = VersionRecord { version, by: hr.record.id, at: now - Days::new(ago) };
        create_version(tx, hall.hall, &record).await?;
    }
    Ok(())
}
