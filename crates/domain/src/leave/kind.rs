use crate::coded::coded_enum;

coded_enum! {
    /// What leave is taken for.
    pub enum LeaveKind {
        /// 年假.
        Annual = "annual",
        /// 病假.
        Sick = "sick",
        /// 事假.
        Personal = "personal",
        /// 调休.
        Compensatory = "compensatory",
        /// 婚假.
        Marriage = "marriage",
        /// 产假.
        Maternity = "maternity",
        /// 陪产假.
        Paternity = "paternity",
        /// 育儿假.
        Childcare = "childcare",
        /// 产检.
        Prenatal = "prenatal",
        /// 哺乳.
        Nursing = "nursing",
        /// 丧假.
        Bereavement = "bereavement",
        /// 工伤假 (停工留薪期).
        Injury = "injury",
        /// 公假: votes, testimony, blood, the host's errands (劳动法 51).
        Official = "official",
    }
}

coded_enum! {
    /// What the ledger counts a kind of leave in.
    pub enum Measure {
        /// Half days.
        HalfDays = "half_days",
        /// Minutes.
        Minutes = "minutes",
    }
}

impl LeaveKind {
    /// What the ledger counts this kind in. Never changes for a kind, so that old lines keep their meaning.
    pub const fn measure(self) -> Measure {
        match self {
            Self::Compensatory | Self::Prenatal | Self::Nursing => Measure::Minutes,
            _ => Measure::HalfDays,
        }
    }

    /// Whether it can be asked for by the hour: an earned hour, an appointment, the hour a day for a child
    /// (女职工劳动保护特别规定 6, 9).
    pub const fn is_by_the_hour(self) -> bool {
        matches!(self.measure(), Measure::Minutes)
    }
}
