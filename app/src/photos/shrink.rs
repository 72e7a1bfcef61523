//! Making a photo small before it is sent: from some eight megabytes to a few hundred kilobytes. The canvas
//! keeps the picture only, so the place where it was taken does not even leave the phone.

use domain::photos::LONGEST_SIDE;
use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, File, HtmlCanvasElement, ImageBitmap};

/// Of one: print stays sharp.
const QUALITY: f64 = 0.8;

/// The photo as a JPEG of bounded size; nothing where this browser can't read or draw it.
pub(super) async fn shrunk(file: &File) -> Option<Blob> {
    let window = web_sys::window()?;
    let decoded = JsFuture::from(window.create_image_bitmap_with_blob(file).ok()?).await.ok()?;
    let picture: ImageBitmap = decoded.dyn_into().ok()?;
    let (width, height) = fit(picture.width(), picture.height());
    let canvas: HtmlCanvasElement = window.document()?.create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    let drawn =
        context.draw_image_with_image_bitmap_and_dw_and_dh(&picture, 0.0, 0.0, f64::from(width), f64::from(height));
    picture.close();
    drawn.ok()?;
    let encoded = JsFuture::from(Promise::new(&mut |done: Function, failed: Function| {
        let asked = canvas.to_blob_with_type_and_encoder_options(&done, "image/jpeg", &JsValue::from(QUALITY));
        if asked.is_err() {
            let _ = failed.call0(&JsValue::NULL);
        }
    }));
    // A canvas that is too large for the phone gives null.
    encoded.await.ok()?.dyn_into().ok()
}

/// The size with its longer side in bounds.
fn fit(width: u32, height: u32) -> (u32, u32) {
    let longer = width.max(height);
    if longer <= LONGEST_SIDE {
        return (width, height);
    }
    let scaled = |side: u32| {
        let side = u64::from(side) * u64::from(LONGEST_SIDE) / u64::from(longer);
        u32::try_from(side).unwrap_or(LONGEST_SIDE).max(1)
    };
    (scaled(width), scaled(height))
}
