//! Where people work by a draft: the windows that they can be sent to, and what is published.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::{
    calendar::WorkCalendar,
    ids::{HallId, PersonId, PostId, WindowId},
    roster::{Duty, Placing, Plan, RosterChange, SheetWindow},
};
use store::{
    Connection,
    repo::{
        org::{HeldPost, PostPlace},
        roster::CellRecord,
    },
};

use super::{
    Line, Roster,
    check::Span,
    drafting::duty_on,
    editor::{line_of, plan_of, whole},
    sheet::post_at,
};
use crate::{
    error::Result,
    org::{posts_held, window_label, window_posts},
};

impl Roster {
    /// The lines that cells between two dates would become.
    pub(super) async fn lines_of(
        &self,
        db: &impl Connection,
        calendar: &WorkCalendar,
        cells: &[CellRecord],
        (from, to): Span,
    ) -> Result<Vec<Line>> {
        let people: BTreeSet<PersonId> = cells.iter().map(|cell| cell.person).collect();
        let people: Vec<PersonId> = people.into_iter().collect();
        let duties = self.duties_of(db, calendar, &people, from, to).await?;
        Ok(cells.iter().map(|cell| line_of(cell, duty_on(&duties, (cell.person, cell.date)))).collect())
    }
}

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
    pub(super) fn post(&self, window: WindowId, person: PersonId, date: NaiveDate) -> Option<PostId> {
        let there = self.places.iter().filter(|place| place.window == window);
        let posts: Vec<PostId> = there.filter_map(|place| place.post.as_ref().map(|(post, _)| *post)).collect();
        post_at(&posts, &self.held, person, date)
    }

    /// The post that somebody holds on a date.
    pub(super) fn own(&self, person: PersonId, date: NaiveDate) -> Option<PostId> {
        let holds = |held: &&HeldPost| held.person == person && held.covers(date);
        self.held.iter().find(holds).map(|held| held.post)
    }

    /// Where a cell is to be worked, by windows.
    pub(super) fn placing(&self, cell: &CellRecord) -> Placing<WindowId> {
        match cell.place {
            Placing::At(post) => self.window(post).map_or(Placing::Published, Placing::At),
            Placing::Own => Placing::Own,
            Placing::Published => Placing::Published,
        }
    }

    /// The window of a post.
    pub(super) fn window(&self, post: PostId) -> Option<WindowId> {
        self.place(post).map(|place| place.window)
    }

    /// Whether a cell says what is published.
    pub(super) fn is_published(&self, cell: &CellRecord, duty: &Duty) -> bool {
        let (from, to) = self.posts(cell, duty);
        from == to && Plan::from(&duty.assignment) == plan_of(cell)
    }

    /// A change with the windows in it, where the draft sends somebody to another.
    pub(super) fn told(&self, change: RosterChange, cell: &CellRecord, duty: &Duty) -> RosterChange {
        let code = |post: Option<PostId>| Some(self.place(post?)?.code.as_str());
        let (from, to) = self.posts(cell, duty);
        if from == to { change } else { change.at((code(from), code(to))) }
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

    /// Where a duty is worked, at the post that the roster names, else at the one that is held; and where it is to be
    /// worked by a cell.
    fn posts(&self, cell: &CellRecord, duty: &Duty) -> (Option<PostId>, Option<PostId>) {
        let own = self.own(cell.person, duty.date);
        let published = duty.post.or(own);
        (published, cell.place.resolve(published, own))
    }

    fn place(&self, post: PostId) -> Option<&PostPlace> {
        self.places.iter().find(|place| place.post.as_ref().is_some_and(|(at, _)| *at == post))
    }
}
