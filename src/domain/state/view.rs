//! Reading the state, and reading it with changes laid over it.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::key::{Key, Prefix, RowKey};
use crate::domain::refusal::Refusal;

/// A row that is there but cannot be read: the state is damaged, and nothing may be judged on it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the derived state is damaged at {place}: {what}")]
pub struct Damage {
    /// The entity and place of the row.
    pub place: String,
    /// What is wrong.
    pub what: String,
}

impl Damage {
    /// Damage at a row.
    pub fn at(key: &RowKey, what: impl ToString) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace('\0', " ");
        Self {
            place: format!("{}{}", text(&key.entity), text(&key.sub)),
            what: what.to_string(),
        }
    }

    /// Damage of another kind, by its description.
    pub fn of(place: &str, what: impl ToString) -> Self {
        Self {
            place: place.to_owned(),
            what: what.to_string(),
        }
    }
}

/// Why a judgement stopped: by the rules, or because the state cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Stop {
    /// The rules refuse.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The state is damaged.
    #[error(transparent)]
    Unreadable(#[from] Damage),
}

/// The derived state, as bytes.
pub trait State {
    /// The row at a key.
    fn row(&self, key: &RowKey) -> Result<Option<Vec<u8>>, Damage>;

    /// The rows of one entity whose sub-keys begin with the prefix's, in order of sub-key.
    fn rows(&self, prefix: &RowKey) -> Result<Vec<(RowKey, Vec<u8>)>, Damage>;

    /// The root over the first `size` leaves of the log, where the log is at hand; `None` where it
    /// is shorter. Used only to hold a draft's basis against the log.
    fn root_at(&self, size: u64) -> Result<Option<[u8; 32]>, Damage> {
        let _ = size;
        Ok(None)
    }
}

impl<S: State + ?Sized> State for &S {
    fn row(&self, key: &RowKey) -> Result<Option<Vec<u8>>, Damage> {
        (**self).row(key)
    }

    fn rows(&self, prefix: &RowKey) -> Result<Vec<(RowKey, Vec<u8>)>, Damage> {
        (**self).rows(prefix)
    }

    fn root_at(&self, size: u64) -> Result<Option<[u8; 32]>, Damage> {
        (**self).root_at(size)
    }
}

/// Whole new rows (`None`: the row goes). Applying them cannot fail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Effects {
    rows: BTreeMap<RowKey, Option<Vec<u8>>>,
}

impl Effects {
    /// The rows, by key.
    pub fn into_rows(self) -> impl Iterator<Item = (RowKey, Option<Vec<u8>>)> {
        self.rows.into_iter()
    }

    /// The rows, by key, to look at.
    pub fn rows(&self) -> impl Iterator<Item = (&RowKey, Option<&[u8]>)> {
        self.rows.iter().map(|(key, value)| (key, value.as_deref()))
    }

    /// How many rows change.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether no row changes.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// A state with changes laid over it. Rules read their own writes.
pub struct Draft<'a> {
    under: &'a dyn State,
    over: Effects,
}

impl<'a> Draft<'a> {
    /// Nothing changed yet.
    pub fn on(under: &'a dyn State) -> Self {
        Self {
            under,
            over: Effects::default(),
        }
    }

    /// What was changed.
    pub fn into_effects(self) -> Effects {
        self.over
    }

    /// The value at a key, if there is one.
    pub fn get<R: DeserializeOwned>(&self, key: &Key<R>) -> Result<Option<R>, Damage> {
        match self.row(key.row())? {
            None => Ok(None),
            Some(bytes) => decode(key.row(), &bytes).map(Some),
        }
    }

    /// The value at a key that another row says is there.
    pub fn must<R: DeserializeOwned>(&self, key: &Key<R>) -> Result<R, Damage> {
        self.get(key)?
            .ok_or_else(|| Damage::at(key.row(), "a row that others name is missing"))
    }

    /// The values under a prefix, by sub-key.
    pub fn list<R: DeserializeOwned>(&self, prefix: &Prefix<R>) -> Result<Vec<R>, Damage> {
        let rows = self.rows(prefix.row())?;
        rows.iter().map(|(key, bytes)| decode(key, bytes)).collect()
    }

    /// Lays a value at a key.
    pub fn put<R: Serialize>(&mut self, key: &Key<R>, value: &R) -> Result<(), Damage> {
        let bytes = postcard::to_stdvec(value).map_err(|error| Damage::at(key.row(), error))?;
        self.over.rows.insert(key.row().clone(), Some(bytes));
        Ok(())
    }

    /// Takes a row away.
    pub fn delete<R>(&mut self, key: &Key<R>) {
        self.over.rows.insert(key.row().clone(), None);
    }

    /// Lays changes on top that were gathered by a draft on this one.
    pub fn absorb(&mut self, effects: Effects) {
        self.over.rows.extend(effects.rows);
    }

    /// Changes since the draft was laid on its state.
    pub fn effects(&self) -> &Effects {
        &self.over
    }
}

fn decode<R: DeserializeOwned>(key: &RowKey, bytes: &[u8]) -> Result<R, Damage> {
    postcard::from_bytes(bytes).map_err(|error| Damage::at(key, error))
}

impl State for Draft<'_> {
    fn row(&self, key: &RowKey) -> Result<Option<Vec<u8>>, Damage> {
        match self.over.rows.get(key) {
            Some(changed) => Ok(changed.clone()),
            None => self.under.row(key),
        }
    }

    fn rows(&self, prefix: &RowKey) -> Result<Vec<(RowKey, Vec<u8>)>, Damage> {
        let mut found: BTreeMap<RowKey, Vec<u8>> = self.under.rows(prefix)?.into_iter().collect();
        let changed = self
            .over
            .rows
            .range(prefix.clone()..)
            .take_while(|(key, _)| key.entity == prefix.entity && key.sub.starts_with(&prefix.sub));
        for (key, value) in changed {
            match value {
                Some(value) => {
                    found.insert(key.clone(), value.clone());
                }
                None => {
                    found.remove(key);
                }
            }
        }
        Ok(found.into_iter().collect())
    }

    fn root_at(&self, size: u64) -> Result<Option<[u8; 32]>, Damage> {
        self.under.root_at(size)
    }
}
