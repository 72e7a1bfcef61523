//! Inboxes. Whatever tells somebody something writes it here, in the transaction of what happened: a
//! notice can't be lost, and what was rolled back tells nobody.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::{
    ids::{NoticeId, PersonId, ReceiptId},
    notices::{AcknowledgeCommand, NoticeContent, NoticePage},
    policy::Action,
    problem::Problem,
};
use store::{
    Tx,
    repo::notices::{self as repo, NewNotice},
};
use uuid::Uuid;

use crate::{
    Core,
    caller::Caller,
    error::{Error, Result},
    pages::PageSize,
    received::Sent,
    roster::Roster,
};

mod deliver;
mod hint_words;
mod hints;
mod robots;

/// Notices on one page.
const PAGE: PageSize = PageSize(30);

/// A person's inbox, and telling people.
#[derive(Clone)]
pub struct Notices(pub(crate) Arc<Core>);

/// Telling people of somebody's act.
pub(crate) struct ToldBy<'a> {
    notices: &'a Notices,
    by: Option<PersonId>,
}

impl ToldBy<'_> {
    /// Tells people something.
    pub(crate) async fn tell(&self, tx: &Tx, told: Vec<(PersonId, NoticeContent)>) -> Result<()> {
        let new = told.into_iter().map(|(person, content)| self.notice(person, content, None));
        self.notices.write(tx, new.collect(), self.notices.0.clock.now()).await
    }

    /// Tells people of a change to their roster, each with the receipt that their word will give.
    pub(crate) async fn tell_with_receipt(
        &self,
        tx: &Tx,
        told: Vec<(PersonId, NoticeContent, ReceiptId)>,
    ) -> Result<()> {
        let new = told.into_iter().map(|(person, content, receipt)| self.notice(person, content, Some(receipt.uuid())));
        self.notices.write(tx, new.collect(), self.notices.0.clock.now()).await
    }

    fn notice(&self, person: PersonId, content: NoticeContent, about: Option<Uuid>) -> NewNotice {
        NewNotice { id: NoticeId::new(), person, content, about, caused_by: self.by }
    }
}

impl Notices {
    /// Tells people something that comes by itself.
    pub(crate) async fn tell(&self, tx: &Tx, told: Vec<(PersonId, NoticeContent)>) -> Result<()> {
        ToldBy { notices: self, by: None }.tell(tx, told).await
    }

    /// Tells of somebody's act, or of the operator's. When it reaches no phone, they are told.
    pub(crate) fn by(&self, person: impl Into<Option<PersonId>>) -> ToldBy<'_> {
        ToldBy { notices: self, by: person.into() }
    }

    /// Tells people something about a thing from a later moment on, unless it is dropped before
    /// ([`Self::drop_held`]); of whose act it is, if of anybody's.
    pub(crate) async fn tell_later(
        &self,
        tx: &Tx,
        (about, at): (Uuid, DateTime<Utc>),
        (by, told): (Option<PersonId>, Vec<(PersonId, NoticeContent)>),
    ) -> Result<()> {
        let act = ToldBy { notices: self, by };
        let new = told.into_iter().map(|(person, content)| act.notice(person, content, Some(about)));
        self.write(tx, new.collect(), at).await
    }

    /// Tells people from a later moment on something that comes by itself, each about a thing of their own.
    pub(crate) async fn tell_each_later(
        &self,
        tx: &Tx,
        at: DateTime<Utc>,
        told: Vec<(Uuid, PersonId, NoticeContent)>,
    ) -> Result<()> {
        let by_itself = ToldBy { notices: self, by: None };
        let new = told.into_iter().map(|(about, person, content)| by_itself.notice(person, content, Some(about)));
        self.write(tx, new.collect(), at).await
    }

    /// Drops what nobody has been told of some things yet; says who would have been.
    pub(crate) async fn drop_held(&self, tx: &Tx, about: &[Uuid]) -> Result<Vec<PersonId>> {
        Ok(repo::remove_held(tx, about, self.0.clock.now()).await?)
    }

    async fn write(&self, tx: &Tx, new: Vec<NewNotice>, at: DateTime<Utc>) -> Result<()> {
        repo::create_notices(tx, &new, at).await?;
        self.hint(tx, &new, at).await?;
        for notice in &new {
            // Gathered for a quarter second before it is sent; should the commit take longer, or fail, the
            // phone reads too early and again within a minute.
            self.0.db.live().publish_person(notice.person);
        }
        Ok(())
    }

    /// A page of the caller's inbox, the latest first.
    pub async fn inbox(&self, caller: &Caller, after: Option<NoticeId>) -> Result<NoticePage> {
        caller.check_own(Action::NoticesRead)?;
        let (db, me, now) = (self.0.db.read(), caller.actor.person, self.0.clock.now());
        let notices = repo::list_notices(db, (me, now), after, PAGE.to_read()).await?;
        let (notices, next) = PAGE.cut(notices, |notice| notice.id);
        let undelivered = repo::count_undelivered_of(db, me, now - deliver::LISTED.0).await?;
        let unread = repo::count_unread(db, me, now).await?;
        Ok(NoticePage { as_of: now, notices, next, unread, undelivered })
    }

    /// How many notices of the caller's are unread.
    pub async fn unread(&self, caller: &Caller) -> Result<u64> {
        caller.check_own(Action::NoticesRead)?;
        Ok(repo::count_unread(self.0.db.read(), caller.actor.person, self.0.clock.now()).await?)
    }

    /// Marks the caller's notices up to one as read. Not a receipt.
    pub async fn mark_read(&self, caller: &Caller, up_to: NoticeId) -> Result<()> {
        caller.check_own(Action::NoticesRead)?;
        let (me, now) = (caller.actor.person, self.0.clock.now());
        self.0
            .db
            .write((), move |tx, ()| {
                Box::pin(async move { Ok::<_, Error>(repo::mark_read(tx, me, up_to, now).await?) })
            })
            .await?;
        self.0.db.live().publish_person(me);
        Ok(())
    }

    /// The caller says that they have read a notice which asks for it. Of a roster, whoever published it sees
    /// that. Done again, it does nothing; nor sent again under the same id.
    pub async fn acknowledge(&self, caller: &Caller, command: AcknowledgeCommand) -> Result<()> {
        caller.check_own(Action::NoticesRead)?;
        let (me, now, notice) = (caller.actor.person, self.0.clock.now(), command.notice);
        let sent = Sent::new(me, command.id.uuid(), &command)?;
        let roster = Roster(self.0.clone());
        self.0
            .db
            .write((roster, sent), move |tx, (roster, sent)| {
                Box::pin(async move {
                    let acknowledged = async {
                        let asked = repo::find_receipt(tx, me, notice).await?.ok_or(Problem::NotFound)?;
                        repo::acknowledge_notice(tx, me, notice, now).await?;
                        if let Some(receipt) = asked.about {
                            roster.take_note(tx, me, &[ReceiptId::from_uuid(receipt)]).await?;
                        }
                        Ok(())
                    };
                    sent.once(tx, now, acknowledged).await
                })
            })
            .await?;
        self.0.db.live().publish_person(me);
        Ok(())
    }

    /// The receipts were given where the thing itself is shown: its notices ask no more.
    pub(crate) async fn settle(&self, tx: &Tx, person: PersonId, receipts: &[ReceiptId]) -> Result<()> {
        let about: Vec<Uuid> = receipts.iter().map(|receipt| receipt.uuid()).collect();
        Ok(repo::acknowledge_about(tx, person, &about, self.0.clock.now()).await?)
    }
}
