use crate::{coded::coded_enum, policy::Role};

coded_enum! {
    /// A rung of the house, from the window up to the employer. Ordered: a request climbs.
    pub enum Level {
        /// 值班长: of those who lead the requester's zone, who is on duty today. Where none is, it climbs to the
        /// next, which is the lead all the same.
        DutyLead = "duty_lead",
        /// 窗口组长: leads the requester's zone.
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
            Self::DutyLead | Self::Lead => Role::Lead,
            Self::Supervisor => Role::Supervisor,
            Self::Host => Role::Host,
            Self::Hr => Role::Hr,
        }
    }

    /// The level of a role, whoever is on duty; window staff, trainers and inspectors decide nothing.
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
            Self::DutyLead => Some(Self::Lead),
            Self::Lead => Some(Self::Supervisor),
            Self::Supervisor => Some(Self::Host),
            Self::Host => Some(Self::Hr),
            Self::Hr => None,
        }
    }
}
