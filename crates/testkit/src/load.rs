//! Many people clocking in over HTTP, for the test that kills the server and the bench that times it.

use chrono::NaiveDate;
use domain::{
    ids::{AppointmentId, PersonId, PostId, PunchId, SessionId, WindowId},
    org::Side,
    policy::{Grant, Role, Scope},
    time::hall_date,
};
use sha2::{Digest, Sha256};
use store::{
    Db,
    repo::{
        accounts::{AppointmentRecord, NewSession, PersonRecord, create_appointment, create_person, create_session},
        org::create_holder,
    },
};

use crate::{
    World,
    halls::{Desk, OPENED, create_desk, holder},
    http_client::{Answer, Broken, Connection},
};

/// A signed-in person of the crowd.
#[derive(Clone, Debug)]
pub struct Member {
    /// Who.
    pub person: PersonId,
    /// Their session cookie's value.
    pub token: String,
}

/// Puts people with sessions into a world's hall. Written straight to the store: signing in a thousand
/// people would be a thousand password hashes.
pub async fn crowd(world: &World, size: usize) -> Vec<Member> {
    hired(world, size, OPENED).await
}

/// The same for a server with no other clock than the machine's: the world's is set to it, and the people begin
/// today, so that the server has no days of theirs to judge while it is measured.
pub async fn crowd_of_today(world: &World, size: usize) -> Vec<Member> {
    let now = chrono::Utc::now();
    world.clock.advance(now - world.services.clock().now());
    hired(world, size, hall_date(now)).await
}

async fn hired(world: &World, size: usize, hired_on: NaiveDate) -> Vec<Member> {
    let members: Vec<Member> = (0..size)
        .map(|_| {
            let person = PersonId::new();
            Member { person, token: format!("token-{person}") }
        })
        .collect();
    let hall = world.hall.id;
    let now = chrono::Utc::now();
    for some in members.chunks(500) {
        let agency = world.agency;
        write_crowd(
            &world.db,
            some.to_vec(),
            move |person| PersonRecord {
                id: person,
                agency,
                hall: Some(hall),
                sign_in_name: format!("c{}", person.uuid().simple()),
                name: "人群".to_owned(),
                phone: "13800000000".to_owned(),
                id_number_sealed: None,
                id_last4: None,
                hired_on,
                service_from: None,
                continuous_from: None,
                left_on: None,
                password_hash: None,
                version: 0,
            },
            Scope::Hall(hall),
            now,
        )
        .await;
    }
    members
}

/// Gives every two of some people a window of the hall with a post that they hold as A and B. Those that are left
/// over get none.
pub async fn seat_in_pairs(world: &World, members: &[Member]) {
    let pairs: Vec<[PersonId; 2]> = members.chunks_exact(2).map(|pair| [pair[0].person, pair[1].person]).collect();
    world
        .db
        .write((world.hall, pairs), |tx, (hall, pairs)| {
            Box::pin(async move {
                for (nth, pair) in pairs.iter().enumerate() {
                    let code = format!("P{nth:04}");
                    let desk = Desk { window: WindowId::new(), post: PostId::new() };
                    create_desk(tx, hall, desk, &code).await?;
                    for (side, person) in [Side::A, Side::B].into_iter().zip(pair) {
                        create_holder(tx, holder(desk, *person, side)).await?;
                    }
                }
                Ok::<_, store::DbErr>(())
            })
        })
        .await
        .expect("windows");
}

async fn write_crowd(
    db: &Db,
    members: Vec<Member>,
    record: impl Fn(PersonId) -> PersonRecord + Send + Sync + 'static,
    scope: Scope,
    now: chrono::DateTime<chrono::Utc>,
) {
    db.write((members, record), move |tx, (members, record)| {
        Box::pin(async move {
            for member in members {
                create_person(tx, record(member.person), now).await?;
                let grant = Grant { role: Role::Worker, scope };
                let id = AppointmentId::new();
                create_appointment(tx, AppointmentRecord { id, person: member.person, grant, from: OPENED, to: None })
                    .await?;
                let session = NewSession {
                    id: SessionId::new(),
                    person: member.person,
                    token_hash: Sha256::digest(member.token.as_bytes()).to_vec(),
                    user_agent: String::new(),
                    address: "127.0.0.1".to_owned(),
                    now,
                    expires_at: now + chrono::TimeDelta::days(1),
                };
                create_session(tx, session).await?;
            }
            Ok::<_, store::DbErr>(())
        })
    })
    .await
    .expect("a crowd");
}

/// Clocks a member in with a position inside the fence; the id that the server has confirmed.
///
/// # Errors
/// When the connection breaks; then nothing is known about the punch.
///
/// # Panics
/// When the server refuses.
pub async fn punch(connection: &mut Connection, member: &Member) -> Result<PunchId, Broken> {
    let id = PunchId::new();
    let answer = send_punch(connection, member, id).await?;
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
    Ok(id)
}

/// Sends a clock-in under an id of the caller's choice; sent again, it is the same command word for word.
///
/// # Errors
/// When the connection breaks; then nothing is known about the punch.
pub async fn send_punch(connection: &mut Connection, member: &Member, id: PunchId) -> Result<Answer, Broken> {
    let form = format!(
        "command[id]={id}&command[device_at]=2026-11-24T00:27:00Z\
         &command[position][reading][position][lat_e7]=399087100\
         &command[position][reading][position][lng_e7]=1163975100\
         &command[position][reading][datum]=wgs84&command[position][reading][accuracy_m]=12\
         &command[position][reading][age_s]=0"
    );
    connection.post("/api/attendance/punch", Some(&member.token), form).await
}
