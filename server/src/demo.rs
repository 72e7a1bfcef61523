//! The demo hall: 12 windows in 3 zones, A/B pairs, 36 window staff and one person of each role, rosters
//! from last month to next, next month in planning, two months of punches with the usual faults, what rounds
//! have found.
//! Every name in it is made up.
//!
//! It is filled in once, into an empty database, around the moment at which the server's clock stands.

use anyhow::Result;
use services::Services;
use store::{DbErr, repo::org::list_agencies};

mod hall;
mod in_the_day;
mod leave;
mod leave_types;
mod months;
mod notices;
mod overtime;
mod people;
mod pictures;
mod planning;
mod punches;
mod requests;
mod robots;
mod rosters;
mod swaps;

/// Fills an empty database; says whether it did. A database that holds an agency is left alone.
pub async fn fill(services: &Services, password: &str) -> Result<bool> {
    let db = services.db();
    if !list_agencies(db.read()).await?.is_empty() {
        return Ok(false);
    }
    let now = services.clock().now();
    let hash = services::hash_password(password.to_owned()).await?;
    let hall = hall::plan();
    let lobby = hall.hall;
    let staff = people::plan(&hall, &hash, now);
    db.write((hall.clone(), staff.clone()), move |tx, (hall, staff)| {
        Box::pin(async move {
            hall::create(tx, hall).await?;
            people::create(tx, staff, now).await?;
            months::consents(tx, staff, now).await?;
            rosters::create(tx, hall, staff, now).await?;
            planning::create(tx, hall, staff, now).await?;
            overtime::create(tx, hall, staff, now).await?;
            leave::create(tx, staff, now).await?;
            leave_types::create(tx, hall, staff, now).await?;
            notices::create(tx, staff, now).await?;
            in_the_day::create(tx, hall, staff, now).await
        })
    })
    .await?;
    let made = punches::plan(&hall, &staff, now)?;
    for day in made.chunks(2_000) {
        db.write(day.to_vec(), |tx, punches| {
            Box::pin(async move { store::repo::attendance::create_punches(tx, punches).await })
        })
        .await
        .map_err(|error: DbErr| error)?;
    }
    db.write((hall.clone(), staff.clone(), made.clone()), move |tx, (hall, staff, made)| {
        Box::pin(async move {
            in_the_day::flag(tx, staff, made).await?;
            in_the_day::step_out(tx, hall, staff, made, now).await
        })
    })
    .await?;
    db.write((hall, staff.clone(), made), move |tx, (hall, staff, made)| {
        Box::pin(async move { months::close(tx, hall, staff, made, now).await })
    })
    .await?;
    requests::create(services, &staff, now).await?;
    overtime::requests(services, &staff, now).await?;
    swaps::requests(services, &staff, now).await?;
    robots::create(services, &staff, lobby, now).await?;
    services.run_jobs().await?;
    months::requests(services, &staff, now).await?;
    Ok(true)
}
