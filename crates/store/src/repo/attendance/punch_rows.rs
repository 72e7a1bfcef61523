//! A punch as its columns, read back.

use domain::{
    attendance::{Judgement, PositionReport, PunchCommand, PunchView, Reading, TimeEvidence},
    coded::UnknownCode,
    geo::Position,
    ids::{FenceId, HallId, PersonId, PunchId},
};
use sea_orm::DbErr;

use super::{place::PlaceColumns, punches::PunchRecord};
use crate::{entity::attendance::punch, repo::json};

/// The punch of a row, without what was said about it.
pub(super) fn punch_of(row: punch::Model) -> Result<PunchRecord, DbErr> {
    let id = PunchId::from_uuid(row.id);
    read_punch(row).map_err(|UnknownCode| DbErr::Type(format!("punch {id} holds a word that is none")))
}

fn read_punch(row: punch::Model) -> Result<PunchRecord, UnknownCode> {
    let position = match (row.lat_e7, row.lng_e7, &row.datum, row.accuracy_m, row.age_s) {
        (Some(lat_e7), Some(lng_e7), Some(datum), Some(accuracy_m), Some(age_s)) => PositionReport::Reading(Reading {
            position: Position { lat_e7, lng_e7 },
            datum: datum.parse()?,
            accuracy_m,
            age_s,
        }),
        // One that was there and is erased reads like one that was never sent: nobody sends such a punch again.
        _ => row
            .no_position
            .as_deref()
            .map(str::parse)
            .transpose()?
            .map_or_else(PositionReport::default, PositionReport::Missing),
    };
    let columns = PlaceColumns {
        place: &row.place,
        no_position: row.no_position.as_deref(),
        proof: row.proof.as_deref(),
        fence: row.fence_id.map(FenceId::from_uuid),
        distance_m: row.distance_m,
    };
    let evidence: Option<TimeEvidence> =
        row.evidence.as_deref().map(json::read).transpose().map_err(|_| UnknownCode)?;
    let judgement = Judgement {
        verdict: row.verdict.parse()?,
        time: row.timing.parse()?,
        place: columns.verdict(row.accuracy_m)?,
        doubt: row.doubt.map(|doubt| doubt.parse()).transpose()?,
        work_date: row.work_date,
        slot_seq: row.slot_seq,
        minutes: row.minutes,
        rule_version: row.rule_version,
    };
    let view = PunchView {
        id: PunchId::from_uuid(row.id),
        at: row.at.0,
        arrived_at: (row.arrived_at != row.at).then_some(row.arrived_at.0),
        device_at: row.device_at.map(|at| at.0),
        source: row.source.parse()?,
        slot_kind: row.slot_kind.map(|kind| kind.parse()).transpose()?,
        judgement,
        reason: row.reason,
        decision: None,
        code: row.code_verdict.map(|code| code.parse()).transpose()?,
        witness: None,
        flags: Vec::new(),
    };
    let (device_at, reason) = (view.device_at, view.reason.clone());
    let command = PunchCommand { id: view.id, device_at, evidence, position, reason, code: row.code };
    let hall = row.hall_id.map(HallId::from_uuid);
    Ok(PunchRecord { person: PersonId::from_uuid(row.person_id), hall, command, view })
}
