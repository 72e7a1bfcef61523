//! Lots with their lines added up.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use domain::{
    ids::{ChildId, LotId, PersonId},
    leave::{LeaveKind, LeaveLot, Line, LotSource, Movement, settled},
    roster,
};
use store::{
    Connection,
    repo::leave::{self as repo, EntryRecord, LotRecord},
};

use super::Leave;
use crate::error::Result;

/// The lots of one person, and what by law alone went into each.
#[derive(Clone, Debug, Default)]
pub(super) struct Account {
    pub(super) records: Vec<LotRecord>,
    by_law: BTreeMap<LotId, i32>,
}

impl Account {
    /// The lots of a kind.
    pub(super) fn lots(&self, kind: LeaveKind) -> Vec<LeaveLot> {
        self.records.iter().map(|record| &record.lot).filter(|lot| lot.kind == kind).cloned().collect()
    }

    /// The lot that a year was granted, if it was.
    pub(super) fn granted(&self, kind: LeaveKind, year: i32) -> Option<&LeaveLot> {
        let lots = self.records.iter().map(|record| &record.lot);
        lots.into_iter().find(|lot| (lot.kind, lot.year, lot.source) == (kind, year, LotSource::Granted))
    }

    /// The lot that a year of a child was granted, if it was.
    pub(super) fn granted_for(&self, child: ChildId, year: i32) -> Option<&LeaveLot> {
        let record = self.records.iter().find(|record| (record.child, record.lot.year) == (Some(child), year));
        record.map(|record| &record.lot)
    }

    /// What the grants of a lot come to, without what was changed by hand or carried over.
    pub(super) fn by_law(&self, lot: LotId) -> i32 {
        self.by_law.get(&lot).copied().unwrap_or_default()
    }

    /// What was taken, or is approved, of the lots of a year.
    pub(super) fn used_of(&self, kind: LeaveKind, year: i32) -> i32 {
        let lots = self.records.iter().map(|record| &record.lot);
        lots.filter(|lot| lot.kind == kind && lot.year == year).map(|lot| lot.used).sum()
    }
}

impl Leave {
    /// The account of one person over some kinds.
    pub(super) async fn account(&self, db: &impl Connection, person: PersonId, kinds: &[LeaveKind]) -> Result<Account> {
        Ok(self.accounts(db, &[person], kinds).await?.remove(&person).unwrap_or_default())
    }

    /// The accounts of some people over some kinds: two queries, and one more a person where time off
    /// earned by overtime is among the kinds.
    pub(super) async fn accounts(
        &self,
        db: &impl Connection,
        people: &[PersonId],
        kinds: &[LeaveKind],
    ) -> Result<BTreeMap<PersonId, Account>> {
        self.accounts_until(db, people, kinds, None).await
    }

    /// The same as they were on a day: what was taken after it does not count as used.
    pub(super) async fn accounts_until(
        &self,
        db: &impl Connection,
        people: &[PersonId],
        kinds: &[LeaveKind],
        until: Option<NaiveDate>,
    ) -> Result<BTreeMap<PersonId, Account>> {
        let mut accounts: BTreeMap<PersonId, Account> =
            people.iter().map(|person| (*person, Account::default())).collect();
        let mut records = repo::list_lots(db, people, kinds).await?;
        if kinds.contains(&LeaveKind::Compensatory) {
            for &person in people {
                let lots = self.roster().time_off_lots(db, person).await?;
                records.extend(lots.into_iter().map(|lot| earned(person, lot)));
            }
        }
        for record in records {
            accounts.entry(record.person).or_default().records.push(record);
        }
        let mut lines = BTreeMap::<PersonId, Vec<Line>>::new();
        let later =
            |record: &EntryRecord| until.is_some_and(|until| record.request.is_some() && until < record.line.day);
        let entries = repo::list_lot_lines(db, people, kinds).await?;
        for EntryRecord { person, line, .. } in entries.into_iter().filter(|record| !later(record)) {
            lines.entry(person).or_default().push(line);
        }
        for (person, lines) in lines {
            add_up(accounts.entry(person).or_default(), &lines);
        }
        Ok(accounts)
    }
}

fn add_up(account: &mut Account, lines: &[Line]) {
    let lots: Vec<LeaveLot> = account.records.iter().map(|record| record.lot.clone()).collect();
    for (record, lot) in account.records.iter_mut().zip(settled(&lots, lines)) {
        record.lot = lot;
    }
    for line in lines.iter().filter(|line| line.movement == Movement::Grant) {
        if let Some(lot) = line.lot {
            *account.by_law.entry(lot).or_default() += line.units;
        }
    }
}

/// Time off earned by overtime, whose lots the roster keeps: what was earned less what was paid out.
fn earned(person: PersonId, lot: roster::Lot) -> LotRecord {
    let lot = LeaveLot {
        id: lot.id,
        kind: LeaveKind::Compensatory,
        source: LotSource::Overtime,
        year: lot.earned_on.year(),
        valid_from: lot.earned_on,
        expires_on: lot.expires_on,
        granted: lot.left,
        pending: 0,
        used: 0,
    };
    LotRecord { person, lot, child: None, reason: None, by: None }
}

/// What leave has made of a person's lots of time off: minutes taken, asked for, or paid after they were
/// given back too late.
pub(crate) async fn uses_of(db: &impl Connection, person: PersonId) -> Result<BTreeMap<LotId, i32>> {
    let mut uses = BTreeMap::<LotId, i32>::new();
    for EntryRecord { line, .. } in repo::list_lot_lines(db, &[person], &[LeaveKind::Compensatory]).await? {
        let units = match line.movement {
            Movement::Hold => line.units,
            // What is taken was held before.
            Movement::Take => 0,
            // Given back; or, with its own sign, a change of the lot itself.
            Movement::Drop
            | Movement::Return
            | Movement::Grant
            | Movement::Adjust
            | Movement::Carry
            | Movement::PayOut => -line.units,
        };
        if let Some(lot) = line.lot {
            *uses.entry(lot).or_default() += units;
        }
    }
    Ok(uses)
}
