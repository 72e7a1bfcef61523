use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days, Utc};
use domain::{
    attendance::{
        DeviceUse, FenceVerdict, FlagFacts, PositionReport, PresenceSettings, PunchFlag, REPEAT_WITHIN_DAYS, Reading,
        Sighting, TRAVEL_WITHIN, flags,
    },
    geo::Position,
    ids::{DeviceId, PersonId},
};
use store::{Connection, repo::attendance as repo};

use super::punch::Attempt;
use crate::error::Result;

/// A punch, as far as its flags follow from it.
pub(super) struct Noticed<'a> {
    pub(super) attempt: &'a Attempt,
    /// What the position said, where the hall's code shows that the person was there.
    pub(super) by_position: Option<FenceVerdict>,
}

/// With which phones some people have punched before, and where.
pub(super) struct PhoneFacts {
    devices: BTreeMap<(PersonId, DeviceId), DeviceUse>,
    readings: BTreeMap<PersonId, Vec<(DateTime<Utc>, Reading)>>,
}

impl PhoneFacts {
    /// Reads what the flags of some punches follow from; positions for those whose person lets us keep theirs.
    /// Outside the write: it decides nothing, so a punch that comes at the same moment may well be missing.
    pub(super) async fn of(db: &impl Connection, attempts: &[Attempt], agreed: &[&Attempt]) -> Result<Self> {
        let devices: BTreeSet<(PersonId, DeviceId)> =
            attempts.iter().filter_map(|attempt| Some((attempt.person, attempt.device?))).collect();
        let devices = repo::find_device_use(db, &devices.into_iter().collect::<Vec<_>>()).await?;
        Ok(Self { devices, readings: readings_around(db, agreed).await? })
    }

    /// What a lead might want to ask about a punch.
    pub(super) fn flags(&self, punch: &Noticed<'_>, settings: &PresenceSettings) -> Vec<PunchFlag> {
        let Attempt { person, at, device, .. } = punch.attempt;
        let (mut here, mut others, mut same_spot) = (None, Vec::new(), Vec::new());
        if let PositionReport::Reading(reading) = &punch.attempt.command.position {
            here = Some(Sighting::of(*at, reading));
            let known = self.readings.get(person).map(Vec::as_slice).unwrap_or_default();
            // One sent late is held against what came after it, too.
            let around = known.iter().filter(|(when, _)| (*at - TRAVEL_WITHIN..=*at + TRAVEL_WITHIN).contains(when));
            others = around.map(|(when, reading)| Sighting::of(*when, reading)).collect();
            let before = known.iter().filter(|(when, _)| (*at - Days::new(REPEAT_WITHIN_DAYS)..*at).contains(when));
            let same = before.filter(|(_, there)| there.position == reading.position);
            same_spot = same.map(|(when, _)| *when).collect();
        }
        let facts = FlagFacts {
            device: device.and_then(|device| self.devices.get(&(*person, device)).copied()),
            here,
            others: &others,
            same_spot: &same_spot,
            by_position: punch.by_position,
        };
        flags(&facts, settings)
    }
}

/// Where the phones were that are held against some punches: around each of them, and for longer at its very spot.
async fn readings_around(
    db: &impl Connection,
    punches: &[&Attempt],
) -> Result<BTreeMap<PersonId, Vec<(DateTime<Utc>, Reading)>>> {
    let placed = punches.iter().filter_map(|punch| {
        let reading = punch.command.position.reading().ok()?;
        Some(((punch.person, reading.position), punch.at))
    });
    let (people, instants): (Vec<(PersonId, Position)>, Vec<DateTime<Utc>>) = placed.unzip();
    let Some((first, last)) = instants.iter().min().zip(instants.iter().max()) else { return Ok(BTreeMap::new()) };
    let around = (*first - TRAVEL_WITHIN, *last + TRAVEL_WITHIN);
    Ok(repo::list_readings(db, &people, around, *first - Days::new(REPEAT_WITHIN_DAYS)).await?)
}
