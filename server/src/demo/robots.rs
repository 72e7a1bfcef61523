//! Two group robots: one that is paused and one that its platform does not know any more, with an alarm that reached
//! nobody. Neither ever sends anything: the demo calls nobody.

use anyhow::Result;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    ids::HallId,
    notices::{DeliveryState, HallNews, HallTopic, QuietCommand, RobotCommand, RobotFailure, RobotFault, RobotState},
};
use services::Services;
use store::{
    DbErr,
    repo::notices::{
        NewNews, create_news, note_robot_failure, note_robot_success, set_robot_state, settle_waiting_news,
    },
};

use super::{people::DemoPerson, requests::caller};

const WECOM: &str = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=00000000-demo-demo-demo-000000003f7c";
const DINGTALK: &str = "https://oapi.dingtalk.com/robot/send?access_token=00000000000000000000000000009b21";

pub(super) async fn create(services: &Services, staff: &[DemoPerson], hall: HallId, now: DateTime<Utc>) -> Result<()> {
    let Some(hr) = caller(staff, "hr") else { return Ok(()) };
    let command = |name: &str, address: &str, secret: &str, topics: &[HallTopic]| RobotCommand {
        id: None,
        version: 0,
        hall,
        name: name.to_owned(),
        address: address.to_owned(),
        secret: secret.to_owned(),
        topics: topics.iter().map(|topic| (topic.code().to_owned(), true)).collect(),
        quiet: QuietCommand { on: true, from: "22:00".to_owned(), to: "07:00".to_owned() },
    };
    let notices = services.notices();
    let whole = notices.set_robot(&hr, command("大厅工作群", WECOM, "", HallTopic::ALL)).await?;
    let alarms = [HallTopic::WindowEmpty, HallTopic::OutingOverdue];
    let leads = notices.set_robot(&hr, command("组长群", DINGTALK, "SECdemo", &alarms)).await?;
    let window = "A03 不动产登记".to_owned();
    services
        .db()
        .write(window, move |tx, window| {
            Box::pin(async move {
                note_robot_success(tx, whole, now - TimeDelta::hours(20)).await?;
                set_robot_state(tx, whole, (RobotState::Active, RobotState::Paused), now).await?;
                let at = now - TimeDelta::hours(17);
                let news = HallNews::WindowEmpty { window: window.clone(), again: false };
                let missed = NewNews { robot: leads, news, sender: None, due_at: at, good_until: at };
                create_news(tx, &[missed]).await?;
                settle_waiting_news(tx, leads, (DeliveryState::Failed, Some(RobotFault::Gone)), at).await?;
                let failure = RobotFailure { fault: RobotFault::Gone, answer: "300005 token is not exist".to_owned() };
                note_robot_failure(tx, leads, &failure, at).await?;
                set_robot_state(tx, leads, (RobotState::Active, RobotState::Dead), at).await.map(drop)
            })
        })
        .await
        .map_err(|error: DbErr| error)?;
    Ok(())
}
