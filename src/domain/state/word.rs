//! What the kinds are called inside the keys of rows. The state digest covers keys, so these words
//! never change, whatever the kinds come to be called in the code.

use crate::domain::lot::Measure;
use crate::domain::party::{PartyKind, Seat};
use crate::domain::procedure::CaseKind;

pub(super) fn office(kind: PartyKind) -> &'static str {
    match kind {
        PartyKind::Bureau => "Bureau",
        PartyKind::Government => "Government",
        PartyKind::ParkCommittee => "ParkCommittee",
        PartyKind::Enterprise => "Enterprise",
        PartyKind::Reform => "Reform",
        PartyKind::Statistics => "Statistics",
        PartyKind::ReserveBody => "ReserveBody",
        PartyKind::Verifier => "Verifier",
        PartyKind::Inspector => "Inspector",
        PartyKind::Court => "Court",
    }
}

pub(super) fn seat(seat: Seat) -> &'static str {
    match seat {
        Seat::Handle => "Handle",
        Seat::Review => "Review",
        Seat::Issue => "Issue",
    }
}

pub(super) fn measure(measure: Measure) -> &'static str {
    match measure {
        Measure::Closure => "Closure",
        Measure::Feed => "Feed",
        Measure::Process => "Process",
        Measure::Treatment => "Treatment",
    }
}

pub(super) fn flow(flow: CaseKind) -> &'static str {
    match flow {
        CaseKind::Relocation => "Relocation",
        CaseKind::Introduction => "Introduction",
        CaseKind::Demonstration => "Demonstration",
    }
}
