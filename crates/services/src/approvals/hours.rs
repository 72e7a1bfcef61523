//! When halls are open, by which the time for a decision is counted.

use domain::{
    approvals::{HallHours, HoursCommand, OFFICE_HOURS, OfficeHours},
    ids::HallId,
    policy::{Action, Place, Scope},
};
use store::{Connection, repo::approvals as repo};

use super::Approvals;
use crate::{
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
    org::{hall_agency, places_in},
};

impl Approvals {
    /// The halls of the caller's agency with their hours, by name. For HR.
    pub async fn office_hours(&self, caller: &Caller) -> Result<Vec<HallHours>> {
        caller.check(Action::ApprovalRoutes, &Place::agency(caller.actor.agency))?;
        let db = self.0.db.read();
        let places = places_in(db, &caller.actor.scopes(Action::ApprovalRoutes)).await?;
        let halls = places.into_iter().filter_map(|(place, name)| match place {
            Scope::Hall(hall) => Some((hall, name)),
            Scope::Agency(_) | Scope::Zone(_) => None,
        });
        let halls: Vec<(HallId, String)> = halls.collect();
        let known = repo::list_hall_hours(db, &halls.iter().map(|(hall, _)| *hall).collect::<Vec<_>>()).await?;
        let view = |(hall, name)| {
            let hours = known.get(&hall).copied().unwrap_or(OFFICE_HOURS);
            HallHours { name, hours: HoursCommand::of(hall, hours), minutes: hours.minutes() }
        };
        Ok(halls.into_iter().map(view).collect())
    }

    /// Sets the hours of a hall. What is due already keeps its time; it is counted anew at the next step.
    ///
    /// # Errors
    /// The field that is wrong, as [`HoursCommand::hours`] says; denied to who is not HR of the hall's agency.
    pub async fn set_office_hours(&self, caller: &Caller, command: HoursCommand) -> Result<()> {
        let hall = command.hall;
        let agency = hall_agency(self.0.db.read(), hall).await?;
        caller.check(Action::ApprovalRoutes, &Place::hall(agency, hall))?;
        let (hours, now) = (command.hours()?, self.now());
        self.0
            .db
            .write(caller.clone(), move |tx, caller| {
                Box::pin(async move {
                    repo::set_hall_hours(tx, hall, hours).await?;
                    let detail = format!("{}, {} to {}, {}", hours.opens, hours.pauses, hours.resumes, hours.closes);
                    let act = Act { action: "approvals.set_hours", subject: ("hall", hall.uuid()), detail };
                    Ok::<_, Error>(audit::record(tx, caller, now, act).await?)
                })
            })
            .await
    }

    /// The hours by which a request of a hall is counted.
    pub(super) async fn hours_of(&self, db: &impl Connection, hall: Option<HallId>) -> Result<OfficeHours> {
        let Some(hall) = hall else { return Ok(OFFICE_HOURS) };
        Ok(repo::list_hall_hours(db, &[hall]).await?.remove(&hall).unwrap_or(OFFICE_HOURS))
    }
}
