//! The job that grants annual leave: every year, on entry, and again when what it follows from has changed.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::{
    ids::{ApprovalId, LeaveId, LotId, PersonId},
    leave::{
        LeaveKind, LeaveLot, Line, LotSource, Movement,
        annual::{Entitlement, Service, TierChange, YearFacts, entitlement, qualifies_on, year_span, years_to_grant},
        held, regrant, units_of_day,
    },
    problem::Problem,
};
use store::{
    Connection, Tx,
    repo::{
        accounts::PersonRecord,
        leave::{self as repo, EntryRecord, LotRecord},
    },
};

use super::{Leave, account::Account, rule_books};
use crate::{
    accounts::lock_person,
    error::{Error, Result},
};

/// People looked at together.
const BATCH: u64 = 200;

const ANNUAL: LeaveKind = LeaveKind::Annual;

/// Sick and paid personal leave of people in two years: the one before and the one asked about.
pub(super) type Facts = BTreeMap<PersonId, [YearFacts; 2]>;

impl Leave {
    /// Grants what the law gives for the current year and for the next one. Run again it finds
    /// nothing; what has changed since (a start of work corrected, a long illness, a last day) is a new line.
    pub(crate) async fn grant_annual(&self) -> Result<()> {
        let (db, today) = (self.0.db.read(), self.today());
        let first = years_to_grant(today).next().and_then(year_span).map_or(today, |(first, _)| first);
        let mut after = None;
        loop {
            let people = repo::list_employed(db, first, after, BATCH).await?;
            let Some(last) = people.last() else { return Ok(()) };
            after = Some(last.id);
            for year in years_to_grant(today) {
                let changed = self.to_change(&people, year).await?;
                if !changed.is_empty() {
                    self.grant(changed, year).await?;
                }
            }
        }
    }

    /// Those whose lot of a year is not what the law gives.
    async fn to_change(&self, people: &[PersonRecord], year: i32) -> Result<Vec<PersonId>> {
        let db = self.0.db.read();
        let ids: Vec<PersonId> = people.iter().map(|person| person.id).collect();
        let accounts = self.accounts(db, &ids, &[ANNUAL]).await?;
        let facts = facts_of(db, &accounts, year, self.today()).await?;
        let differs = |person: &&PersonRecord| {
            let account = accounts.get(&person.id)?;
            let days = entitlement_of(person, facts.get(&person.id), year).days;
            (change_of(account, year, days) != 0).then_some(())
        };
        Ok(people.iter().filter(|person| differs(person).is_some()).map(|person| person.id).collect())
    }

    async fn grant(&self, people: Vec<PersonId>, year: i32) -> Result<()> {
        self.0
            .db
            .write((self.clone(), people), move |tx, (me, people)| {
                Box::pin(async move {
                    for &person in people {
                        me.grant_one(tx, person, year).await?;
                    }
                    Ok::<_, Error>(())
                })
            })
            .await
    }

    /// Looks again, now that nobody else can change the account, and writes the difference.
    async fn grant_one(&self, tx: &Tx, person: PersonId, year: i32) -> Result<()> {
        let record = lock_person(tx, person).await?;
        let (now, today) = (self.0.clock.now(), self.today());
        let accounts = self.accounts(tx, &[person], &[ANNUAL]).await?;
        let facts = facts_of(tx, &accounts, year, today).await?;
        let account = accounts.get(&person).cloned().unwrap_or_default();
        let days = entitlement_of(&record, facts.get(&person), year).days;
        let change = change_of(&account, year, days);
        if change == 0 {
            return Ok(());
        }
        let lot = match account.granted(ANNUAL, year) {
            Some(lot) => lot.id,
            None => {
                let new = new_lot(&record, year).ok_or_else(|| Error::internal(format!("no year {year}")))?;
                let taken = |error| Error::unless_unique(error, Problem::Conflict);
                repo::create_lot(tx, &new, now).await.map_err(taken)?;
                new.lot.id
            }
        };
        let line = Line { lot: Some(lot), movement: Movement::Grant, units: change, day: today };
        Ok(repo::add_lines(tx, &[EntryRecord { person, kind: ANNUAL, request: None, line }], now).await?)
    }
}

