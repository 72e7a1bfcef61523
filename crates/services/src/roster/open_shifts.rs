//! Shifts that are offered: a supervisor offers, whoever is free claims, the window's lead gives it to one.

use std::collections::BTreeSet;

use domain::{
    calendar::WorkCalendar,
    ids::{HallId, OpenShiftId, PersonId, ShiftId},
    notices::HallNews,
    policy::{Action, Place},
    problem::{FieldReason, Problem},
    roster::{Duty, OfferChoices, OfferCommand, OpenShiftView, OpenState, RosterEntry},
    time::hall_date,
};
use store::{
    Connection, Tx,
    repo::{
        org::PostPlace,
        roster::{self as repo, OfferRecord},
    },
};

use super::{Line, Roster, editor::whole, in_use::InUse, offered::Offered};
use crate::{
    accounts::leads_anywhere,
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
    org::{hall_agency, halls_in, hold_hall, reachable_hall, window_label, window_posts},
    received::Sent,
};

/// Where the offers of some halls are to be worked.
type Places = Vec<PostPlace>;

impl Roster {
    /// What can be offered at a hall.
    pub async fn offer_choices(&self, caller: &Caller, hall: HallId) -> Result<OfferChoices> {
        let db = self.0.db.read();
        let place = offering(db, caller, hall).await?;
        let known = InUse::of(db, hall, hall_date(self.0.clock.now())).await?;
        let shifts = known.open.into_iter().map(|shift| (shift.id, shift.name)).collect();
        let places = window_posts(db, hall, &whole(hall)).await?;
        let mut windows: Vec<_> =
            places.iter().filter(|at| at.post.is_some()).map(|at| (at.window, window_label(at))).collect();
        windows.dedup();
        let hall = place.hall.unwrap_or(hall);
        Ok(OfferChoices { hall, shifts, windows })
    }

    /// Offers a shift to everybody of a hall who is free on the date. Sent again under the same id, it is offered once.
    pub async fn offer_shift(&self, caller: &Caller, command: OfferCommand) -> Result<OpenShiftId> {
        offering(self.0.db.read(), caller, command.hall).await?;
        let sent = Sent::new(caller.actor.person, command.id.uuid(), &command)?;
        self.0
            .db
            .write((self.clone(), caller.clone(), command, sent), move |tx, (me, caller, command, sent)| {
                Box::pin(async move {
                    hold_hall(tx, command.hall).await?;
                    sent.once(tx, me.0.clock.now(), me.keep_offer(tx, caller, command)).await
                })
            })
            .await
    }

    async fn keep_offer(&self, tx: &Tx, caller: &Caller, command: &OfferCommand) -> Result<OpenShiftId> {
        let now = self.0.clock.now();
        command.validate(hall_date(now))?;
        let known = InUse::of(tx, command.hall, hall_date(now)).await?;
        let shift = known.on(command.shift, command.date).ok_or(Problem::field("shift", FieldReason::Unknown))?;
        let places = window_posts(tx, command.hall, &whole(command.hall)).await?;
        let post = places.iter().filter(|at| at.window == command.window).find_map(|at| at.post.as_ref());
        let (post, _) = post.ok_or(Problem::field("window", FieldReason::Unknown))?;
        let offer = OfferRecord {
            id: command.id,
            hall: command.hall,
            date: command.date,
            shift: shift.id,
            post: *post,
            state: OpenState::Open,
            version: 1,
            by: caller.actor.person,
            at: now,
            filled_by: None,
        };
        let kept = repo::create_offer(tx, offer).await;
        kept.map_err(|error| Error::unless_unique(error, Problem::Conflict))?;
        let window = at_post(&places, &offer).map(window_label).unwrap_or_default();
        let news = HallNews::ShiftOffered { date: command.date, shift: shift.name.clone(), window };
        self.notices().tell_groups(tx, command.hall, news, Some(caller.actor.person)).await?;
        audit::record(tx, caller, now, act("roster.offer_shift", &offer, "")).await?;
        Ok(offer.id)
    }

    /// The shifts on offer at my hall and at those where I decide; who has claimed them, for who decides.
    pub async fn open_shifts(&self, caller: &Caller) -> Result<Vec<OpenShiftView>> {
        caller.check_own(Action::ShiftClaim)?;
        let (db, now) = (self.0.db.read(), self.0.clock.now());
        let mut halls: BTreeSet<HallId> =
            halls_in(db, &caller.actor.scopes(Action::ShiftGive)).await?.into_iter().collect();
        halls.extend(caller.actor.hall);
        let halls: Vec<HallId> = halls.into_iter().collect();
        let offers = repo::list_open_offers(db, &halls, hall_date(now)).await?;
        let offered = Offered::of(self, db, caller, &offers).await?;
        let mut views = Vec::with_capacity(offers.len());
        for offer in &offers {
            views.extend(offered.view(self, db, caller, offer).await?);
        }
        Ok(views)
    }

    /// What somebody of the hall is to do on an offer's date; nothing for who does not work there then.
    pub(super) async fn duty(
        &self,
        db: &impl Connection,
        calendar: &WorkCalendar,
        person: PersonId,
        offer: &OfferRecord,
    ) -> Result<Option<Duty>> {
        let workers = repo::list_hall_workers(db, offer.hall, &whole(offer.hall), offer.date).await?;
        if !workers.iter().any(|worker| worker.id == person) {
            return Ok(None);
        }
        let mut duties = self.duties_of(db, calendar, &[person], offer.date, offer.date).await?;
        Ok(duties.remove(&person).and_then(|mut days| days.pop()))
    }

    /// Where an offered shift is to be worked, for the permission table.
    pub(super) async fn offer_place(
        &self,
        db: &impl Connection,
        offer: &OfferRecord,
        places: &Places,
    ) -> Result<Place> {
        let zone = at_post(places, offer).map(|place| place.zone);
        Ok(Place { zone, ..Place::hall(hall_agency(db, offer.hall).await?, offer.hall) })
    }

    /// The same about somebody who has claimed it; a lead's own claim is for those who lead the whole hall.
    pub(super) async fn claim_place(&self, db: &impl Connection, place: &Place, person: PersonId) -> Result<Place> {
        let leads = leads_anywhere(db, &[person], hall_date(self.0.clock.now())).await?;
        Ok(Place { zone: place.zone.filter(|_| !leads), ..place.about(person) })
    }
}

/// A hall at which the caller may offer shifts.
pub(super) async fn offering(db: &impl Connection, caller: &Caller, hall: HallId) -> Result<Place> {
    let record = reachable_hall(db, caller, Action::ShiftOffer, hall).await?;
    let place = Place::hall(record.agency, hall);
    caller.check(Action::ShiftOffer, &place)?;
    Ok(place)
}

pub(super) fn at_post<'a>(places: &'a Places, offer: &OfferRecord) -> Option<&'a PostPlace> {
    places.iter().find(|place| place.post.as_ref().is_some_and(|(post, _)| *post == offer.post))
}

pub(super) fn line(offer: &OfferRecord, person: PersonId) -> Line {
    let shift: Option<ShiftId> = Some(offer.shift);
    (person, RosterEntry { date: offer.date, shift, post: Some(offer.post) })
}

pub(super) fn span(offer: &OfferRecord) -> (chrono::NaiveDate, chrono::NaiveDate) {
    (offer.date, offer.date)
}

pub(super) fn act(action: &'static str, offer: &OfferRecord, more: &str) -> Act<'static> {
    let detail = format!("{} {more}", offer.date).trim_end().to_owned();
    Act { action, subject: ("open_shift", offer.id.uuid()), detail }
}
