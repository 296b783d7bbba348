//! The state digest: one hash over all state rows, cheap to keep up and unable to miss a row.
//!
//! Rows lie in [`BUCKETS`] buckets by the hash of their entity ([`super::row`]). A bucket is known by
//! how many rows it holds and by the sum of their hashes, so that a row that is lost, altered or left
//! over shows, whatever order the rows came in:
//!
//! ```text
//! bucket = ( count u64, sum = Σ row hash mod 2^256, each hash read as a big-endian number )
//! leaf   = SHA-256( 0x00 ‖ u64be count ‖ sum as 32 bytes, big-endian )
//! node   = SHA-256( 0x01 ‖ left ‖ right )
//! digest = root of the full binary tree over the leaves of bucket 0 ..= 16,383
//! ```
//!
//! Leaf and node are hashed as in the log's own tree. The sum guards against decay and mistakes, not against somebody who makes up rows to reach a wanted
//! sum: who can write the index can do that. Authors' signatures and the audit stand against him.
//!
//! ```
//! use qledger::store::{RowKey, StateDigest, row_hash};
//!
//! let key = RowKey::new(b"account/7", b"lot/1");
//! let (old, new) = (row_hash(&key, b"10"), row_hash(&key, b"4"));
//! let mut digest = StateDigest::new();
//! let empty = digest.root();
//! digest.replace(key.bucket(), None, Some(&old));
//! digest.replace(key.bucket(), Some(&old), Some(&new));
//! assert_ne!(digest.root(), empty);
//! digest.replace(key.bucket(), Some(&new), None);
//! assert_eq!(digest.root(), empty);
//! ```

use std::sync::LazyLock;

use super::row::BUCKETS;
use crate::log::tree::{EMPTY_ROOT, HASH_BYTES, Hash, leaf_hash, node_hash};

/// Bytes of a bucket in the index and in its leaf: count and sum.
pub const BUCKET_BYTES: usize = 8 + HASH_BYTES;

const LIMBS: usize = 4;

/// How many rows a bucket holds and the sum of their hashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Bucket {
    count: u64,
    /// Least significant limb first.
    sum: [u64; LIMBS],
}

impl Bucket {
    /// Takes a row in.
    pub fn add(&mut self, row: &Hash) {
        self.count = self.count.wrapping_add(1);
        let mut carry = false;
        for (limb, add) in self.sum.iter_mut().zip(limbs(row)) {
            let (partial, over) = limb.overflowing_add(add);
            let (total, over_again) = partial.overflowing_add(u64::from(carry));
            *limb = total;
            carry = over || over_again;
        }
    }

    /// Takes a row out.
    pub fn remove(&mut self, row: &Hash) {
        self.count = self.count.wrapping_sub(1);
        let mut borrow = false;
        for (limb, sub) in self.sum.iter_mut().zip(limbs(row)) {
            let (partial, under) = limb.overflowing_sub(sub);
            let (total, under_again) = partial.overflowing_sub(u64::from(borrow));
            *limb = total;
            borrow = under || under_again;
        }
    }

    /// Rows in the bucket.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Count and sum, both big-endian.
    pub fn to_bytes(self) -> [u8; BUCKET_BYTES] {
        let mut bytes = [0; BUCKET_BYTES];
        bytes[..8].copy_from_slice(&self.count.to_be_bytes());
        for (place, limb) in bytes[8..].chunks_exact_mut(8).zip(self.sum.iter().rev()) {
            place.copy_from_slice(&limb.to_be_bytes());
        }
        bytes
    }

    /// The inverse of [`Self::to_bytes`].
    pub fn from_bytes(bytes: &[u8; BUCKET_BYTES]) -> Self {
        let mut words = [0u64; 1 + LIMBS];
        for (word, chunk) in words.iter_mut().zip(bytes.as_chunks::<8>().0) {
            *word = u64::from_be_bytes(*chunk);
        }
        let [count, s3, s2, s1, s0] = words;
        Self {
            count,
            sum: [s0, s1, s2, s3],
        }
    }

    fn leaf(self) -> Hash {
        leaf_hash(&self.to_bytes())
    }
}

/// A hash as a number, least significant limb first.
fn limbs(hash: &Hash) -> [u64; LIMBS] {
    let mut limbs = [0; LIMBS];
    for (limb, chunk) in limbs
        .iter_mut()
        .rev()
        .zip(hash.as_bytes().as_chunks::<8>().0)
    {
        *limb = u64::from_be_bytes(*chunk);
    }
    limbs
}

