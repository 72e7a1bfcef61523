//! Language and text size. They live in cookies, so that the server renders the first byte right and a
//! shared phone can be set before anybody signs in.

use leptos::prelude::*;

use crate::{error::AppError, wire::Write};

/// Sets the language. Posted as a plain form: the browser loads the page again, in that language.
#[server(prefix = "/api", endpoint = "preferences/language", protocol = Write)]
pub async fn set_language(
    /// `zh-CN` or `en`.
    language: String,
) -> Result<(), AppError> {
    let language = if language == "en" { "en" } else { "zh-CN" };
    ssr::set_cookie(ssr::LANGUAGE_COOKIE, language);
    Ok(())
}

/// Sets the text size. Posted as a plain form, like [`set_language`].
#[server(prefix = "/api", endpoint = "preferences/text", protocol = Write)]
pub async fn set_text_size(
    /// Whether 大字 is wanted.
    #[server(default)]
    large: bool,
) -> Result<(), AppError> {
    ssr::set_cookie("text", if large { "large" } else { "normal" });
    Ok(())
}

/// Reading and writing the cookies.
#[cfg(feature = "ssr")]
pub mod ssr {
    use http::{HeaderValue, header, request::Parts};
    use leptos::prelude::*;
    use leptos_axum::ResponseOptions;

    /// The value of a cookie of the request being served.
    pub fn cookie(name: &str) -> Option<String> {
        let parts = use_context::<Parts>()?;
        let cookies = parts.headers.get_all(header::COOKIE);
        let pairs = cookies.iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(';'));
        pairs.filter_map(|pair| pair.trim().split_once('=')).find(|(key, _)| *key == name).map(|(_, v)| v.to_owned())
    }

    /// Holds it: `en`, or `zh-CN` like no cookie at all.
    pub const LANGUAGE_COOKIE: &str = "lang";

    /// The language chosen on this phone; Chinese until somebody chooses.
    pub fn language() -> String {
        cookie(LANGUAGE_COOKIE).filter(|language| language == "en").unwrap_or_else(|| "zh-CN".to_owned())
    }

    /// Whether 大字 is on.
    pub fn large_text() -> bool {
        cookie("text").is_some_and(|text| text == "large")
    }

    /// Keeps a preference for a year. It is no secret and grants nothing.
    pub(super) fn set_cookie(name: &str, value: &str) {
        let cookie = format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly");
        if let (Some(options), Ok(cookie)) = (use_context::<ResponseOptions>(), HeaderValue::try_from(cookie)) {
            options.append_header(header::SET_COOKIE, cookie);
        }
    }
}
