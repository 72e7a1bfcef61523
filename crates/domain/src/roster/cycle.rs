//! A pattern to paint with: days that follow each other and begin anew (two on, two off; five and two).

use chrono::NaiveDate;

use super::{Brush, OFF, Stroke};
use crate::{
    ids::{PersonId, ShiftId},
    problem::FieldReason,
};

/// How a form names the brush that lays a cycle.
pub const CYCLE_BRUSH: &str = "cycle";

/// Days of the longest cycle: four weeks.
pub const MAX_CYCLE: usize = 28;

/// What is worked on day after day, then from the first again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cycle(Vec<Brush>);

impl Cycle {
    /// Reads a cycle as planners write it: the short names of shifts one after the other, a day off as [`OFF`], such
    /// as `白白休休`; spaces and commas may stand between them. Where one short name begins with another, the longer
    /// one is meant.
    ///
    /// # Errors
    /// [`FieldReason::Required`] for an empty one, [`FieldReason::TooLong`] for more than [`MAX_CYCLE`] days,
    /// [`FieldReason::Unknown`] where no shift is called so.
    pub fn parse<'a>(typed: &str, shifts: impl IntoIterator<Item = (ShiftId, &'a str)>) -> Result<Self, FieldReason> {
        let shifts = shifts.into_iter().map(|(shift, short)| (short, Brush::Shift(shift)));
        let mut known: Vec<(&str, Brush)> =
            shifts.filter(|(short, _)| !short.is_empty()).chain([(OFF, Brush::Rest)]).collect();
        // Of two shifts with the same short name the first is meant, as in the list of brushes.
        known.sort_by_key(|(short, _)| std::cmp::Reverse(short.len()));
        let (mut days, mut rest) = (Vec::new(), typed);
        loop {
            rest = rest.trim_start_matches(|next: char| next.is_whitespace() || [',', '，', '、'].contains(&next));
            if rest.is_empty() {
                break;
            }
            let (short, brush) = known.iter().find(|(short, _)| rest.starts_with(short)).ok_or(FieldReason::Unknown)?;
            days.push(*brush);
            rest = rest.get(short.len()..).unwrap_or_default();
            if days.len() > MAX_CYCLE {
                return Err(FieldReason::TooLong);
            }
        }
        if days.is_empty() { Err(FieldReason::Required) } else { Ok(Self(days)) }
    }

    /// Lays the cycle over some of a person's dates: its first day falls on `from`, and those dates that are left out
    /// count all the same. Dates before `from` stay as they are.
    pub fn over(&self, person: PersonId, from: NaiveDate, dates: impl IntoIterator<Item = NaiveDate>) -> Vec<Stroke> {
        let stroke = |date: NaiveDate| {
            let day = usize::try_from((date - from).num_days()).ok()?;
            let brush = *self.0.get(day % self.0.len())?;
            Some(Stroke { person, date, brush })
        };
        dates.into_iter().filter_map(stroke).collect()
    }
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;

    use super::*;
    use crate::roster::samples::date;

    #[test]
    fn it_is_read_as_planners_write_it() {
        let [day, night, middle] = [ShiftId::new(), ShiftId::new(), ShiftId::new()];
        let shifts = [(day, "白"), (night, "夜"), (middle, "白中"), (ShiftId::new(), "")];
        let parse = |typed: &str| Cycle::parse(typed, shifts);
        let shift = Brush::Shift;
        assert_eq!(parse("白白休休"), Ok(Cycle(vec![shift(day), shift(day), Brush::Rest, Brush::Rest])));
        assert_eq!(parse(" 白、夜，休 "), Ok(Cycle(vec![shift(day), shift(night), Brush::Rest])));
        assert_eq!(parse("白中白"), Ok(Cycle(vec![shift(middle), shift(day)])), "the longer name is meant");
        assert_eq!(parse(" "), Err(FieldReason::Required));
        assert_eq!(parse("白早"), Err(FieldReason::Unknown));
        assert_eq!(parse(&"白".repeat(MAX_CYCLE + 1)), Err(FieldReason::TooLong));
        assert!(parse(&"白".repeat(MAX_CYCLE)).is_ok());
    }

    #[test]
    fn it_begins_where_it_is_laid_and_counts_the_days_that_are_left_out() {
        let (person, shift) = (PersonId::new(), ShiftId::new());
        let cycle = Cycle::parse("白休休", [(shift, "白")]).unwrap();
        let dates = [1, 2, 4, 5, 7].map(|day| date(2026, 12, day));
        let strokes = cycle.over(person, date(2026, 12, 2), dates);
        let laid: Vec<_> = strokes.iter().map(|stroke| (stroke.date, stroke.brush)).collect();
        let expected = [(2, Brush::Shift(shift)), (4, Brush::Rest), (5, Brush::Shift(shift)), (7, Brush::Rest)];
        assert_eq!(laid, expected.map(|(day, brush)| (date(2026, 12, day), brush)));
    }

    proptest! {
        #[test]
        fn it_repeats_itself(works in 1..8_usize, rests in 0..8_usize, from in 0..20_u64) {
            let typed = "白".repeat(works) + &OFF.repeat(rests);
            let cycle = Cycle::parse(&typed, [(ShiftId::new(), "白")]).unwrap();
            let first = date(2026, 12, 1);
            let strokes = cycle.over(PersonId::new(), first + Days::new(from), first.iter_days().take(62));
            prop_assert_eq!(strokes.len(), 62 - usize::try_from(from).unwrap());
            for pair in strokes.windows(works + rests + 1) {
                prop_assert_eq!(pair[0].brush, pair[works + rests].brush);
            }
        }
    }
}
