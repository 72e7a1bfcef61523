//! Who is told of swaps and offered shifts: whoever has to decide, and those whom it is about.

use domain::{
    ids::PersonId,
    notices::NoticeContent,
    policy::{Action, Place},
    roster::SwapAct,
    time::hall_date,
};
use store::{
    Tx,
    repo::roster::{self as repo, OfferRecord, SwapRecord},
};

use super::{Roster, editor::whole, open_shifts::at_post, swaps::Facts};
use crate::{
    accounts::{name_of, people_who_may},
    error::Result,
    org::{window_label, window_posts},
};

impl Roster {
    /// Tells who has to know of an act on a swap: the one who asked of the answer, who decides of what both want,
    /// both of the decision.
    pub(super) async fn tell_of_swap(&self, tx: &Tx, swap: &SwapRecord, facts: &Facts, act: SwapAct) -> Result<()> {
        let (give, take) = (swap.give.0, swap.take.0);
        match act {
            SwapAct::Agree | SwapAct::Decline => {
                let by = name_of(tx, swap.partner).await?;
                let answered = NoticeContent::SwapAnswered { by: by.clone(), agreed: act == SwapAct::Agree };
                let mut told = vec![(swap.asker, answered)];
                if act == SwapAct::Agree {
                    let waits = NoticeContent::SwapWaits { by: name_of(tx, swap.asker).await?, with: by, give, take };
                    let deciders = self.swap_deciders(tx, swap, facts).await?;
                    told.extend(deciders.into_iter().map(|decider| (decider, waits.clone())));
                }
                self.notices().by(swap.partner).tell(tx, told).await
            }
            SwapAct::Approve | SwapAct::Reject => {
                let decided = NoticeContent::SwapDecided { approved: act == SwapAct::Approve, give, take };
                let told = vec![(swap.asker, decided.clone()), (swap.partner, decided)];
                match swap.settled {
                    Some((by, _)) => self.notices().by(by).tell(tx, told).await,
                    None => self.notices().tell(tx, told).await,
                }
            }
            SwapAct::Withdraw => Ok(()),
        }
    }

    /// Who may decide a swap. Between zones that is whoever leads both.
    async fn swap_deciders(&self, tx: &Tx, swap: &SwapRecord, facts: &Facts) -> Result<Vec<PersonId>> {
        let [first, second] = self.swap_places(tx, swap, facts).await?;
        let zone = first.zone.filter(|zone| second.zone == Some(*zone));
        let today = hall_date(self.0.clock.now());
        // Each place leaves out one of the two.
        let mut people = people_who_may(tx, Action::SwapDecide, &Place { zone, ..first }, today).await?;
        people.retain(|person| Some(*person) != second.person);
        Ok(people)
    }

    /// Tells who decides that somebody wants a shift on offer.
    pub(super) async fn tell_claimed(&self, tx: &Tx, offer: &OfferRecord, person: PersonId) -> Result<()> {
        let places = window_posts(tx, offer.hall, &whole(offer.hall)).await?;
        let place = self.claim_place(tx, &self.offer_place(tx, offer, &places).await?, person).await?;
        let claimed = NoticeContent::ShiftClaimed { by: name_of(tx, person).await?, date: offer.date };
        self.tell_deciders(tx, Action::SwapDecide, &place, (person, claimed)).await
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
