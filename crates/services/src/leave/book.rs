//! What somebody has left, and how it is derived.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};
use domain::{
    ids::{ChildId, LotId, PersonId, WaiverId},
    leave::{
        AnnualLeave, KindBalance, LeaveBook, LeaveDay, LeaveKind, LeaveLot, LotView, SickAccount, Unused, balance_on,
        held, leaving_days_to_pay, sick_account,
    },
    policy::{Action, may},
    problem::Problem,
};
use store::{
    Connection,
    repo::{accounts::PersonRecord, leave as repo},
};

use super::{
    Leave,
    account::Account,
    grant::{entitlement_of, facts_of, service_of},
    rule_book,
};
use crate::{
    accounts::{people_by_sign_in_names, person_record, place_of},
    caller::Caller,
    error::Result,
};

/// Kinds that have an account, in the order in which they are shown.
const KEPT: [LeaveKind; 3] = [LeaveKind::Annual, LeaveKind::Compensatory, LeaveKind::Childcare];

/// Months back that sick leave can count for a medical period: the longest window.
const LONGEST_WINDOW: Months = Months::new(30);

impl Leave {
    /// What somebody has left today: the caller, or for HR anybody of their agency.
    pub async fn leave_book(&self, caller: &Caller, person: Option<PersonId>) -> Result<LeaveBook> {
        let db = self.0.db.read();
        let person = person_record(db, person.unwrap_or(caller.actor.person)).await?;
        let place = place_of(&person);
        caller.check(Action::LeaveBalanceView, &place)?;
        let book = self.book_of(db, &person, self.today()).await?;
        let [may_adjust, may_rule] =
            [Action::LeaveAdjust, Action::LeaveChildRule].map(|action| may(&caller.actor, action, &place));
        Ok(LeaveBook { may_adjust, may_rule, ..book })
    }

    /// The same at the command line for a 工号 on a day, by whoever runs the server.
    pub async fn leave_book_by_operator(&self, sign_in_name: &str, on: NaiveDate) -> Result<LeaveBook> {
        let db = self.0.db.read();
        let found = people_by_sign_in_names(db, &[sign_in_name.trim().to_lowercase()]).await?;
        let person = found.first().ok_or(Problem::NotFound)?;
        self.book_of(db, person, on).await
    }

    async fn book_of(&self, db: &impl Connection, person: &PersonRecord, on: NaiveDate) -> Result<LeaveBook> {
        let until = Some(on).filter(|on| *on < self.today());
        let accounts = self.accounts_until(db, &[person.id], &KEPT, until).await?;
        let facts = facts_of(db, &accounts, on.year(), on).await?;
        let account = accounts.get(&person.id).cloned().unwrap_or_default();
        let entitlement = entitlement_of(person, facts.get(&person.id), on.year());
        let leaves = person.left_on.is_some_and(|left| left.year() == on.year());
        let taken = account.used_of(LeaveKind::Annual, on.year());
        let granted = account.granted(LeaveKind::Annual, on.year());
        let on_leaving = leaves.then(|| leaving_days_to_pay(&entitlement, taken));
        let time_off = self.roster().time_off_lots(db, person.id).await?;
        let paid = time_off.iter().filter_map(|lot| Some((lot.id, lot.paid?.0))).collect();
        Ok(LeaveBook {
            person: person.id,
            name: person.name.clone(),
            on,
            balances: KEPT.iter().filter_map(|kind| balance_of(&account, *kind, on, &paid)).collect(),
            annual: AnnualLeave {
                year: on.year(),
                granted: granted.map_or(0, |lot| account.by_law(lot.id)),
                pay_on_leaving: on_leaving,
                entitlement,
            },
            sick: self.sick(db, person, on).await?,
            unused: unused(db, person, (&account, on), on_leaving).await?,
            carries: self.carries_of(db, person, (&account, on)).await?,
            new_waiver: WaiverId::new(),
            children: self.children_of(db, person, (&account, on)).await?,
            new_child: ChildId::new(),
            childcare: rule_book(db, person.hall).await?.childcare((on, on)).map(|(_, rule)| rule.into()),
            may_adjust: false,
            may_rule: false,
        })
    }

    async fn sick(&self, db: &impl Connection, person: &PersonRecord, on: NaiveDate) -> Result<Option<SickAccount>> {
        let since = on.checked_sub_months(LONGEST_WINDOW).unwrap_or(on);
        let uses = repo::list_uses(db, &[person.id], &[LeaveKind::Sick], (since, on)).await?;
        let lines: Vec<_> = uses.into_iter().map(|record| record.line).collect();
        let days = held(&lines).into_iter().filter(|held| held.used > 0);
        let days: Vec<LeaveDay> = days.map(|held| LeaveDay { date: held.day, units: held.used }).collect();
        let service = service_of(person);
        Ok(sick_account((service.service_from, service.hired_on), &days, on))
    }
}

/// What annual leave is paid where it is not taken: of a day's year, and of what has expired with the year before. Who
/// had left by then was paid by their last day.
async fn unused(
    db: &impl Connection,
    person: &PersonRecord,
    (account, on): (&Account, NaiveDate),
    on_leaving: Option<i32>,
) -> Result<Vec<Unused>> {
    let (lots, year) = (account.lots(LeaveKind::Annual), on.year());
    let now = balance_on(&lots, on);
    let stayed = person.left_on.is_none_or(|left| left.year() >= year);
    let gone: i32 = lots.iter().filter(|lot| stayed && lot.expires_on.year() == year - 1).map(LeaveLot::free).sum();
    let mut found = Vec::new();
    for (year, left, expired, on_leaving) in [(year, now.left, now.expired, on_leaving), (year - 1, 0, gone, None)] {
        let waiver = repo::find_waiver(db, person.id, year).await?;
        let unused = Unused { year, left, expired, on_leaving, waiver };
        if unused.unpaid() > 0 {
            found.push(unused);
        }
    }
    Ok(found)
}

/// Annual leave always has an account; others only once there is something in it. `paid` are lots that have expired
/// and were paid, in minutes.
fn balance_of(account: &Account, kind: LeaveKind, on: NaiveDate, paid: &BTreeMap<LotId, i32>) -> Option<KindBalance> {
    let lots = account.lots(kind);
    let shown = |lot: &LeaveLot| on <= lot.expires_on || lot.expires_on.year() == on.year();
    let views: Vec<LotView> = account
        .records
        .iter()
        .filter(|record| record.lot.kind == kind && shown(&record.lot))
        .map(|record| LotView {
            id: record.lot.id,
            source: record.lot.source,
            year: record.lot.year,
            valid_from: record.lot.valid_from,
            expires_on: record.lot.expires_on,
            granted: record.lot.granted,
            used: record.lot.used,
            pending: record.lot.pending,
            paid_out: paid.get(&record.lot.id).copied().unwrap_or_default(),
            reason: record.reason.clone(),
        })
        .collect();
    if views.is_empty() && kind != LeaveKind::Annual {
        return None;
    }
    Some(KindBalance { kind, balance: balance_on(&lots, on), lots: views })
}
