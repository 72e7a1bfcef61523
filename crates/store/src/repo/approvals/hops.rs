use chrono::{DateTime, Utc};
use domain::{
    approvals::{Flow, HopAct},
    ids::{ApprovalId, HopId, PersonId},
};
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, DbErr, ExprTrait, JoinType, QueryOrder, QuerySelect, entity::prelude::*,
};

use crate::{
    entity::{
        Instant,
        approvals::{approval, hop},
        instant,
    },
    repo::json,
};

/// One thing that happened to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HopRecord {
    /// The hop.
    pub id: HopId,
    /// The request.
    pub approval: ApprovalId,
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it; nobody when time did.
    pub actor: Option<PersonId>,
    /// Whose seat they spoke for, where that is another's.
    pub holder: Option<PersonId>,
    /// What.
    pub act: HopAct,
    /// The request's version after it.
    pub version: i32,
    /// Who can act after it, where others can.
    pub to: Vec<PersonId>,
    /// What was said.
    pub text: Option<String>,
    /// What was before a decision.
    pub before: Option<Flow>,
}

/// Keeps what happened.
pub async fn create_hop(db: &impl ConnectionTrait, new: &HopRecord) -> Result<(), DbErr> {
    let columns = hop::ActiveModel {
        id: Set(new.id.uuid()),
        approval_id: Set(new.approval.uuid()),
        at: Set(instant(new.at)),
        actor_id: Set(new.actor.map(PersonId::uuid)),
        holder_id: Set(new.holder.map(PersonId::uuid)),
        act: Set(new.act.code().to_owned()),
        version: Set(new.version),
        to_ids: Set(json::write(&new.to)?),
        content: Set(new.text.clone()),
        before: Set(new.before.as_ref().map(json::write).transpose()?),
    };
    hop::Entity::insert(columns).exec_without_returning(db).await.map(drop)
}

/// What happened to a request, oldest first. Of one moment, in the order of their ids.
pub async fn list_hops(db: &impl ConnectionTrait, approval: ApprovalId) -> Result<Vec<HopRecord>, DbErr> {
    let rows = hop::Entity::find()
        .filter(hop::COLUMN.approval_id.eq(approval.uuid()))
        .order_by_asc(hop::COLUMN.at)
        .order_by_asc(hop::COLUMN.id)
        .all(db)
        .await?;
    rows.into_iter().map(hop_of).collect()
}

/// What somebody has decided since a moment and nobody has followed up: the request, and when.
pub async fn list_last_decisions(
    db: &impl ConnectionTrait,
    person: PersonId,
    since: DateTime<Utc>,
) -> Result<Vec<(ApprovalId, DateTime<Utc>)>, DbErr> {
    let to_request =
        hop::Entity::belongs_to(approval::Entity).from(hop::Column::ApprovalId).to(approval::Column::Id).into();
    let acts = [HopAct::Agreed, HopAct::Rejected, HopAct::SentBack].map(HopAct::code);
    let same = Expr::col((hop::Entity, hop::Column::Version)).equals((approval::Entity, approval::Column::Version));
    let rows: Vec<(Uuid, Instant)> = hop::Entity::find()
        .join(JoinType::InnerJoin, to_request)
        .filter(hop::COLUMN.actor_id.eq(person.uuid()))
        .filter(hop::COLUMN.act.is_in(acts))
        .filter(hop::COLUMN.at.gte(instant(since)))
        .filter(same)
        .order_by_asc(hop::COLUMN.id)
        .select_only()
        .column(hop::Column::ApprovalId)
        .column(hop::Column::At)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(id, at)| (ApprovalId::from_uuid(id), at.0)).collect())
}

fn hop_of(row: hop::Model) -> Result<HopRecord, DbErr> {
    let act = row.act.parse().map_err(|_| DbErr::Type(format!("no such act: {}", row.act)))?;
    Ok(HopRecord {
        id: HopId::from_uuid(row.id),
        approval: ApprovalId::from_uuid(row.approval_id),
        at: row.at.0,
        actor: row.actor_id.map(PersonId::from_uuid),
        holder: row.holder_id.map(PersonId::from_uuid),
        act,
        version: row.version,
        to: json::read(&row.to_ids)?,
        text: row.content,
        before: row.before.as_deref().map(json::read).transpose()?,
    })
}
