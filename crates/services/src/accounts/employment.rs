use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::{
    accounts::{Particulars, PersonCommand, StaffColumn, check_day},
    ids::{AgencyId, HallId, PersonId},
    policy::{Action, Place, Scope},
    problem::{FieldReason, Problem},
    time::hall_date,
};
use store::{
    DbErr, Tx,
    repo::accounts::{self as repo, PersonRecord},
};

use super::{Accounts, people::person_record};
use crate::{
    approvals::InReview,
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
    org,
    secrets::IdNumberKey,
};

impl Accounts {
    /// Creates a person, without any role yet, or corrects their particulars. Whoever moves to another hall
    /// leaves their posts from today on; roles stay until they are ended.
    pub async fn save_person(&self, caller: &Caller, command: PersonCommand) -> Result<PersonId> {
        let db = self.0.db.read();
        let today = hall_date(self.0.clock.now());
        let old = match command.id {
            Some(id) => Some(person_record(db, id).await?),
            None => None,
        };
        let agency = old.as_ref().map_or(caller.actor.agency, |old| old.agency);
        if let Some(old) = &old {
            self.check_over(db, caller, Action::PeopleEdit, old).await?;
        }
        let place = command.hall.map_or(Place::agency(agency), |hall| Place::hall(agency, hall));
        if old.as_ref().is_none_or(|old| old.hall != command.hall) {
            caller.check(Action::PeopleEdit, &place)?;
        }
        let particulars = command.checked(today)?;
        match old {
            Some(old) => self.change_person(caller, old.id, command, particulars).await,
            None => self.create_person(caller, agency, command.hall, particulars).await,
        }
    }

    async fn create_person(
        &self,
        caller: &Caller,
        agency: AgencyId,
        hall: Option<HallId>,
        particulars: Particulars,
    ) -> Result<PersonId> {
        let now = self.0.clock.now();
        let record = new_person(&self.0.id_number_key, agency, hall, &particulars)?;
        self.0
            .db
            .write((caller.clone(), record), move |tx, (caller, record)| {
                Box::pin(async move {
                    hold_open_hall(tx, agency, hall).await?;
                    repo::create_person(tx, record.clone(), now).await.map_err(taken)?;
                    audit::record(tx, caller, now, Act::about(record.id, "accounts.create_person", "")).await?;
                    Ok::<_, Error>(record.id)
                })
            })
            .await
    }

    async fn change_person(
        &self,
        caller: &Caller,
        id: PersonId,
        command: PersonCommand,
        particulars: Particulars,
    ) -> Result<PersonId> {
        let (now, key) = (self.0.clock.now(), self.0.id_number_key.clone());
        let context = (caller.clone(), command, particulars, key);
        let halls = self
            .0
            .db
            .write(context, move |tx, (caller, command, particulars, key)| {
                Box::pin(async move {
                    let old = person_record(tx, id).await?;
                    if old.version != command.version {
                        return Err(Problem::Conflict.into());
                    }
                    let (mut new, changed) = with_particulars(key, &old, particulars)?;
                    let moves = old.hall != command.hall;
                    if moves {
                        hold_open_hall(tx, old.agency, command.hall).await?;
                        new.hall = command.hall;
                    }
                    store_person(tx, new).await?;
                    let yesterday = hall_date(now) - Days::new(1);
                    let halls = if moves { org::end_all_holdings(tx, id, yesterday).await? } else { BTreeSet::new() };
                    let hall = moves.then_some("hall");
                    let detail: Vec<_> = changed.iter().map(|column| column.field()).chain(hall).collect();
                    audit::record(tx, caller, now, Act::about(id, "accounts.change_person", detail.join(", "))).await?;
                    Ok::<_, Error>(halls)
                })
            })
            .await?;
        for hall in halls {
            self.0.db.live().publish(hall);
        }
        Ok(id)
    }

    /// Ends a person's employment after a last day, at most a year ahead. Roles and posts end with that day
    /// and open invitations at once. Sessions end when the day has passed: at once if it is over already,
    /// else by themselves, since a session is looked at on every request. A later day than one given before
    /// does not bring back what has ended.
    pub async fn end_employment(&self, caller: &Caller, person: PersonId, last_day: NaiveDate) -> Result<()> {
        let record = person_record(self.0.db.read(), person).await?;
        self.check_over(self.0.db.read(), caller, Action::PeopleEdit, &record).await?;
        let now = self.0.clock.now();
        check_day(last_day, hall_date(now)).map_err(|reason| Problem::field("last_day", reason))?;
        if last_day < record.hired_on {
            return Err(Problem::field("last_day", FieldReason::EndsBeforeStart).into());
        }
        let halls = self
            .0
            .db
            .write(caller.clone(), move |tx, caller| {
                Box::pin(async move {
                    let record = person_record(tx, person).await?;
                    store_person(tx, PersonRecord { left_on: Some(last_day), ..record }).await?;
                    let halls = leave(tx, person, last_day, now).await?;
                    let done = Act::about(person, "accounts.end_employment", format!("last day {last_day}"));
                    audit::record(tx, caller, now, done).await?;
                    Ok::<_, Error>(halls)
                })
            })
            .await?;
        for hall in halls {
            self.0.db.live().publish(hall);
        }
        self.approvals().reroute(InReview::From(Scope::Agency(record.agency))).await
    }
}

