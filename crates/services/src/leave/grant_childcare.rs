//! The job that grants childcare leave, for the years of children that HR has confirmed, and forgets when a child was
//! born once it gives none any more.

use std::collections::BTreeMap;

use domain::{
    ids::{HallId, LotId, PersonId},
    leave::{
        CHILD_LIMIT, ChildGrant, ChildState, LeaveKind, LeaveLot, Line, LotSource, Movement, RuleBook, birthday,
        child_grants, regrant, units_of_day,
    },
    problem::Problem,
};
use store::{
    Tx,
    repo::{
        accounts::{self, PersonRecord},
        leave::{self as repo, ChildRecord, EntryRecord, LotRecord},
    },
};

use super::{Leave, account::Account, children::year_of, rule_book};
use crate::{
    accounts::lock_person,
    error::{Error, Result},
};

/// Children looked at together.
const BATCH: u64 = 200;

const CHILDCARE: LeaveKind = LeaveKind::Childcare;

impl Leave {
    /// Grants what the provinces give for the years of children that run or begin within a year, and ends what is
    /// past the age limit. Run again it finds nothing.
    pub(crate) async fn grant_childcare(&self) -> Result<()> {
        let (db, mut after, mut books) = (self.0.db.read(), None, BTreeMap::new());
        loop {
            let children = repo::list_kept_children(db, after, BATCH).await?;
            let Some(last) = children.last() else { return Ok(()) };
            after = Some(last.id);
            let people: Vec<PersonId> = children.iter().map(|child| child.person).collect();
            let parents = accounts::find_people(db, &people).await?;
            let kept = self.accounts(db, &people, &[CHILDCARE]).await?;
            for child in children {
                let parent = parents.iter().find(|parent| parent.id == child.person).ok_or(Problem::NotFound)?;
                let book = self.book_at(&mut books, parent.hall).await?;
                let account = kept.get(&parent.id).cloned().unwrap_or_default();
                let changes = self.child_changes(&child, parent, (&book, &account))?;
                if !changes.is_empty() || self.is_grown(&child, &book)? {
                    self.look_again(child).await?;
                }
            }
        }
    }

    async fn book_at(&self, books: &mut BTreeMap<Option<HallId>, RuleBook>, hall: Option<HallId>) -> Result<RuleBook> {
        if let Some(book) = books.get(&hall) {
            return Ok(book.clone());
        }
        let book = rule_book(self.0.db.read(), hall).await?;
        books.insert(hall, book.clone());
        Ok(book)
    }

    async fn look_again(&self, child: ChildRecord) -> Result<()> {
        self.0
            .db
            .write((self.clone(), child.id, child.person), |tx, (me, child, person)| {
                Box::pin(async move {
                    let parent = lock_person(tx, *person).await?;
                    // What was read before the parent was held may have changed since.
                    let child = repo::find_child(tx, *child).await?.filter(|child| child.state.is_kept());
                    let Some(child) = child else { return Ok(()) };
                    let book = rule_book(tx, parent.hall).await?;
                    me.grant_child(tx, &child, (&parent, &book)).await?;
                    if me.is_grown(&child, &book)? {
                        repo::settle_child(tx, child.id, (ChildState::Grown, None), (None, me.0.clock.now())).await?;
                    }
                    Ok::<_, Error>(())
                })
            })
            .await
    }

    /// Whether a child is past the age up to which it gives leave; by the latest one, where no rule says which.
    fn is_grown(&self, child: &ChildRecord, book: &RuleBook) -> Result<bool> {
        let today = self.today();
        let rule = book.childcare((today, today)).and_then(|(_, rule)| rule.until_age);
        Ok(self.born_on(child)?.is_some_and(|born_on| birthday(born_on, rule.unwrap_or(CHILD_LIMIT)) <= today))
    }

    /// Makes the lots of a child's years what they should be, its parent being held. Of a child that is not confirmed
    /// any more, only what was taken or asked for stays.
    pub(super) async fn grant_child(
        &self,
        tx: &Tx,
        child: &ChildRecord,
        (parent, book): (&PersonRecord, &RuleBook),
    ) -> Result<()> {
        let account = self.account(tx, child.person, &[CHILDCARE]).await?;
        let (now, today) = (self.0.clock.now(), self.today());
        let mut records = Vec::new();
        for (lot, units) in self.child_changes(child, parent, (book, &account))? {
            let id = match lot {
                Lot::Known(id) => id,
                Lot::New(lot) => {
                    let id = lot.id;
                    let record = LotRecord { person: child.person, lot, child: Some(child.id), reason: None, by: None };
                    let taken = |error| Error::unless_unique(error, Problem::Conflict);
                    repo::create_lot(tx, &record, now).await.map_err(taken)?;
                    id
                }
            };
            let line = Line { lot: Some(id), movement: Movement::Grant, units, day: today };
            records.push(EntryRecord { person: child.person, kind: CHILDCARE, request: None, line });
        }
        Ok(repo::add_lines(tx, &records, now).await?)
    }

    /// What has to change about the lots of a child's years, in half days.
    fn child_changes(
        &self,
        child: &ChildRecord,
        parent: &PersonRecord,
        (book, account): (&RuleBook, &Account),
    ) -> Result<Vec<(Lot, i32)>> {
        let today = self.today();
        let born_on = self.born_on(child)?;
        let confirmed = born_on.filter(|_| child.state == ChildState::Confirmed);
        let grants = confirmed
            .map(|born_on| child_grants(born_on, (parent.hired_on, parent.left_on), book, today))
            .unwrap_or_default();
        let mut wanted = BTreeMap::new();
        for grant in grants {
            if let Some(year) = year_of(born_on, grant.age) {
                wanted.insert(year, grant);
            }
        }
        let own = account.records.iter().filter(|record| record.child == Some(child.id));
        let known = own.map(|record| &record.lot).filter(|lot| today <= lot.expires_on);
        let mut changes = Vec::new();
        for lot in known {
            let units = wanted.remove(&lot.year).map_or(0, |grant| half_days(&grant));
            changes.push((Lot::Known(lot.id), regrant(account.by_law(lot.id), lot, units)));
        }
        changes.extend(wanted.into_iter().map(|(year, grant)| (Lot::New(new_lot(year, &grant)), half_days(&grant))));
        Ok(changes.into_iter().filter(|(_, units)| *units != 0).collect())
    }
}

/// A lot that is there, or that is to be made.
enum Lot {
    Known(LotId),
    New(LeaveLot),
}

fn half_days(grant: &ChildGrant) -> i32 {
    grant.rule.days() * units_of_day(CHILDCARE)
}

fn new_lot(year: i32, grant: &ChildGrant) -> LeaveLot {
    LeaveLot {
        id: LotId::new(),
        kind: CHILDCARE,
        source: LotSource::Granted,
        year,
        valid_from: grant.from,
        expires_on: grant.to,
        granted: 0,
        pending: 0,
        used: 0,
    }
}