/// The nodes of the tree over empty buckets: equal at each level, so one hash a level is enough.
fn empty_nodes() -> Vec<Hash> {
    let mut nodes = vec![EMPTY_ROOT; 2 * BUCKETS];
    let mut same = Bucket::default().leaf();
    let mut first = BUCKETS;
    while first > 0 {
        nodes[first..2 * first].fill(same);
        same = node_hash(same, same);
        first /= 2;
    }
    nodes
}

/// What [`StateDigest::apply`] changed, to take it back.
#[derive(Debug, Default)]
pub struct Undo(Vec<(u16, Bucket)>);

impl Undo {
    /// The buckets that were touched, maybe repeated.
    pub fn buckets(&self) -> impl Iterator<Item = u16> {
        self.0.iter().map(|(index, _)| *index)
    }
}

/// The buckets and the tree over them.
///
/// [`replace`](Self::replace) only marks a path; [`root`](Self::root) hashes every marked path once.
#[derive(Debug, Clone)]
pub struct StateDigest {
    buckets: Vec<Bucket>,
    /// A heap: the root at 1, the children of `i` at `2i` and `2i + 1`, the leaves at the end.
    nodes: Vec<Hash>,
    /// Buckets whose paths are not hashed yet, in no order, maybe repeated.
    touched: Vec<u16>,
}

impl Default for StateDigest {
    fn default() -> Self {
        Self::new()
    }
}

impl StateDigest {
    /// The digest of no rows.
    pub fn new() -> Self {
        static EMPTY: LazyLock<Vec<Hash>> = LazyLock::new(empty_nodes);
        Self {
            buckets: vec![Bucket::default(); BUCKETS],
            nodes: EMPTY.clone(),
            touched: Vec::new(),
        }
    }

    /// The digest of the given buckets. `None` unless there are [`BUCKETS`] of them.
    pub fn from_buckets(buckets: Vec<Bucket>) -> Option<Self> {
        if buckets.len() != BUCKETS {
            return None;
        }
        let mut digest = Self::new();
        let used = |(_, bucket): &(u16, &Bucket)| **bucket != Bucket::default();
        digest.touched = (0..)
            .zip(&buckets)
            .filter(used)
            .map(|(index, _)| index)
            .collect();
        digest.buckets = buckets;
        Some(digest)
    }

    /// A bucket as it stands.
    pub fn bucket(&self, index: u16) -> Bucket {
        self.buckets[usize::from(index)]
    }

    /// Rows in all buckets.
    pub fn rows(&self) -> u64 {
        self.buckets.iter().map(Bucket::count).sum()
    }

    /// Takes the old row out of a bucket and the new one in; equal rows change nothing.
    pub fn replace(&mut self, index: u16, old: Option<&Hash>, new: Option<&Hash>) {
        if old == new {
            return;
        }
        let mut bucket = self.bucket(index);
        if let Some(row) = old {
            bucket.remove(row);
        }
        if let Some(row) = new {
            bucket.add(row);
        }
        self.set_bucket(index, bucket);
    }

    /// Replaces rows, each given by its bucket and the hash of the row before and after.
    pub fn apply(
        &mut self,
        replaced: impl Iterator<Item = (u16, Option<Hash>, Option<Hash>)>,
    ) -> Undo {
        let mut undo = Undo(Vec::with_capacity(replaced.size_hint().0));
        for (index, old, new) in replaced {
            undo.0.push((index, self.bucket(index)));
            self.replace(index, old.as_ref(), new.as_ref());
        }
        undo
    }

    /// Takes back what [`Self::apply`] took in last.
    pub fn undo(&mut self, undo: Undo) {
        for (index, bucket) in undo.0.into_iter().rev() {
            self.set_bucket(index, bucket);
        }
    }

    fn set_bucket(&mut self, index: u16, bucket: Bucket) {
        self.buckets[usize::from(index)] = bucket;
        self.touched.push(index);
    }

