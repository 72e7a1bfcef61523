//! Who could be asked about a request at this moment.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::{
    approvals::{Bench, Level, Seat},
    ids::{AgencyId, PersonId},
    policy::{Action, Actor, Grant, Place, may},
    time::hall_date,
};
use store::{
    Connection,
    repo::approvals::{self as repo, ApprovalRecord},
};

use super::{Approvals, place_of};
use crate::{accounts::left_by, error::Result};

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

impl Approvals {
    /// The bench for one request.
    pub(super) async fn bench(&self, db: &impl Connection, record: &ApprovalRecord) -> Result<Bench> {
        let today = hall_date(self.now());
        let ladder = Ladder::of(db, record.agency, today).await?;
        self.bench_on(db, &ladder, record).await
    }

    /// The same with the ladder at hand.
    pub(super) async fn bench_on(
        &self,
        db: &impl Connection,
        ladder: &Ladder,
        record: &ApprovalRecord,
    ) -> Result<Bench> {
        let today = hall_date(self.now());
        let holders = ladder.above(&place_of(record));
        let people: Vec<PersonId> = holders.iter().map(|(_, person)| *person).collect();
        let delegations = repo::list_delegations(db, &people, today).await?;
        let delegations: Vec<(PersonId, PersonId)> = delegations
            .into_iter()
            .filter(|delegation| delegation.kind.is_none_or(|kind| kind == record.kind))
            .map(|delegation| (delegation.from, delegation.to))
            .collect();
        let mut barred = self.barred(db, record.requester).await?;
        let deputies = delegations.iter().map(|(_, to)| *to);
        let stand_ins: Vec<PersonId> = deputies.chain(record.flow.handed.iter().map(|handed| handed.to)).collect();
        barred.extend(left_by(db, &stand_ins, today).await?);
        Ok(Bench { holders, barred, delegations })
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

    /// Who must not decide on somebody's requests: they themselves, and their declared relatives.
    pub(super) async fn barred(&self, db: &impl Connection, requester: PersonId) -> Result<BTreeSet<PersonId>> {
        let kin = repo::list_kin(db, &[requester]).await?;
        let both = kin.into_iter().flat_map(|kin| [kin.person, kin.other]);
        Ok(both.chain([requester]).collect())
    }
}

/// The seat that somebody speaks from.
pub(super) fn seat_of(seats: &[Seat], person: PersonId) -> Option<&Seat> {
    let mine = || seats.iter().filter(move |seat| seat.person == person);
    mine().find(|seat| seat.holder == person).or_else(|| mine().next())
}
