//! The staff list (花名册): one row a person, read from CSV or XLSX, all of it or nothing.
//!
//! The file says what is, and an import makes it so: it creates who is new, corrects who is known, and puts
//! each person at the one post that their row names. Read again, it changes nothing. It never ends anybody's
//! employment or role: who is missing in the file stays.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use domain::{
    accounts::StaffImportReport,
    formats::SignInName,
    ids::{HallId, PersonId},
    policy::{Action, Place},
    problem::Problem,
    time::hall_date,
};
use store::{
    Tx,
    repo::{
        accounts as repo,
        org::{AgencyRecord, HallRecord},
    },
};

use super::Accounts;
use crate::{
    audit::{self, Act},
    caller::{Caller, Visitor},
    error::{Error, Result},
    org,
    table::Table,
};

mod operator;
mod plan;
mod rows;
#[cfg(test)]
mod tests;

pub use operator::OperatorImport;
use plan::{Known, Plan};
use rows::StaffList;

/// One import: who, into which hall.
#[derive(Clone)]
struct Import {
    /// Who imports; nobody for the operator at the command line, who may do everything.
    caller: Option<Caller>,
    hall: HallRecord,
    /// The hall's agency, where both are to be made first.
    found: Option<AgencyRecord>,
    /// Who becomes HR of the agency.
    hr: Option<SignInName>,
}

impl Accounts {
    /// Imports the staff list of a hall, for those who may edit its people, posts and roles. With `dry_run`,
    /// or with any bad cell, nothing is written and the report says what would be.
    ///
    /// Who is new becomes a worker of the hall; the 组长 of a row leads the zone of the row's window. Nobody
    /// changes their own row, or takes people from halls that aren't theirs ([`FieldReason::NotAllowed`]).
    ///
    /// [`FieldReason::NotAllowed`]: domain::problem::FieldReason::NotAllowed
    pub async fn import_staff(
        &self,
        caller: &Caller,
        hall: HallId,
        file_name: &str,
        bytes: Vec<u8>,
        dry_run: bool,
    ) -> Result<StaffImportReport> {
        let hall = org::hall_record(self.0.db.read(), hall).await?;
        let place = Place::hall(hall.agency, hall.id);
        for action in [Action::PeopleEdit, Action::OrgEdit, Action::RoleAppoint] {
            caller.check(action, &place)?;
        }
        let import = Import { caller: Some(caller.clone()), hall, found: None, hr: None };
        let list = self.read_list(file_name, bytes).await?;
        self.import(import, list, dry_run).await
    }

    /// Unpacking a workbook takes a while, so it is done off the async threads.
    async fn read_list(&self, file_name: &str, bytes: Vec<u8>) -> Result<StaffList> {
        let (file_name, today) = (file_name.to_owned(), hall_date(self.0.clock.now()));
        let read = move || Table::read(&file_name, &bytes).map(|table| rows::read(&table, today));
        Ok(tokio::task::spawn_blocking(read).await.map_err(Error::internal)??)
    }

    async fn import(&self, import: Import, list: StaffList, dry_run: bool) -> Result<StaffImportReport> {
        if dry_run {
            return Ok(self.plan(self.0.db.read(), &import, &list).await?.report);
        }
        let now = self.0.clock.now();
        let hall = import.hall.id;
        let written = self
            .0
            .db
            .write((self.clone(), import, list), move |tx, (me, import, list)| {
                Box::pin(async move {
                    if import.found.is_none() {
                        org::hold_hall(tx, import.hall.id).await?;
                    }
                    let mut plan = me.plan(tx, import, list).await?;
                    if plan.report.errors.is_empty() {
                        write(tx, import, &mut plan, now).await.map_err(overtaken)?;
                        plan.report.applied = true;
                    }
                    Ok::<_, Error>((plan.report, plan.left))
                })
            })
            .await?;
        let (report, left) = written;
        for hall in left.into_iter().chain([hall]) {
            self.0.db.live().publish(hall);
        }
        Ok(report)
    }

    /// Loads what the list touches, and compares.
    async fn plan(&self, db: &impl store::Connection, import: &Import, list: &StaffList) -> Result<Plan> {
        let today = hall_date(self.0.clock.now());
        let leads = list.rows.iter().filter_map(|row| row.lead.as_ref());
        let mut names: Vec<_> =
            list.names.iter().chain(leads).chain(&import.hr).map(|name| name.as_str().to_owned()).collect();
        names.sort_unstable();
        names.dedup();
        let people = repo::find_people_by_sign_in_names(db, &names).await?;
        let ids: Vec<PersonId> = people.iter().map(|person| person.id).collect();
        let appointments = repo::find_appointments(db, &ids).await?;
        let fixed = match &import.caller {
            Some(caller) => {
                let may = self.all_over(db, caller, Action::PeopleEdit, (&people, &appointments)).await?;
                ids.iter().copied().filter(|id| !may.contains(id)).collect()
            }
            None => HashSet::new(),
        };
        let known = Known {
            today,
            agency: import.hall.agency,
            hall: import.hall.id,
            fixed,
            holdings: org::holdings(db, &ids, today).await?,
            appointments,
            staffing: org::staffing(db, import.hall.id, today).await?,
            people: people.into_iter().map(|person| (person.sign_in_name.clone(), person)).collect(),
        };
        plan::plan(&known, &self.0.id_number_key, list, import.hr.as_ref())
    }
}

/// Writes a plan, inside the transaction in which it was made.
async fn write(tx: &Tx, import: &Import, plan: &mut Plan, now: DateTime<Utc>) -> Result<()> {
    let hall = &import.hall;
    if let Some(agency) = &import.found {
        org::found(tx, agency.clone(), hall.clone()).await?;
    }
    for person in std::mem::take(&mut plan.created) {
        repo::create_person(tx, person, now).await?;
    }
    for person in std::mem::take(&mut plan.changed) {
        if !repo::update_person(tx, person).await? {
            return Err(Problem::Conflict.into());
        }
    }
    org::restaff(tx, &plan.staffing).await?;
    for appointment in &plan.appointments {
        repo::create_appointment(tx, *appointment).await?;
    }
    let report = &plan.report;
    let (created, updated) = (report.created.len(), report.updated.len());
    plan.acts.push(Act {
        action: "accounts.import_staff",
        subject: ("hall", hall.id.uuid()),
        detail: format!("{created} created, {updated} changed, {} unchanged", report.unchanged),
    });
    let actor = import.caller.as_ref().map(|caller| caller.actor.person);
    let visitor = import.caller.as_ref().map_or_else(Visitor::operator, |caller| caller.visitor.clone());
    for act in std::mem::take(&mut plan.acts) {
        audit::append(tx, hall.agency, actor, &visitor, now, act).await?;
    }
    Ok(())
}

/// A constraint that speaks here means that somebody was faster: what was planned on is no more.
fn overtaken(error: Error) -> Error {
    match error {
        Error::Store(error) => Error::unless_unique(error, Problem::Conflict),
        error => error,
    }
}
