//! Lists that are read a page at a time.

/// How many rows a page has.
#[derive(Clone, Copy)]
pub(crate) struct PageSize(pub(crate) usize);

impl PageSize {
    /// How many rows to ask for: one more than a page tells whether there is another.
    pub(crate) const fn to_read(self) -> u64 {
        self.0 as u64 + 1
    }

    /// The page of what was read, and where the next begins, if there is one: after the last of this.
    pub(crate) fn cut<T, K>(self, mut found: Vec<T>, place: impl FnOnce(&T) -> K) -> (Vec<T>, Option<K>) {
        let more = found.len() > self.0;
        found.truncate(self.0);
        let next = found.last().filter(|_| more).map(place);
        (found, next)
    }
}

#[cfg(test)]
mod tests {
    use super::PageSize;

    #[test]
    fn the_next_page_begins_after_the_last_row_of_this_and_only_where_there_is_one() {
        let page = PageSize(3);
        let read = |rows: u64| (1..=rows.min(page.to_read())).collect::<Vec<_>>();
        assert_eq!(page.cut(read(0), |row| *row), (vec![], None));
        assert_eq!(page.cut(read(3), |row| *row), (vec![1, 2, 3], None));
        assert_eq!(page.cut(read(9), |row| *row), (vec![1, 2, 3], Some(3)));
    }
}
