//! The forms of what people type: dates, identity numbers, phones, names (domain 2.8).
//!
//! Each has a type that can't hold a wrong value, and takes what a Chinese keyboard or spreadsheet gives:
//! full-width digits, spaces, a leading +86.

mod date;
mod id_number;
mod mobile;
mod person_name;
mod sign_in_name;

pub use date::{DateError, parse_date};
pub use id_number::{IdNumber, IdNumberError};
pub use mobile::{Mobile, MobileError};
pub use person_name::{PersonName, PersonNameError};
pub use sign_in_name::{SignInName, SignInNameError};

/// A full-width form (`１`, `Ｘ`, `＋`) as its plain ASCII character; other characters as they are.
fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(c),
        _ => c,
    }
}
