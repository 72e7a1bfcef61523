//! One swap that waits for the colleague, and one that both have agreed on. Asked and answered by the same use cases as
//! on any day, so both are consistent whatever the date.

use anyhow::Result;
use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::{
    calendar::WorkCalendar,
    ids::{ActId, ApprovalId},
    roster::{SwapAct, SwapAnswer, SwapCommand},
    time::hall_date,
};
use services::Services;

use super::{people::DemoPerson, requests::caller};

/// Who asks whom, and whether they have agreed. Of two in a row one is early when the other is not.
const ASKED: [(&str, &str, bool); 2] = [("w025", "w026", true), ("w027", "w028", false)];

pub(super) async fn requests(services: &Services, staff: &[DemoPerson], now: DateTime<Utc>) -> Result<()> {
    let Some(day) = day(now) else { return Ok(()) };
    let roster = services.roster();
    for (asker, partner, agreed) in ASKED {
        let (Some(me), Some(other)) = (caller(staff, asker), caller(staff, partner)) else { continue };
        let command = SwapCommand {
            id: ApprovalId::new(),
            version: None,
            partner: other.actor.person,
            give: day,
            take: day,
            reason: Some("下午要带孩子看病".to_owned()),
        };
        let swap = roster.ask_swap(&me, command).await?;
        if agreed {
            let answer = SwapAnswer { id: ActId::new(), swap, version: 1, act: SwapAct::Agree };
            roster.answer_swap(&other, answer).await?;
        }
    }
    Ok(())
}

/// The second working day from the third day on.
pub(super) fn day(now: DateTime<Utc>) -> Option<NaiveDate> {
    let calendar = WorkCalendar::built_in();
    (hall_date(now) + Days::new(3)).iter_days().filter(|date| calendar.is_workday(*date)).nth(1)
}
