//! What Zaigang remembers: the database handle, migrations, entities and one repository a slice.
//!
//! Entities stay inside this crate; repositories take and give values of `domain`, or small records of
//! their own where a row holds what no screen may see (hashes, encrypted numbers).

pub mod db;
pub mod entity;
pub mod live;
mod migration;
pub mod repo;

pub use db::{Db, DbOptions, Durability, Tx, TxError};
pub use migration::Migrator;
pub use sea_orm::{ConnectionTrait as Connection, DbErr};
