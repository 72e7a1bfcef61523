use domain::{
    accounts::{StaffImportReport, parse_sign_in_name},
    formats::SignInName,
    ids::{AgencyId, HallId},
    org::parse_unit_name,
    problem::{FieldReason, Problem},
    time::hall_date,
};
use store::repo::{
    accounts as repo,
    org::{AgencyRecord, HallRecord},
};

use super::{Import, rows::StaffList};
use crate::{accounts::Accounts, error::Result, org};

/// What the operator names at the command line. Names are as people write them.
#[derive(Clone, Debug, Default)]
pub struct OperatorImport {
    /// The hall; may be left out where there is only one.
    pub hall: Option<String>,
    /// The agency, to make the first one.
    pub agency: Option<String>,
    /// 工号 of who becomes HR of the agency: somebody in the file, or known already.
    pub hr: Option<String>,
}

impl Accounts {
    /// Imports a staff list for whoever runs the server: `zaigang import staff FILE`.
    ///
    /// This is also how an empty database begins. With `--agency`, `--hall` and `--hr` the agency and its hall
    /// are made in the same step, and the HR person, who must be in the file, can be invited
    /// (`zaigang invite`) to do the rest on the screens. The first file needs no more than their row: windows
    /// aren't there yet to be named.
    ///
    /// Wrong names come back as [`Problem::Invalid`] on `hall`, `agency` or `hr`.
    pub async fn import_staff_by_operator(
        &self,
        target: OperatorImport,
        file_name: &str,
        bytes: Vec<u8>,
        dry_run: bool,
    ) -> Result<StaffImportReport> {
        let hr = target.hr.as_deref().map(parse_sign_in_name).transpose();
        let hr = hr.map_err(|reason| Problem::field("hr", reason))?;
        let (agencies, halls) = org::all_halls(self.0.db.read()).await?;
        let import = if agencies.is_empty() {
            self.founding(&target, hr)?
        } else {
            Import { caller: None, hall: chosen(&target, &agencies, halls)?, found: None, hr }
        };
        let list = self.read_list(file_name, bytes).await?;
        self.check_hr(&import, &list).await?;
        self.import(import, list, dry_run).await
    }

    fn founding(&self, target: &OperatorImport, hr: Option<SignInName>) -> Result<Import> {
        let named = |field, name: &Option<String>| {
            parse_unit_name(name.as_deref().unwrap_or_default()).map_err(|reason| Problem::field(field, reason))
        };
        let agency = AgencyRecord { id: AgencyId::new(), name: named("agency", &target.agency)? };
        let hall = HallRecord {
            id: HallId::new(),
            agency: agency.id,
            name: named("hall", &target.hall)?,
            opened_on: hall_date(self.0.clock.now()),
            closed_on: None,
        };
        let hr = hr.ok_or(Problem::field("hr", FieldReason::Required))?;
        Ok(Import { caller: None, hall, found: Some(agency), hr: Some(hr) })
    }

    async fn check_hr(&self, import: &Import, list: &StaffList) -> Result<()> {
        // Under a wrong header nobody is found; the header is what there is to tell.
        let Some(hr) = import.hr.as_ref().filter(|_| !list.is_headless()) else { return Ok(()) };
        let stored = repo::find_person_by_sign_in_name(self.0.db.read(), hr.as_str()).await?;
        let known = stored.is_some_and(|person| person.agency == import.hall.agency && person.left_on.is_none());
        if known || list.names.contains(hr) { Ok(()) } else { Err(Problem::field("hr", FieldReason::Unknown).into()) }
    }
}

/// The hall of that name, or the only one.
fn chosen(target: &OperatorImport, agencies: &[AgencyRecord], halls: Vec<HallRecord>) -> Result<HallRecord> {
    let of_agency = |hall: &HallRecord| {
        let agency = agencies.iter().find(|agency| agency.id == hall.agency);
        target.agency.as_ref().is_none_or(|name| agency.is_some_and(|agency| agency.name == *name))
    };
    let named = |hall: &HallRecord| target.hall.as_ref().is_none_or(|name| hall.name == *name);
    let mut fitting = halls.into_iter().filter(|hall| of_agency(hall) && named(hall));
    let reason = if target.hall.is_some() { FieldReason::Unknown } else { FieldReason::Required };
    match (fitting.next(), fitting.next()) {
        (Some(only), None) => Ok(only),
        _ => Err(Problem::field("hall", reason).into()),
    }
}
