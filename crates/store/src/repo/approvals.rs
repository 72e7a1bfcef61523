//! Requests on their way through approval.

mod hops;
mod requests;
mod rules;

pub use hops::{HopRecord, create_hop, list_hops};
pub use requests::{
    ApprovalRecord, count_waiting, create_approval, find_approval, find_approvals, has_decided, list_decided, list_due,
    list_in_review, list_of_requester, list_seats, list_waiting, lock_approval, put_seats, update_approval,
};
pub use rules::{
    DelegationRecord, KinRecord, create_delegation, create_kinship, create_routes, end_delegation, end_kinship,
    find_routes, list_delegations, list_delegations_of, list_kin, list_ladder, list_routes,
};
