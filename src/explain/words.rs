//! Words of closed sets, by their ids in the catalogue.

use super::Value;
use crate::domain::entry::{Act, ChangeKind, EndKind};
use crate::domain::finding::{FindingKind, FindingOutcome, FindingState};
use crate::domain::indicator::{CapRule, Cover, Span};
use crate::domain::lot::{Measure, Nature};
use crate::domain::party::{PartyKind, RevocationReason, Seat};
use crate::domain::period::Period;
use crate::domain::policy::FormKind;
use crate::domain::posting::Place;
use crate::domain::procedure::{CaseKind, Effect, Establishes, Signatory};
use crate::domain::region::{CapKind, Level, Relation};
use crate::domain::text::DocumentKind;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident($type:ident) { $($variant:ident => $id:literal,)+ })+) => {$(
        $(#[$doc])*
        pub fn $name(value: $type) -> &'static str {
            match value { $($type::$variant => $id,)+ }
        }
    )+};
}

words! {
    /// A seat (岗位).
    seat(Seat) {
        Handle => "term-seat-handle",
        Review => "term-seat-review",
        Issue => "term-seat-issue",
    }
    /// A kind of body.
    party_kind(PartyKind) {
        Bureau => "term-party-bureau",
        Government => "term-party-government",
        ParkCommittee => "term-party-park-committee",
        Enterprise => "term-party-enterprise",
        Reform => "term-party-reform",
        Statistics => "term-party-statistics",
        ReserveBody => "term-party-reserve-body",
        Verifier => "term-party-verifier",
        Inspector => "term-party-inspector",
        Court => "term-party-court",
    }
    /// What a finding is about.
    finding_kind(FindingKind) {
        DoubleClaim => "term-finding-double-claim",
        Overuse => "term-finding-overuse",
        Permit => "term-finding-permit",
        Procedure => "term-finding-procedure",
        Record => "term-finding-record",
        Other => "term-finding-other",
    }
    /// Where a finding stands.
    finding_state(FindingState) {
        Open => "term-finding-open",
        Rectified => "term-finding-rectified",
        Closed => "term-finding-closed",
    }
    /// How a finding was closed.
    finding_outcome(FindingOutcome) {
        Rectified => "term-finding-outcome-rectified",
        Unfounded => "term-finding-outcome-unfounded",
    }
    /// How high a region stands.
    level(Level) {
        Province => "term-level-province",
        Prefecture => "term-level-prefecture",
        County => "term-level-county",
        Zone => "term-level-zone",
        Park => "term-level-park",
    }
    /// A relation between regions.
    relation(Relation) {
        CapParent => "term-relation-cap-parent",
        Place => "term-relation-place",
        AnswersTo => "term-relation-answers-to",
    }
    /// A kind of cap.
    cap_kind(CapKind) {
        Ceiling => "term-cap-ceiling",
        Target => "term-cap-target",
        None => "term-cap-none",
    }
    /// A kind of case.
    case_kind(CaseKind) {
        Relocation => "term-case-relocation",
        Introduction => "term-case-introduction",
        Demonstration => "term-case-demonstration",
    }
    /// Who signs a step.
    signatory(Signatory) {
        ParkCommittee => "term-signatory-park-committee",
        Enterprise => "term-signatory-enterprise",
        OriginAuthority => "term-signatory-origin-authority",
        OriginGovernment => "term-signatory-origin-government",
        HostAuthority => "term-signatory-host-authority",
        CommonUpper => "term-signatory-common-upper",
        Introducer => "term-signatory-introducer",
        IntroducerAuthority => "term-signatory-introducer-authority",
        Giver => "term-signatory-giver",
    }
    /// What a step does to quantity.
    effect(Effect) {
        None => "term-effect-none",
        Reserve => "term-effect-reserve",
        Post => "term-effect-post",
    }
    /// What a step establishes.
    establishes(Establishes) {
        Nothing => "term-establishes-nothing",
        Acceptance => "term-establishes-acceptance",
        CarryConsent => "term-establishes-carry-consent",
        SourcePlan => "term-establishes-source-plan",
        SourceConfirmed => "term-establishes-source-confirmed",
        UpperConfirmation => "term-establishes-upper-confirmation",
        Closure => "term-establishes-closure",
        OldPermitEnded => "term-establishes-old-permit-ended",
        NewPermitIssued => "term-establishes-new-permit-issued",
        SourcesAchieved => "term-establishes-sources-achieved",
        DemonstrationPassed => "term-establishes-demonstration-passed",
    }
    /// A kind of document.
    document_kind(DocumentKind) {
        Letter => "term-document-letter",
        Application => "term-document-application",
        AcceptanceNotice => "term-document-acceptance-notice",
        CarryConsent => "term-document-carry-consent",
        Opinion => "term-document-opinion",
        EiaApproval => "term-document-eia-approval",
        ClosureRecord => "term-document-closure-record",
        PermitDecision => "term-document-permit-decision",
        SourcePlan => "term-document-source-plan",
        ShortageStatement => "term-document-shortage-statement",
        CoordinationMinute => "term-document-coordination-minute",
        Undertaking => "term-document-undertaking",
        Demonstration => "term-document-demonstration",
        VerificationReport => "term-document-verification-report",
        CapDecision => "term-document-cap-decision",
    }
    /// How a reduction was achieved.
    measure(Measure) {
        Closure => "term-measure-closure",
        Feed => "term-measure-feed",
        Process => "term-measure-process",
        Treatment => "term-measure-treatment",
    }
    /// What a project is to its site.
    nature(Nature) {
        New => "term-nature-new",
        Moved => "term-nature-moved",
        Rebuilt => "term-nature-rebuilt",
        Expanded => "term-nature-expanded",
        Renewed => "term-nature-renewed",
    }
    /// How an indicator belongs to time.
    span(Span) {
        Standing => "term-span-standing",
        Yearly => "term-span-yearly",
    }
    /// Whether caps bound an indicator.
    cap_rule(CapRule) {
        Ceiling => "term-caprule-ceiling",
        None => "term-caprule-none",
    }
    /// How demand of an indicator is covered.
    cover(Cover) {
        Factor => "term-cover-factor",
        CarbonRatio => "term-cover-carbon-ratio",
        Plain => "term-cover-plain",
    }
    /// How a case ends without effect.
    end_kind(EndKind) {
        NotAccepted => "term-end-not-accepted",
        Refused => "term-end-refused",
        Withdrawn => "term-end-withdrawn",
    }
    /// Why a key was revoked.
    revocation_reason(RevocationReason) {
        Left => "term-revoked-left",
        Replaced => "term-revoked-replaced",
        Lost => "term-revoked-lost",
        Compromised => "term-revoked-compromised",
    }
}

