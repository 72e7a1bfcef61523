use domain::{ids::FenceId, org::FenceCommand, policy::Action, problem::Problem};
use store::repo::org::{self as repo, FenceRecord};

use super::Org;
use crate::{audit::Act, caller::Caller, error::Result};

impl Org {
    /// Adds a circle to a hall's geofence, or replaces one: the old circle is closed and a new one made,
    /// so that punches judged by the old keep their reason.
    pub async fn set_fence(&self, caller: &Caller, command: FenceCommand) -> Result<FenceId> {
        let (hall, today) = (command.hall, self.today());
        self.edit(caller, Action::FenceEdit, hall, command, move |tx, command| {
            Box::pin(async move {
                let new = command.checked()?;
                if let Some(old) = command.id {
                    let old = repo::find_fence(tx, old).await?.filter(|fence| fence.hall == hall);
                    repo::close_fence(tx, old.ok_or(Problem::NotFound)?.id, today).await?;
                }
                let id = FenceId::new();
                let detail = format!("{} {} m", new.name, new.radius_m);
                let record = FenceRecord {
                    id,
                    hall,
                    name: new.name,
                    centre: new.centre,
                    radius_m: new.radius_m,
                    entered: new.entered,
                };
                repo::create_fence(tx, record).await?;
                Ok((id, vec![Act { action: "org.set_fence", subject: ("fence", id.uuid()), detail }]))
            })
        })
        .await
    }

    /// Takes a circle out of a hall's geofence. A hall without any lets no punch pass unseen: all of them
    /// go to the lead.
    pub async fn remove_fence(&self, caller: &Caller, fence: FenceId) -> Result<()> {
        let found = repo::find_fence(self.0.db.read(), fence).await?.ok_or(Problem::NotFound)?;
        let today = self.today();
        self.edit(caller, Action::FenceEdit, found.hall, found.name, move |tx, name| {
            Box::pin(async move {
                if !repo::close_fence(tx, fence, today).await? {
                    return Err(Problem::NotFound.into());
                }
                let act = Act { action: "org.remove_fence", subject: ("fence", fence.uuid()), detail: name.clone() };
                Ok(((), vec![act]))
            })
        })
        .await
    }
}
