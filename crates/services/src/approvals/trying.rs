//! Routes as HR looks at them: what held when, and who would decide.

use std::collections::BTreeMap;

use domain::{
    accounts::parse_sign_in_name,
    approvals::{
        ApprovalKind, Flow, Level, Routes, RoutesVersion, RoutesView, TriedStep, TryCommand, amount_of, parse_halves,
    },
    ids::{ApprovalId, PersonId},
    policy::{Action, Place},
    problem::{FieldReason, Problem},
    time::hall_date,
};
use store::repo::approvals::{self as repo, ApprovalRecord};

use super::{Approvals, Filing, facts};
use crate::{
    accounts::{names_of, people_by_sign_in_names},
    caller::Caller,
    error::Result,
    org::{post_places, posts_held},
};

impl Approvals {
    /// The routes in force at the caller's agency, and those before.
    pub async fn routes_view(&self, caller: &Caller, kind: ApprovalKind) -> Result<RoutesView> {
        let agency = caller.actor.agency;
        caller.check(Action::ApprovalRoutes, &Place::agency(agency))?;
        let set = repo::list_routes(self.0.db.read(), agency, kind).await?;
        let set = set.into_iter().map(|(version, at, routes)| RoutesVersion { version, since: Some(at), routes });
        let house = RoutesVersion { version: 0, since: None, routes: Routes::house(kind) };
        let mut versions = set.chain([house]);
        let current = versions.next().ok_or(Problem::NotFound)?;
        Ok(RoutesView { kind, current, earlier: versions.collect() })
    }

    /// Who would decide today, step by step, if somebody of the caller's agency asked for something and the
    /// routes were these. Nothing is stored.
    pub async fn try_routes(
        &self,
        caller: &Caller,
        (kind, routes): (ApprovalKind, &Routes),
        command: &TryCommand,
    ) -> Result<Vec<TriedStep>> {
        let agency = caller.actor.agency;
        caller.check(Action::ApprovalRoutes, &Place::agency(agency))?;
        let (db, now) = (self.0.db.read(), self.now());
        let today = hall_date(now);
        let halves = parse_halves(&command.amount).filter(|n| *n > 0);
        let halves = halves.ok_or(Problem::field("amount", FieldReason::Malformed))?;
        let name = parse_sign_in_name(&command.person).map_err(|reason| Problem::field("person", reason))?;
        let found = people_by_sign_in_names(db, &[String::from(name)]).await?;
        let person = found.into_iter().find(|person| person.agency == agency);
        let person = person.ok_or(Problem::field("person", FieldReason::Unknown))?;
        let held: Vec<_> = posts_held(db, &[person.id], today, today).await?.iter().map(|held| held.post).collect();
        let zone = post_places(db, &held).await?.first().map(|place| place.zone);
        let filing = Filing {
            id: ApprovalId::new(),
            kind,
            agency,
            hall: person.hall,
            zone,
            requester: person.id,
            amount: amount_of(kind, halves),
            subtype: command.subtype.clone(),
        };
        let imagined = ApprovalRecord {
            id: filing.id,
            kind,
            agency,
            hall: filing.hall,
            zone,
            requester: person.id,
            flow: Flow::draft(),
            submitted_at: now,
            due_at: None,
        };
        let house = self.house(db, agency, &[&imagined], routes.ask(Level::DutyLead)).await?;
        let bench = house.bench(&imagined);
        let steps = routes.steps(&facts(&filing, house.level_of(&imagined)));
        let seats: Vec<_> =
            steps.iter().enumerate().map(|(nth, step)| (step, bench.seats(step, nth, None, &[]))).collect();
        let people: Vec<PersonId> = seats.iter().flat_map(|(_, seats)| seats.iter().map(|seat| seat.person)).collect();
        let names: BTreeMap<PersonId, String> = names_of(db, &people).await?.into_iter().collect();
        let tried = seats.into_iter().map(|(step, seats)| TriedStep {
            level: step.level,
            quorum: step.quorum,
            minutes: step.minutes,
            people: seats.iter().filter_map(|seat| Some((names.get(&seat.person)?.clone(), seat.via))).collect(),
        });
        Ok(tried.collect())
    }
}
