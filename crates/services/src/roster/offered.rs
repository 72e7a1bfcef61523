//! Shifts on offer as somebody sees them, read together however many there are.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use chrono::NaiveDate;
use domain::{
    ids::{AgencyId, HallId, OpenShiftId, PersonId},
    policy::{Action, Place},
    roster::{ClaimView, FindingView, OpenShiftView, Shifts},
    time::hall_date,
};
use store::{
    Connection,
    repo::{
        org::PostPlace,
        roster::{self as repo, OfferRecord},
    },
};

use super::{
    Roster,
    editor::whole,
    open_shifts::{at_post, line, span},
};
use crate::{
    accounts::{leaders_among, names_of},
    caller::Caller,
    error::Result,
    org::{agencies_of, window_label, window_posts},
};

/// What some offers are shown with.
pub(super) struct Offered {
    claims: BTreeMap<OpenShiftId, Vec<PersonId>>,
    names: HashMap<PersonId, String>,
    /// Those of whoever claims who lead others.
    leaders: BTreeSet<PersonId>,
    agencies: HashMap<HallId, AgencyId>,
    places: BTreeMap<HallId, Vec<PostPlace>>,
    shifts: Arc<Shifts>,
    /// The dates on which the reader is at their hall and has no shift.
    free: BTreeSet<NaiveDate>,
}

impl Offered {
    pub(super) async fn of(
        roster: &Roster,
        db: &impl Connection,
        caller: &Caller,
        offers: &[OfferRecord],
    ) -> Result<Self> {
        let ids: Vec<OpenShiftId> = offers.iter().map(|offer| offer.id).collect();
        let mut claims = BTreeMap::<OpenShiftId, Vec<PersonId>>::new();
        for (offer, person) in repo::list_claims(db, &ids).await? {
            claims.entry(offer).or_default().push(person);
        }
        let claimers: BTreeSet<PersonId> = claims.values().flatten().copied().collect();
        let claimers: Vec<PersonId> = claimers.into_iter().collect();
        let halls: BTreeSet<HallId> = offers.iter().map(|offer| offer.hall).collect();
        let halls: Vec<HallId> = halls.into_iter().collect();
        let mut places = BTreeMap::new();
        for hall in &halls {
            places.insert(*hall, window_posts(db, *hall, &whole(*hall)).await?);
        }
        Ok(Self {
            claims,
            names: names_of(db, &claimers).await?,
            leaders: leaders_among(db, &claimers, hall_date(roster.0.clock.now())).await?,
            agencies: agencies_of(db, &halls).await?,
            places,
            shifts: roster.shifts_by_id(db, offers.iter().map(|offer| offer.shift).collect()).await?,
            free: free_on(roster, db, caller, offers).await?,
        })
    }

    /// An offer as the caller sees it: of whoever claims, those on whom they decide.
    pub(super) async fn view(
        &self,
        roster: &Roster,
        db: &impl Connection,
        caller: &Caller,
        offer: &OfferRecord,
    ) -> Result<Option<OpenShiftView>> {
        let (Some(agency), Some(places)) = (self.agencies.get(&offer.hall), self.places.get(&offer.hall)) else {
            return Ok(None);
        };
        let at = at_post(places, offer);
        let place = Place { zone: at.map(|place| place.zone), ..Place::hall(*agency, offer.hall) };
        let claims = self.claims.get(&offer.id).map(Vec::as_slice).unwrap_or_default();
        let decides = |person: &PersonId| {
            let zone = place.zone.filter(|_| !self.leaders.contains(person));
            caller.check(Action::ShiftGive, &Place { zone, ..place.about(*person) }).is_ok()
        };
        let shown: Vec<PersonId> = claims.iter().copied().filter(decides).collect();
        let mut against = against(roster, db, caller, (offer, &place), &shown).await?;
        let claim = |person: PersonId| ClaimView {
            person,
            name: self.names.get(&person).cloned().unwrap_or_default(),
            findings: against.remove(&person).unwrap_or_default(),
        };
        Ok(Some(OpenShiftView {
            id: offer.id,
            version: offer.version,
            date: offer.date,
            shift: self.shifts.get(&offer.shift).map(|shift| shift.name.clone()).unwrap_or_default(),
            window: at.map(window_label).unwrap_or_default(),
            claimed: claims.contains(&caller.actor.person),
            claimable: caller.actor.hall == Some(offer.hall) && self.free.contains(&offer.date),
            withdrawable: caller.check(Action::ShiftOffer, &Place { zone: None, ..place }).is_ok(),
            claims: shown.into_iter().map(claim).collect(),
        }))
    }
}

/// What speaks against giving an offer to each of some people.
async fn against(
    roster: &Roster,
    db: &impl Connection,
    caller: &Caller,
    (offer, place): (&OfferRecord, &Place),
    people: &[PersonId],
) -> Result<BTreeMap<PersonId, Vec<FindingView>>> {
    let mut against = BTreeMap::<PersonId, Vec<FindingView>>::new();
    if people.is_empty() {
        return Ok(against);
    }
    let calendar = roster.calendar().current().await?;
    let lines: Vec<_> = people.iter().map(|person| line(offer, *person)).collect();
    let findings = roster.findings(db, &calendar, offer.hall, &lines, &[span(offer)]).await?;
    for view in roster.named(db, caller, place, findings).await? {
        if let Some(person) = view.finding.person {
            against.entry(person).or_default().push(view);
        }
    }
    Ok(against)
}

/// Of the dates of some offers, those on which the caller is at their hall and has no shift.
async fn free_on(
    roster: &Roster,
    db: &impl Connection,
    caller: &Caller,
    offers: &[OfferRecord],
) -> Result<BTreeSet<NaiveDate>> {
    let Some(hall) = caller.actor.hall else { return Ok(BTreeSet::new()) };
    let wanted: BTreeSet<NaiveDate> =
        offers.iter().filter(|offer| offer.hall == hall).map(|offer| offer.date).collect();
    let (Some(from), Some(to)) = (wanted.first().copied(), wanted.last().copied()) else { return Ok(wanted) };
    let me = caller.actor.person;
    let workers = repo::list_workers_between(db, hall, &whole(hall), from, to, from).await?;
    let Some(worker) = workers.into_iter().find(|worker| worker.id == me) else { return Ok(BTreeSet::new()) };
    let employed = |date: NaiveDate| worker.hired_on <= date && worker.left_on.is_none_or(|left| date <= left);
    let calendar = roster.calendar().current().await?;
    let mine = roster.duties_of(db, &calendar, &[me], from, to).await?.remove(&me).unwrap_or_default();
    let free = mine.iter().filter(|duty| duty.shift().is_none() && employed(duty.date)).map(|duty| duty.date);
    Ok(free.filter(|date| wanted.contains(date)).collect())
}
