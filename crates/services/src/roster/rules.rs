//! What a hall asks of its roster: people at each window, certified ones if it says so.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{
    ids::{CertificationId, HallId, PersonId, WindowId},
    policy::{Action, Place},
    problem::{FieldReason, Problem},
    roster::{Certification, CoverageDemand, DemandCommand, Half, HallRules, WindowRules, check_time_off_months},
    time::hall_date,
};
use futures::future::BoxFuture;
use store::{Connection, Tx, repo::roster as repo};

use super::{Roster, check::window_names, editor::whole};
use crate::{
    accounts::{names_of, person_record},
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
    org::{hold_hall, reachable_hall, window_posts},
};

impl Roster {
    /// The rules of a hall. For those who may change them.
    pub async fn hall_rules(&self, caller: &Caller, hall: HallId) -> Result<HallRules> {
        let db = self.0.db.read();
        let place = ruled(db, caller, hall).await?;
        let today = hall_date(self.0.clock.now());
        let workers = repo::list_hall_workers(db, hall, &whole(hall), today).await?;
        let ids: Vec<PersonId> = workers.iter().map(|worker| worker.id).collect();
        let names = names_of(db, &ids).await?;
        let mut certified = BTreeMap::<WindowId, Vec<_>>::new();
        for (person, held) in repo::find_certifications(db, &ids, today).await? {
            let name = names.get(&person).cloned().unwrap_or_default();
            certified.entry(held.window).or_default().push((name, held));
        }
        let demand = repo::list_demand(db, hall).await?;
        let people = |window: WindowId, half: Half| {
            demand.iter().find(|need| need.window == window && need.half == half).map_or(0, |need| need.people)
        };
        let mut windows: Vec<_> = window_names(db, &place).await?.into_iter().collect();
        windows.sort_by(|a, b| a.1.cmp(&b.1));
        let window = |(window, label)| WindowRules {
            window,
            label,
            morning: people(window, Half::Morning),
            afternoon: people(window, Half::Afternoon),
            certified: certified.remove(&window).unwrap_or_default(),
        };
        Ok(HallRules {
            hall,
            certification_required: repo::certification_required(db, hall).await?,
            time_off_months: repo::time_off_months(db, hall).await?,
            windows: windows.into_iter().map(window).collect(),
            people: workers.into_iter().map(|worker| (worker.id, worker.name)).collect(),
        })
    }

    /// Says how many people a window needs in each half of a working day.
    pub async fn set_demand(&self, caller: &Caller, command: DemandCommand) -> Result<()> {
        let hall = command.hall;
        self.change_rules(caller, hall, command, |tx, command| {
            Box::pin(async move {
                command.validate()?;
                window_of(tx, command.hall, command.window).await?;
                for half in Half::ALL {
                    let people = command.people(*half);
                    repo::put_demand(tx, CoverageDemand { window: command.window, half: *half, people }).await?;
                }
                let detail = format!("morning {}, afternoon {}", command.morning, command.afternoon);
                Ok(Act { action: "roster.set_demand", subject: ("window", command.window.uuid()), detail })
            })
        })
        .await
    }

    /// Says whether only certified people may serve at the windows of a hall.
    pub async fn require_certification(&self, caller: &Caller, hall: HallId, required: bool) -> Result<()> {
        self.change_rules(caller, hall, required, move |tx, required| {
            Box::pin(async move {
                repo::put_certification_required(tx, hall, *required).await?;
                let (subject, detail) = (("hall", hall.uuid()), required.to_string());
                Ok(Act { action: "roster.require_certification", subject, detail })
            })
        })
        .await
    }

    /// Says for how many months time off for overtime can be taken. What was earned before keeps its day.
    pub async fn set_time_off_months(&self, caller: &Caller, hall: HallId, months: i32) -> Result<()> {
        self.change_rules(caller, hall, months, move |tx, months| {
            Box::pin(async move {
                check_time_off_months(*months)?;
                repo::put_time_off_months(tx, hall, *months).await?;
                let (subject, detail) = (("hall", hall.uuid()), format!("{months} months"));
                Ok(Act { action: "roster.set_time_off_months", subject, detail })
            })
        })
        .await
    }

    /// Certifies somebody of a hall for one of its windows.
    pub async fn certify(
        &self,
        caller: &Caller,
        hall: HallId,
        person: PersonId,
        held: (WindowId, NaiveDate, Option<NaiveDate>),
    ) -> Result<()> {
        let (window, from, to) = held;
        let new = Certification { id: CertificationId::new(), window, from, to };
        self.change_rules(caller, hall, new, move |tx, new| {
            Box::pin(async move {
                if new.to.is_some_and(|to| to < new.from) {
                    return Err(Problem::field("to", FieldReason::EndsBeforeStart).into());
                }
                window_of(tx, hall, new.window).await?;
                if person_record(tx, person).await?.hall != Some(hall) {
                    return Err(Problem::field("person", FieldReason::NotAllowed).into());
                }
                repo::create_certification(tx, person, new).await?;
                Ok(Act::about(person, "roster.certify", format!("window {}, from {}", new.window, new.from)))
            })
        })
        .await
    }

    /// Takes a certification back.
    pub async fn end_certification(&self, caller: &Caller, hall: HallId, id: CertificationId) -> Result<()> {
        let now = self.0.clock.now();
        self.change_rules(caller, hall, id, move |tx, id| {
            Box::pin(async move {
                let (person, held) = repo::find_certification(tx, *id).await?.ok_or(Problem::NotFound)?;
                window_of(tx, hall, held.window).await?;
                repo::withdraw_certification(tx, *id, now).await?;
                Ok(Act::about(person, "roster.end_certification", format!("window {}", held.window)))
            })
        })
        .await
    }

    /// One change of a hall's rules: asks the permission table, holds the hall, and keeps the act.
    async fn change_rules<C, W>(&self, caller: &Caller, hall: HallId, context: C, work: W) -> Result<()>
    where
        C: Send + Sync + 'static,
        W: for<'a> Fn(&'a Tx, &'a C) -> BoxFuture<'a, Result<Act<'static>>> + Send + Sync + 'static,
    {
        ruled(self.0.db.read(), caller, hall).await?;
        let now = self.0.clock.now();
        self.0
            .db
            .write((caller.clone(), context, work), move |tx, (caller, context, work)| {
                Box::pin(async move {
                    hold_hall(tx, hall).await?;
                    let act = work(tx, context).await?;
                    Ok::<_, Error>(audit::record(tx, caller, now, act).await?)
                })
            })
            .await
    }
}

/// A hall whose rules the caller may change.
async fn ruled(db: &impl Connection, caller: &Caller, hall: HallId) -> Result<Place> {
    let record = reachable_hall(db, caller, Action::RosterRules, hall).await?;
    let place = Place::hall(record.agency, hall);
    caller.check(Action::RosterRules, &place)?;
    Ok(place)
}

/// An open window must be one of the hall's.
async fn window_of(tx: &Tx, hall: HallId, window: WindowId) -> Result<()> {
    let places = window_posts(tx, hall, &whole(hall)).await?;
    if places.iter().any(|place| place.window == window) { Ok(()) } else { Err(Problem::NotFound.into()) }
}
