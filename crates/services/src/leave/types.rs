//! Kinds of leave as settings: what applies at a hall and from when on, and publishing another version.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    approvals::{FlowState, Holding},
    ids::{HallId, LeaveId, PersonId},
    leave::{
        FloorView, LeaveChange, LeaveError, LeaveKind, LeaveTypeRow, LeaveTypeView, LeaveTypesView, LeaveVersion,
        ProfileRule, PublishForm, PublishPreview, RuleBook, VersionState, VersionView, cost, rule_of,
    },
    policy::{Action, Place, may},
    problem::Problem,
};
use store::{
    Connection, Tx,
    repo::leave::{self as repo, VersionRecord},
};

use super::{Leave, rule_book};
use crate::{
    accounts::{lock_person, names_of},
    approvals::approval_of,
    audit::{self, Act},
    caller::Caller,
    error::{Error, Result},
    org::{default_hall, hall_agency, hall_name, hold_hall},
};

impl Leave {
    /// All kinds of leave of a hall with what applies today and next. For HR, and for who manages the hall.
    /// `hall` left out is the caller's own, or the first that they may look into.
    pub async fn leave_types(&self, caller: &Caller, hall: Option<HallId>) -> Result<LeaveTypesView> {
        let (db, on) = (self.0.db.read(), self.today());
        let (hall, _) = readable(db, caller, hall).await?;
        let book = rule_book(db, Some(hall)).await?;
        Ok(LeaveTypesView {
            hall,
            hall_name: hall_name(db, hall).await?,
            on,
            confirmed: book.confirmed(on),
            rows: LeaveKind::ALL.iter().map(|kind| row(&book, *kind, on)).collect(),
        })
    }

    /// One kind of leave of a hall: its versions, where each is written, who published it. For the same.
    pub async fn leave_type(&self, caller: &Caller, hall: Option<HallId>, kind: LeaveKind) -> Result<LeaveTypeView> {
        let (db, on) = (self.0.db.read(), self.today());
        let (hall, place) = readable(db, caller, hall).await?;
        let book = rule_book(db, Some(hall)).await?;
        let published = repo::list_versions(db, hall).await?;
        let people: Vec<PersonId> = published.iter().map(|record| record.by).collect();
        let names = names_of(db, &people).await?;
        let view = |record: VersionRecord| VersionView {
            state: state_of(&book, &record.version, on),
            until: book.until(&record.version),
            by: names.get(&record.by).cloned().unwrap_or_default(),
            at: record.at,
            version: record.version,
        };
        let of_kind = published.into_iter().rev().filter(|record| record.version.kind == kind);
        let confirmed = book.confirmed(on);
        let local = confirmed.and_then(|(province, _)| ProfileRule::in_force(province, kind, on));
        Ok(LeaveTypeView {
            hall,
            hall_name: hall_name(db, hall).await?,
            on,
            confirmed,
            rule: row(&book, kind, on),
            floor: FloorView { floor: book.floor(kind, on), certainty: local.map(|rule| rule.certainty) },
            law: rule_of(kind, on, confirmed.map(|(province, _)| province)),
            latest: book.latest(kind),
            versions: of_kind.map(view).collect(),
            may_publish: may(&caller.actor, Action::LeaveTypesPublish, &place),
        })
    }

    /// What publishing a version would change, and what stands against it. For HR.
    pub async fn preview_version(&self, caller: &Caller, form: &PublishForm) -> Result<PublishPreview> {
        let db = self.0.db.read();
        check_publisher(db, caller, form.hall).await?;
        match self.change(db, form).await {
            Ok((_, change)) => Ok(PublishPreview { faults: Vec::new(), change: Some(change) }),
            Err(Error::Problem(Problem::Invalid(faults))) => Ok(PublishPreview { faults, change: None }),
            Err(error) => Err(error),
        }
    }

    /// Publishes another version of a kind of leave from a day on; none that was published is changed. Leave that
    /// begins in its time is counted anew; until when papers are due stays as its people were told. Says the
    /// number. For HR.
    ///
    /// # Errors
    /// Every wrong field, those below the law with the law ([`domain::problem::FieldReason::Law`]);
    /// [`LeaveError::NothingChanged`]; [`Problem::Conflict`] where somebody else has published meanwhile.
    pub async fn publish_version(&self, caller: &Caller, form: PublishForm) -> Result<i32> {
        check_publisher(self.0.db.read(), caller, form.hall).await?;
        let (hall, now) = (form.hall, self.0.clock.now());
        let context = (self.clone(), caller.clone(), form);
        let number = self
            .0
            .db
            .write(context, move |tx, (me, caller, form)| {
                Box::pin(async move { me.publish_in(tx, caller, form, now).await })
            })
            .await?;
        self.0.db.live().publish(hall);
        Ok(number)
    }

