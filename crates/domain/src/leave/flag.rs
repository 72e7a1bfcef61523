use crate::coded::coded_enum;

coded_enum! {
    /// Something about a request that who decides should look at.
    pub enum LeaveFlag {
        /// 余额不足.
        NotEnough = "not_enough",
        /// The cover person has not confirmed yet.
        CoverUnconfirmed = "cover_unconfirmed",
        /// The cover person does not want to.
        CoverDeclined = "cover_declined",
        /// The cover person has no shift on one of the days.
        CoverOffDuty = "cover_off_duty",
        /// The other holder of a post is away then, too.
        PartnerAway = "partner_away",
        /// Who asks covers for somebody then.
        Covering = "covering",
        /// There is a punch in it.
        Punched = "punched",
        /// One of the days is in a swap that is still open.
        SwapOpen = "swap_open",
        /// Overtime was approved for one of the days.
        Overtime = "overtime",
        /// Asked later than the rule of its kind wants.
        ShortNotice = "short_notice",
        /// 突发: reported, with the papers to come.
        Sudden = "sudden",
        /// The papers were due and have not come.
        PapersLate = "papers_late",
        /// By a new version of the calendar it costs more than is left.
        CalendarShort = "calendar_short",
        /// More days than the rule of its kind gives each time.
        OverLimit = "over_limit",
    }
}

impl LeaveFlag {
    /// Whether it lets one guess for what the leave is: not for who need not know.
    pub const fn tells_of_the_kind(self) -> bool {
        matches!(self, Self::NotEnough | Self::PapersLate | Self::CalendarShort | Self::OverLimit)
    }
}
