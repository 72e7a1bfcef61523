use domain::{
    attendance::{HallAttendanceRules, RulesCommand},
    ids::HallId,
    policy::Action,
};
use store::repo::attendance as repo;

use super::Attendance;
use crate::{
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
    org::default_hall,
};

impl Attendance {
    /// A hall's rules of attendance, for those who may change them.
    pub async fn attendance_rules(&self, caller: &Caller, hall: Option<HallId>) -> Result<HallAttendanceRules> {
        let db = self.0.db.read();
        let hall = match hall {
            Some(hall) => hall,
            None => default_hall(db, caller, Action::AttendanceRules).await?,
        };
        caller.check(Action::AttendanceRules, &self.hall_place(db, hall).await?)?;
        Ok(HallAttendanceRules { hall, rules: repo::find_rules(db, hall).await? })
    }

    /// Sets them.
    pub async fn set_attendance_rules(&self, caller: &Caller, command: RulesCommand) -> Result<()> {
        let (hall, now) = (command.hall, self.0.clock.now());
        caller.check(Action::AttendanceRules, &self.hall_place(self.0.db.read(), hall).await?)?;
        let rules = command.rules()?;
        self.0
            .db
            .write(caller.clone(), move |tx, caller| {
                Box::pin(async move {
                    repo::put_rules(tx, hall, &rules).await?;
                    let detail = format!(
                        "{} corrections within {} days, confirmation {}, positions {} days",
                        rules.correction_limit, rules.correction_days, rules.confirmation_required, rules.position_days
                    );
                    let act = Act { action: "attendance.set_rules", subject: ("hall", hall.uuid()), detail };
                    Ok::<_, Error>(audit::record(tx, caller, now, act).await?)
                })
            })
            .await
    }
}
