//! One repository a slice: free functions over any connection, so that the service chooses the
//! transaction. Names say what happens: `find`, `list`, `create`, `update`, `end`.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    Select, Value,
    prelude::{Expr, Uuid},
    sea_query::postgres_array::NotU8,
};

use crate::entity::Instant;

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

/// Values for a list in a statement, the last repeated up to a power of two: the database meets the statement in a few
/// lengths only, and has each of them prepared.
fn padded<T: Clone>(values: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut values: Vec<T> = values.into_iter().collect();
    if let Some(last) = values.last().cloned() {
        values.resize(values.len().next_power_of_two(), last);
    }
    values
}

/// Whether a column holds one of some values. PostgreSQL takes them as one array, and so meets one statement however many
/// they are; SQLite knows no arrays, and gets a list.
fn among<V>(db: &impl ConnectionTrait, column: impl ColumnTrait, values: impl IntoIterator<Item = V>) -> Expr
where
    V: Into<Value> + NotU8 + Clone,
{
    match db.get_database_backend() {
        DbBackend::Postgres => column.eq_any(values),
        _ => column.is_in(padded(values)),
    }
}

/// Rows to insert in statements of a few lengths, as in [`padded`], but none of them twice: powers of two, and a few
/// that are left.
fn runs<T>(mut rows: &[T]) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let power = 1 << rows.len().min(CHUNK).checked_ilog2()?;
        let (run, rest) = rows.split_at(if rows.len() < 8 { rows.len() } else { power });
        rows = rest;
        Some(run)
    })
}

/// A page of rows, the newest first, before one of the page before. Their ids are made as UUIDv7, so they sort by when
/// they were made.
fn newest<E: EntityTrait>(rows: Select<E>, id: E::Column, before: Option<Uuid>, limit: u64) -> Select<E> {
    let rows = match before {
        Some(before) => rows.filter(id.lt(before)),
        None => rows,
    };
    rows.order_by_desc(id).limit(limit)
}

/// The same by an instant of the server's, where the ids are made by phones, whose clocks may be far off; rows of one
/// instant go by their ids. Nothing before a row that is not among them.
async fn latest<E: EntityTrait>(
    db: &impl ConnectionTrait,
    rows: Select<E>,
    (at, id): (E::Column, E::Column),
    before: Option<Uuid>,
    limit: u64,
) -> Result<Vec<E::Model>, DbErr> {
    let mut page = rows.clone();
    if let Some(before) = before {
        let last = rows.filter(id.eq(before)).select_only().column(at);
        let Some(last) = last.into_tuple::<Instant>().one(db).await? else { return Ok(Vec::new()) };
        let same = Condition::all().add(at.eq(last)).add(id.lt(before));
        page = page.filter(Condition::any().add(at.lt(last)).add(same));
    }
    page.order_by_desc(at).order_by_desc(id).limit(limit).all(db).await
}

/// What a stored word means.
fn word<T: std::str::FromStr>(code: &str) -> Result<T, sea_orm::DbErr> {
    code.parse().map_err(|_| sea_orm::DbErr::Type(format!("unknown word: {code}")))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{CHUNK, padded, runs};

    #[test]
    fn lists_come_in_few_lengths_and_keep_their_values() {
        let mut lengths = BTreeSet::new();
        for n in 0..=CHUNK {
            let list = padded(0..n);
            assert_eq!(list.iter().copied().collect::<BTreeSet<_>>(), (0..n).collect());
            lengths.insert(list.len());
        }
        assert_eq!(lengths.into_iter().collect::<Vec<_>>(), [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512]);
    }

    #[test]
    fn rows_come_once_each_in_their_order() {
        let mut lengths = BTreeSet::new();
        for n in 0..3 * CHUNK {
            let rows: Vec<usize> = (0..n).collect();
            let together: Vec<usize> = runs(&rows).flatten().copied().collect();
            assert_eq!(together, rows);
            lengths.extend(runs(&rows).map(<[usize]>::len));
        }
        assert_eq!(lengths.into_iter().collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6, 7, 8, 16, 32, 64, 128, 256]);
    }
}