/// By how much the lot of a year changes, in half days.
fn change_of(account: &Account, year: i32, days: i32) -> i32 {
    let wanted = days * units_of_day(ANNUAL);
    account.granted(ANNUAL, year).map_or(wanted, |lot| regrant(account.by_law(lot.id), lot, wanted))
}

fn new_lot(person: &PersonRecord, year: i32) -> Option<LotRecord> {
    let (first, last) = year_span(year)?;
    let service = service_of(person);
    let lot = LeaveLot {
        id: LotId::new(),
        kind: ANNUAL,
        source: LotSource::Granted,
        year,
        valid_from: first.max(person.hired_on).max(qualifies_on(&service)),
        expires_on: last,
        granted: 0,
        pending: 0,
        used: 0,
    };
    Some(LotRecord { person: person.id, lot, child: None, reason: None, by: None })
}

/// What of somebody's work counts. Without a known start of all work it is that of this employment; where no break
/// is known, there was none.
pub(super) fn service_of(person: &PersonRecord) -> Service {
    let service_from = person.service_from.unwrap_or(person.hired_on);
    let continuous_from = person.continuous_from.unwrap_or(service_from);
    Service { service_from, continuous_from, hired_on: person.hired_on, left_on: person.left_on }
}

/// A year's annual leave of somebody, and why.
pub(super) fn entitlement_of(person: &PersonRecord, facts: Option<&[YearFacts; 2]>, year: i32) -> Entitlement {
    let [before, now] = facts.copied().unwrap_or_default();
    entitlement(year, &service_of(person), (before, now), TierChange::Weighted)
}

/// What was taken in a year and the one before by the people of some accounts, up to a day.
pub(super) async fn facts_of(
    db: &impl Connection,
    accounts: &BTreeMap<PersonId, Account>,
    year: i32,
    up_to: NaiveDate,
) -> Result<Facts> {
    let people: Vec<PersonId> = accounts.keys().copied().collect();
    let annual = |account: &Account| {
        [year - 1, year].map(|year| YearFacts { annual: account.used_of(ANNUAL, year), ..YearFacts::default() })
    };
    let mut facts: Facts = accounts.iter().map(|(person, account)| (*person, annual(account))).collect();
    for (nth, year) in [year - 1, year].into_iter().enumerate() {
        let Some((first, last)) = year_span(year) else { continue };
        let kinds = [LeaveKind::Sick, LeaveKind::Personal];
        let records = repo::list_uses(db, &people, &kinds, (first, last.min(up_to))).await?;
        let paid = paid_personal(db, &records).await?;
        let mut lines = BTreeMap::<(PersonId, LeaveKind), Vec<Line>>::new();
        let counts = |record: &EntryRecord| {
            record.kind == LeaveKind::Sick || record.request.is_some_and(|request| paid.contains(&request))
        };
        for record in records.iter().filter(|record| counts(record)) {
            lines.entry((record.person, record.kind)).or_default().push(record.line);
        }
        for ((person, kind), lines) in lines {
            let used: i32 = held(&lines).iter().map(|held| held.used).sum();
            let facts = &mut facts.entry(person).or_default()[nth];
            match kind {
                LeaveKind::Sick => facts.sick = used,
                _ => facts.paid_personal = used,
            }
        }
    }
    Ok(facts)
}

/// Requests for personal leave that is paid by the rule in force when it began.
async fn paid_personal(db: &impl Connection, records: &[EntryRecord]) -> Result<BTreeSet<LeaveId>> {
    let personal = records.iter().filter(|record| record.kind == LeaveKind::Personal);
    let ids: BTreeSet<LeaveId> = personal.filter_map(|record| record.request).collect();
    let ids: Vec<ApprovalId> = ids.into_iter().map(|id| ApprovalId::from_uuid(id.uuid())).collect();
    let requests = repo::find_leave_requests(db, &ids).await?;
    let books = rule_books(db, &requests).await?;
    let paid = requests.iter().filter(|request| {
        books.get(&request.hall).is_some_and(|book| book.rule(request.kind, request.period.from).paid)
    });
    Ok(paid.map(|request| LeaveId::from_uuid(request.id.uuid())).collect())
}
