//! A few notices: an inbox that is in use.

use chrono::{DateTime, Days, TimeDelta, Utc};
use domain::{ids::NoticeId, notices::NoticeContent, time::hall_date};
use store::{
    DbErr, Tx,
    repo::notices::{NewNotice, create_notices},
};

use super::people::DemoPerson;

/// `worker` has three of the last days, one of which asks for a receipt; w028 is asked for a swap. Written
/// oldest first, since an inbox is in the order of writing.
pub(super) async fn create(tx: &Tx, staff: &[DemoPerson], now: DateTime<Utc>) -> Result<(), DbErr> {
    let of = |name: &str| staff.iter().find(|person| person.record.sign_in_name == name).map(|p| p.record.id);
    let (Some(worker), Some(asked)) = (of("worker"), of("w028")) else { return Ok(()) };
    let today = hall_date(now);
    let (give, take) = (today + Days::new(3), today + Days::new(4));
    let by = staff.iter().find(|person| person.record.sign_in_name == "w027").map(|p| p.record.name.clone());
    let told = [
        (TimeDelta::days(4), worker, NoticeContent::OvertimeDecided { approved: true, date: today + Days::new(4) }),
        (TimeDelta::days(1), worker, NoticeContent::PunchDecided { accepted: true, date: today - Days::new(2) }),
        (TimeDelta::hours(1), worker, NoticeContent::RosterPublished { days: 31, first: today + Days::new(7) }),
        (TimeDelta::minutes(30), asked, NoticeContent::SwapAsked { by: by.unwrap_or_default(), give, take }),
    ];
    for (ago, person, content) in told {
        let notice = NewNotice { id: NoticeId::new(), person, content, about: None };
        create_notices(tx, &[notice], now - ago).await?;
    }
    Ok(())
}
