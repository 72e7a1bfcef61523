use domain::{
    ids::{HallId, PostId, WindowId, ZoneId},
    org::{HallCommand, PostCommand, WindowCommand, ZoneCommand},
    policy::{Action, Place},
    problem::Problem,
};
use store::repo::org::{self as repo, HallRecord, PostRecord, WindowRecord, ZoneRecord};

use super::{
    Org,
    former::{keep_hall_name, keep_post_name, keep_window_name, keep_window_zone, keep_zone_name},
    hall_record, open_post, open_window, open_zone, taken,
};
use crate::{
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
};

impl Org {
    /// Creates a hall, which only the agency's HR may, or renames one.
    pub async fn save_hall(&self, caller: &Caller, command: HallCommand) -> Result<HallId> {
        match command.id {
            Some(hall) => self.rename_hall(caller, hall, command).await,
            None => self.create_hall(caller, command).await,
        }
    }

    async fn create_hall(&self, caller: &Caller, command: HallCommand) -> Result<HallId> {
        let agency = caller.actor.agency;
        caller.check(Action::OrgEdit, &Place::agency(agency))?;
        let name = command.checked_name()?;
        let (now, today) = (self.0.clock.now(), self.today());
        self.0
            .db
            .write((caller.clone(), name), move |tx, (caller, name)| {
                Box::pin(async move {
                    let id = HallId::new();
                    let record = HallRecord { id, agency, name: name.clone(), opened_on: today, closed_on: None };
                    repo::create_hall(tx, record).await.map_err(taken("name"))?;
                    audit::record(tx, caller, now, act("org.create_hall", ("hall", id.uuid()), name)).await?;
                    Ok::<_, Error>(id)
                })
            })
            .await
    }

    async fn rename_hall(&self, caller: &Caller, hall: HallId, command: HallCommand) -> Result<HallId> {
        let today = self.today();
        self.edit(caller, Action::OrgEdit, hall, command, move |tx, command| {
            Box::pin(async move {
                let name = command.checked_name()?;
                let was = hall_record(tx, hall).await?;
                keep_hall_name(tx, &was, &name, today).await?;
                let done = act("org.change_hall", ("hall", hall.uuid()), &name);
                repo::update_hall(tx, HallRecord { name, ..was }).await.map_err(taken("name"))?;
                Ok((hall, vec![done]))
            })
        })
        .await
    }

    /// Creates or changes a zone.
    pub async fn save_zone(&self, caller: &Caller, command: ZoneCommand) -> Result<ZoneId> {
        let (hall, today) = (command.hall, self.today());
        self.edit(caller, Action::OrgEdit, hall, command, move |tx, command| {
            Box::pin(async move {
                let (name, position) = (command.checked_name()?, command.position);
                let Some(id) = command.id else {
                    let id = ZoneId::new();
                    let done = act("org.create_zone", ("zone", id.uuid()), &name);
                    let record = ZoneRecord { id, hall, name, position, opened_on: today, closed_on: None };
                    repo::create_zone(tx, record).await.map_err(taken("name"))?;
                    return Ok((id, vec![done]));
                };
                let zone = open_zone(tx, id).await?;
                if zone.hall != hall {
                    return Err(Problem::NotFound.into());
                }
                keep_zone_name(tx, &zone, &name, today).await?;
                let done = act("org.change_zone", ("zone", id.uuid()), &name);
                repo::update_zone(tx, ZoneRecord { name, position, ..zone }).await.map_err(taken("name"))?;
                Ok((id, vec![done]))
            })
        })
        .await
    }

    /// Creates or changes a window, or moves it to another zone of its hall.
    pub async fn save_window(&self, caller: &Caller, command: WindowCommand) -> Result<WindowId> {
        let (hall, today) = (open_zone(self.0.db.read(), command.zone).await?.hall, self.today());
        self.edit(caller, Action::OrgEdit, hall, command, move |tx, command| {
            Box::pin(async move {
                let (code, name) = command.checked()?;
                let zone = open_zone(tx, command.zone).await?.id;
                let Some(id) = command.id else {
                    let id = WindowId::new();
                    let done = act("org.create_window", ("window", id.uuid()), &code);
                    let record = WindowRecord { id, hall, zone, code, name, opened_on: today, closed_on: None };
                    repo::create_window(tx, record).await.map_err(taken("code"))?;
                    return Ok((id, vec![done]));
                };
                let window = open_window(tx, id).await?;
                if window.hall != hall {
                    return Err(Problem::NotFound.into());
                }
                keep_window_name(tx, &window, (&code, &name), today).await?;
                keep_window_zone(tx, &window, zone, today).await?;
                let done = act("org.change_window", ("window", id.uuid()), &code);
                let record = WindowRecord { zone, code, name, ..window };
                repo::update_window(tx, record).await.map_err(taken("code"))?;
                Ok((id, vec![done]))
            })
        })
        .await
    }

    /// Creates or renames a post.
    pub async fn save_post(&self, caller: &Caller, command: PostCommand) -> Result<PostId> {
        let (window, today) = (command.window, self.today());
        let hall = open_window(self.0.db.read(), window).await?.hall;
        self.edit(caller, Action::OrgEdit, hall, command, move |tx, command| {
            Box::pin(async move {
                let name = command.checked_name()?;
                open_window(tx, window).await?;
                let Some(id) = command.id else {
                    let id = PostId::new();
                    let done = act("org.create_post", ("post", id.uuid()), &name);
                    let record = PostRecord { id, window, name, opened_on: today, closed_on: None };
                    repo::create_post(tx, record).await.map_err(taken("name"))?;
                    return Ok((id, vec![done]));
                };
                let post = open_post(tx, id).await?;
                if post.window != window {
                    return Err(Problem::NotFound.into());
                }
                keep_post_name(tx, (hall, &post), &name, today).await?;
                let done = act("org.change_post", ("post", id.uuid()), &name);
                repo::update_post(tx, PostRecord { name, ..post }).await.map_err(taken("name"))?;
                Ok((id, vec![done]))
            })
        })
        .await
    }
}

fn act(action: &'static str, subject: (&'static str, uuid::Uuid), detail: &str) -> Act<'static> {
    Act { action, subject, detail: detail.to_owned() }
}
