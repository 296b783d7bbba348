//! What the store tests share: a small signed ledger whose rows follow from its leaves.
#![allow(dead_code, reason = "each test file uses a part of it")]
#![allow(
    clippy::unnecessary_wraps,
    reason = "the signatures are those of the callbacks"
)]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use qledger::log::tree::{Hash, TreeHead, leaf_hash};
use qledger::store::{
    Appended, Checks, EmbeddedStore, Files, Group, MemFiles, MemIndexHome, Notice, RowChange,
    RowKey, SealFailure, Settings, Site, Store, StoreError,
};
use sha2::{Digest, Sha256};

pub const DIR: &str = "data/ledger";
pub const GUARD: &str = "state/qledger/test.guard";

/// A note whose "signature" is a hash that only the tests make.
#[allow(
    clippy::unnecessary_wraps,
    reason = "the shape a store asks of its seal"
)]
pub fn seal(head: &TreeHead) -> Result<Vec<u8>, SealFailure> {
    let text = format!("{} {}", head.size, head.root);
    let signature = hex::encode(Sha256::digest(format!("test key {text}")));
    Ok(format!("{text} {signature}").into_bytes())
}

/// The inverse of [`seal`].
pub fn verify(note: &[u8]) -> Result<TreeHead, String> {
    let text = std::str::from_utf8(note).map_err(|e| e.to_string())?;
    let parts: Vec<&str> = text.split(' ').collect();
    let &[size, root, _] = parts.as_slice() else {
        return Err("not three parts".into());
    };
    let size = size.parse().map_err(|_| "no size")?;
    let head = TreeHead {
        size,
        root: Hash::from_hex(root).map_err(|e| e.to_string())?,
    };
    if seal(&head).unwrap() == note {
        Ok(head)
    } else {
        Err("the signature does not hold".into())
    }
}

pub fn genesis_json(leaf: &[u8]) -> Vec<u8> {
    format!("{{\"leaf\":\"{}\"}}", hex::encode(leaf)).into_bytes()
}

pub const CHECKS: Checks<'static> = Checks {
    verify: &verify,
    genesis_json: &genesis_json,
};

/// `SplitMix64`: tests name their seed and repeat exactly.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }

    pub fn bytes(&mut self, len: usize) -> Vec<u8> {
        (0..len).map(|_| self.next().to_be_bytes()[7]).collect()
    }
}

/// What a leaf does to the rows: its own row comes, an older one changes, sometimes one goes.
pub fn rows_of(leaf: &[u8]) -> Vec<RowChange> {
    let hash = Sha256::digest(leaf);
    let entity = [b'e', hash[0] % 7];
    let mut changes = vec![
        (
            RowKey::new(&entity, &[hash[1] % 5]),
            Some(hash[..8].to_vec()),
        ),
        (
            RowKey::new(b"by hash", &hash),
            Some(leaf.len().to_be_bytes().to_vec()),
        ),
    ];
    if hash[2].is_multiple_of(3) {
        changes.push((RowKey::new(&[b'e', hash[3] % 7], &[hash[4] % 5]), None));
    }
    changes
}

/// Appends leaves with the rows that follow from them.
pub fn append(store: &mut dyn Store, leaves: &[Vec<u8>]) -> Result<Appended, StoreError> {
    let rows = leaves.iter().flat_map(|leaf| rows_of(leaf)).collect();
    let size = store.head().tree.size;
    store.append(
        size,
        Group {
            leaves: leaves.to_vec(),
            rows,
            seal: &mut seal,
        },
    )
}

/// Replays what the index lacks, as a service does.
pub fn replay(store: &mut dyn Store) -> Result<(), StoreError> {
    while let Some(group) = store.unapplied()? {
        let rows = group.leaves().flat_map(rows_of).collect();
        match store.apply_index(&group, rows) {
            Err(StoreError::IndexDamaged { .. }) => store.rebuild_index()?,
            applied => applied?,
        }
    }
    Ok(())
}

pub fn settings() -> Settings {
    Settings {
        segment_bytes: 1_024,
        pending_rows_max: 12,
        wait: Duration::ZERO,
        sleep: |_| {},
        accept_behind_guard: false,
        now_ms: 1_700_000_000_000,
    }
}

/// A machine: a disk and an index that outlive the process.
#[derive(Clone)]
pub struct Machine {
    pub disk: MemFiles,
    pub index: MemIndexHome,
}

impl Machine {
    pub fn new() -> Self {
        let disk = MemFiles::new();
        disk.create_dir_all(Path::new("data")).unwrap();
        disk.sync_dir(Path::new(".")).unwrap();
        Self {
            disk,
            index: MemIndexHome::new(),
        }
    }

    pub fn site(&self) -> Site {
        Site {
            files: Arc::new(self.disk.clone()),
            dir: PathBuf::from(DIR),
            guard: PathBuf::from(GUARD),
            index: Box::new(self.index.clone()),
        }
    }

    pub fn create(&self, settings: Settings, leaf: &[u8]) -> Result<EmbeddedStore, StoreError> {
        let group = Group {
            leaves: vec![leaf.to_vec()],
            rows: rows_of(leaf),
            seal: &mut seal,
        };
        EmbeddedStore::create(self.site(), settings, &CHECKS, group)
    }

    /// Opens and replays; returns what was said, too.
    pub fn open(&self) -> Result<(EmbeddedStore, Vec<Notice>), StoreError> {
        self.open_with(settings())
    }

    pub fn open_with(
        &self,
        settings: Settings,
    ) -> Result<(EmbeddedStore, Vec<Notice>), StoreError> {
        let mut store = EmbeddedStore::open(self.site(), settings, &CHECKS)?;
        replay(&mut store)?;
        let notices = store.take_notices();
        Ok((store, notices))
    }

    pub fn files(&self) -> Arc<dyn Files> {
        Arc::new(self.disk.clone())
    }
}

/// All leaves of a store.
pub fn leaves_of(store: &dyn Store) -> Result<Vec<Vec<u8>>, StoreError> {
    store.leaves(0..store.head().tree.size)
}

/// Asserts that a store holds exactly these leaves and what follows from them.
pub fn assert_holds(store: &dyn Store, leaves: &[Vec<u8>]) {
    let mut model = qledger::store::MemoryStore::new();
    for group in leaves.chunks(qledger::store::GROUP_LEAVES_MAX) {
        append(&mut model, group).unwrap();
    }
    assert_eq!(leaves_of(store).unwrap(), leaves);
    assert_eq!(store.head(), model.head());
    assert_eq!(store.applied(), leaves.len() as u64);
    assert_eq!(
        verify(&store.checkpoint().unwrap().unwrap()).unwrap(),
        store.head().tree
    );
    assert_same_rows(store, &model);
    for (index, leaf) in (0..).zip(leaves) {
        assert_eq!(store.node(0, index).unwrap(), leaf_hash(leaf));
    }
}

/// Asserts that all rows of two stores agree.
pub fn assert_same_rows(store: &dyn Store, model: &dyn Store) {
    let entities = (0..7)
        .map(|n| vec![b'e', n])
        .chain([b"by hash".to_vec(), b"none".to_vec()]);
    for entity in entities {
        let rows = store.rows(&entity, &[]).unwrap();
        assert_eq!(
            rows,
            model.rows(&entity, &[]).unwrap(),
            "{}",
            entity.escape_ascii()
        );
        for (sub, value) in rows {
            assert_eq!(store.row(&RowKey::new(&entity, &sub)).unwrap(), Some(value));
        }
    }
}
