use chrono::NaiveDate;
use domain::{
    ids::{HallId, PostId, WindowId, ZoneId},
    org::{OrgError, OrgUnit},
    policy::Action,
};
use store::{
    Tx,
    repo::org::{self as repo, HallRecord, PostRecord, WindowRecord, ZoneRecord},
};

use super::{Org, hall_record, open_post, open_window, open_zone};
use crate::{accounts, audit::Act, caller::Caller, error::Result};

impl Org {
    /// Closes a part of the organisation from today on, unless something in it is still in use
    /// ([`OrgError::InUse`]). With a window its vacant posts close as well.
    pub async fn close(&self, caller: &Caller, unit: OrgUnit) -> Result<()> {
        let db = self.0.db.read();
        let hall = match unit {
            OrgUnit::Hall(id) => id,
            OrgUnit::Zone(id) => open_zone(db, id).await?.hall,
            OrgUnit::Window(id) => open_window(db, id).await?.hall,
            OrgUnit::Post(id) => open_window(db, open_post(db, id).await?.window).await?.hall,
        };
        let today = self.today();
        self.edit(caller, Action::OrgEdit, hall, (), move |tx, ()| {
            Box::pin(async move {
                let act = match unit {
                    OrgUnit::Hall(id) => close_hall(tx, id, today).await?,
                    OrgUnit::Zone(id) => close_zone(tx, id, today).await?,
                    OrgUnit::Window(id) => close_window(tx, id, today).await?,
                    OrgUnit::Post(id) => close_post(tx, id, today).await?,
                };
                Ok(((), vec![act]))
            })
        })
        .await
    }
}

async fn close_hall(tx: &Tx, id: HallId, today: NaiveDate) -> Result<Act<'static>> {
    let used = !repo::list_zones(tx, id).await?.is_empty() || accounts::works_at(tx, id, today).await?;
    free(!used)?;
    let hall = hall_record(tx, id).await?;
    let act = Act { action: "org.close_hall", subject: ("hall", id.uuid()), detail: hall.name.clone() };
    repo::update_hall(tx, HallRecord { closed_on: Some(today), ..hall }).await?;
    Ok(act)
}

async fn close_zone(tx: &Tx, id: ZoneId, today: NaiveDate) -> Result<Act<'static>> {
    let zone = open_zone(tx, id).await?;
    let windows = repo::list_windows(tx, zone.hall).await?;
    free(windows.iter().all(|window| window.zone != id))?;
    let act = Act { action: "org.close_zone", subject: ("zone", id.uuid()), detail: zone.name.clone() };
    repo::update_zone(tx, ZoneRecord { closed_on: Some(today), ..zone }).await?;
    Ok(act)
}

async fn close_window(tx: &Tx, id: WindowId, today: NaiveDate) -> Result<Act<'static>> {
    let window = open_window(tx, id).await?;
    for post in repo::list_window_posts(tx, id).await? {
        close_vacant(tx, post, today).await?;
    }
    let act = Act { action: "org.close_window", subject: ("window", id.uuid()), detail: window.code.clone() };
    repo::update_window(tx, WindowRecord { closed_on: Some(today), ..window }).await?;
    Ok(act)
}

async fn close_post(tx: &Tx, id: PostId, today: NaiveDate) -> Result<Act<'static>> {
    let post = open_post(tx, id).await?;
    let act = Act { action: "org.close_post", subject: ("post", id.uuid()), detail: post.name.clone() };
    close_vacant(tx, post, today).await?;
    Ok(act)
}

async fn close_vacant(tx: &Tx, post: PostRecord, today: NaiveDate) -> Result<()> {
    free(repo::list_post_holders(tx, post.id, today).await?.is_empty())?;
    Ok(repo::update_post(tx, PostRecord { closed_on: Some(today), ..post }).await?)
}

fn free(free: bool) -> std::result::Result<(), OrgError> {
    if free { Ok(()) } else { Err(OrgError::InUse) }
}
