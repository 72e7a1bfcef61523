//! What stands between words that are put together: Chinese has its own marks.

use crate::i18n::Locale;

/// Things after one another: `甲、乙`.
pub fn list(locale: Locale, things: &[String]) -> String {
    things.join(either(locale, "、", ", "))
}

/// Clauses after one another, which may have lists in them: `甲；乙`.
pub fn clauses(locale: Locale, clauses: &[String]) -> String {
    clauses.join(either(locale, "；", "; "))
}

/// What is said of something: `甲：乙`.
pub fn of(locale: Locale, what: &str, said: &str) -> String {
    format!("{what}{}{said}", either(locale, "：", ": "))
}

/// An aside: `甲（乙）`.
pub fn aside(locale: Locale, what: &str, said: &str) -> String {
    let (open, close) = (either(locale, "（", " ("), either(locale, "）", ")"));
    format!("{what}{open}{said}{close}")
}

const fn either(locale: Locale, zh: &'static str, en: &'static str) -> &'static str {
    match locale {
        Locale::zh_CN => zh,
        Locale::en => en,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_own() {
        let things = ["a".to_owned(), "b".to_owned()];
        let all =
            |locale| [list(locale, &things), clauses(locale, &things), of(locale, "a", "b"), aside(locale, "a", "b")];
        assert_eq!(all(Locale::zh_CN), ["a、b", "a；b", "a：b", "a（b）"]);
        assert_eq!(all(Locale::en), ["a, b", "a; b", "a: b", "a (b)"]);
    }
}
