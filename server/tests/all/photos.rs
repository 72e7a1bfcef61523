//! Photos: taken in, kept sealed, shown to who may see them and to nobody else, erased in time.

use std::io::Cursor;

use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};
use chrono::{NaiveDate, TimeDelta};
use domain::{
    approvals::{ApprovalRow, Verdict},
    attendance::{CorrectedSlot, CorrectionCommand, CorrectionFlag},
    ids::{ApprovalId, PhotoId},
    org::Side,
    photos::{PhotoSubject, PhotoView},
    policy::Role,
    problem::{FieldReason, Problem},
};
use image::{DynamicImage, ImageFormat};
use services::Caller;
use testkit::{Person, World, day_shift, db_test};

use crate::{
    corrections::{card, inbox, say},
    support::{App, Reply, problem, request, takes_back},
};

/// A small picture; another width is another picture.
pub fn png(width: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::new_rgb8(width, 8).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// Hands a file in as a page of ours does.
pub async fn hand_in(app: &App, session: &str, subject: Option<PhotoSubject>, file: &[u8], accept: &str) -> Reply {
    let part = |name: &str, rest: &str| format!("--edge\r\ncontent-disposition: form-data; name=\"{name}\"{rest}\r\n");
    let subject = subject.map(|subject| part("subject", &format!("\r\n\r\n{subject}"))).unwrap_or_default();
    let head = [subject, part("photo", "; filename=\"a.png\"\r\n")].concat();
    let body = [head.as_bytes(), file, b"\r\n--edge--\r\n"].concat();
    let request = request(Method::POST, "/api/photos/add", Some(session))
        .header("sec-fetch-site", "same-origin")
        .header(header::ACCEPT, accept)
        .header(header::REFERER, "http://localhost:3000/attendance")
        .header(header::CONTENT_LENGTH, body.len())
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
        .body(Body::from(body));
    app.send(request.unwrap()).await
}

fn monday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

/// A worker who has forgotten to punch on Monday, a colleague, and the lead of their zone.
struct Case {
    worker: Person,
    me: Caller,
    other: Person,
    lead: Caller,
    lead_person: Person,
}

async fn case(world: &World) -> Case {
    let desk = world.hall.desks[0];
    let worker = world.person("w001").hall_role(Role::Worker).at(desk, Side::A).create().await;
    let other = world.person("w002").hall_role(Role::Worker).at(desk, Side::B).create().await;
    let lead_person = world.person("lead").zone_role(Role::Lead, &world.hall).create().await;
    world.works(&day_shift(), &[(worker.id, Some(desk.post))]).await;
    world.clock.set("2026-11-24 09:00");
    world.services.run_jobs().await.unwrap();
    Case { me: worker.caller(world).await, lead: lead_person.caller(world).await, worker, other, lead_person }
}

async fn ask(world: &World, me: &Caller, photos: Vec<PhotoId>) -> Result<ApprovalId, services::Error> {
    let (id, reason) = (ApprovalId::new(), "手机没电".to_owned());
    let time = "08:25".to_owned();
    let slot = CorrectedSlot::Slot(1);
    let command = CorrectionCommand { id, version: None, date: monday(), slot, time, reason, photos };
    world.services.attendance().ask_correction(me, command).await.map(|()| id)
}

async fn waiting(world: &World, lead: &Caller) -> ApprovalRow {
    inbox(world, lead).await.remove(0)
}

#[db_test]
async fn evidence_is_seen_by_who_asks_and_who_decides_and_by_nobody_else(world: World) {
    let case = case(&world).await;
    let photos = world.services.photos();
    let photo = photos.add(&case.me, png(20), None).await.unwrap();
    let other = case.other.caller(&world).await;
    assert_eq!(problem(photos.open(&case.lead, photo.id).await), Problem::NotFound, "it was sent with nothing yet");
    let stolen = ask(&world, &other, vec![photo.id]).await;
    assert!(stolen.is_err(), "another's photo is not theirs to send");
    let id = ask(&world, &case.me, vec![photo.id]).await.unwrap();
    assert_eq!(card(&waiting(&world, &case.lead).await).photos, std::slice::from_ref(&photo));
    let hr = world.person("hr").agency_role(Role::Hr).create().await.caller(&world).await;
    let host = world.person("host").hall_role(Role::Host).create().await.caller(&world).await;
    for seer in [&case.me, &case.lead, &hr] {
        let picture = photos.open(seer, photo.id).await.unwrap();
        assert_eq!(image::guess_format(&picture.bytes).unwrap(), ImageFormat::Jpeg);
    }
    for stranger in [&other, &host] {
        assert_eq!(problem(photos.open(stranger, photo.id).await), Problem::NotFound);
    }
    // Up to three; the same one again is none more.
    let subject = PhotoSubject::Correction(id);
    assert_eq!(photos.add(&case.me, png(20), Some(subject)).await.unwrap().id, photo.id);
    photos.add(&case.me, png(21), Some(subject)).await.unwrap();
    photos.add(&case.me, png(22), Some(subject)).await.unwrap();
    let fourth = photos.add(&case.me, png(23), Some(subject)).await;
    assert_eq!(problem(fourth), Problem::field("photo", FieldReason::TooMany));
    // Taken back, it is gone, and makes room.
    assert_eq!(problem(photos.take_back(&case.lead, photo.id).await), Problem::NotFound);
    photos.take_back(&case.me, photo.id).await.unwrap();
    assert_eq!(problem(photos.open(&case.me, photo.id).await), Problem::NotFound);
    assert_eq!(card(&waiting(&world, &case.lead).await).photos.len(), 2);
    // What was decided keeps what it was decided by.
    let asked = waiting(&world, &case.lead).await;
    let kept = card(&asked).photos[0].id;
    say(&world, &case.lead, &asked, Verdict::Agree).await.unwrap();
    assert!(photos.take_back(&case.me, kept).await.is_err());
    assert!(photos.add(&case.me, png(24), Some(subject)).await.is_err());
    photos.open(&case.me, kept).await.unwrap();
}

#[db_test]
async fn the_same_picture_for_two_requests_is_told_to_who_decides(world: World) {
    let case = case(&world).await;
    let photos = world.services.photos();
    let first = photos.add(&case.me, png(20), None).await.unwrap();
    let id = ask(&world, &case.me, vec![first.id]).await.unwrap();
    let asked = waiting(&world, &case.lead).await;
    let attendance = world.services.attendance();
    attendance.withdraw_correction(&case.me, takes_back(id, asked.version)).await.unwrap();
    let second = photos.add(&case.me, png(20), None).await.unwrap();
    assert_ne!(second.id, first.id);
    ask(&world, &case.me, vec![second.id]).await.unwrap();
    let asked = waiting(&world, &case.lead).await;
    assert!(card(&asked).photos[0].used_before);
    assert_eq!(card(&asked).flags, [CorrectionFlag::PhotoUsedBefore], "so it is not agreed to in a batch");
}

#[db_test]
async fn what_was_never_sent_goes_after_a_day_and_the_rest_after_two_years(world: World) {
    let case = case(&world).await;
    let photos = world.services.photos();
    let kept = photos.add(&case.me, png(20), None).await.unwrap();
    ask(&world, &case.me, vec![kept.id]).await.unwrap();
    let orphan = photos.add(&case.me, png(21), None).await.unwrap();
    // Nobody fills the disk with what is sent nowhere.
    for width in 22..41 {
        photos.add(&case.me, png(width), None).await.unwrap();
    }
    let more = photos.add(&case.me, png(41), None).await;
    assert_eq!(problem(more), Problem::field("photo", FieldReason::TooMany));
    world.clock.advance(TimeDelta::hours(23));
    world.services.run_jobs().await.unwrap();
    photos.open(&case.me, orphan.id).await.unwrap();
    world.clock.advance(TimeDelta::hours(2));
    world.services.run_jobs().await.unwrap();
    assert_eq!(problem(photos.open(&case.me, orphan.id).await), Problem::NotFound);
    photos.open(&case.me, kept.id).await.unwrap();
    world.clock.advance(TimeDelta::days(732));
    world.services.run_jobs().await.unwrap();
    assert_eq!(problem(photos.open(&case.me, kept.id).await), Problem::NotFound);
}

#[db_test]
async fn over_http_a_photo_is_nobody_elses_and_no_cache_keeps_it(world: World) {
    let case = case(&world).await;
    let id = ask(&world, &case.me, vec![]).await.unwrap();
    let (token, other) = (case.worker.sign_in(&world).await.token, case.other.sign_in(&world).await.token);
    let lead = case.lead_person.sign_in(&world).await.token;
    let app = App::new(world);
    let subject = Some(PhotoSubject::Correction(id));
    let sent = hand_in(&app, &token, subject, &png(30), "application/json").await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.body);
    let photo: PhotoView = serde_json::from_str(&sent.body).unwrap();
    for seer in [&token, &lead] {
        let shown = app.get(&photo.path(), Some(seer)).await;
        assert_eq!(shown.status, StatusCode::OK);
        let header = |name: &str| shown.headers.get(name).unwrap().to_str().unwrap().to_owned();
        assert_eq!((header("content-type"), header("cache-control")), ("image/jpeg".to_owned(), "no-store".to_owned()));
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert!(shown.headers.get("zaigang-keep").is_none());
    }
    assert_eq!(app.get(&photo.path(), Some(&other)).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.get("/photos/nonsense", Some(&token)).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.get(&photo.path(), None).await.status, StatusCode::SEE_OTHER, "strangers sign in first");
    let page = app.get(&format!("/attendance/correction/{id}"), Some(&token)).await;
    assert!(page.body.contains(&photo.path()), "it stands with the request");
    // Another's request, a request that is none, and files that are no photos.
    for subject in [subject, Some(PhotoSubject::Leave(ApprovalId::new()))] {
        let foreign = hand_in(&app, &other, subject, &png(31), "application/json").await;
        assert_eq!(foreign.status, StatusCode::NOT_FOUND, "{}", foreign.body);
    }
    let wrong = hand_in(&app, &token, subject, b"%PDF-1.7", "application/json").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("not_a_photo") && wrong.body.contains("\"photo\""), "{}", wrong.body);
    let large = vec![0; 9 * 1024 * 1024];
    let reply = hand_in(&app, &token, subject, &large, "application/json").await;
    assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(reply.body.contains("too_large"), "{}", reply.body);
    let reply = hand_in(&app, &token, subject, &large, "text/html").await;
    assert!(reply.status == StatusCode::PAYLOAD_TOO_LARGE && reply.body.contains("8 MB"), "{}", reply.body);
    // Without a script the form leads back to its page.
    let plain = hand_in(&app, &token, subject, &png(32), "text/html").await;
    assert_eq!(plain.status, StatusCode::FOUND, "{}", plain.body);
    let back = plain.headers.get(header::LOCATION).unwrap().to_str().unwrap();
    assert_eq!(back.trim_end_matches('?'), "http://localhost:3000/attendance");
}
