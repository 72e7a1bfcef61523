//! Server functions of `notices` for group robots.

use domain::{
    ids::{HallId, RobotId},
    notices::{RobotAct, RobotCommand, RobotFailure, RobotsView, UndeliveredNews},
};
use leptos::prelude::*;

use crate::{
    error::AppError,
    wire::{Read, Write},
};
#[cfg(feature = "ssr")]
use crate::{
    notices::robots_path,
    request::{answer, see_other, signed_in},
};

/// A hall's group robots. For supervisors and HR.
#[server(prefix = "/api", endpoint = "notices/robots", protocol = Read)]
pub async fn robots(hall: HallId) -> Result<RobotsView, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.notices().robots(&caller, hall).await)
}

/// Sets a robot up or changes one. For supervisors and HR.
#[server(prefix = "/api", endpoint = "notices/robots/set", protocol = Write)]
pub async fn set_robot(command: RobotCommand) -> Result<RobotId, AppError> {
    let (services, caller) = signed_in()?;
    let hall = command.hall;
    let robot = answer(services.notices().set_robot(&caller, command).await)?;
    see_other(&robots_path(hall));
    Ok(robot)
}

/// Silences a robot, lets it speak again or removes it. For supervisors and HR.
#[server(prefix = "/api", endpoint = "notices/robots/act", protocol = Write)]
pub async fn act_on_robot(robot: RobotId, act: RobotAct) -> Result<(), AppError> {
    let (services, caller) = signed_in()?;
    let hall = answer(services.notices().act_on_robot(&caller, robot, act).await)?;
    see_other(&robots_path(hall));
    Ok(())
}

/// Has a robot say that it works; returns why that was not taken, if it was not. For supervisors and HR.
#[server(prefix = "/api", endpoint = "notices/robots/test", protocol = Write)]
pub async fn test_robot(robot: RobotId) -> Result<Option<RobotFailure>, AppError> {
    let (services, caller) = signed_in()?;
    let (hall, failure) = answer(services.notices().test_robot(&caller, robot).await)?;
    see_other(&robots_path(hall));
    Ok(failure)
}

/// News that reached no group in the last days. For supervisors and HR.
#[server(prefix = "/api", endpoint = "notices/undelivered/news", protocol = Read)]
pub async fn news_undelivered() -> Result<Vec<UndeliveredNews>, AppError> {
    let (services, caller) = signed_in()?;
    answer(services.notices().undelivered_news(&caller).await)
}
