use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use domain::{
    accounts::{AppointCommand, check_day},
    ids::{AppointmentId, PersonId, ZoneId},
    org::LeadView,
    policy::{Action, Grant, Place, Role, Scope},
    problem::{FieldReason, Problem},
    time::hall_date,
};
use store::repo::accounts::{self as repo, AppointmentRecord, PersonRecord};

use super::{
    Accounts,
    people::{person_record, place_of},
};
use crate::{
    approvals::InReview,
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
    org::{self, ScopeInfo},
};

impl Accounts {
    /// Gives a role, within the person's own agency. Whoever does so must be allowed to where the person is
    /// and where the role holds, and nobody does for themselves. Somebody who becomes HR is signed out
    /// everywhere, so that no session older than the role outlasts HR's twelve hours.
    pub async fn appoint(&self, caller: &Caller, command: AppointCommand) -> Result<AppointmentId> {
        let person = person_record(self.0.db.read(), command.person).await?;
        let scope = self.check_appoint(caller, &person, command.scope).await?;
        let now = self.0.clock.now();
        command.validate(hall_date(now))?;
        if scope.closed {
            return Err(Problem::field("scope", FieldReason::Ended).into());
        }
        if person.left_on.is_some_and(|last| last < command.from) {
            return Err(Problem::field("from", FieldReason::Ended).into());
        }
        let record = AppointmentRecord {
            id: AppointmentId::new(),
            person: person.id,
            grant: Grant { role: command.role, scope: command.scope },
            from: command.from,
            to: command.to.into_iter().chain(person.left_on).min(),
        };
        let id = self
            .0
            .db
            .write((caller.clone(), scope.name), move |tx, (caller, scope)| {
                Box::pin(async move {
                    // The same role twice over the same scope.
                    let twice = |error| Error::unless_unique(error, Problem::field("role", FieldReason::Taken));
                    repo::create_appointment(tx, record).await.map_err(twice)?;
                    if record.grant.role == Role::Hr {
                        repo::end_sessions(tx, record.person, None, now).await?;
                    }
                    let detail = format!("{}, {scope}, from {}", record.grant.role.code(), record.from);
                    audit::record(tx, caller, now, Act::about(record.person, "accounts.appoint", detail)).await?;
                    Ok::<_, Error>(record.id)
                })
            })
            .await?;
        self.approvals().reroute(InReview::From(command.scope)).await?;
        Ok(id)
    }

    /// Ends a role after a last day. The person is signed out everywhere at once, whatever the day.
    pub async fn end_appointment(
        &self,
        caller: &Caller,
        person: PersonId,
        appointment: AppointmentId,
        last_day: NaiveDate,
    ) -> Result<()> {
        let db = self.0.db.read();
        let record = person_record(db, person).await?;
        let known = repo::find_appointments(db, &[person]).await?;
        let known = known.into_iter().find(|known| known.id == appointment).ok_or(Problem::NotFound)?;
        let scope = self.check_appoint(caller, &record, known.grant.scope).await?;
        let now = self.0.clock.now();
        check_day(last_day, hall_date(now)).map_err(|reason| Problem::field("last_day", reason))?;
        self.0
            .db
            .write((caller.clone(), scope.name), move |tx, (caller, scope)| {
                Box::pin(async move {
                    if !repo::end_appointment(tx, person, appointment, last_day).await? {
                        return Err(Problem::Conflict.into());
                    }
                    repo::end_sessions(tx, person, None, now).await?;
                    let detail = format!("{}, {scope}, last day {last_day}", known.grant.role.code());
                    audit::record(tx, caller, now, Act::about(person, "accounts.end_appointment", detail)).await?;
                    Ok::<_, Error>(())
                })
            })
            .await?;
        self.approvals().reroute(InReview::From(known.grant.scope)).await
    }

    /// Asks the permission table about both places; tells where the role holds.
    async fn check_appoint(&self, caller: &Caller, person: &PersonRecord, scope: Scope) -> Result<ScopeInfo> {
        caller.check(Action::RoleAppoint, &place_of(person))?;
        let known = org::scope_info(self.0.db.read(), scope).await?;
        let known = known.filter(|known| known.place.agency == person.agency);
        let known = known.ok_or(Problem::field("scope", FieldReason::Unknown))?;
        caller.check(Action::RoleAppoint, &known.place.about(person.id))?;
        Ok(known)
    }
}

/// Who leads which of some zones on a date, by name.
pub(crate) async fn leads(
    db: &impl store::Connection,
    zones: &[ZoneId],
    on: NaiveDate,
) -> Result<HashMap<ZoneId, Vec<LeadView>>> {
    let found = repo::find_leads(db, zones, on).await?;
    let ids: Vec<_> = found.iter().map(|(_, person)| *person).collect();
    let people = repo::find_people(db, &ids).await?;
    let names: HashMap<_, _> = people.into_iter().map(|person| (person.id, person.name)).collect();
    let mut leads: HashMap<ZoneId, Vec<LeadView>> = HashMap::new();
    for (zone, person) in found {
        let name = names.get(&person).cloned().unwrap_or_default();
        leads.entry(zone).or_default().push(LeadView { person, name });
    }
    for leads in leads.values_mut() {
        leads.sort_by(|a, b| a.name.cmp(&b.name));
    }
    Ok(leads)
}

/// Whether any of some people leads others on a date: a lead's own case goes one step up.
pub(crate) async fn leads_anywhere(db: &impl store::Connection, people: &[PersonId], on: NaiveDate) -> Result<bool> {
    Ok(!leaders_among(db, people, on).await?.is_empty())
}

/// Those of some people who lead others on a date.
pub(crate) async fn leaders_among(
    db: &impl store::Connection,
    people: &[PersonId],
    on: NaiveDate,
) -> Result<BTreeSet<PersonId>> {
    let grants = repo::find_grants(db, people, on).await?.into_iter();
    let leads = grants.filter(|(_, grant)| matches!(grant.role, Role::Lead | Role::Supervisor));
    Ok(leads.map(|(person, _)| person).collect())
}

/// Who holds a role over a place on a date, but for the person whom the place is about.
pub(crate) async fn holders_of(
    db: &impl store::Connection,
    role: Role,
    place: &Place,
    on: NaiveDate,
) -> Result<Vec<PersonId>> {
    let holders = repo::find_role_holders(db, &[role], &scopes_over(place), on).await?;
    let mut people: Vec<PersonId> =
        holders.into_iter().map(|(person, _)| person).filter(|person| Some(*person) != place.person).collect();
    people.sort_unstable();
    people.dedup();
    Ok(people)
}

/// The scopes that a place lies in, the narrowest first.
fn scopes_over(place: &Place) -> Vec<Scope> {
    let scopes = [place.zone.map(Scope::Zone), place.hall.map(Scope::Hall), Some(Scope::Agency(place.agency))];
    scopes.into_iter().flatten().collect()
}

/// Those who may take an action on a thing at a place, never its own person: those of the narrowest
/// scope that has any, since the others only stand in for them.
pub(crate) async fn people_who_may(
    db: &impl store::Connection,
    action: Action,
    place: &Place,
    on: NaiveDate,
) -> Result<Vec<PersonId>> {
    let scopes = scopes_over(place);
    let holders = repo::find_role_holders(db, action.rule().roles, &scopes, on).await?;
    let at = |scope: &Scope| -> Vec<PersonId> {
        let here = holders.iter().filter(|(person, grant)| grant.scope == *scope && Some(*person) != place.person);
        here.map(|(person, _)| *person).collect()
    };
    Ok(scopes.iter().map(at).find(|people| !people.is_empty()).unwrap_or_default())
}
