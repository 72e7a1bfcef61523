use chrono::{DateTime, Days, Utc};
use domain::{
    attendance::{
        FenceVerdict, FlagFacts, PositionReport, PresenceSettings, PunchFlag, REPEAT_WITHIN_DAYS, Sighting,
        TRAVEL_WITHIN, flags,
    },
    ids::{DeviceId, PersonId},
};
use store::repo::attendance as repo;

use super::Attendance;
use crate::error::Result;

/// A punch, as far as its flags follow from it.
pub(super) struct Noticed<'a> {
    pub(super) person: PersonId,
    pub(super) at: DateTime<Utc>,
    pub(super) position: &'a PositionReport,
    pub(super) device: Option<DeviceId>,
    /// What the position said, where the hall's code shows that the person was there.
    pub(super) by_position: Option<FenceVerdict>,
}

impl Attendance {
    /// What a lead might want to ask about a punch. Read outside the write: it decides nothing, so a punch
    /// that comes at the same moment may well be missing.
    pub(super) async fn flags_of(&self, punch: Noticed<'_>, settings: &PresenceSettings) -> Result<Vec<PunchFlag>> {
        let db = self.0.db.read();
        let (person, at) = (punch.person, punch.at);
        let devices = if punch.device.is_some() { repo::list_devices(db, person).await? } else { Vec::new() };
        let (mut here, mut others, mut same_spot) = (None, Vec::new(), Vec::new());
        if let PositionReport::Reading(reading) = punch.position {
            here = Some(Sighting::of(at, reading));
            // One sent late is held against what came after it, too.
            let (from, to) = (at - TRAVEL_WITHIN, at + TRAVEL_WITHIN);
            let spot = (reading.position, at - Days::new(REPEAT_WITHIN_DAYS));
            let readings = repo::list_readings(db, person, (from, to), spot).await?;
            let around = readings.iter().filter(|(when, _)| *when >= from);
            others = around.map(|(when, reading)| Sighting::of(*when, reading)).collect();
            let before = readings.iter().filter(|(when, there)| *when < at && there.position == reading.position);
            same_spot = before.map(|(when, _)| *when).collect();
        }
        let facts = FlagFacts {
            device: punch.device,
            devices: &devices,
            here,
            others: &others,
            same_spot: &same_spot,
            by_position: punch.by_position,
        };
        Ok(flags(&facts, settings))
    }
}
