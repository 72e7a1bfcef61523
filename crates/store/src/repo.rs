//! One repository a slice: free functions over any connection, so that the service chooses the
//! transaction. Names say what happens: `find`, `list`, `create`, `update`, `end`.

pub mod accounts;
pub mod approvals;
pub mod attendance;
pub mod audit;
pub mod calendar;
pub mod jobs;
mod json;
pub mod leave;
pub mod notices;
pub mod org;
pub mod photos;
pub mod received;
pub mod roster;
pub mod scope;

/// Values in one list of a query, rows in one insert: SQLite and PostgreSQL both bound the parameters of a
/// statement, at 32,766 and 65,535.
const CHUNK: usize = 500;

/// What a stored word means.
fn word<T: std::str::FromStr>(code: &str) -> Result<T, sea_orm::DbErr> {
    code.parse().map_err(|_| sea_orm::DbErr::Type(format!("unknown word: {code}")))
}
