//! Sending photos off a file field, one after the other, shrunk.

use domain::photos::{PhotoSubject, PhotoView};
use leptos::prelude::*;

use crate::error::AppError;

/// How sending stands.
#[derive(Clone, Copy)]
pub(super) struct Sending {
    /// Whether something is on its way.
    pub(super) busy: RwSignal<bool>,
    /// Why the last one did not arrive.
    pub(super) refused: RwSignal<Option<AppError>>,
    /// What has arrived.
    pub(super) sent: RwSignal<Vec<PhotoView>>,
}

impl Sending {
    pub(super) fn new() -> Self {
        Self { busy: RwSignal::new(false), refused: RwSignal::new(None), sent: RwSignal::new(Vec::new()) }
    }

    /// Sends what was chosen in a file field and empties it. `room` is how many more there may be.
    #[cfg(feature = "hydrate")]
    pub(super) fn send(self, field: web_sys::HtmlInputElement, subject: Option<PhotoSubject>, room: usize) {
        use domain::problem::{FieldReason, Problem};

        let files = field.files();
        let files: Vec<web_sys::File> =
            files.map(|files| (0..files.length()).filter_map(|n| files.get(n)).collect()).unwrap_or_default();
        if files.is_empty() || self.busy.get_untracked() {
            return;
        }
        if files.len() > room {
            field.set_value("");
            return self.refused.set(Some(Problem::field("photo", FieldReason::TooMany).into()));
        }
        self.busy.set(true);
        self.refused.set(None);
        leptos::task::spawn_local(async move {
            for file in files {
                match send_one(file, subject).await {
                    // The page may be gone by now.
                    Ok(photo) => drop(self.sent.try_update(|sent| {
                        sent.retain(|known| known.id != photo.id);
                        sent.push(photo);
                    })),
                    Err(error) => drop(self.refused.try_set(Some(error))),
                }
            }
            field.set_value("");
            let _ = self.busy.try_set(false);
        });
    }

    #[cfg(not(feature = "hydrate"))]
    pub(super) fn send(self, field: leptos::web_sys::HtmlInputElement, subject: Option<PhotoSubject>, room: usize) {
        let _ = (self, field, subject, room);
    }
}

#[cfg(feature = "hydrate")]
async fn send_one(file: web_sys::File, subject: Option<PhotoSubject>) -> Result<PhotoView, AppError> {
    use domain::{
        photos::MAX_UPLOAD,
        problem::{FieldReason, Problem},
    };

    // What the phone can't shrink goes as it is: the server says what it thinks of it.
    let photo = match super::shrink::shrunk(&file).await {
        Some(photo) => photo,
        None => file.into(),
    };
    let limit = u32::try_from(MAX_UPLOAD).map_or(f64::MAX, f64::from);
    if photo.size() > limit {
        return Err(Problem::field("photo", FieldReason::TooLarge).into());
    }
    let broken = |_| AppError::Unreachable;
    let form = web_sys::FormData::new().map_err(broken)?;
    if let Some(subject) = subject {
        form.append_with_str("subject", &subject.to_string()).map_err(broken)?;
    }
    form.append_with_blob_and_filename("photo", &photo, "photo").map_err(broken)?;
    super::api::add_photo(form.into()).await
}
