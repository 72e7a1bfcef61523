use std::fmt;

use chrono::{Datelike, NaiveDate};

use super::half_width;

/// Nobody younger may be employed (劳动法 15).
const LEAST_AGE: u32 = 16;
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: [u8; 11] = *b"10X98765432";

/// A resident identity number (公民身份号码, GB 11643): 17 digits and a check character. Residence permits
/// of Hong Kong, Macau and Taiwan residents and new foreigners' cards have the same form.
///
/// Sensitive personal data: it has no serialised form, so that it can't slip into a view, and debug output
/// shows the last four only.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct IdNumber(String);

/// Which part of an identity number is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdNumberError {
    /// It has 18 characters; 15-digit numbers are not valid any more.
    #[error("must have 18 characters")]
    Length,
    /// The first 17 are digits, the last is a digit or X.
    #[error("must be digits, X only at the end")]
    Characters,
    /// The 7th to 14th digits are not a date.
    #[error("the date of birth does not exist")]
    BirthDate,
    /// The date of birth is still to come.
    #[error("the date of birth lies in the future")]
    Future,
    /// Under sixteen.
    #[error("the person is younger than 16")]
    TooYoung,
    /// The check character does not fit the rest: one of the digits was mistyped.
    #[error("the check character does not match")]
    Check,
}

impl IdNumberError {
    /// The stable word for reports.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Length => "length",
            Self::Characters => "characters",
            Self::BirthDate => "birth_date",
            Self::Future => "future",
            Self::TooYoung => "too_young",
            Self::Check => "check",
        }
    }
}

impl IdNumber {
    /// Reads a number as typed. `today` is the date at the hall; the person must be sixteen on it.
    pub fn parse(text: &str, today: NaiveDate) -> Result<Self, IdNumberError> {
        let number: String =
            text.chars().filter(|c| !c.is_whitespace()).map(|c| half_width(c).to_ascii_uppercase()).collect();
        if number.chars().count() != 18 {
            return Err(IdNumberError::Length);
        }
        let (digits, check) = number.split_at_checked(17).ok_or(IdNumberError::Characters)?;
        let last_fits = check == "X" || check.bytes().all(|byte| byte.is_ascii_digit());
        if !last_fits || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(IdNumberError::Characters);
        }
        let birth = birth_date(digits).ok_or(IdNumberError::BirthDate)?;
        if birth > today {
            return Err(IdNumberError::Future);
        }
        if today.years_since(birth).is_none_or(|age| age < LEAST_AGE) {
            return Err(IdNumberError::TooYoung);
        }
        if check.bytes().next() != Some(check_character(digits)) {
            return Err(IdNumberError::Check);
        }
        Ok(Self(number))
    }

    /// The last four characters, all that is shown without a logged reveal.
    pub fn last4(&self) -> &str {
        self.0.get(14..).unwrap_or_default()
    }

    /// The whole number, to be encrypted or, after a logged reveal, shown.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IdNumber(**************{})", self.last4())
    }
}

fn birth_date(digits: &str) -> Option<NaiveDate> {
    let part = |range: std::ops::Range<usize>| digits.get(range)?.parse::<u32>().ok();
    let year = i32::try_from(part(6..10)?).ok()?;
    NaiveDate::from_ymd_opt(year, part(10..12)?, part(12..14)?).filter(|date| date.year() >= 1900)
}

fn check_character(digits: &str) -> u8 {
    let sum: u32 = digits.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    CHECKS[sum as usize % CHECKS.len()]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn parse(text: &str) -> Result<IdNumber, IdNumberError> {
        IdNumber::parse(text, day(2026, 11, 24))
    }

    #[test]
    fn takes_the_worked_examples_in_the_ways_people_type_them() {
        for text in [
            "11010519491231002X",
            "11010519491231002x",
            " 110105 19491231 002X ",
            "１１０１０５１９４９１２３１００２Ｘ",
        ] {
            assert_eq!(parse(text).unwrap().expose(), "11010519491231002X", "{text}");
        }
        assert_eq!(check_character("44052418800101001"), b'4');
    }

    #[test]
    fn says_which_part_is_wrong() {
        let cases = [
            ("", IdNumberError::Length),
            ("110105491231002", IdNumberError::Length),
            ("1101051949123100X2", IdNumberError::Characters),
            ("11010519491231002Y", IdNumberError::Characters),
            ("一一010519491231002X", IdNumberError::Characters),
            ("110105194902290023", IdNumberError::BirthDate),
            ("110105194913310023", IdNumberError::BirthDate),
            ("440524188001010014", IdNumberError::BirthDate),
            ("110105202611250020", IdNumberError::Future),
            ("110105201011250023", IdNumberError::TooYoung),
            ("110105194912310021", IdNumberError::Check),
            ("110105194912310012", IdNumberError::Check),
        ];
        for (text, error) in cases {
            assert_eq!(parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn sixteen_is_reached_on_the_birthday() {
        let digits = "11010520101124002";
        let number = format!("{digits}{}", char::from(check_character(digits)));
        assert!(IdNumber::parse(&number, day(2026, 11, 24)).is_ok());
        assert_eq!(IdNumber::parse(&number, day(2026, 11, 23)), Err(IdNumberError::TooYoung));
    }

    #[test]
    fn debug_output_keeps_the_number_to_itself() {
        assert_eq!(format!("{:?}", parse("11010519491231002X").unwrap()), "IdNumber(**************002X)");
    }

    #[test]
    fn one_wrong_digit_is_always_noticed() {
        let right = "11010519491231002X";
        for (at, digit) in (0..17).flat_map(|at| ('0'..='9').map(move |digit| (at, digit))) {
            let mut wrong = right.to_owned();
            wrong.replace_range(at..=at, &digit.to_string());
            assert_eq!(parse(&wrong).is_ok(), wrong == right, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn nothing_typed_makes_it_panic(text in "\\PC{0,24}") {
            let _ = parse(&text);
        }
    }
}
