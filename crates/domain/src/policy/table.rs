use super::Role::{self, Host, Hr, Inspector, Lead, Supervisor, Trainer};

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident { own: $own:literal, never_own: $never:literal, roles: [$($role:ident),*] }),+ $(,)?) => {
        /// What can be done. One line of [`TABLE`] each.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Action {
            $($(#[$doc])* $name,)+
        }

        impl Action {
            /// The line of the table that governs this action.
            pub const fn rule(self) -> &'static Rule {
                match self {
                    $(Self::$name => {
                        const RULE: Rule = Rule {
                            action: Action::$name,
                            name: stringify!($name),
                            own: $own,
                            never_own: $never,
                            roles: &[$($role),*],
                        };
                        &RULE
                    })+
                }
            }
        }

        /// The whole permission table; what it does not allow is refused.
        pub const TABLE: &[&Rule] = &[$(Action::$name.rule()),+];
    };
}

/// One line of the permission table.
#[derive(Debug)]
pub struct Rule {
    /// The action it governs.
    pub action: Action,
    /// The action's name, as printed in `docs/PERMISSIONS.md`.
    pub name: &'static str,
    /// Whether everybody may do it where the thing is about themselves.
    pub own: bool,
    /// Whether it is refused where the thing is about the actor, whatever their role.
    pub never_own: bool,
    /// The roles that may do it inside their scope.
    pub roles: &'static [Role],
}

