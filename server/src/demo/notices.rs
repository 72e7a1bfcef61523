//! A few notices: an inbox that is in use, and a hint that reached no phone.

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc, Weekday};
use domain::{
    accounts::Language,
    ids::{NoticeId, PersonId, SessionId, SubscriptionId},
    notices::{DeliveryFault, DeliveryState, NoticeContent},
    time::hall_date,
};
use store::{
    DbErr, Tx,
    repo::{
        accounts::{NewSession, create_session},
        notices::{
            NewDelivery, NewNotice, SubscriptionRecord, create_deliveries, create_notices, create_subscription,
            end_subscription, lease_deliveries, settle_delivery,
        },
    },
};

use super::people::DemoPerson;

/// `worker` has three of the last days, one of which asks for a receipt; and `lead` is asked for a decision. Written oldest first, since an inbox is in the order of writing.
pub(super) async fn create(tx: &Tx, staff: &[DemoPerson], now: DateTime<Utc>) -> Result<(), DbErr> {
    let of = |name: &str| staff.iter().find(|person| person.record.sign_in_name == name).map(|p| p.record.id);
    let Some(worker) = of("worker") else { return Ok(()) };
    let today = hall_date(now);
    let name = |sign_in: &str| {
        let found = staff.iter().find(|person| person.record.sign_in_name == sign_in);
        found.map(|person| person.record.name.clone()).unwrap_or_default()
    };
    let saturday = today.iter_days().skip(1).find(|date| date.weekday() == Weekday::Sat).unwrap_or(today);
    let mut told = vec![
        (TimeDelta::days(4), worker, NoticeContent::ShiftGone { date: today + Days::new(4) }),
        (TimeDelta::days(1), worker, NoticeContent::PunchDecided { accepted: true, date: today - Days::new(2) }),
        (TimeDelta::hours(1), worker, NoticeContent::RosterPublished { days: 31, first: today + Days::new(7) }),
    ];
    if let Some(lead) = of("lead") {
        let claimed = NoticeContent::ShiftClaimed { by: name("w031"), date: saturday };
        told.push((TimeDelta::minutes(10), lead, claimed));
    }
    for (ago, person, content) in told {
        let notice = NewNotice { id: NoticeId::new(), person, content, about: None, caused_by: None };
        create_notices(tx, &[notice], now - ago).await?;
    }
    match of("w005") {
        Some(person) => undelivered(tx, person, today, now - TimeDelta::hours(26)).await,
        None => Ok(()),
    }
}

/// A roster that rang nowhere: the phone was changed. Nothing of it is live, so nothing is ever sent there.
async fn undelivered(tx: &Tx, person: PersonId, today: NaiveDate, at: DateTime<Utc>) -> Result<(), DbErr> {
    let session = NewSession {
        id: SessionId::new(),
        person,
        token_hash: b"no token hashes to this phone".to_vec(),
        user_agent: String::new(),
        address: "192.0.2.5".to_owned(),
        now: at - TimeDelta::days(20),
        expires_at: at,
    };
    let phone = SubscriptionRecord {
        id: SubscriptionId::new(),
        person,
        session: session.id,
        endpoint: "https://push.example.com/w005".to_owned(),
        public_key: Vec::new(),
        auth_secret: Vec::new(),
        device: "Chrome · Android".to_owned(),
        language: Language::ZhCn,
        created_at: session.now,
        sent_at: None,
        failed: Some((at, DeliveryFault::Gone)),
    };
    create_session(tx, session).await?;
    create_subscription(tx, &phone).await?;
    let content = NoticeContent::RosterPublished { days: 31, first: today + Days::new(7) };
    let notice = NewNotice { id: NoticeId::new(), person, content, about: None, caused_by: None };
    create_notices(tx, std::slice::from_ref(&notice), at).await?;
    create_deliveries(tx, &[NewDelivery { notice: notice.id, subscription: phone.id, due_at: at }]).await?;
    let holder = NoticeId::new().uuid();
    for hint in lease_deliveries(tx, holder, (at, at), 1).await? {
        let gone = (DeliveryState::Failed, Some(DeliveryFault::Gone));
        settle_delivery(tx, (hint.id, holder), gone, at).await?;
    }
    end_subscription(tx, phone.id, at).await.map(drop)
}
