//! Who can stand in for somebody who leaves the window for a while (顶岗, domain 1.K-4).

use super::{AttendanceError, HolderState};

/// Somebody who might stand in, as they are now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and any may hold beside any other")]
pub struct StandIn {
    /// Whether they hold the post that is left (A or B).
    pub holds: bool,
    /// Whether they are certified for its window.
    pub certified: bool,
    /// Whether they work at that very post today.
    pub here: bool,
    /// Whether they work in its zone today.
    pub near: bool,
    /// Where they are.
    pub state: HolderState,
    /// Whether they stand in for somebody already.
    pub covering: bool,
    /// Whether somebody else stays at the post that they would leave.
    pub spared: bool,
}

impl StandIn {
    /// Whether they are asked at all: who holds the post, or is certified for its window and works in its zone
    /// today.
    pub const fn is_asked(&self) -> bool {
        self.holds || (self.certified && (self.here || self.near))
    }

    /// Why they can't stand in now, if they can't. One window is not left to fill another.
    pub fn hindrance(&self) -> Option<AttendanceError> {
        if self.state != HolderState::OnPost {
            Some(AttendanceError::NotOnPost)
        } else if self.covering {
            Some(AttendanceError::Covering)
        } else if !self.here && !self.spared {
            Some(AttendanceError::NeededAtOwn)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARTNER: StandIn = StandIn {
        holds: true,
        certified: false,
        here: true,
        near: true,
        state: HolderState::OnPost,
        covering: false,
        spared: false,
    };

    #[test]
    fn without_a_hold_on_the_post_it_takes_a_certificate_and_the_same_zone() {
        let rostered = StandIn { holds: false, certified: true, ..PARTNER };
        let cases = [
            (PARTNER, true),
            (rostered, true),
            (StandIn { certified: false, ..rostered }, false),
            (StandIn { here: false, ..rostered }, true),
            (StandIn { here: false, near: false, ..rostered }, false),
            (StandIn { here: false, near: false, ..PARTNER }, true),
        ];
        for (who, expected) in cases {
            assert_eq!(who.is_asked(), expected, "{who:?}");
        }
    }

    #[test]
    fn one_window_is_not_left_to_fill_another() {
        let away = StandIn { here: false, ..PARTNER };
        let cases = [
            (PARTNER, None),
            (StandIn { state: HolderState::Away, ..PARTNER }, Some(AttendanceError::NotOnPost)),
            (StandIn { covering: true, ..PARTNER }, Some(AttendanceError::Covering)),
            (away, Some(AttendanceError::NeededAtOwn)),
            (StandIn { spared: true, ..away }, None),
        ];
        for (who, expected) in cases {
            assert_eq!(who.hindrance(), expected, "{who:?}");
        }
    }
}
