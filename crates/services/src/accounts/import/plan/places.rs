//! Who comes to which post, and who goes from where.

use chrono::{Days, NaiveDate};
use domain::{
    accounts::StaffColumn,
    ids::{PersonId, PostHolderId, PostId},
    problem::FieldReason,
};
use store::repo::org::{HolderRecord, Holding, PostRecord, WindowRecord};

use super::Planner;
use crate::{
    accounts::import::rows::{RowPlace, StaffRow, bad},
    audit::Act,
};

impl<'a> Planner<'a> {
    /// The file names the one post that its person holds: what else they hold ends, and so does whoever held
    /// this side before. Without a window, posts in this hall stay as they are.
    pub(super) fn place(&mut self, row: &'a StaffRow) {
        let name = row.particulars.sign_in_name.as_str();
        let Some(person) = self.people.get(name).cloned() else { return };
        let known = self.known;
        let from = known.today.max(person.hired_on);
        let held = known.holdings.get(&person.id).map_or(&[][..], Vec::as_slice);
        let Some(place) = &row.place else {
            for holding in held.iter().filter(|holding| holding.hall != known.hall) {
                self.end(holding, from);
            }
            return;
        };
        let Some(&window) = self.windows.get(place.window.as_str()) else {
            self.errors.push(bad(row.line, StaffColumn::Window, FieldReason::Unknown, &place.window));
            return;
        };
        let post = self.post(window, &place.post);
        self.displace(place, post, person.id, from);
        let stays = |holding: &&Holding| {
            let HolderRecord { post: at, side, from: since, to, .. } = holding.holder;
            (at, side, to) == (post, place.side, person.left_on) && since <= from
        };
        for holding in held.iter().filter(|holding| !stays(holding)) {
            self.end(holding, from);
            self.touch(name, &person.name, &moved(holding, place));
        }
        if held.iter().any(|holding| stays(&holding)) {
            return;
        }
        if held.is_empty() {
            self.touch(name, &person.name, &[StaffColumn::Post, StaffColumn::Window, StaffColumn::Side]);
        }
        let (id, side, to) = (PostHolderId::new(), place.side, person.left_on);
        self.plan.staffing.holders.push(HolderRecord { id, post, person: person.id, side, from, to });
        let detail = format!("{} {} {}, from {from}", place.window, place.post, side.letter());
        self.plan.acts.push(Act::about(person.id, "org.set_holder", detail));
    }

    /// The window's post of that name, made if there is none.
    fn post(&mut self, window: &'a WindowRecord, name: &'a str) -> PostId {
        if let Some(post) = self.posts.get(&(window.id, name)) {
            return *post;
        }
        let id = PostId::new();
        self.posts.insert((window.id, name), id);
        let label = format!("{} {name}", window.code);
        self.plan.acts.push(Act { action: "org.create_post", subject: ("post", id.uuid()), detail: label.clone() });
        self.plan.report.posts.push(label);
        let opened_on = self.known.today;
        let record = PostRecord { id, window: window.id, name: name.to_owned(), opened_on, closed_on: None };
        self.plan.staffing.posts.push(record);
        id
    }

    fn displace(&mut self, place: &RowPlace, post: PostId, person: PersonId, from: NaiveDate) {
        let known = self.known;
        let others = known
            .staffing
            .holders
            .iter()
            .filter(|row| row.holder.post == post && row.holder.side == place.side && row.holder.person != person);
        for other in others {
            let label = format!("{} {} {}", place.window, place.post, place.side.letter());
            self.end_row(other.holder, &label, from);
            // Whose own row names a post is listed with what that changes.
            if !self.placed.contains(other.sign_in_name.as_str()) {
                self.touch(&other.sign_in_name, &other.name, &[StaffColumn::Post]);
            }
        }
    }

    fn end(&mut self, holding: &Holding, from: NaiveDate) {
        if holding.hall != self.known.hall {
            self.plan.left.insert(holding.hall);
        }
        let label = format!("{} {} {}", holding.window_code, holding.post_name, holding.holder.side.letter());
        self.end_row(holding.holder, &label, from);
    }

    /// Ends a holder the day before `from`; somebody who both moves and is followed ends on the earlier day.
    fn end_row(&mut self, holder: HolderRecord, label: &str, from: NaiveDate) {
        let last_day = from - Days::new(1);
        if let Some(known) = self.ended.get_mut(&holder.id) {
            *known = last_day.min(*known);
            return;
        }
        self.ended.insert(holder.id, last_day);
        let detail = format!("{label}, last day {last_day}");
        self.plan.acts.push(Act::about(holder.person, "org.end_holder", detail));
    }
}

/// The columns in which a row differs from what is held; where only the days differ, the post.
fn moved(old: &Holding, new: &RowPlace) -> Vec<StaffColumn> {
    let compared =
        [(StaffColumn::Window, old.window_code != new.window), (StaffColumn::Side, old.holder.side != new.side)];
    let other = compared.iter().any(|(_, changed)| *changed);
    let post = (StaffColumn::Post, old.post_name != new.post || !other);
    [post].into_iter().chain(compared).filter_map(|(column, changed)| changed.then_some(column)).collect()
}
