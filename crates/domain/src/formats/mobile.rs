use std::fmt;

use serde::{Deserialize, Serialize};

use super::half_width;

/// A mainland mobile number: eleven digits, `1[3-9]…`. Numbers change hands, so it identifies nobody.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Mobile(String);

/// Why a text is no mobile number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be a mainland mobile number of 11 digits")]
pub struct MobileError;

impl Mobile {
    /// Reads a number as typed: with +86 or 86 in front, spaces, hyphens, full-width digits.
    pub fn parse(text: &str) -> Result<Self, MobileError> {
        let plain: String = text.chars().filter(|c| !c.is_whitespace()).map(half_width).filter(|c| *c != '-').collect();
        let number = plain.strip_prefix("+86").or_else(|| plain.strip_prefix("86")).unwrap_or(&plain);
        match number.as_bytes() {
            [b'1', b'3'..=b'9', rest @ ..] if rest.len() == 9 && rest.iter().all(u8::is_ascii_digit) => {
                Ok(Self(number.to_owned()))
            }
            _ => Err(MobileError),
        }
    }

    /// The eleven digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last four digits: confirms an invitation, together with the link and a limit on tries, and
    /// proves nothing alone.
    pub fn last4(&self) -> &str {
        self.0.get(7..).unwrap_or_default()
    }
}

impl TryFrom<String> for Mobile {
    type Error = MobileError;

    fn try_from(text: String) -> Result<Self, MobileError> {
        Self::parse(&text)
    }
}

impl From<Mobile> for String {
    fn from(mobile: Mobile) -> Self {
        mobile.0
    }
}

impl fmt::Debug for Mobile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mobile(*******{})", self.last4())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_what_people_type() {
        for text in
            ["13812345678", "+86 138-1234-5678", "86 138 1234 5678", "＋８６１３８１２３４５６７８", "\t13812345678 "]
        {
            assert_eq!(Mobile::parse(text).unwrap().as_str(), "13812345678", "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_mobile() {
        for text in
            ["", "12812345678", "1381234567", "138123456789", "+1 13812345678", "010-12345678", "1381234567a", "８６"]
        {
            assert_eq!(Mobile::parse(text), Err(MobileError), "{text}");
        }
    }

    #[test]
    fn shows_four_digits_in_debug_output_and_checks_what_comes_over_the_wire() {
        let mobile = Mobile::parse("13812345678").unwrap();
        assert_eq!(format!("{mobile:?}"), "Mobile(*******5678)");
        assert_eq!(serde_json::to_string(&mobile).unwrap(), r#""13812345678""#);
        assert!(serde_json::from_str::<Mobile>(r#""12345""#).is_err());
    }
}