    async fn publish_in(&self, tx: &Tx, caller: &Caller, form: &PublishForm, now: DateTime<Utc>) -> Result<i32> {
        // Requests are asked under the same lock: none is counted by the rule of before after this.
        hold_hall(tx, form.hall).await?;
        let (version, change) = self.change(tx, form).await?;
        if form.latest != version.number - 1 {
            return Err(Problem::Conflict.into());
        }
        if change.fields.is_empty() {
            return Err(LeaveError::NothingChanged.into());
        }
        let record = VersionRecord { version: version.clone(), by: caller.actor.person, at: now };
        let stored = repo::create_version(tx, form.hall, &record).await;
        stored.map_err(|error| Error::unless_unique(error, Problem::Conflict))?;
        let recounted = self.recount_touched(tx, (form.hall, &version), change.until).await?;
        let (kind, number, from) = (version.kind.code(), version.number, version.from);
        let fields: Vec<&str> = change.fields.iter().map(|field| field.code()).collect();
        let detail = format!("{kind} version {number} from {from}: {}; {recounted} recounted", fields.join(", "));
        let act = Act { action: "leave.publish_version", subject: ("hall", form.hall.uuid()), detail };
        audit::record(tx, caller, now, act).await?;
        Ok(number)
    }

    /// The version that a form means, and what it changes.
    async fn change(&self, db: &impl Connection, form: &PublishForm) -> Result<(LeaveVersion, LeaveChange)> {
        let (from, terms) = form.read(self.today()).map_err(Problem::Invalid)?;
        let (kind, book) = (form.kind, rule_book(db, Some(form.hall)).await?);
        let faults = terms.faults(kind, &book.floor(kind, from));
        if !faults.is_empty() {
            return Err(Problem::Invalid(faults).into());
        }
        let version = LeaveVersion { kind, number: book.latest(kind) + 1, from, terms };
        let old = book.rule(kind, from);
        let until = book.until(&version);
        let new = book.with(version.clone()).rule(kind, from);
        let (of, days) = ((form.hall, kind), (from, until));
        let change = LeaveChange {
            from,
            until,
            fields: new.changed_from(&old),
            old,
            new,
            in_review: repo::count_leave_of(db, of, days, FlowState::InReview).await?,
            granted: repo::count_leave_of(db, of, days, FlowState::Approved).await?,
        };
        Ok((version, change))
    }

    /// Counts leave that begins in a version's time by it. How many cost something else now. Only kinds without
    /// lots leave a choice of counting, so that no account can lack what one costs.
    async fn recount_touched(
        &self,
        tx: &Tx,
        (hall, version): (HallId, &LeaveVersion),
        until: Option<NaiveDate>,
    ) -> Result<usize> {
        let (calendar, book) = (self.calendar().current_in(tx).await?, rule_book(tx, Some(hall)).await?);
        let touched = repo::list_leave_of(tx, (hall, version.kind), (version.from, until), &FlowState::HOLDING).await?;
        let mut recounted = 0;
        for request in touched {
            let rule = book.rule(request.kind, request.period.from);
            let days = cost(request.period, &rule, (&*calendar, &request.duty))?;
            let id = LeaveId::from_uuid(request.id.uuid());
            // One that was taken back while the version was published has nothing to count; one that cost nothing
            // by the version before may cost something again. Its lines wait for the same lock.
            lock_person(tx, request.person).await?;
            let holding = approval_of(tx, request.id).await?.flow.state.holding();
            if holding != Holding::Nothing && self.recount(tx, id, &rule, &days, None).await? {
                recounted += 1;
                if holding == Holding::Given {
                    self.consume(tx, id).await?;
                }
            }
        }
        Ok(recounted)
    }
}

fn row(book: &RuleBook, kind: LeaveKind, on: NaiveDate) -> LeaveTypeRow {
    LeaveTypeRow { now: book.rule(kind, on), next: book.next(kind, on) }
}

fn state_of(book: &RuleBook, version: &LeaveVersion, on: NaiveDate) -> VersionState {
    if book.is_replaced(version) {
        VersionState::Replaced
    } else if on < version.from {
        VersionState::Upcoming
    } else if book.until(version).is_some_and(|until| until < on) {
        VersionState::Past
    } else {
        VersionState::InForce
    }
}

/// The hall that is asked for, or the one to begin with, which the caller may look into.
async fn readable(db: &impl Connection, caller: &Caller, hall: Option<HallId>) -> Result<(HallId, Place)> {
    let hall = match hall {
        Some(hall) => hall,
        None => default_hall(db, caller, Action::LeaveTypesView).await?,
    };
    let place = Place::hall(hall_agency(db, hall).await?, hall);
    caller.check(Action::LeaveTypesView, &place)?;
    Ok((hall, place))
}

async fn check_publisher(db: &impl Connection, caller: &Caller, hall: HallId) -> Result<()> {
    Ok(caller.check(Action::LeaveTypesPublish, &Place::hall(hall_agency(db, hall).await?, hall))?)
}
