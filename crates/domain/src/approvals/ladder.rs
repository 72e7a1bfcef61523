use crate::{coded::coded_enum, policy::Role};

coded_enum! {
    /// A rung of the house, from the window up to the employer. Ordered: a request climbs.
    pub enum Level {
        /// 窗口组长、值班长: leads the requester's zone.
        Lead = "lead",
        /// 驻场主管: answers for the hall on the agency's side.
        Supervisor = "supervisor",
        /// 大厅管理方.
        Host = "host",
        /// 派遣单位人事.
        Hr = "hr",
    }
}

impl Level {
    /// The role that decides on this level.
    pub const fn role(self) -> Role {
        match self {
            Self::Lead => Role::Lead,
            Self::Supervisor => Role::Supervisor,
            Self::Host => Role::Host,
            Self::Hr => Role::Hr,
        }
    }

    /// The level of a role; window staff, trainers and inspectors decide nothing.
    pub const fn of(role: Role) -> Option<Self> {
        match role {
            Role::Lead => Some(Self::Lead),
            Role::Supervisor => Some(Self::Supervisor),
            Role::Host => Some(Self::Host),
            Role::Hr => Some(Self::Hr),
            Role::Worker | Role::Trainee | Role::Trainer | Role::Inspector => None,
        }
    }

    /// The next one up; there is none above the agency.
    pub const fn up(self) -> Option<Self> {
        match self {
            Self::Lead => Some(Self::Supervisor),
            Self::Supervisor => Some(Self::Host),
            Self::Host => Some(Self::Hr),
            Self::Hr => None,
        }
    }
}
