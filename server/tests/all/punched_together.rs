//! What arrives while others are served is served as one group; everybody is still answered for themselves.

use domain::{
    attendance::{AttendanceError, PunchCommand, PunchReceipt, Verdict},
    ids::PersonId,
    policy::Role,
    problem::Problem,
};
use futures::future::join_all;
use services::{Caller, Error, Result};
use testkit::{Person, World, day_shift, db_test, visitor};

use crate::support;

/// Enough that the first are under way while the others gather.
const PEOPLE: usize = 40;

fn command(reason: Option<&str>) -> PunchCommand {
    PunchCommand { reason: reason.map(ToOwned::to_owned), ..support::command(support::here(15)) }
}

/// People on the day shift, the last of whom does not let us read their position.
async fn crowd(world: &World) -> Vec<Person> {
    let mut people = Vec::new();
    for n in 0..PEOPLE {
        let name = format!("w{n:03}");
        let person = world.person(&name).hall_role(Role::Worker);
        let person = if n + 1 == PEOPLE { person.unasked() } else { person };
        people.push(person.create().await);
    }
    let shifts: Vec<_> = people.iter().map(|person| (person.id, None)).collect();
    world.works(&day_shift(), &shifts).await;
    people
}

async fn callers(world: &World, people: &[Person]) -> Vec<Caller> {
    join_all(people.iter().map(|person| person.caller(world))).await
}

async fn at_once(world: &World, taps: &[(&Caller, PunchCommand)]) -> Vec<Result<PunchReceipt>> {
    let attendance = world.services.attendance();
    let attendance = &attendance;
    join_all(taps.iter().map(|(caller, command)| attendance.punch(caller, command.clone(), None))).await
}

#[db_test]
async fn everybody_gets_their_own_answer(world: World) {
    let people = crowd(&world).await;
    let callers = callers(&world, &people).await;
    let taps: Vec<_> = callers.iter().map(|caller| (caller, command(None))).collect();
    for ((caller, sent), receipt) in taps.iter().zip(at_once(&world, &taps).await) {
        let receipt = receipt.unwrap();
        assert_eq!((receipt.punch.id, receipt.repeated), (sent.id, false));
        let unread = caller.actor.person == people[PEOPLE - 1].id;
        let expected = if unread { Verdict::PositionUnknown } else { Verdict::Normal };
        assert_eq!(receipt.punch.judgement.verdict, expected);
        let today = world.services.attendance().today(caller).await.unwrap();
        assert_eq!(today.punches.iter().map(|punch| punch.id).collect::<Vec<_>>(), [sent.id]);
    }
}

#[db_test]
async fn what_is_refused_spoils_no_other(world: World) {
    let people = crowd(&world).await;
    let callers = callers(&world, &people).await;
    let attendance = world.services.attendance();
    let earlier = command(None);
    attendance.punch(&callers[0], earlier.clone(), None).await.unwrap();
    // In the middle of the crowd: one sends another's id, one their own with other words.
    let mut taps: Vec<_> = callers.iter().map(|caller| (caller, command(None))).collect();
    taps[0].1 = PunchCommand { reason: Some("别的".to_owned()), ..earlier.clone() };
    taps[20].1 = earlier;
    let mut receipts = at_once(&world, &taps).await;
    let taken = receipts.remove(20);
    let id_taken = Problem::Attendance(AttendanceError::IdTaken);
    assert!(matches!(&taken, Err(Error::Problem(problem)) if *problem == id_taken), "{taken:?}");
    let changed = receipts.remove(0);
    assert!(matches!(changed, Err(Error::Problem(Problem::Conflict))), "{changed:?}");
    for receipt in receipts {
        assert!(!receipt.unwrap().repeated);
    }
    assert!(attendance.today(&callers[20]).await.unwrap().punches.is_empty());
}

#[db_test]
async fn the_taps_of_one_thumb_see_each_other(world: World) {
    let people = crowd(&world).await;
    let callers = callers(&world, &people).await;
    let mut taps: Vec<_> = callers.iter().map(|caller| (caller, command(None))).collect();
    // Three more of the same person, one of them the same command; and one that two people send.
    taps.push((&callers[3], command(None)));
    taps.push((&callers[3], taps[3].1.clone()));
    taps.push((&callers[3], command(None)));
    let receipts = at_once(&world, &taps).await;
    let own = [3, PEOPLE, PEOPLE + 1, PEOPLE + 2].map(|n| receipts[n].as_ref().unwrap());
    assert_eq!(own.iter().filter(|receipt| !receipt.repeated).count(), 1);
    assert!(own.iter().all(|receipt| receipt.punch.id == own[0].punch.id));
    let today = world.services.attendance().today(&callers[3]).await.unwrap();
    assert_eq!(today.punches.len(), 1);
}

#[db_test]
async fn a_token_is_its_holders_and_nobody_elses(world: World) {
    let people = crowd(&world).await;
    let mut expected: Vec<(String, Option<PersonId>)> = Vec::new();
    for person in &people {
        expected.push((person.sign_in(&world).await.token, Some(person.id)));
    }
    expected.insert(7, ("no such token".to_owned(), None));
    // The same twice: two requests of one page.
    expected.push(expected[0].clone());
    let accounts = world.services.accounts();
    let accounts = &accounts;
    let found = join_all(expected.iter().map(|(token, _)| accounts.admit(token, visitor()))).await;
    for ((_, expected), found) in expected.iter().zip(found) {
        assert_eq!(found.unwrap().map(|admitted| admitted.caller.actor.person), *expected);
    }
    // Signed out, the same token is nobody's at once.
    let out = accounts.admit(&expected[0].0, visitor()).await.unwrap().unwrap().caller;
    accounts.sign_out_device(&out, out.session).await.unwrap();
    assert!(accounts.admit(&expected[0].0, visitor()).await.unwrap().is_none());
    assert!(accounts.admit(&expected[1].0, visitor()).await.unwrap().is_some());
}

/// A crowd on several threads, as a server has them; two on one database hold the same people in the same order.
#[db_test]
async fn two_servers_take_the_same_crowd(world: World) {
    let people = crowd(&world).await;
    let callers = callers(&world, &people).await;
    let other = world.another_server().await;
    let commands: Vec<_> = callers.iter().map(|_| command(None)).collect();
    let send = |services: &services::Services, reversed: bool| {
        let mut taps: Vec<_> = callers.iter().cloned().zip(commands.iter().cloned()).collect();
        if reversed {
            taps.reverse();
        }
        let attendance = services.attendance();
        taps.into_iter()
            .map(move |(caller, command)| {
                let attendance = attendance.clone();
                tokio::spawn(async move { attendance.punch(&caller, command, None).await.unwrap() })
            })
            .collect::<Vec<_>>()
    };
    let (here, there) = (send(&world.services, false), send(&other, true));
    let receipts = join_all(here.into_iter().chain(there)).await;
    let new = receipts.into_iter().filter(|receipt| !receipt.as_ref().unwrap().repeated).count();
    assert_eq!(new, PEOPLE);
}
