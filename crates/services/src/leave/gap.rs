//! Who is told that somebody is to cover, need not any more, or is missing.

use chrono::NaiveDate;
use domain::{
    approvals::{FlowState, Holding},
    ids::PersonId,
    leave::{CoverState, befalls},
    notices::NoticeContent,
};
use store::{
    Tx,
    repo::{
        approvals::ApprovalRecord,
        leave::{self as repo, LeaveRequestRecord},
    },
};

use super::{Leave, request_facts::Facts};
use crate::{
    accounts::{name_of, names_of},
    approvals::approval_of,
    error::Result,
};

impl Leave {
    /// Asks who shall cover a request that was asked or changed, and tells whoever was named before and is not
    /// any more.
    pub(super) async fn tell_covers(
        &self,
        tx: &Tx,
        before: Option<&LeaveRequestRecord>,
        asked: &LeaveRequestRecord,
    ) -> Result<()> {
        if let Some(before) =
            before.filter(|before| before.cover.map(|(who, _)| who) != asked.cover.map(|(who, _)| who))
        {
            self.release_cover(tx, before, (before.period.from, None)).await?;
        }
        let Some((cover, CoverState::Asked)) = asked.cover else { return Ok(()) };
        let by = name_of(tx, asked.person).await?;
        let told = NoticeContent::CoverAsked { by, from: asked.period.from };
        self.notices().by(asked.person).tell(tx, vec![(cover, told)]).await
    }

    /// Tells who covers a leave, or was asked to, that they need not from a day on, but for one who stays; nobody of
    /// days that are over. It is told of the one whose leave it is: they had asked, whoever settled it.
    pub(super) async fn release_cover(
        &self,
        tx: &Tx,
        request: &LeaveRequestRecord,
        (from, stays): (NaiveDate, Option<PersonId>),
    ) -> Result<()> {
        let next = repo::find_next_covers(tx, &[request.id]).await?.remove(&request.id);
        let named = request.cover.filter(|(_, state)| *state != CoverState::Declined).map(|(person, _)| person);
        if request.period.to < self.today() {
            return Ok(());
        }
        let by = name_of(tx, request.person).await?;
        let released = |person: PersonId| (person, NoticeContent::CoverReleased { by: by.clone(), from });
        let gone = named.into_iter().chain(next).filter(|person| Some(*person) != stays);
        self.notices().by(request.person).tell(tx, gone.map(released).collect()).await
    }

    /// Tells who leads at once where leave that befalls somebody leaves nobody at a post: it would stand empty and
    /// nobody is named, the other holder is away, too, or they cover for others, whose leave then needs somebody else.
    pub(super) async fn tell_gap(
        &self,
        tx: &Tx,
        approval: &ApprovalRecord,
        (request, facts): (&LeaveRequestRecord, &Facts),
    ) -> Result<()> {
        let today = self.today();
        let Some(rest) = request.period.rest_from(today).filter(|_| befalls(request.kind, request.sudden)) else {
            return Ok(());
        };
        let unnamed = request.cover.is_none() && facts.rules.needs_cover_from(today);
        if unnamed || facts.rules.partner_is_away(rest) {
            self.want_cover(tx, request.person, (approval, request)).await?;
        }
        for (_, covered) in self.promised(tx, &[request.person], (rest.from, rest.to)).await? {
            let theirs = covered.cover.is_some_and(|(person, _)| person == request.person);
            if theirs && covered.id != request.id && covered.period.overlaps(rest) {
                let approval = approval_of(tx, covered.id).await?;
                self.want_cover(tx, request.person, (&approval, &covered)).await?;
            }
        }
        Ok(())
    }

    /// Tells who leads somebody that their leave needs somebody who covers, and, where it is not what befell them
    /// but somebody else, whoever asked.
    async fn want_cover(
        &self,
        tx: &Tx,
        befallen: PersonId,
        (approval, request): (&ApprovalRecord, &LeaveRequestRecord),
    ) -> Result<()> {
        let by = names_of(tx, &[request.person]).await?.remove(&request.person);
        let wanted = |by| NoticeContent::CoverWanted { by, request: request.id };
        let leads = self.superiors(tx, approval).await?.into_iter().map(|lead| (lead, wanted(by.clone())));
        let news = (request.person != befallen).then(|| (request.person, wanted(None)));
        self.notices().by(befallen).tell(tx, leads.chain(news).collect()).await
    }

    /// A request has nothing in hand any more: whoever covered is told, and nobody is asked to take over.
    pub(super) async fn let_covers_go(&self, tx: &Tx, request: &LeaveRequestRecord, is: Holding) -> Result<()> {
        if is != Holding::Nothing {
            return Ok(());
        }
        self.release_cover(tx, request, (request.period.from, None)).await?;
        Ok(repo::clear_next_cover(tx, request.id).await?)
    }
}

/// States in which somebody can be named to cover.
pub(super) const COVERED: [FlowState; 2] = [FlowState::InReview, FlowState::Approved];
