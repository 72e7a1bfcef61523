//! Server functions of `attendance` around proof of being there: the hall's code and screens, witnesses, flags.

use domain::{
    attendance::{FlagsSeenCommand, HallCodeView, PresenceCommand, PresenceView, Sending, WitnessCommand},
    ids::{HallId, KioskScreenId},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::{
    accounts::qr_svg,
    request::{answer, request, see_other, signed_in},
};
use crate::{
    error::AppError,
    wire::{Read, Write},
};

/// What a hall's screen shows: the code, and the same as a picture for phones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HallCodeShown {
    /// The code.
    pub code: HallCodeView,
    /// The address as an SVG.
    pub qr_svg: String,
}

/// What a hall's screen shows now. For whoever has the key in its link: a screen signs in as nobody.
#[server(prefix = "/api", endpoint = "attendance/hall-code", protocol = Read)]
pub async fn hall_code(hall: HallId, key: String) -> Result<HallCodeShown, AppError> {
    let services = request()?.services;
    let code = answer(services.attendance().screen_code(hall, &key).await)?;
    Ok(HallCodeShown { qr_svg: qr_svg(&code.address)?, code })
}

/// What a hall asks as proof of being there, and its screens. For supervisors and HR.
#[server(prefix = "/api", endpoint = "attendance/presence", protocol = Read)]
pub async fn presence(hall: Option<HallId>) -> Result<PresenceView, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.attendance().presence(&caller, hall).await)
}

/// Sets what a hall asks. For supervisors and HR.
#[server(prefix = "/api", endpoint = "attendance/presence/set", protocol = Write)]
pub async fn set_presence(command: PresenceCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.attendance().set_presence(&caller, command).await)?;
    see_other(&format!("/org/{}/presence", command.hall));
    Ok(())
}

/// Makes the link of a screen and tells it, once. For supervisors and HR.
#[server(prefix = "/api", endpoint = "attendance/screens/make", protocol = Write)]
pub async fn make_screen(hall: HallId, name: String) -> Result<String, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.attendance().make_screen(&caller, hall, &name).await)
}

/// Ends the link of a screen. For supervisors and HR.
#[server(prefix = "/api", endpoint = "attendance/screens/end", protocol = Write)]
pub async fn end_screen(screen: KioskScreenId) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    let hall = answer(services.attendance().end_screen(&caller, screen).await)?;
    see_other(&format!("/org/{hall}/presence"));
    Ok(())
}

/// Says that I have seen the person of a punch at the hall. For leads and supervisors, on the same day. Sent twice,
/// it is said once.
#[server(prefix = "/api", endpoint = "attendance/witness", protocol = Write)]
pub async fn witness(command: WitnessCommand, sending: Option<Sending>) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.attendance().witness(&caller, command, sending).await)?;
    see_other("/attendance/review");
    Ok(())
}

/// Says that I have looked at the flags of a punch. For leads and supervisors. Sent twice, it is said once.
#[server(prefix = "/api", endpoint = "attendance/flags/seen", protocol = Write)]
pub async fn flags_seen(command: FlagsSeenCommand) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    answer(services.attendance().flags_seen(&caller, command).await)?;
    see_other("/attendance/review");
    Ok(())
}
