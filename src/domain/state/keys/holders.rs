//! Keys of what a holder had and passed on: lines, names, accounts, cases.

use super::number;
use crate::domain::ids::{AccountId, CaseNo, FacilityId, PartyId};
use crate::domain::lot::Succession;
use crate::domain::state::key::{Key, Prefix};
use crate::domain::text::Names;

/// Which case moves or has moved a production line out of an account. `L1` and `l1` are one line.
pub fn line_taken(account: &AccountId, line: &FacilityId) -> Key<CaseNo> {
    let line = line.as_str().to_ascii_uppercase();
    Key::new(
        &["account", &account.to_string()],
        &[b"line", line.as_bytes()],
    )
}

/// The cases that move or have moved lines out of an account, once for each line.
pub fn lines_taken(account: &AccountId) -> Prefix<CaseNo> {
    Prefix::new(&["account", &account.to_string()], &[b"line"])
}

/// What became of a party.
pub fn succession(party: &PartyId) -> Key<Succession> {
    Key::new(&["party", party.as_str()], &[b"succession"])
}

/// The names a party had until the entry at `index`.
pub fn names_before(party: &PartyId, index: u64) -> Key<Names> {
    Key::new(
        &["party", party.as_str()],
        &[b"names", number(index).as_bytes()],
    )
}

/// The names a party had before, in order.
pub fn former_names(party: &PartyId) -> Prefix<Names> {
    Prefix::new(&["party", party.as_str()], &[b"names"])
}

/// An account that another took over from.
pub fn account_before(account: &AccountId, before: &AccountId) -> Key<AccountId> {
    let before = before.to_string();
    Key::new(
        &["account", &account.to_string()],
        &[b"before", before.as_bytes()],
    )
}

/// The accounts that one took over from, directly or through others.
pub fn accounts_before(account: &AccountId) -> Prefix<AccountId> {
    Prefix::new(&["account", &account.to_string()], &[b"before"])
}

/// The cases in which a party moves or builds.
pub fn cases_of_party(party: &PartyId) -> Prefix<CaseNo> {
    Prefix::new(&["cases-of-party", party.as_str()], &[])
}

/// One case in its party's list.
pub fn case_of_party(party: &PartyId, case: &CaseNo) -> Key<CaseNo> {
    Key::new(
        &["cases-of-party", party.as_str()],
        &[case.as_str().as_bytes()],
    )
}
