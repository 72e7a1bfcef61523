use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;
use domain::{
    accounts::{AppointmentView, PeoplePage, PersonRow, PersonView, PrivateView, parse_sign_in_name},
    formats::Mobile,
    ids::{HallId, PersonId},
    policy::{Action, Place, Role, Scope},
    problem::Problem,
    time::hall_date,
};
use store::{
    Tx,
    repo::{
        accounts::{self as repo, AppointmentRecord, PeopleFilter, PersonRecord},
        org::Holding,
    },
};

use super::Accounts;
use crate::{
    caller::Caller,
    error::{Error, Result},
    org,
    pages::PageSize,
};

/// People on one page of the list.
const PAGE: PageSize = PageSize(50);

impl Accounts {
    /// The people of the caller's scope, by 工号, those who have left included. `search` is a part of a name
    /// or 工号; `after` is what the page before gave as its `next`.
    pub async fn list_people(&self, caller: &Caller, search: &str, after: Option<String>) -> Result<PeoplePage> {
        let scopes = caller.actor.scopes(Action::PeopleView);
        if scopes.is_empty() {
            return Err(Problem::Denied.into());
        }
        let (db, today) = (self.0.db.read(), hall_date(self.0.clock.now()));
        // Control characters are in nobody's name, and PostgreSQL refuses one of them.
        let search = search.chars().filter(|c| !c.is_control()).take(40).collect();
        let after = after.map(|after| parse_sign_in_name(&after)).transpose();
        let after = after.map_err(|reason| Problem::field("after", reason))?.map(String::from);
        let filter = PeopleFilter { scopes, on: today, search, after, limit: PAGE.to_read() };
        let people = repo::list_people(db, &filter).await?;
        let (people, next) = PAGE.cut(people, |person| person.sign_in_name.clone());

        let ids: Vec<_> = people.iter().map(|person| person.id).collect();
        let held = org::holdings(db, &ids, today).await?;
        let with_passkeys = repo::people_with_passkeys(db, &ids).await?;
        let mut roles: HashMap<PersonId, Vec<Role>> = HashMap::new();
        for (person, grant) in repo::find_grants(db, &ids, today).await? {
            roles.entry(person).or_default().push(grant.role);
        }
        let row = |person: PersonRecord| {
            let mut roles = roles.remove(&person.id).unwrap_or_default();
            roles.sort_unstable();
            roles.dedup();
            PersonRow {
                id: person.id,
                posts: held_on(held.get(&person.id), today).map(org::label).collect(),
                roles,
                active: person.password_hash.is_some() || with_passkeys.contains(&person.id),
                name: person.name,
                sign_in_name: person.sign_in_name,
                left_on: person.left_on,
            }
        };
        Ok(PeoplePage { rows: people.into_iter().map(row).collect(), next })
    }

    /// One person. What is private is for those who may edit the person, and for the person.
    pub async fn person(&self, caller: &Caller, id: PersonId) -> Result<PersonView> {
        let (db, today) = (self.0.db.read(), hall_date(self.0.clock.now()));
        let person = person_record(db, id).await?;
        let held = org::holdings(db, &[id], today).await?;
        let held: Vec<_> = held_on(held.get(&id), today).collect();
        let place = place_of(&person);
        let in_zone = |holding: &&Holding| Place { zone: Some(holding.zone), ..place };
        let mut places = held.iter().map(in_zone).chain([place]);
        if !places.any(|place| caller.check(Action::PeopleView, &place).is_ok()) {
            return Err(Problem::Denied.into());
        }
        let own = caller.actor.person == id;
        let private = own || self.check_over(db, caller, Action::PeopleEdit, &person).await.is_ok();
        Ok(PersonView {
            id,
            hall: person.hall,
            hall_name: match person.hall {
                Some(hall) => Some(org::hall_name(db, hall).await?),
                None => None,
            },
            posts: held.into_iter().map(org::label).collect(),
            appointments: self.appointment_views(id).await?,
            private: if private { Some(self.private_view(&person).await?) } else { None },
            version: person.version,
            name: person.name,
            sign_in_name: person.sign_in_name,
            hired_on: person.hired_on,
            left_on: person.left_on,
        })
    }

    /// Asks the permission table about a person where they work, and wherever a role of theirs holds now or later: who
    /// may invite somebody, or change what confirms their invitation, can sign in as them and has all their roles.
    pub(super) async fn check_over(
        &self,
        db: &impl store::Connection,
        caller: &Caller,
        action: Action,
        person: &PersonRecord,
    ) -> Result<()> {
        let held = repo::find_appointments(db, &[person.id]).await?;
        let may = self.all_over(db, caller, action, (std::slice::from_ref(person), &held)).await?;
        if may.contains(&person.id) { Ok(()) } else { Err(Problem::Denied.into()) }
    }

