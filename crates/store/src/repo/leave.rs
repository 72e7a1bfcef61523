//! Leave.

mod requests;

pub use requests::{
    LeaveRequestRecord, create_leave_request, find_leave_request, find_leave_requests, list_covered_by,
    list_leave_between, put_cover_state, put_papers_checked, put_return, update_leave_request,
};
