//! Who could be asked about a request at this moment.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::{
    approvals::{Bench, Level, Seat},
    ids::{AgencyId, ApprovalId, PersonId},
    policy::{Action, Actor, Grant, Place, Role, may},
    time::hall_date,
};
use store::{
    Connection,
    repo::approvals::{self as repo, ApprovalRecord, DelegationRecord, KinRecord},
};

use super::{Approvals, place_of};
use crate::{accounts::left_by, error::Result, leave::leave_days};

/// Everybody on a rung of an agency's house, read once for many requests.
pub(super) struct Ladder {
    agency: AgencyId,
    grants: Vec<(PersonId, Grant)>,
}

impl Ladder {
    pub(super) async fn of(db: &impl Connection, agency: AgencyId, today: NaiveDate) -> Result<Self> {
        Ok(Self { agency, grants: repo::list_ladder(db, agency, today).await? })
    }

    /// Who may decide on something at a place, by the permission table alone. The requester is in it too:
    /// who must not decide is the bench's to say.
    pub(super) fn above(&self, place: &Place) -> Vec<(Level, PersonId)> {
        let open = Place { person: None, ..*place };
        let may_decide = |(person, grant): &(PersonId, Grant)| {
            let actor = Actor { person: *person, agency: self.agency, hall: None, grants: vec![*grant] };
            let level = Level::of(grant.role).filter(|_| may(&actor, Action::ApprovalDecide, &open))?;
            Some((level, *person))
        };
        self.grants.iter().filter_map(may_decide).collect()
    }

    /// The highest rung that somebody is on anywhere.
    pub(super) fn level_of(&self, person: PersonId) -> Option<Level> {
        let own = self.grants.iter().filter(|(of, _)| *of == person);
        own.filter_map(|(_, grant)| Level::of(grant.role)).max()
    }
}

/// What the benches of some requests of one agency are made of, read at once.
pub(super) struct House {
    pub(super) ladder: Ladder,
    on_duty: BTreeSet<PersonId>,
    delegations: Vec<DelegationRecord>,
    /// Whom some of the requests are about besides who asks.
    others: BTreeMap<ApprovalId, PersonId>,
    kin: Vec<KinRecord>,
    left: Vec<PersonId>,
}

impl Approvals {
    /// Reads it on a day. Who is on duty is read only where somebody could be asked as such: on a step of the
    /// requests, or as the caller says.
    pub(super) async fn house(
        &self,
        db: &impl Connection,
        agency: AgencyId,
        records: &[&ApprovalRecord],
        asks_duty: bool,
    ) -> Result<House> {
        let today = hall_date(self.now());
        let ladder = Ladder::of(db, agency, today).await?;
        let people: BTreeSet<PersonId> = ladder.grants.iter().map(|(person, _)| *person).collect();
        let people: Vec<PersonId> = people.into_iter().collect();
        let delegations = repo::list_delegations(db, &people, today).await?;
        let others = self.others(db, records).await?;
        let about = records.iter().map(|record| record.requester).chain(others.values().copied());
        let about: BTreeSet<PersonId> = about.collect();
        let kin = repo::list_kin(db, &about.into_iter().collect::<Vec<_>>()).await?;
        let handed = records.iter().flat_map(|record| record.flow.handed.iter().map(|handed| handed.to));
        let stand_ins: BTreeSet<PersonId> = delegations.iter().map(|delegation| delegation.to).chain(handed).collect();
        let left = left_by(db, &stand_ins.into_iter().collect::<Vec<_>>(), today).await?;
        let steps = records.iter().flat_map(|record| &record.flow.steps);
        let on_duty = if asks_duty || steps.clone().any(|step| step.level == Level::DutyLead) {
            self.on_duty(db, &ladder, today).await?
        } else {
            BTreeSet::new()
        };
        Ok(House { ladder, on_duty, delegations, others, kin, left })
    }

    /// The leads who have a shift on a day and are not on leave.
    async fn on_duty(&self, db: &impl Connection, ladder: &Ladder, today: NaiveDate) -> Result<BTreeSet<PersonId>> {
        let leads = ladder.grants.iter().filter(|(_, grant)| grant.role == Role::Lead);
        let leads: BTreeSet<PersonId> = leads.map(|(person, _)| *person).collect();
        let leads: Vec<PersonId> = leads.into_iter().collect();
        let calendar = self.calendar().current_in(db).await?;
        let duties = self.roster().duties_of(db, &calendar, &leads, today, today).await?;
        let leave = leave_days(db, &leads, today, today).await?;
        let works = |person: &PersonId| {
            let shift = duties.get(person).is_some_and(|duties| duties.iter().any(|duty| duty.shift().is_some()));
            shift && leave.spans(*person).next().is_none()
        };
        Ok(leads.into_iter().filter(works).collect())
    }
}

impl House {
    /// The bench for one of them.
    pub(super) fn bench(&self, record: &ApprovalRecord) -> Bench {
        let place = place_of(record);
        let meant = |delegation: &&DelegationRecord| {
            delegation.kind.is_none_or(|kind| kind == record.kind)
                && delegation.scope.is_none_or(|scope| scope.covers(&place))
        };
        let delegations = self.delegations.iter().filter(meant).map(|delegation| (delegation.from, delegation.to));
        // Nobody decides on what is about them, nor on what is about a declared relative.
        let about: Vec<PersonId> = self.about(record).collect();
        let kin = self.kin.iter().filter(|kin| about.contains(&kin.person) || about.contains(&kin.other));
        let kin = kin.flat_map(|kin| [kin.person, kin.other]);
        let mut holders = self.ladder.above(&place);
        let on_duty = holders.iter().filter(|(level, person)| *level == Level::Lead && self.on_duty.contains(person));
        let on_duty: Vec<_> = on_duty.map(|(_, person)| (Level::DutyLead, *person)).collect();
        holders.extend(on_duty);
        Bench {
            holders,
            barred: kin.chain(about.iter().copied()).chain(self.left.iter().copied()).collect(),
            delegations: delegations.collect(),
        }
    }

    /// The highest rung that anybody is on whom one of them is about.
    pub(super) fn level_of(&self, record: &ApprovalRecord) -> Option<Level> {
        self.about(record).filter_map(|person| self.ladder.level_of(person)).max()
    }

    fn about(&self, record: &ApprovalRecord) -> impl Iterator<Item = PersonId> + use<> {
        [record.requester].into_iter().chain(self.others.get(&record.id).copied())
    }
}

impl Approvals {
    /// The bench for one request.
    pub(super) async fn bench(&self, db: &impl Connection, record: &ApprovalRecord) -> Result<Bench> {
        Ok(self.house(db, record.agency, &[record], false).await?.bench(record))
    }

    /// Who is on a level of the house above a request's place, but for whose it is.
    pub(crate) async fn on_level(
        &self,
        db: &impl Connection,
        record: &ApprovalRecord,
        level: Level,
    ) -> Result<Vec<PersonId>> {
        let ladder = Ladder::of(db, record.agency, hall_date(self.now())).await?;
        let above = ladder.above(&place_of(record)).into_iter();
        let people = above.filter(|(on, person)| *on == level && *person != record.requester);
        let people: BTreeSet<PersonId> = people.map(|(_, person)| person).collect();
        Ok(people.into_iter().collect())
    }
}

/// The seat that somebody speaks from.
pub(super) fn seat_of(seats: &[Seat], person: PersonId) -> Option<&Seat> {
    let mine = || seats.iter().filter(move |seat| seat.person == person);
    mine().find(|seat| seat.holder == person).or_else(|| mine().next())
}
