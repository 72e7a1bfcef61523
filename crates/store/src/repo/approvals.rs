//! Requests on their way through approval.

mod copies;
mod delegations;
mod hops;
mod hours;
mod requests;
mod review;
mod rules;

pub use copies::{CopyRecord, copied_of, create_copy, list_copied, list_copies};
pub use delegations::{
    DelegationRecord, create_delegation, end_delegation, end_delegation_with, find_delegation_with, list_delegations,
    list_delegations_of, shorten_delegation_with,
};
pub use hops::{HopRecord, create_hop, list_hops, list_last_decisions};
pub use hours::{list_hall_hours, set_hall_hours};
pub use requests::{
    ApprovalRecord, count_waiting, create_approval, decided_of, find_approval, find_approvals, has_decided,
    list_decided, list_due, list_of_requester, list_seats, list_waiting, lock_approval, put_seats, update_approval,
};
pub use review::{InReview, list_in_review};
pub use rules::{
    KinRecord, create_kinship, create_routes, end_kinship, find_routes, list_kin, list_ladder, list_routes,
};
