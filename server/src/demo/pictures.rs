//! Pictures of nothing in particular, drawn when the demo is filled: a sheet of paper with lines and a stamp.

use std::io::Cursor;

use anyhow::Result;
use image::{ImageFormat, Rgb, RgbImage};

const WIDTH: u32 = 480;
const HEIGHT: u32 = 640;

/// A photo of a sheet; `seed` moves its lines, so that no two are the same picture.
pub(super) fn sheet(seed: u32) -> Result<Vec<u8>> {
    let mut picture = RgbImage::from_pixel(WIDTH, HEIGHT, Rgb([244, 241, 232]));
    for line in 0..14 {
        let (y, right) = (80 + line * 32, 200 + (line * 67 + seed * 41) % 220);
        for x in 60..right {
            for thick in 0..3 {
                picture.put_pixel(x, y + thick, Rgb([92, 96, 104]));
            }
        }
    }
    let (cx, cy) = (i64::from(WIDTH) - 130, i64::from(HEIGHT) - 130);
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        let from_middle = (i64::from(x) - cx).pow(2) + (i64::from(y) - cy).pow(2);
        if (52_i64.pow(2)..58_i64.pow(2)).contains(&from_middle) {
            *pixel = Rgb([196, 44, 40]);
        }
    }
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png)?;
    Ok(bytes.into_inner())
}