async fn leave(tx: &Tx, person: PersonId, last_day: NaiveDate, now: DateTime<Utc>) -> Result<BTreeSet<HallId>> {
    repo::end_appointments(tx, person, last_day).await?;
    repo::end_open_invites(tx, person, now).await?;
    if last_day < hall_date(now) {
        repo::end_sessions(tx, person, None, now).await?;
    }
    org::end_all_holdings(tx, person, last_day).await
}

/// A hall that somebody can be dispatched to, held open until the transaction ends.
async fn hold_open_hall(tx: &Tx, agency: AgencyId, hall: Option<HallId>) -> Result<()> {
    let Some(hall) = hall else { return Ok(()) };
    let unknown = || Problem::field("hall", FieldReason::Unknown);
    match org::hold_hall(tx, hall).await {
        Ok(found) if found.agency == agency => Ok(()),
        Ok(_) | Err(Error::Problem(Problem::NotFound)) => Err(unknown().into()),
        Err(error) => Err(error),
    }
}

/// Stores a changed person. Done before anything that hangs on the person is ended: from then on nobody
/// else can name them a holder.
async fn store_person(tx: &Tx, record: PersonRecord) -> Result<()> {
    if repo::update_person(tx, record).await.map_err(taken)? { Ok(()) } else { Err(Problem::Conflict.into()) }
}

fn taken(error: DbErr) -> Error {
    Error::unless_unique(error, Problem::field("sign_in_name", FieldReason::Taken))
}

/// The record of somebody new.
pub(super) fn new_person(
    key: &IdNumberKey,
    agency: AgencyId,
    hall: Option<HallId>,
    particulars: &Particulars,
) -> Result<PersonRecord> {
    let blank = PersonRecord {
        id: PersonId::new(),
        agency,
        hall,
        sign_in_name: String::new(),
        name: String::new(),
        phone: String::new(),
        id_number_sealed: None,
        id_last4: None,
        hired_on: particulars.hired_on,
        service_from: None,
        continuous_from: None,
        left_on: None,
        password_hash: None,
        version: 0,
    };
    Ok(with_particulars(key, &blank, particulars)?.0)
}

/// The record with other particulars, and which of them are new. The ID number is sealed afresh only if it
/// is another one: two seals of one number differ.
pub(super) fn with_particulars(
    key: &IdNumberKey,
    old: &PersonRecord,
    particulars: &Particulars,
) -> Result<(PersonRecord, Vec<StaffColumn>)> {
    let mut new = PersonRecord {
        sign_in_name: particulars.sign_in_name.as_str().to_owned(),
        name: particulars.name.as_str().to_owned(),
        phone: particulars.phone.as_str().to_owned(),
        hired_on: particulars.hired_on,
        service_from: particulars.service_from,
        continuous_from: particulars.continuous_from,
        ..old.clone()
    };
    let mut new_number = false;
    if let Some(number) = &particulars.id_number {
        // One that can't be opened any more is replaced.
        let stored = old.id_number_sealed.as_deref().and_then(|sealed| key.open(old.id, sealed).ok());
        new_number = stored.as_deref() != Some(number.expose());
        if new_number {
            new.id_number_sealed = Some(key.seal(old.id, number.expose())?);
            new.id_last4 = Some(number.last4().to_owned());
        }
    }
    let compared = [
        (StaffColumn::SignInName, old.sign_in_name != new.sign_in_name),
        (StaffColumn::Name, old.name != new.name),
        (StaffColumn::Phone, old.phone != new.phone),
        (StaffColumn::IdNumber, new_number),
        (StaffColumn::HiredOn, old.hired_on != new.hired_on),
        (StaffColumn::ServiceFrom, old.service_from != new.service_from),
        (StaffColumn::ContinuousFrom, old.continuous_from != new.continuous_from),
    ];
    Ok((new, compared.into_iter().filter_map(|(column, changed)| changed.then_some(column)).collect()))
}