    /// The digest; hashes the paths touched since the last call.
    pub fn root(&mut self) -> Hash {
        let mut level: Vec<usize> = self
            .touched
            .drain(..)
            .map(|index| BUCKETS + usize::from(index))
            .collect();
        level.sort_unstable();
        level.dedup();
        for &leaf in &level {
            self.nodes[leaf] = self.buckets[leaf - BUCKETS].leaf();
        }
        while level.first().is_some_and(|&first| first > 1) {
            for place in &mut level {
                *place /= 2;
            }
            level.dedup();
            for &i in &level {
                self.nodes[i] = node_hash(self.nodes[2 * i], self.nodes[2 * i + 1]);
            }
        }
        self.nodes[1]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::store::row::{RowKey, row_hash};

    fn row(n: u8) -> (u16, Hash) {
        let key = RowKey::new(&[n], b"s");
        (key.bucket(), row_hash(&key, &[n, n]))
    }

    /// The root as the module's formulas say it.
    fn naive_root(buckets: &[Bucket]) -> Hash {
        let mut level: Vec<Hash> = buckets.iter().map(|bucket| bucket.leaf()).collect();
        while level.len() > 1 {
            level = level
                .chunks(2)
                .map(|pair| node_hash(pair[0], pair[1]))
                .collect();
        }
        level[0]
    }

    #[test]
    fn no_rows_have_a_digest_too() {
        assert_eq!(
            StateDigest::new().root(),
            naive_root(&vec![Bucket::default(); BUCKETS])
        );
    }

    #[test]
    fn sums_wrap_at_two_to_the_256() {
        let mut bucket = Bucket::default();
        bucket.add(&Hash::from_bytes([0xff; 32]));
        let mut one = [0; 32];
        one[31] = 1;
        let one = Hash::from_bytes(one);
        bucket.add(&one);
        assert_eq!(
            bucket,
            Bucket {
                count: 2,
                sum: [0; 4]
            }
        );
        bucket.remove(&one);
        assert_eq!(bucket.to_bytes()[8..], [0xff; 32]);
    }

    #[test]
    fn a_sum_is_printed_big_endian() {
        let mut bucket = Bucket::default();
        let hash: [u8; 32] = std::array::from_fn(|i| u8::try_from(i).unwrap());
        bucket.add(&Hash::from_bytes(hash));
        assert_eq!(bucket.to_bytes()[..8], 1u64.to_be_bytes());
        assert_eq!(bucket.to_bytes()[8..], hash);
        assert_eq!(Bucket::from_bytes(&bucket.to_bytes()), bucket);
    }

    #[test]
    fn a_lost_an_altered_and_a_repeated_row_show() {
        let mut digest = StateDigest::new();
        for n in 0..20 {
            let (bucket, hash) = row(n);
            digest.replace(bucket, None, Some(&hash));
        }
        let whole = digest.root();
        let (bucket, hash) = row(7);
        let mut lost = digest.clone();
        lost.replace(bucket, Some(&hash), None);
        let mut altered = digest.clone();
        altered.replace(bucket, Some(&hash), Some(&Hash::from_bytes([9; 32])));
        let mut repeated = digest.clone();
        repeated.replace(bucket, None, Some(&hash));
        for mut other in [lost, altered, repeated] {
            assert_ne!(other.root(), whole);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn touched_paths_give_the_root_of_the_whole_table(
            changes in proptest::collection::vec((0u8..40, any::<bool>()), 0..120),
            pause in 1usize..20,
        ) {
            let mut digest = StateDigest::new();
            let mut held = std::collections::BTreeSet::new();
            for (i, (n, wanted)) in changes.into_iter().enumerate() {
                let (bucket, hash) = row(n);
                if wanted && held.insert(n) {
                    digest.replace(bucket, None, Some(&hash));
                } else if !wanted && held.remove(&n) {
                    digest.replace(bucket, Some(&hash), None);
                }
                if i % pause == 0 {
                    digest.root();
                }
            }
            let naive = naive_root(&digest.buckets);
            prop_assert_eq!(digest.root(), naive);
            let mut anew = StateDigest::from_buckets(digest.buckets.clone()).unwrap();
            prop_assert_eq!(anew.root(), naive);
            prop_assert_eq!(digest.rows(), held.len() as u64);
            // Whatever the order: adding the rows that are left gives the same digest.
            let mut sorted = StateDigest::new();
            for (bucket, hash) in held.into_iter().map(row) {
                sorted.replace(bucket, None, Some(&hash));
            }
            prop_assert_eq!(sorted.root(), naive);
        }
    }
}