actions! {
    /// List and open the people of a scope: name, post, state, no private data.
    PeopleView { own: true, never_own: false, roles: [Lead, Supervisor, Hr, Host, Trainer, Inspector] },
    /// Create a person, correct their particulars, end their employment, import the staff list.
    PeopleEdit { own: false, never_own: true, roles: [Hr] },
    /// Issue or withdraw an invitation.
    PeopleInvite { own: false, never_own: true, roles: [Hr] },
    /// Give or end a role.
    RoleAppoint { own: false, never_own: true, roles: [Hr] },
    /// See a whole ID number; every use is logged (PIPL 28, 51).
    IdNumberReveal { own: true, never_own: false, roles: [Hr] },
    /// List one's sign-in devices and passkeys, and sign them out.
    DevicesManage { own: true, never_own: false, roles: [] },
    /// Sign out every device of another person (lost phone).
    DevicesEnd { own: true, never_own: false, roles: [Hr] },
    /// Read the audit trail.
    AuditView { own: false, never_own: false, roles: [Hr] },
    /// See halls, zones, windows, posts and who holds them.
    OrgView { own: false, never_own: false, roles: [Lead, Supervisor, Hr, Host, Trainer, Inspector] },
    /// Change halls, zones, windows, posts, A/B pairs.
    OrgEdit { own: false, never_own: false, roles: [Hr] },
    /// Set the circles of a hall's geofence.
    FenceEdit { own: false, never_own: false, roles: [Supervisor, Hr] },
    /// Import a calendar year. Settled by law for all, so by the agency only.
    CalendarImport { own: false, never_own: false, roles: [Hr] },
    /// Read a person's duty.
    RosterView { own: true, never_own: false, roles: [Lead, Supervisor, Hr, Host] },
    /// Set the shifts and weekly patterns of a hall, or bring them and its roster in by file.
    RosterImport { own: false, never_own: false, roles: [Supervisor, Hr] },
    /// Draft and publish a roster; leads for those of their zone.
    RosterEdit { own: false, never_own: true, roles: [Lead, Supervisor, Hr] },
    /// Say how many people a window needs and who is certified for it.
    RosterRules { own: false, never_own: false, roles: [Supervisor, Hr] },
    /// Record permits for comprehensive hours and protected periods; who is protected sees their own.
    WorkTermsEdit { own: false, never_own: true, roles: [Hr] },
    /// Ask a colleague for a swap, change what was asked, answer one, take one back: only ever for oneself. Approving it
    /// is a request's business.
    SwapAsk { own: true, never_own: false, roles: [] },
    /// Offer a shift to everybody who is free, or take the offer back.
    ShiftOffer { own: false, never_own: false, roles: [Supervisor, Hr] },
    /// Claim an offered shift: only ever for oneself.
    ShiftClaim { own: true, never_own: false, roles: [] },
    /// Give an offered shift to one who has claimed it.
    ShiftGive { own: false, never_own: true, roles: [Lead, Supervisor, Hr] },
    /// Ask for overtime, change or take back what was asked, and see what time off it has earned.
    OvertimeAsk { own: true, never_own: false, roles: [] },
    /// Take back somebody's overtime that was approved, until its day is over. Approving it is a request's business.
    OvertimeCancel { own: false, never_own: true, roles: [Lead, Supervisor, Hr] },
    /// See how much leave somebody has and how it is derived; their years of work are private.
    LeaveBalanceView { own: true, never_own: false, roles: [Hr] },
    /// Change somebody's balance by hand; ask whether the rest of a year may be carried over, or do it by their consent
    /// on paper; record on paper what they do without.
    LeaveAdjust { own: false, never_own: true, roles: [Hr] },
    /// Say whether the rest of a year may be carried over: only ever for oneself.
    LeaveCarryAnswer { own: true, never_own: false, roles: [] },
    /// Tell of a child, for whom there is leave, and take that back: only ever for oneself.
    LeaveChildDeclare { own: true, never_own: false, roles: [] },
    /// Confirm or refuse a child that somebody has told of; their family is private.
    LeaveChildRule { own: false, never_own: true, roles: [Hr] },
    /// Confirm that a province's leave rules apply at a hall.
    LeaveRulesConfirm { own: false, never_own: false, roles: [Hr] },
    /// See the kinds of leave of a hall: every version, where it is written and who has published it.
    LeaveTypesView { own: false, never_own: false, roles: [Supervisor, Hr] },
    /// Publish another version of a kind of leave for a hall.
    LeaveTypesPublish { own: false, never_own: false, roles: [Hr] },
    /// Read one's own inbox.
    NoticesRead { own: true, never_own: false, roles: [] },
    /// Have one's own devices ring for what is in the inbox, and say when not.
    NoticeHints { own: true, never_own: false, roles: [] },
    /// See whose devices could not be rung. Not what for. Of one's own acts everybody sees whom they have not reached.
    UndeliveredView { own: true, never_own: false, roles: [Supervisor, Hr] },
    /// Set up a hall's group robots, silence and remove them; see how they stand.
    RobotEdit { own: false, never_own: false, roles: [Supervisor, Hr] },
    /// Clock in and out: only ever for oneself.
    Punch { own: true, never_own: false, roles: [] },
    /// Say whether a punch that was not shown to be in time and at the hall counts; never one's own, so that of a hall's
    /// only supervisor is HR's.
    PunchDecide { own: false, never_own: true, roles: [Lead, Supervisor, Hr] },
    /// Say that one has seen the person of a punch at the hall; never for oneself.
    PunchWitness { own: false, never_own: true, roles: [Lead, Supervisor] },
    /// Set what a hall asks as proof of being there, and make links for the screens that show its code.
    PresenceEdit { own: false, never_own: false, roles: [Supervisor, Hr] },
    /// Leave one's window for a while, stand in for a colleague who does: only ever for oneself.
    Outing { own: true, never_own: false, roles: [] },
    /// Read why somebody left their window for a while: often for their health (PIPL 28), so only who leads them. Whom
    /// they ask to stand in reads it, too.
    OutingReasonView { own: true, never_own: false, roles: [Lead, Supervisor, Hr] },
    /// Take the alarm of an empty window in hand.
    VacancyTake { own: false, never_own: false, roles: [Lead, Supervisor] },
    /// Record what a round has found about a person; never about oneself.
    PatrolRecord { own: false, never_own: true, roles: [Inspector] },
    /// Read such records; who they are about reads and explains their own.
    PatrolView { own: true, never_own: false, roles: [Lead, Supervisor, Hr, Host, Inspector] },
    /// Say what one has to say to such a record about oneself.
    PatrolExplain { own: true, never_own: false, roles: [] },
    /// Decide such a record; never one's own, and never one that oneself has written.
    PatrolDecide { own: false, never_own: true, roles: [Supervisor] },
    /// Read a person's punches and results.
    AttendanceView { own: true, never_own: false, roles: [Lead, Supervisor, Hr, Host] },
    /// Ask for a correction of a day of one's own, or take it back.
    CorrectionAsk { own: true, never_own: false, roles: [] },
    /// See the photos to somebody's correction; who has to decide on one sees those, whatever their role.
    CorrectionEvidenceView { own: true, never_own: false, roles: [Lead, Supervisor, Hr] },
    /// Enter a paper sign-in sheet.
    PaperEnter { own: false, never_own: false, roles: [Lead, Supervisor, Hr] },
    /// Confirm or refuse a paper sheet that somebody else has entered.
    PaperConfirm { own: false, never_own: true, roles: [Lead, Supervisor, Hr, Host] },
    /// Set a hall's limits for corrections and its rules of the month's close.
    AttendanceRules { own: false, never_own: false, roles: [Supervisor, Hr] },
    /// Confirm a month of one's own.
    MonthAccept { own: true, never_own: false, roles: [] },
    /// See how a hall's month stands.
    MonthView { own: false, never_own: false, roles: [Supervisor, Hr, Host] },
    /// Confirm a month for the hall.
    MonthConfirm { own: false, never_own: false, roles: [Supervisor, Host] },
    /// Lock a hall's month, for good.
    MonthLock { own: false, never_own: false, roles: [Hr] },
    /// Download a hall's months and punches.
    AttendanceExport { own: false, never_own: false, roles: [Supervisor, Hr, Host] },
    /// Say whether one's position may be read.
    LocationConsent { own: true, never_own: false, roles: [] },
    /// Make and revoke a secret address of one's own roster.
    RosterFeed { own: true, never_own: false, roles: [] },
    /// See who is at which window now.
    BoardView { own: false, never_own: false, roles: [Lead, Supervisor, Hr, Host, Inspector] },
    /// Read what the windows went through on a day: outings, who stood in, empty windows.
    DayLogView { own: false, never_own: false, roles: [Lead, Supervisor, Hr, Host] },
    /// Ask for leave, change the request, take it back, say when one is back: only ever for oneself.
    LeaveAsk { own: true, never_own: false, roles: [] },
    /// Say whether one covers for a colleague: only ever for oneself.
    LeaveCover { own: true, never_own: false, roles: [] },
    /// Name who covers somebody's leave; once it has begun, that is enough.
    LeaveNameCover { own: false, never_own: true, roles: [Lead, Supervisor] },
    /// Say that the papers to somebody's leave were seen.
    LeavePapers { own: false, never_own: true, roles: [Lead, Supervisor, Hr] },
    /// See who of a hall's or zone's people is away when, and what that leaves at the windows.
    LeaveTeam { own: false, never_own: false, roles: [Lead, Supervisor, Hr, Host] },
    /// Witness what somebody hands over before a long leave (监交): their direct superior, never for oneself.
    LeaveWitness { own: false, never_own: true, roles: [Lead, Supervisor] },
    /// See the proof of somebody's leave where it tells of their health or family (PIPL 28); every view is logged.
    LeaveProofView { own: true, never_own: false, roles: [Hr] },
    /// Hand in a photo as evidence or proof, and take it back: only ever for oneself.
    PhotoAdd { own: true, never_own: false, roles: [] },
    /// Follow a request on its way.
    ApprovalView { own: true, never_own: false, roles: [Lead, Supervisor, Hr, Host] },
    /// Decide on a request, when its step names the role; who is delegated decides with the delegator's right.
    ApprovalDecide { own: false, never_own: true, roles: [Lead, Supervisor, Hr, Host] },
    /// Give a copy of a request to others of the agency.
    ApprovalCopy { own: true, never_own: false, roles: [Lead, Supervisor, Hr, Host] },
    /// Let another decide in one's place, and name one's relatives: only ever for oneself.
    ApprovalDelegate { own: true, never_own: false, roles: [] },
    /// Set who decides on what. A rule of the employer's.
    ApprovalRoutes { own: false, never_own: false, roles: [Hr] },
}
