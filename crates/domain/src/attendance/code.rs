//! The code on the hall's screen: six digits that change every thirty seconds. Whoever sends them with a punch
//! stands where the screen can be read.

use chrono::{DateTime, Utc};

use crate::coded::coded_enum;

/// Seconds for which one code is shown.
pub const CODE_STEP_S: i64 = 30;

/// Digits of a code.
pub const CODE_DIGITS: usize = 6;

/// Characters that a code may be typed with, blanks included.
pub const MAX_CODE_TYPED: u16 = 20;

/// How many steps back a code is still told from a wrong one: five minutes.
pub const STALE_STEPS: i64 = 10;

/// Wrong codes that a person may send within [`CODE_TRIES_S`]; after that none is looked at for a while. Three
/// of a million codes hold at a time, so nobody gets there by guessing.
pub const MAX_CODE_TRIES: u64 = 5;

/// Seconds over which wrong codes are counted.
pub const CODE_TRIES_S: i64 = 600;

coded_enum! {
    /// What came of a code that was sent with a punch. The punch itself is recorded in any case.
    pub enum CodeVerdict {
        /// It was on the screen then: the person was at the hall.
        Accepted = "accepted",
        /// It was on the screen some minutes before.
        Stale = "stale",
        /// It was not on this hall's screen.
        Wrong = "wrong",
        /// This person has used a code for this slot already.
        Used = "used",
        /// Too many wrong ones before it: it was not looked at.
        TooManyTries = "too_many_tries",
        /// The punch came without a network and its time is not certain, so it can't be said what the screen
        /// showed then.
        TimeUnknown = "time_unknown",
    }
}

/// The number of the thirty seconds that an instant lies in.
pub fn code_step(at: DateTime<Utc>) -> i64 {
    at.timestamp().div_euclid(CODE_STEP_S)
}

/// When the code of an instant gives way to the next.
pub fn code_shown_until(at: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp((code_step(at) + 1) * CODE_STEP_S, 0).unwrap_or(at)
}

/// The steps whose codes are looked through, those that hold first: the one before and the one after count as
/// well, since clocks differ and typing takes its time.
pub fn code_steps(at: DateTime<Utc>) -> impl Iterator<Item = (i64, CodeVerdict)> {
    let now = code_step(at);
    let holds = [0, -1, 1].map(|off| (now + off, CodeVerdict::Accepted));
    holds.into_iter().chain((2..=STALE_STEPS).map(move |back| (now - back, CodeVerdict::Stale)))
}

/// The digits of a code as it was typed: with blanks in it, or in full width. Nothing if it is none.
pub fn read_code(typed: &str) -> Option<String> {
    let digit = |letter: char| match letter {
        '0'..='9' => Some(letter),
        '０'..='９' => char::from_digit(u32::from(letter) - u32::from('０'), 10),
        _ => None,
    };
    let code: Option<String> = typed.chars().filter(|letter| !letter.is_whitespace()).map(digit).collect();
    code.filter(|code| code.len() == CODE_DIGITS)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    fn verdict(shown: i64, sent: i64) -> Option<CodeVerdict> {
        code_steps(at(sent)).find(|(step, _)| *step == code_step(at(shown))).map(|(_, verdict)| verdict)
    }

    #[test]
    fn a_code_holds_in_its_own_step_and_in_the_two_beside_it() {
        let shown = 1_800_000_000;
        let cases = [
            (-31, None),
            (-30, Some(CodeVerdict::Accepted)),
            (0, Some(CodeVerdict::Accepted)),
            (29, Some(CodeVerdict::Accepted)),
            (59, Some(CodeVerdict::Accepted)),
            (60, Some(CodeVerdict::Stale)),
            (329, Some(CodeVerdict::Stale)),
            (330, None),
        ];
        for (later, expected) in cases {
            assert_eq!(verdict(shown, shown + later), expected, "{later}");
        }
    }

    #[test]
    fn codes_are_read_as_people_type_them() {
        for typed in ["123456", " 123 456 ", "１２３４５６", "12 34 56"] {
            assert_eq!(read_code(typed).as_deref(), Some("123456"), "{typed}");
        }
        for typed in ["", "12345", "1234567", "12a456", "一二三四五六"] {
            assert_eq!(read_code(typed), None, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_now_holds_now_and_ends_within_a_step(seconds in 0_i64..4_000_000_000) {
            prop_assert_eq!(verdict(seconds, seconds), Some(CodeVerdict::Accepted));
            let left = (code_shown_until(at(seconds)) - at(seconds)).num_seconds();
            prop_assert!((1..=CODE_STEP_S).contains(&left));
        }

        #[test]
        fn no_step_is_looked_at_twice(seconds in 0_i64..4_000_000_000) {
            let mut steps: Vec<i64> = code_steps(at(seconds)).map(|(step, _)| step).collect();
            let all = steps.len();
            steps.sort_unstable();
            steps.dedup();
            prop_assert_eq!(steps.len(), all);
        }
    }
}
