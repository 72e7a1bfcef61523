use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;
use domain::{
    accounts::{
        StaffColumn, StaffImportChange, StaffImportError, StaffImportReport, check_continuous_from, check_service_from,
    },
    formats::SignInName,
    ids::{AgencyId, AppointmentId, HallId, PersonId, PostHolderId, PostId, WindowId},
    policy::{Grant, Role, Scope},
    problem::FieldReason,
};
use store::repo::{
    accounts::{AppointmentRecord, PersonRecord},
    org::{Holding, WindowRecord},
};

use super::rows::{StaffList, StaffRow, bad};
use crate::{
    accounts::employment::{new_person, with_particulars},
    audit::Act,
    error::Result,
    org::{Restaffing, Staffing},
    secrets::IdNumberKey,
};

mod places;

/// What is stored, as far as a staff list touches it.
pub(super) struct Known {
    pub(super) today: NaiveDate,
    pub(super) agency: AgencyId,
    pub(super) hall: HallId,
    /// The people whom the file names, by 工号.
    pub(super) people: HashMap<String, PersonRecord>,
    /// Those of them whom the importer may not change: themselves, and people of halls that aren't theirs.
    pub(super) fixed: HashSet<PersonId>,
    /// What those people hold today and later, in any hall.
    pub(super) holdings: HashMap<PersonId, Vec<Holding>>,
    /// Their roles.
    pub(super) appointments: Vec<AppointmentRecord>,
    /// The hall's windows, posts and holders.
    pub(super) staffing: Staffing,
}

/// What an import will write, and its report.
#[derive(Default)]
pub(super) struct Plan {
    pub(super) report: StaffImportReport,
    pub(super) created: Vec<PersonRecord>,
    pub(super) changed: Vec<PersonRecord>,
    pub(super) staffing: Restaffing,
    pub(super) appointments: Vec<AppointmentRecord>,
    /// Lines for the audit trail.
    pub(super) acts: Vec<Act<'static>>,
    /// Other halls whose boards change.
    pub(super) left: BTreeSet<HallId>,
}

/// Compares a staff list with what is stored. `hr` is the 工号 of who becomes HR of the agency as well.
/// With any bad cell, the plan is to report and to write nothing.
pub(super) fn plan(known: &Known, key: &IdNumberKey, list: &StaffList, hr: Option<&SignInName>) -> Result<Plan> {
    let mut planner = Planner::new(known, list);
    for row in &list.rows {
        planner.person(row, key)?;
    }
    for row in &list.rows {
        planner.place(row);
        planner.lead(row, list);
    }
    planner.roles(hr);
    planner.errors.extend(list.errors.iter().cloned());
    Ok(planner.finish(list))
}

struct Planner<'a> {
    known: &'a Known,
    windows: HashMap<&'a str, &'a WindowRecord>,
    posts: HashMap<(WindowId, &'a str), PostId>,
    /// People of good rows by 工号, as they will be.
    people: HashMap<&'a str, PersonRecord>,
    /// Those whose rows name a post.
    placed: HashSet<&'a str>,
    /// What changes about whom.
    touched: BTreeMap<String, Touched>,
    ended: BTreeMap<PostHolderId, NaiveDate>,
    errors: Vec<StaffImportError>,
    plan: Plan,
}

struct Touched {
    name: String,
    created: bool,
    columns: BTreeSet<StaffColumn>,
}

impl<'a> Planner<'a> {
    fn new(known: &'a Known, list: &'a StaffList) -> Self {
        let Staffing { windows, posts, .. } = &known.staffing;
        let placed = list.rows.iter().filter(|row| row.place.is_some());
        Self {
            known,
            windows: windows.iter().map(|window| (window.code.as_str(), window)).collect(),
            posts: posts.iter().map(|post| ((post.window, post.name.as_str()), post.id)).collect(),
            people: HashMap::new(),
            placed: placed.map(|row| row.particulars.sign_in_name.as_str()).collect(),
            touched: BTreeMap::new(),
            ended: BTreeMap::new(),
            errors: Vec::new(),
            plan: Plan::default(),
        }
    }

    /// Particulars: somebody new, or changed, or as they were.
    fn person(&mut self, row: &'a StaffRow, key: &IdNumberKey) -> Result<()> {
        let Known { agency, hall, .. } = *self.known;
        let name = row.particulars.sign_in_name.as_str();
        let Some(old) = self.known.people.get(name) else {
            let record = new_person(key, agency, Some(hall), &row.particulars)?;
            self.touch(&record.sign_in_name, &record.name, &[]).created = true;
            self.plan.acts.push(Act::about(record.id, "accounts.create_person", "staff list"));
            self.plan.created.push(record.clone());
            self.people.insert(name, record);
            return Ok(());
        };
        let mut particulars = row.particulars.clone();
        particulars.service_from = particulars.service_from.or(old.service_from);
        particulars.continuous_from = particulars.continuous_from.or(old.continuous_from);
        let (mut new, mut columns) = with_particulars(key, old, &particulars)?;
        if old.hall != Some(hall) {
            new.hall = Some(hall);
            columns.push(StaffColumn::Window);
        }
        if let Some((column, reason)) = self.objection(old, &new, !columns.is_empty()) {
            self.errors.push(bad(row.line, column, reason, name));
            return Ok(());
        }
        if !columns.is_empty() {
            self.touch(&new.sign_in_name, &new.name, &columns);
            let fields: Vec<_> = columns.iter().map(|column| column.field()).collect();
            self.plan.acts.push(Act::about(new.id, "accounts.change_person", fields.join(", ")));
            self.plan.changed.push(new.clone());
        }
        self.people.insert(name, new);
        Ok(())
    }

