//! Group robots as screens have them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{HallTopic, QuietCommand, QuietHours, RobotFault, RobotKind, RobotState};
use crate::{
    ids::{DeliveryId, HallId, RobotId},
    problem::{FieldErrors, FieldReason, Problem},
};

/// Characters of a robot's name.
pub const MAX_ROBOT_NAME: u16 = 40;

/// Characters of an address: those of the three platforms have 80 to 130.
pub const MAX_ROBOT_ADDRESS: u16 = 300;

/// Characters of a signing secret: DingTalk's have 67.
pub const MAX_ROBOT_SECRET: u16 = 100;

/// Robots of one hall.
pub const MAX_ROBOTS: usize = 10;

/// What a robot is to be, as a form has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RobotCommand {
    /// The robot that is changed; a new one, where there is none.
    #[serde(default)]
    pub id: Option<RobotId>,
    /// How often it was changed before, as whoever changes it has seen it.
    #[serde(default)]
    pub version: i32,
    /// The hall.
    pub hall: HallId,
    /// What people call it: the group's name.
    pub name: String,
    /// Where its platform takes messages. Left out, a robot that is changed keeps its address and secret.
    #[serde(default)]
    pub address: String,
    /// The secret by which messages are signed, if the robot asks for it.
    #[serde(default)]
    pub secret: String,
    /// By the code of a [`HallTopic`], whether the group is told.
    #[serde(default)]
    pub topics: BTreeMap<String, bool>,
    /// When it is not, but for what is urgent.
    pub quiet: QuietCommand,
}

/// What a robot is to be, but for where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RobotSettings {
    /// What people call it.
    pub name: String,
    /// What its group is told; one at least.
    pub topics: Vec<HallTopic>,
    /// When it is not.
    pub quiet: QuietHours,
}

impl RobotCommand {
    /// What it says, but for address and secret, which whoever sends there has to look at.
    ///
    /// # Errors
    /// At `name`, `topics`, `from` or `to`.
    pub fn settings(&self) -> Result<RobotSettings, Problem> {
        let mut errors = FieldErrors::default();
        let name = self.name.trim();
        let name = match name.chars().count() {
            0 => Err(FieldReason::Required),
            n if n > usize::from(MAX_ROBOT_NAME) => Err(FieldReason::TooLong),
            _ => Ok(name.to_owned()),
        };
        let name = errors.take("name", name);
        let topics = errors.take("topics", self.chosen());
        let quiet = self.quiet.check();
        match (name, topics, quiet) {
            (Some(name), Some(topics), Ok(quiet)) => Ok(RobotSettings { name, topics, quiet }),
            (Some(_), Some(_), Err(problem)) => Err(problem),
            _ => Err(errors.into()),
        }
    }

    fn chosen(&self) -> Result<Vec<HallTopic>, FieldReason> {
        let chosen = self.topics.iter().filter(|(_, chosen)| **chosen).map(|(code, _)| code.parse());
        let topics: Vec<HallTopic> = chosen.collect::<Result<_, _>>().map_err(|_| FieldReason::Malformed)?;
        if topics.is_empty() { Err(FieldReason::Required) } else { Ok(topics) }
    }
}

/// A message that was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RobotFailure {
    /// Why.
    pub fault: RobotFault,
    /// What the platform said, in its own words; empty where it said nothing.
    pub answer: String,
}

/// A robot, for whoever may set it. Its address and secret are never shown again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RobotView {
    /// The robot.
    pub id: RobotId,
    /// Counts its changes.
    pub version: i32,
    /// What people call it.
    pub name: String,
    /// Whose it is.
    pub kind: RobotKind,
    /// The host of its address.
    pub host: String,
    /// The last four characters of its token.
    pub tail: String,
    /// Whether its messages are signed.
    pub signed: bool,
    /// What its group is told.
    pub topics: Vec<HallTopic>,
    /// When it is not.
    pub quiet: QuietHours,
    /// How it stands.
    pub state: RobotState,
    /// 姓名 of who set it last.
    pub set_by: String,
    /// When a message was last taken.
    pub sent_at: Option<DateTime<Utc>>,
    /// When and why one last was not, unless one was since.
    pub failed: Option<(DateTime<Utc>, RobotFailure)>,
}

/// A hall's robots, for whoever may set them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RobotsView {
    /// The hall.
    pub hall: HallId,
    /// Its name.
    pub hall_name: String,
    /// The robots, by name.
    pub robots: Vec<RobotView>,
}

/// News that reached no group, for whoever answers for the hall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndeliveredNews {
    /// The message.
    pub id: DeliveryId,
    /// The robot.
    pub robot: String,
    /// What they were about.
    pub topic: HallTopic,
    /// When they were given up.
    pub at: DateTime<Utc>,
    /// Why.
    pub fault: RobotFault,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command() -> RobotCommand {
        RobotCommand {
            id: None,
            version: 0,
            hall: HallId::new(),
            name: " 大厅群 ".to_owned(),
            address: String::new(),
            secret: String::new(),
            topics: [("window_empty".to_owned(), true), ("roster_published".to_owned(), false)].into(),
            quiet: QuietCommand { on: true, from: "22:00".to_owned(), to: "07:00".to_owned() },
        }
    }

    #[test]
    fn a_robot_has_a_name_and_something_to_say() {
        let settings = command().settings().unwrap();
        assert_eq!((settings.name.as_str(), settings.topics), ("大厅群", vec![HallTopic::WindowEmpty]));
        assert_eq!(settings.quiet, QuietHours::default());
        let cases = [
            (RobotCommand { name: " ".to_owned(), ..command() }, "name", FieldReason::Required),
            (RobotCommand { name: "群".repeat(41), ..command() }, "name", FieldReason::TooLong),
            (RobotCommand { topics: BTreeMap::new(), ..command() }, "topics", FieldReason::Required),
            (
                RobotCommand { topics: [("leave_adjusted".to_owned(), true)].into(), ..command() },
                "topics",
                FieldReason::Malformed,
            ),
            (
                RobotCommand {
                    quiet: QuietCommand { on: true, from: "x".to_owned(), to: "07:00".to_owned() },
                    ..command()
                },
                "from",
                FieldReason::Malformed,
            ),
        ];
        for (command, field, reason) in cases {
            assert_eq!(command.settings(), Err(Problem::field(field, reason)));
        }
    }
}
