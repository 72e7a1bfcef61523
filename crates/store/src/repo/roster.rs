//! Shifts, weekly patterns, roster lines; drafts, publications, what they are held against, swaps.

mod days;
mod drafts;
mod feeds;
mod open_shifts;
mod overtime;
mod people;
mod publications;
mod rules;
mod shifts;
mod swaps;
mod terms;
mod time_off;

pub use days::{
    EntryRecord, create_entries, create_patterns, find_entries, find_entries_naming, find_patterns,
    find_patterns_naming, people_named_for, remove_patterns, update_pattern,
};
pub use drafts::{
    CellRecord, DraftRecord, create_draft, find_draft, is_drafted, list_cells, put_cells, remove_cells, update_draft,
};
pub use feeds::{create_feed, find_feed, find_feed_owner, revoke_feed};
pub use open_shifts::{
    OfferRecord, create_claim, create_offer, find_offer, list_claims, list_open_offers, update_offer, withdraw_claim,
};
pub use overtime::{
    OvertimeRecord, create_overtime, find_approved_overtime, find_overtime, find_overtimes, list_coming_overtime,
    list_overdue_overtime, list_own_overtime, update_overtime,
};
pub use people::{
    HallCertificate, PersonName, list_hall_certificates, list_hall_people, list_hall_workers, list_workers_between,
};
pub use publications::{
    PublicationRecord, ReceiptRecord, acknowledge, count_lines, create_publication, create_receipts,
    list_open_receipts, list_unacknowledged,
};
pub use rules::{
    certification_required, list_demand, put_certification_required, put_demand, put_time_off_months, time_off_months,
};
pub use shifts::{
    close_shift, create_shift, find_shifts, list_closed_shifts, list_shifts, replace_shift, take_back_shift,
};
pub use swaps::{
    SwapRecord, create_swap, find_swap, find_swaps, has_open_swap, list_overdue_swaps, list_own_swaps, update_swap,
};
pub use terms::{
    create_certification, create_permit, create_protection, find_certification, find_certifications, find_permits,
    find_protections, list_certified, withdraw_certification, withdraw_permit, withdraw_protection,
};
pub use time_off::{earn_lot, find_earned, list_expired_lots, list_lots, pay_out_lot, sum_paid_out};
