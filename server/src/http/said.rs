//! What is said where no page is: with files that are not given out.

use app::preferences::ssr::LANGUAGE_COOKIE;
use axum::http::HeaderMap;
use domain::accounts::Language;

use super::gate::cookie;

/// The language chosen on the phone that asks; Chinese until somebody chooses.
pub(super) fn language(headers: &HeaderMap) -> Language {
    language_of(cookie(headers, LANGUAGE_COOKIE).as_deref())
}

/// The language of a word for it; Chinese where it is none.
pub(super) fn language_of(word: Option<&str>) -> Language {
    if word == Some(Language::En.code()) { Language::En } else { Language::ZhCn }
}

/// A sentence for whoever asked for a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// There is no such file.
    NoFile,
    /// They may not have it.
    NotAllowed,
    /// There is no such photo, or it is not theirs to see.
    NoPhoto,
    /// What they send is larger than a photo may be.
    PhotoTooLarge,
    /// Something of ours is broken.
    Broken,
}

impl Said {
    pub(super) const fn text(self, language: Language) -> &'static str {
        let (zh, en) = match self {
            Self::NoFile => ("没有找到这个文件。", "There is no such file."),
            Self::NotAllowed => ("您没有权限下载这个文件。", "You may not download this file."),
            Self::NoPhoto => ("没有找到这张照片。", "There is no such photo."),
            Self::PhotoTooLarge => (
                "照片太大：文件不能超过 8 MB。请返回上一页，重新拍一张或选小一些的。",
                "The photo is too large: a file may have 8 MB. Please go back and take another, or choose a smaller one.",
            ),
            Self::Broken => ("服务器出错了，请稍后再试。", "Something went wrong on the server; please try again."),
        };
        match language {
            Language::ZhCn => zh,
            Language::En => en,
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderValue, header};

    use super::*;

    #[test]
    fn the_phone_has_chosen_the_language() {
        let mut headers = HeaderMap::new();
        assert_eq!(language(&headers), Language::ZhCn);
        headers.insert(header::COOKIE, HeaderValue::from_static("text=large; lang=en"));
        assert_eq!(Said::NoFile.text(language(&headers)), "There is no such file.");
        headers.insert(header::COOKIE, HeaderValue::from_static("lang=fr"));
        assert_eq!(Said::NoFile.text(language(&headers)), "没有找到这个文件。");
    }
}