    /// Those of some people, with the roles that they hold, about whom that may be done.
    pub(super) async fn all_over(
        &self,
        db: &impl store::Connection,
        caller: &Caller,
        action: Action,
        (people, held): (&[PersonRecord], &[AppointmentRecord]),
    ) -> Result<HashSet<PersonId>> {
        let today = hall_date(self.0.clock.now());
        let held = held.iter().filter(|held| held.to.is_none_or(|last| today <= last));
        let mut may: HashSet<PersonId> =
            people.iter().filter(|one| caller.check(action, &place_of(one)).is_ok()).map(|one| one.id).collect();
        let mut places = HashMap::<Scope, Option<Place>>::new();
        for AppointmentRecord { person, grant, .. } in held {
            let place = match places.get(&grant.scope) {
                Some(place) => *place,
                None => {
                    let place = org::scope_info(db, grant.scope).await?.map(|known| known.place);
                    *places.entry(grant.scope).or_insert(place)
                }
            };
            if place.is_none_or(|place| caller.check(action, &place.about(*person)).is_err()) {
                may.remove(person);
            }
        }
        Ok(may)
    }

    async fn private_view(&self, person: &PersonRecord) -> Result<PrivateView> {
        let db = self.0.db.read();
        let passkeys = repo::count_passkeys(db, person.id).await?;
        Ok(PrivateView {
            phone: person.phone.clone(),
            id_last4: person.id_last4.clone(),
            service_from: person.service_from,
            continuous_from: person.continuous_from,
            invited_until: repo::open_invite_until(db, person.id, self.0.clock.now()).await?,
            passkeys: u32::try_from(passkeys).map_err(Error::internal)?,
            has_password: person.password_hash.is_some(),
        })
    }

    async fn appointment_views(&self, person: PersonId) -> Result<Vec<AppointmentView>> {
        let db = self.0.db.read();
        let found = repo::find_appointments(db, &[person]).await?;
        let scopes: Vec<_> = found.iter().map(|appointment| appointment.grant.scope).collect();
        let names = org::scope_names(db, &scopes).await?;
        let view = |found: repo::AppointmentRecord| AppointmentView {
            id: found.id,
            grant: found.grant,
            scope_name: names.get(&found.grant.scope).cloned().unwrap_or_default(),
            from: found.from,
            to: found.to,
        };
        Ok(found.into_iter().map(view).collect())
    }
}

fn held_on(held: Option<&Vec<Holding>>, day: NaiveDate) -> impl Iterator<Item = &Holding> {
    held.into_iter().flatten().filter(move |holding| holding.holder.from <= day)
}

/// A person who must be there.
pub(crate) async fn person_record(db: &impl store::Connection, id: PersonId) -> Result<PersonRecord> {
    repo::find_person(db, id).await?.ok_or_else(|| Problem::NotFound.into())
}

/// What some people are called.
pub(crate) async fn names_of(db: &impl store::Connection, ids: &[PersonId]) -> Result<HashMap<PersonId, String>> {
    Ok(repo::find_people(db, ids).await?.into_iter().map(|person| (person.id, person.name)).collect())
}

/// The numbers of some people, as far as the caller sees what is private of them.
pub(crate) async fn phones_for(
    db: &impl store::Connection,
    caller: &Caller,
    ids: &[PersonId],
) -> Result<HashMap<PersonId, Mobile>> {
    if caller.actor.scopes(Action::PeopleEdit).is_empty() {
        return Ok(HashMap::new());
    }
    let may = |person: &PersonRecord| caller.check(Action::PeopleEdit, &place_of(person)).is_ok();
    let people = repo::find_people(db, ids).await?.into_iter().filter(may);
    Ok(people.filter_map(|person| Some((person.id, Mobile::parse(&person.phone).ok()?))).collect())
}

/// What somebody is called; nothing, where there is no such person.
pub(crate) async fn name_of(db: &impl store::Connection, id: PersonId) -> Result<String> {
    Ok(names_of(db, &[id]).await?.remove(&id).unwrap_or_default())
}

/// The halls that some people are dispatched to.
pub(crate) async fn halls_of(db: &impl store::Connection, ids: &[PersonId]) -> Result<BTreeSet<HallId>> {
    Ok(repo::find_people(db, ids).await?.into_iter().filter_map(|person| person.hall).collect())
}

/// Which of some people have left by a day.
pub(crate) async fn left_by(db: &impl store::Connection, ids: &[PersonId], on: NaiveDate) -> Result<Vec<PersonId>> {
    let left = |person: &PersonRecord| person.has_left(on);
    Ok(repo::find_people(db, ids).await?.into_iter().filter(left).map(|person| person.id).collect())
}

/// People by 工号, given as stored.
pub(crate) async fn people_by_sign_in_names(
    db: &impl store::Connection,
    names: &[String],
) -> Result<Vec<PersonRecord>> {
    Ok(repo::find_people_by_sign_in_names(db, names).await?)
}

/// The same, held against changes until the transaction ends: nobody moves or leaves while they are named
/// for a post.
pub(crate) async fn lock_person(tx: &Tx, id: PersonId) -> Result<PersonRecord> {
    repo::lock_person(tx, id).await?.ok_or_else(|| Problem::NotFound.into())
}

/// Whether anybody works at a hall on a day or later.
pub(crate) async fn works_at(db: &impl store::Connection, hall: HallId, on: NaiveDate) -> Result<bool> {
    Ok(repo::has_people(db, hall, on).await?)
}

/// Where a person is, for the permission table.
pub(crate) fn place_of(person: &PersonRecord) -> Place {
    Place { hall: person.hall, ..Place::agency(person.agency).about(person.id) }
}
