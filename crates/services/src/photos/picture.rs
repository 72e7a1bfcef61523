//! What is kept of an upload: the picture, and nothing else that came with it.

use std::io::Cursor;

use domain::{
    photos::{LONGEST_SIDE, MAX_UPLOAD, MAX_UPLOAD_POINTS, MAX_UPLOAD_SIDE},
    problem::{FieldReason, Problem},
};
use image::{
    DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, codecs::jpeg::JpegEncoder,
    imageops::FilterType,
};
use tokio::sync::Semaphore;

use crate::{
    error::{Error, Result},
    secrets::off_thread,
};

/// What everything is kept as.
pub(super) const MEDIA_TYPE: &str = "image/jpeg";

/// Of a hundred: print stays sharp.
const QUALITY: u8 = 80;

/// Bytes that decoding may take: the largest picture that is accepted, four bytes a point, and the decoder's own.
const MEMORY: u64 = 256 * 1024 * 1024;

/// Pictures that are worked on at a time: the memory of the largest is what a server must have to spare.
const AT_ONCE: usize = 2;

/// Where uploads are turned into what is kept, a few at a time.
pub(crate) struct PhotoBench(Semaphore);

impl Default for PhotoBench {
    fn default() -> Self {
        Self(Semaphore::new(AT_ONCE))
    }
}

/// What is left of an upload.
pub(super) struct Cleaned {
    pub(super) bytes: Vec<u8>,
    pub(super) width: i32,
    pub(super) height: i32,
}

impl PhotoBench {
    /// Decodes an upload within limits, turns and shrinks it, and encodes it anew: place, time, phone and
    /// whatever else the file held are gone.
    ///
    /// # Errors
    /// `photo` is not a picture that can be read, or too large.
    pub(super) async fn clean(&self, upload: Vec<u8>) -> Result<Cleaned> {
        if upload.len() > MAX_UPLOAD {
            return Err(Problem::field("photo", FieldReason::TooLarge).into());
        }
        let _place = self.0.acquire().await.map_err(Error::internal)?;
        let cleaned = off_thread(move || clean(&upload)).await?;
        cleaned.map_err(|reason| Problem::field("photo", reason).into())
    }
}

fn clean(upload: &[u8]) -> std::result::Result<Cleaned, FieldReason> {
    let refused = |error: ImageError| match error {
        ImageError::Limits(_) => FieldReason::TooLarge,
        _ => FieldReason::NotAPhoto,
    };
    let mut reader = ImageReader::new(Cursor::new(upload)).with_guessed_format().map_err(|_| FieldReason::NotAPhoto)?;
    if !matches!(reader.format(), Some(ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) {
        return Err(FieldReason::NotAPhoto);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_UPLOAD_SIDE);
    limits.max_image_height = Some(MAX_UPLOAD_SIDE);
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(refused)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_UPLOAD_POINTS {
        return Err(FieldReason::TooLarge);
    }
    let turned = decoder.orientation().map_err(refused)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(refused)?;
    picture.apply_orientation(turned);
    if picture.width().max(picture.height()) > LONGEST_SIDE {
        picture = picture.resize(LONGEST_SIDE, LONGEST_SIDE, FilterType::Triangle);
    }
    let picture = picture.into_rgb8();
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY).encode_image(&picture).map_err(refused)?;
    let points = |side: u32| i32::try_from(side).unwrap_or(i32::MAX);
    Ok(Cleaned { bytes, width: points(picture.width()), height: points(picture.height()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let picture = DynamicImage::new_rgb8(width, height);
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn what_is_kept_is_a_jpeg_of_bounded_size() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
            let cleaned = clean(&encoded(40, 20, format)).unwrap();
            assert_eq!((cleaned.width, cleaned.height), (40, 20), "{format:?}");
            assert_eq!(image::guess_format(&cleaned.bytes).unwrap(), ImageFormat::Jpeg);
        }
        let large = clean(&encoded(2000, 500, ImageFormat::Png)).unwrap();
        assert_eq!((large.width, large.height), (1600, 400));
    }

    #[test]
    fn what_else_the_file_held_is_gone_and_the_picture_is_upright() {
        let plain = encoded(40, 20, ImageFormat::Jpeg);
        // An EXIF block that says "turned by a quarter" and names a place, as phones write it.
        let exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0GPS 31.2304 121.4737";
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        let upload = [&plain[..2], &[0xff, 0xe1], &length, exif, &plain[2..]].concat();
        let cleaned = clean(&upload).unwrap();
        assert_eq!((cleaned.width, cleaned.height), (20, 40), "it is turned, since what says so is gone");
        for held in [b"Exif".as_slice(), b"GPS", b"121.4737"] {
            assert!(upload.windows(held.len()).any(|bytes| bytes == held));
            assert!(!cleaned.bytes.windows(held.len()).any(|bytes| bytes == held));
        }
    }

    #[test]
    fn what_is_no_picture_or_unpacks_to_too_much_is_refused() {
        let refused = |upload: &[u8]| clean(upload).err();
        for wrong in [b"".as_slice(), b"GIF89a", b"%PDF-1.7", b"<svg xmlns='http://www.w3.org/2000/svg'/>"] {
            assert_eq!(refused(wrong), Some(FieldReason::NotAPhoto));
        }
        let whole = encoded(40, 20, ImageFormat::Png);
        assert_eq!(refused(&whole[..whole.len() / 2]), Some(FieldReason::NotAPhoto));
        // A PNG of a few bytes that says it is 100,000 points wide: its size is in bytes 16 to 24, with a
        // check sum after its header.
        assert_eq!(refused(&encoded(13_000, 1, ImageFormat::Png)), Some(FieldReason::TooLarge));
        assert_eq!(refused(&encoded(9000, 6000, ImageFormat::Png)), Some(FieldReason::TooLarge));
    }
}
