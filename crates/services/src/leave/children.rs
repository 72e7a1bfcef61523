//! Children for whom a parent has leave: told of by the parent, confirmed by HR, known to nobody else.

use chrono::{Datelike, NaiveDate};
use domain::{
    ids::{ChildId, PersonId},
    leave::{
        ChildState, ChildVerdict, ChildView, ChildYear, DeclareChildCommand, LeaveRequestError, MAX_CHILDREN,
        RuleChildCommand, child_grants,
    },
    notices::NoticeContent,
    policy::Action,
    problem::{FieldReason, Problem},
    time::hall_date,
};
use store::{
    Connection, Tx,
    repo::{
        accounts::PersonRecord,
        leave::{self as repo, ChildRecord},
    },
};

use super::{Leave, account::Account, rule_book};
use crate::{
    accounts::{lock_person, people_who_may, person_record, place_of},
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
};

impl Leave {
    /// Tells of a child of one's own, with consent to its being kept; HR learns that there is one to confirm. Sent
    /// twice, it is one child. When it was born is sealed, and read by its parent and by HR alone.
    ///
    /// # Errors
    /// At `born_on` and `consent`.
    pub async fn declare_child(&self, caller: &Caller, command: DeclareChildCommand) -> Result<()> {
        caller.check_own(Action::LeaveChildDeclare)?;
        command.validate(self.today())?;
        let sealed = self.0.id_number_key.seal_child(command.id, &command.born_on.to_string())?;
        let record = ChildRecord {
            id: command.id,
            person: caller.actor.person,
            sealed: Some(sealed),
            state: ChildState::Declared,
            reason: None,
            declared_at: self.0.clock.now(),
        };
        self.0
            .db
            .write((self.clone(), caller.clone(), record), |tx, (me, caller, record)| {
                Box::pin(async move { me.keep_child(tx, caller, record).await })
            })
            .await
    }

    async fn keep_child(&self, tx: &Tx, caller: &Caller, new: &ChildRecord) -> Result<()> {
        let person = lock_person(tx, new.person).await?;
        let known = repo::list_children(tx, person.id).await?;
        if known.iter().any(|child| child.id == new.id) {
            return Ok(());
        }
        if known.iter().filter(|child| child.state.is_kept()).count() >= MAX_CHILDREN {
            return Err(Problem::field("born_on", FieldReason::OutOfRange).into());
        }
        repo::create_child(tx, new).await.map_err(|error| Error::unless_unique(error, Problem::Conflict))?;
        let hr = people_who_may(tx, Action::LeaveChildRule, &place_of(&person), self.today()).await?;
        let told = NoticeContent::ChildDeclared { person: person.id, by: person.name.clone() };
        self.notices().by(person.id).tell(tx, hr.into_iter().map(|one| (one, told.clone())).collect()).await?;
        let act = Act::about(person.id, "leave.declare_child", new.id.to_string());
        Ok(audit::record(tx, caller, new.declared_at, act).await?)
    }

    /// Takes back what one has told of a child: when it was born is erased, and what of its leave is neither taken
    /// nor asked for goes.
    pub async fn take_child_back(&self, caller: &Caller, child: ChildId) -> Result<()> {
        caller.check_own(Action::LeaveChildDeclare)?;
        self.0
            .db
            .write((self.clone(), caller.clone()), move |tx, (me, caller)| {
                Box::pin(async move {
                    let (parent, child) = held_child(tx, child, caller.actor.person).await?;
                    me.settle_child(tx, caller, (&parent, &child), (ChildState::TakenBack, None)).await
                })
            })
            .await
    }

