use domain::{approvals::FlowState, ids::PersonId, policy::Scope};
use sea_orm::{ConnectionTrait, DbErr, ExprTrait, QueryOrder, QuerySelect, QueryTrait, entity::prelude::*};

use super::requests::{ApprovalRecord, record_of};
use crate::entity::approvals::{approval, seat};

/// Some of the requests that somebody has to decide: those that a change can touch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InReview {
    /// All.
    Everywhere,
    /// Those from a place: a role there has begun or ended.
    From(Scope),
    /// Those in which somebody has a seat by their role, whoever acts on it: they delegate.
    HeldBy(PersonId),
    /// Those that one of two people asks for: they are relatives, or no longer said to be.
    AskedBy([PersonId; 2]),
}

/// Requests that somebody has to decide.
pub async fn list_in_review(db: &impl ConnectionTrait, which: InReview) -> Result<Vec<ApprovalRecord>, DbErr> {
    let query = approval::Entity::find().filter(approval::COLUMN.state.eq(FlowState::InReview.code()));
    let query = match which {
        InReview::Everywhere => query,
        InReview::From(Scope::Agency(agency)) => query.filter(approval::COLUMN.agency_id.eq(agency.uuid())),
        InReview::From(Scope::Hall(hall)) => query.filter(approval::COLUMN.hall_id.eq(hall.uuid())),
        InReview::From(Scope::Zone(zone)) => query.filter(approval::COLUMN.zone_id.eq(zone.uuid())),
        InReview::HeldBy(person) => {
            let seats = seat::Entity::find()
                .select_only()
                .column(seat::Column::ApprovalId)
                .filter(seat::COLUMN.holder_id.eq(person.uuid()))
                .into_query();
            query.filter(Expr::col((approval::Entity, approval::Column::Id)).in_subquery(seats))
        }
        InReview::AskedBy(people) => query.filter(approval::COLUMN.requester_id.is_in(people.map(PersonId::uuid))),
    };
    let rows = query.order_by_asc(approval::COLUMN.id).all(db).await?;
    rows.into_iter().map(record_of).collect()
}
