use crate::problem::FieldReason;

/// The shape of a password that is accepted.
#[derive(Clone, Copy, Debug)]
pub struct PasswordRule;

impl PasswordRule {
    /// Fewest characters.
    pub const MIN: usize = 10;
    /// Most characters: more than anybody types, and few enough to hash.
    pub const MAX: usize = 128;
}

/// The commonest passwords of ten characters and more, lower case, letters and digits only. Length keeps
/// out all shorter ones; a longer list belongs to the server and not into every phone's download.
const COMMON: &[&str] = &[
    "1234567890",
    "0123456789",
    "0987654321",
    "9876543210",
    "12345678910",
    "123456789a",
    "a123456789",
    "1111111111",
    "0000000000",
    "6666666666",
    "8888888888",
    "9999999999",
    "1122334455",
    "1234512345",
    "1q2w3e4r5t",
    "qwertyuiop",
    "qwerty12345",
    "qwerty123456",
    "password12",
    "password123",
    "password1234",
    "passw0rd123",
    "asdfghjkl1",
    "zxcvbnm123",
    "abcd123456",
    "abc123456789",
    "abcdefghij",
    "aa12345678",
    "aaaaaaaaaa",
    "woaini1314",
    "woaini520",
    "woaini1314520",
    "5201314520",
    "1314520520",
    "admin12345",
    "administrator",
    "iloveyou123",
    "welcome123",
    "1qaz2wsx3edc",
    "qazwsxedc123",
    "zaigang123",
    "zaigang1234",
];

/// Accepts a password of ten or more characters that is neither common nor made of the person's own name.
/// No rule on kinds of characters (NIST SP 800-63B 3.1.1.2: length and a block list, nothing else).
pub fn check_password(password: &str, person_name: &str, sign_in_name: &str) -> Result<(), FieldReason> {
    let length = password.chars().count();
    if length < PasswordRule::MIN {
        return Err(FieldReason::TooShort);
    }
    if length > PasswordRule::MAX {
        return Err(FieldReason::TooLong);
    }
    // Dots, blanks and dashes hide nothing: not in a password, and not in a name.
    let letters_of = |text: &str| -> String { text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect() };
    let plain = letters_of(password);
    let mut letters = plain.chars();
    let one_letter = letters.next().is_none_or(|first| letters.all(|c| c == first));
    let holds = |name: &str| {
        let name = letters_of(name);
        !name.is_empty() && plain.contains(&name)
    };
    if one_letter || COMMON.contains(&plain.as_str()) || holds(person_name) || holds(sign_in_name) {
        return Err(FieldReason::Guessable);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table() {
        let check = |password| check_password(password, "王小明", "W001");
        assert_eq!(check("short"), Err(FieldReason::TooShort));
        assert_eq!(check("九个汉字不够长的呀"), Err(FieldReason::TooShort));
        assert_eq!(check("十个汉字就已经够长了呀"), Ok(()));
        assert_eq!(check("correct horse battery"), Ok(()));
        assert_eq!(check("1234567890"), Err(FieldReason::Guessable));
        assert_eq!(check("Pass-word 1234"), Err(FieldReason::Guessable));
        assert_eq!(check("zzzzzzzzzzzz"), Err(FieldReason::Guessable));
        assert_eq!(check("我是王小明我是王小明"), Err(FieldReason::Guessable));
        assert_eq!(check("w001w001w001"), Err(FieldReason::Guessable));
        assert_eq!(check_password("我是阿里买买提我是阿里买买提", "阿里·买买提", "W001"), Err(FieldReason::Guessable));
        assert_eq!(check_password("w-001w-001", "王小明", "W-001"), Err(FieldReason::Guessable));
        assert_eq!(check(&"长".repeat(129)), Err(FieldReason::TooLong));
    }
}
