//! The program as a service, and requests as values.

use std::sync::OnceLock;

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use domain::{
    approvals::WithdrawCommand,
    attendance::{
        DecidePatrolCommand, DecidePunchCommand, FlagsSeenCommand, PaperAct, PaperActCommand, PatrolWordCommand,
        PositionReport, PunchCommand, Reading, TakeVacancyCommand,
    },
    geo::{Datum, Position},
    ids::{ActId, ApprovalId, NoticeId, PaperSheetId, PatrolId, PatrolNoteId, PunchId, ReceiptId, VacancyId},
    leave::AnswerCoverCommand,
    notices::AcknowledgeCommand,
    problem::Problem,
    roster::AcknowledgeRosterCommand,
};
use http_body_util::BodyExt;
use metrics_exporter_prometheus::PrometheusHandle;
use server::{
    config::Config,
    http::{State, install_metrics, router},
    site::Site,
};
use tempfile::TempDir;
use testkit::World;
use tokio::sync::watch;
use tower::ServiceExt;

/// A world with the program's router over it.
pub struct App {
    pub world: World,
    router: Router,
    _site: TempDir,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl App {
    pub fn new(world: World) -> Self {
        let folder = TempDir::new().expect("a folder");
        let site = Site { dir: folder.path().to_path_buf(), hashes: None };
        Self::over(world, folder, site)
    }

    /// Over a built site, which is what is in the folder.
    pub fn over(world: World, folder: TempDir, site: Site) -> Self {
        static METRICS: OnceLock<PrometheusHandle> = OnceLock::new();
        let metrics = METRICS.get_or_init(|| install_metrics().expect("one recorder")).clone();
        let (_, stopping) = watch::channel(false);
        let state = State::new(world.services.clone(), Config::default(), site, metrics, stopping).expect("a state");
        Self { world, router: router(state), _site: folder }
    }

    /// Asks for a page or a read.
    pub async fn get(&self, path: &str, session: Option<&str>) -> Reply {
        self.send(request(Method::GET, path, session).body(Body::empty()).expect("a request")).await
    }

    /// Posts a form as our own pages do.
    pub async fn post(&self, path: &str, session: Option<&str>, form: &str) -> Reply {
        let request = request(Method::POST, path, session)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::CONTENT_LENGTH, form.len())
            .body(Body::from(form.to_owned()));
        self.send(request.expect("a request")).await
    }

    pub async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.router.clone().oneshot(request).await.expect("the router never fails");
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.into_body().collect().await.expect("a body").to_bytes();
        Reply { status, headers, body: String::from_utf8_lossy(&body).into_owned() }
    }
}

/// A request with a session cookie, if there is one.
pub fn request(method: Method, path: &str, session: Option<&str>) -> axum::http::request::Builder {
    let request = Request::builder().method(method).uri(path).header(header::HOST, "localhost:3000");
    match session {
        Some(token) => request.header(header::COOKIE, format!("__Host-zaigang={token}")),
        None => request,
    }
}

/// What was refused; anything else fails the test where it stands.
#[track_caller]
pub fn problem<T: std::fmt::Debug>(result: services::Result<T>) -> Problem {
    match result {
        Err(services::Error::Problem(problem)) => problem,
        other => panic!("no problem: {other:?}"),
    }
}

/// A position at the hall.
pub fn here(accuracy_m: i32) -> PositionReport {
    at(399_087_100, accuracy_m)
}

/// A position so far in the north, on the hall's meridian.
pub fn at(lat_e7: i32, accuracy_m: i32) -> PositionReport {
    let position = Position { lat_e7, lng_e7: 1_163_975_000 };
    PositionReport::Reading(Reading { position, datum: Datum::Wgs84, accuracy_m, age_s: 0 })
}

/// A tap with the network there.
pub fn command(position: PositionReport) -> PunchCommand {
    PunchCommand { id: PunchId::new(), device_at: None, evidence: None, position, reason: None, code: None }
}

/// A request taken back, as somebody looked at it.
pub fn takes_back(request: ApprovalId, version: i32) -> WithdrawCommand {
    WithdrawCommand { id: ActId::new(), request, version }
}

/// Yes or no to covering for somebody.
pub fn covers(request: ApprovalId, yes: bool) -> AnswerCoverCommand {
    AnswerCoverCommand { id: ActId::new(), request, yes }
}

/// That somebody has looked at the flags of a punch.
pub fn looked_at(punch: PunchId) -> FlagsSeenCommand {
    FlagsSeenCommand { id: ActId::new(), punch }
}

/// Whether a punch counts, and why.
pub fn decides(punch: PunchId, accepted: bool, reason: &str) -> DecidePunchCommand {
    DecidePunchCommand { id: ActId::new(), punch, accepted, reason: Some(reason.to_owned()) }
}

/// What somebody says to a patrol record.
pub fn says(record: PatrolId, text: &str) -> PatrolWordCommand {
    PatrolWordCommand { note: PatrolNoteId::new(), record, text: text.to_owned(), tap: None }
}

/// Whether a patrol record stands, and why, after so many explanations were read.
pub fn rules_on(record: PatrolId, upheld: bool, heard: u32, reason: &str) -> DecidePatrolCommand {
    DecidePatrolCommand { id: ActId::new(), record, upheld, heard, reason: reason.to_owned() }
}

/// An alarm in hand.
pub fn takes(vacancy: VacancyId, note: &str) -> TakeVacancyCommand {
    TakeVacancyCommand { id: ActId::new(), vacancy, note: note.to_owned() }
}

/// Something done about a paper sheet as it was typed in.
pub fn on_paper(sheet: PaperSheetId, act: PaperAct, answer: Option<&str>) -> PaperActCommand {
    PaperActCommand { id: ActId::new(), sheet, version: 1, act, answer: answer.map(ToOwned::to_owned) }
}

/// Receipts given on the roster's page.
pub fn takes_note(receipts: Vec<ReceiptId>) -> AcknowledgeRosterCommand {
    AcknowledgeRosterCommand { id: ActId::new(), receipts }
}

/// A receipt given in the inbox.
pub fn has_read(notice: NoticeId) -> AcknowledgeCommand {
    AcknowledgeCommand { id: ActId::new(), notice }
}
