use domain::{
    attendance::{PresenceCommand, PresenceView, ScreenView, screen_name},
    ids::{HallId, KioskScreenId},
    policy::{Action, Place},
    problem::Problem,
};
use store::repo::attendance::{self as repo, ScreenRecord};

use super::Attendance;
use crate::{
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
    org::{default_hall, hall_record, hold_hall},
    secrets::{hash_token, new_token},
};

impl Attendance {
    /// What a hall asks as proof of being there, and its screens; without a hall, of the caller's own or the
    /// first that they may set.
    pub async fn presence(&self, caller: &Caller, hall: Option<HallId>) -> Result<PresenceView> {
        let db = self.0.db.read();
        let hall = match hall {
            Some(hall) => hall,
            None => default_hall(db, caller, Action::PresenceEdit).await?,
        };
        let record = hall_record(db, hall).await?;
        caller.check(Action::PresenceEdit, &Place::hall(record.agency, hall))?;
        let screens = repo::list_screens(db, hall).await?.into_iter().map(|screen| ScreenView {
            id: screen.id,
            name: screen.name,
            made_at: screen.made_at,
            seen_at: screen.seen_at,
        });
        let settings = repo::find_presence(db, hall).await?;
        Ok(PresenceView { hall, hall_name: record.name, settings, screens: screens.collect() })
    }

    /// Sets what a hall asks. Punches that were made before keep their verdict.
    pub async fn set_presence(&self, caller: &Caller, command: PresenceCommand) -> Result<()> {
        self.check_presence(caller, command.hall).await?;
        command.validate()?;
        let now = self.0.clock.now();
        self.0
            .db
            .write((caller.clone(), command), move |tx, (caller, command)| {
                Box::pin(async move {
                    hold_hall(tx, command.hall).await?;
                    repo::put_presence(tx, command.hall, &command.settings).await?;
                    let subject = ("hall", command.hall.uuid());
                    let detail = serde_json::to_string(&command.settings).map_err(Error::internal)?;
                    let act = Act { action: "attendance.set_presence", subject, detail };
                    Ok::<_, Error>(audit::record(tx, caller, now, act).await?)
                })
            })
            .await?;
        self.0.db.live().publish(command.hall);
        Ok(())
    }

    /// Makes the link of a screen. A screen hangs where everybody can reach it, so it gets no session of a
    /// supervisor's, but a token that shows the code and can be ended. Returns the address to open on it: only a
    /// hash of the token is kept, so it is told once.
    pub async fn make_screen(&self, caller: &Caller, hall: HallId, name: &str) -> Result<String> {
        self.check_presence(caller, hall).await?;
        let (name, token, now) = (screen_name(name)?, new_token(), self.0.clock.now());
        let screen = ScreenRecord {
            id: KioskScreenId::new(),
            hall,
            name,
            token_hash: hash_token(&token),
            made_by: caller.actor.person,
            made_at: now,
            seen_at: None,
        };
        self.0
            .db
            .write((caller.clone(), screen), move |tx, (caller, screen)| {
                Box::pin(async move {
                    hold_hall(tx, hall).await?;
                    repo::create_screen(tx, screen).await?;
                    let subject = ("kiosk_screen", screen.id.uuid());
                    let act = Act { action: "attendance.make_screen", subject, detail: screen.name.clone() };
                    Ok::<_, Error>(audit::record(tx, caller, now, act).await?)
                })
            })
            .await?;
        Ok(format!("{}kiosk/{hall}?key={token}", self.0.origin))
    }

    /// Ends the link of a screen at once. Returns its hall.
    pub async fn end_screen(&self, caller: &Caller, screen: KioskScreenId) -> Result<HallId> {
        let found = repo::find_screen(self.0.db.read(), screen).await?.ok_or(Problem::NotFound)?;
        let (hall, now) = (found.hall, self.0.clock.now());
        self.check_presence(caller, hall).await?;
        self.0
            .db
            .write((caller.clone(), found.name), move |tx, (caller, name)| {
                Box::pin(async move {
                    if !repo::end_screen(tx, screen, now).await? {
                        return Err(Problem::NotFound.into());
                    }
                    let subject = ("kiosk_screen", screen.uuid());
                    let act = Act { action: "attendance.end_screen", subject, detail: name.clone() };
                    Ok::<_, Error>(audit::record(tx, caller, now, act).await?)
                })
            })
            .await?;
        Ok(hall)
    }

    async fn check_presence(&self, caller: &Caller, hall: HallId) -> Result<()> {
        let record = hall_record(self.0.db.read(), hall).await?;
        Ok(caller.check(Action::PresenceEdit, &Place::hall(record.agency, hall))?)
    }
}
