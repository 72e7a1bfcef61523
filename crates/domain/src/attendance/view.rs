use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    AdjustmentView, CodeVerdict, ConsentView, CorrectionRow, DayResult, DueSlot, FencePolicy, FenceVerdict, Judgement,
    LateAct, MonthStanding, MonthTotals, OutingView, OutingsView, PlannedDay, Proof, PunchFlag, PunchSource,
    RecountView, TimeVerdict, Verdict, verdicts,
};
use crate::{
    calendar::CalendarStamp,
    ids::{PersonId, PostId, PunchId},
    leave::{BackQuestion, DayLeave},
    org::Side,
    roster::{Duty, SlotKind},
    time::hall_date,
};

/// A punch as its owner and their leads see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PunchView {
    /// The punch.
    pub id: PunchId,
    /// When it counts: by the server, or as claimed for it by a phone without a network.
    pub at: DateTime<Utc>,
    /// When it arrived, if that was later.
    pub arrived_at: Option<DateTime<Utc>>,
    /// When, by the phone, if it said.
    pub device_at: Option<DateTime<Utc>>,
    /// How it was made.
    pub source: PunchSource,
    /// Whether the slot it belongs to is an arrival or a departure.
    pub slot_kind: Option<SlotKind>,
    /// What it was judged to be.
    pub judgement: Judgement,
    /// What the person said to it.
    pub reason: Option<String>,
    /// What a lead made of it, if it needed looking at and they have.
    pub decision: Option<DecisionView>,
    /// What came of the hall's code, if one was sent and looked at.
    pub code: Option<CodeVerdict>,
    /// Who has seen the person at the hall, if somebody says so.
    pub witness: Option<WitnessView>,
    /// What a lead might want to ask about; no verdict.
    pub flags: Vec<PunchFlag>,
}

/// "我见证本人到岗".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WitnessView {
    /// 姓名 of who says so.
    pub by: String,
    /// When they said it.
    pub at: DateTime<Utc>,
    /// How it came, if it came later.
    #[serde(default)]
    pub late: Option<LateAct>,
}

/// A lead's word on a punch that was not shown to be in time and at the hall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionView {
    /// 姓名 of who decided.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Whether the punch counts.
    pub accepted: bool,
    /// Why; always there when it does not count, but for a correction whose approval was undone.
    pub reason: Option<String>,
}

/// Punches that wait for a decision (待核实), the latest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewView {
    /// When it was read.
    pub as_of: DateTime<Utc>,
    /// A page of them.
    pub items: Vec<ReviewItem>,
    /// The last of this page, to ask for the next one by; absent on the last page.
    pub next: Option<PunchId>,
    /// Who is out for longer than they asked for; on the first page only.
    pub overdue: Vec<OutingView>,
    /// Outings of which something arrived later than it was done, in the last days, and that nobody has looked at yet;
    /// on the first page only.
    #[serde(default)]
    pub late: Vec<OutingView>,
    /// Punches of the last days with flags that nobody has looked at yet; on the first page only.
    pub flagged: Vec<FlaggedView>,
    /// Punches of the last days for which no slot was open, with the reason given, that nobody has looked at yet; on
    /// the first page only.
    pub explained: Vec<ExplainedView>,
}

/// A punch outside its slots that somebody explained. It changes nothing; the lead should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExplainedView {
    /// 姓名.
    pub name: String,
    /// The punch.
    pub punch: PunchId,
    /// When it counts.
    pub at: DateTime<Utc>,
    /// What it was judged to be.
    pub verdict: Verdict,
    /// What the person said.
    pub reason: String,
}

/// A punch with flags that nobody has looked at yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlaggedView {
    /// Whose.
    pub person: PersonId,
    /// 姓名.
    pub name: String,
    /// The punch.
    pub punch: PunchId,
    /// When it counts.
    pub at: DateTime<Utc>,
    /// What might be asked about.
    pub flags: Vec<PunchFlag>,
}

/// A punch that waits for a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewItem {
    /// Whose.
    pub person: PersonId,
    /// 姓名.
    pub name: String,
    /// The punch.
    pub punch: PunchView,
    /// What the hall asks of a punch that is not shown to be there.
    pub policy: FencePolicy,
    /// Whether the reader may say that they have seen the person at the hall.
    pub may_witness: bool,
}

impl PunchView {
    /// Whether there is something about it that a lead should have seen, without anything to decide: flags, or why it
    /// was made while no slot was open.
    pub fn is_worth_a_look(&self) -> bool {
        let explained = TimeVerdict::WITHOUT_SLOT.contains(&self.judgement.time) && self.reason.is_some();
        !self.flags.is_empty() || explained
    }

    /// Everything to tell about it, the headline first.
    pub fn verdicts(&self) -> Vec<Verdict> {
        verdicts(self.judgement.time, &self.place(), self.judgement.doubt)
    }