/// A flag.
pub fn yes_no(flag: bool) -> Value {
    Value::Word(if flag { "term-yes" } else { "term-no" })
}

/// A period: a year or plan as it stands, or the word for what stands.
pub fn period(period: Period) -> Value {
    match period {
        Period::Standing => Value::Word("term-span-standing"),
        Period::Year(_) | Period::Plan(..) => Value::text(period),
    }
}

/// Where quantity lies: the account, and whether it is free, reserved, barred; or the sink.
pub fn place(place: &Place) -> Value {
    let in_account = |account, id| Value::List(vec![Value::text(account), Value::Word(id)]);
    match place {
        Place::Available(account) => in_account(account, "term-place-available"),
        Place::Barred(account) => in_account(account, "term-place-barred"),
        Place::Reserved(account) => in_account(account, "term-place-reserved"),
        Place::ReservedBarred(account) => in_account(account, "term-place-reserved-barred"),
        Place::Retired => Value::Word("term-place-retired"),
        Place::TakenBack => Value::Word("term-place-taken-back"),
        Place::Reduced => Value::Word("term-place-reduced"),
        Place::Invalidated => Value::Word("term-place-invalidated"),
        Place::Reversed => Value::Word("term-place-reversed"),
    }
}

/// What becomes of a party.
pub fn change(change: ChangeKind) -> &'static str {
    match change {
        ChangeKind::Rename => "term-change-rename",
        ChangeKind::Merge => "term-change-merge",
        ChangeKind::Split => "term-change-split",
        ChangeKind::Transfer => "term-change-transfer",
        ChangeKind::Bankruptcy => "term-change-bankruptcy",
    }
}

/// What kind of entry an act is.
pub fn kind(act: &Act) -> &'static str {
    match act {
        Act::Genesis(_) => "term-kind-genesis",
        Act::RegionEnrol(_) => "term-kind-region-enrol",
        Act::PartyEnrol(_) => "term-kind-party-enrol",
        Act::PersonEnrol(_) => "term-kind-person-enrol",
        Act::KeyEnrol(_) => "term-kind-key-enrol",
        Act::KeyAmend(_) => "term-kind-key-amend",
        Act::KeyRevoke(_) => "term-kind-key-revoke",
        Act::AccountOpen(_) => "term-kind-account-open",
        Act::PolicyAdopt(_) => "term-kind-policy-adopt",
        Act::CapSet(_) => "term-kind-cap-set",
        Act::Upgrade(_) => "term-kind-upgrade",
        Act::OpeningRecord(_) => "term-kind-opening-record",
        Act::QuotaIssue(_) => "term-kind-quota-issue",
        Act::QuotaTakeBack(_) => "term-kind-quota-take-back",
        Act::PermitRecord(_) => "term-kind-permit-record",
        Act::PermitLower(_) => "term-kind-permit-lower",
        Act::PermitCancel(_) => "term-kind-permit-cancel",
        Act::EmissionVerify(_) => "term-kind-emission-verify",
        Act::BaseDecide(_) => "term-kind-base-decide",
        Act::ReductionRecord(_) => "term-kind-reduction-record",
        Act::ReductionVerify(_) => "term-kind-reduction-verify",
        Act::ProjectRegister(_) => "term-kind-project-register",
        Act::HoldPlace(_) => "term-kind-hold-place",
        Act::HoldLift(_) => "term-kind-hold-lift",
        Act::CaseOpen(_) => "term-kind-case-open",
        Act::CaseAct(_) => "term-kind-case-act",
        Act::CaseReturn(_) => "term-kind-case-return",
        Act::CaseResubmit(_) => "term-kind-case-resubmit",
        Act::FindingOpen(_) => "term-kind-finding-open",
        Act::FindingRectify(_) => "term-kind-finding-rectify",
        Act::FindingClose(_) => "term-kind-finding-close",
        Act::CaseEnd(_) => "term-kind-case-end",
        Act::QuotaInvalidate(_) => "term-kind-quota-invalidate",
        Act::EntryReverse(_) => "term-kind-entry-reverse",
        Act::EntryCorrect(_) => "term-kind-entry-correct",
        Act::ShortfallCure(_) => "term-kind-shortfall-cure",
        Act::DataComplete(_) => "term-kind-data-complete",
        Act::HolderChange(_) => "term-kind-holder-change",
    }
}

/// A form that is printed.
pub fn form(form: FormKind) -> &'static str {
    match form {
        FormKind::Review => "term-form-review",
        FormKind::Sources => "term-form-sources",
        FormKind::Notice => "term-form-notice",
        FormKind::Permits => "term-form-permits",
        FormKind::Book => "term-form-book",
        FormKind::Statement => "term-form-statement",
        FormKind::Quarter => "term-form-quarter",
        FormKind::Parks => "term-form-parks",
    }
}