    fn objection(&self, old: &PersonRecord, new: &PersonRecord, changes: bool) -> Option<(StaffColumn, FieldReason)> {
        if old.agency != self.known.agency {
            Some((StaffColumn::SignInName, FieldReason::Taken))
        } else if old.has_left(self.known.today) {
            Some((StaffColumn::SignInName, FieldReason::Ended))
        } else if changes && self.known.fixed.contains(&old.id) {
            Some((StaffColumn::SignInName, FieldReason::NotAllowed))
        } else if check_service_from(new.service_from, new.hired_on).is_err() {
            Some((StaffColumn::HiredOn, FieldReason::OutOfRange))
        } else if check_continuous_from(new.continuous_from, (new.service_from, new.hired_on)).is_err() {
            Some((StaffColumn::ContinuousFrom, FieldReason::OutOfRange))
        } else {
            None
        }
    }

    /// The lead of the window's zone, appointed if they are not.
    fn lead(&mut self, row: &StaffRow, list: &StaffList) {
        let Some((lead, place)) = row.lead.as_ref().zip(row.place.as_ref()) else { return };
        let Some(window) = self.windows.get(place.window.as_str()) else { return };
        let scope = Scope::Zone(window.zone);
        let Some(record) = self.named(lead, list) else {
            // If the lead's own row is bad, that is what there is to tell.
            if !list.names.contains(lead) {
                self.errors.push(bad(row.line, StaffColumn::Lead, FieldReason::Unknown, lead.as_str()));
            }
            return;
        };
        if record.has_left(self.known.today) {
            self.errors.push(bad(row.line, StaffColumn::Lead, FieldReason::Ended, lead.as_str()));
        } else if self.appoint(&record, Role::Lead, scope) {
            if self.known.fixed.contains(&record.id) {
                self.errors.push(bad(row.line, StaffColumn::Lead, FieldReason::NotAllowed, lead.as_str()));
            }
            self.touch(&record.sign_in_name, &record.name, &[StaffColumn::Lead]);
        }
    }

    /// A person of the hall, out of the file or, without a row there, as stored.
    fn named(&self, name: &SignInName, list: &StaffList) -> Option<PersonRecord> {
        if list.names.contains(name) {
            return self.people.get(name.as_str()).cloned();
        }
        let stored = self.known.people.get(name.as_str());
        stored.filter(|stored| stored.hall == Some(self.known.hall)).cloned()
    }

    /// Who is new works at the hall; `hr` becomes HR of the agency.
    fn roles(&mut self, hr: Option<&SignInName>) {
        let Known { agency, hall, .. } = *self.known;
        for person in self.plan.created.clone() {
            if hr.is_none_or(|hr| hr.as_str() != person.sign_in_name) {
                self.appoint(&person, Role::Worker, Scope::Hall(hall));
            }
        }
        let hr = hr.map(SignInName::as_str);
        let hr = hr.and_then(|hr| self.people.get(hr).or_else(|| self.known.people.get(hr)));
        if let Some(person) = hr.filter(|person| person.agency == agency).cloned() {
            self.appoint(&person, Role::Hr, Scope::Agency(agency));
        }
    }

    /// Plans a role, unless the person has it, now or later; says whether it is new.
    fn appoint(&mut self, person: &PersonRecord, role: Role, scope: Scope) -> bool {
        let (today, grant) = (self.known.today, Grant { role, scope });
        let mut all = self.known.appointments.iter().chain(&self.plan.appointments);
        let lasts = |known: &AppointmentRecord| known.to.is_none_or(|to| to >= today.max(known.from));
        if all.any(|known| known.person == person.id && known.grant == grant && lasts(known)) {
            return false;
        }
        let from = today.max(person.hired_on);
        let id = AppointmentId::new();
        self.plan.appointments.push(AppointmentRecord { id, person: person.id, grant, from, to: person.left_on });
        let detail = format!("{}, staff list, from {from}", role.code());
        self.plan.acts.push(Act::about(person.id, "accounts.appoint", detail));
        true
    }

    fn touch(&mut self, sign_in_name: &str, name: &str, columns: &[StaffColumn]) -> &mut Touched {
        let touched = self.touched.entry(sign_in_name.to_owned()).or_insert_with(|| Touched {
            name: name.to_owned(),
            created: false,
            columns: BTreeSet::new(),
        });
        touched.columns.extend(columns);
        touched
    }

    fn finish(mut self, list: &StaffList) -> Plan {
        if !self.errors.is_empty() {
            self.errors.sort_by_key(|error| (error.line, error.column));
            return Plan {
                report: StaffImportReport {
                    errors: self.errors,
                    ignored: list.ignored.clone(),
                    ..StaffImportReport::default()
                },
                ..Plan::default()
            };
        }
        let mut plan = self.plan;
        plan.staffing.ended = self.ended.into_iter().collect();
        let same = |row: &&StaffRow| !self.touched.contains_key(row.particulars.sign_in_name.as_str());
        plan.report.ignored.clone_from(&list.ignored);
        plan.report.unchanged = list.rows.iter().filter(same).map(|_| 1).sum();
        for (sign_in_name, Touched { name, created, columns }) in self.touched {
            if created {
                plan.report.created.push(StaffImportChange { sign_in_name, name, columns: Vec::new() });
            } else {
                let columns = columns.into_iter().collect();
                plan.report.updated.push(StaffImportChange { sign_in_name, name, columns });
            }
        }
        plan
    }
}
