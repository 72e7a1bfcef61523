//! One reading of this phone's position: precise, fresh, and at most ten seconds.

use domain::attendance::{NoPosition, PositionReport, Reading};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Position, PositionError, PositionOptions};

/// Longest wait, milliseconds. Some phones never call back at all, so the page keeps this limit itself,
/// a little later than the browser should.
const LIMIT: u32 = 10_000;

/// Where the phone is, or why that is not known.
pub(crate) async fn locate() -> PositionReport {
    match JsFuture::from(ask()).await {
        Ok(position) => reading(position.unchecked_ref()),
        Err(error) => PositionReport::Missing(reason(&error)),
    }
}

fn ask() -> js_sys::Promise {
    js_sys::Promise::new(&mut |found, failed| {
        let give_up = failed.clone();
        let timer = Closure::once_into_js(move || drop(give_up.call1(&JsValue::NULL, &JsValue::NULL)));
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(
            timer.unchecked_ref(),
            i32::try_from(LIMIT + 500).unwrap_or(i32::MAX),
        );
        let Ok(geolocation) = window().navigator().geolocation() else {
            let _ = failed.call1(&JsValue::NULL, &JsValue::NULL);
            return;
        };
        let options = PositionOptions::new();
        options.set_enable_high_accuracy(true);
        options.set_maximum_age(0);
        options.set_timeout(LIMIT);
        let _ = geolocation.get_current_position_with_error_callback_and_options(&found, Some(&failed), &options);
    })
}

fn reading(position: &Position) -> PositionReport {
    let coords = position.coords();
    let age = js_sys::Date::now() - position.timestamp();
    match Reading::from_browser(coords.latitude(), coords.longitude(), coords.accuracy(), age.max(0.0)) {
        Ok(reading) => PositionReport::Reading(reading),
        Err(_) => PositionReport::Missing(NoPosition::Unavailable),
    }
}

fn reason(error: &JsValue) -> NoPosition {
    if error.is_null() {
        return NoPosition::Timeout;
    }
    // Browsers call this class by two names, so it is not asked for its class.
    match error.unchecked_ref::<PositionError>().code() {
        PositionError::PERMISSION_DENIED => NoPosition::Denied,
        PositionError::POSITION_UNAVAILABLE => NoPosition::Unavailable,
        _ => NoPosition::Timeout,
    }
}
