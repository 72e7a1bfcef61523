use serde::{Deserialize, Serialize};

use super::half_width;

/// The name a person signs in with (工号): 1 to 32 ASCII letters, digits, `.`, `_` and `-`; capitals make no
/// difference and are kept as small letters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SignInName(String);

/// Why a text is no sign-in name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignInNameError {
    /// It has 1 to 32 characters.
    #[error("must have 1 to 32 characters")]
    Length,
    /// ASCII letters, digits, `.`, `_` and `-` only.
    #[error("must be letters, digits, '.', '_' or '-'")]
    Characters,
}

impl SignInName {
    /// Reads a name as typed; spaces around it go.
    pub fn parse(text: &str) -> Result<Self, SignInNameError> {
        let name: String = text.trim().chars().map(|c| half_width(c).to_ascii_lowercase()).collect();
        if !(1..=32).contains(&name.chars().count()) {
            return Err(SignInNameError::Length);
        }
        if !name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')) {
            return Err(SignInNameError::Characters);
        }
        Ok(Self(name))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for SignInName {
    type Error = SignInNameError;

    fn try_from(text: String) -> Result<Self, SignInNameError> {
        Self::parse(&text)
    }
}

impl From<SignInName> for String {
    fn from(name: SignInName) -> Self {
        name.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_differ_by_more_than_capitals() {
        for typed in ["W001", " w001 ", "Ｗ００１"] {
            assert_eq!(SignInName::parse(typed).unwrap().as_str(), "w001", "{typed}");
        }
        assert_eq!(SignInName::parse("li.wei_2-b").unwrap().as_str(), "li.wei_2-b");
    }

    #[test]
    fn refuses_the_rest() {
        assert_eq!(SignInName::parse("  "), Err(SignInNameError::Length));
        assert_eq!(SignInName::parse(&"a".repeat(33)), Err(SignInNameError::Length));
        for typed in ["张三", "a b", "a@b", "w001'--"] {
            assert_eq!(SignInName::parse(typed), Err(SignInNameError::Characters), "{typed}");
        }
    }
}
