use chrono::NaiveDate;

use super::half_width;

/// Why a text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// Not year, month and day.
    #[error("must be year, month and day, such as 2026-11-24")]
    Malformed,
    /// Such as the 30th of February.
    #[error("there is no such day")]
    NoSuchDay,
}

/// Reads a date as spreadsheets have it: `2026-11-24`, `2026/11/24`, `2026.11.24`, `20261124`, `2026年11月24日`.
pub fn parse_date(text: &str) -> Result<NaiveDate, DateError> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).map(half_width).collect();
    let (year, month, day) = parts(plain.trim_end_matches('日')).ok_or(DateError::Malformed)?;
    NaiveDate::from_ymd_opt(year, month, day).ok_or(DateError::NoSuchDay)
}

fn parts(text: &str) -> Option<(i32, u32, u32)> {
    let separated: Vec<&str> = text.split(['-', '/', '.', '年', '月']).collect();
    let (year, month, day) = match *separated.as_slice() {
        [all] if all.len() == 8 => (all.get(..4)?, all.get(4..6)?, all.get(6..)?),
        [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => (year, month, day),
        _ => return None,
    };
    // `parse` alone would take a sign.
    let digits = [year, month, day].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    digits.then_some((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn takes_the_ways_a_date_is_written() {
        let date = NaiveDate::from_ymd_opt(2026, 3, 9).unwrap();
        for text in
            ["2026-03-09", "2026-3-9", "2026/3/9", "2026.03.09", "20260309", "2026年3月9日", " ２０２６ 年3月9 日"]
        {
            assert_eq!(parse_date(text), Ok(date), "{text}");
        }
    }

    #[test]
    fn tells_an_impossible_day_from_what_is_no_date() {
        for text in ["2026-02-29", "2026-13-01", "20260431", "2026-00-10", "2025年2月30日"] {
            assert_eq!(parse_date(text), Err(DateError::NoSuchDay), "{text}");
        }
        for text in
            ["", "2026", "2026-3", "3/9/2026", "26-3-9", "2026-3-9-1", "2026-+3-9", "45000", "去年三月", "2026年日"]
        {
            assert_eq!(parse_date(text), Err(DateError::Malformed), "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_typed_makes_it_panic(text in "[0-9年月日./-]{0,12}|\\PC{0,12}") {
            let _ = parse_date(&text);
        }
    }
}