    /// What shows that it was made at the hall, or that nothing does: with what was said since.
    pub const fn place(&self) -> FenceVerdict {
        if self.witness.is_some() && self.judgement.place.needs_review() {
            FenceVerdict::Proved { proof: Proof::Witness }
        } else {
            self.judgement.place
        }
    }

    /// Whether nothing shows that it was made at the hall, and no lead has said that it counts.
    pub const fn lacks_proof(&self) -> bool {
        self.place().needs_review() && self.decision.is_none()
    }

    /// The date under which it is shown: its work-date, else the day it was made.
    pub fn date(&self) -> NaiveDate {
        self.judgement.work_date.unwrap_or_else(|| hall_date(self.at))
    }

    /// Whether a lead still has to look at it.
    pub const fn waits_for_decision(&self) -> bool {
        (self.place().needs_review() || self.judgement.doubt.is_some()) && self.decision.is_none()
    }

    /// Metres from the nearest fence's centre, if a position was given.
    pub const fn distance_m(&self) -> Option<i32> {
        match self.judgement.place {
            FenceVerdict::Inside { distance_m, .. }
            | FenceVerdict::Outside { distance_m, .. }
            | FenceVerdict::Inaccurate { distance_m, .. } => Some(distance_m),
            FenceVerdict::NoPosition { .. } | FenceVerdict::NoFence | FenceVerdict::Proved { .. } => None,
        }
    }
}

/// The answer to a punch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PunchReceipt {
    /// The punch as recorded; after a double tap, the first one.
    pub punch: PunchView,
    /// Whether this was the same command, or the same tap, again.
    pub repeated: bool,
    /// What came of the code that was sent this time.
    pub code: Option<CodeVerdict>,
}

/// The first screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TodayView {
    /// When it was read.
    pub as_of: DateTime<Utc>,
    /// The duty of the work-date under way: after midnight still that of a night shift.
    pub duty: Duty,
    /// Whether the calendar behind it is published.
    pub calendar: CalendarStamp,
    /// Where the person works.
    pub post: Option<TodayPost>,
    /// Whether their position may be read.
    pub consent: ConsentView,
    /// What the button is for.
    pub due: DueSlot,
    /// The work-date's slots and what they came to so far.
    pub result: DayResult,
    /// The work-date's punches and those of the calendar date, in order.
    pub punches: Vec<PunchView>,
    /// What the hall asks of a punch that is not shown to be there.
    pub policy: FencePolicy,
    /// Whether a screen at the hall shows its code.
    pub hall_code: bool,
    /// Where the person stands with going out; nothing before they have come and after they have left.
    pub outings: Option<OutingsView>,
    /// The last of the two dates before with a slot that has no punch, and for which no correction was asked.
    pub missed: Option<NaiveDate>,
    /// When of the work-date is granted leave.
    #[serde(default)]
    pub leave: DayLeave,
    /// Whether they are back, where they have clocked in while they are on leave.
    pub back: Option<BackQuestion>,
    /// What was planned of the dates from the one before the work-date to some after [`super::DAYS_AHEAD`], in order.
    #[serde(default)]
    pub plan: Vec<PlannedDay>,
}

/// The post of a person's day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TodayPost {
    /// The post.
    pub id: PostId,
    /// The post's name.
    pub name: String,
    /// The zone's name.
    pub zone: String,
    /// The window's code and name.
    pub window: String,
    /// Whether the person is A or B there, if they hold it.
    pub side: Option<Side>,
    /// 姓名 of the other holder.
    pub partner: Option<String>,
}

/// A person's month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthView {
    /// When it was read.
    pub as_of: DateTime<Utc>,
    /// Whose.
    pub person: PersonId,
    /// Their 姓名.
    pub name: String,
    /// The first of the month.
    pub month: NaiveDate,
    /// Whether the calendar behind it is published.
    pub calendar: CalendarStamp,
    /// Every date of the month, in order.
    pub days: Vec<MonthDay>,
    /// The punches of its dates and work-dates, in order.
    pub punches: Vec<PunchView>,
    /// The days added up.
    pub totals: MonthTotals,
    /// How it stands: confirmed, locked.
    pub standing: MonthStanding,
    /// Corrections that were asked for its days, the latest first.
    pub corrections: Vec<CorrectionRow>,
    /// Adjustments that are booked in it, and those of its own days that are booked later.
    pub adjustments: Vec<AdjustmentView>,
    /// Its days that came out differently when they were judged again.
    pub recounts: Vec<RecountView>,
}

/// A date of a month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthDay {
    /// What was to be done.
    pub duty: Duty,
    /// What it came to; nothing for dates to come.
    pub result: Option<DayResult>,
    /// When of it is granted leave.
    #[serde(default)]
    pub leave: DayLeave,
}
