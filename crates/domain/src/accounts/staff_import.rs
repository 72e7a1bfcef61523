use serde::{Deserialize, Serialize};

use crate::{coded::coded_enum, problem::FieldReason};

coded_enum! {
    /// The columns of a staff list; the words are the headers in the file.
    pub enum StaffColumn {
        /// Whom the row is about.
        SignInName = "工号",
        /// Name.
        Name = "姓名",
        /// Mobile.
        Phone = "手机",
        /// ID number; empty leaves what is stored.
        IdNumber = "身份证号",
        /// The post's name; made at the window if it has none of that name.
        Post = "岗位",
        /// The window's code; empty leaves the person's posts in the hall as they are.
        Window = "窗口",
        /// `A` or `B`.
        Side = "A/B",
        /// 工号 of the lead of the window's zone.
        Lead = "组长",
        /// First day with the agency.
        HiredOn = "入职日期",
        /// Where counting of all working years begins; empty leaves what is stored.
        ServiceFrom = "累计工作起始",
        /// Since when they have worked without a break; empty leaves what is stored.
        ContinuousFrom = "连续工作起始",
    }
}

impl StaffColumn {
    /// Columns that a file must have.
    pub const REQUIRED: &'static [Self] = &[Self::SignInName, Self::Name, Self::Phone, Self::HiredOn];

    /// The name of the field that a form has for it, and the audit trail.
    pub const fn field(self) -> &'static str {
        match self {
            Self::SignInName => "sign_in_name",
            Self::Name => "name",
            Self::Phone => "phone",
            Self::IdNumber => "id_number",
            Self::Post => "post",
            Self::Window => "window",
            Self::Side => "side",
            Self::Lead => "lead",
            Self::HiredOn => "hired_on",
            Self::ServiceFrom => "service_from",
            Self::ContinuousFrom => "continuous_from",
        }
    }
}

/// What an import of a staff list did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffImportReport {
    /// Whether anything was written: not by a dry run, nor with any bad cell.
    pub applied: bool,
    /// People created.
    pub created: Vec<StaffImportChange>,
    /// People changed.
    pub updated: Vec<StaffImportChange>,
    /// Rows that say what is stored already.
    pub unchanged: u32,
    /// Posts made, each as window code and name.
    pub posts: Vec<String>,
    /// Bad cells, in the order of the file.
    pub errors: Vec<StaffImportError>,
    /// Columns of the file that are none of a staff list's, in its order: not read. A header may be misspelt.
    pub ignored: Vec<String>,
}

/// A person whom an import creates or changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffImportChange {
    /// 工号.
    pub sign_in_name: String,
    /// 姓名.
    pub name: String,
    /// What is new. Somebody whose post goes to another person is listed with [`StaffColumn::Post`], even
    /// without a row of their own.
    pub columns: Vec<StaffColumn>,
}

/// A bad cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffImportError {
    /// Line in the file, the header being 1.
    pub line: u32,
    /// The column.
    pub column: StaffColumn,
    /// Why.
    pub reason: FieldReason,
    /// The offending text, at most 20 characters; never an ID number.
    pub value: String,
}
