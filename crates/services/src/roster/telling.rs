//! Who is told of offered shifts: whoever has to decide, and those whom it is about.

use domain::{
    ids::PersonId,
    notices::NoticeContent,
    policy::{Action, Place},
    time::hall_date,
};
use store::{
    Tx,
    repo::roster::{self as repo, OfferRecord},
};

use super::{Roster, editor::whole, open_shifts::at_post};
use crate::{
    accounts::{name_of, people_who_may},
    error::Result,
    org::{window_label, window_posts},
};

impl Roster {
    /// Tells who decides that somebody wants a shift on offer.
    pub(super) async fn tell_claimed(&self, tx: &Tx, offer: &OfferRecord, person: PersonId) -> Result<()> {
        let places = window_posts(tx, offer.hall, &whole(offer.hall)).await?;
        let place = self.claim_place(tx, &self.offer_place(tx, offer, &places).await?, person).await?;
        let claimed = NoticeContent::ShiftClaimed { by: name_of(tx, person).await?, date: offer.date };
        self.tell_deciders(tx, Action::ShiftGive, &place, (person, claimed)).await
    }

    /// Tells those who wanted a shift on offer, but for the one who has got it, that it is gone.
    pub(super) async fn tell_gone(
        &self,
        tx: &Tx,
        offer: &OfferRecord,
        (by, given): (PersonId, Option<PersonId>),
    ) -> Result<()> {
        let gone = NoticeContent::ShiftGone { date: offer.date };
        let claims = repo::list_claims(tx, &[offer.id]).await?.into_iter().map(|(_, person)| person);
        let told = claims.filter(|person| Some(*person) != given).map(|person| (person, gone.clone()));
        self.notices().by(by).tell(tx, told.collect()).await
    }

    /// What somebody is told to whom a shift is given.
    pub(super) async fn given(&self, tx: &Tx, offer: &OfferRecord, shift: String) -> Result<NoticeContent> {
        let places = window_posts(tx, offer.hall, &whole(offer.hall)).await?;
        let window = at_post(&places, offer).map(window_label).unwrap_or_default();
        Ok(NoticeContent::ShiftGiven { date: offer.date, shift, window })
    }

    async fn tell_deciders(
        &self,
        tx: &Tx,
        action: Action,
        place: &Place,
        (by, waits): (PersonId, NoticeContent),
    ) -> Result<()> {
        let deciders = people_who_may(tx, action, place, hall_date(self.0.clock.now())).await?;
        let told = deciders.into_iter().map(|decider| (decider, waits.clone())).collect();
        self.notices().by(by).tell(tx, told).await
    }
}
