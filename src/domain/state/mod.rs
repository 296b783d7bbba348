//! The derived state: rows that are a pure function of the log and a moment.
//!
//! [`State`] reads them; [`Draft`] is a state with changes laid over it, which rules read and write;
//! what it gathered becomes [`Effects`], whole new rows, so that applying them cannot fail.
//!
//! | entity | rows |
//! | --- | --- |
//! | `ledger` | the [`Ledger`] row |
//! | `region`, `party`, `person`, `key`, `account`, `lot`, `permit`, `reduction`, `project`, `case`, `hold` and an id | the thing itself, and what hangs on it |
//! | `account` id | its holdings, by indicator, lot and slot |
//! | `lot` no | who holds it; every move of it |
//! | `totals` region | use and caps by indicator |
//! | `policy` kind, scope | every adoption of one thing, in order |
//! | `due` month | what falls due in that month |
//! | `id` entry id, `hash` entry hash, `refused` envelope hash | identities |

mod due;
mod key;
pub mod keys;
mod memory;
mod rows;
mod view;
mod word;

pub use due::{Due, DueAction, due_key, due_month, due_prefix};
pub use key::{Key, Prefix, RowKey};
pub use memory::MemoryState;
pub use rows::{
    Admission, DayCount, Ledger, Movement, PermitOfHolder, RefusedRow, RelationsAt, RootRow,
};
pub use view::{Damage, Draft, Effects, State, Stop};