    /// Confirms a child or refuses it, for HR: whoever confirms has seen the proof. The parent is told, and has the
    /// leave at once. A child that was confirmed can be refused later, when the proof was wrong.
    ///
    /// # Errors
    /// At `reason` for a refusal without one; [`LeaveRequestError::NotNow`].
    pub async fn rule_child(&self, caller: &Caller, command: RuleChildCommand) -> Result<()> {
        let person = person_record(self.0.db.read(), command.person).await?;
        caller.check(Action::LeaveChildRule, &place_of(&person))?;
        let reason = command.sound_reason()?;
        self.0
            .db
            .write((self.clone(), caller.clone(), command, reason), |tx, (me, caller, command, reason)| {
                Box::pin(async move {
                    let (parent, child) = held_child(tx, command.child, command.person).await?;
                    let state = match command.verdict {
                        ChildVerdict::Confirm => ChildState::Confirmed,
                        ChildVerdict::Refuse => ChildState::Refused,
                    };
                    me.settle_child(tx, caller, (&parent, &child), (state, reason.as_deref())).await?;
                    me.tell_changed(tx, caller, parent.id).await
                })
            })
            .await
    }

    async fn settle_child(
        &self,
        tx: &Tx,
        caller: &Caller,
        (parent, child): (&PersonRecord, &ChildRecord),
        (state, reason): (ChildState, Option<&str>),
    ) -> Result<()> {
        let now = self.0.clock.now();
        if child.state == state {
            return Err(LeaveRequestError::NotNow.into());
        }
        repo::settle_child(tx, child.id, (state, reason), (Some(caller.actor.person), now)).await?;
        let book = rule_book(tx, parent.hall).await?;
        self.grant_child(tx, &ChildRecord { state, ..child.clone() }, (parent, &book)).await?;
        let act = Act::about(child.person, "leave.settle_child", format!("{} {}", child.id, state.code()));
        Ok(audit::record(tx, caller, now, act).await?)
    }

    /// When a child was born, where that is kept.
    pub(super) fn born_on(&self, child: &ChildRecord) -> Result<Option<NaiveDate>> {
        let Some(sealed) = &child.sealed else { return Ok(None) };
        let born_on = self.0.id_number_key.open_child(child.id, sealed)?;
        Ok(Some(born_on.parse().map_err(Error::internal)?))
    }

    /// The children that somebody has told of, with what their years give.
    pub(super) async fn children_of(
        &self,
        db: &impl Connection,
        person: &PersonRecord,
        (account, on): (&Account, NaiveDate),
    ) -> Result<Vec<ChildView>> {
        let children = repo::list_children(db, person.id).await?;
        if children.is_empty() {
            return Ok(Vec::new());
        }
        let book = rule_book(db, person.hall).await?;
        let view = |child: ChildRecord| {
            let born_on = self.born_on(&child)?;
            let confirmed = born_on.filter(|_| child.state == ChildState::Confirmed);
            let grants = confirmed
                .map(|born_on| child_grants(born_on, (person.hired_on, person.left_on), &book, on))
                .unwrap_or_default();
            let year = |grant: domain::leave::ChildGrant| {
                let lot = account.granted_for(child.id, year_of(born_on, grant.age)?)?;
                Some(ChildYear {
                    age: grant.age,
                    from: lot.valid_from,
                    to: lot.expires_on,
                    days: grant.rule.days(),
                    granted: account.by_law(lot.id),
                    province: grant.rule.province,
                    until_age: grant.rule.until_age?,
                    source: grant.rule.source.to_owned(),
                    certainty: grant.rule.certainty,
                })
            };
            Ok(ChildView {
                id: child.id,
                state: child.state,
                born_on,
                declared_on: hall_date(child.declared_at),
                reason: child.reason.clone(),
                years: grants.into_iter().filter_map(year).collect(),
            })
        };
        children.into_iter().map(view).collect()
    }
}

/// The calendar year in which a child is so old, by which the lot of that year of it is known.
pub(super) fn year_of(born_on: Option<NaiveDate>, age: u32) -> Option<i32> {
    Some(born_on?.year() + i32::try_from(age).ok()?)
}

/// A child of somebody's that is not settled for good, with its parent, who is held until the transaction ends.
async fn held_child(tx: &Tx, child: ChildId, person: PersonId) -> Result<(PersonRecord, ChildRecord)> {
    let parent = lock_person(tx, person).await?;
    let found = repo::find_child(tx, child).await?.filter(|found| found.person == person).ok_or(Problem::NotFound)?;
    if found.state.is_kept() { Ok((parent, found)) } else { Err(LeaveRequestError::NotNow.into()) }
}
