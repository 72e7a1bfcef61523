use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    approvals::{ApprovalKind, FlowState},
    ids::{ApprovalId, DelegationId, PersonId},
    policy::Scope,
};
use sea_orm::{
    ActiveValue::Set, Condition, ConnectionTrait, DbErr, ExprTrait, QueryOrder, QuerySelect, QueryTrait,
    entity::prelude::*,
};

use crate::{
    entity::{
        approvals::{approval, delegation},
        instant,
    },
    repo::{CHUNK, among, scope},
};

/// Somebody decides in another's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DelegationRecord {
    /// The delegation.
    pub id: DelegationId,
    /// Whose decisions.
    pub from: PersonId,
    /// Who decides instead.
    pub to: PersonId,
    /// Only this kind of request.
    pub kind: Option<ApprovalKind>,
    /// Only requests from there.
    pub scope: Option<Scope>,
    /// The leave that it goes with: it holds only while that is asked for or granted.
    pub leave: Option<ApprovalId>,
    /// First and last day.
    pub days: (NaiveDate, NaiveDate),
    /// Why.
    pub reason: String,
}

/// Stores a delegation.
pub async fn create_delegation(
    db: &impl ConnectionTrait,
    new: &DelegationRecord,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let scope = new.scope.map(scope::to_columns);
    let columns = delegation::ActiveModel {
        id: Set(new.id.uuid()),
        from_id: Set(new.from.uuid()),
        to_id: Set(new.to.uuid()),
        kind: Set(new.kind.map(|kind| kind.code().to_owned())),
        scope_kind: Set(scope.map(|(kind, _)| kind.to_owned())),
        scope_id: Set(scope.map(|(_, id)| id)),
        leave_id: Set(new.leave.map(ApprovalId::uuid)),
        from_on: Set(new.days.0),
        to_on: Set(new.days.1),
        reason: Set(new.reason.clone()),
        at: Set(instant(now)),
        ended_at: Set(None),
    };
    delegation::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// Ends a delegation of somebody's own; says whether there was one.
pub async fn end_delegation(
    db: &impl ConnectionTrait,
    from: PersonId,
    id: DelegationId,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let done = delegation::Entity::update_many()
        .col_expr(delegation::Column::EndedAt, Expr::value(instant(now)))
        .filter(delegation::COLUMN.id.eq(id.uuid()))
        .filter(delegation::COLUMN.from_id.eq(from.uuid()))
        .filter(delegation::COLUMN.ended_at.is_null())
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Ends the one that goes with a leave, if there is one.
pub async fn end_delegation_with(
    db: &impl ConnectionTrait,
    leave: ApprovalId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    delegation::Entity::update_many()
        .col_expr(delegation::Column::EndedAt, Expr::value(instant(now)))
        .filter(delegation::COLUMN.leave_id.eq(leave.uuid()))
        .filter(delegation::COLUMN.ended_at.is_null())
        .exec(db)
        .await
        .map(drop)
}

/// Gives the one that goes with a leave another last day, if there is one.
pub async fn shorten_delegation_with(
    db: &impl ConnectionTrait,
    leave: ApprovalId,
    last: NaiveDate,
) -> Result<(), DbErr> {
    delegation::Entity::update_many()
        .col_expr(delegation::Column::ToOn, Expr::value(last))
        .filter(delegation::COLUMN.leave_id.eq(leave.uuid()))
        .filter(delegation::COLUMN.ended_at.is_null())
        .exec(db)
        .await
        .map(drop)
}

/// The one that goes with a leave, whether or not the leave is asked for.
pub async fn find_delegation_with(
    db: &impl ConnectionTrait,
    leave: ApprovalId,
) -> Result<Option<DelegationRecord>, DbErr> {
    let row = delegation::Entity::find()
        .filter(delegation::COLUMN.leave_id.eq(leave.uuid()))
        .filter(delegation::COLUMN.ended_at.is_null())
        .order_by_desc(delegation::COLUMN.id)
        .one(db)
        .await?;
    row.map(delegation_of).transpose()
}

/// The delegations of a date by some people.
pub async fn list_delegations(
    db: &impl ConnectionTrait,
    from: &[PersonId],
    on: NaiveDate,
) -> Result<Vec<DelegationRecord>, DbErr> {
    let mut found = Vec::new();
    for from in from.chunks(CHUNK) {
        let rows = in_force()
            .filter(among(db, delegation::Column::FromId, from.iter().map(|id| id.uuid())))
            .filter(delegation::COLUMN.from_on.lte(on))
            .filter(delegation::COLUMN.to_on.gte(on))
            .order_by_asc(delegation::COLUMN.id)
            .all(db)
            .await?;
        for row in rows {
            found.push(delegation_of(row)?);
        }
    }
    Ok(found)
}

/// Somebody's own delegations that end on a date or later.
pub async fn list_delegations_of(
    db: &impl ConnectionTrait,
    from: PersonId,
    on: NaiveDate,
) -> Result<Vec<DelegationRecord>, DbErr> {
    let rows = in_force()
        .filter(delegation::COLUMN.from_id.eq(from.uuid()))
        .filter(delegation::COLUMN.to_on.gte(on))
        .order_by_asc(delegation::COLUMN.from_on)
        .order_by_asc(delegation::COLUMN.id)
        .all(db)
        .await?;
    rows.into_iter().map(delegation_of).collect()
}

/// Those that nobody has ended, and whose leave, where they go with one, is asked for or granted.
fn in_force() -> Select<delegation::Entity> {
    let asked = approval::Entity::find()
        .select_only()
        .column(approval::Column::Id)
        .filter(approval::COLUMN.state.is_in(FlowState::HOLDING.map(FlowState::code)))
        .into_query();
    let goes = Condition::any()
        .add(delegation::COLUMN.leave_id.is_null())
        .add(Expr::col((delegation::Entity, delegation::Column::LeaveId)).in_subquery(asked));
    delegation::Entity::find().filter(delegation::COLUMN.ended_at.is_null()).filter(goes)
}

fn delegation_of(row: delegation::Model) -> Result<DelegationRecord, DbErr> {
    let kind = row.kind.map(|kind| kind.parse().map_err(|_| DbErr::Type(format!("no kind of request: {kind}"))));
    Ok(DelegationRecord {
        id: DelegationId::from_uuid(row.id),
        from: PersonId::from_uuid(row.from_id),
        to: PersonId::from_uuid(row.to_id),
        kind: kind.transpose()?,
        scope: row.scope_kind.zip(row.scope_id).and_then(|(kind, id)| scope::from_columns(&kind, id)),
        leave: row.leave_id.map(ApprovalId::from_uuid),
        days: (row.from_on, row.to_on),
        reason: row.reason,
    })
}
