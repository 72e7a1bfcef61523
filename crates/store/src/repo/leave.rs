//! The leave ledger, and whose leave rules apply at a hall.

mod entries;
mod lots;
mod profiles;

pub use entries::{EntryRecord, add_lines, list_lot_lines, list_request_lines, list_uses};
pub use lots::{LotRecord, create_lot, list_employed, list_lots};
pub use profiles::{ProfileRecord, create_profile, find_profile};

fn word<T: std::str::FromStr>(code: &str) -> Result<T, sea_orm::DbErr> {
    code.parse().map_err(|_| sea_orm::DbErr::Type(format!("unknown word: {code}")))
}
