//! The leave ledger, whose leave rules apply at a hall, and requests.

mod entries;
mod lots;
mod profiles;
mod requests;

pub use entries::{EntryRecord, add_lines, list_lot_lines, list_request_lines, list_uses};
pub use lots::{LotRecord, create_lot, list_employed, list_lots};
pub use profiles::{ProfileRecord, create_profile, find_profile};
pub use requests::{
    LeaveRequestRecord, create_leave_request, find_leave_request, find_leave_requests, list_covered_by,
    list_leave_between, put_cover_state, put_papers_checked, put_return, update_leave_request,
};
