//! The leave ledger, what applies at a hall, and requests.

mod after;
mod children;
mod covers;
mod entries;
mod lots;
mod papers;
mod profiles;
mod recounts;
mod requests;
mod rules;
mod year_end;

pub use after::{
    HandoverRecord, add_handover_item, find_handovers, list_told, sign_handover, take_handover_item, tell_once,
};
pub use children::{ChildRecord, create_child, find_child, list_children, list_kept_children, settle_child};
pub use covers::{clear_next_cover, find_next_covers, list_next_covered_by, put_cover, put_next_cover};
pub use entries::{EntryRecord, add_lines, add_lines_by, list_lot_lines, list_request_lines, list_uses};
pub use lots::{LotRecord, create_lot, list_employed, list_lots};
pub use papers::{
    PapersRecord, RefusalRecord, add_refusal, find_papers, find_refusals, list_awaiting_papers, put_papers,
};
pub use profiles::{ProfileRecord, create_profile, list_profiles};
pub use recounts::{
    clear_shortfall, count_leave_touching, find_shortfalls, list_leave_page, list_recounted, list_recounts,
    list_shortfalls, mark_recounted, put_shortfall,
};
pub use requests::{
    LeaveRequestRecord, create_leave_request, find_leave_request, find_leave_requests, find_mover, list_covered_by,
    list_leave_between, open_leave, put_cover_state, put_moved_to, put_papers_checked, put_return,
    update_leave_request,
};
pub use rules::{VersionRecord, count_leave_of, create_version, list_leave_of, list_versions};
pub use year_end::{CarryRecord, create_waiver, find_waiver, list_carries, put_carry};
