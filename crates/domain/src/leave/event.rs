use chrono::{Days, NaiveDate};

/// What maternity leave is taken for (女职工劳动保护特别规定 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Birth {
    /// A birth.
    Birth {
        /// Difficult: 15 days more.
        difficult: bool,
        /// Children; 15 days more for each further one.
        children: u8,
    },
    /// A miscarriage.
    Miscarriage {
        /// After four months of pregnancy: 42 days instead of 15.
        after_four_months: bool,
    },
}

/// Calendar days of maternity leave; `base` is what a plain birth gives, the province's part included.
pub fn maternity_days(base: i32, birth: Birth) -> i32 {
    match birth {
        Birth::Birth { difficult, children } => {
            base + if difficult { 15 } else { 0 } + 15 * i32::from(children.saturating_sub(1))
        }
        Birth::Miscarriage { after_four_months: false } => 15,
        Birth::Miscarriage { after_four_months: true } => 42,
    }
}

/// The last day of so many calendar days that begin on a day.
pub fn maternity_ends(from: NaiveDate, days: i32) -> NaiveDate {
    from + Days::new(u64::try_from(days - 1).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::samples::date;

    #[test]
    fn days_by_what_happened() {
        let birth = |difficult, children| Birth::Birth { difficult, children };
        let cases = [
            (birth(false, 1), 98),
            (birth(true, 1), 113),
            (birth(false, 2), 113),
            (birth(true, 3), 143),
            (Birth::Miscarriage { after_four_months: false }, 15),
            (Birth::Miscarriage { after_four_months: true }, 42),
        ];
        for (birth, expected) in cases {
            assert_eq!(maternity_days(98, birth), expected, "{birth:?}");
        }
    }

    #[test]
    fn the_last_day_counts() {
        let cases = [(98, (8, 6)), (158, (10, 5)), (178, (10, 25)), (188, (11, 4))];
        for (days, (month, day)) in cases {
            assert_eq!(maternity_ends(date(2026, 5, 1), days), date(2026, month, day), "{days}");
        }
    }
}
