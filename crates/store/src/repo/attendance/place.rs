use domain::{attendance::FenceVerdict, coded::UnknownCode, ids::FenceId};

/// The word for a punch that is shown to be at the hall.
pub(super) const INSIDE: &str = "inside";

/// The word for a punch that is shown to be at the hall otherwise.
pub(super) const PROVED: &str = "proved";

/// A [`FenceVerdict`] as its columns. The accuracy stands with the reading.
pub(super) struct PlaceColumns<'a> {
    pub(super) place: &'a str,
    pub(super) no_position: Option<&'a str>,
    pub(super) proof: Option<&'a str>,
    pub(super) fence: Option<FenceId>,
    pub(super) distance_m: Option<i32>,
}

impl PlaceColumns<'static> {
    pub(super) fn of(verdict: &FenceVerdict) -> Self {
        let nothing = Self { place: "", no_position: None, proof: None, fence: None, distance_m: None };
        let near =
            |place, fence, distance_m| Self { place, fence: Some(fence), distance_m: Some(distance_m), ..nothing };
        match *verdict {
            FenceVerdict::Inside { fence, distance_m } => near(INSIDE, fence, distance_m),
            FenceVerdict::Outside { fence, distance_m } => near("outside", fence, distance_m),
            FenceVerdict::Inaccurate { fence, distance_m, .. } => near("inaccurate", fence, distance_m),
            FenceVerdict::NoPosition { reason } => {
                Self { place: "no_position", no_position: Some(reason.code()), ..nothing }
            }
            FenceVerdict::NoFence => Self { place: "no_fence", ..nothing },
            FenceVerdict::Proved { proof } => Self { place: PROVED, proof: Some(proof.code()), ..nothing },
        }
    }
}

impl PlaceColumns<'_> {
    pub(super) fn verdict(&self, accuracy_m: Option<i32>) -> Result<FenceVerdict, UnknownCode> {
        Ok(match (self.place, self.fence, self.distance_m, self.no_position, accuracy_m) {
            (INSIDE, Some(fence), Some(distance_m), ..) => FenceVerdict::Inside { fence, distance_m },
            ("outside", Some(fence), Some(distance_m), ..) => FenceVerdict::Outside { fence, distance_m },
            ("inaccurate", Some(fence), Some(distance_m), _, Some(accuracy_m)) => {
                FenceVerdict::Inaccurate { fence, distance_m, accuracy_m }
            }
            ("no_position", _, _, Some(reason), _) => FenceVerdict::NoPosition { reason: reason.parse()? },
            ("no_fence", ..) => FenceVerdict::NoFence,
            (PROVED, ..) => FenceVerdict::Proved { proof: self.proof.ok_or(UnknownCode)?.parse()? },
            _ => return Err(UnknownCode),
        })
    }
}
