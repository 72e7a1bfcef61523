use serde::{Deserialize, Serialize};

/// A person's name: 2 to 20 characters. Counted in code points, since rare characters of the extensions
/// take two UTF-16 units.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PersonName(String);

/// Why a text is no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PersonNameError {
    /// A name has 2 to 20 characters.
    #[error("must have 2 to 20 characters")]
    Length,
    /// Letters, with · or, between Latin letters, a space, and these only inside.
    #[error("must be letters, with · only between them")]
    Characters,
}

impl PersonName {
    /// Reads a name as typed. Spaces go (`张　三` is how sheets align short names), but for those between
    /// Latin letters; the middle dot may be any that keyboards give for it and becomes `·` (U+00B7).
    pub fn parse(text: &str) -> Result<Self, PersonNameError> {
        let mut name = String::new();
        let mut gap = false;
        for c in text.chars() {
            if c.is_whitespace() {
                gap = true;
                continue;
            }
            if gap && c.is_ascii_alphabetic() && name.ends_with(|last: char| last.is_ascii_alphabetic()) {
                name.push(' ');
            }
            gap = false;
            name.push(if matches!(c, '•' | '‧' | '・' | '･' | '．') { '·' } else { c });
        }
        if !(2..=20).contains(&name.chars().count()) {
            return Err(PersonNameError::Length);
        }
        let parts_sound = name.split(['·', ' ']).all(|part| !part.is_empty() && part.chars().all(char::is_alphabetic));
        if parts_sound { Ok(Self(name)) } else { Err(PersonNameError::Characters) }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for PersonName {
    type Error = PersonNameError;

    fn try_from(text: String) -> Result<Self, PersonNameError> {
        Self::parse(&text)
    }
}

impl From<PersonName> for String {
    fn from(name: PersonName) -> Self {
        name.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_names_as_they_are_written() {
        let cases = [
            ("张三", "张三"),
            (" 张　三 ", "张三"),
            ("阿卜杜拉•买买提", "阿卜杜拉·买买提"),
            ("𠮷田", "𠮷田"),
            ("Anna  Lee", "Anna Lee"),
            ("㛃𬙊", "㛃𬙊"),
        ];
        for (typed, name) in cases {
            assert_eq!(PersonName::parse(typed).unwrap().as_str(), name, "{typed}");
        }
    }

    #[test]
    fn refuses_what_is_no_name() {
        let cases = [
            ("", PersonNameError::Length),
            ("王", PersonNameError::Length),
            ("𠮷", PersonNameError::Length),
            ("一二三四五六七八九十一二三四五六七八九十一", PersonNameError::Length),
            ("张3", PersonNameError::Characters),
            ("·张三", PersonNameError::Characters),
            ("张三·", PersonNameError::Characters),
            ("买买提··江", PersonNameError::Characters),
            ("<b>张三", PersonNameError::Characters),
            ("张三😀", PersonNameError::Characters),
        ];
        for (typed, error) in cases {
            assert_eq!(PersonName::parse(typed), Err(error), "{typed}");
        }
    }
}
