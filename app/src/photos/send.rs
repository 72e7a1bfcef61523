//! Sending photos off a file field, one after the other, shrunk.

use domain::photos::{PhotoSubject, PhotoView};
use leptos::prelude::*;
#[cfg(feature = "hydrate")]
use {
    send_wrapper::SendWrapper,
    std::collections::VecDeque,
    web_sys::{File, XmlHttpRequest},
};

use crate::error::AppError;

/// How sending stands.
#[derive(Clone, Copy)]
pub(super) struct Sending {
    /// What the photos belong to, if that is there yet.
    subject: StoredValue<Option<PhotoSubject>>,
    /// Whether something is on its way.
    pub(super) busy: RwSignal<bool>,
    /// Why the last one did not arrive.
    pub(super) refused: RwSignal<Option<AppError>>,
    /// What has arrived.
    pub(super) sent: RwSignal<Vec<PhotoView>>,
    /// How many are being sent together.
    pub(super) of: RwSignal<usize>,
    /// How many of those are still to arrive, the one on its way among them.
    pub(super) left: RwSignal<usize>,
    /// How much of the one on its way is out, in percent.
    pub(super) percent: RwSignal<f64>,
    #[cfg(feature = "hydrate")]
    queue: StoredValue<SendWrapper<Queue>>,
}

/// What is still to arrive.
#[cfg(feature = "hydrate")]
#[derive(Default)]
struct Queue {
    files: VecDeque<File>,
    /// Of the first of them; taken away when it is to stop.
    request: Option<XmlHttpRequest>,
}

impl Sending {
    pub(super) fn new() -> Self {
        Self {
            subject: StoredValue::new(None),
            busy: RwSignal::new(false),
            refused: RwSignal::new(None),
            sent: RwSignal::new(Vec::new()),
            of: RwSignal::new(0),
            left: RwSignal::new(0),
            percent: RwSignal::new(0.0),
            #[cfg(feature = "hydrate")]
            queue: StoredValue::new(SendWrapper::new(Queue::default())),
        }
    }

    /// Says what the photos belong to. What did not arrive of another thing's is of no use to this one.
    pub(super) fn is_for(self, subject: PhotoSubject) {
        let before = self.subject.try_update_value(|known| known.replace(subject)).flatten();
        if before.is_some_and(|before| before != subject) {
            self.forget();
        }
    }

    /// Whether what the photos belong to is there: else they go along when it is sent.
    pub(super) fn has_subject(self) -> bool {
        self.subject.with_value(Option::is_some)
    }
}

#[cfg(feature = "hydrate")]
impl Sending {
    /// Sends what was chosen in a file field and empties it: after what is on its way or did not arrive, but in the place
    /// of what was stopped. `room` is how many more there may be.
    pub(super) fn send(self, field: web_sys::HtmlInputElement, room: usize) {
        use domain::problem::{FieldReason, Problem};

        let chosen = field.files();
        let chosen: Vec<File> =
            chosen.map(|files| (0..files.length()).filter_map(|n| files.get(n)).collect()).unwrap_or_default();
        field.set_value("");
        if chosen.is_empty() {
            return;
        }
        let busy = self.busy.get_untracked();
        let over = !busy && self.is_stopped();
        let left = chosen.len() + if over { 0 } else { self.left.get_untracked() };
        if left > room {
            return self.refused.set(Some(Problem::field("photo", FieldReason::TooMany).into()));
        }
        if busy {
            self.of.update(|of| *of += chosen.len());
        }
        self.left.set(left);
        self.queue.update_value(|queue| {
            if over {
                queue.files.clear();
            }
            queue.files.extend(chosen);
        });
        if !busy {
            self.start();
        }
    }

    /// Sends what is still to arrive, also once more.
    pub(super) fn start(self) {
        self.busy.set(true);
        self.refused.set(None);
        self.of.set(self.left.get_untracked());
        leptos::task::spawn_local(async move {
            // The page may be gone by now, and the queue with it.
            while let Some(file) = self.queue.try_with_value(|queue| queue.files.front().cloned()).flatten() {
                match self.send_one(file).await {
                    Ok(photo) => drop(self.sent.try_update(|sent| {
                        sent.retain(|known| known.id != photo.id);
                        sent.push(photo);
                    })),
                    Err(_) if self.is_stopped() => break,
                    Err(error) => {
                        let keep = may_succeed_later(&error);
                        let _ = self.refused.try_set(Some(error));
                        if keep {
                            break;
                        }
                    }
                }
                let _ = self.queue.try_update_value(|queue| queue.files.pop_front());
                let _ = self.left.try_update(|left| *left = left.saturating_sub(1));
            }
            let _ = self.busy.try_set(false);
        });
    }

    /// Drops the request that is on its way. Its photo and those behind it are kept.
    pub(super) fn stop(self) {
        if let Some(request) = self.queue.try_update_value(|queue| queue.request.take()).flatten() {
            // One that is not open yet has nothing to abort: it is not opened then.
            let _ = request.abort();
        }
    }

    fn forget(self) {
        self.stop();
        let _ = self.queue.try_update_value(|queue| queue.files.clear());
        self.left.set(0);
        self.refused.set(None);
    }

    /// Whether the one on its way was dropped. Leaving the page drops nothing.
    fn is_stopped(self) -> bool {
        self.queue.try_with_value(|queue| queue.request.is_none()).unwrap_or(false)
    }

    async fn send_one(self, file: File) -> Result<PhotoView, AppError> {
        use domain::{
            photos::MAX_UPLOAD,
            problem::{FieldReason, Problem},
        };
        use leptos::server_fn::ServerFn;

        let broken = |_| AppError::Unreachable;
        let request = XmlHttpRequest::new().map_err(broken)?;
        let _ = self.percent.try_set(0.0);
        let _ = self.queue.try_update_value(|queue| queue.request = Some(request.clone()));
        // What the phone can't shrink goes as it is: the server says what it thinks of it.
        let photo = match super::shrink::shrunk(&file).await {
            Some(photo) => photo,
            None => file.into(),
        };
        let limit = u32::try_from(MAX_UPLOAD).map_or(f64::MAX, f64::from);
        if photo.size() > limit {
            return Err(Problem::field("photo", FieldReason::TooLarge).into());
        }
        let form = web_sys::FormData::new().map_err(broken)?;
        if let Some(subject) = self.subject.try_get_value().flatten() {
            form.append_with_str("subject", &subject.to_string()).map_err(broken)?;
        }
        form.append_with_blob_and_filename("photo", &photo, "photo").map_err(broken)?;
        if self.is_stopped() {
            return Err(AppError::Unreachable);
        }
        let heard = move |percent| {
            let _ = self.percent.try_set(percent);
        };
        crate::wire::upload(&request, super::api::AddPhoto::PATH, &form, heard).await
    }
}

#[cfg(not(feature = "hydrate"))]
impl Sending {
    pub(super) fn send(self, field: leptos::web_sys::HtmlInputElement, room: usize) {
        let _ = (self, field, room);
    }

    pub(super) fn start(self) {
        let _ = self;
    }

    pub(super) fn stop(self) {
        let _ = self;
    }

    fn forget(self) {
        let _ = self;
    }
}

/// What is wrong with the photo, or with sending it at all, no second try makes right.
#[cfg(feature = "hydrate")]
const fn may_succeed_later(error: &AppError) -> bool {
    use domain::problem::Problem;

    !matches!(error, AppError::Problem(Problem::Invalid(_) | Problem::Denied | Problem::NotFound | Problem::TooLarge))
}
