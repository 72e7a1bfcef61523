//! Who may do what, to whom, where: one table, deny by default.
//!
//! Services ask [`check`] before they load or change anything; the phone asks [`may`] with the same actor
//! to hide what would be refused. `docs/PERMISSIONS.md` is printed from [`TABLE`].

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::ids::{AgencyId, HallId, PersonId, ZoneId};

mod table;

pub use table::{Action, Rule, TABLE};

/// A role, always held over a [`Scope`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 派遣窗口人员.
    Worker,
    /// 新员工: a worker in onboarding.
    Trainee,
    /// 窗口组长/值班长.
    Lead,
    /// 驻场主管.
    Supervisor,
    /// 派遣单位人事.
    Hr,
    /// 用工单位/大厅管理方.
    Host,
    /// 培训师.
    Trainer,
    /// 督导员.
    Inspector,
}

impl Role {
    /// Every role, in the order in which they are listed to people.
    pub const ALL: [Self; 8] = [
        Self::Worker,
        Self::Trainee,
        Self::Lead,
        Self::Supervisor,
        Self::Hr,
        Self::Host,
        Self::Trainer,
        Self::Inspector,
    ];

    /// The stable word stored and sent for this role.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Worker => "worker",
            Self::Trainee => "trainee",
            Self::Lead => "lead",
            Self::Supervisor => "supervisor",
            Self::Hr => "hr",
            Self::Host => "host",
            Self::Trainer => "trainer",
            Self::Inspector => "inspector",
        }
    }

    /// The role of a stored word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// Where a role holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "id")]
pub enum Scope {
    /// Everything of an agency.
    Agency(AgencyId),
    /// One hall.
    Hall(HallId),
    /// One zone of a hall.
    Zone(ZoneId),
}

impl Scope {
    /// Whether a thing at `place` lies inside this scope.
    pub fn covers(self, place: &Place) -> bool {
        match self {
            Self::Agency(agency) => place.agency == agency,
            Self::Hall(hall) => place.hall == Some(hall),
            Self::Zone(zone) => place.zone == Some(zone),
        }
    }
}

/// A text that names no scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such scope")]
pub struct NoSuchScope;

/// As a form's value: `hall:` and the id.
impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Agency(id) => write!(f, "agency:{id}"),
            Self::Hall(id) => write!(f, "hall:{id}"),
            Self::Zone(id) => write!(f, "zone:{id}"),
        }
    }
}

impl FromStr for Scope {
    type Err = NoSuchScope;

    fn from_str(text: &str) -> Result<Self, NoSuchScope> {
        let (kind, id) = text.split_once(':').ok_or(NoSuchScope)?;
        let scope = match kind {
            "agency" => id.parse().map(Self::Agency),
            "hall" => id.parse().map(Self::Hall),
            "zone" => id.parse().map(Self::Zone),
            _ => return Err(NoSuchScope),
        };
        scope.map_err(|_| NoSuchScope)
    }
}

/// A role in force now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// Where it holds.
    pub scope: Scope,
}

/// Who acts: a signed-in person with the grants in force at this moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The person.
    pub person: PersonId,
    /// The employer.
    pub agency: AgencyId,
    /// The hall the person is dispatched to, if any.
    pub hall: Option<HallId>,
    /// Roles in force today.
    pub grants: Vec<Grant>,
}

impl Actor {
    /// Whether the person holds a role anywhere.
    pub fn has(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }

    /// The scopes in which this actor may take an action on others: what a list query filters by.
    /// Empty means that the list is empty, or that the action is refused.
    pub fn scopes(&self, action: Action) -> Vec<Scope> {
        let roles = action.rule().roles;
        let mut scopes: Vec<Scope> =
            self.grants.iter().filter(|grant| roles.contains(&grant.role)).map(|grant| grant.scope).collect();
        scopes.sort_unstable();
        scopes.dedup();
        scopes
    }
}

/// Where a thing is, and whom it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The agency that answers for it.
    pub agency: AgencyId,
    /// The hall it belongs to.
    pub hall: Option<HallId>,
    /// The zone it belongs to.
    pub zone: Option<ZoneId>,
    /// The person it is about.
    pub person: Option<PersonId>,
}

impl Place {
    /// A thing of the agency as a whole.
    pub const fn agency(agency: AgencyId) -> Self {
        Self { agency, hall: None, zone: None, person: None }
    }

    /// A thing of one hall.
    pub const fn hall(agency: AgencyId, hall: HallId) -> Self {
        Self { agency, hall: Some(hall), zone: None, person: None }
    }

    /// The same place, about a person.
    #[must_use]
    pub const fn about(mut self, person: PersonId) -> Self {
        self.person = Some(person);
        self
    }
}

/// The answer "no". It carries nothing: a refusal must not tell whether the thing exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("not allowed")]
pub struct Denied;

/// Allows or refuses an action of `actor` on a thing at `place`.
pub fn check(actor: &Actor, action: Action, place: &Place) -> Result<(), Denied> {
    let rule = action.rule();
    let own = place.person == Some(actor.person);
    if own && rule.never_own {
        return Err(Denied);
    }
    let allowed = (own && rule.own)
        || actor.grants.iter().any(|grant| rule.roles.contains(&grant.role) && grant.scope.covers(place));
    if allowed { Ok(()) } else { Err(Denied) }
}

/// [`check`] as a question, for the screens.
pub fn may(actor: &Actor, action: Action, place: &Place) -> bool {
    check(actor, action, place).is_ok()
}

#[cfg(test)]
mod tests;
