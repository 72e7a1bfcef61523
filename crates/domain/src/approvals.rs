//! How a request is decided: by whom, in which order, until when (审批流, FLOW-A).
//!
//! A slice files a request with what its route depends on. [`Routes`] answer with an ordered list of steps,
//! each naming a [`Level`] of the house; who that is at a place is settled at the moment ([`Bench`]), so that
//! a new lead finds what waits and one who left holds nothing up. [`Flow`] is the state machine. Time running
//! out reminds and then lifts the step by one level; it never approves.

mod bench;
mod command;
mod error;
mod flow;
mod hours;
mod ladder;
#[cfg(test)]
mod properties;
mod routes;
mod routes_form;
mod view;

pub use bench::{Bench, Handed, Seat, Via};
pub use command::{
    DecideCommand, DelegateCommand, LeaveDelegation, MAX_APPROVAL_TEXT, MAX_BULK, MAX_COPIES, MAX_DELEGATION, UNDO,
    Verdict, WithdrawCommand,
};
pub use error::ApprovalsError;
pub use flow::{Change, Flow, FlowState, Holding};
pub use hours::{HallHours, HoursCommand, OFFICE_HOURS, OfficeHours, WORKDAY_MINUTES, after_working_minutes};
pub use ladder::Level;
pub use routes::{Amount, Facts, Quorum, Route, Routes, Step};
pub use routes_form::{
    RouteForm, RoutesOutcome, RoutesVersion, RoutesView, StepForm, TriedStep, TryCommand, amount_of, halves,
    parse_halves, read_routes,
};
pub use view::{
    ApprovalKind, ApprovalRow, ApprovalView, Bulk, CopyView, Decided, DelegationView, HopAct, HopView, InboxView,
    KinView, OwnRules, StepView, Subject,
};
