//! Photos that people hand in: evidence for a correction, the papers for leave.
//!
//! What is kept of one is the picture alone: it is encoded anew, so that neither the place nor the phone
//! that it was taken with is in it, and it is sealed at rest.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Days, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    coded::{UnknownCode, coded_enum},
    ids::{ApprovalId, PhotoId},
};

/// Bytes of an upload. The phone shrinks a photo to a few hundred thousand first; without a script it is sent
/// as it is.
pub const MAX_UPLOAD: usize = 8 * 1024 * 1024;

/// Points of the longer side of what is kept: a sheet of A4 can still be read.
pub const LONGEST_SIDE: u32 = 1600;

/// A photo that belongs to nothing by then was never sent with its form.
pub const ORPHANED_AFTER: TimeDelta = TimeDelta::hours(24);

/// Photos of one person that belong to nothing yet: more than any form takes, and too few to fill a disk.
pub const MAX_LOOSE: u64 = 20;

/// How long a photo is kept once it belongs to something: as long as the pay sheets that it may have to
/// explain (工资支付暂行规定 6: two years), and no longer (PIPL 19).
pub const KEPT_FOR: Days = Days::new(731);

/// Points of a side that an upload may have, and of its whole: a small file can unpack to a huge picture.
pub const MAX_UPLOAD_SIDE: u32 = 12_000;

/// See [`MAX_UPLOAD_SIDE`].
pub const MAX_UPLOAD_POINTS: u64 = 52_000_000;

coded_enum! {
    /// What kind of thing a photo belongs to.
    pub enum PhotoUse {
        /// A request for a correction.
        Correction = "correction",
        /// A request for leave.
        Leave = "leave",
    }
}

/// What a photo belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "id")]
pub enum PhotoSubject {
    /// Evidence for a correction.
    Correction(ApprovalId),
    /// Papers for leave.
    Leave(ApprovalId),
}

impl PhotoSubject {
    /// What kind of thing it is.
    pub const fn used_for(self) -> PhotoUse {
        match self {
            Self::Correction(_) => PhotoUse::Correction,
            Self::Leave(_) => PhotoUse::Leave,
        }
    }

    /// Its bare id.
    pub const fn uuid(self) -> Uuid {
        match self {
            Self::Correction(id) | Self::Leave(id) => id.uuid(),
        }
    }

    /// The thing of a kind with a bare id.
    pub const fn of(used_for: PhotoUse, id: Uuid) -> Self {
        match used_for {
            PhotoUse::Correction => Self::Correction(ApprovalId::from_uuid(id)),
            PhotoUse::Leave => Self::Leave(ApprovalId::from_uuid(id)),
        }
    }
}

impl PhotoUse {
    /// How many photos one such thing may have.
    pub const fn limit(self) -> usize {
        match self {
            Self::Correction => 3,
            // A discharge summary has several pages.
            Self::Leave => 6,
        }
    }
}

/// As forms write it: `leave:0195…`.
impl fmt::Display for PhotoSubject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.used_for().code(), self.uuid())
    }
}

impl FromStr for PhotoSubject {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (used_for, id) = text.split_once(':').ok_or(UnknownCode)?;
        Ok(Self::of(used_for.parse()?, id.parse().map_err(|_| UnknownCode)?))
    }
}

/// A photo as it is listed to who may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoView {
    /// The photo.
    pub id: PhotoId,
    /// Points from left to right.
    pub width: i32,
    /// Points from top to bottom.
    pub height: i32,
    /// When it was handed in.
    pub at: DateTime<Utc>,
    /// Whether the very same picture was handed in with something else, too.
    pub used_before: bool,
}

impl PhotoView {
    /// Where it can be seen.
    pub fn path(&self) -> String {
        format!("/photos/{}", self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_read_back_as_it_was_written_and_nothing_else_is_one() {
        for used_for in PhotoUse::ALL {
            let subject = PhotoSubject::of(*used_for, Uuid::now_v7());
            assert_eq!(subject.to_string().parse(), Ok(subject));
            assert_eq!(subject.used_for(), *used_for);
            assert!(used_for.limit() > 0);
        }
        for wrong in ["", "leave", "leave:", "leave:1", "payslip:0195b0a0-0000-7000-8000-000000000000"] {
            assert_eq!(wrong.parse::<PhotoSubject>(), Err(UnknownCode), "{wrong}");
        }
    }
}
