//! Corrections as who asked follows them, and as who decides sees them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    approvals::FlowState,
    attendance::{CorrectionAct, CorrectionCard, CorrectionFlag, CorrectionRow, CorrectionView, puts_right},
    calendar::WorkCalendar,
    ids::{ApprovalId, PersonId},
    photos::PhotoView,
    problem::Problem,
};
use store::{
    Connection,
    repo::{
        approvals::{ApprovalRecord, find_approvals},
        attendance::{self as repo, CorrectionRecord},
    },
};

use super::{Attendance, close::first_of, facts::PersonFacts};
use crate::{approvals::CHANGEABLE, caller::Caller, error::Result};

impl Attendance {
    /// A request of the caller's own: where it is on its way, and what they can do about it.
    pub async fn correction(&self, caller: &Caller, id: ApprovalId) -> Result<CorrectionView> {
        let mine = |record: &CorrectionRecord| record.person == caller.actor.person;
        repo::find_correction(self.0.db.read(), id).await?.filter(mine).ok_or(Problem::NotFound)?;
        let approval = self.approvals().view(caller, id).await?;
        let open = CHANGEABLE.contains(&approval.row.state);
        let acts = if open { CorrectionAct::ALL.to_vec() } else { Vec::new() };
        Ok(CorrectionView { approval, acts })
    }

    /// The requests of a person for days of a month, with who can act on them.
    pub(super) async fn corrections_of(
        &self,
        db: &impl Connection,
        person: PersonId,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<Vec<CorrectionRow>> {
        let records = repo::list_corrections_of(db, person, from, to).await?;
        let ids: Vec<ApprovalId> = records.iter().map(|record| record.id).collect();
        let approvals = find_approvals(db, &ids).await?;
        let mut waits_for = self.approvals().waits_for(db, &ids).await?;
        let row = |record: CorrectionRecord| {
            let approval = approvals.iter().find(|approval| approval.id == record.id)?;
            let waits = approval.flow.state == FlowState::InReview;
            Some(CorrectionRow {
                id: record.id,
                state: approval.flow.state,
                date: record.date,
                slot: record.slot,
                kind: record.kind,
                at: record.at,
                original_at: record.original.map(|(_, at)| at),
                waits_for: waits_for.remove(&record.id).unwrap_or_default(),
                due_at: approval.due_at.filter(|_| waits),
            })
        };
        Ok(records.into_iter().filter_map(row).collect())
    }

    /// The cards of some requests, as the caller may know them.
    pub(crate) async fn correction_cards(
        &self,
        db: &impl Connection,
        (caller, calendar): (&Caller, &WorkCalendar),
        approvals: &[&ApprovalRecord],
    ) -> Result<BTreeMap<ApprovalId, CorrectionCard>> {
        let ids: Vec<ApprovalId> = approvals.iter().map(|approval| approval.id).collect();
        let approvals: BTreeMap<ApprovalId, &ApprovalRecord> =
            approvals.iter().map(|approval| (approval.id, *approval)).collect();
        let is_open = |id: ApprovalId| {
            let state = approvals.get(&id).map(|approval| approval.flow.state);
            matches!(state, Some(FlowState::InReview | FlowState::Returned))
        };
        let mut photos = self.evidence_of(db, &ids).await?;
        let records = repo::find_corrections(db, &ids).await?;
        let open: Vec<&CorrectionRecord> = records.iter().filter(|record| is_open(record.id)).collect();
        let background = self.held_against(db, calendar, &open).await?;
        let mut cards = BTreeMap::new();
        for record in records {
            let Some(approval) = approvals.get(&record.id) else { continue };
            let photos = photos.remove(&record.id.uuid()).unwrap_or_default();
            let flags = if is_open(record.id) {
                background.flags((&record, &photos), calendar, self.0.clock.now())
            } else {
                Vec::new()
            };
            let seen = !photos.is_empty() && self.sees_evidence(db, caller, approval).await?;
            let card = CorrectionCard {
                date: record.date,
                slot: record.slot,
                kind: record.kind,
                cause: record.cause,
                at: record.at,
                original_at: record.original.map(|(_, at)| at),
                reason: record.reason,
                photos: if seen { photos } else { Vec::new() },
                flags,
            };
            cards.insert(record.id, card);
        }
        Ok(cards)
    }

    /// What open requests are held against, read once for all of them.
    async fn held_against(
        &self,
        db: &impl Connection,
        calendar: &WorkCalendar,
        open: &[&CorrectionRecord],
    ) -> Result<Background> {
        let dates = || open.iter().map(|record| record.date);
        let (Some(from), Some(to)) = (dates().min(), dates().max()) else { return Ok(Background::default()) };
        let people: BTreeSet<PersonId> = open.iter().map(|record| record.person).collect();
        let people: Vec<PersonId> = people.into_iter().collect();
        let facts = self.facts(db, calendar, &people, from, to).await?;
        let mut locked = BTreeSet::new();
        let months: BTreeSet<NaiveDate> = dates().map(first_of).collect();
        for month in months {
            locked.extend(repo::find_sheets(db, &people, month).await?.into_keys().map(|person| (person, month)));
        }
        Ok(Background { facts, locked })
    }
}

/// What open requests are held against: the days around them, and which months of whom are locked.
#[derive(Default)]
struct Background {
    facts: BTreeMap<PersonId, PersonFacts>,
    locked: BTreeSet<(PersonId, NaiveDate)>,
}

impl Background {
    /// What should be looked at before a request is approved.
    fn flags(
        &self,
        (record, photos): (&CorrectionRecord, &[PhotoView]),
        calendar: &WorkCalendar,
        now: DateTime<Utc>,
    ) -> Vec<CorrectionFlag> {
        let (person, date) = (record.person, record.date);
        let facts = self.facts.get(&person);
        let day = facts.and_then(|facts| Some((facts, facts.result(date, calendar, now)?)));
        let wanted = day
            .as_ref()
            .and_then(|(facts, day)| puts_right(&facts.timetable, &facts.punches, day, (record.slot, record.at)));
        let on_leave = facts.is_some_and(|facts| facts.is_on_leave(date));
        let flags = [
            (wanted.is_none() && !on_leave, CorrectionFlag::InOrder),
            (self.locked.contains(&(person, first_of(date))), CorrectionFlag::MonthLocked),
            (on_leave, CorrectionFlag::OnLeave),
            (photos.iter().any(|photo| photo.used_before), CorrectionFlag::PhotoUsedBefore),
        ];
        flags.into_iter().filter_map(|(holds, flag)| holds.then_some(flag)).collect()
    }
}
