//! Files that people hand over.

use domain::{
    ids::HallId,
    photos::PhotoSubject,
    problem::{FieldReason, Problem},
};
use leptos::server_fn::codec::MultipartData;

/// A list to import, with the form around it.
pub struct Upload {
    /// Field `hall`.
    pub hall: HallId,
    /// Field `apply`: without it, only tell what would happen.
    pub apply: bool,
    /// What the file is called on its owner's disk; its ending tells the format.
    pub file_name: String,
    /// Field `file`.
    pub bytes: Vec<u8>,
}

impl Upload {
    /// Reads the form. How much may come is limited where the route is.
    ///
    /// # Errors
    /// [`Problem::Invalid`] naming the field that is missing; `file` is too long when the upload broke off or
    /// passed the limit.
    pub async fn read(form: MultipartData) -> Result<Self, Problem> {
        let missing = |field| move || Problem::field(field, FieldReason::Required);
        let broken = |_| Problem::field("file", FieldReason::TooLong);
        let mut form = form.into_inner().ok_or_else(missing("file"))?;
        let (mut hall, mut apply, mut file) = (None, false, None);
        while let Some(field) = form.next_field().await.map_err(broken)? {
            match field.name() {
                Some("hall") => hall = field.text().await.map_err(broken)?.parse().ok(),
                Some("apply") => apply = field.text().await.map_err(broken)? == "true",
                Some("file") => {
                    let name = field.file_name().unwrap_or_default().to_owned();
                    file = Some((name, field.bytes().await.map_err(broken)?.to_vec()));
                }
                _ => {}
            }
        }
        // Where none was chosen, a browser sends one without a name. An empty one has a name: its reader says so.
        let file = file.filter(|(name, bytes)| !name.is_empty() || !bytes.is_empty());
        let (file_name, bytes) = file.ok_or_else(missing("file"))?;
        Ok(Self { hall: hall.ok_or_else(missing("hall"))?, apply, file_name, bytes })
    }
}

/// A photo, with the form around it.
pub struct PhotoUpload {
    /// Field `subject`: what it belongs to, if that is known yet.
    pub subject: Option<PhotoSubject>,
    /// Field `photo`.
    pub bytes: Vec<u8>,
}

impl PhotoUpload {
    /// Reads the form. How much may come is limited where the route is.
    ///
    /// # Errors
    /// [`Problem::Invalid`] naming the field: `photo` is missing, or too large when the upload broke off or
    /// passed the limit; `subject` is nothing that photos belong to.
    pub async fn read(form: MultipartData) -> Result<Self, Problem> {
        let missing = || Problem::field("photo", FieldReason::Required);
        let broken = |_| Problem::field("photo", FieldReason::TooLarge);
        let mut form = form.into_inner().ok_or_else(missing)?;
        let (mut subject, mut photo) = (None, None);
        while let Some(field) = form.next_field().await.map_err(broken)? {
            match field.name() {
                Some("subject") => {
                    let text = field.text().await.map_err(broken)?;
                    let unknown = |_| Problem::field("subject", FieldReason::Unknown);
                    subject = Some(text.parse().map_err(unknown)?);
                }
                Some("photo") => photo = Some(field.bytes().await.map_err(broken)?.to_vec()),
                _ => {}
            }
        }
        let bytes = photo.filter(|bytes: &Vec<u8>| !bytes.is_empty()).ok_or_else(missing)?;
        Ok(Self { subject, bytes })
    }
}
