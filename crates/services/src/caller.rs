use domain::{
    ids::{DeviceId, SessionId},
    policy::{Action, Actor, Place, check},
    problem::Problem,
};

/// Where a request comes from, signed in or not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Visitor {
    /// The client's address as text.
    pub address: String,
    /// The browser's user agent, at most 300 characters.
    pub user_agent: String,
    /// The browser, if it keeps the cookie that tells it from others.
    pub device: Option<DeviceId>,
}

impl Visitor {
    /// Whoever runs the server, at its command line.
    pub(crate) fn operator() -> Self {
        Self { address: "command line".to_owned(), user_agent: String::new(), device: None }
    }
}

/// A signed-in person with the request they make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Who, with the roles in force.
    pub actor: Actor,
    /// The session.
    pub session: SessionId,
    /// Where from.
    pub visitor: Visitor,
}

impl Caller {
    /// Asks the permission table.
    pub(crate) fn check(&self, action: Action, place: &Place) -> Result<(), Problem> {
        check(&self.actor, action, place).map_err(Into::into)
    }

    /// Asks the permission table about a thing of the caller's own.
    pub(crate) fn check_own(&self, action: Action) -> Result<(), Problem> {
        self.check(action, &Place::agency(self.actor.agency).about(self.actor.person))
    }
}
