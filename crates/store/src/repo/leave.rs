//! The leave ledger, whose leave rules apply at a hall, and requests.

mod entries;
mod lots;
mod papers;
mod profiles;
mod requests;

pub use entries::{EntryRecord, add_lines, list_lot_lines, list_request_lines, list_uses};
pub use lots::{LotRecord, create_lot, list_employed, list_lots};
pub use papers::{PapersRecord, find_papers, list_awaiting_papers, put_papers};
pub use profiles::{ProfileRecord, create_profile, find_profile};
pub use requests::{
    LeaveRequestRecord, create_leave_request, find_leave_request, find_leave_requests, list_covered_by,
    list_leave_between, put_cover_state, put_papers_checked, put_return, update_leave_request,
};

fn word<T: std::str::FromStr>(code: &str) -> Result<T, sea_orm::DbErr> {
    code.parse().map_err(|_| sea_orm::DbErr::Type(format!("unknown word: {code}")))
}
