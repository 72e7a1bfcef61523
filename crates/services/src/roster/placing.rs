//! Where people work by a draft: the windows that they can be sent to, and what is published.

use domain::{
    ids::{HallId, PersonId, PostId, WindowId},
    roster::{Duty, Plan, RosterChange, SheetWindow},
};
use store::{
    Connection,
    repo::{
        org::{HeldPost, PostPlace},
        roster::CellRecord,
    },
};

use super::{
    check::Span,
    editor::{plan_of, whole},
    sheet::post_at,
};
use crate::{
    error::Result,
    org::{posts_held, window_label, window_posts},
};

/// The windows of a hall, and the posts that some people hold there.
pub(super) struct Windows {
    places: Vec<PostPlace>,
    held: Vec<HeldPost>,
}

impl Windows {
    /// Those of a hall, with what people hold on any date of a span.
    pub(super) async fn of(db: &impl Connection, hall: HallId, people: &[PersonId], (from, to): Span) -> Result<Self> {
        let mut places = window_posts(db, hall, &whole(hall)).await?;
        places.retain(|place| place.post.is_some());
        Ok(Self { places, held: posts_held(db, people, from, to).await? })
    }

    /// Whether it is a window at which somebody can work.
    pub(super) fn has(&self, window: WindowId) -> bool {
        self.places.iter().any(|place| place.window == window)
    }

    /// Where somebody works at a window on a date, see [`post_at`].
    pub(super) fn post(&self, window: WindowId, person: PersonId, date: chrono::NaiveDate) -> Option<PostId> {
        let there = self.places.iter().filter(|place| place.window == window);
        let posts: Vec<PostId> = there.filter_map(|place| place.post.as_ref().map(|(post, _)| *post)).collect();
        post_at(&posts, &self.held, person, date)
    }

    /// The window of a post.
    pub(super) fn window(&self, post: PostId) -> Option<WindowId> {
        self.place(post).map(|place| place.window)
    }

    /// Whether a cell says what is published.
    pub(super) fn is_published(&self, cell: &CellRecord, duty: &Duty) -> bool {
        let there = cell.post.is_none_or(|post| self.published(cell.person, duty) == Some(post));
        there && Plan::from(&duty.assignment) == plan_of(cell)
    }

    /// A change with the windows in it, where the draft sends somebody to another.
    pub(super) fn told(&self, change: RosterChange, cell: &CellRecord, duty: &Duty) -> RosterChange {
        let code = |post: Option<PostId>| Some(self.place(post?)?.code.as_str());
        match cell.post {
            Some(post) => change.at((code(self.published(cell.person, duty)), code(Some(post)))),
            None => change,
        }
    }

    /// The windows in their order.
    pub(super) fn list(&self) -> Vec<SheetWindow> {
        let window = |place: &PostPlace| SheetWindow {
            window: place.window,
            code: place.code.clone(),
            label: window_label(place),
        };
        let mut windows: Vec<SheetWindow> = self.places.iter().map(window).collect();
        windows.dedup();
        windows
    }

    /// Where a duty is worked: at the post that the roster names, else at the one that is held.
    fn published(&self, person: PersonId, duty: &Duty) -> Option<PostId> {
        let holds = |held: &&HeldPost| held.person == person && held.covers(duty.date);
        duty.post.or_else(|| self.held.iter().find(holds).map(|held| held.post))
    }

    fn place(&self, post: PostId) -> Option<&PostPlace> {
        self.places.iter().find(|place| place.post.as_ref().is_some_and(|(at, _)| *at == post))
    }
}
