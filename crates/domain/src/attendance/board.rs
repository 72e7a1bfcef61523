use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{PunchMark, SlotWindow, Timetable, counted_punch};
use crate::{coded::coded_enum, roster::SlotKind};

mod view;

pub use view::{BoardCover, BoardHolder, BoardOuting, BoardView, BoardWindow, BoardZone};

coded_enum! {
    /// Where the holder of a post is now, as far as punches tell.
    pub enum HolderState {
        /// No shift now.
        OffDuty = "off_duty",
        /// 下班: left at the end of the shift.
        Finished = "finished",
        /// 在岗.
        OnPost = "on_post",
        /// 未到: the arrival's window is open, its due time has not passed.
        Expected = "expected",
        /// 离岗: left with the shift still running, for the midday break too.
        Away = "away",
        /// 未到: and the due time has passed.
        NotArrived = "not_arrived",
        /// 请假.
        OnLeave = "on_leave",
    }
}

/// A holder's state and what belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HolderStatus {
    /// The state.
    pub state: HolderState,
    /// Since when: the punch that made it so, when the arrival is or was due, or when the leave began.
    pub since: Option<DateTime<Utc>>,
    /// Minutes late: of who is there on arriving, of who is not so far.
    pub late_minutes: i32,
    /// Whether the punch behind it is not shown to be at the hall.
    pub needs_review: bool,
}

impl HolderStatus {
    const fn plain(state: HolderState) -> Self {
        Self { state, since: None, late_minutes: 0, needs_review: false }
    }

    /// The same for somebody who has left their post for a while and not come back.
    #[must_use]
    pub fn out_since(self, left: Option<DateTime<Utc>>) -> Self {
        match left {
            Some(left) if self.state == HolderState::OnPost => {
                Self { since: Some(left), late_minutes: 0, ..Self::plain(HolderState::Away) }
            }
            _ => self,
        }
    }

    const fn by_punch(state: HolderState, punch: &PunchMark, late_minutes: i32) -> Self {
        Self { state, since: Some(punch.at), late_minutes, needs_review: punch.needs_review }
    }
}

/// Whether a person's shift is running: from its first due time to its last, as rostered. The windows before and after
/// are for punching only. A shift that ends with an arrival runs till that one's window ends.
pub fn on_shift(timetable: &Timetable, now: DateTime<Utc>) -> bool {
    let slots: Vec<&SlotWindow> = timetable.slots_on(timetable.work_date_at(now)).collect();
    slots.first().is_some_and(|first| first.rostered <= now) && now < shift_end(&slots)
}

/// Where a person is now, by a timetable that was fitted to their leave. `punches` are theirs up to now.
pub fn holder_status(timetable: &Timetable, punches: &[PunchMark], now: DateTime<Utc>) -> HolderStatus {
    let slots: Vec<&SlotWindow> = timetable.slots_on(timetable.work_date_at(now)).collect();
    let over = slots.last().is_none_or(|last| now >= last.end);
    let arrival = slots.iter().rev().find(|slot| slot.kind == SlotKind::In && slot.start <= now);
    let (false, Some(arrival)) = (over, arrival) else {
        return HolderStatus::plain(HolderState::OffDuty);
    };
    let ended = now >= shift_end(&slots);
    if let Some((from, _)) = slots.iter().flat_map(|slot| &slot.leave).find(|span| span.0 <= now && now < span.1) {
        let since = slots.first().map(|first| first.rostered.max(*from));
        let state = if ended { HolderState::OffDuty } else { HolderState::OnLeave };
        return HolderStatus { since: since.filter(|_| !ended), ..HolderStatus::plain(state) };
    }
    // The last punch that counts says where the person is, unless an arrival has come due since.
    let last = slots.iter().rev().find_map(|slot| Some((*slot, counted_punch(slot, punches)?)));
    match last {
        Some((slot, punch)) if ended || slot.seq >= arrival.seq => after_punch(slot, punch, &slots, now),
        Some((slot, punch)) if slot.kind == SlotKind::In && arrival.minutes_off(now) == 0 => {
            after_punch(slot, punch, &slots, now)
        }
        None if ended => HolderStatus::plain(HolderState::OffDuty),
        // Back from half a day's leave: no slot says when they are due.
        None if arrival.excused => HolderStatus::plain(HolderState::Expected),
        _ => before_arrival(arrival, now),
    }
}

fn shift_end(slots: &[&SlotWindow]) -> DateTime<Utc> {
    slots.last().map_or(DateTime::<Utc>::MIN_UTC, |last| match last.kind {
        SlotKind::In => last.end,
        SlotKind::Out => last.rostered,
    })
}

fn after_punch(slot: &SlotWindow, punch: &PunchMark, slots: &[&SlotWindow], now: DateTime<Utc>) -> HolderStatus {
    let minutes = slot.minutes_off(punch.at);
    let last_in_time = minutes == 0 && slots.last().is_some_and(|last| last.seq == slot.seq);
    match slot.kind {
        SlotKind::In => HolderStatus::by_punch(HolderState::OnPost, punch, minutes),
        SlotKind::Out if last_in_time || now >= shift_end(slots) => {
            HolderStatus::by_punch(HolderState::Finished, punch, 0)
        }
        SlotKind::Out => HolderStatus::by_punch(HolderState::Away, punch, 0),
    }
}

fn before_arrival(arrival: &SlotWindow, now: DateTime<Utc>) -> HolderStatus {
    let late_minutes = arrival.minutes_off(now);
    let state = if late_minutes == 0 { HolderState::Expected } else { HolderState::NotArrived };
    HolderStatus { state, since: Some(arrival.due), late_minutes, needs_review: false }
}

coded_enum! {
    /// Whether a window is staffed now. Ordered by how much it wants looking at, the worst last.
    pub enum CoverState {
        /// Nobody at the hall is on shift, or this post's shift is over.
        Closed = "closed",
        /// 在岗: A or B is there.
        OnPost = "on_post",
        /// 未到: somebody is due soon.
        Expected = "expected",
        /// 离岗: who was there has left.
        Away = "away",
        /// 未到: somebody is late, nobody is there.
        NotArrived = "not_arrived",
        /// 空岗: nobody is there and nobody is coming.
        Vacant = "vacant",
    }
}

/// Whether a post is staffed, from the states of its A and B, as far as named. `hall_open` tells whether
/// anybody at the hall is [`on_shift`]: a post for which nobody is rostered is vacant then, and closed else.
pub fn cover_state(holders: &[HolderState], hall_open: bool) -> CoverState {
    let any = |state| holders.contains(&state);
    if any(HolderState::OnPost) {
        CoverState::OnPost
    } else if any(HolderState::NotArrived) {
        CoverState::NotArrived
    } else if any(HolderState::Away) {
        CoverState::Away
    } else if any(HolderState::Expected) {
        CoverState::Expected
    } else if hall_open && !any(HolderState::Finished) {
        CoverState::Vacant
    } else {
        CoverState::Closed
    }
}

#[cfg(test)]
mod tests;
